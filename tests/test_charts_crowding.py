"""Charts of the view of private money: figures, sentences and tables from small results."""

import numpy as np
import pytest
from pairs import (
    assert_same_traces,
    assert_sound,
    empty,
    made,
    more_of,
    numbers,
    real,
    same,
    single,
    small,
    with_headlines,
)

from app.charts import crowding
from app.charts.chart import Pair, total
from app.charts.series import window
from app.look import LIGHT
from app.views.crowding import VIEW
from model.metrics import until_horizon

MAKERS = (VIEW.large, *VIEW.small)
MINUS, YUAN, HARD_SPACE = "\N{MINUS SIGN}", "\N{YEN SIGN}", "\N{NO-BREAK SPACE}"
HOLDS = "no detectable difference"


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_chart_is_sound_whatever_happens(make):
    for pair in (real(), same(), empty(), single()):
        assert_sound(make, pair)
    assert_same_traces(make)


def test_calls_are_stacked_and_half_of_all_is_half():
    pair = real()
    chart = crowding.calls(pair, LIGHT)
    layers = chart.figure.data[:4]
    for name, layer in zip(crowding.CALLED, layers, strict=True):
        assert np.allclose(layer["y"], window(pair.current, name)[1].mean(0))
    half = chart.figure.data[-1]["y"]
    assert np.allclose(half, sum(layer["y"] for layer in layers) / 2)
    keep = np.isclose(layers[0]["x"] % 1, 0)
    assert np.allclose(numbers(chart.table["current: social LPs"]), layers[0]["y"][keep], atol=0.05)
    assert np.allclose(numbers(chart.table["current: half of all"]), half[keep], atol=0.05)


@pytest.mark.parametrize(("share", "tilt", "said"), [
    (0.6, 0.01, "more than one half: they are the main body"),
    (0.4, 0.01, "less than one half: they are not the main body"),
    (0.5, 0.01, "not detectably more or less than one half"),
])
def test_the_main_body_is_judged_against_one_half(share, tilt, said):
    result = with_headlines(small(), tilt, social_share=share)
    assert said in crowding.calls(Pair(result, result), LIGHT).answer


def test_the_main_body_is_compared_with_the_baseline():
    base = with_headlines(small(), social_share=0.5)
    for share, said in ((0.6, "+10"), (0.4, f"{MINUS}10"), (0.5, HOLDS)):
        other = with_headlines(small(), 0.01, social_share=share)
        assert f"against the baseline: {said}" in crowding.calls(Pair(other, base), LIGHT).answer
    assert crowding.calls(empty(), LIGHT).answer.startswith("Undefined")


def test_the_social_share_is_that_of_all_worlds_together():
    pair = real()
    chart = crowding.social_share(pair, LIGHT)
    drawn = chart.figure.data[3]["y"]
    called = {name: window(pair.current, name)[1].sum(0) for name in crowding.CALLED}
    assert np.allclose(drawn, 100 * called["called_social"] / sum(called.values()))
    assert numbers(chart.table["current: all worlds"])[-1] == pytest.approx(drawn[-1], abs=0.005)


def test_the_social_share_says_more_less_no_difference_and_undefined():
    base = small()
    more = more_of(base, "called_social", by=100)
    assert "in the last year: +" in crowding.social_share(Pair(more, base), LIGHT).answer
    assert f"in the last year: {MINUS}" in crowding.social_share(Pair(base, more), LIGHT).answer
    other = more_of(base, "jobs")
    assert HOLDS in crowding.social_share(Pair(other, base), LIGHT).answer
    nobody = made(base, lambda _name, values: 0 * values)
    assert crowding.social_share(Pair(nobody, nobody), LIGHT).answer.startswith("Undefined")


def test_a_ratio_over_time_leaves_gaps_where_there_is_nothing_below():
    top, bottom = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, 2.0], [0.0, 0.0]])
    mean, single_worlds = crowding._ratio_over_time(top, bottom)
    assert np.isnan(mean[0]) and mean[1] == 3
    assert np.isnan(single_worlds[:, 0]).all() and list(single_worlds[:, 1]) == [1, 3]


def test_leverage_ends_at_its_headline():
    pair = real()
    chart = crowding.leverage(pair, LIGHT)
    assert chart.figure.data[3]["y"][-1] == pytest.approx(pair.current.headlines["leverage"].mean())
    assert numbers(chart.table["current: all worlds"])[-1] == pytest.approx(
        chart.figure.data[3]["y"][-1], abs=0.005)


