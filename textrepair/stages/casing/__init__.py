"""Lost capitals: titles before names, names of institutions, sentence starts, whole documents in one case."""

from __future__ import annotations

from textrepair.config import RepairConfig
from textrepair.edits import Edit, apply_edits
from textrepair.stages.base import Context, Findings
from textrepair.stages.casing.institutions import institutions
from textrepair.stages.casing.lexicon import load_lexicon
from textrepair.stages.casing.sentences import sentence_starts
from textrepair.stages.casing.shape import disjoint, letter_case, merge
from textrepair.stages.casing.titles import titles
from textrepair.stages.casing.truecase import truecase

__all__ = ["Casing"]

# A capital given back is evidence for the next one (a second title in the same style); two rounds are usual.
ROUNDS = 8
SURE = 0.8  # confidence from which a lost capital is evidence that others were lost too


class Casing:
    """Gives words the capitals back that they lost.

    Every edit changes case only, so that no offset moves. A document that is wholly in one case is left as it is
    unless the configuration asks for truecasing: there the case of a word is no evidence of anything.

    >>> from textrepair.config import RepairConfig
    >>> stage, context = Casing(), Context(RepairConfig())
    >>> text = "Officials of the world health organization met in Geneva."
    >>> [edit.after for edit in stage.fix(text, stage.detect(text, context))]
    ['World Health Organization']
    """

    name = "casing"

    def detect(self, text: str, context: Context) -> Findings:
        """Look for lost capitals.

        Returns:
            Findings whose records are the edits, and the measure ``letter_case``.
        """
        shape = letter_case(text)
        return Findings(tuple(_settle(text, shape, context.config)), measures={"letter_case": shape})

    def fix(self, text: str, findings: Findings) -> list[Edit]:
        """Return the edits, sorted and disjoint."""
        del text
        return list(findings.found)


def _settle(text: str, shape: str, config: RepairConfig) -> list[Edit]:
    """Repeat the rules until they have no sure edit left; return the sure edits and the doubtful ones of the end."""
    rounds: list[list[Edit]] = []
    current = text
    for _ in range(ROUNDS):
        proposed = _propose(current, shape, config)
        sure = [edit for edit in proposed if edit.confidence >= config.min_confidence]
        if not sure:
            if not rounds:
                return proposed
            _, made = merge(text, rounds)
            doubtful = [edit for edit in proposed if edit.before == text[edit.start : edit.end]]
            return disjoint([*made, *doubtful])
        rounds.append(sure)
        current = apply_edits(current, sure)
        shape = letter_case(current)
    return []


def _propose(text: str, shape: str, config: RepairConfig) -> list[Edit]:
    """Return what all rules would change in a text, once."""
    if shape != "mixed":
        return truecase(text, config.language) if config.truecase else []
    lexicon = load_lexicon(config.dictionaries, config.language)
    matches = list(lexicon.matches(text))
    others = list(institutions(text, matches))
    if config.language.partition("-")[0] == "en":
        others += sentence_starts(text)
    # What surely lost its capital elsewhere says that titles without one are no house style here.
    faults = sum(other.confidence >= SURE for other in others)
    return disjoint([*titles(text, matches, config.language, faults), *others])
