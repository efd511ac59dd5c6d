"""The end of a term: forced sales, the fear of them, and redemption clauses, as worked examples."""

import functools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import FIRST_FUND, FOUNDERS_SHARES, STAGE_LOG_ODDS, Bench, M, mark

from model import ledger, valuation
from model.jit import entry_point
from model.parameters import BASELINE
from model.processes import funds, redemption, term
from model.state import (
    ALIVE,
    ANGEL,
    DEAD_END,
    DRIFTING,
    FIRST_FIRM,
    FORCED,
    GROWTH,
    HARVEST,
    INVESTING,
    KEPT,
    LISTED,
    LISTING,
    MA_FUND,
    MATURE,
    OUTSIDE_OWNER,
    SECONDARY_OWNER,
    VENTURE,
    VENTURE_FUND,
)


@entry_point
def end_terms(world: Any, p: Any) -> None:
    term.end_terms(world[0], p[0])


@entry_point
def run_funds(world: Any, p: Any) -> None:
    funds.run_funds(world[0], p[0])


@entry_point
def expected_end(world: Any, f: Any) -> float:
    end: float = valuation.expected_end(world[0], f)
    return end


@entry_point
def wedges(world: Any, p: Any, industry: Any, stage: Any, left: Any, out: Any) -> None:
    for n in range(len(left)):
        out[n] = valuation.forced_sale_wedge(world[0], p[0], industry, stage, left[n])


@entry_point
def use_redemptions(world: Any, p: Any) -> None:
    redemption.use_redemptions(world[0], p[0])


def drifting(secondary: int, discount: float = 0.3) -> tuple[Bench, Any, Any]:
    """A drifting fund with a stake of 25 million yuan by the books, which cost 10 million."""
    bench = Bench()
    bench.firm(GROWTH, cash=500 * M)
    fund = bench.fund(age=34)
    fund["life"], fund["end"] = DRIFTING, bench.w["clock"]["quarter"] - 1
    holding = bench.stake(0, 0, 10 * M, 250_000.0)
    mark(bench.world, np.int64(0), 10_000.0)  # 100 yuan a share
    bench.w["market"]["discount"] = discount
    bench.cash(int(ledger.SECONDARY), secondary)
    return bench, fund, holding


def test_a_drifting_fund_sells_at_the_discount() -> None:
    bench, fund, holding = drifting(1000 * M)
    end_terms(bench.world, bench.p)
    assert fund["forced_fen"] == pytest.approx(25 * M * 0.7, abs=2)
    assert holding["open"] == 0 and fund["positions"] == 0 and fund["stakes_fen"] == 0
    new = bench.w["holdings"][1]
    assert (new["fund"], new["shares"], new["cost_fen"]) == (SECONDARY_OWNER, 250_000.0, 10 * M)


def test_a_drifting_fund_sells_as_far_as_buyers_money_goes() -> None:
    bench, fund, holding = drifting(7 * M)  # of 17.5 million that it would take
    end_terms(bench.world, bench.p)
    assert fund["forced_fen"] == pytest.approx(7 * M, abs=3)
    assert holding["shares"] == pytest.approx(150_000.0) and holding["cost_fen"] == 6 * M
    assert fund["stakes_fen"] == pytest.approx(15 * M, abs=1)
    assert bench.w["market"]["forced_supply_fen"] == pytest.approx(17.5 * M, abs=2)


def test_nobody_buys_into_a_firm_whose_death_is_known() -> None:
    bench, fund, holding = drifting(1000 * M)
    bench.w["firms"][0]["outcome"] = DEAD_END
    end_terms(bench.world, bench.p)
    assert bench.w["market"]["forced_supply_fen"] == 0 and fund["forced_fen"] == 0
    assert holding["open"] == 1, "what is left is shared out when the firm is buried"


def test_listed_shares_left_at_the_end_of_the_run_are_no_forced_sale() -> None:
    bench, fund, _ = drifting(0)
    firm = bench.w["firms"][0]
    firm["outcome"], firm["status"] = LISTING, LISTED
    bench.w["clock"]["quarter"] = bench.w["clock"]["last"]
    end_terms(bench.world, bench.p)
    assert fund["forced_fen"] == 0 and bench.now("secondary_sales") == 0
    assert bench.now("proceeds_listing") == pytest.approx(25 * M, abs=2)


