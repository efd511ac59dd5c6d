"""Funds of a zone's data: contracts, calls, fees, deals outside the zone, and what was paid back."""

from model.arithmetic import fen, power
from model.capital import provide, receive
from model.jit import inlined, kernel
from model.ledger import (
    FEE,
    FIRST_FUND,
    INFLOW,
    MANAGERS,
    OUTSIDE,
    OUTSIDE_INVESTMENT,
    OUTSIDE_PROCEEDS,
    transfer,
)
from model.luck import OUTSIDE_HOLD, uniform
from model.processes.fundraising import draft_fund, form_fund, set_terms
from model.processes.funds import enter_deal, net_value, value_funds
from model.state import GUIDE_LP, HARVEST, LP_ACCOUNTS, SOCIAL_LP, STATE_LP
from model.supply import expected_lock_up, fee_load


@kernel
def form_funds(w, p):
    """Every fund is formed in its vintage, and has called what it needed for fees. Rule 88.

    Until all firms are there, `w.order` holds what each fund has called and not yet invested.
    """
    clock = w.clock
    for n in range(p.zone.funds_count):
        row = p.zone.funds[n]
        clock.quarter = clock.start - row.age_quarters
        form(w, p, row, draft_fund(w, p, row.kind, row.slot, clock.quarter // 4, row.industry, row.size_fen))
    clock.quarter = clock.start - 1
    for c in (SOCIAL_LP, STATE_LP):
        # nobody promised more than there was
        missing = w.pools[c].unfunded_fen - w.balances[LP_ACCOUNTS[c]]
        transfer(w, OUTSIDE, LP_ACCOUNTS[c], INFLOW, max(0, missing))
    for f in range(p.zone.funds_count):
        call_for_fees(w, p, p.zone.funds[f], f)


@kernel
def form(w, p, row, f):
    """The contract of a fund: size, term and investors from its data, all else as was usual. Rule 51."""
    fund = w.funds[f]
    size = row.size_fen
    guide = fen(row.guide_share * size)
    state = min(size - guide, fen(row.state_share * size))
    set_terms(w, p, p, f, 1 if guide > 0 else 0)
    fund.term = row.term_quarters
    fund.invest_until = min(fund.invest_until, fund.vintage + row.term_quarters)
    fund.lock_up = expected_lock_up(w, p, fund)
    if p.exits.unlimited_secondary == 0:
        # one that is past its term decides in the first quarter what it does
        fund.end = max(fund.vintage + row.term_quarters, w.clock.start + 1)
    fund.committed_fen[GUIDE_LP] = guide
    fund.committed_fen[STATE_LP] = state
    fund.committed_fen[SOCIAL_LP] = size - guide - state
    form_fund(w, p, p, f, size)
    if w.clock.start >= fund.invest_until:
        fund.life = HARVEST


@inlined
def call_for_fees(w, p, row, f):
    """Fees so far are called and paid; the rest of what is called is to be invested."""
    fund = w.funds[f]
    period = fund.invest_until - fund.vintage
    invested_for = min(row.age_quarters, period)
    # a year's fee is paid in advance
    begun = (row.age_quarters + 3) // 4 * 4
    fees = fen(fund.size_fen * fee_load(p, min(begun, period), begun))
    called = fees + fen(fund.investable_fen * (1.0 - fund.reserves_share) * (invested_for / max(1, period)))
    if row.called_share >= 0.0:
        called = fen(row.called_share * fund.size_fen)
    called = min(called, fund.size_fen)
    fees = min(fees, called)
    provide(w, p, f, fees)
    transfer(w, FIRST_FUND + f, MANAGERS, FEE, fees)
    fund.fees_fen += fees
    w.order[f] = called - fees


@kernel
def settle_funds(w, p):
    """What no firm of the zone has got stands outside the zone, or has been paid back. Rule 88."""
    for f in range(p.zone.funds_count):
        fund = w.funds[f]
        row = p.zone.funds[f]
        rest = w.order[f]
        provide(w, p, f, rest)
        transfer(w, FIRST_FUND + f, OUTSIDE, OUTSIDE_INVESTMENT, rest)
        fund.invested_fen += rest
        fund.initial_fen += rest
        back = fen(row.dpi * fund.called_fen)
        still_out(w, p, f, max(0, rest - back))
        pay_back(w, p, f, back)
        # calls came evenly while the fund invested
        called_for = row.age_quarters - 0.5 * min(row.age_quarters, fund.invest_until - fund.vintage)
        fund.preferred_fen = fen(fund.called_fen * power(1.0 + fund.hurdle, called_for)) - back
    value_funds(w, p)
    for f in range(p.zone.funds_count):
        keep_books(w, f)


@inlined
def still_out(w, p, f, amount):
    """Deals outside the zone, one for each year of investment; each is somewhere in its holding time."""
    fund = w.funds[f]
    start = w.clock.start
    until = min(fund.invest_until, start)
    years = (until - fund.vintage + 3) // 4
    left = amount
    for y in range(years):
        since = min(fund.vintage + 4 * y + 2, start - 1)
        part = left // (years - y)
        left -= part
        hold = p.market.outside_hold_quarters * uniform(fund.key, OUTSIDE_HOLD, since)
        due = min(start + fen(hold), max(start, fund.end - 1), w.clock.last)
        enter_deal(w, p, f, part, since, due)


@inlined
def pay_back(w, p, f, amount):
    """What came back so far went to all investors by what they paid in."""
    fund = w.funds[f]
    transfer(w, OUTSIDE, FIRST_FUND + f, OUTSIDE_PROCEEDS, amount)
    fund.proceeds_fen += amount
    left = amount
    paid = fund.called_fen
    for c in range(4):
        if fund.paid_fen[c] > 0:
            part = left if fund.paid_fen[c] == paid else fen(left * (fund.paid_fen[c] / paid))
            paid -= fund.paid_fen[c]
            left -= part
            receive(w, p, f, c, part)


@inlined
def keep_books(w, f):
    """All that was before year 0 stands in the books of the last quarter before it."""
    fund = w.funds[f]
    for t in range(fund.vintage, w.clock.start):
        row = w.fund_quarters[f, t]
        now = t == w.clock.start - 1
        row.called_fen = fund.called_fen if now else 0
        row.returned_fen = fund.returned_fen if now else 0
        row.nav_fen = net_value(w, f) if now else 0
