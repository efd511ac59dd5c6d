"""Fund agreements: calls, fees, hurdle, carry, first loss, concession and books, as worked examples."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import FIRST_FUND, Bench, M, mark, value_funds

from model import capital, ledger
from model.jit import entry_point
from model.processes import funds
from model.state import DRIFTING, GUIDE_LP, HARVEST, INVESTING, SOCIAL_LP, VENTURE


@entry_point
def call(world: Any, p: Any, f: Any, amount: Any) -> None:
    capital.provide(world[0], p[0], f, amount)


@entry_point
def distribute(world: Any, p: Any, f: Any) -> None:
    capital.distribute(world[0], p[0], f)


@entry_point
def run_funds(world: Any, p: Any) -> None:
    funds.run_funds(world[0], p[0])


@entry_point
def net_value(world: Any, f: Any) -> int:
    value: int = funds.net_value(world[0], f)
    return value


@entry_point
def pay_out_funds(world: Any, p: Any) -> None:
    funds.pay_out_funds(world[0], p[0])


def test_calls_are_pro_rata_and_the_guides_comes_from_the_treasury() -> None:
    bench = Bench()
    fund = bench.fund(guide=0.25, state=0.15, central=0.1)
    call(bench.world, bench.p, np.int64(0), np.int64(40 * M))
    assert list(fund["paid_fen"]) == [10 * M, 4 * M, 20 * M, 6 * M]
    assert bench.balance(int(ledger.TREASURY)) == -10 * M and bench.balance(FIRST_FUND) == 40 * M
    call(bench.world, bench.p, np.int64(0), np.int64(30 * M))  # there is enough
    assert fund["called_fen"] == 40 * M


def test_fee_on_commitments_then_on_what_is_at_work_then_reduced() -> None:
    bench = Bench({"market.outside_deal_share": 0.0})
    fund = bench.fund(100 * M)
    clock = bench.w["clock"]
    first = int(clock["quarter"])
    paid = []
    for age in range(44):
        clock["quarter"] = first + age
        fund["life"] = INVESTING if age < 16 else HARVEST if age < 32 else DRIFTING
        fund["cost_fen"], fund["outside_cost_fen"] = (0, 0) if age < 8 else (50 * M, 10 * M)
        before = bench.balance(int(ledger.MANAGERS))
        run_funds(bench.world, bench.p)
        paid.append((bench.balance(int(ledger.MANAGERS)) - before) / M)
    # 2 % of 100, then 2 % of 60, then half of that, each year in advance
    assert paid[::4] == pytest.approx([2.0] * 4 + [1.2] * 4 + [0.6] * 3)
    assert sum(paid) == pytest.approx(sum(paid[::4]))
    assert fund["fees_fen"] == fund["called_fen"] == round(sum(paid) * M)


def test_no_fee_beyond_the_commitments() -> None:
    bench = Bench()
    fund = bench.fund(100 * M)
    call(bench.world, bench.p, np.int64(0), np.int64(99 * M))
    bench.cash(FIRST_FUND, 0)
    run_funds(bench.world, bench.p)
    assert fund["fees_fen"] == 1 * M


def fund_with_capital(changes: dict[str, Any], **parts: float) -> tuple[Bench, Any]:
    """A fund that called and spent 100 million yuan and no longer invests."""
    bench = Bench({"funds.fee_share": 0.0, "market.outside_deal_share": 0.0, **changes})
    fund = bench.fund(100 * M, **parts)
    call(bench.world, bench.p, np.int64(0), np.int64(100 * M))
    fund["life"] = HARVEST
    bench.cash(FIRST_FUND, 0)
    return bench, fund


def years_pass(bench: Bench, years: int) -> None:
    for _ in range(4 * years):
        run_funds(bench.world, bench.p)


def pay_out(bench: Bench, *amounts: int) -> None:
    for amount in amounts:
        bench.cash(FIRST_FUND, amount)
        distribute(bench.world, bench.p, np.int64(0))
        assert bench.balance(FIRST_FUND) == 0


@pytest.mark.parametrize(("paid_out", "carry"), [
    (90, 0.0), (105, 0.0),  # below capital and a year's hurdle of 8 %
    (109, 1.0),  # all above 108 goes to the manager
    (110, 2.0),  # caught up: 20 % of a profit of 10
    (150, 10.0), (300, 40.0),
])
def test_hurdle_with_full_catch_up(paid_out: int, carry: float) -> None:
    bench, fund = fund_with_capital({})
    years_pass(bench, 1)
    assert fund["preferred_fen"] == pytest.approx(108 * M, abs=4)
    pay_out(bench, paid_out * M)
    assert fund["carry_fen"] == pytest.approx(carry * M, abs=4)
    assert bench.balance(int(ledger.MANAGERS)) == fund["carry_fen"]
    assert fund["returned_fen"] + fund["carry_fen"] == paid_out * M


@given(st.lists(st.integers(1, 120 * M), min_size=1, max_size=6), st.integers(0, 5))
def test_carry_depends_on_the_total_of_a_quarter(pieces: list[int], years: int) -> None:
    bench, fund = fund_with_capital({})
    years_pass(bench, years)
    hurdle = int(fund["preferred_fen"])
    assert hurdle == pytest.approx(100 * M * 1.08**years, rel=1e-7)
    pay_out(bench, *pieces)
    total = sum(pieces)
    wanted = max(0.0, min(0.2 * (total - 100 * M), total - hurdle))
    assert fund["carry_fen"] == pytest.approx(wanted, abs=len(pieces) + 1)


def test_the_hurdle_stops_on_what_was_given_back() -> None:
    bench, fund = fund_with_capital({})
    years_pass(bench, 1)
    pay_out(bench, 58 * M)
    years_pass(bench, 1)
    assert fund["preferred_fen"] == pytest.approx(50 * M * 1.08, abs=8)


def lp_parts(first_loss: float, pieces: list[int]) -> list[int]:
    """What guide and social LPs get who paid 25 and 75 million yuan."""
    bench, fund = fund_with_capital({"funds.carry_share": 0.0}, guide=0.25)
    fund["first_loss"] = first_loss
    pay_out(bench, *pieces)
    return [int(fund["distributed_fen"][c]) for c in (GUIDE_LP, SOCIAL_LP)]


@pytest.mark.parametrize(("total", "guide"), [
    # with 40 % first loss, 10 of the guide's 25 million stand behind the other 90
    (45, 7.5), (90, 15.0), (95, 20.0), (100, 25.0), (120, 30.0),
])
def test_first_loss(total: int, guide: float) -> None:
    found, others = lp_parts(0.4, [total * M])
    assert (found / M, others / M) == pytest.approx((guide, total - guide), abs=1e-7)


def test_first_loss_gives_others_their_capital_first() -> None:
    assert lp_parts(1.0, [75 * M]) == [0, 75 * M]
    assert lp_parts(0.0, [76 * M]) == [19 * M, 57 * M]


@given(st.floats(0, 1), st.lists(st.integers(1, 60 * M), min_size=1, max_size=6))
def test_first_loss_depends_on_the_total_alone(share: float, pieces: list[int]) -> None:
    once, cut = lp_parts(share, [sum(pieces)]), lp_parts(share, pieces)
    assert cut == pytest.approx(once, abs=2 * len(pieces))
    # nobody but the guide bears it, and never with more than the part that it put behind
    assert once[0] <= sum(pieces) * 0.25 + 1
    assert once[0] >= min(sum(pieces), 100 * M) * 0.25 - share * 25 * M - 1


@pytest.mark.parametrize(("years", "total", "guide"), [
    (0, 150, 25 + 0.5 * 12.5),  # half of its profit of 12.5
    (1, 150, 26 + 0.5 * 11.5),  # its own 4 % come first
    (0, 80, 20.0),  # no profit, nothing to concede
])
def test_concession(years: int, total: int, guide: float) -> None:
    bench, fund = fund_with_capital({"funds.carry_share": 0.0}, guide=0.25)
    fund["concession"], fund["concession_return"] = 0.5, 1.04**0.25 - 1
    years_pass(bench, years)
    pay_out(bench, total * M)
    got = [fund["distributed_fen"][c] / M for c in (GUIDE_LP, SOCIAL_LP)]
    assert got == pytest.approx([guide, total - guide], abs=1e-6)
    assert fund["concession_fen"] / M == pytest.approx(0.25 * total - guide, abs=1e-6)


@pytest.mark.parametrize(("book", "frozen"), [(59.0, 1), (60.5, 0)])
def test_write_downs_freeze_first_cheques(book: float, frozen: int) -> None:
    bench = Bench()
    bench.firm(VENTURE)
    fund = bench.fund()
    fund["freezes"], fund["invested_fen"] = 1, 100 * M
    bench.stake(0, 0, 100 * M, 1_000_000.0)
    mark(bench.world, np.int64(0), book * M / 1e6)
    value_funds(bench.world, bench.p)
    assert fund["frozen"] == frozen


@pytest.mark.parametrize(("period", "fee"), [(16, 0.8), (17, 1.1), (18, 1.4), (19, 1.7), (20, 2.0)])
def test_a_fee_year_in_which_investing_ends_has_two_bases(period: int, fee: float) -> None:
    bench = Bench({"market.outside_deal_share": 0.0})
    fund = bench.fund(100 * M, age=16)
    fund["invest_until"], fund["cost_fen"] = fund["vintage"] + period, 40 * M
    fund["life"] = INVESTING if period > 16 else HARVEST
    run_funds(bench.world, bench.p)
    # 2 % of 100 million for the part of the year in which it invests, 2 % of 40 million for the rest
    assert fund["fees_fen"] / M == pytest.approx(fee)


@pytest.mark.parametrize(("book", "cash", "net"), [
    (90, 0, 90.0), (95, 10, 105.0), (108, 0, 108.0),  # not above capital and a hurdle of 8 %
    (109, 0, 108.0), (100, 10, 108.0), (140, 20, 148.0), (300, 0, 260.0),
])
def test_net_value_is_book_and_cash_less_the_carry_that_would_be_due(book: int, cash: int, net: float) -> None:
    bench, fund = fund_with_capital({})
    years_pass(bench, 1)
    fund["nav_fen"], fund["positions"] = book * M, 1
    bench.cash(FIRST_FUND, cash * M)
    assert net_value(bench.world, np.int64(0)) / M == pytest.approx(net, abs=1e-7)
    pay_out_funds(bench.world, bench.p)
    row = bench.w["fund_quarters"][0][bench.w["clock"]["quarter"]]
    # what was paid out today and what is left are together the same
    assert (row["returned_fen"] + row["nav_fen"]) / M == pytest.approx(net, abs=1e-7)


@pytest.mark.parametrize("bridged", [0, 20])
@pytest.mark.parametrize(("outside", "more"), [(50, 10), (60, 0)])
def test_a_bridge_does_not_loosen_the_reinvestment_duty(bridged: int, outside: int, more: int) -> None:
    bench = Bench({"market.outside_deal_share": 1.0, "funds.fee_share": 0.0})
    fund = bench.fund(100 * M, age=18)
    fund["invest_until"] = fund["vintage"] + 20
    fund["duty_fen"] = 40 * M  # so 60 million may go outside
    fund["initial_fen"] = outside * M
    fund["invested_fen"], fund["zone_fen"] = (outside + bridged) * M, bridged * M
    run_funds(bench.world, bench.p)
    assert bench.now("invested_outside") == more * M
    assert fund["invested_fen"] - fund["zone_fen"] == 60 * M


def test_bridges_beyond_the_reserves_leave_what_fees_will_take() -> None:
    bench = Bench()
    fund = bench.fund(100 * M)
    fund["investable_fen"], fund["reserves_share"] = 90 * M, 0.2
    fund["initial_fen"], fund["invested_fen"] = 50 * M, 85 * M  # 35 million of bridges
    value_funds(bench.world, bench.p)
    assert bench.now("dry_powder_venture") == 5 * M


def test_recycling_that_is_paid_out_can_not_be_invested() -> None:
    bench = Bench()
    fund = bench.fund(100 * M)
    call(bench.world, bench.p, np.int64(0), np.int64(20 * M))
    fund["recycled_fen"], fund["kept_fen"], fund["life"] = 30 * M, 20 * M, HARVEST
    distribute(bench.world, bench.p, np.int64(0))
    assert (fund["recycled_fen"], fund["kept_fen"]) == (10 * M, 0)
    assert fund["returned_fen"] == 20 * M
