"""Spans of a text, and which of them belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")


def patch(text: str, start: int, end: int, changes: Iterable[tuple[int, int, str]]) -> str:
    """Return `text[start:end]` with the changes (start, end, new text; sorted, offsets of `text`) carried out."""
    pieces: list[str] = []
    for change_start, change_end, new in changes:
        pieces += text[start:change_start], new
        start = change_end
    pieces.append(text[start:end])
    return "".join(pieces)


@dataclass(slots=True)
class Span(Generic[T]):
    """Something with a place in a text (code points, end exclusive)."""

    start: int
    end: int
    item: T
    insertion: bool = False  # inserted into the source: text put directly beside it has no place of its own there


def reach(olds: Sequence[Span[A]], news: Sequence[Span[B]]) -> tuple[int, int]:
    """Return where the first of some spans begins and the last one ends."""
    starts = [span.start for span in olds] + [span.start for span in news]
    ends = [span.end for span in olds] + [span.end for span in news]
    return min(starts), max(ends)


def clusters(
    old: Sequence[Span[A]], new: Sequence[Span[B]]
) -> Iterator[tuple[list[Span[A]], list[Span[B]]]]:
    """Group spans of one text that cannot be told apart in the source.

    `old` and `new` are each sorted and disjoint. A group is a run of spans that overlap; a point also belongs to a
    point of the other kind at the same place, and to an insertion that it touches.
    """
    order = [(span.start, span.end, True, i) for i, span in enumerate(old)]
    order += [(span.start, span.end, False, i) for i, span in enumerate(new)]
    # Points come before what begins at them: first the new ones, which belong to the old point or insertion there.
    order.sort(key=lambda entry: (entry[0], entry[0] < entry[1], entry[2] == (entry[0] == entry[1])))
    olds: list[Span[A]] = []
    news: list[Span[B]] = []
    first = last = -1
    for start, end, is_old, i in order:
        point = start == end
        joins = start < last or (
            start == last
            and (
                (is_old and point and bool(news) and news[-1].start == start)
                or (is_old and first == last and bool(news) and old[i].insertion)
                or (not is_old and point and bool(olds) and (first == last or olds[-1].insertion))
            )
        )
        if not joins:
            if olds or news:
                yield olds, news
            olds, news, first, last = [], [], start, end
        last = max(last, end)
        if is_old:
            olds.append(old[i])
        else:
            news.append(new[i])
    if olds or news:
        yield olds, news
