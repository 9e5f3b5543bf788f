"""The spun stage: gate, decoder, surface, the spinner's syntax, a user's own substitutions."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given

from tests.strategies import check_stage, run, texts
from textrepair import Pipeline, RepairConfig, repair
from textrepair.edits import apply_edits
from textrepair.stages.base import Context
from textrepair.stages.spun import Spun, gate, residue, table
from textrepair.stages.spun.decoder import decide

STAGE = Spun()
OPEN = RepairConfig(stages=("spun",), spun_gate=0)
SAFE = RepairConfig(stages=("spun",))
CASES = json.loads((Path(__file__).parent / "cases" / "spun.json").read_text(encoding="utf-8"))
SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TABLE = table.load("en")
assert TABLE is not None


def seed(name: str, file: str = "input.txt") -> str:
    return (SEEDS / name / file).read_bytes().decode("utf-8")


def cases(*sections: str) -> list[object]:
    found = []
    for section in sections:
        marks = [pytest.mark.xfail(strict=True)] if section == "known-failures" else []
        found += [pytest.param(case, id=f"{section}: {case['label']}", marks=marks) for case in CASES[section]]
    return found


@pytest.mark.parametrize("case", cases("in-the-wild", "synthetic", "negative", "known-failures"))
def test_case(case: dict[str, str]) -> None:
    config = OPEN if case.get("gate") == "open" else SAFE
    result = repair(case["input"], config)
    assert result.text == case.get("output", case["input"])
    for rule in case.get("rules", ()):
        assert rule in {edit.rule for edit in result.edits}


@given(texts(40))
def test_properties_with_the_gate_open(text: str) -> None:
    """Replay, undo, order; a second run is the pipeline's matter while the gate is forced open."""
    edits = run(STAGE, text, OPEN)
    at = 0
    for edit in edits:
        assert at <= edit.start < edit.end
        assert text[edit.start : edit.end] == edit.before != edit.after
        at = edit.end
    result = repair(text, OPEN)
    assert apply_edits(text, result.edits) == result.text
    assert result.undo() == text
    assert repair(result.text, OPEN).text == result.text


@given(texts(60))
def test_properties(text: str) -> None:
    check_stage(STAGE, text, SAFE)


@pytest.mark.parametrize("name", ["spun-politics", "spun-business", "spun-health", "spun-light"])
@pytest.mark.parametrize("preset", ["safe", "thorough", "unspin"])
def test_spun_documents_are_repaired_once_and_for_all(name: str, preset: str) -> None:
    pipeline = Pipeline(preset)
    first = pipeline(seed(name))
    assert first.diagnosis.spun_probability > 0.9
    assert len([edit for edit in first.edits if edit.category == "spun"]) > 20
    again = pipeline(first.text)
    assert again.text == first.text
    assert not again.edits
    assert first.undo() == seed(name)


@pytest.mark.parametrize("name", ["clean-agency", "human-paraphrase", "wrapped-newspaper", "mojibake", "german-clean"])
def test_text_that_is_not_spun_is_left_alone(name: str) -> None:
    result = repair(seed(name), "thorough")
    assert result.diagnosis.spun_probability < 0.1
    assert not [edit for edit in result.edits if edit.category == "spun"]


def test_a_table_that_runs_both_ways_does_not_turn_in_a_circle() -> None:
    """The same spinner writes "final" for "last" and "last" for "final"."""
    both = {("final", "last"), ("last", "final")}
    pairs = {(spun, reading.original) for spun in ("final", "last") for reading in TABLE.readings.get(spun, ())}
    # The table has the one direction from real pages; whatever it has, a second repair changes nothing.
    assert pairs & both
    text = seed("spun-politics") + (
        "\n\nThe final assembly ended final week, and the final vote will come within the final days of the yr.\n"
        "It was the last time that the panel met; its last report and its final word have been put off.\n"
    )
    for preset in ("safe", "thorough", "unspin"):
        once = repair(text, preset)
        twice = repair(once.text, preset)
        assert twice.text == once.text
        assert not twice.edits


def test_a_dictionary_of_both_directions_settles(tmp_path: Path) -> None:
    path = tmp_path / "both.tsv"
    path.write_text(
        "#textrepair-dictionary: 1\n#name: both\n#kind: spun\n#language: en\n#risk: evidence\n#source: test\n"
        "#licence: CC0-1.0\n#built-by: hand\n#columns: spun\toriginal\tcount\tpages\tevidence\n"
        "final\tlast\t40\t30\tP\nlast\tfinal\t40\t30\tP\n",
        encoding="utf-8",
    )
    text = seed("spun-politics") + "\n\nThe final vote was last week. The last word is final, he mentioned.\n"
    for config in (
        RepairConfig(dictionaries=(str(path),)),
        RepairConfig(dictionaries=(str(path),), min_confidence=0.5, spun_gate=0),
    ):
        once = repair(text, config)
        assert not once.diagnosis.notes
        assert repair(once.text, config).text == once.text


def test_the_gate_decides_for_the_document_and_can_be_forced() -> None:
    text = "He mentioned that the officers will meet within the afternoon."
    assert repair(text, "unspin").text == text
    assert repair(text, OPEN).text != text
    shut = RepairConfig(stages=("spun",), spun_gate=1)
    assert repair(seed("spun-politics"), shut).text == seed("spun-politics")


def test_confidence_falls_with_the_evidence() -> None:
    weak = gate.weigh("However, the officers mentioned it within the report. " + "A plain word. " * 50, TABLE)
    strong = gate.weigh(seed("spun-politics"), TABLE)
    assert weak.probability < 0.5 < strong.probability


def test_confidences_are_posteriors() -> None:
    decisions = decide(seed("spun-politics"), TABLE)
    assert decisions == sorted(decisions, key=lambda decision: decision.start)
    assert all(0 <= decision.posterior <= 1 for decision in decisions)
    for one, two in pairwise(decisions):
        assert one.end <= two.start


def test_languages_without_a_table_are_left_alone() -> None:
    config = RepairConfig(stages=("spun",), spun_gate=0, language="de")
    assert repair(seed("spun-politics"), config).text == seed("spun-politics")


def test_residue() -> None:
    text = "It was {a very|a most} long day {that a} man {x + y} {2} {a|b {c} }"
    edits = residue.find(text)
    assert apply_edits(text, edits) == "It was a very long day that a man {x + y} {2} {a|b c }"
    assert residue.find("{" * 100_000) == []
    assert residue.find("{a|" * 50_000) == []


def test_a_users_substitutions_need_no_gate(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(
        "#textrepair-dictionary: 1\n#name: own\n#kind: replace\n#language: en\n#risk: clear\n#source: test\n"
        "#licence: CC0-1.0\n#built-by: hand\n#columns: before\tafter\nbosom peril\tbreast cancer\n"
        "counterfeit consciousness\tartificial intelligence\n",
        encoding="utf-8",
    )
    config = RepairConfig(dictionaries=(str(path),))
    result = repair("On bosom peril, and bosom perilous seas; counterfeit consciousness.", config)
    assert result.text == "On breast cancer, and bosom perilous seas; artificial intelligence."
    assert result.edits[0].rule == "replace.own:bosom peril"
    assert not repair(result.text, config).edits


def test_findings_are_those_of_the_text_alone() -> None:
    context = Context(SAFE)
    alone = STAGE.detect(seed("spun-health"), context)
    STAGE.detect(seed("spun-politics"), context)
    assert STAGE.detect(seed("spun-health"), context) == alone
