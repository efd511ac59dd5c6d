"""Charts of industries: a panel for each, the first to form, followers, jobs."""

import numpy as np
import pytest
from pairs import assert_same_traces, assert_sound, empty, made, more_of, numbers, real, same, single, small

from app.charts import industry
from app.charts.chart import Pair
from app.charts.series import window
from app.look import LIGHT
from app.views.industries import VIEW
from model.outputs import INDUSTRY_NAMES
from model.parameters.industries import INDUSTRY_LABELS

MAKERS = (VIEW.large, *VIEW.small)
TRACES = ("readiness_in baseline", "readiness_in current", "established_in baseline", "established_in current")


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_a_chart_is_sound_whatever_happens(make):
    for pair in (real(), same(), empty(), single()):
        assert_sound(make, pair)
    assert_same_traces(make)


def test_each_panel_draws_its_industry():
    pair = real()
    chart = industry.industries(pair, LIGHT)
    traces = chart.figure.data
    assert len(traces) == len(TRACES) * len(INDUSTRY_NAMES)
    for k, name in enumerate(INDUSTRY_NAMES):
        for trace, what in zip(traces[k * len(TRACES) :], TRACES, strict=False):
            stem, side = what.split()
            years, values = window(getattr(pair, side), f"{stem}.{name}")
            assert np.allclose(trace["y"], 100 * values.mean(0)) and np.allclose(trace["x"], years)
            assert trace["xaxis"].removeprefix("x") == trace["yaxis"].removeprefix("y") == (str(k + 1) if k else "")
        column = f"{INDUSTRY_LABELS[name]}: established, current"
        assert numbers(chart.table[column])[-1] == pytest.approx(trace["y"][-1], abs=0.05)


def test_panels_fill_the_plot_without_touching_and_share_their_axes():
    layout = industry.industries(real(), LIGHT).figure.plain()["layout"]
    boxes = [(*layout[f"xaxis{k}"]["domain"], *layout[f"yaxis{k}"]["domain"])
             for k in ("", *range(2, len(INDUSTRY_NAMES) + 1))]
    for one in boxes:
        for other in boxes:
            assert one == other or one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]
        assert min(one) >= 0 and max(one) <= 1.0000001
    assert all(layout[f"yaxis{k}"]["range"] == [0, 100] for k in ("", 2, 6))
    titles = [note["text"].split("<br>") for note in layout["annotations"] if "<br>" in note["text"]]
    assert [" ".join(lines[:-1]) for lines in titles] == list(INDUSTRY_LABELS.values())
    assert all(len(line) <= 19 for lines in titles for line in lines[:-1])
    # year 0 and the shut listing window are marked in every panel
    assert len(layout["shapes"]) == 2 * len(INDUSTRY_NAMES)


def test_the_panels_answer_with_the_headline_and_name_first_and_last():
    first, last = INDUSTRY_NAMES[1], INDUSTRY_NAMES[2]
    base = made(small(), lambda name, values: 0 * values + (
        name.startswith("established_in.") and not name.endswith(last) or 5 * (name == "industries_established")))
    base.series[f"established_in.{INDUSTRY_NAMES[0]}"][:, :] = 0
    for name in INDUSTRY_NAMES[3:]:
        base.series[f"established_in.{name}"][::2] = 0
    answer = industry.industries(Pair(base, base), LIGHT).answer
    assert "At year 10, 5 of 6 industries are established on average, between 5 and 5 in 80\u00a0% of worlds" in answer
    assert f"most often {INDUSTRY_LABELS[first].lower()} (100\N{NO-BREAK SPACE}% of worlds)" in answer
    assert "baseline" not in answer


@pytest.mark.parametrize(("make", "series"), [
    (industry.industries, "industries_established"), (industry.followers, "entries"),
    (industry.jobs, "jobs"), (industry.established, "industries_established")])
def test_sentences_say_more_less_or_no_difference(make, series):
    base = small()
    more = more_of(base, series)
    said = {sign: make(Pair(*sides), LIGHT).answer
            for sign, sides in (("+", (more, base)), ("\N{MINUS SIGN}", (base, more)))}
    for sign, answer in said.items():
        assert f"; {sign}" in answer and "against the baseline" in answer
    assert "no detectable difference from the baseline" in make(Pair(more_of(base, "setbacks"), base), LIGHT).answer
    assert "no difference can be stated" in make(single(), LIGHT).answer


def with_first_years(name, years):
    result = made(small(), lambda _one, values: values, name)
    result.headlines["first_established_year"][:] = years
    return result


def test_the_first_industry_is_counted_in_worlds():
    base = with_first_years("base", [np.nan, np.nan, 9.5, 9.0, 8.0, 7.0, 4.5, 4.0])
    chart = industry.first_established(Pair(base, base), LIGHT)
    current = chart.figure.data[-1]
    at = dict(zip(current["x"], current["y"], strict=True))
    assert at[4.0] == 12.5 and at[4.25] == 12.5 and at[4.5] == 25 and at[10.0] == 75 and at[0.0] == 0
    assert chart.answer == ("75\N{NO-BREAK SPACE}% of worlds have an established industry by year 10, half of all "
                            "worlds by year 8.0.")
    assert list(chart.table["baseline, % of worlds"]) == [at[float(year)] for year in chart.table["Year"]]
    assert chart.figure.layout["yaxis"]["range"] == [0, 80]


def test_the_first_industry_is_compared_where_both_have_one():
    base = with_first_years("base", [np.nan, 5, 6, 7, 8, 9, 9, 9])
    sooner = with_first_years("sooner", [2, 4, 5, 6, 7, 8, 8, 8.25])
    answer = industry.first_established(Pair(sooner, base), LIGHT).answer
    assert "years to the first, where both have one: \N{MINUS SIGN}0.96" in answer
    nowhere = with_first_years("nowhere", np.nan)
    answer = industry.first_established(Pair(nowhere, base), LIGHT).answer
    assert answer.startswith("No world has an established industry by year 10; \N{MINUS SIGN}")
    assert "points" in answer


def test_followers_are_those_who_enter_after_the_pioneers():
    pair = real()
    chart = industry.followers(pair, LIGHT)
    current = chart.figure.data[-1]
    founded = pair.current.series["entries"] - pair.current.series["pioneer_entries"]
    at = pair.years * 4
    assert current["y"][-1] == pytest.approx(founded[:, at - 4 : at].sum(1).mean())
    assert numbers(chart.table["current: mean"])[-1] == pytest.approx(current["y"][-1], abs=0.001)
    whole = np.round(pair.current.headlines["followers_founded"].mean())
    assert chart.answer.startswith(f"{whole:.0f} followers")
