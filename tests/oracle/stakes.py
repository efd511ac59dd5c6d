"""Who owned what and got what: cap tables from the table of rounds, pay-outs at exits."""

from collections import defaultdict
from dataclasses import dataclass
from math import exp
from typing import Any

from oracle import luck
from oracle.units import FEN, fen

FOUNDERS_SHARES = 1_000_000.0


@dataclass
class Holding:
    """What one investor bought in one round."""

    quarter: int
    fund: str
    amount: int
    before: int
    sold: float
    bridge: bool
    realised: int
    open: bool
    shares: float = 0.0

    @property
    def buys_all(self) -> bool:
        """An M&A fund's purchase of the whole firm."""
        return self.sold == 1.0


@dataclass
class CapTable:
    """A firm's shares after all its rounds, as if nobody had sold or lost any."""

    holdings: list[Holding]
    shares: float
    share_errors: list[float]


def rounds_of(rounds: Any, replication: int) -> dict[str, list[Holding]]:
    """The financings of every firm of one world, in the order in which they happened."""
    part = rounds[rounds["replication"] == replication]
    found: dict[str, list[Holding]] = defaultdict(list)
    for row in part.itertuples():
        found[row.firm].append(Holding(
            int(row.quarter), row.fund, round(row.amount_myuan * FEN),
            round(row.pre_money_myuan * FEN), float(row.share_sold), bool(row.is_bridge),
            round(row.realised_myuan * FEN), row.realised_multiple != row.realised_multiple))
    return found


def cap_table(holdings: list[Holding]) -> CapTable:
    """Shares of all investors: each pays the round's price, pre-money over the shares before it.

    Notes by how much a row's share sold differs from what it bought over all shares after it.
    """
    shares = FOUNDERS_SHARES
    errors = []
    for together in _rounds(holdings):
        first = together[0]
        if first.buys_all:
            first.shares = shares
            continue
        price = first.before / shares
        for holding in together:
            holding.shares = holding.amount / price
        shares += sum(holding.shares for holding in together)
        errors += [holding.sold - holding.shares / shares for holding in together]
    return CapTable(holdings, shares, errors)


def _rounds(holdings: list[Holding]) -> list[list[Holding]]:
    """Investors of the same quarter and pre-money value are one round; bridges have one."""
    together: list[list[Holding]] = []
    for holding in holdings:
        last = together[-1][0] if together else None
        alone = holding.bridge or holding.buys_all or last is None or last.bridge or last.buys_all
        if not alone and (last.quarter, last.before) == (holding.quarter, holding.before):
            together[-1].append(holding)
        else:
            together.append([holding])
    return together


def pay_outs(holdings: list[Holding], shares: float, amount: int) -> list[float]:
    """What each holding gets of an amount: its cost back, or its part if that is worth more.

    Preferences rank equally. Those who paid most for a share are the last to convert: with the
    first n of them taking their cost, the rest share what is left.
    """
    dearest = sorted(holdings, key=lambda h: h.amount / h.shares, reverse=True)
    preferred, converted = 0.0, shares
    price = amount / converted
    for holding in dearest:
        if holding.amount <= price * holding.shares:
            break
        preferred += holding.amount
        converted -= holding.shares
        price = max(0.0, amount - preferred) / converted if converted > 0 else 0.0
    claims = [max(float(h.amount), price * h.shares) for h in holdings]
    scale = min(1.0, amount / sum(claims)) if sum(claims) > 0 else 1.0
    return [claim * scale for claim in claims]


def listed_prices(
    key: int, start_price: float, quarter: int, count: int, sd: float
) -> list[float]:
    """Prices of a listed share from a quarter of the world on; `sd` is that of one quarter."""
    prices = []
    price = start_price
    for t in range(quarter, quarter + count):
        price *= exp(sd * luck.normal(key, luck.LISTED_PRICE, t) - sd * sd / 2)
        prices.append(price)
    return prices


def listed_proceeds(holding: Holding, prices: list[float]) -> int:
    """An equal slice of the shares is sold at every price."""
    return sum(fen(holding.shares / len(prices) * price) for price in prices)
