"""Which scenario is best, for a person who weighs pioneers, industries, returns and cost in their own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from model.outputs import HEADLINES
from model.results import Result

MATTERS = ("pioneers_succeeded_10", "industries_established", "social_irr", "net_fiscal_cost")
"""The headlines that are weighed: pioneers, industries, social return, fiscal cost."""
RESAMPLES = 400
LUCK = 1
SHIFTS = 21


@dataclass(frozen=True)
class Place:
    """A scenario's score from 0 to 1 and its rank, and how often it comes first when worlds are drawn anew."""

    name: str
    score: float
    rank: int
    first: float
    parts: dict[str, float]


def goodness(means: Any) -> Any:
    """Means [scenario, matter] on a scale from the worst (0) to the best (1) of these scenarios.

    Where all are equal, or one is undefined, nobody gains: 0 for all.
    """
    good = np.asarray(means, float) * [HEADLINES[name].good for name in MATTERS]
    low, high = good.min(axis=-2, keepdims=True), good.max(axis=-2, keepdims=True)
    reach = high - low
    scaled = np.divide(good - low, reach, out=np.zeros_like(good), where=reach > 0)
    return np.nan_to_num(scaled)


def scores(means: Any, weights: Sequence[float]) -> Any:
    """The weighted mean of goodness [scenario]; weights need not add up to one, all zero counts as all equal."""
    given = np.asarray(weights, float)
    given = np.ones_like(given) if not given.sum() else given
    return goodness(means) @ (given / given.sum())


def ranking(results: Mapping[str, Result], weights: Mapping[str, float]) -> list[Place]:
    """All scenarios, the best first. Worlds are drawn anew, the same ones for all scenarios."""
    names = list(results)
    values = _values(results)
    given = [weights[matter] for matter in MATTERS]
    means = _means(values)
    found, parts = scores(means, given), goodness(means)
    luck = np.random.default_rng(LUCK)
    worlds = values.shape[-1]
    firsts = np.zeros(len(names))
    for _draw in range(RESAMPLES):
        drawn = scores(_means(values[:, :, luck.integers(0, worlds, worlds)]), given)
        best = drawn == drawn.max()
        firsts += best / best.sum()
    order = sorted(range(len(names)), key=lambda k: -found[k])
    return [Place(names[k], float(found[k]), 1 + int((found > found[k] + 1e-12).sum()), float(firsts[k] / RESAMPLES),
                  {matter: float(parts[k, m]) for m, matter in enumerate(MATTERS)}) for k in order]


def shifts(results: Mapping[str, Result], weights: Mapping[str, float], matter: str) -> tuple[Any, Any]:
    """Weights of one matter from 0 to 1, the others keeping their proportions, and scores [weight, scenario]."""
    means = _means(_values(results))
    others = np.array([0.0 if name == matter else weights[name] for name in MATTERS])
    if not others.sum():
        others = np.array([float(name != matter) for name in MATTERS])
    others /= others.sum()
    own = np.array([float(name == matter) for name in MATTERS])
    at = np.linspace(0, 1, SHIFTS)
    return at, np.stack([scores(means, part * own + (1 - part) * others) for part in at])


def _values(results: Mapping[str, Result]) -> Any:
    """Headlines [scenario, matter, world]."""
    return np.stack([np.stack([np.asarray(result.headlines[name], float) for name in MATTERS])
                     for result in results.values()])


def _means(values: Any) -> Any:
    """Means over the worlds in which a headline is defined [scenario, matter]; NaN if it never is."""
    defined = np.isfinite(values)
    count = defined.sum(-1)
    total = np.where(defined, values, 0).sum(-1)
    return np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
