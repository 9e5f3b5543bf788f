"""Words cut at a line end by a hyphen, and paragraphs that were wrapped by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from textrepair.edits import Edit
from textrepair.frequency import zipf

# The hyphen comes first in the search: a pattern that began with a word would try every word of the text.
_CUT = re.compile(r"([-‐][ \t]{0,20}\n[ \t]{0,20})([^\W\d_]{2,30})(?![\w\-‐])")
_LAST_WORD = re.compile(r"(?<![\w\-‐])[^\W\d_]{2,30}\Z")

# Zipf scale: 3 is one in a million words. A closed form this common is how the word is written.
_KNOWN = 3.0
_KNOWN_COMPOUND = 3.5
_MARGIN = 1.0


def hyphen_edits(text: str, language: str = "en") -> list[Edit]:
    r"""Join words that a hyphen cuts at a line end, if their frequencies say that they are one word.

    The joined word must be common. If both halves are words themselves ("on-/line", "well-/known"), it must be so
    common that the closed form is the established one; a rare closed form ("wellknown") speaks for the hyphen.

    Args:
        text: the text.
        language: whose frequencies count; without a word list for it nothing is joined.

    >>> [(edit.start, edit.before) for edit in hyphen_edits("for exam-\nple a well-\nknown man")]
    [(8, '-\n')]
    """
    if "-" not in text and "‐" not in text:
        return []
    edits = []
    for match in _CUT.finditer(text):
        start, end = match.span(1)
        first = _LAST_WORD.search(text[max(0, start - 31) : start])
        confidence = _joined_confidence(first.group(), match.group(2), language) if first else 0.0
        if confidence:
            edits.append(Edit(start, end, match.group(1), "", "spacing.hyphen", "spacing", confidence))
    return edits


def _joined_confidence(first: str, second: str, language: str) -> float:
    same_case = second.islower() or (first.isupper() and second.isupper())
    if not same_case:
        return 0.0
    first, second = first.lower(), second.lower()
    try:
        joined = zipf(first + second, language)
        halves = (zipf(first, language), zipf(second, language))
    except LookupError:
        return 0.0
    if joined < _KNOWN:
        return 0.0
    # wordfreq knows many fragments as rare words, so a half counts as a word only if it is nearly as common as both.
    if min(halves) < joined - _MARGIN or min(halves) < 2.0:
        return 0.95
    return 0.85 if joined >= _KNOWN_COMPOUND else 0.0


_NARROW, _WIDE = 40, 120  # columns between which people and programs wrap
_LIST_ITEM = re.compile(r"[-*•·–—>|#+]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})[.)]\s|\s")
_NO_PROSE = re.compile(r"[{}<>|\\=]|\S {2}|\t|:\Z")

Block = list[tuple[int, str]]  # place and text of each line of a paragraph


def unwrap_edits(text: str) -> list[Edit]:
    r"""Join the lines of paragraphs that were wrapped at a fixed width.

    A break belongs to the wrapping if the first word of the next line would not have fitted any more. Paragraphs in
    which that is not so (verse, lists, addresses), and those with tables or code, stay. A paragraph of two lines is too
    short to show its width; it is joined if it agrees with the width of the others.

    >>> block = "a line of some forty-five columns, no more,\nand then another line that is as long as\nand an end."
    >>> [(edit.start, edit.after) for edit in unwrap_edits(block)]
    [(43, ' '), (84, ' ')]
    """
    blocks = [block for block in _blocks(text) if not any(_NO_PROSE.search(line.rstrip()) for _, line in block)]
    wrapped = [block for block in blocks if len(block) > 2 and _wrapped(block)]
    if not wrapped:
        return []
    width = max(len(line) for block in wrapped for _, line in block)
    wrapped += [
        block
        for block in blocks
        if len(block) == 2 and len(block[0][1]) <= width and not _fits(block[0], block[1], width)
    ]
    return sorted((edit for block in wrapped for edit in _unwrapped(block)), key=lambda edit: edit.start)


def _blocks(text: str) -> Iterator[Block]:
    block: Block = []
    at = 0
    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append((at, line))
        elif block:
            yield block
            block = []
        at += len(line) + 1


def _fits(line: tuple[int, str], following: tuple[int, str], width: int) -> bool:
    """Whether the first word of the following line would have fitted into this one."""
    return len(line[1]) + 1 + len(following[1].split(None, 1)[0]) <= width


def _wrapped(block: Block) -> bool:
    width = max(len(line) for _, line in block)
    if not _NARROW <= width <= _WIDE or min(len(line) for _, line in block[:-1]) < width * 0.6:
        return False
    # Whatever the width was, a line that ends early by more than the next word was ended by its author.
    return sum(_fits(line, following, width) for line, following in pairwise(block)) <= (len(block) - 1) // 10


def _unwrapped(block: Block) -> Iterator[Edit]:
    width = max(len(line) for _, line in block)
    for (start, line), (_, following) in pairwise(block):
        early = len(block) > 2 and _fits((start, line), (0, following), width)
        if not early and not _LIST_ITEM.match(following):
            at = start + len(line)
            new = "" if line.endswith(("-", "‐", "—", "–")) else " "
            yield Edit(at, at + 1, "\n", new, "spacing.unwrap", "spacing", 0.85)
