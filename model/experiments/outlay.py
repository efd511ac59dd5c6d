"""Policies at equal outlay.

Outlay is the present value of all that the treasury pays for guide and supports, before anything comes
back; what the guide promised before year 0 is in it, the same for all policies. It is held equal, and not
the net cost: at the defaults the guide earns money, so that equal net cost would take money away from the
terms that return more.

The guide gives a share of what others offer, so a larger budget cannot make it spend more where
others offer less. Hence the policy that spends least sets the outlay, and the yearly budgets of
the others are cut until they spend the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from model.experiments.lab import Changes, Lab
from model.parameters import BASELINE
from model.results import Result

BUDGET = "guide.budget_myuan_per_year"
TOLERANCE = 0.005
MOST_TRIES = 12

Name = TypeVar("Name", bound=Hashable)


def outlay(result: Result) -> float:
    """Mean outlay over all worlds, million yuan of year 0."""
    return float(result.headlines["outlay"].mean())


def at_equal_outlay(lab: Lab, policies: Mapping[Name, Changes]) -> dict[Name, Result | None]:
    """One run for each policy, all with the outlay of the one that spends least at its full budget.

    Outlays agree within `TOLERANCE`; a policy whose budget cannot be cut so finely has None.
    """
    full = {name: lab.run(changes) for name, changes in policies.items()}
    target = min(map(outlay, full.values()))
    return {name: _cut(lab, policies[name], result, target) for name, result in full.items()}


def _cut(lab: Lab, changes: Changes, full: Result, target: float) -> Result | None:
    """The run whose budget is cut until its outlay is the target: regula falsi within a bracket."""
    result = full
    low, at_low = 0.0, 0.0
    high, at_high = float(changes.get(BUDGET, BASELINE.guide.budget_myuan_per_year)), outlay(full)
    for attempt in range(MOST_TRIES):
        spent = outlay(result)
        if abs(spent / target - 1) <= TOLERANCE:
            return result
        share = (target - at_low) / (at_high - at_low)
        if attempt % 3 == 2:
            share = 0.5  # outlay may be flat near the full budget, where straight lines mislead
        budget = low + (high - low) * share
        result = lab.run({**changes, BUDGET: budget})
        if outlay(result) < target:
            low, at_low = budget, outlay(result)
        else:
            high, at_high = budget, outlay(result)
    return None
