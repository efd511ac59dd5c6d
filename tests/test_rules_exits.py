"""Sales and listings: who gets what, and what counts as a success."""

import functools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import FIRST_FUND, FOUNDERS_SHARES, Bench, M, firms_work

from model import ledger, shares
from model.jit import entry_point
from model.parameters import BASELINE
from model.processes import exits, treasury
from model.state import ALIVE, FIRST_FIRM, GROWTH, LISTED, MA_FUND, MATURE, VENTURE, VENTURE_FUND, WAITING, WORKING


@entry_point
def pay_owners(world: Any, i: Any, amount: Any) -> None:
    shares.pay_owners(world[0], i, ledger.ACQUIRERS, ledger.TRADE_SALE, amount)


@entry_point
def sell_to_ma_funds(world: Any, p: Any) -> None:
    exits.collect_ma_bids(world[0], p[0])
    exits.close_ma_purchases(world[0], p[0])


@entry_point
def buy_firm(world: Any, p: Any, i: Any, f: Any, price: Any) -> None:
    exits.buy_firm(world[0], p[0], i, f, price)


@entry_point
def tax_graduates(world: Any, p: Any) -> None:
    treasury.tax_graduates(world[0], p[0])


@entry_point
def list_firms(world: Any, p: Any) -> None:
    exits.list_firms(world[0], p[0])


@entry_point
def sell_listed_shares(world: Any, p: Any) -> None:
    exits.sell_listed_shares(world[0], p[0])


# founders hold a million shares, A paid 30 million yuan for 250,000 and B 80 million for as many
SALES = [
    # both take their cost, of which there is not enough
    (90, 90 * 30 / 110, 90 * 80 / 110, 0.0),
    # both take their cost, founders get the rest
    (200, 30.0, 80.0, 90.0),
    # A converts: (300 - 80) / 1.25 = 176 yuan a share
    (300, 44.0, 80.0, 176.0),
    # both convert: 600 / 1.5 = 400 yuan a share
    (600, 100.0, 100.0, 400.0),
]


def sold(bench: Bench, stakes: list[tuple[int, float]], amount: int) -> tuple[list[int], int]:
    """What each stake (cost, shares) and the founders get when a firm is sold."""
    clock = bench.w["clock"]
    if clock["firms"] == 0:
        bench.firm(GROWTH)
    clock["holdings"] = clock["funds"] = clock["active_funds"] = 0
    firm = bench.w["firms"][0]
    firm["shares"], firm["first_holding"] = FOUNDERS_SHARES, -1
    for f, (cost, count) in enumerate(stakes):
        bench.fund()
        bench.cash(FIRST_FUND + f, 0)
        bench.stake(0, f, cost, count)
    bench.cash(int(ledger.FOUNDERS), 0)
    pay_owners(bench.world, np.int64(0), np.int64(amount))
    got = [bench.balance(FIRST_FUND + f) for f in range(len(stakes))]
    return got, bench.balance(int(ledger.FOUNDERS))


@functools.cache
def auction() -> Bench:
    return Bench()


@pytest.mark.parametrize(("price", "first", "second", "founders"), SALES)
def test_owners_take_their_cost_or_convert(
    price: int, first: float, second: float, founders: float
) -> None:
    got, rest = sold(auction(), [(30 * M, 250_000.0), (80 * M, 250_000.0)], price * M)
    assert [x / M for x in got] == pytest.approx([first, second], abs=1e-7)
    assert rest / M == pytest.approx(founders, abs=1e-7)


STAKES = st.lists(
    st.tuples(st.integers(1, 500 * M), st.floats(1e3, 1e6)), min_size=1, max_size=6)


@given(STAKES, st.integers(0, 2000 * M))
def test_nobody_would_rather_have_chosen_otherwise(
    stakes: list[tuple[int, float]], amount: int
) -> None:
    got, founders = sold(auction(), stakes, amount)
    assert sum(got) + founders == amount and min(got) >= 0 and founders >= 0
    owed = sum(cost for cost, _ in stakes)
    rounding = len(stakes) + 1e-9 * amount
    if founders > rounding:
        price = founders / FOUNDERS_SHARES
        for (cost, count), part in zip(stakes, got, strict=True):
            assert part == pytest.approx(max(cost, price * count), rel=1e-6, abs=rounding)
    elif owed >= amount:
        for (cost, _), part in zip(stakes, got, strict=True):
            assert part == pytest.approx(amount * cost / owed, rel=1e-6, abs=rounding)


