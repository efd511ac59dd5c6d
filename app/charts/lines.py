"""A few lines over time, each named at its end, with the baseline of each dashed behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import Pair, fit_y, label_ends, mark_years, rounded
from app.charts.figure import Figure
from model.comparison import Z95, Interval, interval
from model.declare import Unit
from model.words import _

LETTER_PIXELS = 7.2
SWATCH = "\N{BLACK CIRCLE}"
SWATCH_PIXELS = 30
ERROR = 0.05


@dataclass(frozen=True)
class Line:
    """One line: its name, its colour, and values [replication, point] of both sides."""

    name: str
    colour: str
    current: Any
    baseline: Any


def lines(
    pair: Pair, colours: look.Palette, years: Any, drawn: Sequence[Line], height: int,
    hover: str = "%{y:.3~f}", most: float = math.inf,
) -> Figure:
    """Means of all worlds over the years: current solid, baseline dashed. `most` is the largest possible."""
    longest = max(len(line.name) for line in drawn)
    figure = Figure(colours, height, right=int(longest * LETTER_PIXELS) + SWATCH_PIXELS)
    means = [(line.current.mean(0), line.baseline.mean(0)) for line in drawn]
    for line, (_current, baseline) in zip(drawn, means, strict=True):
        figure.scatter(
            years, baseline, name=_("{name}, baseline").format(name=line.name),
            visible=not pair.is_same, hoverinfo="skip",
            line={"color": colours.baseline, "width": 1.5, "dash": "dash"})
    beside = "" if pair.is_same else _(" (baseline {number})").format(
        number=hover.replace("{y", "{customdata"))
    for line, (current, baseline) in zip(drawn, means, strict=True):
        figure.scatter(
            years, current, name=line.name, customdata=baseline,
            hovertemplate=f"{hover}{beside}<extra>{line.name}</extra>",
            line={"color": line.colour, "width": 2.5})
    low, high = fit_y(figure, np.concatenate([each for both in means for each in both]), most)
    label_ends(
        figure, years[-1],
        [(f'<span style="color:{line.colour}">{SWATCH}</span> {line.name}', float(current[-1]), colours.text)
         for line, (current, _baseline) in zip(drawn, means, strict=True)], low, high)
    mark_years(figure, pair, colours, years)
    return figure


def lines_table(pair: Pair, years: Any, drawn: Sequence[Line], decimals: int = 2) -> pd.DataFrame:
    """The means that are drawn, year by year, the baseline's beside them."""
    keep = np.isclose(years % 1, 0)
    columns: dict[str, Any] = {_("Year"): years[keep].astype(int)}
    for line in drawn:
        if not pair.is_same:
            columns[_("current: {name}").format(name=line.name)] = line.current.mean(0)[keep]
        columns[_("baseline: {name}").format(name=line.name)] = line.baseline.mean(0)[keep]
    return rounded(pd.DataFrame(columns), decimals)


def moved_ones(pair: Pair, changes: dict[str, Any], unit: Unit) -> str:
    """Which of several differences [replication] to the baseline can be told, as a part of a sentence."""
    found = _told(changes)
    if pair.is_same or not found:
        return _none_moved(pair, changes, unit)
    return _("; against the baseline: {all}").format(
        all=", ".join(f"{name} {wording.difference(one, unit)}" for name, one in found.items()))


def largest_move(pair: Pair, changes: dict[str, Any], unit: Unit) -> str:
    """The largest of several differences to the baseline that can be told, as a part of a sentence."""
    found = _told(changes)
    if pair.is_same or not found:
        return _none_moved(pair, changes, unit)
    name = max(found, key=lambda one: abs(found[one].mean))
    return _("; largest difference: {name}, {moved}").format(
        name=name, moved=wording.moved(found[name], unit))


def _told(changes: dict[str, Any]) -> dict[str, Interval]:
    """Those that can be told although several were looked at: the more, the further they must be from zero."""
    wider = NormalDist().inv_cdf(1 - ERROR / 2 / len(changes)) / Z95
    found = {name: interval(values) for name, values in changes.items()}
    return {name: one for name, one in found.items() if abs(one.mean) > wider * (one.high - one.mean)}


def _none_moved(pair: Pair, changes: dict[str, Any], unit: Unit) -> str:
    """What to say where no difference can be told: there is none, or it is not known."""
    if pair.is_same:
        return ""
    known = all(np.isfinite(interval(values).high) for values in changes.values())
    nothing = Interval(0.0, 0.0, 0.0) if known else Interval(np.nan, np.nan, np.nan)
    return "; " + wording.moved(nothing, unit)
