"""Records: stocks at the end of a quarter, and facts at the end of a world."""

import math

import numpy as np

from model.arithmetic import exp
from model.declare import Unit
from model.jit import inlined, kernel
from model.ledger import SOCIAL, STATE
from model.outputs import SERIES
from model.record import FEN_PER_MYUAN
from model.state import (
    ALIVE,
    FORCED,
    GROWTH,
    INDUSTRY_COUNT,
    NO_MONEY,
    SOCIAL_LP,
    STATE_LP,
    VIABLE,
    offset_of,
)
from model.valuation import selling_value

# money is recorded in fen and reported in million yuan
_SCALES = np.array([1 / FEN_PER_MYUAN if output.unit is Unit.MYUAN else 1.0 for output in SERIES.values()])
_SERIES, _FACTS, _AGES = (np.int64(offset_of(table)) for table in ("quarters", "facts", "ages"))


@kernel
def record_quarter(w, p):
    """Count firms, pioneers, jobs and industries, and note beliefs. Rule 70."""
    clock = w.clock
    now = w.quarters[clock.quarter]
    for k in range(INDUSTRY_COUNT):
        industry = w.industries[k]
        industry.revenue_fen = 0
        industry.public_fen = 0
        industry.counted = 0
    w.market.people = 0
    for a in range(clock.active):
        record_firm(w, p, w.active[a])
    if clock.quarter > 0:
        before = w.quarters[clock.quarter - 1]
        now.pioneer_exits_total += before.pioneer_exits_total
        now.backed_exits_total += before.backed_exits_total
        now.jobs_gone += before.jobs_gone
    now.pioneer_exits_total += now.pioneer_exits_well
    now.pioneers_succeeded += now.pioneer_exits_total
    now.backed_succeeded += now.backed_exits_total
    now.pioneers_alive_or_exited += now.pioneer_exits_total
    now.jobs += now.jobs_gone
    record_beliefs(w)


@inlined
def record_firm(w, p, i):
    """One active firm in the counts."""
    clock = w.clock
    now = w.quarters[clock.quarter]
    firm = w.firms[i]
    industry = w.industries[firm.industry]
    stage = firm.stage
    if stage == 0:
        now.firms_concept += 1
    elif stage == 1:
        now.firms_angel += 1
    elif stage == 2:
        now.firms_venture += 1
    elif stage == 3:
        now.firms_growth += 1
    else:
        now.firms_mature += 1
    workers = w.stages[firm.industry * 5 + stage].workers
    w.market.people += workers
    now.jobs += workers
    now.firms_in[firm.industry] += 1
    now.guide_backed_alive += firm.guide_backed
    if firm.passed_unfunded >= 0:
        now.firms_awaiting_money += 1
    standing = clock.quarter - firm.last_progress <= p.firms.zombie_patience_quarters
    if stage >= GROWTH:
        industry.revenue_fen += firm.revenue_fen
        industry.public_fen += firm.public_fen
        if standing and firm.revenue_fen >= p.spillovers.established_firm_revenue_fen_per_quarter:
            industry.counted += 1
    if not standing:
        now.zombies += 1
    elif firm.pioneer == 0:
        now.followers_alive += 1
    else:
        now.pioneers_alive += 1
        if firm.well == 0:
            now.pioneers_alive_or_exited += 1
            if stage >= GROWTH:
                now.pioneers_succeeded += 1
                now.backed_succeeded += firm.guide_backed
                now.pioneers_succeeded_in[firm.industry] += 1