def for_sale(owners_stake: float) -> tuple[Bench, Any]:
    """A selling firm and an M&A fund with enough money, which may own a part already."""
    bench = Bench({"exits.ma_bid_hazard_per_year": 5.0, "exits.ma_gain_share": 2.0})
    bench.fund(5000 * M, MA_FUND)
    firm = bench.firm(MATURE, cash=1 * M)
    firm["revenue_fen"] = 20 * M
    if owners_stake:
        bench.stake(0, 0, 1 * M, owners_stake)
    bench.w["sellers"][0], bench.w["clock"]["sellers"] = 0, 1
    for _ in range(40):
        sell_to_ma_funds(bench.world, bench.p)
        bench.w["clock"]["quarter"] += 1
    return bench, firm


def test_an_ma_fund_buys_a_firm_but_not_from_itself() -> None:
    bench, firm = for_sale(0.0)
    assert firm["owner"] == 0 and bench.balance(int(ledger.FOUNDERS)) > 0
    bench, firm = for_sale(1000.0)
    assert firm["owner"] == -1 and bench.balance(FIRST_FUND) == 0


def test_a_bought_firm_waits_for_nobodys_round_and_its_owner_may_bridge_it() -> None:
    bench = Bench({"exits.ma_bid_hazard_per_year": 5.0, "exits.ma_gain_share": 2.0})
    bench.fund(5000 * M, MA_FUND)
    firm = bench.firm(GROWTH)
    firm["revenue_fen"], firm["financed"], firm["passed_unfunded"], firm["broke"] = 20 * M, VENTURE, GROWTH, 1
    firm["status"], firm["seeking_since"] = WAITING, bench.w["clock"]["quarter"]
    bench.w["sellers"][0], bench.w["clock"]["sellers"] = 0, 1
    while firm["owner"] < 0:
        sell_to_ma_funds(bench.world, bench.p)
        bench.w["clock"]["quarter"] += 1
    assert (firm["status"], firm["passed_unfunded"], firm["seeking_since"], firm["broke"]) == (WORKING, -1, -1, 0)
    firm["work_left"], firm["revenue_fen"] = 9.0, 0
    bench.w["active"][0], bench.w["clock"]["active"] = 0, 1
    bench.cash(FIRST_FIRM, 1)
    firms_work(bench.world, bench.p)
    assert bench.w["clock"]["short"] == 1 and bench.w["clock"]["searchers"] == 0


@pytest.mark.parametrize("raised_first", [10, 5000])
def test_a_listing_below_invested_capital_is_no_success(raised_first: int) -> None:
    bench = Bench({"exits.listing_hazard_per_year": 10.0, "exits.listing_revenue_myuan_per_year": 70.0,
                   "exits.revenue_multiple": 4.5})
    firm = bench.firm(MATURE, pioneer=1)
    firm["raised_fen"] = raised_first * M
    firm["revenue_fen"] = 20 * M
    bench.w["market"]["window"], bench.w["market"]["listing_chance"] = 1, 1.0
    bench.w["sellers"][0], bench.w["clock"]["sellers"] = 0, 1
    list_firms(bench.world, bench.p)
    assert firm["outcome"] != ALIVE and 100 * M < firm["exit_value_fen"] < 1000 * M
    assert bench.now("pioneer_exits_well") == (raised_first == 10)


@pytest.mark.parametrize(("stage", "financed"), [
    (GROWTH, VENTURE), (GROWTH, GROWTH), (MATURE, GROWTH), (MATURE, MATURE)])
def test_what_former_owners_did_binds_the_buyer_of_a_firm_to_nothing(stage: int, financed: int) -> None:
    bench = Bench()
    firm = bench.firm(stage)
    bench.fund(1000 * M, MA_FUND)
    firm["financed"], firm["bridges"] = financed, 3
    firm["ask_again"] = bench.w["clock"]["quarter"] + 2
    buy_firm(bench.world, bench.p, np.int64(0), np.int64(0), np.int64(100 * M))
    assert (firm["owner"], firm["bridges"], firm["ask_again"]) == (0, 0, 0)
    # all that a firm in growth needs is paid; a mature one may look for a C round once it is sold again
    assert firm["financed"] == GROWTH


