"""Zones at their edges: funds past their term or too old, rounds of long ago, fees, revenue beyond the market."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from zones import SHORT, in_zone

from model import ensemble
from model.lives import Kind, life_of
from model.messages import Problems
from model.parameters import BASELINE, replaced
from model.parameters.zone import FirmRow, FundRow, IndustryRow, Zone
from model.zone.summary import warnings

OLD = Zone("Old", (), (), (FundRow("venture", 100.0, 12.5, 15.0, 0.2),))
AGED = Zone("Aged", (), (
    FirmRow("hydrogen_storage", "mature", 1, 40.0, 50.0, 200.0, 80.0),
    FirmRow("hydrogen_storage", "growth", 3, 18.0, 40.0, 160.0, 18.0),
    FirmRow("hydrogen_storage", "angel", 3, 30.0, 10.0, 6.0),
    FirmRow("hydrogen_storage", "concept", 1, 2.0)))


def tables_of(zone: Zone, **changes: Any) -> Any:
    given = in_zone(zone, **{path.replace(".", "__"): value for path, value in (SHORT | changes).items()})
    return ensemble.run(given, detail=1).tables


@pytest.fixture(scope="module")
def aged() -> Any:
    return tables_of(AGED)


def test_a_fund_older_than_the_history_never_reaches_the_kernels() -> None:
    for start in (ensemble.run, lambda given: ensemble.observe(given, lambda _world: None)):
        with pytest.raises(Problems, match="12.5 years old, but only 10 years"):
            start(in_zone(OLD, settings__replications=1))  # type: ignore[operator]


def test_a_fund_past_its_term_is_in_the_first_quarter_like_a_fund_at_its_end() -> None:
    firms = FirmRow("hydrogen_storage", "venture", 200, 30.0)
    ends = set()
    for term in (6.0, 10.0):
        found = tables_of(Zone("Late", (), (firms,), (FundRow("venture", 5000.0, 10.0, term, 0.2),)))
        assert found["rounds"].query("quarter < 0")["fund"].str.startswith("venture").any()
        sales = found["ledger"].query("kind == 'secondary sale'")["quarter"]
        ends.add((sales.min(), found["funds"].iloc[0]["closed_quarter"]))
    assert len(ends) == 1 and min(ends)[0] == 0, "both sell from the first quarter on, and for as long"


def test_past_tests_are_told_when_they_were_passed(aged: Any) -> None:
    for firm, count in (("hydrogen_storage-0", 4), *((f"hydrogen_storage-{k}", 1) for k in (1, 2, 3)),
                        *((f"hydrogen_storage-{k}", 3) for k in (4, 5, 6)), ("hydrogen_storage-7", 0)):
        life = life_of(aged, firm)
        past = [event for event in life.events if event.quarter < 0]
        tests = [event for event in past if event.kind is Kind.TEST_PASSED]
        assert len(tests) == count and all(event.kind is not Kind.TEST_FAILED for event in past)
        assert [event.stage for event in tests] == ["angel", "venture", "growth", "mature"][:count]
        # a round follows the test at once; stages lasted in proportion to their work, so none began just now
        rounds = {event.stage: event.quarter for event in past if event.kind is Kind.ROUND}
        assert rounds == {event.stage: event.quarter for event in tests if event.stage != "mature"}
        assert len({past[0].quarter, *(event.quarter for event in tests)}) == count + 1


def test_a_first_cheque_of_long_ago_is_the_first_cheque(aged: Any) -> None:
    rounds = aged["rounds"][~aged["rounds"]["is_purchase"]].groupby("firm")["quarter"].min()
    first = aged["lives"].set_index("firm")["first_cheque_quarter"]
    assert (first[rounds.index] == rounds).all() and (rounds < -40).sum() > 3
    assert first[[name for name in first.index if name not in rounds.index]].isna().all()


@pytest.mark.parametrize(("age", "booked", "following"), [(0.0, 1, 3), (2.5, 3, 2), (3.0, 3, 0)])
def test_every_year_that_has_begun_has_paid_its_fee(age: float, booked: int, following: int) -> None:
    ledger = tables_of(Zone("Fees", (), (), (FundRow("venture", 1000.0, age, 10.0, 0.2),)))["ledger"]
    own = f"venture-{(40 - max(1, 4 * age)) // 4:g}-"
    fees = ledger[(ledger["kind"] == "fee") & ledger["from"].str.startswith(own)]
    yearly = BASELINE.funds.fee_share * 1000.0
    by_quarter = fees.groupby("quarter")["amount_fen"].sum() / 1e8
    assert by_quarter[-1] == pytest.approx(booked * yearly)
    assert by_quarter[by_quarter.index >= 0].index[0] == following and by_quarter[following] == pytest.approx(yearly)


def test_revenue_beyond_the_market_is_told_with_its_row() -> None:
    firms = (FirmRow("hydrogen_storage", "angel"), FirmRow("hydrogen_storage", "growth", 1, 7.0, None, None, 20_000.0))
    known = IndustryRow("hydrogen_storage", 0.5)
    (told,) = warnings(Zone("Large", (known,), firms), BASELINE)
    assert "firms, entry 2 (Hydrogen and energy storage): 20,000, at most" in told and "opened" not in told
    revenue = tables_of(Zone("Large", (known,), firms))["firm_quarters"].query("quarter == -1")["revenue_myuan"].max()
    assert f"{round(4 * revenue):,}" in told
    assert "when its market opened" in next(warnings(Zone("Large", (), firms), BASELINE))
    fits = replace(firms[1], revenue_myuan_per_year=round(4 * revenue) - 1.0)
    assert not list(warnings(Zone("Large", (known,), (firms[0], fits)), BASELINE))
    many = tuple(replace(firms[1], age_years=float(k)) for k in range(30))
    (told,) = warnings(Zone("Many", (known,), many), replaced(BASELINE, {"switches.labour_limit": False}))
    assert told.count("entry ") == 5 and len(told) < 1000
