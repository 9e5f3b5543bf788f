"""Documents on disk: bytes to text with a note on how they were read, and text back to bytes without a loss."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

STDIN = "-"

# Longer marks first: the mark of UTF-32 (little-endian) begins with that of UTF-16. A UTF-8 mark is put back on
# output, so that a clean file comes out byte for byte; the others turn into UTF-8.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Windows-1252 as browsers read it: the five bytes that it leaves open are control characters, as in Latin-1.
_OPEN = "\x81\x8d\x8f\x90\x9d"
_WINDOWS_1252 = "".join(
    bytes([byte]).decode("cp1252", errors="ignore") or bytes([byte]).decode("latin-1") for byte in range(256)
)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\b\x1b")


class InputError(Exception):
    """A document or path that cannot be used; the message names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read.

    Attributes:
        name: its path, or ``standard input``.
        text: its text, without a byte order mark, with its line breaks as they are.
        data: its bytes.
        mark: whether it began with the byte order mark of UTF-8.
        note: a sentence when it was not plain UTF-8, else empty.
    """

    name: str
    text: str
    data: bytes
    mark: bool = False
    note: str = ""

    def encode(self, text: str) -> bytes:
        """Return a text as the bytes to write in place of this document; see `encode`."""
        return codecs.BOM_UTF8 * self.mark + encode(text)


def encode(text: str) -> bytes:
    r"""Return text as UTF-8. Lone surrogates become the three bytes that `decode` reads back as the same.

    >>> decode(encode("caf\u00e9 \ud800"), "example").text == "caf\u00e9 \ud800"
    True
    """
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes, name: str) -> Document:
    r"""Read a document from bytes.

    UTF-8 is read as it stands. A byte order mark decides between the UTF encodings; UTF-16 without one is recognised.
    Anything else is taken for Windows-1252, either the whole document or the few bytes that are no UTF-8.

    Args:
        data: the bytes.
        name: what to call the document in messages.

    Raises:
        InputError: the bytes are no text.

    >>> document = decode(b"caf\xe9", "old.txt")
    >>> document.text, document.note
    ('café', 'old.txt: is not UTF-8; it was read as Windows-1252')
    """
    if data.startswith(codecs.BOM_UTF8):
        return _utf8(data, len(codecs.BOM_UTF8), name)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _wide(data, len(mark), encoding, name)
    if b"\0" in data and (guess := _unmarked_utf16(data)):
        return _wide(data, 0, guess, name)
    return _utf8(data, 0, name)


def _utf8(data: bytes, skip: int, name: str) -> Document:
    body = data[skip:] if skip else data
    try:
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        if len(body) - len(body.translate(None, _CONTROLS)) > len(body) // 50:
            raise _binary(name) from None
        text, note = _mixed(body, name)
        return Document(name, text, data, bool(skip), note)
    nulls = text.count("\0")
    if nulls > 16 and nulls * 10 > len(text):
        raise _binary(name)
    return Document(name, text, data, bool(skip))


def _binary(name: str) -> InputError:
    return InputError(f"{name}: looks like a binary file; extract its text first")


def _mixed(data: bytes, name: str) -> tuple[str, str]:
    """Read bytes that are not UTF-8, or not all of them."""
    rough = data.decode("utf-8", "replace")
    bad = rough.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    # Letters beyond ASCII that are sound UTF-8. Where they prevail, the document is UTF-8 with stray bytes in it.
    ascii_only = rough.encode("ascii", "ignore")
    if len(rough) - len(ascii_only) - bad <= bad:
        text = codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]
        return text, f"{name}: is not UTF-8; it was read as Windows-1252{_left_open(text, '')}"
    text = data.decode("utf-8", _STRAY)
    note = f"{name}: some bytes are not UTF-8 (about {bad}); they were read as Windows-1252"
    return text, note + _left_open(text, rough)


def _left_open(text: str, sound: str) -> str:
    """Say how many bytes Windows-1252 has no character for; those that the sound part of the text has do not count."""
    count = sum(text.count(char) - sound.count(char) for char in _OPEN)
    what = "1 byte that it does not define was kept as a control character"
    if count > 1:
        what = f"{count} bytes that it does not define were kept as control characters"
    return f"; {what}" if count else ""


def _stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return codecs.charmap_decode(stray, "strict", _WINDOWS_1252)[0], error.end


_STRAY = "textrepair.stray"
codecs.register_error(_STRAY, _stray)


def _wide(data: bytes, skip: int, encoding: str, name: str) -> Document:
    label = encoding[:6].upper()
    try:
        text = data[skip:].decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        raise InputError(f"{name}: begins like {label} but breaks off or is damaged; save it as UTF-8") from None
    return Document(name, text, data, note=f"{name}: is {label}; the output is UTF-8")


def _unmarked_utf16(data: bytes) -> str:
    """Recognise UTF-16 without a mark: mostly Latin text, so nearly every second byte is NUL, and only those."""
    sample = data[: 1 << 16]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if half < 4 or len(data) % 2:
        return ""
    if odd * 2 > half and even * 20 < half:
        return "utf-16-le"
    if even * 2 > half and odd * 20 < half:
        return "utf-16-be"
    return ""


def read(path: str) -> Document:
    """Read a document from a path, or from standard input if it is ``-``.

    Raises:
        InputError: it cannot be read or is no text; the message names it and the remedy.
    """
    if not path:
        raise InputError("the name of a document is empty; give a path, or - for standard input")
    if path == STDIN:
        if sys.stdin is None:
            raise InputError("standard input is closed; name a file")
        try:
            return decode(sys.stdin.buffer.read(), "standard input")
        except OSError as error:
            raise InputError(f"standard input: cannot be read ({error.strerror})") from None
    try:
        return decode(Path(path).read_bytes(), path)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {_reason(error)}") from None


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file; check the path"
    if isinstance(error, IsADirectoryError):
        return "is a folder; name the files in it"
    if isinstance(error, PermissionError):
        return "cannot be read (permission denied); change its permissions"
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror})"
    return f"is no path ({error})"


def write(path: str | Path, data: bytes, backup: str = "") -> None:
    """Write a file as a whole or not at all: next to its place first, then renamed.

    Args:
        path: the file; where it is a symbolic link, the file that it points to.
        data: its new content.
        backup: suffix under which the old content is kept; empty for no backup.

    Raises:
        InputError: it cannot be written, or there is a backup of other content; the old content is still there.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():  # a pipe or device cannot be renamed onto
            Path(path).write_bytes(data)
            return
        if backup:
            _back_up(target, target.with_name(target.name + backup))
        _put(target, data, like=target)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: str | Path, error: OSError) -> InputError:
    return InputError(f"{path}: cannot be written ({error.strerror}); check the folder and the disk")