def test_a_firm_that_its_new_owner_keeps_is_no_case_at_risk() -> None:
    bench, at_risk = Bench(), []
    for owned_since in (-1, 0):
        bench.w["market"]["window"] = 0
        firm = bench.firm(MATURE, slot=owned_since + 1)
        if owned_since == 0:
            firm["owner"], firm["owned_since"] = 0, bench.w["clock"]["quarter"]
        bench.w["clock"]["sellers"], bench.w["sellers"][0] = 1, bench.w["clock"]["firms"] - 1
        before = bench.w["beliefs"]["at_risk"]
        list_firms(bench.world, bench.p)
        at_risk.append(bench.w["beliefs"]["at_risk"] - before)
    assert at_risk == [1.0, 0.0]


def test_the_pace_of_exits_is_that_of_mature_firms() -> None:
    learnt = []
    for stage in (GROWTH, MATURE):
        bench = Bench()
        bench.w["market"]["window"], bench.w["market"]["listing_chance"] = 1, 1.0
        bench.firm(stage)["revenue_fen"] = 1000 * M
        bench.w["clock"]["sellers"], bench.w["sellers"][0] = 1, 0
        before = bench.w["beliefs"].copy()
        list_firms(bench.world, bench.p)
        learnt.append([bench.w["beliefs"][name] - before[name] for name in ("at_risk", "exits")])
    assert learnt == [[0.0, 0.0], [1.0, 1.0]]


def test_a_listed_firm_goes_on_selling_and_paying_taxes_as_when_it_left() -> None:
    bench = Bench()
    bench.w["market"]["window"], bench.w["market"]["listing_chance"] = 1, 1.0
    bench.firm(MATURE)["revenue_fen"] = 1000 * M
    bench.w["clock"]["sellers"], bench.w["sellers"][0] = 1, 0
    tax_graduates(bench.world, bench.p)
    list_firms(bench.world, bench.p)
    assert bench.now("revenue_gone") == bench.now("treasury_tax") == 0  # this quarter it paid as a firm
    before = bench.balance(int(ledger.TREASURY))
    for _ in range(2):
        bench.w["clock"]["quarter"] += 1
        tax_graduates(bench.world, bench.p)
        assert bench.now("revenue_gone") == 1000 * M
    burn = BASELINE.firms.mature_burn_myuan_per_year / 4 * float(bench.p[0]["industries"][0]["capital_intensity"])
    tax = 1000 * BASELINE.treasury.revenue_tax_share + burn * BASELINE.treasury.wage_tax_share
    assert bench.now("treasury_tax") == pytest.approx(tax * M, abs=1)
    assert bench.balance(int(ledger.TREASURY)) - before == 2 * bench.now("treasury_tax")


def test_each_slice_of_listed_shares_takes_its_cost_off_the_books_and_is_learnt_at_once() -> None:
    bench = Bench({"exits.listed_price_sd_per_year": 0.0})
    fund = bench.fund(100 * M)
    firm = bench.firm(MATURE)
    stake = bench.stake(0, 0, 24 * M, 1000.0)
    slices = 4
    firm["status"], firm["sale_left"], firm["sale_price"] = LISTED, slices, 60 * M / 1000.0
    bench.w["listed"][0], bench.w["clock"]["listed"] = 0, 1
    for k in range(1, slices + 1):
        row = bench.w["realised"][VENTURE_FUND][bench.w["clock"]["quarter"]]
        sell_listed_shares(bench.world, bench.p)
        assert fund["cost_fen"] == 24 * M * (slices - k) // slices
        assert row["cost_fen"] == 6 * M
        assert row["proceeds_fen"] == pytest.approx(15 * M, abs=2)
        bench.w["clock"]["quarter"] += 1
    assert stake["open"] == 0 and fund["proceeds_fen"] == pytest.approx(60 * M, abs=8)
