"""Do two lives of a firm part where their records first differ, and is that told in true words?"""

import dataclasses
import functools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import SHORT

from model import ensemble
from model.lives import TABLES, Event, Investor, Kind, Life, life_of
from model.parameters import replaced
from model.parting import Parting, Weight, parting, told
from model.results import Result
from model.scenario import Scenario, find
from model.state import OUTCOMES

WORLDS = 6


def life(*events: Event, firm: str = "quantum_information-1") -> Life:
    """A life that is made by hand: its events alone."""
    none = np.array([])
    return Life(firm, "quantum_information", True, True, events[-1].outcome, events, none, none, none, none, none, none)


FOUNDED = Event(0, Kind.FOUNDED, "concept")
PASSED = Event(4, Kind.TEST_PASSED, "angel")
SEED = Event(4, Kind.ROUND, "angel", "seed", 6.0, 24.0, (Investor("a", 4.0, 0.13), Investor("b", 2.0, 0.07)))
FAILED = Event(9, Kind.TEST_FAILED, "angel")
BRIDGE = Event(10, Kind.BRIDGE, "angel", "", 3.5, 36.0, (Investor("a", 3.5, 0.1),))
VENTURE = Event(14, Kind.TEST_PASSED, "venture")
A_ROUND = Event(14, Kind.ROUND, "venture", "A", 24.0, 96.0, (Investor("c", 24.0, 0.2),))
LISTED = Event(40, Kind.EXIT, "venture", amount_myuan=1234.0, outcome="listing")
STARVED = Event(19, Kind.DEATH, "venture", amount_myuan=0.0, outcome="funding gap", reason="horizon too short")
BEGUN = (FOUNDED, PASSED, SEED)
SUCCESS = life(*BEGUN, VENTURE, A_ROUND, LISTED)
FAILURE = life(*BEGUN, VENTURE, STARVED)


def changed(event: Event, **fields: Any) -> Event:
    return dataclasses.replace(event, **fields)


# ---- where two lives part --------------------------------------------------------------------


def test_the_same_life_twice_has_no_parting() -> None:
    found = parting(SUCCESS, life(*SUCCESS.events))
    assert (found.weight, found.quarter, found.money_quarter) == (Weight.NONE, None, None)
    assert found.shared == 6 and found.at_first == found.at_second == ()
    assert found.cause() == (
        "The same happened in both, for the same money. In both it was listed at a value of ¥1,234 million in "
        "year 10.0.")


def test_missing_numbers_are_the_same_number() -> None:
    other = changed(A_ROUND, amount_myuan=float("nan")), changed(A_ROUND, amount_myuan=np.float64("nan"))
    assert parting(*(life(*BEGUN, one, LISTED) for one in other)).weight is Weight.NONE


@pytest.mark.parametrize("other", [
    changed(A_ROUND, round="B"), changed(A_ROUND, quarter=15), changed(A_ROUND, kind=Kind.BRIDGE),
    changed(STARVED, quarter=14)])
def test_paths_part_at_the_first_event_of_another_kind_round_or_quarter(other: Event) -> None:
    found = parting(SUCCESS, life(*BEGUN, VENTURE, other, LISTED))
    assert (found.weight, found.quarter, found.shared, found.money_quarter) == (Weight.PATH, 14, 4, None)
    assert found.at_first == (A_ROUND,)
    assert found.at_second == ((other,) if other.quarter == 14 else ())


@pytest.mark.parametrize("field", [{"outcome": "forced exit"}, {"reason": "return too low"}])
def test_paths_part_at_an_end_of_another_cause(field: dict[str, str]) -> None:
    found = parting(FAILURE, life(*BEGUN, VENTURE, changed(STARVED, **field)))
    assert (found.weight, found.quarter, found.shared) == (Weight.PATH, 19, 4)


@pytest.mark.parametrize("field", [
    {"amount_myuan": 6.1}, {"pre_money_myuan": 25.0}, {"investors": SEED.investors[::-1]},
    {"pre_money_myuan": float("nan")}])
def test_amounts_prices_and_investors_alone_part_only_the_money(field: dict[str, Any]) -> None:
    found = parting(SUCCESS, life(*SUCCESS.events[:2], changed(SEED, **field), *SUCCESS.events[3:]))
    assert (found.weight, found.quarter, found.money_quarter, found.shared) == (Weight.MONEY, 4, 4, 2)
    assert (found.at_first, found.at_second) == ((SEED,), (changed(SEED, **field),))


def test_money_that_differs_before_the_paths_part_is_noted_with_them() -> None:
    found = parting(SUCCESS, life(FOUNDED, PASSED, changed(SEED, amount_myuan=9.0), FAILED, STARVED))
    assert (found.weight, found.quarter, found.money_quarter, found.shared) == (Weight.PATH, 9, 4, 3)
    later = parting(SUCCESS, life(*BEGUN, FAILED, changed(LISTED, amount_myuan=9.0)))
    assert later.money_quarter is None  # money after the parting says nothing of what the paths share


