"""A document that is wholly in one case: capitals where a word surely has them, and nothing clever."""

from __future__ import annotations

import re

from textrepair.edits import Edit
from textrepair.frequency import zipf
from textrepair.stages.casing.lexicon import Proper, load_lexicon, load_proper
from textrepair.stages.casing.names import names, put
from textrepair.stages.casing.shape import edit, letter_case
from textrepair.text import lower

CONFIDENCE = 0.6
RULE = "truecase"

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*(?:-\d+)?")
_DOTTED = re.compile(r"(?<![\w.])(?:u\.s\.a\.|u\.s\.|u\.k\.|u\.n\.|p\.m\.|a\.m\.)(?!\w)")
_HONORIFIC = re.compile(r"(?<!\w)(mr|mrs|ms|dr|prof|sen|rep|gov|gen|st)\. (?=[^\W\d_])")
_SENTENCE = re.compile(r"(?:\A|\n|[.?!…][\"”’')\]]{0,3})[ \t\u00a0\n]{0,8}[\"“‘'(\[«„]{0,3}([^\W\d_])")
# "US" is only certain in front of these; elsewhere it may be the pronoun.
_US = re.compile(
    r"(?<!\w)(us)(?=[- ](?:president|secretary|government|officials?|troops|dollars?|military|economy|congress|senate|"
    r"army|navy|treasury|embassy|ambassador|state|supreme|federal|house|china|sanctions|intelligence|forces|foreign|trade)(?!\w))"
)
_MONTH = re.compile(
    r"(?<!\w)(?:(?:in|since|until|by|last|next|early|late|of|from) (may|march)(?![\w’'])|(may|march) \d)"
)
_ABBREVIATED = re.compile(r"(?:(?<!\w)(?:[^\W\d_]|mr|mrs|ms|dr|st|jr|sr|vs|etc|inc|corp|co|no|prof|sen|rep|gov|gen))\Z")
_CHUNK = 300
# More frequent than this, the word behind a given name is rather a verb than a surname ("john said").
SURNAME_ZIPF = 4.7
PARTICLES = frozenset(("van", "von", "der", "den", "de", "di", "del", "la", "ter", "bin", "al"))


def truecase(text: str, language: str) -> list[Edit]:
    """Return edits that give a document in one case the usual capitals.

    Args:
        text: a text that `letter_case` calls ``upper`` or ``lower``.
        language: of the document.

    Returns:
        Sorted, disjoint edits of low confidence, each of a few words; the same for the text that they lead to, when
        that is in one case still.
    """
    shouted = letter_case(text) == "upper"
    folded = lower(text) if shouted else text
    chars = list(folded)
    if language.partition("-")[0] == "en":
        _words(folded, chars, language)
        names(folded, chars, load_proper(language), shouted)
    _phrases(folded, chars, language)
    _sentences(folded, chars, shouted)
    return _edits(text, "".join(chars))


def _words(text: str, chars: list[str], language: str) -> None:
    """Give single words, dotted abbreviations, months and persons their capitals."""
    proper = load_proper(language)
    surnames = _surnames(text, proper) | _after_titles(text, proper, language)
    for match in _US.finditer(lower(text)):
        put(chars, match.start(), "US")
    for match in _WORD.finditer(text):
        word = match.group().replace("’", "'").lower()
        stem = word.removesuffix("'s")
        written = proper.words.get(word) or proper.words.get(stem)
        if written is None and stem in surnames:
            written = stem[:1].upper() + stem[1:]
        if written is not None and len(written) <= len(word):
            put(chars, match.start(), written)
    for match in _DOTTED.finditer(lower(text)):
        if not match.group().endswith("m."):
            put(chars, match.start(), match.group().upper())
    for match in _HONORIFIC.finditer(lower(text)):
        put(chars, match.start(1), match.group(1).title())
        if match.group(1) != "st":
            put(chars, match.end(), chars[match.end()].upper()[:1])
    for match in _MONTH.finditer(lower(text)):
        group = 1 if match.group(1) else 2
        put(chars, match.start(group), match.group(group).title())


