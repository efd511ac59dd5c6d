"""What became of stakes: multiples of financings, years of holding, and ways out."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.evidence.funnel import SEED
from model.evidence.seen import Seen, bought_in_policy
from model.ledger import (
    BUY_BACK,
    FOUNDER_BUY_BACK,
    LISTING_SALE,
    MA_PURCHASE,
    SECONDARY_SALE,
    STAKE_SALE,
    TRADE_SALE,
)
from model.record import QUARTERS_PER_YEAR
from model.state import ANGEL_FUND, LISTING

BUY_BACKS = (BUY_BACK, FOUNDER_BUY_BACK)
ACQUISITIONS = (TRADE_SALE, MA_PURCHASE)
LISTINGS = (LISTING_SALE,)
# a share-out after a death is no exit case
CASES = (*LISTINGS, *ACQUISITIONS, *BUY_BACKS, SECONDARY_SALE, STAKE_SALE)


def multiples_of_financings(seen: Seen) -> Any:
    """What each finished financing returned, times its cost: all investors of a firm's round together.

    A financing is finished once all its stakes have ended. An extension is one of its own.
    """
    stakes = seen.stakes[bought_in_policy(seen)]
    _, financing = np.unique(stakes.firm.astype(np.int64) << 32 | stakes.quarter, return_inverse=True)
    cost, back = (np.bincount(financing, weights=amount) for amount in (stakes.amount_fen, stakes.realised_fen))
    finished = np.bincount(financing, weights=stakes.open) == 0
    return back[finished] / cost[finished]


def financings(seen: Seen, low: float, high: float) -> float:
    """Per cent of finished financings that returned `low` to below `high` times their cost."""
    multiples = multiples_of_financings(seen)
    return 100.0 * float(((multiples >= low) & (multiples < high)).mean()) if len(multiples) else np.nan


def angel_years(seen: Seen, low: float, high: float) -> float:
    """Mean years that angel funds held seed stakes which returned `low` to below `high` times their cost.

    A firm that is listed is left then, as in the source, though its shares are sold over some quarters.
    """
    stakes = seen.stakes[bought_in_policy(seen)]
    stakes = stakes[(stakes.fund >= 0) & (stakes.stage == SEED) & (stakes.open == 0)]
    stakes = stakes[seen.funds.kind[stakes.fund] == ANGEL_FUND]
    multiple = stakes.realised_fen / stakes.amount_fen
    within = stakes[(multiple >= low) & (multiple < high)]
    firms = seen.firms[within.firm]
    left = np.where(firms.outcome == LISTING, np.minimum(firms.outcome_quarter, within.ended), within.ended)
    return float((left - within.quarter).mean()) / QUARTERS_PER_YEAR if len(within) else np.nan


def exit_share(seen: Seen, ways: tuple[Any, ...], kind: Any = None) -> float:
    """Per cent of exit cases, from year 0 to the horizon, that went these ways; of one kind of fund or of all.

    A case is one investor's way out of one firm: all its stakes in the firm together.
    """
    stakes = seen.stakes
    cases = stakes[(stakes.fund >= 0) & (stakes.open == 0) & np.isin(stakes.paid_by, CASES)
                   & (stakes.ended >= seen.start) & (stakes.ended < seen.horizon)]
    if kind is not None:
        cases = cases[seen.funds.kind[cases.fund] == kind]
    pairs = cases.firm.astype(np.int64) << 32 | cases.fund
    _, first = np.unique(pairs, return_index=True)
    return 100.0 * float(np.isin(cases.paid_by[first], ways).mean()) if len(first) else np.nan