def test_a_life_that_breaks_off_parts_where_the_other_goes_on() -> None:
    found = parting(life(*BEGUN), SUCCESS)
    assert (found.weight, found.quarter, found.at_first) == (Weight.PATH, 14, ())
    assert found.at_second == (VENTURE, A_ROUND)


def test_a_firm_may_be_founded_in_one_scenario_or_in_none() -> None:
    for found in (parting(SUCCESS, None), parting(None, SUCCESS)):
        assert (found.weight, found.quarter) == (Weight.FOUNDING, 0)
    assert parting(SUCCESS, None).ends == (LISTED, None)
    assert (parting(SUCCESS, None).at_first, parting(SUCCESS, None).at_second) == ((FOUNDED,), ())
    assert parting(None, None).weight is Weight.NONE
    assert parting(None, None).cause(("here", "there")) == "The firm was founded neither in here nor in there."


def test_lives_of_two_firms_do_not_part() -> None:
    with pytest.raises(ValueError, match="quantum_information-1 and x-2 are two firms"):
        parting(SUCCESS, life(FOUNDED, LISTED, firm="x-2"))


EVENTS = st.builds(
    Event, st.integers(0, 40), st.sampled_from([kind for kind in Kind if kind not in (Kind.EXIT, Kind.DEATH)]),
    st.just("angel"), st.sampled_from(["", "seed", "A"]), st.sampled_from([1.0, 2.0, float("nan")]))
COURSES = st.lists(EVENTS, max_size=8).map(lambda events: sorted(events, key=lambda event: event.quarter))


def path(event: Event) -> Any:
    return event.quarter, event.kind, event.round, event.outcome, event.reason


@given(COURSES, COURSES)
def test_all_before_the_parting_is_the_same_and_what_follows_is_not(one: list[Event], other: list[Event]) -> None:
    first, second = life(FOUNDED, *one, LISTED), life(FOUNDED, *other, LISTED)
    found = parting(first, second)
    shared = found.shared
    assert [path(event) for event in first.events[:shared]] == [path(event) for event in second.events[:shared]]
    if found.weight is Weight.PATH:
        nexts = (first.events[shared], second.events[shared])
        assert path(nexts[0]) != path(nexts[1])
        assert found.quarter == min(event.quarter for event in nexts)
    else:
        assert list(map(path, first.events)) == list(map(path, second.events))
    back = parting(second, first)
    assert (back.weight, back.quarter, back.money_quarter) == (found.weight, found.quarter, found.money_quarter)
    assert (back.at_first, back.at_second, back.ends) == (found.at_second, found.at_first, found.ends[::-1])
    assert parting(first, first).weight is Weight.NONE


# ---- in words --------------------------------------------------------------------------------


def test_what_each_did_and_how_it_ends_is_told_with_its_numbers() -> None:
    assert parting(SUCCESS, FAILURE).cause() == (
        "The paths part in year 3.5; until then all was the same. "
        "In A it got ¥24.0 million in its A round; it was listed at a value of ¥1,234 million in year 10.0. "
        "In B it never got its A round; it died for want of money in year 4.8 after a passed test, with no next "
        "round (horizon too short).")
    assert parting(FAILURE, SUCCESS).cause(("here", "there")).split("In here")[1].startswith(" it never got its A")


def test_a_round_that_comes_later_is_not_said_never_to_come() -> None:
    late = life(*BEGUN, VENTURE, changed(A_ROUND, quarter=16), LISTED)
    assert "In B it got no A round then; it got ¥24.0 million in its A round in year 4.0; it was" in (
        parting(SUCCESS, late).cause())
    other = life(*BEGUN, VENTURE, changed(A_ROUND, quarter=16, round="B"), LISTED)
    assert "In B it never got its A round; it got ¥24.0 million in its B round in year 4.0; it was" in (
        parting(SUCCESS, other).cause())


def test_where_the_records_show_nothing_the_next_event_is_told_once() -> None:
    said = parting(life(*BEGUN, FAILED, BRIDGE, LISTED), life(*BEGUN, STARVED)).cause()
    assert "In A it failed a test in the angel stage; it was listed" in said
    assert "In B the records show no event then; it died for want of money in year 4.8 after" in said
    assert said.count("it died") == 1


def test_several_events_of_one_moment_are_told_together() -> None:
    said = parting(SUCCESS, life(*BEGUN, changed(FAILED, quarter=14), STARVED)).cause()
    assert "In A it passed a test into the venture stage and it got ¥24.0 million in its A round; it was listed" in said
    assert "In B it failed a test in the angel stage; it died for want of money in year 4.8" in said


