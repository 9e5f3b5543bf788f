"""The table of substitutions: what a spun phrase may have been, and how likely it is that a word was left alone."""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from textrepair.dictionary import Dictionary, load_dictionary
from textrepair.frequency import context_model
from textrepair.text import lm_tokens

# Observations of the mined pages, which the counts of the dictionary come from: pages, and words read on each.
PAGES = 154
WORDS_PER_PAGE = 310

PLAIN = str.maketrans({"’": "'", "‘": "'"})

# A word that has entries of its own in the spinner's dictionary is hardly ever left alone; smoothing for words with few
# observations. A word without a known entry usually has none: the mined table is only a part of the spinner's.
KEPT_SEEN = 0.25
KEPT_TRIALS = 1.0
KEPT_UNKNOWN = 0.85
KEPT_FLOOR = 0.02
# A pair that was read from its context instead of lined up with the original counts a little less.
CONTEXT_ONLY = 0.8


# How much of the channel comes from the joint frequency of a pair on the mined pages rather than from its share among
# the observations of its original: the share says little for an original seen once.
JOINT = 0.4


@dataclass(frozen=True, slots=True)
class Reading:
    """One original that a spun phrase may stand for.

    Attributes:
        original: the text that the spinner took, with the capitals of a name if it is one.
        channel: natural logarithm of P(spun | original, this spinner).
        cased: whether the spun phrase counts only with the capitals of the dictionary.
        spun: the spun phrase as the dictionary has it.
    """

    original: str
    channel: float
    cased: bool
    spun: str


@dataclass(frozen=True, slots=True)
class Table:
    """The substitutions of one language.

    Attributes:
        readings: lower-case spun phrase → what it may stand for.
        longest: number of words of the longest spun phrase.
        kept: lower-case word or phrase → natural logarithm of P(left alone | it stood in the original).
        originals: every original in lower case → the spun phrases that it became.
        weights: spun phrase (as the dictionary has it) → log ratio of its chance to stand in a spun page and in a page
            of clean text of the same length.
    """

    readings: dict[str, tuple[Reading, ...]]
    longest: int
    kept: dict[str, float]
    originals: dict[str, frozenset[str]]
    weights: dict[str, float]


def key(phrase: str) -> str:
    """Return the form under which a phrase is looked up."""
    return phrase.translate(PLAIN).lower()


@functools.lru_cache(maxsize=8)
def load(language: str, user: tuple[str, ...] = ()) -> Table | None:
    """Return the table for a language (with a user's own dictionaries of the kind ``spun``), or None if there is none.

    Raises:
        DictionaryError: a user's dictionary cannot be used.
    """
    if not language.lower().startswith("en"):
        return None
    pairs = [load_dictionary("spun-en")]
    pairs += [extra for extra in map(load_dictionary, user) if extra.kind == "spun"]
    kept = {key(word): int(count) for word, count in load_dictionary("kept-en").rows}
    return build(pairs, kept)


def _rows(pairs: list[Dictionary]) -> Iterator[tuple[str, str, float, int, float]]:
    for dictionary in pairs:
        words = float(dictionary.header.get("clean-words", 0)) or 1e8
        clean = dictionary.column("clean")
        for (spun, original, count, pages, evidence, *_), seen in zip(dictionary.rows, clean, strict=True):
            weight = int(count) * (1.0 if evidence == "P" else CONTEXT_ONLY)
            yield spun, original, weight, int(pages), float(seen or 0) / words


def _alone(phrase: str) -> float:
    """Log probability of a phrase without context."""
    model = context_model()
    state: tuple[str, ...] = ()
    total = 0.0
    for form in lm_tokens(phrase):
        total += model.logprob(form, state)
        state = (*state[-1:], form)
    return total


def build(pairs: list[Dictionary], kept: dict[str, int]) -> Table:
    """Estimate the channel from counts of observed substitutions and of words seen unchanged."""
    rows = list(_rows(pairs))
    changed: dict[str, float] = defaultdict(float)
    became: dict[str, set[str]] = defaultdict(set)
    pages: dict[str, int] = defaultdict(int)
    clean: dict[str, float] = {}
    for spun, original, count, seen_on, rate in rows:
        changed[key(original)] += count
        became[key(original)].add(key(spun))
        pages[spun] += seen_on
        clean[spun] = rate
    readings: dict[str, list[Reading]] = defaultdict(list)
    for spun, original, count, _, _ in rows:
        trials = changed[key(original)] + kept.get(key(original), 0) + KEPT_TRIALS
        conditional = math.log(count / trials)
        joint = math.log(count / (PAGES * WORDS_PER_PAGE)) - _alone(original)
        channel = (1 - JOINT) * conditional + JOINT * min(0.0, joint)
        readings[key(spun)].append(Reading(original, channel, spun != spun.lower(), spun))
    left = {}
    for phrase, count in changed.items():
        seen = kept.get(phrase, 0)
        left[phrase] = math.log(max(KEPT_FLOOR, (seen + KEPT_SEEN) / (seen + count + KEPT_TRIALS)))
    weights = {}
    for spun, seen_on in pages.items():
        on_spun = min(0.99, 0.8 * seen_on / PAGES)
        on_clean = -math.expm1(-(clean[spun] + 1e-8) * 2 * WORDS_PER_PAGE)
        weights[spun] = math.log(on_spun / on_clean)
    longest = max((len(phrase.split()) for phrase in readings), default=0)
    return Table(
        {phrase: tuple(found) for phrase, found in readings.items()},
        longest,
        left,
        {original: frozenset(spun) for original, spun in became.items()},
        weights,
    )
