"""The guide and the first funds of policy: caps, budget and terms."""

import math
from typing import Any

import numpy as np
import pytest
from workbench import FIRST_FUND, STEADY, Bench, M, raised, value_funds

from model import capital, ledger, shares, supply, valuation
from model.jit import entry_point
from model.processes import fundraising, guide
from model.state import (
    ANGEL,
    ANGEL_FUND,
    GUIDE_LP,
    KEPT,
    MA_FUND,
    MATURE,
    NEVER,
    SOCIAL_LP,
    TRACK_ROWS,
    VENTURE,
    VENTURE_FUND,
)


@entry_point
def track_row(world: Any, f: Any) -> int:
    row: int = shares.track_row(world[0].funds[f])
    return row


@entry_point
def run_guide(world: Any, p: Any) -> None:
    guide.run_guide(world[0], p[0])


@entry_point
def buy_out(world: Any, p: Any, called: Any, price: Any) -> None:
    """The first fund calls an amount, then its guide is bought out."""
    w = world[0]
    capital.provide(w, p[0], 0, called)
    undrawn = w.funds[0].committed_fen[GUIDE_LP] - w.funds[0].paid_fen[GUIDE_LP]
    guide.buy_out(w, p[0], 0, price, undrawn)


@entry_point
def provide(world: Any, p: Any, f: Any, amount: Any) -> None:
    capital.provide(world[0], p[0], f, amount)


@entry_point
def offer_buy_outs(world: Any, p: Any) -> None:
    guide.offer_buy_outs(world[0], p[0])


