"""Charts of the view of the treasury: figures, sentences and tables from small results."""

from functools import cache

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
from worlds import SHORT

from app import wording
from app.charts import treasury
from app.charts.chart import Pair
from app.look import LIGHT
from app.views.treasury import VIEW
from model.comparison import interval, run_with_twin
from model.metrics import at_year
from model.outputs import HEADLINES
from model.parameters import BASELINE, replaced

MAKERS = (VIEW.large, *VIEW.small)
MINUS, YUAN = "\N{MINUS SIGN}", "\N{YEN SIGN}"


@cache
def compared() -> Pair:
    """A zone with programmes against the baseline, both with their twins without policy."""
    settings = {**SHORT, "settings.replications": 8}
    return Pair(*(run_with_twin(replaced(BASELINE, {**settings, **changes})) for changes in (
        {"supports.platforms": 1.0, "supports.pioneer_enterprises": 1.0}, {})))


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_chart_is_sound_whatever_happens(make):
    for pair in (compared(), real(), same(), empty(), single()):
        assert_sound(make, pair)
    assert_same_traces(make)


def test_cash_is_that_of_the_model_year_by_year():
    pair = compared()
    chart = treasury.cash(pair, LIGHT)
    for name, trace in zip(treasury.CASH, chart.figure.data, strict=False):
        sign = 1 if name in treasury.PAID else -1
        assert sign * trace["y"].sum() == pytest.approx(pair.current.series[name].sum(1, dtype=float).mean())
        first = pair.current.series[name][:, :4].sum(1, dtype=float).mean()
        assert trace["y"][0] == pytest.approx(sign * first)
        assert trace["visible"] == bool(first or trace["y"].any())
    net = chart.figure.data[-1]["y"]
    assert np.allclose(net, sum(trace["y"] for trace in chart.figure.data[:-2]))
    assert np.allclose(numbers(chart.table["current: net"]), net, atol=0.05)
    grants = treasury.CASH.index("treasury_grants")
    assert np.allclose(numbers(chart.table["current: grants"]), chart.figure.data[grants]["y"], atol=0.05)


def test_cash_says_more_less_and_no_difference():
    base = small()
    more = more_of(base, "treasury_grants", by=1)
    quarters = base.series["treasury_grants"].shape[1]
    every = f"{YUAN}{quarters}.0 million"
    assert f"paid less received: +{every}" in treasury.cash(Pair(more, base), LIGHT).answer
    assert f"paid less received: {MINUS}{every}" in treasury.cash(Pair(base, more), LIGHT).answer
    assert "no detectable difference" in treasury.cash(Pair(more_of(base, "jobs"), base), LIGHT).answer


def test_cash_names_the_year_from_which_more_comes_in():
    paid = more_of(empty().current, "treasury_grants", by=1)
    paid.series["treasury_tax"][:, 16:] = 2
    assert "from year 5 on it receives more than it pays" in treasury.cash(Pair(paid, paid), LIGHT).answer


def test_the_distribution_holds_every_world():
    pair = compared()
    chart = treasury.distribution(pair, LIGHT)
    most, worst, baseline, mean = chart.figure.data
    assert (most["y"] + worst["y"]).sum() == pytest.approx(100)
    assert worst["y"].sum() == pytest.approx(100 / 8)
    assert mean["x"][0] == pytest.approx(pair.current.headlines["net_fiscal_cost"].mean())
    assert np.allclose(numbers(chart.table["current, % of worlds"]), most["y"] + worst["y"], atol=0.005)
    assert numbers(chart.table["baseline, % of worlds"]).sum() == pytest.approx(100, abs=0.1)
    assert np.isclose(baseline["y"].max(), numbers(chart.table["baseline, % of worlds"]).max(), atol=0.005)


def test_the_distribution_says_cost_gain_nothing_and_undefined():
    def answer(cost: float) -> str:
        result = with_headlines(small(), net_fiscal_cost=cost, worst_fiscal_cost=cost)
        return treasury.distribution(Pair(result, result), LIGHT).answer

    assert f"on average they cost {YUAN}200 million" in answer(200)
    assert answer(200).startswith("In 0\N{NO-BREAK SPACE}% of worlds")
    assert f"on average they bring in {YUAN}200 million" in answer(-200)
    assert answer(0) == "The policies cost nothing and bring in nothing in any world."
    assert answer(np.nan).startswith("Undefined")


def test_classes_have_round_edges_that_hold_all_values():
    edges = treasury._edges(np.array([-730.0, 12.0, 410.0]))
    steps = np.diff(edges)
    assert edges[0] <= -730 and edges[-1] >= 410 and np.allclose(steps, 50)
    assert np.isclose(edges, 0).any()
    assert len(treasury._edges(np.zeros(5))) == 2


