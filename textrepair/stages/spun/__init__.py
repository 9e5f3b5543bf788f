"""Reverse synonym spinning: a gate for the document, a lattice decoder, and the spinner's own syntax."""

from __future__ import annotations

from collections.abc import Iterable

from textrepair.config import RepairConfig
from textrepair.edits import Edit, Suggestion, apply_edits
from textrepair.stages.base import Context, Findings
from textrepair.stages.spun import gate, replace, residue, table
from textrepair.stages.spun.decoder import decide
from textrepair.stages.spun.surface import edits_for

CHECKS = 4  # how often edits may be taken back before the document is left as it is
UNSTABLE = "the table runs both ways here"


class Spun:
    """Substitutes what a spinner replaced, in documents that are spun; and what a user's own dictionaries say."""

    name = "spun"

    def detect(self, text: str, context: Context) -> Findings:
        """Weigh the evidence that the document is spun and, if that passes the gate, decode it."""
        config = context.config
        own = replace.find(text, config.dictionaries, config.language)
        traces = gate.load(config.language, config.dictionaries)
        if traces is None:
            return Findings(tuple(own))
        probability = gate.weigh(text, traces).probability
        measures = {"spun_probability": round(probability, 4)}
        if config.spun_gate and probability <= config.spun_gate:
            return Findings(tuple(own), measures=measures)
        fixed = sorted([*own, *_beside(residue.find(text), own)], key=lambda edit: edit.start)
        edits, doubtful = _stable(text, fixed, config, traces)
        found = tuple(sorted([*fixed, *edits], key=lambda edit: edit.start))
        return Findings(found, tuple(doubtful), measures)

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        """Return the edits that were found."""
        return list(findings.found)


def _stable(
    text: str, fixed: list[Edit], config: RepairConfig, traces: gate.Traces
) -> tuple[list[Edit], list[Suggestion]]:
    """Decode a text, and take back what the decoder would not stand by.

    The table may run both ways (final → last, last → final). An edit whose result would be substituted again when the
    repaired text came by once more says nothing of the original: it becomes a suggestion.

    Args:
        text: a spun text.
        fixed: edits that are made in any case, sorted and disjoint.
        config: for the threshold, the gate and the user's dictionaries.
        traces: of the gate.

    Returns:
        The edits, and the suggestions for the places where none is certain.
    """
    pairs = table.load(config.language, config.dictionaries)
    edits = _beside(edits_for(text, decide(text, pairs, [(edit.start, edit.end) for edit in fixed])), fixed)
    taken_back: list[Suggestion] = []
    for _ in range(CHECKS):
        made = [edit for edit in edits if edit.confidence >= config.min_confidence]
        everything = sorted([*fixed, *made], key=lambda edit: edit.start)
        repaired = apply_edits(text, everything)
        if not made or (config.spun_gate and gate.weigh(repaired, traces).probability <= config.spun_gate):
            return edits, taken_back
        again = edits_for(repaired, decide(repaired, pairs))
        touched = _origins(everything, [edit for edit in again if edit.confidence >= config.min_confidence])
        if not touched.intersection(made):
            return edits, taken_back
        taken_back += [Suggestion.of(edit, UNSTABLE) for edit in made if edit in touched]
        edits = [edit for edit in edits if edit not in touched]
    return [], [*taken_back, *(Suggestion.of(edit, UNSTABLE) for edit in edits)]


def _origins(edits: list[Edit], again: list[Edit]) -> set[Edit]:
    """Return those edits whose results overlap with edits of the repaired text; both lists sorted by place."""
    origins = set()
    shift = i = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.after)
        while i < len(again) and again[i].end <= start:
            i += 1
        if i < len(again) and again[i].start < end:
            origins.add(edit)
        shift += len(edit.after) - len(edit.before)
    return origins


def _beside(edits: Iterable[Edit], taken: list[Edit]) -> list[Edit]:
    """Return the edits that do not overlap those that are taken already; both sorted by place."""
    free = []
    i = 0
    for edit in edits:
        while i < len(taken) and taken[i].end <= edit.start:
            i += 1
        if i == len(taken) or edit.end <= taken[i].start:
            free.append(edit)
    return free
