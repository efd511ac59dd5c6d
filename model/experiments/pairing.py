"""How much error does the same luck take out of a comparison, and whose fate does a change flip?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from model.comparison import Interval, interval
from model.experiments.directions import PATIENT, PIONEERS
from model.experiments.lab import Changes, Experiment, Finding, Lab
from model.results import Result

CHANGES: dict[str, dict[str, Any]] = {
    "an irrelevant fee": {"funds.drift_fee_share": 0.45},
    "a twentieth of a point more fee": {"funds.fee_share": 0.0205},
    "one more year of term": {"patience.fund_term_years": 9.0},
    "patient terms": PATIENT,
}


def error_ratio(lab: Lab, changes: Changes) -> float:
    """Error of the paired difference over that of two independent sets of worlds."""
    first = lab.run().headlines[PIONEERS]
    second = lab.run(changes).headlines[PIONEERS]
    apart = math.sqrt(first.var(ddof=1) + second.var(ddof=1))
    return float((second - first).std(ddof=1)) / apart


def _sold_well(result: Result) -> pd.DataFrame:
    """Pioneers that were listed or sold for no less than they raised."""
    firms = result.firms
    assert firms is not None
    sold = firms["outcome"].isin({"listing", "trade sale"})
    chosen = firms[firms["is_pioneer"] & sold & (firms["exit_value_myuan"] >= firms["raised_myuan"])]
    return chosen[["replication", "firm"]]


def won_and_lost(lab: Lab, changes: Changes) -> tuple[Interval, Interval]:
    """Pioneers a world that are sold well only with the change, and only without it."""
    both = _sold_well(lab.run({}, ("firms",))).merge(
        _sold_well(lab.run(changes, ("firms",))), how="outer", indicator="side",
        on=["replication", "firm"])
    counts = [np.bincount(both.loc[both["side"] == side, "replication"], minlength=lab.replications)
              for side in ("right_only", "left_only")]
    return interval(counts[0]), interval(counts[1])


def _pairing(lab: Lab) -> list[Finding]:
    found = []
    for what, changes in CHANGES.items():
        ratio = error_ratio(lab, changes)
        won, lost = won_and_lost(lab, changes)
        found += [
            Finding(f"error, paired over unpaired: {what}", Interval(ratio, ratio, ratio), "ratio", None),
            Finding(f"pioneers sold well only with {what}", won, "firms a world", None),
            Finding(f"pioneers sold well only without {what}", lost, "firms a world", None),
        ]
    return found


PAIRING = Experiment(
    "pairing", "How much error does the same luck take out of a comparison?",
    "design: engine notes", "Pioneers succeeded at year 10, in the same worlds with and without a change.",
    _pairing)
