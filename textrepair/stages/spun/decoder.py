"""The decoder: a lattice of what each phrase may have been, scored by channel and context.

P(original | spun) ∝ P(spun | original, table) · P(original in its context). The paths through the lattice of one
sentence are summed by the forward–backward algorithm over states of two preceding forms; the posterior of a reading is
its confidence. Whether a document uses a pair at all ("mentioned" for "said") is inferred from all its occurrences
together.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textrepair.frequency import context_model
from textrepair.ngrams import START, sentences
from textrepair.stages.spun.table import KEPT_UNKNOWN, Reading, Table, key
from textrepair.text import Token, lm_words, shouted, tokens

State = tuple[str, ...]

CONTEXT_WEIGHT = 0.8  # the context model is surer of itself than it has reason to be
NEGLIGIBLE = 0.02  # posterior below which other ways to the same words are not looked for
LONGEST = 256  # tokens; a longer sentence is decoded in parts
BEAM = 48  # states kept at a position
# The document's own choice: how much one untouched original speaks against a pair, and the bounds of what all places
# together may say.
UNTOUCHED = 1.2
POOL_LIMITS = (-5.0, 1.5)
RATE_PRIOR = 5.0  # places with the mean rate that a document starts with


@dataclass(frozen=True, slots=True, eq=False)  # each is itself: sums are kept by arc, and hashing fields takes time
class Arc:
    """A way through part of a sentence: tokens `start` to `end` (exclusive) as the forms `forms`."""

    start: int
    end: int
    forms: tuple[str, ...]
    score: float
    reading: Reading | None = None
    suffix: str = ""


@dataclass(slots=True)
class Sentence:
    """A stretch of text that is decoded alone: its tokens, the arcs that begin at each of them, and its first word."""

    tokens: list[Token]
    arcs: list[list[Arc]]
    first_word: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A reading that the decoder would put in: place in code points of the text, and its posterior."""

    start: int
    end: int
    reading: Reading
    suffix: str
    posterior: float
    sentence_start: bool


def sentences_of(text: str, table: Table, skip: Sequence[tuple[int, int]] = ()) -> Iterator[Sentence]:
    """Yield the lattice of each sentence of a text; tokens inside `skip` (spans, sorted, disjoint) stay as they are."""
    ends = [end for _, end in skip]

    def skipped(token: Token) -> bool:
        i = bisect_right(ends, token.start)
        return i < len(skip) and skip[i][0] < token.end

    offset = 0
    for raw in text.split("\n"):
        at = offset + len(raw) - len(raw.lstrip())
        for sentence in sentences(raw):
            words = [Token(token.start + at, token.end + at, token.text) for token in tokens(sentence)]
            for first in range(0, len(words), LONGEST):
                part = words[first : first + LONGEST]
                first_word = -1 if first else next((i for i, token in enumerate(part) if token.is_word), -1)
                yield Sentence(part, [_arcs(text, part, i, table, skipped) for i in range(len(part))], first_word)
            at += len(sentence)
        offset += len(raw) + 1


def _arcs(text: str, line: list[Token], i: int, table: Table, skipped: Callable[[Token], bool]) -> list[Arc]:
    token = line[i]
    kept = table.kept.get(key(token.text), math.log(KEPT_UNKNOWN) if token.is_word else 0.0)
    arcs = [Arc(i, i + 1, lm_words(token.text), kept)]
    if token.is_word and not shouted(token.text.removesuffix("’s").removesuffix("'s")) and not skipped(token):
        arcs += _readings(text, line, i, table)
    return arcs


def _readings(text: str, line: list[Token], i: int, table: Table) -> list[Arc]:
    found = []
    for j in range(i + 1, len(line) + 1):
        if j - i > 1 and text[line[j - 2].end : line[j - 1].start] not in (" ", ""):
            break
        phrase = text[line[i].start : line[j - 1].end]
        folded = key(phrase)
        found += [_arc(i, j, reading, "") for reading in table.readings.get(folded, ()) if _fits(phrase, reading)]
        if folded.endswith("'s"):
            possessed = table.readings.get(folded[:-2], ())
            found += [_arc(i, j, reading, phrase[-2:]) for reading in possessed if _fits(phrase, reading)]
        if folded not in table.heads:
            break
    return found


