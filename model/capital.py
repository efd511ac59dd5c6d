"""Capital calls, fees, distributions and the waterfall: money between LPs, funds and managers."""

import numpy as np

from model.arithmetic import exp, fen
from model.jit import inlined, kernel
from model.ledger import (
    BUDGET,
    CAPITAL_CALL,
    CARRY,
    DISTRIBUTION,
    FIRST_FUND,
    GUIDE,
    INFLOW,
    MANAGERS,
    OUTFLOW,
    OUTSIDE,
    RETURN_TO_TREASURY,
    SOCIAL,
    STATE,
    TAX_CREDIT,
    TREASURY,
    transfer,
)
from model.state import (
    CENTRAL_LP,
    GUIDE_LP,
    HARVEST,
    INVESTING,
    LP_ACCOUNTS,
    SOCIAL_LP,
    STATE_LP,
)


@inlined
def fund_cash(w, f):
    """Cash of a fund, read from the ledger."""
    return w.balances[FIRST_FUND + f]


@inlined
def undrawn(w, f):
    """What a fund can still pay out: undrawn commitments plus cash."""
    fund = w.funds[f]
    return fund.size_fen - fund.called_fen + w.balances[FIRST_FUND + f]


@inlined
def room_for_new(w, f):
    """Dry powder for first investments: what is investable, less reserves and what is invested.

    Bridges beyond the reserves take from it too: what is kept for fees to come is never invested.
    """
    fund = w.funds[f]
    if fund.life != INVESTING:
        return 0
    budget = fen(fund.investable_fen * (1.0 - fund.reserves_share)) + fund.recycled_fen
    return max(0, min(budget - fund.initial_fen, not_invested(w, f)))


@inlined
def room_for_follow_on(w, f):
    """Money for bridges: everything investable that is not invested, until the term ends."""
    fund = w.funds[f]
    if fund.life != INVESTING and fund.life != HARVEST:
        return 0
    return max(0, not_invested(w, f))


@inlined
def not_invested(w, f):
    """What is investable and not invested, as far as it can be paid out."""
    fund = w.funds[f]
    return min(fund.investable_fen + fund.recycled_fen - fund.invested_fen, undrawn(w, f))


@inlined
def provide(w, p, f, amount_fen):
    """Bring a fund's cash up to `amount_fen` by a capital call on all LPs, pro rata. Rule 30.

    What it holds for recycling is spent first.
    """
    fund = w.funds[f]
    fund.kept_fen = max(0, fund.kept_fen - amount_fen)
    account = FIRST_FUND + f
    need = amount_fen - w.balances[account]
    if need <= 0:
        return
    last = 0
    for c in range(4):
        if fund.committed_fen[c] > 0:
            last = c
    rest = need
    for c in range(last + 1):
        if fund.committed_fen[c] == 0:
            continue
        part = rest
        if c < last:
            part = min(rest, np.int64(float(need) * (fund.committed_fen[c] / fund.size_fen)))
        part = min(part, fund.committed_fen[c] - fund.paid_fen[c])
        rest -= part
        call_on(w, p, f, c, part)
    for c in range(last + 1):
        part = min(rest, fund.committed_fen[c] - fund.paid_fen[c])
        rest -= part
        call_on(w, p, f, c, part)


