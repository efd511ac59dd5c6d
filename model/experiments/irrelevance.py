"""Irrelevance tests: limiting cases in which a term must have no effect at all."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.comparison import interval
from model.experiments.lab import Experiment, Finding, Lab
from model.outputs import HEADLINES

# forced sales cost nothing, lock-up costs nothing, stakes can always be sold or carried on
NO_HORIZON: dict[str, Any] = {
    "exits.forced_discount": 0.0, "exits.forced_discount_slope": 0.0,
    "investors.lock_up_premium": 0.0, "exits.unlimited_secondary": True,
}
UNUSED_CLAUSE: dict[str, Any] = {"patience.redemption_use": 0.0}
# the guide invests like any other LP, and no yuan of it takes another's place
PLAIN_GUIDE: dict[str, Any] = {
    "investors.elastic_supply": True, "switches.certification": False,
    "switches.interference": False, "switches.blame": False, "switches.discipline": False,
    "switches.reinvestment": False, "treasury.administration_share": 0.0,
}
REAL = (
    "pioneers_succeeded_10", "pioneer_success_share_20", "industries_established", "false_stops",
    "dropped_batons", "followers_founded", "jobs", "revenue", "net_social_value",
)
NO_GUIDE = {"guide.budget_myuan_per_year": 0.0}


def _largest(lab: Lab, first: dict[str, Any], second: dict[str, Any], what: str) -> list[Finding]:
    """For every real headline: the paired difference between two runs."""
    one, two = lab.run(first), lab.run(second)
    return [
        Finding(f"{what}: {HEADLINES[name].label}",
                interval(np.nan_to_num(two.headlines[name] - one.headlines[name])),
                HEADLINES[name].unit.value, 0)
        for name in REAL
    ]


def _term(lab: Lab) -> list[Finding]:
    return _largest(lab, NO_HORIZON, {**NO_HORIZON, "patience.fund_term_years": 15.0},
                    "term 15 less 8 years")


def _clause(lab: Lab) -> list[Finding]:
    return _largest(lab, {**UNUSED_CLAUSE, "patience.redemption_share": 0.0},
                    {**UNUSED_CLAUSE, "patience.redemption_share": 1.0},
                    "clause in all less in no rounds")


def _guide(lab: Lab) -> list[Finding]:
    return _largest(lab, {**PLAIN_GUIDE, **NO_GUIDE}, PLAIN_GUIDE, "with less without the guide")


IRRELEVANCE = (
    Experiment(
        "term_irrelevant", "Does the term matter where nothing makes an end costly?",
        "design: irrelevance test (i)",
        "No forced-sale discount, no lock-up premium, unlimited secondary and follow-on money.", _term),
    Experiment(
        "clause_irrelevant", "Does a redemption clause matter that nobody uses or prices?",
        "design: irrelevance test (ii)", "Clauses are never used; their share of rounds is 0 or 1.",
        _clause),
    Experiment(
        "guide_irrelevant", "Does a guide matter that is like any LP where money is elastic?",
        "design: irrelevance test (iii)",
        "Elastic social supply; certification, interference, fault tolerance and duties off.", _guide),
)
