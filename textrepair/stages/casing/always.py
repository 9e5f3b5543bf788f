"""Words that have a capital in every style: weekdays, months, peoples and countries in a text of both cases."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from textrepair.edits import Edit
from textrepair.stages.casing.shape import edit
from textrepair.text import matches, words

RULE = "always"
CERTAIN, DOUBTFUL = 0.85, 0.45

# Left out: what is a verb, a thing or another word as well (march, may, august, polish, turkey, china, french, swiss).
DAYS = words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = words("january february april june july september october november december")
PEOPLES = words(
    "african american argentinian asian australian austrian azerbaijani belgian brazilian british bulgarian "
    "cambodian canadian chilean chinese colombian croatian cuban czech egyptian eritrean estonian ethiopian "
    "european finnish georgian german ghanaian haitian hungarian indonesian iranian iraqi israeli italian "
    "japanese jordanian kenyan korean kurdish kuwaiti latvian lebanese liberian libyan lithuanian malaysian "
    "mexican moldovan mongolian moroccan nigerian norwegian pakistani palestinian peruvian portuguese romanian "
    "russian rwandan serbian slovak slovenian somali spanish sudanese swedish syrian taiwanese tanzanian tunisian "
    "ugandan ukrainian venezuelan vietnamese yemeni zimbabwean"
)
COUNTRIES = words(
    "afghanistan africa albania algeria america angola argentina armenia asia australia austria azerbaijan bangladesh "
    "belarus belgium bolivia bosnia botswana brazil britain bulgaria cambodia cameroon canada colombia croatia cuba "
    "denmark ecuador egypt england estonia ethiopia europe finland france germany ghana greece haiti honduras hungary "
    "iceland india indonesia iran iraq ireland israel italy jamaica japan kazakhstan kenya kosovo kuwait laos latvia "
    "lebanon liberia libya lithuania malaysia mexico moldova mongolia morocco mozambique namibia nepal netherlands "
    "nicaragua nigeria norway pakistan panama paraguay peru poland portugal qatar romania russia rwanda scotland "
    "senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan tanzania thailand "
    "tunisia uganda ukraine uruguay uzbekistan venezuela vietnam yemen zambia zimbabwe"
)
# Behind the name of a people these make a thing of it ("german measles", "brazilian wax").
THINGS = words(
    "bath bob bread bulldog cabbage cheese checkers chestnut coffee cress cut cuisine doll dressing fern food hamster "
    "ink ivy leather lettuce mastiff measles omelette onion oak pastry pepper pine roast roulette rug salad sausage "
    "sauce scarf shepherd shepherds sheepdog shorthair spaniel terrier toast wax whispers wolfhound yew"
)
_FIND = AhoCorasick(
    sorted(DAYS | MONTHS | PEOPLES | COUNTRIES), MatchKind.LeftmostLongest, implementation=Implementation.DFA
)
_BEFORE = frozenset("@#./&\\:'’*+<>=~_-")  # part of an address, a name in a program, a compound
_BEHIND = re.compile(r"s?(?![\w@/&\\*+<>=~(\[-]|[.:]\w)")
_NEXT = re.compile(r" ([a-z]+)")
_ENGLISH = re.compile(
    r"(?<![\w’'])(?:the|of|and|to|was|were|is|are|said|has|have|had|that|with|"
    r"from|by|at|for|on|they|she|his|her|this|which|who|will|would|not|about|after|when|we|you|my|our)(?![\w’'])"
)
_NO_PROSE = re.compile(r"[{}<>=|\\`_#~^\t]|::|//|--|\$[A-Za-z]| {4}")
_PRONOUN = re.compile(
    r"[ \n\"“]i(?:['’](?:m|ve|ll|d)\b| (?:am|was|have|had|think|thought|do|don|did|can|could|will|would|know|just|like|"
    r"want|wanted|got|love|hope|guess|really|feel|mean|say|said|see|saw|get|use|also|never)\b)"
)
_AROUND = 240
SHORT = 60


def informal(text: str) -> bool:
    """Whether a writer does without capitals on purpose: the pronoun "I" is small.

    >>> informal("Well, i think so."), informal("Well, I think so.")
    (True, False)
    """
    return _PRONOUN.search(text) is not None


def always(text: str) -> Iterator[Edit]:
    """Yield the edits for weekdays, months, peoples and countries in lower case, in a text of both cases."""
    for _, start, end in matches(_FIND, text):
        if start and (text[start - 1] in _BEFORE or text[start - 1].isalnum()):
            continue
        if _BEHIND.match(text, end) is None:
            continue
        following = _NEXT.match(text, end, end + 24)
        if following and following.group(1) in THINGS and text[start:end] in PEOPLES:
            continue
        confidence = CERTAIN if _sentence(text, start, end) else DOUBTFUL
        new = edit(text, start, end, text[start:end].capitalize(), RULE, confidence)
        if new is not None:
            yield new


def _sentence(text: str, start: int, end: int) -> bool:
    """Whether a word stands in an English sentence that has capitals elsewhere, and is not quoted itself."""
    if start and end < len(text) and text[start - 1] in '"“‘`(' and text[end] in '"”’`)':
        return False
    left = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    right = text[end : end + _AROUND].partition("\n")[0]
    line = f"{left} {right}"
    if len(line.split(None, 5)) < 5 or _NO_PROSE.search(line) or _ENGLISH.search(line) is None:
        return False
    if len(left) < _AROUND:  # the line begins here
        opening = left.lstrip(" \"“‘'([")[:1]
        if opening.islower() or (not opening and len(line) < SHORT):
            return False
    return any(char.isupper() for char in line)
