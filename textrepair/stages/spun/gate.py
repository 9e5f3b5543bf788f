"""The gate: is this document spun at all? No word is substituted before that is clear.

Evidence of several independent kinds is added up as log odds: distinct phrases that spinners write and people hardly
do, the absence of the commonest words, broken articles, doubled words, and the spinner's own syntax left in the text.
Clean text shows single traces too, the more the longer it is; so a rate has to be passed, not only a sum. A long
document is weighed in parts, since it cannot show ever more *distinct* phrases; it is spun if at least half of it is.
"""

from __future__ import annotations

import functools
import math
import re
import statistics
from dataclasses import dataclass

import ahocorasick_rs

from textrepair.stages.spun import residue
from textrepair.stages.spun.table import PAGES, WORDS_PER_PAGE, dictionaries
from textrepair.text import PLAIN, indefinite_article, matches

# The constants were set by hand on 13,449 held-out documents of 31 corpora (none may pass; the highest probability of
# any is 0.03) and on clean documents spun with nine tenths and with a third of the table's entries (of 96 each,
# 93 and 72 pass).
LOOKED_FOR = 0.3  # log ratio: lesser traces occur too often in clean text to be looked for
STRONGEST = 4.0  # no single phrase may say more than this
# A clean document of n words reaches about RATE * n / 100 + START at the very most.
RATE = 2.5
START = 6.0
STEEPNESS = 0.7
# The first look: traces of at least this log ratio, how many of them there must be, and their sum for 100 words.
STRONG = 2.0
FEWEST_STRONG = 3
STRONG_RATE = 1.5
# Code points a word, its blank included: length is counted so, whatever parts the words.
WORD = 6
PART = 9_000  # code points; a document of more than two parts is weighed in parts of about this length

# Words that are so common in news and prose that a text of some length without them was changed by a machine. With the
# share of running words that they make up together in edited English.
COMMON = frozenset(
    ("also", "before", "but", "during", "government", "including", "more", "only", "other", "said", "two", "while")
)
COMMON_SHARE = 0.0155
COMMON_LEFT = 0.1  # share of them that survives a spinner
COMMON_WEIGHT = 0.3  # people and topics differ in these words: not the full weight of a Poisson ratio
COMMON_LIMITS = (-4.0, 4.0)

# Log odds of one broken article, doubled word or piece of syntax, and how many of them count.
ARTICLE = (1.5, 4)
DOUBLED = (1.5, 3)
SYNTAX = (4.0, 2)
_ARTICLE = re.compile(r"\b([Aa]n?) (\w[\w’'-]{2,30})")
_DOUBLED = re.compile(r"\b(to|of|a|the|in|for) \1\b", re.IGNORECASE)

Search = tuple[ahocorasick_rs.AhoCorasick, list[str]]


