"""Shares: issuing them in a round, and paying their owners when money comes out of a firm."""

import numpy as np

from model.arithmetic import fen
from model.jit import inlined, kernel
from model.ledger import CASH_PASSED_ON, FIRST_FUND, FOUNDERS, FULL, NO_KIND, OUTSIDE, SECONDARY, report, transfer
from model.state import FINISHED, KEPT, MANAGERS_TRACKED, SECONDARY_OWNER, WAITING


@inlined
def firm_account(w, i):
    """Ledger account of a firm."""
    return FIRST_FUND + len(w.funds) + i


@inlined
def firm_cash(w, i):
    """Cash of a firm, read from the ledger."""
    return w.balances[FIRST_FUND + len(w.funds) + i]


@inlined
def burn_at_work(w, p, i):
    """What a firm at work spends a quarter beyond the direct costs of what it sells, with local taxes, fen."""
    firm = w.firms[i]
    burn = w.stages[firm.industry * 5 + firm.stage].burn_fen
    return burn * (1.0 + p.treasury.wage_tax_share) + firm.revenue_fen * p.treasury.revenue_tax_share


@inlined
def local_tax(p, revenue_fen, burn_fen):
    """Local taxes of a quarter on revenue and on what is spent on wages, fen. Rule 15."""
    return fen(revenue_fen * p.treasury.revenue_tax_share + burn_fen * p.treasury.wage_tax_share)


@inlined
def net_burn(w, p, i):
    """What a firm spends a quarter beyond its margin and public orders, fen. Waiting, it spends less."""
    firm = w.firms[i]
    burn = burn_at_work(w, p, i)
    if firm.status == WAITING:
        at_rest = (1.0 - p.firms.hibernation_share) * (1.0 + p.treasury.wage_tax_share)
        burn -= at_rest * w.stages[firm.industry * 5 + firm.stage].burn_fen
    return burn - firm.margin_fen - firm.public_fen


@inlined
def owner_account(owner):
    """Ledger account of the owner of a holding."""
    if owner >= 0:
        return FIRST_FUND + owner
    if owner == SECONDARY_OWNER:
        return SECONDARY
    return OUTSIDE


@inlined
def stake_of(w, i, f):
    """Share of a firm that a fund holds, over all its holdings."""
    firm = w.firms[i]
    shares = 0.0
    h = firm.first_holding
    while h >= 0:
        if w.holdings[h].open == 1 and w.holdings[h].fund == f:
            shares += w.holdings[h].shares
        h = w.holdings[h].next_of_firm
    return shares / firm.shares


@inlined
def new_holding(w, i, owner, cost_fen, shares, stage, bridge):
    """Write a new holding and link it to its firm and its fund. Returns its index."""
    clock = w.clock
    h = clock.holdings
    if h + 1 >= len(w.holdings):
        # the last row is a waste basket: in no list, so that none can run in a circle
        report(w, FULL, firm_account(w, i), NO_KIND)
        return h
    clock.holdings = h + 1
    holding = w.holdings[h]
    firm = w.firms[i]
    holding.firm = i
    holding.fund = owner
    holding.quarter = clock.quarter
    holding.stage = stage
    holding.bridge = bridge
    holding.open = 1
    holding.paid_by = NO_KIND
    holding.shares = shares
    holding.amount_fen = cost_fen
    holding.cost_fen = cost_fen
    holding.next_of_firm = firm.first_holding
    firm.first_holding = h
    holding.next_of_fund = -1
    if owner >= 0:
        holding.next_of_fund = w.funds[owner].first_holding
        w.funds[owner].first_holding = h
        w.funds[owner].positions += 1
        w.funds[owner].cost_fen += cost_fen
    return h


@inlined
def book(w, h):
    """Book a holding at its firm's mark; the book value of its fund moves by as much. Rule 41."""
    holding = w.holdings[h]
    if holding.fund < 0:
        return
    value = np.int64(0)
    if holding.open == 1:
        value = fen(holding.shares * w.firms[holding.firm].mark)
    w.funds[holding.fund].stakes_fen += value - holding.book_fen
    holding.book_fen = value


@inlined
def mark_firm(w, i, price):
    """A firm's book price changes, and with it the books of all its owners. Rule 41."""
    firm = w.firms[i]
    firm.mark = price
    h = firm.first_holding
    while h >= 0:
        if w.holdings[h].open == 1:
            book(w, h)
        h = w.holdings[h].next_of_firm


@inlined
def realise(w, h):
    """Close a holding and add it to the record from which LPs learn. Rule 21."""
    holding = w.holdings[h]
    holding.open = 0
    holding.ended = w.clock.quarter
    book(w, h)
    if holding.fund < 0:
        return
    fund = w.funds[holding.fund]
    fund.positions -= 1
    fund.cost_fen -= holding.cost_fen
    # what parts of it brought before was noted when they were sold
    record_realised(w, holding.fund, holding.cost_fen, holding.realised_fen - holding.noted_fen,
                    holding.quarter)


@inlined
def realise_part(w, h, cost_fen, proceeds_fen):
    """A part of a holding has been sold: its cost leaves the books, and LPs learn of it. Rule 21."""
    holding = w.holdings[h]
    book(w, h)
    holding.cost_fen -= cost_fen
    if holding.fund < 0:
        return
    holding.noted_fen += proceeds_fen
    w.funds[holding.fund].cost_fen -= cost_fen
    record_realised(w, holding.fund, cost_fen, proceeds_fen, holding.quarter)


