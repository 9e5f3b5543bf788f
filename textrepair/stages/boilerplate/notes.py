"""Bylines, contributor notes and notes about the author."""

from __future__ import annotations

import re

from textrepair.stages.boilerplate.dates import read_when
from textrepair.stages.boilerplate.people import is_agency, is_name, is_role, names_in
from textrepair.stages.boilerplate.wording import only_names, tells

_BY = re.compile(
    r"^[-–—|•(\[]{0,2}\s*(?:(?P<label>(?:(?:story|words|text|article|report|review|post|blog|"
    r"column|analysis|opinion|interview|reporting)(?: and (?:photos?|pictures?))? |"
    r"(?:re)?(?:posted|written|(?:medically |legally |fact )?(?:reviewed|checked)|published|"
    r"reported|submitted|contributed|created|authored|reviewed|"
    r"added|uploaded|filed|penned) )by|"
    r"(?:author|authors|writer|reporter|columnist)(?=\s?:))|by)(?:\s*:\s*|\s+)(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[|;•·/(){}\[\]]\s*|\s+[-–—@]\s+|,\s+(?!and\b)|\s{3,}|\t")
# Where a name ends and the affiliation begins, when no mark stands between them.
_AFFILIATION = re.compile(
    r"^(?P<name>\S+(?: \S+){1,4}?),? (?P<role>(?:in|of|at|for|from) (?:the )?[A-Z].{1,50}|"
    r"(?:The )?(?i:associated press|staff|special to|contributing|"
    r"senior|chief|political|sports|business|reuters|afp|bloomberg|washington post|new york times|"
    r"guest|freelance|news|health|city|national|correspondent|editor|reporter)\b.{0,50})$"
)
_NICKNAME = re.compile(r"(?:re)?(?:posted|submitted|uploaded|added|created|published)\b", re.IGNORECASE)
_NOT_BY = re.compile(
    r"^(?:directed|produced|music|starring|performed|illustrated|screenplay|edited|lyrics|"
    r"choreograph\w+|cast|distributed|designed)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[“\"A-Z(])")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Dr|Mr|Mrs|Ms|St|Sen|Rep|Gov|Jr|Sr|Lt|Col|Gen|Prof|Rev|Inc|Co|Corp|No|vs|[A-Z]\.[A-Z]))\.$"
)
_CONTRIBUTED = re.compile(
    r"^(?:[-–—*_]{1,3}\s*)?(?P<who>(?=[A-Z])[^!?:]{2,400}?)\b(?:(?:also )?contributed (?:(?:to|for) (?:this|"
    r"the) (?:report|story|article|dispatch|post|piece|column)|(?:additional )?(?:reporting|research)|from (?=[A-Z]))|"
    r"(?:provided|assisted with|helped with) (?:additional )?reporting)\b(?P<more>[^!?]{0,90})$"
)
_CONTRIBUTED_BARE = re.compile(
    r"^(?=[A-Z])[^!?]{0,80}\b(?:[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|Press|Reuters|News|"
    r"[Ss]taff)\b[^!?]{2,200} contributed\.?$"
)
_REPORTED = re.compile(r"^(?=[A-Z])[^!?\"“”]{2,150}? reported from [A-Z][^!?\"“”]{2,160}\.$")
_CREDITS = re.compile(
    r"^[(\[]?\s*(?:with )?(?:additional |further )?(?:reporting|writing|editing|compiled|"
    r"translated|translation|compilation|with files|with inputs?|graphics?|"
    r"research)\s+(?:and (?:writing|editing) )?"
    r"(?:by|from)\s+(?=[A-Z])[^!?]{3,400}$",
    re.IGNORECASE,
)
_CREDIT_TAIL = re.compile(
    r"\s*[(\[]\s*(?:this story |with )?(?:additional |further )?(?:reporting|writing|editing|"
    r"compiled|translated|files|inputs?)\s+(?:and (?:writing|editing) )?(?:by|"
    r"from)\s[^()\[\]]{3,400}[)\]]\.?$",
    re.IGNORECASE,
)
_BY_SOMEBODY = re.compile(r"\b(?:[Bb]y|BY|[Ff]rom|FROM)\s+(?:[A-Z0-9]|agenc|wires?\b|staff|our )")
_BARE_TAIL = re.compile(
    r"(?<=[.\"”])\s+(?:Additional )?[Rr]eporting by (?=[A-Z])[^.;!?]{3,120}[;.] ?(?:(?:Additional "
    r"reporting|Writing|Graphics?|Translation) by [^.;]{3,120}; ?)?(?:Writing|"
    r"Editing) by [^.!?]{3,120}\.?$"
)
_CREDIT_JOBS = re.compile(r"\b(?:reporting|writing|editing|compiled|translated|translation)\b", re.IGNORECASE)
_BIO = re.compile(
    r"^(?P<name>(?:[A-Z][\w.'’-]{0,25}|de|van|von|der|al|bin)(?: (?:[A-Z][\w.'’-]{0,25}|de|van|"
    r"von|der|al|bin)){1,4})(?:, [^,.]{2,60},)? "
    r"(?:is|was|has been|works as|serves as) (?:an? |the |also |currently |our )?[^.!?]{0,120}?\b"
    r"(?P<role>reporters?|writer|editor|correspondent|columnist|journalist|contributor|"
    r"freelancer?|blogger|intern|producer|author)\b(?P<after>.{0,400})$"
)
_COVERS = re.compile(
    r"^(?P<name>[A-Z][\w.'’-]{1,25}(?: [A-Z][\w.'’-]{0,25}){1,3}) (?:covers|writes about|"
    r"reports on|writes on|writes for|blogs about|blogs at|tweets at|edits) (?P<beat>.{5,300})$"
)
_BIO_AFTER = re.compile(
    r"^\s*(?:at|for|of|in|based|who|covering|on|from|and(?! the [a-z])|whose|with (?:the )?[A-Z0-9]|"
    r"with (?:over|more|nearly|an? \w+ of)|,|\.|$)"
)
# What becomes of people in stories.
_FATE = re.compile(
    r"\b(?:said|told|says|(?:was|were|been) (?:killed|arrested|jailed|shot|fired|charged|convicted|sentenced|accused|"
    r"murdered)|died|drowned|vanished|disappeared|testified)\b"
)
# A field of work: no article before a small word ("covers the wall"), nobody's own ("covers his ears").
_BEAT = re.compile(
    r"(?!(?:the|an?|his|her|their|its|up|over) [a-z])(?!.{0,200}(?:\b(?:when|as if|because|until)\b|\d))"
)
_PRONOUN_BIO = re.compile(r"^(?:He|She|They|I|Prior to|Before|Follow|Contact|Email|Reach) .{5,500}$")
_CONTACT = re.compile(
    r"(?:\S@[\w-]{2,40}\.\w|@\w{3,30}\b|\bon (?:Twitter|X|Facebook|Instagram)\b|\b(?:reached|"
    r"contacted|followed|emailed) (?:at|on|via)\b|\b\d{3}[-.]\d{3,4}\b)"
)


