"""Reverse synonym spinning: a gate for the document, a lattice decoder, and the spinner's own syntax."""

from __future__ import annotations

from collections.abc import Iterable

from textrepair.config import RepairConfig
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
        own = replace.find(text, config.dictionaries)
        spun_table = table.load(config.language, config.dictionaries)
        if spun_table is None:
            return Findings(tuple(own))
        evidence = gate.weigh(text, spun_table)
        measures = {"spun_probability": round(evidence.probability, 4)}
        if not _passes(evidence, config):
            return Findings(tuple(own), measures=measures)
        left = _beside(residue.find(text), own)
        fixed = sorted([*own, *left], key=lambda edit: edit.start)
        decisions = decide(text, spun_table, [(edit.start, edit.end) for edit in fixed])
        edits = _beside(edits_for(text, decisions, config.language), fixed)
        return Findings(tuple(sorted([*fixed, *edits], key=lambda edit: edit.start)), measures=measures)

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        """Return the edits that were found."""
        return list(findings.found)


def _passes(evidence: gate.Evidence, config: RepairConfig) -> bool:
    return config.spun_gate == 0 or evidence.probability > config.spun_gate


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
