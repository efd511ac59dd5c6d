"""Firms and rounds of all worlds of a run, as tables, and means over their rows by world."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from model.metrics import ratio
from model.results import Result

Array = np.ndarray[Any, np.dtype[Any]]

DEAD = ("technical dead end", "funding gap", "forced exit", "market")
SOLD = ("listing", "trade sale")


def firms_of(result: Result) -> pd.DataFrame:
    """Firms with their hidden traits."""
    assert result.firms is not None and result.lives is not None
    return result.firms.merge(result.lives, on=["replication", "firm"])


def rounds_of(result: Result) -> pd.DataFrame:
    """Cheques in rounds from year 0, one row per investor: no bridges, no purchases of whole firms."""
    rounds = result.rounds
    assert rounds is not None
    return rounds[~rounds["is_bridge"] & ~rounds["is_purchase"] & (rounds["quarter"] >= 0)]


def is_sold_well(firms: pd.DataFrame) -> Any:
    """Was the firm listed or sold for no less than it raised?"""
    return firms["outcome"].isin(SOLD) & (firms["exit_value_myuan"] >= firms["raised_myuan"])


def first_cheque(firms: pd.DataFrame) -> Any:
    """Quarter of the first cheque; long before year 0 where there was none."""
    return firms["first_cheque_quarter"].fillna(-10_000).astype(int)


def by_world(frame: pd.DataFrame, values: Any, worlds: int) -> Array:
    """Sum of values over the rows of each world; worlds without rows give zero."""
    summed = np.zeros(worlds)
    np.add.at(summed, frame["replication"].to_numpy(), np.asarray(values, np.float64))
    return summed


def mean_over_rows(frame: pd.DataFrame, values: Any, worlds: int) -> Array:
    """The mean over all rows of all worlds, spread over worlds so that its error is right.

    Rows of one world share its luck, so errors are those of clusters. NaN where there are no rows.
    """
    return ratio(by_world(frame, values, worlds), by_world(frame, np.ones(len(frame)), worlds))


def gap(frame: pd.DataFrame, values: Any, is_one: Any, worlds: int) -> Array:
    """Mean over some rows less that over the others, spread over worlds likewise."""
    values, one = np.asarray(values, np.float64), np.asarray(is_one, bool)
    return (mean_over_rows(frame[one], values[one], worlds)
            - mean_over_rows(frame[~one], values[~one], worlds))
