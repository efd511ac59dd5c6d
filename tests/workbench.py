"""A workbench: a world in which firms, funds and stakes are placed by hand; then one process runs.

Money is put on accounts without a transfer: the checks of the ledger have tests of their own.
"""

import functools
from typing import Any

import numpy as np
from worlds import SHORT

from model import ensemble, ledger, luck, shares, valuation
from model.engine import run_world
from model.jit import entry_point
from model.parameters import BASELINE, replaced, status_quo
from model.processes import beliefs as learning
from model.processes import entry, funds, industries, rounds, work
from model.record import to_record
from model.state import (
    CENTRAL_LP,
    CONCEPT,
    FIRST_FIRM,
    GUIDE_LP,
    INVESTING,
    SOCIAL_LP,
    STATE_LP,
    VENTURE_FUND,
    allocate,
)

M = 100_000_000  # fen in a million yuan
FIRST_FUND = int(ledger.FIRST_FUND)
FOUNDERS_SHARES = 1_000_000.0
STAGE_LOG_ODDS = [BASELINE.firms.concept_test_log_odds, BASELINE.firms.prototype_test_log_odds,
                  BASELINE.firms.pilot_test_log_odds, BASELINE.firms.scale_test_log_odds]
STEADY = {"guide.unsteadiness_probability_per_year": 0.0}
TINY: dict[str, Any] = {**SHORT, **STEADY, "settings.opening_history_years": 5}


@entry_point
def open_zone(world: Any, p: Any) -> None:
    """Identities of the industries, first beliefs, and what stages cost and take."""
    w = world[0]
    industries.open_industries(w, p[0])
    quarter = w.clock.quarter
    w.clock.quarter = 0
    learning.update_odds(w, p[0])
    industries.set_stage_table(w, p[0])
    valuation.set_prices(w, p[0])
    w.clock.quarter = quarter


@entry_point
def set_stages(world: Any, p: Any) -> None:
    industries.set_stage_table(world[0], p[0])


@entry_point
def found(world: Any, p: Any, k: Any, slot: Any, pioneer: Any) -> None:
    w = world[0]
    entry.found_firm(w, p[0], k, slot, luck.key(w.industries[k].key, luck.FIRM, slot), pioneer)


@entry_point
def hold(world: Any, i: Any, owner: Any, cost: Any, count: Any) -> int:
    h: int = shares.new_holding(world[0], i, owner, cost, count, world[0].firms[i].stage, 0)
    return h


@entry_point
def mark(world: Any, i: Any, price: Any) -> None:
    w = world[0]
    shares.mark_firm(w, i, price)


@entry_point
def value_funds(world: Any, p: Any) -> None:
    funds.value_funds(world[0], p[0])


@entry_point
def firms_work(world: Any, p: Any) -> None:
    work.firms_work(world[0], p[0])


@entry_point
def collect_bids(world: Any, p: Any) -> None:
    rounds.collect_bids(world[0], p[0])


class Bench:
    """A world at a quarter counted from year 0, in which things are placed by hand."""

    def __init__(self, changes: dict[str, Any] | None = None, quarter: int = 0) -> None:
        self.parameters = replaced(BASELINE, changes or {})
        self.p = to_record(self.parameters)
        self.world = allocate()
        self.w = self.world[0]
        settings = self.parameters.settings
        clock = self.w["clock"]
        clock["start"] = 4 * settings.opening_history_years
        clock["horizon"] = clock["start"] + 4 * settings.horizon_years
        clock["last"] = clock["horizon"] + 4 * settings.run_off_years
        clock["quarter"] = clock["start"] + quarter
        clock["key"] = ensemble.world_key(1, 0)
        self.w["market"]["labour_speed"] = self.w["market"]["boom"] = 1.0
        open_zone(self.world, self.p)

    def now(self, name: str) -> float:
        """A series of this quarter."""
        return float(self.w["quarters"][self.w["clock"]["quarter"]][name])

    def firm(self, stage: int = CONCEPT, *, industry: int = 0, slot: int = 0, pioneer: int = 0,
             cash: int = 0) -> Any:
        """A firm in a stage, with nothing but this cash."""
        i = int(self.w["clock"]["firms"])
        found(self.world, self.p, np.int64(industry), np.int64(slot), np.int64(pioneer))
        self.w["firms"][i]["stage"] = stage
        self.w["firms"][i]["financed"] = stage
        self.cash(FIRST_FIRM + i, cash)
        return self.w["firms"][i]

    def fund(self, size: int = 100 * M, kind: int = VENTURE_FUND, *, age: int = 0, guide: float = 0.0,
             state: float = 0.0, central: float = 0.0) -> Any:
        """A fund with commitments of this size, of which these shares are not social."""
        clock = self.w["clock"]
        f = int(clock["funds"])
        clock["funds"] = f + 1
        self.w["active_funds"][clock["active_funds"]] = f
        clock["active_funds"] += 1
        fund = self.w["funds"][f]
        terms = self.parameters.funds
        fund["key"] = 1000 + f
        fund["kind"], fund["life"], fund["industry"] = kind, INVESTING, -1
        fund["vintage"] = clock["quarter"] - age
        fund["invest_until"] = fund["vintage"] + 4 * terms.investment_years
        fund["end"] = fund["vintage"] + 4 * terms.conventional_term_years
        fund["size_fen"] = fund["investable_fen"] = size
        fund["first_holding"] = fund["closed"] = fund["buy_out_quarter"] = -1
        fund["fee_share"], fund["carry_share"] = terms.fee_share, terms.carry_share
        fund["hurdle"] = 1.08**0.25 - 1
        fund["noise"], fund["required_return"], fund["threshold"] = 0.5, 0.05, 1.0
        fund["ticket_cap_fen"] = 1 << 60
        parts = fund["committed_fen"]
        parts[GUIDE_LP], parts[CENTRAL_LP] = round(guide * size), round(central * size)
        parts[STATE_LP] = round(state * size)
        parts[SOCIAL_LP] = size - parts.sum()
        fund["guide_share"] = guide
        return fund

    def stake(self, i: int, owner: int, cost: int, count: float) -> Any:
        """New shares of a firm for an owner."""
        h = hold(self.world, np.int64(i), np.int64(owner), np.int64(cost), float(count))
        self.w["firms"][i]["shares"] += count
        self.w["firms"][i]["raised_fen"] += cost
        return self.w["holdings"][h]

    def cash(self, account: int, amount: int) -> None:
        """Put an amount on an account."""
        self.w["balances"][account] = amount

    def balance(self, account: int) -> int:
        return int(self.w["balances"][account])


@functools.cache
def raised(*changes: tuple[str, Any]) -> Any:
    """The funds of a world's first year of policy."""
    bench = Bench({**TINY, **dict(changes)})
    past = to_record(status_quo(bench.parameters))
    bench.w["clock"]["quarter"] = -1
    assert run_world(bench.world, past, bench.p, bench.w["clock"]["start"]) == ledger.OK
    made = bench.w["funds"][: bench.w["clock"]["funds"]]
    return made[made["vintage"] == bench.w["clock"]["start"]].copy()