def _back_up(target: Path, kept: Path) -> None:
    data = target.read_bytes()
    if not os.path.lexists(kept):
        _put(kept, data, like=target)
    elif not kept.is_file() or kept.read_bytes() != data:  # equal: left by a run that broke off
        # It may be the only copy of what the document once was.
        raise InputError(
            f"{target}: was not replaced, because {kept.name} is there already; move that away, "
            "or give another suffix with --backup"
        )


@contextmanager
def pending(path: str) -> Iterator[BinaryIO]:
    """Open a file for writing, which takes its place only when the block ends.

    When the block breaks off, what was written until then takes its place too: it is the account of what was done.

    Args:
        path: the file; where it is a symbolic link, the file that it points to.

    Yields:
        The file, to be written as bytes.

    Raises:
        InputError: it cannot be opened.
    """
    target = Path(os.path.realpath(path))
    direct = target.exists() and not target.is_file()  # a pipe or device cannot be renamed onto
    fresh = Path(path) if direct else _fresh(target, "edits")
    try:
        file = fresh.open("wb" if direct else "xb")
    except OSError as error:
        raise _unwritable(path, error) from None
    whole = False
    try:
        with file:
            yield file
        whole = True
    finally:
        if not direct and (whole or fresh.stat().st_size):
            _settle(fresh, target, target)
        elif not direct:
            fresh.unlink()


