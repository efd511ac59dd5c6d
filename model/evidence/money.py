"""Money of funds: how fast it is deployed, how it swings, what is raised of targets, a young portfolio."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.evidence.seen import TWO_YEARS, Seen
from model.rates import irr
from model.record import QUARTERS_PER_YEAR
from model.state import MA_FUND

CYCLE_YEARS = 5


def deployed(seen: Seen) -> float:
    """Per cent of commitments of angel and venture funds that are deployed after 24 months."""
    funds = seen.funds
    chosen = ((funds.kind != MA_FUND) & (funds.vintage >= seen.start)
              & (funds.vintage < seen.horizon - TWO_YEARS))
    committed = funds.size_fen[chosen].sum()
    return 100.0 * float(seen.called_early[chosen].sum() / committed) if committed else np.nan


def best_tenth(seen: Seen) -> float:
    """Net TVPI that a tenth of angel and venture funds reach, seven and three quarter years after first close."""
    funds = seen.funds
    chosen = ((funds.kind != MA_FUND) & (funds.vintage >= seen.start) & (funds.vintage < seen.horizon)
              & np.isfinite(seen.tvpi))
    return float(np.quantile(seen.tvpi[chosen], 0.9)) if chosen.any() else np.nan


def deepest_two_years(seen: Seen) -> float:
    """Median of money raised in the lowest over that in the highest two years in a row of five."""
    raised = _raised_by_year(seen)
    pairs = raised[:, 1:] + raised[:, :-1]
    windows = np.lib.stride_tricks.sliding_window_view(pairs, CYCLE_YEARS - 1, axis=1)
    highest = windows.max(-1)
    return float(np.median(windows.min(-1)[highest > 0] / highest[highest > 0]))


def _raised_by_year(seen: Seen) -> Any:
    """Commitments to funds [world, year] from year 0 to the horizon."""
    years = (seen.horizon - seen.start) // QUARTERS_PER_YEAR
    year = (seen.funds.vintage - seen.start) // QUARTERS_PER_YEAR
    inside = (seen.funds.vintage >= seen.start) & (year < years)
    raised = np.zeros((seen.worlds, years))
    np.add.at(raised, (seen.world_of_fund[inside], year[inside]), seen.funds.size_fen[inside])
    return raised


def raised_of_target(seen: Seen) -> float:
    """Per cent of their targets that guide-backed funds raised, from year 0 to the horizon."""
    funds = seen.funds
    chosen = (funds.backed == 1) & (funds.vintage >= seen.start) & (funds.vintage < seen.horizon)
    wanted = funds.target_fen[chosen].sum()
    return 100.0 * float(funds.size_fen[chosen].sum() / wanted) if wanted else np.nan


def young_tvpi(seen: Seen) -> float:
    """Distributions and book value over calls of the funds of years 0 to 5, at the end of year 5."""
    called, returned = seen.young_flows[:, :, -1].sum(0)
    return float((returned + seen.young_nav.sum()) / called) if called else np.nan


def young_irr(seen: Seen) -> float:
    """Their internal rate of return, per cent a year, with book value counted as paid back at the end."""
    called, returned = np.diff(seen.young_flows.sum(0), axis=-1, prepend=0).astype(float)
    flows = returned - called
    flows[-1] += seen.young_nav.sum()
    return 100.0 * float(irr(flows[None])[0])
