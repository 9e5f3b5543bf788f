"""The measurements measure what they say: the scorer, the floors, and a run on the samples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

from benchmarks import __main__ as command
from benchmarks import data, gate, quality, report, speed
from benchmarks.scorer import (
    Alignment,
    GoldEdit,
    Score,
    calibration_error,
    gold_of,
    judged,
    reliability,
    score_changes,
    score_spans,
)
from benchmarks.spinner import spin
from textrepair.edits import Edit, Repair

SHARED = data.find_shared()
SOURCE = "The officers mentioned on Friday that an modification is a part of it, extra or much less."
RUNNER = CliRunner()


def gold(*spans: tuple[str, tuple[str, ...], bool], source: str = SOURCE) -> list[GoldEdit]:
    return [
        GoldEdit(source.index(spun), source.index(spun) + len(spun), spun, readings, required)
        for spun, readings, required in spans
    ]


GOLD = gold(
    ("officers", ("officials",), True),
    ("mentioned", ("said", "stated"), True),
    ("an modification", ("a change", "an amendment"), True),
    ("a part of", ("part of",), False),
    ("extra", ("more",), True),
    ("much less", ("less",), True),
)
PERFECT = "The officials said on Friday that a change is part of it, more or less."


def counts(score: Score) -> tuple[int, int, int, int]:
    return score.right, score.optional, score.wrong, score.missed


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (PERFECT, (5, 1, 0, 0)),
        (SOURCE, (0, 0, 0, 5)),
        (PERFECT.replace("said", "stated").replace("a change", "an amendment"), (5, 1, 0, 0)),
        (PERFECT.replace(" is part of", " is a part of"), (5, 0, 0, 0)),  # optional: left alone
        (PERFECT.replace("a change", "an change"), (5, 1, 0, 0)),  # a and an are not told apart
        (PERFECT.replace("officials said", "officials mentioned"), (4, 1, 0, 1)),
        (PERFECT.replace("officials said", "officials spoke"), (4, 1, 1, 1)),  # one of two in a region
        (PERFECT.replace("Friday", "Monday"), (5, 1, 1, 0)),  # nobody asked for that
        (PERFECT.replace("more or less", "more or fewer"), (4, 1, 1, 1)),
        (PERFECT.replace(" on Friday", ""), (5, 1, 1, 0)),  # lost
    ],
)
def test_span_score(output: str, expected: tuple[int, int, int, int]) -> None:
    assert counts(score_spans(SOURCE, output, GOLD)) == expected


def test_scores_add_up_to_precision_recall_and_f() -> None:
    total = Score(6, 2, 2, 4) + Score(faults=(("wrong", "a", "b"),))
    assert (total.precision, total.recall) == (0.8, 0.6)
    assert total.f05 == pytest.approx(0.75)
    assert total.faults == (("wrong", "a", "b"),)
    assert (Score().precision, Score().recall, Score(wrong=1, missed=1).f05) == (1.0, 1.0, 0.0)


def test_what_is_wrong_is_named() -> None:
    faults = score_spans(SOURCE, PERFECT.replace("said", "told"), GOLD).faults
    assert faults == (("wrong", "officers mentioned", "officials told"),)


def test_more_edits_in_a_region_than_can_be_combined() -> None:
    source = "one two three four five six seven eight."
    edits = gold(*((word, (word.upper(),), True) for word in source[:-1].split()), source=source)
    assert counts(score_spans(source, source.upper(), edits)) == (8, 0, 0, 0)
    assert counts(score_spans(source, source.upper().replace("SIX", "six"), edits)) == (7, 0, 1, 1)


@given(st.text("ab ,.\n“’", max_size=30), st.text("ab ,.\n“’", max_size=30))
def test_alignment_faces_the_whole_output(source: str, output: str) -> None:
    alignment = Alignment(source, output)
    for change in alignment.changes:
        assert source[change.start : change.end] != output[change.out_start : change.out_end]
    assert alignment.facing(0, len(source)) in output
    assert score_spans(source, source, []) == Score()
    assert score_changes(source, output, output).wrong == 0


@pytest.mark.skipif(SHARED is None, reason="the other scorer is not here")
def test_agrees_with_the_scorer_that_decides() -> None:
    assert SHARED is not None
    other = data.shared_scorer(SHARED)
    pairs = data.spinner_pairs()
    for seed in data.seeds():
        if not seed.edits:
            continue
        records = data.json_lines(data.SEEDS / seed.name / "edits.jsonl")
        for output in (seed.source, seed.gold, spin(seed.source, pairs, 2, 0.5).text):
            given_score = other.score(seed.source, output, records)
            ours = counts(score_spans(seed.source, output, seed.edits))
            assert ours == tuple(given_score[key] for key in ("tp", "opt", "fp", "fn"))


@pytest.mark.parametrize(
    ("source", "output", "wanted", "expected"),
    [
        ("cafÃ© ,  now", "café, now", "café, now", (5, 0, 0, 0)),
        ("cafÃ© ,  now", "café ,  now", "café, now", (3, 0, 0, 2)),
        ("all is well", "All is Well", "All is well", (2, 0, 2, 0)),
        ("a   b", "a  b", "a b", (1, 0, 0, 1)),
        ("Yes,” he said", "“Yes,” he said", "“Yes,” he said", (1, 0, 0, 0)),
        ("No.\nYes,” he said", "No.\n‘Yes,” he said", "No.\n“Yes,” he said", (0, 0, 1, 1)),
        ("same", "same", "same", (0, 0, 0, 0)),
        ("", "new", "new", (3, 0, 0, 0)),
    ],
)
def test_change_score(source: str, output: str, wanted: str, expected: tuple[int, int, int, int]) -> None:
    assert counts(score_changes(source, output, wanted)) == expected


def test_bins_of_confidence() -> None:
    bins = reliability([(0.0, False), (0.5, True), (0.95, True), (1.0, True), (0.999, False)])
    filled = [(b.low, b.count, b.right) for b in bins if b.count]
    assert filled == [(0.0, 1, 0), (0.5, 1, 1), (0.95, 1, 1), (0.99, 2, 1)]
    assert calibration_error(reliability([(0.75, True)] * 3 + [(0.75, False)])) == 0
    assert calibration_error(reliability([(0.9, False), (0.9, False)])) == pytest.approx(0.9)
    assert calibration_error([]) == 0


def test_confidence_is_judged_against_the_original() -> None:
    clean, spun = "He said more.", "He mentioned in addition."
    truth = gold_of([Edit(3, 7, "said", "mentioned", "s", "s"), Edit(8, 12, "more", "in addition", "s", "s")])
    assert [spun[entry.start : entry.end] for entry in truth] == ["mentioned", "in addition"]
    edits = (
        Edit(3, 12, "mentioned", "said", "spun.en:x", "spun", 0.9),
        Edit(13, 15, "in", "more", "spun.en:y", "spun", 0.6),  # only a piece: "addition" is left over
    )
    assert list(judged(Repair(spun, clean, edits), truth, "spun")) == [(0.9, True), (0.6, False)]
    whole = (edits[1], Edit(15, 24, " addition", "", "spun.en:y", "spun", 0.7))
    assert list(judged(Repair(spun, clean, whole), truth, "spun")) == [(0.6, True), (0.7, True)]
    assert list(judged(Repair(spun, clean, whole), truth, "casing")) == []


FLOORS: gate.Floors = {"seeds": {"a": 0.9, "b": 1.0}, "shared": {"c": 0.5}, "corpora": {}}


@pytest.mark.parametrize(
    ("measured", "fallen"),
    [
        ({"seeds": {"a": 0.9, "b": 1.0}, "shared": {"c": 0.5}}, []),
        ({"seeds": {"a": 0.8999, "b": 1.0, "new": 0.0}}, ["a"]),
        ({"seeds": {"a": 1.0}}, ["b"]),  # not measured
        ({"shared": {"c": 0.1}}, ["c"]),
        ({}, []),
    ],
)
def test_falls(measured: dict[str, dict[str, float]], fallen: list[str]) -> None:
    assert [fall.name for fall in gate.falls(FLOORS, measured)] == fallen


def test_a_fall_says_what_fell() -> None:
    first, second = gate.falls(FLOORS, {"seeds": {"a": 0.12345}})
    assert str(first) == "a: 0.1235 is below its floor 0.9"
    assert str(second) == "b: not measured, its floor is 1"


def test_update_raises_and_never_lowers() -> None:
    new, fallen = gate.updated(FLOORS, {"seeds": {"a": 0.95678, "b": 0.5, "new": 0.25}})
    assert new == {"seeds": {"a": 0.956, "b": 1.0, "new": 0.25}, "shared": {"c": 0.5}, "corpora": {}}
    assert [fall.name for fall in fallen] == ["b"]
    assert FLOORS["seeds"] == {"a": 0.9, "b": 1.0}


def test_update_lowers_and_drops_when_told_to() -> None:
    new, fallen = gate.updated(FLOORS, {"seeds": {"a": 0.5}}, allow_regression=True)
    assert new == {"seeds": {"a": 0.5}, "shared": {"c": 0.5}, "corpora": {}}
    assert fallen == []


@given(st.floats(0, 1))
def test_a_floor_is_never_above_what_was_measured(value: float) -> None:
    assert value - 0.001 < gate.round_down(value) <= value


def test_floors_file(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert gate.read(path) == {"seeds": {}, "shared": {}, "corpora": {}}
    gate.write(FLOORS, path)
    assert gate.read(path) == FLOORS
    path.write_text('{"seeds": {}}')
    with pytest.raises(ValueError, match="has the sections seeds"):
        gate.read(path)
    path.write_text('{"seeds": {"a": "x"}, "shared": {}, "corpora": {}}')
    with pytest.raises(ValueError, match="a is 'x'"):
        gate.read(path)


def test_reports_do_not_hold_quotations(tmp_path: Path) -> None:
    sheets = [
        report.Sheet("Shown", ("name", "share"), [("[b]x|y", 0.5)], note="A note."),
        report.Sheet("Secret", ("name",), [("not ours",)], private=True),
    ]
    console = Console(width=80)
    with console.capture() as capture:
        report.show(sheets, console)
    assert "not ours" in capture.get()
    assert "[b]x|y" in capture.get()
    for name in ("r.md", "r.json"):
        report.write(tmp_path / name, "Title", sheets, {"seeds": {"a": 1.0}})
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "A note." in text
        assert "not ours" not in text
        assert "Secret" not in text
    assert json.loads(text)["measures"] == {"seeds": {"a": 1.0}}
    with pytest.raises(ValueError, match=r"\.md or \.json"):
        report.write(tmp_path / "r.txt", "Title", sheets, {})


@pytest.fixture(scope="module")
def outcome() -> report.Outcome:
    return quality.measure(shared=None)


def test_quality_of_the_samples(outcome: report.Outcome) -> None:
    assert list(outcome.measures) == ["seeds"]
    measures = outcome.measures["seeds"]
    assert all(0 <= value <= 1 for value in measures.values())
    for seed in data.seeds():
        if seed.must_not_change:
            assert measures[f"{seed.name}.unchanged"] == 1
        if seed.edits:
            assert measures[f"{seed.name}.precision"] > 0.5
    assert measures["synthetic-90.gate"] > measures["synthetic-35.gate"] * 0.9 > 0


def test_every_floor_of_the_samples_is_measured(outcome: report.Outcome) -> None:
    assert set(gate.read(gate.FLOORS)["seeds"]) <= set(outcome.measures["seeds"])


def test_command_compares_with_floors(outcome: report.Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "floors.json"
    monkeypatch.setattr(quality, "measure", lambda *_: outcome)
    monkeypatch.setattr(gate, "FLOORS", path)

    def run(*arguments: str) -> Any:
        return RUNNER.invoke(command.app, ["quality", "--seeds-only", *arguments])

    assert run("--update-floors").exit_code == 0
    assert run("--floors").exit_code == 0
    floors = gate.read(path)
    floors["seeds"]["spun-light.precision"] = 1.5
    gate.write(floors, path)
    failed = run("--floors")
    assert failed.exit_code == 1
    assert "BELOW ITS FLOOR spun-light.precision" in failed.stdout
    assert run("--update-floors").exit_code == 1
    assert gate.read(path)["seeds"]["spun-light.precision"] == 1.5
    assert run("--update-floors", "--allow-regression", "--report", str(tmp_path / "r.md")).exit_code == 0
    assert run("--floors").exit_code == 0
    assert (tmp_path / "r.md").read_text(encoding="utf-8").startswith("# Quality")


@pytest.mark.parametrize(
    "arguments", [["--allow-regression"], ["--report", "r.txt"], ["--shared", "/nowhere/at/all"], ["--limit", "-1"]]
)
def test_bad_usage_of_the_command(arguments: list[str]) -> None:
    assert RUNNER.invoke(command.app, ["quality", *arguments]).exit_code == 2


def test_a_folder_without_the_data_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the folder"):
        data.find_shared(data.SEEDS)


def test_speed_covers_every_stage() -> None:
    rates, spread, ratio = speed.measure(None, rounds=1, size=1)
    names = [row[0] for row in rates.rows]
    assert names[0] == speed.PIPELINE
    assert names[-1] == speed.FTFY
    assert len(names) == 9
    assert [row[0] for row in ratio.rows] == names == [row[0] for row in spread.rows]
    assert ratio.rows[-1][1:] == ("1",) * 4
