"""Lost capitals: titles before names, names of institutions, sentence starts, whole documents in one case."""

from __future__ import annotations

from textrepair.config import RepairConfig
from textrepair.edits import Edit, apply_edits
from textrepair.stages.base import Context, Findings
from textrepair.stages.casing.always import always, informal
from textrepair.stages.casing.institutions import institutions
from textrepair.stages.casing.lexicon import load_lexicon
from textrepair.stages.casing.sentences import CERTAIN, sentence_starts
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
        proposed = _propose(current, shape, config, [edit for edits in rounds for edit in edits])
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


def _propose(text: str, shape: str, config: RepairConfig, made: list[Edit]) -> list[Edit]:
    """Return what all rules would change in a text, once.

    Args:
        text: the text.
        shape: its `letter_case`.
        config: the configuration.
        made: the edits of earlier rounds. What surely lost its capital says that others without one are no house style.
    """
    if shape != "mixed":
        return truecase(text, config.language) if config.truecase else []
    lexicon = load_lexicon(config.dictionaries, config.language)
    matches = list(lexicon.matches(text))
    english = config.language.partition("-")[0] == "en"
    certain = list(always(text)) if english else []
    lost = sum(edit.confidence >= SURE for edit in certain) + _count(made, "always", "institution")
    named = list(institutions(text, matches, lost))
    careless = bool(certain or named or made) and english and informal(text)
    if careless:
        certain = []  # a writer who does without capitals has lost none
    certain += named
    faults = sum(edit.confidence >= SURE for edit in certain) + _count(made, "always", "institution")
    if english:
        # Titles without capitals show carelessness too, but in mixed styles they are no proof of a loss.
        starts = list(sentence_starts(text, 0 if careless else faults or min(1, _count(made, "title"))))
        faults += sum(edit.confidence >= CERTAIN for edit in starts) + _count(made, "sentence", "paragraph")
        certain += starts
    return disjoint([*titles(text, matches, config.language, faults), *certain])


def _count(made: list[Edit], *rules: str) -> int:
    """Count the edits of some rules that were sure by themselves."""
    names = {f"{Casing.name}.{rule}" for rule in rules}
    return sum(edit.rule in names and edit.confidence >= SURE for edit in made)
