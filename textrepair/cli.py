"""The ``textrepair`` command.

Exit status: 0 done; 1 only from ``detect``, when something was found; 2 usage or bad input; 130 interrupted; 141 the
reader of the output went away. What is slow to import is imported inside the commands.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textrepair import __version__
from textrepair.config import RepairConfig, resolve
from textrepair.files import STDIN, Document, InputError, encode, pending, placing, read, written

if TYPE_CHECKING:
    from textrepair.edits import Repair
    from textrepair.pipeline import Pipeline

DONE, FOUND, BAD, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# The commands describe FILE themselves: the list of arguments that Typer makes shows types of the program.
Files = Annotated[list[str] | None, typer.Argument(metavar="FILE", hidden=True)]
Preset = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="safe (default), thorough, encoding, boilerplate, unspin or suggest."),
]
Config = Annotated[str | None, typer.Option(metavar="FILE", help="A TOML file with the fields of RepairConfig.")]
Keep = Annotated[
    list[str] | None, typer.Option(metavar="CLASS", help="A class of lines to keep, such as byline (repeatable).")
]
MinConfidence = Annotated[
    str | None,
    typer.Option(
        metavar="NUMBER", help="Make changes from this confidence up, 0 to 1 (0.8; 0.5 in thorough, suggest)."
    ),
]
Dictionaries = Annotated[
    list[str] | None,
    typer.Option("--dictionary", metavar="FILE", help="A dictionary to use next to ours (repeatable)."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for each document.")]


def _version(wanted: bool) -> None:
    if wanted:
        _emit(f"textrepair {__version__}\n".encode())
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Repair text: take page wrapping off, reverse synonym spinning, mend encoding, spacing, case and quotes.

    Every change is accounted for; text that is clean comes out as it went in.
    """


@app.command("repair")
def repair_command(
    files: Files = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="DIR", help="Write the repaired documents to this folder.")
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Replace the documents, keeping a backup.")] = False,
    backup: Annotated[
        str, typer.Option(metavar="SUFFIX", help="Suffix of the backups of --in-place; '' for none.")
    ] = ".bak",
    edits: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write every change to this file, one JSON object a line.")
    ] = None,
    preset: Preset = None,
    config: Config = None,
    keep: Keep = None,
    min_confidence: MinConfidence = None,
    dictionary: Dictionaries = None,
) -> None:
    """Repair documents.

    Each FILE is one; none or - stands for standard input. One goes to standard output; several to a folder (-o) or back
    in their places (--in-place).
    """
    with _guard():
        if in_place and output is not None:
            raise InputError("give -o or --in-place, not both")
        paths = _paths(files)
        settings = _settings(preset, config, keep, min_confidence, dictionary)
        suffix = backup if in_place else None
        if edits is not None:
            settled = [*settings.dictionaries, *filter(None, [config])]
            taken = written(paths, output, suffix).union(map(os.path.realpath, settled))
            if not edits or os.path.realpath(edits) in taken:
                what = "would replace a file of this run" if edits else "is no file"
                raise InputError(f"--edits: {edits!r} {what}; name another one")
        place = placing(paths, _emit, output, suffix)
        # Opened before the first document is replaced: no change without its account.
        with pending(edits) if edits is not None else nullcontext() as ledger:

            def job(path: str, document: Document, result: Repair) -> None:
                for note in result.diagnosis.notes:
                    _say(f"note: {document.name}: {note}")
                place(path, document, document.encode(result.text))
                if ledger is not None:
                    ledger.writelines(_json({"file": path, **edit.to_dict()}) for edit in result.edits)

            failed = _each(paths, settings, job)
        _finish(BAD if failed else DONE)


