"""The guidance fund: yearly budget, programme cuts, loss ceilings, buy-out option."""

from model.arithmetic import exp, fen
from model.capital import keep_for_guide
from model.jit import inlined, kernel
from model.ledger import BUY_OUT, FIRST_FUND, GUIDE, RETURN_TO_TREASURY, SOCIAL, TREASURY, transfer
from model.luck import BUY_OUT as BUY_OUT_DRAW
from model.luck import PROGRAMME_CUT, normal, uniform
from model.shares import wake_clauses
from model.state import CLOSED, GUIDE_LP, SOCIAL_LP
from model.supply import budget_of_year, in_budget, loss_ceiling, split_of_year, stopped_by_breach


@kernel
def run_guide(w, p):
    """The guide's quarter: may be cut, sets its yearly budget, freezes what breaches. Rules 43 to 49."""
    clock = w.clock
    guide = w.guide
    if clock.quarter >= clock.start and guide.cut == 0:
        chance = p.guide.unsteadiness_probability_per_quarter
        chance *= 1.0 - p.supports.plan * p.supports.plan_effect
        if uniform(clock.key, PROGRAMME_CUT, clock.quarter) < chance:
            guide.cut = 1
    watch_losses(w, p)
    if clock.quarter % 4 == 0:
        set_budget(w, p)
    if not in_budget(w, p) and w.balances[GUIDE] > 0:
        back = w.balances[GUIDE]
        transfer(w, GUIDE, TREASURY, RETURN_TO_TREASURY, back)
        w.quarters[clock.quarter].treasury_from_guide += back


@inlined
def set_budget(w, p):
    """This year's money for funds of managers, by kind of fund: new money, and what came back. Rule 43."""
    guide = w.guide
    money = budget_of_year(w, p) * (1.0 - p.guide.direct_share)
    if p.guide.budget_fen_per_quarter > 0:
        money += guide.recommit_fen
    for kind in range(3):
        guide.left_fen[kind] = fen(split_of_year(w, p, kind) * money)
    guide.recommit_fen = 0


@inlined
def watch_losses(w, p):
    """A kind of fund whose net losses of some years exceed the ceiling gets no new money for a while. Rule 47."""
    clock = w.clock
    guide = w.guide
    if p.switches.blame == 0 or clock.quarter < clock.start:
        return
    window = min(p.guide.loss_window_quarters, clock.quarter)
    for kind in range(3):
        if guide.frozen_until[kind] > clock.quarter:
            continue
        cost = 0
        loss = 0
        for back in range(1, window + 1):
            row = w.realised[kind, clock.quarter - back]
            cost += row.guide_cost_fen
            loss += row.guide_loss_fen
        if cost > p.guide.loss_base_fen and loss > loss_ceiling(w, p, kind) * cost:
            guide.frozen_until[kind] = clock.quarter + p.guide.freeze_quarters
            if p.guide.freeze_quarters > 0:
                freeze_funds(w, p, kind)
            w.quarters[clock.quarter].guide_freezes += 1


@inlined
def freeze_funds(w, p, kind):
    """Funds of a kind that the breach stops make no first investment from this quarter on. Rule 47."""
    for b in range(w.clock.active_funds):
        f = w.active_funds[b]
        fund = w.funds[f]
        if fund.kind == kind and fund.frozen == 0 and stopped_by_breach(p, fund):
            fund.frozen = 1
            wake_clauses(w, f)


@kernel
def offer_buy_outs(w, p):
    """Social LPs may buy the guide's stake at cost plus interest, if they think it worth more. Rule 58.

    Their value is noisy but informed, so the guide keeps the losers.
    """
    clock = w.clock
    for b in range(clock.active_funds):
        f = w.active_funds[b]
        fund = w.funds[f]
        if fund.buy_out_quarter != clock.quarter or fund.bought_out == 1 or fund.life == CLOSED:
            continue
        paid = fund.paid_fen[GUIDE_LP]
        if paid == 0 or fund.committed_fen[SOCIAL_LP] == 0:
            continue
        quarters = clock.quarter - fund.vintage
        price = fen(fund.buy_out_cost * exp(fund.buy_out_return * quarters)) - fund.distributed_fen[GUIDE_LP]
        worth = (fund.nav_fen + w.balances[FIRST_FUND + f]) * (paid / fund.called_fen)
        worth *= exp(p.guide.buy_out_noise * normal(fund.key, BUY_OUT_DRAW, 0))
        undrawn = fund.committed_fen[GUIDE_LP] - paid
        pool = w.pools[SOCIAL_LP]
        free = w.balances[SOCIAL] - pool.unfunded_fen
        if price > 0 and worth > price and free >= price + undrawn:
            buy_out(w, p, f, price, undrawn)


@inlined
def buy_out(w, p, f, price, undrawn):
    """The guide's stake and its undrawn commitment pass to the social LPs."""
    fund = w.funds[f]
    now = w.quarters[w.clock.quarter]
    transfer(w, SOCIAL, GUIDE, BUY_OUT, price)
    now.buy_outs += price
    now.distributed_guide += price
    keep_for_guide(w, p, price)
    w.pools[SOCIAL_LP].unfunded_fen += undrawn
    fund.committed_fen[SOCIAL_LP] += fund.committed_fen[GUIDE_LP]
    fund.paid_fen[SOCIAL_LP] += fund.paid_fen[GUIDE_LP]
    fund.distributed_fen[SOCIAL_LP] += fund.distributed_fen[GUIDE_LP]
    fund.committed_fen[GUIDE_LP] = 0
    fund.paid_fen[GUIDE_LP] = 0
    fund.distributed_fen[GUIDE_LP] = 0
    fund.guide_claim_fen = 0
    fund.bought_out = 1
    fund.guide_share = 0.0
    fund.interference = 0.0
    fund.delay = 0.0
    fund.backed = 0
