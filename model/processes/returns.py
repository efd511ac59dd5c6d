"""Returns of the funds of a finished world, and of the stakes that they finished."""

import math

import numpy as np

from model.arithmetic import quantile, sort
from model.jit import inlined, kernel
from model.outputs import MULTIPLE_EDGES
from model.rates import return_of_fund

# at the end of their tenth year
AGE_OF_JUDGEMENT = 39
# measures whose quartiles over funds are kept, as whole numbers of millionths
DPI, TVPI, IRR = range(3)
_PARTS = 1e6
_EDGES = np.array(MULTIPLE_EDGES, dtype=np.int64)


@kernel
def judge_funds(w):
    """Forced returns, and quartiles of net DPI, TVPI and IRR, of funds of year 0 and later. Rules 74 to 76."""
    clock = w.clock
    facts = w.facts
    measures = w.fund_returns
    count = 0
    for f in range(clock.funds):
        fund = w.funds[f]
        if fund.vintage < clock.start:
            continue
        facts.forced_fen += fund.forced_fen
        facts.called_fen += fund.called_fen
        record_ages(w, f)
        if fund.called_fen > 0:
            books = w.fund_quarters[f, min(fund.vintage + AGE_OF_JUDGEMENT, fund.closed)]
            paid = max(1, books.called_fen)
            measures[DPI, count] = math.floor(_PARTS * (books.returned_fen / paid))
            measures[TVPI, count] = math.floor(_PARTS * ((books.returned_fen + books.nav_fen) / paid))
            measures[IRR, count] = math.floor(_PARTS * return_of_fund(w.flows_of_fund, fill_flows(w, f)))
            count += 1
    facts.dpi_low = facts.dpi_median = facts.dpi_high = np.nan
    facts.tvpi_low = facts.tvpi_median = facts.tvpi_high = np.nan
    facts.irr_low = facts.irr_median = facts.irr_high = np.nan
    if count > 0:
        for measure in range(3):
            sort(measures[measure], count)
        facts.dpi_low = quantile(measures[DPI], count, 0.25) / _PARTS
        facts.dpi_median = quantile(measures[DPI], count, 0.5) / _PARTS
        facts.dpi_high = quantile(measures[DPI], count, 0.75) / _PARTS
        facts.tvpi_low = quantile(measures[TVPI], count, 0.25) / _PARTS
        facts.tvpi_median = quantile(measures[TVPI], count, 0.5) / _PARTS
        facts.tvpi_high = quantile(measures[TVPI], count, 0.75) / _PARTS
        facts.irr_low = quantile(measures[IRR], count, 0.25) / _PARTS
        facts.irr_median = quantile(measures[IRR], count, 0.5) / _PARTS
        facts.irr_high = quantile(measures[IRR], count, 0.75) / _PARTS


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
def fill_flows(w, f):
    """Distributions less calls of every quarter of a fund's life; returns how many they are."""
    fund = w.funds[f]
    before = 0
    for t in range(fund.vintage, fund.closed + 1):
        books = w.fund_quarters[f, t]
        total = books.returned_fen - books.called_fen
        w.flows_of_fund[t - fund.vintage] = total - before
        before = total
    return fund.closed + 1 - fund.vintage


@kernel
def count_multiples(w):
    """Finished stakes that zone funds bought from year 0 on, by what they returned over their cost. Rule 83."""
    clock = w.clock
    facts = w.facts
    for h in range(clock.holdings):
        holding = w.holdings[h]
        if holding.open == 1 or holding.fund < 0 or holding.quarter < clock.start:
            continue
        place = len(_EDGES) - 1
        while place > 0 and holding.realised_fen < _EDGES[place] * holding.amount_fen:
            place -= 1
        facts.multiples[place] += 1
        facts.multiples_fen[place] += holding.amount_fen
