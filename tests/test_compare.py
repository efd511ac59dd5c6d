"""The Compare page's numbers, levers, ranking and charts, without a browser."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import saved
from app.charts.chart import Chart, Pair
from app.charts.parting import short
from app.compare import drawn, levers, numbers, ranking
from app.compare.chosen import HERE, Board, Candidate, board, candidates, first_choice
from app.compare.differences import difference
from app.look import LIGHT
from app.saved import shipped_scenarios as scenarios
from app.views import VIEWS
from app.visit import Visit
from model.comparison import interval, paired, run_with_twin
from model.declare import Role
from model.outputs import HEADLINES
from model.parameters import BASELINE, PARAMETERS, replaced, value_at
from model.results import Result
from model.scenario import Scenario

WORLDS = 8
NAMES = ("baseline", "patient_guide", "short_money")
PIONEERS = "pioneers_succeeded_10"
TERM = "patience.fund_term_years"


@lru_cache(1)
def compared() -> tuple[Board, dict[str, Result]]:
    """Three shipped scenarios at a few worlds."""
    visit = Visit({"settings.replications": WORLDS})
    found = board(candidates(visit), NAMES, "baseline")
    assert found is not None
    return found, {one.name: run_with_twin(one.parameters) for one in found.candidates}


def with_reference(name: str) -> Board:
    one, _results = compared()
    return Board(one.candidates, next(each for each in one.candidates if each.name == name))


# what can be chosen


def test_scenarios_with_one_title_are_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCENARIO_FOLDER", str(tmp_path))
    for years in (12.0, 15.0):
        saved.library().create(Scenario("Plan A", parameters=replaced(BASELINE, {"patience.fund_term_years": years})))
    saved.library().create(Scenario("Patient guide"))
    found = candidates(Visit())
    titles = [one.title for one in found.values()]
    assert len(set(titles)) == len(titles)
    terms = {one.title: one.parameters.patience.fund_term_years for one in found.values()}
    assert (terms["Plan A"], terms["Plan A (2)"]) == (12.0, 15.0)
    assert found["patient_guide"].title == "Patient guide" and "Patient guide (2)" in titles
    assert saved.free_title("Plan A") == "Plan A (3)" and saved.free_title("Plan B") == "Plan B"


def test_what_is_open_stands_in_the_box_at_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCENARIO_FOLDER", str(tmp_path))
    key = saved.key_of(saved.library().create(Scenario("Mine", parameters=replaced(BASELINE, {TERM: 11.0}))))
    visit = Visit()
    assert first_choice(visit, candidates(visit)) == ["baseline", "patient_guide"]
    visit.choose(key)
    assert first_choice(visit, candidates(visit)) == [key, "baseline", "patient_guide"]
    visit.change(TERM, 13.0)
    assert first_choice(visit, candidates(visit)) == [HERE, key, "baseline", "patient_guide"]


def test_every_shipped_scenario_can_be_chosen_and_keeps_the_settings_of_the_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SCENARIO_FOLDER", str(tmp_path))
    visit = Visit({"settings.seed": 9, "settings.replications": 40})
    found = candidates(visit)
    assert set(found) == set(scenarios())
    for one in found.values():
        assert (one.parameters.settings.seed, one.parameters.settings.replications) == (9, 40)
        own = scenarios()[one.name].parameters
        assert all(value_at(one.parameters, path) == value_at(own, path)
                   for path, each in PARAMETERS.items() if each.role is not Role.SETTING)


def test_what_explore_shows_is_there_only_where_it_is_none_of_them() -> None:
    assert HERE not in candidates(Visit())
    assert HERE in candidates(Visit({"patience.fund_term_years": 13.0}))
    against_itself = Visit({"patience.investment_years": 9.0, "patience.fund_term_years": 5.0})
    assert HERE not in candidates(against_itself)


def test_a_board_needs_two_and_takes_six() -> None:
    found = candidates(Visit())
    assert board(found, ["baseline"], "baseline") is None
    assert board(found, ["baseline", "gone"], "baseline") is None
    many = board(found, list(found), "gone")
    assert many is not None and len(many.candidates) == 6 and many.reference is many.candidates[0]
    assert many.reference not in many.others and len(many.others) == 5


# numbers


def test_a_difference_is_paired_and_its_shares_count_worlds() -> None:
    _board, results = compared()
    first, other = results["baseline"], results["short_money"]
    for name, output in HEADLINES.items():
        found = difference(first, other, name)
        assert (found.gap.mean == paired(first, other, name).mean) or math.isnan(found.gap.mean)
        if math.isfinite(found.better):
            gaps = (other.headlines[name] - first.headlines[name]) * output.good
            gaps = gaps[np.isfinite(gaps)]
            assert found.better == sum(gap > 0 for gap in gaps) / len(gaps)
            assert found.better + found.worse <= 1 and not output.is_pooled


def test_a_scenario_differs_from_itself_by_exactly_nothing() -> None:
    _board, results = compared()
    for name in HEADLINES:
        found = difference(results["baseline"], results["baseline"], name)
        assert found.verdict == "identical" and found.tone == "same" and not found.is_told
        assert found.gap.mean == 0 or math.isnan(found.mean.mean)


def test_another_reference_turns_a_difference_round() -> None:
    _board, results = compared()
    there = difference(results["baseline"], results["short_money"], PIONEERS)
    back = difference(results["short_money"], results["baseline"], PIONEERS)
    assert there.gap.mean == -back.gap.mean and there.better == back.worse


def test_rows_stand_on_one_scale_and_the_best_first_where_wanted() -> None:
    one, results = compared()
    for name in HEADLINES:
        rows = numbers.rows(one, results, name, is_sorted=True)
        assert {row.name for row in rows} == {each.title for each in one.others}
        gaps = [numbers.found_for(one, results, name)[key].gap.mean
                for key in numbers.by_size(numbers.found_for(one, results, name), name)]
        known = [gap * (HEADLINES[name].good or 1) for gap in gaps if math.isfinite(gap)]
        assert known == sorted(known, reverse=True)
        for row in rows:
            if row.track is not None and row.track.dot is not None and math.isfinite(row.track.dot.high):
                assert 0 <= row.track.dot.low <= row.track.dot.high <= 1
            assert (row.is_hit is None) >= ("noise" in row.verdict)


@pytest.mark.parametrize("reference", NAMES)
def test_no_share_of_a_reference_that_is_not_above_zero(reference: str) -> None:
    one, results = with_reference(reference), compared()[1]
    signs = set()
    for name in HEADLINES:
        before = interval(results[reference].headlines[name]).mean
        for found in numbers.found_for(one, results, name).values():
            signs.add(before > 0)
            assert math.isnan(found.relative) or (before > 0 and found.relative == found.gap.mean / before)
    assert signs == {True, False}


@pytest.mark.parametrize("view", VIEWS)
def test_only_the_baseline_is_called_so(view: str) -> None:
    _one, results = compared()
    for reference in ("baseline", "patient_guide"):
        board_ = with_reference(reference)
        pair = Pair(results["short_money"], results[reference])
        for make in (VIEWS[view].large, *VIEWS[view].small):
            chart = drawn.against(make(pair, LIGHT), board_.reference)
            words = f"{chart.answer} {chart.unit} {chart.note} {list(chart.table.columns)} {chart.figure.plain()}"
            assert ("aseline" in words) <= (reference == "baseline"), make.__name__
            assert ("Patient guide" in chart.note) == (reference == "patient_guide")


@pytest.mark.parametrize("content", numbers.CONTENTS)
def test_the_table_of_all_numbers_has_a_row_for_each_scenario(content: str) -> None:
    one, results = compared()
    table = numbers.matrix(one, results, list(HEADLINES), content)
    suffix = "" if content == "means" else " (reference)"
    titles = [each.title + suffix * (each.name == one.reference.name) for each in one.candidates]
    assert list(table.iloc[:, 0]) == titles
    assert table.shape[1] == 1 + len(HEADLINES)
    own = table[table.iloc[:, 0] == one.reference.title + suffix].iloc[0, 1:]
    assert own.isna().all() == (content != "means")


def test_the_file_of_numbers_holds_every_scenario_and_headline() -> None:
    one, results = compared()
    table = numbers.long_table(one, results, list(HEADLINES))
    assert len(table) == len(HEADLINES) * len(one.candidates)
    assert (table[table["Verdict"] == "reference"]["Difference, paired"] == 0).all()


# levers


def test_only_what_differs_is_listed() -> None:
    one, _results = compared()
    found = levers.paths(one.candidates)
    assert "patience.fund_term_years" in found and not any(path.startswith("settings") for path in found)
    for path in PARAMETERS:
        values = {value_at(each.parameters, path) for each in one.candidates}
        assert (path in found) == (len(values) > 1)
    assert len(levers.table(one.candidates)) == len(found)
    same = Candidate("b", "B", one.candidates[0].parameters)
    assert levers.table((one.candidates[0], same)).empty


# ranking


def made(values: Any) -> dict[str, Result]:
    """Results whose headlines have these means [scenario, matter], the same in all of a few worlds."""
    return {f"s{k}": cast(Result, SimpleNamespace(headlines={
        name: np.full(5, value) for name, value in zip(ranking.MATTERS, row, strict=True)}))
        for k, row in enumerate(np.asarray(values, float))}


EQUAL = dict.fromkeys(ranking.MATTERS, 1.0)


def test_a_ranking_worked_by_hand() -> None:
    """Cost is better the lower it is: the second scenario is best in it, and worst in all others."""
    places = ranking.ranking(made([[3, 2, 0.1, 100], [1, 1, 0.05, -50], [2, 1.5, 0.075, 25]]), EQUAL)
    assert [(one.name, one.rank) for one in places] == [("s0", 1), ("s2", 2), ("s1", 3)]
    assert [one.score for one in places] == pytest.approx([0.75, 0.5, 0.25])
    assert [one.first for one in places] == [1, 0, 0]
    only_cost = dict.fromkeys(ranking.MATTERS, 0.0) | {"net_fiscal_cost": 2.0}
    assert ranking.ranking(made([[3, 2, 0.1, 100], [1, 1, 0.05, -50], [2, 1.5, 0.075, 25]]), only_cost)[0].name == "s1"


def test_no_weights_at_all_count_as_equal_ones() -> None:
    values = made([[3, 2, 0.1, 100], [1, 1, 0.05, -50]])
    nothing = dict.fromkeys(ranking.MATTERS, 0.0)
    assert ranking.ranking(values, nothing) == ranking.ranking(values, EQUAL)


def test_what_is_undefined_or_equal_gives_nobody_an_advantage() -> None:
    places = ranking.ranking(made([[3, 2, math.nan, 10], [1, 2, math.nan, 10]]), EQUAL)
    assert [one.score for one in places] == [0.25, 0.0]


@given(st.lists(st.lists(st.floats(-1e3, 1e3), min_size=4, max_size=4), min_size=2, max_size=6),
       st.lists(st.integers(0, 10), min_size=4, max_size=4))
def test_scores_lie_between_nothing_and_one_and_ranks_follow_them(values: Any, weights: list[int]) -> None:
    places = ranking.ranking(made(values), dict(zip(ranking.MATTERS, map(float, weights), strict=True)))
    assert all(-1e-9 <= one.score <= 1 + 1e-9 for one in places)
    assert [one.score for one in places] == sorted((one.score for one in places), reverse=True)
    assert sum(one.first for one in places) == pytest.approx(1)
    assert places[0].rank == 1


def test_at_the_weight_that_is_set_the_shift_shows_the_scores_of_the_ranking() -> None:
    _board, results = compared()
    weights = dict(zip(ranking.MATTERS, (5.0, 5.0, 5.0, 5.0), strict=True))
    at, found = ranking.shifts(results, weights, PIONEERS)
    now = {one.name: one.score for one in ranking.ranking(results, weights)}
    k = int(np.argmin(np.abs(at - 0.25)))
    assert found[k] == pytest.approx([now[name] for name in results])


# charts


def test_axes_are_shared_and_hold_what_each_chart_showed() -> None:
    one, results = compared()
    pairs = [Pair(results[each.name], results["baseline"]) for each in one.others]
    for view in VIEWS.values():
        for make in (view.large, *view.small):
            before = [make(pair, LIGHT) for pair in pairs]
            after = drawn.share_axes(before)
            for axis in drawn.AXES:
                ranges = [each.figure.layout[axis].get("range") for each in after]
                assert ranges[0] == ranges[1] or not all(map(drawn._is_number_range, ranges)), view.key
                for old, new in zip(before, after, strict=True):
                    own, shared = old.figure.layout[axis].get("range"), new.figure.layout[axis].get("range")
                    if drawn._is_number_range(own) and own[0] <= own[1]:
                        assert shared[0] <= own[0] and shared[1] >= own[1], view.key


def test_sharing_axes_leaves_the_charts_that_it_was_given_as_they_were() -> None:
    one, results = compared()
    charts = [VIEWS["pioneers"].large(Pair(results[each.name], results["baseline"]), LIGHT) for each in one.others]
    before = [str(each.figure.plain()) for each in charts]
    drawn.share_axes(charts)
    assert [str(each.figure.plain()) for each in charts] == before


def answers_of(chart: Chart) -> str:
    return f"{chart.answer} {chart.table.to_csv()}"


@pytest.mark.parametrize("reference", NAMES)
def test_side_by_side_names_all_and_draws_the_reference_dashed(reference: str) -> None:
    one, (_board, results) = with_reference(reference), compared()
    chart = drawn.side_by_side(one, results, list(HEADLINES)[:5], LIGHT)
    plain = chart.figure.plain()
    assert len(plain["data"]) == len(one.candidates)
    assert [trace["name"] for trace in plain["data"] if trace["line"]["dash"] == "dash"] == [one.reference.title]
    assert all(y is None or -1e-9 <= y <= 1 + 1e-9 for trace in plain["data"] for y in trace["y"])
    assert all(each.title in answers_of(chart) for each in one.candidates)


def test_a_shift_says_who_leads_where() -> None:
    one, results = compared()
    for matter in ranking.MATTERS:
        chart = drawn.shift(one, results, EQUAL, matter, LIGHT)
        at, found = ranking.shifts(results, EQUAL, matter)
        leaders = {list(results)[k] for k in found.argmax(1)}
        assert all(short(each.title, drawn.MOST_LETTERS) in chart.answer
                   for each in one.candidates if each.name in leaders)
        assert chart.answer.count("lead") >= len(leaders) and len(chart.table) == len(at)


def test_a_shift_between_scenarios_that_are_the_same_has_no_leader() -> None:
    one, results = compared()
    same = dict.fromkeys(results, results["baseline"])
    answer = drawn.shift(one, same, EQUAL, PIONEERS, LIGHT).answer
    assert "lead equally from 0" in answer and "leads" not in answer
    assert all(short(each.title, drawn.MOST_LETTERS) in answer for each in one.candidates)


def test_a_long_title_is_cut_for_the_end_of_a_line() -> None:
    one, results = compared()
    every = tuple(replace(each, title="x" * 80) for each in one.candidates)
    long = Board(every, every[0])
    texts = [note["text"] for note in drawn.shift(long, results, EQUAL, PIONEERS, LIGHT).figure.plain()["layout"][
        "annotations"] if "x" in note["text"]]
    assert len(set(texts)) == 3 and all("x" * (drawn.MOST_LETTERS - 4) + "…" in text for text in texts)


def test_a_change_of_a_setting_alone_is_no_difference() -> None:
    one, _results = compared()
    other = Candidate("b", "B", replaced(one.reference.parameters, {"settings.seed": 99}))
    assert levers.paths((one.reference, other)) == []


def test_a_few_worlds_of_many_never_read_as_none() -> None:
    assert [numbers._whole(share).replace("\N{NO-BREAK SPACE}", " ") for share in (0.0, 0.005, 0.01, 0.5, 1.0)] == [
        "0 %", "under 1 %", "1 %", "50 %", "100 %"]
