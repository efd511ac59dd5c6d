"""Do the quarters of detailed firms agree with the ledger, the series and the firms themselves?"""

import pandas as pd
import pytest
from oracle import runs
from oracle.units import FEN
from worlds import SHORT, run

from model.diary import Diary
from model.outputs import STAGES
from model.parameters import BASELINE

WORLD = 1


def quarters() -> pd.DataFrame:
    found: pd.DataFrame = runs.table(runs.run().firm_quarters, WORLD)
    return found


def test_cash_is_what_the_ledger_says() -> None:
    balance: dict[str, int] = {}
    firms = set(runs.table(runs.run().firms, WORLD)["firm"])
    rows = {(row.firm, row.quarter): runs.in_fen(row.cash_myuan) for row in quarters().itertuples()}
    ends: dict[int, dict[str, int]] = {}
    for entry in runs.transfers({}, WORLD):
        balance[entry.source] = balance.get(entry.source, 0) - entry.amount
        balance[entry.target] = balance.get(entry.target, 0) + entry.amount
        ends.setdefault(entry.quarter, {}).update(
            {name: balance[name] for name in (entry.source, entry.target) if name in firms})
    cash: dict[str, int] = {}
    compared = 0
    for quarter in sorted(ends):
        cash |= ends[quarter]
        for firm in cash:
            if (firm, quarter) in rows:
                assert rows[firm, quarter] == cash[firm]
                compared += 1
    assert compared == len(rows) > 5_000


def test_revenue_is_what_the_ledger_says() -> None:
    sold: dict[tuple[str, int], int] = {}
    for entry in runs.transfers({}, WORLD):
        if entry.kind == "revenue":
            sold[entry.target, entry.quarter] = sold.get((entry.target, entry.quarter), 0) + entry.amount
    rows = quarters()
    assert (rows["revenue_myuan"] > 0).sum() > 100
    for row in rows.itertuples():
        assert runs.in_fen(row.revenue_myuan) == sold.get((row.firm, row.quarter), 0)


@pytest.mark.parametrize("stage", STAGES)
def test_firms_of_a_stage_are_as_many_as_the_series_says(stage: str) -> None:
    rows = quarters()
    counts = rows[rows["stage"] == stage].groupby("quarter").size()
    series = runs.run().series[f"firms_{stage}"][WORLD]
    assert list(counts.reindex(range(len(series)), fill_value=0)) == list(series)


def test_a_firm_has_a_row_from_its_founding_to_the_quarter_before_its_end() -> None:
    result = runs.run()
    last = result.series["entries"].shape[1] - 1
    rows = quarters().groupby("firm")["quarter"].agg(["min", "max", "size"])
    for firm in runs.table(result.firms, WORLD).itertuples():
        end = last if firm.outcome == "alive" else int(firm.outcome_quarter) - 1
        assert tuple(rows.loc[firm.firm]) == (firm.founded_quarter, end, end - firm.founded_quarter + 1)


def test_runway_is_cash_over_net_spending() -> None:
    """In the concept stage nothing is earned; burn is moved by capital intensity alone, and taxed."""
    rows = quarters()
    concept = rows[rows["stage"] == "concept"]
    burn = concept["cash_myuan"] / concept["runway_quarters"]
    industry = concept["firm"].str.rsplit("-", n=1).str[0]
    yearly = BASELINE.firms.concept_burn_myuan_per_year * (1 + BASELINE.treasury.wage_tax_share)
    for name, values in burn.groupby(industry):
        intensity = getattr(BASELINE.industries, str(name)).capital_intensity
        assert values.max() <= yearly / 4 * intensity * (1 + 1e-6)
        assert values.max() == pytest.approx(yearly / 4 * intensity, rel=0.5)
    earns = rows["runway_quarters"].isna()
    assert 0 < earns.sum() < len(rows) / 2
    assert set(rows[earns]["stage"]) <= {"growth", "mature"}


def test_value_is_that_of_the_last_round() -> None:
    rounds = runs.table(runs.run().rounds, WORLD)
    first = rounds[(rounds["stage"] == "seed") & ~rounds["is_bridge"]]
    rows = quarters().set_index(["firm", "quarter"])["value_myuan"]
    together = first.groupby(["firm", "quarter"]).agg({"amount_myuan": "sum", "pre_money_myuan": "first"})
    together = together[together.index.isin(rows.index)]
    assert len(together) > 100
    bridged = rounds[rounds["is_bridge"]].groupby(["firm", "quarter"]).size()
    for key, round_ in together.iterrows():
        if key not in bridged.index:
            assert rows[key] * FEN == pytest.approx((round_.amount_myuan + round_.pre_money_myuan) * FEN, abs=2)
    founded = runs.table(runs.run().firms, WORLD).set_index("firm")["founded_quarter"]
    early = [(firm, quarter) for firm, quarter in founded.items() if (firm, quarter) in rows.index]
    assert rows[early].isna().all()


def test_setbacks_only_rise_up_to_those_of_the_whole_life() -> None:
    rows = quarters()
    assert (rows.groupby("firm")["setbacks"].diff().dropna() >= 0).all()
    lives = runs.table(runs.run().lives, WORLD).set_index("firm")["setbacks"]
    seen = rows.groupby("firm")["setbacks"].max()
    assert set(lives[seen.index] - seen) == {0, 1}


@pytest.mark.parametrize("world", [0, 2])
def test_a_world_that_is_run_alone_has_the_tables_of_that_world(world: int) -> None:
    together = run({**SHORT, "settings.replications": 3}, threads=1, detail=3)
    alone = run(SHORT, first=world, replications=1, detail=1, threads=1)
    assert set(alone.tables) == set(together.tables)
    for name, found in alone.tables.items():
        expected = runs.table(together.tables[name], world).reset_index(drop=True)
        # a column of a part of the worlds may be empty
        pd.testing.assert_frame_equal(found, expected, check_dtype=False)


@pytest.mark.parametrize(("tables", "stops"), [
    (("firms", "lives", "rounds"), False), (("firm_quarters",), True), (("firms", "ledger"), True)])
def test_only_the_tables_that_are_asked_for_are_made(tables: tuple[str, ...], stops: bool) -> None:
    assert Diary(tables).is_quarterly == stops
    assert set(run(SHORT, detail=1, tables=tables).tables) == set(tables)