@app.command()
def explain(
    files: Files = None,
    json_lines: Json = False,
    whole: Annotated[bool, typer.Option("--whole", help="Show whole documents.")] = False,
    preset: Preset = None,
    config: Config = None,
    keep: Keep = None,
    min_confidence: MinConfidence = None,
    dictionary: Dictionaries = None,
) -> None:
    """Show each change in its place.

    Each FILE is a document; none or - stands for standard input. A change comes with its rule and
    confidence; in colour on a terminal, elsewhere as [-deleted-]{+inserted+} <rule 0.97>.
    """
    with _guard():
        settings = _settings(preset, config, keep, min_confidence, dictionary)
        paths = _paths(files)
        from rich.console import Console

        from textrepair.report.terminal import colourful, plain, render

        console = Console(file=_stdout(), highlight=False)

        def job(path: str, document: Document, result: Repair) -> None:
            if json_lines:
                _emit(_json({"file": path, **result.to_dict()}))
            elif colourful(console):
                render(result, console, document.name, whole=whole)
            else:
                _emit(encode(plain(result, document.name, whole=whole)))

        _finish(BAD if _each(paths, settings, job) else DONE)


@app.command()
def detect(
    files: Files = None,
    json_lines: Json = False,
    preset: Preset = None,
    config: Config = None,
    keep: Keep = None,
    min_confidence: MinConfidence = None,
    dictionary: Dictionaries = None,
) -> None:
    """Say what is wrong, as numbers.

    Each FILE is a document; none or - stands for standard input. The exit status is 1 when anything is.
    """
    with _guard():
        settings = _settings(preset, config, keep, min_confidence, dictionary)
        paths = _paths(files)
        found = False
        rows: list[tuple[str, ...]] = []

        def job(path: str, document: Document, result: Repair) -> None:
            nonlocal found
            diagnosis = result.diagnosis
            found = found or not diagnosis.clean or diagnosis.spun_probability > settings.spun_gate
            if json_lines:
                _emit(_json({"file": path, **diagnosis.to_dict()}))
                return
            counts = ", ".join(f"{name} {count}" for name, count in diagnosis.found.items()) or "nothing"
            shares = (diagnosis.boilerplate_share, diagnosis.encoding_damage)
            numbers = (f"{diagnosis.spun_probability:.2f}", *(f"{share:.1%}" for share in shares))
            rows.append((document.name, *numbers, diagnosis.letter_case, counts, "; ".join(diagnosis.notes)))

        failed = _each(paths, settings, job)
        if rows:
            _table(("file", "spun", "boilerplate", "encoding", "case", "found", "notes"), rows)
        _finish(BAD if failed else FOUND if found else DONE)


@app.command("check-dictionary")
def check_dictionary_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE", hidden=True)],
) -> None:
    """Check dictionary files.

    Each FILE is one. Checked are its format and order, loops and chains, and that every example does what it
    says. The exit status is 2 when one is bad.
    """
    with _guard():
        from textrepair.check import check_dictionary

        failed = False
        for path in files:
            problems = check_dictionary(path)
            for problem in problems:
                _say(problem)
            if problems:
                failed = True
            else:
                _emit(encode(f"{path}: good\n"))
        _finish(BAD if failed else DONE)


def _settings(
    preset: str | None,
    config: str | None,
    keep: list[str] | None,
    min_confidence: str | None,
    dictionary: list[str] | None,
) -> RepairConfig:
    """Return the configuration that the options ask for, with its dictionaries tried."""
    if preset is not None and config is not None:
        raise InputError('give --preset or --config, not both; a line preset = "..." in the file does the same')
    settings = RepairConfig.from_toml(config) if config is not None else resolve(preset)
    changes: dict[str, Any] = {}
    if keep:
        changes["keep"] = [*settings.keep, *keep]
    if min_confidence is not None:
        changes["min_confidence"] = _number("--min-confidence", min_confidence)
    if dictionary:
        # A bare name would stand for one of the shipped dictionaries.
        given = [path if os.path.dirname(path) else f"{os.curdir}{os.sep}{path}" for path in dictionary]  # noqa: PTH120
        changes["dictionaries"] = [*settings.dictionaries, *given]
    settings = replace(settings, **changes)
    if settings.dictionaries:
        from textrepair.dictionary import load_user
        from textrepair.stages.boilerplate.triggers import read_triggers

        for path in settings.dictionaries:
            if (loaded := load_user(path)).kind == "lines":
                read_triggers(loaded)
    return settings


