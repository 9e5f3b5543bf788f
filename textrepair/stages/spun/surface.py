"""From a reading to text: case, possessive, and the article before it."""

from __future__ import annotations

import re

from textrepair.edits import Edit
from textrepair.stages.spun.decoder import Decision
from textrepair.text import SMALL_WORDS, capitalised, indefinite_article, transfer_case, upper_first

# The article, and a mark that may stand between it and the noun.
_ARTICLE_BEFORE = re.compile(r"\b([Aa]n?)( [\"“'‘(]?)\Z")

_SENTENCE_END = re.compile(r"(?:[.?!][\"”’)]{0,2} {1,2}|\n)[\"“‘(]?\Z")


def written(spun: str, decision: Decision) -> str:
    """Return the original as it is to be written in the place of the spun phrase.

    A spinner gives its replacement a capital on the first word only. In the middle of a sentence such a capital means
    that the original was a name, all of whose words had one.
    """
    original = decision.reading.original
    words = spun.split(" ")
    name = original != original.lower()
    if not name:
        if (
            len(words) > 1
            and capitalised(words[0])
            and not decision.sentence_start
            and words[1:] == [word.lower() for word in words[1:]]
        ):
            original = " ".join(
                word if word in SMALL_WORDS and i else upper_first(word) for i, word in enumerate(original.split(" "))
            )
        else:
            original = transfer_case(spun, original)
    if decision.sentence_start and name:
        original = upper_first(original)
    if "’" in spun:
        original = original.replace("'", "’")
    return original + decision.suffix


def edits_for(text: str, decisions: list[Decision]) -> list[Edit]:
    """Return the edits for the decoder's decisions, with a/an made to agree.

    Args:
        text: the spun text.
        decisions: sorted and disjoint.

    Returns:
        Sorted, disjoint edits; an article that has to change is part of the edit of its noun, so that the two are made
        and undone together.
    """
    edits: list[Edit] = []
    for decision in decisions:
        start, end = decision.start, decision.end
        after = written(text[start:end], decision)
        if text[start:end].isdigit() and _SENTENCE_END.search(text, max(0, start - 6), start):
            after = upper_first(after)  # a number has no capital to carry over
        article = _article(text, start, after)
        if article is not None and (not edits or edits[-1].end <= start - article[0]):
            start, after = start - article[0], article[1] + after
        if after != text[start:end]:
            rule = f"spun.en:{decision.reading.spun}"
            edits.append(Edit(start, end, text[start:end], after, rule, "spun", round(decision.posterior, 4)))
    return edits


def _article(text: str, start: int, after: str) -> tuple[int, str] | None:
    """Return the length of the article before a replacement, with what follows it, and what it must become."""
    match = _ARTICLE_BEFORE.search(text, max(0, start - 5), start)
    if match is None:
        return None
    right = indefinite_article(after)
    if match[1].lower() == right:
        return None
    return len(match[0]), (upper_first(right) if match[1][0] == "A" else right) + match[2]