def _fits(phrase: str, reading: Reading) -> bool:
    """Whether the capitals of a phrase allow a reading: a name needs those of the dictionary."""
    if not reading.cased:
        return True
    return all(was == now or not was.isupper() for was, now in zip(reading.spun, phrase, strict=False))


def _arc(i: int, j: int, reading: Reading, suffix: str) -> Arc:
    forms = (*reading.forms, "'s") if suffix else reading.forms
    return Arc(i, j, forms, reading.channel, reading, suffix)


def _advance(state: State, forms: Iterable[str]) -> tuple[State, float]:
    """Return the state behind some forms and the log probability of the forms after the state."""
    model = context_model()
    total = 0.0
    for form in forms:
        total += model.logprob(form, state)
        state = (*state[-1:], form)
    return state, CONTEXT_WEIGHT * total


@dataclass(frozen=True, slots=True)
class Habits:
    """What a document shows of its spinner.

    Attributes:
        rate: share of the originals in the table that this document's spinner replaced.
        pairs: (spun, original) → log odds for the pair from all places of the document together.
    """

    rate: float = 0.8
    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def score(self, arc: Arc) -> float:
        """Log score of an arc, without its context."""
        if arc.reading is None:
            return math.log1p(self.rate * math.expm1(arc.score)) if arc.score else 0.0
        return arc.score + math.log(self.rate) + self.pairs.get((arc.reading.spun, arc.reading.original), 0.0)


def posteriors(line: Sentence, habits: Habits) -> dict[Arc, float]:
    """Return the posterior of every arc of a sentence.

    Args:
        line: the lattice.
        habits: what the document as a whole says of its spinner.

    Forward–backward with a beam of `BEAM` states at a position; exact where no more states arise, which holds for
    sentences of news. Time is linear in the number of tokens.
    """
    size = len(line.tokens)
    forward: list[dict[State, float]] = [{} for _ in range(size + 1)]
    forward[0][(START,)] = 0.0
    steps: list[list[tuple[State, Arc, State, float]]] = [[] for _ in range(size)]
    for i in range(size):
        alive = sorted(forward[i].items(), key=lambda item: (-item[1], item[0]))[:BEAM]
        forward[i] = dict(alive)
        arcs = [(arc, habits.score(arc)) for arc in line.arcs[i]]
        for state, score in alive:
            for arc, own in arcs:
                after, context = _advance(state, arc.forms)
                gained = own + context
                steps[i].append((state, arc, after, gained))
                behind = forward[arc.end]
                behind[after] = _add(behind.get(after), score + gained)
    total = _sum(forward[size].values())
    backward: list[dict[State, float]] = [{} for _ in range(size + 1)]
    backward[size] = dict.fromkeys(forward[size], 0.0)
    mass: dict[Arc, float] = defaultdict(float)
    for i in range(size - 1, -1, -1):
        for state, arc, after, gained in steps[i]:
            rest = backward[arc.end].get(after)
            if rest is None:  # the beam dropped that state
                continue
            backward[i][state] = _add(backward[i].get(state), rest + gained)
            mass[arc] += math.exp(forward[i][state] + gained + rest - total)
    return mass


def _add(one: float | None, two: float) -> float:
    if one is None:
        return two
    low, high = (one, two) if one < two else (two, one)
    return high + math.log1p(math.exp(low - high))


def _sum(values: Iterable[float]) -> float:
    total: float | None = None
    for value in values:
        total = _add(total, value)
    return total if total is not None else 0.0


def decide(text: str, table: Table, skip: Sequence[tuple[int, int]] = ()) -> list[Decision]:
    """Return the most probable readings of a spun text, sorted and disjoint, each with its posterior."""
    # The lattice is built twice rather than kept: a document may be long.
    habits = observe(sentences_of(text, table, skip), table)
    decisions: list[Decision] = []
    for sentence in sentences_of(text, table, skip):
        decisions += _best(sentence, _agreeing(sentence, posteriors(sentence, habits)))
    return decisions


