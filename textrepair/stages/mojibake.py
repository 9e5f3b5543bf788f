"""Mojibake: text that was decoded with the wrong encoding. The tables and the judgement are those of ftfy.

The order of attempts is ftfy's, rebuilt here for three reasons: ftfy 6.3.1 drops the configuration on some paths, so
that its switches do not always take effect; it returns a whole line, where we want to know which characters were
repaired; and we want to know how a repair was found, which tells how sure it is. Both rest on one fact: the wrong
encoding had one byte for each character, so that a place among the bytes is a place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ftfy import bad_codecs
from ftfy.badness import is_bad
from ftfy.chardata import (
    ALTERED_UTF8_RE,
    C1_CONTROL_RE,
    CHARMAP_ENCODINGS,
    LOSSY_UTF8_RE,
    UTF8_DETECTOR_RE,
    possible_encoding,
)
from ftfy.fixes import A_GRAVE_WORD_RE

from textrepair.config import EncodingOptions
from textrepair.edits import Edit

bad_codecs.ok()  # ftfy's own codecs must be registered

RULE = "encoding.mojibake"

# Whatever ftfy's pattern of bad sequences matches contains one of these, so that most lines need no closer look: two
# characters that occur in mojibake side by side (plain Greek and Cyrillic letters only beside others), and a few single
# ones. Pairs of a class for the first character and a pattern for what follows it.
_LETTERS = "\u0391-\u03c9\u0410-\u044f"
_OTHERS = "\x80-\u0390\u03ca-\u040f\u0450-\u2e7f\uf8ff\ufb01\ufb02\ufffd"
SUSPICIOUS_PARTS = (
    (_OTHERS, f"(?:[{_LETTERS}{_OTHERS}]|(?<=[{_LETTERS}].))"),
    ("\x80-\x9f", ""),
    ("Œœ", "(?![A-Za-z])"),
    ("ÃÂ", " "),
)


def starting(parts: Sequence[tuple[str, str]]) -> re.Pattern[str]:
    """Compile alternatives so that the search runs at the speed of a single character class.

    Args:
        parts: for each alternative the class of its first character, without brackets, and the pattern of the rest.

    >>> starting([("a", "b"), ("cd", "")]).findall("aabd")
    ['ab', 'd']
    """
    first = "".join(first for first, _ in parts)
    return re.compile(f"[{first}](?:" + "|".join(f"(?<=[{first}]){rest}" for first, rest in parts) + ")")


_SUSPICIOUS = starting(SUSPICIOUS_PARTS)

_HIGH = re.compile(rb"[\x80-\xff]+")
_C1_RUN = re.compile("[\x80-\x9f]+")

# How sure a repair is, by the encoding that explains it. Latin-1 and Windows-1252 are behind nearly all real cases.
_COMMON = {"latin-1": 0.97, "sloppy-windows-1252": 0.97}
_RARE = 0.9
_INCONSISTENT = 0.92
_LOSSY = 0.85
_C1 = 0.9
_IMPLAUSIBLE = 0.4
_EXPLAINED = 0.45  # shown on purpose, by a text about encodings

_ABOUT = re.compile(
    r"\b(?:mojibake|encod(?:e[ds]?|ings?)|decod(?:e[ds]?|ings?)|utf-?8|latin-?[19]|unicode|windows-?125\d|cp-?125\d|"
    r"iso[- ]?8859|mac-?roman|code ?pages?|charsets?|character sets?|bytes?|garbled|gibberish)\b",
    re.IGNORECASE,
)
_NEAR = 60  # code points within which an explanation has the right form
_DASHES = frozenset("–—…•·")  # these stand between blanks anyway


def mojibake_edits(line: str, options: EncodingOptions) -> list[Edit]:
    """Undo one layer of wrong decoding in one line.

    Args:
        line: a line, or a piece of a very long one.
        options: `fix_encoding` is taken as on; the switches below it are obeyed.

    Returns:
        Sorted, disjoint edits, one for each run of wrong characters; offsets in code points of `line`.

    >>> [(edit.start, edit.before, edit.after) for edit in mojibake_edits("the cafÃ© is", EncodingOptions())]
    [(7, 'Ã©', 'é')]
    """
    if line.isascii() or not _SUSPICIOUS.search(line) or not is_bad(line):
        return []
    edits = _repaired(line, options)
    about = _ABOUT.search(line) is not None if edits else False
    return [_doubted(line, edit, about) for edit in edits]


def _doubted(line: str, edit: Edit, about: bool) -> Edit:
    """Lower the confidence of an edit where the line shows the damage on purpose: "é turns into Ã©".

    Evidence of that is that the right form stands beside it, that the characters stand alone, and words such as
    "encoding"; two of the three are enough.
    """
    right = _right_form(line, edit)
    if not about and not right:
        return edit
    alone = not (line[edit.start - 1 : edit.start].isalnum() or line[edit.end : edit.end + 1].isalnum())
    if (alone and (right or edit.after not in _DASHES)) or (about and right):
        return replace(edit, confidence=min(edit.confidence, _EXPLAINED))
    return edit


def _right_form(line: str, edit: Edit) -> bool:
    """Whether the word with the damage also stands near it as it should be."""
    if edit.after.isascii():
        return False
    head, tail = _WORD_END.search(line, max(0, edit.start - 30), edit.start), _WORD_START.match(line, edit.end)
    word = (head.group() if head else "") + edit.after + (tail.group() if tail else "")
    near = line[max(0, edit.start - _NEAR) : edit.start], line[edit.end : edit.end + _NEAR]
    return any(word in part.replace(edit.before, "") for part in near)


_WORD_END = re.compile(r"[^\W\d_]{1,30}\Z")
_WORD_START = re.compile(r"[a-z]{1,30}")


def _repaired(line: str, options: EncodingOptions) -> list[Edit]:
    """Return the edits of the first attempt that explains the line."""
    for encoding in CHARMAP_ENCODINGS:
        if possible_encoding(line, encoding):
            edits = _decoded(line, encoding, options)
            if edits is not None:
                return edits
    if options.decode_inconsistent_utf8:
        edits = _inconsistent(line, options)
        if edits:
            return edits
    if possible_encoding(line, "latin-1") and _all_windows(line):
        return c1_edits(line)
    return c1_edits(line) if options.fix_c1_controls else []


def c1_edits(line: str) -> list[Edit]:
    r"""Read C1 controls as the characters that Windows-1252 has in their place.

    >>> [(edit.before, edit.after) for edit in c1_edits("it\x92s")]
    [('\x92', '’')]
    """
    edits = []
    for match in _C1_RUN.finditer(line):
        after = match.group().encode("latin-1").decode("sloppy-windows-1252")
        if after != match.group():
            edits.append(Edit(match.start(), match.end(), match.group(), after, RULE, "encoding", _C1))
    return edits


def _all_windows(line: str) -> bool:
    return not any(control in "\x81\x8d\x8f\x90\x9d" for control in set(C1_CONTROL_RE.findall(line)))


def _decoded(line: str, encoding: str, options: EncodingOptions) -> list[Edit] | None:
    """Encode the whole line again and decode it as UTF-8; None if that does not explain it."""
    data = line.encode(encoding)
    inserted: list[int] = []
    # An en dash before a blank in MacRoman looks like a broken sequence (ftfy leaves it out for the same reason).
    if options.restore_byte_a0 and encoding != "macroman":
        data, inserted = _restored_a0(data)
    codec = "utf-8-variants" if 0xED in data or 0xC0 in data else "utf-8"
    sure = _COMMON.get(encoding, _RARE)
    lossy = options.replace_lossy_sequences and encoding.startswith("sloppy")
    edits: list[Edit] = []

    def add(start: int, end: int, after: str, confidence: float) -> None:
        start -= bisect_right(inserted, start - 1)
        end -= bisect_right(inserted, end - 1)
        before = line[start:end]
        if before != after:
            confidence = confidence if _plausible(after) else _IMPLAUSIBLE
            edits.append(Edit(start, end, before, after, RULE, "encoding", confidence))

    at = 0
    try:
        for match in LOSSY_UTF8_RE.finditer(data) if lossy else ():
            for high in _HIGH.finditer(data, at, match.start()):
                add(high.start(), high.end(), high.group().decode(codec), sure)
            add(match.start(), match.end(), "\ufffd", _LOSSY)
            at = match.end()
        for high in _HIGH.finditer(data, at):
            add(high.start(), high.end(), high.group().decode(codec), sure)
    except UnicodeDecodeError:
        return None
    return edits


def _restored_a0(data: bytes) -> tuple[bytes, list[int]]:
    """Put bytes A0 back that became blanks; also return the places where one was put in besides the blank."""
    places: list[int] = []
    for match in A_GRAVE_WORD_RE.finditer(data):
        places.append(match.start() + 1 + len(places))
    if places:
        data = A_GRAVE_WORD_RE.sub(b"\xc3\xa0 ", data)
    return ALTERED_UTF8_RE.sub(lambda match: match.group().replace(b" ", b"\xa0"), data), places


def _plausible(text: str) -> bool:
    # A decoding that yields unassigned or private characters probably undoes no error. C1 controls are a sign of one
    # more layer of wrong decoding, which the next round undoes.
    return all("\x80" <= char <= "\x9f" or unicodedata.category(char) not in ("Cc", "Cn", "Co") for char in set(text))


def _inconsistent(line: str, options: EncodingOptions) -> list[Edit]:
    """Repair sequences that look like UTF-8 in a line that is not wholly explained by one encoding."""
    edits = []
    for match in UTF8_DETECTOR_RE.finditer(line):
        piece = match.group()
        if len(piece) == len(line):
            continue  # tried already
        for edit in mojibake_edits(piece, options):  # a piece alone has no words around it
            start = edit.start + match.start()
            confidence = min(edit.confidence, _INCONSISTENT)
            edits.append(Edit(start, start + len(edit.before), edit.before, edit.after, RULE, "encoding", confidence))
    return edits
