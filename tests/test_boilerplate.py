"""The stage `boilerplate`: its cases, its dictionary, its promises, and what holds for any text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefiles import check_case, read_cases, stage_cases
from tests.strategies import check_stage, run, texts
from textrepair.config import LINE_CLASSES, PRESETS, RepairConfig
from textrepair.dictionary import DictionaryError, load_dictionary, parse, problems
from textrepair.stages.base import Context
from textrepair.stages.boilerplate import Boilerplate
from textrepair.stages.boilerplate.lines import normalise, split_lines
from textrepair.stages.boilerplate.rules import Verdict, judge
from textrepair.stages.boilerplate.triggers import load_triggers, read_triggers

STAGE = Boilerplate()
CONFIGS = [PRESETS["safe"], PRESETS["thorough"], replace(PRESETS["safe"], keep=frozenset(("byline", "share")))]
CASES = read_cases("boilerplate")
PARAGRAPH = "The port was closed on Friday because of the storm, and no ship left it before the morning."


@pytest.mark.parametrize("case", stage_cases("boilerplate"))
def test_case(case: dict[str, Any]) -> None:
    check_case(STAGE, case)


@pytest.mark.parametrize("preset", ["safe", "thorough"])
@pytest.mark.parametrize("line_class", CASES["sentences"])
def test_sentence_of_the_article_stays(line_class: str, preset: str) -> None:
    # Sentences that begin with or contain triggers of the class, in the middle of an article, last, and first.
    paragraphs = [PARAGRAPH, PARAGRAPH, PARAGRAPH]
    gone = []
    for sentence in CASES["sentences"][line_class]:
        for place in (2, 3, 0):
            text = "\n\n".join([*paragraphs[:place], sentence, *paragraphs[place:]])
            gone += [(sentence, place, edit.rule) for edit in run(STAGE, text, PRESETS[preset])]
    assert not gone


def _judge(body: str) -> Verdict | None:
    triggers = load_triggers((), "en")
    (line,) = split_lines(body, triggers.scan(body))
    return judge(line, triggers)


def test_dictionary_is_sound() -> None:
    dictionary = load_dictionary("lines-en")
    assert not list(problems(dictionary))
    for trigger in read_triggers(dictionary):
        if trigger.match == "whole":
            assert normalise(trigger.text) == trigger.text


def test_dictionary_examples_get_their_class() -> None:
    dictionary = load_dictionary("lines-en")
    examples = dictionary.column("example")
    assert all(examples)
    wrong = []
    for line_class, example in zip(dictionary.column("class"), examples, strict=True):
        verdict = _judge(example)
        if verdict is None or verdict.line_class != line_class:
            wrong.append((example, line_class, verdict))
    assert not wrong


def test_every_class_has_a_case() -> None:
    rules = {rule for section in ("in-the-wild", "synthetic") for case in CASES[section] for rule in case["rules"]}
    assert rules == {f"boilerplate.{name}" for name in LINE_CLASSES}


@pytest.mark.parametrize("row", ["a\tpets\twhole", "a\tshare\tmiddle", "a\tshare\twhole\todd"])
def test_bad_row_is_named(row: str) -> None:
    columns = "\t".join(("trigger", "class", "match", "strength")[: row.count("\t") + 1])
    header = "#textrepair-dictionary: 1\n" + "".join(
        f"#{key}: x\n" for key in ("name", "risk", "source", "licence", "built-by")
    )
    text = f"{header}#kind: lines\n#language: en\n#columns: {columns}\n{row}\n"
    with pytest.raises(DictionaryError, match=r"mine\.tsv:10: .* is not one of"):
        read_triggers(parse(text.encode(), "mine.tsv"))


def test_user_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    header = "".join(f"#{key}: x\n" for key in ("name", "source", "licence", "built-by"))
    path.write_text(
        f"#textrepair-dictionary: 1\n{header}#kind: lines\n#language: mul\n#risk: clear\n"
        "#columns: trigger\tclass\tmatch\n"
        "werbung\tadvertisement\twhole\n",
        encoding="utf-8",
    )
    text = f"{PARAGRAPH}\n\nWerbung\n\n{PARAGRAPH}"
    config = RepairConfig(dictionaries=(str(path),))
    assert check_stage(STAGE, text, config) == f"{PARAGRAPH}\n\n{PARAGRAPH}"
    assert not run(STAGE, text, RepairConfig())


def test_only_wrapping_is_emptied_by_the_thorough_preset_alone() -> None:
    text = "Advertisement\n\nSubscribe now\n\nLeave a Comment\n"
    assert check_stage(STAGE, text, PRESETS["safe"]) == text
    findings = STAGE.detect(text, Context(PRESETS["safe"]))
    assert findings.measures["boilerplate_share"] > 0.8
    assert len(findings.found) == 3
    assert not findings.metadata
    assert not check_stage(STAGE, text, PRESETS["thorough"]).strip()


def test_uncertain_lines_are_found_below_the_threshold() -> None:
    text = "\n\n".join([PARAGRAPH] * 3 + ["Related Stories", "Mayor opens the new quay", "Storm closes coast schools"])
    found = STAGE.detect(text, Context(PRESETS["safe"])).found
    assert [edit.confidence >= 0.8 for edit in found] == [True, False, False]


def test_kept_classes_are_not_even_suggested() -> None:
    text = f"A headline\n\nBy Jane Doe\n\n{PARAGRAPH}\n\nShare on Facebook\n\n{PARAGRAPH}"
    config = replace(PRESETS["suggest"], keep=frozenset(("byline", "share")))
    assert not STAGE.detect(text, Context(config)).found


@given(texts(), st.sampled_from(CONFIGS))
def test_holds_for_any_text(text: str, config: RepairConfig) -> None:
    check_stage(STAGE, text, config)


_ROWS = st.sampled_from(
    [
        PARAGRAPH,
        PARAGRAPH,
        "",
        " \xa0",
        "A short heading",
        "Example Port",
        "Jane Doe",
        "12 January 2021 10:30 am",
        "�",
        "Ann Roe, right, walks along the port of Example Port on Friday. Jan Doe/AFP",
        "Staff Writer",
        "Jane Doe/AFP",
        PARAGRAPH + " (Reporting by Jane Doe; Editing by Al Poe)",
        "Doe reported from Example Port.",
        PARAGRAPH + " Ann Roe contributed to this report.",
        "Ann Roe is a reporter at the Example Post.",
        "İ Share",
        *list(load_dictionary("lines-en").column("example")),
    ]
)


@given(st.lists(_ROWS, max_size=25), st.sampled_from(["\n", "\n\n", "\n \n", "\r\n"]), st.sampled_from(CONFIGS))
def test_holds_for_any_page(rows: list[str], gap: str, config: RepairConfig) -> None:
    text = gap.join(rows)
    output = check_stage(STAGE, text, config)
    assert output.count(PARAGRAPH) == text.count(PARAGRAPH)
    assert _blank_run(output.strip()) <= _blank_run(text)


def _blank_run(text: str) -> int:
    most = now = 0
    for line in text.split("\n") if text else ():
        now = 0 if line.strip() else now + 1
        most = max(most, now)
    return most


@pytest.mark.parametrize(
    "unit",
    [
        "\n",
        "a",
        "{",
        "| ",
        "(",
        "/",
        "By A B ",
        "AP/",
        "Advertisement\n",
        "Share\n",
        "1:1 ",
        ". A ",
        "x contributed ",
        "Read more: a b c\n",
        "Related Stories\nA b c\n",
        f"{PARAGRAPH}\n",
        f"{PARAGRAPH} Advertisement ",
        "Photo: A b/AFP ",
        "About the author\n",
    ],
)
def test_long_texts(unit: str) -> None:
    for config in CONFIGS[:2]:
        check_stage(STAGE, unit * (30_000 // len(unit)), config)
