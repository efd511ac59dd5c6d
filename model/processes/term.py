"""The end of a fund's term: extension, sale of stakes at a discount, drift, letting go."""

from model.arithmetic import fen
from model.jit import inlined, kernel
from model.ledger import SECONDARY, SECONDARY_SALE, transfer
from model.luck import EXTENSION, uniform
from model.shares import burn_at_work, new_holding, owner_account, realise, realise_part, stake_of
from model.state import (
    ALIVE,
    DRIFTING,
    FORCED,
    HARVEST,
    INVESTING,
    LISTED,
    OUTSIDE_OWNER,
    SECONDARY_OWNER,
)

# a stake as large as this part of a firm is the whole firm, whatever was rounded
ALL = 1.0 - 1e-9


@kernel
def end_terms(w, p):
    """Funds at their term extend, or start to drift; drifting funds sell what they can. Rule 42.

    Periods and terms end with their last quarter.
    """
    clock = w.clock
    next_quarter = clock.quarter + 1
    supply = 0
    for b in range(clock.active_funds):
        f = w.active_funds[b]
        fund = w.funds[f]
        if fund.life == INVESTING and next_quarter >= fund.invest_until:
            fund.life = HARVEST
        if fund.life != DRIFTING and next_quarter >= fund.end:
            reach_end(w, f)
        if fund.life == DRIFTING and clock.quarter < clock.last:
            supply += offered(w, f)
    w.market.forced_supply_fen = supply
    if supply > 0:
        fill = min(1.0, w.balances[SECONDARY] / supply)
        for b in range(clock.active_funds):
            f = w.active_funds[b]
            if w.funds[f].life == DRIFTING:
                sell_stakes(w, f, SECONDARY_OWNER, fill if fill > 0.02 else 0.0)
    for b in range(clock.active_funds):
        f = w.active_funds[b]
        fund = w.funds[f]
        if clock.quarter >= clock.last:
            sell_stakes(w, f, OUTSIDE_OWNER, 1.0)
        elif fund.life == DRIFTING and next_quarter >= fund.end + p.funds.drift_quarters:
            let_go(w, p, f)


@inlined
def reach_end(w, f):
    """LPs consent to an extension, or the fund drifts."""
    fund = w.funds[f]
    if fund.life == INVESTING:
        fund.life = HARVEST
    if fund.extended == 0 and fund.extension > 0:
        if uniform(fund.key, EXTENSION, 0) < fund.extension_probability:
            fund.extended = 1
            fund.end += fund.extension
            return
    fund.life = DRIFTING


@inlined
def offered(w, f):
    """What a drifting fund would take for its unlisted stakes at today's discount."""
    total = 0
    h = w.funds[f].first_holding
    while h >= 0:
        holding = w.holdings[h]
        firm = w.firms[holding.firm]
        if holding.open == 1 and firm.status != LISTED and firm.outcome == ALIVE:
            total += fen(holding.shares * firm.mark * (1.0 - w.market.discount))
        h = holding.next_of_fund
    return total


@kernel
def sell_stakes(w, f, buyer, fill):
    """Sell the same part of every stake at book value less the forced-sale discount. Rule 42."""
    if fill <= 0.0:
        return
    h = w.funds[f].first_holding
    while h >= 0:
        holding = w.holdings[h]
        firm = w.firms[holding.firm]
        # nobody buys into a firm whose death is known; at the end of the run listed shares are sold too
        sold = firm.outcome == ALIVE or (firm.status == LISTED and buyer == OUTSIDE_OWNER)
        if holding.open == 1 and sold:
            shares = holding.shares * fill
            cost = fen(holding.cost_fen * fill)
            # listed shares have a market
            discount = 0.0 if firm.status == LISTED else w.market.discount
            price = fen(shares * firm.mark * (1.0 - discount) - 1.0)
            price = max(0, price)
            if buyer == SECONDARY_OWNER:
                price = min(price, w.balances[SECONDARY])
            hand_over(w, f, h, buyer, shares, cost, price)
        h = holding.next_of_fund


@kernel
def hand_over(w, f, h, buyer, shares, cost, price):
    """Shares, with their preference, go to the buyer; the fund books what it got."""
    holding = w.holdings[h]
    fund = w.funds[f]
    now = w.quarters[w.clock.quarter]
    transfer(w, owner_account(buyer), owner_account(f), SECONDARY_SALE, price)
    holding.realised_fen += price
    if price > 0:
        holding.paid_by = SECONDARY_SALE
    fund.proceeds_fen += price
    if w.firms[holding.firm].status == LISTED:
        now.proceeds_listing += price
    else:
        fund.forced_fen += price
        now.proceeds_secondary += price
        now.secondary_sales += 1 if price > 0 else 0
    whole = shares >= holding.shares
    if whole:
        realise(w, h)
        set_free(w, holding.firm, f)
    else:
        holding.shares -= shares
        realise_part(w, h, cost, price)
    new = new_holding(w, holding.firm, buyer, cost, shares, holding.stage, 2)
    w.holdings[new].pre_money_fen = holding.pre_money_fen


@inlined
def set_free(w, i, f):
    """A firm that an M&A fund owned is nobody's any more, and looks for no round unless it runs short."""
    firm = w.firms[i]
    if firm.owner == f:
        firm.owner = -1
        firm.seeking_since = -1


@kernel
def let_go(w, p, f):
    """After the drift a fund gives up what nobody bought; firms that live on it are wound up."""
    fund = w.funds[f]
    h = fund.first_holding
    while h >= 0:
        holding = w.holdings[h]
        firm = w.firms[holding.firm]
        if holding.open == 1 and firm.outcome == ALIVE:
            lives_on_it = firm.margin_fen < burn_at_work(w, p, holding.firm)
            if lives_on_it and stake_of(w, holding.firm, f) >= p.funds.lead_stake_share:
                firm.outcome = FORCED
            elif holding.shares >= firm.shares * ALL:
                # a firm that lives on its own goes on, under an owner elsewhere
                hand_over(w, f, h, OUTSIDE_OWNER, holding.shares, holding.cost_fen, 0)
            else:
                firm.shares -= holding.shares
                realise(w, h)
                set_free(w, holding.firm, f)
        h = holding.next_of_fund
