"""Are returns of funds and multiples of their stakes those of the tables, by another computation?"""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from oracle import runs
from worlds import run

from model.jit import entry_point
from model.outputs import MULTIPLE_EDGES, STAGES
from model.rates import fund_returns, irr, return_of_fund
from model.results import Result

ACCURACY = 1e-5
# facts are kept in millionths
ROUNDING = 1e-6
ALL_LOST = -0.99


@entry_point
def solve(flows: Any, rates: Any) -> None:
    for row in range(len(rates)):
        rates[row] = return_of_fund(flows[row], flows.shape[1])


def solved(flows: Any) -> Any:
    flows = np.ascontiguousarray(flows, np.float64)
    rates = np.empty(len(flows))
    solve(flows, rates)
    return rates


# ---- the rate of one fund --------------------------------------------------------------------


def test_the_rate_is_that_of_bisection() -> None:
    """Calls for some years, distributions after that, of all sizes and lengths."""
    luck = np.random.default_rng(11)
    flows = np.zeros((5000, 60))
    for row in flows:
        calls, end = luck.integers(1, 30), luck.integers(31, 60)
        row[:calls] -= luck.exponential(1.0, calls) * (luck.random(calls) < 0.7)
        row[0] -= 1.0
        row[calls:end] += luck.exponential(luck.choice([0.02, 0.3, 3.0, 30.0]), end - calls)
    known = irr(flows)
    within = np.isfinite(known)
    assert within.sum() > 4500 and known[within].min() < -0.6 and known[within].max() > 5
    assert solved(flows)[within] == pytest.approx(known[within], abs=ACCURACY)


@pytest.mark.parametrize("rate", [-0.9, -0.3, 0.0, 0.08, 0.5, 3.0, 9.0])
def test_one_payment_has_a_rate_in_closed_form(rate: float) -> None:
    flows = np.zeros(21)
    flows[0], flows[20] = -1.0, (1 + rate) ** 5
    assert solved([flows])[0] == pytest.approx(rate, abs=ACCURACY)


def test_a_fund_that_gave_nothing_back_lost_all() -> None:
    assert solved([[-1.0, -2.0, 0.0, 0.0]])[0] == pytest.approx(ALL_LOST, abs=ACCURACY)


def test_a_rate_beyond_the_bounds_is_held_there() -> None:
    assert solved([[-1.0, 5.0]])[0] == pytest.approx(10.0, abs=1e-3)


def test_a_last_small_call_does_no_harm() -> None:
    """It gives a second rate, so that bisection between far bounds finds none."""
    flows = np.zeros(24)
    flows[[0, 4, 12, 16]] = -10.0, -5.0, 4.0, 8.0
    fee = flows.copy()
    fee[-1] = -0.01
    assert np.isnan(irr(fee[None])[0])
    assert solved([fee])[0] == pytest.approx(irr(flows[None])[0], abs=0.001)


# ---- quartiles over funds --------------------------------------------------------------------


def detailed() -> Result:
    return run(replications=8, detail=8, tables=("funds", "fund_quarters", "rounds", "firm_quarters"))


@pytest.fixture(scope="module")
def result() -> Result:
    return detailed()


def new_funds(result: Result, world: int) -> pd.DataFrame:
    funds = runs.table(result.funds, world)
    found: pd.DataFrame = funds[(funds["vintage_quarter"] >= 0) & (funds["called_myuan"] > 0)]
    return found


def quartile(values: Any, share: float) -> float:
    ordered = sorted(values)
    return float(ordered[min(len(ordered) - 1, int(share * len(ordered)))])


def flows_of(result: Result, world: int, fund: str) -> Any:
    quarters = runs.table(result.fund_quarters, world)
    own = quarters[quarters["fund"] == fund]
    return (own["distribution_myuan"] - own["call_myuan"]).to_numpy()