@inlined
def call_on(w, p, f, c, amount_fen):
    """One LP class pays its part of a call; the guide's money comes from the treasury first."""
    if amount_fen <= 0:
        return
    fund = w.funds[f]
    now = w.quarters[w.clock.quarter]
    if c == GUIDE_LP:
        missing = amount_fen - w.balances[GUIDE]
        if missing > 0:
            transfer(w, TREASURY, GUIDE, BUDGET, missing)
            now.treasury_to_guide += missing
        now.called_guide += amount_fen
        fund.buy_out_cost += amount_fen * exp(-fund.buy_out_return * (w.clock.quarter - fund.vintage))
    elif c == CENTRAL_LP:
        now.called_central += amount_fen
    elif c == SOCIAL_LP:
        if p.investors.elastic_supply == 1:
            missing = amount_fen - w.balances[SOCIAL]
            if missing > 0:
                transfer(w, OUTSIDE, SOCIAL, INFLOW, missing)
        w.pools[SOCIAL_LP].unfunded_fen -= amount_fen
        now.called_social += amount_fen
        if fund.vintage >= w.clock.start:
            now.called_social_new += amount_fen
    else:
        w.pools[STATE_LP].unfunded_fen -= amount_fen
        now.called_state += amount_fen
    transfer(w, LP_ACCOUNTS[c], FIRST_FUND + f, CAPITAL_CALL, amount_fen)
    if c == SOCIAL_LP and p.investors.social_credit_share > 0.0 and w.guide.cut == 0:
        credit = fen(amount_fen * p.investors.social_credit_share)
        transfer(w, TREASURY, SOCIAL, TAX_CREDIT, credit)
        now.treasury_credit += credit
    if fund.kind == 0:
        now.called_angel += amount_fen
    elif fund.kind == 1:
        now.called_venture += amount_fen
    else:
        now.called_ma += amount_fen
    fund.paid_fen[c] += amount_fen
    fund.called_fen += amount_fen
    fund.preferred_fen += amount_fen
    if c == GUIDE_LP:
        fund.guide_claim_fen += amount_fen


@inlined
def accrue(w, f):
    """A quarter's preferred return on what LPs have not got back, and the guide's own claim."""
    fund = w.funds[f]
    if fund.preferred_fen > 0:
        fund.preferred_fen += fen(fund.preferred_fen * fund.hurdle)
    if fund.concession > 0.0 and fund.guide_claim_fen > 0:
        fund.guide_claim_fen += fen(fund.guide_claim_fen * fund.concession_return)


@inlined
def carry_due(w, f, amount_fen):
    """Carry in a distribution: European waterfall with full catch-up. Rule 32."""
    fund = w.funds[f]
    after_preferred = amount_fen - max(0, min(amount_fen, fund.preferred_fen))
    if after_preferred <= 0:
        return 0
    profit = fund.returned_fen + fund.carry_fen + amount_fen - fund.called_fen
    entitled = fen(fund.carry_share * max(0, profit)) - fund.carry_fen
    return max(0, min(entitled, after_preferred))


@inlined
def guide_part(w, f, to_lps_fen):
    """The guide's part of a distribution, after first loss and concession. Rules 43 and 44."""
    fund = w.funds[f]
    if fund.paid_fen[GUIDE_LP] == 0:
        return 0
    share = fund.paid_fen[GUIDE_LP] / fund.called_fen
    others_paid = fund.called_fen - fund.paid_fen[GUIDE_LP]
    part = fen(share * to_lps_fen)
    if fund.first_loss > 0.0 and others_paid > 0:
        total = fund.returned_fen + to_lps_fen
        before = fund.distributed_fen[GUIDE_LP] + fund.concession_fen
        part = max(0, guide_after_first_loss(fund, total) - before)
    if fund.concession > 0.0 and others_paid > 0:
        excess = max(0, part - max(0, fund.guide_claim_fen))
        conceded = fen(fund.concession * excess)
        part -= conceded
        fund.concession_fen += conceded
        w.quarters[w.clock.quarter].concession += conceded
    return min(part, to_lps_fen)


@inlined
def guide_after_first_loss(fund, total_fen):
    """What the guide has once LPs have got `total_fen` together, before concession. Rule 44.

    A part of its contribution stands behind all other capital. It depends on the total alone, so
    it does not matter in which pieces the money comes.
    """
    paid = fund.paid_fen[GUIDE_LP]
    behind = fund.first_loss * paid
    senior = fund.called_fen - behind
    if total_fen <= senior:
        return fen(total_fen * ((paid - behind) / senior))
    if total_fen <= fund.called_fen:
        return fen(paid - behind + (total_fen - senior))
    return fen(total_fen * (paid / fund.called_fen))


