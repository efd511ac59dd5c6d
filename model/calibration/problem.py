"""What the fit moves and what it aims at.

Parameters move within their plausible ranges. Those of `SHARED` have one value in all worlds: they say
what firms, tests and rounds are. Those of `OWN` belong to one world. Inputs of the evidence and levers
never move, and figures that validate the model are out of reach here: a test holds the two sets apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from model.evidence.card import statistics_of
from model.evidence.figures import Figure, Use, figures
from model.evidence.worlds import CALIBRATED, world_of
from model.parameters import PARAMETERS, Parameters, replaced, value_at
from model.record import QUARTERS_PER_YEAR

SHARED = (
    "firms.quality_sd", "firms.prototype_test_log_odds", "firms.pilot_test_log_odds", "firms.dead_end_share",
    "firms.prototype_work_years", "firms.pilot_work_years", "firms.scale_work_years",
    "firms.growth_drift_per_year", "firms.revenue_sd_per_year", "rounds.selection_noise_sd",
    "rounds.a_ticket_myuan", "rounds.b_ticket_myuan", "rounds.c_ticket_myuan",
    "market.outside_deal_share", "exits.revenue_multiple",
)
OWN = {
    "us": ("investors.social_inflow_myuan_per_year", "investors.commitment_share", "exits.bid_hazard_per_year",
           "exits.listing_revenue_myuan_per_year"),
    "china": ("exits.listing_revenue_myuan_per_year", "redemption.trigger_years", "redemption.cash_share"),
}
# how far a figure's miss counts: beyond this many widths ever less, since figures contradict
SOFTNESS = 1.0
# by how many widths an undefined moment misses
FAR = 20.0
DIGITS = 3
# runs of which the error of each moment is learnt
REPEATS = 6


@dataclass(frozen=True)
class Free:
    """A parameter that moves: in one world, or in all of them where `world` is empty."""

    path: str
    world: str = ""

    @property
    def range(self) -> tuple[float, float]:
        """Its plausible range."""
        return PARAMETERS[self.path].slider_low, PARAMETERS[self.path].slider_high

    def value(self, place: float) -> float:
        """The value at a place between 0 and 1 in the plausible range: in whole quarters where the model
        counts in them, else with three digits."""
        low, high = self.range
        value = low + place * (high - low)
        if self.path.endswith("_years"):
            return round(value * QUARTERS_PER_YEAR) / QUARTERS_PER_YEAR
        return float(PARAMETERS[self.path].kind(float(f"{value:.{DIGITS}g}")))

    @property
    def name(self) -> str:
        """The path, with the world if it has one."""
        return f"{self.path} ({self.world})" if self.world else self.path


FREE = (*map(Free, SHARED), *(Free(path, world) for world, paths in OWN.items() for path in paths))
Values = dict[Free, float]


def targets() -> dict[str, Figure]:
    """The figures that the fit aims at."""
    return {name: each for name, each in figures().items() if each.use is Use.TARGET}


@dataclass(frozen=True)
class Problem:
    """A fit: what moves, from where, on which luck, and the figures aimed at.

    `aims` are by name the middle of each figure's range and its width, which is half of that range and the
    error of a moment at this number of worlds together; `base` are the worlds before the fit.
    """

    free: tuple[Free, ...]
    aims: Mapping[str, tuple[float, float]]
    base: Mapping[str, Parameters]
    worlds: int
    seed: int
    threads: int = 2

    @classmethod
    def usual(cls, worlds: int, seed: int, threads: int = 2) -> Problem:
        """All free parameters and all targets, from the shipped worlds."""
        aims = {name: ((low + high) / 2, (high - low) / 2)
                for name, (low, high) in ((name, figure.range) for name, figure in targets().items())}
        return cls(FREE, aims, {name: world_of(name) for name in CALIBRATED}, worlds, seed,
                   threads).with_errors()

    def with_errors(self) -> Problem:
        """The same fit with the error of each moment, as runs on other luck show it, added to its width."""
        runs = [self.moments(self.start(), first=k * self.worlds) for k in range(REPEATS)]
        errors = np.nan_to_num(np.std(runs, axis=0, ddof=1))
        aims = {name: (middle, math.hypot(half, float(error)))
                for (name, (middle, half)), error in zip(self.aims.items(), errors, strict=True)}
        return replace(self, aims=aims)

    def start(self) -> Any:
        """Where the shipped worlds stand, as places between 0 and 1 in each plausible range."""
        return np.array([self._place(each) for each in self.free])

    def _place(self, each: Free) -> float:
        low, high = each.range
        value = float(value_at(self.base[each.world or CALIBRATED[0]], each.path))
        return min(1.0, max(0.0, (value - low) / (high - low)))

    def values(self, places: Any) -> Values:
        """Parameters at these places."""
        return {each: each.value(float(place)) for each, place in zip(self.free, places, strict=True)}

    def parameters(self, places: Any) -> dict[str, Parameters]:
        """Each world with these values."""
        values = self.values(places)
        return {
            world: replaced(given, {"settings.seed": self.seed} | {
                each.path: value for each, value in values.items() if each.world in ("", world)})
            for world, given in self.base.items()}

    def moments(self, places: Any, first: int = 0) -> Any:
        """Simulated values of the figures aimed at, in their order; the same luck for all places."""
        found: dict[str, float] = {}
        for world, given in self.parameters(places).items():
            found |= statistics_of(world, given, first, self.worlds, self.threads)
        return np.array([found[name] for name in self.aims])

    def misses(self, moments: Any) -> Any:
        """Distances from the middles of the ranges, in widths; an undefined moment misses by far."""
        middle, half = np.array(list(self.aims.values())).T
        return np.nan_to_num((moments - middle) / half, nan=FAR)

    def loss(self, places: Any) -> float:
        """What the search makes small: misses squared, growing ever less beyond the softness."""
        misses = self.misses(self.moments(places)) / SOFTNESS
        return float(np.log1p(misses**2).sum())
