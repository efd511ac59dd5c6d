"""What a native chart shows: series with their numbers and looks, axes and labels, without any file format."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.exports.office.panels import WHOLE, Box, is_number
from app.exports.office.texts import words_of

Number = float | None
RGBA = re.compile(r"rgba\((\d+),\s*(\d+),\s*(\d+),\s*([\d.]+)\)")
GROUPED_FROM = 1_000
# office programs count steps from the lower end of an axis
ROUND, MOST_STEPS, TINY = (1, 2, 5), 7, 1e-9
MOST_SPARE = 0.5


@dataclass(frozen=True)
class Colour:
    """Six hexadecimal digits, and how much it covers what lies below."""

    digits: str
    opacity: float = 1.0

    @classmethod
    def of(cls, text: Any) -> Colour | None:
        """A colour as Plotly writes it; None for none, or for one that cannot be seen."""
        found = RGBA.fullmatch(str(text))
        if found:
            *parts, opacity = found.groups()
            return cls("".join(f"{int(part):02X}" for part in parts), float(opacity)) if float(opacity) else None
        return cls(text[1:].upper()) if re.fullmatch("#[0-9A-Fa-f]{6}", str(text)) else None

    def on_white(self, opacity: float) -> Colour:
        """The solid colour that it gives on white paper."""
        parts = (int(self.digits[k : k + 2], 16) for k in (0, 2, 4))
        return Colour("".join(f"{round(255 + opacity * (part - 255)):02X}" for part in parts))


@dataclass(frozen=True)
class Label:
    """Words at a point: to its right (`r`), left, top or bottom, moved by parts of the chart's height."""

    text: str
    colour: Colour | None = None
    at: str = "r"
    down: float = 0.0


@dataclass(frozen=True)
class Series:
    """A row of numbers and how it is drawn. `x` is empty where categories say where its numbers stand."""

    name: str
    kind: str
    y: tuple[Number, ...]
    x: tuple[Number, ...] = ()
    line: Colour | None = None
    width: float = 0.0
    dash: str = ""
    fill: Colour | None = None
    pattern: str = ""
    fills: tuple[Colour | None, ...] = ()
    marker: str = ""
    marker_size: int = 7
    marker_fill: Colour | None = None
    labels: Mapping[int, Label] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    inside: bool = False
    reach: tuple[Number, ...] = ()
    in_legend: bool = True


@dataclass(frozen=True)
class Axis:
    """An axis; open ends and steps are left to whoever draws it."""

    title: str = ""
    low: Number = None
    high: Number = None
    step: Number = None
    form: str = "General"
    is_shown: bool = True
    has_grid: bool = False
    is_reversed: bool = False


@dataclass(frozen=True)
class Plan:
    """One native chart. Without categories its series stand at numbers of a horizontal axis."""

    series: tuple[Series, ...]
    x: Axis
    y: Axis
    categories: tuple[str | float, ...] = ()
    every: int = 1
    is_horizontal: bool = False
    is_stacked: bool = False
    gap: int = 60
    has_legend: bool = False
    has_drops: bool = False
    label_width: float = 0.0
    title: str = ""
    marks: tuple[str, ...] = ()
    box: Box = WHOLE


def axis_of(given: dict[str, Any], ends: tuple[float, float] | None = None) -> Axis:
    """A value axis with the look of the figure's; where its ends are known it begins and ends at a step."""
    is_seen = given.get("visible", True)
    is_shown = is_seen and given.get("showticklabels", True)
    low, high, step = None, None, None
    if ends is not None:
        low, high = sorted(ends)
        if is_shown:
            step = _step(given, high - low)
            low, high = math.floor(low / step + TINY) * step, _end(high, step)
    return Axis(
        title=words_of(str(given.get("title", {}).get("text") or "")), low=low, high=high, step=step,
        form=number_format(given, low, high), is_shown=is_shown, has_grid=is_seen and bool(given.get("showgrid")))


def _step(given: dict[str, Any], span: float) -> float:
    """From one label to the next: as the figure says, or a round number."""
    ticks = given.get("tickvals") or []
    if given.get("dtick") or len(ticks) > 1:
        return float(given.get("dtick") or ticks[1] - ticks[0])
    size = 10.0 ** math.floor(math.log10(span / MOST_STEPS)) if span > 0 else 1.0
    return next((one * size for one in ROUND if span / (one * size) <= MOST_STEPS + TINY), 10 * size)


def _end(high: float, step: float) -> float:
    """An end that a step reaches, if that is not far away."""
    whole = math.ceil(high / step - TINY) * step
    return whole if whole - high <= MOST_SPARE * step else high


def number_format(axis: dict[str, Any], low: Number, high: Number) -> str:
    """How the numbers of an axis are written."""
    largest = max((abs(end) for end in (low, high) if end is not None), default=0.0)
    suffix = str(axis.get("ticksuffix") or "")
    body = "#,##0" if largest >= GROUPED_FROM else "General"
    if suffix:
        body = "0" if largest >= 5 or not largest else "0.0"
    return body + (f'"{suffix}"'.replace("\u00a0", " ") if suffix else "")


def numbers_in(values: Any) -> bool:
    """Are all values numbers, or missing?"""
    return isinstance(values, list) and all(value is None or is_number(value) for value in values)
