"""The command: results, exit status, and one clear sentence for whatever can go wrong."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textrepair
from textrepair import cli, files
from textrepair.edits import Diagnosis, Edit, Part, Repair, Suggestion
from textrepair.files import InputError, decode, encode
from textrepair.report.html import repair_to_html
from textrepair.report.terminal import plain, render

DAMAGED = b"It was late.\r\nThey left.\r\n"
MENDED = b"It was late.\nThey left.\n"
COMMAND = [sys.executable, "-c", "from textrepair.cli import main; main()"]


@dataclass
class Outcome:
    status: int
    out: bytes
    err: str

    @property
    def sentence(self) -> str:
        """The only line on standard error."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


Run = Callable[..., Outcome]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*args: str | Path, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "argv", ["textrepair", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as stop:
            cli.main()
        out, err = capfdbinary.readouterr()
        return Outcome(int(stop.value.code or 0), out, err.decode())

    return call


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(DAMAGED)
    return path


# --- repair


def test_one_document_goes_to_standard_output(run: Run, page: Path) -> None:
    assert run("repair", page) == Outcome(0, MENDED, "")


@pytest.mark.parametrize("args", [(), ("-",), ("-", "-")])
def test_standard_input(run: Run, args: tuple[str, ...]) -> None:
    assert run("repair", *args, stdin=DAMAGED) == Outcome(0, MENDED, "")


def test_empty_input_gives_empty_output(run: Run) -> None:
    assert run("repair", stdin=b"") == Outcome(0, b"", "")


def test_clean_bytes_come_out_as_they_went_in(run: Run) -> None:
    for data in (b"\xef\xbb\xbfIt was late.\n", "“Café — naïve”, he said.".encode(), b"No line feed at the end"):
        assert run("repair", stdin=data) == Outcome(0, data, "")


def test_several_documents_go_to_a_folder(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_bytes(DAMAGED)
    out = tmp_path / "new" / "out"
    assert run("repair", tmp_path / "a/x.txt", tmp_path / "b/x.txt", "-o", out) == Outcome(0, b"", "")
    assert (out / "a/x.txt").read_bytes() == (out / "b/x.txt").read_bytes() == MENDED


def test_one_document_can_go_to_a_folder_too(run: Run, page: Path, tmp_path: Path) -> None:
    run("repair", page, "-o", tmp_path / "out")
    assert (tmp_path / "out/page.txt").read_bytes() == MENDED
    run("repair", "-o", tmp_path / "out", stdin=DAMAGED)
    assert (tmp_path / "out/stdin.txt").read_bytes() == MENDED


def test_the_same_document_named_twice_is_one(run: Run, page: Path) -> None:
    assert run("repair", page, page.parent / "." / "page.txt").out == MENDED


def test_good_documents_are_repaired_though_others_are_bad(run: Run, page: Path, tmp_path: Path) -> None:
    outcome = run("repair", tmp_path / "missing.txt", page, tmp_path, "-o", tmp_path / "out")
    assert outcome.status == 2
    assert (tmp_path / "out/page.txt").read_bytes() == MENDED
    missing, folder = outcome.err.splitlines()
    assert "missing.txt: there is no such file" in missing
    assert "is a folder" in folder


def test_several_documents_need_a_place(run: Run, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(DAMAGED)
    assert "need -o DIR" in run("repair", page, other).sentence


def test_in_place_keeps_a_backup_and_the_mode(run: Run, page: Path) -> None:
    page.chmod(0o640)
    assert run("repair", "--in-place", page).status == 0
    assert page.read_bytes() == MENDED
    assert page.with_name("page.txt.bak").read_bytes() == DAMAGED
    assert page.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in page.parent.iterdir()) == ["page.txt", "page.txt.bak"]


def test_in_place_leaves_a_clean_document_alone(run: Run, page: Path) -> None:
    page.write_bytes(MENDED)
    os.utime(page, (1, 1))
    run("repair", "--in-place", page)
    assert page.stat().st_mtime == 1
    assert not page.with_name("page.txt.bak").exists()


def test_in_place_without_backup_or_with_another_suffix(run: Run, page: Path) -> None:
    run("repair", "--in-place", "--backup", "", page)
    assert [path.name for path in page.parent.iterdir()] == ["page.txt"]
    page.write_bytes(DAMAGED)
    run("repair", "--in-place", "--backup", "~", page)
    assert page.with_name("page.txt~").read_bytes() == DAMAGED
    assert "is no suffix" in run("repair", "--in-place", "--backup", "/x", page).sentence


def test_in_place_never_overwrites_a_backup(run: Run, page: Path) -> None:
    backup = page.with_name("page.txt.bak")
    backup.write_bytes(b"the true original")
    outcome = run("repair", "--in-place", page)
    assert outcome.status == 2
    assert "because page.txt.bak is there already; move that away, or give another suffix" in outcome.sentence
    assert (page.read_bytes(), backup.read_bytes()) == (DAMAGED, b"the true original")
    backup.write_bytes(DAMAGED)  # as a run leaves it that broke off between the two
    assert run("repair", "--in-place", page).status == 0
    assert (page.read_bytes(), backup.read_bytes()) == (MENDED, DAMAGED)


def test_in_place_does_not_make_a_backup_of_one_document_from_another(run: Run, page: Path) -> None:
    other = page.with_name("page.txt.bak")
    other.write_bytes(b"Another  page.\n")
    assert run("repair", "--in-place", page, other).status == 2
    assert page.read_bytes() == DAMAGED
    assert page.with_name("page.txt.bak.bak").read_bytes() == b"Another  page.\n"


def test_in_place_writes_through_a_link(run: Run, page: Path) -> None:
    link = page.with_name("link.txt")
    link.symlink_to(page)
    run("repair", "--in-place", link)
    assert link.is_symlink()
    assert page.read_bytes() == MENDED


def test_a_failure_while_writing_leaves_the_document(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    outcome = run("repair", "--in-place", page)
    assert outcome.status == 2
    assert "cannot be written (No space left on device)" in outcome.sentence
    assert page.read_bytes() == DAMAGED
    assert [path.name for path in page.parent.iterdir()] == ["page.txt"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--in-place",), "standard input (-) can only be repaired alone"),
        (("-", "page.txt", "-o", "out"), "standard input (-) can only be repaired alone"),
        (("--in-place", "-o", "out", "page.txt"), "not both"),
        (("page.txt", "-o", "page.txt"), "is a file; name a folder"),
        (("page.txt", "-o", "."), "would replace"),
        (("page.txt", "--edits", "page.txt"), "--edits: 'page.txt' would replace a file of this run"),
        (("page.txt", "--config", "c.toml", "--edits", "c.toml"), "would replace a file of this run"),
        (("page.txt", "-o", "o", "--edits", "o/page.txt"), "would replace a file of this run"),
        (("page.txt", "--in-place", "--edits", "page.txt.bak"), "would replace a file of this run"),
        (("page.txt", "--edits", ""), "--edits: '' is no file"),
        (("page.txt", "--edits", "missing/edits.jsonl"), "cannot be written"),
        (("page.txt", "--in-place", "--backup", "", "--edits", "missing/edits.jsonl"), "cannot be written"),
        (("page.txt", "--in-place", "--edits", "."), "cannot be written (Is a directory)"),
        (("page.txt", "-o", "c.toml/out"), "c.toml/out: cannot be made"),
        (("page.txt", "--preset", "saef"), "did you mean 'safe'?"),
        (("page.txt", "--preset", "safe", "--config", "c.toml"), "not both"),
        (("page.txt", "--config", "missing.toml"), "missing.toml: cannot be read"),
        (("page.txt", "--config", "bad.toml"), "bad.toml: is not valid TOML"),
        (("page.txt", "--config", "unknown.toml"), "min_confidense: there is no such field; did you mean 'min_conf"),
        (("page.txt", "--keep", "bylines"), "did you mean 'byline'?"),
        (("page.txt", "--min-confidence", "1.5"), "min_confidence: 1.5 is not between 0 and 1"),
        (("page.txt", "--min-confidence", "nan"), "min_confidence: nan is not between 0 and 1"),
        (("page.txt", "--min-confidence", "high"), "--min-confidence: 'high' is not a number"),
        (("page.txt", "--dictionary", "missing.tsv"), "missing.tsv: cannot be read"),
        (("page.txt", "--dictionary", "missing"), "missing: cannot be read"),
        (("page.txt", "--dictionary", "broken.tsv"), "broken.tsv:1: is not a dictionary"),
        (("missing.txt",), "missing.txt: there is no such file; check the path"),
        ((".",), "is a folder"),
        (("",), "the name of a document is empty"),
        (("", "page.txt", "-o", "o"), "the name of a document is empty"),
        (("bad\0name",), "is no path"),
    ],
)
def test_bad_usage_is_one_sentence(
    run: Run, page: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(page.parent)
    Path("bad.toml").write_text("preset = ")
    Path("unknown.toml").write_text("min_confidense = 0.5")
    Path("c.toml").write_text("")
    Path("broken.tsv").write_text("a\tb\n")
    outcome = run("repair", *args)
    assert outcome.status == 2
    assert words in outcome.sentence
    assert page.read_bytes() == DAMAGED


@pytest.mark.parametrize("args", [("repair", "--no-such"), ("no-such",), ("check-dictionary",)])
def test_usage_errors_of_the_parser_exit_with_2(run: Run, args: tuple[str, ...]) -> None:
    outcome = run(*args)
    assert outcome.status == 2
    assert "Error: " in outcome.err
    assert "Traceback" not in outcome.err


def test_unreadable_file(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bytes:  # root may read everything: no use in taking the mode away
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    outcome = run("repair", page)
    assert outcome.status == 2
    assert "page.txt: cannot be read (permission denied)" in outcome.sentence


def test_a_bug_in_a_stage_is_a_sentence_too(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: object, text: str) -> Repair:
        raise RuntimeError("oh")

    monkeypatch.setattr(textrepair.Pipeline, "__call__", broken)
    outcome = run("repair", page)
    assert outcome.status == 2
    assert "page.txt: a bug in textrepair (RuntimeError: oh)" in outcome.sentence


def test_the_ledger_rebuilds_the_result(run: Run, page: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "edits.jsonl"
    outcome = run("repair", page, "--edits", ledger)
    rows = [json.loads(line) for line in ledger.read_text().splitlines()]
    assert {row.pop("file") for row in rows} == {str(page)}
    edits = [Edit(**row) for row in rows]
    assert textrepair.apply_edits(DAMAGED.decode(), edits).encode() == outcome.out


def test_the_ledger_may_lie_in_the_folder_of_results(run: Run, page: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "out" / "edits.jsonl"
    assert run("repair", page, "-o", ledger.parent, "--edits", ledger) == Outcome(0, b"", "")
    assert len(ledger.read_text().splitlines()) == 2
    assert sorted(path.name for path in ledger.parent.iterdir()) == ["edits.jsonl", "page.txt"]


def test_the_ledger_of_a_run_that_breaks_off_names_what_was_done(
    run: Run, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(path: str) -> files.Document:
        if "other" in path:
            raise KeyboardInterrupt
        return files.read(path)

    monkeypatch.setattr(cli, "read", stop)
    ledger = tmp_path / "edits.jsonl"
    ledger.write_text("older\n")
    assert run("repair", "--in-place", "other.txt", "--edits", ledger).status == 130
    assert ledger.read_text() == "older\n"
    assert run("repair", "--in-place", page, "other.txt", "--edits", ledger).status == 130
    assert page.read_bytes() == MENDED
    assert len(ledger.read_text().splitlines()) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edits.jsonl", "page.txt", "page.txt.bak"]


def test_the_ledger_can_be_a_device(run: Run, page: Path) -> None:
    outcome = run("repair", page, "--edits", os.devnull)
    assert outcome == Outcome(0, MENDED, "")


def test_notes_of_the_diagnosis_are_told(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def odd(self: object, text: str) -> Repair:
        return Repair(text, text, diagnosis=Diagnosis(notes=("left as it came",)))

    monkeypatch.setattr(textrepair.Pipeline, "__call__", odd)
    outcome = run("repair", page)
    assert outcome.status == 0
    assert outcome.sentence == f"textrepair: note: {page}: left as it came"


def test_options_reach_the_configuration(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert run("repair", page, "--preset", "suggest").out == DAMAGED
    config = tmp_path / "c.toml"
    config.write_text('stages = ["spacing"]\nkeep = ["login"]\n')
    assert run("repair", page, "--config", config).out == DAMAGED
    settings = cli._settings(None, str(config), ["byline"], "0.9", None)
    assert settings.keep == {"byline", "login"}
    assert settings.min_confidence == 0.9


# --- bytes


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (b"caf\xe9 \x93x\x94", "café “x”", "is not UTF-8; it was read as Windows-1252"),
        (b"caf\xe9 \x81", "café \x81", "Windows-1252; 1 byte that it does not define was kept as a control character"),
        (b"caf\xe9 \x81\x9d", "café \x81\x9d", "; 2 bytes that it does not define were kept as control characters"),
        (
            "naïve café \x81".encode() + b" \x9d",
            "naïve café \x81 \x9d",
            "(about 1); they were read as Windows-1252; 1 byte",
        ),
        ("naïve café “x”".encode() + b" \x92", "naïve café “x” ’", "some bytes are not UTF-8 (about 1)"),
        ("é𝄞".encode("utf-16"), "é𝄞", "is UTF-16"),
        ("plain text".encode("utf-16-le"), "plain text", "is UTF-16"),
        ("plain text".encode("utf-16-be"), "plain text", "is UTF-16"),
        ("é𝄞".encode("utf-32"), "é𝄞", "is UTF-32"),
        (b"\xef\xbb\xbfmark", "mark", ""),
        (b"a\0b\0c", "a\0b\0c", ""),
        (b"", "", ""),
        (b"\xed\xa0\x80", "\ud800", ""),
        ("kept \ufffd".encode(), "kept \ufffd", ""),
    ],
)
def test_decoding(data: bytes, text: str, note: str) -> None:
    document = decode(data, "x.txt")
    assert document.text == text
    assert note in document.note
    assert bool(note) == bool(document.note)
    if not note:
        assert document.encode(text) == data


@pytest.mark.parametrize(
    "data",
    [
        bytes(1000),
        bytes(range(256)) * 10,
        b"\x7fELF" + b"\x01\x00\x00\xff" * 50,
        b"\xff\xfea",
        b"\xff\xfe\x00\x00\xff\xff\xff\xff",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^x: "):
        decode(data, "x")


@given(st.text(st.characters(), max_size=50))
def test_any_text_survives_encoding(text: str) -> None:
    document = decode(encode(text), "x")
    if not document.note and not document.mark:
        assert document.text == text


@given(st.binary(max_size=60))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        document = decode(data, "x")
    except InputError:
        return
    if not document.note:
        assert document.encode(document.text) == data


def test_notes_go_to_standard_error(run: Run) -> None:
    outcome = run("repair", stdin=b"caf\xe9\n")
    assert outcome.out == "café\n".encode()
    assert outcome.sentence == "textrepair: note: standard input: is not UTF-8; it was read as Windows-1252"


def test_binary_input_is_an_error(run: Run) -> None:
    outcome = run("repair", stdin=b"\x7fELF" + b"\x01\x00\x00\xff" * 50)
    assert outcome.status == 2
    assert "looks like a binary file" in outcome.sentence


@pytest.mark.parametrize(
    "data", [b"{" * 100_000, b"word " * 200_000, b"\n" * 100_000, b"a\0" * 10 + b"b", b"\xed\xb0\x80"]
)
def test_odd_input_has_a_result(run: Run, data: bytes) -> None:
    outcome = run("repair", stdin=data)
    assert outcome.status == 0
    assert outcome.err == ""


# --- explain, detect, check-dictionary


def test_explain_is_plain_when_piped(run: Run, page: Path) -> None:
    outcome = run("explain", page)
    assert outcome.status == 0
    assert outcome.out.decode().splitlines()[1].startswith("1: It was late.[-␍-]")
    assert b"\x1b" not in outcome.out


def test_explain_json(run: Run, page: Path) -> None:
    outcome = run("explain", "--json", page, "-", stdin=b"a\xed\xa0\x80\r\n")
    first, second = map(json.loads, outcome.out.decode().splitlines())
    assert set(first) == {"file", "text", "edits", "suggestions", "diagnosis", "metadata"}
    assert first["file"] == str(page)
    assert first["text"].encode() == MENDED
    assert second["file"] == "-"


def test_explain_in_colour(run: Run, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert b"\x1b[" in run("explain", page).out
    assert b"\x1b[" in run("detect", page).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert b"\x1b[" not in run("explain", page).out


def test_detect(run: Run, page: Path) -> None:
    outcome = run("detect", page)
    assert outcome.status == 1
    head, row = outcome.out.decode().splitlines()
    assert head.split("\t")[:2] == ["file", "spun"]
    assert row.startswith(f"{page}\t")
    assert "linebreaks 2" in row
    page.write_bytes(MENDED)
    assert run("detect", page).status == 0
    row_json = json.loads(run("detect", "--json", page).out)
    assert row_json["file"] == str(page)
    assert row_json["found"] == {}


def test_detect_with_a_bad_document_exits_with_2(run: Run, page: Path) -> None:
    assert run("detect", page, page.with_name("missing")).status == 2


def test_check_dictionary(run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tsv", tmp_path / "bad.tsv"
    head = HEAD.format("words", "word")
    good.write_text(f"{head}a\nb\n")
    bad.write_text(f"{head}b\na\n")
    assert run("check-dictionary", good) == Outcome(0, f"{good}: good\n".encode(), "")
    outcome = run("check-dictionary", good, bad)
    assert outcome.status == 2
    assert f"{bad}:11: 'a' is not in order" in outcome.sentence
    assert "there is no such file" in run("check-dictionary", tmp_path / "missing.tsv").sentence
    assert "cannot be read" in run("check-dictionary", "bad\0name").sentence


def test_check_dictionary_reports_all_problems_in_order(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    rows = "b 12\tsubscribe\twhole\nAd now\tsubscribe\twhole\none cell\na\tsubscribed\twhol\nc\tsubscribed\twhole\n"
    path.write_text(HEAD.format("lines", "trigger\tclass\tmatch") + rows)
    outcome = run("check-dictionary", path)
    assert outcome.status == 2
    lines = outcome.err.splitlines()
    wanted = [
        (10, "a line is compared as 'b 0'"),
        (11, "is not in order"),
        (11, "is compared in lower case; write 'ad now', not 'Ad now'"),
        (12, "has 1 cells"),
        (13, "is not in order"),
        (13, "class 'subscribed' is not one of"),
        (14, "class 'subscribed' is not one of"),
    ]
    assert len(lines) == len(wanted)
    for line, (number, words) in zip(lines, wanted, strict=True):
        assert line.startswith(f"textrepair: {path}:{number}: ")
        assert words in line
    path.write_text("#textrepair-dictionary: 1\n#kind: sayings\n")
    assert len(run("check-dictionary", path).err.splitlines()) == 8


@pytest.mark.parametrize("command", ["repair", "explain", "detect"])
@pytest.mark.parametrize(
    ("kind", "columns", "row", "words"),
    [
        ("lines", "trigger\tclass\tmatch", "zorb\tsubscribed\twhole", "x.tsv:10: class 'subscribed' is not one of"),
        ("lines", "trigger\tclass\tmatch", "Zorb\tsubscribe\twhole", "x.tsv:10: column 'trigger' is compared in lower"),
        ("replace", "before\tafter", "a\ta a", "x.tsv:10: the replacement 'a a' contains the key 'a'"),
        ("replace", "before\tafter", "a", "x.tsv:10: has 1 cells"),
        ("words", "word", "zorb", "x.tsv:1: kind 'words' is not for users; the kinds that are used are spun, lines, "),
        ("kept", "word\tcount", "zorb\t1", "x.tsv:1: kind 'kept' is not for users"),
        ("sources", "id\taddress", "zorb\tzorb", "x.tsv:1: kind 'sources' is not for users"),
    ],
)
def test_a_dictionary_that_cannot_be_used_is_one_sentence(
    run: Run, page: Path, tmp_path: Path, command: str, kind: str, columns: str, row: str, words: str
) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(f"{HEAD.format(kind, columns)}{row}\n")
    config = tmp_path / "c.toml"
    config.write_text('dictionaries = ["x.tsv"]\n')
    for option in (("--dictionary", path), ("--config", config)):
        outcome = run(command, page, *option)
        assert outcome.status == 2
        assert words in outcome.sentence


HEAD = (
    "#textrepair-dictionary: 1\n#name: x\n#kind: {}\n#language: en\n#risk: clear\n#source: us\n"
    "#licence: CC0-1.0\n#built-by: hand\n#columns: {}\n"
)


@pytest.mark.parametrize(
    ("kind", "columns", "row", "problem"),
    [
        ("institutions", "lower\tname\texample", "zorb office\tZorb Office\tThe Zorb Office said so on Monday.", ""),
        ("institutions", "lower\tname\texample", "zorb office\tZorb Office\tHe met the zorb office on Monday.", ""),
        (
            "institutions",
            "lower\tname\texample",
            "zorb office\tZorb Office\tNobody said so.",
            "must contain 'Zorb Office'",
        ),
        ("institutions", "lower\tname\texample", "zorb office\tZorb Office\t", ""),
        ("lines", "trigger\tclass\tmatch\texample", "zorb now\tsubscribe\twhole\tZorb now", ""),
        ("lines", "trigger\tclass\tmatch", "zorb now\tsubscribe\twhol", "match 'whol' is not one of"),
        (
            "lines",
            "trigger\tclass\tmatch\texample",
            "zorb now\tsubscribe\twhole\tNobody said so on Monday.",
            "is not put into",
        ),
        (
            "lines",
            "trigger\tclass\tmatch\texample",
            "zorb now\tsubscribed\twhole\tZorb now",
            "'subscribed' is not one of",
        ),
    ],
)
def test_examples_of_a_dictionary_are_tried(
    run: Run, tmp_path: Path, kind: str, columns: str, row: str, problem: str
) -> None:
    path = tmp_path / "x.tsv"
    path.write_text(f"{HEAD.format(kind, columns)}{row}\n")
    outcome = run("check-dictionary", path)
    assert outcome.status == (2 if problem else 0)
    if problem:
        assert f"{path}:10: " in outcome.sentence
        assert problem in outcome.sentence


def test_version_and_help(run: Run) -> None:
    assert run("--version").out.decode() == f"textrepair {textrepair.__version__}\n"
    for command in ("repair", "explain", "detect", "check-dictionary"):
        outcome = run(command, "--help")
        assert outcome.status == 0
        assert b"FILE" in outcome.out
        assert b"list[" not in outcome.out
    assert b"(0.8; 0.5 in" in b" ".join(run("repair", "--help").out.split())


# --- the process


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_is_quiet(tmp_path: Path, unbuffered: str) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes(b"A plain line of text.\n" * 50_000)
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    process = subprocess.Popen(
        [*COMMAND, "repair", big], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_slow_reader_gets_everything(unbuffered: str) -> None:
    data = b"A plain line of text.\n" * 50_000
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    assert subprocess.run([*COMMAND, "repair"], input=data, capture_output=True, env=environment).stdout == data


def test_ctrl_c_is_quiet() -> None:
    script = "import textrepair.cli as cli; cli.read = lambda path: (print('on', flush=True), input()); cli.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", script, "repair"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"on\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=30)[1] == b""
    assert process.returncode == 130


def test_missing_streams_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        files.read("-")
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(InputError, match="standard output is closed"):
        cli._emit(b"x")


def test_output_is_utf_8_whatever_the_locale() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*COMMAND, "repair"], input="“é”\n".encode(), capture_output=True, env=environment, check=True
    )
    assert done.stdout == "“é”\n".encode()


# --- views


SOURCE = "One  two.\nAdvertisement\n<b> & \ud800\x00\u202e\n" + "x" * 500 + " bad\n"


@pytest.fixture
def repair() -> Repair:
    merged = (
        Part(0, 0, 3, "bad", "good", "spun.en:bad", "spun", 0.9),
        Part(1, 0, 1, "g", "G", "casing.x", "casing", 0.6),
    )
    edits = (
        Edit(3, 5, "  ", " ", "spacing.blanks", "spacing", 1.0),
        Edit(10, 24, "Advertisement\n", "", "boilerplate.advertisement", "boilerplate", 0.97),
        Edit(len(SOURCE) - 4, len(SOURCE) - 1, "bad", "Good", "casing.x", "casing", 0.6, merged),
    )
    suggestions = (
        Suggestion(0, 3, "One", 'A "one"', "spun.en:one", "spun", 0.4, "confidence below 0.8"),
        Suggestion(4, 8, " two", "2", "spun.en:two", "spun", 0.3, "overlaps"),
    )
    diagnosis = Diagnosis(0.5, notes=("odd\x1b",))
    text = textrepair.apply_edits(SOURCE, edits)
    return Repair(SOURCE, text, edits, suggestions, diagnosis, {"author": ("Jane \x1b Roe",)})


def test_plain_view(repair: Repair) -> None:
    assert plain(repair, "x.txt").splitlines() == [
        "x.txt: 3 changes (spacing 1, boilerplate 1, casing 1), 2 suggestions, spun with probability 0.50",
        "1: One[-··-]{+·+} <spacing.blanks 1.00>two.",
        "2: [-Advertisement↵-] <boilerplate.advertisement 0.97>",
        "4: …" + "x" * 59 + " [-bad-]{+Good+} <spun.en:bad, casing.x 0.60>",
        "Suggested, not made:",
        '1: [-One-]{+A "one"+} <spun.en:one 0.40>  two.  [confidence below 0.8]',
        "1: One [- two-]{+2+} <spun.en:two 0.30>.  [overlaps]",
        "author: Jane ‹U+001B› Roe",
        "note: odd‹U+001B›",
    ]
    whole = plain(repair, whole=True)
    assert "x" * 500 in whole
    assert "<b> & ‹U+D800›‹U+0000›‹U+202E›\n" in whole


def test_long_changes_are_shortened() -> None:
    text = "a" * 10_000
    assert len(plain(Repair(text, "", (Edit(0, 10_000, text, "", "x.y", "x"),)))) < 500


def test_html_view(repair: Repair) -> None:
    page = repair_to_html(repair)
    assert page == repair.to_html()
    page.encode()
    assert page.count("<del ") == 3
    assert page.count("<ins ") == 2
    assert 'title="boilerplate.advertisement 0.97">Advertisement\n</del>' in page
    assert "&lt;b&gt; &amp; \ufffd\ufffd\u202e\n" in page
    assert "suggested: &#x27;A &quot;one&quot;&#x27;" in page
    assert "spun.en:two" not in page  # it overlaps an edit


def test_coloured_view_says_the_same(repair: Repair) -> None:
    from rich.console import Console

    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", record=True, no_color=False)
    render(repair, console, "x.txt")
    shown = console.export_text()
    marked = plain(repair, "x.txt")
    for mark in ("[-", "-]", "{+", "+}"):
        marked = marked.replace(mark, "")
    assert shown == marked
    dull = Console(file=io.StringIO(), force_terminal=False)
    render(repair, dull, "x.txt")
    assert dull.file.getvalue() == plain(repair, "x.txt")  # type: ignore[attr-defined]


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("\n\r a")), max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.text(max_size=3)), max_size=8),
)
def test_views_take_any_text(text: str, cuts: list[tuple[int, str]]) -> None:
    cuts = sorted({min(at, len(text)): after for at, after in cuts}.items())
    edits = tuple(
        Edit(start, end, text[start:end], after, "x.y", "x", 0.5)
        for (start, after), (end, _) in zip(cuts[::2], cuts[1::2], strict=False)
    )
    repair = Repair(text, textrepair.apply_edits(text, edits), edits)
    shown = plain(repair, "n")
    assert shown.endswith("\n")
    assert shown.count("<x.y 0.50>") == len(edits)
    shown.encode()
    page = repair_to_html(repair)
    page.encode()
    assert page.count("<del ") == len(edits)
