"""Shared Hypothesis strategies, and the checks that every stage must pass."""

from __future__ import annotations

from hypothesis import strategies as st

from textrepair.config import RepairConfig
from textrepair.edits import Edit, Repair, apply_edits
from textrepair.ledger import Ledger
from textrepair.stages.base import Context, Stage

# Characters that stages look at, so that random text meets their rules often.
SPECIAL = (
    " \t\n\r\u00a0\u2009\u200b\u200d\u00ad\u2028\u2029\u0085\x00\x1b\ufeff"
    "\"'“”‘’«»„–—-.,;:!?()[]{}|&<>/;#*©…aAbeé€Ãâ\ud800\udcff\U0001f600"
)
WORDS = (
    "Advertisement", "Subscribe", "said", "mentioned", "officers", "within the", "{that a}", "{a|b}",
    "Chinese language", "secretary of state", "Antony", "Photo:", "By Jane Doe", "Share", "&amp;", "&lt;", "â€œ", "Ã©",
    "exam-\nple", "the", "however", "a", "an", "2", "yr", "extra", "gross sales", "“", ",” she said", ".", ",", "\n\n",
    "\n", "Leave a Comment", "filed under:", "© 2020", "world health organization", "go to to",
)  # fmt: skip


def texts(max_size: int = 60) -> st.SearchStrategy[str]:
    """Arbitrary Unicode, lone surrogates included, with many characters and words that rules look for."""
    piece = st.one_of(
        st.characters(),
        st.sampled_from(SPECIAL),
        st.sampled_from(WORDS),
        st.sampled_from([word + " " for word in WORDS]),
    )
    return st.lists(piece, max_size=max_size).map("".join)


def run(stage: Stage, text: str, config: RepairConfig) -> list[Edit]:
    """Return the edits of one stage alone, above the threshold of the configuration."""
    findings = stage.detect(text, Context(config))
    return [edit for edit in stage.fix(text, findings) if edit.confidence >= config.min_confidence]


def check_stage(stage: Stage, text: str, config: RepairConfig) -> str:
    """Assert what holds for every stage: valid, sorted, disjoint edits; replay; undo; a second run changes nothing."""
    edits = run(stage, text, config)
    assert edits == run(stage, text, config)
    at = 0
    for edit in edits:
        assert 0 <= at <= edit.start <= edit.end <= len(text)
        assert edit.before == text[edit.start : edit.end]
        assert edit.before != edit.after
        assert 0 <= edit.confidence <= 1
        assert edit.category == stage.name
        at = edit.end
    output = apply_edits(text, edits)
    ledger = Ledger(text)
    ledger.apply(edits)
    repair = Repair(text, ledger.text, ledger.edits())
    assert repair.text == output
    assert repair.undo(categories=[stage.name]) == text
    again = run(stage, output, config)
    assert not again, (text, output, again)
    return output
