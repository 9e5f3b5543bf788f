"""The quotes stage: its cases, properties, and time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefiles import section_cases
from tests.strategies import check_stage, run, texts
from textrepair.config import preset
from textrepair.edits import apply_edits
from textrepair.stages.quotes import Quotes

STAGE = Quotes()
FRAGMENTS = (
    "“", "”", '"', "„", "«", "»", "‘", "’", ",” he said", '," said Maria Lind.', "’ she said.",
    "We shall sail", "The crew was tired", ". ", ", ", "\n", "\n\n", "he said, ", "She said: ",
    " said Lind. ", "?” asked the man.", "12\" ", "6' 2\" ", "I went", "``", "''",
)  # fmt: skip


def sentences() -> st.SearchStrategy[str]:
    piece = st.sampled_from([*FRAGMENTS, *(part + " " for part in FRAGMENTS)])
    return st.lists(st.one_of(piece, piece, piece, st.characters()), max_size=30).map("".join)


def repaired(text: str, name: str) -> str:
    return apply_edits(text, run(STAGE, text, preset(name)))


@pytest.mark.parametrize("case", section_cases("quotes", "in-the-wild", "synthetic"))
def test_damage_is_repaired(case: dict[str, Any]) -> None:
    config = preset(case["preset"])
    edits = run(STAGE, case["input"], config)
    assert apply_edits(case["input"], edits) == case["output"]
    assert sorted({edit.rule for edit in edits}) == sorted(case.get("rules", []))
    check_stage(STAGE, case["input"], config)


@pytest.mark.parametrize("name", ["safe", "thorough"])
@pytest.mark.parametrize("case", section_cases("quotes", "negative"))
def test_clean_text_stays(case: dict[str, Any], name: str) -> None:
    assert repaired(case["input"], name) == case["input"]


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", section_cases("quotes", "known-failures"))
def test_known_failures(case: dict[str, Any]) -> None:
    assert repaired(case["input"], case["preset"]) == case["output"]


@pytest.mark.parametrize("case", section_cases("quotes", "in-the-wild"))
def test_style_of_the_document_decides(case: dict[str, Any]) -> None:
    for pair in ("“”", '""', "„“"):
        table = str.maketrans({"“": pair[0], "”": pair[1]})
        if '"' in case["input"]:
            continue
        text, output = case["input"].translate(table), case["output"].translate(table)
        if pair == "„“":  # the low mark tells the style: one more is needed where the damage took the only one
            text, output = f"„Ja,“ said Kurt.\n\n{text}", f"„Ja,“ said Kurt.\n\n{output}"
        assert repaired(text, "safe") == output


def test_a_mark_put_back_gives_no_reason_for_another() -> None:
    text = "“We shall sail, said Maria Lind.\n\nShe told us “no.” Then she said, We stay here tonight.”"
    assert check_stage(STAGE, text, preset("safe")).count("”") == 3


@given(st.one_of(texts(), sentences()), st.sampled_from(["safe", "thorough"]))
def test_properties(text: str, name: str) -> None:
    check_stage(STAGE, text, preset(name))


@pytest.mark.parametrize(
    "piece", ['"', "“", "”", "“a", "a,” he said ", "We go,” he said.\n", "“A, he said.\n", "‘", "\n", " ", "a,’"]
)
def test_long_texts(piece: str) -> None:
    check_stage(STAGE, piece * (100_000 // len(piece)), preset("thorough"))