def test_money_that_parts_is_told_by_amount_and_price_or_by_who_paid() -> None:
    def said(**fields: Any) -> str:
        return parting(SUCCESS, life(*SUCCESS.events[:2], changed(SEED, **fields), *SUCCESS.events[3:])).cause()

    head = "The same happened in both, only the money differed, first in year 1.0 (seed round): "
    tail = " In both it was listed at a value of ¥1,234 million in year 10.0."
    assert said(amount_myuan=7.0) == (
        f"{head}¥6.00 million at ¥24.0 million pre-money in A, ¥7.00 million at ¥24.0 million pre-money in B.{tail}")
    assert said(investors=(Investor("c", 6.0, 0.2),)) == (
        f"{head}¥4.00 million from a, ¥2.00 million from b in A, ¥6.00 million from c in B.{tail}")
    assert said(pre_money_myuan=24.000001) == f"{head}by less than is shown here.{tail}"


def test_money_before_the_parting_is_told_with_its_year() -> None:
    found = parting(SUCCESS, life(FOUNDED, PASSED, changed(SEED, amount_myuan=9.0), VENTURE, STARVED))
    assert found.cause().startswith(
        "The paths part in year 3.5; until then only the money differed, first in year 1.0. In A ")


def test_a_firm_of_one_scenario_is_told_with_its_end() -> None:
    here = "In B it was founded in year 0.0; it was listed at a value of ¥1,234 million in year 10.0. "
    assert parting(None, SUCCESS).cause() == here + "In A it was not founded."
    assert parting(SUCCESS, None).cause() == here.replace("B", "A") + "In B it was not founded."
    assert parting(SUCCESS, life(changed(FOUNDED, quarter=-2), LISTED)).cause().startswith(
        "The paths part at once, in year \N{MINUS SIGN}0.5. In A the records show no event then; it was founded in")


@pytest.mark.parametrize("kind", Kind)
def test_every_event_has_words(kind: Kind) -> None:
    for outcome in OUTCOMES[1:] if kind in (Kind.EXIT, Kind.DEATH) else ("",):
        text = told(Event(6, kind, "growth", "B", 20.0, outcome=outcome))
        assert ("in year 1.5" in text) is (kind is not Kind.ALIVE) and "{" not in text
        assert "year" not in told(Event(6, kind, "growth", "B", 20.0, outcome=outcome), is_dated=False)


# ---- real runs -------------------------------------------------------------------------------


@functools.cache
def run(name: str, is_short: bool = False, first: int = 0, worlds: int = WORLDS, seed: int = 1) -> Result:
    changes = {**(SHORT if is_short else {}), "settings.replications": worlds, "settings.seed": seed}
    return ensemble.run(
        replaced(Scenario.load(find(name)).parameters, changes), first=first, detail=worlds, tables=TABLES)


def life_in(result: Result, firm: str, world: int) -> Life | None:
    try:
        return life_of(result.tables, firm, world)
    except LookupError:
        return None


def all_partings(first: Result, second: Result) -> list[Parting]:
    firms = sorted({*first.tables["firms"]["firm"], *second.tables["firms"]["firm"]})
    return [parting(life_in(first, firm, 0), life_in(second, firm, 0)) for firm in firms]


def test_no_firm_parts_from_itself_in_the_same_scenario() -> None:
    again = run.__wrapped__("baseline", is_short=True, worlds=1)
    found = all_partings(run("baseline", is_short=True, worlds=1), again)
    assert len(found) > 150
    assert {one.weight for one in found} == {Weight.NONE}


def test_firms_of_two_scenarios_share_all_events_before_they_part() -> None:
    found = all_partings(run("baseline", is_short=True, worlds=1), run("patient_guide", is_short=True, worlds=1))
    weights = [one.weight for one in found]
    assert min(weights.count(weight) for weight in (Weight.NONE, Weight.MONEY, Weight.PATH)) > 5
    for one in found:
        said = one.cause()
        assert said.endswith(".") and "nan" not in said and "{" not in said and ".." not in said
        if one.first is None or one.second is None:
            assert one.weight is Weight.FOUNDING
            continue
        before = [[event for event in life.events if one.quarter is None or event.quarter < one.quarter]
                  for life in (one.first, one.second)]
        assert [path(event) for event in before[0]] == [path(event) for event in before[1]]
        if one.money_quarter is None:
            assert list(map(repr, before[0])) == list(map(repr, before[1]))
        if one.weight is Weight.MONEY:
            assert list(map(path, one.first.events)) == list(map(path, one.second.events))
            assert list(map(repr, one.first.events)) != list(map(repr, one.second.events))
        if one.weight is Weight.PATH:
            assert list(map(path, one.at_first)) != list(map(path, one.at_second))
