"""Reverse synonym spinning: a gate for the document, a lattice decoder, and the spinner's own syntax."""

from __future__ import annotations

from collections.abc import Iterable

from textrepair.edits import Edit
from textrepair.stages.base import Context, Findings
from textrepair.stages.spun import gate, replace, residue, table
from textrepair.stages.spun.decoder import decide
from textrepair.stages.spun.surface import edits_for


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
        left = _beside(residue.find(text), own)
        fixed = sorted([*own, *left], key=lambda edit: edit.start)
        pairs = table.load(config.language, config.dictionaries)
        decisions = decide(text, pairs, [(edit.start, edit.end) for edit in fixed])
        edits = _beside(edits_for(text, decisions), fixed)
        return Findings(tuple(sorted([*fixed, *edits], key=lambda edit: edit.start)), measures=measures)

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        """Return the edits that were found."""
        return list(findings.found)


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
