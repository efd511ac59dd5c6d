"""Charts of exits: kinds over time and in total, proceeds, forced sales, value per exit."""

import numpy as np
import pytest
from pairs import assert_same_traces, assert_sound, empty, made, more_of, numbers, real, same, single, small

from app.charts import exits
from app.charts.chart import Pair, total
from app.charts.series import window
from app.look import LIGHT
from app.views.exits import VIEW

MAKERS = (VIEW.large, *VIEW.small)


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_chart_is_sound_whatever_happens(make):
    for pair in (real(), same(), empty(), single()):
        assert_sound(make, pair)
    assert_same_traces(make)


def test_exits_are_stacked_by_kind_and_the_dashes_are_all_of_the_baseline():
    pair = real()
    chart = exits.exits(pair, LIGHT)
    stacked, dashed = chart.figure.data[: len(exits.KINDS)], chart.figure.data[-1]
    everyone = 0
    for trace, name in zip(stacked, exits.KINDS, strict=True):
        years, values = window(pair.current, name)
        everyone = everyone + window(pair.baseline, name)[1].mean(0)
        assert np.allclose(trace["y"], values.mean(0)) and np.allclose(trace["x"], years)
    assert np.allclose(dashed["y"], everyone)
    assert numbers(chart.table["current: listings"])[-1] == pytest.approx(stacked[0]["y"][-1], abs=0.001)
    assert chart.figure.layout["yaxis"]["range"][0] == 0
    assert any(shape["type"] == "rect" for shape in chart.figure.layout["shapes"]), "the shut window is shaded"


def test_the_answer_says_how_many_which_and_when():
    base = made(small(), lambda name, values: 0 * values + (name == "exits_trade") * 0.5, "base")
    base.series["exits_listing"][:, 30:40] = 1.0
    answer = exits.exits(Pair(base, base), LIGHT).answer
    # 40 quarters of half a trade sale, ten quarters of a listing: half of 30 come by quarter 30
    assert answer == ("30 exits by year 10 on average; 67\N{NO-BREAK SPACE}% of them are trade sales, and half of "
                      "them come by year 7.5.")
    assert exits.exits(empty(), LIGHT).answer == (
        "No firm exits by year 10, no detectable difference from the baseline.")


@pytest.mark.parametrize(("make", "series", "sign"), [
    (exits.exits, "exits_ma", ", "), (exits.exits_by_kind, "exits_ma", "M&A fund purchases, "),
    (exits.proceeds, "proceeds_ma", "; "), (exits.forced, "buy_backs", "buy-backs "),
    (exits.value_per_exit, "exit_value", "; ")])
def test_sentences_say_more_less_or_no_difference(make, series, sign):
    base = small()
    more = more_of(base, series, by=10)
    assert f"{sign}+" in make(Pair(more, base), LIGHT).answer
    assert f"{sign}\N{MINUS SIGN}" in make(Pair(base, more), LIGHT).answer
    assert "no detectable difference from the baseline" in make(Pair(more_of(base, "setbacks"), base), LIGHT).answer
    assert "no difference can be stated" in make(single(), LIGHT).answer


@pytest.mark.parametrize(("make", "names"), [(exits.exits_by_kind, exits.KINDS), (exits.proceeds, exits.ROUTES)])
def test_bars_and_their_table_are_totals(make, names):
    pair = real()
    chart = make(pair, LIGHT)
    before, now = (numbers(trace["x"]) for trace in chart.figure.data)
    for result, drawn, head in ((pair.current, now, "current"), (pair.baseline, before, "baseline")):
        assert np.allclose(drawn, [total(result, name, pair.years).mean() for name in names])
        assert np.allclose(numbers(chart.table[head]), drawn, atol=0.005)


def test_value_per_exit_is_all_value_over_all_exits():
    pair = real()
    chart = exits.value_per_exit(pair, LIGHT)
    current = chart.figure.data[-1]
    at = pair.years * 4
    value = pair.current.series["exit_value"][:, at - 4 : at].sum()
    count = sum(pair.current.series[name][:, at - 4 : at].sum() for name in exits.VALUED)
    assert current["y"][-1] == pytest.approx(value / count, rel=1e-5)
    assert numbers(chart.table["current, ¥ million"])[-1] == pytest.approx(current["y"][-1], abs=0.05)


def test_value_per_exit_has_a_gap_where_no_firm_exits():
    chart = exits.value_per_exit(empty(), LIGHT)
    at_end = chart.figure.plain()["data"][-1]["y"][-1]
    assert at_end is None
    assert chart.answer == "No firm is listed or sold by year 10; no difference can be stated."


def test_the_error_of_value_per_exit_is_that_of_a_ratio():
    dice = np.random.default_rng(1)
    count = dice.poisson(3, (400, 500))
    value = count * 100 + dice.normal(0, 50, (400, 500)) * np.sqrt(count)

    def worth(many, of):
        result = made(small(), lambda _name, values: values)
        result.series = {"exit_value": of[:, None], "exits_listing": many[:, None], "exits_trade": 0 * many[:, None]}
        return exits._worth(result, 1)

    found = [worth(many, of) for many, of in zip(count, value, strict=True)]
    assert np.mean([one.mean() for one in found]) == pytest.approx(100, rel=0.01)
    spread = np.std([one.mean() for one in found])
    assert np.mean([one.std(ddof=1) / np.sqrt(500) for one in found]) == pytest.approx(spread, rel=0.1)
