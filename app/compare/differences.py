"""What can be said of each headline of a scenario against the reference, world by world on the same luck."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from model.comparison import Interval, interval, paired
from model.export import verdict
from model.outputs import HEADLINES
from model.results import Result

TOLD = ("more", "less")


@dataclass(frozen=True)
class Difference:
    """A headline of one scenario beside the reference's.

    `relative` is the gap over the reference's mean, NaN where that is not above zero; `better` and `worse` are
    shares of worlds, NaN where the headline is no value of single worlds, or where neither more nor less is better.
    """

    headline: str
    mean: Interval
    gap: Interval
    relative: float
    better: float
    worse: float
    verdict: str

    @property
    def is_told(self) -> bool:
        """Can chance alone be excluded?"""
        return self.verdict in TOLD

    @property
    def tone(self) -> str:
        """Is it better or worse than the reference, or the same as far as one can tell?"""
        direction = {"more": 1, "less": -1}.get(self.verdict, 0) * HEADLINES[self.headline].good
        return {1: "better", -1: "worse"}.get(direction, "same")


def difference(reference: Result, other: Result, name: str) -> Difference:
    """One headline of `other` against the reference."""
    gap = paired(reference, other, name)
    before = interval(reference.headlines[name]).mean
    relative = gap.mean / before if before > 0 else math.nan
    better, worse = _shares(reference, other, name)
    return Difference(name, interval(other.headlines[name]), gap, relative, better, worse,
                      verdict(reference, other, name))


def _shares(reference: Result, other: Result, name: str) -> tuple[float, float]:
    output = HEADLINES[name]
    gaps = (other.headlines[name] - reference.headlines[name]) * output.good
    gaps = gaps[np.isfinite(gaps)]
    if output.is_pooled or not output.good or not len(gaps):
        return math.nan, math.nan
    return float((gaps > 0).mean()), float((gaps < 0).mean())
