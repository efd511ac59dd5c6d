"""Ten directions reported in the literature, each as a fair experiment with its mechanism off beside.

Findings are differences on the same luck with their 95 % intervals. `expected` is what the paper
reports; the verdict says whether it came out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from model.comparison import Interval, interval
from model.experiments.lab import (
    Array,
    Changes,
    Experiment,
    Finding,
    Lab,
    by_world,
    difference,
    mean_over_rows,
)
from model.metrics import ratio, until_horizon
from model.outputs import INDUSTRY_NAMES
from model.results import Result

DEAD = {"technical dead end", "funding gap", "forced exit", "market"}
PIONEERS = "pioneers_succeeded_10"


def _rounds(result: Result) -> pd.DataFrame:
    """First investments in rounds: no bridges, no purchases of whole firms, from year 0."""
    rounds = result.rounds
    assert rounds is not None
    return rounds[~rounds["is_bridge"] & (rounds["share_sold"] < 1) & (rounds["quarter"] >= 0)]


def _firms(result: Result) -> pd.DataFrame:
    """Firms with their hidden traits."""
    assert result.firms is not None and result.lives is not None
    return result.firms.merge(result.lives, on=["replication", "firm"])


# ---- 1 Barrot -------------------------------------------------------------------------------------

LUCK_IN_TERM: dict[str, Any] = {"patience.term_luck_years": 2.0}
NO_FORCED_SALE: dict[str, Any] = {"switches.forced_sale": False}


def _horizons(lab: Lab, changes: Changes) -> tuple[Interval, Interval]:
    """Funds with luck in their term less those without: age at investment, expected wait."""
    result = lab.run({**LUCK_IN_TERM, **changes}, ("firms", "rounds", "funds", "lives"))
    funds = result.funds
    assert funds is not None
    backed = funds[(funds["government_share"] > 0) & (funds["vintage_quarter"] >= 0)]
    long = backed["term_quarters"] > backed["term_quarters"].mean()
    sides = backed.assign(side=np.where(long, 1, 0))[["replication", "fund", "side"]]
    bought = _rounds(result).merge(sides, on=["replication", "fund"]).merge(
        _firms(result), on=["replication", "firm"])
    bought = bought.assign(age=(bought["quarter"] - bought["founded_quarter"]) / 4)
    first = bought[bought["quarter"] == bought["first_cheque_quarter"]]
    wait = first.assign(wait=first["expected_wait_quarters"].astype(float) / 4)
    return (interval(_sides(bought, "age", lab.replications)),
            interval(_sides(wait, "wait", lab.replications)))


def _sides(frame: pd.DataFrame, column: str, worlds: int) -> Array:
    one, other = frame[frame["side"] == 1], frame[frame["side"] == 0]
    return (mean_over_rows(one, one[column], worlds) - mean_over_rows(other, other[column], worlds))


def _barrot(lab: Lab) -> list[Finding]:
    age, wait = _horizons(lab, {})
    age_off, wait_off = _horizons(lab, NO_FORCED_SALE)
    return [
        Finding("age of firms at investment, funds with four more years", age, "years", -1),
        Finding("expected time to exit at the first cheque", wait, "years", 1),
        Finding("age, no forced-sale discount", age_off, "years", 0),
        Finding("expected time, no forced-sale discount", wait_off, "years", 0),
    ]


# ---- 2 Brander, Du, Hellmann ----------------------------------------------------------------------

GUIDE_OFF: dict[str, Any] = {"switches.interference": False, "switches.price_response": False,
                             "switches.refusal": False}


def _share(cap: float, **more: Any) -> dict[str, Any]:
    return {"guide.share_cap": cap, **more}


def _raised(result: Result, kind: str) -> Array:
    """Money raised per financed firm by who its funds were: mixed, private or state alone."""
    rounds, funds = _rounds(result), result.funds
    assert funds is not None
    shares = funds[["replication", "fund", "government_share"]]
    money = rounds.merge(shares, on=["replication", "fund"])
    groups = money.groupby(["replication", "firm"])["government_share"].agg(["min", "max"])
    amount = money.groupby(["replication", "firm"])["amount_myuan"].sum()
    table = groups.assign(amount=amount).reset_index()
    pick = {"private": table["max"] == 0, "state": table["min"] > 0.99,
            "mixed": (table["max"] > 0) & (table["min"] <= 0.99)}[kind]
    chosen = table[pick]
    return mean_over_rows(chosen, chosen["amount"], result.replications)


def _brander(lab: Lab) -> list[Finding]:
    beside = lab.run({"guide.direct_share": 0.4}, ("rounds", "funds"))
    mixed, private, state = (_raised(beside, kind) for kind in ("mixed", "private", "state"))
    full, moderate, none = _share(0.9), _share(0.25), _share(0.0)
    off = {**GUIDE_OFF}
    return [
        Finding("money per firm: mixed less private backing", interval(mixed - private), "million yuan", 1),
        Finding("money per firm: private less state backing", interval(private - state), "million yuan", 1),
        Finding("pioneer successes: guide share up to 25 % less none",
                difference(lab, none, moderate, PIONEERS), "firms", 1),
        Finding("pioneer successes: up to 90 % less up to 25 %",
                difference(lab, moderate, full, PIONEERS), "firms", -1),
        Finding("the same without interference and price response",
                difference(lab, {**moderate, **off}, {**full, **off}, PIONEERS), "firms", None),
    ]


# ---- 3 Crowding out -------------------------------------------------------------------------------

ALONE = {"guide.budget_myuan_per_year": 0.0}
AS_LP: dict[str, Any] = {}
COMPETING = {"guide.direct_share": 1.0}


def _called(result: Result, *classes: str) -> Array:
    return np.asarray(sum(until_horizon(result, f"called_{name}") for name in classes))


def _crowding(lab: Lab) -> list[Finding]:
    alone, lp, rival = lab.run(ALONE), lab.run(AS_LP), lab.run(COMPETING)
    social = [interval(_called(run, "social") - _called(alone, "social")) for run in (lp, rival)]
    total = ("guide", "social", "state")
    everything = interval(_called(rival, *total) - _called(alone, *total))
    return [
        Finding("social money called, guide as LP less market alone", social[0], "million yuan", 1),
        Finding("social money called, state fund that competes less market alone", social[1],
                "million yuan", -1),
        Finding("all money called, state fund that competes less market alone", everything,
                "million yuan", -1),
    ]


# ---- 4 Colonnelli, Li, Liu ------------------------------------------------------------------------

MEDDLING: dict[str, Any] = {"guide.share_cap": 0.6, "guide.market_orientation": 0.1}
HANDS_OFF: dict[str, Any] = {"guide.share_cap": 0.6, "guide.market_orientation": 0.9}


def _gap(result: Result, who: str, trait: str) -> Array:
    """Mean trait of those who refused less that of all who were asked."""
    facts = result.facts
    return (ratio(facts[f"refused_{trait}"], facts[f"{who}_refused"])
            - ratio(facts[f"asked_{trait}"], facts[f"{who}_asked"]))


def _colonnelli(lab: Lab) -> list[Finding]:
    meddling, hands_off = lab.run(MEDDLING), lab.run(HANDS_OFF)
    rate = [ratio(run.facts["managers_refused"], run.facts["managers_asked"])
            for run in (meddling, hands_off)]
    return [
        Finding("skill of managers who refuse less of all asked",
                interval(_gap(meddling, "managers", "skill")), "standard deviations", 1),
        Finding("quality of firms that refuse less of all asked",
                interval(_gap(meddling, "firms", "quality") / 1e6), "quality points", 1),
        Finding("refusal rate of managers: market-oriented less administrative",
                interval(rate[1] - rate[0]), "share", -1),
        Finding("refusals by state managers", interval(meddling.facts["state_managers_refused"]),
                "managers", 0),
    ]


# ---- 5 Nanda, Rhodes-Kropf: hot markets -----------------------------------------------------------

FLOOD: dict[str, Any] = {"shocks.flood_years": 2.0, "shocks.flood_share": 0.5}
FLOOD_QUARTERS = (8, 16)


def _cohort(result: Result) -> tuple[Array, Array]:
    """Firms first financed in the flood's years: share that died, exit value of those sold."""
    firms = _firms(result)
    first = firms["first_cheque_quarter"].fillna(-99).astype(int)
    low, high = FLOOD_QUARTERS
    chosen = firms[(first >= low) & (first < high)]
    sold = chosen[chosen["outcome"].isin({"listing", "trade sale"})]
    worlds = result.replications
    return (mean_over_rows(chosen, chosen["outcome"].isin(DEAD), worlds),
            mean_over_rows(sold, sold["exit_value_myuan"], worlds))


