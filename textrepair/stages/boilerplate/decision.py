"""Which lines of a document go: judged together, again and again, until nothing more is found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from textrepair.stages.boilerplate.context import Entry, Reading
from textrepair.stages.boilerplate.lines import Line
from textrepair.stages.boilerplate.rules import WEAK, Verdict, judge
from textrepair.stages.boilerplate.triggers import Triggers

ROUNDS = 16


@dataclass(slots=True)
class Decision:
    """What is to be done with the lines of a document, by their numbers.

    Attributes:
        removed: lines (or ends of lines, see `Verdict.cut`) that are wrapping.
        doubtful: lines that may be, below the threshold.
    """

    removed: dict[int, Verdict]
    doubtful: dict[int, Verdict]


def decide(lines: Sequence[Line], triggers: Triggers, threshold: float, keep: Collection[str]) -> Decision:
    """Classify the lines of a document.

    Removing a line gives those around it new neighbours; so the lines are judged again until nothing more is found,
    and a second repair finds nothing either.

    Args:
        lines: the lines that are not blank.
        triggers: the triggers to use.
        threshold: confidence from which a line is removed.
        keep: classes of line that are neither removed nor suggested.
    """
    own = _judged(lines, triggers)
    if not any(own):
        return Decision({}, {})
    entries = [Entry(number, line, verdict) for number, (line, verdict) in enumerate(zip(lines, own, strict=True))]
    removed: dict[int, Verdict] = {}
    doubtful: dict[int, Verdict] = {}
    for _ in range(ROUNDS):
        verdicts = Reading(entries).verdicts
        known = {
            entry.number: verdict
            for entry, verdict in zip(entries, verdicts, strict=True)
            if verdict is not None and verdict.line_class not in keep and verdict.confidence > 0
        }
        sure = {number: verdict for number, verdict in known.items() if verdict.confidence >= threshold}
        for number, verdict in known.items():
            if WEAK < verdict.confidence < threshold:
                doubtful.setdefault(number, verdict)
        if not sure:
            return Decision(_unless_emptied(lines, removed), doubtful)
        removed.update(sure)
        entries = [left for entry in entries if (left := _rest(entry, sure.get(entry.number), triggers))]
    return Decision({}, {})  # never settles: left alone


def _judged(lines: Sequence[Line], triggers: Triggers) -> list[Verdict | None]:
    """Judge each line by itself; short lines that a document repeats (buttons) only once."""
    known: dict[tuple[str, frozenset[str]], Verdict | None] = {}
    found = []
    for line in lines:
        if len(line.body) > 60:
            found.append(judge(line, triggers))
            continue
        key = (line.body, line.marks)
        if key not in known:
            known[key] = judge(line, triggers)
        found.append(known[key])
    return found


def _rest(entry: Entry, verdict: Verdict | None, triggers: Triggers) -> Entry | None:
    """Return what is left of a line after its verdict was carried out."""
    if verdict is None:
        return entry
    if not verdict.cut:
        return None
    body = entry.line.body[: verdict.cut].rstrip()
    line = Line(entry.line.start, entry.line.end, body, entry.line.marks)
    return Entry(entry.number, line, judge(line, triggers))


def _unless_emptied(lines: Sequence[Line], removed: dict[int, Verdict]) -> dict[int, Verdict]:
    """Lower all confidences when hardly any article would be left.

    A document that is mostly wrapping to us may be a list, a menu or a form that somebody wants; below 0.8 the safe
    preset only suggests, while the thorough one empties it.
    """
    gone = sum(len(line.body) - (removed[n].cut or 0) for n, line in enumerate(lines) if n in removed)
    total = sum(len(line.body) for line in lines)
    if 2 * gone <= total or total - gone >= 400:
        return removed
    return {number: replace(v, confidence=min(v.confidence, 0.7)) for number, v in removed.items()}
