"""The dictionary format, its lint, and every dictionary that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from textrepair.check import check_dictionary
from textrepair.dictionary import (
    HEADER,
    KINDS,
    RISKS,
    SENTINEL,
    DictionaryError,
    folder,
    load_dictionary,
    parse,
    problems,
    shipped,
)

HEAD = (
    "#textrepair-dictionary: 1\n#name: own\n#kind: replace\n#language: en\n#risk: clear\n#source: test\n"
    "#licence: CC0-1.0\n#built-by: hand\n#columns: before\tafter\n"
)


def lint(rows: str, head: str = HEAD) -> list[str]:
    return list(problems(parse((head + rows).encode(), "own.tsv")))


@pytest.mark.parametrize("name", shipped())
def test_shipped_dictionaries_are_sound(name: str) -> None:
    dictionary = load_dictionary(name)
    assert dictionary.name == name
    assert dictionary.rows
    assert list(problems(dictionary)) == []
    assert dictionary.header["risk"] in RISKS
    assert check_dictionary(str(folder() / f"{name}.tsv")) == []


def test_the_sentinel_ships() -> None:
    assert SENTINEL.removesuffix(".tsv") in shipped()


def test_good_rows_have_no_problems() -> None:
    assert lint("alpha\tbeta\ngamma ray\tdelta\n") == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("b\tx\na\ty\n", "own.tsv:11: 'a' is not in order; sort"),
        ("a\tx\na\ty\n", "own.tsv:11: 'a' stands here a second time"),
        ("a\t\n", "own.tsv:10: column 'after' is empty"),
        ("a \tx\n", "own.tsv:10: column 'before' is empty or has stray blanks"),
        ("a\tb\nb\ta\n", "contains the key 'b'"),
        ("a\ta a\n", "contains the key 'a'"),
        ("colossal information\tbig data\ndata lake\tinformation pond\n", "make up another key with the words beside"),
    ],
)
def test_problems_are_named_with_file_and_line(rows: str, message: str) -> None:
    assert any(message in problem for problem in lint(rows)), lint(rows)


def test_evidence_may_run_both_ways() -> None:
    head = HEAD.replace("kind: replace", "kind: spun").replace(
        "before\tafter", "spun\toriginal\tcount\tpages\tevidence"
    )
    assert lint("final\tlast\t3\t2\tP\nlast\tfinal\t2\t1\tC\n", head) == []
    assert any("whole number" in problem for problem in lint("final\tlast\tmany\t2\tP\n", head))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "own.tsv:1: is not a dictionary"),
        (b"hello\n", "own.tsv:1: is not a dictionary"),
        (b"#textrepair-dictionary: 9\n", "is not a dictionary"),
        (b"#textrepair-dictionary\n", "own.tsv:1: a header line must read"),
        (HEAD.replace("#licence: CC0-1.0\n", "").encode(), "the header lacks 'licence'"),
        (HEAD.replace("kind: replace", "kind: sayings").encode(), "kind 'sayings' is not one of"),
        (HEAD.replace("before\tafter", "from\tto").encode(), "must begin with before, after"),
        ((HEAD + "one cell\n").encode(), "own.tsv:10: has 1 cells where the header names 2"),
        ((HEAD + "a\tb\tc\n").encode(), "own.tsv:10: has 3 cells"),
        (HEAD.encode() + b"caf\xe9\tx\n", "own.tsv:10: is not UTF-8"),
        (b"\xff\xfe\x00", "own.tsv:1: is not UTF-8"),
    ],
)
def test_broken_files_are_refused_with_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(DictionaryError) as caught:
        parse(data, "own.tsv")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_names_and_paths() -> None:
    with pytest.raises(DictionaryError, match=r"there is no such dictionary; the shipped ones are .*spun-en"):
        load_dictionary("spun-xx")
    with pytest.raises(DictionaryError, match="cannot be read"):
        load_dictionary("/nowhere/own.tsv")


def test_crlf_is_read_as_lf() -> None:
    assert parse((HEAD + "a\tb\n").replace("\n", "\r\n").encode(), "own.tsv").rows == (("a", "b"),)


def test_an_example_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text(HEAD.replace("before\tafter", "before\tafter\texample") + "a\tb\n", encoding="utf-8")
    assert load_dictionary(path).column("example") == ("",)
    assert load_dictionary(path).column("nonsense") == ("",)


def test_every_kind_is_complete() -> None:
    assert "columns" in HEADER
    for kind in KINDS.values():
        assert 1 <= kind.key <= len(kind.columns)
        assert set(kind.counts) <= set(kind.columns)
