"""Directions of the literature on funds and firms: horizon, hot markets, tolerance, exits, novelty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from model.comparison import interval
from model.declare import Unit
from model.experiments.lab import Changes, Expected, Experiment, Finding, Lab
from model.experiments.outlay import at_equal_outlay
from model.experiments.patience import PATIENT, SUCCESS
from model.experiments.tables import (
    DEAD,
    SOLD,
    Array,
    by_world,
    firms_of,
    first_cheque,
    gap,
    mean_over_rows,
    rounds_of,
)
from model.outputs import HEADLINES, INDUSTRY_NAMES
from model.parameters import BASELINE
from model.results import Result

# ---- Barrot ---------------------------------------------------------------------------------------

LUCK_IN_TERM: dict[str, Any] = {"patience.term_luck_years": 2.0}
NO_FORCED_SALE: dict[str, Any] = {"switches.forced_sale": False}


def _horizons(lab: Lab, changes: Changes) -> tuple[Array, Array]:
    """Funds with luck in their term less those without: age of firms, and expected wait.

    Luck is drawn for each fund, so managers are alike on both sides. The mean of all funds of the
    same kind and vintage is taken off first.
    """
    result = lab.run({**LUCK_IN_TERM, **changes}, ("firms", "rounds", "funds", "lives"))
    funds = result.funds
    assert funds is not None
    backed = funds[(funds["guide_share"] > 0) & (funds["vintage_quarter"] >= 0)]
    lucky = backed["term_quarters"] > backed["term_quarters"].mean()
    sides = backed.assign(is_lucky=lucky, kind=backed["stage"])
    cheques = rounds_of(result).sort_values("quarter").drop_duplicates(["replication", "fund", "firm"])
    bought = cheques.merge(
        sides[["replication", "fund", "kind", "vintage_quarter", "is_lucky"]], on=["replication", "fund"]
    ).merge(firms_of(result), on=["replication", "firm"])
    bought = bought.assign(
        age=(bought["quarter"] - bought["founded_quarter"]) / 4,
        wait=bought["expected_wait_quarters"].astype(float) / 4)
    first = bought[bought["quarter"] == first_cheque(bought)]
    found = []
    for frame, column in ((bought, "age"), (first, "wait")):
        usual = frame.groupby(["kind", "vintage_quarter"])[column].transform("mean")
        found.append(gap(frame, frame[column] - usual, frame["is_lucky"], lab.replications))
    return found[0], found[1]


def _barrot(lab: Lab) -> list[Finding]:
    age, wait = _horizons(lab, {})
    age_off, wait_off = _horizons(lab, NO_FORCED_SALE)
    return [
        Finding("age of firms at a fund's first cheque: effect of four more years of term",
                interval(age), Unit.YEARS, Expected.BELOW),
        Finding("effect on age without the forced-sale discount", interval(age_off), Unit.YEARS, Expected.ZERO),
        Finding("effect on age: with the discount minus without", interval(age - age_off), Unit.YEARS, Expected.BELOW),
        Finding("expected time to exit at a firm's first cheque: effect of four more years of term",
                interval(wait), Unit.YEARS, Expected.ABOVE),
        Finding("effect on expected time without the forced-sale discount",
                interval(wait_off), Unit.YEARS, Expected.ZERO),
        Finding("effect on expected time: with the discount minus without",
                interval(wait - wait_off), Unit.YEARS, Expected.ABOVE),
    ]


# ---- Nanda, Rhodes-Kropf: hot markets -------------------------------------------------------------

FLOOD: dict[str, Any] = {"shocks.flood_from_year": 2.0, "shocks.flood_years": 2.0, "shocks.flood_share": 0.5}
FLOOD_QUARTERS = (8, 16)
STIFF_PRICES: dict[str, Any] = {"switches.price_response": False}


def _cohort(lab: Lab, changes: Changes) -> tuple[Array, Array]:
    """Firms first financed in the flood's years: share that died, exit value of those sold."""
    result = lab.run(changes, ("firms", "lives"))
    firms = firms_of(result)
    low, high = FLOOD_QUARTERS
    chosen = firms[(first_cheque(firms) >= low) & (first_cheque(firms) < high)]
    sold = chosen[chosen["outcome"].isin(SOLD)]
    return (mean_over_rows(chosen, chosen["outcome"].isin(DEAD), lab.replications),
            mean_over_rows(sold, sold["exit_value_myuan"], lab.replications))


