"""What an observer sees of simulated worlds: firms, rounds, stakes and funds, as flat arrays.

Quarters are counted from the start of the opening history, as in the model. Rows of all worlds
stand one below the other; `stakes.firm` and `stakes.fund` count over all of them.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np

from model import ensemble
from model.parameters import Parameters
from model.record import QUARTERS_PER_YEAR
from model.state import World, rows

Array = Any
TWO_YEARS = 2 * QUARTERS_PER_YEAR
YOUNG = 6 * QUARTERS_PER_YEAR
# funds of 2017 at the third quarter of 2025
GROWN = 31
ROUND_STAGES = 5
NEVER = -1
LATER_THAN_ALL = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Rounds:
    """Priced rounds by firm and stage [firm, stage]: when, how much of the firm, at which value before it.

    Stage 1 is the seed round, 4 the C round. Bridges and extensions are none. `quarter` is -1 where there was
    no round.
    """

    quarter: Array
    share_sold: Array
    amount_fen: Array
    pre_money_fen: Array


@dataclass(frozen=True)
class Seen:
    """Worlds as an observer sees them.

    `firms`, `stakes` and `funds` are record arrays of the model's tables; `world_of_fund` is the place of
    each fund's world. `called_early` is what each fund called within 24 months, less two years' fees, in
    fen; `tvpi` its distributions and book value over calls seven and three quarter years after its first
    close, NaN where that is not to be seen. `young_flows` [world, 2, quarter] are cumulative calls and
    distributions of the funds of years 0 to 5, `young_nav` [world] their book value at the end of year 5.
    """

    start: int
    horizon: int
    worlds: int
    firms: Array
    stakes: Array
    funds: Array
    world_of_fund: Array
    called_early: Array
    tvpi: Array
    young_flows: Array
    young_nav: Array
    rounds: Rounds


def see(
    parameters: Parameters, *, first: int = 0, worlds: int, threads: int = 2,
    cancel: threading.Event | None = None,
) -> Seen:
    """Run worlds `first` to `first + worlds - 1` and look at them."""
    settings = parameters.settings
    start = settings.opening_history_years * QUARTERS_PER_YEAR
    horizon = start + settings.horizon_years * QUARTERS_PER_YEAR
    copies = ensemble.observe(
        parameters, lambda world: _copy(world, start), first=first, replications=worlds, threads=threads,
        cancel=cancel)
    firms, stakes, funds, called_early, tvpi, young_flows, young_nav = zip(*copies, strict=True)
    firms_before = _before(firms)
    funds_before = _before(funds)
    for held, firm, fund in zip(stakes, firms_before, funds_before, strict=True):
        held.firm += firm
        held.fund[held.fund >= 0] += fund
    every = np.concatenate(firms).view(np.recarray)
    held = np.concatenate(stakes).view(np.recarray)
    return Seen(
        start, horizon, worlds, every, held, np.concatenate(funds).view(np.recarray),
        np.repeat(np.arange(worlds), [len(each) for each in funds]),
        np.concatenate(called_early), np.concatenate(tvpi), np.stack(young_flows), np.array(young_nav),
        _rounds(held, len(every)))


def _copy(world: World, start: int) -> tuple[Array, ...]:
    """Copies of what is to be kept of a finished world."""
    clock = world[0]["clock"]
    firms = rows(world, "firms", clock["firms"]).copy()
    stakes = rows(world, "holdings", clock["holdings"]).copy()
    funds = rows(world, "funds", clock["funds"]).copy()
    every = np.arange(len(funds))
    called_early = (_books(world, funds, every, funds.vintage + TWO_YEARS)["called_fen"]
                    - 2 * funds.fee_share * funds.size_fen)
    grown = _books(world, funds, every, funds.vintage + GROWN)
    is_seen = (funds.vintage + GROWN <= clock["last"]) & (grown["called_fen"] > 0)
    tvpi = np.full(len(funds), np.nan)
    np.divide(grown["returned_fen"] + grown["nav_fen"], grown["called_fen"], out=tvpi, where=is_seen)
    flows, nav = np.zeros((2, YOUNG)), 0
    for t in range(YOUNG):
        young = np.flatnonzero((funds.vintage >= start) & (funds.vintage <= start + t))
        books = _books(world, funds, young, np.full(len(young), start + t))
        flows[:, t] = books["called_fen"].sum(), books["returned_fen"].sum()
        nav = books["nav_fen"].sum()
    return firms, stakes, funds, called_early, tvpi, flows, nav


def _books(world: World, funds: Array, chosen: Array, quarter: Array) -> Array:
    """Books of the chosen funds at the end of a quarter, or of their last one if that came before."""
    return world["fund_quarters"][0][chosen, np.minimum(quarter, funds.closed[chosen])]


def _before(tables: tuple[Array, ...]) -> Array:
    """Rows of all tables before each one."""
    return np.cumsum([0, *(len(table) for table in tables)])[:-1]


def _rounds(stakes: Array, firms: int) -> Rounds:
    """The first round of each stage."""
    shape = firms, ROUND_STAGES
    priced = stakes[(stakes.bridge == 0) & (stakes.share_sold < 1.0)]
    first = np.full(shape, LATER_THAN_ALL)
    np.minimum.at(first, (priced.firm, priced.stage), priced.quarter)
    opening = priced[priced.quarter == first[priced.firm, priced.stage]]
    place = opening.firm, opening.stage
    share, amount, before = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    np.add.at(share, place, opening.share_sold)
    np.add.at(amount, place, opening.amount_fen)
    before[place] = opening.pre_money_fen
    return Rounds(np.where(first == LATER_THAN_ALL, NEVER, first), share, amount, before)


def bought_in_policy(seen: Seen) -> Array:
    """Stakes in rounds from year 0 to the horizon [stake]: no bridges, purchases or second-hand stakes."""
    stakes = seen.stakes
    return ((stakes.bridge == 0) & (stakes.share_sold < 1.0)
            & (stakes.quarter >= seen.start) & (stakes.quarter < seen.horizon))
