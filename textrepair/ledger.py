"""The ledger: composes the edits of one stage after another back onto the input.

See `textrepair.edits` for what a merged edit is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from textrepair.edits import Edit, Part, Suggestion, apply_edits
from textrepair.spans import Span, clusters, patch, reach


@dataclass(slots=True)
class _Entry:
    """A composed change of the ledger: its place in the source, and the steps that made it."""

    start: int
    before: str
    after: str
    parts: tuple[Part, ...]

    def length_before(self, layer: int) -> int:
        """Length of this region before the steps of a layer."""
        return len(self.before) + sum(len(p.after) - len(p.before) for p in self.parts if p.layer < layer)

    def edit(self) -> Edit:
        last = self.parts[-1]
        return Edit(
            self.start,
            self.start + len(self.before),
            self.before,
            self.after,
            last.rule,
            last.category,
            min(part.confidence for part in self.parts),
            self.parts if len(self.parts) > 1 else (),
        )


class Ledger:
    """Composes the edits of one stage after another back onto the input.

    >>> ledger = Ledger("a  b")
    >>> ledger.apply([Edit(1, 3, "  ", " ", "spacing.blanks", "spacing")])
    >>> ledger.apply([Edit(2, 3, "b", "c", "spun.en:b", "spun")])
    >>> ledger.text, [(edit.start, edit.end, edit.after) for edit in ledger.edits()]
    ('a c', [(1, 3, ' '), (3, 4, 'c')])
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = source
        self._entries: list[_Entry] = []
        self._layer = 0

    def edits(self) -> tuple[Edit, ...]:
        """All changes so far, sorted and disjoint, offsets of the source."""
        return tuple(entry.edit() for entry in self._entries)

    def apply(self, edits: Sequence[Edit]) -> None:
        """Add the edits of one stage.

        Args:
            edits: sorted and disjoint, offsets of `text`, the text that the stage was given.

        Raises:
            ValueError: the edits overlap or do not fit `text`.
        """
        edits = [edit for edit in edits if edit.before != edit.after]
        if not edits:
            return
        text = apply_edits(self.text, edits)
        entries: list[_Entry] = []
        shift = 0  # source offset = text offset + shift, between the clusters
        for olds, news in clusters(self._spans(), [Span(edit.start, edit.end, edit) for edit in edits]):
            start, end = reach(olds, news)
            source_start = start + shift
            shift += sum(len(span.item.before) - (span.end - span.start) for span in olds)
            if not news:
                entries += (span.item for span in olds)
                continue
            before = self.source[source_start : end + shift]
            after = patch(self.text, start, end, [(s.start, s.end, s.item.after) for s in news])
            if before != after:  # steps that cancel out leave no change
                parts = (*_joined(source_start, olds), *self._steps(start, news))
                entries.append(_Entry(source_start, before, after, parts))
        self._entries, self.text = entries, text
        self._layer += 1

    def to_source(self, suggestions: Iterable[Suggestion]) -> list[Suggestion]:
        """Return suggestions made for `text` with the offsets of the source.

        Where a suggestion overlaps changes already made, it is widened to take them in.
        """
        spans = self._spans()
        starts = [span.start for span in spans]
        ends = [span.end for span in spans]
        shifts = [0]
        for span in spans:
            shifts.append(shifts[-1] + len(span.item.before) - (span.end - span.start))
        placed = []
        for suggestion in suggestions:
            first = bisect_right(ends, suggestion.start)
            behind = max(first, bisect_left(starts, suggestion.end))
            start = min([suggestion.start, *starts[first:behind]])
            end = max([suggestion.end, *ends[first:behind]])
            after = self.text[start : suggestion.start] + suggestion.after + self.text[suggestion.end : end]
            source_start, source_end = start + shifts[first], end + shifts[behind]
            before = self.source[source_start:source_end]
            placed.append(replace(suggestion, start=source_start, end=source_end, before=before, after=after))
        return placed

    def _spans(self) -> list[Span[_Entry]]:
        spans = []
        shift = 0
        for entry in self._entries:
            start = entry.start + shift
            spans.append(Span(start, start + len(entry.after), entry, insertion=not entry.before))
            shift += len(entry.after) - len(entry.before)
        return spans

    def _steps(self, start: int, news: Iterable[Span[Edit]]) -> list[Part]:
        return [
            Part(
                self._layer,
                span.start - start,
                span.end - start,
                span.item.before,
                span.item.after,
                span.item.rule,
                span.item.category,
                span.item.confidence,
            )
            for span in news
        ]


def _joined(source_start: int, spans: Sequence[Span[_Entry]]) -> list[Part]:
    """Bring the parts of several entries into the local offsets of the region that begins at `source_start`."""
    parts = []
    grown: dict[int, int] = {}  # layer -> how much the entries so far had grown before that layer
    layers = sorted({part.layer for span in spans for part in span.item.parts})
    for span in spans:
        entry = span.item
        offset = entry.start - source_start
        for part in entry.parts:
            shift = offset + grown.get(part.layer, 0)
            parts.append(replace(part, start=part.start + shift, end=part.end + shift))
        for layer in layers:
            grown[layer] = grown.get(layer, 0) + entry.length_before(layer) - len(entry.before)
    return sorted(parts, key=lambda part: (part.layer, part.start, part.end))
