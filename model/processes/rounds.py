"""Rounds: firms that passed a milestone or run short look for the fund of their stage, which weighs them."""

import math

import numpy as np

from model.arithmetic import exp, fen
from model.capital import room_for_new
from model.jit import inlined, kernel
from model.luck import (
    DELAY,
    DILIGENCE,
    FIRM_REFUSAL,
    INTERFERENCE,
    MEETING,
    OUTSIDE_DILIGENCE,
    OUTSIDE_MEETING,
    key,
    meeting_limit,
    meets,
    normal,
    pair_key,
    uniform,
)
from model.shares import burn_at_work, firm_cash, stake_of
from model.state import (
    FUND_OF_ROUND,
    HORIZON,
    INVESTING,
    MATURE,
    OUTSIDE_OWNER,
    REFUSED,
    RETURN,
    WORKING,
)
from model.valuation import (
    blame,
    expected_end,
    firm_value,
    forced_sale_wedge,
    is_extension,
    late_odds,
    policy_rules,
    work_ahead,
)

# funds as bits of a firm's list of those that declined it; two bidders 64 funds apart share a bit
NOBODY, ONE = np.uint64(0), np.uint64(1)
# below this part of what is needed no clause lifts a firm's worth to it, whatever is rounded on the way
ALMOST = 1.0 - 1e-9


@kernel
def collect_bids(w, p):
    """Every firm in search meets funds and keeps its best bids. Nobody is paid yet. Rule 20."""
    clock = w.clock
    clock.candidates = 0
    if clock.quarter >= clock.last:
        return
    list_bidders(w, p)
    for n in range(clock.searchers):
        i = w.searchers[n]
        firm = w.firms[i]
        if finance_itself(w, p, i):
            continue
        w.quarters[clock.quarter].searches += 1
        candidate = w.candidates[clock.candidates]
        candidate.firm = i
        candidate.stage = firm.stage
        candidate.bidders = 0
        candidate.ticket_fen = w.stages[firm.industry * 5 + firm.stage].ticket_fen
        candidate.work_share = 1.0
        if is_extension(firm):
            candidate.work_share = work_ahead(w, firm)
            candidate.ticket_fen = fen(candidate.ticket_fen * max(p.rounds.bridge_share, candidate.work_share))
        candidate.score = 0.0
        meet_funds(w, p, candidate)
        meet_outside_fund(w, p, candidate)
        if candidate.bidders > 0:
            clock.candidates += 1


@inlined
def list_bidders(w, p):
    """Funds that may make first investments this quarter, with what holds for all firms they meet."""
    clock = w.clock
    for kind in range(3):
        clock.bidders[kind] = 0
    for b in range(clock.active_funds):
        f = w.active_funds[b]
        fund = w.funds[f]
        if fund.life == INVESTING and fund.frozen == 0:
            bidder = w.bidders[fund.kind, clock.bidders[fund.kind]]
            clock.bidders[fund.kind] += 1
            bidder.key = fund.key
            bidder.bit = ONE << np.uint64(f % 64)
            bidder.fund = f
            bidder.industry = fund.industry
            bidder.room_fen = room_for_new(w, f)
            bidder.delay = fund.delay
            bidder.rate = asked_return(w, p, f)
            bidder.left = expected_end(w, f) - clock.quarter
            bidder.clause_wait = min(float(p.redemption.trigger_quarters), max(0.0, bidder.left))
            bidder.clause = clause_worth(p, fund, bidder.clause_wait)
            bidder.hopeless = ALMOST * (1.0 - bidder.clause)


@inlined
def finance_itself(w, p, i):
    """A firm whose margin and cash pay all of a stage's work and the search after it needs no round."""
    firm = w.firms[i]
    row = w.stages[firm.industry * 5 + firm.stage]
    needed = max(0.0, burn_at_work(w, p, i) - firm.margin_fen) * (row.work + p.rounds.seek_ahead_quarters)
    if firm.stage < MATURE and firm_cash(w, i) >= needed:
        firm.status = WORKING
        firm.seeking_since = -1
        firm.passed_unfunded = -1
        return True
    if firm.stage == MATURE and w.clock.quarter - firm.seeking_since >= p.rounds.expansion_search_quarters:
        firm.seeking_since = -1
        w.beliefs.sought[MATURE] += 1.0
        return True
    return False


