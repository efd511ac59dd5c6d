"""The funnel: which firms raise which round, and how long it takes. Windows are those of the sources."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.evidence.seen import NEVER, Seen
from model.record import QUARTERS_PER_YEAR
from model.state import ANGEL, GROWTH, MATURE, VENTURE

SEED, A, B, C = map(int, (ANGEL, VENTURE, GROWTH, MATURE))
# firms seeded within three years, seen nine years and two months after the first of them
SEEDED_QUARTERS, SEEDED_SEEN = 12, 37
# firms founded within one year, seen seven years after the first of them
FOUNDED_QUARTERS, FOUNDED_SEEN = 4, 28


def of_seeded(seen: Seen, stage: int) -> float:
    """Share of seeded firms, in per cent, that raised the round of a stage."""
    seeded, reached = 0, 0
    for first in _cohorts(seen, SEEDED_QUARTERS, SEEDED_SEEN):
        cohort = _within(seen.rounds.quarter[:, SEED], first, SEEDED_QUARTERS)
        seeded += cohort.sum()
        reached += (cohort & _raised(seen, stage, first + SEEDED_SEEN)).sum()
    return _percent(reached, seeded)


def of_founded(seen: Seen, stage: int) -> float:
    """Share of founded firms, in per cent, that raised the round of a stage."""
    founded, reached = 0, 0
    for first in _cohorts(seen, FOUNDED_QUARTERS, FOUNDED_SEEN):
        cohort = _within(seen.firms.founded, first, FOUNDED_QUARTERS)
        founded += cohort.sum()
        reached += (cohort & _raised(seen, stage, first + FOUNDED_SEEN)).sum()
    return _percent(reached, founded)


def within_two_years(seen: Seen) -> float:
    """Share of seeded firms, in per cent, with an A round at most two years later."""
    wait = 2 * QUARTERS_PER_YEAR
    seed, later = seen.rounds.quarter[:, SEED], seen.rounds.quarter[:, A]
    seeded = _within(seed, seen.start, seen.horizon - wait - seen.start)
    return _percent((seeded & (later != NEVER) & (later - seed <= wait)).sum(), seeded.sum())


def median_gap(seen: Seen, stage: int, next_stage: int) -> float:
    """Median years from one round to the next, of firms that raised the later one up to the horizon.

    Rounds are dated by quarter, so that the median is interpolated within its quarter.
    """
    first, later = seen.rounds.quarter[:, stage], seen.rounds.quarter[:, next_stage]
    both = _within(later, seen.start, seen.horizon - seen.start) & (first != NEVER)
    return grouped_median((later - first)[both]) / QUARTERS_PER_YEAR


def grouped_median(whole: Any) -> float:
    """Median of numbers that are known to the nearest whole one, spread evenly around each; NaN of none."""
    if not len(whole):
        return np.nan
    middle = np.partition(whole, len(whole) // 2)[len(whole) // 2]
    below, equal = (whole < middle).sum(), (whole == middle).sum()
    return float(middle - 0.5 + (len(whole) / 2 - below) / equal)


def _cohorts(seen: Seen, length: int, watched: int) -> range:
    """First quarters of the cohorts from year 0 on that can be watched up to the horizon."""
    return range(seen.start, seen.horizon - watched + 1, length)


def _within(quarter: Any, first: int, length: int) -> Any:
    return (quarter >= first) & (quarter < first + length)


def _raised(seen: Seen, stage: int, until: int) -> Any:
    quarter = seen.rounds.quarter[:, stage]
    return (quarter != NEVER) & (quarter < until)


def _percent(part: Any, whole: Any) -> float:
    return 100.0 * float(part) / float(whole) if whole else np.nan
