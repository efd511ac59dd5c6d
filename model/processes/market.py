"""The market: its cycle, the listing window, and money of acquirers and secondary buyers."""

import math

from model.arithmetic import exp, power
from model.jit import inlined, kernel
from model.ledger import ACQUIRERS, INFLOW, OUTFLOW, OUTSIDE, SECONDARY, transfer
from model.luck import MARKET, normal


@inlined
def during(w, from_quarter, quarters):
    """Is this quarter inside a scheduled shock, counted from year 0?"""
    since = w.clock.quarter - w.clock.start - from_quarter
    return since >= 0 and since < quarters


@kernel
def move_market(w, p):
    """Market conditions follow their own past; the listing window opens and shuts. Rule 3."""
    clock = w.clock
    market = w.market
    keep = power(max(1e-9, p.market.persistence_share_per_year), 0.25)
    if clock.quarter == 0:
        market.level = p.market.cycle_sd * normal(clock.key, MARKET, 0)
    else:
        fresh = p.market.cycle_sd * math.sqrt(1.0 - keep * keep)
        market.level = keep * market.level + fresh * normal(clock.key, MARKET, clock.quarter)
    market.window = 1 if market.level > p.market.window_threshold else 0
    if during(w, p.shocks.listing_shut_from_quarter, p.shocks.listing_shut_quarters):
        market.window = 0
    market.listing_chance = 1.0 - exp(-p.exits.listing_hazard_per_quarter)
    market.boom = 1.0
    if during(w, p.shocks.ma_boom_from_quarter, p.shocks.ma_boom_quarters):
        market.boom = p.shocks.ma_boom_multiple


@kernel
def refill_buyers(w, p):
    """Acquirers and secondary buyers bring new money, and keep two years of it at most. Rule 4."""
    market = w.market
    heat = exp(market.level) * market.boom
    refill(w, ACQUIRERS, int(p.exits.acquirer_cash_fen_per_quarter * heat))
    refill(w, SECONDARY, int(p.exits.secondary_cash_fen_per_quarter * exp(market.level)))
    cash = w.balances[SECONDARY]
    pressure = market.forced_supply_fen / (cash + market.forced_supply_fen + 1.0)
    market.discount = min(p.exits.forced_discount_cap,
                          p.exits.forced_discount + p.exits.forced_discount_slope * pressure)
    market.forced_supply_fen = 0


@inlined
def refill(w, account, inflow_fen):
    """One group of buyers gets its money for the quarter."""
    transfer(w, OUTSIDE, account, INFLOW, inflow_fen)
    surplus = w.balances[account] - 8 * inflow_fen
    if surplus > 0:
        transfer(w, account, OUTSIDE, OUTFLOW, surplus)