@inlined
def receive(w, p, f, c, amount_fen):
    """An LP class gets its part of a distribution; part of it leaves the pool for other uses."""
    if amount_fen <= 0:
        return
    fund = w.funds[f]
    now = w.quarters[w.clock.quarter]
    account = LP_ACCOUNTS[c]
    transfer(w, FIRST_FUND + f, account, DISTRIBUTION, amount_fen)
    fund.distributed_fen[c] += amount_fen
    fund.returned_fen += amount_fen
    if c == GUIDE_LP:
        fund.guide_claim_fen -= amount_fen
        now.distributed_guide += amount_fen
        keep_for_guide(w, p, amount_fen)
    elif c == CENTRAL_LP:
        now.distributed_central += amount_fen
    elif c == SOCIAL_LP:
        now.distributed_social += amount_fen
        if fund.vintage >= w.clock.start:
            now.distributed_social_new += amount_fen
        transfer(w, SOCIAL, OUTSIDE, OUTFLOW, fen(amount_fen * (1.0 - p.investors.recommitted_share)))
    else:
        now.distributed_state += amount_fen
        transfer(w, STATE, OUTSIDE, OUTFLOW, fen(amount_fen * (1.0 - p.investors.recommitted_share)))


@inlined
def keep_for_guide(w, p, amount_fen):
    """Part of what comes back to the guide is committed again; the rest returns to the treasury."""
    clock = w.clock
    guide = w.guide
    keep = 0
    if guide.cut == 0 and clock.quarter < clock.start + p.guide.budget_quarters \
            and clock.quarter >= clock.start and p.guide.budget_fen_per_quarter > 0:
        keep = fen(amount_fen * p.guide.recommitted_share)
        guide.recommit_fen += keep
    back = min(amount_fen - keep, w.balances[GUIDE])
    transfer(w, GUIDE, TREASURY, RETURN_TO_TREASURY, back)
    w.quarters[clock.quarter].treasury_from_guide += back


@kernel
def distribute(w, p, f):
    """Pass a fund's cash on: recycling first, then the waterfall. Rules 31 to 33."""
    fund = w.funds[f]
    cash = w.balances[FIRST_FUND + f]
    if cash <= 0:
        return
    if fund.life == INVESTING:
        room = max(0, fund.recycling_fen - fund.recycled_fen)
        keep = max(0, min(cash - fund.kept_fen, room))
        fund.recycled_fen += keep
        fund.kept_fen += keep
        cash -= min(cash, fund.kept_fen)
        if cash <= 0:
            return
    else:
        # what was held for recycling and not spent is paid out: nothing can be invested of it any more
        fund.recycled_fen -= fund.kept_fen
        fund.kept_fen = 0
    if fund.called_fen == 0:
        return
    carry = carry_due(w, f, cash)
    to_lps = cash - carry
    fund.preferred_fen -= to_lps
    guide = guide_part(w, f, to_lps)
    rest = to_lps - guide
    others = fund.called_fen - fund.paid_fen[GUIDE_LP]
    if others > 0:
        central = fen(rest * (fund.paid_fen[CENTRAL_LP] / others))
        state = min(rest - central, fen(rest * (fund.paid_fen[STATE_LP] / others)))
        social = rest - central - state
        if fund.paid_fen[SOCIAL_LP] == 0:
            state += social
            social = 0
            if fund.paid_fen[STATE_LP] == 0:
                central += state
                state = 0
        receive(w, p, f, CENTRAL_LP, central)
        receive(w, p, f, STATE_LP, state)
        receive(w, p, f, SOCIAL_LP, social)
    else:
        guide = to_lps
    receive(w, p, f, GUIDE_LP, guide)
    if carry > 0:
        transfer(w, FIRST_FUND + f, MANAGERS, CARRY, carry)
        fund.carry_fen += carry
        w.quarters[w.clock.quarter].carry += carry
