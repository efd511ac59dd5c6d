"""Is a firm's life told as the tables have it?"""

from functools import cache

import numpy as np
import plotly.graph_objects as go
import pytest
from worlds import SHORT

from app import firm_life
from app.charts import life as charts
from app.charts.chart import stage_name
from app.look import DARK, LIGHT
from model.finders import FINDERS
from model.lives import Kind, Life, life_of
from model.outputs import STAGES
from model.parameters import BASELINE, Parameters, replaced

GIVEN: Parameters = replaced(BASELINE, {**SHORT, "settings.replications": 6})


@cache
def lives() -> list[Life]:
    """All firms of one world."""
    tables = firm_life.tables_of(GIVEN, 0)
    return [life_of(tables, firm) for firm in tables["firms"]["firm"] if (
        tables["firm_quarters"]["firm"] == firm).any()]


def test_every_life_is_drawn_and_told() -> None:
    for life in lives():
        for colours in (LIGHT, DARK):
            chart = charts.course(life, colours)
        go.Figure(chart.figure.plain())
        assert chart.answer.endswith(".") and "nan" not in chart.answer and "{" not in chart.answer
        assert len(chart.table) == len(life.events)


def test_the_line_is_the_cash_of_the_firm() -> None:
    life = max(lives(), key=lambda one: len(one.quarters))
    line = charts.course(life, LIGHT).figure.data[0]
    assert np.allclose(np.asarray(line["y"])[: len(life.quarters)], life.cash_myuan)


def test_the_story_counts_what_happened() -> None:
    life = max(lives(), key=lambda one: len(one.events))
    rounds = [event for event in life.events if event.kind in (Kind.ROUND, Kind.BRIDGE)]
    passed = sum(event.kind is Kind.TEST_PASSED for event in life.events)
    assert f"(rounds and bridges: {len(rounds)})" in charts.story(life)
    assert f"Tests passed: {passed}, failed" in charts.story(life)


@pytest.mark.parametrize("kind", FINDERS)
def test_a_finder_is_looked_for_from_world_to_world(kind: str) -> None:
    class Line:
        def progress(self, share: float, text: str) -> None:
            assert 0 < share <= 1 and text

    found = firm_life._found(GIVEN, kind, 0, Line())  # type: ignore[arg-type]
    if found is not None:
        world, firm = found
        assert firm in set(firm_life.tables_of(GIVEN, world)["firms"]["firm"])


def test_a_firm_that_is_not_there_is_said_so() -> None:
    assert "not founded" in firm_life._in_the_baseline(GIVEN, 0, "nobody-99")


def test_marks_of_one_quarter_do_not_hide_each_other() -> None:
    together = 0
    for life in lives():
        marks = [(x, y) for trace in charts.course(life, LIGHT).figure.data[1:]
                 for x, y in zip(trace["x"], trace["y"], strict=True)]
        assert len(set(marks)) == len(marks)
        together += len({x for x, _y in marks}) < len(marks)
    assert together


def test_stages_are_named_whatever_their_width_and_no_name_touches_another() -> None:
    narrow = 0
    for life in lives():
        chart = charts.course(life, LIGHT)
        names = [note for note in chart.figure.layout["annotations"] if note["text"] in map(stage_name, STAGES)]
        low, high = chart.figure.layout["xaxis"]["range"]
        letter = charts.CHARACTER_SHARE * (high - low) / (1.02 + charts.RIGHT_SHARE)
        spans = [(note["yshift"], note["x"], note["x"] + letter * (len(note["text"]) + 1)) for note in names]
        assert all(a[0] != b[0] or min(a[2], b[2]) <= max(a[1], b[1]) + 1e-9
                   for k, a in enumerate(spans) for b in spans[:k])
        narrow += len(names) < len(set(life.stages.tolist()))
    assert narrow <= len(lives()) / 20
