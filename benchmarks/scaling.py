"""How time grows with length: each stage on texts made of one piece over and over, at two lengths."""

from __future__ import annotations

import time

from rich.console import Console
from rich.table import Table

from textrepair.config import preset
from textrepair.pipeline import STAGES, Pipeline
from textrepair.stages.base import Context

SIZES = (50_000, 400_000)
PIECES = (
    "{", "{a|", "&", "&amp;", "<a ", "Ã", "Ã©", "â€™", "\x1b[", "\x85", "e\u0301", "\ud800", " ", "\t", "\n", " \n",
    "\r", "\u00a0", "\u200b", "\u00ad", " ,", "a  ", "a-\n", ". ", '"', "“", "”", "“a", "a,” he said ", "‘", "a",
    "a-", "A", "İ", "president ", "secretary of state ", "x. the ", "world health organization ", "Advertisement\n",
    "By Jane Doe\n", "Photo: AP\n", "mentioned ", "within the ", "however, officers mentioned extra. ",
)  # fmt: skip


def seconds(run: object, text: str) -> float:
    begun = time.process_time()
    run(text)  # type: ignore[operator]
    return time.process_time() - begun


def main() -> None:
    config = preset("thorough")
    context = Context(config)
    runs = {stage.name: (lambda text, s=stage: s.fix(text, s.detect(text, context))) for stage in STAGES}
    runs["pipeline"] = Pipeline(config)
    for run in runs.values():
        run("A first run loads the dictionaries.")
    table = Table("piece", *runs, title=f"time for {SIZES[1]:,} code points over time for {SIZES[0]:,} (linear: 8)")
    for piece in PIECES:
        row = []
        for run in runs.values():
            short, long = (seconds(run, piece * (size // len(piece))) for size in SIZES)
            row.append(f"{long / short:.0f}" if short > 0.003 else f"<{long * 1000:.0f} ms>")
        table.add_row(repr(piece), *row)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
