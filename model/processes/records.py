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
    ANGEL,
    CONCEPT,
    GROWTH,
    INDUSTRY_COUNT,
    MATURE,
    SOCIAL_LP,
    STATE_LP,
    VENTURE,
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
    count_firms(w, p)
    record_stages(w)
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
def count_firms(w, p):
    """Active firms by stage and industry, and how they stand.

    Sums of all firms are kept at hand: each addition to memory would wait for the one before.
    """
    clock = w.clock
    for k in range(INDUSTRY_COUNT):
        industry = w.industries[k]
        industry.revenue_fen = 0
        industry.public_fen = 0
        industry.counted = 0
    for n in range(len(w.stages)):
        w.stages[n].firms = 0
        w.stages[n].short_of_cash = 0
    backed, awaiting, zombies, followers = 0, 0, 0, 0
    for a in range(clock.active):
        i = w.active[a]
        firm = w.firms[i]
        short = firm_cash(w, i) < SHORT_RUNWAY * net_burn(w, p, i)
        row = w.stages[firm.industry * 5 + firm.stage]
        row.firms += 1
        row.short_of_cash += 1 if short else 0
        standing = clock.quarter - firm.last_progress < p.firms.zombie_patience_quarters
        backed += firm.guide_backed
        awaiting += 1 if firm.passed_unfunded >= 0 else 0
        zombies += 0 if standing else 1
        followers += 1 - firm.pioneer if standing else 0
        if firm.stage >= GROWTH:
            count_seller(w, p, firm, standing)
        if firm.pioneer == 1 and standing:
            count_pioneer(w, firm)
    now = w.quarters[clock.quarter]
    now.guide_backed_alive = backed
    now.firms_awaiting_money = awaiting
    now.zombies = zombies
    now.followers_alive = followers


@inlined
def count_seller(w, p, firm, standing):
    """A firm that sells counts towards its industry."""
    industry = w.industries[firm.industry]
    industry.revenue_fen += firm.revenue_fen
    industry.public_fen += firm.public_fen
    if standing and firm.revenue_fen >= p.spillovers.established_firm_revenue_fen_per_quarter:
        industry.counted += 1


@inlined
def count_pioneer(w, firm):
    """A standing pioneer; one that was once sold well counts among those."""
    now = w.quarters[w.clock.quarter]
    now.pioneers_alive += 1
    if firm.well == 0:
        now.pioneers_alive_or_exited += 1
        if firm.stage >= GROWTH:
            now.pioneers_succeeded += 1
            now.backed_succeeded += firm.guide_backed
            now.pioneers_succeeded_in[firm.industry] += 1


@inlined
def record_stages(w):
    """Firms, and those short of cash, by stage; firms by industry; skilled people."""
    now = w.quarters[w.clock.quarter]
    people = 0
    for k in range(INDUSTRY_COUNT):
        firms = 0
        for s in range(CONCEPT, MATURE + 1):
            row = w.stages[k * 5 + s]
            firms += row.firms
            people += row.firms * row.workers
        now.firms_in[k] = firms
    w.market.people = people
    now.jobs = people
    now.firms_concept, now.short_runway_concept = at_stage(w, CONCEPT)
    now.firms_angel, now.short_runway_angel = at_stage(w, ANGEL)
    now.firms_venture, now.short_runway_venture = at_stage(w, VENTURE)
    now.firms_growth, now.short_runway_growth = at_stage(w, GROWTH)
    now.firms_mature, now.short_runway_mature = at_stage(w, MATURE)


@inlined
def at_stage(w, s):
    """Firms of a stage, and those of them that are short of cash."""
    firms = 0
    short = 0
    for k in range(INDUSTRY_COUNT):
        firms += w.stages[k * 5 + s].firms
        short += w.stages[k * 5 + s].short_of_cash
    return firms, short


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
