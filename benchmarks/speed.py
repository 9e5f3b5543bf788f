"""How fast the repairs are: the pipeline, each stage alone, and `ftfy.fix_text`, on the same documents in the same run.

Nothing passes or fails: the numbers depend on the machine. The order of what is timed changes from round to round, so
that a slow moment does not always meet the same one; ratios to ftfy are taken within a round. Time is that of the
processor: what else the machine does matters less.
"""

from __future__ import annotations

import itertools
import random
import re
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import ftfy

from benchmarks import data
from benchmarks.report import Sheet
from benchmarks.spinner import spin
from textrepair.config import preset
from textrepair.pipeline import STAGES, Pipeline
from textrepair.stages.base import Context, Stage

KINDS = ("clean", "wrapped", "mojibake", "spun")
PIPELINE, FTFY = "whole pipeline", "ftfy.fix_text"
_SEED = 7
_CLEAN_CORPORA = ("bbc_2004_05", "reuters_c50", "wikinews_en")
_DIGITS = re.compile(r"\d")
_LONGEST = 20_000  # code points of a document: one huge page must not be a whole kind

Task = Callable[[str], object]


def measure(
    shared: Path | None, rounds: int, size: int, progress: Callable[[str], object] = lambda _: None
) -> list[Sheet]:
    """Time everything on documents of each kind.

    Args:
        shared: the folder of evaluation data, or None to multiply the samples of the project.
        rounds: how often; the medians are given.
        size: bytes of UTF-8 of the documents of a kind together, at least.
        progress: is told what is timed next.
    """
    columns = ("", *KINDS)
    source = "corpora" if shared else "samples of the project, multiplied"
    rates = Sheet(f"MB of UTF-8 per second of processor time, median of {rounds} rounds ({source})", columns)
    spread = Sheet("Spread: lowest to highest of the rounds", columns)
    ratio = Sheet("Times as fast as ftfy.fix_text", columns)
    by_kind = {}
    for kind in KINDS:
        progress(kind)
        documents = list(_fill(_documents(kind, shared), size))
        rates.note += f"{kind}: {len(documents)} documents, {_bytes(documents) / 1000:.0f} kB. "
        by_kind[kind] = _time(documents, rounds)
    for name in by_kind[KINDS[0]]:
        runs = [by_kind[kind][name] for kind in KINDS]
        base = [by_kind[kind][FTFY] for kind in KINDS]
        rates.rows.append((name, *(f"{statistics.median(run):.3g}" for run in runs)))
        spread.rows.append((name, *(f"{min(run):.3g} to {max(run):.3g}" for run in runs)))
        ratios = [[a / b for a, b in zip(run, other, strict=True)] for run, other in zip(runs, base, strict=True)]
        ratio.rows.append((name, *(f"{statistics.median(values):.3g}" for values in ratios)))
    rates.note += (
        "A stage gets what those before it made. The pipeline runs all of them again after a change, to confirm."
    )
    return [rates, spread, ratio]


def _time(documents: list[str], rounds: int) -> dict[str, list[float]]:
    """Return the MB/s of every task in every round."""
    tasks = dict(_tasks(documents))
    results: dict[str, list[float]] = {name: [] for name in tasks}
    for work, texts in tasks.values():  # loads the dictionaries, fills the caches
        work(texts[0])
    for number in range(rounds):
        order = list(tasks)
        random.Random(number).shuffle(order)
        for name in order:
            work, texts = tasks[name]
            start = time.process_time()
            for text in texts:
                work(text)
            results[name].append(_bytes(texts) / 1e6 / (time.process_time() - start))
    return results


def _tasks(documents: list[str]) -> Iterator[tuple[str, tuple[Task, list[str]]]]:
    yield PIPELINE, (Pipeline(), documents)
    texts = documents
    for stage in STAGES:
        yield f"stage {stage.name}", (_alone(stage), texts)
        texts = [Pipeline(stages=[stage])(text).text for text in texts]
    yield FTFY, (ftfy.fix_text, documents)


def _alone(stage: Stage) -> Task:
    context = Context(preset("safe"))
    return lambda text: stage.fix(text, stage.detect(text, context))


def _bytes(texts: Iterable[str]) -> int:
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)


def _fill(documents: Iterable[str], size: int) -> Iterator[str]:
    """Yield documents until they have the size together."""
    total = 0
    for document in documents:
        if not document.strip():
            continue
        yield document
        total += len(document.encode("utf-8", "surrogatepass"))
        if total >= size:
            return


def _documents(kind: str, shared: Path | None) -> Iterator[str]:
    """Yield documents of a kind, without end: when there are no more of them, variations of them."""
    if kind in ("mojibake", "spun"):
        make = _mojibake if kind == "mojibake" else _spun
        return map(make, _documents("clean", shared), itertools.count())
    if shared is None:
        originals = _samples(kind)
    elif kind == "clean":
        columns = [data.held_out_documents(shared, corpus, 100) for corpus in _CLEAN_CORPORA]
        originals = [document.text for row in zip(*columns, strict=False) for document in row]
    else:
        originals = [page.text for page in itertools.islice(data.noisy_pages(shared), 200)]
    return _varied([text for text in originals if len(text) <= _LONGEST])


def _samples(kind: str) -> list[str]:
    samples = data.seeds()
    if kind == "clean":
        return [document.text for document in data.english_prose(samples)]
    return [seed.source for seed in samples if seed.removed_lines]


def _varied(originals: list[str]) -> Iterator[str]:
    """Yield the documents, then again and again with other digits and their paragraphs in another order."""
    yield from originals
    chance = random.Random(_SEED)
    while True:
        for text in originals:
            paragraphs = text.split("\n\n")
            chance.shuffle(paragraphs)
            yield _DIGITS.sub(lambda _: str(chance.randrange(10)), "\n\n".join(paragraphs))


def _mojibake(text: str, number: int) -> str:
    """Read the UTF-8 of a text as Windows-1252, in every other paragraph (documents are often damaged in part)."""
    typographic = text.replace("'", "’").replace(' "', " “").replace('"', "”")
    paragraphs = typographic.split("\n")
    return "\n".join(
        paragraph.encode("utf-8", "replace").decode("sloppy-windows-1252") if (at + number) % 2 == 0 else paragraph
        for at, paragraph in enumerate(paragraphs)
    )


def _spun(text: str, number: int) -> str:
    return spin(text, data.spinner_pairs(), _SEED + number).text
