"""Directions of the literature on public money: share, crowding out, control, grants, concession."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from model.comparison import interval
from model.declare import Unit
from model.experiments.lab import NOT_MEASURED, Changes, Expected, Experiment, Finding, Lab, gain
from model.experiments.outlay import BUDGET, at_equal_outlay
from model.experiments.patience import PIONEERS
from model.experiments.tables import (
    Array,
    by_world,
    firms_of,
    first_cheque,
    gap,
    is_sold_well,
    mean_over_rows,
    rounds_of,
)
from model.metrics import ratio, until_horizon
from model.parameters import BASELINE
from model.results import Result

ALONE: dict[str, Any] = {BUDGET: 0.0}

# ---- Brander, Du, Hellmann ------------------------------------------------------------------------

STATE_FUND_BESIDE: dict[str, Any] = {"guide.direct_share": 0.4}
MODERATE: dict[str, Any] = {"guide.share_cap": 0.25}
HIGH: dict[str, Any] = {"guide.share_cap": 0.9}
NO_CONTROL: dict[str, Any] = {"switches.interference": False, "switches.price_response": False}
WHOLLY_STATE = 0.99
MODERATE_SHARE = 0.5


def _by_backing(result: Result) -> pd.DataFrame:
    """Firms first financed while the guide commits, with the public share of their rounds.

    Funds from outside the zone are private.
    """
    funds = result.funds
    assert funds is not None
    cheques = rounds_of(result).merge(
        funds[["replication", "fund", "guide_share"]], on=["replication", "fund"], how="left")
    cheques = cheques.assign(share=cheques["guide_share"].fillna(0.0))
    cheques = cheques.assign(public=cheques["share"] * cheques["amount_myuan"])
    backing = cheques.groupby(["replication", "firm"]).agg(
        lowest=("share", "min"), highest=("share", "max"),
        public=("public", "sum"), amount=("amount_myuan", "sum")).reset_index()
    firms = firms_of(result)
    start = first_cheque(firms)
    years = result.parameters.guide.budget_years
    backed: pd.DataFrame = firms[(start >= 0) & (start < 4 * years)].merge(backing, on=["replication", "firm"])
    return backed.assign(public_share=backed["public"] / backed["amount"])


def _mean_where(firms: pd.DataFrame, values: Any, chosen: Any, worlds: int) -> Array:
    return mean_over_rows(firms[chosen], np.asarray(values)[chosen], worlds)


def _firms_by_backing(lab: Lab, changes: Changes) -> tuple[list[Array], list[Array]]:
    """Money per firm by backing (private, mixed, state); share sold well by public share (none, some, most)."""
    firms = _by_backing(lab.run(changes, ("firms", "lives", "rounds", "funds")))
    backing = (firms["highest"] == 0, (firms["highest"] > 0) & (firms["lowest"] < WHOLLY_STATE),
               firms["lowest"] >= WHOLLY_STATE)
    share = firms["public_share"]
    shares = (share == 0, (share > 0) & (share <= MODERATE_SHARE), share > MODERATE_SHARE)
    return ([_mean_where(firms, firms["raised_myuan"], rows, lab.replications) for rows in backing],
            [_mean_where(firms, is_sold_well(firms), rows, lab.replications) for rows in shares])


def _brander(lab: Lab) -> list[Finding]:
    (private, mixed, state), (none, some, most) = _firms_by_backing(lab, STATE_FUND_BESIDE)
    _money, (_none, some_off, most_off) = _firms_by_backing(lab, {**STATE_FUND_BESIDE, **NO_CONTROL})
    runs = at_equal_outlay(lab, {"moderate": MODERATE, "high": HIGH})
    off = at_equal_outlay(lab, {"moderate": {**MODERATE, **NO_CONTROL}, "high": {**HIGH, **NO_CONTROL}})
    alone = lab.run(ALONE)
    return [
        Finding("money raised by a firm: mixed minus private backing",
                interval(mixed - private), Unit.MYUAN, Expected.ABOVE),
        Finding("money raised by a firm: private minus state backing",
                interval(private - state), Unit.MYUAN, Expected.ABOVE),
        Finding("firms sold well: public share up to a half minus no public money",
                interval(some - none), Unit.SHARE, Expected.ABOVE),
        Finding("firms sold well: public share above a half minus one up to a half",
                interval(most - some), Unit.SHARE, Expected.BELOW),
        Finding("firms sold well: the same two shares, neither interference nor price response",
                interval(most_off - some_off), Unit.SHARE, Expected.NOT_BELOW),
        Finding("pioneers at year 10: a guide with up to 25 % of a fund minus no guide",
                gain(alone, runs["moderate"], PIONEERS), Unit.COUNT, Expected.ABOVE),
        Finding("pioneers at year 10: a cap of 90 % minus a cap of 25 %, at equal outlay",
                gain(runs["moderate"], runs["high"], PIONEERS), Unit.COUNT, Expected.BELOW),
        Finding("pioneers at year 10: the same two caps, neither interference nor price response",
                gain(off["moderate"], off["high"], PIONEERS), Unit.COUNT, Expected.NOT_BELOW),
    ]


# ---- Crowding out ---------------------------------------------------------------------------------

AS_LP: dict[str, Any] = {}
COMPETING: dict[str, Any] = {"guide.direct_share": 1.0}


def _called(result: Result, *classes: str) -> Array:
    return np.asarray(sum(until_horizon(result, f"called_{name}") for name in classes))


def _crowding(lab: Lab) -> list[Finding]:
    alone = lab.run(ALONE)
    runs = at_equal_outlay(lab, {"as LP": AS_LP, "competing": COMPETING})

    def extra(name: str, *classes: str) -> Any:
        run = runs[name]
        return NOT_MEASURED if run is None else interval(_called(run, *classes) - _called(alone, *classes))

    everybody = ("guide", "social", "state")
    return [
        Finding("social money called: guide as LP minus no guide",
                extra("as LP", "social"), Unit.MYUAN, Expected.NOT_BELOW),
        Finding("all money called: guide as LP minus no guide",
                extra("as LP", *everybody), Unit.MYUAN, Expected.ABOVE),
        Finding("social money called: state fund that competes minus no guide",
                extra("competing", "social"), Unit.MYUAN, Expected.BELOW),
        Finding("all money called: state fund that competes minus no guide",
                extra("competing", *everybody), Unit.MYUAN, Expected.BELOW),
    ]


# ---- Colonnelli, Li, Liu --------------------------------------------------------------------------

MEDDLING: dict[str, Any] = {"guide.share_cap": 0.6, "guide.market_orientation": 0.1}
HANDS_OFF: dict[str, Any] = {"guide.share_cap": 0.6, "guide.market_orientation": 0.9}
NO_INTERFERENCE: dict[str, Any] = {**MEDDLING, "switches.interference": False}


def _refusers(result: Result, who: str, trait: str) -> Array:
    """Mean trait of those who refused less that of all who were asked."""
    facts = result.facts
    return (ratio(facts[f"refused_{trait}"], facts[f"{who}_refused"])
            - ratio(facts[f"asked_{trait}"], facts[f"{who}_asked"]))


def _colonnelli(lab: Lab) -> list[Finding]:
    meddling, hands_off, off = lab.run(MEDDLING), lab.run(HANDS_OFF), lab.run(NO_INTERFERENCE)
    administrative, market = (
        ratio(run.facts["managers_refused"], run.facts["managers_asked"]) for run in (meddling, hands_off))
    return [
        Finding("skill of managers who refuse minus that of all asked, in standard deviations",
                interval(_refusers(meddling, "managers", "skill")), Unit.NUMBER, Expected.ABOVE),
        Finding("quality of firms that refuse minus that of all asked",
                interval(_refusers(meddling, "firms", "quality") / 1e6), Unit.NUMBER, Expected.ABOVE),
        Finding("managers who refuse: market-oriented minus administrative",
                interval(market - administrative), Unit.SHARE, Expected.BELOW),
        Finding("refusals by state managers (by construction)",
                interval(meddling.facts["state_managers_refused"]), Unit.COUNT, Expected.ZERO),
        Finding("refusals by managers, no interference",
                interval(off.facts["managers_refused"]), Unit.COUNT, Expected.ZERO),
    ]


# ---- Howell ---------------------------------------------------------------------------------------

EARLY: dict[str, Any] = {"supports.early_grant_myuan": 1.0}
LATE: dict[str, Any] = {"supports.late_grant_myuan": 7.0}
EARLY_WINNERS = 0.5
TABLES = ("firms", "lives", "rounds")


def _lottery(share: float) -> dict[str, Any]:
    return {"supports.grant_lottery_share": share}


def _grants(result: Result) -> float:
    return float(until_horizon(result, "treasury_grants").mean())


def late_winners(lab: Lab) -> float:
    """Share of firms that win a late grant when all grants together cost as much as the early ones."""
    early = _grants(lab.run({**EARLY, **_lottery(EARLY_WINNERS)}, TABLES))
    winners = EARLY_WINNERS
    for _ in range(3):  # nearly in proportion, so that three steps come within a few percent
        late = _grants(lab.run({**LATE, **_lottery(winners)}))
        winners = min(1.0, winners * early / late) if late else 0.0
    return winners


def _winners(lab: Lab, changes: Changes) -> tuple[Array, float]:
    """Chance of ever raising an A round, winners less losers; winners in a world. Firms from year 0."""
    result = lab.run(changes, TABLES)
    firms = firms_of(result)
    firms = firms[firms["founded_quarter"] >= 0]
    raised = rounds_of(result)
    with_a = raised.loc[raised["stage"] == "A", ["replication", "firm"]].drop_duplicates().assign(has_a=1.0)
    firms = firms.merge(with_a, on=["replication", "firm"], how="left")
    difference = gap(firms, firms["has_a"].fillna(0.0), firms["is_lottery_winner"], lab.replications)
    return difference, float(by_world(firms, firms["is_lottery_winner"], lab.replications).mean())


def _howell(lab: Lab) -> list[Finding]:
    few = _lottery(late_winners(lab))
    early, early_count = _winners(lab, {**EARLY, **_lottery(EARLY_WINNERS)})
    late, late_count = _winners(lab, {**LATE, **few})
    no_early, _count = _winners(lab, _lottery(EARLY_WINNERS))
    no_late, _count = _winners(lab, few)
    early, late = early - no_early, late - no_late
    return [
        Finding("chance of an A round: 1 million yuan before the prototype",
                interval(early), Unit.SHARE, Expected.ABOVE),
        Finding("chance of an A round: 7 million yuan after the prototype",
                interval(late), Unit.SHARE, Expected.ZERO),
        Finding("firms with an A round from the same total of grants: early minus late",
                interval(early * early_count - late * late_count), Unit.COUNT, Expected.ABOVE),
        Finding("chance of an A round: winners minus losers in a lottery without a prize",
                interval(no_early), Unit.SHARE, Expected.ZERO),
    ]


# ---- Concession -----------------------------------------------------------------------------------

HALF_CONCEDED: dict[str, Any] = {"guide.concession_share": 0.5}


def _per_conceded(lab: Lab, times: float) -> Array:
    """Extra social money called per yuan conceded, with the social pool so many times as large."""
    base = BASELINE.investors
    pools = {"investors.social_pool_myuan": base.social_pool_myuan * times,
             "investors.social_inflow_myuan_per_year": base.social_inflow_myuan_per_year * times}
    plain, conceding = lab.run(pools), lab.run({**pools, **HALF_CONCEDED})
    extra = _called(conceding, "social") - _called(plain, "social")
    return ratio(extra, conceding.series["concession"].astype(np.float64).sum(1))


def _concession(lab: Lab) -> list[Finding]:
    half, same, double = (_per_conceded(lab, times) for times in (0.5, 1.0, 2.0))
    return [
        Finding("extra social money per yuan conceded: half the pool",
                interval(half), Unit.MULTIPLE, Expected.ABOVE),
        Finding("the pool as it is", interval(same), Unit.MULTIPLE),
        Finding("twice the pool", interval(double), Unit.MULTIPLE),
        Finding("half the pool minus twice the pool", interval(half - double), Unit.MULTIPLE, Expected.ABOVE),
    ]


BRANDER = Experiment(
    "brander", "Is a moderate public share best?",
    "Brander, Du and Hellmann 2015, Review of Finance; NBER w16521",
    "Firms by who financed them: public is the guide's money, and 40 % of its budget goes to a wholly "
    "state-owned fund beside the others. Pioneers: the guide may hold up to 25 % or up to 90 % of a fund, at "
    "equal outlay. The outlay is too small to reach 90 %.", _brander)
CROWDING = Experiment(
    "crowding", "Does public money crowd private money out?",
    "Leleux and Surlemont 2003 (no); Cumming and MacIntosh 2006 (yes, for subsidised funds)",
    "The same outlay as an LP in private funds, or as a subsidised state fund that competes with them. "
    "Money called until the horizon, minus that without any guide.", _crowding)
COLONNELLI = Experiment(
    "colonnelli", "Do the best avoid a guide that interferes?",
    "Colonnelli, Li and Liu 2024, Journal of Political Economy",
    "A cap of 60 % on the guide's share. Administrative guide (market orientation 0.1) against a "
    "market-oriented one (0.9).", _colonnelli)
HOWELL = Experiment(
    "howell", "Do early grants raise later venture money, and late ones not?",
    "Howell 2017, American Economic Review",
    "Grants by lot: 1 million yuan before the prototype to half of all firms, or 7 million yuan after it to so many "
    "that the total is the same. Winners minus losers, minus the same difference in a lottery "
    "without a prize.", _howell)
CONCESSION = Experiment(
    "concession", "Does profit concession help most where private money is scarce?",
    "evolutionary-game work on guidance funds, 2025: a prediction, not a finding",
    "The guide leaves half of its profit to other LPs, or none; half, once and twice the social pool.",
    _concession)
