"""Pairs of small results, as run and made up, and what every chart has to keep."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from worlds import SHORT, run

from app.charts.chart import Chart, Pair
from app.look import DARK, LIGHT
from app.panel import DECLARED
from model.metrics import headlines_of
from model.outputs import SERIES
from model.results import Result

WORLDS = 8


@cache
def small(worlds: int = WORLDS, **changes: Any) -> Result:
    """A small run; a path is written with `__` for the point."""
    paths = {name.replace("__", "."): value for name, value in changes.items()}
    return run({**SHORT, "settings.replications": worlds, **paths})


@cache
def real() -> Pair:
    """A zone with programmes and a shut listing window against the baseline."""
    return Pair(
        small(supports__platforms=1.0, supports__application_scenarios=1.0, shocks__listing_shut_years=4.0),
        small())


@cache
def same() -> Pair:
    """The baseline beside itself."""
    return Pair(small(), small())


def made(result: Result, change: Callable[[str, Any], Any], name: str = "made up") -> Result:
    """The result with every series changed: `change(name, values)` from year 0 to the end."""
    every = {one: values.copy() for one, values in result.series_all.items()}
    start = result.recorded.start
    for one, values in every.items():
        values[:, start:] = change(one, values[:, start:])
    copy = dataclasses.replace(
        result, series_all=every, series={one: values[:, start:] for one, values in every.items()},
        provenance={**result.provenance, "fingerprint": name})
    copy.headlines = headlines_of(copy)
    return copy


def more_of(result: Result, *names: str, by: float = 1.0) -> Result:
    """The result with as much more a quarter of some series in every world."""
    return made(result, lambda one, values: values + by * (one in names))


def with_headlines(result: Result, tilt: float = 0.0, **values: float) -> Result:
    """The result with other headlines, the same in all worlds but for a tilt over them."""
    copy = made(result, lambda _one, series: series, f"headlines {values} {tilt}")
    around = tilt * np.linspace(-1, 1, result.replications)
    copy.headlines = {**result.headlines, **{name: value + around for name, value in values.items()}}
    return copy


def empty() -> Pair:
    """Two zones in which nothing ever happens."""
    def nothing(name: str) -> Result:
        result = made(small(), lambda _one, values: 0 * values, name)
        result.headlines["first_established_year"][:] = np.nan
        result.life = {one: 0 * values for one, values in result.life.items()}
        return result

    return Pair(nothing("now"), nothing("before"))


def single() -> Pair:
    """One world each, of which no difference can be stated."""
    return Pair(more_of(small(1), *SERIES), small(1))


def assert_sound(make: Callable[..., Chart], pair: Pair) -> Chart:
    """Plotly takes the figure in both themes, and words and names are whole."""
    chart = make(pair, LIGHT)
    for colours in (LIGHT, DARK):
        go.Figure(make(pair, colours).figure.plain())
    assert chart.question.endswith("?")
    assert chart.answer.endswith(".") and "nan" not in chart.answer and "{" not in chart.answer
    assert chart.unit and len(chart.table)
    assert chart.outputs and all(name in DECLARED for name in chart.outputs)
    return chart


def assert_same_traces(make: Callable[..., Chart]) -> None:
    """The same traces with and without a difference, so that lines glide and legends keep."""
    kinds = [[(trace["type"], trace.get("stackgroup")) for trace in make(pair, LIGHT).figure.data]
             for pair in (same(), real())]
    assert kinds[0] == kinds[1]


def numbers(column: Any) -> Any:
    """A column of a table as numbers."""
    return np.asarray(column, np.float64)
