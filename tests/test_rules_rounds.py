"""Rounds: which fund bids, at what price, with how much, and what is learnt of the odds."""

import functools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import FOUNDERS_SHARES, Bench, M, collect_bids

from model import luck
from model.jit import entry_point
from model.parameters import BASELINE
from model.processes import beliefs as learning
from model.processes import closing, rounds
from model.state import (
    ANGEL,
    FIRST_FIRM,
    GROWTH,
    HORIZON,
    MATURE,
    OUTSIDE_OWNER,
    RETURN,
    VENTURE,
    VENTURE_FUND,
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