@inlined
def record_beliefs(w):
    """Readiness, knowledge, market and beliefs of the quarter."""
    clock = w.clock
    now = w.quarters[clock.quarter]
    count = INDUSTRY_COUNT
    for k in range(count):
        industry = w.industries[k]
        now.readiness += industry.readiness / count
        now.knowledge += (1.0 - exp(-industry.knowledge)) / count
        now.readiness_in[k] = industry.readiness
        now.pioneers_succeeded_in[k] += industry.pioneers_well
        if industry.established >= 0:
            now.industries_established += 1
            now.established_in[k] = 1
    now.labour_speed = w.market.labour_speed
    now.market_level = w.market.level
    now.window_open = w.market.window
    now.forced_discount = w.market.discount
    belief = w.pools[SOCIAL_LP].belief
    now.belief_angel = belief[0]
    now.belief_venture = belief[1]
    now.belief_ma = belief[2]
    odds = w.beliefs
    now.odds_seed = odds.found[1] / odds.sought[1]
    now.odds_a = odds.found[2] / odds.sought[2]
    now.odds_b = odds.found[3] / odds.sought[3]
    now.active_funds = clock.active_funds
    now.social_pool = w.balances[SOCIAL] - w.pools[SOCIAL_LP].unfunded_fen
    now.state_pool = w.balances[STATE] - w.pools[STATE_LP].unfunded_fen


@kernel
def record_world(w, p):
    """Facts of a finished world. Rules 75 to 78."""
    clock = w.clock
    facts = w.facts
    facts.transfers = clock.transfers
    facts.firm_quarters = clock.firm_quarters
    facts.fund_quarters = clock.fund_quarters
    facts.pairs = clock.pairs
    facts.firms = clock.firms
    facts.funds = clock.funds
    facts.first_established = -1.0
    for k in range(INDUSTRY_COUNT):
        since = w.industries[k].ever_established
        if since >= 0:
            facts.established_ever += 1
            year = (since - clock.start) / 4.0
            if facts.first_established < 0.0 or year < facts.first_established:
                facts.first_established = max(0.0, year)
    judge_firms(w, p)
    judge_funds(w)


@inlined
def judge_firms(w, p):
    """False stops, false continuations, realised patience, end value."""
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
        facts.realised_patience = quantile(w.order, waits, 0.5)


@inlined
def quantile(values, count, share):
    """The value below which this share lies; sorts the first `count` values in place."""
    for n in range(1, count):
        value = values[n]
        place = n
        while place > 0 and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value
    return float(values[min(count - 1, int(share * count))])


@inlined
def judge_funds(w):
    """Net DPI at age ten and forced returns of funds of year 0 and later. Rules 74 to 76."""
    clock = w.clock
    facts = w.facts
    count = 0
    for f in range(clock.funds):
        fund = w.funds[f]
        if fund.vintage < clock.start:
            continue
        facts.forced_fen += fund.forced_fen
        facts.called_fen += fund.called_fen
        record_ages(w, f)
        if fund.called_fen > 0:
            w.order[count] = math.floor(1e6 * dpi_at(w, f, 40))
            count += 1
    if count > 0:
        facts.dpi_low = quantile(w.order, count, 0.25) / 1e6
        facts.dpi_median = quantile(w.order, count, 0.5) / 1e6
        facts.dpi_high = quantile(w.order, count, 0.75) / 1e6


@inlined
def record_ages(w, f):
    """A fund's calls and distributions up to each age, added to those of its peers."""
    clock = w.clock
    fund = w.funds[f]
    for t in range(fund.vintage, clock.last + 1):
        books = w.fund_quarters[f, min(t, fund.closed)]
        row = w.ages[t - fund.vintage]
        row.called_fen += books.called_fen
        row.distributed_fen += books.returned_fen
        row.funds += 1


@inlined
def dpi_at(w, f, age):
    """Distributions over calls up to an age in quarters, or to the fund's wind-up."""
    fund = w.funds[f]
    books = w.fund_quarters[f, min(fund.vintage + age, fund.closed)]
    return books.returned_fen / max(1, books.called_fen)


@kernel
def keep_records(numbers, series, facts, ages):
    """Copy what a finished world recorded into `series` [series, quarter], `facts` and `ages`.

    `numbers` is the world as plain floats: each record of a quarter has one per series.
    """
    count = len(_SCALES)
    for t in range(series.shape[1]):
        for s in range(count):
            series[s, t] = numbers[_SERIES + t * count + s] * _SCALES[s]
    for n in range(len(facts)):
        facts[n] = numbers[_FACTS + n]
    for t in range(ages.shape[0]):
        for k in range(ages.shape[1]):
            ages[t, k] = numbers[_AGES + t * ages.shape[1] + k]
