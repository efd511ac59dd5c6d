"""Are the firms that tell most of two scenarios what they are said to be, and the most telling first?"""

import dataclasses
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from test_parting import life_in, run

from model.messages import Problems
from model.outputs import CAUSES
from model.parameters import replaced
from model.parting import told
from model.results import Result
from model.telling import Story, Telling, check_comparable, telling

ALL = 1_000_000
PAIRS = [("baseline", "patient_guide"), ("baseline", "ten_ones_package")]


def rows(result: Result) -> dict[tuple[int, str], Any]:
    """What became of each firm, from the tables alone."""
    firms = result.tables["firms"].merge(result.tables["lives"], on=["replication", "firm"])
    return {(row.replication, row.firm): row for row in firms.itertuples()}


def succeeded(row: Any) -> bool:
    return row is not None and row.outcome in ("listing", "trade sale") and row.exit_value_myuan >= row.raised_myuan


def starved(row: Any) -> bool:
    return row is not None and row.outcome == "funding gap"


def dead(row: Any) -> bool:
    return row is not None and row.outcome in CAUSES


def founded_industry(row: Any, result: Result) -> bool:
    if not (succeeded(row) and row.is_pioneer):
        return False
    name = f"established_in.{row.industry}"
    start = result.recorded.start if result.recorded else 0
    when = np.flatnonzero(result.series_all[name][row.replication])
    return bool(len(when)) and when[0] - start >= row.founded_quarter


def fits(story: Story, a: Any, b: Any, first: Result, second: Result) -> bool:
    both = succeeded(a) and succeeded(b)
    return bool({
        Story.STARVED_FOUNDER: lambda: starved(a) and founded_industry(b, second),
        Story.FOUNDER_STARVED: lambda: founded_industry(a, first) and starved(b),
        Story.DEAD_SUCCESS: lambda: dead(a) and succeeded(b),
        Story.SUCCESS_DEAD: lambda: succeeded(a) and dead(b),
        Story.ONLY_A: lambda: b is None,
        Story.ONLY_B: lambda: a is None,
        Story.A_EARLIER: lambda: both and b.outcome_quarter - a.outcome_quarter >= 8,
        Story.B_EARLIER: lambda: both and a.outcome_quarter - b.outcome_quarter >= 8,
    }[story]())


def value(row: Any) -> float:
    return 0.0 if row is None or np.isnan(row.exit_value_myuan) else float(row.exit_value_myuan)


def found_in(names: tuple[str, str], most: int = ALL) -> dict[Story, list[Telling]]:
    return telling(*(run(name) for name in names), most=most)


@pytest.mark.parametrize("names", PAIRS)
def test_firms_stand_under_the_first_story_that_is_true_of_them(names: tuple[str, str]) -> None:
    first, second = map(run, names)
    tables = [rows(first), rows(second)]
    expected: dict[Story, set[tuple[int, str]]] = {story: set() for story in Story}
    for key in {*tables[0], *tables[1]}:
        a, b = (table.get(key) for table in tables)
        story = next((story for story in Story if fits(story, a, b, first, second)), None)
        if story is not None:
            expected[story].add(key)
    found = found_in(names)
    assert list(found) == list(Story)
    for story, tellings in found.items():
        assert len(tellings) == len(expected[story])
        assert {(one.replication, one.firm) for one in tellings} == expected[story]
    for story in set(Story) - {Story.STARVED_FOUNDER, Story.FOUNDER_STARVED}:
        assert any(found_in(pair)[story] for pair in PAIRS), "in so few worlds one pair may have none"
    assert found_in(PAIRS[1])[Story.STARVED_FOUNDER]


@pytest.mark.parametrize("names", PAIRS)
def test_the_largest_difference_comes_first(names: tuple[str, str]) -> None:
    tables = [rows(run(name)) for name in names]
    for story, tellings in found_in(names).items():
        sides = [[table.get((one.replication, one.firm)) for one in tellings] for table in tables]
        scores: list[Any] = [abs(value(a) - value(b)) for a, b in zip(*sides, strict=True)]
        if story in (Story.A_EARLIER, Story.B_EARLIER):
            scores = [(abs(a.outcome_quarter - b.outcome_quarter), score)
                      for a, b, score in zip(*sides, scores, strict=True)]
        for (one, score), (after, less) in pairwise(zip(tellings, scores, strict=True)):
            assert score > less or (score == less and one[:2] < after[:2])


def test_a_short_list_is_the_head_of_a_long_one() -> None:
    short, long = found_in(PAIRS[1], 3), found_in(PAIRS[1])
    assert short == {story: tellings[:3] for story, tellings in long.items()}


