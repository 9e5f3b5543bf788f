"""The check of a dictionary file: its format, its content, and that its examples do what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from textrepair import dictionary as dictionaries
from textrepair.config import RepairConfig
from textrepair.dictionary import Dictionary, DictionaryError
from textrepair.pipeline import Pipeline
from textrepair.stages.boilerplate.lines import normalise
from textrepair.stages.boilerplate.triggers import read_triggers

# The page around the example of a line: plain sentences, enough of them that the line is a small part of the page.
_OPENING = """The council met on Tuesday to hear what the new bridge would cost and when it could open to traffic.

Engineers said the two piers in the river had been finished ahead of time, and that the deck would follow in spring."""
_CLOSING = """Shop owners on the north bank told the council that they had lost a third of their customers since May.

The mayor answered that a ferry would run every ten minutes until the bridge was open, and that it would be free."""


def check_dictionary(path: str | Path) -> list[str]:
    """Return one sentence for each thing that is wrong with a dictionary, naming file, line and remedy.

    Next to what `textrepair.dictionary.problems` checks, every row's ``example`` is tried: that of a line must be put
    into the row's class when it stands in a page, and that of a name, title or replacement, a sentence, must come out
    with the second cell of the row where it has the first one, or had it before it was mended.

    Args:
        path: the file.

    Returns:
        The problems in the order of the lines; empty if there are none.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", error)
        return [f"{path}: cannot be read ({reason}); check the path"]
    dictionary, found = dictionaries.scan(data, str(path))
    if dictionary is None:
        return found
    found += dictionaries.problems(dictionary)
    if dictionary.kind == "lines":
        found += _triggers(dictionary)
    if found:  # a broken dictionary is not put to use: the examples would only repeat what was said
        return sorted(found, key=lambda problem: _line_of(problem, str(path)))
    try:
        return list(_examples(dictionary))
    except DictionaryError as error:
        return [str(error)]


def _line_of(problem: str, path: str) -> int:
    return int(problem.removeprefix(f"{path}:").partition(":")[0])


def _triggers(dictionary: Dictionary) -> Iterator[str]:
    """Say which rows have a class, a way of comparing or a wording of which no line will ever be."""
    for number, row in enumerate(dictionary.rows, dictionary.first_line):
        if len(row) != len(dictionary.columns):
            continue
        try:
            read_triggers(replace(dictionary, rows=(row,), first_line=number))
        except DictionaryError as error:
            yield str(error)
        form = normalise(f"x {row[0]} x")[2:-2]  # marks at the ends of a line are not compared; of a trigger they are
        if form != row[0].lower():
            yield f"{dictionary.path}:{number}: a line is compared as {form!r}; write the trigger so"


def _examples(dictionary: Dictionary) -> Iterator[str]:
    if "example" not in dictionary.columns:
        return
    users = () if _shipped(dictionary.path) else (dictionary.path,)
    # Every change is made, however unsure: the question is whether the row is understood, not whether it is certain.
    config = RepairConfig(min_confidence=0, dictionaries=users, language=dictionary.language)
    rows = zip(dictionary.rows, dictionary.column("example"), strict=True)
    for number, (row, example) in enumerate(rows, dictionary.first_line):
        if not example:
            continue
        if dictionary.kind == "lines":
            problem = _line(row, example, config)
        elif dictionaries.KINDS[dictionary.kind].applied:
            problem = _applied(dictionary.kind, row, example, config)
        else:
            continue
        if problem:
            yield f"{dictionary.path}:{number}: {problem}"


def _shipped(path: str) -> bool:
    ours = dictionaries.folder() / Path(path).name
    return isinstance(ours, Path) and ours.resolve() == Path(path).resolve()


def _line(row: tuple[str, ...], example: str, config: RepairConfig) -> str:
    trigger, line_class = row[:2]
    rule = f"boilerplate.{line_class}"
    pipeline = _pipeline(config, "boilerplate")
    # Some lines only stand at the top of a page, some only at its end.
    for page in (
        (_OPENING, example, _CLOSING),
        (_OPENING, _CLOSING, example),
        (example, _OPENING, _CLOSING),
    ):
        text = "\n\n".join(page)
        repair = pipeline(text)
        start = text.index(example)
        end = start + len(example)
        steps = [(edit.start, edit.end, edit.rules) for edit in repair.edits]
        steps += [(suggestion.start, suggestion.end, (suggestion.rule,)) for suggestion in repair.suggestions]
        if any(rule in rules and left < end and right > start for left, right, rules in steps):
            return ""
    return f"the example of {trigger!r} is not put into class {line_class!r}; mend the example, the match or the class"


def _applied(kind: str, row: tuple[str, ...], example: str, config: RepairConfig) -> str:
    before, after = row[:2]
    # The damaged form is looked for without case: "National security council" is damaged too.
    form = re.search(re.escape(before), example, re.IGNORECASE)
    if after in example:
        right, damaged = example, example.replace(after, before, 1)
    elif form:
        right, damaged = f"{example[: form.start()]}{after}{example[form.end() :]}", example
    else:
        return f"the example must contain {after!r}; add it"
    pipeline = _pipeline(config, "casing" if kind in ("institutions", "titles") else None)
    # Some rows want evidence: that the document writes the name in the right way elsewhere.
    wanted = right.count(after)
    if pipeline(damaged).text.count(after) >= wanted:
        return ""
    if pipeline(f"{right}\n\n{_OPENING}\n\n{damaged}").text.count(after) >= 2 * wanted:
        return ""
    return f"{before!r} in the example is not mended to {after!r}; mend the example or the row"


def _pipeline(config: RepairConfig, stage: str | None) -> Pipeline:
    return Pipeline(replace(config, stages=(stage,)) if stage else config)
