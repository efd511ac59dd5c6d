"""Work: firms spend, sell, make progress, and take technical tests."""

import numpy as np

from model.arithmetic import exp, fen
from model.jit import inlined, kernel
from model.ledger import (
    CUSTOMERS,
    GRANT,
    PUBLIC_ORDER,
    REVENUE,
    SPENDING,
    SUPPLIERS,
    TAX,
    TREASURY,
    transfer,
)
from model.luck import DEAD_END as DEAD_END_DRAW
from model.luck import MARKET_DEATH, TEST, normal, uniform
from model.luck import REVENUE as REVENUE_DRAW
from model.shares import firm_account, firm_cash, local_tax, mark_firm, net_burn
from model.state import (
    ANGEL,
    DEAD_END,
    GROWTH,
    MARKET,
    MATURE,
    NO_FUND,
    VENTURE,
    WAITING,
    WORKING,
)
from model.valuation import first_log_revenue, is_extension, policy_rules, test_odds, trait_against, wins_lottery


@kernel
def set_labour_speed(w, p):
    """Work slows for all when skilled people are short. Rule 14."""
    clock = w.clock
    people = w.market.people
    w.market.labour_speed = 1.0
    years = (clock.quarter - clock.start) * p.labour.supply_growth_log_return_per_quarter
    supply = p.labour.supply_workers * exp(years)
    if policy_rules(w):
        supply *= 1.0 + p.supports.talent * p.supports.talent_labour_effect
    if p.switches.labour_limit == 1 and people > supply:
        w.market.labour_speed = supply / people
    w.market.labour_done += w.market.labour_speed
    w.quarters[clock.quarter].workers = people


@kernel
def firms_work(w, p):
    """Every active firm spends, sells and works for a quarter; some finish a stage. Rules 13 to 17."""
    clock = w.clock
    count = clock.active
    clock.searchers = 0
    clock.short = 0
    clock.sellers = 0
    supports = p.supports
    supported = policy_rules(w) and (
        supports.pioneer_enterprises > 0.0 or supports.application_scenarios > 0.0)
    for step in range(count):
        a = count - 1 - step if clock.reverse == 1 else step
        i = w.active[a]
        firm = w.firms[i]
        if firm.stage >= GROWTH:
            sell(w, p, i)
        firm.public_fen = 0
        if supported:
            receive_support(w, p, i)
        share = spend(w, p, i)
        if clock.quarter < firm.expansion_until:
            expand(w, p, i)
        if firm.status == WORKING and firm.stage < MATURE:
            firm.work_left -= w.market.labour_speed * share
            if firm.work_left <= 1e-9:
                take_test(w, p, i)
        if firm.stage >= GROWTH and firm.outcome == 0:
            meet_market(w, i)
        if firm.outcome == 0:
            list_needs(w, p, i)
    clock.firm_quarters += count


@inlined
def list_needs(w, p, i):
    """Who looks for a round, whose runway is short, and who is on the market this quarter."""
    clock = w.clock
    firm = w.firms[i]
    if firm.stage >= GROWTH:
        w.sellers[clock.sellers] = i
        clock.sellers += 1
    if firm.stage < ANGEL:
        return
    burn = net_burn(w, p, i)
    is_short = burn > 0.0 and firm_cash(w, i) < burn * p.rounds.seek_ahead_quarters
    if is_short:
        w.short[clock.short] = i
        clock.short += 1
    if firm.owner < 0 and firm.seeking_since >= 0:
        if is_short or not is_extension(firm):
            w.searchers[clock.searchers] = i
            clock.searchers += 1
        else:
            # a bridge or revenue came first
            firm.seeking_since = -1


