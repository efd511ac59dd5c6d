"""Is a firm's life told as its tables have it, and do finders find what they say?"""

import functools
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd
import pytest
from oracle import runs
from worlds import run

from model.finders import FINDERS, Found, find
from model.lives import TABLES, Event, Investor, Kind, Life, life_of
from model.outputs import CAUSES, STAGES
from model.state import OUTCOMES

WORLD = 1
MISSING = pd.NA


def tables_of(world: int = WORLD) -> dict[str, pd.DataFrame]:
    return {name: runs.table(runs.run().tables[name], world) for name in TABLES}


@functools.cache
def lives() -> list[Life]:
    tables = tables_of()
    return [life_of(tables, firm) for firm in tables["firms"]["firm"]]


def count(life: Life, *kinds: Kind) -> int:
    return sum(event.kind in kinds for event in life.events)


# ---- a life that is made by hand -------------------------------------------------------------


def by_hand(**changed: Any) -> dict[str, pd.DataFrame]:
    """A firm that passes, fails, gets two rounds and a bridge, buys back, and is sold."""
    firm = {"replication": 0, "firm": "x-1"}
    course = {
        "quarter": [3, 4, 5, 6, 7], "stage": ["concept", "angel", "angel", "angel", "venture"],
        "cash_myuan": [2.0, 9.0, 6.0, 8.0, 30.0], "runway_quarters": [2.0, 3.0, 2.0, 2.5, np.nan],
        "revenue_myuan": [0.0, 0.0, 0.0, 0.0, 1.0], "setbacks": [0, 0, 1, 1, 1],
        "value_myuan": [np.nan, 40.0, 40.0, 44.0, 120.0]}
    rounds = {
        "quarter": [4, 4, 6, 7], "stage": ["seed", "seed", "seed", "A"], "fund": ["a", "b", "a", "outside"],
        "amount_myuan": [6.0, 2.0, 4.0, 24.0], "pre_money_myuan": [32.0, 32.0, 36.0, 96.0],
        "share_sold": [0.15, 0.05, 0.1, 0.2], "is_bridge": [False, False, True, False],
        "is_purchase": False}
    end = {"industry": "x", "is_pioneer": True, "founded_quarter": 3, "outcome": "trade sale",
           "outcome_quarter": 9, "exit_value_myuan": 90.0, "liquidation_myuan": 3.0}
    marks = {"stage": "growth", "is_viable": True, "setbacks": 2, "redemption_quarter": MISSING,
             "angel_quarter": 4, "venture_quarter": 7, "growth_quarter": 9, "mature_quarter": MISSING,
             "dropped_reason": None}
    return {
        "firms": pd.DataFrame([firm | end | changed.get("end", {})]),
        "lives": pd.DataFrame([firm | marks | changed.get("marks", {})]),
        "firm_quarters": pd.DataFrame(firm | course), "rounds": pd.DataFrame(firm | rounds)}


def test_events_come_in_order_with_their_numbers() -> None:
    told = life_of(by_hand(marks={"redemption_quarter": 8}), "x-1").events
    assert [(event.quarter, event.kind, event.stage) for event in told] == [
        (3, Kind.FOUNDED, "concept"), (4, Kind.TEST_PASSED, "angel"), (4, Kind.ROUND, "angel"),
        (5, Kind.TEST_FAILED, "angel"), (6, Kind.BRIDGE, "angel"), (7, Kind.TEST_PASSED, "venture"),
        (7, Kind.ROUND, "venture"), (8, Kind.BUY_BACK, "venture"), (9, Kind.TEST_PASSED, "growth"),
        (9, Kind.TEST_FAILED, "growth"), (9, Kind.EXIT, "growth")]
    assert told[2] == Event(
        4, Kind.ROUND, "angel", "seed", 8.0, 32.0, (Investor("a", 6.0, 0.15), Investor("b", 2.0, 0.05)))
    assert (told[4].amount_myuan, told[4].pre_money_myuan, told[4].round) == (4.0, 36.0, "")
    assert (told[-1].outcome, told[-1].amount_myuan, told[-1].reason) == ("trade sale", 90.0, "")


def test_a_death_says_its_cause_and_why_no_fund_came() -> None:
    died = life_of(by_hand(end={"outcome": "funding gap"}, marks={"dropped_reason": "horizon too short"}), "x-1")
    assert (died.events[-1].kind, died.events[-1].outcome) == (Kind.DEATH, "funding gap")
    assert died.events[-1].amount_myuan == 3.0
    assert died.events[-1].reason == "horizon too short"


