"""The stage `spacing`: its cases, its switches, and what holds for any text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import check_stage, run, texts
from textrepair.config import PRESETS, RepairConfig
from textrepair.stages.spacing import Spacing

STAGE = Spacing()
CONFIGS = [PRESETS["safe"], replace(PRESETS["thorough"], unwrap=True)]
CASES = json.loads((Path(__file__).parent / "cases" / "spacing.json").read_text(encoding="utf-8"))


def _cases(*sections: str) -> list[Any]:
    return [pytest.param(case, id=case["label"]) for section in sections for case in CASES[section]]


def _check(case: dict[str, Any]) -> None:
    config = RepairConfig(**case.get("config", {}))
    assert check_stage(STAGE, case["input"], config) == case.get("output", case["input"])
    rules = {edit.rule for edit in run(STAGE, case["input"], config)}
    assert set(case.get("rules", ())) <= rules


@pytest.mark.parametrize("case", _cases("in-the-wild", "synthetic", "negative"))
def test_case(case: dict[str, Any]) -> None:
    _check(case)


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", _cases("known-failures"))
def test_known_failure(case: dict[str, Any]) -> None:
    _check(case)


@given(texts(), st.sampled_from(CONFIGS))
def test_holds_for_any_text(text: str, config: RepairConfig) -> None:
    check_stage(STAGE, text, config)


@pytest.mark.parametrize(
    "unit",
    [" ", "\t", "- \n", "\u00a0", "\u200b", "\u00ad", "\n", " \n", " ,", "a  ", "a-\n", ". ", "  a\tb\n"],
)
def test_long_texts(unit: str) -> None:
    check_stage(STAGE, "a" + unit * (40_000 // len(unit)), CONFIGS[1])


def test_an_unknown_language_joins_nothing() -> None:
    assert not run(STAGE, "an exam-\nple", RepairConfig(language="xx"))