def _hot_markets(lab: Lab) -> list[Finding]:
    tables = ("firms", "lives")
    calm, hot = _cohort(lab.run({}, tables)), _cohort(lab.run(FLOOD, tables))
    stiff = {**FLOOD, "switches.price_response": False}
    off = (_cohort(lab.run({"switches.price_response": False}, tables)), _cohort(lab.run(stiff, tables)))
    return [
        Finding("share of firms that die, financed in the flood less without it",
                interval(hot[0] - calm[0]), "share", 1),
        Finding("value of those sold", interval(hot[1] - calm[1]), "million yuan", 1),
        Finding("share that die, prices that do not respond", interval(off[1][0] - off[0][0]), "share", None),
    ]


# ---- 6 Nanda, Rhodes-Kropf: failure tolerance -----------------------------------------------------

STRICT: dict[str, Any] = {"funds.continuation_threshold": 1.3, "funds.continuation_sd": 0.0}
TOLERANT: dict[str, Any] = {"funds.continuation_threshold": 0.7, "funds.continuation_sd": 0.0}
NO_BRIDGES: dict[str, Any] = {"funds.bridges_allowed": 0}
MOST_NOVEL = 0.8


def _novel_starts(lab: Lab, changes: Changes) -> tuple[Array, Array]:
    """First rounds of the most novel fifth of firms, and of all, from year 0."""
    result = lab.run(changes, ("firms", "lives"))
    firms = _firms(result)
    financed = firms[firms["first_cheque_quarter"].fillna(-1).astype(int) >= 0]
    novel = financed["novelty"] >= MOST_NOVEL
    return (by_world(financed, novel, result.replications),
            by_world(financed, np.ones(len(financed)), result.replications))


