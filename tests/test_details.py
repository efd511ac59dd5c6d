"""Do the tables of single worlds hold what their columns say?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from oracle import accounts, runs
from worlds import run

from model.outputs import CAUSES, EXITS

WORLDS = range(runs.WORLDS)
# a central match, so that all classes of public money are there, and a buy-out of the guide after three years
PUBLIC: dict[str, Any] = {"guide.central_match": 0.5, "guide.buy_out_years": 3.0}


def table(name: str, world: int, changes: dict[str, Any] | None = None) -> pd.DataFrame:
    found: pd.DataFrame = runs.table(runs.run(changes).tables[name], world)
    return found


@pytest.mark.parametrize("world", WORLDS)
def test_rounds_without_purchases_add_up_to_what_firms_raised(world: int) -> None:
    rounds = table("rounds", world)
    paid = rounds[~rounds["is_purchase"]].groupby("firm")["amount_myuan"].sum()
    raised = table("firms", world).set_index("firm")["raised_myuan"]
    assert paid.reindex(raised.index).fillna(0.0).to_numpy() == pytest.approx(raised.to_numpy(), abs=1e-6)


def test_some_world_has_purchases() -> None:
    assert runs.run().series_all["exits_ma"].sum() > 0


@pytest.mark.parametrize("world", WORLDS)
def test_purchases_are_marked_in_the_table_of_rounds(world: int) -> None:
    rounds = table("rounds", world)
    bought = rounds[rounds["is_purchase"]]
    series = runs.run().series_all
    assert len(bought) == series["exits_ma"][world].sum()
    assert bought["amount_myuan"].sum() == pytest.approx(series["invested_purchases"][world].sum(dtype=float))
    assert set(bought["stage"]) <= {"purchase"} and set(bought["share_sold"]) <= {1.0}
    assert bought["fund"].str.startswith("M&A-").all() and not bought["is_bridge"].any()
    assert not (rounds[~rounds["is_purchase"]]["stage"] == "purchase").any()


@pytest.mark.parametrize("world", WORLDS)
def test_exits_have_a_price_and_deaths_what_was_shared_out(world: int) -> None:
    firms = table("firms", world)
    assert (firms["exit_value_myuan"].notna() == firms["outcome"].isin(EXITS)).all()
    assert (firms["liquidation_myuan"].notna() == firms["outcome"].isin(CAUSES)).all()
    sold = firms[firms["outcome"].isin(("listing", "trade sale"))]
    prices = by_quarter(sold["outcome_quarter"], sold["exit_value_myuan"])
    cash = moved(world, "cash passed on", to=("public market", "acquirers"))
    gone = firms[firms["outcome"] == "left the zone"]
    wanted = prices - cash
    # of a firm that moves away counts what is paid for the stakes, less their part of its cash
    paid = moved(world, "stake bought by outside fund")
    taken = moved(world, "cash passed on", to=("outside the zone",))
    together = by_quarter(gone["outcome_quarter"], gone["exit_value_myuan"])
    wanted += paid * (1 - np.divide(taken, together, out=np.zeros_like(taken), where=together > 0))
    alone = by_quarter(gone["outcome_quarter"], gone["exit_value_myuan"] * 0 + 1) < 2
    assert series_of("exit_value", world)[alone] == pytest.approx(wanted[alone], rel=1e-5, abs=1e-4)
    dead = firms[firms["outcome"].isin(CAUSES)]
    left = by_quarter(dead["outcome_quarter"], dead["liquidation_myuan"])
    assert left == pytest.approx(moved(world, "liquidation"), rel=1e-5, abs=1e-4)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize(("kind", "name"), [
    ("liquidation", "proceeds_liquidation"), ("trade sale", "proceeds_trade"), ("M&A purchase", "proceeds_ma"),
    ("secondary sale", "proceeds_secondary"), ("buy-back", None)])
def test_what_funds_get_back_is_what_the_ledger_paid_them(world: int, kind: str, name: str | None) -> None:
    paid = moved(world, kind, to=tuple(table("funds", world)["fund"]))
    if name is None:
        paid = paid + moved(world, "founder buy-back", to=tuple(table("funds", world)["fund"]))
        assert (series_of("proceeds_buy_back", world) <= paid + 1e-3).all()
        return
    if name == "proceeds_secondary":
        # listed shares that are left at the end of the run are sold in the same way, and count with listings
        paid[-1] = series_of(name, world)[-1]
    assert series_of(name, world) == pytest.approx(paid, rel=1e-5, abs=1e-4)


def series_of(name: str, world: int) -> Any:
    return runs.run().series_all[name][world]


def by_quarter(quarters: Any, amounts: Any) -> Any:
    found = np.zeros(len(series_of("exit_value", 0)))
    np.add.at(found, np.asarray(quarters, int) + runs.run().recorded.start, amounts)
    return found


def moved(world: int, kind: str, to: tuple[str, ...] | None = None) -> Any:
    """What the ledger moved under a kind in each quarter, million yuan."""
    entries = [one for one in runs.transfers({}, world) if one.kind == kind and (to is None or one.target in to)]
    return by_quarter(np.array([one.quarter for one in entries], int), [one.amount / 1e8 for one in entries])


@pytest.mark.parametrize("world", WORLDS)
def test_shares_of_guide_and_government_are_those_of_the_first_call(world: int) -> None:
    books = runs.books_of(PUBLIC, world)
    funds = table("funds", world, PUBLIC)
    for row in funds.itertuples():
        call = accounts.calls_of(books[row.fund])[0]
        total = sum(call.values())
        for lps, share in ((("guide",), row.guide_share),
                           (("guide", "central government", "other state LPs"), row.government_share)):
            assert sum(call.get(lp, 0) for lp in lps) == pytest.approx(share * total, abs=6)
    assert 0 < (funds["guide_share"] == 0).sum() < len(funds)
    assert (funds["government_share"] > funds["guide_share"]).any()


def test_a_fund_that_is_wound_up_and_gave_nothing_back_lost_all() -> None:
    # without deals elsewhere, and nothing for what the dead leave
    changes = {"market.outside_deal_share": 0.0, "exits.salvage_share": 0.0}
    rows = run(changes, replications=16, detail=16, tables=("funds",)).tables["funds"]
    lost = rows[(rows["called_myuan"] > 0) & (rows["distributed_myuan"] == 0) & rows["closed_quarter"].notna()]
    assert len(lost) and (lost["irr"] == -1.0).all()
    assert (rows.drop(lost.index)["irr"].dropna() > -1.0).all()
