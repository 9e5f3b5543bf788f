"""The ledger: composition, replay, undo of subsets, offset maps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from textrepair.edits import Edit, Part, Repair, Suggestion, apply_edits, replay
from textrepair.ledger import Ledger
from textrepair.offsets import OffsetMap


def make(text: str, start: int, end: int, after: str, rule: str = "a.x", confidence: float = 1.0) -> Edit:
    return Edit(start, end, text[start:end], after, rule, rule.partition(".")[0], confidence)


@st.composite
def layered(draw: st.DrawFn) -> tuple[str, Ledger, list[list[Edit]]]:
    """A source, a ledger to which some stages have added edits, and these edits (offsets of each stage's text)."""
    source = draw(st.text("abcd", max_size=14))
    ledger = Ledger(source)
    layers = []
    for layer in range(draw(st.integers(0, 4))):
        text = ledger.text
        edits, at = [], 0
        last_insertion = -1
        for _ in range(draw(st.integers(0, 4))):
            if at > len(text):
                break
            start = draw(st.integers(at, len(text)))
            end = draw(st.integers(start, min(len(text), start + 4)))
            after = draw(st.text("xyz", max_size=3))
            if start == end and (start == last_insertion or (edits and edits[-1].end == start)):
                continue
            edit = make(text, start, end, after, f"s{layer}.r{len(edits)}", draw(st.sampled_from([0.5, 0.9])))
            if edit.before != edit.after:
                edits.append(edit)
                last_insertion = start if start == end else -1
                at = end
        layers.append(edits)
        ledger.apply(edits)
    return source, ledger, layers


@given(layered())
def test_composition_replays_and_is_sorted(case: tuple[str, Ledger, list[list[Edit]]]) -> None:
    source, ledger, layers = case
    text = source
    for edits in layers:
        text = apply_edits(text, edits)
    edits = ledger.edits()
    assert ledger.text == text == apply_edits(source, edits)
    for one, two in pairwise(edits):
        assert one.end <= two.start
        assert (one.start, one.end) != (two.start, two.end)
    for edit in edits:
        assert edit.before != edit.after
        assert edit.confidence == min([part.confidence for part in edit.parts], default=edit.confidence)
        if edit.parts:
            assert replay(edit.before, edit.parts, lambda part: True) == edit.after
            assert replay(edit.before, edit.parts, lambda part: False) == edit.before


def _lost(ledger: Ledger, layers: list[list[Edit]]) -> set[str]:
    """Return the rules of steps that cancelled each other out. They leave no trace: half of them cannot be undone."""
    kept = {step.rule for edit in ledger.edits() for step in (edit.parts or (edit,))}
    return {edit.rule for edits in layers for edit in edits} - kept


@given(layered())
def test_undo_of_the_last_layers_gives_the_text_before_them(case: tuple[str, Ledger, list[list[Edit]]]) -> None:
    source, ledger, layers = case
    repair = Repair(source, ledger.text, ledger.edits())
    lost = _lost(ledger, layers)
    text = source
    for n, edits in enumerate(layers):
        later = {edit.rule for layer in layers[n:] for edit in layer}
        if lost <= later or not lost & later:
            assert repair.undo(rules=[f"s{m}" for m in range(n, len(layers))]) == text
        text = apply_edits(text, edits)
    assert repair.undo() == source
    assert repair.undo(edits=repair.edits) == source
    assert repair.undo(rules=[]) == repair.text


def _without(source: str, layers: list[list[Edit]], undone: set[str]) -> str | None:
    """Apply layers without some of their edits, letter by letter; None where one that stays meets one that is left out.

    Every letter is an object of its own, in two texts: `full` is made with all edits, `part` without those left out. An
    edit that stays is found again in `part` by the letters that it replaced or, if it inserted, by those beside it.
    """
    full = part = [object(), *([char] for char in source), object()]
    for edits in layers:
        new_full: list[object] = []
        new_part, at = list(part), 0
        for edit in edits:
            start, end = edit.start + 1, edit.end + 1  # behind the object that marks the beginning
            new_full += full[at:start]
            after: list[object] = [[char] for char in edit.after]
            new_full += after
            at = end
            if edit.rule in undone:
                continue
            # What is inserted has its place between two letters; what is replaced, its own letters.
            anchor = full[start:end] or full[start - 1 : start + 1]
            place = _find(new_part, anchor)
            if place is None:
                return None
            first = place if start < end else place + 1
            new_part[first : first + end - start] = after
        full, part = new_full + full[at:], new_part
    return "".join(letter[0] for letter in part if isinstance(letter, list))


def _find(text: list[object], letters: list[object]) -> int | None:
    ids = [id(letter) for letter in text]
    wanted = [id(letter) for letter in letters]
    if wanted[0] not in ids:
        return None
    at = ids.index(wanted[0])
    return at if ids[at : at + len(wanted)] == wanted else None


@given(layered(), st.data())
def test_undo_of_some_steps_gives_what_would_have_come_out_without_them(
    case: tuple[str, Ledger, list[list[Edit]]], data: st.DataObject
) -> None:
    source, ledger, layers = case
    rules = [edit.rule for edits in layers for edit in edits]
    undone = set(data.draw(st.lists(st.sampled_from(rules)))) if rules else set()
    lost = _lost(ledger, layers)
    wanted = _without(source, layers, undone)
    assume(wanted is not None and (lost <= undone or not lost & undone))
    repair = Repair(source, ledger.text, ledger.edits())
    assert repair.undo(rules=undone) == wanted
    assert _without(source, layers, set()) == repair.text


@given(layered(), st.data())
def test_undo_of_edits_leaves_the_others(case: tuple[str, Ledger, list[list[Edit]]], data: st.DataObject) -> None:
    source, ledger, _ = case
    repair = Repair(source, ledger.text, ledger.edits())
    chosen = data.draw(st.sets(st.sampled_from(repair.edits))) if repair.edits else set()
    rest = [edit for edit in repair.edits if edit not in chosen]
    assert repair.undo(edits=chosen) == apply_edits(source, rest)


@given(layered())
def test_offset_maps_are_inverse_outside_of_edits_and_monotone(case: tuple[str, Ledger, list[list[Edit]]]) -> None:
    source, ledger, _ = case
    edits = ledger.edits()
    repair = Repair(source, ledger.text, edits)
    touched = {n for edit in edits for n in range(edit.start, edit.end + 1)}
    for side in ("left", "right"):
        places = [repair.to_text(n, side) for n in range(len(source) + 1)]
        assert places == sorted(places)
        assert all(0 <= place <= len(repair.text) for place in places)
        back = [repair.to_source(n, side) for n in range(len(repair.text) + 1)]
        assert back == sorted(back)
        assert all(0 <= place <= len(source) for place in back)
        for n in range(len(source) + 1):
            if n not in touched:
                assert repair.to_source(repair.to_text(n, side), side) == n
                assert repair.text[places[n] : places[n] + 1] == source[n : n + 1] or n + 1 in touched
    for n in range(len(source) + 1):
        assert repair.to_text(n, "left") <= repair.to_text(n, "right")
    for edit in edits:
        start, end = repair.to_text(edit.start, "left"), repair.to_text(edit.end, "right")
        assert edit.after in repair.text[start:end]


def test_offsets_inside_replaced_inserted_and_deleted_text() -> None:
    offsets = OffsetMap([make("abcdef", 1, 3, "XYZ"), make("abcdef", 4, 5, ""), make("abcdef", 6, 6, "!")])
    # a b c d e f | -> a X Y Z d f !
    assert [offsets.to_text(n) for n in range(7)] == [0, 1, 1, 4, 5, 5, 6]
    assert [offsets.to_text(n, "right") for n in range(7)] == [0, 1, 4, 4, 5, 5, 7]
    assert [offsets.to_source(n) for n in range(8)] == [0, 1, 1, 1, 3, 4, 6, 6]
    assert [offsets.to_source(n, "right") for n in range(8)] == [0, 1, 3, 3, 3, 5, 6, 6]


def test_positions_outside_and_unknown_sides_are_refused() -> None:
    repair = Repair("abc", "ac", (make("abc", 1, 2, ""),))
    assert (repair.to_text(3), repair.to_source(2)) == (2, 3)
    for offset, call, text in (
        (4, repair.to_text, r"position 4 is outside of the input \(0 to 3\)"),
        (3, repair.to_source, r"position 3 is outside of the repaired text \(0 to 2\)"),
        (-1, repair.to_text, "position -1"),
        (-1, repair.to_source, "position -1"),
        (-1, OffsetMap(repair.edits).to_text, "position -1 is outside of the input$"),
    ):
        with pytest.raises(IndexError, match=text):
            call(offset)
    for call in (repair.to_text, repair.to_source):
        with pytest.raises(ValueError, match="side: 'middle' is not 'left' or 'right'"):
            call(0, "middle")  # type: ignore[arg-type]


def test_edits_that_overlap_are_merged_and_keep_their_steps() -> None:
    ledger = Ledger("of ïcers said")
    ledger.apply([make("of ïcers said", 2, 4, "fi", "encoding.ligature")])
    ledger.apply([make(ledger.text, 0, 8, "officials", "spun.en:officers", 0.9)])
    (edit,) = ledger.edits()
    assert (edit.start, edit.end, edit.before, edit.after) == (0, 8, "of ïcers", "officials")
    assert edit.merged
    assert edit.rules == ("encoding.ligature", "spun.en:officers")
    assert (edit.rule, edit.category, edit.confidence) == ("spun.en:officers", "spun", 0.9)
    repair = Repair(ledger.source, ledger.text, ledger.edits())
    assert repair.undo(rules=["spun"]) == "officers said"
    assert repair.undo(categories=["encoding"]) == "officials said"  # the later step replaced all of it
    assert repair.undo(below=0.95) == "officers said"


def test_a_later_step_goes_with_an_earlier_one_of_which_it_touched_a_piece() -> None:
    ledger = Ledger("x")
    ledger.apply([make("x", 0, 1, "abcd", "one.a")])
    ledger.apply([make("abcd", 1, 2, "B", "two.b"), make("abcd", 3, 4, "", "two.c")])
    repair = Repair("x", ledger.text, ledger.edits())
    assert repair.text == "aBc"
    assert repair.undo(rules=["one"]) == "x"
    assert repair.undo(rules=["two.b"]) == "abc"


def test_insertion_at_a_deletion_is_one_edit_and_each_can_be_undone() -> None:
    ledger = Ledger("abc")
    ledger.apply([make("abc", 1, 2, "", "one.a")])
    ledger.apply([make("ac", 1, 1, "X", "two.b")])
    repair = Repair("abc", ledger.text, ledger.edits())
    assert [(edit.start, edit.end, edit.after) for edit in repair.edits] == [(1, 2, "X")]
    assert repair.undo(rules=["one"]) == "abXc"
    assert repair.undo(rules=["two"]) == "ac"


def test_steps_that_cancel_out_leave_no_edit() -> None:
    ledger = Ledger("ab")
    ledger.apply([make("ab", 1, 1, "-")])
    ledger.apply([make("a-b", 1, 2, "")])
    assert ledger.edits() == ()
    assert ledger.text == "ab"


def test_rules_are_named_whole_or_by_a_dotted_beginning() -> None:
    source = "a b"
    edits = (make(source, 0, 1, "A", "spun.en:a"), make(source, 2, 3, "B", "spunky.b"))
    repair = Repair(source, "A B", edits)
    assert repair.undo(rules=["spun"]) == "a B"
    assert repair.undo(rules=["spun.en"]) == "a B"
    assert repair.undo(rules=["spun.en:a"]) == "a B"
    assert repair.undo(rules=["spun.e"]) == "A B"


def test_one_name_or_one_edit_will_do() -> None:
    source = "a b c"
    edits = (make(source, 0, 1, "A", "casing.a"), make(source, 2, 3, "B", "spun.b"), make(source, 4, 5, "C", "own.c"))
    repair = Repair(source, "A B C", edits)
    assert repair.undo(rules="spun") == "A b C"
    assert repair.undo(categories="casing") == "a B C"
    assert repair.undo(categories="own") == "A B c"  # of a stage that is not ours
    assert repair.undo(categories="quotes") == "A B C"  # there is such a stage, but it changed nothing
    assert repair.undo(edits[2], categories=["casing"]) == "a B c"
    assert repair.undo(iter(edits), rules=iter(["spun"])) == source


def test_what_cannot_be_undone_is_refused() -> None:
    repair = Repair("a", "A", (make("a", 0, 1, "A", "casing.a"),))
    with pytest.raises(ValueError, match=r"^categories: 'boilerplates' is not one of linebreaks, .*casing"):
        repair.undo(categories="boilerplates")
    with pytest.raises(
        ValueError, match=r"^edits: Edit is not among the edits of this repair \(it is for position 0\)"
    ):
        repair.undo(make("a", 0, 1, "B"))
    with pytest.raises(ValueError, match=r"^edits: Suggestion is not among"):
        repair.undo([Suggestion.of(repair.edits[0], "unsure")])  # type: ignore[list-item]


def test_suggestions_are_placed_in_the_source() -> None:
    ledger = Ledger("aa  bb")
    ledger.apply([make("aa  bb", 2, 4, " ", "spacing.blanks")])
    plain = Suggestion(3, 5, "bb", "cc", "r", "c", 0.5, "unsure")
    across = Suggestion(1, 4, "a b", "x", "r", "c", 0.5, "unsure")
    one, two = ledger.to_source([plain, across])
    assert (one.start, one.end, one.before, one.after) == (4, 6, "bb", "cc")
    assert (two.start, two.end, two.before, two.after) == (1, 5, "a  b", "x")


@given(layered(), st.data())
def test_a_suggestion_that_is_taken_up_gives_the_same_text(
    case: tuple[str, Ledger, list[list[Edit]]], data: st.DataObject
) -> None:
    source, ledger, _ = case
    start = data.draw(st.integers(0, len(ledger.text)))
    end = data.draw(st.integers(start, len(ledger.text)))
    if start == end:
        return
    wish = Suggestion(start, end, ledger.text[start:end], "Q", "r", "c", 0.5, "unsure")
    (placed,) = ledger.to_source([wish])
    assert source[placed.start : placed.end] == placed.before
    offsets = OffsetMap(ledger.edits())
    others = []
    for edit in ledger.edits():
        edit_start = offsets.to_text(edit.start, "right" if edit.start < edit.end else "left")
        if edit_start + len(edit.after) <= start or edit_start >= end:
            others.append(edit)
    taken = sorted([*others, placed], key=lambda change: (change.start, change.end))
    wanted = ledger.text[:start] + "Q" + ledger.text[end:]
    assert apply_edits(source, taken) == wanted


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([Edit(0, 2, "ab", "x", "r", "c"), Edit(1, 3, "bc", "y", "r", "c")], "overlaps"),
        ([Edit(0, 2, "zz", "x", "r", "c")], "does not fit"),
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        apply_edits("abcd", edits)


def test_plain_data_and_back() -> None:
    ledger = Ledger("of ïcers")
    ledger.apply([make("of ïcers", 2, 4, "fi", "encoding.ligature")])
    ledger.apply([make(ledger.text, 0, 8, "officials", "spun.en:officers")])
    (edit,) = ledger.edits()
    data = edit.to_dict()
    assert Edit(**{**data, "parts": tuple(Part(**part) for part in data["parts"])}) == edit
    assert "parts" not in make("a", 0, 1, "b").to_dict()
