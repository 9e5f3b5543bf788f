"""Sentences that begin with a small letter in a text that otherwise gives them a capital."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textrepair.edits import Edit
from textrepair.frequency import zipf
from textrepair.stages.casing.shape import edit
from textrepair.text import words

# A full stop behind a word, one or two blanks, a small letter. The word before is looked at afterwards.
_START = re.compile(r"[.?!] {1,2}(?=[a-z])")
_CAPITAL_START = re.compile(r"[a-z)][.?!] {1,2}[\"“(]?[A-Z]")
_WORD = re.compile(r"[a-z]{1,20}(?=[ ,])")
_PARAGRAPH = re.compile(r"\n\n(?=[a-z]{1,12} )")
_LAST = re.compile(r"(?:^|[ (])([a-z]{4,20})\Z")

# Words that often begin a sentence and hardly ever follow an abbreviation's full stop as its second half.
STARTERS = words(
    "after all although as at because before both by despite during each earlier even every few first for from "
    "her his how however if in instead it its last later many meanwhile most my nearly no nobody none now on once "
    "one only our over she since so some still such that the their then there these they this those three though "
    "two under unlike until we what when where while why with without yesterday yet you he"
)
# Words that are often shortened to what looks like a word, or take a full stop inside a sentence.
ABBREVIATIONS = words(
    "acad addl admin approx apps arch assn assoc asst atty auto bibl bldg blvd bros capt cent chap circa comp "
    "conf cont coop corp dept diff dist elem engr esp euro exec fact fore gent gover govt herb hist hosp ibid "
    "illus incl indiv info inst intl jour math maths mech messrs mins misc move natl orig para paras perf phys "
    "plus poss prelim prep pres prob prof prop proto pseud publ quot resp spec subj supp supt syst tech temp tele "
    "theol trans trig univ veto vers viz vols volt yahoo"
)
# Enough sentences to know the document's habit.
MIN_SEEN = 4
MIN_PARAGRAPH = 60
CERTAIN, LIKELY, DOUBTFUL = 0.85, 0.8, 0.45
FAULTS = 2  # lost capitals of other kinds that make any sentence's small start one as well
# Parts of a clause that tell it from half of an abbreviation; verbs in -ed count too.
VERBS = words(
    "am are became began believe believes came can comes could did do does follows get gets go goes got had has "
    "have held is knew know knows left made make makes may met might must need needs put said saw say says shall "
    "should show shows took told want wants was went were will would"
)
# Small on purpose: brands, particles of names, what is read letter by letter.
SMALL_NAMES = words(
    "iphone ipad ipod imac ios itunes icloud ebay etoys eharmony macos von van de del della di da du al bin ibn pm am "
    "billion million trillion thousand percent pct"
)
_FIRST = re.compile(r"[a-z]{2,20}(?=[ ,’'])")
_VERB = re.compile(r"(?<![\w’'-])(?:[a-z]{3,20}ed|n[’']t|" + "|".join(sorted(VERBS)) + r")(?![\w-])|n[’']t(?!\w)")


def sentence_starts(text: str, faults: int = 0) -> Iterator[Edit]:
    """Yield edits for sentences that begin with a small letter, where a sentence certainly begins.

    Args:
        text: the text.
        faults: how many other capitals the document has surely lost.
    """
    inner, likely = [], set()
    for match in _START.finditer(text):
        begins, clause = _begins(text, match), faults > 0 and _clause(text, match.end(), faults)
        if (begins or clause) and _ends(text, match):
            inner += [match.end()] if begins else []
            likely |= {match.end()} if clause else set()
    first = list(_paragraphs(text))
    if not inner and not first and not likely:
        return
    habit = len(_CAPITAL_START.findall(text[:500_000]))
    regular = habit >= MIN_SEEN and 5 * len(inner) <= habit
    for at in sorted(likely.union(inner)):
        certain = regular and text[at - 2] == "." and (at not in likely or at in inner)
        yield from _capital(text, at, "sentence", CERTAIN if certain else LIKELY if at in likely else DOUBTFUL)
    if first:
        regular = _paragraph_habit(text, len(first))
        for at in first:
            yield from _capital(text, at, "paragraph", 0.82 if regular else DOUBTFUL)


def _capital(text: str, at: int, rule: str, confidence: float) -> Iterator[Edit]:
    new = edit(text, at, at + 1, text[at].upper(), rule, confidence)
    if new is not None:
        word = _WORD.match(text, at)
        end = word.end() if word else at + 1
        yield Edit(at, end, text[at:end], text[at].upper() + text[at + 1 : end], new.rule, new.category, confidence)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence certainly ends before this full stop, in a line that has its capitals."""
    before = _LAST.search(text[max(0, match.start() - 24) : match.start()])
    if before is None or before.group(1) in ABBREVIATIONS:
        return False
    line = text.rfind("\n", max(0, match.start() - 2000), match.start()) + 1
    opening = text[line : line + 2].lstrip("\"“‘'(")
    if not opening or opening[0].islower() or match.start() - line < 25:
        return False  # a note in lower case, or a fragment
    return zipf(before.group(1)) >= 3.2


def _begins(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence certainly begins behind this full stop."""
    word = _WORD.match(text, match.end())
    if word is None or word.group() not in STARTERS:
        return False
    rest = text[match.end() : match.end() + 300].partition("\n")[0]
    if rest[len(word.group()) :].startswith((" which ", " whom ")):
        return False  # the full stop stands for a comma
    longer = text[match.end() : match.end() + 900].partition("\n")[0]
    return len(rest.split(None, 4)) >= 4 and re.search(r"[.?!]", longer) is not None


def _clause(text: str, at: int, faults: int) -> bool:
    """Whether a clause with a verb begins here, in a document that has lost other capitals."""
    word = _FIRST.match(text, at)
    if word is None or "." not in text[at - 3 : at - 1] or word.group() in SMALL_NAMES:
        return False
    known = word.group() in STARTERS
    if not known and (faults < FAULTS or zipf(word.group()) < 3):
        return False
    rest = text[at : at + 300].partition("\n")[0]
    clause = re.split(r"[.?!](?=\s|\Z)", rest, maxsplit=1)
    if len(clause) < 2 or rest[word.end() - at :].startswith((" which ", " whom ")):
        return False
    return len(clause[0].split(None, 3)) >= 3 and _VERB.search(clause[0]) is not None


def _paragraphs(text: str) -> Iterator[int]:
    """Yield where a line begins with a small letter that is certainly a paragraph of its own."""
    for match in _PARAGRAPH.finditer(text):
        at = match.end()
        word = _WORD.match(text, at)
        before = text[max(0, match.start() - 2) : match.start()].rstrip('”"')
        if word is None or word.group() not in STARTERS or not before.endswith((".", "?", "!")):
            continue
        if text.find("\n", at, at + MIN_PARAGRAPH) >= 0:
            continue
        end = text.find("\n", at, at + 20_000)
        line = text[at : end if end >= 0 else at + 20_000].rstrip()
        if len(line) >= MIN_PARAGRAPH and line.endswith((".", "?", "!", "”", '"')) and line != line.lower():
            yield at


def _paragraph_habit(text: str, lost: int) -> bool:
    """Whether nearly all long lines begin with a capital."""
    capital = len(re.findall(r"(?:^|\n)[\"“‘'(]?[A-Z][^\n]{59}", text))
    small = len(re.findall(r"(?:^|\n)[a-z][^\n]{59}", text))
    return capital >= MIN_SEEN and small <= max(1, capital // 8) and small <= 2 * lost
