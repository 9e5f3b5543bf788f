"""The table of n-gram counts: file format, reader, writer, and the rules by which a text is cut up for counting.

A file of version 1, all numbers little endian::

    8 bytes   magic "TRNGRAMS"
    3 x u32   version, length of the JSON header in bytes, CRC-32 of the header
    header    JSON in UTF-8, filled with spaces so that the data begin at a multiple of 8
    data      for each order 1, 2, 3:  u32 index[buckets + 1], u32 entries[n], and below the highest order u8 backoff[n]

An n-gram is known by a 64-bit hash only. Its top bits choose a bucket; ``index`` says where the bucket's entries begin;
an entry is the next 24 bits of the hash, ascending in the bucket, and 8 bits of count on a logarithmic scale. One
lookup in a million of an absent n-gram finds a stranger's count. Opening only maps the file into memory.

The model is interpolated absolute discounting. With c the count and D its discount:
P(w | a b) = max(c(a b w) - D, 0) / c(a b) + backoff(a b) * P(w | b), and so on down to P(w) = c(w) / total. The backoff
of a context is stored with the context, computed from the counts as they come out of the file, so that the
probabilities after a context sum to 1. Pruned n-grams have no count; their share is in the backoff.
"""

from __future__ import annotations

import json
import math
import mmap
import os
import re
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from textrepair.text import lm_tokens

MAGIC = b"TRNGRAMS"
VERSION = 1
ORDER = 3
START = "<s>"
UNKNOWN = "<unk>"

_PREFIX = struct.Struct("<8sIII")
_MASK = (1 << 64) - 1
# Odd, with well-spread bits (2**64 / golden ratio): the hash of (a, b) is hash(a) * _SPREAD + hash(b).
_SPREAD = 0x9E3779B97F4A7C15
_CACHE_SIZE = 1 << 17
_IMPOSSIBLE = 1e-12  # a probability is never 0: a caller adds logarithms

_K = TypeVar("_K")
_V = TypeVar("_V")
Prior = Callable[[str], float]
LevelData = tuple[Sequence[int], Sequence[int], Sequence[int] | None]  # hashes, codes of counts, codes of backoffs
Resource = str | os.PathLike[str] | Traversable

_BREAK = re.compile(r"[.?!][\"”’')\]]{0,2}\s+")
_TITLES = "mr mrs ms dr sen sens rep reps gov gen lt col sgt capt st jr sr prof rev hon"
_ABBREVIATIONS = frozenset(f"{_TITLES} vs inc corp co ltd jan feb mar apr aug sept sep oct nov dec dept".split())


def held_out(doc_id: str) -> bool:
    """Whether a document of a corpus belongs to the tenth that is never counted, only measured on.

    >>> [doc_id for doc_id in "abcdefghijklmnopqrstuvwxyz" if held_out(doc_id)]
    ['o']
    """
    return zlib.crc32(doc_id.encode("utf-8", "surrogatepass")) % 10 == 0


def sentences(text: str) -> Iterator[str]:
    r"""Yield the sentences of a text: a line ends one, and so does a full stop before a capital or a quotation mark.

    >>> list(sentences("Mr. Smith left. “Why?” she asked.\nNobody knew, e.g. me."))
    ['Mr. Smith left. ', '“Why?” she asked.', 'Nobody knew, e.g. me.']
    """
    for line in text.split("\n"):
        line = line.strip()
        start = 0
        for match in _BREAK.finditer(line):
            following = line[match.end()]  # the line is stripped: something follows every space
            if (following.isupper() or following in "\"“‘'") and not _abbreviation(line, start, match.start()):
                yield line[start : match.end()]
                start = match.end()
        if start < len(line):
            yield line[start:]


def _abbreviation(line: str, start: int, dot: int) -> bool:
    """Whether the dot ends a title, an initial or the like rather than a sentence."""
    if line[dot] != ".":
        return False
    begin = dot
    while begin > max(start, dot - 6) and line[begin - 1].isalpha():
        begin -= 1
    word = line[begin:dot]
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def sequences(text: str) -> Iterator[list[str]]:
    """Yield each sentence as the model counts it: ``<s>``, then the forms of its words and marks.

    >>> list(sequences("China’s move came. It worked."))
    [['<s>', 'china', "'s", 'move', 'came', '.'], ['<s>', 'it', 'worked', '.']]
    """
    for sentence in sentences(text):
        yield [START, *lm_tokens(sentence)]