def _surnames(text: str, proper: Proper) -> frozenset[str]:
    """Collect the rare words that stand behind given names; the document calls these people by them later."""
    found: set[str] = set()
    before, end = "", -2
    for match in _WORD.finditer(text):
        word = match.group().replace("’", "'").lower().removesuffix("'s")
        if before in proper.given and text[end : match.start()] == " ":
            if word in PARTICLES:
                word = before  # "maria van der holm"
            elif _surname(word, proper):
                found.add(word)
        before, end = word, match.end()
    return frozenset(found)


def _after_titles(text: str, proper: Proper, language: str) -> frozenset[str]:
    """Collect the rare words that stand behind titles: one, or two when the first is rare."""
    found: set[str] = set()
    for match in load_lexicon((), language).matches(text):
        at, limit = match.end, SURNAME_ZIPF - 0.9
        for _ in range(2 if match.entry.kind == "title" else 0):
            word = _WORD.match(text, at + 1, at + 31) if text[at : at + 1] == " " else None
            stem = word.group().lower().removesuffix("'s").removesuffix("’s") if word else ""
            if word is None or not _surname(stem, proper) or zipf(stem) >= limit:
                break
            found.add(stem)
            at, limit = word.end(), SURNAME_ZIPF
    return frozenset(found)


def _surname(word: str, proper: Proper) -> bool:
    return word.isalpha() and 1 < len(word) < 30 and word not in proper.words and zipf(word) < SURNAME_ZIPF


def _phrases(text: str, chars: list[str], language: str) -> None:
    """Give names of institutions and places their capitals; titles follow once the names have theirs."""
    lexicon = load_lexicon((), language)
    for source in (load_proper(language).phrases, lexicon):
        for match in source.matches(text):
            if match.entry.kind != "title" and (match.entry.clear or text.endswith("the ", 0, match.start)):
                put(chars, match.start, match.entry.written)


def _sentences(text: str, chars: list[str], headings: bool) -> None:
    """Begin sentences with a capital; a line that does not end like one only where `headings` may have capitals."""
    for match in _SENTENCE.finditer(text):
        at = match.start(1)
        if match.group()[0] == ".":
            head = text[max(0, match.start() - 8) : match.start()].lower()
            if at == match.start() + 1 or _ABBREVIATED.search(head):
                continue  # an address, or an abbreviation
        elif not headings and match.group()[0] not in "?!…" and not _ends_sentence(text, at):
            continue  # verse, a list, a tag
        if text.startswith(("http", "www."), at) or (at and text[at - 1] in "@#/"):
            continue
        upper = chars[at].upper()
        if len(upper) == 1:
            chars[at] = upper


def _ends_sentence(text: str, at: int) -> bool:
    end = text.find("\n", at)
    tail = text[max(at, end - 4) : end] if end >= 0 else text[max(at, len(text) - 4) :]
    return tail.rstrip().rstrip("\"”’')").endswith((".", "?", "!", "…"))


def _edits(text: str, after: str) -> list[Edit]:
    """Return one edit for each run of changed words of a line, cut into readable pieces."""
    edits: list[Edit] = []
    start = end = -1
    for match in re.finditer(r"\S+", text):
        if text[match.start() : match.end()] == after[match.start() : match.end()]:
            continue
        joined = start >= 0 and match.end() - start <= _CHUNK and text[end : match.start()] == " "
        if not joined:
            if start >= 0:
                edits += _one(text, after, start, end)
            start = match.start()
        end = match.end()
    if start >= 0:
        edits += _one(text, after, start, end)
    return edits


def _one(text: str, after: str, start: int, end: int) -> list[Edit]:
    new = edit(text, start, end, after[start:end], RULE, CONFIDENCE)
    return [] if new is None else [new]
