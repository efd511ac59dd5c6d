"""A Plotly figure as plain data: quick to make, and checked against Plotly's own rules by the tests."""

from __future__ import annotations

import math
from html import escape
from typing import Any

import numpy as np

from app import look
from app.look import Palette

DIGITS = 6
# pixels that the marks, numbers and title of a horizontal axis take
BELOW_TITLED_AXIS = 46


class Figure:
    """Traces and a layout, written in Plotly's terms."""

    def __init__(self, colours: Palette, height: int, right: int = 16, top: int = 24) -> None:
        self.colours = colours
        self.height = height
        self.data: list[dict[str, Any]] = []
        self.layout = look.frame(colours, height, right, top)

    def scatter(self, x: Any, y: Any, **trace: Any) -> None:
        """Add a line, an area or points."""
        self.data.append({"type": "scatter", "mode": "lines", "x": x, "y": y, **trace})

    def bar(self, x: Any, y: Any, **trace: Any) -> None:
        """Add bars."""
        self.data.append({"type": "bar", "x": x, "y": y, **trace})

    def note(self, x: Any, y: Any, text: str, **more: Any) -> None:
        """Write in the plot."""
        self.layout["annotations"].append({"x": x, "y": y, "text": text, "showarrow": False, **more})

    def shape(self, **shape: Any) -> None:
        """Draw a line or a rectangle."""
        self.layout["shapes"].append(shape)

    def x_axis(self, **more: Any) -> None:
        """Change the horizontal axis. Its title has room at once: what grows while it is drawn is drawn twice."""
        _merge(self.layout["xaxis"], more)
        if self.layout["xaxis"]["title"].get("text"):
            self.layout["margin"]["b"] = BELOW_TITLED_AXIS

    def y_axis(self, **more: Any) -> None:
        """Change the vertical axis."""
        _merge(self.layout["yaxis"], more)

    def set(self, **more: Any) -> None:
        """Change the layout."""
        _merge(self.layout, more)

    def legend(self) -> None:
        """A legend in a row above the plot, for more series than direct labels can name."""
        self.set(showlegend=True, margin={"t": 44}, legend={
            "orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal",
            "font": {"size": 13}, "bgcolor": "rgba(0,0,0,0)"})

    def plain(self) -> dict[str, Any]:
        """The figure in the plain types of JSON."""
        return {"data": [_plain(trace) for trace in self.data], "layout": _plain(self.layout)}


def literal(text: str) -> str:
    """A text that Plotly shows as it is: nothing in it is markup, and quotes, which it would not decode, stay."""
    return escape(text, quote=False)


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [_plain(each) for each in value.tolist()]
    if isinstance(value, (float, np.floating)):
        return _short(float(value)) if math.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _short(value: float) -> float:
    """Six significant digits: more than any screen can show."""
    return float(f"{value:.{DIGITS}g}")
