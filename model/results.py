"""Results: what a run recorded, its headlines and where they come from. Results subtract."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from model.outputs import FACTS, SERIES
from model.parameters import Parameters, replaced
from model.record import FEN_PER_MYUAN, QUARTERS_PER_YEAR
from model.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass
class Recorded:
    """Records of all worlds: series [replication, series, quarter], facts, ages of funds."""

    start: int
    series: Array
    facts: Array
    ages: Array

    @classmethod
    def empty(cls, parameters: Parameters, count: int) -> Recorded:
        """Room for `count` worlds."""
        settings = parameters.settings
        start = settings.opening_history_years * QUARTERS_PER_YEAR
        horizon = start + settings.horizon_years * QUARTERS_PER_YEAR
        last = horizon + settings.run_off_years * QUARTERS_PER_YEAR
        return cls(
            start,
            np.empty((count, len(SERIES), last + 1), np.float32),
            np.empty((count, len(FACTS)), np.float64),
            np.empty((count, last + 1 - start, 4), np.float64),
        )

    def rows(self, first: int, end: int) -> tuple[Array, Array, Array]:
        """Room for what the worlds `first` to `end - 1` record."""
        return self.series[first:end], self.facts[first:end], self.ages[first:end]

    def followed_by(self, more: Recorded) -> Recorded:
        """These worlds, then more of them."""
        return Recorded(
            self.start, np.concatenate([self.series, more.series]),
            np.concatenate([self.facts, more.facts]), np.concatenate([self.ages, more.ages]))


@dataclass
class Result:
    """What a run of one scenario gave.

    `series[name]` is float32 [replication, quarter] from year 0 to the end of the run-off, money
    in million yuan; `series_all[name]` the same with the opening history before it.
    `headlines[name]` is float64 [replication]; NaN where undefined. `facts[name]` likewise. `ages`
    maps called, distributed, nav (million yuan) and funds to [replication, age in quarters].
    Tables are there only if the run kept details.
    """

    parameters: Parameters
    series: dict[str, Array]
    series_all: dict[str, Array]
    facts: dict[str, Array]
    ages: dict[str, Array]
    recorded: Recorded
    headlines: dict[str, Array] = field(default_factory=dict)
    provenance: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    @classmethod
    def of(cls, parameters: Parameters, recorded: Recorded, tables: dict[str, pd.DataFrame]) -> Result:
        """Name, convert and summarise what was recorded."""
        from model.metrics import headlines_of

        ages = {
            name: recorded.ages[:, :, k] / (1 if name == "funds" else FEN_PER_MYUAN)
            for k, name in enumerate(("called", "distributed", "nav", "funds"))
        }
        series = {name: recorded.series[:, k] for k, name in enumerate(SERIES)}
        result = cls(
            parameters,
            {name: values[:, recorded.start :] for name, values in series.items()},
            series,
            {name: recorded.facts[:, k] for k, name in enumerate(FACTS)},
            ages,
            recorded,
            provenance=provenance_of(parameters),
            tables=tables,
        )
        result.headlines = headlines_of(result)
        return result

    def followed_by(self, more: Result) -> Result:
        """These worlds and those of a run of the same input that went on where this one ended.

        The same bits as one run of them all; headlines that need the twin are still missing, and
        tables are those of this run.
        """
        both = {"settings.replications": self.replications + more.replications}
        return Result.of(replaced(self.parameters, both), self.recorded.followed_by(more.recorded), self.tables)

    @property
    def replications(self) -> int:
        """Number of worlds."""
        return self.parameters.settings.replications

    @property
    def firms(self) -> pd.DataFrame | None:
        """Firms of the detailed worlds."""
        return self.tables.get("firms")

    @property
    def firm_quarters(self) -> pd.DataFrame | None:
        """Cash, runway, stage and value of every active firm, quarter by quarter."""
        return self.tables.get("firm_quarters")

    @property
    def rounds(self) -> pd.DataFrame | None:
        """Financings of the detailed worlds, one row per investor."""
        return self.tables.get("rounds")

    @property
    def funds(self) -> pd.DataFrame | None:
        """Funds of the detailed worlds."""
        return self.tables.get("funds")

    @property
    def fund_quarters(self) -> pd.DataFrame | None:
        """Calls, distributions and book values of every fund and quarter."""
        return self.tables.get("fund_quarters")

    @property
    def lives(self) -> pd.DataFrame | None:
        """Hidden traits of firms, which nobody in the model sees, and marks of their lives."""
        return self.tables.get("lives")

    @property
    def ledger(self) -> pd.DataFrame | None:
        """Every transfer of the detailed worlds."""
        return self.tables.get("ledger")


def provenance_of(parameters: Parameters) -> dict[str, Any]:
    """Model version, seed, number of worlds, years, date, and a fingerprint of the whole input."""
    settings = parameters.settings
    text = json.dumps(parameters.model_dump(), sort_keys=True)
    return {
        "model_version": VERSION,
        "seed": settings.seed,
        "replications": settings.replications,
        "years": settings.horizon_years,
        "date": datetime.date.today().isoformat(),
        "fingerprint": hashlib.sha256(text.encode()).hexdigest()[:16],
    }
