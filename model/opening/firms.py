"""Firms of a zone's data: what is hidden of them, the rounds they had, the money they have left."""

import math

import numpy as np

from model.arithmetic import exp, fen, log
from model.capital import provide
from model.jit import inlined, kernel
from model.ledger import FIRST_FUND, FOUNDERS, FOUNDING, INVESTMENT, OUTSIDE, SPENDING, SUPPLIERS, transfer
from model.luck import FIRM, NOVELTY, PROGRESS, QUALITY, REVENUE, TEST, key, normal, uniform
from model.processes.closing import agree_clause
from model.processes.entry import found_firm
from model.processes.work import learn
from model.shares import firm_account, mark_firm, new_holding
from model.state import ANGEL, CONCEPT, FUND_OF_ROUND, GROWTH, MATURE, NEVER, OUTSIDE_OWNER
from model.valuation import expected_quarters, first_log_revenue, test_odds, trait_against

# a firm that has passed tests is drawn anew so often; tests have 64 occasions a stage
MOST_DRAWS = np.int64(64)
# the median of A rounds in Carta 2025, and about what the model's own rounds sell
USUAL_SHARE_SOLD = 0.2


@kernel
def place_firms(w, p):
    """All firms, the oldest first: they had their rounds before the younger ones. Rules 86 and 87."""
    for n in range(p.zone.firms_count):
        place_firm(w, p, p.zone.firms[n])


@kernel
def place_firm(w, p, row):
    """One firm: founded, led through its past stages, and left with its cash."""
    clock = w.clock
    industry = w.industries[row.industry]
    industry.entrants = max(industry.entrants, row.slot + 1)
    pioneer = 1 if row.slot < p.entry.pioneer_slots else 0
    i = clock.firms
    found_firm(w, p, row.industry, row.slot, key(industry.key, FIRM, row.slot), pioneer)
    firm = w.firms[i]
    firm.founded = clock.start - max(1, row.age_quarters)
    draw_traits(w, p, firm, row.stage)
    stage = w.stages[row.industry * 5 + row.stage]
    done = stage.work * uniform(firm.key, PROGRESS, 0)
    live_through(w, p, i, row, done)
    firm.work_left = stage.work - done
    if row.stage >= GROWTH:
        set_revenue(w, p, firm, row.revenue_fen, done)
    if row.stage == MATURE:
        firm.seeking_since = clock.quarter + 1
    leave_cash(w, p, i, row.cash_fen)
    ghost = w.ghosts[clock.ghosts - 1]
    ghost.stage = row.stage
    ghost.due = w.market.labour_done + firm.work_left
    ghost.log_revenue = firm.log_revenue
    ghost.sells_from = clock.quarter + 1


@inlined
def draw_traits(w, p, firm, stage):
    """Hidden quality and novelty, drawn until the firm would have passed its past tests at first try. Rule 86."""
    for t in range(MOST_DRAWS):
        firm.quality = p.firms.quality_sd * normal(firm.key, QUALITY, t)
        firm.novelty = uniform(firm.key, NOVELTY, t)
        trait = trait_against(p, firm.quality, firm.novelty)
        passed = True
        for s in range(CONCEPT, stage):
            odds = test_odds(w.stages[firm.industry * 5 + s].against, trait)
            passed = passed and uniform(firm.key, TEST, s * MOST_DRAWS + t) < odds
        if passed:
            break


@inlined
def live_through(w, p, i, row, done):
    """Past stages one by one: what each test taught, and the round that came after. Rules 18, 86 and 87.

    Stages lasted in proportion to their work.
    """
    firm = w.firms[i]
    first = row.industry * 5
    total = done
    tickets = 0
    for s in range(row.stage):
        total += w.stages[first + s].work
        if s + 1 < MATURE:
            tickets += w.stages[first + s + 1].ticket_fen
    pace = (w.clock.start - firm.founded) / max(1e-9, total)
    worked = 0.0
    for s in range(ANGEL, row.stage + 1):
        before = w.stages[first + s - 1]
        worked += before.work
        learn(p, firm, test_odds(before.against, trait_against(p, firm.believed, firm.novelty)), True)
        firm.stage = s
        firm.last_progress = min(w.clock.quarter, firm.founded + math.floor(pace * worked))
        firm.passed[s - 1] = firm.last_progress
        if s == GROWTH:
            firm.log_revenue = first_log_revenue(w, p, firm)
            firm.revenue_fen = fen(exp(firm.log_revenue) * w.industries[row.industry].readiness)
        if s == MATURE:
            mark_firm(w, i, firm.mark * p.rounds.milestone_mark_multiple)
            break
        amount = w.stages[first + s].ticket_fen
        if row.raised_fen >= 0:
            amount = fen(row.raised_fen * (amount / max(1, tickets)))
        firm.financed = s
        if amount > 0:
            close_past_round(w, p, i, amount, firm.last_progress)