@entry_point
def raise_direct_fund(world: Any, p: Any, kind: Any) -> None:
    fundraising.raise_direct_fund(world[0], p[0], p[0], kind, world[0].clock.quarter // 4)


@entry_point
def expected_net_return(world: Any, p: Any) -> float:
    expected: float = supply.expected_net_return(world[0], p[0], p[0], 0)
    return expected


@entry_point
def expected_life(world: Any, kind: Any, period: Any, term: Any) -> float:
    quarters: float = supply.expected_life(world[0], kind, period, term)
    return quarters


@entry_point
def late_odds(world: Any, k: Any, stage: Any, left: Any) -> float:
    odds: float = valuation.late_odds(world[0], k, stage, left)
    return odds


@pytest.mark.parametrize(("kind", "stage"), [(ANGEL_FUND, ANGEL), (VENTURE_FUND, VENTURE), (MA_FUND, MATURE)])
@pytest.mark.parametrize("term", [16.0, 32.0, 48.0, 80.0])
def test_lps_expect_to_be_locked_in_until_the_last_firm_is_sold_or_the_term_ends(
        kind: int, stage: int, term: float) -> None:
    bench = Bench()
    left = np.linspace(0.0, term - 16.0, 2001)
    waits = [np.trapezoid([late_odds(bench.world, np.int64(k), np.int64(stage), x) for x in left], left)
             for k in range(len(bench.w["industries"]))]
    life = expected_life(bench.world, np.int64(kind), 16.0, term)
    assert life == pytest.approx(16.0 + np.mean(waits), rel=1e-4)
    assert life <= term and (term < 40 or life < 0.9 * term)


@pytest.mark.parametrize("cap", [0.1, 0.25, 0.5])
def test_the_guide_stays_within_its_cap(cap: float) -> None:
    made = raised(("guide.share_cap", cap), ("guide.budget_myuan_per_year", 5000.0))
    shares_of_guide = made["committed_fen"][:, GUIDE_LP] / made["size_fen"]
    assert shares_of_guide.max() == pytest.approx(cap, rel=1e-6)
    assert (made["committed_fen"].sum(1) == made["size_fen"]).all()


def test_the_guide_stays_within_its_budget() -> None:
    made = raised(("guide.budget_myuan_per_year", 40.0))
    spent = [made[made["kind"] == kind]["committed_fen"][:, GUIDE_LP].sum() for kind in range(2)]
    # nothing of what came back before year 0 was kept
    assert 0 < spent[0] <= 40 * M * 0.2 and 0 < spent[1] <= 40 * M * 0.5


def test_managers_who_raise_in_the_same_year_draw_on_the_same_pool() -> None:
    made = raised(("guide.angel_split", 0.0), ("guide.venture_split", 0.7), ("investors.track_record_weight", 0.0))
    social = made["committed_fen"][:, SOCIAL_LP][made["kind"] == VENTURE_FUND]
    assert len(social) > 1 and np.ptp(social) <= 1, "none gets less because others came before"


def test_a_manager_of_one_industry_has_a_record_of_its_own() -> None:
    bench = Bench()
    funds = [bench.fund(), bench.fund(), bench.fund()]
    for fund, (industry, slot) in zip(funds, ((-1, 0), (0, 0), (1, 0)), strict=True):
        fund["industry"], fund["slot"] = industry, slot
    rows = [track_row(bench.world, np.int64(f)) for f in range(3)]
    assert len(set(rows)) == 3 and max(rows) < TRACK_ROWS


def test_patient_terms_bind_funds_with_guide_money_only() -> None:
    made = raised(("patience.fund_term_years", 15.0), ("guide.angel_split", 0.0), ("guide.venture_split", 0.7),
                  ("funds.conventional_term_years", 9.0), ("funds.smallest_close_share", 0.1))
    backed = made["committed_fen"][:, GUIDE_LP] > 0
    assert set(made["term"][backed]) == {60} and set(made["term"][~backed]) == {36}


@pytest.mark.parametrize(("reaches", "stopped"), [(False, [0, 0, 0, 1]), (True, [1, 0, 0, 1])])
def test_a_breach_stops_funds_of_its_kind_at_once_and_for_so_long(reaches: bool, stopped: list[int]) -> None:
    bench = Bench({**STEADY, "guide.freeze_years": 1.5, "guide.breach_stops_backed_funds": reaches})
    bench.firm(VENTURE)
    backed, alone, other = bench.fund(guide=0.25), bench.fund(), bench.fund(kind=ANGEL_FUND, guide=0.25)
    own = bench.fund(guide=1.0)
    backed["backed"] = other["backed"] = own["backed"] = own["direct"] = 1
    bench.stake(0, 0, 10 * M, 100_000.0)["redemption"] = KEPT
    clock = bench.w["clock"]
    first = int(clock["quarter"])
    losses = bench.w["realised"][VENTURE_FUND][first - 1]
    losses["guide_cost_fen"], losses["guide_loss_fen"] = 100 * M, 36 * M  # the ceiling is 35 %
    frozen = []
    for _ in range(9):
        run_guide(bench.world, bench.p)
        frozen.append([int(fund["frozen"]) for fund in (backed, alone, other, own)])
        losses["guide_loss_fen"] = 0
        value_funds(bench.world, bench.p)
        clock["quarter"] += 1
    assert frozen == [stopped] * 6 + [[0, 0, 0, 0]] * 3
    assert bench.w["firms"][0]["clause_from"] == (first if reaches else NEVER), "a stopped fund looks at its clauses"
    assert bench.w["quarters"][first]["guide_freezes"] == 1


def test_losses_at_the_ceiling_are_no_breach() -> None:
    bench = Bench({**STEADY, "guide.breach_stops_backed_funds": True})
    bench.firm(VENTURE)
    fund = bench.fund(guide=0.25)
    fund["backed"] = 1
    bench.stake(0, 0, 10 * M, 100_000.0)["redemption"] = KEPT
    losses = bench.w["realised"][VENTURE_FUND][bench.w["clock"]["quarter"] - 1]
    losses["guide_cost_fen"], losses["guide_loss_fen"] = 100 * M, 35 * M
    run_guide(bench.world, bench.p)
    assert fund["frozen"] == 0 and bench.w["firms"][0]["clause_from"] == NEVER
    assert bench.now("guide_freezes") == 0


@pytest.mark.parametrize(("years", "is_breach"), [(2.75, False), (3.0, True), (10.0, True), (30.0, True)])
def test_losses_of_so_many_years_are_judged(years: float, is_breach: bool) -> None:
    bench = Bench({**STEADY, "guide.loss_window_years": years})
    losses = bench.w["realised"][VENTURE_FUND][bench.w["clock"]["quarter"] - 12]
    losses["guide_cost_fen"], losses["guide_loss_fen"] = 100 * M, 36 * M
    run_guide(bench.world, bench.p)
    assert bench.now("guide_freezes") == is_breach


@pytest.mark.parametrize("level", [-0.5, 0.0, 0.4])
@pytest.mark.parametrize(("kind", "split"), [(ANGEL_FUND, 0.2), (VENTURE_FUND, 0.5), (MA_FUND, 0.6)])
def test_the_direct_fund_is_under_the_budgets_tilt_and_freezes(level: float, kind: int, split: float) -> None:
    bench = Bench({"guide.budget_myuan_per_year": 400.0, "guide.direct_share": 0.5, "guide.counter_cyclical": 2.0})
    bench.w["market"]["level"] = level
    wanted = 400 * M * 0.5 * split * np.exp(-2.0 * level)  # an M&A fund every other year, twice as large
    quarter = bench.w["clock"]["quarter"]
    for until, frozen in ((quarter + 1, True), (quarter, False)):
        bench.w["guide"]["frozen_until"][kind] = until
        raise_direct_fund(bench.world, bench.p, np.int64(kind))
        assert bench.w["clock"]["funds"] == 1 - frozen
    fund = bench.w["funds"][0]
    assert fund["direct"] == 1 and fund["size_fen"] == pytest.approx(wanted, abs=1)
    assert bench.now("fund_targets") == fund["size_fen"] == fund["committed_fen"][GUIDE_LP]


@pytest.mark.parametrize(("share", "interfering"), [(0.0, 0.0), (0.1, 0.0), (0.2, 0.0), (0.45, 0.05), (0.95, 0.1625)])
def test_lps_count_on_the_guides_real_share(share: float, interfering: float) -> None:
    bench = Bench({"guide.share_cap": 0.6, "guide.concession_share": 0.5, "guide.concession_return_per_year": 0.04,
                   "guide.first_loss_share": 0.5, "investors.first_loss_worth": 0.06,
                   "investors.interference_cost": 0.15})
    fund = bench.fund()
    bench.w["pools"][SOCIAL_LP]["belief"][VENTURE_FUND] = 0.12
    alone = expected_net_return(bench.world, bench.p)
    fund["backed"], fund["guide_share"] = 1, share
    over_others = min(0.9, share) / (1 - min(0.9, share))
    conceded = 0.5 * (alone - 0.04) * over_others
    covered = 0.06 * 0.5 * over_others
    # half of officials' chance of 50 % times what is above a share of a quarter
    assert expected_net_return(bench.world, bench.p) == pytest.approx(
        alone + conceded + covered - 0.15 * interfering)


@pytest.mark.parametrize(("share", "cut", "gain"), [(0.2, 0, -math.log(0.8) / 5), (0.2, 1, 0.0), (0.0, 0, 0.0)])
def test_lps_count_on_a_tax_credit_while_it_is_paid(share: float, cut: int, gain: float) -> None:
    without = Bench()
    without.fund()
    bench = Bench({"investors.social_credit_share": share, "funds.typical_hold_years": 5.0})
    bench.fund()
    bench.w["guide"]["cut"] = cut
    expected = expected_net_return(bench.world, bench.p) - expected_net_return(without.world, without.p)
    assert expected == pytest.approx(gain)


def test_the_price_of_a_buy_out_has_interest_from_each_call() -> None:
    bench = Bench({"guide.buy_out_noise": 0.0})
    fund = bench.fund(100 * M, guide=0.25, age=4)
    first = bench.w["clock"]["quarter"]
    fund["buy_out_quarter"], fund["buy_out_return"] = first + 6, 0.01
    bench.cash(int(ledger.SOCIAL), 1000 * M)
    bench.cash(int(ledger.GUIDE), 100 * M)
    for quarter, called in ((first, 20), (first + 4, 40)):
        bench.w["clock"]["quarter"] = quarter
        provide(bench.world, bench.p, np.int64(0), np.int64(bench.balance(FIRST_FUND) + called * M))
    bench.w["clock"]["quarter"] = first + 6
    fund["nav_fen"] = 500 * M
    offer_buy_outs(bench.world, bench.p)
    assert fund["bought_out"] == 1
    price = 5 * M * math.exp(0.06) + 10 * M * math.exp(0.02)
    assert bench.now("buy_outs") == pytest.approx(price, abs=2)


def test_a_guide_that_was_bought_out_no_longer_backs_or_delays_the_fund() -> None:
    bench = Bench()
    fund = bench.fund(100 * M, guide=0.25)
    fund["backed"], fund["delay"], fund["interference"] = 1, 2.0, 0.3
    bench.cash(int(ledger.SOCIAL), 100 * M)
    buy_out(bench.world, bench.p, np.int64(40 * M), np.int64(12 * M))
    assert (fund["backed"], fund["delay"], fund["interference"], fund["guide_share"]) == (0, 0.0, 0.0, 0.0)
    assert (fund["bought_out"], fund["guide_claim_fen"]) == (1, 0)
    assert list(fund["committed_fen"]) == [0, 0, 100 * M, 0] and list(fund["paid_fen"]) == [0, 0, 40 * M, 0]
    # it paid 30 of 40 million, then bought what the guide paid 10 for
    assert bench.balance(int(ledger.SOCIAL)) == (100 - 30 - 12) * M and bench.now("buy_outs") == 12 * M
    assert bench.balance(FIRST_FUND) == 40 * M
    # a breach of the guide's ceiling does not concern it any more
    losses = bench.w["realised"][VENTURE_FUND][bench.w["clock"]["quarter"] - 1]
    losses["guide_cost_fen"] = losses["guide_loss_fen"] = 100 * M
    run_guide(bench.world, bench.p)
    assert bench.now("guide_freezes") == 1 and fund["frozen"] == 0
