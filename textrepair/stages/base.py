"""What every stage takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from textrepair.config import RepairConfig
from textrepair.edits import Edit, Suggestion


@dataclass(frozen=True, slots=True)
class Context:
    """What a stage may know besides the text. Nothing in it depends on other documents."""

    config: RepairConfig


@dataclass(frozen=True, slots=True)
class Findings:
    """What a stage found in a text.

    Attributes:
        found: the stage's own records of what it would change; `Stage.fix` turns them into edits.
        suggestions: what it saw and would not change, with the reason.
        measures: values for the fields of `Diagnosis` of the same names.
        metadata: what removed lines said (author, credit, ...), in order.
    """

    found: tuple[Any, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    measures: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NOTHING = Findings()


class Stage(Protocol):
    """A detector and a fixer for one kind of damage.

    Both are pure functions of their arguments, so that a repair does not depend on what was repaired before. Offsets
    are code points of the text that the stage is given, which is what the stage before it made.
    """

    name: str

    def detect(self, text: str, context: Context) -> Findings:
        """Look for damage; quick where there is none."""

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        """Return the edits for what was found, sorted and disjoint."""