def _tolerance(lab: Lab) -> list[Finding]:
    strict, tolerant = _novel_starts(lab, STRICT), _novel_starts(lab, TOLERANT)
    none = [_novel_starts(lab, {**side, **NO_BRIDGES}) for side in (STRICT, TOLERANT)]
    return [
        Finding("first rounds of the most novel fifth, all managers tolerant less none",
                interval(tolerant[0] - strict[0]), "rounds", -1),
        Finding("all first rounds", interval(tolerant[1] - strict[1]), "rounds", None),
        Finding("the most novel fifth, where nobody may bridge", interval(none[1][0] - none[0][0]), "rounds", 0),
    ]


# ---- 7 Gaddy and others ---------------------------------------------------------------------------

PATIENT: dict[str, Any] = {
    "patience.fund_term_years": 12.0, "patience.extension_probability": 0.9,
    "patience.reserves_share": 0.35, "patience.redemption_share": 0.0,
}


def _clean_tech(depth: float, margin: float) -> dict[str, Any]:
    """Every industry with these acquirers and this margin; hardly any listings."""
    changes: dict[str, Any] = {"exits.listing_hazard_per_year": 0.1}
    for name in INDUSTRY_NAMES:
        changes[f"industries.{name}.acquirer_depth"] = depth
        changes[f"industries.{name}.margin_share"] = margin
    return changes


def _gaddy(lab: Lab) -> list[Finding]:
    gains = {}
    for label, depth, margin in (("poor", 0.2, 0.25), ("rich", 4.0, 0.55)):
        exits = _clean_tech(depth, margin)
        gains[label] = (lab.run({**exits, **PATIENT}).headlines[PIONEERS]
                        - lab.run(exits).headlines[PIONEERS])
    return [
        Finding("patience alone: few acquirers, commodity margins", interval(gains["poor"]), "firms", 0),
        Finding("patience with many acquirers and good margins", interval(gains["rich"]), "firms", 1),
        Finding("interaction", interval(gains["rich"] - gains["poor"]), "firms", 1),
    ]


# ---- 8 Howell -------------------------------------------------------------------------------------


def _winners(lab: Lab, changes: Changes) -> Array:
    """Chance of ever raising an A round: winners of the lottery less losers, firms from year 0."""
    result = lab.run({"supports.grant_lottery_share": 0.5, **changes}, ("firms", "lives", "rounds"))
    firms = _firms(result)
    raised = _rounds(result)
    with_a = raised[raised["stage"] == "A"][["replication", "firm"]].drop_duplicates()
    firms = firms.merge(with_a.assign(a=1.0), on=["replication", "firm"], how="left")
    firms = firms[firms["founded_quarter"] >= 0].assign(a=lambda f: f["a"].fillna(0.0))
    won, lost = firms[firms["is_lottery_winner"]], firms[~firms["is_lottery_winner"]]
    return (mean_over_rows(won, won["a"], result.replications)
            - mean_over_rows(lost, lost["a"], result.replications))


def _howell(lab: Lab) -> list[Finding]:
    early = _winners(lab, {"supports.early_grant_myuan": 1.0})
    late = _winners(lab, {"supports.late_grant_myuan": 7.0})
    none = _winners(lab, {})
    return [
        Finding("chance of an A round: 1 million before the prototype", interval(early - none), "share", 1),
        Finding("chance of an A round: 7 million after the prototype", interval(late - none), "share", 0),
        Finding("per million yuan granted: early less late", interval((early - none) - (late - none) / 7), "share", 1),
        Finding("winners less losers of a lottery without a prize", interval(none), "share", 0),
    ]


# ---- 9 Min, Kalwani, Robinson ---------------------------------------------------------------------

EARLY_YEARS = 8


