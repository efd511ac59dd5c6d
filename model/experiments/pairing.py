"""How much error does the same luck take out of a comparison, and whose fate does a change flip?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from model.comparison import Interval, interval
from model.declare import Unit
from model.experiments.lab import Changes, Experiment, Finding, Lab, without_interval
from model.experiments.patience import PATIENT, PIONEERS
from model.experiments.tables import is_sold_well
from model.parameters.sources import NOTES
from model.results import Result

CHANGES: dict[str, dict[str, Any]] = {
    "a lower fee after the term": {"funds.drift_fee_share": 0.45},
    "a hundredth of a point more fee": {"funds.fee_share": 0.0201},
    "a twentieth of a point more fee": {"funds.fee_share": 0.0205},
    "one more year of term": {"patience.fund_term_years": 9.0},
    "patient terms": PATIENT,
}


def error_ratio(lab: Lab, changes: Changes) -> float:
    """Error of the paired difference over that of two independent sets of worlds; NaN if neither has any."""
    first = lab.run().headlines[PIONEERS]
    second = lab.run(changes).headlines[PIONEERS]
    apart = math.sqrt(first.var(ddof=1) + second.var(ddof=1))
    return float((second - first).std(ddof=1)) / apart if apart else math.nan


def pioneers_sold_well(result: Result) -> pd.DataFrame:
    """World and name of the pioneers that were listed or sold for no less than they raised."""
    firms = result.firms
    assert firms is not None
    chosen: pd.DataFrame = firms.loc[firms["is_pioneer"] & is_sold_well(firms), ["replication", "firm"]]
    return chosen


def won_and_lost(lab: Lab, changes: Changes) -> tuple[Interval, Interval]:
    """Pioneers a world that are sold well only with the change, and only without it."""
    both = pioneers_sold_well(lab.run({}, ("firms",))).merge(
        pioneers_sold_well(lab.run(changes, ("firms",))), how="outer", indicator="side",
        on=["replication", "firm"])
    counts = [np.bincount(both.loc[both["side"] == side, "replication"], minlength=lab.replications)
              for side in ("right_only", "left_only")]
    return interval(counts[0]), interval(counts[1])


def _pairing(lab: Lab) -> list[Finding]:
    found = []
    for what, changes in CHANGES.items():
        won, lost = won_and_lost(lab, changes)
        found += [
            Finding(f"error, paired over unpaired: {what}", without_interval(error_ratio(lab, changes)), Unit.NUMBER),
            Finding(f"pioneers a world that are sold well only with {what}", won, Unit.COUNT),
            Finding(f"pioneers a world that are sold well only without {what}", lost, Unit.COUNT),
        ]
    return found


PAIRING = Experiment(
    "pairing", "How much error does the same luck take out of a comparison?",
    f"{NOTES}, engine",
    "Pioneers succeeded at year 10 in the same worlds with a change minus without it: standard error over "
    "that of two independent sets of worlds. And pioneers whose fate the change flips.", _pairing)
