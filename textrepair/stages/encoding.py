"""Encoding damage: mojibake, HTML entities, control characters, surrogates, terminal escapes, character forms.

Every switch of ftfy's `TextFixerConfig` is obeyed (see `EncodingOptions`). Lines are judged one by one, and only those
in which one fast pattern finds a suspicious character. Line breaks other than the line feed belong to the stage before.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ftfy.chardata import CONTROL_CHARS, DOUBLE_QUOTE_RE, LIGATURES, SINGLE_QUOTE_RE, UTF8_CLUES, WIDTH_MAP

from textrepair.config import EncodingOptions
from textrepair.edits import Edit
from textrepair.stages import entities, mojibake
from textrepair.stages.base import NOTHING, Context, Findings
from textrepair.stages.rounds import Rule, moved, settle

PIECE = 200_000  # lines longer than this are repaired in pieces

_CONTROL = "\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc"
# What the first byte of a character in UTF-8 looks like, decoded wrongly, and none of the later bytes does.
_LEADS = frozenset("".join(UTF8_CLUES[f"utf8_first_of_{n}"] for n in (2, 3, 4))) - set(UTF8_CLUES["utf8_continuation"])
_ASCII_CONTROLS = bytes(code for code in CONTROL_CHARS if code < 0x80)
_ESCAPE = re.compile(r"\x1b\[[\d;]{0,64}[a-zA-Z]")
_SURROGATE_RUN = re.compile("[\ud800-\udfff]+")


def _class(mapping: Mapping[int, object]) -> str:
    return "".join(re.escape(chr(code)) for code in sorted(mapping))


_CONTROL_RUN = re.compile(f"[{_class(CONTROL_CHARS)}]+")
_LIGATURE_RUN = re.compile(f"[{_class(LIGATURES)}]+")
# Marks and spaces of full width apart from letters: they are right in East Asian text.
_WIDE_MARKS = "\u3000\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff60"
_WIDTH_RUN = re.compile(f"([{_WIDE_MARKS}]+)|(?:(?![{_WIDE_MARKS}])[{_class(WIDTH_MAP)}])+")
_EAST_ASIAN = re.compile("[\u1100-\u11ff\u2e80-\u2fff\u3001-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc]")
_QUOTE_RUN = re.compile(f"(?:{SINGLE_QUOTE_RE.pattern}|{DOUBLE_QUOTE_RE.pattern})+")


class Encoding:
    """Repairs text that was decoded, escaped or encoded wrongly.

    Rules: ``encoding.mojibake``, ``.entity``, ``.control``, ``.surrogate``, ``.escape``, ``.ligature``, ``.width``,
    ``.quotes``, ``.normalization``. The diagnosis gets `encoding_damage`, the share of code points that edits touch.

    >>> from textrepair.config import RepairConfig
    >>> stage = Encoding()
    >>> edits = stage.fix("a cafÃ© &amp; bar", stage.detect("a cafÃ© &amp; bar", Context(RepairConfig())))
    >>> [(edit.start, edit.before, edit.after, edit.rule) for edit in edits]
    [(5, 'Ã©', 'é', 'encoding.mojibake'), (9, 'amp;', '', 'encoding.entity')]
    """

    name = "encoding"

    def detect(self, text: str, context: Context) -> Findings:
        """Look for damaged lines and repair them on paper."""
        options = context.config.encoding
        if text.isascii() and "&" not in text:
            data = text.encode("ascii")
            if len(data.translate(None, _ASCII_CONTROLS)) == len(data):  # many times faster than any pattern
                return NOTHING
        if options.unescape_html == "auto" and "&" in text and entities.markup_document(text):
            options = replace(options, unescape_html=False)
        rules = _rules(options)
        threshold = context.config.min_confidence
        found: list[Edit] = []
        wanted = options
        if options.normalization and unicodedata.is_normalized(options.normalization, text):  # type: ignore[arg-type]
            wanted = replace(options, normalization=None)  # no line needs a look for that reason
        for start, end in _suspicious_lines(text, wanted):
            found += moved(settle(text[start:end], rules, threshold), start)
        if not found:
            return NOTHING
        touched = sum(max(1, edit.end - edit.start) for edit in found if edit.confidence >= threshold)
        return Findings(tuple(found), measures={"encoding_damage": min(1.0, touched / len(text))})

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        """Return the edits for what was found."""
        return list(findings.found)


@functools.lru_cache(maxsize=32)
def _suspicious(options: EncodingOptions) -> re.Pattern[str]:
    """Return the pattern of which every line with something to repair has a match."""
    parts: list[tuple[str, str]] = []
    if options.unescape_html:
        parts.append(("&", r"#?[0-9A-Za-z]{1,24};"))
    if options.fix_encoding:
        parts += mojibake.SUSPICIOUS_PARTS
    for wanted, characters in (
        (options.fix_c1_controls, "\x80-\x9f"),
        (options.fix_latin_ligatures, _class(LIGATURES)),
        (options.fix_character_width, _class(WIDTH_MAP)),
        (options.uncurl_quotes, "\u02bc\u2018-\u201f"),
        (options.fix_surrogates, "\ud800-\udfff"),
        (options.remove_terminal_escapes, "\x1b"),
        (options.remove_control_chars, _CONTROL),
        (options.normalization, "\x80-\U0010ffff"),
    ):
        if wanted:
            parts.append((characters, ""))
    return mojibake.starting(parts) if parts else re.compile(r"(?!)")


def _suspicious_lines(text: str, options: EncodingOptions) -> Iterator[tuple[int, int]]:
    pattern = _suspicious(options)
    at = 0
    while match := pattern.search(text, at):
        start = text.rfind("\n", at, match.start()) + 1 or at
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        yield start, end
        at = end + 1


@functools.lru_cache(maxsize=32)
def _rules(options: EncodingOptions) -> tuple[Rule, ...]:
    """Return the rules that are switched on, in ftfy's order."""
    rules: list[Rule] = []
    if options.unescape_html:
        rules.append(functools.partial(entities.entity_edits, always=options.unescape_html is True))
    if options.fix_encoding:
        rules.append(functools.partial(mojibake.mojibake_edits, options=options))
    if options.fix_c1_controls:
        rules.append(mojibake.c1_edits)
    if options.fix_latin_ligatures:
        rules.append(_by_table("ligature", _LIGATURE_RUN, LIGATURES, 0.95))
    if options.fix_character_width:
        rules.append(_narrowed)
    if options.uncurl_quotes:
        rules.append(functools.partial(_replaced, rule="quotes", pattern=_QUOTE_RUN, new=_straight, confidence=0.95))
    if options.fix_surrogates:
        rules.append(
            functools.partial(_replaced, rule="surrogate", pattern=_SURROGATE_RUN, new=_paired, confidence=0.95)
        )
    if options.remove_terminal_escapes:
        rules.append(functools.partial(_replaced, rule="escape", pattern=_ESCAPE, new=_nothing, confidence=0.98))
    if options.remove_control_chars:
        rules.append(functools.partial(_replaced, rule="control", pattern=_CONTROL_RUN, new=_nothing, confidence=0.95))
    if options.normalization:
        rules.append(functools.partial(_normalized, form=options.normalization))
    return tuple(functools.partial(_in_pieces, rule=rule) for rule in rules)


