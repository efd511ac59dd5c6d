"""Where the money went: every balance again, from the table of transfers alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

SINGLE = (
    "treasury", "guide", "central government", "social LPs", "other state LPs", "managers",
    "founders", "suppliers and staff", "customers", "acquirers", "public market",
    "secondary buyers", "outside the zone",
)
LIMITED = {"guide", "social LPs", "other state LPs", "acquirers", "secondary buyers"}
LPS = ("guide", "central government", "social LPs", "other state LPs")


class Transfer(NamedTuple):
    """One line of the ledger."""

    quarter: int
    source: str
    target: str
    kind: str
    amount: int


def transfers_of(ledger: Any, replication: int) -> list[Transfer]:
    """The ledger of one world, in its order."""
    part = ledger[ledger["replication"] == replication]
    columns = ("quarter", "from", "to", "kind", "amount_fen")
    return [Transfer(int(q), s, t, k, int(a))
            for q, s, t, k, a in zip(*(part[c] for c in columns), strict=True)]


@dataclass
class Books:
    """Balances after a replay, and every rule that was broken on the way."""

    balances: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    problems: list[str] = field(default_factory=list)


def replay(transfers: Iterable[Transfer]) -> Books:
    """Move the money again. Limited accounts and those of funds and firms never go below zero."""
    books = Books()
    quarter = None
    for entry in transfers:
        if quarter is not None and entry.quarter < quarter:
            books.problems.append(f"{entry} comes after quarter {quarter}")
        quarter = entry.quarter
        if entry.amount <= 0:
            books.problems.append(f"{entry} moves nothing or less")
        if entry.source == entry.target:
            books.problems.append(f"{entry} pays itself")
        if not entry.source or not entry.target:
            books.problems.append(f"{entry} has no account")
        books.balances[entry.source] -= entry.amount
        books.balances[entry.target] += entry.amount
        limited = entry.source in LIMITED or entry.source not in SINGLE
        if limited and books.balances[entry.source] < 0:
            books.problems.append(f"{entry} leaves {books.balances[entry.source]}")
    if sum(books.balances.values()) != 0:
        books.problems.append(f"balances sum to {sum(books.balances.values())}")
    return books


@dataclass
class FundFlows:
    """What the ledger says of one fund."""

    called: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    distributed: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    paid_by: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    given_to: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    fees: int = 0
    carry: int = 0
    entries: list[Transfer] = field(default_factory=list)


def flows_of_funds(transfers: Iterable[Transfer], funds: Iterable[str]) -> dict[str, FundFlows]:
    """Calls, distributions, fees and carry of every fund, from its own transfers."""
    flows = {name: FundFlows() for name in funds}
    for entry in transfers:
        for name in (entry.source, entry.target):
            if name in flows:
                flows[name].entries.append(entry)
        if entry.kind == "capital call":
            flows[entry.target].called[entry.quarter] += entry.amount
            flows[entry.target].paid_by[entry.source] += entry.amount
        elif entry.kind == "distribution":
            flows[entry.source].distributed[entry.quarter] += entry.amount
            flows[entry.source].given_to[entry.target] += entry.amount
        elif entry.kind == "fee":
            flows[entry.source].fees += entry.amount
        elif entry.kind == "carry":
            flows[entry.source].carry += entry.amount
    return flows


def calls_of(flows: FundFlows) -> list[dict[str, int]]:
    """Each capital call of a fund: what every class of LP paid in it.

    After a call the fund pays for what it called, so calls are apart in the fund's own transfers.
    """
    calls: list[dict[str, int]] = []
    last = ""
    for entry in flows.entries:
        if entry.kind == "capital call":
            if last != "capital call":
                calls.append(defaultdict(int))
            calls[-1][entry.source] += entry.amount
        last = entry.kind
    return calls
