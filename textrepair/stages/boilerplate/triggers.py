"""The trigger dictionaries: which wording stands for which class of line, and how it is compared."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from textrepair.config import LINE_CLASSES
from textrepair.dictionary import Dictionary, DictionaryError, load_dictionary, load_user, shipped
from textrepair.text import lower, matches

# How a trigger is compared with the normalised line.
#   whole: it is the line;  start: the line begins with it;  contains: it stands anywhere in the line.
MATCHES = ("whole", "start", "contains")
# clear: enough by itself;  context: only beside other wrapping.
STRENGTHS = ("clear", "context")

# Traces that have no place in a dictionary of triggers, because what stands around them decides. Lower case.
MARKS = {
    "photo": """
        ap photo|/ ap|/ associated press|/ the associated|/ getty|/ afp|/ reuters
        getty images|/reuters|reuters/|/afp|afp/|/associated press|/ap|ap/|/getty|getty/
        file photo|file image
        file -|file –|file —|in this photo|in this image|in this file|in this picture|photo:|photo by|photos by
        photo credit|photo courtesy|photograph by|photograph:|photograph courtesy|picture:|image:|image credit
        image courtesy|credit:|pictured|/staff|/epa|epa/|epa-efe|/bloomberg|bloomberg/|via ap|via reuters|via getty|/pa
        pa wire|/shutterstock|shutterstock/|/xinhua|/the |(photo|(image|(picture|[photo|, right,|, left,|, center,
        , centre,|(left)|(right)|(center)|(centre)|(l)|(r)|from left|undated photo
    """,
    "note": "reported from|reporting by|editing by|writing by|contributed|compiled by|translated by",
    "bio": """
        reporter| writer| editor| correspondent| columnist| journalist| freelance| blogger| contributor| covers
        the author of|writes about|on twitter|contact |reach |email |e-mail|email:|twitter:|contact:
    """,
}
OPENING = "^"  # the mark of a line that may begin with a start trigger


@dataclass(frozen=True, slots=True)
class Trigger:
    """A row of a dictionary of lines."""

    text: str
    line_class: str
    match: str
    strength: str

    @property
    def clear(self) -> bool:
        """Whether the trigger is enough by itself."""
        return self.strength == "clear"


@dataclass(slots=True)
class Triggers:
    """An index of triggers; build it with `load_triggers`."""

    whole: dict[str, Trigger] = field(default_factory=dict)
    start: dict[str, list[Trigger]] = field(default_factory=dict)
    contains: list[Trigger] = field(default_factory=list)
    longest: int = 1  # words in the longest whole trigger
    first_words: set[str] = field(default_factory=set)  # with which whole triggers begin
    _automaton: AhoCorasick | None = None
    _names: list[str] = field(default_factory=list)

    def add(self, trigger: Trigger) -> None:
        """Take one trigger in; the first of two equal ones wins."""
        if trigger.match == "whole":
            self.whole.setdefault(trigger.text, trigger)
            self.first_words.add(trigger.text.split(" ", 1)[0])
            self.longest = max(self.longest, trigger.text.count(" ") + 1)
        elif trigger.match == "start":
            self.start.setdefault(trigger.text.split(" ", 1)[0], []).append(trigger)
        else:
            self.contains.append(trigger)

    def build(self) -> None:
        """Make the automaton that looks for traces in a whole text."""
        for row in self.start.values():
            row.sort(key=lambda trigger: -len(trigger.text))
        patterns = {trigger.text: "=" + trigger.text for trigger in self.contains}
        for opening in {trigger.text.split("0", 1)[0].rstrip() for row in self.start.values() for trigger in row}:
            if opening:
                patterns["\n" + opening] = patterns["\n" + opening.replace("'", "’")] = OPENING
        for name, forms in MARKS.items():
            for form in forms.strip().replace("\n        ", "|").split("|"):
                patterns.setdefault(form, name)
        self._names = list(patterns.values())
        self._automaton = AhoCorasick(list(patterns), matchkind=MatchKind.Standard, implementation=Implementation.DFA)

    def scan(self, text: str) -> list[tuple[int, str]]:
        """Return the offsets (code points, ascending) of traces in a text, with their names.

        A name is a key of `MARKS`, `OPENING`, or ``=`` and the text of a ``contains`` trigger.
        """
        assert self._automaton is not None
        found = matches(self._automaton, "\n" + lower(text), overlapping=True)
        # The added line feed shifts all by one; an opening is marked at the line that begins behind its line feed.
        names = self._names
        return sorted((start if names[i] is OPENING else start - 1, names[i]) for i, start, _ in found)

    def starting(self, norm: str) -> Trigger | None:
        """Return the longest trigger that begins a normalised line."""
        for trigger in self.start.get(norm.split(" ", 1)[0], ()):
            text = trigger.text
            if norm.startswith(text) and (
                len(norm) == len(text) or not (norm[len(text)].isalnum() and text[-1].isalnum())
            ):
                return trigger
        return None

    def containing(self, norm: str, marks: Iterable[str]) -> list[Trigger]:
        """Return the ``contains`` triggers among the marks of a line that really stand in it, as whole words."""
        wanted = {mark[1:] for mark in marks if mark.startswith("=")}
        return [trigger for trigger in self.contains if trigger.text in wanted and _has_words(norm, trigger.text)]


def _has_words(norm: str, text: str) -> bool:
    at = norm.find(text)
    end = at + len(text)
    return at >= 0 and not (at and norm[at - 1].isalnum()) and not (end < len(norm) and norm[end].isalnum())


def read_triggers(dictionary: Dictionary) -> list[Trigger]:
    """Return the triggers of a dictionary of kind ``lines``.

    Raises:
        DictionaryError: a row names an unknown class, kind of match or strength.
    """
    strengths = dictionary.column("strength") if "strength" in dictionary.columns else ("clear",) * len(dictionary.rows)
    rows = zip(
        dictionary.column("trigger"), dictionary.column("class"), dictionary.column("match"), strengths, strict=True
    )
    found = []
    for number, (text, line_class, match, strength) in enumerate(rows, dictionary.first_line):
        for value, known, column in (
            (line_class, LINE_CLASSES, "class"),
            (match, MATCHES, "match"),
            (strength, STRENGTHS, "strength"),
        ):
            if value not in known:
                raise DictionaryError(
                    f"{dictionary.path}:{number}: {column} {value!r} is not one of {', '.join(known)}"
                )
        found.append(Trigger(text, line_class, match, strength))
    return found


@functools.lru_cache(maxsize=16)
def load_triggers(paths: tuple[str, ...], language: str) -> Triggers:
    """Return the index of a user's dictionaries and of those that came with the package.

    Args:
        paths: dictionaries of the user; those of another kind are passed over.
        language: BCP 47 tag; dictionaries of other languages are not used.
    """
    index = Triggers()
    own = [load_user(path) for path in paths]
    ours = [load_dictionary(name) for name in shipped() if name.startswith("lines-")]
    for dictionary in [*own, *ours]:
        if dictionary.kind == "lines" and dictionary.speaks(language):
            for trigger in read_triggers(dictionary):
                index.add(trigger)
    index.build()
    return index
