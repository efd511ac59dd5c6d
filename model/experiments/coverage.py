"""Do paired intervals hold the long-run difference as often as they say?"""

from __future__ import annotations

from typing import Any

import numpy as np

from model.comparison import interval
from model.declare import Unit
from model.experiments.lab import Experiment, Finding, Lab
from model.experiments.patience import PATIENT
from model.outputs import HEADLINES
from model.parameters.sources import NOTES

REPEATS = 200
# worlds of one repeat, as a part of those of other experiments
PART = 4
PAIRS: dict[str, dict[str, Any]] = {
    "patient terms": PATIENT,
    "a term of six years": {"patience.fund_term_years": 6.0},
    "a listing window that is shut for four years": {"shocks.listing_shut_years": 4.0},
}
# a difference in fiscal cost is also one in net fiscal cost, and needs no zone without policy
MEASURED = ("pioneers_succeeded_10", "social_irr", "gross_fiscal_cost")


def differences(lab: Lab, worlds: int, repeats: int) -> dict[tuple[str, str], Any]:
    """Differences to the baseline by pair and headline: float64 [repeat, world], each repeat with its own seed."""
    found: dict[tuple[str, str], list[Any]] = {}
    for seed in range(1, repeats + 1):
        luck = {"settings.seed": seed, "settings.replications": worlds}
        usual = lab.run(luck, is_kept=False)
        for pair, changes in PAIRS.items():
            changed = lab.run({**changes, **luck}, is_kept=False)
            for name in MEASURED:
                found.setdefault((pair, name), []).append(changed.headlines[name] - usual.headlines[name])
    return {key: np.stack(each) for key, each in found.items()}


def covered(gaps: Any) -> Any:
    """For each repeat [repeat, world], whether its interval holds the mean of all repeats."""
    long_run = np.nanmean(gaps)
    found = [interval(each) for each in gaps]
    return np.array([one.low <= long_run <= one.high for one in found])


def _coverage(lab: Lab) -> list[Finding]:
    gaps = differences(lab, max(2, lab.replications // PART), REPEATS)
    return [Finding(f"{pair}, {HEADLINES[name].label[:1].lower()}{HEADLINES[name].label[1:]}: intervals that hold it",
                    interval(covered(each)), Unit.SHARE)
            for (pair, name), each in gaps.items()]


COVERAGE = Experiment(
    "coverage", "Do 95 % intervals of a difference hold the long-run difference as often as they say?",
    f"{NOTES}, scenarios",
    f"{REPEATS} repeats with seeds of their own and a quarter of the worlds each: the share of repeats whose paired "
    "interval holds the mean difference over all of them. It should lie between 90 and 99 %.", _coverage)
