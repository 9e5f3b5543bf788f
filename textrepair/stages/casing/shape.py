"""The case of a whole text, and edits that change nothing but case."""

from __future__ import annotations

import re
from collections.abc import Iterable

from textrepair.edits import Edit, apply_edits

CATEGORY = "casing"
# Below this many letters "upper" and "lower" say nothing: a heading, a label, a password.
MIN_LETTERS = 60
MIN_WORDS = 10
# Edited English has 2 to 6 % capitals; a text in capitals keeps a few small letters ("McDONALD", "iPhone").
LOWER_SHARE = 0.002
UPPER_SHARE = 0.95
_UPPER = bytes(range(65, 91))
_LOWER = bytes(range(97, 123))
_NOT_UPPER = bytes(b for b in range(256) if b not in _UPPER)
_NOT_LOWER = bytes(b for b in range(256) if b not in _LOWER)
_ASCII = re.compile(r"[\x00-\x7f]+")


def letter_counts(text: str) -> tuple[int, int]:
    """Return how many capital and how many small letters a text has, of all scripts that have both."""
    data = text.encode("ascii", "ignore")
    upper, lower = len(data.translate(None, _NOT_UPPER)), len(data.translate(None, _NOT_LOWER))
    if len(data) < len(text):
        others = _ASCII.sub("", text)
        upper += sum(map(str.isupper, others))
        lower += sum(map(str.islower, others))
    return upper, lower


def letter_case(text: str) -> str:
    """Say whether a whole text is in one case: ``upper``, ``lower`` or ``mixed``.

    Short texts are always ``mixed``: they say nothing.

    >>> letter_case("THE MINISTERS MET IN THE CAPITAL ON MONDAY AND TALKED ABOUT GRAIN, OIL AND PEACE.")
    'upper'
    >>> letter_case("The ministers met.")
    'mixed'
    """
    upper, lower = letter_counts(text)
    total = upper + lower
    if total < MIN_LETTERS or len(text[:4096].split(None, MIN_WORDS)) < MIN_WORDS:
        return "mixed"
    if upper >= UPPER_SHARE * total:
        return "upper"
    return "lower" if upper <= LOWER_SHARE * total else "mixed"


def edit(text: str, start: int, end: int, after: str, rule: str, confidence: float) -> Edit | None:
    """Make an edit of the whole words that really change; nothing if none does or if a length would change."""
    before = text[start:end]
    if before == after or len(before) != len(after):
        return None
    first = next(i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b)
    last = next(i for i in range(len(before) - 1, -1, -1) if before[i] != after[i])
    while first and not before[first - 1].isspace():
        first -= 1
    while last + 1 < len(before) and not before[last + 1].isspace():
        last += 1
    changed = slice(first, last + 1)
    rule = f"{CATEGORY}.{rule}"
    return Edit(start + first, start + last + 1, before[changed], after[changed], rule, CATEGORY, confidence)


def disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """Sort edits and keep, of those that overlap, the one that came first in the iterable."""
    kept: list[Edit] = []
    for _, new in sorted(enumerate(edits), key=lambda item: (item[1].start, item[0])):
        while kept and new.start < kept[-1].end:
            old = kept[-1]
            if (old.confidence, old.end - old.start) >= (new.confidence, new.end - new.start):
                break
            kept.pop()
        else:
            kept.append(new)
    return kept


def merge(text: str, rounds: list[list[Edit]]) -> tuple[str, list[Edit]]:
    """Apply rounds of edits that keep all lengths, and state them as one list for the text that the first saw.

    Args:
        text: the text.
        rounds: each sorted and disjoint, and made for what the round before it left.

    Returns:
        The text afterwards, and sorted disjoint edits; where rounds overlap, the rule is that of the first and the
        confidence the lowest.
    """
    current = text
    for edits in rounds:
        current = apply_edits(current, edits)
    if len(rounds) == 1:
        return current, rounds[0]
    spans: list[Edit] = []
    everything = [new for edits in rounds for new in edits]
    for new in sorted(everything, key=lambda new: new.start):
        if spans and new.start < spans[-1].end:
            old = spans.pop()
            end = max(old.end, new.end)
            new = Edit(old.start, end, "", "", old.rule, CATEGORY, min(old.confidence, new.confidence))
        spans.append(new)
    made = [edit(text, s.start, s.end, current[s.start : s.end], s.rule.partition(".")[2], s.confidence) for s in spans]
    return current, [new for new in made if new is not None]