def test_a_firm_that_is_left_is_alive_at_the_end() -> None:
    alive = life_of(by_hand(end={"outcome": "alive", "outcome_quarter": MISSING},
                            marks={"growth_quarter": MISSING}), "x-1")
    assert (alive.events[-1].quarter, alive.events[-1].kind) == (7, Kind.ALIVE)
    assert count(alive, Kind.TEST_PASSED) == 2  # the marks of its last quarter are already seen


def test_a_purchase_is_no_round() -> None:
    tables = by_hand()
    tables["rounds"].loc[3, ["is_purchase", "stage"]] = [True, "purchase"]
    assert [e.kind for e in life_of(tables, "x-1").events if e.quarter == 7] == [Kind.TEST_PASSED, Kind.PURCHASE]


def test_a_later_round_of_one_letter_is_an_extension() -> None:
    tables = by_hand()
    tables["rounds"].loc[2, "is_bridge"] = False
    assert [e.round for e in life_of(tables, "x-1").events if e.kind is Kind.ROUND] == ["seed", "seed+", "A"]


def test_the_course_is_that_of_the_table() -> None:
    life = life_of(by_hand(), "x-1")
    assert list(life.quarters) == [3, 4, 5, 6, 7]
    assert [STAGES[stage] for stage in life.stages] == ["concept", "angel", "angel", "angel", "venture"]
    assert list(life.cash_myuan) == [2.0, 9.0, 6.0, 8.0, 30.0]
    assert np.isnan(life.runway_quarters[-1]) and np.isnan(life.value_myuan[0])


def test_a_firm_that_was_not_founded_has_no_life() -> None:
    with pytest.raises(LookupError, match="x-2 was founded in 0 of these worlds"):
        life_of(by_hand(), "x-2")


# ---- all lives of a world --------------------------------------------------------------------


def test_every_firm_is_founded_first_and_ends_last() -> None:
    firms = tables_of()["firms"].set_index("firm")
    assert len(lives()) > 500
    ends: Counter[str] = Counter()
    for life in lives():
        row = firms.loc[life.firm]
        assert life.events[0] == Event(row["founded_quarter"], Kind.FOUNDED, "concept")
        last = life.events[-1]
        assert last.outcome == life.outcome == row["outcome"]
        assert last.kind is (
            Kind.ALIVE if last.outcome == OUTCOMES[0] else Kind.DEATH if last.outcome in CAUSES else Kind.EXIT)
        assert [e.quarter for e in life.events] == sorted(e.quarter for e in life.events)
        ends[last.outcome] += 1
    assert len(ends) > 4


def test_tests_and_stages_add_up() -> None:
    marks = tables_of()["lives"].set_index("firm")
    for life in lives():
        assert count(life, Kind.TEST_FAILED) == marks.loc[life.firm, "setbacks"]
        assert count(life, Kind.TEST_PASSED) == STAGES.index(marks.loc[life.firm, "stage"])
        assert life.events[-1].stage == marks.loc[life.firm, "stage"]


def test_rounds_and_bridges_add_up_to_what_was_raised() -> None:
    raised = tables_of()["firms"].set_index("firm")["raised_myuan"]
    seen: Counter[Kind] = Counter()
    for life in lives():
        paid = [e for e in life.events if e.kind in (Kind.ROUND, Kind.BRIDGE)]
        assert sum(e.amount_myuan for e in paid) == pytest.approx(raised[life.firm], abs=1e-6)
        for event in paid:
            assert sum(i.amount_myuan for i in event.investors) == pytest.approx(event.amount_myuan)
            if event.kind is Kind.ROUND:
                share = event.amount_myuan / (event.pre_money_myuan + event.amount_myuan)
                assert sum(i.share_sold for i in event.investors) == pytest.approx(share)
        seen.update(e.kind for e in life.events)
    assert set(Kind) - set(seen) <= {Kind.ALIVE}  # the run-off outlasts nearly all of them


@pytest.mark.parametrize(("kind", "series"), [
    (Kind.TEST_PASSED, "tests_passed"), (Kind.BRIDGE, "bridges"), (Kind.PURCHASE, "exits_ma"),
    (Kind.FOUNDED, "entries")])