@inlined
def meet_funds(w, p, candidate):
    """Meetings with funds of the right kind and industry that have dry powder, which weigh the firm.

    Funds that own a part of a firm at work had their say on a bridge and take no part in its extension.
    A fund that declined looks again after a test, or after a year of search.
    """
    clock = w.clock
    firm = w.firms[candidate.firm]
    kind = FUND_OF_ROUND[firm.stage]
    team = p.supports.dedicated_team * p.supports.dedicated_team_effect if policy_rules(w) else 0.0
    limit = meeting_limit(min(1.0, p.rounds.meeting_probability * (1.0 + team)))
    today = key(firm.key, MEETING, clock.quarter)
    if (clock.quarter - firm.seeking_since) % 4 == 0:
        firm.declined_by = NOBODY
    reason = -1
    for n in range(list_meetings(w, p, candidate, kind, today, limit)):
        bidder = w.bidders[kind, w.met[n]]
        if is_extension(firm) and stake_of(w, candidate.firm, bidder.fund) > 0.0:
            continue
        meeting = pair_key(firm.key, bidder.key)
        if bidder.delay > 0.0:
            wait = bidder.delay * (1.0 - team) + uniform(meeting, DELAY, firm.stage)
            if clock.quarter - firm.seeking_since < math.floor(wait):
                continue
        clock.pairs += 1
        declined = weigh(w, p, candidate, bidder, meeting)
        if declined >= 0:
            firm.declined_by |= bidder.bit
            reason = max(reason, declined)
    if reason >= 0:
        firm.reason = reason


@inlined
def list_meetings(w, p, candidate, kind, today, limit):
    """Funds that the firm meets today; returns their number.

    All tests are made for each fund, since a processor waits longer for a wrong guess of a branch.
    """
    clock = w.clock
    firm = w.firms[candidate.firm]
    smallest = np.int64(p.rounds.smallest_close_share * candidate.ticket_fen / p.rounds.most_investors)
    count = clock.bidders[kind]
    clock.meetings += count
    met = 0
    for b in range(count):
        bidder = w.bidders[kind, b]
        w.met[met] = b
        met += ((bidder.room_fen >= smallest)
                & ((bidder.industry < 0) | (bidder.industry == firm.industry))
                & (firm.declined_by & bidder.bit == NOBODY)
                & meets(today, bidder.key, limit))
    return met


@inlined
def weigh(w, p, candidate, bidder, meeting):
    """One fund weighs one firm: horizon test, return test, refusal. Rules 20, 22, 26 and 28.

    Returns the reason why there is no bid, or -1 when there is one. An investor who counts on
    getting part of the cheque back by a clause pays a price higher by as much.
    """
    firm = w.firms[candidate.firm]
    f = bidder.fund
    stage = candidate.stage
    mean, variance = diligence(w, p, candidate.firm, f, meeting)
    value = firm_value(w, p, candidate.firm, stage, mean, variance, bidder.rate, candidate.work_share)
    needed = candidate.ticket_fen / p.rounds.largest_stake_share
    if value < bidder.hopeless * needed:
        return RETURN
    value *= 1.0 - blame(w, p, w.funds[f], candidate.firm, stage, mean)
    if value < bidder.hopeless * needed:
        return RETURN
    wedge = forced_sale_wedge(w, p, firm.industry, stage, bidder.left)
    clause = bidder.clause * late_odds(w, firm.industry, stage, bidder.clause_wait)
    worth = value * (1.0 - wedge) / (1.0 - clause)
    if worth < needed:
        return HORIZON if value >= needed else RETURN
    if refuses(w, p, candidate.firm, f, meeting):
        w.quarters[w.clock.quarter].refusals += 1
        return REFUSED
    insert_bid(p, candidate, f, worth)
    return -1


@inlined
def diligence(w, p, i, f, meeting):
    """What the fund's manager believes of a firm after a noisy look. Rule 22."""
    firm = w.firms[i]
    fund = w.funds[f]
    if p.switches.interference == 1 and fund.interference > 0.0:
        if uniform(meeting, INTERFERENCE, firm.stage) < fund.interference:
            return firm.believed, firm.believed_variance
    noise = fund.noise * (1.0 + p.firms.novelty_noise * firm.novelty)
    seen = firm.quality + noise * normal(meeting, DILIGENCE, firm.stage)
    weight = firm.believed_variance / (firm.believed_variance + noise * noise)
    return firm.believed + weight * (seen - firm.believed), firm.believed_variance * (1.0 - weight)


