"""Ordinary blanks: runs of them inside a line, at its end, blank lines, and blanks before punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textrepair.edits import Edit

_BLANK_LINES = re.compile(r"\n{3,}")


def trailing_edits(text: str) -> list[Edit]:
    r"""Delete blanks and tabs at the end of lines.

    >>> [(edit.start, edit.before) for edit in trailing_edits("one \ntwo")]
    [(3, ' ')]
    """
    if " \n" not in text and "\t\n" not in text and not text.endswith((" ", "\t")):
        return []
    edits = []
    at = 0
    # Going from line end to line end: a pattern would look at each long run of blanks inside a line many times.
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        start = end
        while start > at and text[start - 1] in " \t":
            start -= 1
        if start < end:
            edits.append(Edit(start, end, text[start:end], "", "spacing.trailing", "spacing", 0.98))
        at = end + 1
    return edits


def blank_line_edits(text: str) -> list[Edit]:
    r"""Leave one blank line where there are several.

    >>> [(edit.start, edit.before) for edit in blank_line_edits("one\n\n\ntwo")]
    [(5, '\n')]
    """
    if "\n\n\n" not in text:
        return []
    return [
        Edit(match.start() + 2, match.end(), match.group()[2:], "", "spacing.blank-lines", "spacing", 0.95)
        for match in _BLANK_LINES.finditer(text)
    ]


_GAP = re.compile(r"[ \t]{2,}|\t")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_CODE = re.compile(
    r"[{};]\Z|^(?: {4,}|\t)|^\s*(?:#include|def |class |import |return |//|/\*|\$ |>>> )|[=<>|+\\]{2}| = |\|"
)
_SENTENCE_END = frozenset(".!?:;…\"'”’)]»")
_MARKER = re.compile(r"[ \t]*(?:\(?\w{1,4}[.):]|[-*•·+–—>#]{1,3})")
_NEAR = 200  # columns: text in columns is never wider
_CELL = 40


def blank_edits(text: str) -> list[Edit]:
    """Make one blank of a run of blanks and tabs inside a line.

    Runs that put text into columns stay: in lines that are made of short pieces, in lines whose gaps stand under one
    another, in code. Blanks at the start of a line are never touched.

    >>> [(edit.start, edit.before) for edit in blank_edits("The  end.")]
    [(4, ' ')]
    """
    if "  " not in text and "\t" not in text:
        return []
    edits: list[Edit] = []
    fenced = False
    for start, line, gaps, columns in _lines_with_gaps(text):
        if _FENCE.match(line):
            fenced = not fenced
        if fenced or not gaps:
            continue
        if _CODE.search(line) or _row(line, gaps):
            continue
        for begin, end in gaps:
            if end >= _NEAR or not (begin in columns or -end in columns):
                edits.append(_blank(start + begin, line[begin:end], _gap_confidence(line, begin, end)))
    return edits


def _blank(start: int, before: str, confidence: float) -> Edit:
    if before[0] == " ":
        return Edit(start + 1, start + len(before), before[1:], "", "spacing.blanks", "spacing", confidence)
    return Edit(start, start + len(before), before, " ", "spacing.blanks", "spacing", confidence)


def _gap_confidence(line: str, begin: int, end: int) -> float:
    if begin <= 8 and _MARKER.fullmatch(line[:begin]):
        return 0.4  # "1.  An item": lists are often lined up in this way
    if not (line[begin - 1].isalnum() or line[end].isalnum()) and line[begin - 1] not in _SENTENCE_END:
        return 0.4  # a line drawn with signs
    if line[begin - 1] in _SENTENCE_END:
        return 0.95 if end - begin <= 3 else 0.85
    if "\t" in line[begin:end]:
        return 0.85 if len(line) > 2 * _CELL and begin > 8 else 0.4
    if end - begin >= 4 and len(line) < 2 * _CELL:
        return 0.4  # a caesura, a date at the margin, two columns
    return 0.92


def _gaps(line: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in _GAP.finditer(line)]
    return [(begin, end) for begin, end in spans if begin > 0 and end < len(line)]


def _row(line: str, gaps: list[tuple[int, int]]) -> bool:
    """Whether a line looks like a row of a table: short pieces, parted by wide gaps."""
    wide = [gap for gap in gaps if gap[1] - gap[0] >= 3 or "\t" in line[gap[0] : gap[1]]]
    if len(wide) < 2 and not (wide and len(gaps) >= 2):
        return False
    at = 0
    for begin, end in [*gaps, (len(line), len(line))]:
        if begin - at > _CELL:
            return False
        at = end
    return True


def _lines_with_gaps(text: str) -> Iterator[tuple[int, str, list[tuple[int, int]], frozenset[int]]]:
    """Yield place, text and gaps of each line, with the columns at which gaps of its neighbours begin or end.

    A column at which a gap ends is given as a negative number, to tell it from one at which a gap begins.
    """
    start = 0
    lines = []
    for line in text.split("\n"):
        lines.append((start, line, _gaps(line) if "  " in line or "\t" in line else []))
        start += len(line) + 1
    for number, (start, line, gaps) in enumerate(lines):
        columns: set[int] = set()
        if gaps:
            for near in (number - 1, number + 1):
                if 0 <= near < len(lines):
                    for begin, end in lines[near][2]:
                        if end < _NEAR:
                            columns |= {begin, -end}
        yield start, line, gaps, frozenset(columns)


_BEFORE_MARK = re.compile(r"(?<=[^\W_]|[)\]”’\"'%])( )(?=[,.;:!?](?:[ \n”’\"')\]]|\Z))")
_FRENCH = re.compile(r"\b(?:les|des|une|est|dans|pour|que|qui|sur|avec)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|and|of|to|is|was|that|with|for)\b", re.IGNORECASE)
_SAMPLE = 20_000
_NO_SENTENCE = re.compile(r"[{}<>=|\\`_#^~\t]|  ")


def mark_edits(text: str) -> list[Edit]:
    """Delete the blank before a comma, full stop or other mark, where it is certain that none belongs there.

    French puts a blank before ; : ! and ?, so these need a text that is English. Spaced ellipses, smileys, decimals,
    names such as .NET, lists of numbers and code stay.

    >>> [(edit.start, edit.before) for edit in mark_edits("the end , of it")]
    [(7, ' ')]
    """
    if not any(mark in text for mark in (" ,", " .", " ;", " :", " !", " ?")):
        return []
    edits = []
    english: bool | None = None
    for match in _BEFORE_MARK.finditer(text):
        start, end = match.span(1)
        mark = text[end]
        if mark in ";:!?":
            english = _english(text) if english is None else english
        confidence = _mark_confidence(text, start, end, bool(english))
        if confidence:
            edits.append(Edit(start, end, match.group(1), "", "spacing.before-comma", "spacing", confidence))
    return edits


def _english(text: str) -> bool:
    sample = text[:_SAMPLE]
    english, french = len(_ENGLISH.findall(sample)), len(_FRENCH.findall(sample))
    return english >= 1 and english > 2 * french


def _mark_confidence(text: str, start: int, end: int, english: bool) -> float:
    mark = text[end]
    near = text[max(0, start - 40) : end + 40]
    before, after = text[start - 1], text[end + 1 : end + 3]
    if _NO_SENTENCE.search(near):
        return 0.0
    if before.isdigit() and after.strip()[:1].isdigit():
        return 0.0
    if mark == ",":
        return 0.93
    if mark == ".":
        word = text[max(0, start - 2) : start]
        if "." in after or not (word.islower() or before in ")]”’\"'"):
            return 0.0
        follows = text[end + 1 : end + 3].strip(" \n”’\"')]")
        return 0.88 if not follows or follows[0].isupper() else 0.5
    if not english or before in "\"'" or (mark in ":;" and after.strip()[:1] in ("(", ")")):
        return 0.0
    if mark in "!?" and after.lstrip(" \n”’\"')]")[:1].islower():
        return 0.0  # "press the ? key"
    if mark == "?" and (not before.isalpha() or after[:1] == " "):
        return 0.6  # it may stand for a dash that an encoding lost: "COLOMBO (AFP) ? The minister"
    return {";": 0.85, ":": 0.6, "!": 0.85, "?": 0.85}[mark]
