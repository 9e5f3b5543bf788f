"""What the lines of a document are, seen together: position and neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from textrepair.stages.boilerplate.captions import is_slug
from textrepair.stages.boilerplate.lines import Line
from textrepair.stages.boilerplate.notes import film_credits, follows_author_heading
from textrepair.stages.boilerplate.people import is_name
from textrepair.stages.boilerplate.rules import WEAK, Verdict
from textrepair.text import words

STRONG = 0.8  # a neighbour this sure counts as wrapping
HEAD = 8  # lines within which a byline or date is expected
LIST = 8  # words from a menu in a row that may still be a list of the article
FOLLOWERS = 12  # headlines that may follow "Related stories"
PICTURE = frozenset(("caption", "credit"))
ORIGIN = frozenset(("byline", "timestamp", "author-box"))
# Everything that is furniture of the page rather than a note on the article.
CHROME = frozenset(
    (
        "advertisement",
        "comments",
        "cookies",
        "copyright",
        "filed-under",
        "login",
        "navigation",
        "related",
        "share",
        "subscribe",
    )
)


# Buttons that no list of an article has.
NETWORKS = words("digg facebook flipboard linkedin pinterest reddit stumbleupon telegram tumblr tweet twitter whatsapp")


@dataclass(slots=True)
class Entry:
    """A line that is still there, its number in the document, and its own verdict."""

    number: int
    line: Line
    own: Verdict | None


class Reading:
    """One look at the lines that are there; `verdicts` holds the result, one for each entry."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.lines = [entry.line for entry in entries]
        self.verdicts = [entry.own.copy() if entry.own else None for entry in entries]
        self.scattered = self._scattered()
        plain = [i for i, v in enumerate(self.verdicts) if v is None and self.lines[i].prose]
        self.first_prose = plain[0] if plain else len(entries)
        self.last_prose = plain[-1] if plain else -1
        self.plain = plain
        self.listed: set[int] = set()  # lines of what may be a list of the article
        looked = [i for i, verdict in enumerate(self.verdicts) if verdict is not None]
        for i in looked:
            self._place(i)
        for i in looked:
            self._companions(i)
        self._promote([i for i, verdict in enumerate(self.verdicts) if verdict is not None])

    def _scattered(self) -> frozenset[str]:
        """Classes of which the document has too many to speak of the article: bylines and dates of comments."""
        count = Counter(verdict.line_class for verdict in self.verdicts if verdict is not None)
        return frozenset(name for name in ("byline", "timestamp") if count[name] > 4)

    def _strong(self, i: int, classes: Collection[str]) -> bool:
        if not 0 <= i < len(self.verdicts):
            return False
        verdict = self.verdicts[i]
        return (
            verdict is not None and verdict.confidence >= STRONG and verdict.line_class in classes and not verdict.cut
        )

    def _plain_after(self, i: int) -> int:
        """How many paragraphs of the article stand behind a line, counted up to four."""
        if i >= self.last_prose:
            return 0
        return sum(1 for j in self.plain[-4:] if j > i)

    def _place(self, i: int) -> None:
        """Weigh a verdict by where the line stands."""
        verdict = self.verdicts[i]
        assert verdict is not None
        head = i < HEAD and i <= self.first_prose
        tail = i > self.last_prose
        if verdict.line_class == "byline" and verdict.confidence > WEAK:
            self._place_byline(i, verdict, head, tail)
        elif verdict.line_class == "timestamp" and verdict.confidence > WEAK:
            self._place_timestamp(i, verdict, head, tail)
        elif verdict.line_class == "author-box":
            behind = self._plain_after(i)
            if verdict.heading and behind > 3:
                verdict.confidence = min(verdict.confidence, 0.55)
            elif not verdict.heading and behind:
                verdict.confidence = min(verdict.confidence, 0.45)
        elif verdict.line_class in ("login", "subscribe") and self.lines[i].body.endswith("?"):
            if self._is_question(i):
                verdict.confidence = min(verdict.confidence, 0.75)
        elif (
            verdict.line_class == "contributor"
            and verdict.confidence < 0.9
            and not verdict.cut
            and self._plain_after(i) > 1
        ):
            verdict.confidence = min(verdict.confidence, 0.55)

    def _is_question(self, i: int) -> bool:
        """Whether a question ("Forgot your password?") stands over a paragraph that answers it, as in a guide."""
        return (
            i + 1 < len(self.lines)
            and self.verdicts[i + 1] is None
            and self.lines[i + 1].prose
            and not (i and self._strong(i - 1, CHROME))
        )

    def _in_verse(self, i: int) -> bool:
        """Whether the lines around a line are those of a poem: short, small letters, no paragraph."""
        near = [j for j in (i - 1, i + 1) if 0 <= j < len(self.lines)]
        return any(
            self.lines[j].body[:1].islower() and len(self.lines[j].body) <= 60 and self.verdicts[j] is None
            for j in near
        )

    def _place_byline(self, i: int, verdict: Verdict, head: bool, tail: bool) -> None:
        label = verdict.confidence >= 0.9
        confirmed = verdict.confidence > 0.8
        if any(0 <= j < len(self.lines) and film_credits(self.lines[j].body) for j in (i - 1, i + 1)):
            verdict.confidence = WEAK
        elif verdict.confidence < 0.68:  # a name and a role, or a date
            verdict.confidence = WEAK if not head or not self.plain else 0.82 if verdict.confidence > 0.6 else 0.6
        elif not label and self.lines[i].body.startswith("by ") and (not (head or tail) or self._in_verse(i)):
            verdict.confidence = 0.45
        elif "byline" in self.scattered and self._another(i, "byline", 3):
            verdict.confidence = 0.6
        elif head and self.plain:
            verdict.confidence = 0.93 if confirmed else 0.85
        elif label and "byline" not in self.scattered:
            verdict.confidence = 0.9 if tail else 0.82
        else:
            verdict.confidence = (
                0.82 if tail and confirmed and "byline" not in self.scattered else 0.7 if confirmed else 0.6
            )

    def _place_timestamp(self, i: int, verdict: Verdict, head: bool, tail: bool) -> None:
        label = verdict.confidence >= 0.9
        many = "timestamp" in self.scattered
        if (not head and (many or not tail)) or (many and not label and self._another(i, "timestamp", 1)):
            verdict.confidence = min(verdict.confidence, 0.75 if label else 0.6)

    def _another(self, i: int, name: str, within: int) -> bool:
        """Whether a line of the class stands near: of many, such lines belong to a list."""
        near = self.verdicts[max(0, i - within) : i] + self.verdicts[i + 1 : i + within + 1]
        return any(verdict is not None and verdict.line_class == name for verdict in near)

    def _companions(self, i: int) -> None:
        """Find lines that are wrapping because of the line beside them."""
        verdict = self.verdicts[i]
        assert verdict is not None
        if verdict.line_class == "caption" and verdict.confidence >= STRONG:
            self._slug(i)
        elif verdict.line_class == "credit" and verdict.confidence >= STRONG and i:
            above = self.verdicts[i - 1]
            if above is not None and above.line_class == "caption" and above.confidence >= 0.5:
                above.confidence = max(above.confidence, 0.86)
                self._slug(i - 1)
        elif verdict.line_class == "author-box" and verdict.heading and verdict.confidence >= STRONG:
            self._author(i)
        elif verdict.line_class == "related" and verdict.heading and verdict.confidence >= 0.9:
            self._headlines(i)
        elif verdict.line_class == "filed-under" and verdict.confidence >= STRONG:
            self._section(i)
        elif verdict.line_class == "byline" and verdict.confidence <= WEAK:
            self._name_above(i, verdict)

    def _section(self, i: int) -> None:
        """A last short line under "Filed under" names the section."""
        if i + 2 == len(self.lines) and self.verdicts[i + 1] is None:
            line = self.lines[i + 1]
            if len(line.body) <= 60 and not line.closed:
                self.verdicts[i + 1] = Verdict("filed-under", 0.81, value=line.body)

    def _name_above(self, i: int, verdict: Verdict) -> None:
        """A name above "Staff Writer"."""
        if "byline" in self.scattered:  # a list of the staff
            return
        if 1 < i < HEAD and i <= self.first_prose and self.verdicts[i - 1] is None and is_name(self.lines[i - 1].body):
            self.verdicts[i - 1] = Verdict("byline", 0.84, value=self.lines[i - 1].body)
            verdict.confidence = 0.84

    def _slug(self, i: int) -> None:
        if i < 2 or self.verdicts[i - 1] is not None:
            return
        form, known = is_slug(self.lines[i - 1].body, self.lines[i].body)
        if form and self.lines[i - 2].closed:
            self.verdicts[i - 1] = Verdict("caption", 0.85 if known else 0.55)

    def _author(self, i: int) -> None:
        name = ""
        for j in range(i + 1, min(i + 4, len(self.lines))):
            body = self.lines[j].body
            own = self.verdicts[j]
            if (
                own is not None and own.confidence >= STRONG and own.line_class != "author-box"
            ) or not follows_author_heading(body, name):
                return
            sure = 0.93 if is_name(body) else 0.85 if self._plain_after(j) == 0 else 0.6
            name = body if is_name(body) else name
            self.verdicts[j] = Verdict("author-box", sure, value=name if is_name(body) else "")

    def _headlines(self, i: int) -> None:
        rows = []
        for j in range(i + 1, len(self.lines)):
            line = self.lines[j]
            if self.verdicts[j] is not None or line.prose:
                break
            if (
                (line.closed and not line.body.endswith(("?", "’", "'")))
                or len(line.body) > 140
                or len(line.body.split()) < 3
            ):
                break
            rows.append(j)
        sure = 0.78 if i > self.last_prose and len(rows) <= FOLLOWERS else 0.5
        for j in rows[: FOLLOWERS + 1]:
            self.verdicts[j] = Verdict("related", sure)

    def _promote(self, looked: Sequence[int]) -> None:
        """Confirm weak verdicts by their neighbours, until nothing changes (one sweep each way is enough)."""
        weak = [i for i in looked if (v := self.verdicts[i]) is not None and v.confidence <= WEAK]
        if not weak:
            return
        self._repeated(weak)
        self._runs(weak)
        for i in [*weak, *reversed(weak)]:
            self._beside(i)
        for i in weak:
            verdict = self.verdicts[i]
            edge = i in (0, len(self.lines) - 1) and len(self.plain) > 1 and not self.lines[i].closed
            if i in self.listed:
                continue
            if edge and verdict and verdict.confidence <= 0.6 and verdict.line_class in CHROME - {"navigation"}:
                # Nothing follows, so it is no heading of the article either.
                verdict.confidence = 0.82 if i and len(self.lines[i].body) <= 40 else 0.6

    def _repeated(self, weak: Sequence[int]) -> None:
        count = Counter(self.lines[i].norm for i in weak)
        for i in weak:
            verdict = self.verdicts[i]
            if (
                verdict is not None
                and count[self.lines[i].norm] > 2
                and verdict.line_class in CHROME - {"navigation", "copyright"}
            ):
                verdict.confidence = 0.82

    def _runs(self, weak: Sequence[int]) -> None:
        """Three buttons in a row are a bar of buttons; names of sections only from five on."""
        run: list[int] = []
        for i in [*weak, -2]:
            if run and i != run[-1] + 1:
                classes = [verdict.line_class for j in run if (verdict := self.verdicts[j]) is not None]
                furniture = [name for name in classes if name in CHROME]
                buttons = len(furniture) - furniture.count("navigation")
                if len(furniture) == len(run) and (len(run) >= 5 or (len(run) >= 3 and buttons > 1)):
                    bar = self._is_bar(run)
                    if not bar:
                        self.listed.update(run)
                    for j in run:
                        self._raise(j, 0.82 if bar else 0.6)
                run = []
            run.append(i)

    def _is_bar(self, run: Sequence[int]) -> bool:
        """Whether weak lines in a row are a bar of the page rather than a list of the article.

        A list stands between paragraphs, or under a heading of its own, and is short; no list names the networks.
        """
        if any(self.lines[i].norm in NETWORKS for i in run):
            return True
        talk = {self.lines[i].norm for i in run if (v := self.verdicts[i]) and v.line_class in ("share", "comments")}
        if len(talk) > 2:
            return True
        first, last = run[0], run[-1]
        above = self.lines[first - 1] if first else None
        if above is not None and above.body.endswith(":"):
            return False
        beside = self._strong(first - 1, CHROME) or self._strong(last + 1, CHROME)
        if first < self.first_prose or len(run) > LIST or beside:
            return True
        if last > self.last_prose:
            return above is None or above.closed or self.verdicts[first - 1] is not None
        # Far from the nearest paragraph, it is one of the many lists of a page.
        return not (any(line.prose for line in self.lines[max(0, first - 3) : first]) and self._prose_below(last))

    def _prose_below(self, i: int) -> bool:
        return any(line.prose for line in self.lines[i + 1 : i + 4])

    def _raise(self, i: int, confidence: float) -> None:
        verdict = self.verdicts[i]
        if verdict is not None:
            verdict.confidence = max(verdict.confidence, confidence)

    def _beside(self, i: int) -> None:
        verdict = self.verdicts[i]
        if verdict is None or verdict.confidence > 0.6 or i in self.listed:
            return
        name = verdict.line_class
        partners = PICTURE if name in PICTURE else CHROME
        if name == "timestamp":
            partners = CHROME | ORIGIN
        elif name in ORIGIN:
            partners = ORIGIN
        before, after = self._strong(i - 1, partners), self._strong(i + 1, partners)
        edge = i in (0, len(self.lines) - 1)
        if (before and after) or (edge and (before or after)):
            self._raise(i, 0.86)
        elif before or after:
            # The article itself on the other side: "Health" between an advertisement and a paragraph is a heading.
            other = i + 1 if before else i - 1
            heading = name in ("navigation", "related", "copyright") and self.verdicts[other] is None
            self._raise(i, 0.6 if heading else 0.82)
