"""Bridges: insiders decide whether to carry a firm through a setback or a long search; if not, it asks others."""

from model.arithmetic import fen
from model.capital import provide, room_for_follow_on
from model.jit import inlined, kernel
from model.ledger import BRIDGE, FIRST_FUND, transfer
from model.shares import book, firm_account, firm_cash, net_burn, new_holding, rank_candidates, stake_of
from model.state import ANGEL, MATURE, WAITING, WORKING
from model.valuation import (
    blame,
    expected_end,
    firm_value,
    forced_sale_wedge,
    odds_of_money,
    selling_value,
    work_ahead,
)

# however often its tests failed, a firm's bridge is priced at no less of its last round's price
LOWEST_PRICE_SHARE = 0.05


@kernel
def collect_bridges(w, p):
    """Firms short of cash ask the funds that already hold them. Nobody is paid yet. Rule 34."""
    clock = w.clock
    clock.candidates = 0
    for n in range(clock.short):
        i = w.short[n]
        if is_still_short(w, p, i) and not (may_ask_insiders(w, p, i) and ask_insiders(w, p, i)):
            look_elsewhere(w, p, i)


@inlined
def is_still_short(w, p, i):
    """Does the firm live, with a runway that is short even after this quarter's rounds?"""
    return w.firms[i].outcome == 0 and firm_cash(w, i) < net_burn(w, p, i) * p.rounds.seek_ahead_quarters


@inlined
def may_ask_insiders(w, p, i):
    """Has the firm owners who may help once more? Those who refused wait for half a year, or a test."""
    firm = w.firms[i]
    return firm.price > 0.0 and firm.bridges < p.funds.bridges_allowed and w.clock.quarter >= firm.ask_again


@inlined
def ask_insiders(w, p, i):
    """The willing insider with the largest stake bridges; ties go to the lower fund number. Is there one?"""
    clock = w.clock
    firm = w.firms[i]
    stage = max(ANGEL, firm.financed)
    amount = fen(p.rounds.bridge_share * w.stages[firm.industry * 5 + stage].ticket_fen)
    best = -1
    best_stake = 0.0
    best_ratio = 0.0
    h = firm.first_holding
    while h >= 0:
        f = w.holdings[h].fund
        if w.holdings[h].open == 1 and f >= 0 and room_for_follow_on(w, f) >= amount:
            stake = stake_of(w, i, f)
            if stake > best_stake or (stake == best_stake and f < best):
                ratio = continuation_ratio(w, p, i, f, stake, amount)
                if ratio >= 1.0:
                    best = f
                    best_stake = stake
                    best_ratio = ratio
        h = w.holdings[h].next_of_firm
    if best < 0:
        w.quarters[clock.quarter].bridges_refused += 1
        firm.ask_again = clock.quarter + 2
        return False
    c = clock.candidates
    candidate = w.candidates[c]
    candidate.firm = i
    candidate.fund[0] = best
    candidate.ticket_fen = amount
    candidate.score = best_ratio
    w.order[c] = c
    clock.candidates = c + 1
    return True


@inlined
def look_elsewhere(w, p, i):
    """A firm at work whose owners give it no more looks for an extension round. Rule 20.

    A mature one that never had its C round looks for it once more. What an M&A fund owns looks for none.
    """
    firm = w.firms[i]
    if p.switches.extension_rounds == 0 or firm.owner >= 0 or firm.seeking_since >= 0:
        return
    if firm.stage == MATURE:
        if firm.financed == MATURE or firm.seeks_again == 1:
            return
        firm.seeks_again = 1
    elif firm.status != WORKING:
        return
    firm.seeking_since = w.clock.quarter
    firm.declined_by = 0


@inlined
def continuation_ratio(w, p, i, f, stake, amount):
    """Value of the insider's stake over threshold times bridge; 1 or more means go on. Rule 34."""
    firm = w.firms[i]
    fund = w.funds[f]
    stage = firm.stage
    row = w.stages[firm.industry * 5 + stage]
    value = firm_value(
        w, p, i, stage, firm.believed, firm.believed_variance, fund.required_return, work_ahead(w, firm))
    if stage == MATURE:
        # that value is with a C round in hand, which only a firm in search can count on
        now = selling_value(w, p, firm.industry, max(1.0, float(firm.revenue_fen)), fund.required_return)
        if firm.seeking_since >= 0 and firm.owner < 0:
            now += odds_of_money(w, MATURE) * max(0.0, value - row.ticket_fen - now)
        value = now
    elif firm.status == WAITING:
        value = max(0.0, value - row.ticket_fen) * odds_of_money(w, stage)
    left = expected_end(w, f) - w.clock.quarter
    value *= 1.0 - forced_sale_wedge(w, p, firm.industry, stage, left)
    value *= 1.0 - blame(w, p, fund, i, stage, firm.believed)
    fresh = amount / bridge_price(p, firm)
    after = (stake * firm.shares + fresh) / (firm.shares + fresh)
    threshold = fund.threshold
    if p.switches.discipline == 1:
        state = fund.guide_share + fund.state_share
        softer = p.guide.discipline_price * (fund.ceiling - p.guide.conventional_loss_ceiling)
        threshold *= max(0.1, 1.0 - state * softer)
    return after * value / (threshold * amount)


@inlined
def bridge_price(p, firm):
    """Price of a new share in a bridge: the book price less a discount."""
    return max(firm.mark, LOWEST_PRICE_SHARE * firm.price) * (1.0 - p.rounds.bridge_discount)


@kernel
def close_bridges(w, p):
    """Settle: best ratio first, as far as each fund's reserves go. Rule 34."""
    clock = w.clock
    rank_candidates(w)
    for n in range(clock.candidates):
        candidate = w.candidates[w.order[n]]
        f = candidate.fund[0]
        if room_for_follow_on(w, f) < candidate.ticket_fen:
            look_elsewhere(w, p, candidate.firm)
            continue
        pay_bridge(w, p, candidate.firm, f, candidate.ticket_fen)


@kernel
def pay_bridge(w, p, i, f, amount):
    """An insider pays for new shares below the last price."""
    clock = w.clock
    firm = w.firms[i]
    fund = w.funds[f]
    provide(w, p, f, amount)
    transfer(w, FIRST_FUND + f, firm_account(w, i), BRIDGE, amount)
    price = bridge_price(p, firm)
    shares = amount / price
    h = new_holding(w, i, f, amount, shares, firm.stage, 1)
    book(w, h)
    holding = w.holdings[h]
    holding.pre_money_fen = fen(price * firm.shares)
    firm.shares += shares
    holding.share_sold = shares / firm.shares
    fund.invested_fen += amount
    fund.zone_fen += amount
    firm.raised_fen += amount
    firm.bridges += 1
    firm.broke = 0
    firm.last_cheque = clock.quarter
    if firm.setbacks > 0:
        firm.follow_on_fen += amount
    now = w.quarters[clock.quarter]
    now.bridges += 1
    now.invested_bridges += amount
    now.invested_in[firm.industry] += amount
