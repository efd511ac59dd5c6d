"""Charts of the view of investors: figures, sentences and tables from small results."""

import dataclasses

import numpy as np
import pytest
from pairs import (
    assert_same_traces,
    assert_sound,
    empty,
    more_of,
    numbers,
    real,
    same,
    single,
    small,
    with_headlines,
)

from app.charts import investors
from app.charts.chart import Pair
from app.look import LIGHT
from app.views.investors import VIEW
from model.comparison import interval
from model.metrics import until_horizon
from model.outputs import MULTIPLE_CLASSES

MAKERS = (VIEW.large, *VIEW.small)
HOLDS = "no detectable difference from the baseline"


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_chart_is_sound_whatever_happens(make):
    for pair in (real(), same(), empty(), single()):
        assert_sound(make, pair)
    if make is not investors.beliefs:
        assert_same_traces(make)


def test_the_j_curve_ends_where_its_sentence_says():
    chart = investors.j_curve(real(), LIGHT)
    drawn = chart.figure.data[1]["y"]
    assert np.allclose(numbers(chart.table["current: net, % of paid-in"]), drawn[3::4], atol=0.05)
    found = investors._net_of_worlds(real().current, len(drawn))
    assert np.isclose(100 * found.mean(), drawn[-1])
    assert "Social LPs earn" in chart.answer


def test_the_j_curve_tells_more_than_asked_for_less_and_neither():
    def answer(spread: float) -> str:
        result = with_headlines(small(), 0.01, social_irr=0.1, social_irr_spread=spread)
        return investors.j_curve(Pair(result, result), LIGHT).answer

    assert "+3.0 points" in answer(0.03)
    assert "\N{MINUS SIGN}3.0 points" in answer(-0.03)
    assert "no detectable difference from what they asked for" in answer(0.0)


def test_what_social_lps_earn_can_be_undefined():
    assert "What social LPs earn a year is undefined" in investors.j_curve(empty(), LIGHT).answer


def test_quartiles_are_means_of_the_headlines():
    chart = investors.quartiles(real(), LIGHT)
    median = interval(real().current.headlines["dpi_median"]).mean
    low = interval(real().current.headlines["irr_low"]).mean
    ranges, dots = chart.figure.data[2], chart.figure.data[3]
    assert dots["x"][0] == pytest.approx(median)
    assert chart.figure.data[6]["x"][0] == pytest.approx(100 * low)
    assert ranges["x"][0] <= dots["x"][0] <= ranges["x"][1]
    assert numbers(chart.table["current"])[0] == pytest.approx(median, abs=0.005)
    assert numbers(chart.table["current: lower quartile"])[2] == pytest.approx(100 * low, abs=0.005)


def test_quartiles_say_more_less_no_difference_and_undefined():
    base = with_headlines(small(), dpi_median=1.5)
    for value, said in ((1.7, "median fund: +0.2"), (1.3, "median fund: \N{MINUS SIGN}0.2"), (1.5, HOLDS)):
        other = with_headlines(small(), 0.01, dpi_median=value)
        assert said in investors.quartiles(Pair(other, base), LIGHT).answer
    none = with_headlines(small(), **dict.fromkeys(("dpi_low", "dpi_median", "dpi_high"), np.nan))
    assert investors.quartiles(Pair(none, none), LIGHT).answer.startswith("Undefined")


def test_multiples_are_shares_of_all_finished_stakes():
    chart = investors.multiples(real(), LIGHT)
    for place, name in enumerate(("count", "cost")):
        totals = real().current.multiples[name].sum(0)
        assert np.allclose(chart.figure.data[place]["y"], 100 * totals / totals.sum())
        before = real().baseline.multiples[name].sum(0)
        assert np.allclose(chart.figure.data[place + 2]["y"], 100 * before / before.sum())
    assert list(chart.table["Returned, times cost"]) == list(MULTIPLE_CLASSES)
    assert np.allclose(numbers(chart.table["current: % of money"]), chart.figure.data[1]["y"], atol=0.05)


def test_multiples_without_a_finished_stake():
    none = dataclasses.replace(
        small(), multiples={name: 0 * values for name, values in small().multiples.items()})
    chart = assert_sound(investors.multiples, Pair(none, none))
    assert chart.answer == "No stake that was bought from year 0 on is finished."


def test_commitments_are_those_of_two_years():
    years, a_year = investors._raised_a_year(small(), "committed_social")
    at = int(np.flatnonzero(years == 4)[0])
    quarters = small().series["committed_social"][:, 8:16].astype(float)
    assert np.allclose(a_year[:, at], quarters.sum(1) / 2)
    chart = investors.commitments(same(), LIGHT)
    assert np.allclose(chart.figure.data[3]["y"], a_year.mean(0))


def test_commitments_say_more_less_and_no_difference():
    base = small()
    more = more_of(base, "committed_social", by=5)
    assert "commitments: +\N{YEN SIGN}20.0" in investors.commitments(Pair(more, base), LIGHT).answer
    assert "commitments: \N{MINUS SIGN}\N{YEN SIGN}20.0" in investors.commitments(Pair(base, more), LIGHT).answer
    assert HOLDS in investors.commitments(Pair(more_of(base, "jobs"), base), LIGHT).answer
    assert investors.commitments(empty(), LIGHT).answer == "Managers raise no funds from year 0 on."


def test_commitments_name_the_share_of_what_is_wanted():
    given, wanted = (until_horizon(small(), name).sum() for name in ("committed_social", "fund_targets"))
    assert f"{100 * given / wanted:.0f}\N{NO-BREAK SPACE}% of it" in investors.commitments(same(), LIGHT).answer


def test_beliefs_are_drawn_beside_what_is_earned():
    chart = investors.beliefs(real(), LIGHT)
    earned = chart.figure.data[7]["y"]
    assert np.allclose(earned, 100 * interval(real().current.headlines["social_irr"]).mean)
    at = real().years * 4 - 1
    assert chart.figure.data[4]["y"][-1] == pytest.approx(
        100 * real().current.series["belief_angel"][:, at].mean(dtype=float))
    assert numbers(chart.table["current: earned"])[0] == pytest.approx(earned[0], abs=0.05)


def test_beliefs_say_more_less_no_difference_and_undefined():
    base = small()
    more = more_of(base, "belief_angel", by=0.05)
    assert "angel funds +5.00 points" in investors.beliefs(Pair(more, base), LIGHT).answer
    assert "angel funds \N{MINUS SIGN}5.00 points" in investors.beliefs(Pair(base, more), LIGHT).answer
    assert HOLDS in investors.beliefs(Pair(more_of(base, "jobs"), base), LIGHT).answer
    assert "undefined" in investors.beliefs(empty(), LIGHT).answer
