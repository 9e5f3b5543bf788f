"""Count the n-grams of edited English and write the table that the package ships.

    python dictionaries/build_ngrams.py --corpora FOLDER -o dictionaries/ngrams-en.bin [--measure]

The folder holds one ``NAME.jsonl.gz`` or ``NAME.jsonl.xz`` for each corpus below: lines of {"id": ..., "text": ...}. A
tenth of the documents of each (`textrepair.ngrams.held_out`) is never counted; ``--measure`` prints the perplexity on
it. Needs numpy, 4 GB of memory and about two minutes. The same corpora give the same file.

How it is done:

1. A form seen fewer than 3 times, raw or weighted, becomes ``<unk>``. A line of more than 40 characters counts once in
   a corpus: press releases repeat theirs.
2. An n-gram of two or three words needs 2 occurrences and a weighted count of 1.15.
3. Of the rest, the ones stay whose loss would cost most: the relative entropy between the model with and without the
   n-gram, in nats times its weighted count (after Stolcke 1998), by one threshold for both orders, found by bisection
   so that the file has the size wanted. Perplexity was 2 % above that of all n-grams of point 2.
4. Interpolated absolute discounting on plain counts. Kneser-Ney's counts of contexts were 1 % better at this size, and
   a third worse where the caller knows one word of context only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from textrepair.ngrams import (
    START,
    UNKNOWN,
    NgramTable,
    extend_hash,
    held_out,
    scale,
    sentences,
    sequences,
    word_hash,
    write_table,
)
from textrepair.text import TOKEN, lm_words

BUDGET = 14_000_000  # bytes of the finished file
DISCOUNTS = {"2": [0.7, 1.1, 1.3], "3": [1.0, 1.5, 2.0]}  # for counts of about one, about two, and more
LEAST_COUNT = 1.15
LEAST_RAW = 2
BITS = np.uint64(21)  # a word's number; three fit into one key
LOW = np.uint64((1 << 21) - 1)
PAIR = np.uint64((1 << 42) - 1)
DEEPEST_BACKOFF = 1e-3


@dataclass(frozen=True)
class Corpus:
    """A corpus, the weight of each of its words, and the terms on which its text is published."""

    name: str
    weight: float
    licence: str
    measured: bool = False


# News weighs most, since news is what is spun most; speeches and press releases weigh little, or their 27 million words
# would set the tone. Agency copy is not open: only counts of it are here, none of them of fewer than two occurrences.
NOT_OPEN = "all rights reserved; counts only"
CORPORA = (
    Corpus("wikinews_en", 2.0, "CC-BY-2.5", measured=True),
    Corpus("reuters_c50", 2.0, NOT_OPEN, measured=True),
    Corpus("isot_true_sample", 3.0, NOT_OPEN, measured=True),
    Corpus("bbc_2004_05", 3.0, NOT_OPEN, measured=True),
    Corpus("abc_au_2006", 2.0, NOT_OPEN),
    Corpus("gold_dragnet_data", 1.5, NOT_OPEN),
    Corpus("gold_l3s_gn1", 2.0, NOT_OPEN),
    Corpus("masc", 1.0, "public domain or free of restriction"),
    Corpus("gum_all", 1.0, "CC-BY-4.0 and other Creative Commons licences"),
    Corpus("state_union", 0.3, "public domain"),
    Corpus("inaugural", 0.2, "public domain"),
    Corpus("presidential_speeches_1981on", 0.5, "public domain"),
    Corpus("digitalgov", 0.4, "CC0-1.0"),
    Corpus("18f_blog", 0.4, "CC0-1.0"),
    Corpus("gds_service_manual", 0.4, "OGL-UK-3.0"),
    Corpus("medquad_nih", 0.3, "CC-BY-4.0"),
    Corpus("openstax_ccby", 0.5, "CC-BY-4.0"),
    Corpus("opensource_com_lctt", 0.4, "CC-BY-SA-4.0"),
    Corpus("senate_press_2005_07_sample", 0.3, "public domain"),
    Corpus("congress_press", 0.3, "public domain"),
    Corpus("congress_statements_votesmart", 0.3, "public domain"),
    Corpus("enwiki_core_2015_sample", 0.5, "CC-BY-SA-3.0"),
)


# --- reading and counting ---------------------------------------------------------------------------------------------


def read_documents(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each document of a corpus."""
    packed = folder / f"{name}.jsonl.gz"
    opener: Any = gzip.open if packed.exists() else lzma.open
    with opener(packed if packed.exists() else folder / f"{name}.jsonl.xz", "rt", encoding="utf-8") as stream:
        for row in stream:
            document = json.loads(row)
            yield document["id"], document["text"]


