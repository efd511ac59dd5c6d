"""Details of single worlds as tables: firms and their quarters, rounds, funds and theirs, ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pandas as pd

from model import ledger
from model.diary import Diary
from model.outputs import CAUSES, COLUMNS, EXITS, STAGES
from model.parameters import Parameters
from model.rates import fund_returns
from model.record import FEN_PER_MYUAN
from model.state import (
    CENTRAL_LP,
    CLOSED,
    FUND_KINDS,
    FUND_ROWS,
    INDUSTRY_COUNT,
    NEVER,
    NO_MONEY,
    OUTCOMES,
    REASONS,
    ROUNDS,
    STATE_LP,
    VIABLE,
    World,
    rows,
)

Detail = dict[str, pd.DataFrame]
PURCHASE = "purchase"
"""What stands in place of a round's name where an M&A fund bought the whole firm."""


def detail_of(
    world: World, diary: Diary, parameters: Parameters, replication: int, tables: Collection[str]
) -> Detail:
    """The named tables of one world, which `diary` has accompanied."""
    names = list(type(parameters.industries).model_fields)
    clock = world[0]["clock"]
    firms = rows(world, "firms", clock["firms"])
    funds = rows(world, "funds", clock["funds"])
    firm_names = np.array([f"{names[f.industry]}-{f.slot}" for f in firms], dtype=object)
    fund_names = np.array([_fund_name(f, names) for f in funds], dtype=object)
    makers: dict[str, Callable[[], pd.DataFrame]] = {
        "firms": lambda: _firms(world, firms, firm_names, names, replication),
        "firm_quarters": lambda: _firm_quarters(world, diary.states, firm_names, replication),
        "rounds": lambda: _rounds(world, firm_names, fund_names, replication),
        "funds": lambda: _funds(world, funds, fund_names, names, replication, parameters.zone is not None),
        "fund_quarters": lambda: _fund_quarters(world, funds, fund_names, replication),
        "lives": lambda: _lives(world, firms, firm_names, replication),
        "ledger": lambda: _ledger(world, diary.entries, firm_names, fund_names, replication),
    }
    return {table: makers[table]() for table in tables}


def tables_of(details: list[Detail]) -> Detail:
    """Tables of several worlds, one below the other."""
    return {
        table: pd.concat([d[table] for d in details], ignore_index=True)[list(COLUMNS[table])]
        for table in (details[0] if details else ())
    }


def _fund_name(fund: Any, industries: list[str]) -> str:
    pool = industries[fund.industry] if fund.industry >= 0 else "pooled"
    kind = "direct" if fund.direct else FUND_KINDS[fund.kind]
    return f"{kind}-{fund.vintage // 4}-{fund.slot}-{pool}"


def _firms(
    world: World, firms: Any, firm_names: Any, names: list[str], replication: int
) -> pd.DataFrame:
    start = _start(world)
    stage_workers = world["stages"]["workers"].reshape(INDUSTRY_COUNT, -1)
    ended = firms.outcome != 0
    outcome = _named(OUTCOMES, np.where(ended, firms.outcome, 0))
    price = firms.exit_value_fen / FEN_PER_MYUAN
    return pd.DataFrame({
        "replication": replication,
        "firm": firm_names,
        "industry": [names[k] for k in firms.industry],
        "is_pioneer": firms.pioneer.astype(bool),
        "founded_quarter": firms.founded - start,
        "outcome": outcome,
        "outcome_quarter": _or_missing(firms.outcome_quarter - start, ended),
        "raised_myuan": firms.raised_fen / FEN_PER_MYUAN,
        "exit_value_myuan": np.where(np.isin(outcome, EXITS), price, np.nan),
        "liquidation_myuan": np.where(np.isin(outcome, CAUSES), price, np.nan),
        "jobs": stage_workers[firms.industry, firms.stage],
    })


