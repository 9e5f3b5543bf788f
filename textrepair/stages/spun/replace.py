"""A user's own substitutions (dictionaries of the kind ``replace``), applied wherever the text stands."""

from __future__ import annotations

import functools

import ahocorasick_rs

from textrepair.dictionary import Dictionary, load_dictionary
from textrepair.edits import Edit
from textrepair.text import matches

CONFIDENCE = 1.0  # the user said so


@functools.lru_cache(maxsize=8)
def _search(paths: tuple[str, ...]) -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, str, str]]] | None:
    dictionaries: list[Dictionary] = [loaded for loaded in map(load_dictionary, paths) if loaded.kind == "replace"]
    rows = [(row[0], row[1], f"replace.{loaded.name}:{row[0]}") for loaded in dictionaries for row in loaded.rows]
    if not rows:
        return None
    longest = ahocorasick_rs.MatchKind.LeftmostLongest
    return ahocorasick_rs.AhoCorasick([before for before, _, _ in rows], matchkind=longest), rows


def find(text: str, dictionaries: tuple[str, ...]) -> list[Edit]:
    """Return the edits of the user's dictionaries: whole words, capitals as they stand, longest match first.

    Raises:
        DictionaryError: a dictionary cannot be used.
    """
    search = _search(dictionaries) if dictionaries else None
    if search is None:
        return []
    automaton, rows = search
    edits = []
    for index, start, end in matches(automaton, text):
        before, after, rule = rows[index]
        inside = (text[start - 1 : start].isalnum() and before[0].isalnum()) or (
            text[end : end + 1].isalnum() and before[-1].isalnum()
        )
        if not inside and before != after:
            edits.append(Edit(start, end, before, after, rule, "spun", CONFIDENCE))
    return edits
