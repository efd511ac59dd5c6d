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


@pytest.mark.parametrize("world", WORLDS)
def test_purchases_are_marked_in_the_table_of_rounds(world: int) -> None:
    rounds = table("rounds", world)
    bought = rounds[rounds["is_purchase"]]
    series = runs.run().series_all
    assert len(bought) == series["exits_ma"][world].sum() > 0
    assert bought["amount_myuan"].sum() == pytest.approx(series["invested_purchases"][world].sum(dtype=float))
    assert set(bought["stage"]) == {"purchase"} and set(bought["share_sold"]) == {1.0}
    assert bought["fund"].str.startswith("M&A-").all() and not bought["is_bridge"].any()
    assert not (rounds[~rounds["is_purchase"]]["stage"] == "purchase").any()


@pytest.mark.parametrize("world", WORLDS)
def test_exits_have_a_price_and_deaths_what_was_shared_out(world: int) -> None:
    firms = table("firms", world)
    assert (firms["exit_value_myuan"].notna() == firms["outcome"].isin(EXITS)).all()
    assert (firms["liquidation_myuan"].notna() == firms["outcome"].isin(CAUSES)).all()
    series, start = runs.run().series_all, runs.run().recorded.start
    sold = firms[firms["outcome"].isin(("listing", "trade sale"))]
    for column, rows, name in (("exit_value_myuan", sold, "exit_value"),
                               ("liquidation_myuan", firms[firms["outcome"].isin(CAUSES)], "proceeds_liquidation")):
        by_quarter = np.zeros(series[name].shape[1])
        np.add.at(by_quarter, rows["outcome_quarter"].to_numpy(int) + start, rows[column])
        assert by_quarter == pytest.approx(series[name][world], rel=1e-5, abs=1e-4)


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
    rows = run(replications=16, detail=16, tables=("funds",)).tables["funds"]
    lost = rows[(rows["called_myuan"] > 0) & (rows["distributed_myuan"] == 0) & rows["closed_quarter"].notna()]
    assert len(lost) and (lost["irr"] == -1.0).all()
    assert (rows.drop(lost.index)["irr"].dropna() > -1.0).all()
