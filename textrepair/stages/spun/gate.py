"""The gate: is this document spun at all? No word is substituted before that is clear.

Evidence of several independent kinds is added up as log odds: distinct phrases that spinners write and people hardly
do, the absence of the commonest words, broken articles, doubled words, and the spinner's own syntax left in the text.
Clean text shows single traces too, the more the longer it is; so a rate has to be passed, not only a sum.
"""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass

import ahocorasick_rs

from textrepair.stages.spun.table import PLAIN, Table
from textrepair.text import indefinite_article, matches

# Traces with a smaller log ratio than this occur too often in clean text to be looked for in every document.
LOOKED_FOR = 0.3
STRONGEST = 4.0  # no single phrase may say more than this
# A clean document of n words reaches about RATE * n / 100 + START at the very most. Measured on the held-out tenth of
# 25 corpora of edited and unedited English; see the benchmark ``gate``.
RATE = 3.5
START = 8.0
STEEPNESS = 0.6
# The first look: traces of at least this log ratio, how many of them there must be, and their sum for 100 words.
STRONG = 2.0
FEWEST_STRONG = 3
STRONG_RATE = 1.5

# Words that are so common in news and prose that a text of some length without them was changed by a machine. With the
# share of running words that they make up together in edited English.
COMMON = frozenset(
    [
        "said",
        "more",
        "but",
        "other",
        "two",
        "year",
        "while",
        "also",
        "only",
        "during",
        "including",
        "before",
        "government",
    ]
)
COMMON_SHARE = 0.0165
COMMON_LEFT = 0.1  # share of them that survives a spinner
COMMON_LIMITS = (-4.0, 4.0)

RESIDUE = re.compile(
    r"\{[a-z][a-z’']{0,20}(?: [a-z’']{1,20}){0,3}\}|\{[^{}\n|]{0,60}(?:\|[^{}\n|]{0,60}){1,20}\}|\(\*\d\*\)"
)
_ARTICLE = re.compile(r"\b([Aa]n?) (\w[\w’'-]{2,30})")
_DOUBLED = re.compile(r"\b(to|of|a|the|in|for) \1\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for spinning in one document.

    Attributes:
        probability: that the document is spun, 0 to 1.
        phrases: the traces found, as the dictionary has them.
        words: length of the document in words.
    """

    probability: float
    phrases: frozenset[str]
    words: int


class _Keyed:
    """A table as a key of the cache: by identity, since tables are themselves cached."""

    __slots__ = ("table",)

    def __init__(self, table: Table) -> None:
        self.table = table

    def __hash__(self) -> int:
        return id(self.table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.table is self.table


Search = tuple[ahocorasick_rs.AhoCorasick, list[str]]


@functools.lru_cache(maxsize=8)
def _searches(keyed: _Keyed) -> tuple[Search, Search, Search]:
    """Automata for the strong traces without capitals, for all of them, and for those with capitals."""
    weights = keyed.table.weights
    lower = sorted(spun for spun, weight in weights.items() if weight > LOOKED_FOR and spun == spun.lower())
    cased = sorted(spun for spun, weight in weights.items() if weight > LOOKED_FOR and spun != spun.lower())
    strong = [spun for spun in lower if weights[spun] > STRONG]
    dfa = ahocorasick_rs.Implementation.DFA
    first, second, third = (
        (ahocorasick_rs.AhoCorasick(phrases, implementation=dfa), phrases) for phrases in (strong, lower, cased)
    )
    return first, second, third


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


def weigh(text: str, table: Table) -> Evidence:
    """Weigh the evidence that a text is spun; linear in its length (code points)."""
    words = text.count(" ") + text.count("\n") + 1
    plain = text.translate(PLAIN) if "’" in text or "‘" in text else text
    folded = plain.lower()
    strong, lower, cased = _searches(_Keyed(table))
    found = _matches(strong, folded)
    # Clean text, nearly all there is, ends here: one scan for traces that it hardly ever has.
    if len(found) < FEWEST_STRONG or _sum(found, table) < STRONG_RATE * words / 100:
        return Evidence(0.0, frozenset(found), words)
    found |= _matches(lower, folded) | _matches(cased, plain)
    score = _sum(found, table)
    if score <= START:
        return Evidence(0.0, frozenset(found), words)
    score += _grammar(text) + _commonest(plain, words)
    odds = STEEPNESS * (score - RATE * words / 100 - START)
    return Evidence(1 / (1 + math.exp(-max(-50.0, min(50.0, odds)))), frozenset(found), words)


def _sum(found: set[str], table: Table) -> float:
    """Add up the weights of phrases; one inside a longer one is not independent evidence."""
    inner: set[str] = set()
    for phrase in found:
        parts = phrase.split(" ")
        ranges = [(i, j) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)]
        inner.update(" ".join(parts[i:j]) for i, j in ranges if j - i < len(parts))
    return math.fsum(min(STRONGEST, table.weights[phrase]) for phrase in found - inner)


def _grammar(text: str) -> float:
    """Evidence of what a table of synonyms does to grammar."""
    pairs = _ARTICLE.findall(text)
    articles = sum(1 for article, word in pairs if word.islower() and article.lower() != indefinite_article(word))
    doubled = sum(1 for _ in _DOUBLED.finditer(text))
    residue = sum(1 for _ in RESIDUE.finditer(text))
    return 1.5 * min(articles, 4) + 1.5 * min(doubled, 3) + 4.0 * min(residue, 2)


def _commonest(text: str, words: int) -> float:
    """Log odds for spinning from how many of the commonest words are there (a Poisson ratio, bounded)."""
    expected = COMMON_SHARE * words
    seen = sum(1 for word in text.lower().split() if word.strip('.,;:!?"“”()') in COMMON)
    odds = 0.3 * (seen * math.log(COMMON_LEFT) + expected * (1 - COMMON_LEFT))
    low, high = COMMON_LIMITS
    return low if odds < low else min(odds, high)