def _number(option: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise InputError(f"{option}: {value!r} is not a number; give one such as 0.8") from None


def _paths(files: list[str] | None) -> list[str]:
    """Return the documents, each once, however it is spelt."""
    named = {name if name == STDIN else os.path.abspath(name): name for name in reversed(files or [STDIN])}  # noqa: PTH100
    paths = list(reversed(named.values()))
    if STDIN in paths and sys.stdin is not None and sys.stdin.isatty():
        _say("reading from the terminal; end with Ctrl-D")
    return paths


def _each(paths: Sequence[str], settings: RepairConfig, job: Callable[[str, Document, Repair], None]) -> bool:
    """Do a job on every document; report those that fail, carry on, and say whether there were any."""
    from textrepair.pipeline import Pipeline

    pipeline = Pipeline(settings)
    failed = False
    for path in paths:
        try:
            document = read(path)
            if document.note:
                _say(f"note: {document.note}")
            result = _repair(path, document, pipeline)
            job(path, document, result)
        except InputError as error:
            _say(str(error))
            failed = True
    return failed


def _repair(path: str, document: Document, pipeline: Pipeline) -> Repair:
    from textrepair.dictionary import DictionaryError

    try:
        return pipeline(document.text)
    except DictionaryError as error:
        raise InputError(str(error)) from None
    except Exception as error:  # a bug of ours in one document must not take the others down
        if os.environ.get("TEXTREPAIR_DEBUG"):
            raise
        detail = f"{type(error).__name__}: {error}"[:200]
        raise InputError(f"{path}: a bug in textrepair ({detail}); TEXTREPAIR_DEBUG=1 shows where") from None


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table; tab-separated where it is not for the eye."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from textrepair.report.terminal import colourful, safe

    used = [at for at, head in enumerate(heads) if head != "notes" or any(row[at] for row in rows)]
    console = Console(file=_stdout(), highlight=False)
    if not colourful(console):
        lines = ["\t".join(safe(row[at]).replace("\t", " ") for at in used) for row in (heads, *rows)]
        _emit(encode("".join(f"{line}\n" for line in lines)))
        return
    table = Table(*(heads[at] for at in used))
    for row in rows:
        style = "green" if row[heads.index("found")] == "nothing" else "red"
        table.add_row(*(Text(safe(row[at]), style if heads[at] == "found" else "") for at in used))
    console.print(table)


def _json(data: dict[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False)
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:  # lone surrogates have no UTF-8, only an escape
        return f"{json.dumps(data)}\n".encode()


def _stdout() -> Any:
    if sys.stdout is None:
        raise InputError("standard output is closed; use -o or redirect it")
    return sys.stdout


def _emit(data: bytes) -> None:
    """Write bytes to standard output: line breaks as they are, UTF-8 whatever the locale."""
    stream = _stdout()
    stream.flush()
    rest = memoryview(data)
    while rest:  # an unbuffered stream (python -u) may take a part only, or for the moment nothing
        rest = rest[stream.buffer.write(rest) or 0 :]
    stream.buffer.flush()


def _say(message: str) -> None:
    with suppress(OSError, ValueError, AttributeError):  # nobody listens to standard error: carry on
        data = f"textrepair: {message}\n".encode("utf-8", "backslashreplace")
        sys.stderr.flush()
        sys.stderr.buffer.write(data)
        sys.stderr.buffer.flush()


def _finish(status: int) -> None:
    raise typer.Exit(status)


@contextmanager
def _guard() -> Iterator[None]:
    """Turn what can go wrong from outside into one sentence and an exit status."""
    try:
        yield
    except KeyboardInterrupt:
        _finish(INTERRUPTED)
    except BrokenPipeError:
        # What is still in the buffer can never be delivered; the interpreter must not try at its end.
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _finish(PIPE_CLOSED)
    except OSError as error:
        _say(f"the output cannot be written ({error.strerror})")
        _finish(BAD)
    except (InputError, ValueError) as error:
        # ConfigError and DictionaryError are ValueErrors; their messages are made for people.
        _say(str(error))
        _finish(BAD)


def main() -> None:
    """Run the command."""
    with suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(prog_name="textrepair")
    except KeyboardInterrupt:  # before a command took over
        sys.exit(INTERRUPTED)
