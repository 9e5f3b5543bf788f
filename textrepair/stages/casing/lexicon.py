"""What the casing stage knows: names of institutions, titles, given names and other proper words.

Also the one scan that finds them all: an Aho–Corasick automaton over the text in lower case.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from textrepair.dictionary import load_dictionary, load_user
from textrepair.text import lower

SHIPPED = ("institutions-en", "institutions-context-en", "titles-en")
PROPER = ("proper-en", "given-names-en")

# The automaton works on UTF-8, which has no lone surrogates; typographic apostrophes and hard blanks are plain in the
# dictionaries. All of these keep the length of the text, so that offsets stay.
_FOLD = {ord("’"): "'", ord("\u00a0"): " ", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}
_ODD = re.compile("[’\u00a0\ud800-\udfff]")
_JOINERS = "-_@/#&'’\\"


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase to look for, and how it is written.

    Attributes:
        written: the phrase with its capitals.
        kind: ``institution`` or ``title``.
        clear: whether the lower-case words hardly ever mean anything else.
    """

    written: str
    kind: str
    clear: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of the lexicon in a text; offsets in code points, end exclusive."""

    start: int
    end: int
    entry: Entry


class Lexicon:
    """The phrases, ready to be searched.

    Args:
        entries: each phrase in lower case, with what is known about it.
    """

    def __init__(self, entries: dict[str, Entry]) -> None:
        self.entries = tuple(entries.values())
        patterns = list(entries)
        self._automaton = None
        if patterns:
            self._automaton = AhoCorasick(patterns, MatchKind.LeftmostLongest, implementation=Implementation.DFA)
        self.titles = frozenset(key for key, entry in entries.items() if entry.kind == "title")

    def matches(self, text: str) -> Iterator[Match]:
        """Yield the phrases that stand in a text as whole words, however they are capitalised."""
        if self._automaton is None:
            return
        folded = fold(text)
        for number, start, end in self._automaton.find_matches_as_indexes(folded):
            if start and (folded[start - 1].isalnum() or folded[start - 1] in _JOINERS):
                continue
            if end < len(folded) and (folded[end].isalnum() or folded[end] in "-_@/\\"):
                continue
            if folded[start - 1 : start] == "." and start > 1 and not folded[start - 2].isspace():
                continue  # part of an address or a file name
            yield Match(start, end, self.entries[number])


def fold(text: str) -> str:
    """Return a text as the automaton compares it: lower case, plain apostrophes and blanks, the length unchanged."""
    low = lower(text)
    return low.translate(_FOLD) if not low.isascii() and _ODD.search(low) else low


@functools.lru_cache(maxsize=16)
def load_lexicon(dictionaries: tuple[str, ...], language: str) -> Lexicon:
    """Read the shipped dictionaries and those of the user, as far as they are for the language.

    Args:
        dictionaries: paths of user dictionaries; those of other kinds are ignored. Theirs win over ours.
        language: BCP 47 tag of the documents.

    Raises:
        DictionaryError: a file cannot be used.
    """
    entries: dict[str, Entry] = {}
    for dictionary in (*map(load_dictionary, SHIPPED), *map(load_user, dictionaries)):
        if dictionary.kind not in ("institutions", "titles") or not dictionary.speaks(language):
            continue
        kind = dictionary.kind.removesuffix("s")
        clear = dictionary.header["risk"] == "clear"
        for row in dictionary.rows:
            key, written = fold(row[0]), row[1]
            if key and len(key) == len(written):
                entries[key] = Entry(written, kind, clear)
    return Lexicon(entries)


@dataclass(frozen=True, slots=True)
class Proper:
    """Words that always have capitals.

    Attributes:
        words: lower-case form → written form, single words.
        phrases: lower-case form → written form, several words; as a lexicon.
        given: given names in lower case.
        peoples: adjectives of peoples in lower case ("chinese").
    """

    words: dict[str, str]
    phrases: Lexicon
    given: frozenset[str]
    peoples: frozenset[str]


@functools.lru_cache(maxsize=4)
def load_proper(language: str) -> Proper:
    """Read the proper words and given names of a language; empty for one that we have none for."""
    words: dict[str, str] = {}
    phrases: dict[str, Entry] = {}
    given: set[str] = set()
    peoples: set[str] = set()
    for name in PROPER:
        dictionary = load_dictionary(name)
        if not dictionary.speaks(language):
            continue
        for word, group in zip(dictionary.column("word"), dictionary.column("group"), strict=True):
            if " " in word:
                phrases[fold(word)] = Entry(word, "proper", True)
                continue
            words[fold(word)] = word
            if name.startswith("given"):
                given.add(fold(word))
            elif group == "people":
                peoples.add(fold(word))
    return Proper(words, Lexicon(phrases), frozenset(given), frozenset(peoples))