def _firm_quarters(world: World, states: Any, firm_names: Any, replication: int) -> pd.DataFrame:
    value = states.value_fen / FEN_PER_MYUAN
    return pd.DataFrame({
        "replication": replication,
        "firm": firm_names[states.firm],
        "quarter": states.quarter - _start(world),
        "stage": _named(STAGES, states.stage),
        "cash_myuan": states.cash_fen / FEN_PER_MYUAN,
        "runway_quarters": states.runway_quarters.astype(float),
        "revenue_myuan": states.revenue_fen / FEN_PER_MYUAN,
        "setbacks": states.setbacks.astype(int),
        "value_myuan": np.where(value > 0, value, np.nan),
    })


def _named(names: tuple[str, ...], numbers: Any) -> Any:
    return np.array(names, dtype=object)[numbers]


def _lives(world: World, firms: Any, firm_names: Any, replication: int) -> pd.DataFrame:
    start = _start(world)
    financed = firms.first_cheque != NEVER
    dropped = (firms.outcome == NO_MONEY) & (firms.passed_unfunded >= 0)
    return pd.DataFrame({
        "replication": replication,
        "firm": firm_names,
        "stage": _named(STAGES, firms.stage),
        "quality": firms.quality.astype(float),
        "novelty": firms.novelty.astype(float),
        "is_viable": firms.viable == VIABLE,
        "is_guide_backed": firms.guide_backed.astype(bool),
        "is_lottery_winner": firms.lottery.astype(bool),
        "is_sold_well": firms.well.astype(bool),
        "setbacks": firms.setbacks.astype(int),
        **{f"{stage}_quarter": _or_missing(firms.passed[:, s] - start, firms.passed[:, s] != NEVER)
           for s, stage in enumerate(STAGES[1:])},
        "first_cheque_quarter": _or_missing(firms.first_cheque - start, financed),
        "expected_wait_quarters": _or_missing(firms.first_expected_quarters, financed),
        "redemption_quarter": _or_missing(firms.redeemed - start, firms.redeemed >= 0),
        "dropped_reason": np.where(dropped, _named(REASONS, firms.reason), None),
    })


def _start(world: World) -> int:
    """Quarter of year 0, counted from the start of the opening history."""
    return int(world[0]["clock"]["start"])


def _or_missing(values: Any, present: Any) -> Any:
    column = pd.array(np.asarray(values, np.int64), dtype="Int64")
    column[~np.asarray(present)] = pd.NA
    return column


def _owner(fund: int, fund_names: Any) -> str:
    if fund >= 0:
        return str(fund_names[fund])
    return "outside" if fund == -1 else "secondary"


def _rounds(world: World, firm_names: Any, fund_names: Any, replication: int) -> pd.DataFrame:
    start = _start(world)
    holdings = rows(world, "holdings", world[0]["clock"]["holdings"])
    holdings = holdings[holdings.bridge < 2]
    amount = holdings.amount_fen / FEN_PER_MYUAN
    realised = holdings.realised_fen / FEN_PER_MYUAN
    is_purchase = holdings.share_sold == 1.0  # a round leaves the firm's old owners a part of it
    return pd.DataFrame({
        "replication": replication,
        "firm": firm_names[holdings.firm],
        "quarter": holdings.quarter - start,
        "stage": np.where(is_purchase, PURCHASE, _named(ROUNDS, holdings.stage)),
        "fund": [_owner(f, fund_names) for f in holdings.fund],
        "amount_myuan": amount,
        "pre_money_myuan": holdings.pre_money_fen / FEN_PER_MYUAN,
        "share_sold": holdings.share_sold.astype(float),
        "is_bridge": holdings.bridge == 1,
        "is_purchase": is_purchase,
        "realised_myuan": realised,
        "realised_multiple": np.where(
            holdings.open == 0, realised / np.maximum(amount, 1e-12), np.nan),
        "ended_quarter": _or_missing(holdings.ended - start, holdings.open == 0),
        "paid_by": _named((*ledger.KINDS, ""), holdings.paid_by),
    })


