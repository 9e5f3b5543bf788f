"""The edit ledger: what was changed, where, by which rule, and how to take it back.

Offsets are code points of the document *as it came in*; an end is exclusive. Every other part
of the project speaks in these terms.

How the changes of several stages become one list: each stage edits the text that the stage before it made;
`textrepair.ledger` composes those edits back onto the input. Where a stage edits what an earlier stage had produced,
the two cannot be told apart by input offsets alone; they are *merged* into one `Edit` whose `parts` keep the single
steps, so that one of them can still be undone without the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from textrepair.config import STAGE_NAMES
from textrepair.offsets import OffsetMap, Side
from textrepair.spans import Span, clusters, patch, reach


@dataclass(frozen=True, slots=True)
class Part:
    """One step inside a merged edit.

    `start` and `end` are code points of the merged region as it stood before the step's `layer` (the run of one
    stage); layers count up in the order in which the stages ran.
    """

    layer: int
    start: int
    end: int
    before: str
    after: str
    rule: str
    category: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that was made.

    Args:
        start: where it begins in the input, in code points.
        end: where it ends in the input, exclusive; equal to `start` for an insertion.
        before: the text that stood there, always `source[start:end]`.
        after: the text that stands there now; empty for a deletion.
        rule: stable dotted name of the rule, such as ``spun.en:officers``. For a merged edit, that of its last part.
        category: the kind of damage, such as ``spun``.
        confidence: estimated probability that the change is right, 0 to 1. For a merged edit, the lowest of its parts.
        parts: the single steps if edits of several stages overlapped and were merged, else empty.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    category: str
    confidence: float = 1.0
    parts: tuple[Part, ...] = ()

    @property
    def merged(self) -> bool:
        """Whether edits of several stages overlapped here and were merged into this one."""
        return bool(self.parts)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that made this edit, in the order in which they ran."""
        return tuple(dict.fromkeys(part.rule for part in self.parts)) if self.parts else (self.rule,)

    def to_dict(self) -> dict[str, Any]:
        """Return the edit as plain data (for JSON); `parts` only where there are any."""
        data = asdict(self)
        if self.parts:
            data["parts"] = [asdict(part) for part in self.parts]
        else:
            del data["parts"]
        return data


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An edit that was *not* made, with the reason why not.

    The fields are those of `Edit`; `before` is `source[start:end]`. `reason` is a short sentence for people, such as
    ``below the confidence threshold``.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str
    category: str
    confidence: float
    reason: str

    @classmethod
    def of(cls, edit: Edit, reason: str) -> Suggestion:
        """Make a suggestion of an edit, for the given reason."""
        return cls(
            edit.start,
            edit.end,
            edit.before,
            edit.after,
            edit.rule,
            edit.category,
            edit.confidence,
            reason,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the suggestion as plain data (for JSON)."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found in a document, as numbers.

    Attributes:
        spun_probability: probability that the text was run through a synonym spinner, 0 to 1.
        boilerplate_share: share of the input's code points that lie in lines of page wrapping, 0 to 1.
        encoding_damage: share of the input's code points that encoding repairs touch, 0 to 1.
        letter_case: ``mixed``, or ``upper`` / ``lower`` when the whole document is in one case.
        found: number of edits and suggestions for each category.
        notes: sentences on anything unusual about this run.
    """

    spun_probability: float = 0.0
    boilerplate_share: float = 0.0
    encoding_damage: float = 0.0
    letter_case: str = "mixed"
    found: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing was found at all."""
        return not self.found

    def to_dict(self) -> dict[str, Any]:
        """Return the diagnosis as plain data (for JSON)."""
        return {**asdict(self), "found": dict(self.found), "notes": list(self.notes)}


def apply_edits(source: str, edits: Iterable[Edit | Suggestion]) -> str:
    """Apply edits to the text that they were made for.

    Args:
        source: the input.
        edits: sorted and disjoint, offsets in code points of `source`.

    Returns:
        The repaired text.

    Raises:
        ValueError: an edit overlaps the one before it or does not fit `source`.

    >>> apply_edits("two  men", [Edit(3, 5, "  ", " ", "spacing.blanks", "spacing")])
    'two men'
    """
    pieces: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at:
            raise ValueError(f"edit at {edit.start} overlaps the one before it; sort them and make them disjoint")
        if source[edit.start : edit.end] != edit.before:
            raise ValueError(f"edit at {edit.start} does not fit: the source has other text there")
        pieces += source[at : edit.start], edit.after
        at = edit.end
    pieces.append(source[at:])
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class Repair:
    """The result of a repair: the text, and the account of every change.

    Attributes:
        source: the document as it came in.
        text: the repaired text; always ``apply_edits(source, edits)``.
        edits: every change, sorted and disjoint, offsets in code points of `source`.
        suggestions: changes that were considered and not made, each with its reason, sorted by place.
        diagnosis: what was found, as numbers.
        metadata: what removed lines said: author, credit, caption, section, published ...
    """

    source: str
    text: str
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    diagnosis: Diagnosis = field(default_factory=Diagnosis)
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _offsets: list[OffsetMap] = field(default_factory=list, init=False, repr=False, compare=False)

    def undo(
        self,
        edits: Edit | Iterable[Edit] | None = None,
        *,
        rules: str | Iterable[str] | None = None,
        categories: str | Iterable[str] | None = None,
        below: float | None = None,
    ) -> str:
        """Take changes back, all of them or those that the arguments name.

        Without arguments the result is the input, exactly. With several arguments, an edit is undone when any of them
        names it. A merged edit (see `Edit.parts`) that is named in `edits` is undone whole; by rule, category or
        confidence, only its parts are: a later part stays if it replaced all that the undone part had produced, and
        goes with it if it touched only a piece of that.

        Steps that cancelled each other out (one stage put in what a later one took out) are not edits, and are not
        undone.

        Args:
            edits: edits of this repair to undo, or one.
            rules: names of rules, or one; a name also stands for all rules below it (``"spun"`` for
                ``"spun.en:officers"``).
            categories: categories of damage (names of stages), or one.
            below: undo what has a lower confidence than this.

        Returns:
            The text without these edits.

        Raises:
            ValueError: an edit is not of this repair, or there is no such category.

        >>> repair = Repair("a  b", "a b", (Edit(1, 3, "  ", " ", "spacing.blanks", "spacing"),))
        >>> repair.undo(rules="spacing")
        'a  b'
        """
        if edits is None and rules is None and categories is None and below is None:
            return self.source
        chosen = self._own((edits,) if isinstance(edits, Edit) else edits or ())
        names = _names(rules)
        kinds = self._categories(categories)

        def undone(step: Edit | Part) -> bool:
            return (
                any(_under(step.rule, rule) for rule in names)
                or step.category in kinds
                or (below is not None and step.confidence < below)
            )

        kept: list[Edit] = []
        for edit in self.edits:
            if edit in chosen or (not edit.parts and undone(edit)):
                continue
            if edit.parts and any(undone(part) for part in edit.parts):
                edit = replace(edit, after=replay(edit.before, edit.parts, lambda part: not undone(part)))
            kept.append(edit)
        return apply_edits(self.source, kept)

    def _own(self, edits: Iterable[Edit]) -> set[Edit]:
        chosen = set(edits)
        for edit in chosen.difference(self.edits):
            place = f" (it is for position {edit.start})" if isinstance(edit, Edit) else ""
            raise ValueError(f"edits: {type(edit).__name__} is not among the edits of this repair{place}")
        return chosen

    def _categories(self, names: str | Iterable[str] | None) -> frozenset[str]:
        wanted = _names(names)
        known = dict.fromkeys(STAGE_NAMES)
        for edit in self.edits:  # stages of a user's own have categories of their own
            known |= dict.fromkeys([edit.category, *(part.category for part in edit.parts)])
        for name in wanted:
            if name not in known:
                raise ValueError(f"categories: {name!r} is not one of {', '.join(known)}")
        return frozenset(wanted)

    @property
    def offsets(self) -> OffsetMap:
        """The two-way map of positions between `source` and `text`."""
        if not self._offsets:
            self._offsets.append(OffsetMap(self.edits, len(self.source)))
        return self._offsets[0]

    def to_text(self, offset: int, side: Side = "left") -> int:
        """Return the position in `text` for a position in `source` (code points); see `OffsetMap.to_text`.

        >>> Repair("a  b", "a b", (Edit(1, 3, "  ", " ", "spacing.blanks", "spacing"),)).to_text(3)
        2
        """
        return self.offsets.to_text(offset, side)

    def to_source(self, offset: int, side: Side = "left") -> int:
        """Return the position in `source` for a position in `text` (code points); see `OffsetMap.to_source`.

        >>> Repair("a  b", "a b", (Edit(1, 3, "  ", " ", "spacing.blanks", "spacing"),)).to_source(2)
        3
        """
        return self.offsets.to_source(offset, side)

    @property
    def removed(self) -> tuple[Edit, ...]:
        """The edits that took page wrapping out."""
        return tuple(edit for edit in self.edits if edit.category == "boilerplate")

    def to_dict(self) -> dict[str, Any]:
        """Return the repair as plain data (for JSON); `source` is left out, since the caller has it."""
        return {
            "text": self.text,
            "edits": [edit.to_dict() for edit in self.edits],
            "suggestions": [suggestion.to_dict() for suggestion in self.suggestions],
            "diagnosis": self.diagnosis.to_dict(),
            "metadata": {key: list(values) for key, values in self.metadata.items()},
        }

    def to_html(self) -> str:
        """Return an HTML fragment that shows each change in its place."""
        from textrepair.report.html import repair_to_html  # a view; only loaded when somebody looks

        return repair_to_html(self)

    def _repr_html_(self) -> str:
        return self.to_html()


def _names(names: str | Iterable[str] | None) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names or ())


