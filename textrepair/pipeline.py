"""The ordered stages, and the pipeline that runs them over a document."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import Any

from textrepair.config import RepairConfig, resolve
from textrepair.edits import Diagnosis, Edit, Repair, Suggestion
from textrepair.ledger import Ledger
from textrepair.stages.base import Context, Findings, Stage
from textrepair.stages.boilerplate import Boilerplate
from textrepair.stages.casing import Casing
from textrepair.stages.encoding import Encoding
from textrepair.stages.linebreaks import LineBreaks
from textrepair.stages.quotes import Quotes
from textrepair.stages.spacing import Spacing
from textrepair.stages.spun import Spun

__all__ = ["STAGES", "Pipeline", "Stage", "detect", "repair", "repair_text"]

# THE list. The order matters: white space must be normal before phrases are matched, wrapping must be gone before the
# spinner's traces are counted, and words must be right before their case is.
STAGES: tuple[Stage, ...] = (
    LineBreaks(),
    Encoding(),
    Spacing(),
    Boilerplate(),
    Spun(),
    Casing(),
    Quotes(),
)

# A change below this confidence is more likely wrong than right: it is not even suggested.
SUGGESTED = 0.5

# How often all stages may go over a document until none of them finds anything more to do: a repair must not leave
# anything that a second repair would change. Nearly always the second round only confirms. No round puts one reading of
# a spun phrase upon another: the spun stage takes back what it would substitute again. A document on which the stages
# never agree is left alone, see `Pipeline.__call__`.
ROUNDS = 6


class Pipeline:
    """Repairs documents, one at a time or as a stream.

    Args:
        config: a configuration, the name of a preset, a list of names of stages (with the other settings of ``safe``),
            or nothing for ``safe``.
        stages: other stages in place of the configured ones, in order.

    Raises:
        ConfigError: there is no such preset or stage.

    >>> Pipeline("safe")("The  end.").text
    'The end.'
    >>> Pipeline(["spacing", "quotes"]).config.stages
    ('spacing', 'quotes')
    """

    def __init__(
        self,
        config: RepairConfig | str | Sequence[str] | None = None,
        *,
        stages: Sequence[Stage] | None = None,
    ) -> None:
        if isinstance(config, RepairConfig | str) or config is None:
            self.config = resolve(config)
        else:
            self.config = RepairConfig(stages=tuple(config))
        if stages is None:
            stages = [stage for stage in STAGES if stage.name in self.config.stages]
        self.stages = tuple(stages)

    def __call__(self, text: str) -> Repair:
        """Repair one document.

        The stages run in turn until each has seen the text without wanting to change it; so repairing the result
        again changes nothing. A document on which they never agree is returned as it came, with a note.

        Raises:
            TypeError: `text` is not a string.
        """
        if not isinstance(text, str):
            raise TypeError(f"expected a document as str, not {type(text).__name__}; decode bytes first")
        ledger = Ledger(text)
        context = Context(self.config)
        suggestions: list[Suggestion] = []
        measures: dict[str, Any] = {}
        metadata: dict[str, list[str]] = {}
        settled = 0  # how many stages in a row had nothing to change
        for turn in range(ROUNDS * len(self.stages)):
            stage = self.stages[turn % len(self.stages)]
            findings = stage.detect(ledger.text, context)
            edits, doubtful = self._decide(stage.fix(ledger.text, findings))
            if turn < len(self.stages):  # the first round speaks about the input; the others only confirm
                if doubts := [*findings.suggestions, *doubtful]:
                    suggestions += ledger.to_source(doubts)
                measures.update(findings.measures)
            if edits or turn < len(self.stages):
                _add(metadata, findings)
            ledger.apply(edits)
            settled = 0 if edits else settled + 1
            if settled >= len(self.stages):
                break
        else:
            if self.stages:
                note = "the stages did not settle on this document; it was left as it came"
                return Repair(text, text, diagnosis=Diagnosis(notes=(note,)))
        return self._result(ledger, suggestions, measures, metadata)

    def _decide(self, edits: Sequence[Edit]) -> tuple[list[Edit], list[Suggestion]]:
        """Part the edits that are sure enough from those that are only suggested."""
        threshold = self.config.min_confidence
        sure = [edit for edit in edits if edit.confidence >= threshold]
        if len(sure) == len(edits):
            return sure, []
        reason = f"confidence below {threshold:g}"
        return sure, [Suggestion.of(edit, reason) for edit in edits if SUGGESTED <= edit.confidence < threshold]

    def _result(
        self,
        ledger: Ledger,
        suggestions: list[Suggestion],
        measures: dict[str, Any],
        metadata: dict[str, list[str]],
    ) -> Repair:
        edits = ledger.edits()
        text = ledger.text
        suggestions = _open(suggestions, edits)
        if not self.config.apply:
            suggestions += [Suggestion.of(edit, "this configuration only suggests") for edit in edits]
            edits, text = (), ledger.source
        suggestions.sort(key=lambda suggestion: (suggestion.start, suggestion.end))
        counts = Counter([edit.category for edit in edits] + [suggestion.category for suggestion in suggestions])
        diagnosis = replace(Diagnosis(found=dict(sorted(counts.items()))), **measures)
        return Repair(
            ledger.source,
            text,
            edits,
            tuple(suggestions),
            diagnosis,
            {key: tuple(values) for key, values in sorted(metadata.items())},
        )

    def pipe(self, documents: Iterable[str], *, workers: int = 1, batch_size: int = 64) -> Iterator[Repair]:
        """Repair a stream of documents; the results come in the order of the documents.

        Args:
            documents: the texts; they are taken as they are needed, a few batches ahead of the results.
            workers: processes to use; 1 works in this one.
            batch_size: documents handed to a process at once. Neither number changes the result.

        Returns:
            An iterator over the repairs. Where a document or the stream raises an error, so does the iterator, after
            the results of all documents before it.

        Raises:
            TypeError: `documents` is one string.
            ValueError: a number is below 1.

        >>> [repair.text for repair in Pipeline().pipe(["The  end.", "Fine."])]
        ['The end.', 'Fine.']
        """
        if isinstance(documents, str):
            raise TypeError("expected several documents, not one string; put it into a list")
        if workers < 1 or batch_size < 1:
            raise ValueError(f"workers ({workers}) and batch_size ({batch_size}) must be at least 1")
        return map(self, documents) if workers == 1 else self._spread(documents, workers, batch_size)

    def _spread(self, documents: Iterable[str], workers: int, batch_size: int) -> Iterator[Repair]:
        source = _Source(documents)
        pool = ProcessPoolExecutor(workers)
        try:
            waiting: deque[Future[tuple[list[Repair], Exception | None]]] = deque()
            while True:
                while len(waiting) < 2 * workers and (batch := source.take(batch_size)):
                    waiting.append(pool.submit(self._batch, batch))
                if not waiting:
                    break
                repairs, error = waiting.popleft().result()
                yield from repairs
                if error is not None:
                    raise error
            if source.error is not None:
                raise source.error
        finally:
            pool.shutdown(cancel_futures=True)

    def _batch(self, documents: list[str]) -> tuple[list[Repair], Exception | None]:
        """Repair some documents; return what was done before an error, and the error."""
        repairs: list[Repair] = []
        try:
            for document in documents:
                repairs.append(self(document))  # noqa: PERF401 (what is done before an error counts)
        except Exception as error:
            return repairs, error
        return repairs, None


class _Source:
    """A stream taken in batches, which keeps the error that ended it until the results before it are out."""

    def __init__(self, documents: Iterable[str]) -> None:
        self.documents = iter(documents)
        self.error: Exception | None = None

    def take(self, size: int) -> list[str]:
        batch: list[str] = []
        if self.error is None:
            try:
                for document in islice(self.documents, size):
                    batch.append(document)  # noqa: PERF402 (what came before an error counts)
            except Exception as error:
                self.error = error
        return batch


def _open(suggestions: list[Suggestion], edits: Sequence[Edit]) -> list[Suggestion]:
    """Return the suggestions, sorted, for places that no edit has touched in the end."""
    suggestions.sort(key=lambda suggestion: (suggestion.start, suggestion.end))
    free = []
    i = 0
    for suggestion in suggestions:
        while i < len(edits) and edits[i].end < suggestion.start:
            i += 1
        touched = any(
            (edit.start < suggestion.end and suggestion.start < edit.end) or edit.start == suggestion.start
            for edit in edits[i : i + 1]
        )
        if not touched:
            free.append(suggestion)
    return free


def _add(metadata: dict[str, list[str]], findings: Findings) -> None:
    for key, values in findings.metadata.items():
        known = metadata.setdefault(key, [])
        known += [value for value in values if value not in known]


def repair(text: str, config: RepairConfig | str | None = None) -> Repair:
    """Repair a document and account for every change.

    Args:
        text: the document.
        config: a configuration, the name of a preset (``safe``, ``thorough``, ...), or nothing for ``safe``.

    Raises:
        TypeError: `text` is not a string.
        ConfigError: there is no such preset.

    >>> result = repair("The  end.")
    >>> result.text, result.edits[0].rule
    ('The end.', 'spacing.blanks')
    """
    return Pipeline(config)(text)


def repair_text(text: str, config: RepairConfig | str | None = None) -> str:
    """Repair a document and return its text; see `repair`.

    >>> repair_text("The  end.")
    'The end.'
    """
    return Pipeline(config)(text).text


def detect(text: str, config: RepairConfig | str | None = None) -> Diagnosis:
    """Say what is wrong with a document, as numbers; see `repair` for the arguments.

    >>> detect("A plain sentence.").clean
    True
    """
    return Pipeline(config)(text).diagnosis
