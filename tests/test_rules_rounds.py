"""Rounds: which fund bids, at what price, with how much, and what is learnt of the odds."""

import functools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import FOUNDERS_SHARES, Bench, M, collect_bids, firms_work, mark

from model import luck, valuation
from model.jit import entry_point
from model.parameters import BASELINE, PARAMETERS
from model.processes import beliefs as learning
from model.processes import bridges, closing, rounds
from model.state import (
    ANGEL,
    FIRST_FIRM,
    GROWTH,
    HORIZON,
    MATURE,
    MOST_BIDDERS,
    NO_FUND,
    OUTSIDE_OWNER,
    REFUSED,
    RETURN,
    VENTURE,
    VENTURE_FUND,
    WAITING,
    WORKING,
)


@entry_point
def weigh(world: Any, p: Any, kind: Any, left: Any) -> int:
    """The first fund on the list weighs the first candidate; `left` is how long the fund lives."""
    w = world[0]
    candidate = w.candidates[0]
    candidate.bidders = 0
    bidder = w.bidders[kind, 0]
    bidder.left = left
    reason: int = rounds.weigh(w, p[0], candidate, bidder, luck.pair_key(w.firms[0].key, bidder.key))
    return reason


@entry_point
def close_rounds(world: Any, p: Any) -> None:
    closing.close_rounds(world[0], p[0])


@entry_point
def update_odds(world: Any, p: Any) -> None:
    learning.update_odds(world[0], p[0])


@entry_point
def continuation_ratio(world: Any, p: Any, stake: Any, amount: Any) -> float:
    """How the first fund sees a bridge of the first firm."""
    ratio: float = bridges.continuation_ratio(world[0], p[0], 0, 0, stake, amount)
    return ratio


@functools.cache
def fund_and_firm() -> Bench:
    """A venture fund without clauses and a firm in search of an A round, in a ready market."""
    bench = Bench({"spillovers.readiness_at_opening": 0.7})
    firm = bench.firm(VENTURE, industry=1)
    bench.w["market"]["discount"] = 0.5
    bench.fund(1000 * M)["required_return"] = 0.02
    firm["financed"], firm["seeking_since"] = ANGEL, bench.w["clock"]["quarter"]
    bench.w["searchers"][0], bench.w["clock"]["searchers"] = 0, 1
    collect_bids(bench.world, bench.p)
    return bench


def weighed(left: float, ticket: int, quality: float) -> int:
    """Why the fund declines, or -1 if it bids."""
    bench = fund_and_firm()
    bench.w["firms"][0]["quality"] = quality
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, VENTURE, ticket
    candidate["work_share"] = 1.0
    return int(weigh(bench.world, bench.p, np.int64(VENTURE_FUND), left))


@given(st.floats(0, 60), st.floats(0, 60), st.floats(1, 60), st.floats(-1, 1))
def test_a_longer_fund_accepts_whatever_a_shorter_one_does(
    one: float, other: float, ticket: float, quality: float
) -> None:
    short, long = min(one, other), max(one, other)
    if weighed(short, round(ticket * M), quality) < 0:
        assert weighed(long, round(ticket * M), quality) < 0


def test_some_firms_are_declined_for_the_horizon_alone() -> None:
    tickets = [round(x * M) for x in np.geomspace(1, 300, 60)]
    outcomes = [(weighed(0.0, t, 0.0), weighed(60.0, t, 0.0)) for t in tickets]
    assert (HORIZON, -1) in outcomes  # horizon too short, but not for a long fund
    assert outcomes[0] == (-1, -1) and outcomes[-1] == (RETURN, RETURN)


def closed(bids: list[float], ticket: int = 30, changes: dict[str, Any] | None = None) -> tuple[Bench, Any]:
    """A round with bids (values after the money, million yuan) of investors with enough money."""
    bench = Bench({"market.leave_probability": 0.0, **(changes or {})})
    firm = bench.firm(VENTURE)
    firm["seeking_since"] = bench.w["clock"]["quarter"]
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, VENTURE, ticket * M
    candidate["bidders"] = len(bids)
    candidate["fund"][: len(bids)] = OUTSIDE_OWNER
    candidate["value"][: len(bids)] = np.array(bids) * M
    bench.w["clock"]["candidates"] = 1
    close_rounds(bench.world, bench.p)
    return bench, firm


