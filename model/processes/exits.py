"""Exits: listing, trade sale, purchase by an M&A fund; listed shares are sold over some quarters."""

from model.arithmetic import exp, fen, log
from model.capital import provide, room_for_new
from model.jit import inlined, kernel
from model.ledger import (
    ACQUIRERS,
    FIRST_FUND,
    LISTING_SALE,
    MA_PURCHASE,
    PUBLIC_MARKET,
    TRADE_SALE,
)
from model.luck import (
    BID,
    BID_PRICE,
    LISTED_PRICE,
    LISTING,
    MA_BID,
    MA_PRICE,
    normal,
    uniform,
)
from model.shares import (
    credit,
    finish,
    firm_cash,
    local_tax,
    mark_firm,
    new_holding,
    pass_cash_to,
    pay_owners,
    rank_candidates,
    realise,
    realise_part,
    stake_of,
)
from model.state import GROWTH, LISTED, MA_FUND, MATURE, WORKING
from model.state import LISTING as LISTED_OUTCOME
from model.state import TRADE_SALE as SOLD
from model.valuation import enterprise_value, expected_end, forced_sale_wedge, selling_value


@kernel
def list_firms(w, p):
    """Firms with enough revenue list while the window is open. Rule 37.

    All mature firms on the market are cases at risk, so that beliefs about time count those who wait. One that an
    M&A fund has just bought is not on the market.
    """
    clock = w.clock
    for n in range(clock.sellers):
        firm = w.firms[w.sellers[n]]
        if firm.stage == MATURE and not locked(w, p, firm):
            w.beliefs.at_risk += 1.0
    if w.market.window == 0:
        return
    for n in range(clock.sellers):
        i = w.sellers[n]
        firm = w.firms[i]
        if firm.outcome != 0:
            continue
        if firm.revenue_fen < p.exits.listing_revenue_fen_per_quarter or locked(w, p, firm):
            continue
        if uniform(firm.key, LISTING, clock.quarter) < w.market.listing_chance:
            list_firm(w, p, i)


@inlined
def locked(w, p, firm):
    """An M&A fund holds a firm for some years before it sells again."""
    return firm.owner >= 0 and w.clock.quarter - firm.owned_since < p.exits.ma_hold_quarters


@kernel
def list_firm(w, p, i):
    """Shares get a public price; owners may sell them over the next quarters."""
    clock = w.clock
    firm = w.firms[i]
    cash = firm_cash(w, i)
    value = enterprise_value(w, p, i) + cash
    firm.sale_price = value / firm.shares
    firm.sale_left = max(1, p.exits.listing_sale_quarters)
    finish(w, i, LISTED_OUTCOME, fen(value))
    firm.status = LISTED
    end_well(w, i, fen(value) >= firm.raised_fen)
    w.listed[clock.listed] = i
    clock.listed += 1
    now = w.quarters[clock.quarter]
    now.exits_listing += 1
    graduate(w, p, firm)
    note_exit(w, firm)
    now.exit_value += fen(value) - cash
    pass_cash_to(w, i, PUBLIC_MARKET)


