"""The case files of the stages, `tests/cases/<stage>.json`: in-the-wild, synthetic, negative, known-failures.

A case has a `label`, an `input`, an `output` (none where nothing may change), and maybe `rules` that must have been at
work, `metadata` that must have been found, a `config` (fields of `RepairConfig`) and a `comment`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.strategies import check_stage, run
from textrepair.config import RepairConfig
from textrepair.stages.base import Context, Stage

FOLDER = Path(__file__).parent / "cases"


def read_cases(stage: str) -> dict[str, Any]:
    """Return the case file of a stage by section."""
    return json.loads((FOLDER / f"{stage}.json").read_text(encoding="utf-8"))


def section_cases(stage: str, *sections: str) -> list[Any]:
    """Return the cases of some sections as parameters."""
    cases = read_cases(stage)
    return [pytest.param(case, id=f"{section}: {case['label']}") for section in sections for case in cases[section]]


def stage_cases(stage: str) -> list[Any]:
    """Return all cases of a stage as parameters; a known failure must fail."""
    failing = [
        pytest.param(*param.values, id=param.id, marks=pytest.mark.xfail(strict=True))
        for param in section_cases(stage, "known-failures")
    ]
    return [*section_cases(stage, "in-the-wild", "synthetic", "negative"), *failing]


def check_case(stage: Stage, case: dict[str, Any]) -> None:
    """Assert what a case says of one stage alone."""
    config = RepairConfig(**case.get("config", {}))
    assert check_stage(stage, case["input"], config) == case.get("output", case["input"])
    assert set(case.get("rules", ())) <= {edit.rule for edit in run(stage, case["input"], config)}
    if "metadata" in case:
        found = stage.detect(case["input"], Context(config)).metadata
        assert {key: list(values) for key, values in found.items()} == case["metadata"]
