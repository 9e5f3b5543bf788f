r"""Line breaks: every kind of them becomes a line feed.

U+0085 (NEXT LINE) is a special case. In text from the web it is hardly ever a line break: it is a byte of a character
that was decoded wrongly (``â\x80\x85``, ``Ã\x85``), or an ellipsis of Windows-1252 that was read as Latin-1, and
both belong to the encoding stage. It counts as a line break only where all of this holds: no other C1 control is in
the text (these would mean Windows-1252), it directly follows the end of a sentence in ASCII punctuation, and what
follows it begins a new one without a blank.
"""

from __future__ import annotations

import re

from textrepair.edits import Edit
from textrepair.stages.base import NOTHING, Context, Findings

_BREAK = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_OTHER_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_NEXT_LINE = re.compile("(?<=[.!?:;\"')\\]])\x85+(?=[A-Z0-9\"'(\\[\r\n\x0b\x0c\u2028\u2029]|\\Z)")

_MARKS = "\r\x0b\x0c\u2028\u2029\x85"
_RULES = {
    "\r\n": ("crlf", 1.0),
    "\r": ("cr", 0.97),
    "\x0b": ("vertical-tab", 0.95),
    "\x0c": ("form-feed", 0.95),
    "\u2028": ("line-separator", 0.97),
    "\u2029": ("paragraph-separator", 0.97),
}


class LineBreaks:
    r"""Turns CRLF, CR, VT, FF, U+2028, U+2029 and, where it can be nothing else, U+0085 into line feeds.

    Each is one line feed: a paragraph separator too, so that the number of lines stays what it was.
    The stage does nothing if the configuration has ``encoding.fix_line_breaks`` off.

    >>> from textrepair.config import RepairConfig
    >>> stage = LineBreaks()
    >>> edits = stage.fix("a\r\nb", stage.detect("a\r\nb", Context(RepairConfig())))
    >>> [(edit.start, edit.before, edit.after, edit.rule) for edit in edits]
    [(1, '\r', '', 'linebreaks.crlf')]
    """

    name = "linebreaks"

    def detect(self, text: str, context: Context) -> Findings:
        """Look for line breaks that are not line feeds."""
        # `in` is an order of magnitude faster than the pattern, and most documents have none.
        if not context.config.encoding.fix_line_breaks or not any(mark in text for mark in _MARKS):
            return NOTHING
        edits = [_edit(match) for match in _BREAK.finditer(text)]
        if "\x85" in text and not _OTHER_C1.search(text):
            edits += [
                Edit(at, at + 1, "\x85", "\n", "linebreaks.next-line", "linebreaks", 0.85)
                for match in _NEXT_LINE.finditer(text)
                for at in range(match.start(), match.end())
            ]
            edits.sort(key=lambda edit: edit.start)
        return Findings(tuple(edits))

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        """Return the edits; those for CRLF only take the carriage return out."""
        return list(findings.found)


def _edit(match: re.Match[str]) -> Edit:
    before = match.group()
    rule, confidence = _RULES[before]
    after = "\n"
    if before == "\r\n":
        before, after = "\r", ""
    start = match.start()
    return Edit(start, start + 1, before, after, f"linebreaks.{rule}", "linebreaks", confidence)
