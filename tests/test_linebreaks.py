"""The stage `linebreaks`: its cases, its switches, and what holds for any text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefiles import check_case, stage_cases
from tests.strategies import check_stage, texts
from textrepair.config import PRESETS, EncodingOptions, RepairConfig
from textrepair.stages.linebreaks import LineBreaks

STAGE = LineBreaks()
CONFIGS = [PRESETS["safe"], RepairConfig(encoding=EncodingOptions(fix_line_breaks=False))]


@pytest.mark.parametrize("case", stage_cases("linebreaks"))
def test_case(case: dict[str, Any]) -> None:
    check_case(STAGE, case)


@given(texts(), st.sampled_from(CONFIGS))
def test_holds_for_any_text(text: str, config: RepairConfig) -> None:
    check_stage(STAGE, text, config)
