"""Parameters in the units of the model: integer fen, quarters, chances and rates per quarter.

This is the one place where years become quarters. It knows that a probability is not a rate:
a chance of p a year is a chance of 1 - (1 - p)^(1/4) a quarter, a compound return of r a year
is a log return of ln(1 + r) / 4 a quarter, an event rate divides by four and a standard
deviation by two.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from model.declare import Group
from model.units import FEN_PER_MYUAN, QUARTERS_PER_YEAR
from model.zone.record import ZONE, zone_record

__all__ = ["FEN_PER_MYUAN", "QUARTERS_PER_YEAR", "converted_name", "to_record"]

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


@functools.cache
def _conversion(name: str, whole: bool) -> tuple[str, str, Callable[[float], float]]:
    """Name and type of a parameter in the record, and how its value is converted."""
    for suffix, replacement, dtype, convert in CONVERSIONS:
        # a name ends in a rate per year before it ends in a year
        if name.endswith(suffix) and not (suffix == "_year" and "_per_year" in name):
            return name.removesuffix(suffix) + replacement, dtype, convert
    return (name, "i8", int) if whole else (name, "f8", float)


def converted_name(name: str) -> str:
    """The name of a parameter in the record."""
    return _conversion(name, False)[0]


def _is_table(group: Group) -> bool:
    kinds = {type(getattr(group, name)) for name in type(group).model_fields}
    return len(kinds) == 1 and issubclass(next(iter(kinds)), Group)


def _values(group: Group) -> tuple[float, ...]:
    values = ((name, getattr(group, name)) for name in type(group).model_fields)
    return tuple(_conversion(name, isinstance(value, int))[2](value) for name, value in values)


def _dtype(group: Group) -> np.dtype[Any]:
    names = ((name, isinstance(getattr(group, name), int)) for name in type(group).model_fields)
    return np.dtype((np.record, [_conversion(*name)[:2] for name in names]))


@functools.cache
def _layout(group: type[Group]) -> np.dtype[Any]:
    """The record of a group of groups; a group of like groups becomes an array of records."""
    layout: list[Any] = []
    for name, inner in _groups_in(group()):
        if _is_table(inner):
            rows = list(type(inner).model_fields)
            layout.append((name, _dtype(getattr(inner, rows[0])), (len(rows),)))
        else:
            layout.append((name, _dtype(inner)))
    layout.append(("zone", ZONE))
    return np.dtype((np.record, layout))


def _groups_in(group: Group) -> Iterator[tuple[str, Group]]:
    for name in type(group).model_fields:
        if isinstance(inner := getattr(group, name), Group):
            yield name, inner


def to_record(parameters: Group) -> np.recarray[Any, Any]:
    """All groups as one nested record (an array of length one).

    A group of like groups (the industries) becomes an array of records, in declared order. A zone of
    one's own comes last.
    """
    record = np.recarray(1, dtype=_layout(type(parameters)))
    for name, group in _groups_in(parameters):
        if _is_table(group):
            record[name][0] = [_values(getattr(group, row)) for row in type(group).model_fields]
        else:
            record[name][0] = _values(group)
    record["zone"] = zone_record(parameters)
    return record
