"""The lines of a document, and the form in which they are compared with triggers."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

# What frames a line without saying anything: bullets, arrows, rules, brackets of a button, final marks.
DECORATION = " \t|¦•·●▪■◆★☆–—―-*»«›‹<>▼▲►▶◀◄→←↑↓⟩⟨[]{}…:.!?,;/\\+#=~_^×✕✖\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f"
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "©": " © ", "\u00ad": None, "\u200b": None, "\ufeff": None, "…": "..."}
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
CLOSING = frozenset(".!?…\"”’')]。！？")
QUOTES = tuple('"“‘«')


@dataclass(slots=True)
class Line:
    """A line that is not blank.

    Attributes:
        start: where the line begins in the text, in code points.
        end: where it ends, without its line feed.
        body: its text without blanks at both ends.
        marks: which traces of wrapping the scan over the whole text saw in it.
    """

    start: int
    end: int
    body: str
    marks: frozenset[str] = frozenset()
    _norm: str | None = field(default=None, repr=False)

    @property
    def cased(self) -> str:
        """The line as `norm`, with its capitals."""
        return normalise(self.body, lower=False)

    @property
    def norm(self) -> str:
        """The line as it is compared with triggers; see `normalise`."""
        if self._norm is None:
            self._norm = normalise(self.body)
        return self._norm

    @property
    def closed(self) -> bool:
        """Whether the line ends like a sentence."""
        return self.body[-1] in CLOSING

    @property
    def prose(self) -> bool:
        """Whether the line is long enough and ends like a paragraph of the article."""
        return len(self.body) >= 80 and self.body[-1] in CLOSING


def normalise(body: str, lower: bool = True) -> str:
    """Return the form of a line in which it is compared with triggers.

    Lower case (unless `lower` is off), plain quotation marks, each number as ``0``, single blanks, no decoration at
    both ends.

    >>> normalise("»  12 Comments:"), normalise("Don’t miss…"), normalise("©2019 Example")
    ('0 comments', "don't miss", '© 0 example')
    """
    if not body.isascii():
        body = body.translate(_PLAIN)
    if lower:
        body = body.lower()
    return " ".join(_NUMBER.sub("0", body).split()).strip(DECORATION)


def split_lines(text: str, marks: list[tuple[int, str]]) -> list[Line]:
    """Return the lines that are not blank, in order.

    Args:
        text: the document.
        marks: offsets (code points, ascending) at which the scan saw traces of wrapping, with their names.
    """
    found = []
    start = 0
    for row in text.split("\n"):
        end = start + len(row)
        if row and (body := row.strip()):
            found.append(Line(start, end, body))
        start = end + 1
    if marks and found:
        starts = [line.start for line in found]
        for offset, name in marks:
            line = found[bisect_right(starts, offset) - 1]
            line.marks |= {name}
    return found