def byline(body: str) -> tuple[bool, bool, list[str]] | None:
    """Read a byline.

    Returns:
        Nothing if it is none, else: whether it has a label (``Written by``), whether anything confirms it (an
        affiliation, a date, capitals), and the names.

    >>> byline("By JANE DOE, Staff Writer"), byline("Written by Dr. Jane Roe"), byline("By Land and Sea")
    ((False, True, ['JANE DOE']), (True, False, ['Dr. Jane Roe']), None)
    """
    if len(body) > 140 or not (match := _BY.match(body)):
        return None
    label = bool(match["label"])
    rest = match["rest"].strip()
    when = read_when(rest) if any(char.isdigit() for char in rest) else None
    dated = bool(when and (when.date or when.ago))
    if when and dated:
        rest = when.rest
    rest = rest.strip(" .,|;:-–—").removesuffix(" on").strip()
    if not rest:
        return None
    if label and _NICKNAME.match(match["label"]) and len(rest.split()) == 1 and rest[-1].isalnum():
        return label, dated, [rest]
    joined = names_in(rest, 1 if dated else 2)
    if joined:
        return label, dated or rest.isupper(), joined
    return _affiliated(rest, label, dated)


def _affiliated(rest: str, label: bool, dated: bool) -> tuple[bool, bool, list[str]] | None:
    """Read names that are followed by who they are or for whom they write."""
    parts = [part for part in _PARTS.split(rest) if part and part.strip()]
    if not parts:
        return None
    head, others = parts[0], parts[1:]
    names = names_in(head, 1 if dated else 2)
    if not names and (split := _AFFILIATION.match(head)):
        names, others = names_in(split["name"]), [split["role"], *others]
    while names and others and (more := names_in(others[0].removeprefix("and "))):
        names, others = names + more, others[1:]
    if not names:
        staff = is_agency(head) or (is_role(head) and len(head.split()) <= 4 and head[:1].isupper())
        known = staff or (label and dated and len(head.split()) <= 3)
        return (label, True, [head]) if known and not others else None
    if len(others) > 3 or not all(_affiliation(part) for part in others):
        return None
    confirmed = dated or head.isupper() or any(is_role(part) or is_agency(part) for part in others)
    return label, confirmed, names


def _affiliation(part: str) -> bool:
    if len(part.split()) > 8:
        return False
    return is_role(part) or part[:1].isupper() or part.startswith(("in ", "for ", "at ", "of ", "from ", "@"))


def film_credits(body: str) -> bool:
    """Whether a line belongs to the list of people of a work (``Directed by ...``): a byline beside it is content."""
    return bool(_NOT_BY.match(body))


