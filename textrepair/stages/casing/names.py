"""Names in a document that is wholly in one case: what their form or their place gives away."""

from __future__ import annotations

import re

from textrepair.frequency import zipf
from textrepair.stages.casing.lexicon import Proper
from textrepair.text import words

# Words that are rarer than this, or unknown, are rather names than common nouns, unless their ending says otherwise.
RARE = 2.5
PLACE = 3.7  # the same behind "Port", "town of"

_WORD = re.compile(r"(?<![\w’'@./])[^\W\d_]{1,40}(?![\w@]|[’'](?:t|ll|re|ve|d|m)(?!\w)|\.\w)")
_LETTER = re.compile(r"(?<![\w’'@./&])(?<!\d )[b-hj-oq-z](?![\w’'@./&])")
# Behind these stands a common noun or a verb: "a roadster", "to secede".
_COMMON_AFTER = re.compile(
    r"(?<!\w)(?:an?|any|no|every|each|some|many|more|most|few|his|her|its|their|our|my|your|to|very|be|is|are|was|were|not|"
    r"or|such|other|these|those|new|old|two|three|\d+) ([^\W\d_]{3,40})(?!\w)"
)
_ENDINGS = words(
    "able ably ables age ages al ally als ance ances ant ants ary ate ated ates ating ation ations cy cies cal ed "
    "ence ences ency ened ening ent ents ers est ful graphy hood ial ible ic ically ics ied ier iers ies iest "
    "ification ified ing ings ion ions ious ise ised ises ising ism isms ologists ities ity ive ives ization ize "
    "ized izes izing less like logy ly maker makers ment ments metry ness nesses ologist or ors ory ous ship "
    "ships sized sion sions some tion tions ual ular uous ure ures ward wards wide wise work worker workers"
)
_COMMON_ENDING = re.compile(rf"[^\W\d_]{{2,}}(?:{'|'.join(sorted(_ENDINGS))})\Z")
# Compounds and derivations: "counterbid", "underfunded".
_COMMON_START = re.compile(
    r"(?:anti|bio|counter|cyber|electro|hydro|hyper|infra|inter|micro|mid|mis|multi|non|out|over|post|pre|pro|re|self|"
    r"semi|sub|super|trans|ultra|un|under|up)(?=[^\W\d_]{4})"
)
_IRISH = re.compile(r"(?<![\w’'])([od])[’']([^\W\d_])(?=[^\W\d_]{2,30})([^\W\d_]{2,30})")
_NO_NAMES = words("clock etat état affaires oeuvre oeuvres œuvre accord art être")
_SCOTTISH = re.compile(r"(?<![\w’'])mc([^\W\d_])(?=[^\W\d_]{2})")
_INITIALS = re.compile(r"(?<![\w.’'])(?:[^\W\d_]\.){1,5}(?!\w)")
_SPOKEN = words("a.m. p.m. i.e. e.g. a.k.a.")
_ABBREVIATED = re.compile(r"(?<![\w’'@./])(?:corp|inc|ltd|plc)(?![\w@])")
_CONSONANTS = re.compile(r"(?<![\w’'@./])[bcdfghjklmnpqrstvwxz]{2,5}(?![\w’'@])")
_NO_INITIALS = words(
    "bn cm cf cl co corp cwt dept dlr dlrs dr ft gr hr hrs jr kb kg km kph lb lbs lt ltd mb mcg mg min mkt ml mln "
    "mm mph mr mrs ms msgr mt mths nd ng nth ok oz pct pp pt pts qtr rd sgt sq sr st th tbsp tsp vs wk wks yd yds "
    "yr yrs bln mcf stg tcf www http https brr grr hm hmm mm mmm psst sh shh shhh tsk zzz"
)
_HEADS = re.compile(
    r"(?<![\w’'])(?:(port|fort|mount|lake|cape|san|santa|saint|los|las)|"
    r"(?:town|city|village|hamlet|port|municipality|borough|suburb|island|province|county|parish) of) "
    r"([^\W\d_]{3,30})(?!\w)"
)
_DATELINE = re.compile(
    r"(?:\A|(?<=\n))(?P<place>[^\W\d_][^\n—–()\d!?:;]{1,40}?)(?P<agency> \([^\n()]{2,24}\))?"
    r"(?P<date>,? [^\n—–()!?:;]{2,18}\d)? ?(?:—|–|--| - ) ?(?=(?P<first>[^\W\d_]))"
)


