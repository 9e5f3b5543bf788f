"""Build spun-en.tsv, kept-en.tsv and spun-sources-en.tsv from observed substitutions.

    python dictionaries/build_spun.py --mined ../shared/mined --corpora ../shared/corpora -o dictionaries

The observations are tables of (spun, original) pairs read off real spun pages, most of them lined up with the
original. Rows of the same pair are added up. How often each spun phrase occurs in text that was *not* spun is counted
over edited English, at most `LIMIT` words of each corpus so that no register drowns the others; a fixed tenth of each
corpus is held out (`textrepair.ngrams.held_out`). That figure tells a spinner's trace from an ordinary word.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import ahocorasick_rs

from textrepair.ngrams import held_out

LIMIT = 3_000_000
# Registers that are unlike the news, blog and web prose that spinners take: left out of the count of clean text.
SKIPPED = ("gold_cleaneval", "isot_fake", "brown", "inaugural", "reuters_21578")
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
WORD = re.compile(r"\w+(?:[’'.\-]\w+)*")

Row = dict[str, str]


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def usable(phrase: str) -> bool:
    """Whether a cell is a plain phrase (tables carry a few remarks and broken cells)."""
    return bool(re.fullmatch(r"[\w$%][\w $%.,'\-&/]{0,59}", phrase)) and phrase == " ".join(phrase.split())


def observations(mined: Path) -> dict[tuple[str, str], dict[str, object]]:
    pairs: dict[tuple[str, str], dict[str, object]] = {}

    def add(spun: str, original: str, count: int, evidence: str, sources: list[str]) -> None:
        spun, original = spun.translate(PLAIN).strip(), original.translate(PLAIN).strip()
        # Spintax residue is mended by a rule of its own, whatever stands in the braces.
        spun = spun.strip("{}")
        if spun == original or not usable(spun) or not usable(original):
            return
        entry = pairs.setdefault((spun, original), {"count": 0, "evidence": "C", "sources": set()})
        entry["count"] += count
        entry["sources"].update(sources)
        if evidence == "P":
            entry["evidence"] = "P"

    by_source = defaultdict(set)
    for row in table(mined / "counts_by_source.tsv"):
        by_source[row["spun"], row["original"]].add(row["source"])
    for row in table(mined / "pairs.tsv"):
        sources = sorted(by_source.get((row["spun"], row["original"]), ()))
        add(row["spun"], row["original"], int(row["count_seen"]), row["evidence"], sources)
    for name in ("pairs_2.tsv", "pairs_3.tsv"):
        for row in table(mined / name):
            sources = [source for source in row["source"].split(",") if source]
            add(row["spun"], row["original"], int(row["count_seen"]), row["evidence"], sources)
    for name in ("names.tsv", "names_2.tsv", "names_3.tsv"):
        for row in table(mined / name):
            key = row["spun"].translate(PLAIN), row["original"].translate(PLAIN)
            if key not in pairs:
                add(row["spun"], row["original"], 1, row["evidence"], [])
    return pairs


def documents(corpora: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(corpora.glob("*.jsonl.*")):
        if path.name.startswith(SKIPPED):
            continue
        opener = gzip.open if path.suffix == ".gz" else lzma.open
        words = 0
        with opener(path, "rt", encoding="utf-8") as file:
            for line in file:
                document = json.loads(line)
                if held_out(document["id"]):
                    continue
                yield path.name, document["text"]
                words += len(document["text"]) // 6
                if words > LIMIT:
                    break


def count_clean(phrases: list[str], corpora: Path) -> tuple[Counter[str], int]:
    """Count phrases in clean text: those with capitals as they stand, the others without regard to case."""
    cased = [phrase for phrase in phrases if phrase != phrase.lower()]
    lower = [phrase for phrase in phrases if phrase == phrase.lower()]
    searches = [(ahocorasick_rs.AhoCorasick(group), group, fold) for group, fold in ((cased, False), (lower, True))]
    counts: Counter[str] = Counter()
    words = 0
    for _, text in documents(corpora):
        words += len(WORD.findall(text))
        text = text.translate(PLAIN)
        for automaton, group, fold in searches:
            haystack = text.lower() if fold else text
            for index, start, end in automaton.find_matches_as_indexes(haystack, overlapping=True):
                before, behind = haystack[start - 1 : start], haystack[end : end + 1]
                if not before.isalnum() and not behind.isalnum() and before not in {"-", "'"} and behind != "-":
                    counts[group[index]] += 1
    return counts, words


def addresses(mined: Path, used: set[str]) -> list[tuple[str, str]]:
    """Return (id, address) of the spun pages; the ids of the first set are made of the host's name."""
    found: dict[str, str] = {}
    for name in ("sources_2.md", "sources_3.md"):
        for line in (mined / name).read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip("| \n").split("|")]
            if len(cells) > 2 and re.fullmatch(r"[CD]\d+[a-z]?", cells[0]):
                found[cells[0]] = cells[1] if cells[1].startswith("http") else f"https://{cells[1]}"
    hosts = {}
    for line in (mined / "sources.md").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\| (https?://([^/ ]+)\S*)", line):
            hosts.setdefault(re.sub(r"[^a-z0-9]", "", match[2].removeprefix("www.")), match[1])
    for source in used - set(found):
        stem = re.sub(r"[^a-z]", "", source.removeprefix("seed001-").partition("-")[0])
        for host, address in hosts.items():
            if stem and host.startswith(stem):
                found[source] = address
    return sorted((source, found[source]) for source in used if source in found)


def write(path: Path, header: dict[str, str], columns: list[str], rows: list[tuple[str, ...]]) -> None:
    lines = ["#textrepair-dictionary: 1", *(f"#{key}: {value}" for key, value in header.items())]
    lines.append("#columns: " + "\t".join(columns))
    lines += ["\t".join(row) for row in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mined", type=Path, required=True, help="folder of the observed pairs")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of clean text, *.jsonl.gz and *.jsonl.xz")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder to write to")
    options = parser.parse_args()
    pairs = observations(options.mined)
    phrases = sorted({spun for spun, _ in pairs})
    clean, words = count_clean(phrases, options.corpora)
    header = {
        "kind": "spun",
        "language": "en",
        "risk": "evidence",
        "source": "substitutions observed on 154 real spun pages; addresses in spun-sources-en.tsv",
        "licence": "CC0-1.0",
        "built-by": "dictionaries/build_spun.py",
        "clean-words": str(words),
    }
    rows = []
    used: set[str] = set()
    for (spun, original), entry in pairs.items():
        sources = sorted(entry["sources"])
        used.update(sources[:3])
        pages = max(1, len(sources))
        cells = (str(entry["count"]), str(pages), str(entry["evidence"]), str(clean[spun]), ",".join(sources[:3]))
        rows.append((spun, original, *cells))
    columns = ["spun", "original", "count", "pages", "evidence", "clean", "sources"]
    write(options.output / "spun-en.tsv", {"name": "spun-en", **header}, columns, rows)

    kept: Counter[str] = Counter()
    for name in ("kept_2.tsv", "kept_3.tsv"):
        for row in table(options.mined / name):
            if usable(word := row["word"].translate(PLAIN)):
                kept[word] += int(row["count"])
    del header["clean-words"]
    header["source"] = "words seen unchanged on spun pages that were lined up with their originals"
    rows = [(word, str(count)) for word, count in kept.items()]
    write(options.output / "kept-en.tsv", {"name": "kept-en", **header, "kind": "kept"}, ["word", "count"], rows)
    header["source"] = "addresses of the spun pages named in spun-en.tsv"
    rows = addresses(options.mined, used)
    header["kind"] = "sources"
    write(options.output / "spun-sources-en.tsv", {"name": "spun-sources-en", **header}, ["id", "address"], rows)
    print(f"{len(pairs)} pairs, {len(kept)} kept words, {len(rows)} addresses; {words:,} words of clean text")


if __name__ == "__main__":
    main()
