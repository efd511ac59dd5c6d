"""Are two lives of a firm drawn as the records have them, whatever the scenarios are called?"""

import functools
import html
import re
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_parting import (
    A_ROUND,
    BEGUN,
    BRIDGE,
    FAILED,
    FAILURE,
    FOUNDED,
    LISTED,
    STARVED,
    SUCCESS,
    VENTURE,
    all_partings,
    changed,
    life,
    run,
)

from app.charts import parting as charts
from app.charts.chart import Chart
from app.look import DARK, LIGHT
from model.lives import Event, Kind, Life
from model.outputs import STAGES
from model.parting import Parting, Weight, parting

TITLES = ("Baseline", "Patient guide")


@functools.cache
def real() -> list[Parting]:
    return all_partings(*(run(name, is_short=True, worlds=1) for name in ("baseline", "patient_guide")))


def drawn(found: Parting, titles: tuple[str, str] = TITLES) -> Chart:
    """The chart, once it is seen to be sound in both themes."""
    chart = charts.parting(found, titles, LIGHT)
    for colours in (LIGHT, DARK):
        go.Figure(charts.parting(found, titles, colours).figure.plain())
    assert chart.question.endswith("?") and chart.answer.endswith(".") and chart.unit
    assert "nan" not in chart.answer and "{" not in chart.answer
    return chart


def notes(chart: Chart) -> list[dict[str, Any]]:
    return list(chart.figure.layout["annotations"])


def shapes(chart: Chart, kind: str) -> list[dict[str, Any]]:
    return [shape for shape in chart.figure.layout["shapes"] if shape["type"] == kind]


def title_lines(chart: Chart) -> list[list[str]]:
    """The titles of both lanes, line by line."""
    return [note["text"].split("<br>") for note in notes(chart) if note.get("xref") == "paper"]


def test_every_pair_of_lives_is_drawn_and_told() -> None:
    for found in real()[::8]:
        chart = drawn(found)
        lives = [life for life in (found.first, found.second) if life is not None]
        events = [event for life in lives for event in life.events]
        assert len(chart.table) == len(events) + (len(lives) < 2)
        marked = sorted(x for trace in chart.figure.data for x in trace["x"])
        assert marked == sorted(event.quarter / 4 for event in events if event.kind is not Kind.FOUNDED)


def test_marks_stand_in_the_lane_of_their_life() -> None:
    chart = drawn(parting(SUCCESS, FAILURE))
    lanes = {name: [(x, round(y)) for x, y in zip(trace["x"], trace["y"], strict=True)]
             for trace in chart.figure.data for name in [trace["name"]]}
    assert lanes["round"] == [(1.0, 1), (3.5, 1), (1.0, 0)]
    assert lanes["test passed"] == [(1.0, 1), (3.5, 1), (1.0, 0), (3.5, 0)]
    assert lanes["end"] == [(10.0, 1), (4.75, 0)]
    hovers = [text for trace in chart.figure.data for text in trace["text"]]
    assert "year 3.5: A round, ¥24.0 million" in hovers and "year 1.0: test passed, now in the angel stage" in hovers


def test_bands_are_the_stages_from_founding_to_the_end() -> None:
    for found in (parting(SUCCESS, FAILURE), *real()[:40]):
        bands = shapes(drawn(found), "rect")
        expected = []
        for one, lane in ((found.first, 1.0), (found.second, 0.0)):
            expected += stretches(one, lane) if one is not None else []
        assert [(b["x0"], b["x1"], b["fillcolor"], (b["y0"] + b["y1"]) / 2) for b in bands] == expected


def stretches(one: Life, lane: float) -> list[tuple[float, float, str, float]]:
    starts = [(event.quarter / 4, event.stage) for event in one.events
              if event.kind in (Kind.FOUNDED, Kind.TEST_PASSED)]
    ends = [*(year for year, _stage in starts[1:]), one.events[-1].quarter / 4]
    return [(year, end, LIGHT.stages[STAGES.index(stage)], lane) for (year, stage), end in
            zip(starts, ends, strict=True)]