def _in_pieces(block: str, rule: Rule) -> list[Edit]:
    """Apply a rule to a line, or to each piece of one that is very long or that an entity broke into several."""
    if len(block) <= PIECE and "\n" not in block:
        return rule(block)
    edits: list[Edit] = []
    for start, end in _pieces(block):
        edits += moved(rule(block[start:end]), start)
    return edits


def _pieces(block: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(block):
        end = block.find("\n", start, start + PIECE)
        if end < 0:
            end = min(len(block), start + PIECE)
            if end < len(block):
                end = _cut(block, start, end)
            yield start, end
            start = end
        else:
            yield start, end
            start = end + 1


def _cut(block: str, start: int, end: int) -> int:
    """Return where to cut a long line so that no character is broken.

    Best before a blank with ASCII on both sides, else before a character that can only begin a broken one.
    """
    at = end
    for _ in range(200):
        at = block.rfind(" ", start + PIECE // 2, at)
        if at < 0:
            break
        if block[at - 1].isascii() and block[at + 1].isascii():
            return at
    return next((at for at in range(end, end - 64, -1) if block[at] in _LEADS), end)


def _replaced(
    line: str, rule: str, pattern: re.Pattern[str], new: Callable[[str], str], confidence: float
) -> list[Edit]:
    rule = f"encoding.{rule}"
    edits = []
    for match in pattern.finditer(line):
        run = match.group()
        edits.append(Edit(match.start(), match.end(), run, new(run), rule, "encoding", confidence))
    return edits


def _by_table(rule: str, pattern: re.Pattern[str], table: Mapping[int, str | None], confidence: float) -> Rule:
    new = functools.partial(_translated, table=table)
    return functools.partial(_replaced, rule=rule, pattern=pattern, new=new, confidence=confidence)


def _translated(run: str, table: Mapping[int, str | None]) -> str:
    return run.translate(table)


def _narrowed(line: str) -> list[Edit]:
    """Give characters of unusual width their standard forms; marks only if the line is not East Asian."""
    edits = []
    east_asian: bool | None = None
    for match in _WIDTH_RUN.finditer(line):
        confidence = 0.9
        if match.group(1):
            east_asian = bool(_EAST_ASIAN.search(line)) if east_asian is None else east_asian
            confidence = 0.4 if east_asian else 0.9
        before, after = match.group(), match.group().translate(WIDTH_MAP)
        edits.append(Edit(match.start(), match.end(), before, after, "encoding.width", "encoding", confidence))
    return edits


def _nothing(_run: str) -> str:
    return ""


def _straight(run: str) -> str:
    return SINGLE_QUOTE_RE.sub("'", DOUBLE_QUOTE_RE.sub('"', run))


def _paired(surrogates: str) -> str:
    """Return the characters that pairs of surrogates stand for, and replacement characters for single ones."""
    return surrogates.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


# A character here may combine with the one before it; anything else begins a cluster of its own.
_JOINER = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uff9e-\uffdc"
_CLUSTER_PART = re.compile(f"[\x00-\x7f]?[^\x00-\x7f]+|[{_JOINER}]")
_JOINS = re.compile(f"[{_JOINER}]")


def _normalized(line: str, form: str) -> list[Edit]:
    """Normalise a line, cluster by cluster."""
    if unicodedata.is_normalized(form, line):  # type: ignore[arg-type]
        return []
    edits: list[Edit] = []
    for match in _CLUSTER_PART.finditer(line):
        run = match.group()
        whole = unicodedata.normalize(form, run)  # type: ignore[arg-type]
        if whole == run:
            continue
        news = [(start, end, unicodedata.normalize(form, run[start:end])) for start, end in _clusters(run)]  # type: ignore[arg-type]
        if "".join(new for _, _, new in news) != whole:  # these characters combine in a way that we do not foresee
            news = [(0, len(run), whole)]
        at = match.start()
        edits += [
            Edit(at + start, at + end, run[start:end], new, "encoding.normalization", "encoding", 0.97)
            for start, end, new in news
            if run[start:end] != new
        ]
    return edits


def _clusters(run: str) -> Iterator[tuple[int, int]]:
    start = 0
    for at in range(1, len(run)):
        if unicodedata.category(run[at])[0] != "M" and not _JOINS.match(run, at):
            yield start, at
            start = at
    yield start, len(run)
