"""A user's own substitutions (dictionaries of the kind ``replace``), applied wherever the text stands."""

from __future__ import annotations

import functools

import ahocorasick_rs

from textrepair.dictionary import Dictionary, load_user
from textrepair.edits import Edit
from textrepair.text import matches

CONFIDENCE = 1.0  # the user said so


@functools.lru_cache(maxsize=8)
def _search(
    paths: tuple[str, ...], language: str
) -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, str, str]]] | None:
    loaded: list[Dictionary] = [dictionary for dictionary in map(load_user, paths) if dictionary.speaks(language)]
    rows = [
        (row[0], row[1], f"replace.{dictionary.name}:{row[0]}")
        for dictionary in loaded
        if dictionary.kind == "replace"
        for row in dictionary.rows
    ]
    return (ahocorasick_rs.AhoCorasick([before for before, _, _ in rows]), rows) if rows else None


def find(text: str, dictionaries: tuple[str, ...], language: str) -> list[Edit]:
    """Return the edits of the user's dictionaries: whole words, capitals as they stand, longest match first.

    Args:
        text: the text.
        dictionaries: paths; those of the kind ``replace`` are used.
        language: of the document (a BCP 47 tag); dictionaries of other languages are not used.

    Raises:
        DictionaryError: a dictionary cannot be used.
    """
    search = _search(dictionaries, language) if dictionaries else None
    if search is None:
        return []
    automaton, rows = search
    whole = [
        (start, -end, index)
        for index, start, end in matches(automaton, text, overlapping=True)
        if not _inside_word(text, start, end)
    ]
    edits: list[Edit] = []
    for start, end, index in sorted(whole):
        before, after, rule = rows[index]
        if (not edits or edits[-1].end <= start) and before != after:
            edits.append(Edit(start, -end, before, after, rule, "replace", CONFIDENCE))
    return edits


def _inside_word(text: str, start: int, end: int) -> bool:
    cut_before = text[start - 1 : start].isalnum() and text[start].isalnum()
    return cut_before or (text[end - 1].isalnum() and text[end : end + 1].isalnum())
