"""The laboratory of the experiments: runs on the same luck, kept so that none is made twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from model import ensemble
from model.comparison import Interval, interval, without_policy
from model.metrics import add_twin, ratio
from model.parameters import BASELINE, replaced
from model.results import Result

Array = np.ndarray[Any, np.dtype[Any]]
Changes = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """One measured number: an estimate with its 95 % interval, and the sign that was expected.

    `expected` is +1, -1, or 0 for "no difference"; None where nothing was predicted.
    """

    what: str
    estimate: Interval
    unit: str
    expected: int | None

    @property
    def verdict(self) -> str:
        """Whether the expected sign came out, in one or two words."""
        if not np.isfinite(self.estimate.mean):
            return "not measured"
        if self.expected is None:
            return "-"
        exact = self.estimate.low == self.estimate.high == 0.0
        if self.expected == 0:
            if exact:
                return "exactly zero"
            return "as expected" if self.estimate.includes_zero else "differs"
        if self.estimate.includes_zero:
            return "not detected"
        return "as expected" if self.estimate.mean * self.expected > 0 else "the other way"


@dataclass(frozen=True)
class Experiment:
    """A question, where it comes from, how it is asked of the model, and what came out."""

    name: str
    question: str
    source: str
    design: str
    measure: Callable[[Lab], list[Finding]]


@dataclass
class Lab:
    """Runs of the baseline with changes, over the same worlds."""

    replications: int
    threads: int = 2
    progress: Callable[[str], None] = lambda _: None
    _kept: dict[Any, Result] = field(default_factory=dict)
    _twins: dict[str, Result] = field(default_factory=dict)

    def run(self, changes: Changes | None = None, tables: tuple[str, ...] = ()) -> Result:
        """A run of the baseline with some changes, with tables of every world if any are named."""
        name = (tuple(sorted((changes or {}).items())), tables)
        if name not in self._kept:
            self.progress(f"{len(self._kept) + 1} runs")
            parameters = replaced(
                BASELINE, {"settings.replications": self.replications, **(changes or {})})
            self._kept[name] = ensemble.run(
                parameters, threads=self.threads, tables=tables,
                detail=self.replications if tables else 0)
        return self._kept[name]

    def run_with_twin(self, changes: Changes | None = None) -> Result:
        """The same with all headlines that compare with the zone without policy."""
        result = self.run(changes)
        if np.isnan(result.headlines["net_fiscal_cost"]).all():
            # patient terms bind guide-backed funds only, of which the twin has none
            plain = without_policy(result.parameters).model_dump()
            plain["patience"] = BASELINE.patience.model_dump()
            parameters = type(BASELINE).model_validate(plain)
            name = parameters.model_dump_json()
            if name not in self._twins:
                self.progress(f"{len(self._kept) + 1} runs")
                self._twins[name] = ensemble.run(parameters, threads=self.threads)
            add_twin(result, self._twins[name])
        return result


def difference(lab: Lab, first: Changes, second: Changes, headline: str) -> Interval:
    """Paired difference of a headline: second less first."""
    return interval(lab.run(second).headlines[headline] - lab.run(first).headlines[headline])


def by_world(frame: pd.DataFrame, values: Any, worlds: int) -> Array:
    """Sum of values over the rows of each world; worlds without rows give zero."""
    summed = np.zeros(worlds)
    np.add.at(summed, frame["replication"].to_numpy(), np.asarray(values, np.float64))
    return summed


def mean_over_rows(frame: pd.DataFrame, values: Any, worlds: int) -> Array:
    """The mean over all rows of all worlds, spread over worlds so that its error is right."""
    ones = np.ones(len(frame))
    return ratio(by_world(frame, values, worlds), by_world(frame, ones, worlds))