def _funds(
    world: World, funds: Any, fund_names: Any, names: list[str], replication: int, has_zone: bool
) -> pd.DataFrame:
    start = _start(world)
    irr = np.where(_lost_all(funds), -1.0, _net_irr(world, len(funds)))
    called = funds.called_fen / FEN_PER_MYUAN
    distributed = funds.returned_fen / FEN_PER_MYUAN
    paid = np.maximum(called, 1e-12)
    guide_share = funds.opening_guide_share.astype(float)
    # what these two promised stays as it was; what the guide promised may pass to others
    others = funds.committed_fen[:, CENTRAL_LP] + funds.committed_fen[:, STATE_LP]
    return pd.DataFrame({
        "replication": replication,
        "fund": fund_names,
        "stage": [FUND_KINDS[k] for k in funds.kind],
        "industry": [names[k] if k >= 0 else "pooled" for k in funds.industry],
        "vintage_quarter": funds.vintage - start,
        "term_quarters": funds.term.astype(int),
        "closed_quarter": _or_missing(funds.closed - start, funds.life == CLOSED),
        "committed_myuan": funds.size_fen / FEN_PER_MYUAN,
        "government_share": guide_share + others / funds.size_fen,
        "guide_share": guide_share,
        "called_myuan": called,
        "distributed_myuan": distributed,
        "fees_myuan": funds.fees_fen / FEN_PER_MYUAN,
        "carry_myuan": funds.carry_fen / FEN_PER_MYUAN,
        # nobody knows when the funds of a zone's data called their money
        "irr": np.where(has_zone & (funds.vintage < start), np.nan, irr),
        "tvpi": np.where(called > 0, (distributed + funds.nav_fen / FEN_PER_MYUAN) / paid, np.nan),
        "dpi": np.where(called > 0, distributed / paid, np.nan),
    })


def _lost_all(funds: Any) -> Any:
    """Funds that are wound up, and of which LPs got nothing back."""
    return (funds.life == CLOSED) & (funds.called_fen > 0) & (funds.returned_fen == 0)


def _net_irr(world: World, funds: int) -> Any:
    """Net yearly IRR of every fund from its calls and distributions; NaN before both have been made."""
    quarters = int(world[0]["clock"]["last"]) + 1
    flows = np.zeros((funds, quarters))
    for f, fund in enumerate(world["funds"][0, :funds]):
        books = world["fund_quarters"][0, f, int(fund["vintage"]) : _end(world, fund) + 1]
        flows[f, : len(books)] = _flow(books, "returned_fen") - _flow(books, "called_fen")
    has_both = (flows < 0).any(1) & (flows > 0).any(1)
    return np.where(has_both, fund_returns(flows), np.nan)


def _end(world: World, fund: Any) -> int:
    """The last quarter of a fund's life so far."""
    return int(fund["closed"] if fund["life"] == CLOSED else world[0]["clock"]["last"])


def _flow(books: Any, total: str) -> Any:
    """Million yuan a quarter, from what had come together by each quarter's end."""
    return np.diff(books[total], prepend=0) / FEN_PER_MYUAN


def _fund_quarters(world: World, funds: Any, fund_names: Any, replication: int) -> pd.DataFrame:
    start = _start(world)
    tables = []
    for f, fund in enumerate(funds):
        quarters = np.arange(int(fund.vintage), _end(world, fund) + 1)
        books = world["fund_quarters"][0, f, quarters]
        tables.append(pd.DataFrame({
            "replication": replication,
            "fund": fund_names[f],
            "quarter": quarters - start,
            "call_myuan": _flow(books, "called_fen"),
            "distribution_myuan": _flow(books, "returned_fen"),
            "nav_myuan": books["nav_fen"] / FEN_PER_MYUAN,
        }))
    if not tables:
        return pd.DataFrame(columns=list(COLUMNS["fund_quarters"]))
    return pd.concat(tables, ignore_index=True)


def _ledger(
    world: World, entries: Any, firm_names: Any, fund_names: Any, replication: int
) -> pd.DataFrame:
    start = _start(world)
    room = FUND_ROWS - len(fund_names)
    accounts = np.array(
        [*ledger.CLASSES[: ledger.FIRST_FUND], *fund_names, *[""] * room, *firm_names],
        dtype=object)
    kinds = np.array(ledger.KINDS, dtype=object)
    return pd.DataFrame({
        "replication": replication,
        "quarter": entries.quarter - start,
        "from": accounts[entries.source],
        "to": accounts[entries.target],
        "kind": kinds[entries.kind],
        "amount_fen": entries.amount_fen.astype(np.int64),
    })
