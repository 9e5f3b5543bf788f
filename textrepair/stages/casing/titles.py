"""Titles that stand before a name and lost their capitals.

Whether a title before a name has capitals is a matter of house style as well: agencies and American papers write
"Secretary of State Jane Doe"; some British papers and textbooks write "US secretary of state Jane Doe". So the words
before the title, and what the document does elsewhere, decide how sure a repair is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from textrepair.edits import Edit
from textrepair.stages.casing.always import DAYS, MONTHS
from textrepair.stages.casing.lexicon import Match, Proper, load_proper
from textrepair.stages.casing.shape import edit
from textrepair.text import SMALL_WORDS, words

RULE = "title"
FAULTS = 2  # lost capitals of other kinds that show that the document lost its capitals
NOISE = 0.35  # what is as unlikely as this is not even worth a suggestion

# Words after which a title in front of a name is a form of address, not a description ("the president Jane Doe").
BARE = words(
    "about after against alongside although among and as asked at because before behind between but by called "
    "calls despite during for from how if including into joined like met named near of on or over replaced said "
    "says since succeeded tells than that though to told toward towards under until urged via warned when where "
    "whether which while who with without visited accused thanked elected"
)
FORMER = words("former ex then late acting outgoing incoming current then-us ex-us then-u.s longtime interim")
STATES = words(
    "deposed detained disgraced elected embattled exiled governing impeached jailed ousted presiding reigning retired "
    "ruling serving sitting visiting"
)
ADVERBS = words("a an and her his its most more my of our the their then this very with your")
PARTIES = words("conservative democratic independent labor labour liberal republican tory")
COUNTRY = frozenset(("us", "u.s.", "u.k.", "uk", "eu", "u.n.", "un", "nato"))
# A noun of office before "and": its own article may govern both ("the chairman and president John Doe").
OFFICES = words(
    "chair chairman chairwoman chief co-founder executive founder director officer owner president minister secretary"
)
ROYAL = frozenset(("King", "Queen", "Prince", "Princess", "Crown Prince", "Emir", "Pope", "Archbishop", "Patriarch"))
WHEN = frozenset(day.capitalize() for day in DAYS | MONTHS)  # "on Monday president Jane Doe"
NEEDY = frozenset(("Speaker",))  # titles only where the document has lost other capitals as well
PARTICLES = words("al ap ben bin da de del den der di do dos du el ibn la le ter van von y zu")
# Capitals that belong to a name inside the title, and say nothing of the title.
NAMES = words("Senate House Federal Reserve Homeland Treasury Veterans")
# No part of a person's name, but often behind a title.
NOT_NAMES = words(
    "Street Avenue Road Hotel House University College Airport Park Award Prize Cup Party County Island Islands"
)

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[.’'\-](?=[^\W_]))*\.?")
_BEFORE = re.compile(r"([^\s]{1,40})[ \u00a0]\Z")
_SENTENCE_END = re.compile(r"[.!?:;](?:[\"”’')\]]*)\Z")


@dataclass(frozen=True, slots=True)
class Use:
    """One title in front of a name."""

    match: Match
    manner: str  # bare, country, former, name: what stands in front of it
    partial: bool  # one word has its capital still, and not because a sentence begins
    lost: bool
    surname_only: bool


def titles(text: str, matches: list[Match], language: str, faults: int = 0) -> Iterator[Edit]:
    """Yield the edits for titles before names.

    Args:
        text: the text.
        matches: what the lexicon found in it.
        language: of the document, for the words that are no names.
        faults: how many other capitals the document has surely lost.
    """
    found = [match for match in matches if match.entry.kind == "title"]
    if not any(_small(text[match.start : match.end]) for match in found):
        return
    proper = load_proper(language)
    uses = [use for match in found if (use := _use(text, match, proper)) is not None]
    if not any(use.lost for use in uses):
        return
    style = Style(uses, text, proper, faults)
    for use in uses:
        if use.lost:
            start, end = use.match.start, use.match.end
            confidence = style.confidence(use)
            new = edit(text, start, end, use.match.entry.written, RULE, confidence)
            if new is not None and confidence > NOISE:
                yield new


def _small(found: str) -> bool:
    return any(word.islower() and word not in SMALL_WORDS for word in found.split(" "))


def _use(text: str, match: Match, proper: Proper) -> Use | None:
    """Return the title as a use before a name, or nothing if it is none."""
    found = text[match.start : match.end]
    if found.isupper() or "\u00a0" in found:
        return None
    words = _name(text, match.end, proper)
    if not words:
        return None
    manner = _manner(text, match.start, proper)
    if manner == "when":  # "the agency said on Friday president Jane Doe had left": short titles may be descriptions
        manner = "bare" if " " in match.entry.written else ""
    if not manner:
        return None
    partial = manner != "start" and any(word[0].isupper() for word in found.split(" ") if word not in NAMES)
    return Use(match, "bare" if manner == "start" else manner, partial, _small(found), len(words) == 1)


def _name(text: str, at: int, proper: Proper) -> list[str]:
    """Return the words of the name of a person that begins behind `at`; empty if there is none."""
    words: list[str] = []
    while len(words) < 5 and at < len(text) and text[at] in " \u00a0":
        word = _WORD.match(text, at + 1, at + 41)
        if word is None:
            break
        token = word.group()
        if token.lower() in PARTICLES and token.islower() and text[word.end() : word.end() + 1] == " ":
            at = word.end()
            continue
        # "al-Assad" has its capital behind the hyphen
        if not any(part[:1].isupper() for part in re.split(r"[-’']", token)) or (len(token) > 2 and token.isupper()):
            break
        words.append(token.removesuffix("’s").removesuffix("'s"))
        at = word.end()
        if token.endswith((".", "’s", "'s")) and len(token) > 3 and token not in ("Jr.", "Sr."):
            break
    if not words or words[0] in NOT_NAMES or (len(words) > 1 and words[1] in NOT_NAMES):
        return []
    first = words[0].rstrip(".").lower()
    if first not in proper.given and first in proper.words:
        return []  # "secretary of state Monday", "senator American"
    if len(words) == 1 and len(words[0].rstrip(".")) < 2:
        return []
    return words


def _manner(text: str, start: int, proper: Proper) -> str:
    """Say what stands in front of a title.

    Returns:
        ``start`` (of a sentence), ``bare`` (a word that leads on to a name), ``when`` (a weekday), ``country`` (or
        party), ``former``, ``name`` (another word with a capital), or nothing: an article or an adjective makes a
        description of it.
    """
    head = text[max(0, start - 42) : start]
    if not head or head.endswith(("\n", "“", '"', "(", "‘", "— ", "– ", "- ")):
        return "start"
    before = _BEFORE.search(head)
    if before is None:
        return ""
    word = before.group(1)
    plain = word.strip("“”\"'‘’(").lower()
    if plain in FORMER:
        return "former"
    if plain in COUNTRY or (word[:1].isupper() and (plain in proper.peoples or plain in PARTIES)):
        return "country"
    if _SENTENCE_END.search(word):
        return "start"
    if word.rstrip("”’\"'").endswith(","):
        return "" if plain.rstrip(",") in OFFICES else "bare"
    if word in WHEN:
        return "when"
    if plain in BARE:
        if plain in ("and", "or"):
            earlier = head[: before.start()].split()
            named = not earlier or earlier[-1][0].isupper() or earlier[-1][-1] in ',”"'
            if not named or (earlier and earlier[-1].lower() in OFFICES):
                return ""  # "trade and industry minister"
        return "bare"
    if plain.endswith(("ed", "ing")) and plain.isalpha() and word.islower():
        return "former" if plain in STATES or _describes(head[: before.start()]) else "bare"
    return "name" if word[:1].isupper() and (word[-1].isalnum() or word.endswith(("’s", "'s"))) else ""


def _describes(head: str) -> bool:
    """Whether a word in -ed or -ing behind this is an adjective: "his very experienced", not "the judge ordered"."""
    last = head.split()[-1:]
    return not last or last[0].lower() in ADVERBS or last[0].endswith(("ly", "’s", "'s"))


class Style:
    """What a document does with titles before names, as far as it can be seen."""

    def __init__(self, uses: list[Use], text: str, proper: Proper, faults: int) -> None:
        self.kept = Counter((use.match.entry.written, use.manner) for use in uses if not use.lost)
        self.kept_titles = Counter(use.match.entry.written for use in uses if not use.lost)
        self.kept_manners = Counter(use.manner for use in uses if not use.lost)
        self.lost = Counter((use.match.entry.written, use.manner) for use in uses if use.lost)
        self.lost_titles = Counter(use.match.entry.written for use in uses if use.lost)
        self.some_lost = faults > 0
        self.case_was_lost = faults >= FAULTS or _other_losses(text, proper)

    def confidence(self, use: Use) -> float:
        """Estimate how likely it is that the title had its capitals once."""
        written = use.match.entry.written
        confidence = self._evidence(use, written)
        lost, kept = self.lost_titles[written], self.kept_titles[written]
        if lost > max(2, 2 * kept) and not self.case_was_lost:
            confidence -= 0.2  # more often without than with
        if use.partial and use.manner == "bare":
            confidence = max(confidence, 0.82)
        if use.surname_only:
            confidence -= 0.04
        if written in ROYAL:
            confidence -= 0.2  # histories write "king John"
        return round(max(confidence, 0.1), 3)

    def _evidence(self, use: Use, written: str) -> float:
        """Weigh what the document does with this title, and with others in the same place."""
        if written in NEEDY and not self.case_was_lost:
            return 0.3  # "speaker Jane Doe" may speak at a meeting
        if kept := self.kept[written, use.manner]:
            return 0.92 if kept >= self.lost[written, use.manner] and use.manner != "name" else 0.74
        if use.manner == "name":
            return 0.3  # "Harbour Club president Jane Doe"
        if self.case_was_lost:
            return 0.88
        long = " " in written
        if use.manner == "bare" and self.kept_titles[written]:
            return 0.85
        if use.manner == "bare" and (self.kept_manners["bare"] or self.kept_manners["country"]):
            return 0.82 if long or written == "President" else 0.74
        if use.manner == "country" and self.kept_manners["country"]:
            return 0.82 if long else 0.74
        if self.kept_manners[use.manner] > 1:
            return 0.7
        if not self.kept_titles and sum(self.lost_titles.values()) > 2:
            return 0.45  # never a capital: house style
        if use.manner == "bare" and written.count(" ") > 1 and not use.surname_only:
            # "secretary of state Jane Doe": not once in 7,869 held-out documents of clean text, unlike short titles
            return 0.82
        if use.manner == "bare":
            return 0.66
        # "French president Jane Doe", "the then prime minister John Roe": house style, as far as anybody can see
        return (0.6 if use.manner == "country" else 0.52) if self.some_lost else 0.45


def _other_losses(text: str, proper: Proper) -> bool:
    """Whether words that always have capitals stand without them: a weekday, a country, a people."""
    lost = {word for word in re.findall(r"(?<![\w@#./\-])[a-z]{5,12}(?![\w@\-])", text[:200_000]) if word in _ALWAYS}
    return sum(word in proper.words for word in lost) > 1


_ALWAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday january february september october november "
    "december chinese russian american british german french european japanese indian african israeli iranian "
    "ukrainian washington beijing moscow london paris berlin brussels europe russia ukraine germany france "
    "britain israel america africa australia canada mexico republican republicans democrats congress kremlin"
)
