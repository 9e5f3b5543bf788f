"""The commands: `python -m benchmarks quality` and `python -m benchmarks speed`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import data, gate, quality, report, speed

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

# The floors of the section `corpora` hold for this number of documents of each corpus.
DEFAULT_LIMIT = 400
NARROWEST = 160  # tables need room; a pipe has no width of its own

Shared = Annotated[
    Path | None, typer.Option(help="Folder of evaluation data; by default `shared` beside the project, if it is there.")
]
SeedsOnly = Annotated[bool, typer.Option("--seeds-only", help="Use the samples of the project only.")]


def _shared(given: Path | None, seeds_only: bool) -> Path | None:
    try:
        return None if seeds_only else data.find_shared(given)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--shared") from None


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=max(NARROWEST, console.width))


@app.command("quality")
def quality_command(
    floors: Annotated[bool, typer.Option("--floors", help="Exit with 1 if a measure is below its floor.")] = False,
    update_floors: Annotated[
        bool,
        typer.Option("--update-floors", help="Raise the floors to what is measured."),
    ] = False,
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="With --update-floors: lower and drop floors, too.")
    ] = False,
    shared: Shared = None,
    seeds_only: SeedsOnly = False,
    limit: Annotated[int, typer.Option(min=0, help="Documents of each corpus; 0 for all.")] = DEFAULT_LIMIT,
    write_to: Annotated[
        Path | None, typer.Option("--report", help="Also write the tables here (.md or .json), without quotations.")
    ] = None,
) -> None:
    """Measure how good the repairs are."""
    if allow_regression and not update_floors:
        raise typer.BadParameter("goes with --update-floors", param_hint="--allow-regression")
    if write_to is not None and write_to.suffix not in (".md", ".json"):
        raise typer.BadParameter(f"{write_to}: a report ends in .md or .json", param_hint="--report")
    console = _console()
    folder = _shared(shared, seeds_only)
    with Console(stderr=True).status("quality") as status:
        outcome = quality.measure(folder, limit, lambda what: status.update(f"quality: {what}"))
    report.show(outcome.sheets, console)
    if write_to is not None:
        report.write(write_to, "Quality of the repairs", outcome.sheets, outcome.measures)
    compared = dict(outcome.measures)
    if limit != DEFAULT_LIMIT:
        compared.pop("corpora", None)
    fallen: list[gate.Fall] = []
    if update_floors:
        new, fallen = gate.updated(gate.read(gate.FLOORS), compared, allow_regression=allow_regression)
        gate.write(new, gate.FLOORS)
        console.print(f"Floors written: {', '.join(compared)}.")
    elif floors:
        fallen = gate.falls(gate.read(gate.FLOORS), compared)
    left_out = [section for section in gate.SECTIONS if section not in compared]
    if (floors or update_floors) and left_out:
        console.print(f"Floors not compared here: {', '.join(left_out)}.")
    for fall in fallen:
        console.print(f"BELOW ITS FLOOR {fall}", style="bold red", markup=False, soft_wrap=True)
    if fallen:
        raise typer.Exit(1)
    if floors:
        console.print("No measure is below its floor.")


@app.command("speed")
def speed_command(
    shared: Shared = None,
    seeds_only: SeedsOnly = False,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; the medians are shown.")] = 5,
    size: Annotated[int, typer.Option(min=1, help="Size of the documents of each kind together, in kB.")] = 100,
) -> None:
    """Measure how fast the repairs are, beside ftfy on the same documents."""
    folder = _shared(shared, seeds_only)
    with Console(stderr=True).status("speed") as status:
        sheets = speed.measure(folder, rounds, size * 1000, lambda what: status.update(f"speed: {what}"))
    report.show(sheets, _console())


if __name__ == "__main__":
    app(prog_name="python -m benchmarks")