@pytest.mark.parametrize(("bids", "post"), [
    ([100.0], 80.0),  # alone: a fifth below its own value
    ([100.0, 70.0], 80.0), ([100.0, 90.0], 90.0), ([100.0, 100.0], 100.0),
    ([62.0], 60.0),  # founders sell no more than half
])
def test_price_and_dilution_of_a_round(bids: list[float], post: float) -> None:
    bench, firm = closed(bids)
    assert firm["price"] == pytest.approx((post - 30) * M / FOUNDERS_SHARES)
    assert firm["shares"] * firm["price"] == pytest.approx(post * M)
    new = bench.w["holdings"][0]
    assert new["share_sold"] == pytest.approx(30 / post)
    assert new["shares"] / firm["shares"] == pytest.approx(30 / post)
    assert bench.balance(FIRST_FIRM) == 30 * M == firm["raised_fen"]


def test_without_price_response_rivals_do_not_bid_prices_up() -> None:
    _, firm = closed([100.0, 100.0], changes={"switches.price_response": False})
    assert firm["shares"] * firm["price"] == pytest.approx(80 * M)


def test_two_rounds_dilute_in_turn() -> None:
    bench, firm = closed([100.0, 100.0])
    first = bench.w["holdings"][0]
    candidate = bench.w["candidates"][0]
    candidate["ticket_fen"], candidate["value"][:2] = 80 * M, 400 * M
    close_rounds(bench.world, bench.p)
    # 30 % of what is left when the next round has bought a fifth
    assert first["shares"] / firm["shares"] == pytest.approx(0.3 * 0.8)
    assert FOUNDERS_SHARES / firm["shares"] == pytest.approx(0.7 * 0.8)


def financed_by(changes: dict[str, Any], money: int, guide: float = 0.0) -> tuple[Bench, Any]:
    """A round of 30 million yuan with one fund of this size, which values the firm at 125."""
    bench = Bench(changes)
    firm = bench.firm(VENTURE)
    firm["status"], firm["financed"] = WAITING, ANGEL
    bench.fund(money * M, guide=guide)
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, VENTURE, 30 * M
    candidate["bidders"], candidate["fund"][0], candidate["value"][0] = 1, 0, 125.0 * M
    bench.w["clock"]["candidates"] = 1
    close_rounds(bench.world, bench.p)
    return bench, firm


@pytest.mark.parametrize(("money", "closes"), [(17, False), (18, True), (24, True)])
def test_a_round_closes_with_three_fifths_of_its_money(money: int, closes: bool) -> None:
    bench, firm = financed_by({"rounds.concentration_share": 1.0}, money)
    assert firm["raised_fen"] == (money * M if closes else 0)
    if closes:  # 100 after the whole round, so 70 before it
        assert bench.w["holdings"][0]["share_sold"] == pytest.approx(money / (70 + money))
    else:
        assert firm["reason"] == 0  # no dry powder


@pytest.mark.parametrize(("rooms", "raised", "post"), [
    ([30, 30, 30], 30, 90.0),  # the best bidder pays all, at its rival's bid
    ([24, 6, 30], 30, 90.0),
    ([17, 0, 12], 29, 65.0),  # the round would not close without the last one, which would pay no more
    ([18, 0, 12], 18, 90.0),  # it closes without
    ([10, 8, 12], 18, 90.0),
    ([0, 0, 30], 30, 65.0),
])
def test_nobody_pays_more_than_its_own_bid(rooms: list[int], raised: int, post: float) -> None:
    bench = Bench({"rounds.concentration_share": 1.0})
    firm = bench.firm(VENTURE)
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, VENTURE, 30 * M
    candidate["bidders"], candidate["fund"][:3], candidate["value"][:3] = 3, [0, 1, 2], np.array([110, 90, 65.0]) * M
    for room in rooms:
        bench.fund(100 * M)["invested_fen"] = (100 - room) * M
    bench.w["clock"]["candidates"] = 1
    close_rounds(bench.world, bench.p)
    assert firm["raised_fen"] == raised * M
    assert firm["price"] * FOUNDERS_SHARES == pytest.approx((post - 30) * M)


@pytest.mark.parametrize("share", [0.05, 0.12, 0.3])
def test_concentration_limit(share: float) -> None:
    limits = {"rounds.concentration_share": share, "rounds.smallest_close_share": 0.1}
    assert financed_by(limits, 100)[1]["raised_fen"] == round(share * 100 * M)


@pytest.mark.parametrize(("guide", "least", "certified"), [
    (0.25, 0.1, True), (0.05, 0.1, False), (0.0, 0.1, False), (0.0, 0.0, False)])