@pytest.mark.parametrize("names", PAIRS)
def test_reasons_tell_how_both_lives_of_the_firm_ended(names: tuple[str, str]) -> None:
    for tellings in found_in(names, 2).values():
        for one in tellings:
            for letter, name in zip("AB", names, strict=True):
                lived = life_in(run(name), one.firm, one.replication)
                end = "it was not founded" if lived is None else told(lived.events[-1])
                assert f"In {letter} {end}." in one.reason


def test_the_reason_of_a_founder_says_when_its_industry_was_established() -> None:
    one = found_in(PAIRS[1])[Story.STARVED_FOUNDER][0]
    industry = one.firm.rpartition("-")[0]
    result = run("ten_ones_package")
    when = np.flatnonzero(result.series[f"established_in.{industry}"][one.replication])[0] / 4
    assert f"was established in year {when:.1f} in B." in one.reason


def test_a_pioneer_of_an_industry_that_was_established_before_it_is_no_founder() -> None:
    def early(name: str) -> Result:
        result = run(name)
        ever = {series: np.ones_like(values) if series.startswith("established_in.") else values
                for series, values in result.series_all.items()}
        return dataclasses.replace(result, series_all=ever)

    found, late = telling(*map(early, PAIRS[1]), most=ALL), found_in(PAIRS[1])
    assert not found[Story.STARVED_FOUNDER]
    pioneers = {one[:2] for one in late[Story.STARVED_FOUNDER]}
    assert pioneers and pioneers <= {one[:2] for one in found[Story.DEAD_SUCCESS]}


@pytest.mark.parametrize("names", PAIRS)
def test_swapping_the_runs_swaps_the_stories(names: tuple[str, str]) -> None:
    there, back = found_in(names), found_in(names[::-1])
    for story, tellings in there.items():
        assert story.swapped.swapped is story is not story.swapped
        assert [one[:2] for one in back[story.swapped]] == [one[:2] for one in tellings]


def test_stories_are_told_apart_and_name_the_scenarios() -> None:
    labels = [story.label(("here", "there")) for story in Story]
    assert len(set(labels)) == len(Story)
    assert labels[2] == "Firms that died in here and succeeded in there"
    assert labels[3] == "Firms that succeeded in here and died in there"
    assert labels[-1] == "Firms that succeeded in both, in there at least 2 years earlier"


def test_the_same_run_twice_tells_nothing() -> None:
    assert not any(telling(run("baseline"), run("baseline")).values())


def test_the_order_of_rows_does_not_matter() -> None:
    turned = [dataclasses.replace(run(name), tables={
        table: rows.iloc[::-1].reset_index(drop=True) for table, rows in run(name).tables.items()})
        for name in PAIRS[1]]
    assert telling(*turned) == telling(*map(run, PAIRS[1]))


def test_worlds_that_do_not_begin_at_the_first_are_looked_up_by_their_number() -> None:
    some = telling(*(run(name, first=2, worlds=2) for name in PAIRS[1]), first_world=2, most=ALL)
    assert any(some.values())
    assert some == {story: [one for one in tellings if one.replication in (2, 3)]
                    for story, tellings in found_in(PAIRS[1]).items()}


def test_only_worlds_that_both_runs_keep_are_compared() -> None:
    fewer = telling(run("baseline"), run("ten_ones_package", worlds=2), most=ALL)
    assert {one.replication for tellings in fewer.values() for one in tellings} == {0, 1}


def test_runs_that_cannot_be_compared_are_refused_with_all_reasons() -> None:
    base = run("baseline", worlds=1)
    for changes, words in (
            ({"settings.seed": 2}, "Seed is 1 in A and 2 in B"),
            ({"settings.horizon_years": 12}, "Horizon is 20 in A and 12 in B"),
            ({"settings.opening_history_years": 8}, "Opening history is 10 in A and 8 in B"),
            ({"settings.run_off_years": 9}, "Run-off is 10 in A and 9 in B")):
        other = dataclasses.replace(base, parameters=replaced(base.parameters, changes))
        with pytest.raises(Problems, match=words) as caught:
            telling(base, other)
        assert len(caught.value.sentences) == 1
    plain = dataclasses.replace(
        base, parameters=replaced(base.parameters, {"settings.seed": 2}), tables={"firms": base.tables["firms"]})
    with pytest.raises(Problems) as caught:
        check_comparable(plain, base)
    assert [sentence[:6] for sentence in caught.value.sentences] == ["Seed i", "A was "]
    with pytest.raises(Problems, match="no world in common"):
        check_comparable(base, run("baseline", first=1, worlds=1))
    check_comparable(base, run("patient_guide", worlds=2))
