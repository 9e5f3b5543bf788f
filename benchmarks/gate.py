"""The floors: what a measure must not fall below.

`floors.json` has three sections. ``seeds`` needs nothing but the project. ``shared`` and ``corpora`` hold measures on
evaluation data that is not part of it, and count only where that data is; ``corpora`` also holds only for the default
number of documents. In every measure more is better, and most are shares of 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path

SECTIONS = ("seeds", "shared", "corpora")
FLOORS = Path(__file__).with_name("floors.json")
_STEP = Decimal("0.001")

Floors = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Fall:
    """A measure below its floor; `value` is None if it was not measured at all."""

    section: str
    name: str
    floor: float
    value: float | None

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.name}: not measured, its floor is {self.floor:g}"
        return f"{self.name}: {self.value:.4f} is below its floor {self.floor:g}"


def round_down(value: float) -> float:
    """Return the value rounded down to three decimals.

    >>> round_down(0.57), round_down(0.99999), round_down(1.0)
    (0.57, 0.999, 1.0)
    """
    return float(Decimal(repr(value)).quantize(_STEP, ROUND_FLOOR))


def read(path: Path) -> Floors:
    """Read a floors file; one that does not exist has no floors.

    Raises:
        ValueError: it has other sections or values; the message names them.
    """
    if not path.exists():
        return {section: {} for section in SECTIONS}
    data = json.loads(path.read_text(encoding="utf-8"))
    if set(data) != set(SECTIONS):
        raise ValueError(f"{path}: has the sections {', '.join(data)}; expected {', '.join(SECTIONS)}")
    for section, floors in data.items():
        for name, floor in floors.items():
            if isinstance(floor, bool) or not isinstance(floor, int | float):
                raise ValueError(f"{path}: {section}: {name} is {floor!r}; expected a number")
    return {section: dict(data[section]) for section in SECTIONS}


def write(floors: Floors, path: Path) -> None:
    """Write a floors file, sorted by name."""
    data = {section: dict(sorted(floors[section].items())) for section in SECTIONS}
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def falls(floors: Floors, measured: Mapping[str, Mapping[str, float]]) -> list[Fall]:
    """Return what is below its floor, or has a floor and was not measured.

    Args:
        floors: section → name → floor.
        measured: section → name → value. A section that is not in it was not run and is not compared.

    >>> falls({"seeds": {"a": 0.9, "b": 1.0}, "shared": {"c": 1.0}, "corpora": {}}, {"seeds": {"a": 0.85, "b": 1.0}})
    [Fall(section='seeds', name='a', floor=0.9, value=0.85)]
    """
    return [
        Fall(section, name, floor, measured[section].get(name))
        for section in SECTIONS
        if section in measured
        for name, floor in floors[section].items()
        if name not in measured[section] or measured[section][name] < floor
    ]


def updated(
    floors: Floors, measured: Mapping[str, Mapping[str, float]], *, allow_regression: bool = False
) -> tuple[Floors, list[Fall]]:
    """Raise floors to the measured values, rounded down.

    Args:
        floors: the floors as they are.
        measured: section → name → value, of the sections that were run.
        allow_regression: also lower floors, and drop those of measures that are gone.

    Returns:
        The new floors, and what stayed below its old floor (nothing if regressions are allowed).
    """
    fallen = [] if allow_regression else falls(floors, measured)
    new = {section: dict(floors[section]) for section in SECTIONS}
    for section, values in measured.items():
        if allow_regression:
            new[section] = {}
        for name, value in values.items():
            new[section][name] = max(round_down(value), new[section].get(name, 0.0))
    return new, fallen