def test_the_guide_certifies_firms_of_funds_in_which_it_has_a_part(
    guide: float, least: float, certified: bool
) -> None:
    _, firm = financed_by({"guide.certification_share": least}, 1000, guide)
    before = BASELINE.firms.quality_sd**2
    # a signal of a quarter of the precision that is there already
    after = before / 1.25 if certified else before
    assert firm["believed_variance"] == pytest.approx(after)
    assert (firm["believed"] != 0) == certified


def test_beliefs_start_at_their_prior_and_fade_back_to_it() -> None:
    bench = Bench(quarter=1)
    b = bench.w["beliefs"]
    assert b["found"][ANGEL] / b["sought"][ANGEL] == pytest.approx(0.55)
    b["found"][ANGEL] += 60.0
    b["sought"][ANGEL] += 60.0
    excess = [float(b["sought"][ANGEL]) - 30]
    for _ in range(8):
        update_odds(bench.world, bench.p)
        excess.append(float(b["sought"][ANGEL]) - 30)
    assert excess[8] == pytest.approx(60 * (1 - 0.115) ** 2)
    assert b["exits"] / b["at_risk"] == pytest.approx(0.05)


def test_a_firm_that_gives_up_its_search_counts_as_one_that_found_nothing() -> None:
    for years, tried in ((2.0, 0), (4.0, 1)):
        bench = Bench({"market.outside_fund_probability": 0.0})
        firm = bench.firm(MATURE)
        firm["financed"] = GROWTH
        firm["seeking_since"] = bench.w["clock"]["quarter"] - round(4 * years)
        bench.w["searchers"][0], bench.w["clock"]["searchers"] = 0, 1
        before = float(bench.w["beliefs"]["sought"][MATURE])
        collect_bids(bench.world, bench.p)
        assert (firm["seeking_since"] < 0) == (tried == 1)
        assert bench.w["beliefs"]["sought"][MATURE] - before == tried


def test_a_mature_firm_searches_for_as_long_as_it_is_said() -> None:
    bench = Bench({"market.outside_fund_probability": 0.0, "rounds.expansion_search_years": 1.5})
    firm = bench.firm(MATURE)
    firm["financed"], firm["seeking_since"] = GROWTH, bench.w["clock"]["quarter"]
    bench.w["searchers"][0] = 0
    searched = []
    for _ in range(9):
        bench.w["clock"]["searchers"] = int(firm["seeking_since"] >= 0)
        collect_bids(bench.world, bench.p)
        searched.append(bench.now("searches"))
        bench.w["clock"]["quarter"] += 1
    assert searched == [1] * 6 + [0] * 3


@pytest.mark.parametrize("missing", [0, 1])
def test_a_firm_whose_margin_pays_its_work_needs_no_round(missing: int) -> None:
    bench = Bench({"market.outside_fund_probability": 0.0})
    firm = bench.firm(GROWTH)
    firm["financed"], firm["status"], firm["passed_unfunded"] = VENTURE, WAITING, GROWTH
    firm["seeking_since"], firm["revenue_fen"] = bench.w["clock"]["quarter"], 20 * M
    tax = BASELINE.treasury
    costs = bench.w["stages"][GROWTH]["burn_fen"] * (1 + tax.wage_tax_share) + 20 * M * tax.revenue_tax_share
    firm["margin_fen"] = math.ceil(costs) - missing  # and it has no cash at all
    bench.w["searchers"][0], bench.w["clock"]["searchers"] = 0, 1
    collect_bids(bench.world, bench.p)
    assert bench.now("searches") == missing
    assert (firm["status"], firm["passed_unfunded"]) == ((WAITING, GROWTH) if missing else (WORKING, -1))
    assert (firm["seeking_since"] < 0) == (missing == 0)


@pytest.mark.parametrize("work", [1, 6])
def test_a_c_round_gives_as_many_quarters_of_strong_growth_as_scaling_up_takes(work: int) -> None:
    bench = Bench({"market.leave_probability": 0.0, "firms.revenue_sd_per_year": 0.0,
                   "firms.market_death_hazard_per_year": 0.0})
    bench.w["stages"][GROWTH]["work"] = work
    firm = bench.firm(MATURE, cash=1000 * M)
    firm["financed"], firm["seeking_since"], firm["log_revenue"] = GROWTH, bench.w["clock"]["quarter"], 20.0
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, MATURE, 100 * M
    candidate["bidders"], candidate["fund"][0], candidate["value"][0] = 1, OUTSIDE_OWNER, 1000.0 * M
    bench.w["clock"]["candidates"] = 1
    grown = []
    for quarter in range(10):
        before = float(firm["log_revenue"])
        firms_work(bench.world, bench.p)
        grown.append(float(firm["log_revenue"]) - before)
        if quarter == 1:
            close_rounds(bench.world, bench.p)
        bench.w["clock"]["quarter"] += 1
    assert firm["financed"] == MATURE
    assert firm["expansion_fen"] == firm["raised_fen"] // work == 100 * M // work
    strong, usual = (x / 4 for x in (BASELINE.firms.growth_drift_per_year, BASELINE.firms.mature_drift_per_year))
    assert grown == pytest.approx([usual] * 2 + [strong] * work + [usual] * (8 - work))