@inlined
def sell(w, p, i):
    """Revenue follows a random path with drift, limited by market readiness and size. Rule 16."""
    clock = w.clock
    firm = w.firms[i]
    # one that waits for money sells, but does not scale up
    growing = (firm.stage == GROWTH and firm.status == WORKING) or clock.quarter < firm.expansion_until
    drift = p.firms.growth_drift_per_quarter if growing else p.firms.mature_drift_per_quarter
    shock = p.firms.revenue_sd_per_quarter * normal(firm.key, REVENUE_DRAW, clock.quarter)
    firm.log_revenue += drift + shock
    industry = w.industries[firm.industry]
    revenue = fen(min(exp(firm.log_revenue) * industry.readiness, industry.cap_fen))
    firm.revenue_fen = revenue
    firm.margin_fen = fen(revenue * industry.margin_share)
    transfer(w, CUSTOMERS, firm_account(w, i), REVENUE, revenue)
    industry.sellers += 1


@inlined
def receive_support(w, p, i):
    """Grants to pioneers and to lottery winners' accounts, and public orders. Rules 61 and 62."""
    firm = w.firms[i]
    now = w.quarters[w.clock.quarter]
    supports = p.supports
    if firm.pioneer == 1 and firm.stage <= ANGEL and supports.pioneer_enterprises > 0.0:
        grant = fen(supports.pioneer_enterprises * supports.pioneer_grant_fen_per_quarter)
        transfer(w, TREASURY, firm_account(w, i), GRANT, grant)
        now.treasury_grants += grant
    if supports.application_scenarios > 0.0 and (firm.stage == VENTURE or firm.stage == GROWTH):
        order = supports.application_scenarios * supports.scenario_order_fen_per_quarter
        firm.public_fen = fen(order if firm.pioneer == 1 else order * supports.follower_order_share)
        transfer(w, TREASURY, firm_account(w, i), PUBLIC_ORDER, firm.public_fen)
        now.treasury_orders += firm.public_fen


@inlined
def spend(w, p, i):
    """Pay burn, direct costs and local tax out of cash; returns the share that could be paid. Rule 15."""
    firm = w.firms[i]
    account = firm_account(w, i)
    burn = w.stages[firm.industry * 5 + firm.stage].burn_fen
    if firm.status == WAITING:
        burn = fen(burn * p.firms.hibernation_share)
    tax = local_tax(p, firm.revenue_fen, burn)
    costs = burn + firm.revenue_fen - firm.margin_fen
    due = costs + tax
    cash = w.balances[account]
    firm.broke = 0
    share = 1.0
    if cash < due:
        firm.broke = 1
        share = cash / due
        tax = np.int64(tax * share)
        costs = cash - tax
    transfer(w, account, SUPPLIERS, SPENDING, costs)
    transfer(w, account, TREASURY, TAX, tax)
    now = w.quarters[w.clock.quarter]
    now.treasury_tax += tax
    now.spending += costs
    now.revenue += firm.revenue_fen
    if firm.margin_fen + firm.public_fen >= burn // 2:
        firm.last_progress = w.clock.quarter
    return share


@inlined
def expand(w, p, i):
    """The money of a C round is spent evenly while the growth lasts that it pays for. Rule 15.

    Growth is paid out of what is left beside a reserve for the next search. Where that falls short it ends.
    """
    firm = w.firms[i]
    account = firm_account(w, i)
    reserve = max(0.0, net_burn(w, p, i)) * p.rounds.seek_ahead_quarters
    if w.balances[account] - firm.expansion_fen < reserve:
        firm.expansion_until = w.clock.quarter
        return
    tax = fen(firm.expansion_fen * p.treasury.wage_tax_share / (1.0 + p.treasury.wage_tax_share))
    costs = firm.expansion_fen - tax
    transfer(w, account, SUPPLIERS, SPENDING, costs)
    transfer(w, account, TREASURY, TAX, tax)
    now = w.quarters[w.clock.quarter]
    now.treasury_tax += tax
    now.spending += costs