def word_hash(word: str) -> int:
    """Return the 64-bit hash of one form, the same on every machine and in every process.

    >>> hex(word_hash("said"))
    '0xcf2a781806601535'
    """
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def extend_hash(left: int, right: int) -> int:
    """Return the hash of an n-gram from the hash of all but its last word and the hash of its last word."""
    return (left * _SPREAD + right) & _MASK


def ngram_hash(tokens: Sequence[str]) -> int:
    """Return the hash of an n-gram of any length from 1.

    >>> ngram_hash(("in", "the")) == extend_hash(word_hash("in"), word_hash("the"))
    True
    """
    value = word_hash(tokens[0])
    for token in tokens[1:]:
        value = extend_hash(value, word_hash(token))
    return value


def scale(low: float, step: float) -> list[float]:
    """Return the values of the 256 codes: 0 for code 0, then ``low`` and upwards in equal steps of the logarithm."""
    return [0.0] + [low * math.exp(step * code) for code in range(255)]


def discounted(values: list[float], discounts: Sequence[float]) -> list[float]:
    """Return counts less their discount: three discounts, for counts of about one, about two, and more."""
    return [max(0.0, value - discounts[0 if value < 1.5 else 1 if value < 2.5 else 2]) for value in values]


class _Level:
    """The n-grams of one order."""

    __slots__ = ("backoffs", "counts", "entries", "index", "rest", "shift")

    def __init__(self, data: memoryview, header: dict[str, Any]) -> None:
        buckets, size = 1 << header["bucket_bits"], header["entries"]
        self.shift = 64 - header["bucket_bits"]
        self.rest = self.shift - 24
        middle = (begin := header["offset"]) + 4 * (buckets + 1)
        self.index = _words(data[begin:middle])
        self.entries = _words(data[middle : middle + 4 * size])
        self.backoffs = data[middle + 4 * size : middle + 5 * size] if header["backoff"] else data[:0]
        self.counts = scale(header["count_low"], header["count_step"])

    def find(self, key: int) -> int:
        """Return the position of the n-gram of this hash, or -1."""
        bucket = key >> self.shift
        high = self.index[bucket + 1]
        wanted = ((key >> self.rest) & 0xFFFFFF) << 8
        position = bisect_left(self.entries, wanted, self.index[bucket], high)
        if position < high and self.entries[position] - wanted < 256:
            return position
        return -1

    def count(self, key: int) -> float:
        """Return the count of the n-gram of this hash, or 0.0."""
        position = self.find(key)
        return self.counts[self.entries[position] & 255] if position >= 0 else 0.0


def _words(data: memoryview) -> memoryview:
    """View bytes as unsigned 32-bit numbers; a machine of the other byte order gets a copy."""
    if sys.byteorder == "big":
        (swapped := array("I", data.tobytes())).byteswap()
        return memoryview(swapped)
    return data.cast("I")


