"""Verdicts on the firms of a finished world: right and wrong stops, patience, and life tables."""

import math

from model.arithmetic import quantile, sort
from model.jit import inlined, kernel
from model.state import (
    ALIVE,
    DEAD_END,
    FORCED,
    GROWTH,
    LISTING,
    MA_PURCHASE,
    MARKET,
    NO_MONEY,
    VIABLE,
)
from model.valuation import selling_value


@kernel
def judge_firms(w, p):
    """False stops, false continuations, realised patience, end value. Rules 77 and 78."""
    clock = w.clock
    facts = w.facts
    waits = 0
    for i in range(clock.firms):
        firm = w.firms[i]
        starved = firm.outcome == NO_MONEY or firm.outcome == FORCED
        if firm.viable == VIABLE:
            facts.viable += 1
            facts.pioneers_viable += firm.pioneer
            if starved:
                facts.false_stops += 1
                facts.pioneer_false_stops += firm.pioneer
        facts.follow_on_fen += firm.follow_on_fen
        if firm.viable != VIABLE:
            facts.false_follow_on_fen += firm.follow_on_fen
        if firm.first_setback >= 0 and firm.last_cheque > firm.first_setback:
            w.order[waits] = firm.last_cheque - firm.first_setback
            waits += 1
        if firm.outcome == ALIVE and firm.stage >= GROWTH and firm.revenue_fen > 0:
            facts.terminal_fen += math.floor(selling_value(
                w, p, firm.industry, float(firm.revenue_fen), p.exits.owner_log_return_per_quarter))
    facts.realised_patience = -1.0
    if waits > 0:
        sort(w.order, waits)
        facts.realised_patience = quantile(w.order, waits, 0.5)


@kernel
def fill_life_tables(w):
    """How many firms founded from year 0 on reached each age, and what ended them. Rule 82."""
    clock = w.clock
    for i in range(clock.firms):
        if w.firms[i].founded >= clock.start:
            end_life(w, w.firms[i])
    # a firm at risk at an age was so at every age before
    for age in range(clock.last - clock.start - 1, -1, -1):
        for group in range(2):
            w.ages[age].at_risk[group] += w.ages[age + 1].at_risk[group]


@inlined
def end_life(w, firm):
    """The age at which a firm died, was first sold or left, or was seen last."""
    group = 1 - firm.pioneer
    outcome = firm.outcome
    end = firm.outcome_quarter
    if firm.first_owned > 0:
        outcome = MA_PURCHASE
        end = firm.first_owned
    elif outcome == ALIVE:
        end = w.clock.last
    row = w.ages[end - firm.founded]
    row.at_risk[group] += 1
    if DEAD_END <= outcome <= MARKET:
        row.died[group, outcome - DEAD_END] += 1
        w.facts.died_at[group, firm.stage, outcome - DEAD_END] += 1
    elif outcome >= LISTING:
        row.left[group, outcome - LISTING] += 1