def _novelty_risk(result: Result, pioneers: bool) -> Array:
    """Share that died within some years: the more novel half less the other half."""
    firms = _firms(result)
    last = 4 * result.parameters.settings.horizon_years
    chosen = firms[(firms["is_pioneer"] == pioneers) & (firms["founded_quarter"] < last - 4 * EARLY_YEARS)]
    age = chosen["outcome_quarter"].astype(float) - chosen["founded_quarter"]
    died = (chosen["outcome"].isin(DEAD) & (age <= 4 * EARLY_YEARS)).to_numpy()
    novel = (chosen["novelty"] >= 0.5).to_numpy()
    worlds = result.replications
    return (mean_over_rows(chosen[novel], died[novel], worlds)
            - mean_over_rows(chosen[~novel], died[~novel], worlds))


def _min(lab: Lab) -> list[Finding]:
    result = lab.run({}, ("firms", "lives"))
    pioneers, followers = _novelty_risk(result, True), _novelty_risk(result, False)
    plain = lab.run({"firms.novelty_difficulty": 0.0, "firms.novelty_noise": 0.0,
                     "firms.novelty_payoff": 0.0}, ("firms", "lives"))
    return [
        Finding("deaths within eight years: novel less incremental pioneers", interval(pioneers), "share", 1),
        Finding("the same of followers", interval(followers), "share", None),
        Finding("pioneers less followers (interaction)", interval(pioneers - followers), "share", 1),
        Finding("pioneers, novelty without effect", interval(_novelty_risk(plain, True)), "share", 0),
    ]


# ---- 10 Concession --------------------------------------------------------------------------------

CONCESSION: dict[str, Any] = {"guide.concession_share": 0.5}


def _per_conceded(lab: Lab, times: float) -> Array:
    """Extra social money called per yuan conceded, with the social pool so many times as large."""
    base = lab.run({}).parameters.investors
    pools = {"investors.social_pool_myuan": base.social_pool_myuan * times,
             "investors.social_inflow_myuan_per_year": base.social_inflow_myuan_per_year * times}
    plain, conceding = lab.run(pools), lab.run({**pools, **CONCESSION})
    extra = _called(conceding, "social") - _called(plain, "social")
    conceded = conceding.series["concession"].astype(np.float64).sum(1)
    return ratio(extra, conceded)


def _concession(lab: Lab) -> list[Finding]:
    half, same, double = (_per_conceded(lab, times) for times in (0.5, 1.0, 2.0))
    return [
        Finding("extra social money per yuan conceded, half the pool", interval(half), "multiple", 1),
        Finding("the same with the pool as it is", interval(same), "multiple", None),
        Finding("half the pool less double the pool", interval(half - double), "multiple", 1),
    ]


DIRECTIONS = (
    Experiment("barrot", "Do funds with a longer horizon finance younger firms with longer to go?",
               "Barrot 2017, Management Science",
               "Luck of two years more or less in a fund's term, same manager.", _barrot),
    Experiment("brander", "Is a moderate public share best?",
               "Brander, Du and Hellmann 2015, Review of Finance",
               "Cap on the guide's share from none to 90 %, the same budget; and a state fund beside.", _brander),
    Experiment("crowding", "Does public money crowd private money out?",
               "Cumming and MacIntosh 2006; Leleux and Surlemont 2003",
               "The same money as an LP in private funds, or as a subsidised fund that competes.", _crowding),
    Experiment("colonnelli", "Do the best avoid a guide that interferes?",
               "Colonnelli, Li and Liu 2024, Journal of Political Economy",
               "Guide share up to 60 %, administrative against market-oriented.", _colonnelli),
    Experiment("hot_markets", "Do hot markets finance more failures and larger successes?",
               "Nanda and Rhodes-Kropf 2013, Journal of Financial Economics",
               "Half as much social money again in years 2 and 3; firms first financed then.", _hot_markets),
    Experiment("tolerance", "Does tolerance for failure leave radical firms unfunded?",
               "Nanda and Rhodes-Kropf, financing risk and failure tolerance",
               "All managers strict, or all tolerant, in going on after a setback.", _tolerance),
    Experiment("gaddy", "Is patience enough where there are no acquirers and thin margins?",
               "Gaddy, Sivaram, Jones and Wayman 2017, Energy Policy",
               "Patient terms under poor and under good exits and margins.", _gaddy),
    Experiment("howell", "Do early grants raise later venture money, and late ones not?",
               "Howell 2017, American Economic Review",
               "A keyed lottery: 1 million before, or 7 million after the prototype.", _howell),
    Experiment("min", "Do really new pioneers fail first?",
               "Min, Kalwani and Robinson 2006, Journal of Marketing",
               "Deaths by novelty, among pioneers and among followers.", _min),
    Experiment("concession", "Does profit concession help most where private money is scarce?",
               "evolutionary-game work on guidance funds, 2025: a prediction, not a finding",
               "Half, the same, and double the social pool; half of the guide's profit conceded or none.",
               _concession),
)
