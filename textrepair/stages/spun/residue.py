"""The spinner's own syntax, left in the text: ``{that a}``, ``{one|two}``, ``(*3*)``."""

from __future__ import annotations

import re

from textrepair.edits import Edit

# Words in braces, at most a few, or a choice of them. Bounded, and without nesting: linear also for ten thousand "{".
_PATTERN = re.compile(r"\{([^{}|\n]{1,60})((?:\|[^{}|\n]{0,60}){0,20})\}")
_WORDS = re.compile(r"[^\W\d_][\w’'-]*(?: [\w’'-]+){0,5}")
CHOSEN = 0.85  # the first of several variants: the meaning is the same, the wording may not be
BARE = 0.97
_PLACEHOLDER = re.compile(r" ?\(\*\d\*\)")
LOST = 0.6  # what stood there cannot be told: only suggested unless asked for


def find(text: str) -> list[Edit]:
    """Return the edits that take the syntax out, sorted and disjoint (offsets in code points of the text).

    >>> [(edit.before, edit.after) for edit in find("billions of {dollars} in {aid|help}")]
    [('{dollars}', 'dollars'), ('{aid|help}', 'aid')]
    """
    edits = [
        Edit(match.start(), match.end(), match[0], "", "spun.placeholder", "spun", LOST)
        for match in _PLACEHOLDER.finditer(text)
    ]
    for match in _PATTERN.finditer(text):
        first, others = match[1], match[2]
        if _WORDS.fullmatch(first) and all(not other or _WORDS.fullmatch(other) for other in others.split("|")[1:]):
            confidence = CHOSEN if others else BARE
            edits.append(Edit(match.start(), match.end(), match[0], first, "spun.residue", "spun", confidence))
    return sorted(edits, key=lambda edit: edit.start)
