"""Charts of pioneers: the numbers of the model, and sentences they carry."""

import dataclasses

import numpy as np
import pytest
from pairs import assert_same_traces, assert_sound, empty, more_of, numbers, real, same, single, small

from app import wording
from app.charts import pioneers, survival
from app.charts.chart import Pair
from app.look import LIGHT
from app.views.pioneers import VIEW
from model.comparison import interval
from model.metrics import at_year
from model.outputs import GROUPS, INDUSTRY_NAMES, SERIES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.survival import alive_by_world

WORDS = dict(zip(GROUPS, ("pioneers", "followers"), strict=True))
PIONEERS = "pioneers_succeeded_in."


def with_deaths(name: str, **shares: float) -> Result:
    """A result in which of each group 1,000 firms are followed and a share has died at the first age."""
    base = small()
    life = {one: np.zeros_like(values) for one, values in base.life.items()}
    for group in GROUPS:
        life[f"{group}_at_risk"][:] = 1000
        life[f"{group}_died"][:, 0, 0] = 1000 * shares.get(group, 0.0)
        # worlds differ by as much as they do on both sides, so that pairs of them do not
        life[f"{group}_died"][:, 0, 1] = np.arange(base.replications)
    return dataclasses.replace(base, life=life, provenance={**base.provenance, "fingerprint": name})


@pytest.mark.parametrize("make", (VIEW.large, *VIEW.small), ids=lambda make: make.__name__)
def test_a_chart_is_sound_whatever_happens(make):
    for pair in (real(), same(), empty(), single()):
        assert_sound(make, pair)
    assert_same_traces(make)


def test_survival_is_that_of_the_life_tables():
    chart = survival.survivals(real(), LIGHT)
    for group, word in WORDS.items():
        life = real().current.life
        alive, expected = 1.0, [100.0]
        for age in range(len(chart.figure.data[0]["x"]) - 1):
            risk, died = life[f"{group}_at_risk"][:, age].sum(), life[f"{group}_died"][:, :, age].sum()
            alive *= 1 - died / risk
            expected.append(100 * alive)
        drawn = next(trace for trace in chart.figure.data if trace["name"] == word)
        assert np.allclose(drawn["y"], expected)
        assert drawn["x"][0] == 0 and drawn["x"][1] == 1 / QUARTERS_PER_YEAR
        yearly = expected[::QUARTERS_PER_YEAR]
        assert numbers(chart.table[f"current: {word}, alive, %"]) == pytest.approx(yearly, abs=0.051)
        assert list(chart.table["Age, years"]) == list(range(len(yearly)))


def test_the_interval_of_survival_world_by_world_is_that_of_the_band():
    result = small()
    for group in GROUPS:
        found = survival.curve(result, group)
        for age in (0, 7, 19):
            one = interval(alive_by_world(*survival._lives(result, group), age))
            assert one.mean == pytest.approx(found.alive[age])
            assert max(one.low, 0) == pytest.approx(found.low[age])
            assert min(one.high, 1) == pytest.approx(found.high[age])


def test_survival_is_drawn_as_far_as_enough_firms_are_followed():
    pair = real()
    ages = survival._ages(pair)
    assert ages % QUARTERS_PER_YEAR == 0 and ages <= survival.LAST_AGE * QUARTERS_PER_YEAR
    for result in (pair.current, pair.baseline):
        for group in GROUPS:
            assert result.life[f"{group}_at_risk"][:, :ages].sum(0).min() >= survival.FEWEST
    assert survival._ages(empty()) == QUARTERS_PER_YEAR


