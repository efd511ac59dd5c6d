"""A figure as what PowerPoint can hold: native charts, a drawing of native shapes, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.charts.chart import Chart
from app.exports.office.categories import areas, bars, named_lines
from app.exports.office.curves import curves
from app.exports.office.panels import Panel, panels
from app.exports.office.plan import Plan


class Way(StrEnum):
    """How a chart comes into PowerPoint."""

    CHARTS = "native charts"
    SHAPES = "native shapes"
    TABLE = "table"


@dataclass(frozen=True)
class Translated:
    """A figure in the terms of one way; a table needs none."""

    way: Way
    plans: tuple[Plan, ...] = ()
    panel: Panel | None = None


def translate(chart: Chart) -> Translated:
    """The best way for a chart."""
    return translated(chart.figure.plain())


def translated(figure: dict[str, Any]) -> Translated:
    """The best way for a figure in plain types."""
    found = panels(figure)
    plans = [named_lines(panel) or bars(panel) or areas(panel) or curves(panel) for panel in found]
    whole = [plan for plan in plans if plan is not None]
    if whole and len(whole) == len(plans):
        return Translated(Way.CHARTS, tuple(whole))
    if len(found) == 1 and can_be_drawn(found[0]):
        return Translated(Way.SHAPES, panel=found[0])
    return Translated(Way.TABLE)


def can_be_drawn(panel: Panel) -> bool:
    """Do lines, filled outlines, rectangles and words on known axes make up all of it?"""
    return panel.x_range is not None and panel.y_range is not None and all(
        trace["type"] == "scatter" and "stackgroup" not in trace for trace in panel.traces)
