"""How good the repairs are: on the samples of the project, on text that we spin, and on data beside the project.

Every part returns an `Outcome`: tables for people, and measures with stable names for the floors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from benchmarks import data
from benchmarks.report import Outcome, Sheet, in_context
from benchmarks.scorer import (
    GoldEdit,
    Score,
    calibration_error,
    gold_of,
    judged,
    reliability,
    score_changes,
    score_spans,
)
from benchmarks.spinner import Pairs, spin
from textrepair.edits import Edit, Repair
from textrepair.ngrams import sentences
from textrepair.pipeline import Pipeline

RATES = (0.9, 0.35)
SPIN_SEED = 20_240
SPUN_PER_CORPUS = 12
SPUN_CORPORA = ("abc_au_2006", "bbc_2004_05", "gum_all", "isot_true_sample", "reuters_c50", "wikinews_en")
SPUN_LENGTH = range(1_500, 6_000)
_EXAMPLES, _WORST, _PER_RULE = 3, 15, 5
_WORD = re.compile(r"[^\W\d_]+")


# -- the samples of the project ----------------------------------------------------------------------------------------


def measure_seeds(samples: Sequence[data.Seed], pipeline: Pipeline) -> Outcome:
    """Compare the repair of every sample with its gold."""
    outcome = Outcome()
    exact = Sheet("Samples: the whole document", ("sample", "kind", "is gold", "must not change", "sentences of gold"))
    wrapping = Sheet(
        "Samples: wrapping", ("sample", "lines removed", "in their class", "other lines left", "metadata found")
    )
    spans = Sheet("Samples: spun documents, by span", _SCORE_COLUMNS)
    changes = Sheet("Samples: changed characters, against gold", _SCORE_COLUMNS)
    pooled = Score()
    for seed in samples:
        repair = pipeline(seed.source)
        is_gold = repair.text == seed.gold
        there = _share_there(sentences(seed.gold), repair.text)
        exact.rows.append((seed.name, seed.kind, is_gold, seed.must_not_change, there))
        outcome.put("seeds", f"{seed.name}.{'unchanged' if seed.must_not_change else 'exact'}", is_gold)
        if seed.edits:
            score = score_spans(seed.source, repair.text, seed.edits)
            pooled += score
            _put_score(outcome, "seeds", seed.name, spans, score)
        elif not seed.must_not_change:
            outcome.put("seeds", f"{seed.name}.sentences", there)
            _put_score(outcome, "seeds", seed.name, changes, score_changes(seed.source, repair.text, seed.gold))
        if seed.removed_lines:
            _wrapping(outcome, wrapping, seed, repair)
    _put_score(outcome, "seeds", "spun-all", spans, pooled)
    outcome.sheets += [exact, wrapping, spans, changes, _thorough(outcome, samples)]
    return outcome


_SCORE_COLUMNS = ("sample", "right", "optional", "wrong", "missed", "precision", "recall", "F0.5")


def _put_score(outcome: Outcome, section: str, name: str, sheet: Sheet, score: Score) -> None:
    counts = (score.right, score.optional, score.wrong, score.missed)
    sheet.rows.append((name, *counts, score.precision, score.recall, score.f05))
    outcome.put(section, f"{name}.precision", score.precision)
    outcome.put(section, f"{name}.recall", score.recall)
    outcome.put(section, f"{name}.f05", score.f05)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _share_there(pieces: Iterable[str], text: str) -> float:
    """Share of the pieces that stand in the text as they are."""
    found = [piece.strip() in text for piece in pieces]
    return _share(sum(found), len(found))


def _lines(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.splitlines() if line.strip())


def _wrapping(outcome: Outcome, sheet: Sheet, seed: data.Seed, repair: Repair) -> None:
    expected = Counter(line for _, line in seed.removed_lines)
    gone = (_lines(seed.source) - _lines(repair.text)) & expected
    removed = [(edit.rule, line) for edit in repair.removed for line in _lines(edit.before).elements()]
    in_class = Counter((re.split("[.:]", rule)[1], line) for rule, line in removed) & Counter(seed.removed_lines)
    others = _lines(seed.source) - expected
    wrongly = Counter(line for _, line in removed) - expected
    wanted = [(key, value) for key, values in seed.metadata.items() for value in values]
    found = sum(any(value in text for text in repair.metadata.get(key, ())) for key, value in wanted)
    shares = {
        "lines_removed": _share(gone.total(), expected.total()),
        "line_classes": _share(in_class.total(), expected.total()),
        "lines_kept": 1 - _share(wrongly.total(), others.total()),
        "metadata": _share(found, len(wanted)),
    }
    sheet.rows.append((seed.name, *shares.values()))
    for name, value in shares.items():
        outcome.put("seeds", f"{seed.name}.{name}", value)


def _thorough(outcome: Outcome, samples: Iterable[data.Seed]) -> Sheet:
    """Share of words whose case is right where the thorough preset gives a document its capitals back."""
    sheet = Sheet("Samples: thorough preset", ("sample", "words", "in the right case"))
    pipeline = Pipeline("thorough")
    for seed in samples:
        if seed.gold_thorough is None:
            continue
        got, wanted = _WORD.findall(pipeline(seed.source).text), _WORD.findall(seed.gold_thorough)
        # Other words than those of the gold would be a fault of another kind: then nothing counts as right.
        same = [word.lower() for word in got] == [word.lower() for word in wanted]
        share = _share(sum(a == b for a, b in zip(got, wanted, strict=True)), len(wanted)) if same else 0.0
        sheet.rows.append((seed.name, len(wanted), share))
        outcome.put("seeds", f"{seed.name}.thorough_case", share)
    return sheet


# -- clean text, spun by us --------------------------------------------------------------------------------------------


def measure_spinning(section: str, documents: Sequence[data.Document], pipeline: Pipeline, pairs: Pairs) -> Outcome:
    """Spin clean documents and compare their repairs with the originals, strictly: a synonym counts as wrong."""
    outcome = Outcome()
    scores = Sheet(
        f"Spun by us ({section}, {len(documents)} documents)",
        ("spun at", "documents", "held to be spun", *_SCORE_COLUMNS[1:]),
        note="The table of the spinner is the unspinner's own: recall on real pages is lower.",
    )
    table = Sheet(
        f"Confidence of spun edits and suggestions ({section})",
        ("spun at", "confidence", "edits", "mean confidence", "share right"),
    )
    for rate in RATES:
        gated, total = 0, Score()
        confidences: list[tuple[float, bool]] = []
        for number, document in enumerate(documents):
            spun = spin(document.text, pairs, SPIN_SEED + number, rate)
            repair = pipeline(spun.text)
            gated += repair.diagnosis.spun_probability > pipeline.config.spun_gate
            gold = gold_of(spun.edits)
            total += score_spans(spun.text, repair.text, gold)
            confidences += judged(repair, gold, "spun")
        name = f"synthetic-{rate:.0%}".rstrip("%")
        bins = [entry for entry in reliability(confidences) if entry.count]
        row = (total.right, total.optional, total.wrong, total.missed, total.precision, total.recall, total.f05)
        scores.rows.append((f"{rate:.0%}", len(documents), gated, *row))
        table.rows += [
            (f"{rate:.0%}", f"{b.low:g}-{b.high:g}", b.count, b.confidence / b.count, b.right / b.count) for b in bins
        ]
        for key, value in zip(("precision", "recall", "f05"), row[4:], strict=True):
            outcome.put(section, f"{name}.{key}", value)
        outcome.put(section, f"{name}.calibration", 1 - calibration_error(bins))
        outcome.put(section, f"{name}.gate", _share(gated, len(documents)))
    outcome.sheets += [scores, table]
    return outcome


def spinnable(shared: Path) -> list[data.Document]:
    """Return held-out news documents of middling length, to be spun."""
    chosen = []
    for corpus in SPUN_CORPORA:
        documents = data.held_out_documents(shared, corpus, 0)
        chosen += [document for document in documents if len(document.text) in SPUN_LENGTH][:SPUN_PER_CORPUS]
    return chosen


# -- the documents beside the project ----------------------------------------------------------------------------------

# Line numbers, from 1, in the files of shared/seeds: their text is not ours to quote.
WRAPPING_000 = (5, 7, 17, 31, 45, 57, 59, 62, 64, 66)
BYLINE_004, LOST_MARK_004, AUTHOR_BOX_004, COMMENTS_004 = 3, 27, (67, 69), 71


def measure_shared_seeds(shared: Path, pipeline: Pipeline) -> Outcome:
    """Check the five given documents: what must go is gone, what must stay is there to the byte."""
    outcome = Outcome()
    sheet = Sheet("Given documents", ("document", "check", "holds"))
    texts = {path.name[:3]: data.read(path) for path in sorted((shared / "seeds").glob("*.txt"))}
    for name, checks in (("000", _checks_000), ("004", _checks_004)):
        for check, holds in checks(texts[name], pipeline(texts[name])).items():
            sheet.rows.append((name, check, holds))
            outcome.put("shared", f"{name}.{check.replace(' ', '_')}", holds)
    for name in ("002", "003"):
        unchanged = pipeline(texts[name]).text == texts[name]
        sheet.rows.append((name, "unchanged", unchanged))
        outcome.put("shared", f"{name}.unchanged", unchanged)
    spans = _score_001(outcome, shared, texts["001"], pipeline(texts["001"]))
    outcome.sheets += [sheet, *spans]
    return outcome


def _filled(text: str, without: Iterable[int] = ()) -> list[str]:
    """The lines that are not blank, save those of the given numbers."""
    left_out = set(without)
    lines = [line for number, line in enumerate(text.split("\n"), 1) if number not in left_out]
    return [line for line in lines if line.strip()]


def _gone(text: str, repair: Repair, numbers: Iterable[int]) -> bool:
    """Whether none of these lines is left, and each lies in an edit that says that it was removed."""
    lines = [text.split("\n")[number - 1].strip() for number in numbers]
    left = _lines(repair.text)
    accounted = "\n".join(edit.before for edit in repair.removed)
    return all(line not in left and line in accounted for line in lines)


def _checks_000(text: str, repair: Repair) -> dict[str, bool]:
    article = _filled(text, WRAPPING_000)
    pieces = [sentence for line in article for sentence in sentences(line)]
    return {
        "wrapping gone": _gone(text, repair, WRAPPING_000),
        "sentences there": _share_there(pieces, repair.text) == 1,
        "nothing else": _filled(repair.text) == article,
    }


def _checks_004(text: str, repair: Repair) -> dict[str, bool]:
    lines = text.split("\n")
    wrapping = (BYLINE_004, *AUTHOR_BOX_004, COMMENTS_004)
    lost = lines[LOST_MARK_004 - 1]
    restored = "“" + lost
    expected = [restored if line == lost else line for line in _filled(text, wrapping)]
    author = lines[AUTHOR_BOX_004[-1] - 1]
    return {
        "byline gone": _gone(text, repair, [BYLINE_004]),
        "author box gone": _gone(text, repair, AUTHOR_BOX_004),
        "comments gone": _gone(text, repair, [COMMENTS_004]),
        "author found": any(value in author for value in repair.metadata.get("author", ())),
        "mark restored": restored in repair.text.split("\n"),
        "nothing else": _filled(repair.text) == expected,
    }


def _score_001(outcome: Outcome, shared: Path, text: str, repair: Repair) -> list[Sheet]:
    records = data.json_lines(shared / "eval" / "unspin" / "seed001_gold.jsonl")
    ours = score_spans(text, repair.text, [GoldEdit.of(record) for record in records])
    given = data.shared_scorer(shared).score(text, repair.text, records)
    theirs = Score(given["tp"], given["opt"], given["fp"], given["fn"])
    spans = Sheet("Given spun document 001, by span", ("scorer", *_SCORE_COLUMNS[1:]))
    _put_score(outcome, "shared", "ours", spans, ours)
    _put_score(outcome, "shared", "001", spans, theirs)
    for key in ("precision", "recall", "f05"):
        del outcome.measures["shared"][f"ours.{key}"]
    agree = all(getattr(ours, key) == getattr(theirs, key) for key in ("right", "optional", "wrong", "missed"))
    outcome.put("shared", "001.scorers_agree", agree)
    spans.note = "The two scorers agree." if agree else "THE TWO SCORERS DO NOT AGREE."
    faults = Sheet("Given spun document 001: what is not right", ("fault", "damaged", "repair"), private=True)
    faults.rows += ours.faults
    return [spans, faults]


# -- harm on clean text ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Touched:
    """A clean document that was edited by more than spacing."""

    document: data.Document
    edits: list[Edit]


def measure_corpora(shared: Path, pipeline: Pipeline, limit: int, progress: Callable[[str], object]) -> Outcome:
    """Repair clean documents: every edit beyond spacing is suspect, and a spun one is a fault."""
    outcome = Outcome()
    harm = Sheet(
        f"Clean corpora, held-out tenth ({f'at most {limit} documents of each' if limit else 'all'})",
        ("corpus", "documents", "kB", "with spun edits", "share edited", "highest spun probability",
         "lines removed per 10,000"),
        note="Edited: by more than spacing. * = hard negatives (unedited, odd or simplified text).",
    )  # fmt: skip
    rules: dict[str, Counter[str]] = {}
    touched: list[_Touched] = []
    for corpus in data.corpora(shared):
        progress(corpus)
        documents = data.held_out_documents(shared, corpus, limit)
        mark = "*" if corpus in data.HARD_NEGATIVES else ""
        _corpus(outcome, harm, rules, touched, corpus + mark, documents, pipeline)
    outcome.sheets += [harm, _rule_sheet(rules), *_examples(touched)]
    return outcome


def _corpus(
    outcome: Outcome, sheet: Sheet, rules: dict[str, Counter[str]], touched: list[_Touched], name: str,
    documents: Sequence[data.Document], pipeline: Pipeline,
) -> None:  # fmt: skip
    spun, other, highest, lines, removed = 0, 0, 0.0, 0, 0
    for document in documents:
        repair = pipeline(document.text)
        categories = set().union(*map(_categories, repair.edits)) if repair.edits else set()
        spun += "spun" in categories
        highest = max(highest, repair.diagnosis.spun_probability)
        lines += len(_filled(document.text))
        removed += sum(len(_filled(edit.before)) for edit in repair.removed)
        for rule in {_rule(edit) for edit in repair.edits}:
            rules.setdefault(rule, Counter())[name] += 1
        if categories - {"spacing"}:
            other += 1
            touched.append(_Touched(document, [e for e in repair.edits if _categories(e) != {"spacing"}]))
    count = len(documents)
    size = sum(len(document.text.encode("utf-8", "surrogatepass")) for document in documents) // 1000
    per_lines = round(10_000 * removed / max(lines, 1), 1)
    sheet.rows.append((name, count, size, spun, _share(other, count), highest, str(per_lines)))
    outcome.put("corpora", f"{name.rstrip('*')}.not_unspun", 1 - spun / max(count, 1))
    outcome.put("corpora", f"{name.rstrip('*')}.untouched", 1 - other / max(count, 1))


def _categories(edit: Edit) -> set[str]:
    return {part.category for part in edit.parts} or {edit.category}


def _rule(edit: Edit) -> str:
    """The rule without the word that it is about."""
    return edit.rule.split(":")[0]


def _rule_sheet(rules: dict[str, Counter[str]]) -> Sheet:
    sheet = Sheet("Clean corpora: documents edited, by rule", ("rule", "documents", "most of them in"))
    for rule, where in sorted(rules.items()):
        sheet.rows.append((rule, where.total(), ", ".join(f"{name} {n}" for name, n in where.most_common(4))))
    return sheet


def _examples(touched: Sequence[_Touched]) -> list[Sheet]:
    """The documents with the most edits for their length, spun ones first; and edits of each rule from all over."""
    columns = ("document", "edits", "rule", "example")
    worst = Sheet("Clean corpora: the worst documents", columns, private=True)
    by_rule = Sheet("Clean corpora: edits of each rule", columns, private=True)

    def badness(entry: _Touched) -> tuple[bool, float]:
        return any(e.category == "spun" for e in entry.edits), len(entry.edits) / (500 + len(entry.document.text))

    def row(entry: _Touched, edit: Edit) -> Sequence[str | int]:
        name = f"{entry.document.corpus} {entry.document.name}"[:60]
        return name, len(entry.edits), edit.rule, in_context(entry.document.text, edit)

    for entry in sorted(touched, key=badness, reverse=True)[:_WORST]:
        worst.rows += [row(entry, edit) for edit in entry.edits[:_EXAMPLES]]
    firsts = [(_rule(edit), entry, edit) for entry in touched for edit in {_rule(e): e for e in entry.edits}.values()]
    for rule in sorted({rule for rule, _, _ in firsts}):
        found = [(entry, edit) for name, entry, edit in firsts if name == rule]
        step = max(1, len(found) // _PER_RULE)
        by_rule.rows += [row(entry, edit) for entry, edit in found[::step][:_PER_RULE]]
    return [worst, by_rule]


# -- all of it ---------------------------------------------------------------------------------------------------------


def measure(
    shared: Path | None = None, limit: int = 400, progress: Callable[[str], object] = lambda _: None
) -> Outcome:
    """Measure everything that can be measured here, in the default preset.

    Args:
        shared: the folder of evaluation data, or None to use the samples of the project only.
        limit: documents of each corpus at most; 0 for all.
        progress: is told what is measured next.
    """
    pipeline, samples, pairs = Pipeline(), data.seeds(), data.spinner_pairs()
    steps: list[tuple[str, Callable[[], Outcome]]] = [
        ("samples", lambda: measure_seeds(samples, pipeline)),
        ("spinning", lambda: measure_spinning("seeds", data.english_prose(samples), pipeline, pairs)),
    ]
    if shared is not None:
        steps += [
            ("given documents", lambda: measure_shared_seeds(shared, pipeline)),
            ("spinning corpora", lambda: measure_spinning("shared", spinnable(shared), pipeline, pairs)),
            ("corpora", lambda: measure_corpora(shared, pipeline, limit, progress)),
        ]

    def step(outcome: Outcome, entry: tuple[str, Callable[[], Outcome]]) -> Outcome:
        progress(entry[0])
        outcome.add(entry[1]())
        return outcome

    return reduce(step, steps, Outcome())
