"""The dictionary format: read, check, find.

A dictionary is a UTF-8 text file of tab-separated values that a person can review. It begins with a header, one
``#key: value`` a line, the first of which names the format and its version::

    #textrepair-dictionary: 1
    #name: institutions-en
    #kind: institutions
    #language: en
    #risk: clear
    #source: written for textrepair
    #licence: CC0-1.0
    #built-by: hand
    #columns: lower<TAB>name<TAB>example

then one row for each fact, sorted by code point, with the columns that the header names. The columns of each kind are
in `KINDS`; a column ``example`` may always be left out or empty.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

FORMAT = "textrepair-dictionary"
VERSION = "1"
HEADER = ("name", "kind", "language", "risk", "source", "licence", "built-by", "columns")
RISKS = ("clear", "context", "evidence")
# A file, not the folder: an uninstalled editable install can leave an empty folder behind.
SENTINEL = "institutions-en.tsv"


class DictionaryError(ValueError):
    """A dictionary that cannot be used; the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of dictionary must hold.

    Attributes:
        columns: the columns it must have, in order; others may follow.
        key: how many of the first columns together must be unique.
        applied: whether rows are applied as they stand (first column → second), which forbids loops and chains.
        counts: columns that hold a whole number above 0.
        lower: columns that are compared with text in lower case, so that a capital in them would never be met.
        yours: whether a user's dictionary of this kind is used; the others only serve those that come with the package.

    >>> KINDS["replace"].columns, KINDS["replace"].yours, KINDS["kept"].yours
    (('before', 'after'), True, False)
    """

    columns: tuple[str, ...]
    key: int = 1
    applied: bool = False
    counts: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    yours: bool = True


KINDS = {
    # Evidence: spun phrase, the original it stood for, how often that was seen, on how many pages,
    # and P (lined up with the original) or C (read from the context).
    "spun": Kind(("spun", "original", "count", "pages", "evidence"), key=2, counts=("count", "pages")),
    # Words seen unchanged in spun pages that were lined up with their originals.
    "kept": Kind(("word", "count"), counts=("count",), yours=False),
    # Where evidence was seen: an id used in other dictionaries → an address.
    "sources": Kind(("id", "address"), yours=False),
    # Triggers of page wrapping: class of line, how the trigger is compared, the trigger.
    "lines": Kind(("trigger", "class", "match"), key=3, lower=("trigger",)),
    # Institutions: lower-case form → name as it is written.
    "institutions": Kind(("lower", "name"), applied=True),
    # Titles that take capitals before a name: lower-case form → with capitals.
    "titles": Kind(("lower", "title"), applied=True),
    # A plain list of words, such as given names.
    "words": Kind(("word",), yours=False),
    # A user's own substitutions, applied wherever the text stands: whole words, with the capitals of the row.
    "replace": Kind(("before", "after"), applied=True),
}


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dictionary that was read.

    Attributes:
        path: where it was read from, for messages.
        header: the header, without the format line.
        columns: the names of the columns.
        rows: the rows, each with as many cells as there are columns.
        first_line: the number of the line in the file that holds the first row.
    """

    path: str
    header: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_line: int

    @property
    def name(self) -> str:
        """The name in the header."""
        return self.header["name"]

    @property
    def kind(self) -> str:
        """The kind of dictionary; a key of `KINDS`."""
        return self.header["kind"]

    def speaks(self, language: str) -> bool:
        """Whether the dictionary is for documents of a language (a BCP 47 tag)."""
        return self.language in ("mul", language, language.partition("-")[0].lower())

    @property
    def language(self) -> str:
        """The language it is for, or ``mul``."""
        return self.header["language"]

    def column(self, name: str) -> tuple[str, ...]:
        """Return one column; empty strings when the dictionary does not have it."""
        if name not in self.columns:
            return ("",) * len(self.rows)
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)


def folder() -> Traversable:
    """Return the folder of the dictionaries that came with the package: in a wheel, a zip, or the source tree."""
    inside = files("textrepair") / "dictionaries"
    if (inside / SENTINEL).is_file():
        return inside
    beside = Path(__file__).resolve().parent.parent / "dictionaries"
    if (beside / SENTINEL).is_file():
        return beside
    raise DictionaryError(f"{inside}: the dictionaries are missing; install textrepair again")


def shipped() -> list[str]:
    """Return the names of the dictionaries that came with the package."""
    return sorted(entry.name[:-4] for entry in folder().iterdir() if entry.name.endswith(".tsv"))


