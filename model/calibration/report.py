"""What a fit says: its values, what the figures say of each, and how far other searches end from it.

The report of the fit that made the defaults is kept beside this file; the command
`python -m model calibrate --format json` makes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from model.calibration.identification import Identified, identified
from model.calibration.problem import Free, Problem
from model.calibration.search import Fit

KEPT = Path(__file__).with_suffix(".json")
DIGITS = 4


@dataclass(frozen=True)
class Search:
    """Where one search ended: its loss, and how far from the best fit, in parts of the plausible ranges.

    `trials` is 0 for values that were taken by hand. `farthest` names the parameter that lies farthest from it, by
    the part `most`; `mean` is that of all.
    """

    loss: float
    trials: int
    farthest: str
    most: float
    mean: float


@dataclass(frozen=True)
class Report:
    """The best fit at so many worlds: what the figures say of each parameter, and all searches."""

    worlds: int
    parameters: tuple[Identified, ...]
    searches: tuple[Search, ...]


def report(problem: Problem, fits: Sequence[Fit], best: Fit) -> Report:
    """Report on the best of these fits, or on the one that is taken for it."""
    return Report(problem.worlds, tuple(identified(problem, best.places)),
                  tuple(_search(problem, fit, best) for fit in fits))


def _search(problem: Problem, fit: Fit, best: Fit) -> Search:
    apart = np.abs(np.asarray(fit.places) - np.asarray(best.places))
    far = int(np.argmax(apart))
    return Search(fit.loss, fit.trials, problem.free[far].name, float(apart[far]), float(apart.mean()))


def as_text(found: Report) -> str:
    """The report as JSON, a line for each parameter; `kept` reads it."""
    lines = [json.dumps({
        "parameter": one.free.path, "world": one.free.world, "value": one.value, "interval": [
            _short(one.low), _short(one.high)], "left": _short(one.left), "identified": one.is_identified,
        "figures": one.figures}) for one in found.parameters]
    searches = [json.dumps({
        "loss": _short(one.loss), "trials": one.trials, "farthest": one.farthest, "most": _short(one.most),
        "mean": _short(one.mean)}) for one in found.searches]
    return (f'{{"worlds": {found.worlds}, "parameters": [\n ' + ",\n ".join(lines)
            + '\n], "searches": [\n ' + ",\n ".join(searches) + "\n]}")


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


@cache
def kept() -> Report:
    """The report of the fit that made the defaults."""
    table = json.loads(KEPT.read_text(encoding="utf-8"))
    return Report(table["worlds"], tuple(map(_parameter, table["parameters"])),
                  tuple(Search(**row) for row in table["searches"]))


def _parameter(row: dict[str, Any]) -> Identified:
    low, high = row["interval"]
    return Identified(Free(row["parameter"], row["world"]), row["value"], low, high, row["left"],
                      tuple(row["figures"]))
