"""The documents that are measured: the samples in seeds/, and evaluation data beside the project if there is any."""

from __future__ import annotations

import gzip
import importlib.util
import json
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.scorer import GoldEdit
from benchmarks.spinner import Pairs, pairs_of
from textrepair.dictionary import load_dictionary
from textrepair.ngrams import held_out

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / "seeds"
_PARTS_OF_SHARED = ("corpora", "eval", "seeds")

# Clean text whose register is odd, unedited or simplified: it is hard not to take it for damaged.
HARD_NEGATIVES = frozenset({"isot_fake_sample", "gold_cleaneval-final", "onestop_adv", "onestop_ele"})


@dataclass(frozen=True, slots=True)
class Seed:
    """A sample document with its gold repair; see seeds/README.md."""

    name: str
    kind: str
    source: str
    gold: str
    gold_thorough: str | None
    must_not_change: bool
    edits: tuple[GoldEdit, ...]
    removed_lines: tuple[tuple[str, str], ...]
    metadata: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a corpus."""

    corpus: str
    name: str
    text: str


def read(path: Path) -> str:
    """Return the text of a file with its line ends as they are."""
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def json_lines(path: Path) -> list[dict[str, Any]]:
    """Return the records of a JSON Lines file."""
    return [json.loads(line) for line in read(path).split("\n") if line]


def seeds() -> list[Seed]:
    """Return the samples of the project, by name."""
    return [_seed(folder) for folder in sorted(SEEDS.iterdir()) if (folder / "meta.json").is_file()]


def _seed(folder: Path) -> Seed:
    meta = json.loads(read(folder / "meta.json"))
    edits, thorough = folder / "edits.jsonl", folder / "gold-thorough.txt"
    return Seed(
        folder.name,
        meta["kind"],
        read(folder / "input.txt"),
        read(folder / "gold.txt"),
        read(thorough) if thorough.exists() else None,
        meta["must_not_change"],
        tuple(map(GoldEdit.of, json_lines(edits))) if edits.exists() else (),
        tuple((line_class, line) for line_class, line in meta["removed_lines"]),
        meta["expect_metadata"],
    )


def english_prose(samples: list[Seed]) -> list[Document]:
    """Return the gold texts of the samples that are English in normal case: clean text of our own."""
    other = ("other-language", "all-caps")
    return [Document("seeds", seed.name, seed.gold) for seed in samples if seed.kind not in other]


def find_shared(given: Path | None = None) -> Path | None:
    """Return the folder of evaluation data: the given one, or ``shared`` beside the project if it is there.

    Raises:
        ValueError: the given folder lacks a part.
    """
    shared = given or ROOT.parent / "shared"
    missing = [part for part in _PARTS_OF_SHARED if not (shared / part).is_dir()]
    if not missing:
        return shared
    if given:
        raise ValueError(f"{given}: lacks the folder {missing[0]}; give the folder that holds it")
    return None


def corpora(shared: Path) -> list[str]:
    """Return the names of the corpora."""
    return sorted(path.name.split(".")[0] for path in (shared / "corpora").glob("*.jsonl.*"))


def held_out_documents(shared: Path, corpus: str, limit: int) -> list[Document]:
    """Return documents of the tenth of a corpus that nothing is counted on.

    Args:
        shared: the folder of evaluation data.
        corpus: name of the corpus.
        limit: how many at most; 0 is all. The choice depends on their ids alone.
    """
    kept = [document for document in _documents(shared, corpus) if held_out(document.name)]
    kept.sort(
        key=lambda document: (zlib.crc32(f"{document.name} chosen".encode("utf-8", "surrogatepass")), document.name)
    )
    return kept[:limit] if limit else kept


def _documents(shared: Path, corpus: str) -> Iterator[Document]:
    (path,) = (shared / "corpora").glob(f"{corpus}.jsonl.*")
    opener = gzip.open if path.suffix == ".gz" else lzma.open
    with opener(path, "rt", encoding="utf-8", newline="\n") as stream:
        for line in stream:
            record = json.loads(line)
            yield Document(corpus, str(record["id"]), record["text"])


def noisy_pages(shared: Path, corpus: str = "l3s_gn1") -> Iterator[Document]:
    """Yield web pages as their visible lines, wrapping and all."""
    with gzip.open(shared / "eval" / "boilerplate" / f"pairs_{corpus}.jsonl.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            yield Document(corpus, str(record["id"]), "\n\n".join(record["noisy_lines"]) + "\n")


def shared_scorer(shared: Path) -> ModuleType:
    """Load the scorer that lies with the evaluation data and decides."""
    spec = importlib.util.spec_from_file_location("shared_scorer", shared / "eval" / "unspin" / "score_edits.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spinner_pairs() -> Pairs:
    """Return the substitutions of the project's dictionary, for spinning clean text."""
    return pairs_of(list(load_dictionary("spun-en").rows))
