"""What removed lines said: author, credit, section, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from textrepair.stages.boilerplate.captions import caption_line
from textrepair.stages.boilerplate.dates import read_when
from textrepair.stages.boilerplate.lines import DECORATION
from textrepair.stages.boilerplate.notes import byline
from textrepair.stages.boilerplate.people import is_agency
from textrepair.stages.boilerplate.rules import Verdict

_TAGS = re.compile(
    r"^[\W_]*(?:article |related |story |post )?(?:tags?|tagged(?: (?:with|as|under))?|keywords|"
    r"labels|(?:related )?topics(?: covered)?)\b\s*:?\s*",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^[\W_]*(?:filed (?:under|in|to)|posted (?:in|under)|categor(?:y|ies)|more in|sections?|"
    r"archived in|published in)\b\s*:?\s*",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"^(?:(?:image|media|photo|picture|figure) )?caption\b\s*:?\s*", re.IGNORECASE)
_OWNER = re.compile(
    r"^(?:(?:(?:image|photo|picture|photograph) )?(?:copyright|credits?|source)\b|(?:image|photo|picture)(?=:))\s*:?\s*"
    r"(?:(?:credits?|by)\s*:?\s+)?",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*[,;|•·/]\s*")
_NOISE = "[](){}|•·–—-*»«.,;: \t\u200b\ufeff\xa0"


def collect(removed: Iterable[tuple[str, Verdict]]) -> dict[str, tuple[str, ...]]:
    """Return the metadata of the lines that were removed, in their order.

    Args:
        removed: the text of each line (or end of a line) and what it was taken for.
    """
    found: dict[str, dict[str, None]] = {}
    for body, verdict in removed:
        for key, value in _said(body, verdict):
            cleaned = " ".join(value.split()).strip(DECORATION.replace(".", ""))
            if cleaned:
                found.setdefault(key, {})[cleaned] = None
    return {key: tuple(values) for key, values in sorted(found.items())}


def _said(body: str, verdict: Verdict) -> Iterable[tuple[str, str]]:
    name = verdict.line_class
    if name in ("byline", "author-box"):
        yield from _people(body, verdict)
    elif name == "contributor":
        yield "contributor", body.strip("()[] ")
    elif name == "caption":
        credit = verdict.value or caption_line(body)[1]
        described = body[: body.rfind(credit)] if credit and credit in body else body
        yield "caption", _CAPTION.sub("", described).rstrip(" ([-–—|/").strip()
        if credit:
            yield "credit", credit
    elif name == "credit":
        yield "credit", _OWNER.sub("", verdict.value or body.strip(_NOISE))
    elif name == "filed-under":
        yield from [("section", verdict.value)] if verdict.value else _sections(body)
    elif name == "timestamp":
        yield from _times(body)
    elif name == "copyright" and re.search(r"©|\(c\)|copyright", body, re.IGNORECASE):
        yield "copyright", body


def _people(body: str, verdict: Verdict) -> Iterable[tuple[str, str]]:
    for person in filter(None, verdict.value.split("; ")):
        yield ("agency" if is_agency(person) else "author"), person
    if verdict.line_class == "byline" and any(char.isdigit() for char in body) and byline(body):
        yield from _times(body)


def _sections(body: str) -> Iterable[tuple[str, str]]:
    for key, pattern in (("tags", _TAGS), ("section", _SECTION)):
        if match := pattern.match(body):
            for value in _LIST.split(body[match.end() :]):
                yield key, value
            return


def _times(body: str) -> Iterable[tuple[str, str]]:
    when = read_when(body[:140])
    if when.date:
        yield ("updated" if when.label.startswith(("updat", "last", "modif", "revis")) else "published"), when.date
