"""Diary: what a detailed world hands out quarter by quarter, because it does not keep it.

These are the entries of its ledger and the state of its active firms.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from model.jit import entry_point
from model.ledger import ENTRY
from model.shares import firm_cash, net_burn
from model.state import World

FIRM_STATE = np.dtype((np.record, [
    ("firm", "i4"), ("quarter", "i4"), ("stage", "i4"), ("setbacks", "i4"),
    ("cash_fen", "i8"), ("revenue_fen", "i8"), ("value_fen", "f8"), ("runway_quarters", "f8")]))


@entry_point
def copy_active_firms(world: Any, now: Any, states: Any) -> None:
    """Write the state of every active firm; no runway for one that earns what it spends."""
    w = world[0]
    p = now[0]
    for a in range(w.clock.active):
        i = w.active[a]
        firm = w.firms[i]
        state = states[a]
        state.firm = i
        state.quarter = w.clock.quarter
        state.stage = firm.stage
        state.setbacks = firm.setbacks
        state.cash_fen = firm_cash(w, i)
        state.revenue_fen = firm.revenue_fen
        state.value_fen = firm.shares * firm.price
        burn = net_burn(w, p, i)
        state.runway_quarters = state.cash_fen / burn if burn > 0.0 else np.nan


class Diary:
    """Entries and states of one world, as far as the named tables need them. Rule 81."""

    def __init__(self, tables: Collection[str]) -> None:
        self.keeps_entries = "ledger" in tables
        self.keeps_firms = "firm_quarters" in tables
        self._entries = [np.empty(0, ENTRY)]
        self._states = [np.empty(0, FIRM_STATE)]

    @property
    def is_quarterly(self) -> bool:
        """Must the world stop after each quarter?"""
        return self.keeps_entries or self.keeps_firms

    def note(self, world: World, now: Any) -> None:
        """Take out what the quarter that has just ended left."""
        clock = world[0]["clock"]
        if self.keeps_entries:
            self._entries.append(world["journal"][0, : clock["entries"]].copy())
            clock["entries"] = 0
        if self.keeps_firms:
            states = np.zeros(int(clock["active"]), FIRM_STATE)
            copy_active_firms(world, now, states)
            self._states.append(states)

    @property
    def entries(self) -> Any:
        """All entries of the ledger, in order."""
        return np.concatenate(self._entries).view(np.recarray)

    @property
    def states(self) -> Any:
        """All states of firms, one firm after the other, each from quarter to quarter."""
        states = np.concatenate(self._states)
        return states[np.lexsort((states["quarter"], states["firm"]))].view(np.recarray)
