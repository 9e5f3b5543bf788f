"""The whole pipeline: the promises of the library, on seeds and on arbitrary text."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

import textrepair
from tests.strategies import texts
from textrepair import ConfigError, Diagnosis, Pipeline, RepairConfig, apply_edits, detect, repair, repair_text
from textrepair.config import PRESETS, STAGE_NAMES
from textrepair.edits import Edit
from textrepair.pipeline import STAGES
from textrepair.stages.base import Context, Findings

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").glob("*/input.txt"))
READ = {path.parent.name: path.read_bytes().decode("utf-8") for path in SEEDS}


def check_promises(text: str, preset: str) -> None:
    pipeline = Pipeline(preset)
    result = pipeline(text)
    assert result.source == text
    assert apply_edits(text, result.edits) == result.text
    assert result.undo() == text
    assert result.undo(edits=result.edits) == text
    assert result.undo(categories=STAGE_NAMES) == text
    at = 0
    for edit in result.edits:
        assert at <= edit.start <= edit.end
        assert edit.before == text[edit.start : edit.end] != edit.after
        at = edit.end
    for suggestion in result.suggestions:
        assert suggestion.before == text[suggestion.start : suggestion.end]
        assert suggestion.reason
    again = pipeline(result.text)
    assert again.text == result.text
    assert not again.edits
    assert not result.diagnosis.notes
    touched = {n for edit in result.edits for n in range(edit.start, edit.end + 1)}
    for n in range(len(text) + 1):
        if n not in touched:
            assert result.to_source(result.to_text(n)) == n
    json.dumps(result.to_dict())


@given(texts())
@pytest.mark.parametrize("preset", PRESETS)
def test_promises_on_arbitrary_text(preset: str, text: str) -> None:
    check_promises(text, preset)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", READ)
def test_promises_on_seeds(name: str, preset: str) -> None:
    check_promises(READ[name], preset)


@pytest.mark.parametrize("name", READ)
def test_undoing_a_category_leaves_the_others(name: str) -> None:
    result = repair(READ[name])
    for category in {edit.category for edit in result.edits}:
        without = result.undo(categories=[category])
        if any(edit.parts for edit in result.edits):
            assert without != result.text
        else:
            kept = [edit for edit in result.edits if edit.category != category]
            assert without == apply_edits(READ[name], kept)


def test_alone_in_a_batch_and_over_processes() -> None:
    documents = [*READ.values(), "", "The  end."] * 2
    pipeline = Pipeline()
    alone = [pipeline(document) for document in documents]
    assert list(pipeline.pipe(documents)) == alone
    assert list(pipeline.pipe(reversed(documents))) == alone[::-1]
    assert list(pipeline.pipe(documents, workers=2, batch_size=3)) == alone


def test_a_stream_is_taken_as_it_is_needed() -> None:
    taken = []

    def stream() -> object:
        for n in range(1000):
            taken.append(n)
            yield f"document {n}"

    results = Pipeline().pipe(stream())
    next(results)
    assert len(taken) == 1


class Failing:
    """A stage that cannot bear one document."""

    name = "failing"

    def detect(self, text: str, context: Context) -> Findings:
        if text == "12":
            raise RuntimeError("document 12")
        return Findings()

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        return []


@pytest.mark.parametrize(("workers", "batch_size"), [(1, 64), (2, 1), (2, 5), (3, 64)])
def test_an_error_comes_after_the_results_before_it(workers: int, batch_size: int) -> None:
    def broken() -> Iterator[str]:
        yield from map(str, range(9))
        raise OSError("the stream broke")

    for stream, count, error in (
        ((str(n) for n in range(30)), 12, "document 12"),
        (broken(), 9, "the stream broke"),
    ):
        results = Pipeline(stages=[Failing()]).pipe(stream, workers=workers, batch_size=batch_size)
        seen = []
        with pytest.raises((RuntimeError, OSError), match=error):
            seen += (result.text for result in results)
        assert seen == [str(n) for n in range(count)]


def test_pipe_says_at_once_what_is_wrong_with_its_arguments() -> None:
    with pytest.raises(TypeError, match="put it into a list"):
        Pipeline().pipe("one document")
    with pytest.raises(ValueError, match="at least 1"):
        Pipeline().pipe(["a"], workers=0)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("preset", ["safe", "thorough"])
def test_no_suggestion_for_a_place_that_was_edited(name: str, preset: str) -> None:
    result = repair(READ[name], preset)
    for suggestion in result.suggestions:
        for edit in result.edits:
            assert edit.end <= suggestion.start or suggestion.end <= edit.start


def test_a_list_of_stages_makes_a_pipeline() -> None:
    assert [stage.name for stage in Pipeline(["quotes", "spacing"]).stages] == ["spacing", "quotes"]
    with pytest.raises(ConfigError, match="'spuns' is not one of"):
        Pipeline(["spuns"])


def test_pipelines_pickle() -> None:
    pipeline = Pipeline(RepairConfig(keep={"byline"}))
    copy = pickle.loads(pickle.dumps(pipeline))
    assert copy.config == pipeline.config
    assert copy("The  end.") == pipeline("The  end.")
    result = pipeline(READ["spun-politics"])
    assert pickle.loads(pickle.dumps(result)) == result


@pytest.mark.parametrize("name", READ)
def test_suggest_changes_nothing_and_says_what_it_would(name: str) -> None:
    text = READ[name]
    result = repair(text, "suggest")
    assert result.text == text
    assert not result.edits
    applied = repair(text, RepairConfig(min_confidence=PRESETS["suggest"].min_confidence))
    wished = {(s.start, s.end, s.after) for s in result.suggestions}
    assert {(edit.start, edit.end, edit.after) for edit in applied.edits} <= wished


def test_the_names_of_the_stages_are_those_of_the_configuration() -> None:
    assert tuple(stage.name for stage in STAGES) == STAGE_NAMES


def test_detect_is_a_view_of_the_same_run() -> None:
    for text in READ.values():
        assert detect(text) == repair(text).diagnosis
    assert detect("A plain sentence.") == Diagnosis()
    assert repair_text("The  end.") == "The end."


@pytest.mark.parametrize("name", ["clean-agency", "human-paraphrase", "german-clean"])
def test_clean_documents_come_out_as_they_went_in(name: str) -> None:
    assert repair_text(READ[name]) == READ[name]


@pytest.mark.parametrize("value", [b"bytes", None, 5, ["text"]])
def test_what_is_not_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="as str"):
        repair(value)


@pytest.mark.parametrize(("workers", "batch_size"), [(0, 1), (1, 0), (-1, 5)])
def test_senseless_numbers_are_refused(workers: int, batch_size: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        list(Pipeline().pipe(["a"], workers=workers, batch_size=batch_size))


class Swap:
    """A stage that never settles."""

    name = "swap"

    def detect(self, text: str, context: Context) -> Findings:
        return Findings()

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        return [Edit(0, 1, text[0], "b" if text[0] == "a" else "a", "swap.x", "swap")]


def test_stages_that_never_settle_leave_the_document_alone() -> None:
    result = Pipeline(stages=[Swap()])("a")
    assert result.text == "a"
    assert not result.edits
    assert "settle" in result.diagnosis.notes[0]


LONG = {
    "empty": "",
    "NUL": "a\x00b " * 1000,
    "braces": "{" * 100_000,
    "pipes": "{a|" * 50_000,
    "ampersands": "&" * 100_000,
    "mojibake": "Ã©" * 50_000,
    "quotes": "“" * 50_000 + "”" * 50_000,
    "blanks": " " * 100_000,
    "line feeds": "\n" * 100_000,
    "carriage returns": "\r" * 100_000,
    "one word": "a" * 200_000,
    "hyphens": "a-" * 100_000,
    "apostrophes": "x" + "'s" * 50_000,
    "combining": "e" + "\u0301" * 100_000,
    "surrogates": "\ud800" * 50_000,
    "one line": "The officers mentioned it within the report, however, extra yr. " * 2_000,
    "adverts": "Advertisement\n\n" * 5_000,
    "capitals": "SECRETARY OF STATE " * 5_000,
    "titles": "secretary of state " * 5_000,
}


@pytest.mark.parametrize("preset", ["safe", "thorough"])
@pytest.mark.parametrize("name", LONG)
def test_odd_input_has_a_result(name: str, preset: str) -> None:
    result = repair(LONG[name], preset)
    assert apply_edits(LONG[name], result.edits) == result.text
    assert repair(result.text, preset).text == result.text


def test_public_names() -> None:
    for name in textrepair.__all__:
        assert getattr(textrepair, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        textrepair.nonsense  # noqa: B018