def insiders_value(stage: int, revenue: int, odds_of_c: float, **state: Any) -> tuple[Bench, float]:
    """What an insider with a quarter of a selling firm thinks it worth when it is asked for a bridge."""
    bench = Bench({"firms.revenue_sd_per_year": 0.0, "firms.market_death_hazard_per_year": 0.0,
                   "firms.quality_test_effect": 0.0, "firms.novelty_difficulty": 0.0})
    bench.w["market"]["discount"] = 0.0
    bench.w["beliefs"]["money"][MATURE] = odds_of_c
    firm = bench.firm(stage)
    firm["revenue_fen"], firm["status"], firm["price"] = revenue * M, WORKING, 100.0
    for name, value in state.items():
        firm[name] = value
    fund = bench.fund()
    fund["required_return"], fund["threshold"] = 0.02, 1.0
    mark(bench.world, np.int64(0), 100.0)
    # as many new shares as there are old ones, so that a quarter becomes five eighths
    amount = round(75 * FOUNDERS_SHARES)
    return bench, continuation_ratio(bench.world, bench.p, 0.25, np.int64(amount)) * amount / 0.625


def selling(bench: Bench, revenue: float) -> float:
    """Worth of a mature firm that waits for its exit at a return of 2 % a quarter."""
    pace, growth = BASELINE.exits.exit_prior_hazard_per_year / 4, BASELINE.firms.mature_drift_per_year / 4
    # nobody counts on more than an exit at once would bring
    waiting = pace / max(pace, pace + 0.02 - growth)
    return revenue * M * float(bench.w["industries"][0]["price_later"]) * waiting


@entry_point
def selling_value(world: Any, p: Any, revenue: Any, rate: Any) -> float:
    value: float = valuation.selling_value(world[0], p[0], 0, revenue, rate)
    return value


@pytest.mark.parametrize(("growth", "share", "most", "times"), [
    (0.02, 1.0, 1.0, 1.0), (0.02, 0.5, 1.0, 5 / 6), (0.02, 0.0, 1.0, 5 / 7), (0.04, 1.0, 1.0, 1.0),
    (0.04, 1.0, 3.0, 5 / 3), (0.04, 1.0, 1.2, 1.2), (0.09, 1.0, 2.0, 2.0), (0.04, 0.5, 1.5, 1.0)])
def test_what_waiting_for_an_exit_brings(growth: float, share: float, most: float, times: float) -> None:
    """The believed pace over the pace with return and less the growth that is counted, held at a multiple."""
    bench = Bench({"firms.revenue_sd_per_year": 0.0, "firms.mature_drift_per_year": 4 * growth,
                   "firms.market_death_hazard_per_year": 0.0, "exits.growth_counted_share": share,
                   "exits.most_waiting_multiple": most, "exits.exit_prior_hazard_per_year": 0.2})
    bench.w["beliefs"]["exit_pace"] = 0.05
    at_once = 20.0 * M * float(bench.w["industries"][0]["price_later"])
    assert selling_value(bench.world, bench.p, 20.0 * M, 0.02) == pytest.approx(times * at_once)


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_a_firm_keeps_its_best_bids_as_many_as_a_round_takes(most: int) -> None:
    bench = Bench({"market.outside_fund_probability": 0.0, "rounds.meeting_probability": 1.0,
                   "rounds.selection_noise_sd": 0.05, "rounds.most_investors": most})
    firm = bench.firm(VENTURE)
    firm["quality"] = firm["believed"] = 3.0
    firm["financed"], firm["seeking_since"] = ANGEL, bench.w["clock"]["quarter"]
    asked = [0.05, 0.02, 0.04, 0.01, 0.03, 0.06]
    for rate in asked:
        fund = bench.fund(1000 * M)
        fund["required_return"], fund["noise"] = rate, 0.0
    bench.w["searchers"][0], bench.w["clock"]["searchers"] = 0, 1
    collect_bids(bench.world, bench.p)
    candidate = bench.w["candidates"][0]
    assert bench.w["clock"]["pairs"] == len(asked) and candidate["bidders"] == most
    assert candidate["fund"][:most].tolist() == sorted(range(len(asked)), key=asked.__getitem__)[:most]
    assert all(np.diff(candidate["value"][:most]) < 0)
    assert PARAMETERS["rounds.most_investors"].high <= MOST_BIDDERS


