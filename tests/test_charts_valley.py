"""Charts of the valley of death: deaths by age, stage and cause, runways, viable firms lost."""

import dataclasses

import numpy as np
import pytest
from pairs import assert_same_traces, assert_sound, empty, more_of, numbers, real, same, single, small, with_headlines

from app.charts import valley
from app.charts.chart import Pair, stage_name
from app.charts.series import window
from app.look import LIGHT
from app.views.valley import VIEW
from model.outputs import CAUSES, GROUPS, STAGES
from model.record import QUARTERS_PER_YEAR
from model.results import Result

BARS = len(CAUSES)


def with_deaths(name: str, deaths: dict[tuple[str, int], float], stage: str = "angel") -> Result:
    """A result in which followers die as given, number by cause and age in quarters, the same in all worlds."""
    base = small()
    life = {one: np.zeros_like(values) for one, values in base.life.items()}
    for (cause, age), number in deaths.items():
        life["follower_died"][:, CAUSES.index(cause), age] += number
        life["follower_died_at"][:, STAGES.index(stage), CAUSES.index(cause)] += number
    return dataclasses.replace(base, life=life, provenance={**base.provenance, "fingerprint": name})


def deaths_of(result: Result, cause: str) -> float:
    """Mean number of deaths of both groups of one cause."""
    return sum(result.life[f"{group}_died"][:, CAUSES.index(cause)].sum(1).mean() for group in GROUPS)


@pytest.mark.parametrize("make", (VIEW.large, *VIEW.small), ids=lambda make: make.__name__)
def test_a_chart_is_sound_whatever_happens(make):
    for pair in (real(), same(), empty(), single()):
        assert_sound(make, pair)
    assert_same_traces(make)


def test_columns_and_bars_are_the_deaths_of_the_life_tables():
    pair = real()
    columns, bars = (make(pair, LIGHT).figure.data[:BARS] for make in (valley.valley, valley.by_stage))
    assert columns[0]["name"] == "funding gap"
    for trace, other in zip(columns, bars, strict=True):
        cause = trace["name"]
        assert other["name"] == cause
        assert np.sum(trace["y"]) == pytest.approx(deaths_of(pair.current, cause))
        assert np.sum(other["x"]) == pytest.approx(deaths_of(pair.current, cause))
        assert np.sum(trace["customdata"]) == pytest.approx(deaths_of(pair.baseline, cause))
        assert np.sum(other["customdata"]) == pytest.approx(deaths_of(pair.baseline, cause))
    assert sorted(trace["name"] for trace in columns) == sorted(CAUSES)


def test_a_death_stands_in_its_year_of_life():
    deaths = {("funding gap", 0): 1.0, ("funding gap", 3): 2.0, ("funding gap", 4): 4.0, ("market", 9): 8.0}
    base = with_deaths("base", deaths)
    columns = {trace["name"]: trace for trace in valley.valley(Pair(base, base), LIGHT).figure.data}
    assert list(columns["funding gap"]["x"][:3]) == [1, 2, 3]
    assert list(columns["funding gap"]["y"][:3]) == [3, 4, 0]
    assert list(columns["market"]["y"][:3]) == [0, 0, 8]


def test_the_tables_are_what_is_drawn():
    pair = real()
    for make, axis, decimals in ((valley.valley, "y", 3), (valley.by_stage, "x", 2)):
        chart = make(pair, LIGHT)
        for trace in chart.figure.data[:BARS]:
            for side, drawn in (("current", trace[axis]), ("baseline", trace["customdata"])):
                assert numbers(chart.table[f"{side}: {trace['name']}"]) == pytest.approx(drawn, abs=10.0 ** -decimals)
        alone = make(same(), LIGHT).table
        assert not any(name.startswith("current") for name in alone)
    total = valley.valley(pair, LIGHT).figure.data[BARS]
    parts = sum(trace["customdata"] for trace in valley.valley(pair, LIGHT).figure.data[:BARS])
    assert np.allclose(total["y"][1:-1], parts)
    assert [total["y"][0], total["y"][-1]] == [parts[0], parts[-1]]


def test_nearly_all_deaths_have_a_place_on_the_axis_which_grows_in_fives():
    course = np.zeros(13)
    course[[0, 4]] = 1
    assert valley._years_drawn(course) == 5
    course[5] = 1
    assert valley._years_drawn(course) == 10
    course[11] = 0.001
    assert valley._years_drawn(course) == 10
    assert valley._years_drawn(course, np.eye(13)[11]) == 15
    assert valley._years_drawn(np.zeros(13)) == 5


