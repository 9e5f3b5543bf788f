"""HTML entities that were left in text.

Decisions, with their reasons:

- An entity is decoded to its end at once: ``&amp;amp;quot;`` becomes ``"``. Text that was escaped twice is common on
  the web, and stopping half-way would let a second run change the text again.
- In a line with a real HTML tag the entities belong to the markup and stay (``unescape_html="auto"``); lines after it
  are judged on their own. A document that begins as HTML or XML is markup as a whole.
- Where a text talks about entities (in quotation marks, in code, beside words such as "entity") it is unlikely to be
  damaged, so the confidence is low. The same goes for entities that would become a tag.
- What would become a control character, a surrogate or nothing stays.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from html.entities import name2codepoint

from ftfy.chardata import HTML_ENTITIES

from textrepair.edits import Edit

RULE = "encoding.entity"
SHORT = 32  # entities up to this length occur again and again

# An ampersand, any number of leftovers of escaped ampersands, and perhaps the entity itself. The possessive repetition
# looks at each character once.
_ENTITY = re.compile(r"&(?:(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);)*+(?:#?[0-9A-Za-z]{1,24};)?")
QUICK = re.compile(r"&#?[0-9A-Za-z]{1,24};")

_TAG_NAMES = (
    "a|abbr|article|aside|audio|b|big|blockquote|body|br|button|canvas|caption|center|cite|code|col|dd|del|div|dl|dt|em|"
    "fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|legend|li|link|"
    "main|meta|nav|ol|option|p|path|picture|pre|q|s|script|section|select|small|source|span|strong|style|sub|sup|svg|"
    "table|tbody|td|textarea|tfoot|th|thead|title|tr|u|ul|video"
)
_TAG = re.compile(rf"</?(?:{_TAG_NAMES})(?:\s[^<>]{{0,400}})?/?>|<!--", re.IGNORECASE)
_MARKUP_DOCUMENT = re.compile(r"[\s\ufeff]{0,50}<(?:!doctype\s+html|html[\s>]|\?xml\s)", re.IGNORECASE)
_ABOUT_ENTITIES = re.compile(
    r"\b(?:entit(?:y|ies)|escap(?:e|ed|es|ing)|html|xml|markup|unescape\w{0,5})\b", re.IGNORECASE
)
_ADDRESS_OF = re.compile(r"(?:[=(,]|\breturn)\s{0,8}\Z")

_TAG_LIKE = re.compile(r"&lt;[a-zA-Z/!?]")
_LINE_END = re.compile(r"\s{0,8}\Z")

_ALONE = frozenset("&–—…•·|")  # stand between blanks anyway
_QUOTES = frozenset("\"'`“”‘’")


def markup_document(text: str) -> bool:
    """Whether a document is HTML or XML as a whole.

    >>> markup_document("<!DOCTYPE html><p>Fish &amp; chips"), markup_document("Fish &amp; chips")
    (True, False)
    """
    return bool(_MARKUP_DOCUMENT.match(text))


def entity_edits(line: str, always: bool) -> list[Edit]:
    """Decode the entities of one line.

    Args:
        line: a line, or a piece of a very long one.
        always: decode in lines with HTML tags too, and without doubts (``unescape_html=True``).

    Returns:
        Sorted, disjoint edits; offsets in code points of `line`.

    >>> [(edit.before, edit.after) for edit in entity_edits("Fish &amp; chips, &#163;5", False)]
    [('&amp;', '&'), ('&#163;', '£')]
    """
    if not QUICK.search(line) or (not always and "<" in line and _TAG.search(line)):
        return []
    about = not always and ("`" in line or bool(_ABOUT_ENTITIES.search(line)))
    tags = bool(_TAG_LIKE.search(line))
    edits = []
    for match in _ENTITY.finditer(line):
        before = match.group()
        after = _meaning_of_short(before) if len(before) < SHORT else _meaning(before)
        if after is None:
            continue
        confidence = 0.97 if always else _confidence(line, match, after, about, tags)
        edits.append(Edit(match.start(), match.end(), before, after, RULE, "encoding", confidence))
    return edits


@functools.lru_cache(maxsize=1024)
def _meaning_of_short(entity: str) -> str | None:
    return _meaning(entity)


def _meaning(entity: str) -> str | None:
    """What an entity stands for, or None if it is none that we decode."""
    head, _, last = entity[:-1].rpartition(";")
    if not entity.endswith(";"):
        return None
    name = "&" + last.removeprefix("&") + ";"
    char = HTML_ENTITIES.get(name)
    if char is None and name.startswith("&#"):
        char = html.unescape(name)
        if ";" in char and char != ";":
            char = None
    # html.unescape gives U+FFFD for a number that stands for no character.
    lost = char == "\ufffd" and name.lower() not in ("&#65533;", "&#xfffd;")
    if char and not lost and all(c in "\t\n\r" or unicodedata.category(c) not in ("Cc", "Cs", "Cn") for c in char):
        return char
    return "&" + last + ";" if head else None  # "&amp;foo;": the ampersand was escaped, whatever comes behind it


def _confidence(line: str, match: re.Match[str], after: str, about: bool, tags: bool) -> float:
    start, end = match.span()
    previous, following = line[start - 1 : start], line[end : end + 1]
    if previous in _QUOTES and following in _QUOTES and previous and following:
        return 0.4  # the entity itself is quoted
    if about:
        # A name of its own, an escaped tag, an entity escaped once more: the line shows how they are written.
        alone = not (previous.strip() or following.strip()) and after not in _ALONE
        return 0.4 if alone or after in "<>" or len(after) > 2 or match.group().count(";") > 1 else 0.5
    if after in "<>":
        return 0.6 if tags else 0.85  # it would become a tag
    name = match.group()[1:-1]
    in_program = name.isalpha() and _LINE_END.match(line, end) and _ADDRESS_OF.search(line[max(0, start - 20) : start])
    if in_program and not after.isspace():
        return 0.3  # "p = &sum;"
    return 0.97 if name.startswith("#") or name in name2codepoint else 0.9
