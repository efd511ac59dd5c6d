"""Patience at equal outlay: terms against the lock-up premium, each term alone, and who gains."""

from __future__ import annotations

from typing import Any

from model.comparison import Interval, interval
from model.declare import Unit
from model.experiments.lab import NOT_MEASURED, Experiment, Finding, Lab, gain, without_interval
from model.experiments.outlay import at_equal_outlay
from model.metrics import at_year
from model.outputs import HEADLINES
from model.parameters import BASELINE
from model.parameters.industries import INDUSTRY_LABELS
from model.parameters.sources import NOTES

PIONEERS = "pioneers_succeeded_10"
PATIENT: dict[str, Any] = {
    "patience.fund_term_years": 12.0, "patience.extension_probability": 0.9,
    "patience.reserves_share": 0.35, "patience.redemption_share": 0.0,
}
STATUS_QUO = "status quo"

TERMS = (6.0, 8.0, 10.0, 12.0, 15.0, 20.0)
PREMIUMS = (0.0, 0.0015, 0.003, 0.006)
STATUS_QUO_TERM = BASELINE.patience.fund_term_years

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
# funds of year 0 and later end after year 8 at the earliest, so ends themselves show at year 20 only
SUCCESS = {PIONEERS: "pioneers at year 10", "pioneer_success_share_20": "share of pioneers at year 20"}
MEASURES = {
    **SUCCESS, "false_stops": "viable firms that died for want of money",
    "social_irr": "social LPs' net return", "gross_fiscal_cost": "fiscal cost",
}


def term_against_premium(lab: Lab, premium: float) -> dict[str, dict[float, Interval]]:
    """Success of pioneers by measure and term, less that of the status quo's term, at one lock-up premium."""
    runs = at_equal_outlay(lab, {
        term: {"investors.lock_up_premium": premium, "patience.fund_term_years": term} for term in TERMS
    })
    usual = runs[STATUS_QUO_TERM]
    return {
        headline: {term: gain(usual, runs[term], headline) for term in TERMS if term != STATUS_QUO_TERM}
        for headline in SUCCESS
    }


def best_term(effects: dict[float, Interval]) -> float:
    """The term with most success; the status quo's where no other does detectably better."""
    better = {term: found.mean for term, found in effects.items() if found.low > 0}
    return max(better, key=lambda term: better[term]) if better else STATUS_QUO_TERM


def _sweep(lab: Lab) -> list[Finding]:
    found = []
    for premium in PREMIUMS:
        for headline, effects in term_against_premium(lab, premium).items():
            start = f"premium {premium * 100:.2f} points, {SUCCESS[headline]}"
            unit = HEADLINES[headline].unit
            found += [
                Finding(f"{start}: term {term:g} less {STATUS_QUO_TERM:g} years", effect, unit)
                for term, effect in effects.items()
            ]
            best = without_interval(best_term(effects))
            found.append(Finding(f"{start}: best term", best, Unit.YEARS))
    return found


def _terms_alone(lab: Lab) -> list[Finding]:
    found = []
    for what, changes in {**ALONE, "patient terms together": PATIENT}.items():
        runs = at_equal_outlay(lab, {STATUS_QUO: {}, what: changes})
        found += [
            Finding(f"{what}: {measure}", gain(runs[STATUS_QUO], runs[what], headline), HEADLINES[headline].unit)
            for headline, measure in MEASURES.items()
        ]
    return found


def _by_industry(lab: Lab) -> list[Finding]:
    runs = at_equal_outlay(lab, {STATUS_QUO: {}, "patient": PATIENT})
    usual, patient = runs[STATUS_QUO], runs["patient"]

    def change(industry: str) -> Interval:
        if usual is None or patient is None:
            return NOT_MEASURED
        series = f"pioneers_succeeded_in.{industry}"
        return interval(at_year(patient, series, 10) - at_year(usual, series, 10))

    return [Finding(label, change(name), Unit.COUNT) for name, label in INDUSTRY_LABELS.items()]


EQUAL_OUTLAY = (
    "Budgets are cut until all spend the same present value as the one that spends least; the outlay is "
    "held equal, not the net cost, which is negative here."
)
PATIENCE = (
    Experiment(
        "term_and_premium", "Which fund term is best, and how does that turn on the lock-up premium?",
        f"{NOTES}, engine",
        f"Terms of guide-backed funds against a term of {STATUS_QUO_TERM:g} years, at equal outlay. "
        f"{EQUAL_OUTLAY} A term is called best where it is detectably better than that.", _sweep),
    Experiment(
        "terms_alone", "Which patient terms help, do nothing, or hurt?", f"{NOTES}, model brief",
        f"Each term alone less the status quo, at equal outlay. {EQUAL_OUTLAY} A difference in fiscal cost is also "
        "one in net fiscal cost, since what the zone without policy costs drops out.", _terms_alone),
    Experiment(
        "patience_by_industry", "Which industries gain from patient terms?", f"{NOTES}, model brief",
        "Pioneers at year 10. Term 12 years, extension nearly sure, reserves of 35 %, no redemption; less "
        f"the status quo at equal outlay. {EQUAL_OUTLAY}", _by_industry),
)
