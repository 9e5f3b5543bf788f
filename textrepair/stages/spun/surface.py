"""From a reading to text: case, possessive, and the article before it."""

from __future__ import annotations

import re

from textrepair.edits import Edit
from textrepair.stages.spun.decoder import Decision
from textrepair.text import SMALL_WORDS, capitalised, indefinite_article, transfer_case, upper_first

_ARTICLE_BEFORE = re.compile(r"\b([Aa]n?) $")


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
    elif decision.sentence_start:
        original = upper_first(original)
    if "’" in spun:
        original = original.replace("'", "’")
    return original + decision.suffix


def edits_for(text: str, decisions: list[Decision], language: str) -> list[Edit]:
    """Return the edits for the decoder's decisions, with a/an made to agree; sorted and disjoint."""
    edits: list[Edit] = []
    for decision in decisions:
        spun = text[decision.start : decision.end]
        after = written(spun, decision)
        if after == spun:
            continue
        confidence = round(decision.posterior, 4)
        article = _article(text, decision.start, after)
        if article is not None and (not edits or edits[-1].end <= decision.start - len(article[0]) - 1):
            was, now = article
            start = decision.start - len(was) - 1
            edits.append(Edit(start, start + len(was), was, now, f"spun.{language}.article", "spun", confidence))
        rule = f"spun.{language}:{decision.reading.spun}"
        edits.append(Edit(decision.start, decision.end, spun, after, rule, "spun", confidence))
    return edits


def _article(text: str, start: int, after: str) -> tuple[str, str] | None:
    """Return the article before a replacement and the one that belongs there, if they differ."""
    match = _ARTICLE_BEFORE.search(text, max(0, start - 4), start)
    if match is None:
        return None
    right = indefinite_article(after)
    return None if match[1].lower() == right else (match[1], upper_first(right) if match[1][0] == "A" else right)
