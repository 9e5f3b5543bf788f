"""The casing stage: its cases, the whole-document measure, properties, and time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefiles import section_cases
from tests.strategies import check_stage, run, texts
from textrepair.config import RepairConfig, preset
from textrepair.dictionary import load_dictionary, problems
from textrepair.edits import apply_edits
from textrepair.stages.base import Context
from textrepair.stages.casing import Casing
from textrepair.stages.casing.shape import letter_case

STAGE = Casing()
DICTIONARIES = ("institutions-en", "institutions-context-en", "titles-en", "proper-en", "given-names-en")

FRAGMENTS = (
    "secretary of state", "Secretary of State", "president", "President", "prime minister", "Prime minister",
    "former ", "Antony Holm", "Maria", "JANE", "Chinese ", "US ", "with ", "the ", "a ",
    "world health organization", "the state department", "National security council", "European commission",
    "monday", "chinese", ". the ", ". it ", "? he ", "\n\nthe ", "\n", ". ", ", ", "ß", "ŉ", "İ", "’s",
    "u.s.", "i'm", "maria lind",
    "L.A. ", "O'HARA ", "MCLEAN ", "OSLO — THE ", "(AP) - ", ". officials said ", " german ", " i am ",
    "SHE SAID THAT", "they went there again", "in may", "\u00a0", "ﬁ", "Σ",
)  # fmt: skip


def sentences() -> st.SearchStrategy[str]:
    piece = st.sampled_from([*FRAGMENTS, *(part + " " for part in FRAGMENTS)])
    mixed = st.lists(st.one_of(piece, piece, piece, st.characters()), max_size=40).map("".join)
    return st.one_of(mixed, mixed.map(str.upper), mixed.map(str.lower))


def repaired(text: str, config: RepairConfig) -> str:
    return apply_edits(text, run(STAGE, text, config))


@pytest.mark.parametrize("case", section_cases("casing", "in-the-wild", "synthetic"))
def test_damage_is_repaired(case: dict[str, Any]) -> None:
    config = preset(case["preset"])
    edits = run(STAGE, case["input"], config)
    assert apply_edits(case["input"], edits) == case["output"]
    assert sorted({edit.rule for edit in edits}) == sorted(case.get("rules", []))
    check_stage(STAGE, case["input"], config)


@pytest.mark.parametrize("case", section_cases("casing", "negative"))
def test_clean_text_stays(case: dict[str, Any]) -> None:
    assert repaired(case["input"], preset(case["preset"])) == case["input"]


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize("case", section_cases("casing", "known-failures"))
def test_known_failures(case: dict[str, Any]) -> None:
    assert repaired(case["input"], preset(case["preset"])) == case["output"]


@pytest.mark.parametrize("name", DICTIONARIES)
def test_dictionaries_are_sound(name: str) -> None:
    assert list(problems(load_dictionary(name))) == []


@pytest.mark.parametrize("name", DICTIONARIES[:3])
def test_every_row_keeps_its_length_and_repairs_its_example(name: str) -> None:
    dictionary = load_dictionary(name)
    for row, example in zip(dictionary.rows, dictionary.column("example"), strict=True):
        assert len(row[0]) == len(row[1])
        if example:
            assert row[1] not in example
            assert row[1] in repaired(example, preset("thorough"))


def test_every_institution_is_found_in_lower_case() -> None:
    config = preset("safe")
    for lower, name, *_ in load_dictionary("institutions-en").rows:
        text = f"Officials of the {lower} met on Monday."
        assert name in repaired(text, config), lower


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("", "mixed"),
        ("USA", "mixed"),
        ("nothing but a short line", "mixed"),
        ("ALL THE SHIPS CAME IN AT NOON, AND THE CREWS WENT HOME TO SLEEP IN PEACE AND QUIET.", "upper"),
        ("all the ships came in at noon, and the crews went home to sleep in peace and quiet.", "lower"),
        ("All the ships came in at noon, and the crews went home to sleep in peace and quiet.", "mixed"),
        ("ВСЕ КОРАБЛИ ПРИШЛИ В ПОЛДЕНЬ, И ВСЕ КОМАНДЫ УШЛИ ДОМОЙ СПАТЬ В ТИШИНЕ И ПОКОЕ ДО УТРА.", "upper"),
        ("東京で会議が開かれた。" * 20, "mixed"),
    ],
)
def test_letter_case_is_measured(text: str, case: str) -> None:
    assert letter_case(text) == case
    assert STAGE.detect(text, Context(preset("safe"))).measures["letter_case"] == case


def test_doubtful_edits_keep_a_low_confidence() -> None:
    text = "They met prime minister Maria Lind in the morning."
    edits = STAGE.fix(text, STAGE.detect(text, Context(preset("safe"))))
    assert [edit.after for edit in edits] == ["Prime Minister"]
    assert 0.5 <= edits[0].confidence < 0.8


def test_other_languages_have_no_english_rules() -> None:
    config = RepairConfig(language="de")
    assert run(STAGE, "Officials of the world health organization met on Monday.", config) == []


def test_user_dictionary_is_used_next_to_ours(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(
        "#textrepair-dictionary: 1\n#name: mine\n#kind: institutions\n#language: en\n#risk: clear\n#source: test\n"
        "#licence: CC0-1.0\n#built-by: hand\n#columns: lower\tname\nharbour pilots league\tHarbour Pilots League\n",
        encoding="utf-8",
    )
    config = RepairConfig(dictionaries=(str(path),))
    text = "The harbour pilots league met the world health organization."
    assert repaired(text, config) == "The Harbour Pilots League met the World Health Organization."


@given(st.one_of(texts(), sentences()), st.sampled_from(["safe", "thorough"]))
def test_properties(text: str, name: str) -> None:
    output = check_stage(STAGE, text, preset(name))
    assert len(output) == len(text)
    assert output.lower() == text.lower() or output.casefold() == text.casefold()


@pytest.mark.parametrize(
    "piece",
    [
        "president ", "x. the ", "secretary of state Maria Lind, ", "\n\nthe ", "world health organization ", "A",
        "a b. ", "a? ", "\n", " ", "the state department ", "WORD ", "joe lind and ", "İ",
    ],
)  # fmt: skip
def test_long_texts(piece: str) -> None:
    check_stage(STAGE, piece * (100_000 // len(piece)), preset("thorough"))
