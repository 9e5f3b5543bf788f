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
    load_user,
    parse,
    problems,
    scan,
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
        (b"#textrepair-dictionary: 2\n", "own.tsv:1: version 2 is not supported; write '#textrepair-dictionary: 1'"),
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


def test_kinds_that_serve_only_ours_are_refused_of_a_user(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    for kind, columns, row in (
        ("kept", "word\tcount", "a\t1"),
        ("words", "word", "a"),
        ("sources", "id\taddress", "a\tb"),
    ):
        path.write_text(
            HEAD.replace("kind: replace", f"kind: {kind}").replace("before\tafter", columns) + f"{row}\n",
            encoding="utf-8",
        )
        load_dictionary.cache_clear()
        with pytest.raises(DictionaryError, match=f"own.tsv:1: kind '{kind}' is not for users; .* spun, lines, inst"):
            load_user(str(path))
        assert load_dictionary(path).kind == kind
        assert check_dictionary(path) == []


def test_all_that_is_broken_is_named_at_once() -> None:
    dictionary, broken = scan((HEAD + "a\nb\tx\nc\td\te\nb\ty\n").encode(), "own.tsv")
    assert [problem.split(" ")[0] for problem in broken] == ["own.tsv:10:", "own.tsv:12:"]
    assert dictionary is not None
    assert list(problems(dictionary)) == ["own.tsv:13: 'b' stands here a second time; remove one of the two"]
    assert scan(b"#textrepair-dictionary: 1\n#name: x\n#kind: sayings\n#language\n#risk: clear\n#source: x\n", "x") == (
        None,
        [
            "x:4: a header line must read '#key: value'",
            "x:1: the header lacks 'language'; add a line '#language: ...'",
            "x:1: the header lacks 'licence'; add a line '#licence: ...'",
            "x:1: the header lacks 'built-by'; add a line '#built-by: ...'",
            "x:1: the header lacks 'columns'; add a line '#columns: ...'",
            f"x:1: kind 'sayings' is not one of {', '.join(KINDS)}",
        ],
    )


def test_counts_of_any_length_and_script() -> None:
    head = HEAD.replace("kind: replace", "kind: kept").replace("before\tafter", "word\tcount")
    for count in ("0", "00", "-1", "1.5", "²", "٣", "9" * 5000, ""):
        assert any("must be a whole number" in problem for problem in lint(f"a\t{count}\n", head)), count
    assert lint("a\t12\n", head) == []


def test_capitals_where_text_is_compared_in_lower_case() -> None:
    head = HEAD.replace("kind: replace", "kind: lines").replace("before\tafter", "trigger\tclass\tmatch")
    assert lint("read on\trelated\tstart\n", head) == []
    assert any("write 'read on', not 'Read on'" in problem for problem in lint("Read on\trelated\tstart\n", head))


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert parse(b"\xef\xbb\xbf" + (HEAD + "a\tb\n").encode(), "own.tsv").rows == (("a", "b"),)


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
