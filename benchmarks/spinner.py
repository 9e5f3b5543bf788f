"""Spin clean text as the observed spinner does, to get damaged documents whose originals are known exactly.

One substitute for each original in a document, every occurrence changed, longest phrase first, a capital on the first
word only. What real spinners do beyond the table (entries that nobody has seen yet) cannot be imitated: recall on
such text is an upper bound.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass

from textrepair.edits import Edit, OffsetMap, apply_edits
from textrepair.stages.spun.table import key
from textrepair.text import tokens, upper_first

Pairs = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Spun:
    """A spun document: the text, and for every place of it the text of the original."""

    original: str
    text: str
    edits: tuple[Edit, ...]  # original → spun

    def gold(self, start: int, end: int, offsets: OffsetMap) -> str:
        """The original of a span of the spun text (code points)."""
        return self.original[offsets.to_source(start, "left") : offsets.to_source(end, "right")]


def pairs_of(rows: list[tuple[str, ...]]) -> Pairs:
    """Index rows (spun, original, count, ...) by original."""
    pairs: Pairs = defaultdict(list)
    for spun, original, count, *_ in rows:
        pairs[original].append((spun, float(count)))
    return dict(pairs)


def spin(text: str, pairs: Pairs, seed: int, rate: float = 0.9) -> Spun:
    """Spin a text: each original is in this document's table with probability `rate`."""
    chance = random.Random(seed)
    chosen: dict[str, str | None] = {}
    edits = []
    at = 0
    words = tokens(text)
    i = 0
    while i < len(words):
        for j in range(min(len(words), i + 5), i, -1):
            phrase = text[words[i].start : words[j - 1].end]
            entry = phrase if phrase in pairs else key(phrase)
            if entry not in pairs or words[i].start < at or "\n" in phrase:
                continue
            if entry not in chosen:
                options = pairs[entry]
                pick = chance.choices([s for s, _ in options], [c for _, c in options])[0]
                chosen[entry] = pick if chance.random() < rate else None
            spun = chosen[entry]
            if spun is None:
                continue
            after = upper_first(spun) if phrase[0].isupper() else spun
            if after != phrase:
                edits.append(Edit(words[i].start, words[j - 1].end, phrase, after, "spin", "spin"))
            at = words[j - 1].end
            i = j - 1
            break
        i += 1
    return Spun(text, apply_edits(text, edits), tuple(edits))
