"""The table of substitutions: what a spun phrase may have been, and how likely it is that a word was left alone."""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from dataclasses import dataclass

from textrepair.dictionary import Dictionary, load_dictionary, load_user
from textrepair.frequency import context_model
from textrepair.text import PLAIN, lm_tokens, tokens

# The mined pages, which the counts of the dictionary come from: how many, and about how many words were read of each.
PAGES = 154
WORDS_PER_PAGE = 310

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
        forms: the original as the context model counts it.
    """

    original: str
    channel: float
    cased: bool
    spun: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The substitutions of one language.

    Attributes:
        readings: lower-case spun phrase → what it may stand for.
        heads: the beginnings, by words, of the spun phrases of several words.
        kept: every original in lower case → natural logarithm of P(left alone | it stood in the original).
    """

    readings: dict[str, tuple[Reading, ...]]
    heads: frozenset[str]
    kept: dict[str, float]


def key(phrase: str) -> str:
    """Return the form under which a phrase is looked up: lower case, plain apostrophes.

    >>> key("They’ve")
    "they've"
    """
    return phrase.translate(PLAIN).lower()


def dictionaries(language: str, user: tuple[str, ...]) -> list[Dictionary]:
    """Return the dictionaries of substitutions for a language, ours first; empty if we have none.

    Args:
        language: BCP 47 tag of the documents.
        user: paths of a user's dictionaries; those of the kind ``spun`` and of this language are used.

    Raises:
        DictionaryError: a user's dictionary cannot be used.
    """
    ours = load_dictionary("spun-en")
    if not ours.speaks(language):
        return []
    return [ours, *(extra for extra in map(load_user, user) if extra.kind == "spun" and extra.speaks(language))]


@functools.lru_cache(maxsize=8)
def load(language: str, user: tuple[str, ...] = ()) -> Table:
    """Return the table for a language; see `dictionaries` for the arguments and errors."""
    kept = {key(word): int(count) for word, count in load_dictionary("kept-en").rows}
    return build(dictionaries(language, user), kept)


def build(pairs: list[Dictionary], kept: dict[str, int]) -> Table:
    """Estimate the channel from counts of observed substitutions and of words seen unchanged.

    Args:
        pairs: dictionaries of the kind ``spun``.
        kept: lower-case word → how often it was seen unchanged on a spun page.
    """
    counts: dict[tuple[str, str], float] = defaultdict(float)
    for dictionary in pairs:
        for spun, original, seen_times, _, evidence, *_ in dictionary.rows:
            counts[spun, original] += int(seen_times) * (1.0 if evidence == "P" else CONTEXT_ONLY)
    changed: dict[str, float] = defaultdict(float)
    for (_, original), times in counts.items():
        changed[key(original)] += times
    readings: dict[str, list[Reading]] = defaultdict(list)
    for (spun, original), count in counts.items():
        trials = changed[key(original)] + kept.get(key(original), 0) + KEPT_TRIALS
        conditional = math.log(count / trials)
        joint = math.log(count / (PAGES * WORDS_PER_PAGE)) - _alone(original)
        channel = (1 - JOINT) * conditional + JOINT * min(0.0, joint)
        readings[key(spun)].append(Reading(original, channel, spun != spun.lower(), spun, tuple(lm_tokens(original))))
    left = {}
    for phrase, times in changed.items():
        seen = kept.get(phrase, 0)
        left[phrase] = math.log(max(KEPT_FLOOR, (seen + KEPT_SEEN) / (seen + times + KEPT_TRIALS)))
    heads = frozenset(phrase[: token.end] for phrase in readings for token in tokens(phrase)[:-1])
    return Table({phrase: tuple(found) for phrase, found in readings.items()}, heads, left)


def _alone(phrase: str) -> float:
    """Log probability of a phrase without context."""
    model = context_model()
    state: tuple[str, ...] = ()
    total = 0.0
    for form in lm_tokens(phrase):
        total += model.logprob(form, state)
        state = (*state[-1:], form)
    return total
