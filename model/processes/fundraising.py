"""Fundraising: once a year managers raise funds from the guide, other state LPs and social LPs."""

import numpy as np

from model.arithmetic import exp, fen, log, power
from model.jit import inlined, kernel
from model.luck import (
    FUND,
    MANAGER,
    MANAGER_REFUSAL,
    SKILL,
    STATE_OWNED,
    TERM_LUCK,
    THRESHOLD,
    key,
    normal,
    uniform,
)
from model.state import (
    CENTRAL_LP,
    GUIDE_LP,
    INDUSTRY_COUNT,
    INVESTING,
    LP_ACCOUNTS,
    MANAGERS_TRACKED,
    SOCIAL_LP,
    STATE_LP,
)
from model.supply import (
    LEAST_INVESTABLE_SHARE,
    budget_of_year,
    expected_lock_up,
    fee_load,
    interference_chance,
    loss_ceiling,
    number_of_funds,
    peers_multiple,
    required_net_return,
    social_offer,
    split_of_year,
    state_offer,
    target_size,
)

# LPs look at a fund's terms anew for each share that the guide would then take: enough to settle it
SOUNDINGS = np.int64(4)


@kernel
def raise_funds(w, p, past):
    """Each kind of fund, each manager: terms, what LPs offer, close or fail. Rules 50 to 56.

    `past` holds the status-quo terms that funds without guide money keep.
    """
    clock = w.clock
    if clock.quarter % 4 != 0 or clock.quarter >= clock.horizon:
        return
    for c in range(4):
        w.pools[c].on_offer_fen = uncommitted(w, c)
    year = clock.quarter // 4
    for kind in range(3):
        if kind == 2 and year % 2 == 1:
            continue
        raise_direct_fund(w, p, past, kind, year)
        w.market.peers_multiple[kind] = peers_multiple(w, kind)
        count = number_of_funds(p, kind)
        pooled = p.supports.one_fund_per_industry == 0
        slots = count if pooled else INDUSTRY_COUNT
        if count == 0:
            continue
        total = count * target_size(p, kind)
        weights = 0.0
        for k in range(INDUSTRY_COUNT):
            weights += p.industries[k].fund_weight
        for slot in range(slots):
            target = target_size(p, kind)
            industry = -1
            if not pooled:
                industry = slot
                target = fen(total * p.industries[slot].fund_weight / weights)
            if target > 0:
                try_fund(w, p, past, kind, slot, year, industry, target, slots)


@kernel
def try_fund(w, p, past, kind, slot, year, industry, target, slots):
    """One manager tries to raise one fund. It forms if enough of its target is offered. Rule 50."""
    f = draft_fund(w, p, kind, slot, year, industry, target)
    fund = w.funds[f]
    now = w.quarters[w.clock.quarter]
    now.fund_targets += target
    offered = w.guide.left_fen[kind] > 0 and p.guide.share_cap > 0.0
    likely = offered and not manager_refuses(w, p, f)
    if offered:
        note_manager(w, p, fund, not likely)
    set_terms(w, p if likely else past, p, f, 1 if likely else 0)
    scale = 1.0 / slots
    # all offers rest on what LPs had before the year's first fund; only a pool that runs dry knows an order
    state = min(state_offer(w, p, f, scale), uncommitted(w, STATE_LP))
    fund.guide_share = p.guide.share_cap if likely else 0.0
    social = 0
    guide = 0
    central = 0
    for _ in range(SOUNDINGS if likely else 1):
        social = min(social_offer(w, p, past, f, scale), uncommitted(w, SOCIAL_LP))
        if likely:
            guide = guide_offer(w, p, f, social + state, target, slots)
            central = min(fen(p.guide.central_match * guide), max(0, target - guide))
            fund.guide_share = guide / max(1, min(target, guide + central + social + state))
    others = max(0, target - guide - central)
    if p.investors.elastic_supply == 1:
        state = min(state, others)
        social = others - state
    elif social + state > others:
        state = fen(state * (others / (social + state)))
        social = others - state
    size = guide + central + social + state
    if size < p.funds.smallest_close_share * target or size <= 0:
        return
    if guide == 0:
        set_terms(w, past, p, f, 0)
    fund.committed_fen[GUIDE_LP] = guide
    fund.committed_fen[CENTRAL_LP] = central
    fund.committed_fen[SOCIAL_LP] = social
    fund.committed_fen[STATE_LP] = state
    form_fund(w, p, past, f, size)


@inlined
def uncommitted(w, c):
    """What a class of LPs has and has not promised to a fund yet."""
    return max(0, w.balances[LP_ACCOUNTS[c]] - w.pools[c].unfunded_fen)


