"""Characters that look like a blank or like nothing: no-break and thin spaces, zero-width characters, soft hyphens."""

from __future__ import annotations

import functools
import re

from textrepair.edits import Edit

_ZERO = "\u200b\u200c\u200d\u2060\ufeff"
_ZERO_RUN = re.compile(f"[{_ZERO}]+")

# Next to these, a joiner does nothing that a reader of the text needs: Latin, Greek, Cyrillic, general punctuation and
# white space. Everywhere else (Persian, Arabic, Indic scripts, emoji ...) joiners belong to the spelling.
_NO_JOINER = re.compile("[\x00-\u024f\u0300-\u052f\u1e00-\u200a\u2010-\u2027\u202f-\u205f]")
# Scripts written without blanks: a zero-width space there marks where a line may break.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\u2e80-\u9fff\ua9e0-\ua9ff\uaa60-\uaadf\uac00-\ud7af]"
)


def zero_width_edits(text: str) -> list[Edit]:
    r"""Delete zero-width characters where nothing depends on them.

    >>> [(edit.start, edit.before) for edit in zero_width_edits("a\u200bb")]
    [(1, '\u200b')]
    """
    if text.isascii() or not any(char in text for char in _ZERO):
        return []
    edits = []
    for match in _ZERO_RUN.finditer(text):
        run, start = match.group(), match.start()
        if len(run) > _LONG:
            kept, confidence = _judged.__wrapped__(run, text[start - 1 : start], text[match.end() : match.end() + 1])
        else:
            kept, confidence = _judged(run, text[start - 1 : start], text[match.end() : match.end() + 1])
        if kept != run:
            edits.append(_edit(start, run, kept, "zero-width", confidence))
    return edits


_LONG = 8  # runs up to this length occur again and again


@functools.lru_cache(maxsize=4096)
def _judged(run: str, before: str, after: str) -> tuple[str, float]:
    """Return what must stay of a run between two characters, and how sure that is."""
    return _needed(run, before, after), _zero_confidence(run, before, after)


def _needed(run: str, before: str, after: str) -> str:
    """Return what of a run of zero-width characters must stay between two characters ("" at an end of the text)."""
    drop = "\ufeff\u2060"
    if not (_UNSPACED.match(before) or _UNSPACED.match(after)):
        drop += "\u200b"
    if all(not char or _NO_JOINER.match(char) for char in (before, after)):
        drop += "\u200c\u200d"
    return "".join(char for char in run if char not in drop)


def _zero_confidence(run: str, before: str, after: str) -> float:
    if "\u200c" in run and before.isalpha() and after.isalpha():
        return 0.7  # German typesetters keep ligatures apart with it
    if "\u200b" in run and before and before in ".!?…" and after.isupper():
        return 0.6  # it may be all that parts two sentences
    return 0.95


def soft_hyphen_edits(text: str) -> list[Edit]:
    r"""Delete soft hyphens; one at a line end takes the line break with it, since the word goes on there.

    >>> [(edit.before, edit.confidence) for edit in soft_hyphen_edits("ex\u00adam\u00ad\nple")]
    [('\xad', 0.97), ('\xad\n', 0.9)]
    """
    if "\u00ad" not in text:
        return []
    edits = []
    for match in _SOFT_HYPHEN.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        run = match.group()
        if run.endswith("\n") and not (before.isalpha() and after.islower()):
            run = run.rstrip(" \t\n")
            after = "\n"
        if before.isalpha() and after.isalpha():
            confidence = 0.9 if run.endswith("\n") else 0.97
        elif before.isalpha() or after.isalpha():
            confidence = 0.85
        else:
            confidence = 0.4  # old Latin-1 text used it as a dash: " \u00ad ", "10\u00ad20"
        edits.append(_edit(match.start(), run, "", "soft-hyphen", confidence))
    return edits


_SOFT_HYPHEN = re.compile("\u00ad+(?:[ \t]{0,20}\n)?")

_ODD = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_ODD_CHARS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_ODD_RUN = re.compile(f"[{_ODD}]+")

_PUNCTUATED = frozenset("»›!?;:%‰€$£¥°§†*″′")  # a no-break space stands before these in French, Swiss, SI usage
_OPENED = frozenset("«‹§¶№#†*")
_EAST_ASIAN = re.compile("[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]")
_THIN = frozenset("\u2006\u2007\u2008\u2009\u200a\u202f")
_BEFORE_WORD = frozenset(("", *" \t\n(\u00a0«“„"))
_FIXED = 0.0  # typography by rule: always left
_UNIT = 0.6  # good typography, but noise in a text that has such spaces everywhere
_NOISE = 0.9


def nbsp_edits(text: str) -> list[Edit]:
    r"""Turn no-break, thin and other odd spaces into ordinary blanks, where they are not typography.

    French punctuation, guillemets and digit groups keep theirs. Between a number and its unit, beside a dash and after
    a single letter or an abbreviation they are typography as well, unless the text has more of them elsewhere.

    >>> [(edit.start, edit.after) for edit in nbsp_edits("of\u00a0the 10\u00a0000") if edit.confidence > 0.8]
    [(2, ' ')]
    """
    if text.isascii() or not any(char in text for char in _ODD_CHARS):
        return []
    found = []
    for match in _ODD_RUN.finditer(text):
        found.append((match, _odd_confidence(text, match)))  # noqa: PERF401
    ruled = sum(confidence < _NOISE for _, confidence in found)
    noisy = len(found) - ruled
    edits = []
    for match, confidence in found:
        if confidence == _FIXED:
            continue
        if confidence == _UNIT and noisy > max(ruled, 2):
            confidence = 0.85
        elif confidence == _NOISE and ruled > noisy:
            confidence = _UNIT
        edits.append(_edit(match.start(), match.group(), " " * len(match.group()), "nbsp", confidence))
    return edits


def _odd_confidence(text: str, match: re.Match[str]) -> float:
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    if "\u3000" in match.group() and (_EAST_ASIAN.match(before) or _EAST_ASIAN.match(after)):
        return _FIXED
    if end - start > 1 or not before or not after or before in " \t\n" or after in " \t\n":
        return 0.95
    if before in _OPENED or after in _PUNCTUATED or (before.isdigit() and after.isdigit()):
        return _FIXED
    abbreviated = before == "." and not text[max(0, start - 5) : start - 1].islower()
    if before.isdigit() or after.isdigit() or abbreviated or before in "–—" or after in "–—":
        return _UNIT
    if match.group() in _THIN and not (before.isalnum() and after.isalnum()):
        return _UNIT  # typesetters keep marks apart with thin spaces
    alone = before.isalpha() and text[max(0, start - 2) : start - 1] in _BEFORE_WORD
    return _UNIT if alone else _NOISE


def _edit(start: int, before: str, after: str, rule: str, confidence: float) -> Edit:
    return Edit(start, start + len(before), before, after, f"spacing.{rule}", "spacing", confidence)
