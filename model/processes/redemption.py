"""Redemption: a put that is priced at entry, due after some years, and used under exit pressure."""

from model.arithmetic import exp, fen
from model.jit import inlined, kernel
from model.ledger import BUY_BACK, FOUNDER_BUY_BACK, FOUNDERS
from model.shares import credit, firm_account, firm_cash, realise, usable_from
from model.state import CLOSED, KEPT, NEVER, USED
from model.valuation import expected_end, forced_sale_wedge


@kernel
def use_redemptions(w, p):
    """Once in a firm's year, clauses that are due are used where recovery beats going on. Rule 28."""
    if p.switches.redemption == 0:
        return
    clock = w.clock
    for a in range(clock.active):
        i = w.active[a]
        firm = w.firms[i]
        if firm.clause_from > clock.quarter or (clock.quarter - firm.founded) % 4 != 0:
            continue
        if firm.outcome != 0 or firm.owner >= 0:
            continue
        # who is in the same need shares in what there is; the others say when to look again
        wanted = 0.0
        firm.clause_from = NEVER
        h = firm.first_holding
        while h >= 0:
            if is_kept(w, h):
                usable = usable_from(w, p, h)
                firm.clause_from = min(firm.clause_from, usable)
                if usable <= clock.quarter:
                    wanted += strike(w, p, h)
            h = w.holdings[h].next_of_firm
        if wanted == 0.0:
            continue
        part = min(1.0, available(w, p, i) / wanted)
        due = 0.0
        h = firm.first_holding
        while h >= 0:
            if is_kept(w, h) and usable_from(w, p, h) <= clock.quarter and clause_pays(w, p, i, h, part):
                w.holdings[h].redemption = USED
                due += strike(w, p, h)
            h = w.holdings[h].next_of_firm
        if due > 0.0:
            redeem(w, p, i, due)


@inlined
def strike(w, p, h):
    """Cost plus interest."""
    holding = w.holdings[h]
    quarters = w.clock.quarter - holding.quarter
    return holding.cost_fen * exp(p.redemption.strike_log_return_per_quarter * quarters)


@inlined
def is_kept(w, h):
    """Has a fund that lives a clause that it may use?"""
    holding = w.holdings[h]
    return (holding.redemption == KEPT and holding.open == 1 and holding.fund >= 0
            and w.funds[holding.fund].life != CLOSED)


@inlined
def clause_pays(w, p, i, h, part):
    """Does this part of the strike recover more than waiting?"""
    holding = w.holdings[h]
    firm = w.firms[i]
    recovery = part * strike(w, p, h)
    waiting = holding.shares * firm.mark
    stage = firm.stage if firm.stage < 4 else 4
    after = max(0.0, expected_end(w, holding.fund) - w.clock.quarter)
    waiting *= 1.0 - forced_sale_wedge(w, p, firm.industry, stage, after)
    return recovery > p.redemption.smallest_recovery_share * holding.cost_fen and recovery > waiting


@inlined
def available(w, p, i):
    """What can be paid: a share of the firm's cash, and the founders' other wealth."""
    firm = w.firms[i]
    return fen(p.redemption.cash_share * firm_cash(w, i)) + firm.founder_wealth_fen


@kernel
def redeem(w, p, i, due):
    """Firm and founders pay all clauses that are due, in proportion; the shares are cancelled."""
    clock = w.clock
    firm = w.firms[i]
    now = w.quarters[clock.quarter]
    cash = fen(p.redemption.cash_share * firm_cash(w, i))
    wealth = firm.founder_wealth_fen
    scale = min(1.0, (cash + wealth) / due)
    h = firm.first_holding
    while h >= 0:
        holding = w.holdings[h]
        if holding.open == 1 and holding.redemption == USED:
            part = min(fen(strike(w, p, h) * scale), cash + wealth)
            from_firm = min(part, cash)
            credit(w, h, firm_account(w, i), BUY_BACK, from_firm)
            credit(w, h, FOUNDERS, FOUNDER_BUY_BACK, part - from_firm)
            cash -= from_firm
            wealth -= part - from_firm
            firm.shares -= holding.shares
            w.funds[holding.fund].forced_fen += part
            realise(w, h)
            now.buy_backs += 1
            now.proceeds_buy_back += part
            firm.redeemed = clock.quarter
        h = holding.next_of_firm
    firm.founder_wealth_fen = wealth
