"""What one line says of itself: its class, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from textrepair.stages.boilerplate.captions import caption_line, credit_line
from textrepair.stages.boilerplate.dates import read_when
from textrepair.stages.boilerplate.lines import CLOSING, DECORATION, QUOTES, Line, normalise
from textrepair.stages.boilerplate.notes import author_note, byline, contributor
from textrepair.stages.boilerplate.people import is_name, is_role
from textrepair.stages.boilerplate.triggers import Trigger, Triggers
from textrepair.stages.boilerplate.wording import weigh

# Confidence of a line by the strength of its trigger, measured on labelled pages (see tests/cases/boilerplate.json for
# the kinds of line meant). A line known only by a `context` trigger stays below every threshold until its neighbours
# confirm it.
WHOLE = 0.95
START = 0.9
CONTAINS = 0.9
WEAK = 0.4
SHORT = 60
LONG = 420
# Classes whose wording also appears in reports; a line that quotes or reports somebody is then the article's.
_TELLING = re.compile(r"\b(?:said|says|told|added that|according to|announced|argued|wrote|asked)\b")
_QUOTATION = re.compile(r"[“”\"]")
_SEPARATOR = re.compile(r"\s*[|¦•·»›>→]+\s*|\s+[-–—/:]\s+|(?<=[a-z?!]): |(?<=[a-z])[?!.…]+\s+")
# A line of nothing but buttons has one of these, unless it is short.
_SEPARATORS = re.compile(r"[|¦•·»›>→/:–—?!.…]|\s-\s")
_STROKES = re.compile(r"[|¦•·»›>]")
_ODD = frozenset(DECORATION + "(©0123456789‘’“”")
_WORDS = 24
_MAYBE_CREDIT = re.compile(r"[/|]|(?:Press|AP|AFP|Reuters|REUTERS|EPA|Images|Getty|Bloomberg|PA|Photo)$")
_NAME_ROLE = re.compile(
    r"^([^\W\d_][^,|]{3,40}?)\s?(?:[,|]|\s[-–—])\s?(?:[A-Z][\w'’.-]{1,20} ){0,4}"
    r"(?i:staff|staff writer|staff reporter|writer|reporter|correspondent|columnist|"
    r"associated press|reuters|afp|editor|staff)$"
)
_MAYBE_OWNER = re.compile(
    r"/|^[(\[]?\s?(?:photo|image|picture|illus|credit|main |featured |top |header |via |afp|reuters|courtesy|"
    r"source|copyright|©|\(c|ap|epa|getty)",
    re.IGNORECASE,
)
_MAYBE_TIME = re.compile(
    r"\d(?:[:.]\d\d|\d\d\d|\s?[ap]\.?m\b)|\bago\b|\bread(?:ing)?\b|\d[-/.]\d|[a-z]{3}\.? \d|"
    r"\d [A-Z][a-z]"
)
_ZONE = re.compile(r"\b(?:GMT|UTC|[ECMP][SD]T)$")
_SPACED_BY = re.compile(r"^[\W_]+$")


@dataclass(slots=True)
class Verdict:
    """What a line is taken for.

    Attributes:
        line_class: one of `textrepair.config.LINE_CLASSES`.
        confidence: probability that the line (or its end) is wrapping.
        cut: where in the line the wrapping begins (code points of its body); 0 for the whole line.
        value: what the line says, for the metadata; empty if its wording must be read again.
        heading: whether lines that belong to it may follow.
    """

    line_class: str
    confidence: float
    cut: int = 0
    value: str = ""
    heading: bool = False

    def copy(self) -> Verdict:
        """Return a verdict that can be weighed without changing this one; quicker than `dataclasses.replace`."""
        return Verdict(self.line_class, self.confidence, self.cut, self.value, self.heading)


def judge(line: Line, triggers: Triggers) -> Verdict | None:
    """Return what a line is by its own wording and form, or nothing; quick for most lines of an article."""
    body = line.body
    worded = _may_have_trigger(body, line.marks, triggers)
    if not worded and not line.marks:
        return None
    first = _by_triggers(line, triggers) if worded else None
    second = _by_form(body, line.marks)
    if first is None or (second is not None and second.confidence >= first.confidence):
        return second
    return first


def _may_have_trigger(body: str, marks: frozenset[str], triggers: Triggers) -> bool:
    size = len(body)
    if size <= SHORT:
        return True
    if body[-1] not in CLOSING:
        return size <= LONG
    if size > 700:
        return False
    for mark in marks:
        if mark[0] in "=^":
            return True
    if body[0] in _ODD:
        return body[0] in "([©" or triggers.starting(normalise(body[:72])) is not None
    return size <= 140 and body[:3] in ("By ", "BY ", "by ")


def _by_triggers(line: Line, triggers: Triggers) -> Verdict | None:
    body = line.body
    norm = line.norm
    if not norm:
        return None
    whole = triggers.whole.get(norm)
    if whole is not None and not whole.clear and body.endswith((".", "?", "!", '"', "”")):
        return None  # a word of a dialogue or a list rather than a button
    if whole is not None:
        heading = body.rstrip().endswith(":") or whole.line_class in ("related", "author-box")
        return Verdict(whole.line_class, WHOLE if whole.clear else WEAK, heading=heading)
    best: Verdict | None = None
    if len(norm) <= 200 and (len(body) <= SHORT or not line.closed):
        best = _covered(body, norm, triggers)
        if best is not None and best.confidence >= 0.8:
            return best
    candidates = [best] if best else []
    start = triggers.starting(norm)
    contained = triggers.containing(norm, line.marks) if line.marks and len(body) <= 700 else []
    if start is None and not contained:
        return best
    most = weigh(line, start, contained)
    if start is not None and (verdict := _started(line, start, most)):
        candidates.append(verdict)
    if contained:
        candidates.append(_contained(line, contained, start, most))
    return max(candidates, key=lambda verdict: verdict.confidence, default=None)


def _doubt(line: Line, confidence: float) -> float:
    """Lower the confidence of a trigger in a line that quotes."""
    body = line.body
    if body.startswith(QUOTES):
        return min(confidence, 0.45)
    if len(body) > 60 and (_QUOTATION.search(body) or _TELLING.search(body)):
        return min(confidence, 0.55)
    return confidence


def _started(line: Line, trigger: Trigger, most: float) -> Verdict | None:
    size = len(line.body)
    name = trigger.line_class
    if not trigger.clear:
        return Verdict(name, min(WEAK, most)) if size <= 120 and most > WEAK and _doubt(line, 1) == 1 else None
    if name == "copyright" or name in ("contributor", "author-box"):
        confidence = START if size <= 300 else 0.6
    else:
        confidence = START if size <= 160 else 0.82 if size <= 260 else 0.6
        confidence = _doubt(line, confidence)
    return Verdict(name, min(confidence, most), heading=False)


def _contained(line: Line, found: list[Trigger], start: Trigger | None, most: float) -> Verdict:
    size = len(line.body)
    sure = start is not None and start.clear
    first = start if start is not None and sure else found[0]
    # A trigger within the one that begins the line is the same words twice.
    others = [trigger for trigger in found if not (sure and start is not None and trigger.text in start.text)]
    confidence = CONTAINS if size <= 220 else 0.82 if size <= 420 else 0.6
    if len(others) > 1 or (sure and others):
        confidence = max(confidence, 0.93 if size <= 420 else 0.85)
    if first.line_class == "copyright" and len(others) < 2 and not sure and size > 160:
        confidence = min(confidence, 0.55)
    if first.line_class == "contributor":
        # Who contributed is read by `contributor`, which also knows where in a paragraph the note begins.
        return Verdict("contributor", 0.0 if "contributed" in first.text else min(confidence, most))
    return Verdict(first.line_class, min(_doubt(line, confidence), most))


def _covered(body: str, norm: str, triggers: Triggers) -> Verdict | None:
    """Judge a line that may be nothing but triggers side by side, as menus and rows of buttons are."""
    if norm.split(" ", 1)[0].strip(DECORATION) not in triggers.first_words and not _STROKES.search(norm):
        return None
    if not _SEPARATORS.search(norm):
        return _side_by_side(norm, triggers)
    parts = [part for part in (" ".join(piece.split()).strip(DECORATION) for piece in _SEPARATOR.split(norm)) if part]
    if not parts or len(parts) > 40:
        return None
    known = [trigger for part in parts if (trigger := triggers.whole.get(part) or _one(part, triggers))]
    clear = sum(trigger.clear for trigger in known)
    name = next((trigger.line_class for trigger in known if trigger.clear), known[0].line_class if known else "")
    if len(parts) > 1 and len(known) == len(parts):
        footer = any(trigger.line_class == "copyright" for trigger in known) and _STROKES.search(body)
        sure = 0.93 if clear else 0.85 if len(known) > 2 or footer else 0.5
        return Verdict(name, sure)
    strokes = (
        body.count("|") + body.count("•") + body.count("·") + body.count("»") + body.count(" > ") + body.count("›")
    )
    if (
        len(parts) >= 4
        and strokes >= len(parts) - 2
        and 2 * len(known) >= len(parts)
        and len(norm) < 12 * len(parts) + 30
    ):
        return Verdict("navigation", 0.85 if clear or len(known) > 3 else 0.6)
    return _side_by_side(norm, triggers)


def _side_by_side(norm: str, triggers: Triggers) -> Verdict | None:
    run = _run(norm, triggers)
    if len(run) > 1:
        clear = sum(trigger.clear for trigger in run)
        name = next((trigger.line_class for trigger in run if trigger.clear), run[0].line_class)
        social = sum(trigger.line_class in ("share", "comments", "login", "subscribe") for trigger in run)
        sure = 0.92 if clear > 1 else 0.85 if clear or social > 2 or len(run) > 4 else WEAK
        return Verdict(name, sure)
    return None


def _one(part: str, triggers: Triggers) -> Trigger | None:
    """Return the trigger of a part that says the same thing several times over (``share share``)."""
    words = part.split(" ")
    return triggers.whole.get(words[0]) if len(words) > 1 and len(set(words)) == 1 else None


def _run(norm: str, triggers: Triggers) -> list[Trigger]:
    """Cut a line into whole triggers; empty if anything is left over."""
    words = norm.split(" ")
    if not 1 < len(words) <= _WORDS:
        return []
    runs: dict[int, list[Trigger]] = {0: []}  # how the words up to here can be cut
    for at, word in enumerate(words):
        run = runs.get(at)
        if run is None:
            continue
        if word == "0" or _SPACED_BY.match(word):
            runs.setdefault(at + 1, run)
        if word.strip(DECORATION) not in triggers.first_words:
            continue
        for size in range(min(len(words) - at, triggers.longest), 0, -1):
            trigger = triggers.whole.get(" ".join(words[at : at + size]).strip(DECORATION))
            if trigger is not None:
                runs.setdefault(at + size, [*run, trigger])
    return runs.get(len(words), [])


def _by_form(body: str, marks: frozenset[str]) -> Verdict | None:
    """Judge a line by its form: byline, date, credit, caption, contributor note, note about the author."""
    found: list[Verdict] = []
    size = len(body)
    if size <= 140:
        if read := byline(body):
            label, confirmed, names = read
            # Where it stands decides: the pass over neighbours raises or lowers this.
            found.append(Verdict("byline", 0.93 if label else 0.88 if confirmed else 0.7, value="; ".join(names)))
        elif size <= 90 and (match := _NAME_ROLE.match(body)) and is_name(match[1]):
            found.append(Verdict("byline", 0.66, value=match[1]))
        if _MAYBE_TIME.search(body) and (verdict := _timestamp(body)):
            found.append(verdict)
        if _MAYBE_OWNER.search(body):
            sure, name, value = credit_line(body)
            if sure:
                found.append(Verdict(name, sure, value=value))
    if "photo" in marks or (size > SHORT and (body[-1] in ")]" or _MAYBE_CREDIT.search(body, size - 50))):
        sure, value = caption_line(body)
        if sure:
            found.append(Verdict("caption", sure, value=value))
    if "note" in marks and (note := contributor(body)):
        found.append(Verdict("contributor", note[0], cut=note[1]))
    if "bio" in marks and (bio := author_note(body)):
        found.append(Verdict("author-box", bio[0], value=bio[1]))
    return max(found, key=lambda verdict: verdict.confidence, default=None)


def _timestamp(body: str) -> Verdict | None:
    if len(body) > 110:
        return None
    when = read_when(body)
    if not when.alone:
        # "Jane Doe | July 4, 2012 10:30 am", "Port Example, July 4, 2012"
        parts = [part for part in re.split(r"\s*[|,;•·]\s*|\s[-–—]\s", when.rest) if part.strip()]
        if when.year and parts and is_name(parts[0]) and all(is_role(part) for part in parts[1:]):
            return Verdict("byline", 0.66 if body.startswith(parts[0]) else 0.55, value=parts[0])
        if when.year and when.time and len(parts) < 3 and all(is_role(part) for part in parts):
            return Verdict("timestamp", 0.84)
        return None
    if when.label and (when.date or when.ago):
        return Verdict("timestamp", 0.92 if when.year or when.time or when.ago else 0.7)
    if when.year and when.time:
        return Verdict("timestamp", 0.84)
    if when.ago:
        return Verdict("timestamp", 0.86)
    if when.year and _ZONE.search(body):
        return Verdict("timestamp", 0.84)
    if when.year and any(char.isalpha() for char in body):
        return Verdict("timestamp", WEAK)
    return None