def test_survival_says_who_lives_longer_and_what_moved():
    base = with_deaths("base", pioneer=0.4, follower=0.2)
    worse = with_deaths("worse", pioneer=0.5, follower=0.2)
    answer = survival.survivals(Pair(worse, base), LIGHT).answer
    assert "of pioneers and" in answer and "have not died by age 5, a difference of \N{MINUS SIGN}" in answer
    assert "; against the baseline: pioneers \N{MINUS SIGN}9.97" in answer and "followers \N{MINUS SIGN}" not in answer
    assert "pioneers +9.97" in survival.survivals(Pair(base, worse), LIGHT).answer
    alike = with_deaths("alike", pioneer=0.2, follower=0.2)
    assert "with no detectable difference between them." in survival.survivals(Pair(alike, alike), LIGHT).answer
    again = with_deaths("again", pioneer=0.4, follower=0.2)
    assert "; no detectable difference from the baseline." in survival.survivals(Pair(again, base), LIGHT).answer
    assert "no difference can be stated" in survival.survivals(single(), LIGHT).answer


def test_survival_of_one_group_alone_or_of_none():
    base = with_deaths("no pioneers", follower=0.25)
    base.life["pioneer_at_risk"][:] = base.life["pioneer_died"][:] = 0
    answer = survival.survivals(Pair(base, base), LIGHT).answer
    assert "followers have not died" in answer and "pioneers" not in answer
    assert "nothing can be said" in survival.survivals(empty(), LIGHT).answer


def test_bars_of_industries_are_their_pioneers_at_the_horizon():
    pair = real()
    chart = pioneers.by_industry(pair, LIGHT)
    at = pair.years * QUARTERS_PER_YEAR - 1
    before, now = (trace["x"] for trace in chart.figure.data)
    for result, drawn, column in ((pair.current, now, "current"), (pair.baseline, before, "baseline")):
        expected = [result.series[PIONEERS + industry][:, at].mean() for industry in INDUSTRY_NAMES]
        assert np.allclose(drawn, expected)
        assert numbers(chart.table[column]) == pytest.approx(expected, abs=0.0051)
    together = pair.current.series["pioneers_succeeded"][:, at].mean()
    assert np.sum(now) == pytest.approx(together)


def test_industries_are_told_apart_only_where_they_differ():
    base = small()
    first = PIONEERS + INDUSTRY_NAMES[0]
    word = wording.lower_first(wording.title(INDUSTRY_NAMES[0]))
    more, other = more_of(base, first, by=3.0), more_of(base, "jobs")
    assert f"most often in {word}" in pioneers.by_industry(Pair(more, base), LIGHT).answer
    assert f"largest difference: {word}, +3.0" in pioneers.by_industry(Pair(more, base), LIGHT).answer
    assert f"{word}, \N{MINUS SIGN}3.0" in pioneers.by_industry(Pair(base, more), LIGHT).answer
    assert "no detectable difference" in pioneers.by_industry(Pair(other, base), LIGHT).answer
    assert pioneers.by_industry(empty(), LIGHT).answer.startswith("No pioneer has succeeded in any industry")


def test_areas_of_stages_are_all_firms():
    pair = real()
    chart = pioneers.firms_by_stage(pair, LIGHT)
    stacked = [trace["y"] for trace in chart.figure.data if trace.get("stackgroup")]
    at = pair.years * QUARTERS_PER_YEAR - 1
    expected = sum(pair.current.series[name][:, at].mean() for name in pioneers.STAGES)
    assert sum(y[-1] for y in stacked) == pytest.approx(expected, rel=1e-5)
    more = Pair(more_of(small(), "firms_mature", by=2.0), small())
    assert "growth and mature together: +2.0" in pioneers.firms_by_stage(more, LIGHT).answer


def test_both_measures_of_pioneers_are_told_apart():
    alive, succeeded = pioneers.pioneers(real(), LIGHT), pioneers.succeeded(real(), LIGHT)
    assert "wider measure than “Pioneers succeeded”" in alive.answer
    assert SERIES["pioneers_succeeded"].meaning in succeeded.note


def test_the_tile_has_the_number_of_its_line():
    given = real().current
    assert np.array_equal(given.headlines[VIEW.headline], at_year(given, VIEW.spark, pioneers.FIRST_LOOK_YEAR))
