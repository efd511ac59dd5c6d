"""Records: stocks at the end of a quarter, and facts at the end of a world."""

import numpy as np

from model.arithmetic import exp
from model.declare import Unit
from model.jit import inlined, kernel
from model.ledger import SOCIAL, STATE
from model.outputs import SERIES
from model.record import FEN_PER_MYUAN
from model.shares import firm_cash, net_burn
from model.state import (
    GROWTH,
    INDUSTRY_COUNT,
    SOCIAL_LP,
    STATE_LP,
    offset_of,
)

# quarters that the cash of a firm short of it does not last
SHORT_RUNWAY = 4.0
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
    short = 1.0 if firm_cash(w, i) < SHORT_RUNWAY * net_burn(w, p, i) else 0.0
    if stage == 0:
        now.firms_concept += 1
        now.short_runway_concept += short
    elif stage == 1:
        now.firms_angel += 1
        now.short_runway_angel += short
    elif stage == 2:
        now.firms_venture += 1
        now.short_runway_venture += short
    elif stage == 3:
        now.firms_growth += 1
        now.short_runway_growth += short
    else:
        now.firms_mature += 1
        now.short_runway_mature += short
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
def record_world(w):
    """Counts of a finished world."""
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