def test_leverage_says_more_less_no_difference_and_undefined():
    base = with_headlines(small(), leverage=2.0)
    for value, said in ((3.0, "+1.0"), (1.0, f"{MINUS}1.0"), (2.0, HOLDS)):
        other = with_headlines(small(), 0.1, leverage=value)
        assert f"against the baseline: {said}" in crowding.leverage(Pair(other, base), LIGHT).answer
    assert crowding.leverage(empty(), LIGHT).answer.startswith("Undefined")


def test_leverage_of_a_guide_that_only_keeps_old_promises():
    assert "commits nothing" not in crowding.leverage(same(), LIGHT).answer
    alone = small(guide__budget_myuan_per_year=0.0)
    assert "the guide commits nothing from year 0 on" in crowding.leverage(Pair(alone, alone), LIGHT).answer


def test_crowd_in_is_drawn_with_its_interval():
    result = with_headlines(small(), 0.1, crowd_in=-0.3, crowd_in_budget=-0.2, crowd_in_with_state=-0.4)
    chart = crowding.crowd_in(Pair(result, result), LIGHT)
    ranges, dots = chart.figure.data[2:]
    assert np.allclose(dots["x"], [-0.3, -0.2, -0.4])
    assert ranges["x"][0] < -0.3 < ranges["x"][1] < 0
    assert np.allclose(numbers(chart.table["baseline"]), dots["x"], atol=0.005)
    assert np.allclose(numbers(chart.table["baseline: 95 %: low"])[0], ranges["x"][0], atol=0.005)


@pytest.mark.parametrize(("value", "said"), [
    (0.3, f"{YUAN}0.30 more than with neither guide nor supports (0.27 to 0.33): crowding in"),
    (-0.3, f"{YUAN}0.30 less than with neither guide nor supports (0.27 to 0.33): crowding out"),
    (0.0, "not detectably more or less than with neither guide nor supports"),
    (np.nan, "Undefined: the guide pays nothing more"),
])
def test_crowd_in_is_said_in_words(value, said):
    result = with_headlines(small(), 0.07, crowd_in=value)
    answer = crowding.crowd_in(Pair(result, result), LIGHT).answer
    assert said.partition(" (")[0] in answer
    assert ("(" in said) == ("(" in answer)


def test_crowd_in_while_the_budget_lasts_is_said_apart():
    result = with_headlines(small(), 0.01, crowd_in=0.5, crowd_in_budget=-0.2)
    answer = crowding.crowd_in(Pair(result, result), LIGHT).answer
    late, early = answer.split("; while the budget lasts ")
    assert "crowding in" in late and f"{YUAN}0.20 less" in early and "crowding out" in early


def test_crowd_in_of_one_world_is_not_told():
    result = with_headlines(small(1), crowd_in=0.5)
    assert "one world cannot tell" in crowding.crowd_in(Pair(result, result), LIGHT).answer


def test_crowd_in_is_compared_with_the_baseline():
    base = with_headlines(small(), crowd_in=0.2)
    for value, said in ((0.5, "+0.3"), (0.1, f"{MINUS}0.1"), (0.2, HOLDS)):
        other = with_headlines(small(), 0.01, crowd_in=value)
        assert f"against the baseline: {said}" in crowding.crowd_in(Pair(other, base), LIGHT).answer


def test_raised_is_a_share_of_what_managers_want():
    pair = real()
    chart = crowding.raised(pair, LIGHT)
    wanted = total(pair.current, "fund_targets", pair.years).sum()
    for name, trace in zip(crowding.CLASSES, chart.figure.data, strict=True):
        given = until_horizon(pair.current, f"committed_{name}").sum()
        assert trace["x"][0] == pytest.approx(100 * given / wanted)
    drawn = [trace["x"][0] for trace in chart.figure.data]
    assert np.allclose(numbers(chart.table["current, % of targets"]), [*drawn, sum(drawn)], atol=0.05)
    assert sum(drawn) == pytest.approx(100 * pair.current.headlines["raised_over_target"].mean())


def test_raised_says_more_less_no_difference_and_undefined():
    base = with_headlines(small(), raised_over_target=0.5)
    for value, said in ((0.6, "+10"), (0.4, f"{MINUS}10"), (0.5, HOLDS)):
        other = with_headlines(small(), 0.01, raised_over_target=value)
        answer = crowding.raised(Pair(other, base), LIGHT).answer
        assert f"raised against the baseline: {said}" in answer
        assert f"Funds raise {100 * value:.0f}{HARD_SPACE}%" in answer
    assert crowding.raised(empty(), LIGHT).answer.startswith("Undefined")
