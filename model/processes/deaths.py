"""Deaths: who ran out of money, whose technology ended, who lost its market. One place settles."""

from model.arithmetic import fen
from model.jit import inlined, kernel
from model.ledger import LIQUIDATION, OUTSIDE, SALVAGE, transfer
from model.shares import finish, firm_account, firm_cash, pay_owners
from model.state import (
    ALIVE,
    ANGEL,
    DEAD_END,
    FINISHED,
    FORCED,
    HORIZON,
    LISTED,
    MARKET,
    NO_FUND,
    NO_MONEY,
    RETURN,
)


@kernel
def bury_firms(w, p):
    """Record every death with its cause, share out what is left, drop ended firms from the list. Rule 35."""
    clock = w.clock
    kept = 0
    for a in range(clock.active):
        i = w.active[a]
        firm = w.firms[i]
        if firm.status == FINISHED or firm.status == LISTED:
            continue
        if firm.outcome == ALIVE and firm.broke == 1:
            firm.outcome = NO_MONEY
        # one that was broke before its clauses were used did not die of them
        if firm.outcome == NO_MONEY and firm.redeemed >= 0 and 0 < clock.quarter - firm.redeemed <= 4:
            firm.outcome = FORCED
        if firm.outcome != ALIVE:
            bury(w, p, i)
        else:
            w.active[kept] = i
            kept += 1
    clock.active = kept


@kernel
def bury(w, p, i):
    """Count a death, its cause and a dropped baton; share out what is left and the technology's price."""
    clock = w.clock
    firm = w.firms[i]
    now = w.quarters[clock.quarter]
    now.pioneer_deaths += firm.pioneer
    if firm.outcome == NO_MONEY:
        now.pioneer_deaths_funding += firm.pioneer
    if firm.outcome == DEAD_END:
        now.deaths_technical += 1
    elif firm.outcome == NO_MONEY:
        now.deaths_funding += 1
        if firm.passed_unfunded >= 0:
            count_dropped_baton(w, i)
    elif firm.outcome == FORCED:
        now.deaths_forced += 1
    elif firm.outcome == MARKET:
        now.deaths_market += 1
    salvage = 0
    if firm.stage >= ANGEL:
        salvage = fen(p.exits.salvage_share * firm.raised_fen)
    transfer(w, OUTSIDE, firm_account(w, i), SALVAGE, salvage)
    left = firm_cash(w, i)
    now.proceeds_liquidation += pay_owners(w, i, firm_account(w, i), LIQUIDATION, left)
    finish(w, i, firm.outcome, left)


@inlined
def count_dropped_baton(w, i):
    """A firm passed its test and found no next fund: count it by reason and stage. Rule 36."""
    firm = w.firms[i]
    now = w.quarters[w.clock.quarter]
    w.beliefs.sought[firm.stage] += 1.0
    now.dropped_in[firm.industry] += 1
    if firm.reason == NO_FUND:
        now.dropped_no_fund += 1
    elif firm.reason == HORIZON:
        now.dropped_horizon += 1
    elif firm.reason == RETURN:
        now.dropped_return += 1
    else:
        now.dropped_refused += 1
    if firm.stage == ANGEL:
        now.dropped_seed += 1
    elif firm.stage == 2:
        now.dropped_a += 1
    elif firm.stage == 3:
        now.dropped_b += 1
