"""The stage `spacing`: its cases, its switches, and what holds for any text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefiles import check_case, stage_cases
from tests.strategies import check_stage, run, texts
from textrepair.config import PRESETS, RepairConfig
from textrepair.stages.spacing import Spacing

STAGE = Spacing()
CONFIGS = [PRESETS["safe"], replace(PRESETS["thorough"], unwrap=True)]


@pytest.mark.parametrize("case", stage_cases("spacing"))
def test_case(case: dict[str, Any]) -> None:
    check_case(STAGE, case)


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