@kernel
def sell_listed_shares(w, p):
    """A slice of every investor's listed shares is sold at this quarter's price, and its cost with it. Rule 37."""
    clock = w.clock
    now = w.quarters[clock.quarter]
    kept = 0
    sd = p.exits.listed_price_sd_per_quarter
    for n in range(clock.listed):
        i = w.listed[n]
        firm = w.firms[i]
        shock = sd * normal(firm.key, LISTED_PRICE, clock.quarter) - 0.5 * sd * sd
        firm.sale_price *= exp(shock)
        firm.mark = firm.sale_price
        h = firm.first_holding
        while h >= 0:
            holding = w.holdings[h]
            if holding.open == 1:
                slice_shares = holding.shares / firm.sale_left
                amount = fen(slice_shares * firm.sale_price)
                credit(w, h, PUBLIC_MARKET, LISTING_SALE, amount)
                if holding.fund >= 0:
                    now.proceeds_listing += amount
                holding.shares -= slice_shares
                if firm.sale_left == 1:
                    realise(w, h)
                else:
                    realise_part(w, h, holding.cost_fen // firm.sale_left, amount)
            h = holding.next_of_firm
        firm.sale_left -= 1
        if firm.sale_left > 0:
            w.listed[kept] = i
            kept += 1
    clock.listed = kept


@kernel
def collect_trade_bids(w, p):
    """Acquirers bid for selling firms; owners accept what beats waiting. Rule 38."""
    clock = w.clock
    clock.candidates = 0
    for n in range(clock.sellers):
        i = w.sellers[n]
        firm = w.firms[i]
        if firm.outcome != 0 or firm.revenue_fen == 0 or locked(w, p, firm):
            continue
        if uniform(firm.key, BID, clock.quarter) >= w.industries[firm.industry].bid_chance:
            continue
        shock = p.exits.bid_sd * normal(firm.key, BID_PRICE, clock.quarter)
        bid = (enterprise_value(w, p, i) * (1.0 - p.exits.bid_discount)
               * exp(shock - 0.5 * p.exits.bid_sd * p.exits.bid_sd))
        if bid >= reservation(w, p, i):
            offer_for(w, i, -1, bid + firm_cash(w, i), bid / max(1.0, firm.raised_fen * 1.0))


@inlined
def reservation(w, p, i):
    """What owners expect from waiting, marked down by the fund whose end comes first. Rule 38."""
    firm = w.firms[i]
    left = 80.0
    h = firm.first_holding
    while h >= 0:
        f = w.holdings[h].fund
        if w.holdings[h].open == 1 and f >= 0:
            left = min(left, expected_end(w, f) - w.clock.quarter)
        h = w.holdings[h].next_of_firm
    value = selling_value(w, p, firm.industry, float(firm.revenue_fen),
                          p.exits.owner_log_return_per_quarter)
    return value * (1.0 - forced_sale_wedge(w, p, firm.industry, MATURE, max(0.0, left)))


@inlined
def offer_for(w, i, f, price, score):
    """Write an accepted offer for a whole firm; it is settled in order of score."""
    clock = w.clock
    c = clock.candidates
    candidate = w.candidates[c]
    candidate.firm = i
    candidate.fund[0] = f
    candidate.ticket_fen = fen(price)
    candidate.score = score
    w.order[c] = c
    clock.candidates = c + 1


@kernel
def close_trade_sales(w, p):
    """Settle trade sales as far as the acquirers' money goes."""
    clock = w.clock
    now = w.quarters[clock.quarter]
    rank_candidates(w)
    for n in range(clock.candidates):
        candidate = w.candidates[w.order[n]]
        i = candidate.firm
        price = candidate.ticket_fen
        if price > w.balances[ACQUIRERS]:
            continue
        firm = w.firms[i]
        end_well(w, i, price >= firm.raised_fen)
        now.exit_value += price - firm_cash(w, i)
        now.proceeds_trade += pay_owners(w, i, ACQUIRERS, TRADE_SALE, price)
        pass_cash_to(w, i, ACQUIRERS)
        finish(w, i, SOLD, price)
        now.exits_trade += 1
        graduate(w, p, firm)
        note_exit(w, firm)


@kernel
def collect_ma_bids(w, p):
    """M&A funds with money bid for selling firms that they can combine. Rule 39."""
    clock = w.clock
    clock.candidates = 0
    for n in range(clock.sellers):
        i = w.sellers[n]
        firm = w.firms[i]
        if firm.outcome != 0 or firm.owner >= 0 or firm.revenue_fen == 0:
            continue
        if uniform(firm.key, MA_BID, clock.quarter) >= w.industries[firm.industry].ma_chance:
            continue
        sd = 0.5 * p.exits.bid_sd
        shock = sd * normal(firm.key, MA_PRICE, clock.quarter)
        price = enterprise_value(w, p, i) * (1.0 - p.exits.bid_discount) * exp(shock - 0.5 * sd * sd)
        if price < reservation(w, p, i):
            continue
        best = ma_buyer(w, p, i, price + firm_cash(w, i))
        if best >= 0:
            offer_for(w, i, best, price + firm_cash(w, i), price / max(1.0, firm.raised_fen * 1.0))


@inlined
def ma_buyer(w, p, i, price):
    """The M&A fund with most room for which the combined firm is worth the price; no part-owner bids."""
    firm = w.firms[i]
    best = -1
    most = 0
    for b in range(w.clock.active_funds):
        f = w.active_funds[b]
        fund = w.funds[f]
        if fund.kind != MA_FUND or fund.frozen == 1:
            continue
        if fund.industry >= 0 and fund.industry != firm.industry:
            continue
        room = room_for_new(w, f)
        if stake_of(w, i, f) > 0.0:
            continue
        if room < price or price > p.exits.ma_concentration_share * fund.size_fen or room <= most:
            continue
        value = selling_value(w, p, firm.industry,
                              firm.revenue_fen * (1.0 + p.exits.ma_gain_share),
                              p.exits.ma_return_share * fund.required_return)
        left = expected_end(w, f) - w.clock.quarter - p.exits.ma_hold_quarters
        value *= 1.0 - forced_sale_wedge(w, p, firm.industry, MATURE, left)
        if value >= price - firm_cash(w, i):
            best = f
            most = room
    return best


@kernel
def close_ma_purchases(w, p):
    """Settle purchases by M&A funds in order of rank. Rule 39."""
    clock = w.clock
    rank_candidates(w)
    for n in range(clock.candidates):
        candidate = w.candidates[w.order[n]]
        if room_for_new(w, candidate.fund[0]) >= candidate.ticket_fen:
            buy_firm(w, p, candidate.firm, candidate.fund[0], candidate.ticket_fen)


@kernel
def buy_firm(w, p, i, f, price):
    """An M&A fund buys all shares and combines the firm with others."""
    clock = w.clock
    firm = w.firms[i]
    fund = w.funds[f]
    now = w.quarters[clock.quarter]
    provide(w, p, f, price)
    now.proceeds_ma += pay_owners(w, i, FIRST_FUND + f, MA_PURCHASE, price)
    h = new_holding(w, i, f, price, firm.shares, firm.stage, 0)
    w.holdings[h].pre_money_fen = price
    w.holdings[h].share_sold = 1.0
    fund.invested_fen += price
    fund.initial_fen += price
    fund.zone_fen += price
    end_well(w, i, price >= firm.raised_fen)
    firm.owner = f
    firm.owned_since = clock.quarter
    if firm.first_owned == 0:
        firm.first_owned = clock.quarter
    mark_firm(w, i, price / firm.shares)
    # it waits for nobody's round any more
    firm.seeking_since = -1
    firm.passed_unfunded = -1
    firm.status = WORKING
    firm.broke = 0
    # what its former owners did for it binds the new one to nothing
    firm.financed = min(firm.stage, GROWTH)
    firm.bridges = 0
    firm.ask_again = 0
    firm.log_revenue += log(1.0 + p.exits.ma_gain_share)
    firm.exit_value_fen = price
    now.exits_ma += 1
    now.invested_purchases += price
    note_exit(w, firm)


@inlined
def note_exit(w, firm):
    """What is learnt of the pace of exits is that of mature firms. Rule 21."""
    if firm.stage == MATURE:
        w.beliefs.exits += 1.0


@inlined
def graduate(w, p, firm):
    """A listed or sold firm goes on in the zone, as large as it was when it left the model's sight."""
    industry = w.industries[firm.industry]
    stage = w.stages[firm.industry * 5 + firm.stage]
    w.quarters[w.clock.quarter].jobs_gone += stage.workers
    w.market.revenue_gone_fen += firm.revenue_fen
    w.market.tax_gone_fen += local_tax(p, firm.revenue_fen, stage.burn_fen)
    industry.graduates += 1
    industry.graduate_revenue_fen += firm.revenue_fen
    if firm.revenue_fen >= p.spillovers.established_firm_revenue_fen_per_quarter:
        industry.graduates_counted += 1


@inlined
def end_well(w, i, well):
    """Remember that a firm was once sold for no less than the capital invested in it."""
    firm = w.firms[i]
    if well and firm.well == 0:
        firm.well = 1
        now = w.quarters[w.clock.quarter]
        now.pioneer_exits_well += firm.pioneer
        now.backed_exits_total += firm.pioneer * firm.guide_backed
        w.industries[firm.industry].pioneers_well += firm.pioneer