def _hot_markets(lab: Lab) -> list[Finding]:
    calm, hot = _cohort(lab, {}), _cohort(lab, FLOOD)
    calm_stiff, hot_stiff = _cohort(lab, STIFF_PRICES), _cohort(lab, {**STIFF_PRICES, **FLOOD})
    return [
        Finding("share of firms that die: with the flood minus without",
                interval(hot[0] - calm[0]), Unit.SHARE, Expected.ABOVE),
        Finding("exit value of those sold: with the flood minus without",
                interval(hot[1] - calm[1]), Unit.MYUAN, Expected.ABOVE),
        Finding("share that die, prices that do not respond to rival bids",
                interval(hot_stiff[0] - calm_stiff[0]), Unit.SHARE),
        Finding("exit value, prices that do not respond",
                interval(hot_stiff[1] - calm_stiff[1]), Unit.MYUAN),
    ]


# ---- Nanda, Rhodes-Kropf: failure tolerance -------------------------------------------------------

STRICT_AT, TOLERANT_AT = 1.3, 0.7


def _managers(tolerant: str) -> dict[str, Any]:
    """Thresholds of managers. "half": the two levels lie one standard deviation from the middle."""
    threshold, spread = {
        "none": (STRICT_AT, 0.0), "all": (TOLERANT_AT, 0.0),
        "half": (np.sqrt(STRICT_AT * TOLERANT_AT), np.log(STRICT_AT / TOLERANT_AT) / 2),
    }[tolerant]
    return {"funds.continuation_threshold": float(threshold), "funds.continuation_sd": float(spread)}


NO_BRIDGES: dict[str, Any] = {"funds.bridges_allowed": 0}
MOST_NOVEL = 0.8


def _starts(lab: Lab, changes: Changes) -> tuple[Array, Array]:
    """First rounds from year 0 in each world: of the most novel fifth of firms, and of all."""
    firms = firms_of(lab.run(changes, ("firms", "lives")))
    financed = firms[first_cheque(firms) >= 0]
    return (by_world(financed, financed["novelty"] >= MOST_NOVEL, lab.replications),
            by_world(financed, np.ones(len(financed)), lab.replications))


def _tolerance(lab: Lab) -> list[Finding]:
    none, half, every = (_starts(lab, _managers(who)) for who in ("none", "half", "all"))
    off = [_starts(lab, {**_managers(who), **NO_BRIDGES})[0] for who in ("none", "all")]
    return [
        Finding("first rounds of the most novel fifth: all managers tolerant minus none",
                interval(every[0] - none[0]), Unit.COUNT, Expected.BELOW),
        Finding("first rounds of the most novel fifth: half of managers tolerant minus none",
                interval(half[0] - none[0]), Unit.COUNT),
        Finding("all first rounds: all managers tolerant minus none",
                interval(every[1] - none[1]), Unit.COUNT),
        Finding("the most novel fifth: all minus none, where nobody may bridge",
                interval(off[1] - off[0]), Unit.COUNT, Expected.ZERO),
    ]


# ---- Gaddy and others -----------------------------------------------------------------------------


def _clean_tech(depth: float, margin: float) -> dict[str, Any]:
    """Every industry with these acquirers and this margin; hardly any listings."""
    changes: dict[str, Any] = {"exits.listing_hazard_per_year": 0.1}
    for name in INDUSTRY_NAMES:
        changes[f"industries.{name}.acquirer_depth"] = depth
        changes[f"industries.{name}.margin_share"] = margin
    return changes


def _gaddy(lab: Lab) -> list[Finding]:
    runs = {}
    for label, depth, margin in (("poor", 0.2, 0.25), ("rich", 4.0, 0.55)):
        exits = _clean_tech(depth, margin)
        runs[label] = at_equal_outlay(lab, {"usual": exits, "patient": {**exits, **PATIENT}})
    found = []
    for headline, measure in SUCCESS.items():
        poor, rich = (_gain_by_world(runs[label], headline) for label in ("poor", "rich"))
        unit = HEADLINES[headline].unit
        found += [
            Finding(f"{measure}, few acquirers and commodity margins: gain from patient terms",
                    interval(poor), unit, Expected.ZERO),
            Finding(f"{measure}, many acquirers and good margins: gain from patient terms",
                    interval(rich), unit, Expected.ABOVE),
            Finding(f"{measure}: second gain minus first (interaction)",
                    interval(rich - poor), unit, Expected.ABOVE),
        ]
    return found


