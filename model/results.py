"""Results: what a run recorded, its headlines and where they come from. Results subtract."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from model.declare import Output, Unit
from model.outputs import AGE_RECORD, AGES, FACTS, GROUPS, LIFE, MULTIPLES, SERIES, WORLD_RECORD
from model.parameters import Parameters, replaced
from model.record import FEN_PER_MYUAN, QUARTERS_PER_YEAR
from model.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]


# numbers of a record that is made of floats alone
_WORLD_NUMBERS, _AGE_NUMBERS = WORLD_RECORD.itemsize // 8, AGE_RECORD.itemsize // 8


@dataclass
class Recorded:
    """Records of all worlds as plain numbers: series [replication, series, quarter], facts, ages.

    `facts` has one `WORLD_RECORD` a world, `ages` one `AGE_RECORD` a world and age in quarters.
    """

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
            np.empty((count, _WORLD_NUMBERS), np.float64),
            np.empty((count, last + 1 - start, _AGE_NUMBERS), np.float64),
        )

    def rows(self, first: int, end: int) -> tuple[Array, Array, Array]:
        """Room for what the worlds `first` to `end - 1` record."""
        return self.series[first:end], self.facts[first:end], self.ages[first:end]

    def followed_by(self, more: Recorded) -> Recorded:
        """These worlds, then more of them."""
        return Recorded(
            self.start, np.concatenate([self.series, more.series]),
            np.concatenate([self.facts, more.facts]), np.concatenate([self.ages, more.ages]))

    def of_world(self, name: str) -> Array:
        """A field of `WORLD_RECORD`: [replication, …]."""
        return _field(self.facts, WORLD_RECORD, name)

    def by_age(self, name: str) -> Array:
        """A field of `AGE_RECORD`: [replication, age, …]."""
        return _field(self.ages, AGE_RECORD, name)


def _field(numbers: Array, record: np.dtype[Any], name: str) -> Array:
    return np.asarray(numbers.view(record)[..., 0][name])


@dataclass
class Result:
    """What a run of one scenario gave.

    `series[name]` is float32 [replication, quarter] from year 0 to the end of the run-off, money
    in million yuan; `series_all[name]` the same with the opening history before it.
    `headlines[name]` is float64 [replication]; NaN where undefined. `facts[name]` likewise.
    `ages[name]`, `life[name]` and `multiples[name]` have the dimensions that `AGES`, `LIFE` and
    `MULTIPLES` of `model.outputs` declare, ages in quarters. Tables are there only if the run kept details.
    """

    parameters: Parameters
    series: dict[str, Array]
    series_all: dict[str, Array]
    facts: dict[str, Array]
    ages: dict[str, Array]
    life: dict[str, Array]
    multiples: dict[str, Array]
    recorded: Recorded | None
    headlines: dict[str, Array] = field(default_factory=dict)
    provenance: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)

    @classmethod
    def of(cls, parameters: Parameters, recorded: Recorded, tables: dict[str, pd.DataFrame]) -> Result:
        """Name, convert and summarise what was recorded."""
        from model.metrics import headlines_of

        series = {name: recorded.series[:, k] for k, name in enumerate(SERIES)}
        result = cls(
            parameters,
            {name: values[:, recorded.start :] for name, values in series.items()},
            series,
            {name: recorded.facts[:, k] for k, name in enumerate(FACTS)},
            _in_units(AGES, {name: recorded.by_age(field) for name, field in _AGE_FIELDS.items()}),
            _life_tables(recorded),
            _in_units(MULTIPLES, {name: recorded.of_world(field) for name, field in _MULTIPLE_FIELDS.items()}),
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
        if self.recorded is None or more.recorded is None:
            raise ValueError("A result that let go of its records cannot go on.")
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


_AGE_FIELDS = {"called": "called_fen", "distributed": "distributed_fen", "nav": "nav_fen", "funds": "funds"}
_MULTIPLE_FIELDS = {"count": "multiples", "cost": "multiples_fen"}


def _in_units(outputs: dict[str, Output], recorded: dict[str, Array]) -> dict[str, Array]:
    """Money is recorded in fen and reported in million yuan."""
    return {
        name: recorded[name] / (FEN_PER_MYUAN if output.unit is Unit.MYUAN else 1)
        for name, output in outputs.items()
    }


def _life_tables(recorded: Recorded) -> dict[str, Array]:
    """Life tables of each group of firms, age last, or stage and cause."""
    tables: dict[str, Array] = {}
    for k, group in enumerate(GROUPS):
        tables |= {
            f"{group}_at_risk": recorded.by_age("at_risk")[:, :, k],
            f"{group}_died": recorded.by_age("died")[:, :, k].transpose(0, 2, 1),
            f"{group}_left": recorded.by_age("left")[:, :, k].transpose(0, 2, 1),
            f"{group}_died_at": recorded.of_world("died_at")[:, k],
        }
    return {name: tables[name] for name in LIFE}


def provenance_of(parameters: Parameters) -> dict[str, Any]:
    """Model version, seed, number of worlds, years, date, and a fingerprint of the whole input."""
    settings = parameters.settings
    data = parameters.model_dump(exclude={"zone"})
    if parameters.zone is not None:
        data["zone"] = asdict(parameters.zone)
    text = json.dumps(data, sort_keys=True)
    return {
        "model_version": VERSION,
        "seed": settings.seed,
        "replications": settings.replications,
        "years": settings.horizon_years,
        "date": datetime.date.today().isoformat(),
        "fingerprint": hashlib.sha256(text.encode()).hexdigest()[:16],
    }
