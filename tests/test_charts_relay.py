"""Charts of dropped batons: the funnel, its shares and sentences, reasons, odds, dry powder."""

import numpy as np
import pytest
from pairs import assert_same_traces, assert_sound, empty, made, more_of, numbers, real, same, single, small

from app.charts import relay
from app.charts.chart import Pair, total
from app.charts.lines import largest_move, moved_ones
from app.charts.series import window
from app.look import LIGHT
from app.views.relay import VIEW
from model.declare import Unit
from model.record import QUARTERS_PER_YEAR

MAKERS = (VIEW.large, *VIEW.small)


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_chart_is_sound_whatever_happens(make):
    for pair in (real(), same(), empty(), single()):
        assert_sound(make, pair)
    assert_same_traces(make)


def test_bars_of_the_funnel_are_the_totals_of_the_model():
    pair = real()
    chart = relay.funnel(pair, LIGHT)
    before, now = (trace["x"] for trace in chart.figure.data)
    for result, drawn in ((pair.current, now), (pair.baseline, before)):
        count = {name: total(result, name, pair.years).mean() for name in (
            "entries", "rounds_seed", "dropped_seed", "rounds_a", "dropped_a", "rounds_b", "dropped_b",
            "exits_listing", "exits_trade")}
        assert np.allclose(drawn, [
            count["entries"], count["rounds_seed"] + count["dropped_seed"], count["rounds_seed"],
            count["rounds_a"] + count["dropped_a"], count["rounds_a"],
            count["rounds_b"] + count["dropped_b"], count["rounds_b"],
            count["exits_listing"] + count["exits_trade"]])


def test_the_funnel_writes_each_step_as_a_share_of_the_one_before():
    chart = relay.funnel(real(), LIGHT)
    now = chart.figure.data[1]
    shares = numbers(chart.table["current, % of the step before"])
    assert np.isnan(shares[0]) and "%" not in now["text"][0]
    assert np.allclose(shares[1:], 100 * now["x"][1:] / now["x"][:-1], atol=0.005)
    for text, share in zip(now["text"][1:], shares[1:], strict=True):
        assert text.endswith(f"({round(share)}\N{NO-BREAK SPACE}%)")


def test_the_table_of_the_funnel_is_what_is_drawn():
    chart = relay.funnel(real(), LIGHT)
    before, now = (trace["x"] for trace in chart.figure.data)
    assert np.allclose(numbers(chart.table["current"]), now, atol=0.005)
    assert np.allclose(numbers(chart.table["baseline"]), before, atol=0.005)
    assert np.allclose(numbers(chart.table["difference"]), now - before, atol=0.005)
    assert "difference" not in relay.funnel(same(), LIGHT).table


def test_the_funnel_names_the_round_before_which_most_batons_are_dropped():
    only = {"dropped_a": 3, "rounds_a": 9, "rounds_seed": 10, "dropped_seed": 1}
    base = made(small(), lambda name, values: 0 * values + only.get(name, 0), "base")
    answer = relay.funnel(Pair(base, base), LIGHT).answer
    assert answer.startswith("Most batons are dropped before the A round: 120 of the 480 firms")
    assert "(25\N{NO-BREAK SPACE}%; before the seed round 9\N{NO-BREAK SPACE}%)" in answer
    assert "baseline" not in answer


def test_the_funnel_says_more_less_or_no_difference():
    base = small()
    more = more_of(base, "dropped_seed", by=5)
    assert ", +200" in relay.funnel(Pair(more, base), LIGHT).answer
    assert ", \N{MINUS SIGN}200" in relay.funnel(Pair(base, more), LIGHT).answer
    other = more_of(base, "jobs")
    assert "no detectable difference from the baseline" in relay.funnel(Pair(other, base), LIGHT).answer
    assert "no difference can be stated" in relay.funnel(single(), LIGHT).answer


def test_the_funnel_without_rounds_or_without_drops():
    assert relay.funnel(empty(), LIGHT).answer == "No firm comes as far as its first round."
    base = made(small(), lambda name, values: 0 * values + (name == "rounds_seed"), "base")
    assert relay.funnel(Pair(base, base), LIGHT).answer == (
        "No baton is dropped: every firm that is ready for a round gets it.")


def test_dropped_batons_of_industries_add_up_to_those_of_reasons():
    pair = real()
    by_industry = relay.dropped_by_industry(pair, LIGHT).table
    by_reason = relay.dropped(pair, LIGHT).table
    assert by_industry["current"].sum() == pytest.approx(by_reason["current"].sum(), abs=0.05)
    assert relay.dropped_by_industry(empty(), LIGHT).answer.startswith("No baton is dropped in any industry")


def test_odds_are_drawn_in_per_cent_and_said_at_the_horizon():
    pair = real()
    chart = relay.odds(pair, LIGHT)
    now = chart.figure.data[3:]
    for trace, name in zip(now, ("odds_seed", "odds_a", "odds_b"), strict=True):
        years, values = window(pair.current, name)
        assert np.allclose(trace["y"], 100 * values.mean(0)) and np.allclose(trace["x"], years)
    assert f"{round(now[0]['y'][-1])}\N{NO-BREAK SPACE}% for seed" in chart.answer
    assert numbers(chart.table["current: seed"])[-1] == pytest.approx(now[0]["y"][-1], abs=0.01)


def test_the_note_on_odds_names_the_first_belief_and_what_it_counts():
    base = small(rounds__first_money_odds_prior=0.4, rounds__prior_weight=20.0)
    assert "first belief of 40\N{NO-BREAK SPACE}% always counts as 20 cases" in relay.odds(Pair(base, base), LIGHT).note


def test_dry_powder_is_the_mean_of_four_quarters():
    pair = real()
    chart = relay.dry_powder(pair, LIGHT)
    trace = chart.figure.data[3]
    values = pair.current.series["dry_powder_angel"].mean(0, dtype=np.float64)
    end = pair.years * QUARTERS_PER_YEAR
    assert trace["y"][-1] == pytest.approx(values[end - QUARTERS_PER_YEAR : end].mean(), rel=1e-5)
    assert trace["x"][-1] == pair.years and trace["x"][0] == -2.0
    assert len(trace["x"]) == len(trace["y"])


def test_of_several_differences_those_are_told_that_stand_out_from_so_many():
    luck = np.array([-1.0, 1.0] * 20)
    # 2.2 standard errors: enough for one difference, not for the best of six
    edge = luck + 2.2 * luck.std(ddof=1) / np.sqrt(len(luck))
    alone, among = {"one": edge}, {"one": edge, **{f"other {k}": luck for k in range(5)}}
    assert "one" in moved_ones(real(), alone, Unit.COUNT)
    assert moved_ones(real(), among, Unit.COUNT) == "; no detectable difference from the baseline"
    clear = {"one": luck + 3, "two": luck - 5, "three": luck}
    assert moved_ones(real(), clear, Unit.COUNT).startswith("; against the baseline: one +3.0")
    assert largest_move(real(), clear, Unit.COUNT).startswith("; largest difference: two, \N{MINUS SIGN}5.0")
    assert largest_move(real(), {"one": luck[:1]}, Unit.COUNT) == "; no difference can be stated"
    assert moved_ones(same(), clear, Unit.COUNT) == ""