@inlined
def draft_fund(w, p, kind, slot, year, industry, target):
    """Identity, manager and personal traits of a fund that is being raised."""
    clock = w.clock
    f = clock.funds
    fund = w.funds[f]
    fund.manager = key(key(clock.key, MANAGER, kind), MANAGER, slot + 100 * (industry + 1))
    fund.key = key(fund.manager, FUND, year)
    fund.kind = kind
    fund.slot = slot
    fund.industry = industry
    fund.vintage = clock.quarter
    fund.target_fen = target
    fund.first_holding = -1
    fund.closed = -1
    skill = normal(fund.manager, SKILL, 0)
    fund.skill = skill
    fund.noise = p.rounds.selection_noise_sd * exp(-p.funds.skill_sd * skill)
    fund.threshold = p.funds.continuation_threshold * exp(
        p.funds.continuation_sd * normal(fund.manager, THRESHOLD, 0))
    fund.direct = 0
    for t in range(clock.quarter, clock.last + 1):
        deal = w.outside_deals[f, t]
        deal.cost_fen = 0
        deal.cost_quarters = 0
        deal.proceeds_fen = 0
    return f


@inlined
def manager_refuses(w, p, f):
    """Good private managers refuse money that interferes; state managers never do. Rule 48."""
    fund = w.funds[f]
    if p.switches.refusal == 0 or p.switches.interference == 0:
        return False
    if uniform(fund.manager, STATE_OWNED, 0) < p.investors.state_manager_share:
        return False
    dislike = p.rounds.refusal_strength * interference_chance(p, p.guide.share_cap)
    dislike *= exp(fund.skill)
    return uniform(fund.key, MANAGER_REFUSAL, 0) < 1.0 - exp(-dislike)


@inlined
def note_manager(w, p, fund, refused):
    """Count who was offered guide money and who refused it, with their skill."""
    if refused:
        w.quarters[w.clock.quarter].manager_refusals += 1
    if w.clock.quarter < w.clock.start:
        return
    facts = w.facts
    if uniform(fund.manager, STATE_OWNED, 0) < p.investors.state_manager_share:
        facts.state_managers_refused += refused
        return
    facts.managers_asked += 1
    facts.asked_skill += fund.skill
    if refused:
        facts.managers_refused += 1
        facts.refused_skill += fund.skill


@inlined
def set_terms(w, terms, p, f, backed):
    """Write the contract: term, extension, reserves, clauses. Old contracts keep theirs. Rule 51."""
    fund = w.funds[f]
    t = terms.patience
    fund.backed = backed
    term = t.fund_term_quarters if backed == 1 else p.funds.conventional_term_quarters
    period = t.investment_quarters if backed == 1 else p.funds.investment_quarters
    if t.term_luck_quarters > 0:
        up = uniform(fund.key, TERM_LUCK, 0) < 0.5
        term += t.term_luck_quarters if up else -t.term_luck_quarters
    fund.term = term
    fund.end = fund.vintage + term
    if p.exits.unlimited_secondary == 1:
        # stakes can always be sold or carried on at value, so the contract's end binds nothing
        fund.end = w.clock.last + 1
    fund.invest_until = fund.vintage + min(period, term)
    fund.extension = t.extension_quarters
    fund.extension_probability = t.extension_probability
    fund.lock_up = expected_lock_up(w, p, fund)
    fund.fee_share = p.funds.fee_share
    fund.hurdle = exp(p.funds.hurdle_log_return_per_quarter) - 1.0
    fund.carry_share = p.funds.carry_share
    fund.reserves_share = t.reserves_share
    fund.freezes = t.write_downs_freeze
    fund.redemption_share = t.redemption_share if backed == 1 else p.redemption.conventional_share
    fund.redemption_use = t.redemption_use
    fund.recycling_share = t.recycling_share
    if p.switches.redemption == 0:
        fund.redemption_share = 0.0
    fund.concession = 0.0
    fund.first_loss = 0.0
    fund.buy_out_quarter = -1
    fund.ticket_cap_fen = 1 << 60
    if backed == 1:
        fund.concession = p.guide.concession_share
        fund.concession_return = exp(p.guide.concession_log_return_per_quarter) - 1.0
        fund.first_loss = p.guide.first_loss_share
        fund.ticket_cap_fen = p.guide.ticket_cap_fen
        if p.guide.ticket_cap_fen >= 1000 * 100_000_000:
            fund.ticket_cap_fen = 1 << 60
        if p.guide.buy_out_quarters > 0:
            fund.buy_out_quarter = fund.vintage + p.guide.buy_out_quarters
            fund.buy_out_return = p.guide.buy_out_log_return_per_quarter