class Numbering:
    """Gives each form a number, 0 for ``<s>``, in the order of first sight."""

    def __init__(self) -> None:
        self.forms: dict[str, int] = {START: 0}
        self._tokens: dict[str, list[int]] = {}

    def encode(self, texts: Iterable[str]) -> np.ndarray:
        """Return texts as numbers; a long line that was there before is left out."""
        numbers: list[np.ndarray] = []
        seen: set[bytes] = set()
        for text in texts:
            document: list[int] = []
            for line in text.split("\n"):
                if len(line) > 40:
                    digest = blake2b(line.strip().encode("utf-8", "surrogatepass"), digest_size=8).digest()
                    if digest in seen:
                        continue
                    seen.add(digest)
                for sentence in sentences(line):
                    document.append(0)
                    for token in TOKEN.findall(sentence):
                        document += self._tokens.get(token) or self._number(token)
            numbers.append(np.array(document, dtype=np.int32))
        return np.concatenate([*numbers, np.zeros(1, dtype=np.int32)])

    def _number(self, token: str) -> list[int]:
        found = self._tokens[token] = [self.forms.setdefault(form, len(self.forms)) for form in lm_words(token)]
        return found


@dataclass
class Counts:
    """Weighted and raw counts. Pairs and triples are sorted keys of numbers of 21 bits; number 1 is ``<unk>``."""

    words: list[str]
    single: np.ndarray
    pairs: np.ndarray
    pair_counts: np.ndarray
    triples: np.ndarray
    triple_counts: np.ndarray
    unknown_types: int
    corpus_words: list[int]


