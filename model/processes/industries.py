"""Industries: opening, feasibility, knowledge stock, market readiness, establishment."""

import numpy as np

from model.arithmetic import exp
from model.jit import inlined, kernel
from model.luck import FEASIBLE, INDUSTRY, key, uniform
from model.state import ANGEL, CONCEPT, GROWTH, INDUSTRY_COUNT, MATURE, VENTURE
from model.valuation import exit_pace, policy_rules


@inlined
def open_industries(w, p):
    """Give every industry its identity, and decide for all firms at once if it can work. Rule 5."""
    clock = w.clock
    for k in range(INDUSTRY_COUNT):
        industry = w.industries[k]
        industry.key = key(clock.key, INDUSTRY, k)
        industry.opening = max(0, clock.start + p.industries[k].opening_quarter)
        draw = uniform(industry.key, FEASIBLE, 0)
        industry.feasible = 0 if draw < p.industries[k].infeasible_probability else 1
        industry.readiness = p.spillovers.readiness_at_opening
        industry.pace = p.industries[k].outside_progress_drift_per_quarter
        industry.established = -1
        industry.ever_established = -1


@kernel
def move_knowledge_and_readiness(w, p):
    """Last quarter's milestones, pilots and sales teach; knowledge fades. Rules 6 and 7."""
    policy = policy_rules(w)
    zones = 1.0 + (p.supports.pilot_zones * p.supports.pilot_zones_effect if policy else 0.0)
    for k in range(INDUSTRY_COUNT):
        industry = w.industries[k]
        if w.clock.quarter <= industry.opening:
            continue
        outside = p.industries[k].outside_progress_drift_per_quarter
        fresh = outside
        if p.switches.spillovers == 1:
            # milestones are counted in hundredths so that their order cannot matter
            fresh += zones * p.spillovers.knowledge_per_milestone * industry.milestones / 100.0
        kept = industry.knowledge * (1.0 - p.spillovers.knowledge_fade_probability_per_quarter)
        industry.knowledge = kept + fresh
        closed = outside
        if p.switches.readiness == 1:
            closed += p.spillovers.readiness_per_demonstration * industry.demonstrations
            closed += p.spillovers.readiness_per_seller * (industry.sellers + industry.graduates)
        if policy:
            closed += (p.supports.application_scenarios * p.supports.scenario_readiness_effect
                       / 4.0)
        industry.readiness += (1.0 - industry.readiness) * min(0.5, closed)
        industry.pace += p.spillovers.pace_fade_probability_per_quarter * (closed - industry.pace)
        industry.milestones = 0
        industry.demonstrations = 0
        industry.sellers = 0


@kernel
def set_stage_table(w, p):
    """What every stage takes in every industry: costs once a year, work and odds each quarter. Rule 8."""
    clock = w.clock
    policy = policy_rules(w)
    if clock.quarter % 4 == 0 or policy != w.market.policy_ruled:
        w.market.policy_ruled = policy
        set_stage_costs(w, p, policy)
    supports = p.supports
    platforms = supports.platforms * supports.platforms_effect if policy else 0.0
    roadmap = supports.technology_roadmap * supports.technology_roadmap_effect if policy else 0.0
    wait = 1.0 / exit_pace(w)
    for k in range(INDUSTRY_COUNT):
        traits = p.industries[k]
        industry = w.industries[k]
        learnt = 1.0 - exp(-industry.knowledge)
        saved = traits.work_multiple * (1.0 - p.spillovers.knowledge_work_effect * learnt)
        odds = p.spillovers.knowledge_test_effect * learnt + roadmap - traits.difficulty
        gap = 1.0 - industry.readiness
        lead = 0.0
        for s in range(MATURE, CONCEPT - 1, -1):
            row = w.stages[k * 5 + s]
            row.work = stage_work(p, s) * saved
            row.against = exp(-stage_log_odds(p, s) - odds)
            if s <= ANGEL:
                row.work *= 1.0 - platforms
            if s < MATURE:
                lead += row.work * (1.0 + p.firms.rework_share * row.against / (1.0 + row.against))
            row.lead = lead
            row.certain = p.rounds.certain_wait_share * lead
            row.exit_rate = 1.0 / (wait + lead - row.certain)
            row.ready = industry.readiness
            if s < GROWTH:
                row.ready = 1.0 - gap * exp(industry.pace * (w.stages[k * 5 + GROWTH].lead - lead))