@inlined
def guide_offer(w, p, f, others_fen, target, slots):
    """The guide's part: within its cap, its budget for the kind, and the target. Rule 43."""
    fund = w.funds[f]
    budget = w.guide.left_fen[fund.kind] // slots
    cap = p.guide.share_cap
    if cap >= 1.0:
        return min(budget, target)
    most = min(fen(cap / (1.0 - cap) * others_fen), fen(cap * target))
    if p.investors.elastic_supply == 1:
        most = fen(cap * target)
    return max(0, min(budget, most))


@inlined
def form_fund(w, p, past, f, size):
    """The fund closes: commitments are promised, the manager sets its hurdle. Rules 51 and 52.

    What the guide tolerates it tolerates in its own funds; where it has no money, conventions hold.
    """
    clock = w.clock
    fund = w.funds[f]
    now = w.quarters[clock.quarter]
    clock.funds = f + 1
    w.active_funds[clock.active_funds] = f
    clock.active_funds += 1
    fund.life = INVESTING
    fund.size_fen = size
    guide = fund.committed_fen[GUIDE_LP]
    state = fund.committed_fen[STATE_LP]
    fund.guide_share = guide / size
    fund.opening_guide_share = fund.guide_share
    fund.state_share = state / size
    w.pools[SOCIAL_LP].unfunded_fen += fund.committed_fen[SOCIAL_LP]
    w.pools[STATE_LP].unfunded_fen += state
    fund.interference = 0.0
    fund.delay = 0.0
    if fund.backed == 1 and p.switches.interference == 1:
        fund.interference = interference_chance(p, fund.guide_share)
        fund.delay = p.guide.delay_quarters * (1.0 - p.guide.market_orientation)
    terms = p if guide > 0 else past
    fund.ceiling = loss_ceiling(w, terms, fund.kind)
    fund.push = p.guide.reinvestment_push_log_return_per_quarter
    duty = guide * p.guide.reinvestment_multiple + state * p.investors.state_reinvestment_multiple
    fund.recycling_fen = fen(fund.recycling_share * size)
    fees = fee_load(p, fund.invest_until - fund.vintage, fund.lock_up)
    fund.investable_fen = fen(size * max(LEAST_INVESTABLE_SHARE, 1.0 - fees))
    fund.duty_fen = min(fen(duty), fund.investable_fen) if p.switches.reinvestment == 1 else 0
    fund.required_return = required_gross(w, p, f, fees)
    now.committed_guide += guide
    now.committed_central += fund.committed_fen[CENTRAL_LP]
    now.committed_social += fund.committed_fen[SOCIAL_LP]
    now.committed_state += state
    now.required_social += fund.committed_fen[SOCIAL_LP] * required_net_return(p, fund)
    if fund.kind == 0:
        now.raised_angel += size
    elif fund.kind == 1:
        now.raised_venture += size
    else:
        now.raised_ma += size
    now.funds_formed += 1
    if guide > 0:
        now.guide_funds_raised += size
        now.guide_funds_target += fund.target_fen


@inlined
def required_gross(w, p, f, fees):
    """Gross log return a quarter that a deal must promise so that LPs get theirs. Rule 52."""
    fund = w.funds[f]
    net = required_net_return(p, fund)
    net -= p.patience.required_return_relief * fund.guide_share
    years = p.funds.typical_hold_quarters / 4.0
    wanted = power(1.0 + net, years)
    gross = wanted
    if wanted > 1.0:
        gross = (wanted - fund.carry_share) / (1.0 - fund.carry_share)
    gross /= max(LEAST_INVESTABLE_SHARE, 1.0 - fees)
    return log(gross) / (4.0 * years)


@inlined
def raise_direct_fund(w, p, past, kind, year):
    """A wholly state-owned fund that competes with the others, if the guide sets one up. Rule 57."""
    clock = w.clock
    if p.guide.direct_share <= 0.0 or clock.quarter < clock.start:
        return
    # under the budget and the freezes of guide money
    size = fen(budget_of_year(w, p) * split_of_year(w, p, kind) * p.guide.direct_share)
    if size < 1_000_000_00:
        return
    w.quarters[clock.quarter].fund_targets += size
    f = draft_fund(w, p, kind, MANAGERS_TRACKED - 1, year, -1, size)
    fund = w.funds[f]
    set_terms(w, p, p, f, 1)
    fund.direct = 1
    fund.committed_fen[GUIDE_LP] = size
    form_fund(w, p, past, f, size)
    # subsidised: it asks only for the risk-free return
    fund.required_return = log(1.0 + p.investors.risk_free) / 4.0
