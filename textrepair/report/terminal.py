"""A repair on the terminal: each change in its place, in colour or as plain marks.

Plain marks are ``[-deleted-]{+inserted+} <rule 0.97>``, as ``git diff --word-diff`` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from textrepair.edits import Edit, Repair, Suggestion

if TYPE_CHECKING:
    from rich.console import Console

Kind = Literal["head", "place", "same", "old", "new", "rule", "gap"]
Piece = tuple[Kind, str]

CONTEXT = 60  # code points shown on either side of a change, within its line
LONGEST = 400  # a longer stretch of removed or inserted text is shown by its beginning and end

# What a terminal would obey, hide or refuse. Joiners and directional marks are part of how honest text is written:
# they are spelt out in changes only.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]")
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    r"\u205f-\u206f\u3000\u3164\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_SHORT = {"\n": "↵", "\t": "⇥", "\r": "␍"}

_STYLES: dict[Kind, str] = {
    "head": "bold",
    "place": "cyan",
    "same": "",
    "old": "red strike",
    "new": "green",
    "rule": "dim",
    "gap": "dim",
}


def _spell(match: re.Match[str]) -> str:
    return _SHORT.get(match[0], f"‹U+{ord(match[0]):04X}›")


def safe(text: str) -> str:
    r"""Return text with what a terminal would obey or refuse spelt out.

    >>> safe("a\x1b[2Jb")
    'a‹U+001B›[2Jb'
    """
    return _UNSAFE.sub(_spell, text)


def _changed(text: str, whole: bool) -> str:
    if len(text) > LONGEST and not whole:
        left_out = len(text) - LONGEST * 3 // 4
        text = f"{text[: LONGEST // 2]} …{left_out} more… {text[-(LONGEST // 4) :]}"
    text = _INVISIBLE.sub(_spell, text)
    return text if text.strip(" ") else "·" * len(text)


def _change(edit: Edit | Suggestion, whole: bool) -> Iterator[Piece]:
    if edit.before:
        yield "old", _changed(edit.before, whole)
    if edit.after:
        yield "new", _changed(edit.after, whole)
    rules = edit.rules if isinstance(edit, Edit) else (edit.rule,)
    yield "rule", f" <{', '.join(rules)} {edit.confidence:.2f}>"


def _window(source: str, edit: Edit | Suggestion) -> tuple[int, int]:
    """Return how far the line around a change is shown. Looks no further than CONTEXT."""
    start, end = edit.start, edit.end
    if not edit.before.startswith("\n"):
        low = max(0, start - CONTEXT)
        start = max(low, source.rfind("\n", low, start) + 1)
    if not edit.before.endswith("\n"):
        high = min(len(source), end + CONTEXT)
        found = source.find("\n", end, high)
        end = found if found >= 0 else high
    return start, end


def _hunks(repair: Repair) -> Iterator[Piece]:
    """Show the surroundings of each change; changes close to each other share theirs."""
    source = repair.source
    line, counted = 1, 0
    shown = -1  # the source is shown up to here; -1 before the first change
    right = -1
    for edit in repair.edits:
        left, end = _window(source, edit)
        fresh = edit.before.startswith("\n") or source[left - 1 : left] == "\n"  # begins a line of its own
        apart = left >= right if fresh else left > right
        if shown >= 0 and apart:
            yield from _tail(source, shown, right)
            yield "same", "\n"
        if shown < 0 or apart:
            line += source.count("\n", counted, left)
            counted = left
            yield from _begin(source, edit, left, line)
            shown = left
        yield "same", safe(source[shown : edit.start])
        yield from _change(edit, whole=False)
        shown, right = edit.end, max(end, edit.end)
    if shown >= 0:
        yield from _tail(source, shown, right)
        yield "same", "\n"


def _begin(source: str, edit: Edit | Suggestion, left: int, line: int) -> Iterator[Piece]:
    # What is removed together with the line breaks before it stands in a later line.
    inside = len(edit.before) - len(edit.before.lstrip("\n")) if edit.before.strip("\n") else 0
    yield "place", f"{line + inside}: "
    if left > 0 and source[left - 1] != "\n" and not edit.before.startswith("\n"):
        yield "gap", "…"


def _tail(source: str, shown: int, right: int) -> Iterator[Piece]:
    yield "same", safe(source[shown:right])
    if right < len(source) and source[right] != "\n" and source[right - 1 : right] != "\n":
        yield "gap", "…"


def _whole(repair: Repair) -> Iterator[Piece]:
    at = 0
    for edit in repair.edits:
        yield "same", safe(repair.source[at : edit.start])
        yield from _change(edit, whole=True)
        at = edit.end
    yield "same", safe(repair.source[at:])
    if not repair.source.endswith("\n"):
        yield "same", "\n"


def _suggestions(repair: Repair) -> Iterator[Piece]:
    line, counted = 1, 0
    for suggestion in repair.suggestions:
        left, right = _window(repair.source, suggestion)
        if left >= counted:
            line += repair.source.count("\n", counted, left)
            counted = left
        yield from _begin(repair.source, suggestion, left, line)
        yield "same", safe(repair.source[left : suggestion.start])
        yield from _change(suggestion, whole=False)
        yield from _tail(repair.source, suggestion.end, right)
        yield "gap", f"  [{suggestion.reason}]\n"


def summary(repair: Repair) -> str:
    """Return one line that says how much was changed and what kind of document it is.

    >>> summary(Repair("a  b", "a b", (Edit(1, 3, "  ", " ", "spacing.blanks", "spacing"),)))
    '1 change (spacing 1)'
    """
    counts: dict[str, int] = {}
    for edit in repair.edits:
        counts[edit.category] = counts.get(edit.category, 0) + 1
    parts = [_number(len(repair.edits), "change")]
    if counts:
        parts[0] += f" ({', '.join(f'{name} {count}' for name, count in counts.items())})"
    if repair.suggestions:
        parts.append(_number(len(repair.suggestions), "suggestion"))
    if repair.diagnosis.spun_probability >= 0.005:
        parts.append(f"spun with probability {repair.diagnosis.spun_probability:.2f}")
    return ", ".join(parts)


def _number(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'s' * (count != 1)}"


def pieces(repair: Repair, name: str = "", *, whole: bool = False) -> Iterator[Piece]:
    """Yield a repair as labelled pieces of text.

    Args:
        repair: what to show.
        name: what to call the document; nothing for no heading.
        whole: show the whole document rather than the surroundings of the changes.
    """
    if name:
        yield "head", f"{safe(name)}: {summary(repair)}\n"
    if whole:
        yield from _whole(repair)
    else:
        yield from _hunks(repair)
    if repair.suggestions:
        yield "head", "Suggested, not made:\n"
        yield from _suggestions(repair)
    for key, values in repair.metadata.items():
        yield "head", f"{key}: "
        yield "same", f"{safe('; '.join(values))}\n"
    for note in repair.diagnosis.notes:
        yield "head", f"note: {safe(note)}\n"


def plain(repair: Repair, name: str = "", *, whole: bool = False) -> str:
    """Return a repair as text with plain marks; see `pieces` for the arguments.

    >>> print(plain(Repair("a  b", "a b", (Edit(1, 3, "  ", " ", "spacing.blanks", "spacing"),))), end="")
    1: a[-··-]{+·+} <spacing.blanks 1.00>b
    """
    return "".join(_marked(pieces(repair, name, whole=whole)))


def _marked(stream: Iterable[Piece]) -> Iterator[str]:
    for kind, text in stream:
        if kind == "old":
            yield f"[-{text}-]"
        elif kind == "new":
            yield f"{{+{text}+}}"
        else:
            yield text


def render(repair: Repair, console: Console, name: str = "", *, whole: bool = False) -> None:
    """Print a repair: in colour where the console has colours, else with plain marks; see `pieces`."""
    from rich.text import Text

    if not colourful(console):
        console.file.write(plain(repair, name, whole=whole))
        return
    text = Text()
    for kind, piece in pieces(repair, name, whole=whole):
        text.append(piece, _STYLES[kind])
    console.print(text, end="", soft_wrap=True)


def colourful(console: Console) -> bool:
    """Whether red and green will be seen: a terminal with colours that the user has not switched off."""
    return console.is_terminal and console.color_system is not None and not console.no_color
