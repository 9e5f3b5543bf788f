"""Runs the rules of a stage over a text until none of them has anything left to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textrepair.edits import Edit, apply_edits

Rule = Callable[[str], list[Edit]]

# Real damage needs two or three rounds (the last one only confirms). What needs more was made to need more.
ROUNDS = 10


def settle(text: str, rules: Sequence[Rule], threshold: float) -> list[Edit]:
    """Run rules in turn, each on the text that the one before it made, until all in a row change nothing.

    So a second run on the result finds nothing: that is what makes a stage idempotent, whatever its rules do to one
    another. A text on which the rules do not settle within `ROUNDS` rounds is left alone.

    Args:
        text: the text to repair.
        rules: functions from a text to its sorted, disjoint edits, none of them a mere insertion.
        threshold: edits below this confidence are not carried out before the next rule looks.

    Returns:
        Sorted, disjoint edits in code points of `text`, each as short as it can be. Where rules repaired what others
        had made, there is one edit with the name of the last rule and the lowest confidence. Among them are the
        doubtful edits of the first round, where nothing else is.

    >>> def halve(text: str) -> list[Edit]:
    ...     at = text.find("aa")
    ...     return [Edit(at, at + 2, "aa", "a", "demo.halve", "demo")] if at >= 0 else []
    >>> [(edit.start, edit.before, edit.after) for edit in settle("aaa b", [halve], 0.8)]
    [(1, 'aa', '')]
    """
    now = text
    done: list[Edit] = []
    doubtful: list[Edit] = []
    quiet = 0  # how many rules in a row found nothing to change in `now`
    for number in range(ROUNDS * len(rules)):
        edits = rules[number % len(rules)](now)
        sure = [edit for edit in edits if edit.confidence >= threshold]
        if number < len(rules) and len(sure) < len(edits):
            doubtful += _composed(text, now, done, [edit for edit in edits if edit.confidence < threshold])[1]
        if sure:
            done = _composed(text, now, done, sure)[0] if done else sure
            now = apply_edits(now, sure)
            quiet = 0
        else:
            quiet += 1
        if quiet == len(rules):
            break
    else:
        return []
    done = [trimmed(edit) for edit in done]
    return _with_doubtful(done, doubtful) if doubtful else done


def _composed(source: str, text: str, olds: Sequence[Edit], news: Sequence[Edit]) -> tuple[list[Edit], list[Edit]]:
    """Compose two layers of edits; one pass over both.

    A leaner `Ledger`: the single steps need not be told apart afterwards.

    Args:
        source: the text that the old edits were made for.
        text: what they made of it.
        olds: sorted and disjoint, offsets of `source`.
        news: sorted and disjoint, offsets of `text`.

    Returns:
        All edits, and those new ones that touch no old one; both with offsets of `source`.
    """
    result: list[Edit] = []
    apart: list[Edit] = []
    shift = 0  # an offset of the source less that of the text, behind the old edits that were passed
    i = j = 0
    while j < len(news):
        new = news[j]
        if i < len(olds) and olds[i].start - shift + len(olds[i].after) <= new.start:
            result.append(olds[i])
            shift += len(olds[i].before) - len(olds[i].after)
            i += 1
            continue
        if i == len(olds) or new.end <= olds[i].start - shift:
            result.append(_moved(new, shift) if shift else new)
            apart.append(result[-1])
            j += 1
            continue
        # They overlap: take in whatever overlaps with either.
        start = end = min(new.start, olds[i].start - shift)
        source_start = start + shift
        after: list[str] = []
        at = start
        confidence = new.confidence
        while True:
            if i < len(olds) and (i_start := olds[i].start - shift) <= end and (i_start < end or end == start):
                end = max(end, i_start + len(olds[i].after))
                shift += len(olds[i].before) - len(olds[i].after)
                confidence = min(confidence, olds[i].confidence)
                i += 1
            elif j < len(news) and (news[j].start < end or news[j].start == start):
                new = news[j]
                after += text[at : new.start], new.after
                at = new.end
                end = max(end, new.end)
                confidence = min(confidence, new.confidence)
                j += 1
            else:
                break
        after.append(text[at:end])
        before, made = source[source_start : end + shift], "".join(after)
        if before != made:  # steps that cancel out leave no change
            source_end = source_start + len(before)
            result.append(Edit(source_start, source_end, before, made, new.rule, new.category, confidence))
    result += olds[i:]
    return result, apart


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(edit.start + by, edit.end + by, edit.before, edit.after, edit.rule, edit.category, edit.confidence)


def moved(edits: Iterable[Edit], by: int) -> list[Edit]:
    """Return edits that were made for a piece of a text with the offsets of the whole.

    >>> [edit.start for edit in moved([Edit(0, 1, "a", "b", "demo", "demo")], 5)]
    [5]
    """
    return [_moved(edit, by) for edit in edits] if by else list(edits)


def trimmed(edit: Edit) -> Edit:
    """Return the edit without the code points that before and after have in common at both ends.

    >>> edit = trimmed(Edit(4, 8, "abcd", "axd", "demo", "demo"))
    >>> edit.start, edit.before, edit.after
    (5, 'bc', 'x')
    """
    before, after = edit.before, edit.after
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if not head and not tail:
        return edit
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    return Edit(edit.start + head, edit.end - tail, before, after, edit.rule, edit.category, edit.confidence)


def _with_doubtful(done: Sequence[Edit], doubtful: Sequence[Edit]) -> list[Edit]:
    """Add doubtful edits wherever nothing else is; of two doubtful ones in a place, the first wins."""
    order = sorted([*((edit, 0) for edit in done), *((edit, 1) for edit in doubtful)], key=lambda e: (e[0].start, e[1]))
    kept: list[tuple[Edit, int]] = []
    for edit, doubt in order:
        while not doubt and kept and kept[-1][1] and kept[-1][0].end > edit.start:
            kept.pop()
        if doubt and kept and (kept[-1][0].end > edit.start or kept[-1][0].start == edit.start):
            continue
        kept.append((edit, doubt))
    return [edit for edit, _ in kept]