def _sentences(body: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for gap in _SENTENCE.finditer(body):
        if _ABBREVIATION.search(body[max(0, gap.start() - 8) : gap.start()]):
            continue
        spans.append((start, gap.start() + len(gap.group().rstrip())))
        start = gap.end()
    spans.append((start, len(body)))
    return spans


def contributor(body: str) -> tuple[float, int] | None:
    """Find the contributor note that a line is, or that ends it.

    Returns:
        Nothing if there is none, else the confidence and where in the line the note begins.

    >>> contributor("Doe reported from Port Example. Al Poe contributed to this report.")
    (0.95, 0)
    >>> contributor("The ships were late. (Reporting by Jane Doe; Editing by Al Poe)")
    (0.95, 20)
    """
    offset = max(0, len(body) - 700)
    tail = body[offset:]
    for pattern, sure in ((_CREDIT_TAIL, 0.95), (_BARE_TAIL, 0.85)):
        match = pattern.search(tail)
        if match and not _BY_SOMEBODY.search(match.group()):
            continue
        if match and offset + match.start() > 0:
            return sure, offset + match.start()
        if match:
            return 0.95, 0
    if len(body) <= 420 and _CREDITS.match(body):
        jobs = len(_CREDIT_JOBS.findall(body))
        names = re.split(r"\b(?:by|from)\s", body, maxsplit=1)[-1].strip("()[]. ")
        bracket = body[0] in "(["
        if not only_names(names, 0) and (tells(names) or names[:1].islower() or not bracket):
            return None
        if jobs > 1 or bracket or names_in(names):
            return (0.95 if jobs > 1 or bracket else 0.9), 0
        return 0.6, 0
    spans = _sentences(tail)
    begin = len(spans)
    sure = 0.0
    while begin and (value := _note_sentence(tail[slice(*spans[begin - 1])].strip('*_ "”'))):
        sure = max(sure, value)
        begin -= 1
    if begin == len(spans):
        return None
    if begin == 0 and offset == 0:
        return sure, 0
    cut = spans[begin][0]
    before = tail[:cut].rstrip()
    if sure < 0.9 or len(before) < 40 or not before.endswith((".", "!", "?", "”", '"')):
        return None
    return 0.85, offset + len(before)


def _note_sentence(sentence: str) -> float:
    if match := _CONTRIBUTED.match(sentence):
        # Names alone stand before it, and behind it nothing but where they were.
        return 0.95 if only_names(match["who"]) and only_names(match["more"], 0) else 0.0
    if _CONTRIBUTED_BARE.match(sentence) and not re.search(r"\b(?:have|has|had|who|which|that) contributed", sentence):
        return 0.85
    return 0.82 if _REPORTED.match(sentence) and only_names(sentence) else 0.0


_CONTACT_LINE = re.compile(
    r"^(?:e-?mail|twitter|x|instagram|facebook|contact|follow|tel|phone)\b[^.!?@]{0,30}?(?:: ?|"
    r"at |@)\S{0,60}@?\S{3,60}$",
    re.IGNORECASE,
)


def author_note(body: str) -> tuple[float, str] | None:
    """Judge a line that may be a note about the author; it is one only near the end of the text.

    Returns:
        Nothing if it is none, else the confidence and the name.

    >>> author_note("Jane Doe is a staff writer at Example Times. Follow her on Twitter @janedoe.")
    (0.9, 'Jane Doe')
    """
    if len(body) > 700:
        return None
    match = _BIO.match(body)
    if match and is_name(match["name"]) and _BIO_AFTER.match(match["after"]):
        if _FATE.search(body):
            return None
        if " was " in body[: match.start("role")] and not _CONTACT.search(body):
            return 0.45, match["name"]  # who is still there is said in the present tense
        sure = 0.9 if _CONTACT.search(body) else 0.82 if match["role"] != "author" else 0.72
        return sure, match["name"]
    match = _COVERS.match(body)
    if match and is_name(match["name"]):
        at_work = _BEAT.match(match["beat"]) and not tells(match["beat"])
        return (0.9 if _CONTACT.search(body) else 0.72 if at_work else 0.3), match["name"]
    if len(body) <= 80 and "@" in body and _CONTACT_LINE.match(body):
        return 0.84, ""
    if re.match(
        r"^(?:Contact|Reach|Email|E-mail|Follow) (?:the (?:writer|author|reporter)|[A-Z]\S{1,20} [A-Z]\S{1,20})\b", body
    ) and _CONTACT.search(body):
        return 0.9, ""
    return None


def follows_author_heading(body: str, name: str) -> bool:
    """Whether a line under "About the author" is the name or goes on about it."""
    if len(body) > 900:
        return False
    surname = name.split()[-1] if name else ""
    return (
        is_name(body)
        or bool(author_note(body))
        or bool(_PRONOUN_BIO.match(body))
        or bool(surname and surname in body[:80])
        or (not name and is_name(" ".join(body.split()[:2]).rstrip(",")) and " is " in body[:120])
    )