def _put(target: Path, data: bytes, like: Path) -> None:
    fresh = _fresh(target)
    try:
        with fresh.open("xb") as file:
            file.write(data)
        _settle(fresh, target, like)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _fresh(target: Path, use: str = "document") -> Path:
    return target.with_name(f".textrepair-{os.getpid()}-{use}.tmp")


def _settle(fresh: Path, target: Path, like: Path) -> None:
    if like.exists():
        shutil.copystat(like, fresh)
        if target == like:
            os.utime(fresh)  # new content, new time
    fresh.replace(target)


def destinations(paths: Sequence[str], folder: str) -> dict[str, Path]:
    """Return where in an output folder each document goes: its path below the folder that all of them share.

    No two go to the same place, and none to the place of a document. (What is no file may be given a place outside of
    the folder, but will have nothing to put there.)

    Args:
        paths: documents, all of them files, or standard input alone (which becomes ``stdin.txt``).
        folder: the output folder; it is not made here.

    Raises:
        InputError: the folder is a file, or a result would replace a document.

    >>> {name: path.as_posix() for name, path in destinations(["a/x.txt", "b/x.txt"], "out").items()}
    {'a/x.txt': 'out/a/x.txt', 'b/x.txt': 'out/b/x.txt'}
    """
    if Path(folder).exists() and not Path(folder).is_dir():
        raise InputError(f"{folder}: is a file; name a folder with -o")
    if list(paths) == [STDIN]:
        return {STDIN: Path(folder, "stdin.txt")}
    full = {path: os.path.abspath(path) for path in paths}  # noqa: PTH100 - links must stay as they are named
    # A path that is no file will be reported later and must not move the results of the others.
    there = [path for path in full.values() if os.path.isfile(path)] or list(full.values())  # noqa: PTH113
    shared = os.path.commonpath([os.path.dirname(path) for path in there])  # noqa: PTH120
    places = {path: Path(folder, os.path.relpath(name, shared)) for path, name in full.items()}
    taken = {os.path.realpath(path) for path in paths}
    for path, place in places.items():
        if os.path.realpath(place) in taken:
            raise InputError(f"{path}: the result would replace {place}; use another folder, or --in-place")
    return places


def written(paths: Sequence[str], folder: str | None, backup: str | None) -> set[str]:
    """Return what a run will read or write, as real paths: documents, results and backups; see `placing`."""
    names = [path for path in paths if path != STDIN]
    taken: list[str | Path] = [*names]
    if folder is not None:
        taken += destinations(paths, folder).values()
    if backup:
        taken += [os.path.realpath(name) + backup for name in names]
    return {os.path.realpath(name) for name in taken}


Place = Callable[[str, Document, bytes], None]


def placing(paths: Sequence[str], emit: Callable[[bytes], None], folder: str | None, backup: str | None) -> Place:
    """Return a function that puts a repaired document, given as path, document and bytes, in its place.

    Args:
        paths: all documents of the run.
        emit: writes to standard output, where a single document goes.
        folder: output folder, or None.
        backup: None, or the suffix of backups: the documents are then replaced.

    Raises:
        InputError: the documents cannot go there, now or when the function is called.
    """
    if STDIN in paths and (backup is not None or len(paths) > 1):
        raise InputError("standard input (-) can only be repaired alone and without --in-place; name files instead")
    if backup is not None:
        return _in_place(backup)
    if folder is not None:
        return _in_folder(destinations(paths, folder), Path(folder))
    if len(paths) > 1:
        raise InputError(f"{len(paths)} documents need -o DIR (a folder for the results) or --in-place")
    return lambda _path, _document, data: emit(data)


def _in_place(backup: str) -> Place:
    if backup and (Path(backup).name != backup or backup == ".."):
        raise InputError(f"--backup: {backup!r} is no suffix of a file name; give one such as .bak")

    def place(path: str, document: Document, data: bytes) -> None:
        if not Path(path).is_file():
            raise InputError(f"{path}: is no plain file; leave --in-place out")
        if data != document.data:
            write(path, data, backup)

    return place


def _in_folder(places: dict[str, Path], folder: Path) -> Place:
    def place(path: str, _document: Document, data: bytes) -> None:
        _make(places[path].parent)
        write(places[path], data)

    _make(folder)
    return place


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made ({error.strerror}); use another folder") from None
