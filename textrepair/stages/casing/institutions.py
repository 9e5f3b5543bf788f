"""Names of institutions that lost their capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textrepair.edits import Edit
from textrepair.stages.casing.lexicon import Match
from textrepair.stages.casing.shape import edit
from textrepair.text import SMALL_WORDS, words

RULE = "institution"
FAULTS = 2  # lost capitals of other kinds that show that the document lost its capitals
PROSE = 120  # code points from which a line may be a paragraph of several sentences
# Before a name in lower case these make a common noun of it: "a national security council".
INDEFINITE = frozenset(("a", "an", "any", "another", "each", "every", "no", "some", "one", "own", "this", "that"))
# Capitals that a word has anyway: what follows it may be common nouns ("a European investment bank").
ADJECTIVES = words(
    "African American Arab Asian Asia-Pacific Australian British Canadian Caribbean Chinese Christian Democratic "
    "Eurasian European Indian Inter-American Islamic Israel Norwegian Pacific Palestinian Pan Royal Russian "
    "Scottish Senate House South Swedish Swiss UN US U.S. United Women's World Bombay Chicago London Shanghai "
    "Shenzhen Tokyo Toronto Heidelberg Humboldt Kyoto Leiden Monash Peking Uppsala"
)
# Behind words in lower case: a clause that says which ones are meant, or a verb that makes the last of them a plural.
_CLAUSE = re.compile(r" (?:we|you|i|he|she|they)(?!\w)|(?<=s) (?:were|are|have)(?!\w)")


def institutions(text: str, matches: list[Match], faults: int = 0) -> Iterator[Edit]:
    """Yield the edits for names of institutions.

    Args:
        text: the text.
        matches: what the lexicon found in it.
        faults: how many other capitals the document has surely lost.
    """
    names = [match for match in matches if match.entry.kind == "institution"]
    found = [match for match in names if _lost(text[match.start : match.end], match.entry.written)]
    if not found:
        return
    written = {match.entry.written for match in names if text[match.start : match.end] == match.entry.written}
    for match in found:
        confidence = _confidence(text, match, match.entry.written in written, faults >= FAULTS)
        new = edit(text, match.start, match.end, _keep_marks(text, match), RULE, confidence)
        if new is not None:
            yield new


def _lost(found: str, written: str) -> bool:
    """Whether a main word of the name stands in lower case (capitals beyond the name's are a style)."""
    if found == written:
        return False
    if len(found) != len(written):
        return False
    lost = False
    for old, new in zip(found.replace("\u00a0", " ").split(" "), written.split(" "), strict=False):
        if old.islower() and not new.islower():
            lost = True
        elif old.isupper() and not new.isupper():
            return False
    return lost


def _keep_marks(text: str, match: Match) -> str:
    """Return the name with the apostrophes and blanks that the text has."""
    pairs = zip(text[match.start : match.end], match.entry.written, strict=True)
    return "".join(old if old in "’\u00a0" else new for old, new in pairs)


def _confidence(text: str, match: Match, elsewhere: bool, case_was_lost: bool) -> float:
    """Estimate how likely it is that the name is meant."""
    clear = match.entry.clear
    words = text[match.start : match.end].split(" ")
    confidence = 0.9 if clear else 0.45 if match.entry.written.startswith("Ministry of ") else 0.55
    if any(word[:1].isupper() for word in words if word not in SMALL_WORDS):
        if words[0] in ADJECTIVES and all(word.islower() for word in words[1:]):
            confidence -= 0.12  # a capital that the word has anyway is no sign of a name, and some styles stop there
        else:
            confidence += 0.05
    if clear and (elsewhere or case_was_lost):
        confidence += 0.07 if elsewhere else 0.05
    elif elsewhere or case_was_lost:
        confidence = max(confidence + 0.27, 0.82) if elsewhere else max(confidence, 0.81)
    return round(min(confidence, _ceiling(text, match), 0.97), 3)


def _prose(line: str) -> bool:
    """Whether a line is a paragraph with sentences that have their capitals, whatever its first letter is."""
    return len(line) >= PROSE and re.search(r"[a-z]\. [A-Z]", line) is not None


def _ceiling(text: str, match: Match) -> float:
    """Return the highest confidence that the words around the name allow."""
    if not match.entry.clear and text.startswith((" of ", " for ", " on ", " in ", " with ", " where "), match.end):
        return 0.45  # "the state department of health", "the white house on the hill"
    first = max(text.rfind("\n", max(0, match.start - 300), match.start) + 1, match.start - 300, 0)
    if _CLAUSE.match(text, match.end, match.end + 12) and text[match.start : match.end].islower():
        return 0.6  # "the new york times we had", "the asian games were"
    line = text[first : match.start + 300].partition("\n")[0]
    paragraph = first == 0 or text.endswith("\n\n", 0, first)
    if line == line.lower() or (paragraph and line[:1].islower() and not _prose(line)):
        return 0.6  # a line without any capital, or a short one that begins with none: tags, a chat, a search
    before = text[max(0, match.start - 20) : match.start].split()
    last = before[-1].lower() if before else ""
    if last in INDEFINITE:
        return 0.55 if match.entry.clear else 0.4
    if not match.entry.clear and last != "the":
        return 0.45  # "a little white house"
    return 1.0
