"""Patience at equal outlay: terms against the lock-up premium, each term alone, and who gains.

The treasury's outlay for the policies, in present value, is held at that of the status quo by
changing the guide's yearly budget; its net cost is shown beside. At the defaults the guide earns
money, so to hold the net cost equal would take money away from the terms that return more.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from model.comparison import Interval, interval
from model.experiments.directions import PATIENT, PIONEERS
from model.experiments.lab import Changes, Experiment, Finding, Lab
from model.metrics import at_year
from model.outputs import INDUSTRY_NAMES
from model.parameters import BASELINE
from model.results import Result

TERMS = (6.0, 8.0, 10.0, 12.0, 15.0, 20.0)
PREMIUMS = (0.0, 0.0015, 0.003, 0.006)
STATUS_QUO_TERM = BASELINE.patience.fund_term_years
BUDGET = "guide.budget_myuan_per_year"
TOLERANCE = 0.002

ALONE: dict[str, dict[str, Any]] = {
    "extension of five years": {"patience.extension_years": 5.0, "patience.extension_probability": 0.9},
    "reserves of 35 %": {"patience.reserves_share": 0.35},
    "no reserves": {"patience.reserves_share": 0.0},
    "no redemption clauses": {"patience.redemption_share": 0.0},
    "half of commitments recycled": {"patience.recycling_share": 0.5},
    "no freeze after write-downs": {"patience.write_downs_freeze": False},
    "guide asks five points less": {"patience.required_return_relief": 0.05},
    "loss ceilings of 80 %": {
        "guide.seed_loss_ceiling": 0.8, "guide.venture_loss_ceiling": 0.8, "guide.ma_loss_ceiling": 0.8},
    "loss ceilings of 20 %": {
        "guide.seed_loss_ceiling": 0.2, "guide.venture_loss_ceiling": 0.2, "guide.ma_loss_ceiling": 0.2},
}


def at_equal_outlay(lab: Lab, changes: Changes, target: float) -> Result:
    """The run whose mean present value of outlay is the target, found by changing the budget."""
    budget = float(BASELINE.guide.budget_myuan_per_year)
    points: list[tuple[float, float]] = []
    for _ in range(6):
        result = lab.run({**changes, BUDGET: budget})
        outlay = float(result.headlines["outlay"].mean())
        if abs(outlay / target - 1) < TOLERANCE:
            break
        points.append((budget, outlay))
        if len(points) == 1:
            budget *= target / outlay
            continue
        (b1, o1), (b2, o2) = points[-2:]
        slope = (o2 - o1) / (b2 - b1) if b2 != b1 else 0.0
        step = (target - o2) / slope if slope > 0 else 0.0
        budget = float(np.clip(b2 + step, 0.5 * b2, 2.0 * b2))
    return result


def term_against_premium(lab: Lab, premium: float) -> dict[float, Interval]:
    """Pioneers succeeded at year 10 by term, less the status quo's, at one lock-up premium."""
    fixed = {"investors.lock_up_premium": premium}
    base = lab.run(fixed)
    target = float(base.headlines["outlay"].mean())
    found = {}
    for term in TERMS:
        if term == STATUS_QUO_TERM:
            continue
        result = at_equal_outlay(lab, {**fixed, "patience.fund_term_years": term}, target)
        found[term] = interval(result.headlines[PIONEERS] - base.headlines[PIONEERS])
    return found


def best_term(effects: dict[float, Interval]) -> float:
    """The term with the most pioneers; the status quo's where no other does detectably better."""
    better = {term: found.mean for term, found in effects.items() if found.low > 0}
    return max(better, key=lambda term: better[term]) if better else STATUS_QUO_TERM


def _sweep(lab: Lab) -> list[Finding]:
    found = []
    for premium in PREMIUMS:
        effects = term_against_premium(lab, premium)
        points = f"premium {premium * 100:.2f} points"
        found += [
            Finding(f"{points}, term {term:g} less {STATUS_QUO_TERM:g} years", effect, "pioneers", None)
            for term, effect in effects.items()
        ]
        best = best_term(effects)
        found.append(Finding(f"{points}: best term", Interval(best, best, best), "years", None))
    return found


def _terms_alone(lab: Lab) -> list[Finding]:
    base = lab.run_with_twin()
    target = float(base.headlines["outlay"].mean())
    found = []
    for what, changes in {**ALONE, "patient terms together": PATIENT}.items():
        result = at_equal_outlay(lab, changes, target)
        found += [
            Finding(f"{what}: pioneers at year 10",
                    interval(result.headlines[PIONEERS] - base.headlines[PIONEERS]), "pioneers", None),
            Finding(f"{what}: viable firms that died for want of money",
                    interval(result.headlines["false_stops"] - base.headlines["false_stops"]), "share", None),
            Finding(f"{what}: social LPs' net return",
                    interval(result.headlines["social_irr"] - base.headlines["social_irr"]), "a year", None),
        ]
    return found


def _by_industry(lab: Lab) -> list[Finding]:
    base = lab.run()
    target = float(base.headlines["outlay"].mean())
    result = at_equal_outlay(lab, PATIENT, target)
    found = []
    for name in INDUSTRY_NAMES:
        series = f"pioneers_succeeded_in.{name}"
        change = at_year(result, series, 10) - at_year(base, series, 10)
        found.append(Finding(name.replace("_", " "), interval(change), "pioneers", None))
    return found


PATIENCE = (
    Experiment(
        "term_and_premium", "Which fund term is best, and how does that turn on the lock-up premium?",
        "design: engine notes", "Terms of guide-backed funds, at equal outlay, against a term of 8 years.",
        _sweep),
    Experiment(
        "terms_alone", "Which patient terms help, do nothing, or hurt?", "design: model brief",
        "Each term alone, at equal outlay, against the status quo.", _terms_alone),
    Experiment(
        "patience_by_industry", "Which industries gain from patient terms?", "design: model brief",
        "Term 12 years, extension nearly sure, reserves of 35 %, no redemption; at equal outlay.",
        _by_industry),
)
