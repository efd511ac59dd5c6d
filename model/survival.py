"""Survival curves of firms from life tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from model.comparison import Z95
from model.record import QUARTERS_PER_YEAR

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, eq=False)
class Survival:
    """Share of firms that live on after each age, with its 95 % interval; NaN where no firm was seen."""

    alive: Array
    low: Array
    high: Array


def survival(at_risk: Array, died: Array) -> Survival:
    """Kaplan-Meier curve over all worlds of firms at risk and deaths [replication, age]. Rule 82.

    Firms that left, and those alive at the end of the run, count as long as they were seen. The
    interval is a jackknife over worlds, each left out in turn: firms of one world share its market
    and its money, so that they are not as many cases as they are firms.
    """
    risks, deaths = np.asarray(at_risk, np.float64), np.asarray(died, np.float64)
    alive = _product(risks.sum(0), deaths.sum(0))
    without = _product(risks.sum(0) - risks, deaths.sum(0) - deaths)
    worlds = len(risks)
    error = np.full_like(alive, np.nan)
    if worlds > 1:
        error = np.sqrt((worlds - 1) * without.var(0))
    return Survival(alive, np.maximum(0.0, alive - Z95 * error), np.minimum(1.0, alive + Z95 * error))


def alive_by_world(at_risk: Array, died: Array, age: int) -> Array:
    """The share alive after an age, with the part that each world has in its error [replication].

    The mean is that of all worlds together, the spread that of the same jackknife: differences
    between scenarios can be taken world by world.
    """
    risks = np.asarray(at_risk, np.float64)[:, : age + 1]
    deaths = np.asarray(died, np.float64)[:, : age + 1]
    alive = _product(risks.sum(0), deaths.sum(0))[-1]
    without = _product(risks.sum(0) - risks, deaths.sum(0) - deaths)[:, -1]
    return np.asarray(alive + (len(risks) - 1) * (without.mean() - without))


def _product(at_risk: Array, died: Array) -> Array:
    """Product over ages of the share that lives on; NaN from the age that nobody reached."""
    shares = np.divide(died, at_risk, out=np.full_like(died, np.nan), where=at_risk > 0)
    return np.asarray(np.cumprod(1.0 - shares, axis=-1))


def by_year(flows: Array) -> Array:
    """Flows by age in quarters [..., age] as flows by age in years; the last year may be a part."""
    values = np.asarray(flows)
    missing = -values.shape[-1] % QUARTERS_PER_YEAR
    padded = np.concatenate([values, np.zeros((*values.shape[:-1], missing))], axis=-1)
    return np.asarray(padded.reshape(*values.shape[:-1], -1, QUARTERS_PER_YEAR).sum(-1))