@pytest.mark.parametrize(("found", "year", "words"), [
    (parting(SUCCESS, FAILURE), 3.5, "paths part in year 3.5"),
    (parting(SUCCESS, life(*BEGUN, VENTURE, changed(A_ROUND, amount_myuan=1.0), LISTED)), 3.5,
     "the money first differs in year 3.5"),
    (parting(None, SUCCESS), 0.0, "founded in year 0.0")])
def test_a_line_in_both_lanes_marks_the_parting(found: Parting, year: float, words: str) -> None:
    chart = drawn(found)
    lines = shapes(chart, "line")
    assert [(line["x0"], line["x1"]) for line in lines] == [(year, year)] * 2
    for lane in (1.0, 0.0):
        assert any(line["y0"] <= lane - charts.BAND and line["y1"] >= lane + charts.BAND for line in lines)
    assert [(note["x"], note["text"]) for note in notes(chart) if note["text"] == words] == [(year, words)]


def test_no_label_of_an_event_lies_across_the_line_of_the_parting() -> None:
    for found in (parting(SUCCESS, FAILURE), *real()[::8]):
        chart = drawn(found)
        low, high = chart.figure.layout["xaxis"]["range"]
        for note in notes(chart):
            if found.quarter is None or "yshift" not in note:
                continue
            half = charts.CHARACTER_SHARE * (high - low) * len(note["text"]) / 2
            middle = note["x"] + {"left": half, "center": 0, "right": -half}[note["xanchor"]]
            assert abs(middle - found.quarter / 4) >= half - 1e-9


def test_a_page_that_is_shown_has_no_words_for_a_screen() -> None:
    chart = drawn(parting(SUCCESS, FAILURE))
    shown = charts.without_pointing(chart)
    assert "pointed at" in chart.note and chart.note.startswith(shown.note) and shown.note.endswith("ends a life.")


def test_lives_that_do_not_part_have_no_line() -> None:
    assert shapes(drawn(parting(SUCCESS, SUCCESS)), "line") == []


def test_the_start_of_the_policies_is_marked_where_lives_reach_behind_it() -> None:
    early = life(changed(FOUNDED, quarter=-6), LISTED)
    lines = shapes(drawn(parting(early, life(changed(FOUNDED, quarter=-6), STARVED))), "line")
    assert [line["x0"] for line in lines] == [4.75, 4.75, 0]


def test_ends_rounds_and_tests_are_named_beside_their_marks() -> None:
    texts = {(note["x"], note["text"]) for note in notes(drawn(parting(
        SUCCESS, life(*BEGUN, FAILED, changed(BRIDGE, quarter=20), changed(STARVED, quarter=30)))))}
    assert {(10.0, "listing<br>year 10.0"), (7.5, "funding<br>gap<br>year 7.5")} <= texts
    assert {(1.0, "seed"), (3.5, "A"), (5.0, "bridge"), (1.0, "passed"), (2.25, "failed")} <= texts


def test_a_firm_that_was_not_founded_leaves_its_lane_empty() -> None:
    chart = drawn(parting(None, SUCCESS))
    assert [note["y"] for note in notes(chart) if note["text"] == "not founded"] == [1.0]
    assert {round((band["y0"] + band["y1"]) / 2) for band in shapes(chart, "rect")} == {0}
    assert list(chart.table["Scenario"]) == ["Baseline", *["Patient guide"] * 6]
    assert chart.table["What happened"][0] == "not founded"
    assert "In “Baseline” it was not founded." in chart.answer
    nobody = drawn(parting(None, None))
    assert [note["text"] for note in notes(nobody)].count("not founded") == 2


def test_the_answer_names_the_firm_and_the_scenarios() -> None:
    answer = drawn(parting(SUCCESS, FAILURE)).answer
    assert answer.startswith("Quantum information, pioneer 1: The paths part in year 3.5")
    assert "In “Baseline” it got" in answer and "In “Patient guide” it never got its A round" in answer


def test_the_table_tells_all_events_and_which_are_the_same() -> None:
    table = drawn(parting(SUCCESS, FAILURE)).table
    assert list(table["Scenario"]) == ["Baseline"] * 6 + ["Patient guide"] * 5
    assert list(table["Same in both"]) == ["yes"] * 4 + ["no"] * 2 + ["yes"] * 4 + ["no"]
    assert list(table["Amount, ¥ million"].dropna()) == [6.0, 24.0, 1234.0, 6.0, 0.0]


LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
TEXTS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=200).filter(str.strip), st.just("短期资金" * 50), st.just("x" * 200),
    st.just("A title <b>with</b> markup & that never ends " * 4), st.just("=1+1 " + "word " * 39))


@settings(max_examples=30)
@given(TEXTS, TEXTS)
def test_titles_of_any_length_and_kind_fit(first: str, second: str) -> None:
    chart = charts.parting(parting(SUCCESS, FAILURE), (first, second), LIGHT)
    lines = title_lines(chart)
    assert len(lines) == 2 and lines[0] != lines[1]
    for own in lines:
        assert 1 <= len(own) <= charts.TITLE_LINES
        assert all(len(html.unescape(line)) <= charts.TITLE_WIDTH and "<" not in line for line in own)
    assert len(chart.answer) < len(drawn(parting(SUCCESS, FAILURE)).answer) + 2 * charts.NAME_WIDTH
    go.Figure(chart.figure.plain())
    assert chart.csv


def test_scenarios_of_one_name_are_told_apart() -> None:
    long = "A scenario with a title that begins like another one"
    for titles in (("Same", "Same"), ("Same one", " Same  one"), (f"{long}, first", f"{long}, second")):
        chart = drawn(parting(SUCCESS, FAILURE), titles)
        assert [lines[0][:4] for lines in title_lines(chart)] == [f"A: {titles[0][0]}", f"B: {titles[0][0]}"]
        assert "In “A: " in chart.answer and "In “B: " in chart.answer
        assert set(chart.table["Scenario"]) == {f"A: {titles[0]}", f"B: {titles[1]}"}
    assert charts.told_apart(TITLES) == TITLES


def test_long_titles_are_cut_with_dots() -> None:
    for title in ("短期资金" * 50, "x" * 200, "word " * 40):
        for lines in title_lines(drawn(parting(SUCCESS, FAILURE), (title, f"other {title}"))):
            assert lines[-1].endswith("…") and len(lines) == charts.TITLE_LINES and len(lines[-1]) > 10
    assert charts.short("x" * 40, 40) == "x" * 40
    assert charts.short("x" * 41, 40) == "x" * 39 + "…"


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0.1, 3)), max_size=12).map(sorted))
def test_labels_of_one_line_never_touch(labels: list[tuple[float, float]]) -> None:
    places, widths = [place for place, _width in labels], [width for _place, width in labels]
    levels = charts.levels_of(places, widths)
    for level in range(charts.LEVELS):
        own = [(p - w / 2, p + w / 2) for p, w, at in zip(places, widths, levels, strict=True) if at == level]
        assert all(end <= start for k, (start, _end) in enumerate(own) for _start, end in own[:k])
    assert not labels or levels[0] == 0


def test_both_lives_share_one_axis_of_time_with_room_for_the_ends() -> None:
    low, high = drawn(parting(SUCCESS, FAILURE)).figure.layout["xaxis"]["range"]
    assert low < 0 and high > 10 * 1.15
    moment = Event(3, Kind.FOUNDED, "concept"), changed(STARVED, quarter=3)
    low, high = drawn(parting(life(*moment), None)).figure.layout["xaxis"]["range"]
    assert low < 0.75 < high


def test_traces_stay_the_same_whatever_the_lives() -> None:
    names = [[trace["name"] for trace in charts.parting(found, TITLES, LIGHT).figure.data] for found in (
        parting(SUCCESS, FAILURE), parting(None, SUCCESS), parting(None, None))]
    assert names[0] == names[1] == names[2] and len(names[0]) == len(set(names[0]))


def test_every_weight_of_a_parting_that_has_a_quarter_has_words() -> None:
    assert set(charts.PARTS) == set(Weight) - {Weight.NONE}
    assert all(re.search(r"\{year\}", words) for words in charts.PARTS.values())
    assert isinstance(drawn(parting(SUCCESS, FAILURE)).table, pd.DataFrame)