@inlined
def take_test(w, p, i):
    """The technical test at the end of a stage: pass, setback, or dead end. Rule 13."""
    clock = w.clock
    firm = w.firms[i]
    row = w.stages[firm.industry * 5 + firm.stage]
    odds = test_odds(row.against, trait_against(p, firm.quality, firm.novelty))
    believed = test_odds(row.against, trait_against(p, firm.believed, firm.novelty))
    if firm.stage == VENTURE and w.industries[firm.industry].feasible == 0:
        odds = 0.0
    occasion = firm.stage * 64 + min(firm.attempt, 63)
    passed = uniform(firm.key, TEST, occasion) < odds
    learn(p, firm, believed, passed)
    if passed:
        pass_milestone(w, p, i)
        return
    now = w.quarters[clock.quarter]
    firm.attempt += 1
    firm.setbacks += 1
    firm.declined_by = 0
    firm.ask_again = 0
    if firm.first_setback < 0:
        firm.first_setback = clock.quarter
    mark_firm(w, i, firm.mark * p.rounds.setback_mark_multiple)
    if uniform(firm.key, DEAD_END_DRAW, occasion) < p.firms.dead_end_share:
        firm.outcome = DEAD_END
    else:
        firm.work_left = row.work * p.firms.rework_share
        now.setbacks += 1


@inlined
def learn(p, firm, believed, passed):
    """A test moves what everybody believes of a firm's quality. Rule 18."""
    if p.switches.informative_setbacks == 0:
        return
    slope = p.firms.quality_test_effect
    surprise = (1.0 if passed else 0.0) - believed
    firm.believed += firm.believed_variance * slope * surprise
    information = slope * slope * believed * (1.0 - believed)
    firm.believed_variance = firm.believed_variance / (1.0 + firm.believed_variance * information)


@inlined
def pass_milestone(w, p, i):
    """A firm passes to the next stage, teaches its industry, and needs the next round. Rule 6."""
    clock = w.clock
    firm = w.firms[i]
    industry = w.industries[firm.industry]
    now = w.quarters[clock.quarter]
    clock.milestones += 1
    teach(p, industry, firm.stage, firm.pioneer)
    if firm.stage == VENTURE:
        # the market is met for the first time
        firm.log_revenue = first_log_revenue(w, p, firm)
    firm.passed[firm.stage] = clock.quarter
    firm.stage += 1
    firm.declined_by = 0
    firm.ask_again = 0
    firm.attempt = 0
    firm.bridges = 0
    firm.work_left = w.stages[firm.industry * 5 + firm.stage].work
    firm.last_progress = clock.quarter
    mark_firm(w, i, firm.mark * p.rounds.milestone_mark_multiple)
    firm.seeking_since = clock.quarter
    firm.reason = NO_FUND
    now.tests_passed += 1
    if firm.stage < MATURE:
        firm.passed_unfunded = firm.stage
        firm.status = WAITING
    give_lottery_grant(w, p, i)


@inlined
def teach(p, industry, stage, pioneer):
    """A passed test teaches the industry, a pioneer's more than a follower's. Rules 6 and 7."""
    if pioneer == 1:
        if p.switches.pioneer_spillovers == 1:
            industry.milestones += np.int32(round(100.0 * p.spillovers.pioneer_milestone_weight))
    else:
        industry.milestones += 100
    if stage >= VENTURE:
        industry.demonstrations += 1


@inlined
def give_lottery_grant(w, p, i):
    """A grant drawn by lot before the prototype, or after it. Rule 62."""
    clock = w.clock
    firm = w.firms[i]
    if not policy_rules(w):
        return
    # a firm that was founded before the policies draws under their share too
    firm.lottery = wins_lottery(p, firm)
    if firm.lottery == 0:
        return
    grant = 0
    if firm.stage == ANGEL:
        grant = p.supports.early_grant_fen
    elif firm.stage == VENTURE:
        grant = p.supports.late_grant_fen
    transfer(w, TREASURY, firm_account(w, i), GRANT, grant)
    w.quarters[clock.quarter].treasury_grants += grant


@inlined
def meet_market(w, i):
    """A selling firm may lose its market; less likely where the market is ready. Rule 17."""
    firm = w.firms[i]
    draw = uniform(firm.key, MARKET_DEATH, w.clock.quarter)
    if draw < w.industries[firm.industry].lose_market:
        firm.outcome = MARKET
