"""Tables of results: on the terminal, as Markdown, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from textrepair.edits import Edit

Cell = str | int | float | bool | None
_WIDE = 400  # columns of a Markdown file: no cell is cut or wrapped


@dataclass(slots=True)
class Sheet:
    """A table.

    Attributes:
        title: what it shows.
        columns: the headings; the first column holds names.
        rows: the cells. A share is a float and is shown with three decimals, a check is a bool.
        note: a sentence below the table.
        private: it quotes documents that are not ours to pass on: it is printed and never written to a file.
    """

    title: str
    columns: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)
    note: str = ""
    private: bool = False


@dataclass(slots=True)
class Outcome:
    """Tables, and measures by section and name."""

    sheets: list[Sheet] = field(default_factory=list)
    measures: dict[str, dict[str, float]] = field(default_factory=dict)

    def put(self, section: str, name: str, value: float) -> None:
        """Record a measure: more is better."""
        self.measures.setdefault(section, {})[name] = float(value)

    def add(self, other: Outcome) -> None:
        """Take in another outcome."""
        self.sheets += other.sheets
        for section, values in other.measures.items():
            self.measures.setdefault(section, {}).update(values)


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "NO"
        case float():
            return f"{value:.3f}"
        case _:
            return str(value)


def _table(sheet: Sheet, style: box.Box) -> Table:
    # Text objects: what a document says is not markup.
    table = Table(box=style, title=Text(sheet.title, style="bold"), title_justify="left", caption_justify="left")
    if sheet.note:
        table.caption = Text(sheet.note)
    for number, column in enumerate(sheet.columns):
        words = any(isinstance(row[number], str) for row in sheet.rows)
        table.add_column(
            column, justify="left" if words else "right", overflow="fold", no_wrap=number == 0 and not sheet.private
        )
    for row in sheet.rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    return table


def in_context(text: str, edit: Edit) -> str:
    """Return an edit with a little of the text around it, on one line."""
    left, right = text[max(0, edit.start - 30) : edit.start], text[edit.end : edit.end + 30]
    shown = f"{left}⟦{edit.before[:80]}→{edit.after[:80]}⟧{right}"
    return shown.replace("\n", "⏎").encode("utf-8", "backslashreplace").decode("utf-8")


def show(sheets: Sequence[Sheet], console: Console) -> None:
    """Print tables."""
    for sheet in sheets:
        console.print(_table(sheet, box.SIMPLE_HEAD))


def write(path: Path, title: str, sheets: Sequence[Sheet], measured: dict[str, dict[str, float]]) -> None:
    """Write the tables (save private ones) as Markdown (``.md``), or with all measures as JSON (``.json``).

    Raises:
        ValueError: the file has another ending.
    """
    public = [sheet for sheet in sheets if not sheet.private]
    if path.suffix == ".json":
        data: dict[str, Any] = {
            "title": title,
            "measures": measured,
            "tables": [
                {"title": s.title, "columns": list(s.columns), "rows": [list(row) for row in s.rows], "note": s.note}
                for s in public
            ],
        }
        path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    elif path.suffix == ".md":
        path.write_text(_markdown(title, public), encoding="utf-8")
    else:
        raise ValueError(f"{path}: a report ends in .md or .json")


def _markdown(title: str, sheets: Sequence[Sheet]) -> str:
    console = Console(width=_WIDE, color_system=None)
    with console.capture() as capture:
        console.print(f"# {title}\n", markup=False)
        for sheet in sheets:
            console.print(f"## {sheet.title}\n", markup=False)
            table = _table(sheet, box.MARKDOWN)
            table.title = table.caption = None
            console.print(table)
            if sheet.note:
                console.print(f"{sheet.note}\n", markup=False)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    return "\n".join(lines).strip() + "\n"