@inlined
def set_stage_costs(w, p, policy):
    """Burn, round size and people of every stage in every industry. Rule 8."""
    platforms = p.supports.platforms * p.supports.platforms_effect if policy else 0.0
    for k in range(INDUSTRY_COUNT):
        intensity = p.industries[k].capital_intensity
        for s in range(CONCEPT, MATURE + 1):
            row = w.stages[k * 5 + s]
            row.burn_fen = np.int64(stage_burn(p, s) * intensity)
            if s <= ANGEL:
                row.burn_fen = np.int64(row.burn_fen * (1.0 - platforms))
            row.ticket_fen = np.int64(stage_ticket(p, s) * intensity)
            row.workers = stage_workers(p, s)


@inlined
def stage_burn(p, s):
    """Declared burn of a stage, fen a quarter."""
    if s == CONCEPT:
        return p.firms.concept_burn_fen_per_quarter
    if s == ANGEL:
        return p.firms.prototype_burn_fen_per_quarter
    if s == VENTURE:
        return p.firms.pilot_burn_fen_per_quarter
    if s == GROWTH:
        return p.firms.scale_burn_fen_per_quarter
    return p.firms.mature_burn_fen_per_quarter


@inlined
def stage_ticket(p, s):
    """Declared size of the round that opens a stage, fen."""
    if s == CONCEPT:
        return 0
    if s == ANGEL:
        return p.rounds.seed_ticket_fen
    if s == VENTURE:
        return p.rounds.a_ticket_fen
    if s == GROWTH:
        return p.rounds.b_ticket_fen
    return p.rounds.c_ticket_fen


@inlined
def stage_workers(p, s):
    """Declared number of skilled people in a stage."""
    if s == CONCEPT:
        return p.labour.concept_workers
    if s == ANGEL:
        return p.labour.prototype_workers
    if s == VENTURE:
        return p.labour.pilot_workers
    if s == GROWTH:
        return p.labour.scale_workers
    return p.labour.mature_workers


@inlined
def stage_work(p, s):
    """Declared work of a stage, quarters at full speed; none when mature."""
    if s == CONCEPT:
        return float(p.firms.concept_work_quarters)
    if s == ANGEL:
        return float(p.firms.prototype_work_quarters)
    if s == VENTURE:
        return float(p.firms.pilot_work_quarters)
    if s == GROWTH:
        return float(p.firms.scale_work_quarters)
    return 0.0


@inlined
def stage_log_odds(p, s):
    """Declared log-odds of an average firm's test at the end of a stage."""
    if s == CONCEPT:
        return p.firms.concept_test_log_odds
    if s == ANGEL:
        return p.firms.prototype_test_log_odds
    if s == VENTURE:
        return p.firms.pilot_test_log_odds
    if s == GROWTH:
        return p.firms.scale_test_log_odds
    return 0.0


@kernel
def judge_establishment(w, p):
    """Is the industry established? A measured label without effects of its own. Rule 9.

    Listed and sold firms count as they were then.
    """
    now = w.quarters[w.clock.quarter]
    for k in range(INDUSTRY_COUNT):
        industry = w.industries[k]
        revenue = industry.revenue_fen + industry.graduate_revenue_fen
        large = (industry.counted + industry.graduates_counted >= p.spillovers.established_firms
                 and revenue >= p.spillovers.established_revenue_fen_per_quarter
                 and 2 * industry.public_fen < revenue)
        if large:
            industry.quarters_above += 1
            industry.quarters_below = 0
        else:
            industry.quarters_above = 0
            industry.quarters_below += 1
        if industry.quarters_above >= 4 and industry.established < 0:
            industry.established = w.clock.quarter
            if industry.ever_established < 0:
                industry.ever_established = w.clock.quarter
        if industry.quarters_below >= 8:
            industry.established = -1
        if industry.established >= 0:
            now.industries_established += 1
            now.established_in[k] = 1