def test_every_rate_of_a_fund_is_that_of_its_table(result: Result) -> None:
    compared = 0
    for world in range(result.replications):
        for fund in new_funds(result, world).itertuples():
            found = solved([flows_of(result, world, fund.fund)])[0]
            if fund.distributed_myuan == 0:  # wound up like all funds at the end of the run-off
                assert fund.irr == -1.0 and found == pytest.approx(ALL_LOST, abs=ACCURACY)
            elif np.isfinite(fund.irr):
                assert found == pytest.approx(fund.irr, abs=ACCURACY)
                flows = flows_of(result, world, fund.fund)
                worth = (flows * (1 + fund.irr) ** (-np.arange(len(flows)) / 4)).sum()
                assert abs(worth) < ACCURACY * np.abs(flows).sum() * 10
                compared += 1
    assert compared > 700


def test_of_two_rates_the_one_near_what_the_fund_made_is_taken() -> None:
    """A fund that calls once more after it has paid has a second rate, far below."""
    flows = np.zeros(40)
    flows[[0, 6, 12, 20, 28, 32, 39]] = -85.0, -60.0, -110.0, 190.0, -45.0, -20.0, 8.0
    found = fund_returns(flows[None])[0]
    assert found == pytest.approx(solved([flows])[0]) and -0.4 < found < 0


@pytest.mark.parametrize(("name", "share"), [("low", 0.25), ("median", 0.5), ("high", 0.75)])
def test_quartiles_are_those_of_the_funds_of_the_table(result: Result, name: str, share: float) -> None:
    for world in range(result.replications):
        funds = new_funds(result, world)
        rates = [solved([flows_of(result, world, fund)])[0] for fund in funds["fund"]]
        assert result.headlines[f"irr_{name}"][world] == pytest.approx(quartile(rates, share), abs=ROUNDING)
        quarters = runs.table(result.fund_quarters, world)
        values = []
        for fund in funds.itertuples():
            own = quarters[(quarters["fund"] == fund.fund) & (quarters["quarter"] <= fund.vintage_quarter + 39)]
            value = own["distribution_myuan"].sum() + own["nav_myuan"].iloc[-1]
            values.append(value / own["call_myuan"].sum())
        assert result.headlines[f"tvpi_{name}"][world] == pytest.approx(quartile(values, share), abs=2 * ROUNDING)


def test_returns_come_in_order(result: Result) -> None:
    found = result.headlines
    for measure in ("dpi", "tvpi", "irr"):
        assert (found[f"{measure}_low"] <= found[f"{measure}_median"]).all()
        assert (found[f"{measure}_median"] <= found[f"{measure}_high"]).all()
    for name in ("low", "median", "high"):
        assert (found[f"dpi_{name}"] <= found[f"tvpi_{name}"]).all()


def test_without_funds_there_are_no_returns() -> None:
    found = runs.run(runs.STARVED).headlines
    assert np.isnan(found["irr_median"]).all() and np.isnan(found["tvpi_high"]).all()


# ---- multiples -------------------------------------------------------------------------------


def test_multiples_are_those_of_the_rounds(result: Result) -> None:
    edges = [*MULTIPLE_EDGES, np.inf]
    for world in range(result.replications):
        rounds = runs.table(result.rounds, world)
        zone = ~rounds["fund"].isin(["outside", "secondary"])
        stakes = rounds[zone & (rounds["quarter"] >= 0) & rounds["realised_multiple"].notna()]
        counts, _ = np.histogram(stakes["realised_multiple"], edges)
        costs, _ = np.histogram(stakes["realised_multiple"], edges, weights=stakes["amount_myuan"])
        assert counts.sum() > 500
        assert result.multiples["count"][world] == pytest.approx(counts)
        assert result.multiples["cost"][world] == pytest.approx(costs)


# ---- runway ----------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_firms_short_of_cash_are_those_of_the_table(result: Result, stage: str) -> None:
    assert result.firm_quarters is not None
    rows = result.firm_quarters
    short = rows[(rows["stage"] == stage) & (rows["runway_quarters"] < 4)]
    series = result.series[f"short_runway_{stage}"]
    counts = short.groupby(["replication", "quarter"]).size()
    worlds, quarters = series.shape
    expected = counts.reindex(pd.MultiIndex.from_product([range(worlds), range(quarters)]), fill_value=0)
    assert (series.ravel() == expected.to_numpy()).all()
    assert 0 < series.sum() < result.series[f"firms_{stage}"].sum()
