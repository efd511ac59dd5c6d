"""Parameters in the units of the model: integer fen, quarters, chances and rates per quarter.

This is the one place where years become quarters. It knows that a probability is not a rate:
a chance of p a year is a chance of 1 - (1 - p)^(1/4) a quarter, a compound return of r a year
is a log return of ln(1 + r) / 4 a quarter, an event rate divides by four and a standard
deviation by two.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from model.declare import Group

FEN_PER_MYUAN = 100_000_000
QUARTERS_PER_YEAR = 4

# suffix of a declared name -> suffix in the record, dtype, conversion; the first match counts
CONVERSIONS: tuple[tuple[str, str, str, Callable[[float], float]], ...] = (
    ("_myuan_per_year", "_fen_per_quarter", "i8", lambda x: round(x * FEN_PER_MYUAN / 4)),
    ("_myuan", "_fen", "i8", lambda x: round(x * FEN_PER_MYUAN)),
    ("_years", "_quarters", "i8", lambda x: round(x * QUARTERS_PER_YEAR)),
    ("_year", "_quarter", "i8", lambda x: round(x * QUARTERS_PER_YEAR)),
    ("_probability_per_year", "_probability_per_quarter", "f8", lambda x: 1 - (1 - x) ** 0.25),
    ("_hazard_per_year", "_hazard_per_quarter", "f8", lambda x: x / 4),
    ("_return_per_year", "_log_return_per_quarter", "f8", lambda x: math.log1p(x) / 4),
    ("_drift_per_year", "_drift_per_quarter", "f8", lambda x: x / 4),
    ("_sd_per_year", "_sd_per_quarter", "f8", lambda x: x / 2),
    ("_count_per_year", "_count_per_quarter", "f8", lambda x: x / 4),
    ("_points_per_year", "_points", "f8", lambda x: x),
)


def converted_name(name: str) -> str:
    """The name of a parameter in the record."""
    for suffix, replacement, _, _ in CONVERSIONS:
        # a name ends in a rate per year before it ends in a year
        if name.endswith(suffix) and not (suffix == "_year" and "_per_year" in name):
            return name.removesuffix(suffix) + replacement
    return name


def _converted(name: str, value: Any) -> tuple[str, str, float | int]:
    for suffix, replacement, dtype, convert in CONVERSIONS:
        if name.endswith(suffix) and not (suffix == "_year" and "_per_year" in name):
            return name.removesuffix(suffix) + replacement, dtype, convert(float(value))
    if isinstance(value, (bool, int)):
        return name, "i8", int(value)
    return name, "f8", float(value)


def _is_table(group: Group) -> bool:
    kinds = {type(getattr(group, name)) for name in type(group).model_fields}
    return len(kinds) == 1 and issubclass(next(iter(kinds)), Group)


def _fields(group: Group) -> list[tuple[str, str, float | int]]:
    return [_converted(name, getattr(group, name)) for name in type(group).model_fields]


def _dtype(group: Group) -> np.dtype[Any]:
    return np.dtype((np.record, [(name, kind) for name, kind, _ in _fields(group)]))


def to_record(parameters: Group) -> np.recarray[Any, Any]:
    """All groups as one nested record (an array of length one).

    A group of like groups (the industries) becomes an array of records, in declared order.
    """
    layout: list[Any] = []
    values: list[Any] = []
    for name in type(parameters).model_fields:
        group = getattr(parameters, name)
        if _is_table(group):
            rows = [getattr(group, row) for row in type(group).model_fields]
            layout.append((name, _dtype(rows[0]), (len(rows),)))
            values.append([tuple(v for _, _, v in _fields(row)) for row in rows])
        else:
            layout.append((name, _dtype(group)))
            values.append(tuple(v for _, _, v in _fields(group)))
    record = np.recarray(1, dtype=np.dtype((np.record, layout)))
    for (name, *_), value in zip(layout, values, strict=True):
        record[name][0] = value
    return record
