"""The shadow pass: the same firms on the same luck with unlimited money. Who was viable?"""

from model.arithmetic import exp
from model.jit import inlined, kernel
from model.luck import DEAD_END, MARKET_DEATH, REVENUE, TEST, normal, uniform
from model.state import GROWTH, MATURE, NOT_VIABLE, OPEN, VENTURE, VIABLE
from model.valuation import first_log_revenue, test_odds, trait_against


@kernel
def run_shadow(w, p):
    """The same firms on the same luck with unlimited money: who was viable? Rule 19.

    A shadow is due for its test when the work that everybody could do since its stage began is
    enough. It leaves the list when it is known whether it was viable.
    """
    clock = w.clock
    done = w.market.labour_done + 1e-9
    g = 0
    while g < clock.ghosts:
        ghost = w.ghosts[g]
        verdict = OPEN
        if ghost.stage == MATURE:
            verdict = shadow_sales(w, p, ghost)
        elif ghost.due <= done:
            verdict = shadow_test(w, p, ghost)
        if ghost.stage >= GROWTH and verdict != NOT_VIABLE and loses_market(w, ghost):
            verdict = NOT_VIABLE
        if verdict == OPEN:
            g += 1
            continue
        w.firms[ghost.firm].viable = verdict
        clock.ghosts -= 1
        take_place(ghost, w.ghosts[clock.ghosts])


@inlined
def take_place(ghost, other):
    """Another shadow takes the place of one that has left the list."""
    ghost.due = other.due
    ghost.log_revenue = other.log_revenue
    ghost.firm = other.firm
    ghost.key = other.key
    ghost.industry = other.industry
    ghost.stage = other.stage
    ghost.attempt = other.attempt
    ghost.sells_from = other.sells_from


@inlined
def shadow_test(w, p, ghost):
    """The test at the end of a stage, on the firm's own luck; a setback costs time only."""
    firm = w.firms[ghost.firm]
    row = w.stages[firm.industry * 5 + ghost.stage]
    odds = test_odds(row.against, trait_against(p, firm.quality, firm.novelty))
    if ghost.stage == VENTURE and w.industries[firm.industry].feasible == 0:
        odds = 0.0
    occasion = ghost.stage * 64 + min(ghost.attempt, 63)
    if uniform(firm.key, TEST, occasion) < odds:
        if ghost.stage == VENTURE:
            ghost.log_revenue = first_log_revenue(w, p, firm)
            ghost.sells_from = w.clock.quarter + 1
        elif ghost.stage == GROWTH:
            grow_shadow(w, p, ghost)
        ghost.stage += 1
        ghost.attempt = 0
        ghost.due = w.market.labour_done + w.stages[firm.industry * 5 + ghost.stage].work
    elif uniform(firm.key, DEAD_END, occasion) < p.firms.dead_end_share:
        return NOT_VIABLE
    else:
        ghost.attempt += 1
        ghost.due = w.market.labour_done + row.work * p.firms.rework_share
    return OPEN


@inlined
def grow_shadow(w, p, ghost):
    """All of the growth stage's quarters at once: until then nobody looks at revenue."""
    for t in range(ghost.sells_from, w.clock.quarter + 1):
        shock = p.firms.revenue_sd_per_quarter * normal(ghost.key, REVENUE, t)
        ghost.log_revenue += p.firms.growth_drift_per_quarter + shock


@inlined
def loses_market(w, ghost):
    """A selling shadow may lose its market on the same draw as its firm."""
    return uniform(ghost.key, MARKET_DEATH, w.clock.quarter) < w.industries[ghost.industry].lose_market


@inlined
def shadow_sales(w, p, ghost):
    """Sales of a mature shadow: viable once its cash flow is positive."""
    industry = w.industries[ghost.industry]
    shock = p.firms.revenue_sd_per_quarter * normal(ghost.key, REVENUE, w.clock.quarter)
    ghost.log_revenue += p.firms.mature_drift_per_quarter + shock
    revenue = min(exp(ghost.log_revenue) * industry.readiness, industry.cap_fen)
    if revenue * industry.margin_share >= w.stages[ghost.industry * 5 + MATURE].burn_fen:
        return VIABLE
    return OPEN