@inlined
def asked_return(w, p, f):
    """Log return a quarter that a fund asks of zone deals today. Rules 40 and 46.

    A fund behind its plan asks less, but no less than outside deals bring; one behind its
    reinvestment duty asks less still.
    """
    fund = w.funds[f]
    rate = fund.required_return
    passed = (w.clock.quarter - fund.vintage + 1) / max(1, fund.invest_until - fund.vintage)
    plan = fund.investable_fen * (1.0 - fund.reserves_share) * min(1.0, passed)
    if plan > fund.initial_fen:
        behind = 1.0 - fund.initial_fen / plan
        eager = rate - p.funds.deployment_push_log_return_per_quarter * behind
        rate = min(rate, max(eager, p.market.outside_log_return_per_quarter))
    if fund.duty_fen > 0:
        rate -= fund.push * max(0.0, min(1.0, passed) - fund.zone_fen / fund.duty_fen)
    return rate


@inlined
def clause_worth(p, fund, wait):
    """Worth of a redemption clause at entry if the exit is late, as a share of the cheque. Rule 28."""
    if p.switches.redemption == 0 or fund.redemption_share == 0.0 or fund.redemption_use == 0.0:
        return 0.0
    return (fund.redemption_share * fund.redemption_use * p.redemption.expected_recovery_share
            * exp(-fund.required_return * wait))


@inlined
def refuses(w, p, i, f, meeting):
    """Good firms refuse money that interferes: their outside option is better. Rule 48."""
    fund = w.funds[f]
    if p.switches.refusal == 0 or fund.interference <= 0.0:
        return False
    firm = w.firms[i]
    dislike = p.rounds.refusal_strength * fund.interference * exp(firm.quality)
    refused = uniform(meeting, FIRM_REFUSAL, firm.stage) < 1.0 - exp(-dislike)
    if w.clock.quarter >= w.clock.start:
        # whole millionths, so that the order of firms cannot matter
        quality = math.floor(1e6 * firm.quality)
        facts = w.facts
        facts.firms_asked += 1
        facts.asked_quality += quality
        if refused:
            facts.firms_refused += 1
            facts.refused_quality += quality
    return refused


@inlined
def insert_bid(p, candidate, f, worth):
    """Keep the best bids, best first; ties go to the lower fund number."""
    n = candidate.bidders
    most = p.rounds.most_investors
    place = n
    while place > 0 and (worth > candidate.value[place - 1] or (
            worth == candidate.value[place - 1] and f < candidate.fund[place - 1])):
        place -= 1
    if place >= most:
        return
    for k in range(min(n, most - 1), place, -1):
        candidate.value[k] = candidate.value[k - 1]
        candidate.fund[k] = candidate.fund[k - 1]
    candidate.value[place] = worth
    candidate.fund[place] = f
    candidate.bidders = min(most, n + 1)


@inlined
def meet_outside_fund(w, p, candidate):
    """A fund from outside the zone may bid, and may take the firm away with it. Rule 29."""
    firm = w.firms[candidate.firm]
    quarter = w.clock.quarter
    if uniform(firm.key, OUTSIDE_MEETING, quarter) >= p.market.outside_fund_probability:
        return
    noise = p.rounds.selection_noise_sd * (1.0 + p.firms.novelty_noise * firm.novelty)
    seen = firm.quality + noise * normal(firm.key, OUTSIDE_DILIGENCE, firm.stage)
    weight = firm.believed_variance / (firm.believed_variance + noise * noise)
    mean = firm.believed + weight * (seen - firm.believed)
    rate = p.market.outside_required_log_return_per_quarter
    worth = firm_value(w, p, candidate.firm, candidate.stage, mean,
                       firm.believed_variance * (1.0 - weight), rate, candidate.work_share)
    if worth >= candidate.ticket_fen / p.rounds.largest_stake_share:
        insert_bid(p, candidate, OUTSIDE_OWNER, worth)