@pytest.mark.parametrize(("seeking", "owner", "odds"), [(-1, -1, 0.0), (40, -1, 0.55), (40, 0, 0.0)])
def test_a_mature_firm_counts_on_a_c_round_only_if_it_looks_for_one(seeking: int, owner: int, odds: float) -> None:
    bench, value = insiders_value(MATURE, 50, 0.55, seeking_since=seeking, owner=owner)
    work = BASELINE.firms.scale_work_years * 4
    growth = math.exp((BASELINE.firms.growth_drift_per_year / 4 - 0.02) * work)
    now = selling(bench, 50)
    gain = now * growth - now - bench.w["stages"][MATURE]["ticket_fen"]
    assert gain > 10 * M, "or the test holds nothing"
    assert value == pytest.approx(now + odds * gain)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_growth_firm_counts_on_the_growth_that_is_left_to_it(share: float) -> None:
    work = BASELINE.firms.scale_work_years * 4
    bench, value = insiders_value(GROWTH, 20, 0.0, work_left=share * work)
    fails = 1 - 1 / (1 + math.exp(-BASELINE.firms.scale_test_log_odds))
    fails *= 1 - (1 - fails) * BASELINE.rounds.second_attempt_odds * (1 - BASELINE.firms.dead_end_share)
    left = share * work
    grown = math.exp(BASELINE.firms.growth_drift_per_year / 4 * left)
    patient = math.exp(-0.02 * left * (1 + BASELINE.firms.rework_share * fails))
    assert value == pytest.approx(selling(bench, 20) * grown * (1 - fails) * patient)


DECLINES: dict[int, dict[str, float]] = {
    int(RETURN): {"required_return": 1.0},
    int(HORIZON): {"required_return": 0.01, "end": 0},
    int(REFUSED): {"required_return": 0.01, "interference": 1.0},
}


@pytest.mark.parametrize(("reasons", "nearest"), [
    ((), NO_FUND), ((RETURN,), RETURN), ((HORIZON,), HORIZON), ((REFUSED,), REFUSED),
    ((RETURN, HORIZON), HORIZON), ((RETURN, REFUSED), REFUSED), ((HORIZON, REFUSED), REFUSED),
])
def test_of_several_reasons_the_one_nearest_to_a_round_is_kept(reasons: tuple[int, ...], nearest: int) -> None:
    for order in (reasons, reasons[::-1]):
        bench = Bench({"market.outside_fund_probability": 0.0, "rounds.meeting_probability": 1.0,
                       "rounds.refusal_strength": 20.0, "spillovers.readiness_at_opening": 0.7})
        firm = bench.firm(VENTURE)
        firm["quality"] = firm["believed"] = 2.0
        firm["financed"], firm["seeking_since"] = ANGEL, bench.w["clock"]["quarter"]
        bench.w["market"]["discount"] = 0.99
        for reason in order:
            fund = bench.fund(1000 * M)
            for name, value in DECLINES[int(reason)].items():
                fund[name] = value
            if reason == REFUSED:
                fund["end"] += 400
        bench.w["searchers"][0], bench.w["clock"]["searchers"] = 0, 1
        collect_bids(bench.world, bench.p)
        assert bench.w["clock"]["pairs"] == len(order) and bench.w["clock"]["candidates"] == 0
        assert firm["reason"] == nearest


@entry_point
def odds_of_success(world: Any, p: Any, stage: Any, mean: Any) -> float:
    odds: float = valuation.odds_of_success(world[0], p[0], 0, stage, mean)
    return odds


def test_success_is_all_tests_to_come_and_the_rounds_between() -> None:
    bench = Bench()
    firm = bench.firm(VENTURE)
    firm["novelty"] = 0.5
    bench.w["beliefs"]["money"][GROWTH] = 0.4
    p = bench.parameters
    again, wanted = p.rounds.second_attempt_odds * (1 - p.firms.dead_end_share), 0.4
    for stage in (VENTURE, GROWTH):
        against = float(bench.w["stages"][stage]["against"]) * math.exp(-p.firms.quality_test_effect * 0.3)
        once = 1 / (1 + against)
        wanted *= once + (1 - once) * again * once
    assert odds_of_success(bench.world, bench.p, np.int64(VENTURE), 0.3) == pytest.approx(wanted)
    assert odds_of_success(bench.world, bench.p, np.int64(MATURE), 0.3) == 1.0
