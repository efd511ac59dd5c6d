"""The laboratory of the experiments: runs on the same luck, kept so that none is made twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from model import ensemble
from model.comparison import Interval, paired
from model.declare import Unit
from model.outputs import INDUSTRY_NAMES
from model.parameters import BASELINE, replaced
from model.results import Result

Changes = Mapping[str, Any]

# what experiments read of a run; all other series are let go, so that hundreds of runs fit in memory
SERIES_KEPT = (
    "called_guide", "called_social", "called_state", "concession", "treasury_grants",
    *(f"pioneers_succeeded_in.{name}" for name in INDUSTRY_NAMES),
)
NOT_MEASURED = Interval(np.nan, np.nan, np.nan)


class Expected(StrEnum):
    """What a source or plain reason says of a number. The value is what a reader sees."""

    ABOVE = "above 0"
    BELOW = "below 0"
    ZERO = "0"
    NOT_BELOW = "not below 0"


@dataclass(frozen=True)
class Finding:
    """One measured number: an estimate with its 95 % interval, and what was expected of it.

    `expected` is None where nothing was predicted. A number without an interval has NaN bounds.
    """

    what: str
    estimate: Interval
    unit: Unit
    expected: Expected | None = None

    @property
    def verdict(self) -> str:
        """Whether the expected sign came out, in a few words."""
        found = self.estimate
        if not np.isfinite(found.mean):
            return "not measured"
        if self.expected is None:
            return ""
        if self.expected is Expected.ZERO and found.low == found.high == 0.0:
            return "exactly zero"
        if found.includes_zero:
            wants_more = self.expected in (Expected.ABOVE, Expected.BELOW)
            return "not detected" if wants_more else "as expected"
        if self.expected is Expected.ZERO:
            return "differs from zero"
        is_above = self.expected in (Expected.ABOVE, Expected.NOT_BELOW)
        return "as expected" if (found.mean > 0) == is_above else "the other way"


@dataclass(frozen=True)
class Experiment:
    """A question, where it comes from, how it is put to the model, and how the answer is measured."""

    name: str
    question: str
    source: str
    design: str
    measure: Callable[[Lab], list[Finding]]


@dataclass
class Lab:
    """Runs of the baseline with changes, all over the same worlds.

    `begun` is told the number of each run that starts, `progress` how many of its worlds are done;
    `cancel` stops the run that is being made.
    """

    replications: int
    threads: int = 2
    begun: Callable[[int], None] | None = None
    progress: ensemble.Progress | None = None
    cancel: threading.Event | None = None
    runs: int = 0
    _kept: dict[Any, Result] = field(default_factory=dict)

    def run(
        self, changes: Changes | None = None, tables: tuple[str, ...] = (), *, is_kept: bool = True
    ) -> Result:
        """A run of the baseline with some changes, with tables of every world if any are named.

        A run that is known is not made again, unless it lacks a table; one that is not to be kept is never known.
        """
        parameters = replaced(BASELINE, {"settings.replications": self.replications, **(changes or {})})
        name = parameters.model_dump_json()
        known = self._kept.get(name)
        if known is None or not set(tables) <= set(known.tables):
            wanted = tuple(dict.fromkeys((*tables, *(known.tables if known else ()))))
            self.runs += 1
            if self.begun is not None:
                self.begun(self.runs)
            result = ensemble.run(
                parameters, threads=self.threads, tables=wanted,
                detail=self.replications if wanted else 0,
                progress=self.progress, cancel=self.cancel)
            known = _what_is_read(result)
            if is_kept:
                self._kept[name] = known
        return known


def _what_is_read(result: Result) -> Result:
    series = {name: result.series[name].copy() for name in SERIES_KEPT}
    facts = {name: values.copy() for name, values in result.facts.items()}
    return replace(result, series=series, series_all={}, facts=facts, ages={}, life={}, multiples={},
                   recorded=None)


def gain(first: Result | None, second: Result | None, headline: str) -> Interval:
    """Paired difference of a headline, second less first; not measured if a run is missing."""
    if first is None or second is None:
        return NOT_MEASURED
    return paired(first, second, headline)


def without_interval(value: float) -> Interval:
    """A number that has no interval over worlds."""
    return Interval(value, np.nan, np.nan)