def put(chars: list[str], at: int, written: str) -> None:
    """Write a word over the characters from `at` on, as far as it differs in case only; never a capital less."""
    for offset, char in enumerate(written):
        if char not in "'’ \u00a0" and chars[at + offset] != char and chars[at + offset] == char.lower():
            chars[at + offset] = char


def names(text: str, chars: list[str], proper: Proper, shouted: bool) -> None:
    """Give capitals to what is surely a name.

    Args:
        text: the document in lower case.
        chars: its characters, as they are to be written; changed in place.
        proper: words that are known to have capitals.
        shouted: whether the document was in capitals. There a rare word is rather a name than a mistake in typing.
    """
    for match in _IRISH.finditer(text):
        if match.group(2) + match.group(3) not in _NO_NAMES:
            start = match.start()
            put(chars, start, match.group(1).upper() if match.group(1) == "o" or shouted else match.group(1))
            put(chars, match.start(2), match.group(2).upper())
    for match in _SCOTTISH.finditer(text):
        put(chars, match.start(), "Mc" + match.group(1).upper())
    if shouted:
        _initials(text, chars)
        common = {match.group(1) for match in _COMMON_AFTER.finditer(text)}
        for match in _WORD.finditer(text):
            if rare(match.group()) and match.group() not in common:
                _capital(chars, match.start())
    _places(text, chars, proper, shouted)
    _datelines(text, chars, shouted)


def rare(word: str) -> bool:
    """Whether a word in lower case is rather a name: hardly anybody uses it, and it is not derived from others.

    >>> rare("kelstad"), rare("harbour"), rare("unsinkability")
    (True, False, False)
    """
    if len(word) < 3 or not word.isalpha():
        return False
    frequency = zipf(word)
    if frequency >= RARE:
        return False
    if _COMMON_ENDING.match(word) or _COMMON_START.match(word):
        return False
    stem = word.removesuffix("s")
    return stem == word or len(stem) < 3 or zipf(stem) < RARE


def _capital(chars: list[str], at: int) -> None:
    upper = chars[at].upper()
    if len(upper) == 1:
        chars[at] = upper


def _initials(text: str, chars: list[str]) -> None:
    for match in _INITIALS.finditer(text):
        if match.group() not in _SPOKEN and len(match.group().upper()) == len(match.group()):
            put(chars, match.start(), match.group().upper())
    for match in _CONSONANTS.finditer(text):
        if match.group() not in _NO_INITIALS:
            put(chars, match.start(), match.group().upper())
    for match in _LETTER.finditer(text):
        _capital(chars, match.start())
    for match in _ABBREVIATED.finditer(text):
        _capital(chars, match.start())


def _places(text: str, chars: list[str], proper: Proper, shouted: bool) -> None:
    """Give names of places capitals: "Port Alden", "the town of Kelstad"."""
    for match in _HEADS.finditer(text):
        at, word = match.start(2), match.group(2)
        known = word in proper.words or chars[at].isupper()
        if known or (shouted and zipf(word) < PLACE and not _COMMON_ENDING.match(word)):
            _capital(chars, at)
            if match.group(1):
                _capital(chars, match.start())


def _datelines(text: str, chars: list[str], shouted: bool) -> None:
    """Give datelines theirs, "Oslo, Norway (AP) — The": the sentence begins behind the dash."""
    for match in _DATELINE.finditer(text):
        start, place = match.start("place"), match.group("place")
        found = list(re.finditer(r"[^\W\d_]+", place.partition(",")[0]))
        if not found or len(found) > 4 or len(place.split()) > 7:
            continue
        named = any(chars[start + word.start()].isupper() for word in found[:1] + found[-1:])
        if not (named or match.group("agency")) or any(zipf(word.group()) >= 5.5 for word in found):
            continue
        if shouted or match.group("agency"):
            for word in found:
                _capital(chars, start + word.start())
        if agency := match.group("agency"):
            at = match.start("agency") + 2
            put(chars, at, agency[2:-1].upper() if len(agency) < 8 else agency[2:-1].title())
        _capital(chars, match.start("first"))
