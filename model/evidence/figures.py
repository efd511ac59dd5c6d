"""Published figures: what is known, from whom, and what each is used for."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

KEPT = Path(__file__).with_name("figures.csv")
TOLERANCE = 0.2
"""Part of a value by which a model may miss it where no range is published."""


class Use(StrEnum):
    """What a figure is for."""

    TARGET = "target"
    VALIDATE = "validate"
    INPUT = "input"
    CONTEXT = "context"


@dataclass(frozen=True)
class Figure:
    """A published figure. `low` and `high` are NaN where no spread is published.

    `world` names the world in which the model is held against it; empty for inputs and context.
    `parameters` are the paths that an input informs. `miss` says why the model may lie outside the range.
    """

    name: str
    topic: str
    statistic: str
    value: str
    low: float
    high: float
    unit: str
    definition: str
    source: str
    year: str
    quality: str
    use: Use
    world: str
    parameters: tuple[str, ...]
    caveat: str
    miss: str

    @property
    def number(self) -> float:
        """The value as a number; ValueError where it is none."""
        return float(self.value)

    @property
    def has_spread(self) -> bool:
        """Is a spread published?"""
        return self.low == self.low

    @property
    def range(self) -> tuple[float, float]:
        """Where the model should lie: the published spread, or a fifth to either side of the value."""
        if self.has_spread:
            return self.low, self.high
        return tuple(sorted(self.number * (1 + side * TOLERANCE) for side in (-1, 1)))  # type: ignore[return-value]


def _figure(row: dict[str, str]) -> Figure:
    low, high = (float(row[end]) if row[end] else float("nan") for end in ("low", "high"))
    return Figure(
        row["id"], row["topic"], row["statistic"], row["value"], low, high, row["unit"], row["definition"],
        row["source"], row["year"], row["quality"], Use(row["use"]), row["world"],
        tuple(row["parameters"].split()), row["caveat"], row["miss"])


@cache
def figures() -> dict[str, Figure]:
    """All published figures by name, in the order of the file."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        found = [_figure(row) for row in csv.DictReader(file)]
    return {figure.name: figure for figure in found}


def compared() -> dict[str, Figure]:
    """The figures that the model is held against: targets of the fit, and those that validate it."""
    return {name: each for name, each in figures().items() if each.use in (Use.TARGET, Use.VALIDATE)}