def test_the_cost_of_a_pioneer_is_net_cost_over_pioneers():
    pair = compared()
    chart = treasury.cost_per_pioneer(pair, LIGHT)
    cost = pair.current.headlines["net_fiscal_cost"].mean()
    alive = at_year(pair.current, "pioneers_alive_or_exited", pair.years).mean()
    assert chart.figure.data[3]["x"][1] == pytest.approx(cost / alive)
    assert numbers(chart.table["current"])[1] == pytest.approx(cost / alive, abs=0.005)


def test_the_cost_of_a_success_is_written_only_where_it_is_defined():
    def chart(value: float, more: float = 0.0):
        result = with_headlines(
            small(), net_fiscal_cost=100.0, cost_per_success=value, additional_successes=more)
        return treasury.cost_per_pioneer(Pair(result, result), LIGHT)

    assert f"{YUAN}120 million for each additional pioneer success" in chart(120).answer
    assert "undefined: there are not detectably more successes" in chart(np.nan).answer
    assert "undefined: the policies bring in more than they cost" in chart(np.nan, 1.0).answer
    assert "undefined" in [note["text"] for note in chart(np.nan).figure.layout["annotations"]]
    assert "no pioneer survives" in treasury.cost_per_pioneer(empty(), LIGHT).answer


def test_the_cost_of_a_pioneer_says_more_less_and_no_difference():
    base, more = (with_headlines(small(), net_fiscal_cost=cost) for cost in (100.0, 200.0))
    same_mean = with_headlines(small(), 50, net_fiscal_cost=100.0)
    for pair, said in ((Pair(more, base), f"survivor: +{YUAN}"), (Pair(base, more), f"survivor: {MINUS}{YUAN}"),
                       (Pair(same_mean, base), "no detectable difference from the baseline")):
        assert said in treasury.cost_per_pioneer(pair, LIGHT).answer


def test_present_values_are_the_headlines():
    pair = compared()
    chart = treasury.present_values(pair, LIGHT)
    means = [interval(pair.current.headlines[name]).mean for name in treasury.PRESENT_VALUES]
    assert np.allclose(chart.figure.data[3]["x"], means)
    assert np.allclose(numbers(chart.table["current"]), means, atol=0.005)
    assert list(chart.table["What"]) == ["At 3\N{NO-BREAK SPACE}% real", "At 6 % real", "At 8 % real"]
    assert set(chart.outputs) < set(HEADLINES)


def test_present_values_say_cost_gain_nothing_and_the_difference():
    def of(*costs: float):
        return with_headlines(small(), **dict(zip(treasury.PRESENT_VALUES, costs, strict=True)))

    answer = treasury.present_values(Pair(of(-100, 0, 50), of(-100, 0, 20)), LIGHT).answer
    assert f"bring in {YUAN}100 million at 3\N{NO-BREAK SPACE}% real" in answer
    assert "they cost nothing at 6 % real" in answer and f"they cost {YUAN}50" in answer
    assert f"at 8 % real against the baseline: +{YUAN}30" in answer
    assert treasury.present_values(Pair(of(0, 0, 0), of(0, 0, 0)), LIGHT).answer == (
        "The policies cost nothing at any rate.")


def test_the_large_chart_ends_at_what_was_paid_less_what_came_back():
    pair = compared()
    chart = treasury.fiscal_cost(pair, LIGHT)
    paid, back = (sum(pair.current.series[name].sum(1, dtype=float).mean() for name in names)
                  for names in (treasury.PAID, ["treasury_from_guide"]))
    assert chart.figure.data[3]["y"][-1] == pytest.approx(paid - back)
    assert numbers(chart.table["current: mean"])[-1] == pytest.approx(paid - back, abs=0.0005)


def test_the_large_chart_says_cost_gain_and_nothing():
    for cost, said in ((100.0, f"policies cost {YUAN}100"), (-100.0, f"policies bring in {YUAN}100"),
                       (0.0, "policies cost nothing")):
        result = with_headlines(small(), net_fiscal_cost=cost)
        assert said in treasury.fiscal_cost(Pair(result, result), LIGHT).answer


def test_the_caption_describes_the_curve_and_the_sentence_its_peaks():
    chart = treasury.fiscal_cost(compared(), LIGHT)
    assert "Not discounted" in chart.note and HEADLINES["net_fiscal_cost"].meaning not in chart.note
    peaks = wording.headline(compared().current, "peak_outlay")
    assert chart.answer.startswith(f"On average {peaks} is out at the peak, which each world has in a year of its own")
    assert "; in present value and after taxes the policies" in chart.answer
    assert compared().current.headlines["peak_outlay"].mean() >= chart.figure.data[-1]["y"].max()


def test_amounts_of_one_sentence_have_one_scale():
    assert wording.money_alike(1_720, 13_600, 7_890) == [f"{YUAN}{n} billion" for n in ("1.72", "13.6", "7.89")]
    assert wording.money_alike(1_720, 790) == [f"{YUAN}1,720 million", f"{YUAN}790 million"]
    answer = treasury.cash(Pair(more_of(small(), "treasury_tax", by=1e4), small()), LIGHT).answer
    first = answer.partition(";")[0]
    assert "not discounted" in first and first.count("billion") == 3 and "million" not in first
