"""Scores of repairs: by span against gold edits, by change against a gold text, and confidence against truth.

All offsets are code points.
"""

from __future__ import annotations

import difflib
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from textrepair.edits import Edit, Repair, Suggestion

_TOKEN = re.compile(r"\w+(?:[’'.-]\w+)*|[^\w\s]|\s+")
_PLAIN_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
_WORD_CHARACTER = re.compile(r"\w")
_ARTICLE = re.compile(r"\b([Aa])n? (?=\w)")

# With more gold edits than this in one region only their first readings are tried: the combinations would explode.
_MOST_COMBINED = 6

# Confidence bins: each reaches from one edge up to the next; the last one includes its end.
BIN_EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class GoldEdit:
    """What an editor says about a span of the damaged text.

    Attributes:
        start: where the span begins, in code points of the damaged text.
        end: where it ends, exclusive.
        spun: the text that stands there.
        gold: the readings that are accepted, the original first.
        required: false where the span may as well stay as it is.
    """

    start: int
    end: int
    spun: str
    gold: tuple[str, ...]
    required: bool = True

    @classmethod
    def of(cls, data: dict[str, Any]) -> GoldEdit:
        """Make one of a line of an ``edits.jsonl``."""
        return cls(data["start"], data["end"], data["spun"], tuple(data["gold"]), data["required"])


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of judged edits.

    Attributes:
        right: required edits that were made rightly.
        optional: optional edits that were made rightly: they count for precision only.
        wrong: changes that no accepted reading allows.
        missed: required edits that were not made, or made wrongly.
        faults: what was missed or wrong: (``missed`` or ``wrong``, damaged text, text of the repair).
    """

    right: int = 0
    optional: int = 0
    wrong: int = 0
    missed: int = 0
    faults: tuple[tuple[str, str, str], ...] = field(default=(), repr=False)

    @property
    def precision(self) -> float:
        """Share of the changes that are right; 1 if there are none."""
        made = self.right + self.optional + self.wrong
        return (self.right + self.optional) / made if made else 1.0

    @property
    def recall(self) -> float:
        """Share of the required edits that were made; 1 if there are none."""
        required = self.right + self.missed
        return self.right / required if required else 1.0

    @property
    def f05(self) -> float:
        """The F measure that weighs precision twice as much as recall."""
        precision, recall = self.precision, self.recall
        return 1.25 * precision * recall / (0.25 * precision + recall) if precision + recall else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.optional + other.optional,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.faults + other.faults,
        )


@dataclass(frozen=True, slots=True)
class _Change:
    """A span of the source that the output has otherwise."""

    start: int
    end: int
    out_start: int
    out_end: int


class Alignment:
    """The tokens of a source lined up with those of an output."""

    def __init__(self, source: str, output: str, token: re.Pattern[str] = _TOKEN) -> None:
        self.output = output
        ours, theirs = token.findall(source), token.findall(output)
        at = list(itertools.accumulate(map(len, ours), initial=0))
        out_at = list(itertools.accumulate(map(len, theirs), initial=0))
        self.changes: list[_Change] = []
        self._equal: list[tuple[int, int, int]] = []  # start and end in the source, start in the output
        matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
        for tag, i, i_end, j, j_end in matcher.get_opcodes():
            if tag == "equal":
                self._equal.append((at[i], at[i_end], out_at[j]))
            else:
                self.changes.append(_Change(at[i], at[i_end], out_at[j], out_at[j_end]))
        self._starts = [start for start, _, _ in self._equal]

    def facing(self, start: int, end: int) -> str:
        """Return the text of the output that stands for `source[start:end]`.

        What was inserted exactly at the start or at the end is not part of it.
        """
        low, high = self._position(start, after=True), self._position(end, after=False)
        if low is None:
            low = min((c.out_start for c in self.changes if c.start <= start <= c.end), default=0)
        if high is None:
            high = max((c.out_end for c in self.changes if c.start <= end <= c.end), default=len(self.output))
        return self.output[low:high]

    def _position(self, offset: int, *, after: bool) -> int | None:
        """Return the place in the output of one in unchanged text; `after` decides where two such texts meet."""
        number = bisect_right(self._starts, offset) - 1
        if not after and number > 0 and self._equal[number - 1][1] == offset:
            number -= 1
        if number < 0:
            return None
        start, end, out_start = self._equal[number]
        return out_start + offset - start if offset <= end else None


@dataclass(slots=True)
class _Region:
    """A stretch of the source in which gold edits lie or the output differs; it is judged as one."""

    start: int
    end: int
    gold: list[GoldEdit] = field(default_factory=list)
    changes: list[_Change] = field(default_factory=list)


def score_spans(source: str, output: str, gold: Sequence[GoldEdit]) -> Score:
    """Score a repair by spans, as it is done for grammatical error correction.

    The tokens of source and output are aligned. Every maximal region in which a gold edit lies or the output differs is
    judged once. If its text is one that the gold edits allow (each with one of its readings, or left as it is), every
    edit made in it is right and every required one left out is missed; a and an are not told apart. If it is not, the
    gold readings found in it in order are credited, and what else was changed is wrong.

    Args:
        source: the damaged text.
        output: the repaired text.
        gold: gold edits over `source`, sorted and disjoint.

    >>> gold = [GoldEdit(4, 12, "officers", ("officials",)), GoldEdit(13, 22, "mentioned", ("said", "stated"))]
    >>> score_spans("The officers mentioned so.", "The officials mentioned so.", gold)
    Score(right=1, optional=0, wrong=0, missed=1)
    """
    alignment = Alignment(source, output)
    total = Score()
    for region in _regions(source, gold, alignment.changes):
        got = " ".join(alignment.facing(region.start, region.end).split())
        total += _judge(source, region, got)
    return total


def _regions(source: str, gold: Sequence[GoldEdit], changes: Sequence[_Change]) -> Iterator[_Region]:
    """Group gold edits and changes that touch, or have nothing but spaces and marks between them."""
    items: list[GoldEdit | _Change] = [*gold, *changes]
    items.sort(key=lambda item: (item.start, item.end))  # stable: gold first
    region: _Region | None = None
    for item in items:
        if region is None or (item.start > region.end and _WORD_CHARACTER.search(source, region.end, item.start)):
            if region is not None:
                yield _widened(source, region)
            region = _Region(item.start, item.end)
        region.end = max(region.end, item.end)
        if isinstance(item, GoldEdit):
            region.gold.append(item)
        else:
            region.changes.append(item)
    if region is not None:
        yield _widened(source, region)


def _widened(source: str, region: _Region) -> _Region:
    """Widen a region to the white space around it."""
    while region.start > 0 and not source[region.start - 1].isspace():
        region.start -= 1
    while region.end < len(source) and not source[region.end].isspace():
        region.end += 1
    return region


def _judge(source: str, region: _Region, got: str) -> Score:
    required = sum(edit.required for edit in region.gold)
    damaged = source[region.start : region.end]
    plain = _ARTICLE.sub(r"\1 ", got)
    made = [
        (sum(edit.required for edit in chosen), sum(not edit.required for edit in chosen))
        for text, chosen in _allowed(source, region)
        if text == got or _ARTICLE.sub(r"\1 ", text) == plain
    ]
    if made:
        right, optional = max(made, key=sum)
        faults = (("missed", damaged, got),) if right < required else ()
        return Score(right, optional, 0, required - right, faults)
    right, optional = _credited(region.gold, got)
    wrong = max(1, len(region.changes) - right - optional)
    return Score(right, optional, wrong, required - right, (("wrong", damaged, got),))


def _allowed(source: str, region: _Region) -> Iterator[tuple[str, list[GoldEdit]]]:
    """Yield every text that the gold allows for a region, with the edits that make it."""
    if len(region.gold) > _MOST_COMBINED:
        options: list[tuple[str, ...]] = [(edit.gold[0],) for edit in region.gold]
    else:
        options = [(*edit.gold, source[edit.start : edit.end]) for edit in region.gold]
    for choice in itertools.product(*options):
        pieces: list[str] = []
        at = region.start
        for edit, reading in zip(region.gold, choice, strict=True):
            pieces += source[at : edit.start], reading
            at = edit.end
        pieces.append(source[at : region.end])
        chosen = [
            edit for edit, reading in zip(region.gold, choice, strict=True) if reading != source[edit.start : edit.end]
        ]
        yield " ".join("".join(pieces).split()), chosen


def _credited(gold: Iterable[GoldEdit], got: str) -> tuple[int, int]:
    """Count the gold edits (required, optional) with a reading in the text, in order."""
    right = optional = at = 0
    for edit in gold:
        for reading in edit.gold:
            match = re.compile(rf"(?<!\w){re.escape(reading)}(?!\w)").search(got[at:])
            if match and reading != edit.spun:
                at += match.end()
                right += edit.required
                optional += not edit.required
                break
    return right, optional


def score_changes(source: str, output: str, gold: str) -> Score:
    r"""Score a repair by its changes to characters, against the text that an editor made of the same source.

    Where either of them changed something, each character that was taken out or put in counts once: right if both did
    it, wrong if only the repair did, missed if only the editor did. What only spaces or marks part is one place.

    >>> score_changes("a  b \x93c", "a b \x93c", "a b “c")
    Score(right=1, optional=0, wrong=0, missed=2)
    """
    source, output, gold = (f"\0{text}\0" for text in (source, output, gold))  # what is put in always has neighbours
    ours, theirs = Alignment(source, output, _PLAIN_TOKEN), Alignment(source, gold, _PLAIN_TOKEN)
    merged: list[list[int]] = []
    for start, end in sorted(_touched([*ours.changes, *theirs.changes])):
        if merged and not _WORD_CHARACTER.search(source, merged[-1][1], start):
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    total = Score()
    for start, end in merged:
        was, got, wanted = source[start:end], ours.facing(start, end), theirs.facing(start, end)
        made, due = _steps(was, got), _steps(was, wanted)
        wrong, missed = len(made - due), len(due - made)
        faults = (("wrong" if wrong else "missed", was, got),) if wrong or missed else ()
        total += Score(len(made & due), 0, wrong, missed, faults)
    return total


def _steps(was: str, now: str) -> set[tuple[int, int, str]]:
    """The characters taken out (place, -1, character) and put in (place, number of it there, character)."""
    steps = set()
    for tag, i, i_end, j, j_end in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            steps |= {(at, -1, was[at]) for at in range(i, i_end)}
            steps |= {(i, number, character) for number, character in enumerate(now[j:j_end])}
    return steps


def _touched(changes: Iterable[_Change]) -> Iterator[tuple[int, int]]:
    """Yield the spans of changes; one that only inserts takes in the characters beside it."""
    for change in changes:
        inserts = change.start == change.end
        yield change.start - inserts, change.end + inserts


@dataclass(frozen=True, slots=True)
class Bin:
    """Edits of similar confidence.

    Attributes:
        low: lower edge, inclusive.
        high: upper edge, exclusive save for 1.
        count: number of edits.
        right: number of right ones.
        confidence: sum of their confidences.
    """

    low: float
    high: float
    count: int
    right: int
    confidence: float


def reliability(judged: Iterable[tuple[float, bool]], edges: Sequence[float] = BIN_EDGES) -> list[Bin]:
    """Sort judged edits (confidence, right or not) into bins of confidence.

    >>> [(b.low, b.count, b.right) for b in reliability([(0.6, True), (0.97, True), (1.0, False)]) if b.count]
    [(0.5, 1, 1), (0.95, 1, 1), (0.99, 1, 0)]
    """
    groups: list[list[tuple[float, bool]]] = [[] for _ in edges[1:]]
    for confidence, right in judged:
        groups[min(bisect_right(edges, confidence), len(groups)) - 1].append((confidence, right))
    return [
        Bin(low, high, len(group), sum(right for _, right in group), sum(confidence for confidence, _ in group))
        for low, high, group in zip(edges, edges[1:], groups, strict=False)
    ]


def calibration_error(bins: Iterable[Bin]) -> float:
    """Return the mean distance of confidence and share of right edits, weighted by the number of edits in a bin."""
    filled = [entry for entry in bins if entry.count]
    total = sum(entry.count for entry in filled)
    return sum(abs(entry.right - entry.confidence) for entry in filled) / total if total else 0.0


def gold_of(edits: Iterable[Edit]) -> list[GoldEdit]:
    """Turn the edits that damaged a text into the gold edits that mend it.

    >>> gold_of([Edit(4, 6, "is", "was", "spin", "spin"), Edit(7, 8, "a", "an", "spin", "spin")])[1]
    GoldEdit(start=8, end=10, spun='an', gold=('a',), required=True)
    """
    gold = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        gold.append(GoldEdit(start, start + len(edit.after), edit.after, (edit.before,)))
        shift += len(edit.after) - len(edit.before)
    return gold


def judged(repair: Repair, gold: Sequence[GoldEdit], category: str) -> Iterator[tuple[float, bool]]:
    """Yield the confidence of every edit and suggestion of a category, and whether it gives back the original.

    An edit that covers only a piece of what was damaged is judged together with those that cover the rest. One of an
    article is left out: it only follows the word behind it.
    """
    candidates: list[Edit | Suggestion] = [*repair.edits, *repair.suggestions]
    for edit in candidates:
        if edit.category != category or edit.rule.endswith(".article"):
            continue
        start, end = edit.start, edit.end
        near = [entry for entry in gold if entry.start < edit.end and entry.end > edit.start]
        if near:
            start, end = min(start, near[0].start), max(end, near[-1].end)
        steps: list[Edit | Suggestion] = [edit]
        for other in repair.edits:
            beside = other.end <= edit.start or edit.end <= other.start
            if beside and start <= other.start and other.end <= end:
                steps.append(other)
        original = _with(repair.source, start, end, [(e.start, e.end, e.gold[0]) for e in near])
        got = _with(repair.source, start, end, sorted((e.start, e.end, e.after) for e in steps))
        yield edit.confidence, got.split() == original.split()


def _with(text: str, start: int, end: int, changes: Iterable[tuple[int, int, str]]) -> str:
    """Return `text[start:end]` with changes (start, end, new text; sorted and disjoint) carried out."""
    pieces = []
    for change_start, change_end, new in changes:
        pieces += [text[start:change_start], new]
        start = change_end
    return "".join([*pieces, text[start:end]])