def test_a_lead_is_who_has_enough_of_a_firm_over_all_its_holdings() -> None:
    lead = BASELINE.funds.lead_stake_share * FOUNDERS_SHARES
    for parts, outcome in ((2, FORCED), (1, ALIVE)):
        bench, fund, first = drifting(0)
        fund["end"] = bench.w["clock"]["quarter"] - 4 * BASELINE.funds.drift_years - 1
        firm = bench.w["firms"][0]
        firm["shares"] -= first["shares"] - lead / 2
        first["shares"] = lead / 2
        if parts == 2:
            bench.stake(0, 0, 1 * M, lead)
        end_terms(bench.world, bench.p)
        assert firm["outcome"] == outcome
        still_open = [bool(bench.w["holdings"][h]["open"]) for h in range(parts)]
        assert still_open == [outcome == FORCED] * parts, "a firm that is wound up pays its owners first"


def test_cash_from_a_stake_sold_in_parts_is_learnt_once() -> None:
    bench, fund, _ = drifting(7 * M)
    end_terms(bench.world, bench.p)
    bench.cash(int(ledger.SECONDARY), 1000 * M)
    end_terms(bench.world, bench.p)
    learnt = bench.w["realised"][VENTURE_FUND]
    assert learnt["cost_fen"].sum() == 10 * M
    assert fund["proceeds_fen"] == pytest.approx(17.5 * M, abs=5)
    assert learnt["proceeds_fen"].sum() == fund["proceeds_fen"]


def wedge(bench: Bench, stage: int, *left: float) -> Any:
    out = np.empty(len(left))
    wedges(bench.world, bench.p, np.int64(0), np.int64(stage), np.array(left), out)
    return out


@functools.cache
def market_with_discount() -> Bench:
    bench = Bench()
    bench.w["market"]["discount"] = 0.3
    return bench


@pytest.mark.parametrize("stage", [ANGEL, VENTURE, GROWTH, MATURE])
def test_wedge_in_closed_form(stage: int) -> None:
    bench = market_with_discount()
    rework = BASELINE.firms.rework_share
    ahead = 0.0
    for s in range(stage, MATURE):
        row = bench.w["stages"][s]
        fails = 1 - 1 / (1 + math.exp(-STAGE_LOG_ODDS[s]))
        ahead += row["work"] * (1 + rework * fails)
    wait = 4 / BASELINE.exits.exit_prior_hazard_per_year
    certain = BASELINE.rounds.certain_wait_share * ahead
    for left in (0.0, certain, certain + 1, 20.0, 60.0):
        late = 1.0 if left <= certain else math.exp((certain - left) / (wait + ahead - certain))
        assert wedge(bench, stage, left)[0] == pytest.approx(0.3 * late)


@given(st.sampled_from([ANGEL, VENTURE, GROWTH, MATURE]), st.floats(0, 100), st.floats(0, 100))
def test_a_longer_fund_never_fears_its_end_more(stage: int, one: float, other: float) -> None:
    short, long = wedge(market_with_discount(), stage, min(one, other), max(one, other))
    assert 0 <= long <= short <= 0.3


def test_no_wedge_without_forced_sales() -> None:
    for change in ({"switches.forced_sale": False}, {"exits.unlimited_secondary": True}):
        bench = Bench(change)
        bench.w["market"]["discount"] = 0.3
        assert list(wedge(bench, ANGEL, 0.0, 5.0)) == [0.0, 0.0]


def redeemed(mark_price: float, cash: int = 16 * M, wait: int = 20) -> tuple[Bench, Any]:
    """A firm with two clauses whose owners' funds end in two years."""
    bench = Bench({"redemption.trigger_years": 5.0, "redemption.cash_share": 0.5})
    firm = bench.firm(VENTURE, cash=cash)
    firm["founder_wealth_fen"] = 4 * M
    firm["clause_from"] = 0
    for f, cost in enumerate((20 * M, 10 * M)):
        fund = bench.fund(age=24)
        fund["end"] = bench.w["clock"]["quarter"] + 8
        holding = bench.stake(0, f, cost, 100_000.0)
        holding["quarter"] -= wait
        holding["redemption"] = KEPT
    mark(bench.world, np.int64(0), mark_price)
    use_redemptions(bench.world, bench.p)
    return bench, firm


def test_clauses_share_what_can_be_paid() -> None:
    bench, firm = redeemed(mark_price=1.0)
    # half of the cash and all other wealth of the founders are 12 million, for claims of 30 × 1.08^5
    assert bench.balance(FIRST_FUND) == pytest.approx(8 * M, abs=3)
    assert bench.balance(FIRST_FUND + 1) == pytest.approx(4 * M, abs=3)
    assert bench.balance(FIRST_FIRM) == pytest.approx(8 * M, abs=3)
    assert firm["founder_wealth_fen"] == pytest.approx(0, abs=3)
    assert firm["shares"] == FOUNDERS_SHARES


def test_a_clause_pays_cost_and_interest_at_most() -> None:
    bench, _ = redeemed(mark_price=1.0, cash=1000 * M)
    assert bench.balance(FIRST_FUND) == pytest.approx(20 * M * 1.08**5, abs=3)


