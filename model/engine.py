"""The engine: in which order things happen in a quarter, and one world from start to end."""

import numpy as np

from model.jit import entry_point, written_out
from model.ledger import check
from model.opening.firms import place_firms
from model.opening.funds import form_funds, settle_funds
from model.opening.industries import open_for_firms, set_knowledge_and_readiness
from model.processes.beliefs import update_beliefs, update_odds
from model.processes.bridges import close_bridges, collect_bridges
from model.processes.closing import close_rounds
from model.processes.deaths import bury_firms
from model.processes.entry import enter_firms
from model.processes.exits import (
    close_ma_purchases,
    close_trade_sales,
    collect_ma_bids,
    collect_trade_bids,
    list_firms,
    sell_listed_shares,
)
from model.processes.fundraising import raise_funds
from model.processes.funds import pay_out_funds, run_funds, value_funds
from model.processes.guide import offer_buy_outs, run_guide
from model.processes.industries import (
    judge_establishment,
    move_knowledge_and_readiness,
    open_industries,
    set_stage_table,
)
from model.processes.market import move_market, refill_buyers
from model.processes.records import keep_records, record_quarter, record_world
from model.processes.redemption import use_redemptions
from model.processes.returns import count_multiples, judge_funds
from model.processes.rounds import collect_bids
from model.processes.shadow import run_shadow
from model.processes.term import end_terms
from model.processes.treasury import fill_pools, pay_programmes, tax_graduates
from model.processes.verdicts import fill_life_tables, judge_firms
from model.processes.work import firms_work, set_labour_speed
from model.state import clear
from model.valuation import set_prices

_NO_KEYS = np.empty(0, np.uint64)
_NO_RECORDS = np.empty((0, 0, 0), np.float32), np.empty((0, 0)), np.empty((0, 0, 0))


@written_out
def run_quarter(w, p, past):
    """One quarter. In each step everyone decides from the same state, then one place settles."""
    prepare_surroundings(w, p)
    raise_money(w, p, past)
    enter_and_work(w, p)
    finance_firms(w, p)
    sell_firms(w, p)
    end_firms_and_terms(w, p)
    pay_investors_and_treasury(w, p)
    record_and_check(w, p)


@written_out
def prepare_surroundings(w, p):
    """Market, buyers' money, knowledge and readiness, and what stages cost and take."""
    move_market(w, p)
    refill_buyers(w, p)
    fill_pools(w, p)
    update_odds(w, p)
    move_knowledge_and_readiness(w, p)
    set_stage_table(w, p)
    set_prices(w, p)


@written_out
def raise_money(w, p, past):
    """The guide sets its budget, LPs their beliefs, managers raise funds."""
    run_guide(w, p)
    update_beliefs(w, p)
    raise_funds(w, p, past)


@written_out
def enter_and_work(w, p):
    """New firms enter; all firms spend, sell, work and take tests; so do their shadows."""
    enter_firms(w, p)
    set_labour_speed(w, p)
    firms_work(w, p)
    tax_graduates(w, p)
    run_shadow(w, p)


@written_out
def finance_firms(w, p):
    """Funds pay fees and invest outside; firms find rounds, then bridges."""
    run_funds(w, p)
    collect_bids(w, p)
    close_rounds(w, p)
    collect_bridges(w, p)
    close_bridges(w, p)


@written_out
def sell_firms(w, p):
    """Listings, trade sales and purchases by M&A funds."""
    list_firms(w, p)
    collect_trade_bids(w, p)
    close_trade_sales(w, p)
    collect_ma_bids(w, p)
    close_ma_purchases(w, p)
    sell_listed_shares(w, p)


@written_out
def end_firms_and_terms(w, p):
    """Redemptions, ends of terms, deaths."""
    use_redemptions(w, p)
    end_terms(w, p)
    bury_firms(w, p)


@written_out
def pay_investors_and_treasury(w, p):
    """Book values, buy-outs, distributions, programmes."""
    value_funds(w, p)
    offer_buy_outs(w, p)
    pay_out_funds(w, p)
    pay_programmes(w, p)


@written_out
def record_and_check(w, p):
    """Count everything, judge industries, and check the ledger."""
    record_quarter(w, p)
    judge_establishment(w, p)
    check(w)


@written_out
def judge_world(w, p):
    """Facts and tables of a finished world."""
    record_world(w)
    judge_firms(w, p)
    fill_life_tables(w)
    judge_funds(w)
    count_multiples(w)


@written_out
def open_zone(w, p):
    """The last quarter before year 0, as the data of a zone say. Only its surroundings have a past. Rule 84."""
    open_for_firms(w, p)
    for quarter in range(w.clock.start):
        w.clock.quarter = quarter
        prepare_surroundings(w, p)
        if quarter == 0:
            update_beliefs(w, p)
    w.market.labour_speed = 1.0
    set_knowledge_and_readiness(w, p)
    set_stage_table(w, p)
    set_prices(w, p)
    form_funds(w, p)
    place_firms(w, p)
    settle_funds(w, p)
    record_quarter(w, p)
    check(w)


@entry_point
def start_world(world, now, key, reverse, journal):
    """Clear a world for the replication with this key."""
    clear(world[0], world.view(np.int64), now[0].settings, key, reverse, journal)


@entry_point
def run_worlds(world, past, now, keys, until, reverse, series, facts, ages):
    """Go on with a started world to the end of quarter `until`, or run a whole world for each key.

    `world` holds one world; `past` and `now` one record of parameters each. What whole worlds record
    goes to `series` [world, series, quarter], `facts` [world, number] and `ages` [world, age, number].
    Returns the problem code of the ledger, 0 if all is well; the run stops at the first problem.
    """
    w = world[0]
    clock = w.clock
    for n in range(max(1, len(keys))):
        if len(keys) > 0:
            clear(w, world.view(np.int64), now[0].settings, keys[n], reverse, False)
            until = clock.last
        if clock.quarter < 0:
            open_industries(w, past[0])
            if past[0].zone.given == 1:
                open_zone(w, past[0])
        while clock.quarter < until and w.error.problem == 0:
            clock.quarter += 1
            p = now[0] if clock.quarter >= clock.start else past[0]
            run_quarter(w, p, past[0])
        if w.error.problem != 0:
            break
        if clock.quarter == clock.last:
            judge_world(w, now[0])
        if len(keys) > 0:
            keep_records(world.view(np.float64), series[n], facts[n], ages[n])
    return w.error.problem


@entry_point
def keep_world(world, series, facts, ages):
    """Keep what a finished world recorded, in the only row of each array."""
    keep_records(world.view(np.float64), series[0], facts[0], ages[0])


def run_world(world, past, now, until):
    """Go on with a started world to the end of quarter `until`; returns the ledger's problem code."""
    return run_worlds(world, past, now, _NO_KEYS, until, False, *_NO_RECORDS)
