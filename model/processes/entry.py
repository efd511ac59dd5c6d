"""Entry: potential entrants come from a keyed list; who founds a firm depends on prospects."""

import math

import numpy as np

from model.arithmetic import exp
from model.jit import inlined, kernel
from model.ledger import FIRST_FUND, FOUNDERS, FOUNDING, FULL, report, transfer
from model.luck import ENTRANTS, ENTRY, FIRM, NOVELTY, QUALITY, key, normal, uniform
from model.state import ALIVE, ANGEL, CONCEPT, INDUSTRY_COUNT, MATURE, NEVER, WORKING
from model.valuation import logistic, odds_of_money, policy_rules, wins_lottery


@inlined
def entrants_this_quarter(w, p, k, weights):
    """Number of potential entrants: a Poisson draw of the industry and quarter. Rule 10.

    It depends on assumptions only, so the list is the same in every scenario that shares them.
    """
    clock = w.clock
    age = clock.quarter - w.industries[k].opening
    if age < 0 or clock.quarter >= clock.horizon:
        return 0
    grown = 1.0
    if age < p.entry.ramp_quarters:
        grown = p.entry.opening_share + (1.0 - p.entry.opening_share) * age / p.entry.ramp_quarters
    mean = grown * p.entry.potential_entrants_count_per_quarter
    mean *= p.industries[k].entry_weight / weights
    u = uniform(w.industries[k].key, ENTRANTS, clock.quarter)
    limit = int(math.ceil(mean + 6.0 * math.sqrt(mean) + 6.0))
    chance = exp(-mean)
    total = chance
    n = 0
    while u > total and n < limit:
        n += 1
        chance *= mean / n
        total += chance
    return n


@kernel
def enter_firms(w, p):
    """Potential entrants found firms where prospects are good. Rules 10 to 12."""
    clock = w.clock
    count = INDUSTRY_COUNT
    weights = 0.0
    for k in range(count):
        weights += p.industries[k].entry_weight
    for step in range(count):
        k = count - 1 - step if clock.reverse == 1 else step
        industry = w.industries[k]
        n = entrants_this_quarter(w, p, k, weights)
        first = industry.entrants
        industry.entrants += n
        if n == 0:
            continue
        chance = chance_of_entry(w, p, industry)
        for j in range(n):
            slot = first + (n - 1 - j if clock.reverse == 1 else j)
            # a pioneer is one of the first slots of its industry
            pioneer = 1 if slot < p.entry.pioneer_slots else 0
            identity = key(industry.key, FIRM, slot)
            if uniform(identity, ENTRY, 0) < chance:
                found_firm(w, p, k, slot, identity, pioneer)


@inlined
def chance_of_entry(w, p, industry):
    """With which chance a potential entrant founds a firm this quarter. Rule 11."""
    return logistic(p.entry.entry_log_odds
                    + p.entry.money_pull * (odds_of_money(w, ANGEL) - 0.5)
                    + p.entry.readiness_pull * (industry.readiness - 1.0 / 3.0))


@inlined
def found_firm(w, p, k, slot, identity, pioneer):
    """A firm starts with its founders' capital, hidden quality and novelty. Rule 12."""
    clock = w.clock
    if clock.firms >= len(w.firms):
        report(w, FULL, clock.firms, FOUNDING)
        return
    i = clock.firms
    clock.firms = i + 1
    w.active[clock.active] = i
    clock.active += 1
    firm = w.firms[i]
    firm.key = identity
    firm.industry = k
    firm.slot = slot
    firm.pioneer = pioneer
    firm.founded = clock.quarter
    firm.stage = CONCEPT
    firm.status = WORKING
    firm.outcome = ALIVE
    firm.outcome_quarter = -1
    talent = 0.0
    if policy_rules(w):
        talent = p.supports.talent * p.supports.talent_quality_effect
    firm.quality = p.firms.quality_sd * normal(identity, QUALITY, 0) + talent
    firm.novelty = uniform(identity, NOVELTY, 0)
    firm.believed = talent
    firm.believed_variance = max(1e-9, p.firms.quality_sd * p.firms.quality_sd)
    firm.work_left = w.stages[k * 5].work
    ghost = w.ghosts[clock.ghosts]
    clock.ghosts += 1
    ghost.firm = i
    ghost.key = firm.key
    ghost.industry = firm.industry
    ghost.stage = CONCEPT
    ghost.attempt = 0
    ghost.due = w.market.labour_done + firm.work_left
    firm.shares = 1e6
    firm.first_holding = -1
    firm.first_setback = -1
    firm.owner = -1
    firm.redeemed = -1
    firm.clause_from = NEVER
    firm.first_cheque = NEVER
    firm.last_cheque = -1
    for s in range(CONCEPT, MATURE):
        firm.passed[s] = NEVER
    firm.passed_unfunded = -1
    firm.last_progress = clock.quarter
    firm.seeking_since = -1
    firm.founder_wealth_fen = p.firms.founder_wealth_fen
    firm.lottery = wins_lottery(p, firm)
    w.market.people += w.stages[k * 5].workers
    now = w.quarters[clock.quarter]
    now.entries += 1
    now.pioneer_entries += pioneer
    capital = np.int64(p.firms.founder_capital_fen)
    transfer(w, FOUNDERS, FIRST_FUND + len(w.funds) + i, FOUNDING, capital)

