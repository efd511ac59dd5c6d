"""Treasury: what supports and the guide's administration cost. Money for LPs: new inflows."""

from model.arithmetic import fen
from model.jit import inlined, kernel
from model.ledger import (
    ADMINISTRATION,
    CUSTOMERS,
    INFLOW,
    OUTSIDE,
    SOCIAL,
    STATE,
    SUPPLIERS,
    SUPPORT,
    TAX,
    TREASURY,
    transfer,
)
from model.state import GUIDE_LP
from model.valuation import policy_rules


@kernel
def fill_pools(w, p):
    """New money joins the pools of social and other state LPs. Rule 54."""
    clock = w.clock
    if clock.quarter == 0:
        transfer(w, OUTSIDE, SOCIAL, INFLOW, p.investors.social_pool_fen)
        transfer(w, OUTSIDE, STATE, INFLOW, p.investors.state_pool_fen)
    transfer(w, OUTSIDE, SOCIAL, INFLOW, p.investors.social_inflow_fen_per_quarter)
    transfer(w, OUTSIDE, STATE, INFLOW, p.investors.state_inflow_fen_per_quarter)


@kernel
def tax_graduates(w, p):
    """Listed and sold firms stay in the zone: they sell and pay local taxes as when they left. Rule 15."""
    now = w.quarters[w.clock.quarter]
    now.revenue_gone = w.market.revenue_gone_fen
    now.treasury_tax += w.market.tax_gone_fen
    transfer(w, CUSTOMERS, TREASURY, TAX, w.market.tax_gone_fen)


@kernel
def pay_programmes(w, p):
    """Supports and administration are paid from the treasury. Rule 60."""
    clock = w.clock
    now = w.quarters[clock.quarter]
    if policy_rules(w):
        cost = fen(support_cost(p))
        transfer(w, TREASURY, SUPPLIERS, SUPPORT, cost)
        now.treasury_supports += cost
    at_work = 0
    for b in range(clock.active_funds):
        fund = w.funds[w.active_funds[b]]
        at_work += max(0, fund.paid_fen[GUIDE_LP] - fund.distributed_fen[GUIDE_LP])
    cost = fen(at_work * p.treasury.administration_share / 4.0)
    transfer(w, TREASURY, SUPPLIERS, ADMINISTRATION, cost)
    now.treasury_administration += cost


@inlined
def support_cost(p):
    """Cost of a quarter of all supports at their levels; grants and orders are paid apart."""
    s = p.supports
    return (s.plan * s.plan_cost_fen_per_quarter
            + s.policy_system * s.policy_system_cost_fen_per_quarter
            + s.dedicated_team * s.dedicated_team_cost_fen_per_quarter
            + s.technology_roadmap * s.technology_roadmap_cost_fen_per_quarter
            + s.talent * s.talent_cost_fen_per_quarter
            + s.platforms * s.platforms_cost_fen_per_quarter
            + s.pilot_zones * s.pilot_zones_cost_fen_per_quarter)
