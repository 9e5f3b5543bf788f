"""The stage `encoding`: its cases, its switches, and what holds for any text."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import ftfy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casefiles import check_case, stage_cases
from tests.strategies import check_stage, run, texts
from textrepair.config import PRESETS, EncodingOptions, RepairConfig
from textrepair.edits import apply_edits
from textrepair.stages.base import Context
from textrepair.stages.encoding import Encoding

STAGE = Encoding()
CONFIGS = [
    PRESETS["safe"],
    PRESETS["thorough"],
    PRESETS["encoding"],
    RepairConfig(encoding=EncodingOptions(normalization="NFKD")),
]


@pytest.mark.parametrize("case", stage_cases("encoding"))
def test_case(case: dict[str, Any]) -> None:
    check_case(STAGE, case)


@given(texts(), st.sampled_from(CONFIGS))
def test_holds_for_any_text(text: str, config: RepairConfig) -> None:
    check_stage(STAGE, text, config)


def test_switches_are_those_of_ftfy() -> None:
    theirs = set(ftfy.TextFixerConfig._fields) - {"max_decode_length", "explain"}
    assert {field.name for field in fields(EncodingOptions)} == theirs


# For each switch: a value, a text, what it becomes with the value, and what it becomes with the switch off.
SWITCHES = [
    ("unescape_html", "auto", "a &lt; b", "a < b", "a &lt; b"),
    ("unescape_html", True, "<b>&amp;</b>", "<b>&</b>", "<b>&amp;</b>"),
    ("remove_terminal_escapes", True, "\x1b[1mbold", "bold", "[1mbold"),
    ("fix_encoding", True, "cafÃ© x", "café x", "cafÃ© x"),
    ("restore_byte_a0", True, "voilÃ\u0020le", "voilà le", "voilÃ le"),
    ("replace_lossy_sequences", True, "â€œ like this â€\ufffd", "“ like this \ufffd", "“ like this â€\ufffd"),
    ("decode_inconsistent_utf8", True, "cafÃ© 中", "café 中", "cafÃ© 中"),
    ("fix_c1_controls", True, "it\x92s 中", "it’s 中", "it\x92s 中"),
    ("fix_latin_ligatures", True, "ﬁn", "fin", "ﬁn"),
    ("fix_character_width", True, "Ａ", "A", "Ａ"),
    ("uncurl_quotes", True, "‘a’ “b”", "'a' \"b\"", "‘a’ “b”"),
    ("fix_surrogates", True, "\ud83d\ude00\ud800", "😀\ufffd", "\ud83d\ude00\ud800"),
    ("remove_control_chars", True, "a\x01b", "ab", "a\x01b"),
    ("normalization", "NFC", "e\u0301", "é", "e\u0301"),
    ("normalization", "NFD", "é", "e\u0301", "é"),
    ("normalization", "NFKC", "10³", "103", "10³"),
    ("normalization", "NFKD", "ﬁ é", "fi e\u0301", "ﬁ é"),
]
OFF = {"normalization": None}


@pytest.mark.parametrize(("switch", "value", "text", "with_it", "without"), SWITCHES)
def test_each_switch_takes_effect_both_ways(switch: str, value: object, text: str, with_it: str, without: str) -> None:
    for number, expected in ((value, with_it), (OFF.get(switch, False), without)):
        options = replace(EncodingOptions(), **{switch: number})
        assert apply_edits(text, run(STAGE, text, RepairConfig(encoding=options))) == expected


def test_each_switch_is_tried() -> None:
    tried = {switch for switch, *_ in SWITCHES} | {"fix_line_breaks"}
    assert tried == {field.name for field in fields(EncodingOptions)}


def test_edits_are_the_differing_pieces() -> None:
    edits = run(STAGE, "A long line with a cafÃ© here and a piÃ±ata there.", RepairConfig())
    assert [(edit.before, edit.after) for edit in edits] == [("Ã©", "é"), ("Ã±", "ñ")]


def test_surrogates_as_ftfy_repairs_them() -> None:
    text = "Well done \ud83d\udc4d! \udc4d\ud83d"
    assert check_stage(STAGE, text, RepairConfig()) == "Well done 👍! \ufffd\ufffd"


def test_measures_the_damage() -> None:
    context = Context(RepairConfig())
    assert STAGE.detect("cafÃ© xxxx", context).measures == {"encoding_damage": 0.2}
    assert not STAGE.detect("café", context).measures


@pytest.mark.parametrize(
    "unit",
    [
        "{",
        "&",
        "Ã",
        "Ã©",
        "â€™",
        "&amp;",
        "amp;",
        "\x1b[",
        "&#38;#38;",
        "Ã ",
        "â€",
        "ÐŸ",
        "\x85",
        "\ud800",
        "e\u0301",
        "<a ",
        "a ",
        "Ａ！",
    ],
)
@pytest.mark.parametrize("preset", ["safe", "encoding"])
def test_long_lines(unit: str, preset: str) -> None:
    check_stage(STAGE, "&" + unit * (40_000 // len(unit)), PRESETS[preset])


def test_a_line_longer_than_a_piece_is_repaired_whole() -> None:
    text = "the cafÃ© is open " * 12_000 + "Ã©â€™" * 80_000
    output = check_stage(STAGE, text, RepairConfig())
    assert output == "the café is open " * 12_000 + "é’" * 80_000
