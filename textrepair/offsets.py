"""Positions of an input and of its repaired text, mapped onto each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from textrepair.edits import Edit

Side = Literal["left", "right"]


class OffsetMap:
    """Maps positions between an input and its repaired text, both ways.

    A *position* is a gap between code points, 0 to the length of the text. Outside of edits the two maps are inverse to
    each other. Inside an edit there is no true counterpart: a position strictly inside replaced or deleted text, or at
    a point where text was inserted or deleted, sticks to the ``left`` end of the counterpart or, with
    ``side="right"``, to its right end.

    Args:
        edits: sorted and disjoint.
        length: code points of the input; positions behind its end are refused. If it is left out, they are taken.

    >>> from textrepair.edits import Edit
    >>> offsets = OffsetMap([Edit(1, 3, "  ", " ", "spacing.blanks", "spacing")], length=4)
    >>> offsets.to_text(4), offsets.to_text(2), offsets.to_text(2, "right")
    (3, 1, 2)
    """

    __slots__ = ("_ends", "_source_ends", "_source_starts", "_text_ends", "_text_starts")

    def __init__(self, edits: Iterable[Edit], length: int | None = None) -> None:
        self._source_starts: list[int] = []
        self._source_ends: list[int] = []
        self._text_starts: list[int] = []
        self._text_ends: list[int] = []
        shift = 0
        for edit in edits:
            self._source_starts.append(edit.start)
            self._source_ends.append(edit.end)
            self._text_starts.append(edit.start + shift)
            shift += len(edit.after) - (edit.end - edit.start)
            self._text_ends.append(edit.end + shift)
        self._ends = (None, None) if length is None else (length, length + shift)

    def to_text(self, offset: int, side: Side = "left") -> int:
        """Map a position from the input to the repaired text.

        Args:
            offset: a position in the input, in code points, 0 to its length.
            side: which end of the counterpart a position inside an edit sticks to.

        Returns:
            The position in the repaired text, in code points.

        Raises:
            IndexError: the position is outside of the input.
            ValueError: `side` is neither ``left`` nor ``right``.

        >>> from textrepair.edits import Edit
        >>> OffsetMap([Edit(1, 3, "  ", " ", "spacing.blanks", "spacing")]).to_text(3)
        2
        """
        _check(offset, side, self._ends[0], "input")
        return _map(offset, side, self._source_starts, self._source_ends, self._text_starts, self._text_ends)

    def to_source(self, offset: int, side: Side = "left") -> int:
        """Map a position from the repaired text to the input.

        Args:
            offset: a position in the repaired text, in code points, 0 to its length.
            side: which end of the counterpart a position inside an edit sticks to.

        Returns:
            The position in the input, in code points.

        Raises:
            IndexError: the position is outside of the repaired text.
            ValueError: `side` is neither ``left`` nor ``right``.

        >>> from textrepair.edits import Edit
        >>> OffsetMap([Edit(1, 3, "  ", " ", "spacing.blanks", "spacing")]).to_source(2)
        3
        """
        _check(offset, side, self._ends[1], "repaired text")
        return _map(offset, side, self._text_starts, self._text_ends, self._source_starts, self._source_ends)


def _check(offset: int, side: str, end: int | None, what: str) -> None:
    if side not in get_args(Side):
        raise ValueError(f"side: {side!r} is not 'left' or 'right'")
    if offset < 0 or (end is not None and offset > end):
        raise IndexError(f"position {offset} is outside of the {what}{'' if end is None else f' (0 to {end})'}")


def _map(
    offset: int,
    side: Side,
    starts: Sequence[int],
    ends: Sequence[int],
    other_starts: Sequence[int],
    other_ends: Sequence[int],
) -> int:
    # Left: the first edit that reaches the position decides; right: the last one that begins at or before it.
    if side == "left":
        i = bisect_left(ends, offset)
        if i < len(starts) and starts[i] <= offset:
            return other_ends[i] if starts[i] < offset == ends[i] else other_starts[i]
        i -= 1
    else:
        i = bisect_right(starts, offset) - 1
        if i >= 0 and offset <= ends[i]:
            return other_starts[i] if offset == starts[i] < ends[i] else other_ends[i]
    return offset if i < 0 else offset - ends[i] + other_ends[i]
