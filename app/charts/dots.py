"""Dots with their ranges, row by row: current over baseline, on one axis or on several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import Pair, round_range, rounded
from app.charts.figure import Figure
from model.comparison import Interval, interval
from model.declare import Unit
from model.words import _

ROW_PIXELS = 66
AXIS_PIXELS = 40
# the legend
TOP_PIXELS = 44
# on both sides of the values, as a share of their range
PADDING = 0.05
# in rows below the name of a row
CURRENT_AT, BASELINE_AT, ROW_ENDS = 0.36, 0.58, 0.84
NAME_ROOM = 0.22


@dataclass(frozen=True)
class Row:
    """A dot and its range on both sides, and the difference between them."""

    name: str
    current: Interval
    baseline: Interval
    change: Interval

    @classmethod
    def of(cls, name: str, current: Any, baseline: Any) -> Row:
        """Means over worlds with their 95 % intervals."""
        return cls(name, interval(current), interval(baseline), interval(current - baseline))


@dataclass(frozen=True)
class Axis:
    """Rows in one unit on one axis, with a dotted line at a value to compare with."""

    rows: Sequence[Row]
    unit: Unit
    mark: float = 0.0


def dots(pair: Pair, colours: look.Palette, axes: Sequence[Axis]) -> Figure:
    """One block of rows for each axis; what is undefined has its name and no dot."""
    heights = [len(axis.rows) * ROW_PIXELS for axis in axes]
    plot = sum(heights) + AXIS_PIXELS * (len(axes) - 1)
    figure = Figure(colours, TOP_PIXELS + plot + AXIS_PIXELS, right=10, top=TOP_PIXELS)
    frame = {"xaxis": figure.layout["xaxis"], "yaxis": figure.layout["yaxis"]}
    top = plot
    for k, (axis, height) in enumerate(zip(axes, heights, strict=True)):
        number = str(k + 1) if k else ""
        _set_axes(figure, frame, axis, number, [(top - height) / plot, top / plot])
        _draw_rows(figure, pair, colours, axis, number)
        top -= height + AXIS_PIXELS
    figure.set(hovermode="closest", dragmode=False)
    figure.legend()
    return figure


def _set_axes(
    figure: Figure, frame: dict[str, Any], axis: Axis, number: str, domain: list[float]
) -> None:
    scale = wording.scale(axis.unit)
    ends = [v for row in axis.rows for one in (row.current, row.baseline)
            for v in (one.mean, one.low, one.high)]
    low, high = round_range(scale * np.array([*ends, axis.mark], np.float64))
    beside = PADDING * (high - low)
    figure.set(**{
        f"xaxis{number}": frame["xaxis"] | {
            "anchor": f"y{number}", "range": [low - beside, high + beside], "nticks": 6,
            "tickformat": ",.3~f", "ticksuffix": " %" if scale > 1 else ""},
        f"yaxis{number}": frame["yaxis"] | {
            "anchor": f"x{number}", "domain": domain, "visible": False,
            "range": [1 - len(axis.rows) - ROW_ENDS, NAME_ROOM]}})


def _draw_rows(
    figure: Figure, pair: Pair, colours: look.Palette, axis: Axis, number: str
) -> None:
    scale = wording.scale(axis.unit)
    on = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    sides = [
        (_("baseline"), [row.baseline for row in axis.rows], BASELINE_AT, not pair.is_same,
         {"color": colours.baseline, "width": 2, "dash": "dash"}, "circle-open"),
        (_("baseline") if pair.is_same else _("current"), [row.current for row in axis.rows],
         CURRENT_AT, True, {"color": colours.current, "width": 2.5}, "circle")]
    for side, found, at, visible, line, symbol in sides:
        y = -np.arange(len(found)) - at
        figure.scatter(
            scale * np.array([[one.low, one.high, np.nan] for one in found], np.float64).ravel(),
            np.repeat(y, 3), name=side, legendgroup=side, showlegend=False, visible=visible,
            hoverinfo="skip", line=line, **on)
        figure.scatter(
            scale * np.array([one.mean for one in found], np.float64), y, name=side,
            legendgroup=side, showlegend=not number, visible=visible, mode="markers",
            marker={"color": line["color"], "symbol": symbol, "size": 10, "line": {"width": 2}},
            text=[_with_range(row.name, one, axis.unit)
                  for row, one in zip(axis.rows, found, strict=True)],
            hovertemplate=f"%{{text}}<extra>{side}</extra>", **on)
    mark = scale * axis.mark
    for k, row in enumerate(axis.rows):
        figure.shape(type="line", x0=mark, x1=mark, y0=-k - NAME_ROOM, y1=-k - ROW_ENDS, layer="below",
                     xref=f"x{number}", yref=f"y{number}",
                     line={"color": colours.quiet, "width": 1, "dash": "dot"})
        common = {"xref": f"x{number} domain", "yref": f"y{number}", "yanchor": "middle"}
        figure.note(0, -k, row.name, xanchor="left", font={"color": colours.text, "size": 13},
                    **common)
        figure.note(1, -k, wording.amount(row.current.mean, axis.unit), xanchor="right",
                    font={"color": colours.current, "size": 13}, **common)


def _with_range(name: str, found: Interval, unit: Unit) -> str:
    span = wording.span(found, unit)
    text = _("{name}: {mean}").format(name=name, mean=wording.amount(found.mean, unit))
    return f"{text} ({span})" if span else text


def dots_table(pair: Pair, axes: Sequence[Axis], ends: tuple[str, str]) -> pd.DataFrame:
    """The numbers that are drawn, and the difference with its 95 % interval; `ends` name the range."""
    rows = []
    for axis in axes:
        scale = wording.scale(axis.unit)
        for row in axis.rows:
            sides = [(_("baseline"), row.baseline)]
            if not pair.is_same:
                sides.insert(0, (_("current"), row.current))
            cells: dict[str, Any] = {
                _("What"): row.name, _("Unit"): wording.unit_text(axis.unit) or _("number")}
            for side, one in sides:
                cells[side] = scale * one.mean
                cells[f"{side}: {ends[0]}"] = scale * one.low
                cells[f"{side}: {ends[1]}"] = scale * one.high
            if not pair.is_same:
                cells[_("difference")] = scale * row.change.mean
                cells[_("95 %: low")] = scale * row.change.low
                cells[_("95 %: high")] = scale * row.change.high
            rows.append(cells)
    return rounded(pd.DataFrame(rows), 2)
