"""Prices: dilution, step-ups, and what a firm's value does from round to round."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.evidence.funnel import SEED, C
from model.evidence.seen import NEVER, Seen
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
    """Log growth of value from a round to the next one, the exit or the death, and the years between."""
    rounds, firms = seen.rounds, seen.firms
    after = rounds.pre_money_fen + rounds.amount_fen
    sold, dead = np.isin(firms.outcome, SOLD), (firms.outcome != 0) & ~np.isin(firms.outcome, SOLD)
    growth: list[Any] = []
    years: list[Any] = []
    for stage in range(SEED, C + 1):
        begun = _in_policy(seen, stage)
        follows = np.zeros(len(begun), bool)
        if stage < C:
            follows = begun & (rounds.quarter[:, stage + 1] != NEVER)
            _note(growth, years, follows, rounds.pre_money_fen[:, min(stage + 1, C)], after[:, stage],
                  rounds.quarter[:, min(stage + 1, C)] - rounds.quarter[:, stage])
        ends = firms.outcome_quarter - rounds.quarter[:, stage]
        _note(growth, years, begun & ~follows & sold, firms.exit_value_fen, after[:, stage], ends)
        _note(growth, years, begun & ~follows & dead, FAILURE_SHARE * after[:, stage], after[:, stage], ends)
    return np.concatenate(growth), np.concatenate(years)


def _note(growth: list[Any], years: list[Any], which: Any, end: Any, begin: Any, quarters: Any) -> None:
    value = np.maximum(end[which], FAILURE_SHARE * begin[which])
    growth.append(np.log(value / begin[which]))
    years.append(np.maximum(quarters[which], 1) / QUARTERS_PER_YEAR)


def _median(values: Any) -> float:
    return float(np.median(values)) if len(values) else np.nan
