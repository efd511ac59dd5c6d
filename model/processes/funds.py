"""Funds in life: fees, preferred return, outside deals, book values, freezes, distributions."""

import numpy as np

from model.arithmetic import exp, fen
from model.capital import accrue, carry_due, distribute, provide, room_for_new, undrawn
from model.jit import inlined, kernel
from model.ledger import (
    FEE,
    FIRST_FUND,
    MANAGERS,
    OUTSIDE,
    OUTSIDE_INVESTMENT,
    OUTSIDE_PROCEEDS,
    transfer,
)
from model.luck import OUTSIDE_DEAL, OUTSIDE_HOLD, normal, uniform
from model.shares import record_realised, wake_clauses
from model.state import CLOSED, DRIFTING, INVESTING
from model.supply import stopped_by_breach


@kernel
def run_funds(w, p):
    """Fees, outside deals and what they return, for every live fund. Rules 30 and 40."""
    clock = w.clock
    clock.fund_quarters += clock.active_funds
    for b in range(clock.active_funds):
        f = w.active_funds[b]
        fund = w.funds[f]
        age = clock.quarter - fund.vintage
        accrue(w, f)
        if age % 4 == 0:
            charge_fee(w, p, f)
        collect_outside_proceeds(w, p, f)
        if age % 4 == 2 and fund.life == INVESTING and fund.frozen == 0:
            invest_outside(w, p, f)


@inlined
def charge_fee(w, p, f):
    """The manager's yearly fee, in advance: on commitments, then on cost at work. Rule 30.

    In a year in which investing ends each part of the year has its own base.
    """
    fund = w.funds[f]
    part = 0.0
    if fund.life == INVESTING:
        part = 0.25 * min(4, fund.invest_until - w.clock.quarter)
    fee = fund.fee_share * (part * fund.size_fen + (1.0 - part) * (fund.cost_fen + fund.outside_cost_fen))
    if fund.life == DRIFTING:
        fee *= p.funds.drift_fee_share
    amount = min(fen(fee), undrawn(w, f))
    if amount <= 0:
        return
    provide(w, p, f, amount)
    transfer(w, FIRST_FUND + f, MANAGERS, FEE, amount)
    fund.fees_fen += amount
    w.quarters[w.clock.quarter].fees += amount


@inlined
def invest_outside(w, p, f):
    """Once a year a fund behind its plan invests outside the zone, within its duty. Rule 40."""
    clock = w.clock
    fund = w.funds[f]
    plan = fund.investable_fen * (1.0 - fund.reserves_share)
    plan *= min(1.0, (clock.quarter - fund.vintage + 1) / max(1, fund.invest_until - fund.vintage))
    gap = min(plan - fund.initial_fen, room_for_new(w, f) * 1.0)
    outside = fund.invested_fen - fund.zone_fen
    allowed = fund.investable_fen - fund.duty_fen - outside
    amount = fen(min(gap * p.market.outside_deal_share, allowed * 1.0))
    if amount < 100_000_00 or fund.end - clock.quarter < 4:
        return
    hold = p.market.outside_hold_quarters * (0.5 + uniform(fund.key, OUTSIDE_HOLD, clock.quarter))
    due = min(clock.quarter + max(1, fen(hold)), min(fund.end - 1, clock.last))
    provide(w, p, f, amount)
    transfer(w, FIRST_FUND + f, OUTSIDE, OUTSIDE_INVESTMENT, amount)
    fund.invested_fen += amount
    fund.initial_fen += amount
    enter_deal(w, p, f, amount, clock.quarter, due)
    w.quarters[clock.quarter].invested_outside += amount


@inlined
def enter_deal(w, p, f, amount, since, due):
    """A deal outside the zone in the books: its cost, and what it will pay when it is due. Rule 40."""
    fund = w.funds[f]
    quarters = due - since
    sd = p.market.outside_sd
    multiple = exp(p.market.outside_log_return_per_quarter * quarters - 0.5 * sd * sd
                        + sd * normal(fund.key, OUTSIDE_DEAL, since))
    fund.outside_cost_fen += amount
    deal = w.outside_deals[f, due]
    deal.cost_fen += amount
    deal.cost_quarters += (amount // 1000) * quarters
    deal.proceeds_fen += fen(amount * multiple)


@inlined
def collect_outside_proceeds(w, p, f):
    """Outside deals that are due pay back."""
    clock = w.clock
    deal = w.outside_deals[f, clock.quarter]
    cost = deal.cost_fen
    if cost == 0:
        return
    fund = w.funds[f]
    proceeds = deal.proceeds_fen
    transfer(w, OUTSIDE, FIRST_FUND + f, OUTSIDE_PROCEEDS, proceeds)
    fund.outside_cost_fen -= cost
    fund.proceeds_fen += proceeds
    record_realised(w, f, cost, proceeds, clock.quarter - deal.cost_quarters // max(1, cost // 1000))
    w.quarters[clock.quarter].proceeds_outside += proceeds


@kernel
def value_funds(w, p):
    """Book value of every fund, freezes after interim losses, and dry powder. Rule 41."""
    clock = w.clock
    now = w.quarters[clock.quarter]
    for b in range(clock.active_funds):
        f = w.active_funds[b]
        fund = w.funds[f]
        nav = fund.outside_cost_fen + fund.stakes_fen
        fund.nav_fen = nav
        before = fund.frozen
        fund.frozen = 0
        if fund.freezes == 1 and nav + fund.proceeds_fen < p.funds.write_down_share * fund.invested_fen:
            fund.frozen = 1
        # the guide's freeze begins at once; this is about the quarter to come
        if w.guide.frozen_until[fund.kind] > clock.quarter + 1 and stopped_by_breach(p, fund):
            fund.frozen = 1
        if fund.frozen > before:
            wake_clauses(w, f)
        powder = room_for_new(w, f)
        if fund.kind == 0:
            now.dry_powder_angel += powder
        elif fund.kind == 1:
            now.dry_powder_venture += powder
        else:
            now.dry_powder_ma += powder
        now.nav += nav


@kernel
def pay_out_funds(w, p):
    """Every live fund passes on its cash; finished funds close. Rules 31 to 33."""
    clock = w.clock
    kept = 0
    for b in range(clock.active_funds):
        f = w.active_funds[b]
        distribute(w, p, f)
        fund = w.funds[f]
        done = fund.positions == 0 and fund.outside_cost_fen == 0
        if clock.quarter >= clock.last or (
                fund.life != INVESTING and done):
            close_fund(w, p, f)
        else:
            w.active_funds[kept] = f
            kept += 1
        row = w.fund_quarters[f, clock.quarter]
        row.called_fen = fund.called_fen
        row.returned_fen = fund.returned_fen
        row.nav_fen = net_value(w, f)
        if fund.vintage >= clock.start:
            w.ages[clock.quarter - fund.vintage].nav_fen += row.nav_fen
    clock.active_funds = kept


@inlined
def net_value(w, f):
    """What LPs would get if a fund's stakes went at book value today, with its cash and after carry. Rule 75."""
    gross = w.funds[f].nav_fen + w.balances[FIRST_FUND + f]
    return gross - carry_due(w, f, gross)


@kernel
def close_fund(w, p, f):
    """Wind-up: the last cash is paid out, undrawn commitments are released. Rule 33."""
    fund = w.funds[f]
    fund.life = CLOSED
    fund.closed = w.clock.quarter
    fund.nav_fen = 0
    distribute(w, p, f)
    for c in range(4):
        open_part = fund.committed_fen[c] - fund.paid_fen[c]
        w.pools[c].unfunded_fen -= open_part if c >= 2 else np.int64(0)
