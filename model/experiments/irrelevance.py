"""Irrelevance tests: limiting cases in which a term must have no effect at all."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.comparison import Interval, paired
from model.experiments.lab import Changes, Expected, Experiment, Finding, Lab
from model.experiments.outlay import BUDGET
from model.outputs import HEADLINES
from model.parameters.sources import NOTES

# forced sales cost nothing, lock-up costs nothing, stakes can always be sold or carried on
NO_HORIZON: dict[str, Any] = {
    "exits.forced_discount": 0.0, "exits.forced_discount_slope": 0.0,
    "investors.lock_up_premium": 0.0, "exits.unlimited_secondary": True,
}
LONG_TERM: dict[str, Any] = {"patience.fund_term_years": 15.0}
UNUSED_CLAUSE: dict[str, Any] = {"patience.redemption_use": 0.0}
# the guide invests like any other LP, and no yuan of it takes another's place
PLAIN_GUIDE: dict[str, Any] = {
    "investors.elastic_supply": True, "switches.certification": False,
    "switches.interference": False, "switches.blame": False, "switches.discipline": False,
    "switches.reinvestment": False, "treasury.administration_share": 0.0,
}
# headlines of firms and of the whole economy; who earns what may well differ
REAL = (
    "pioneers_succeeded_10", "pioneer_success_share_20", "industries_established", "false_stops",
    "dropped_batons", "followers_founded", "jobs", "revenue", "net_social_value",
)


def _effects(lab: Lab, first: Changes, second: Changes) -> list[Finding]:
    """For every real headline: second less first on the same luck."""
    one, two = lab.run(first), lab.run(second)

    def effect(name: str) -> Interval:
        if np.array_equal(one.headlines[name], two.headlines[name], equal_nan=True):
            return Interval(0.0, 0.0, 0.0)
        return paired(one, two, name)

    return [
        Finding(HEADLINES[name].label, effect(name), HEADLINES[name].unit, Expected.ZERO) for name in REAL
    ]


def _term(lab: Lab) -> list[Finding]:
    return _effects(lab, NO_HORIZON, {**NO_HORIZON, **LONG_TERM})


def _clause(lab: Lab) -> list[Finding]:
    return _effects(lab, {**UNUSED_CLAUSE, "patience.redemption_share": 0.0},
                    {**UNUSED_CLAUSE, "patience.redemption_share": 1.0})


def _guide(lab: Lab) -> list[Finding]:
    return _effects(lab, {**PLAIN_GUIDE, BUDGET: 0.0}, PLAIN_GUIDE)


IRRELEVANCE = (
    Experiment(
        "term_irrelevant", "Does the term matter where nothing makes an end costly?",
        f"{NOTES}, irrelevance test (i)",
        "No forced-sale discount, no lock-up premium, unlimited secondary and follow-on money. A term of "
        "15 years less one of 8.", _term),
    Experiment(
        "clause_irrelevant", "Does a redemption clause matter that nobody uses or prices?",
        f"{NOTES}, irrelevance test (ii)",
        "Clauses of guide-backed funds are never used. Clauses in all of their rounds less in none.", _clause),
    Experiment(
        "guide_irrelevant", "Does a guide matter that is like any LP where money is elastic?",
        f"{NOTES}, irrelevance test (iii)",
        "Social LPs fill every fund; certification, interference, fear of loss, lost discipline, "
        "reinvestment duty and cost of administration are off. With the guide minus without it.", _guide),
)
