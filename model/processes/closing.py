"""Closing: bids are priced and ranked, then one place settles all rounds of the quarter."""

import math

from model.arithmetic import fen
from model.capital import provide, room_for_new
from model.jit import inlined, kernel
from model.ledger import FIRST_FUND, INVESTMENT, OUTSIDE, STAKE_SALE, transfer
from model.luck import CERTIFICATION, CLAUSE, CLAUSE_USE, LEAVING, normal, pair_key, uniform
from model.shares import (
    credit,
    finish,
    firm_account,
    firm_cash,
    mark_firm,
    new_holding,
    pass_cash_to,
    rank_candidates,
    realise,
    usable_from,
)
from model.state import ANGEL, GROWTH, KEPT, LEFT, MATURE, NEVER, NO_FUND, OUTSIDE_OWNER, VENTURE, WORKING
from model.valuation import expected_quarters, is_extension


@inlined
def price_bids(w, p):
    """Rival bids raise the price; a single bidder pays less than its own valuation. Rule 22."""
    clock = w.clock
    for c in range(clock.candidates):
        candidate = w.candidates[c]
        best = candidate.value[0]
        post = best * (1.0 - p.rounds.single_bid_discount)
        if p.switches.price_response == 1 and candidate.bidders > 1:
            post = max(post, candidate.value[1])
        post = max(post, candidate.ticket_fen / p.rounds.largest_stake_share)
        candidate.post = min(post, best)
        candidate.score = best / candidate.ticket_fen
        w.order[c] = c


@kernel
def close_rounds(w, p):
    """Settle: in order of rank, bidders pay as far as their dry powder goes. Rule 20."""
    price_bids(w, p)
    rank_candidates(w)
    for n in range(w.clock.candidates):
        close_round(w, p, w.candidates[w.order[n]])


@inlined
def offer_of(w, p, candidate, k, left_fen):
    """What the k-th bidder can put into this round."""
    f = candidate.fund[k]
    if f == OUTSIDE_OWNER:
        return left_fen
    fund = w.funds[f]
    most = fen(p.rounds.concentration_share * fund.size_fen)
    if fund.kind < 2:
        most = min(most, fund.ticket_cap_fen)
    return max(0, min(left_fen, min(most, room_for_new(w, f))))


@kernel
def close_round(w, p, candidate):
    """One round: enough money together, new shares, clauses, certification."""
    firm = w.firms[candidate.firm]
    enough = p.rounds.smallest_close_share * candidate.ticket_fen
    total = 0
    members = 0
    post = candidate.post
    for k in range(candidate.bidders):
        # nobody pays more than its own bid, and founders lower the price only if there is no round without
        if candidate.value[k] < post and total >= enough:
            break
        part = offer_of(w, p, candidate, k, candidate.ticket_fen - total)
        members = k + 1
        if part > 0:
            total += part
            post = min(post, candidate.value[k])
    if total < enough:
        firm.reason = NO_FUND
        return
    pre = max(post - candidate.ticket_fen, 0.2 * post)
    price = pre / firm.shares
    if price >= firm.price:
        firm.last_progress = w.clock.quarter
    certified = False
    left = candidate.ticket_fen
    for k in range(members):
        part = offer_of(w, p, candidate, k, left)
        if part <= 0:
            continue
        left -= part
        certified = invest(w, p, candidate, k, part, total, price, pre) or certified
    finish_round(w, p, candidate, total, price, certified)


@inlined
def invest(w, p, candidate, k, part, total, price, pre):
    """One bidder pays and gets shares. Returns whether the guide has looked at the firm."""
    clock = w.clock
    i = candidate.firm
    f = candidate.fund[k]
    firm = w.firms[i]
    now = w.quarters[clock.quarter]
    source = OUTSIDE
    backed = False
    if f >= 0:
        fund = w.funds[f]
        provide(w, p, f, part)
        source = FIRST_FUND + f
        fund.invested_fen += part
        fund.initial_fen += part
        fund.zone_fen += part
        if fund.guide_share > 0.0:
            firm.guide_backed = 1
            backed = fund.guide_share >= p.guide.certification_share
    transfer(w, source, firm_account(w, i), INVESTMENT, part)
    h = new_holding(w, i, f, part, part / price, candidate.stage, 0)
    holding = w.holdings[h]
    holding.pre_money_fen = fen(pre)
    holding.share_sold = part / (pre + total)
    if f >= 0:
        agree_clause(w, p, h)
    if candidate.stage == ANGEL:
        now.invested_seed += part
    elif candidate.stage == VENTURE:
        now.invested_a += part
    elif candidate.stage < MATURE:
        now.invested_b += part
    else:
        now.invested_c += part
    now.invested_in[firm.industry] += part
    if f < 0:
        now.invested_outside_funds += part
    return backed