def _under(rule: str, name: str) -> bool:
    return rule == name or (rule.startswith(name) and rule[len(name)] in ".:")


def replay(before: str, parts: Sequence[Part], keep: Callable[[Part], bool]) -> str:
    """Carry out the parts of a merged edit, leaving some out.

    Args:
        before: the region as it came in.
        parts: sorted by layer and place.
        keep: says of each part whether it is carried out.

    Returns:
        The region as it would be without the parts that were left out. A later part stays if its span covers all that
        an omitted part had produced, and is omitted too if it covers only a piece of it.

    >>> parts = (
    ...     Part(0, 0, 1, "a", "b", "encoding.x", "encoding", 0.9),
    ...     Part(1, 0, 1, "b", "c", "spun.y", "spun", 0.9),
    ... )
    >>> replay("a", parts, lambda part: part.rule != "spun.y"), replay("a", parts, lambda part: part.layer == 1)
    ('b', 'c')
    """
    # The region in pieces (as it was with all parts, as it is without some); the two differ where parts were left out.
    pieces = [(before, before)]
    for layer in sorted({part.layer for part in parts}):
        pieces = _replay_layer(pieces, [part for part in parts if part.layer == layer], keep)
    return "".join(now for _, now in pieces)


def _replay_layer(
    pieces: list[tuple[str, str]], parts: Sequence[Part], keep: Callable[[Part], bool]
) -> list[tuple[str, str]]:
    full = "".join(was for was, _ in pieces)
    differing: list[Span[str]] = []
    at = 0
    for was, now in pieces:
        if was != now:
            differing.append(Span(at, at + len(was), now))
        at += len(was)
    result: list[tuple[str, str]] = []
    at = 0
    for spans, steps in clusters(differing, [Span(part.start, part.end, part) for part in parts]):
        start, end = reach(spans, steps)
        result.append((full[at:start], full[at:start]))
        was, now = full[start:end], patch(full, start, end, [(s.start, s.end, s.item) for s in spans])
        at = end
        new = patch(full, start, end, [(s.start, s.end, s.item.after) for s in steps])
        whole = len(steps) == 1 and (steps[0].start, steps[0].end) == (start, end)
        if whole and keep(steps[0].item):
            # An insertion at the place of a deletion that was left out stands behind what was deleted.
            now = new if was else now + new
        result.append((new, now))
    result.append((full[at:], full[at:]))
    return result