@inlined
def usable_from(w, p, h):
    """The quarter from which a clause is due by its contract and its owner pressed by its end or a freeze. Rule 28."""
    holding = w.holdings[h]
    fund = w.funds[holding.fund]
    due = min(holding.quarter + p.redemption.trigger_quarters, fund.end - p.redemption.early_end_quarters)
    if fund.frozen == 1:
        return due
    return max(due, fund.end - p.redemption.pressure_quarters)


@inlined
def wake_clauses(w, f):
    """A fund that is newly frozen looks at its redemption clauses before its last years. Rule 28."""
    h = w.funds[f].first_holding
    while h >= 0:
        holding = w.holdings[h]
        if holding.open == 1 and holding.redemption == KEPT:
            firm = w.firms[holding.firm]
            firm.clause_from = min(firm.clause_from, w.clock.quarter)
        h = holding.next_of_fund


@inlined
def track_row(fund):
    """Where the record of a fund's manager stands: one in an industry is another manager than one in all."""
    return MANAGERS_TRACKED * (fund.industry + 1) + fund.slot % MANAGERS_TRACKED


@inlined
def record_realised(w, f, cost_fen, proceeds_fen, since):
    """Cost, cash proceeds and time of a realised investment, by kind of fund and quarter."""
    fund = w.funds[f]
    clock = w.clock
    row = w.realised[fund.kind, clock.quarter]
    row.cost_fen += cost_fen
    row.proceeds_fen += proceeds_fen
    if fund.direct == 0:
        w.track[fund.kind, track_row(fund), 0] += cost_fen
        w.track[fund.kind, track_row(fund), 1] += proceeds_fen
    row.cost_quarters += (cost_fen // 1000) * (clock.quarter - since)
    if fund.backed == 1:
        row.guide_cost_fen += cost_fen
        row.guide_loss_fen += cost_fen - proceeds_fen


@inlined
def credit(w, h, payer, kind, amount_fen):
    """Pay the owner of one holding."""
    holding = w.holdings[h]
    transfer(w, payer, owner_account(holding.fund), kind, amount_fen)
    holding.realised_fen += amount_fen
    if amount_fen > 0:
        holding.paid_by = kind
    if holding.fund >= 0:
        w.funds[holding.fund].proceeds_fen += amount_fen


@inlined
def price_after_preference(w, i, amount_fen):
    """Price of a common share when each owner may take its cost instead of converting. Rule 27."""
    firm = w.firms[i]
    price = amount_fen / firm.shares
    for _ in range(12):
        preferred = 0.0
        converted = firm.shares
        h = firm.first_holding
        while h >= 0:
            holding = w.holdings[h]
            if holding.open == 1 and holding.cost_fen > price * holding.shares:
                preferred += holding.cost_fen
                converted -= holding.shares
            h = holding.next_of_firm
        lower = 0.0
        if amount_fen > preferred and converted > 0.0:
            lower = (amount_fen - preferred) / converted
        if lower >= price:
            break
        price = lower
    return price


@kernel
def pay_owners(w, i, payer, kind, amount_fen):
    """Share out `amount_fen` among all owners of a firm and close their holdings. Rule 27.

    Preferences rank equally among themselves and before the founders. Returns what funds of the zone get.
    """
    firm = w.firms[i]
    price = price_after_preference(w, i, amount_fen)
    claims = 0.0
    h = firm.first_holding
    while h >= 0:
        holding = w.holdings[h]
        if holding.open == 1:
            claims += max(float(holding.cost_fen), price * holding.shares)
        h = holding.next_of_firm
    scale = 1.0 if claims <= amount_fen else amount_fen / claims
    left = amount_fen
    to_funds = 0
    h = firm.first_holding
    while h >= 0:
        holding = w.holdings[h]
        if holding.open == 1:
            part = fen(scale * max(float(holding.cost_fen), price * holding.shares))
            part = min(part, left)
            left -= part
            if holding.fund >= 0:
                to_funds += part
            credit(w, h, payer, kind, part)
            realise(w, h)
        h = holding.next_of_firm
    transfer(w, payer, FOUNDERS, kind, left)
    return to_funds


@inlined
def finish(w, i, outcome, value_fen):
    """A firm leaves the active list with an outcome."""
    firm = w.firms[i]
    firm.status = FINISHED
    firm.outcome = outcome
    firm.outcome_quarter = w.clock.quarter
    firm.exit_value_fen = value_fen


@inlined
def pass_cash_to(w, i, target):
    """Whoever takes a firm over takes its cash, and has paid for it in the price."""
    transfer(w, firm_account(w, i), target, CASH_PASSED_ON, firm_cash(w, i))


@inlined
def rank_candidates(w):
    """Best value for money first; ties by the firm's key, so that no list order matters."""
    for n in range(1, w.clock.candidates):
        current = w.order[n]
        place = n
        while place > 0 and ahead(w, current, w.order[place - 1]):
            w.order[place] = w.order[place - 1]
            place -= 1
        w.order[place] = current


@inlined
def ahead(w, first, second):
    """Does the first candidate come before the second?"""
    a = w.candidates[first]
    b = w.candidates[second]
    if a.score != b.score:
        return a.score > b.score
    return w.firms[a.firm].key < w.firms[b.firm].key
