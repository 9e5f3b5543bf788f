"""Whether a line that has a trigger goes on in the language of pages, or tells a story.

A trigger proves little by itself: "Share this with no one, the note said." begins like a button. What stands around it
decides. A line speaks the language of pages if it ends with the trigger, or goes on with what pages speak of (an
account, a newsletter, the site, their own rights, the names of those who wrote). It tells a story if somebody else does
something in it: a verb of saying, a past tense, a third person.
"""

from __future__ import annotations

import re

from textrepair.stages.boilerplate.lines import Line
from textrepair.stages.boilerplate.people import is_agency
from textrepair.stages.boilerplate.triggers import Trigger
from textrepair.text import words

NO_DOUBT = 1.0
UNSURE = 0.7  # no sentence, and nothing speaks for a page either: for the thorough preset
UNLIKE = 0.45  # a sentence, and nothing speaks for a page
STORY = 0.3  # a sentence of a story
_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*$")
_SAYING = (
    "said|says|told|tells|testif(?:ied|ies)|ruled|rules that|found|finds|suggest(?:s|ed)|wrote|writes|argue[sd]|"
    "asked|asks|warn(?:s|ed)|joke[sd]|shout(?:s|ed)|announce[sd]|admit(?:s|ted)|boast(?:s|ed)|recall(?:s|ed)|"
    "claim(?:s|ed)|explain(?:s|ed)|insist(?:s|ed)|replie[sd]|answer(?:s|ed)|thought|believe[sd]|added|adds|"
    "declare[sd]|complain(?:s|ed)|promise[sd]|used to|according to|conclude[sd]|predict(?:s|ed)|advised?"
)
_PAST = (
    "was|were|had|did|went|came|took|gave|won|got|held|made|began|became|brought|built|bought|broke|caught|"
    "chose|drew|drove|fell|felt|fought|flew|forgot|grew|hid|hit|kept|knew|led|lay|left|lent|lost|met|"
    "paid|ran|rang|rose|sang|sat|saw|sent|shook|sold|slept|spent|spoke|stole|stood|struck|swam|swore|taught|"
    "threw|wore|died|killed|lived|learned|drowned|failed|lapsed|vanished|burned|could|would"
)
_ANYBODY = r"he|she|him|his|her|hers|himself|herself|whom|whose|nobody|somebody|everyone|they|their|them"
_STORY = re.compile(rf"\b(?:{_SAYING}|{_PAST}|{_ANYBODY})\b", re.IGNORECASE)
# "the lawyer warned", "it owed": a past tense rather than a participle behind "is" or before "by".
_BEFORE_PARTICIPLE = r"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbeen )(?<!\bnot )(?<!\bget )"
_ENDED = re.compile(
    rf"\b(?:it|who|that|which|I|(?:the|a|an|its|two|three|all) [\w'’-]{{3,20}}s?) {_BEFORE_PARTICIPLE}"
    r"[a-z]{2,14}ed\b(?! (?:by|to you|with this|from this)\b)"
)
# ", the law is silent": the clause to which what stands before only leads.
_CLAUSE = re.compile(
    r"[,:;] (?:and |but |for |so |that )?(?:(?:the|a|an|its|this|these|those|one|two|half) (?:[\w'’-]{1,20} ){1,3}|"
    r"(?:it|that|there|which (?:[\w'’-]{1,20} ){1,4}) ?)"
    r"(?:is|are|has|have|does|do|will|shall|can|may|must|still|never|stays?|carry|wants?|goes|comes?)\b"
)
_WHO = re.compile(r"\b(?:who|that|which) (?:[a-z]{2,15}|is|are|has)\b")
# What pages speak of; one of these is enough.
_PAGE = re.compile(
    r"\b(?:e-?mails?|newsletters?|inbox|(?:un)?subscri\w{1,7}|accounts?|log(?:ged|ging)?[ -]?(?:in|on|out)|"
    r"sign(?:ed|ing)?[ -]?(?:in|on|up)|register(?:ed|ing)?|click\w{0,3}|comment(?:s|ing|ers?)?|web ?sites?|site|blogs?|"
    r"pages?|facebook|twitter|instagram|whatsapp|linkedin|pinterest|google|youtube|reddit|tumblr|telegram|e-?paper|"
    r"cookies?|browser|javascript|privacy|terms|polic(?:y|ies)|moderat\w{1,5}|app|apps|passwords?|reprints?|"
    r"permission|copyright(?:ed)?|trial|newsroom|notifications?|alerts|rss|feeds?|"
    r"guidelines|spam|abuse|feedback|online|trackbacks?|pings|reserved|redistributed|republished|rewritten|"
    r"please|updates|bulletins?|permalink|bookmark|threads?|topic|fields (?:are|marked)|get notified|"
    r"respective owners|trademarks?|"
    r"to (?:a|your) friends?|articles|podcasts?|advertis\w{2,8}|sponsor\w{0,4}|commissions?|purchases?|promotion|"
    r"our (?:free|daily|weekly|morning|evening|latest|best|top|site|journalis\w{1,4}|reporting|readers?|partners?|"
    r"staff|editors?|rules|usual|team|work|stories|coverage|community|content|headlines|newspaper|magazine|mailing|"
    r"subscribers|members|use|digital|full|print)|"
    r"your (?:name|details|friends|thoughts|views|opinions?|device|phone|experience|area|support|consent|gift|"
    r"preferences|choices?|profile|network|favou?rite|first|free|access|stor(?:y|ies)|questions?|tips?|information))\b|"
    r"©|@\w|https?:|www\.|\.(?:com|org|net)\b|[$£€]0",
    re.IGNORECASE,
)
# Two of these are enough.
_HINT = re.compile(
    r"\b(?:you|your|we|us|our|ours|here|below|above|this|article|story|post|entry|members?|membership|free|readers?|"
    r"friends?|links?|news|stories|read(?:ing)?|view|continue|thank|support|donate|join|share|follow|get|send|tell|"
    r"contact|form|box|video|headlines|breaking|alert|service|receive|latest|access|daily|weekly|week|month|photos?|media|digital|print|unlimited|details|"
    r"network|address|plan|today|now)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"^ (?:page|article|story|post|entry|item|blog)\b")
_TO_YOU = re.compile(r"\b(?:you|your|our)\b(?!.*\bpassword$)")
_LABEL = (":", "|", "-")
# How a sentence goes on in which an article speaks of itself.
_OF_ITSELF = re.compile(
    r"^(?:[ ,:;.(–—-]*$|[:;.(–—-]|,? (?:(?:first |originally )?(?:in|on|at|by|as|from|via|under|for|with|throughout|"
    r"since|after)\b|to (?:include|reflect|correct|add|clarify|remove|note|show|say|fix|more|make|update|provide|"
    r"delete|state|give|indicate)\b|(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|0)\b))",
    re.IGNORECASE,
)
_ITSELF = re.compile(r"^\(?this (?:article|story|post|piece|entry)\b")
# Words without a capital in a list of who wrote and from where.
_NOTE_WORDS = words(
    """
    a also an and additional article associated at by bureau chief compiled compilation contributed contributing
    contribution contributors contributor correspondent correspondents desk desks dispatch edited editing editor editors
    column piece post further for freelance freelancers freelancer from graphic graphics has have in it its journalist
    journalists language local materials national new news newspaper newsroom of office on other our partner photo
    photographer
    photography press producer producers provided assisted helped report reported reporter reporters reporting reports
    research researched researcher researchers senior service services special staff staffer staffers story team the
    this to translated translating translation wire wires with writer writers writing written agencies agency two
    data video photographs additionally correspondent's inputs input files s de la el al van von der den di da del bin
    """
)
_WORD = re.compile(r"[^\W_][\w.'’-]*")
_NUMBER = re.compile(r"\d{3}")
_CONTACT = re.compile(r"^[: ]*(?:\(?\+?\d|\(?0|\S{1,60}@|@|https?:|www\.|e-?mail|phone|twitter|her |his |their )")
_EDITION = re.compile(
    r"^[ ,.;:|()–—©-]*(?:$|0|by\b|[A-Z]|all rights|owned by|worldwide|in all|under copyright|and (?:may|no)\b|"
    r"(?<=[.;|©–—-])|no part|the contents?\b|this\b|may not|unless|terms|privacy|reproduction)"
)
_LICENCE = re.compile(r"[ ,:]*(?:$|licen[cs]e|attribution|(?:by|cc)\b|0)", re.IGNORECASE)
_RESERVED = re.compile(r"all rights reserved(?! (?:to|for|under|in the|at)\b)", re.IGNORECASE)
_SELF = re.compile(
    r"\b(?:this|these|our|any|no part|all|the|above) (?:[\w/,-]{1,20} ){0,5}(?:materials?|content|contents|article|"
    r"stor(?:y|ies)|site|website|work|page|pages|publication|photos?|images?|text|information|service|document|"
    r"newspaper|blog|post|thereof)\b|[©]|\bcopyright\b",
    re.IGNORECASE,
)


def sentence(body: str) -> bool:
    """Whether a line ends like a sentence; a closing bracket alone does not.

    >>> sentence("Share on Example (Opens in new window)"), sentence("The note said so.")
    (False, True)
    """
    return bool(_SENTENCE.search(body[-4:]))


def tells(phrase: str) -> bool:
    """Whether words tell of somebody: a verb of saying, a past tense, a third person.

    >>> tells("the court ruled"), tells("is silent on drones"), tells("in 1974, the law is silent on drones")
    (True, False, True)
    """
    return bool(_STORY.search(phrase) or _ENDED.search(phrase) or _CLAUSE.search(phrase))


def speaks_of_page(phrase: str) -> bool:
    """Whether words go on as pages do: about the account, the letter, the site, its rights.

    >>> speaks_of_page("for our weekly newsletter"), speaks_of_page("in the book at the door")
    (True, False)
    """
    return bool(_PAGE.search(phrase)) or len({hint.lower() for hint in _HINT.findall(phrase)}) > 1


def only_names(phrase: str, least: int = 1) -> bool:
    """Whether words are names, places, offices and what joins them, as in a note on who wrote.

    >>> only_names("Jane Roe in Port Example and the Example Post's Al Poe"), only_names("the committee")
    (True, False)
    """
    names = 0
    for word in _WORD.findall(phrase):
        if word[0].isupper():
            names += word.lower() not in _NOTE_WORDS
        elif word.lower().rstrip(".") not in _NOTE_WORDS and not is_agency(word):
            return False
    return names >= least and not _NUMBER.search(phrase)


def weigh(line: Line, start: Trigger | None, contained: list[Trigger]) -> float:
    """Return how sure a line with triggers can be at most, by what stands around them.

    Args:
        line: the line.
        start: the trigger that begins it, if any.
        contained: triggers that stand anywhere in it.
    """
    cased = line.cased
    rest = _around(cased, start, contained)
    names = {trigger.line_class for trigger in (start, *contained) if trigger}
    first = start or contained[0]
    special = _special(first, cased, rest, line.body[-4:])
    if special is not None:
        return special
    closed = sentence(line.body)
    size = len(_WORD.findall(rest))
    label = start is not None and start.text.endswith(_LABEL)
    if not closed:
        return _unfinished(first, rest, size, label)
    listed = label or first.line_class == "filed-under"
    if listed and rest.lstrip(" .-|:")[:1].isupper() and (line.body[-1] in "?!…" or only_names(rest)):
        return NO_DOUBT  # the headline of a link, or names
    if tells(rest) or (not re.search(r"\byou\b", rest) and _WHO.search(rest)):
        return STORY
    if label and rest.lstrip(" .-|")[:1].islower():
        return NO_DOUBT if _PAGE.search(rest) or (first.line_class == "filed-under" and size < 4) else UNLIKE
    if first.text.endswith(" this"):
        rest = _OBJECT.sub("", rest)  # "Print this page" says no more than "Print this"
    if first.text.endswith("password"):
        return NO_DOUBT if size <= 2 or _PAGE.search(rest) else UNLIKE  # a question that articles ask too
    if size <= (2 if start else 4) or len(names) > 1 or speaks_of_page(rest):
        return NO_DOUBT
    return NO_DOUBT if any(_TO_YOU.search(trigger.text) for trigger in contained) else UNLIKE


def _around(cased: str, start: Trigger | None, contained: list[Trigger]) -> str:
    """Return a line without its triggers."""
    begin = len(start.text) if start else 0
    rest = cased[begin:]
    lower = cased.lower()
    if len(lower) != len(cased):
        return rest
    spans = sorted((at, at + len(t.text)) for t in contained if (at := lower.find(t.text)) >= 0)
    pieces = []
    for left, right in spans:
        if left >= begin:
            pieces.append(cased[begin:left])
        begin = max(begin, right)
    return "  ".join([*pieces, cased[begin:]])


def _unfinished(first: Trigger, rest: str, size: int, label: bool) -> float:
    """Weigh a line that does not end like a sentence: a button, a link, or a line of a list or a verse."""
    if label or size <= 5 or first.line_class in ("related", "copyright", "filed-under", "timestamp", "author-box"):
        return NO_DOUBT
    return NO_DOUBT if speaks_of_page(rest) or only_names(rest) else UNSURE


def _special(first: Trigger, cased: str, rest: str, closing: str) -> float | None:
    """Weigh the classes that say of themselves what follows: names, dates, owners, pictures."""
    name = first.line_class
    text = first.text
    if (name == "contributor" or text.startswith("this entry")) and _ITSELF.match(cased.lower()):
        # What was changed in it is told like a story; where it came from is not.
        told = "updated" not in text and "corrected" not in text and _WHO.search(rest)
        return NO_DOUBT if _OF_ITSELF.match(rest) and not told else STORY
    if name == "caption":
        small = rest.lstrip(" :-–—|").lstrip("\"'(")[:1].islower()
        return NO_DOUBT if not small else STORY if sentence(cased + closing) else UNSURE
    if name == "contributor":
        return _contributed(text, rest)
    if name == "copyright":
        return _claimed(text, cased, rest)
    if name == "author-box" and "reached at" in text + "contacted at":
        behind = cased[cased.lower().find(text) + len(text) :]
        if text.startswith("can be"):
            return NO_DOUBT if _CONTACT.match(behind) else STORY
    return None


def _contributed(text: str, rest: str) -> float:
    if text.startswith(("our standards", "has not", "is syndicated")):
        return STORY if tells(rest) else NO_DOUBT
    return NO_DOUBT if only_names(rest, 0) and rest.strip() else STORY


def _claimed(text: str, cased: str, rest: str) -> float | None:
    """Weigh words about rights: does the page claim them, or is it told of them?"""
    lower = cased.lower()
    at = lower.find(text)
    behind = cased[at + len(text) :]
    if _RESERVED.search(cased) and ("all rights reserved" in text or "©" in cased or len(cased) < 420):
        owner = text != "all rights reserved by" or not re.match(r" the [a-z]+ [a-z]+ [a-z]", behind)
        return NO_DOUBT if "©" in cased or (owner and not _STORY.search(rest)) else UNLIKE
    if text.startswith(("all rights", "©", "(c)", "copyright", "all content")):
        if not _EDITION.match(behind) and (tells(behind) or "©" not in cased or len(behind) > 40):
            return STORY
        return STORY if tells(rest) and not _PAGE.search(rest) else NO_DOUBT
    if "may not be" in text or "without the express" in text or "redistributed" in text:
        if _STORY.search(rest) or not _SELF.search(cased):
            return STORY
        return (
            NO_DOUBT
            if not behind.strip(" ,") or _PAGE.search(rest) or re.search(r"broadcast|without|in any form", lower)
            else UNLIKE
        )
    if "privacy policy" in text and len(cased) > 60:
        return NO_DOUBT if re.search(r"\b(?:you|your|©|reserved)\b|©", lower) and not tells(rest) else STORY
    if "creative commons" in text:
        return NO_DOUBT if _LICENCE.match(behind) and not tells(rest) else STORY
    return STORY if tells(rest) else NO_DOUBT if text.startswith("powered") else None