@inlined
def agree_clause(w, p, h):
    """By chance a fund's holding carries a redemption clause that the fund may use. Rule 28."""
    holding = w.holdings[h]
    firm = w.firms[holding.firm]
    fund = w.funds[holding.fund]
    if fund.redemption_share <= 0.0:
        return
    meeting = pair_key(firm.key, fund.key)
    used = uniform(meeting, CLAUSE_USE, holding.stage) < fund.redemption_use
    if uniform(meeting, CLAUSE, holding.stage) < fund.redemption_share and used:
        holding.redemption = KEPT
        firm.clause_from = min(firm.clause_from, usable_from(w, p, h))


@inlined
def finish_round(w, p, candidate, total, price, certified):
    """The firm has its money: new shares, new price, back to work."""
    clock = w.clock
    i = candidate.firm
    firm = w.firms[i]
    now = w.quarters[clock.quarter]
    if firm.first_cheque == NEVER:
        firm.first_cheque = clock.quarter
        firm.first_expected_quarters = fen(expected_quarters(w, firm.industry, candidate.stage))
    firm.last_cheque = clock.quarter
    firm.shares += total / price
    firm.price = price
    mark_firm(w, i, price)
    firm.raised_fen += total
    extends = is_extension(firm)
    firm.financed = candidate.stage
    firm.passed_unfunded = -1
    firm.seeking_since = -1
    firm.status = WORKING
    firm.broke = 0
    if candidate.stage == MATURE:
        # from the next quarter on, for as long as scaling up takes
        quarters = max(1, fen(w.stages[firm.industry * 5 + GROWTH].work))
        firm.expansion_until = clock.quarter + 1 + quarters
        firm.expansion_fen = total // quarters
        now.rounds_c += 1
    elif extends:
        now.rounds_extension += 1
    elif candidate.stage == ANGEL:
        now.rounds_seed += 1
    elif candidate.stage == VENTURE:
        now.rounds_a += 1
    else:
        now.rounds_b += 1
    if not extends:
        w.beliefs.found[candidate.stage] += 1.0
        w.beliefs.sought[candidate.stage] += 1.0
    if extends and firm.setbacks > 0:
        firm.follow_on_fen += total
    # the guide's look at a firm shows the same within a stage
    if certified and firm.looked_at < candidate.stage and p.switches.certification == 1:
        firm.looked_at = candidate.stage
        certify(p, firm, candidate.stage)
    if candidate.fund[0] == OUTSIDE_OWNER and uniform(
            firm.key, LEAVING, candidate.stage) < p.market.leave_probability:
        leave_zone(w, i)


@inlined
def certify(p, firm, stage):
    """The guide's own diligence is one more signal that everybody sees. Rule 45."""
    precision = p.guide.certification * p.guide.market_orientation
    if precision <= 0.0 or p.firms.quality_sd <= 0.0:
        return
    noise = p.firms.quality_sd / math.sqrt(precision)
    seen = firm.quality + noise * normal(firm.key, CERTIFICATION, stage)
    weight = firm.believed_variance / (firm.believed_variance + noise * noise)
    firm.believed += weight * (seen - firm.believed)
    firm.believed_variance *= 1.0 - weight


@kernel
def leave_zone(w, i):
    """A firm moves away; the outside fund buys the other investors out at the price of the round."""
    firm = w.firms[i]
    paid = 0
    sold = 0.0
    h = firm.first_holding
    while h >= 0:
        holding = w.holdings[h]
        if holding.open == 1:
            worth = fen(holding.shares * firm.price)
            if holding.fund != OUTSIDE_OWNER:
                credit(w, h, OUTSIDE, STAKE_SALE, worth)
                paid += worth
                sold += holding.shares
            if holding.fund >= 0:
                w.quarters[w.clock.quarter].proceeds_outside += worth
            realise(w, h)
        h = holding.next_of_firm
    # cash that goes along is no value of the firm
    w.quarters[w.clock.quarter].exit_value += paid - fen(firm_cash(w, i) * (sold / firm.shares))
    finish(w, i, LEFT, fen(firm.price * firm.shares))
    w.quarters[w.clock.quarter].exits_left += 1
    pass_cash_to(w, i, OUTSIDE)
