"""The configuration: validated, frozen, readable from TOML, errors that name the field."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from textrepair import ConfigError, RepairConfig, repair
from textrepair.config import PRESETS, EncodingOptions, preset, resolve


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"min_confidence": 2}, "min_confidence: 2 is not between 0 and 1"),
        ({"min_confidence": "high"}, "min_confidence: 'high'"),
        ({"min_confidence": True}, "min_confidence: True"),
        ({"spun_gate": -0.1}, "spun_gate"),
        ({"spun_gate": float("nan")}, "spun_gate"),
        ({"keep": ["bylines"]}, "keep: 'bylines' is not one of .*did you mean 'byline'"),
        ({"keep": "byline"}, "keep: 'byline' is not a list"),
        ({"stages": ["spacing", "spuns"]}, "stages: 'spuns'.*did you mean 'spun'"),
        ({"stages": 5}, "stages: 5 is not a list"),
        ({"unwrap": 1}, "unwrap: 1 is not true or false"),
        ({"dictionaries": "a.tsv"}, "dictionaries: 'a.tsv' is not a list"),
        ({"language": None}, "language: None is not a tag of a language"),
        ({"language": ""}, "language: '' is not a tag of a language"),
        ({"language": "xx-"}, "language: 'xx-' is not a tag of a language; write one such as 'en'"),
        ({"language": "e"}, "language: 'e'"),
        ({"language": "en\n"}, "language: "),
        ({"encoding": {"uncurl": True}}, "encoding.uncurl: there is no such field; did you mean"),
        ({"encoding": {"uncurl_quotes": "yes"}}, "encoding.uncurl_quotes: 'yes' is not true or false"),
        ({"encoding": {"normalization": "NFX"}}, "encoding.normalization: 'NFX'"),
        ({"encoding": {"unescape_html": "maybe"}}, "encoding.unescape_html: 'maybe'"),
        ({"encoding": 3}, "encoding: 3 is not a table of switches"),
    ],
)
def test_bad_fields_are_named(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        RepairConfig(**fields)


def test_frozen_hashable_and_normalised() -> None:
    config = RepairConfig(stages=["quotes", "spacing"], keep=["byline"], dictionaries=[Path("a.tsv")])
    assert config.stages == ("spacing", "quotes")  # in the order of the pipeline
    assert config.keep == frozenset({"byline"})
    assert config.dictionaries == ("a.tsv",)
    assert hash(config) == hash(RepairConfig(stages=("spacing", "quotes"), keep={"byline"}, dictionaries=("a.tsv",)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.apply = False


@pytest.mark.parametrize("tag", ["en", "EN", "pt-BR", "zh-Hant-TW", "sl-rozaj-biske-1994", "de-x-own"])
def test_tags_of_languages(tag: str) -> None:
    assert RepairConfig(language=tag).language == tag


def test_presets() -> None:
    assert set(PRESETS) == {"safe", "thorough", "encoding", "boilerplate", "unspin", "suggest"}
    assert resolve(None) is resolve("safe") is PRESETS["safe"]
    assert not PRESETS["safe"].unwrap
    assert not PRESETS["safe"].truecase
    with pytest.raises(ConfigError, match="'tidy' is not one of safe, "):
        preset("tidy")
    with pytest.raises(ConfigError, match="did you mean 'thorough'"):
        repair("x", "thoroug")


def test_toml(tmp_path: Path) -> None:
    path = tmp_path / "textrepair.toml"
    path.write_text(
        'preset = "thorough"\nmin_confidence = 0.7\nkeep = ["byline"]\ndictionaries = ["own.tsv"]\n'
        "[encoding]\nuncurl_quotes = true\n",
        encoding="utf-8",
    )
    config = RepairConfig.from_toml(path)
    assert config == dataclasses.replace(
        PRESETS["thorough"],
        min_confidence=0.7,
        keep=frozenset({"byline"}),
        dictionaries=(str(tmp_path / "own.tsv"),),
        encoding=dataclasses.replace(PRESETS["thorough"].encoding, uncurl_quotes=True),
    )
    assert RepairConfig(**{**config.to_dict(), "encoding": EncodingOptions(**config.to_dict()["encoding"])}) == config


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('preset = "tidy"', "preset: 'tidy'"),
        ("min_confidnce = 0.5", "min_confidnce: there is no such field; did you mean 'min_confidence'"),
        ("spun_gate = 3", "spun_gate: 3"),
        ("[encoding]\nfix = true", "encoding.fix: there is no such field"),
        ("encoding = 3", "encoding: 3"),
        ("= broken", "is not valid TOML"),
        ("preset = 3", "preset: 3"),
    ],
)
def test_bad_toml_names_the_file_and_the_field(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        RepairConfig.from_toml(path)
    assert str(path) in str(caught.value)


def test_toml_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        RepairConfig.from_toml(tmp_path / "none.toml")
