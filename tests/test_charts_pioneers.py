"""Charts of pioneers and of the valley of death: the numbers of the model, and sentences they carry."""

import numpy as np
import pytest
from pairs import assert_same_traces, assert_sound, empty, more_of, numbers, real, same, single, small

from app.charts import pioneers, survival, valley
from app.charts.chart import Pair
from app.look import LIGHT
from model.outputs import CAUSES, GROUPS, INDUSTRY_NAMES, STAGES
from model.record import QUARTERS_PER_YEAR

CHARTS = (pioneers.pioneers, pioneers.succeeded, pioneers.firms_by_stage, pioneers.by_industry,
          survival.survivals, valley.valley, valley.by_stage, valley.runway, valley.deaths, valley.lost)


@pytest.mark.parametrize("make", CHARTS, ids=lambda make: make.__name__)
def test_the_chart_is_sound_whatever_happens(make):
    for pair in (real(), same(), empty(), single()):
        assert_sound(make, pair)
    assert_same_traces(make)


def test_survival_is_that_of_the_life_tables():
    chart = survival.survivals(real(), LIGHT)
    for group, word in zip(GROUPS, ("pioneers", "followers"), strict=True):
        life = real().current.life
        alive, expected = 1.0, []
        for age in range(len(chart.figure.data[0]["x"])):
            risk, died = life[f"{group}_at_risk"][:, age].sum(), life[f"{group}_died"][:, :, age].sum()
            alive *= 1 - died / risk
            expected.append(100 * alive)
        drawn = next(trace for trace in chart.figure.data if trace["name"] == word)
        assert np.allclose(drawn["y"], expected)
        yearly = expected[QUARTERS_PER_YEAR - 1 :: QUARTERS_PER_YEAR]
        assert numbers(chart.table[f"current: {word}, alive, %"]) == pytest.approx(yearly, abs=0.051)


def test_deaths_by_age_and_by_stage_are_the_same_deaths():
    pair = real()
    by_age = sum(np.sum(trace["y"]) for trace in valley.valley(pair, LIGHT).figure.data[:4])
    by_stage = sum(np.sum(trace["x"]) for trace in valley.by_stage(pair, LIGHT).figure.data[:4])
    recorded = sum(pair.current.life[f"{group}_died"].sum((1, 2)).mean() for group in GROUPS)
    assert by_age == pytest.approx(recorded)
    assert by_stage == pytest.approx(recorded)


def test_each_cause_keeps_its_name():
    drawn = [trace["name"] for trace in valley.valley(real(), LIGHT).figure.data[:4]]
    assert drawn[0] == "funding gap" and sorted(drawn) == sorted(CAUSES)
    life = real().current.life
    starved = sum(life[f"{group}_died"][:, CAUSES.index("funding gap")].sum(1).mean() for group in GROUPS)
    assert np.sum(valley.valley(real(), LIGHT).figure.data[0]["y"]) == pytest.approx(starved)


def test_sentences_follow_the_numbers():
    base = small()
    assert "no detectable difference" in valley.runway(Pair(more_of(base), base), LIGHT).answer
    more = Pair(more_of(base, "short_runway_angel", by=2.0), base)
    assert "angel +2" in valley.runway(more, LIGHT).answer
    best = Pair(more_of(base, f"pioneers_succeeded_in.{INDUSTRY_NAMES[0]}", by=3.0), base)
    assert "+3" in pioneers.by_industry(best, LIGHT).answer
    assert valley.valley(empty(), LIGHT).answer == "No firm dies."
    assert "nothing can be said" in survival.survivals(empty(), LIGHT).answer


def test_runway_has_a_line_for_every_stage():
    names = [trace["name"] for trace in valley.runway(real(), LIGHT).figure.data]
    assert [name for name in names if "baseline" not in name] == list(STAGES)