def test_clauses_wait_until_they_are_due_and_pay() -> None:
    for bench, _ in (redeemed(1.0, wait=19), redeemed(mark_price=100_000.0)):
        assert bench.balance(FIRST_FUND) == 0 and bench.balance(FIRST_FIRM) == 16 * M


@pytest.mark.parametrize(("price", "paid"), [
    (1.0, (8, 4)),  # both parts beat waiting
    (6000.0, (12, 0)),  # 6 million each by waiting: 8 of the 12 beat it, 4 do not, and who uses its clause has all
    (10_000.0, (0, 0)),  # 10 million each by waiting, and 12 for both together
])
def test_who_is_in_the_same_need_weighs_its_part_of_what_there_is(price: float, paid: tuple[int, int]) -> None:
    bench, firm = redeemed(price)
    assert [bench.balance(FIRST_FUND + f) / M for f in range(2)] == pytest.approx(paid, abs=1e-7)
    assert [int(bench.w["holdings"][h]["open"]) for h in range(2)] == [int(x == 0) for x in paid]
    assert (firm["redeemed"] >= 0) == (sum(paid) > 0)


@pytest.mark.parametrize("bridged", [False, True])
def test_an_ma_fund_lets_a_firm_that_lives_on_its_own_go_whole(bridged: bool) -> None:
    bench = Bench()
    firm = bench.firm(MATURE, cash=500 * M)
    fund = bench.fund(age=44, kind=MA_FUND)
    fund["life"], fund["end"] = DRIFTING, bench.w["clock"]["quarter"] - 4 * BASELINE.funds.drift_years + 1
    firm["shares"] = 0.0  # founders sold theirs
    holding = bench.stake(0, 0, 300 * M, FOUNDERS_SHARES)
    if bridged:
        bench.stake(0, 0, 10 * M, 50_000.0)
    firm["owner"], firm["margin_fen"] = 0, 1.1 * bench.w["stages"][MATURE]["burn_fen"]  # it pays its taxes too
    mark(bench.world, np.int64(0), 30_000.0)
    end_terms(bench.world, bench.p)
    assert firm["outcome"] == ALIVE and firm["owner"] == -1 and firm["shares"] == FOUNDERS_SHARES
    assert fund["positions"] == 0 and fund["stakes_fen"] == 0 and holding["open"] == 0
    assert bench.balance(FIRST_FUND) == 0 == fund["proceeds_fen"] and fund["forced_fen"] == 0
    new = bench.w["holdings"][2 if bridged else 1]
    assert (new["fund"], new["shares"], new["cost_fen"], new["open"]) == (
        OUTSIDE_OWNER, FOUNDERS_SHARES, 300 * M, 1)


@pytest.mark.parametrize("extends", [0, 1])
def test_a_period_and_a_term_end_with_their_last_quarter(extends: int) -> None:
    bench = Bench({"market.outside_deal_share": 0.0})
    fund = bench.fund(100 * M)
    fund["invest_until"], fund["end"] = fund["vintage"] + 16, fund["vintage"] + 28
    fund["extension"], fund["extension_probability"], fund["cost_fen"] = 8, float(extends), 60 * M
    lives, fees, extended = [], [], []
    for _ in range(29):
        before = int(fund["fees_fen"])
        run_funds(bench.world, bench.p)
        fees.append((int(fund["fees_fen"]) - before) / M)
        end_terms(bench.world, bench.p)
        lives.append(int(fund["life"]))
        extended.append(int(fund["extended"]))
        bench.w["clock"]["quarter"] += 1
    # what a fund is at the end of each quarter: so the fee of the fifth year is on cost
    last = HARVEST if extends else DRIFTING
    assert lives == [INVESTING] * 15 + [HARVEST] * 12 + [last] * 2
    assert extended == [0] * 27 + [extends] * 2
    assert fund["end"] - fund["vintage"] == 28 + 8 * extends
    assert fees[::4] == pytest.approx([2.0] * 4 + [1.2] * 3 + [1.2 if extends else 0.6])


@pytest.mark.parametrize(("life", "extended", "more"), [
    (INVESTING, 0, 2), (HARVEST, 0, 2), (HARVEST, 1, 0), (DRIFTING, 0, 0), (DRIFTING, 1, 0)])
def test_whose_extension_was_refused_counts_on_none(life: int, extended: int, more: int) -> None:
    bench = Bench()
    fund = bench.fund()
    fund["extension"], fund["extension_probability"] = 8, 0.25
    fund["life"], fund["extended"] = life, extended
    assert expected_end(bench.world, np.int64(0)) == fund["end"] + more
