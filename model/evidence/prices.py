"""Prices: dilution, step-ups, and what a firm's value does from round to round."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.evidence.seen import Seen
from model.record import QUARTERS_PER_YEAR
from model.state import LEFT, LISTING, MA_PURCHASE, TRADE_SALE

SOLD = (LISTING, TRADE_SALE, MA_PURCHASE, LEFT)
FAILURE_SHARE = 0.25
"""A failure counts as a fall to this part of the last value (the cut-off that Cochrane 2005 finds)."""


def median_dilution(seen: Seen, stage: int) -> float:
    """Median share of a firm, in per cent, that all new investors of a round buy."""
    return 100.0 * _median(seen.rounds.share_sold[_in_policy(seen, stage), stage])


def step_up(seen: Seen, stage: int, earlier: int) -> float:
    """Median value before a round over median value before an earlier one."""
    later, before = (_median(seen.rounds.pre_money_fen[_in_policy(seen, s), s]) for s in (stage, earlier))
    return later / before


def log_return(seen: Seen) -> tuple[float, float]:
    """Mean and standard deviation a year, in per cent, of log returns from each round to what came next.

    Returns grow with time and their variance does: `ln R = m·T + s·√T·z`.
    """
    growth, years = _spells(seen)
    if not len(years):
        return np.nan, np.nan
    mean = growth.sum() / years.sum()
    return 100.0 * float(mean), 100.0 * float(np.sqrt(np.mean((growth - mean * years) ** 2 / years)))


def _in_policy(seen: Seen, stage: int) -> Any:
    quarter = seen.rounds.quarter[:, stage]
    return (quarter >= seen.start) & (quarter < seen.horizon)


def _spells(seen: Seen) -> tuple[Any, Any]:
    """Log growth of a share's value from a round to the next one, the exit or the death, and the years between.

    Extensions are rounds here, since the source counts every financing. Bridges dilute.
    """
    firms, stakes = seen.firms, seen.stakes
    priced = stakes[(stakes.bridge == 0) & (stakes.share_sold < 1.0)]
    many = 1 + int(stakes.quarter.max(initial=0))
    keys, first, round_of = np.unique(
        priced.firm.astype(np.int64) * many + priced.quarter, return_index=True, return_inverse=True)
    firm, quarter = keys // many, keys % many
    before = priced.pre_money_fen[first].astype(np.float64)
    after = before + np.bincount(round_of, priced.amount_fen, len(keys))
    bridges = stakes[stakes.bridge == 1]
    last = np.searchsorted(keys, bridges.firm.astype(np.int64) * many + bridges.quarter, "right") - 1
    is_held = (last >= 0) & (firm[last] == bridges.firm)
    np.divide.at(after, last[is_held], 1.0 - bridges.share_sold[is_held])
    begun = (quarter >= seen.start) & (quarter < seen.horizon)
    follows = np.append(firm[1:], -1) == firm if len(firm) else np.zeros(0, bool)
    outcome = firms.outcome[firm]
    sold = np.isin(outcome, SOLD) & ~follows
    dead = (outcome != 0) & ~sold & ~follows
    value = np.where(follows, np.roll(before, -1), np.where(sold, firms.exit_value_fen[firm], 0.0))
    ends = np.where(follows, np.roll(quarter, -1), firms.outcome_quarter[firm])
    told = begun & (follows | sold | dead)
    growth = np.log(np.maximum(value, FAILURE_SHARE * after) / after)[told]
    return growth, (np.maximum(ends - quarter, 1) / QUARTERS_PER_YEAR)[told]


def _median(values: Any) -> float:
    return float(np.median(values)) if len(values) else np.nan