def _merge(parts: list[tuple[np.ndarray, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Count keys over corpora; keep the ones that are frequent enough, ascending."""
    keys, weighted, raw = [], [], []
    for part, weight in parts:
        unique, times = np.unique(part, return_counts=True)
        keys.append(unique)
        weighted.append(times * weight)
        raw.append(times)
    key = np.concatenate(keys)
    order = np.argsort(key, kind="stable")
    key = key[order]
    begins = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    total = np.add.reduceat(np.concatenate(weighted)[order], begins)
    enough = (np.add.reduceat(np.concatenate(raw)[order], begins) >= LEAST_RAW) & (total >= LEAST_COUNT)
    return key[begins][enough], total[enough]


def count(corpora: Iterable[tuple[float, Iterable[str]]], least_word: float = 3) -> Counts:
    """Count the n-grams of corpora, each given as a weight and its texts."""
    numbering = Numbering()
    encoded = [(numbering.encode(texts), weight) for weight, texts in corpora]
    forms = list(numbering.forms)
    weighted, raw = np.zeros(len(forms)), np.zeros(len(forms), dtype=np.int64)
    for numbers, weight in encoded:
        times = np.bincount(numbers[:-1], minlength=len(forms))
        weighted += weight * times
        raw += times
    known = np.flatnonzero((weighted >= least_word) & (raw >= least_word))
    known = known[known != 0]
    renumber = np.ones(len(forms), dtype=np.uint64)
    renumber[0] = 0
    renumber[known] = np.arange(2, len(known) + 2)
    pairs, triples = [], []
    for numbers, weight in encoded:
        a = renumber[numbers]
        pairs.append(((a[:-1] << BITS | a[1:])[a[1:] != 0], weight))
        inside = (a[1:-1] != 0) & (a[2:] != 0)
        triples.append(((a[:-2] << (BITS + BITS) | a[1:-1] << BITS | a[2:])[inside], weight))
    return Counts(
        [START, UNKNOWN, *(forms[number] for number in known)],
        np.bincount(renumber.astype(np.int64), weights=weighted, minlength=len(known) + 2),
        *_merge(pairs),
        *_merge(triples),
        unknown_types=len(forms) - len(known) - 1,
        corpus_words=[int((numbers != 0).sum()) for numbers, _ in encoded],
    )


# --- pruning ----------------------------------------------------------------------------------------------------------


def _less(counts: np.ndarray, order: str) -> np.ndarray:
    one, two, more = DISCOUNTS[order]
    return np.maximum(0.0, counts - np.where(counts < 1.5, one, np.where(counts < 2.5, two, more)))


def _find(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return positions in ascending keys, and whether the key is there."""
    if not len(keys):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    position = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return position, keys[position] == wanted


def _losses(counts: Counts) -> tuple[np.ndarray, np.ndarray]:
    """Return what the model would lose with each pair and each triple, in nats times the weighted count."""
    single = counts.single
    base = single / single[1:].sum()
    left, right = (counts.pairs >> BITS).astype(np.int64), (counts.pairs & LOW).astype(np.int64)
    share = _less(counts.pair_counts, "2") / single[left]
    backoff = np.maximum(1 - np.bincount(left, weights=share, minlength=len(single)), DEEPEST_BACKOFF)
    likely = share + backoff[left] * base[right]
    of_pairs = _loss(counts.pair_counts, single[left], share, backoff[left], likely, base[right])

    context, _ = _find(counts.pairs, counts.triples >> BITS)
    suffix, stored = _find(counts.pairs, counts.triples & PAIR)
    middle, last = ((counts.triples >> BITS) & LOW).astype(np.int64), (counts.triples & LOW).astype(np.int64)
    lower = np.where(stored, likely[suffix], backoff[middle] * base[last])
    share = _less(counts.triple_counts, "3") / counts.pair_counts[context]
    backoff = np.maximum(1 - np.bincount(context, weights=share, minlength=len(counts.pairs)), DEEPEST_BACKOFF)
    likely = share + backoff[context] * lower
    of_triples = _loss(counts.triple_counts, counts.pair_counts[context], share, backoff[context], likely, lower)
    return of_pairs, of_triples


def _loss(
    count: np.ndarray, seen: np.ndarray, share: np.ndarray, backoff: np.ndarray, likely: np.ndarray, lower: np.ndarray
) -> np.ndarray:
    """Return count * log(P with / P without), less what the other words after the context gain by its share."""
    widened = np.minimum(1.0, backoff + share)
    return count * np.log(likely / (widened * lower)) + seen * backoff * np.log(backoff / widened)


def prune(counts: Counts, budget: float) -> None:
    """Leave out the n-grams that the model misses least until the rest fits into a number of bytes."""
    of_pairs, of_triples = _losses(counts)
    context, _ = _find(counts.pairs, counts.triples >> BITS)
    low, high = -1.0, 1e6
    for _ in range(50):
        threshold = (low + high) / 2
        stay = of_triples >= threshold
        pairs_stay = of_pairs >= threshold
        pairs_stay[context[stay]] = True
        if pairs_stay.sum() * 5.4 + stay.sum() * 4.4 > budget:
            low = threshold
        else:
            high = threshold
    stay = of_triples >= high
    pairs_stay = of_pairs >= high
    pairs_stay[context[stay]] = True
    counts.pairs, counts.pair_counts = counts.pairs[pairs_stay], counts.pair_counts[pairs_stay]
    counts.triples, counts.triple_counts = counts.triples[stay], counts.triple_counts[stay]


# --- writing ----------------------------------------------------------------------------------------------------------


def _quantise(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict[str, float]]:
    """Return the codes of counts, the counts that the reader will make of the codes, and the constants."""
    if not len(counts):
        counts = np.ones(1)
    low = float(counts.min())
    step = max(math.log(float(counts.max()) / low) / 254, 1e-6)
    codes = 1 + np.rint(np.log(counts / low) / step).astype(np.int64)
    return codes, np.array(scale(low, step))[codes], {"count_low": low, "count_step": step}


def _backoffs(contexts: np.ndarray, seen: np.ndarray, counts: np.ndarray, order: str, step: float) -> np.ndarray:
    """Return the codes of the contexts' backoffs: what the discounted n-grams leave over of 1."""
    share = np.bincount(contexts, weights=_less(counts, order) / seen[contexts], minlength=len(seen))
    return np.rint(-np.log(np.clip(1 - share, DEEPEST_BACKOFF, 1)) / step).astype(np.int64)


def write(counts: Counts, path: Path, header: dict[str, Any]) -> None:
    """Quantise the counts and write the table."""
    step = -math.log(DEEPEST_BACKOFF) / 255
    one, single, scale_one = _quantise(counts.single)
    two, pairs, scale_two = _quantise(counts.pair_counts)
    three, triples, scale_three = _quantise(counts.triple_counts)
    left, right = (counts.pairs >> BITS).astype(np.int64), (counts.pairs & LOW).astype(np.int64)
    context, _ = _find(counts.pairs, counts.triples >> BITS)
    after_one = _backoffs(left, single, pairs[: len(left)], "2", step)
    after_two = _backoffs(context, pairs, triples[: len(context)], "3", step)
    hashes = np.array([word_hash(word) for word in counts.words], dtype=np.uint64)
    spread = np.uint64(extend_hash(1, 0))
    pair_hashes = hashes[left] * spread + hashes[right]
    triple_hashes = pair_hashes[context] * spread + hashes[(counts.triples & LOW).astype(np.int64)]
    full = {
        **header,
        "total": float(single[1:].sum()),
        "unknown_types": counts.unknown_types,
        "discounts": DISCOUNTS,
        "backoff_step": step,
        "least_count": LEAST_COUNT,
        "least_occurrences": LEAST_RAW,
        "levels": {"1": scale_one, "2": scale_two, "3": scale_three},
    }
    write_table(
        path,
        full,
        [
            (hashes.tolist(), one.tolist(), after_one.tolist()),
            (pair_hashes.tolist(), two[: len(left)].tolist(), after_two[: len(left)].tolist()),
            (triple_hashes.tolist(), three[: len(context)].tolist(), None),
        ],
    )


def build(corpora: Path, path: Path, budget: int) -> None:
    """Build the table of the package."""
    texts = [
        (corpus.weight, (text for name, text in read_documents(corpora, corpus.name) if not held_out(name)))
        for corpus in CORPORA
    ]
    counts = count(texts)
    vocabulary = len(counts.words) * 5.5
    prune(counts, budget - vocabulary)
    described = [
        {"name": corpus.name, "weight": corpus.weight, "licence": corpus.licence, "words": words}
        for corpus, words in zip(CORPORA, counts.corpus_words, strict=True)
    ]
    header = {
        "name": "ngrams-en",
        "language": "en",
        "built_by": "dictionaries/build_ngrams.py",
        "held_out": "documents with crc32(id) % 10 == 0",
        "corpora": described,
    }
    write(counts, path, header)


# --- measuring --------------------------------------------------------------------------------------------------------


def measure(corpora: Path, path: Path) -> None:
    """Print the perplexity of the held-out documents of four corpora, by the number of words of context."""
    table = NgramTable.open(path)
    print("corpus              tokens  unknown  nats/token and perplexity with 0, 1, 2 words of context")
    for corpus in CORPORA:
        if not corpus.measured:
            continue
        sums, tokens, unknown = [0.0, 0.0, 0.0], 0, 0
        for name, text in read_documents(corpora, corpus.name):
            for sequence in sequences(text) if held_out(name) else ():
                known = [form if form in table or form == START else UNKNOWN for form in sequence]
                tokens += len(known) - 1
                unknown += known.count(UNKNOWN)
                for i in range(1, len(known)):
                    for words in range(3):
                        sums[words] -= table.logprob(known[i], tuple(known[max(0, i - words) : i]))
        shown = "   ".join(f"{nats / tokens:.3f} {math.exp(nats / tokens):7.1f}" for nats in sums)
        print(f"{corpus.name:18} {tokens:7}   {unknown / tokens:.2%}   {shown}")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the table to write")
    parser.add_argument("--budget", type=int, default=BUDGET, help="bytes of the finished file")
    parser.add_argument("--measure", action="store_true", help="print the perplexity on held-out documents")
    parser.add_argument("--no-build", action="store_true", help="only measure a table that is there")
    arguments = parser.parse_args()
    if not arguments.no_build:
        build(arguments.corpora, arguments.output, arguments.budget)
    if arguments.measure:
        measure(arguments.corpora, arguments.output)


if __name__ == "__main__":
    main()
