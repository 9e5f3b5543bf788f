"""Page wrapping: lines that the page put around the article, recognised by wording, form, place and neighbours.

What a line is, is decided in three steps. `lines` cuts the text into lines and `triggers` scans it once for traces;
`rules` judges each line by its own wording and form; `wording` tells the language of pages from that of
stories; `context` weighs a verdict by position and neighbours, and `decision` repeats that until nothing more is found.
Here the verdicts become edits.

A document must not be emptied by mistake: if more than half of its text would go and less than 400 characters would be
left, every confidence is lowered to 0.7 at most, so that the default preset only suggests.
"""

from __future__ import annotations

from collections.abc import Sequence

from textrepair.edits import Edit
from textrepair.stages.base import Context, Findings
from textrepair.stages.boilerplate.decision import Decision, decide
from textrepair.stages.boilerplate.lines import Line, split_lines
from textrepair.stages.boilerplate.metadata import collect
from textrepair.stages.boilerplate.rules import Verdict
from textrepair.stages.boilerplate.triggers import load_triggers

__all__ = ["Boilerplate"]

_NONE = Findings(measures={"boilerplate_share": 0.0})


class Boilerplate:
    r"""Removes lines of page wrapping, and keeps what they said as metadata.

    >>> from textrepair.config import RepairConfig
    >>> text = "By Jane Doe\n\n" + "The port was closed on Friday because of the storm, the harbour master said. " * 3
    >>> findings = Boilerplate().detect(text, Context(RepairConfig()))
    >>> [(edit.before, edit.rule) for edit in findings.found], dict(findings.metadata)
    ([('By Jane Doe\n\n', 'boilerplate.byline')], {'author': ('Jane Doe',)})
    """

    name = "boilerplate"

    def detect(self, text: str, context: Context) -> Findings:
        """Find the lines of wrapping.

        Args:
            text: the document; lines end in line feeds.
            context: the configuration; its threshold decides which lines count as gone when the others are judged.

        Returns:
            The edits (`found`), what the removed lines said (`metadata`), and the share of wrapping (`measures`).
        """
        config = context.config
        triggers = load_triggers(config.dictionaries, config.language)
        lines = split_lines(text, triggers.scan(text))
        decision = decide(lines, triggers, config.min_confidence, config.keep)
        if not decision.removed and not decision.doubtful:
            return _NONE
        edits = _edits(text, lines, decision, config.min_confidence)
        made = [
            (lines[number].body[verdict.cut :], verdict)
            for number, verdict in sorted(decision.removed.items())
            if verdict.confidence >= config.min_confidence
        ]
        share = sum(edit.end - edit.start for edit in edits) / len(text)
        return Findings(tuple(edits), measures={"boilerplate_share": min(1.0, share)}, metadata=collect(made))

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        """Return the edits that `detect` made, sorted and disjoint."""
        return list(findings.found)


def _edits(text: str, lines: Sequence[Line], decision: Decision, threshold: float) -> list[Edit]:
    spans: list[tuple[int, int, Verdict]] = []
    gone: list[int] = []
    for number, verdict in (decision.doubtful | decision.removed).items():
        line = lines[number]
        if verdict.cut:
            begin = text.index(line.body, line.start) + verdict.cut
            spans.append((begin, line.end, verdict))
        elif verdict.confidence >= threshold and number in decision.removed:
            gone.append(number)
        else:  # only suggested: without the blank lines, which may belong to an edit beside it
            spans.append((line.start, line.end, verdict))
    spans += _whole_lines(text, lines, sorted(gone), decision.removed)
    spans.sort(key=lambda span: span[:2])
    return [
        Edit(start, end, text[start:end], "", f"boilerplate.{verdict.line_class}", "boilerplate", verdict.confidence)
        for start, end, verdict in spans
    ]


def _whole_lines(
    text: str, lines: Sequence[Line], gone: Sequence[int], verdicts: dict[int, Verdict]
) -> list[tuple[int, int, Verdict]]:
    """Return the spans that take whole lines out, each with the blank lines on one side of it.

    Between two lines that stay, one of the separations that were there stays: a break between paragraphs rather than
    a mere line feed, and of two alike the shorter.
    """
    spans: list[tuple[int, int, Verdict]] = []
    at = 0
    while at < len(gone):
        last = at
        while last + 1 < len(gone) and gone[last + 1] == gone[last] + 1:
            last += 1
        run = gone[at : last + 1]
        at = last + 1
        first, final = run[0], run[-1]
        if first == 0:
            forward = True
        elif final == len(lines) - 1:
            forward = False
        else:
            before = text[lines[first - 1].end : lines[first].start]
            after = text[lines[final].end : lines[final + 1].start]
            forward = _rank(before) >= _rank(after)
        for number in run:
            line = lines[number]
            if forward:
                end = lines[number + 1].start if number + 1 < len(lines) else line.end
                spans.append((line.start, end, verdicts[number]))
            else:
                spans.append((lines[number - 1].end, line.end, verdicts[number]))
    return spans


def _rank(gap: str) -> tuple[bool, int]:
    return gap.count("\n") > 1, -len(gap)
