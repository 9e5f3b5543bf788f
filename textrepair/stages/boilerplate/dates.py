"""Lines that only say when: published, updated, how long ago, how long to read."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?:{_DAY}(?: of)?[ -]{_MONTH},?[ -](?P<y1>\d{{4}}|'\d\d|\d\d)\b|"
    rf"{_MONTH} {_DAY},? ?(?P<y2>\d{{4}})\b|{_MONTH} {_DAY}\b(?!:)|"
    rf"{_DAY} {_MONTH}(?! \d{{4}})|(?P<y3>\d{{4}})[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:t(?=\d))?|"
    rf"\d{{1,2}}[/.-]\d{{1,2}}[/.-](?P<y4>\d{{4}}|\d\d)\b|{_MONTH} (?P<y5>\d{{4}})\b)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2}(?::\d{2}(?:\.\d{1,6})?)?z?(?:\s?[ap]\.?m\b\.?)?|\s?[ap]\.?m\b\.?|"
    r"\s?h\d\d)(?:\s?[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:gmt|utc|e[sd]?t|p[sd]?t|c[sd]t|m[sd]t|bst|ist|cest|cet|eet|aest|aedt|sast|wib|sgt|hkt|"
    r"pkt|jst|kst|local time|eastern|pacific|"
    r"eastern time)\b(?:\s?[+-]\d{1,2}(?::?\d\d)?)?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE)
_AGO = re.compile(
    r"\b(?:\d{1,3}|an?|one|two|three)\s?(?:sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|h|days?|d|"
    r"weeks?|w|months?|mo|years?|y)\s+ago\b",
    re.IGNORECASE,
)
_READ = re.compile(
    r"\b\d{1,3}[ -]?min(?:ute)?s?\.?[ -](?:to )?read\b|\b(?:reading|read) time\b:?(?:\s?\d{1,3} ?min(?:ute)?s?)?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:(?:first|last|originally|date|article|story|web) ?)?(?:published|updated?|posted|"
    r"modified|created|submitted|revised|"
    r"publication date|publish date|date)\b(?: date)?(?: on| at)?",
    re.IGNORECASE,
)
_FILLER = re.compile(r"\b(?:at|on|as of|time|print edition|edition|the)\b", re.IGNORECASE)
_REST = re.compile(r"[\s|:;,.·•/()\[\]–—‒*»«>-]+")


@dataclass(frozen=True, slots=True)
class When:
    """What a line says of time.

    Attributes:
        rest: what is left of the line without it.
        date: the first date, as written; empty if there is none.
        label: the first label (``updated``), lower case; empty if there is none.
        year: whether a date has its year.
        time: whether there is a time of day.
        ago: whether it says how long ago, or how long the text takes to read.
    """

    rest: str
    date: str
    label: str
    year: bool
    time: bool
    ago: bool

    @property
    def alone(self) -> bool:
        """Whether the line says nothing else."""
        return not _REST.sub("", self.rest)


def read_when(body: str) -> When:
    """Take the date, time and their labels out of a short line.

    >>> read_when("Published: 12 Jan 2021, 10:30 am GMT").alone, read_when("By Jane Doe | July 4, 2012").rest.strip()
    (True, 'By Jane Doe')
    """
    date = _DATE.search(body)
    year = bool(date and any(date.groupdict().values()))
    text = _DATE.sub(" | ", body)
    text, ago = _AGO.subn(" | ", text)
    text, read = _READ.subn(" | ", text)
    text, time = _TIME.subn(" | ", text)
    if not (date or ago or read or time):
        return When(body, "", "", False, False, False)
    label = _LABEL.search(text)
    for pattern in (_LABEL, _ZONE, _WEEKDAY, _FILLER):
        text = pattern.sub(" | ", text)
    rest = re.sub(r"(?:\s*\|\s*)+", " | ", text).strip(" |,;:-–—·•")
    return When(
        rest, date.group() if date else "", label.group().lower() if label else "", year, bool(time), bool(ago or read)
    )
