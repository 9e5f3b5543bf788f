"""Spacing: odd and zero-width spaces, soft hyphens, runs of blanks and blank lines, blanks before punctuation.

The rules live in the modules `invisible`, `blanks` and `hyphens`. They run in turn until none has anything left to do:
deleting a zero-width character can create a double blank, and a line of no-break spaces becomes an empty one.
"""

from __future__ import annotations

import functools

from textrepair.edits import Edit
from textrepair.stages import blanks, hyphens, invisible
from textrepair.stages.base import NOTHING, Context, Findings
from textrepair.stages.rounds import Rule, settle


class Spacing:
    r"""Makes white space plain.

    Rules: ``spacing.zero-width``, ``.soft-hyphen``, ``.nbsp``, ``.hyphen``, ``.unwrap`` (only if the configuration has
    ``unwrap`` on), ``.trailing``, ``.blanks``, ``.before-comma``, ``.blank-lines``.

    >>> from textrepair.config import RepairConfig
    >>> stage = Spacing()
    >>> [edit.rule for edit in stage.fix("a \u200b b ", stage.detect("a \u200b b ", Context(RepairConfig())))]
    ['spacing.zero-width', 'spacing.blanks', 'spacing.trailing']
    """

    name = "spacing"

    def detect(self, text: str, context: Context) -> Findings:
        """Look for spacing that is not plain; each rule leaves quickly where it has nothing to do."""
        edits = settle(text, _rules(context.config.unwrap, context.config.language), context.config.min_confidence)
        return Findings(tuple(edits)) if edits else NOTHING

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        """Return the edits for what was found."""
        return list(findings.found)


@functools.lru_cache(maxsize=32)
def _rules(unwrap: bool, language: str) -> tuple[Rule, ...]:
    rules: list[Rule] = [
        invisible.zero_width_edits,
        invisible.soft_hyphen_edits,
        invisible.nbsp_edits,
        blanks.trailing_edits,
        functools.partial(hyphens.hyphen_edits, language=language),
        blanks.blank_edits,
        blanks.mark_edits,
        blanks.blank_line_edits,
    ]
    if unwrap:
        rules.append(hyphens.unwrap_edits)
    return tuple(rules)