@kernel
def close_past_round(w, p, i, amount, quarter):
    """Funds of the zone that had the money then, as many as a round takes, the rest from outside. Rule 87.

    Nobody knows the price, so each round sold the usual share of the firm.
    """
    firm = w.firms[i]
    f = investor(w, p, firm, quarter)
    pre = amount * (1.0 / USUAL_SHARE_SOLD - 1.0)
    price = pre / firm.shares
    left = amount
    for _n in range(p.rounds.most_investors):
        if f >= 0 and left > 0:
            part = min(left, min(w.order[f], fen(p.rounds.concentration_share * w.funds[f].size_fen)))
            buy_in(w, p, i, f, part, price, quarter)
            left -= part
            f = investor(w, p, firm, quarter)
    buy_in(w, p, i, OUTSIDE_OWNER, left, price, quarter)
    h = firm.first_holding
    while h >= 0 and w.holdings[h].stage == firm.stage:
        w.holdings[h].pre_money_fen = fen(pre)
        w.holdings[h].share_sold = w.holdings[h].amount_fen / (pre + amount)
        h = w.holdings[h].next_of_firm
    firm.shares += amount / price
    firm.price = price
    mark_firm(w, i, price)
    firm.raised_fen += amount
    firm.last_cheque = quarter
    if firm.first_cheque == NEVER:
        firm.first_cheque = quarter
        firm.first_expected_quarters = fen(expected_quarters(w, firm.industry, firm.stage))


@inlined
def investor(w, p, firm, quarter):
    """The fund with most money left of those that could invest then and are not yet in this round; -1 if none."""
    kind = FUND_OF_ROUND[firm.stage]
    best = -1
    for f in range(p.zone.funds_count):
        fund = w.funds[f]
        if fund.kind != kind or quarter < fund.vintage or quarter >= fund.invest_until:
            continue
        if fund.industry >= 0 and fund.industry != firm.industry:
            continue
        if w.order[f] <= 0 or is_in_round(w, firm, f) or (best >= 0 and w.order[f] <= w.order[best]):
            continue
        best = f
    return best


@inlined
def is_in_round(w, firm, f):
    """Has the fund already bought into the round of the firm's stage?"""
    h = firm.first_holding
    while h >= 0 and w.holdings[h].stage == firm.stage:
        if w.holdings[h].fund == f:
            return True
        h = w.holdings[h].next_of_firm
    return False


@inlined
def buy_in(w, p, i, owner, amount, price, quarter):
    """An owner pays for new shares, dated when the round was."""
    if amount <= 0:
        return
    firm = w.firms[i]
    source = OUTSIDE
    if owner >= 0:
        fund = w.funds[owner]
        provide(w, p, owner, amount)
        source = FIRST_FUND + owner
        w.order[owner] -= amount
        fund.invested_fen += amount
        fund.initial_fen += amount
        fund.zone_fen += amount
        if fund.guide_share > 0.0:
            firm.guide_backed = 1
    transfer(w, source, firm_account(w, i), INVESTMENT, amount)
    h = new_holding(w, i, owner, amount, amount / price, firm.stage, 0)
    w.holdings[h].quarter = quarter
    if owner >= 0:
        agree_clause(w, p, h)


@inlined
def set_revenue(w, p, firm, revenue_fen, done):
    """Revenue as the data say, else grown since the pilot on one draw of luck. Rule 86."""
    industry = w.industries[firm.industry]
    if revenue_fen >= 0:
        firm.log_revenue = log(max(1.0, float(revenue_fen)) / max(1e-9, industry.readiness))
    else:
        quarters = done if firm.stage == GROWTH else w.stages[firm.industry * 5 + GROWTH].work
        firm.log_revenue += p.firms.growth_drift_per_quarter * quarters
        firm.log_revenue += p.firms.revenue_sd_per_quarter * math.sqrt(quarters) * normal(firm.key, REVENUE, 0)
    firm.revenue_fen = fen(min(exp(firm.log_revenue) * industry.readiness, industry.cap_fen))
    firm.margin_fen = fen(firm.revenue_fen * industry.margin_share)


@inlined
def leave_cash(w, p, i, cash_fen):
    """All but its cash has been spent; cash beyond what was raised came from the founders. Rule 86."""
    firm = w.firms[i]
    account = firm_account(w, i)
    if cash_fen < 0:
        burn = w.stages[firm.industry * 5 + firm.stage].burn_fen
        cash_fen = fen(burn * (firm.work_left + p.rounds.seek_ahead_quarters))
    spent = w.balances[account] - cash_fen
    transfer(w, account, SUPPLIERS, SPENDING, max(0, spent))
    transfer(w, FOUNDERS, account, FOUNDING, max(0, -spent))