@functools.lru_cache(maxsize=64)
def load_dictionary(name: str | Path) -> Dictionary:
    """Read a dictionary; a process reads each file once.

    Args:
        name: the path of a file, or the name of a dictionary that came with the package (such as ``spun-en``).

    Returns:
        The dictionary.

    Raises:
        DictionaryError: it is not there or cannot be used; the message names the file, the line and the remedy.
            Rows of a file may stand in any order; everything else that `problems` finds is refused.

    >>> load_dictionary("institutions-en").kind
    'institutions'
    """
    text = str(name)
    source: Traversable = Path(text)
    ours = "/" not in text and "\\" not in text and not text.endswith(".tsv")
    if ours:
        source = folder() / f"{text}.tsv"
        if not source.is_file():
            raise DictionaryError(f"{text}: there is no such dictionary; the shipped ones are {', '.join(shipped())}")
    try:
        data = source.read_bytes()
    except OSError as error:
        raise DictionaryError(f"{text}: cannot be read ({error.strerror}); check the path") from None
    dictionary = parse(data, text)
    if not ours:  # the tests have checked those that ship
        for problem in problems(dictionary, order=False):
            raise DictionaryError(problem)
    return dictionary


def load_user(path: str) -> Dictionary:
    """Read a user's dictionary; see `load_dictionary`.

    Raises:
        DictionaryError: it cannot be used, or is of a kind that only serves our own dictionaries.
    """
    dictionary = load_dictionary(path)
    if not KINDS[dictionary.kind].yours:
        used = ", ".join(kind for kind in KINDS if KINDS[kind].yours)
        kind = repr(dictionary.kind)
        raise DictionaryError(f"{path}:1: kind {kind} is not for users; the kinds that are used are {used}")
    return dictionary


def parse(data: bytes, path: str) -> Dictionary:
    r"""Read a dictionary from bytes.

    Args:
        data: the content of the file.
        path: what to call the file in messages.

    Returns:
        The dictionary; `problems` finds what is wrong with its content.

    Raises:
        DictionaryError: the format is broken; the message names the first line that is.

    >>> parse(b"#textrepair-dictionary: 2\n", "mine.tsv")
    Traceback (most recent call last):
    ...
    textrepair.dictionary.DictionaryError: mine.tsv:1: version 2 is not supported; write '#textrepair-dictionary: 1'
    """
    dictionary, broken = scan(data, path)
    for problem in broken:
        raise DictionaryError(problem)
    assert dictionary is not None
    return dictionary


def scan(data: bytes, path: str) -> tuple[Dictionary | None, list[str]]:
    r"""Read as much of a dictionary as can be read.

    Args:
        data: the content of the file.
        path: what to call the file in messages.

    Returns:
        The dictionary, and a sentence for each place where its format is broken. Rows with too few or too many cells
        are in it as they are; None stands for a dictionary whose header cannot be used.

    >>> scan(b"a word\n", "mine.tsv")
    (None, ["mine.tsv:1: is not a dictionary; its first line must read '#textrepair-dictionary: 1'"])
    """
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        return None, [f"{path}:{number}: is not UTF-8; save the file as UTF-8"]
    if lines and lines[-1] == "":
        lines.pop()
    header, first, broken = _header(lines, path)
    if broken:
        return None, broken
    columns = tuple(header["columns"].split("\t"))
    needed = KINDS[header["kind"]].columns
    if columns[: len(needed)] != needed:
        names = ", ".join(needed)
        return None, [f"{path}:1: the columns of kind {header['kind']!r} must begin with {names} (tabs between them)"]
    rows = []
    for number, line in enumerate(lines[first:], first + 1):
        cells = line.removesuffix("\r").split("\t")
        if len(cells) == len(columns) - 1 and columns[-1] == "example":
            cells.append("")
        if len(cells) != len(columns):
            broken.append(
                f"{path}:{number}: has {len(cells)} cells where the header names {len(columns)} columns; "
                "separate them by single tabs"
            )
        rows.append(tuple(cells))
    return Dictionary(path, header, columns, tuple(rows), first + 1), broken