def observe(lattice: Iterable[Sentence], table: Table) -> Habits:
    """Infer the spinner's habits in this document from all places together.

    A spinner's choice is fixed for a document: it writes "mentioned" for every "said" or for none. So each occurrence
    of the spun phrase that reads better as the original speaks for the pair, and each original that still stands in
    the text speaks against it.
    """
    untouched: dict[str, float] = defaultdict(float)
    support: dict[tuple[str, str], float] = defaultdict(float)
    changed = left = 0.0
    for sentence in lattice:
        for arc, value in posteriors(sentence, Habits()).items():
            if arc.reading is not None:
                support[arc.reading.spun, arc.reading.original] -= math.log(max(1e-3, 1.0 - min(1.0, value)))
                changed += value
            else:
                word = key(sentence.tokens[arc.start].text)
                if word in table.kept:
                    untouched[word] += value
                    left += value * -math.expm1(arc.score)
    rate = (changed + RATE_PRIOR) / (changed + left + 2 * RATE_PRIOR)
    low, high = POOL_LIMITS
    pairs = {
        pair: max(low, min(high, math.log1p(value) - UNTOUCHED * untouched.get(key(pair[1]), 0.0)))
        for pair, value in support.items()
    }
    return Habits(rate, pairs)


def _agreeing(line: Sentence, mass: dict[Arc, float]) -> dict[Arc, float]:
    """Add to the posterior of each reading that of other ways to the same words.

    "Nationwide Safety" → "National Security" and "Nationwide Safety Council" → "National Security Council" say the same
    of the first two words; each alone would look unsure. The mass of a path of several arcs is bounded by its rarest
    arc, which is taken for it.
    """
    agreed = dict(mass)
    readings = [arc for arc, value in mass.items() if arc.reading is not None and value > NEGLIGIBLE]
    for arc in readings:
        extra = _ways(line, mass, arc.start, arc, arc.forms, 1.0)
        for other in readings:
            if len(other.forms) > len(arc.forms) and other.end - other.start > arc.end - arc.start:
                starts = other.start == arc.start and other.forms[: len(arc.forms)] == arc.forms
                ends = other.end == arc.end and other.forms[-len(arc.forms) :] == arc.forms
                if starts or ends:
                    extra += mass[other]
        agreed[arc] = min(1.0, mass[arc] + extra)
    return agreed


def _ways(line: Sentence, mass: dict[Arc, float], at: int, arc: Arc, forms: tuple[str, ...], least: float) -> float:
    """Posterior of the paths of several arcs from `at` to the end of an arc that give its forms."""
    if at == arc.end:
        return least if not forms else 0.0
    return sum(
        _ways(line, mass, step.end, arc, forms[len(step.forms) :], min(least, mass.get(step, 0.0)))
        for step in line.arcs[at]
        if step is not arc
        and step.end <= arc.end
        and forms[: len(step.forms)] == step.forms
        and (step.start, step.end) != (arc.start, arc.end)
    )


def _best(line: Sentence, mass: dict[Arc, float]) -> list[Decision]:
    """The path of the highest sum of posteriors (fewest expected errors), without the arcs that keep a token."""
    size = len(line.tokens)
    value = [0.0] * (size + 1)
    choice: list[Arc] = []
    for i in range(size - 1, -1, -1):
        gains = [mass.get(arc, 0.0) * (arc.end - arc.start) + value[arc.end] for arc in line.arcs[i]]
        value[i] = max(gains)
        choice.append(line.arcs[i][gains.index(value[i])])
    choice.reverse()
    decisions = []
    i = 0
    while i < size:
        arc = choice[i]
        if arc.reading is not None:
            start, end = line.tokens[arc.start].start, line.tokens[arc.end - 1].end
            posterior = min(1.0, mass.get(arc, 0.0))
            decisions.append(Decision(start, end, arc.reading, arc.suffix, posterior, arc.start == line.first_word))
        i = arc.end
    return decisions
