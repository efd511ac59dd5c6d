"""Finders: they pick a telling firm out of the tables of a detailed run, by a kind that is declared here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from model.state import DEAD_END, FORCED, LISTING, MARKET, NO_MONEY, OUTCOMES, TRADE_SALE

TABLES = ("firms", "lives")
"""The tables that finders look at."""


class Finder(NamedTuple):
    """A kind of firm in words, and which rows of the joined tables are of it."""

    words: str
    fits: Callable[[pd.DataFrame], Any]


class Found(NamedTuple):
    """A firm, and the world in which it was found."""

    replication: int
    firm: str


def _ended(firms: pd.DataFrame, *outcomes: Any) -> Any:
    return firms["outcome"].isin([OUTCOMES[outcome] for outcome in outcomes])


def _financed(firms: pd.DataFrame) -> Any:
    return firms["first_cheque_quarter"].notna()


FINDERS: dict[str, Finder] = {
    "starved_pioneer": Finder(
        "A pioneer that died for want of money though it was viable",
        lambda firms: firms["is_pioneer"] & firms["is_viable"] & _ended(firms, NO_MONEY)),
    "dropped_pioneer": Finder(
        "A pioneer that passed its test and found no next round",
        lambda firms: firms["is_pioneer"] & firms["dropped_reason"].notna() & _financed(firms)),
    "successful_pioneer": Finder(
        "A pioneer that was listed, or sold, for no less than it raised",
        lambda firms: firms["is_pioneer"] & firms["is_sold_well"] & _ended(firms, LISTING, TRADE_SALE)),
    "tried_pioneer": Finder(
        "A pioneer that failed a test and was yet sold for no less than it raised",
        lambda firms: firms["is_pioneer"] & firms["is_sold_well"] & (firms["setbacks"] > 0)),
    "dead_end_pioneer": Finder(
        "A pioneer whose technology came to a dead end",
        lambda firms: firms["is_pioneer"] & _ended(firms, DEAD_END) & _financed(firms)),
    "forced_pioneer": Finder(
        "A pioneer that its owners forced out",
        lambda firms: firms["is_pioneer"] & _ended(firms, FORCED)),
    "early_pioneer": Finder(
        "A pioneer that was too early for its market",
        lambda firms: firms["is_pioneer"] & _ended(firms, MARKET)),
    "listed_follower": Finder(
        "A follower that was listed",
        lambda firms: ~firms["is_pioneer"] & _ended(firms, LISTING)),
    "starved_follower": Finder(
        "A follower that died for want of money though it was viable",
        lambda firms: ~firms["is_pioneer"] & firms["is_viable"] & _ended(firms, NO_MONEY)),
}


def find(tables: Mapping[str, pd.DataFrame], name: str) -> Found | None:
    """The most telling firm of a kind, or None if there is none.

    Only firms that did not end before year 0 count. The one that raised most comes first; ties go by
    world and name.
    """
    firms = tables["firms"].merge(tables["lives"], on=["replication", "firm"], validate="one_to_one")
    firms = firms[firms["outcome_quarter"].isna() | (firms["outcome_quarter"] >= 0)]
    firms = firms[FINDERS[name].fits(firms)]
    if firms.empty:
        return None
    order = ["raised_myuan", "replication", "firm"]
    first = firms.sort_values(order, ascending=[False, True, True]).iloc[0]
    return Found(int(first["replication"]), str(first["firm"]))