@dataclass(frozen=True, slots=True)
class Traces:
    """What spinners leave in a text.

    Attributes:
        weights: spun phrase → log ratio of its chance to stand in a spun page and in a page of clean text.
        strong: search for the strong ones without capitals; `lower` for all of them, `cased` for those with capitals.
    """

    weights: dict[str, float]
    strong: Search
    lower: Search
    cased: Search


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for spinning in one document.

    Attributes:
        probability: that the document is spun, 0 to 1.
        phrases: the traces found, as the dictionary has them.
    """

    probability: float
    phrases: frozenset[str]


NONE = Evidence(0.0, frozenset())


@functools.lru_cache(maxsize=8)
def load(language: str, user: tuple[str, ...] = ()) -> Traces | None:
    """Return the traces to look for in a language, or None if we know none.

    Only dictionaries that say how often a phrase stands in clean text (column ``clean``, header ``clean-words``) are
    evidence; a user's rows without that figure are readings for the decoder, but open no gate.

    Raises:
        DictionaryError: a user's dictionary cannot be used.
    """
    pages: dict[str, int] = {}
    rates: dict[str, float] = {}
    for dictionary in dictionaries(language, user):
        if "clean" not in dictionary.columns or not dictionary.header.get("clean-words", "").isdecimal():
            continue
        words = int(dictionary.header["clean-words"]) or 1
        for spun, seen_on, clean in zip(*map(dictionary.column, ("spun", "pages", "clean")), strict=True):
            pages[spun] = pages.get(spun, 0) + int(seen_on)
            rates[spun] = int(clean or 0) / words
    if not pages:
        return None
    weights = {spun: _log_ratio(pages[spun], rates[spun]) for spun in pages}
    lower = sorted(spun for spun, weight in weights.items() if weight > LOOKED_FOR and spun == spun.lower())
    cased = sorted(spun for spun, weight in weights.items() if weight > LOOKED_FOR and spun != spun.lower())
    strong = [spun for spun in lower if weights[spun] > STRONG]
    return Traces(weights, _search(strong), _search(lower), _search(cased))


def _log_ratio(seen_on: int, rate: float) -> float:
    """Log ratio of the chances of a phrase in a spun page and in a clean one, both of twice the length that was mined.

    The share of mined pages is taken a little lower, since the pages chose the phrases; a phrase never seen in clean
    text is given a rate of one in a hundred million words.
    """
    on_spun = min(0.99, 0.8 * seen_on / PAGES)
    on_clean = -math.expm1(-(rate + 1e-8) * 2 * WORDS_PER_PAGE)
    return math.log(on_spun / on_clean)


def _search(phrases: list[str]) -> Search:
    return ahocorasick_rs.AhoCorasick(phrases, implementation=ahocorasick_rs.Implementation.DFA), phrases


def _matches(search: Search, haystack: str) -> set[str]:
    automaton, phrases = search
    found: set[str] = set()
    for index, start, end in matches(automaton, haystack, overlapping=True):
        if phrases[index] not in found and not _inside_word(haystack, start, end):
            found.add(phrases[index])
    return found


def _inside_word(text: str, start: int, end: int) -> bool:
    before, behind = text[start - 1 : start], text[end : end + 1]
    return before.isalnum() or behind.isalnum() or before in {"-", "'"} or behind == "-"


def weigh(text: str, traces: Traces) -> Evidence:
    """Weigh the evidence that a text is spun.

    Args:
        text: the document; time is linear in its length.
        traces: what to look for.

    Returns:
        The probability and the traces. For text without damage nearly always after one scan.
    """
    plain = text.translate(PLAIN) if "’" in text or "‘" in text else text
    folded = plain.lower()
    strong = _matches(traces.strong, folded)
    # Clean text, nearly all there is, ends here: traces that it hardly ever has are too few.
    least = STRONG_RATE * min(len(text), PART) / WORD / 100
    if len(strong) < FEWEST_STRONG or _sum(strong, traces) < least:
        return NONE
    if len(text) <= 2 * PART:
        return _part(plain, traces)
    parts = [_part(plain[start:end], traces) for start, end in _parts(plain)]
    found = frozenset().union(*(part.phrases for part in parts))
    return Evidence(statistics.median_low(part.probability for part in parts), found)


def _parts(text: str) -> list[tuple[int, int]]:
    """Cut a text into parts of equal length, at a blank where there is one near."""
    count = round(len(text) / PART)
    cuts = [0]
    for n in range(1, count):
        at = n * len(text) // count
        blank = text.find(" ", at, at + 200)
        cuts.append(blank if blank >= 0 else at)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def _part(text: str, traces: Traces) -> Evidence:
    found = _matches(traces.lower, text.lower()) | _matches(traces.cased, text)
    words = len(text) / WORD
    score = _sum(found, traces) + _grammar(text) + _commonest(text, words)
    odds = STEEPNESS * (score - RATE * words / 100 - START)
    return Evidence(1 / (1 + math.exp(-max(-50.0, min(50.0, odds)))), frozenset(found))


def _sum(found: set[str], traces: Traces) -> float:
    """Add up the weights of phrases; one inside a longer one is not independent evidence."""
    inner: set[str] = set()
    for phrase in found:
        parts = phrase.split(" ")
        ranges = [(i, j) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)]
        inner.update(" ".join(parts[i:j]) for i, j in ranges if j - i < len(parts))
    return math.fsum(min(STRONGEST, traces.weights[phrase]) for phrase in found - inner)


def _grammar(text: str) -> float:
    """Evidence of what a table of synonyms does to grammar, and of its own syntax."""
    pairs = _ARTICLE.findall(text)
    articles = sum(1 for article, word in pairs if word.islower() and article.lower() != indefinite_article(word))
    doubled = sum(1 for _ in _DOUBLED.finditer(text))
    counts = ((ARTICLE, articles), (DOUBLED, doubled), (SYNTAX, len(residue.find(text))))
    return math.fsum(odds * min(count, most) for (odds, most), count in counts)


def _commonest(text: str, words: float) -> float:
    """Log odds for spinning from how many of the commonest words are there (a Poisson ratio, bounded)."""
    seen = sum(1 for word in text.lower().split() if word.strip(".,;:!?\"“”()") in COMMON)
    odds = COMMON_WEIGHT * (seen * math.log(COMMON_LEFT) + COMMON_SHARE * words * (1 - COMMON_LEFT))
    low, high = COMMON_LIMITS
    return low if odds < low else min(odds, high)