def _header(lines: list[str], path: str) -> tuple[dict[str, str], int, list[str]]:
    """Return the header, the index of the first line behind it, and what is wrong with it."""
    header: dict[str, str] = {}
    broken: list[str] = []
    first = 0
    while first < len(lines) and lines[first].startswith("#"):
        key, colon, value = lines[first][1:].removesuffix("\r").partition(":")
        if not colon:
            broken.append(f"{path}:{first + 1}: a header line must read '#key: value'")
        header[key.strip()] = value.strip(" ")
        first += 1
    version = header.pop(FORMAT, "")
    if version and version != VERSION:
        return header, first, [f"{path}:1: version {version} is not supported; write '#{FORMAT}: {VERSION}'"]
    if not version and not broken:
        return header, first, [f"{path}:1: is not a dictionary; its first line must read '#{FORMAT}: {VERSION}'"]
    broken += [f"{path}:1: the header lacks '{key}'; add a line '#{key}: ...'" for key in HEADER if not header.get(key)]
    if header.get("kind", "") not in ("", *KINDS):
        broken.append(f"{path}:1: kind {header['kind']!r} is not one of {', '.join(KINDS)}")
    return header, first, broken


def problems(dictionary: Dictionary, *, order: bool = True) -> Iterator[str]:
    """Yield one sentence for each thing that is wrong with the content of a dictionary.

    Checked: order, uniqueness, empty cells, blanks, counts, capitals where they would never be met, the closed list of
    risks, and for dictionaries that are applied as they stand that no replacement brings up another key (alone, or with
    the words beside it).

    Args:
        dictionary: what was read; rows without the right number of cells are passed over.
        order: whether rows that are not sorted are a problem.

    Returns:
        An iterator over the sentences; each begins with the file and the line.

    >>> list(problems(Dictionary("x", {"kind": "words", "risk": "clear"}, ("word",), (("b",), ("a",)), 10)))
    ["x:11: 'a' is not in order; sort the rows by code point"]
    """
    kind = KINDS[dictionary.kind]
    if dictionary.header["risk"] not in RISKS:
        yield f"{dictionary.path}:1: risk {dictionary.header['risk']!r} is not one of {', '.join(RISKS)}"
    seen: set[tuple[str, ...]] = set()
    before: tuple[str, ...] = ()
    for line, row in _rows(dictionary):
        at = f"{dictionary.path}:{line}"
        key = row[: kind.key]
        if key in seen:
            yield f"{at}: {' / '.join(key)!r} stands here a second time; remove one of the two"
        elif order and key < before:
            yield f"{at}: {' / '.join(key)!r} is not in order; sort the rows by code point"
        seen.add(key)
        before = max(before, key)
        yield from (f"{at}: {problem}" for problem in _cells(kind, dict(zip(kind.columns, row, strict=False))))
    if kind.applied:
        yield from _chains(dictionary)


def _rows(dictionary: Dictionary) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows that have the right number of cells, with the numbers of their lines."""
    for line, row in enumerate(dictionary.rows, dictionary.first_line):
        if len(row) == len(dictionary.columns):
            yield line, row


def _cells(kind: Kind, cells: dict[str, str]) -> Iterator[str]:
    """Say what is wrong with single cells; they are given by column."""
    for column, cell in cells.items():
        if not cell or cell != " ".join(cell.split()):
            yield f"column {column!r} is empty or has stray blanks ({cell!r})"
        if column in kind.counts and not (cell.isascii() and cell.isdecimal() and len(cell) < 16 and int(cell) > 0):
            yield f"column {column!r} must be a whole number above 0, not {cell!r}"
        if column in kind.lower and cell != cell.lower():
            yield f"column {column!r} is compared in lower case; write {cell.lower()!r}, not {cell!r}"


def _chains(dictionary: Dictionary) -> Iterator[str]:
    """Find replacements whose text, alone or with its neighbours, is again a key (compared without case)."""
    keys = {row[0].lower(): row[0] for _, row in _rows(dictionary)}
    words = [key.split() for key in keys]
    heads = {" ".join(word[:n]) for word in words for n in range(1, len(word))}
    tails = {" ".join(word[-n:]) for word in words for n in range(1, len(word))}
    cased = KINDS[dictionary.kind].columns[1] in ("name", "title")  # only the case changes: the text is its own key
    for line, row in _rows(dictionary):
        target = row[1].lower().split()
        if cased and row[0] == row[1].lower():
            continue
        at = f"{dictionary.path}:{line}"
        for start in range(len(target)):
            for end in range(start + 1, len(target) + 1):
                if " ".join(target[start:end]) in keys:
                    key = keys[" ".join(target[start:end])]
                    yield f"{at}: the replacement {row[1]!r} contains the key {key!r}; give the final text in one row"
        for n in range(1, len(target) + 1):
            if " ".join(target[-n:]) in heads or " ".join(target[:n]) in tails:
                yield (
                    f"{at}: the replacement {row[1]!r} can make up another key with the words beside it; "
                    "lengthen or remove one of the two"
                )
                break
