"""Lines and points over numbers as a native chart: bands as thin lines, names at the ends of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.exports.office.panels import Note, Panel, is_number
from app.exports.office.plan import Axis, Colour, Label, Number, Plan, Series, axis_of, numbers_in
from app.exports.office.texts import DOTS, on_one_line, width, words_of

DASHES = {"dash": "dash", "dot": "sysDot", "dashdot": "dashDot"}
MARKERS = {
    "circle": "circle", "circle-open": "circle", "square": "square", "diamond": "diamond", "x": "x", "star": "star",
    "triangle-up": "triangle", "line-ew": "dash", "line-ns-open": "dash",
}
BAND_SHADE = 0.45
BAND_WIDTH = 0.75
NEAR = 0.02
AT = {"left": "r", "right": "l"}
UPRIGHT = {"bottom": "t", "top": "b"}


def curves(panel: Panel) -> Plan | None:
    """A chart of lines over numbers; None if the panel holds anything else."""
    if not panel.traces or not all(is_curve(trace) for trace in panel.traces):
        return None
    if any(not (shape["type"] == "line" or shape["is_tall"]) for shape in panel.shapes):
        return None
    series = [curve(trace, panel.traces[k + 1 : k + 2]) for k, trace in enumerate(panel.traces)]
    notes = list(panel.notes)
    series, notes, longest = with_names(series, notes, panel)
    x = axis_of(panel.x, panel.x_range)
    series += _marks(panel, notes)
    series += _written(notes, x)
    return Plan(
        tuple(series), x, axis_of(panel.y, panel.y_range), label_width=longest,
        title=panel.title, box=panel.box, has_legend=bool(panel.layout.get("showlegend")))


def is_curve(trace: dict[str, Any]) -> bool:
    """A line or points over numbers, with at most a band."""
    return (trace["type"] == "scatter" and "stackgroup" not in trace and numbers_in(trace["x"])
            and numbers_in(trace["y"]) and trace.get("fill") in (None, "tonexty", "tozeroy"))


def curve(trace: dict[str, Any], following: Sequence[dict[str, Any]] = ()) -> Series:
    """A line or points; both lines of a band are thin and light."""
    line, mode = trace.get("line", {}), trace.get("mode", "lines")
    # a number without a place would be drawn at some other one
    values = [None if x is None else y for x, y in zip(trace["x"], trace["y"], strict=True)]
    band = trace if trace.get("fill") == "tonexty" else next(
        (one for one in following if one.get("fill") == "tonexty"), None)
    colour, thickness = Colour.of(line.get("color")), line.get("width", 2.0)
    if not thickness and band is not None:
        shade = Colour.of(band["fillcolor"])
        colour, thickness = shade and Colour(shade.digits).on_white(BAND_SHADE), BAND_WIDTH
    marker = trace.get("marker", {})
    symbol, is_marked = str(marker.get("symbol", "circle")), "markers" in mode
    point = Colour.of(marker.get("color")) or Colour.of(marker.get("line", {}).get("color")) or colour
    return Series(
        words_of(trace.get("name") or ""), "line", tuple(values), tuple(trace["x"]),
        line=colour if "lines" in mode else point, width=float(thickness) if "lines" in mode else 0.0,
        dash=DASHES.get(line.get("dash", ""), ""), marker=MARKERS.get(symbol, "circle") if is_marked else "",
        marker_size=min(int(marker.get("size", 7)), 12), marker_fill=None if symbol.endswith("open") else point,
        in_legend=trace.get("showlegend", True))


def with_names(
    series: Sequence[Series], notes: Sequence[Note], panel: Panel,
) -> tuple[list[Series], list[Note], float]:
    """Series with those notes that name the ends of lines, the other notes, and how wide the longest name is."""
    named, rest, longest = list(series), [], 0.0
    ends = panel.y_range or (0.0, 1.0)
    for note in notes:
        found = _named_by(note, named)
        if found is None:
            rest.append(note)
            continue
        k, at = found
        height = ends[1] - ends[0] or 1.0
        text = on_one_line(note.text)
        named[k] = replace(named[k], labels={at: Label(
            text, named[k].line, "r", ((named[k].y[at] or 0.0) - note.y) / height)})
        longest = max(longest, width(text))
    return named, rest, longest


def _named_by(note: Note, series: Sequence[Series]) -> tuple[int, int] | None:
    """The line that a note names where it ends, and its last point."""
    if note.x_anchor != "left" or not is_number(note.x) or not is_number(note.y):
        return None
    text = on_one_line(note.text)
    for k, one in reversed(list(enumerate(series))):
        at = last(one.y)
        reach = [x for x in one.x if x is not None]
        if one.labels or at is None or not reach or one.marker and not one.width:
            continue
        is_same = on_one_line(one.name) == text or (
            text.endswith(DOTS) and on_one_line(one.name).startswith(text.removesuffix(DOTS)))
        if is_same and abs((one.x[at] or 0.0) - note.x) <= NEAR * (max(reach) - min(reach) or 1.0):
            return k, at
        if is_same and note.x >= max(reach):
            return k, at
    return None


def last(values: Sequence[Number]) -> int | None:
    """The place of the last number."""
    return next((k for k in reversed(range(len(values))) if values[k] is not None), None)


def _marks(panel: Panel, notes: list[Note]) -> list[Series]:
    """Straight lines and shaded stretches as dotted lines, named by the notes at their ends, which leave the list."""
    found = []
    for shape in panel.shapes:
        line = shape.get("line", {})
        colour = Colour.of(line.get("color")) or Colour.of(shape.get("fillcolor"))
        corners = [((shape["x0"], shape["x1"]), (shape["y0"], shape["y1"]))]
        if shape["type"] == "rect":
            corners = [((x, x), (shape["y0"], shape["y1"])) for x in (shape["x0"], shape["x1"])]
        for x, y in corners:
            name, labels = "", {}
            note = _note_at(notes, x, y)
            if note is not None:
                notes.remove(note)
                name = on_one_line(note.text)
                labels = {1: Label(name, Colour.of(note.colour), "t" if x[0] == x[1] else "r")}
            found.append(Series(
                name, "line", tuple(map(float, y)), tuple(map(float, x)), line=colour and Colour(colour.digits),
                width=1.0, dash=DASHES.get(line.get("dash", "dot"), ""), labels=labels, in_legend=False))
    return found


def _note_at(notes: Sequence[Note], x: tuple[float, float], y: tuple[float, float]) -> Note | None:
    """The note at the far end of a line that goes up or to the right."""
    return next((note for note in notes if note.x == x[1] and note.y == y[1] and (
        x[0] == x[1] and note.y_anchor == "bottom" or y[0] == y[1])), None)


def _written(notes: Sequence[Note], axis: Axis) -> list[Series]:
    """Words in the plot: points that cannot be seen, with their labels."""
    placed = [note for note in notes if is_number(note.x) and is_number(note.y)]
    if not placed:
        return []
    return [Series(
        "", "line", tuple(note.y for note in placed), tuple(_across(note, axis) for note in placed), in_legend=False,
        labels={k: Label(on_one_line(note.text), Colour.of(note.colour),
                         AT.get(note.x_anchor) or UPRIGHT.get(note.y_anchor, "ctr"))
                for k, note in enumerate(placed)})]


def _across(note: Note, axis: Axis) -> float:
    """Where a note stands: a part of the axis as it is drawn, or its own place."""
    if note.x_part is None or axis.low is None or axis.high is None:
        return float(note.x)
    return axis.low + note.x_part * (axis.high - axis.low)