def test_the_answer_names_the_share_and_the_age():
    deaths = {("funding gap", 1): 20.0, ("funding gap", 9): 30.0, ("technical dead end", 0): 50.0}
    base = with_deaths("base", deaths)
    answer = valley.valley(Pair(base, base), LIGHT).answer
    assert answer == ("50.0\N{NO-BREAK SPACE}% of deaths are for want of money (the funding gap), and half of those "
                      "come by age 3.")


def test_the_answer_says_more_less_or_no_difference():
    few, many = (with_deaths(f"{number}", {("funding gap", 6): number}) for number in (10.0, 25.0))
    assert "deaths for want of money: +15" in valley.valley(Pair(many, few), LIGHT).answer
    assert "deaths for want of money: \N{MINUS SIGN}15" in valley.valley(Pair(few, many), LIGHT).answer
    again = with_deaths("again", {("funding gap", 6): 10.0, ("market", 6): 10.0})
    assert "no detectable difference from the baseline" in valley.valley(Pair(again, few), LIGHT).answer
    assert "no difference can be stated" in valley.valley(single(), LIGHT).answer
    none = with_deaths("none", {("market", 20): 5.0})
    answer = valley.valley(Pair(none, few), LIGHT).answer
    assert answer.startswith("0.0\N{NO-BREAK SPACE}% of deaths are for want of money (the funding gap); ")
    assert "deaths for want of money: \N{MINUS SIGN}10" in answer
    assert valley.valley(empty(), LIGHT).answer.startswith("No firm dies; ")


def test_the_stage_in_which_most_starve_is_named():
    few = with_deaths("few", {("funding gap", 6): 10.0}, "venture")
    many = with_deaths("many", {("funding gap", 6): 30.0}, "venture")
    answer = valley.by_stage(Pair(many, few), LIGHT).answer
    assert "in the early venture stage: 30 on average, 100\N{NO-BREAK SPACE}% of such deaths" in answer
    assert "largest difference: early venture, +20" in answer
    assert "largest" not in valley.by_stage(Pair(few, few), LIGHT).answer
    assert valley.by_stage(empty(), LIGHT).answer.startswith("No firm dies for want of money")


def test_runways_are_means_of_four_quarters_of_every_stage():
    pair = real()
    chart = valley.runway(pair, LIGHT)
    solid = chart.figure.data[len(STAGES) :]
    assert [trace["name"] for trace in solid] == list(map(stage_name, STAGES))
    for trace, stage in zip(solid, STAGES, strict=True):
        years, values = window(pair.current, f"short_runway_{stage}")
        assert trace["x"][-1] == years[-1] == pair.years
        assert trace["y"][-1] == pytest.approx(values[:, -QUARTERS_PER_YEAR:].mean(), rel=1e-5)
        assert trace["x"][0] == years[QUARTERS_PER_YEAR - 1]
        assert trace["y"][0] == pytest.approx(values[:, :QUARTERS_PER_YEAR].mean(), rel=1e-5)


def test_runways_are_told_apart_only_where_they_differ():
    base = small()
    assert "no detectable difference" in valley.runway(Pair(more_of(base), base), LIGHT).answer
    more = more_of(base, "short_runway_angel", by=2.0)
    assert "; against the baseline: angel +2.0" in valley.runway(Pair(more, base), LIGHT).answer
    assert "angel \N{MINUS SIGN}2.0" in valley.runway(Pair(base, more), LIGHT).answer


def test_viable_firms_lost_are_the_headline_with_its_interval():
    base = small()
    less = with_headlines(base, false_stops=float(base.headlines["false_stops"].mean()) - 0.1)
    now = with_headlines(base, false_stops=float(base.headlines["false_stops"].mean()))
    chart = valley.lost(Pair(less, now), LIGHT)
    assert "against the baseline: \N{MINUS SIGN}10" in chart.answer
    row = chart.table.iloc[0]
    assert row["current"] == pytest.approx(100 * less.headlines["false_stops"].mean(), abs=0.005)
    assert row["difference"] == pytest.approx(-10)
    assert "no difference at all" in valley.lost(Pair(now, with_headlines(now)), LIGHT).answer
    nobody = with_headlines(base, false_stops=np.nan)
    assert valley.lost(Pair(nobody, nobody), LIGHT).answer == "No firm was viable, so what is lost is undefined."


def test_a_cause_has_one_name_in_all_charts_of_deaths():
    drawn = {trace["name"] for trace in valley.valley(real(), LIGHT).figure.data}
    counted = {words.lower() for words in valley.deaths(real(), LIGHT).table["What"]}
    assert counted == set(CAUSES) < drawn
