"""Entry: how many found firms, and when."""

import math
from typing import Any

import numpy as np
import pytest
from workbench import Bench

from model import luck
from model.jit import entry_point
from model.parameters import BASELINE
from model.processes import entry, industries
from model.state import INDUSTRY_COUNT


@entry_point
def count_entrants(world: Any, p: Any, keys: Any, counts: Any, draws: Any) -> None:
    """Potential entrants of every industry in one quarter of each of these worlds."""
    w = world[0]
    for n in range(len(keys)):
        w.clock.key = keys[n]
        industries.open_industries(w, p[0])
        for k in range(INDUSTRY_COUNT):
            w.industries[k].entrants = 0
            draws[n, k] = luck.uniform(w.industries[k].key, luck.ENTRANTS, w.clock.quarter)
        entry.enter_firms(w, p[0])
        for k in range(INDUSTRY_COUNT):
            counts[n, k] = w.industries[k].entrants
        w.clock.firms = 0
        w.clock.active = 0
        w.clock.ghosts = 0


def poisson(u: Any, mean: float) -> Any:
    """The smallest whole number whose cumulated chance reaches u."""
    chances = [math.exp(-mean)]
    for n in range(1, 40):
        chances.append(chances[-1] * mean / n)
    return np.searchsorted(np.cumsum(chances), u)


@pytest.mark.parametrize("age", [0, 8, 16, 32, 60])
def test_potential_entrants_are_poisson_and_ramp_up(age: int) -> None:
    opened = {f"industries.{name}.opening_year": 0 for name in type(BASELINE.industries).model_fields}
    bench = Bench({**opened, "entry.entry_log_odds": -5.0, "industries.quantum_information.entry_weight": 3.0},
                  quarter=age)
    keys = np.random.default_rng(3).integers(1, 2**62, 1500).astype(np.uint64)
    counts, draws = np.empty((len(keys), INDUSTRY_COUNT)), np.empty((len(keys), INDUSTRY_COUNT))
    count_entrants(bench.world, bench.p, keys, counts, draws)
    grown = min(1.0, 0.35 + 0.65 * age / 32)
    for k in range(INDUSTRY_COUNT):
        mean = grown * 44 / 4 * (3 if k == 4 else 1) / 8
        assert (counts[:, k] == poisson(draws[:, k], mean)).all()
        error = math.sqrt(mean / len(keys))
        assert abs(counts[:, k].mean() - mean) < 4 * error
        assert abs(counts[:, k].var() - mean) < 4 * mean * math.sqrt((2 + 1 / mean) / len(keys))


def test_nobody_enters_before_the_opening_or_after_the_horizon() -> None:
    for opening, quarter in ((5, 19), (0, 80)):
        opened = {f"industries.{name}.opening_year": opening for name in type(BASELINE.industries).model_fields}
        bench = Bench(opened, quarter=quarter)
        counts, draws = np.empty((50, INDUSTRY_COUNT)), np.empty((50, INDUSTRY_COUNT))
        count_entrants(bench.world, bench.p, np.arange(1, 51, dtype=np.uint64), counts, draws)
        assert counts.sum() == 0
