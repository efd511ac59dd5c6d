"""Small worlds and random inputs that several tests use."""

from __future__ import annotations

import hashlib
import random
from typing import Any

import numpy as np

from model import ensemble
from model.declare import Role
from model.parameters import BASELINE, PARAMETERS, Parameters, contradictions, replaced
from model.results import Result

SHORT: dict[str, Any] = {
    "settings.horizon_years": 10, "settings.opening_history_years": 6, "settings.run_off_years": 3,
    "settings.replications": 1,
}
# so many firms and funds that a world takes a second: they have a test of their own
LARGE = {
    "entry.potential_entrants_count_per_year": 60.0, "funds.angel_count_per_vintage": 4,
    "funds.venture_count_per_vintage": 4, "funds.ma_count_per_vintage": 4,
}


def random_parameters(seed: int, **fixed: Any) -> Parameters:
    """A valid input: some or all parameters anywhere in their valid ranges, contradictions mended."""
    dice = random.Random(seed)
    share = dice.choice((0.03, 0.15, 0.5, 1.0))
    changes: dict[str, Any] = {}
    for parameter in PARAMETERS.values():
        if parameter.role is Role.SETTING or dice.random() > share:
            continue
        low, high = parameter.low, min(parameter.high, LARGE.get(parameter.path, parameter.high))
        if dice.random() < 0.2:
            changes[parameter.path] = parameter.kind(dice.choice((low, high)))
        elif parameter.kind is bool:
            changes[parameter.path] = dice.random() < 0.5
        elif parameter.kind is int:
            changes[parameter.path] = dice.randint(int(low), int(high))
        else:
            changes[parameter.path] = dice.uniform(low, high)
    parameters = replaced(BASELINE, {**SHORT, **changes, "settings.seed": seed, **fixed})
    for _ in range(3):
        for contradiction in contradictions(parameters):
            parameters = replaced(parameters, dict(contradiction.fix))
    assert not contradictions(parameters)
    return parameters


def digest(result: Result) -> str:
    """A name for all bits of a result."""
    found = hashlib.sha256()
    for group in (result.series_all, result.facts, result.ages, result.life, result.multiples, result.headlines):
        for name in sorted(group):
            found.update(name.encode() + np.ascontiguousarray(group[name]).tobytes())
    for name in sorted(result.tables):
        found.update(result.tables[name].to_csv(index=False).encode())
    return found.hexdigest()


def run(changes: dict[str, Any] | None = None, **options: Any) -> Result:
    """A run of the baseline with some changes."""
    return ensemble.run(replaced(BASELINE, changes or {}), **options)