def _gain_by_world(runs: Mapping[str, Result | None], headline: str) -> Array:
    """What patient terms add to a headline in each world; NaN if their outlays could not be made equal."""
    usual, patient = runs["usual"], runs["patient"]
    if usual is None or patient is None:
        return np.array([np.nan])
    return np.asarray(patient.headlines[headline] - usual.headlines[headline])


# ---- Min, Kalwani, Robinson -----------------------------------------------------------------------

EARLY_YEARS = 8
NOVELTY_WITHOUT_EFFECT: dict[str, Any] = {
    "firms.novelty_difficulty": 0.0, "firms.novelty_noise": 0.0, "firms.novelty_payoff": 0.0,
}


def _novelty_risk(result: Result, pioneers: bool) -> Array:
    """Share that died within some years of founding: the more novel half less the other half."""
    firms = firms_of(result)
    last = 4 * (result.parameters.settings.horizon_years - EARLY_YEARS)
    chosen = firms[(firms["is_pioneer"] == pioneers) & (firms["founded_quarter"] < last)]
    age = chosen["outcome_quarter"].astype(float) - chosen["founded_quarter"]
    died = chosen["outcome"].isin(DEAD) & (age <= 4 * EARLY_YEARS)
    return gap(chosen, died, chosen["novelty"] >= 0.5, result.replications)


def _min(lab: Lab) -> list[Finding]:
    result = lab.run({}, ("firms", "lives"))
    pioneers, followers = _novelty_risk(result, True), _novelty_risk(result, False)
    plain = lab.run(NOVELTY_WITHOUT_EFFECT, ("firms", "lives"))
    return [
        Finding(f"deaths of pioneers within {EARLY_YEARS} years: novel minus incremental",
                interval(pioneers), Unit.SHARE, Expected.ABOVE),
        Finding("deaths of followers, likewise", interval(followers), Unit.SHARE, Expected.ZERO),
        Finding("pioneers minus followers (interaction)",
                interval(pioneers - followers), Unit.SHARE, Expected.ABOVE),
        Finding("deaths of pioneers, novelty without effect",
                interval(_novelty_risk(plain, True)), Unit.SHARE, Expected.ZERO),
    ]


BARROT = Experiment(
    "barrot", "Do funds with a longer horizon finance younger firms with longer to go?",
    "Barrot 2017, Management Science",
    "By luck a backed fund's term is two years longer or two years shorter. Rows are the first "
    "cheques of funds of year 0 and later, compared within kind and vintage of fund.",
    _barrot)
HOT_MARKETS = Experiment(
    "hot_markets", "Do hot markets finance more failures and larger successes?",
    "Nanda and Rhodes-Kropf 2013, Journal of Financial Economics",
    "Social LPs commit half as much again in years 2 and 3: the flood. Counted are firms first "
    "financed in these two years: with the flood minus without.", _hot_markets)
TOLERANCE = Experiment(
    "tolerance", "Does tolerance for failure leave radical firms unfunded?",
    "Nanda and Rhodes-Kropf, work on financing risk and failure tolerance",
    f"A manager bridges a firm worth {TOLERANT_AT:g} (tolerant) or {STRICT_AT:g} (strict) times the bridge. "
    "Nobody, half or all are tolerant; the most novel fifth of all firms.", _tolerance)
GADDY = Experiment(
    "gaddy", "Is patience enough where there are no acquirers and thin margins?",
    "Gaddy, Sivaram, Jones and Wayman 2017, Energy Policy",
    "Patient terms minus usual terms at equal outlay, under poor and under good exits and margins; "
    f"hardly any listings. There are {BASELINE.entry.pioneer_slots * len(INDUSTRY_NAMES)} pioneer slots.",
    _gaddy)
MIN = Experiment(
    "min", "Do really new pioneers fail first?",
    "Min, Kalwani and Robinson 2006, Journal of Marketing",
    "Deaths of firms in the upper half of novelty minus those in the lower half, for pioneers and for "
    "followers, in the baseline.", _min)