class NgramTable:
    """Counts of n-grams up to three words, and the probability of a word in its context.

    Open with `NgramTable.open`. Forms are those of `textrepair.text.lm_tokens`; a sentence begins after ``<s>``. The
    object may be shared by threads, and pickles by the name of its file.
    """

    def __init__(self, data: bytes | mmap.mmap, name: str, unigram: Prior | None = None) -> None:
        """Read a table from its bytes. ``name`` is what an error calls the file."""
        self.header, levels = _parse(memoryview(data), name)
        self._name = name
        self._data = data
        self._source: Resource | None = None
        self._prior = unigram
        self._one, self._two, self._three = levels
        self._total: float = self.header["total"]
        self._two_less = discounted(self._two.counts, self.header["discounts"]["2"])
        self._three_less = discounted(self._three.counts, self.header["discounts"]["3"])
        self._floor: float = 1 / max(1, self.header["unknown_types"])
        self._fractions = [math.exp(-self.header["backoff_step"] * code) for code in range(256)]
        unknown = word_hash(UNKNOWN)
        self._unknown = (unknown, self._one.find(unknown), self._one.count(unknown))
        self._forms: dict[str, tuple[int, int, float]] = {}
        self._pairs: dict[tuple[str, ...], tuple[int, float, float]] = {}
        self._cache: dict[tuple[str, tuple[str, ...]], float] = {}

    @classmethod
    def open(cls, path: Resource, unigram: Prior | None = None) -> NgramTable:
        """Open a table: mapped into memory when it is a file, read when it lies inside a zip.

        Arguments: ``path``, a path or a resource of ``importlib.resources.files``; ``unigram``, a function that gives
        the probability (0 to 1) of a word that the table does not know, for instance from wordfreq.
        Errors: ValueError when the file is truncated, corrupt or of another version; OSError when it cannot be read.
        """
        if isinstance(path, str | os.PathLike):
            with Path(path).open("rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                data: bytes | mmap.mmap = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        else:
            data = path.read_bytes()
        table = cls(data, str(path), unigram)
        table._source = path if isinstance(path, str | os.PathLike) else None
        return table

    def __reduce__(self) -> tuple[Any, ...]:
        if self._source is not None:
            return (NgramTable.open, (self._source, self._prior))
        return (NgramTable, (bytes(self._data), self._name, self._prior))

    def verify(self) -> None:
        """Check every byte of the data against the header's checksum (opening checks the header and the sizes only).

        Errors: ValueError when the file is damaged.
        """
        if zlib.crc32(memoryview(self._data)[self.header["data_begins"] :]) != self.header["checksum"]:
            raise _unreadable(self._name, "its data do not have the checksum that its header names")

    def __contains__(self, word: object) -> bool:
        """Whether the table knows a word: a word that it does not know is scored as ``<unk>``."""
        return isinstance(word, str) and word not in (START, UNKNOWN) and self._one.find(word_hash(word)) >= 0

    def count(self, tokens: tuple[str, ...]) -> float:
        """Return the weighted count of one to three forms, within 4 %; 0.0 if absent or pruned.

        An n-gram is pruned when the model predicts it nearly as well without it, however often it occurs: 0.0 for two
        or three words does not mean that they were never seen together.
        """
        if not 1 <= len(tokens) <= ORDER:
            raise ValueError(f"an n-gram has 1 to {ORDER} forms, got {len(tokens)}")
        return (self._one, self._two, self._three)[len(tokens) - 1].count(ngram_hash(tokens))

    def logprob(self, token: str, context: tuple[str, ...] = ()) -> float:
        """Return the natural logarithm of P(token | the last two forms of the context); always finite.

        Arguments: ``context``, the forms before the token, the nearest last; ``<s>`` stands for the start of a
        sentence, and what comes before it is ignored.
        """
        key = (token, context)
        value = self._cache.get(key)
        if value is None:
            value = math.log(max(self._probability(token, context), _IMPOSSIBLE))
            _remember(self._cache, key, value)
        return value

    def _probability(self, token: str, context: tuple[str, ...]) -> float:
        hashed, place, count = self._form(token)
        value = count / self._total
        if context:
            before, left, seen = self._form(context[-1])
            if seen:
                value *= self._fractions[self._one.backoffs[left]]
                found = self._two.find((before * _SPREAD + hashed) & _MASK)
                if found >= 0:
                    value += self._two_less[self._two.entries[found] & 255] / seen
            if len(context) > 1 and context[-1] != START:
                pair, fraction, seen = self._pair(context[-2:])
                if seen:
                    value *= fraction
                    found = self._three.find((pair * _SPREAD + hashed) & _MASK)
                    if found >= 0:
                        value += self._three_less[self._three.entries[found] & 255] / seen
        return value * self._share(token) if place == self._unknown[1] and token != UNKNOWN else value

    def _form(self, word: str) -> tuple[int, int, float]:
        """Return hash, position and count of a form; those of ``<unk>`` for a form that is not in the table."""
        form = self._forms.get(word)
        if form is None:
            hashed = word_hash(word)
            place = self._one.find(hashed)
            form = (hashed, place, self._one.count(hashed)) if place >= 0 else self._unknown
            _remember(self._forms, word, form)
        return form

    def _pair(self, context: tuple[str, ...]) -> tuple[int, float, float]:
        """Return hash, backoff and count of a context of two forms; count 0.0 when the table does not have it."""
        pair = self._pairs.get(context)
        if pair is None:
            hashed = extend_hash(self._form(context[0])[0], self._form(context[1])[0])
            place = self._two.find(hashed)
            pair = (hashed, self._fractions[self._two.backoffs[place]] if place >= 0 else 1.0, self._two.count(hashed))
            _remember(self._pairs, context, pair)
        return pair

    def _share(self, token: str) -> float:
        """Return an unknown word's share of the probability of ``<unk>``: at most 1."""
        prior = self._prior(token) if self._prior is not None else 0.0
        overall = self._unknown[2] / self._total
        return min(1.0, prior / overall) if prior > 0.0 and overall > 0.0 else self._floor


def _remember(cache: dict[_K, _V], key: _K, value: _V) -> None:
    if len(cache) >= _CACHE_SIZE:
        cache.clear()
    cache[key] = value


def _parse(data: memoryview, name: str) -> tuple[dict[str, Any], list[_Level]]:
    """Read and check the header, and view the levels."""
    if len(data) < _PREFIX.size:
        raise _unreadable(name, "it ends inside the header")
    magic, version, length, checksum = _PREFIX.unpack_from(data)
    if magic != MAGIC:
        raise _unreadable(name, "it does not begin as one")
    if version != VERSION:
        raise _unreadable(name, f"it is of version {version}, this release reads version {VERSION}")
    raw = bytes(data[_PREFIX.size : _PREFIX.size + length])
    if len(raw) < length or zlib.crc32(raw) != checksum:
        raise _unreadable(name, "its header is damaged")
    header: dict[str, Any] = json.loads(raw)
    begin = _PREFIX.size + length
    if len(data) != begin + header["data_bytes"]:
        raise _unreadable(name, f"it has {len(data)} bytes where {begin + header['data_bytes']} belong")
    header["data_begins"] = begin
    return header, [_Level(data[begin:], header["levels"][str(order)]) for order in range(1, ORDER + 1)]


def _unreadable(name: str, why: str) -> ValueError:
    remedy = "install textrepair again or rebuild it with dictionaries/build_ngrams.py"
    return ValueError(f"{name} is not a readable n-gram table: {why}; {remedy}")


def write_table(path: str | os.PathLike[str], header: dict[str, Any], levels: Sequence[LevelData]) -> None:
    """Write a table.

    Arguments: ``header``, with at least ``total``, ``discounts``, ``backoff_step``, ``unknown_types`` and, for each
    order in ``levels``, ``count_low`` and ``count_step``; ``levels``, codes of counts being 1 to 255, of backoffs 0 to
    255 (None at the highest order). The same input gives the same bytes.
    """
    data = bytearray()
    described = {}
    for order, level in enumerate(levels, start=1):
        bits = max(0, (len(level[0]) // 8).bit_length() - 1)  # 8 to 16 entries in a bucket
        described[str(order)] = {
            **header["levels"][str(order)],
            "offset": len(data),
            "bucket_bits": bits,
            "backoff": level[2] is not None,
            "entries": _pack_level(data, bits, level),
        }
    full = {
        **header,
        "format": "textrepair n-gram table",
        "version": VERSION,
        "order": len(levels),
        "levels": described,
        "data_bytes": len(data),
        "checksum": zlib.crc32(data),
    }
    raw = json.dumps(full, ensure_ascii=False, sort_keys=True).encode()
    raw += b" " * (-(_PREFIX.size + len(raw)) % 8)
    Path(path).write_bytes(_PREFIX.pack(MAGIC, VERSION, len(raw), zlib.crc32(raw)) + raw + bytes(data))


def _pack_level(data: bytearray, bits: int, level: LevelData) -> int:
    """Append one level to the data and return its number of entries."""
    hashes, codes, backoffs = level
    rest = 40 - bits
    packed: dict[int, tuple[int, int]] = {}  # two n-grams of one fingerprint: the commoner one stays
    for hashed, code, backoff in zip(hashes, codes, backoffs or (0,) * len(hashes), strict=True):
        key = hashed >> rest
        if key not in packed or packed[key] < (code, backoff):
            packed[key] = (code, backoff)
    keys = sorted(packed)
    index = [0] * ((1 << bits) + 1)
    for key in keys:
        index[(key >> 24) + 1] += 1
    for bucket in range(1 << bits):
        index[bucket + 1] += index[bucket]
    entries = [(key & 0xFFFFFF) << 8 | packed[key][0] for key in keys]
    data += struct.pack(f"<{len(index)}I{len(entries)}I", *index, *entries)
    if backoffs is not None:
        data += bytes(packed[key][1] for key in keys)
        data += bytes(-len(data) % 4)
    return len(keys)
