"""The sample documents in seeds/ are whole and agree with their own gold."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from textrepair.config import LINE_CLASSES

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
THIRD_PARTY = ROOT.parent / "shared" / "seeds"
FOLDERS = sorted(folder for folder in SEEDS.iterdir() if folder.is_dir())
SPUN = [folder for folder in FOLDERS if folder.name.startswith("spun-")]
META_KEYS = {"kind", "description", "expect_metadata", "must_not_change", "removed_lines"}
EDIT_KEYS = {"start", "end", "spun", "gold", "required"}
WORD = re.compile(r"[^\W_]+")


def read(path: Path) -> str:
    """Return a file as it is: line ends are part of a sample."""
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def meta(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(read(folder / "meta.json"))
    return data


def edits(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read(folder / "edits.jsonl").splitlines()]


def shingles(text: str, size: int = 10) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in WORD.findall(text)]
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def test_there_are_samples_of_each_kind() -> None:
    assert len(FOLDERS) >= 11
    assert len(SPUN) >= 4


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_folder_is_whole(folder: Path) -> None:
    source, gold, data = read(folder / "input.txt"), read(folder / "gold.txt"), meta(folder)
    assert source
    assert gold
    assert set(data) == META_KEYS
    assert isinstance(data["kind"], str)
    assert isinstance(data["description"], str)
    assert isinstance(data["must_not_change"], bool)
    assert data["must_not_change"] == (source == gold)
    assert 350 <= len(source.split()) <= 800


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_removed_lines_and_metadata_come_from_the_input(folder: Path) -> None:
    source, gold, data = read(folder / "input.txt"), read(folder / "gold.txt"), meta(folder)
    lines, kept = source.splitlines(), gold.splitlines()
    for line_class, line in data["removed_lines"]:
        assert line_class in LINE_CLASSES
        assert line in lines
        assert line not in kept
    removed = " ".join(line for _, line in data["removed_lines"])
    for values in data["expect_metadata"].values():
        assert isinstance(values, list)
        assert all(value in removed for value in values)


def test_wrapped_gold_is_the_input_without_the_removed_lines() -> None:
    folder = SEEDS / "wrapped-newspaper"
    removed = {line for _, line in meta(folder)["removed_lines"]}
    lines = read(folder / "input.txt").splitlines()
    kept = [line for line in lines if line and line not in removed]
    assert "\n\n".join(kept) + "\n" == read(folder / "gold.txt")


def test_all_caps_gold_differs_only_in_case() -> None:
    folder = SEEDS / "all-caps"
    assert read(folder / "gold-thorough.txt").upper() == read(folder / "gold.txt")


@pytest.mark.parametrize("folder", SPUN, ids=lambda folder: folder.name)
def test_gold_edits_turn_the_input_into_the_gold(folder: Path) -> None:
    source, out, end = read(folder / "input.txt"), [], 0
    for edit in edits(folder):
        assert set(edit) == EDIT_KEYS
        assert end <= edit["start"] < edit["end"] <= len(source)
        assert source[edit["start"] : edit["end"]] == edit["spun"]
        assert edit["gold"]
        assert edit["spun"] not in edit["gold"]
        assert len(set(edit["gold"])) == len(edit["gold"])
        assert isinstance(edit["required"], bool)
        out += [source[end : edit["start"]], edit["gold"][0]]
        end = edit["end"]
    assert "".join([*out, source[end:]]) == read(folder / "gold.txt")


@pytest.mark.parametrize("folder", SPUN, ids=lambda folder: folder.name)
def test_spun_share_is_that_of_real_pages(folder: Path) -> None:
    tokens = re.findall(r"\w+(?:[’'.-]\w+)*", read(folder / "input.txt"))
    share = 100 * len(edits(folder)) / len(tokens)
    low, high = (7, 11) if folder.name == "spun-light" else (18, 26)
    assert low <= share <= high


@pytest.mark.skipif(not THIRD_PARTY.is_dir(), reason="the third-party articles are not here")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_run_of_ten_words_is_third_party(folder: Path) -> None:
    known: set[tuple[str, ...]] = set()
    for path in THIRD_PARTY.glob("*.txt"):
        known |= shingles(read(path))
    for path in folder.glob("*.txt"):
        assert not shingles(read(path)) & known
