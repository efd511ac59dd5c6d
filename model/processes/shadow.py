"""The shadow pass: the same firms on the same luck with unlimited money. Who was viable?"""

import math

from model.jit import kernel
from model.luck import DEAD_END, MARKET_DEATH, REVENUE, TEST, normal, uniform
from model.state import GROWTH, MATURE, NOT_VIABLE, OPEN, VENTURE, VIABLE
from model.valuation import first_log_revenue, test_odds


@kernel
def run_shadow(w, p):
    """The same firms on the same luck with unlimited money: who was viable? Rule 19."""
    clock = w.clock
    kept = 0
    for g in range(clock.ghosts):
        i = w.ghosts[g]
        firm = w.firms[i]
        if firm.founded < clock.quarter:
            advance_shadow(w, p, i)
        if firm.viable == OPEN:
            w.ghosts[kept] = i
            kept += 1
    clock.ghosts = kept


@kernel
def advance_shadow(w, p, i):
    """One quarter of a firm's life with unlimited money."""
    firm = w.firms[i]
    row = w.stages[firm.industry * 5 + firm.shadow_stage]
    if firm.shadow_stage >= GROWTH:
        shadow_sales(w, p, i)
        if firm.viable != OPEN:
            return
    if firm.shadow_stage >= MATURE:
        return
    firm.shadow_work -= w.market.labour_speed
    if firm.shadow_work > 1e-9:
        return
    odds = test_odds(p, row.log_odds, firm.quality, firm.novelty)
    if firm.shadow_stage == VENTURE and w.industries[firm.industry].feasible == 0:
        odds = 0.0
    occasion = firm.shadow_stage * 64 + min(firm.shadow_attempt, 63)
    if uniform(firm.key, TEST, occasion) < odds:
        if firm.shadow_stage == VENTURE:
            firm.shadow_log_revenue = first_log_revenue(w, p, firm)
        firm.shadow_stage += 1
        firm.shadow_attempt = 0
        firm.shadow_work = w.stages[firm.industry * 5 + firm.shadow_stage].work
    elif uniform(firm.key, DEAD_END, occasion) < p.firms.dead_end_share:
        firm.viable = NOT_VIABLE
    else:
        firm.shadow_attempt += 1
        firm.shadow_work = row.work * p.firms.rework_share


@kernel
def shadow_sales(w, p, i):
    """Sales of the shadow: viable once mature with positive cash flow; lost with its market."""
    clock = w.clock
    firm = w.firms[i]
    growing = firm.shadow_stage == GROWTH
    drift = p.firms.growth_drift_per_quarter if growing else p.firms.mature_drift_per_quarter
    shock = p.firms.revenue_sd_per_quarter * normal(firm.key, REVENUE, clock.quarter)
    firm.shadow_log_revenue += drift + shock
    industry = w.industries[firm.industry]
    if uniform(firm.key, MARKET_DEATH, clock.quarter) < industry.lose_market:
        firm.viable = NOT_VIABLE
        return
    if firm.shadow_stage == MATURE:
        revenue = min(math.exp(firm.shadow_log_revenue) * industry.readiness, industry.cap_fen)
        if revenue * industry.margin_share >= w.stages[firm.industry * 5 + MATURE].burn_fen:
            firm.viable = VIABLE
