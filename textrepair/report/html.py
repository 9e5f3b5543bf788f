"""A repair as a fragment of HTML that needs nothing else: for notebooks and mails."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from textrepair.edits import Edit, Repair, Suggestion

_DELETED = "background:#fdd;color:#900;text-decoration:line-through"
_INSERTED = "background:#dfd;color:#060;text-decoration:none"
_SUGGESTED = "border-bottom:2px dotted #b80"

# Characters that HTML forbids, or that cannot be written as UTF-8.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def _escape(text: str) -> str:
    # A carriage return would be read as a line feed; a reference keeps it.
    return html.escape(_FORBIDDEN.sub("\ufffd", text)).replace("\r", "&#13;")


def _tag(name: str, style: str, title: str, text: str) -> str:
    return f'<{name} style="{style}" title="{_escape(title)}">{_escape(text)}</{name}>' if text else ""


def _title(edit: Edit | Suggestion) -> str:
    rules = edit.rules if isinstance(edit, Edit) else (edit.rule,)
    return f"{', '.join(rules)} {edit.confidence:.2f}"


def _body(repair: Repair) -> Iterator[str]:
    # Edits are disjoint; a suggestion that overlaps one of them, or another suggestion, is not shown.
    steps: list[Edit | Suggestion] = [*repair.edits, *repair.suggestions]
    steps.sort(key=lambda step: (step.start, isinstance(step, Suggestion), step.end))
    edits = iter((*repair.edits, None))
    following = next(edits)  # the next edit that was not shown yet
    at = 0
    for step in steps:
        if isinstance(step, Edit):
            following = next(edits)
        elif step.start < at or (following is not None and step.end > following.start):
            continue
        yield _escape(repair.source[at : step.start])
        if isinstance(step, Edit):
            yield _tag("del", _DELETED, _title(step), step.before)
            yield _tag("ins", _INSERTED, _title(step), step.after)
        else:
            title = f"suggested: {step.after!r} ({_title(step)}): {step.reason}"
            yield _tag("span", _SUGGESTED, title, step.before or "\u200b")
        at = step.end
    yield _escape(repair.source[at:])


def repair_to_html(repair: Repair) -> str:
    """Return a fragment that shows the input with each change in its place.

    Deleted text is in ``<del>``, inserted text in ``<ins>``, each with rule and confidence as its title; suggestions
    are underlined with dots. The style is in the tags: the fragment needs no other file. Characters that HTML does not
    allow are shown as U+FFFD.

    >>> "&lt;b&gt;</del>" in repair_to_html(Repair("<b>", "", (Edit(0, 3, "<b>", "", "encoding.tag", "encoding"),)))
    True
    """
    return f'<div class="textrepair" style="white-space:pre-wrap">{"".join(_body(repair))}</div>'
