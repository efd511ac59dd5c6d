"""The life of one firm, told from the tables of a detailed run: what happened to it, and its course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from model.outputs import CAUSES, STAGES
from model.state import ALIVE, OUTCOMES

Array = np.ndarray[Any, np.dtype[Any]]

TABLES = ("firms", "firm_quarters", "rounds", "lives")
"""The tables that a life is told from."""


class Kind(StrEnum):
    """What may happen to a firm, in the order in which it may happen within a quarter."""

    FOUNDED = "founded"
    TEST_PASSED = "test passed"
    TEST_FAILED = "test failed"
    ROUND = "round"
    BRIDGE = "bridge"
    EXIT = "exit"
    PURCHASE = "purchase by an M&A fund"
    BUY_BACK = "buy-back"
    DEATH = "death"
    ALIVE = "alive at the end"


_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Investor:
    """Who paid how much in a round, and got which share of the firm."""

    fund: str
    amount_myuan: float
    share_sold: float


@dataclass(frozen=True)
class Event:
    """Something that happened to a firm. What does not apply is empty or NaN.

    `stage` is the firm's stage afterwards, `round` the name of the round. `amount_myuan` is the money
    paid in, the price of an exit, or what was shared out at a death. `outcome` says how the firm
    ended, `reason` why a firm that had passed its test found no next round.
    """

    quarter: int
    kind: Kind
    stage: str = ""
    round: str = ""
    amount_myuan: float = np.nan
    pre_money_myuan: float = np.nan
    investors: tuple[Investor, ...] = ()
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, eq=False)
class Life:
    """One firm: who it is, its events in order, and its course over the quarters in which it was active.

    `stages` are numbers of `model.outputs.STAGES`; runway is NaN while the firm earns what it spends,
    value before the first round.
    """

    firm: str
    industry: str
    is_pioneer: bool
    is_viable: bool
    outcome: str
    events: tuple[Event, ...]
    quarters: Array = field(repr=False)
    stages: Array = field(repr=False)
    cash_myuan: Array = field(repr=False)
    runway_quarters: Array = field(repr=False)
    revenue_myuan: Array = field(repr=False)
    value_myuan: Array = field(repr=False)


def life_of(tables: Mapping[str, pd.DataFrame], firm: str, replication: int | None = None) -> Life:
    """The life of a firm from the tables named in `TABLES`.

    Tables of several worlds need `replication`. Raises `LookupError` if the firm was not founded in
    that world: a firm has the same name in every scenario, but need not enter in each.
    """
    own = {name: _rows_of(tables[name], firm, replication) for name in TABLES}
    if len(own["firms"]) != 1:
        raise LookupError(f"{firm} was founded in {len(own['firms'])} of these worlds")
    row, marks, course = own["firms"].iloc[0], own["lives"].iloc[0], own["firm_quarters"]
    events = [
        *_events_of_stages(row, marks, course),
        *_rounds(own["rounds"]),
        *_buy_backs(marks),
        _end(row, marks, course),
    ]
    events.sort(key=lambda event: (event.quarter, _ORDER[event.kind]))
    return Life(
        firm=firm,
        industry=str(row["industry"]),
        is_pioneer=bool(row["is_pioneer"]),
        is_viable=bool(marks["is_viable"]),
        outcome=str(row["outcome"]),
        events=tuple(_with_stages(events)),
        quarters=course["quarter"].to_numpy(np.int64),
        stages=_stages(course),
        **{name: course[name].to_numpy(np.float64)
           for name in ("cash_myuan", "runway_quarters", "revenue_myuan", "value_myuan")},
    )


def _rows_of(table: pd.DataFrame, firm: str, replication: int | None) -> pd.DataFrame:
    own = table["firm"] == firm
    if replication is not None:
        own &= table["replication"] == replication
    return table[own]


def _stages(course: pd.DataFrame) -> Array:
    return np.array([STAGES.index(stage) for stage in course["stage"]], np.int64)


def _events_of_stages(row: Any, marks: Any, course: pd.DataFrame) -> Iterator[Event]:
    """Founding and tests. A test that failed in the firm's last quarter shows in its marks alone."""
    founded = int(row["founded_quarter"])
    yield Event(founded, Kind.FOUNDED, STAGES[0])
    for stage in STAGES[1:]:
        if not pd.isna(quarter := marks[f"{stage}_quarter"]):
            yield Event(int(quarter), Kind.TEST_PASSED, stage)
    seen = [(founded, STAGES[0], 0)]
    seen += zip(course["quarter"], course["stage"], course["setbacks"], strict=True)
    if row["outcome"] != OUTCOMES[ALIVE]:
        seen.append((row["outcome_quarter"], marks["stage"], marks["setbacks"]))
    for (_, _, setbacks), (quarter, stage, next_setbacks) in pairwise(seen):
        if next_setbacks > setbacks:
            yield Event(int(quarter), Kind.TEST_FAILED, stage)


def _rounds(rounds: pd.DataFrame) -> Iterator[Event]:
    """Rounds, bridges, and purchases of the whole firm, each with its investors."""
    together: Any = rounds.groupby(["quarter", "stage", "is_bridge", "is_purchase"])
    seen: Counter[str] = Counter()
    for (quarter, name, is_bridge, is_purchase), rows in together:
        is_round = not (is_purchase or is_bridge)
        # an extension of the A round is called A+
        label = f"{name}{'+' * seen[name]}" if is_round else ""
        seen[name] += is_round
        investors = tuple(
            Investor(str(r.fund), float(r.amount_myuan), float(r.share_sold)) for r in rows.itertuples())
        yield Event(
            int(quarter), Kind.PURCHASE if is_purchase else Kind.BRIDGE if is_bridge else Kind.ROUND,
            amount_myuan=sum(investor.amount_myuan for investor in investors),
            pre_money_myuan=float(rows["pre_money_myuan"].iloc[0]),
            round=label, investors=investors)


def _buy_backs(marks: Any) -> Iterator[Event]:
    """The last quarter in which redemption clauses were used; what was paid is in the ledger."""
    if not pd.isna(marks["redemption_quarter"]):
        yield Event(int(marks["redemption_quarter"]), Kind.BUY_BACK)


def _end(row: Any, marks: Any, course: pd.DataFrame) -> Event:
    outcome = str(row["outcome"])
    if outcome == OUTCOMES[ALIVE]:
        return Event(int(course["quarter"].iloc[-1]), Kind.ALIVE, outcome=outcome)
    kind, paid = ((Kind.DEATH, "liquidation_myuan") if outcome in CAUSES else (Kind.EXIT, "exit_value_myuan"))
    reason = "" if pd.isna(marks["dropped_reason"]) else str(marks["dropped_reason"])
    return Event(
        int(row["outcome_quarter"]), kind, amount_myuan=float(row[paid]), outcome=outcome, reason=reason)


def _with_stages(events: list[Event]) -> Iterator[Event]:
    """Every event with the stage that the last test before it left the firm in."""
    stage = ""
    for event in events:
        stage = event.stage or stage
        yield replace(event, stage=stage)