def test_events_are_as_many_as_the_series_says(kind: Kind, series: str) -> None:
    quarters = Counter(e.quarter for life in lives() for e in life.events if e.kind is kind)
    values = runs.run().series[series][WORLD]
    assert [quarters[t] for t in range(len(values))] == list(values)


def test_rounds_are_as_many_as_their_series_say_together() -> None:
    rounds = [e for life in lives() for e in life.events if e.kind is Kind.ROUND and e.quarter >= 0]
    series = runs.run().series
    counted = {name: series[f"rounds_{name}"][WORLD].sum() for name in ("seed", "a", "b", "c", "extension")}
    assert len(rounds) == sum(counted.values())
    extensions = sum(e.round.endswith("+") for e in rounds)
    # one that began by its own means and ran short has its first round of a letter late
    assert 0 < extensions <= counted["extension"] <= extensions + 0.05 * len(rounds)


def test_firms_of_several_worlds_are_kept_apart() -> None:
    tables = {name: runs.run().tables[name] for name in TABLES}
    names = [set(tables_of(world)["firms"]["firm"]) for world in range(2)]
    firm = sorted(names[0] & names[1])[0]
    assert life_of(tables, firm, 1).events == life_of(tables_of(1), firm).events
    with pytest.raises(LookupError, match="was founded in"):
        life_of(tables, firm)


def test_a_firm_is_the_same_in_every_scenario() -> None:
    options: dict[str, Any] = {"replications": 1, "detail": 1, "tables": TABLES}
    here, there = run(**options), run({"patience.fund_term_years": 15.0}, **options)
    assert here.lives is not None and there.lives is not None
    both = here.lives.merge(there.lives, on="firm")
    assert len(both) > 400
    assert (both["quality_x"] == both["quality_y"]).all() and (both["novelty_x"] == both["novelty_y"]).all()
    pairs = [(life_of(here.tables, firm), life_of(there.tables, firm)) for firm in both["firm"][:200]]
    assert all(one.is_pioneer == other.is_pioneer for one, other in pairs)
    assert any(one.outcome != other.outcome for one, other in pairs)


# ---- finders ---------------------------------------------------------------------------------


@functools.cache
def many() -> dict[str, pd.DataFrame]:
    return run(replications=24, detail=24, tables=("firms", "lives")).tables


CHECKS: dict[str, Any] = {
    "starved_pioneer": lambda f: f.is_pioneer and f.is_viable and f.outcome == "funding gap",
    "dropped_pioneer": lambda f: f.is_pioneer and isinstance(f.dropped_reason, str) and f.raised_myuan > 0,
    "successful_pioneer": lambda f: f.is_pioneer and f.exit_value_myuan >= f.raised_myuan > 0
    and f.outcome in ("listing", "trade sale"),
    "tried_pioneer": lambda f: f.is_pioneer and f.setbacks > 0 and f.is_sold_well,
    "dead_end_pioneer": lambda f: f.is_pioneer and f.outcome == "technical dead end",
    "forced_pioneer": lambda f: f.is_pioneer and f.outcome == "forced exit",
    "early_pioneer": lambda f: f.is_pioneer and f.outcome == "market",
    "listed_follower": lambda f: not f.is_pioneer and f.outcome == "listing",
    "starved_follower": lambda f: not f.is_pioneer and f.is_viable and f.outcome == "funding gap",
}


@pytest.mark.parametrize("name", FINDERS)
def test_a_finder_finds_what_it_says(name: str) -> None:
    found = find(many(), name)
    assert found is not None
    firms = many()["firms"].merge(many()["lives"], on=["replication", "firm"])
    row = next(f for f in firms.itertuples() if Found(f.replication, f.firm) == found)
    assert CHECKS[name](row)
    assert row.outcome_quarter >= 0
    richer = [f for f in firms.itertuples() if CHECKS[name](f) and f.raised_myuan > row.raised_myuan]
    assert all(f.outcome_quarter < 0 for f in richer)


def test_the_order_of_rows_does_not_matter() -> None:
    turned = {table: rows.iloc[::-1].reset_index(drop=True) for table, rows in many().items()}
    for name in FINDERS:
        assert find(turned, name) == find(many(), name)


def test_where_there_is_none_none_is_found() -> None:
    none = {table: rows[:0] for table, rows in many().items()}
    assert {find(none, name) for name in FINDERS} == {None}
    assert all(finder.words[0] == "A" for finder in FINDERS.values())
