"""The market: conditions, buyers, shut windows, droughts and booms."""

import functools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import Bench, M, open_zone
from worlds import SHORT, run

from model import ledger
from model.jit import entry_point
from model.parameters import BASELINE
from model.processes import market


@entry_point
def move_market(world: Any, p: Any) -> None:
    market.move_market(world[0], p[0])


@entry_point
def refill_buyers(world: Any, p: Any) -> None:
    market.refill_buyers(world[0], p[0])


@given(st.integers(0, 10**4), st.integers(0, 10**4), st.floats(0, 1), st.floats(0, 2))
def test_forced_discount_rises_with_what_must_be_sold(
    supply: int, cash: int, base: float, slope: float
) -> None:
    bench = quiet_market()
    bench.p["exits"]["forced_discount"], bench.p["exits"]["forced_discount_slope"] = base, slope
    bench.w["market"]["forced_supply_fen"] = supply * M
    bench.p["exits"]["secondary_cash_fen_per_quarter"] = cash * M
    bench.cash(int(ledger.SECONDARY), 0)
    refill_buyers(bench.world, bench.p)
    pressure = supply * M / (supply * M + cash * M + 1)
    wanted = min(BASELINE.exits.forced_discount_cap, base + slope * pressure)
    assert bench.w["market"]["discount"] == pytest.approx(wanted)
    assert bench.w["market"]["forced_supply_fen"] == 0
    assert bench.balance(int(ledger.SECONDARY)) == cash * M


@functools.cache
def quiet_market() -> Bench:
    return Bench()


def test_buyers_keep_two_years_of_money() -> None:
    bench = Bench()
    for _ in range(20):
        refill_buyers(bench.world, bench.p)
    assert bench.balance(int(ledger.ACQUIRERS)) == 8 * 1500 * M // 4
    assert bench.balance(int(ledger.SECONDARY)) == 8 * 150 * M // 4


def levels(changes: dict[str, Any], count: int) -> tuple[Any, Any]:
    """Market conditions and the listing window, quarter by quarter from year 0."""
    bench = Bench(changes)
    level, window = np.empty(count), np.empty(count, np.int64)
    for t in range(count):
        move_market(bench.world, bench.p)
        level[t], window[t] = bench.w["market"]["level"], bench.w["market"]["window"]
        bench.w["clock"]["quarter"] += 1
    return level, window


def test_market_conditions_keep_their_spread_and_persistence() -> None:
    level, window = levels({}, 20_000)
    wide = 0.3 * math.sqrt(2 / (1 - 0.7**0.5)) / math.sqrt(20_000)
    assert abs(level.mean()) < 4 * wide and abs(level.std() - 0.3) < 4 * wide
    assert np.corrcoef(level[4:], level[:-4])[0, 1] == pytest.approx(0.7, abs=0.04)
    assert (window == (level > BASELINE.market.window_threshold)).all()


@pytest.mark.parametrize(("first", "years"), [(0.0, 1.0), (3.0, 2.5)])
def test_a_scheduled_shut_window(first: float, years: float) -> None:
    open_always = {"market.window_threshold": -3.0}
    shut = {"shocks.listing_shut_from_year": first, "shocks.listing_shut_years": years}
    window = levels(open_always | shut, 32)[1]
    quarters = set(range(round(4 * first), round(4 * (first + years))))
    assert [int(t not in quarters) for t in range(32)] == list(window)


SHUT_FROM, SHUT_FOR = 2, 4
YEARS_2_TO_6 = slice(8, 24)
SMALL: dict[str, Any] = {**SHORT, "settings.replications": 8, "settings.opening_history_years": 10}


@functools.cache
def small_run(changes: tuple[tuple[str, Any], ...] = ()) -> Any:
    return run({**SMALL, **dict(changes)}, threads=2)


def changed(changes: dict[str, Any]) -> Any:
    return small_run(tuple(sorted(changes.items())))


def test_no_listing_while_the_window_is_shut() -> None:
    shut = changed({"shocks.listing_shut_from_year": 2.0, "shocks.listing_shut_years": 4.0})
    base = changed({})
    listed, before = shut.series["exits_listing"], base.series["exits_listing"]
    assert before[:, YEARS_2_TO_6].sum() > 2, "or the test holds nothing"
    assert listed[:, YEARS_2_TO_6].sum() == 0
    assert (listed[:, :8] == before[:, :8]).all() and listed[:, 24:].sum() > 4


@pytest.mark.parametrize(("changes", "sign"), [
    ({"shocks.drought_years": 4.0, "shocks.drought_depth_share": 1.0}, -1),
    ({"shocks.drought_years": 4.0}, -1), ({"shocks.flood_years": 4.0, "shocks.flood_share": 1.0}, 1),
], ids=["total drought", "drought", "flood"])
def test_droughts_and_floods_move_social_commitments(changes: dict[str, Any], sign: int) -> None:
    after, before = changed(changes).series["committed_social"], changed({}).series["committed_social"]
    assert (after[:, :8] == before[:, :8]).all()
    assert sign * (after[:, 8] - before[:, 8]).sum() > 0
    assert (sign * (after[:, 8] - before[:, 8]) >= 0).all()
    if changes.get("shocks.drought_depth_share") == 1.0:
        assert after[:, YEARS_2_TO_6].sum() == 0
    state, was = changed(changes).series["committed_state"], changed({}).series["committed_state"]
    assert (state[:, :8] == was[:, :8]).all()


def test_an_acquisition_boom_brings_more_bids_and_money() -> None:
    boom = {"shocks.ma_boom_from_year": 0.0, "shocks.ma_boom_years": 1.0, "shocks.ma_boom_multiple": 3.0}
    chances, money = [], []
    for changes in ({}, boom):
        bench = Bench(changes)
        move_market(bench.world, bench.p)
        refill_buyers(bench.world, bench.p)
        open_zone(bench.world, bench.p)
        chances.append(bench.w["industries"][0]["bid_chance"])
        money.append(bench.balance(int(ledger.ACQUIRERS)))
    assert 1 - chances[1] == pytest.approx((1 - chances[0]) ** 3)
    assert money[1] == pytest.approx(3 * money[0], abs=3)
