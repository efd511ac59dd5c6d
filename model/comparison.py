"""Comparing runs on the same luck: intervals, paired differences, and the twin without policy."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from model import ensemble
from model.declare import Role
from model.metrics import add_twin
from model.parameters import PARAMETERS, Parameters, replaced
from model.results import Result

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    """A mean with its 95 % interval; NaN when nothing is defined."""

    mean: float
    low: float
    high: float

    @property
    def includes_zero(self) -> bool:
        """Can zero not be excluded? True also when undefined."""
        return not (self.low > 0 or self.high < 0)


def interval(values: Any) -> Interval:
    """Mean over worlds with its 95 % interval (normal approximation); NaN worlds are left out."""
    values = np.asarray(values, np.float64)
    values = values[np.isfinite(values)]
    if not len(values):
        return Interval(np.nan, np.nan, np.nan)
    mean = float(values.mean())
    if len(values) == 1:
        return Interval(mean, np.nan, np.nan)
    half = Z95 * float(values.std(ddof=1)) / np.sqrt(len(values))
    return Interval(mean, mean - half, mean + half)


def paired(first: Result, other: Result, name: str) -> Interval:
    """Other less first in a headline, world by world on the same luck."""
    return interval(other.headlines[name] - first.headlines[name])


POLICY_GROUPS = ("guide", "patience", "supports")


def without_policy(parameters: Parameters) -> Parameters:
    """The same zone with neither guide nor supports from year 0: what costs are compared with.

    Terms of a guide that is not there are those of the baseline, so all policies have the same twin.
    """
    levers = {
        p.path: p.default for p in PARAMETERS.values()
        if p.group in POLICY_GROUPS and p.role is Role.LEVER
    }
    return replaced(parameters, {
        **levers, "guide.budget_myuan_per_year": 0.0, "guide.central_match": 0.0,
        "investors.social_credit_share": 0.0,
    })


def as_its_own_twin(twin: Result) -> Result:
    """The result of an input without policy, which is its own twin: the same run, with all headlines."""
    result = replace(twin, headlines=dict(twin.headlines))
    add_twin(result, twin)
    return result


def run_with_twin(
    parameters: Parameters,
    *,
    threads: int = 2,
    detail: int = 0,
    twin: Result | None = None,
    progress: ensemble.Progress | None = None,
    cancel: threading.Event | None = None,
) -> Result:
    """Run a scenario and the same zone without policy on the same luck; fill all headlines.

    Give `twin` to use a run of `without_policy(parameters)` that exists already. An input without policy
    is run once.
    """
    is_own_twin = without_policy(parameters) == parameters
    total = parameters.settings.replications * (1 if twin is not None or is_own_twin else 2)

    def first(done: int, _: int) -> None:
        if progress is not None:
            progress(done, total)

    def second(done: int, count: int) -> None:
        if progress is not None:
            progress(count + done, total)

    result = ensemble.run(
        parameters, threads=threads, detail=detail, progress=first, cancel=cancel)
    if is_own_twin:
        return as_its_own_twin(result)
    if twin is None:
        twin = ensemble.run(
            without_policy(parameters), threads=threads, progress=second, cancel=cancel)
    add_twin(result, twin)
    return result
