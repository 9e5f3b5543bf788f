"""Tokens, lines, sentence starts, and the transfer of case from one phrase to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

# A word keeps inner apostrophes, dots and hyphens ("don't", "U.S", "high-level"); anything else that is not a space
# stands alone. Linear: each character is looked at once.
TOKEN = re.compile(r"\w+(?:[’'.\-]\w+)*|[^\w\s]")
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark with its place (code points, end exclusive)."""

    start: int
    end: int
    text: str

    @property
    def is_word(self) -> bool:
        """Whether the token is a word or number rather than a mark."""
        return self.text[0].isalnum() or self.text[0] == "_"


def tokens(text: str) -> list[Token]:
    """Split a text into words and marks.

    >>> [token.text for token in tokens("It wasn’t high-level, he said.")]
    ['It', 'wasn’t', 'high-level', ',', 'he', 'said', '.']
    """
    return [Token(match.start(), match.end(), match.group()) for match in TOKEN.finditer(text)]


PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def lm_words(word: str) -> tuple[str, ...]:
    """Return the forms under which a token is counted by the context model.

    Lower case, plain apostrophes, a possessive ``'s`` of its own, numbers beyond 99 as ``<num>``.

    >>> lm_words("China’s"), lm_words("2018"), lm_words("2")
    (('china', "'s"), ('<num>',), ('2',))
    """
    word = word.translate(PLAIN).lower()
    if len(word) > 2 and word.endswith("'s"):
        return _lm_word(word[:-2]), "'s"
    return (_lm_word(word),)


def _lm_word(word: str) -> str:
    return "<num>" if _NUMBER.match(word) and not (len(word) <= 2 and word.isdigit()) else word


def lm_tokens(text: str) -> list[str]:
    """Return a text as the sequence of forms that the context model counts.

    >>> lm_tokens("China’s 31 allies “agreed” in 2018.")
    ['china', "'s", '31', 'allies', '"', 'agreed', '"', 'in', '<num>', '.']
    """
    return [form for match in TOKEN.finditer(text) for form in lm_words(match.group())]


_SURROGATE = re.compile("[\ud800-\udfff]")


def matches(automaton: AhoCorasick, text: str, *, overlapping: bool = False) -> list[tuple[int, int, int]]:
    r"""Return the matches of an automaton as (pattern, start, end), in code points; lone surrogates match nothing.

    >>> matches(AhoCorasick(["b"]), "a\ud800b")
    [(0, 2, 3)]
    """
    try:
        return automaton.find_matches_as_indexes(text, overlapping=overlapping)
    except UnicodeEncodeError:  # the automaton works on UTF-8, which has no lone surrogates
        return automaton.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text), overlapping=overlapping)


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one string.

    >>> sorted(words("one two"))
    ['one', 'two']
    """
    return frozenset(text.split())


def lower(text: str) -> str:
    """Return a text in lower case with every character in its old place.

    >>> lower("İO") == "İo"
    True
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join([small if len(small := char.lower()) == 1 else char for char in text])


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the place of each line, without its line feed (code points)."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)


def capitalised(word: str) -> bool:
    """Whether a word begins with a capital letter."""
    return bool(word) and word[0].isupper()


def upper_first(phrase: str) -> str:
    """Return the phrase with its first letter as a capital."""
    return phrase[:1].upper() + phrase[1:]


def shouted(word: str) -> bool:
    """Whether a word of at least two letters is written in capitals only."""
    return len(word) > 1 and word.isupper()


# Words that stay small inside a name ("Department of State").
SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with")
)


def transfer_case(model: str, phrase: str) -> str:
    """Give a phrase the case of the text that it replaces.

    A phrase that has capitals of its own keeps them. All capitals stay all capitals. A capital at the start is carried
    over to the first word; to every word when the model was itself a name of several words in capitals.

    >>> transfer_case("Highest", "top"), transfer_case("OFFICERS", "officials"), transfer_case("officers", "officials")
    ('Top', 'OFFICIALS', 'officials')
    >>> transfer_case("Nationwide Safety", "national security")
    'National Security'
    """
    words = [word for word in re.findall(r"[^\W\d_]+", model) if word]
    if not words or not phrase:
        return phrase
    if all(shouted(word) for word in words):
        return phrase.upper()
    if not capitalised(words[0]):
        return phrase
    big = [word for word in words if word.lower() not in SMALL_WORDS]
    if len(big) > 1 and all(capitalised(word) for word in big):
        words = phrase.split(" ")
        return " ".join(word if i and word in SMALL_WORDS else upper_first(word) for i, word in enumerate(words))
    return upper_first(phrase)


# Spelt with a vowel but spoken with a consonant, and the reverse. Bounded look at the first letters only.
_SPOKEN_CONSONANT = re.compile(
    r"uni(?!n|m|d[ei]|ss)|unan|us(?:[aeu]|ing\b)|utens|uter|utili|utop|uta|ubiq|ukr|ura[ln]|uri[ncn]|urol|ug[ha]n?|uig|uyg"
    r"|euro|eu[cglp]|ewe|one(?:\b|s\b|self|-)|once",
    re.IGNORECASE,
)
_SPOKEN_VOWEL = re.compile(r"hour|honest|honou?r|heir|8|11(?:\b|th|,)|18(?:\b|th|,)", re.IGNORECASE)
_LETTERS = re.compile(r"[FHLMNRSX](?:[A-Z.\d]|\b)")  # read letter by letter: an F.B.I. agent, an MP, an X-ray
_LETTERS_CONSONANT = re.compile(r"U(?:[A-Z.]|\b)")  # a U.S. official, a UN envoy
# Initials that are read as a word.
_SPOKEN_WORDS = re.compile(
    r"(?:FAFSA|FAQ|FARC|FEMA|FIFA|HAMAS|HIPAA|LASIK|LED|MAGA|MERS|NAFTA|NASA|NASCAR|NASDAQ|NATO|NOAA|RAM|ROM|SARS|SWAT|SWIFT)\b"
)


def indefinite_article(word: str) -> str:
    """Return ``a`` or ``an``, as the following word is spoken.

    >>> [indefinite_article(word) for word in ("uncommon", "university", "hour", "FBI", "U.S", "8", "house", "NATO")]
    ['an', 'a', 'an', 'an', 'a', 'an', 'a', 'a']
    """
    if _LETTERS_CONSONANT.match(word) or _SPOKEN_WORDS.match(word):
        return "a"
    if _LETTERS.match(word) or _SPOKEN_VOWEL.match(word):
        return "an"
    if _SPOKEN_CONSONANT.match(word):
        return "a"
    return "an" if word[:1].lower() in "aeiouáàâäéèêíóôöú" and word else "a"
