"""How frequent a word is, and how well it fits its context. The only module that imports wordfreq."""

from __future__ import annotations

import functools

from textrepair import dictionary
from textrepair.ngrams import NgramTable


@functools.lru_cache(maxsize=65536)
def zipf(word: str, language: str = "en") -> float:
    """Return the frequency of a word on the Zipf scale (log10 of occurrences in a billion words); 0.0 if unknown.

    Source of the figures: wordfreq (Speer 2022), list ``best`` of the language.

    >>> zipf("the") > zipf("semantics") > zipf("exampleword") == 0.0
    True
    """
    from wordfreq import zipf_frequency  # its tables take 0.1 s to load: only when a stage asks

    return float(zipf_frequency(word, language))


@functools.lru_cache(maxsize=1)
def context_model() -> NgramTable:
    """Return the n-gram table that came with the package; words that it does not know are scored by wordfreq.

    Raises:
        ValueError: the file of the table is missing or damaged.
    """
    from wordfreq import word_frequency

    path = dictionary.folder() / "ngrams-en.bin"
    if not path.is_file():
        raise ValueError(f"{path}: the n-gram table is missing; install textrepair again")
    return NgramTable.open(path, unigram=functools.partial(word_frequency, lang="en"))
