"""Which figures pin down which parameters, and which parameters nothing pins down.

Around the fit a moment moves in straight lines. What the figures say of a parameter is then a spread
that can be held against the one of its plausible range, as in a linear regression with a flat prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from model.calibration.problem import SOFTNESS, Free, Problem
from model.comparison import Z95

STEP = 0.1
"""How far each parameter is moved to either side, as a part of its plausible range."""
KNOWN_SHARE = 0.5
"""A parameter is identified if the figures leave at most this part of the spread of its plausible range."""
FLAT_SD = float(1 / np.sqrt(12))
FIGURES_NAMED = 3


@dataclass(frozen=True)
class Identified:
    """What the figures say of a parameter: its 95 % interval, the part of the plausible spread that is left,
    and the figures that move most with it."""

    free: Free
    value: float
    low: float
    high: float
    left: float
    figures: tuple[str, ...]

    @property
    def is_identified(self) -> bool:
        """Do the figures say clearly more than the plausible range?"""
        return self.left <= KNOWN_SHARE


def slopes(problem: Problem, places: Any) -> Any:
    """How much each moment moves, in its width, over a parameter's whole plausible range [figure, parameter]."""
    columns = []
    for k in range(len(places)):
        low, high = np.array(places, float), np.array(places, float)
        low[k], high[k] = max(0.0, places[k] - STEP), min(1.0, places[k] + STEP)
        change = problem.misses(problem.moments(high)) - problem.misses(problem.moments(low))
        columns.append(change / (high[k] - low[k]))
    return np.stack(columns, axis=1)


def waste() -> float:
    """How much wider than under squares the variance of an estimate is under the soft loss, for normal errors.

    The asymptotic variance of an M-estimator, `E ψ² / (E ψ')²` (Huber 1964), with ψ the slope of the loss.
    """
    z = np.linspace(-8, 8, 4001)
    weight = np.exp(-z * z / 2) / np.exp(-z * z / 2).sum()
    soft = (z / SOFTNESS) ** 2
    slope = 2 * z / (1 + soft)
    curve = 2 * (1 - soft) / (1 + soft) ** 2
    return float((weight * slope**2).sum() / (weight * curve).sum() ** 2)


def identified(problem: Problem, places: Any) -> list[Identified]:
    """What the figures say of each free parameter at the fit."""
    moved = slopes(problem, places)
    told = moved.T @ moved / waste()
    spread = np.sqrt(np.diag(np.linalg.inv(told + np.eye(len(places)) / FLAT_SD**2)))
    names = list(problem.aims)
    found = []
    for k, (free, value) in enumerate(problem.values(places).items()):
        low, high = free.range
        half = Z95 * float(spread[k]) * (high - low)
        most = np.argsort(-np.abs(moved[:, k]))[:FIGURES_NAMED]
        found.append(Identified(
            free, value, max(low, value - half), min(high, value + half), float(spread[k]) / FLAT_SD,
            tuple(names[n] for n in most if abs(moved[n, k]) >= 1)))
    return found
