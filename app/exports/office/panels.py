"""The panels of a figure: what shares one pair of axes, in Plotly's terms as plain data."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from app.exports.office.texts import words_of

Box = tuple[float, float, float, float]
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Note:
    """Words at a place in the units of the axes; anchors are as in Plotly.

    `x_part` is the part of the horizontal axis at which they stand, if the figure says so; `shift` are pixels to the
    right and up.
    """

    x: Any
    y: Any
    text: str
    colour: str
    size: float
    x_anchor: str
    y_anchor: str
    x_part: float | None = None
    shift: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Panel:
    """Traces that can be seen on one pair of axes. `box` is left, top, width and height in parts of the figure."""

    traces: list[dict[str, Any]]
    x: dict[str, Any]
    y: dict[str, Any]
    notes: list[Note] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    box: Box = WHOLE
    title: str = ""

    @property
    def x_range(self) -> tuple[float, float] | None:
        """Both ends of the horizontal axis; None where the figure leaves them open."""
        return ends_of(self.x)

    @property
    def y_range(self) -> tuple[float, float] | None:
        """Both ends of the upright axis; None where the figure leaves them open."""
        return ends_of(self.y)


def panels(figure: dict[str, Any]) -> list[Panel]:
    """The panels of a plain figure, in the order of their axes."""
    layout = figure["layout"]
    traces = [trace for trace in figure["data"] if trace.get("visible", True) is True]
    pairs = list(dict.fromkeys((trace.get("xaxis", "x"), trace.get("yaxis", "y")) for trace in traces)) or [("x", "y")]
    found = []
    for x_name, y_name in pairs:
        x, y = layout.get(_long(x_name), {}), layout.get(_long(y_name), {})
        own = [trace for trace in traces if (trace.get("xaxis", "x"), trace.get("yaxis", "y")) == (x_name, y_name)]
        given = [note for note in layout["annotations"] if note.get("text") and _is_on(note, x_name, y_name)]
        is_alone = len(pairs) == 1
        if not is_alone:
            # each panel becomes a chart of its own, whose numbers cannot be read from its neighbour
            x, y = (axis | {"showticklabels": True} for axis in (x, y))
        titles = [] if is_alone else [note for note in given if _is_title(note)]
        notes = [_note(note, ends_of(x), ends_of(y)) for note in given if note not in titles]
        shapes = [_shape(shape, ends_of(x), ends_of(y)) for shape in layout["shapes"] if _is_on(shape, x_name, y_name)]
        (left, right), (bottom, top) = x.get("domain", (0, 1)), y.get("domain", (0, 1))
        found.append(Panel(
            own, x, y, [note for note in notes if note.text], [shape for shape in shapes if shape is not None], layout,
            WHOLE if is_alone else (left, 1 - top, right - left, top - bottom),
            words_of(titles[0]["text"]) if titles else ""))
    return found


def is_number(value: Any) -> bool:
    """A finite number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _long(axis: str) -> str:
    return f"{axis[0]}axis{axis[1:]}"


def ends_of(axis: dict[str, Any]) -> tuple[float, float] | None:
    """Both ends of an axis as the figure sets them."""
    found = axis.get("range")
    return (float(found[0]), float(found[1])) if found and all(map(is_number, found)) else None


def _is_on(thing: dict[str, Any], x_name: str, y_name: str) -> bool:
    """Does a note or a shape stand in the panel of these axes?"""
    return all(ref in ("paper", name) for ref, name in (
        (str(thing.get("xref") or "x").removesuffix(" domain"), x_name),
        (str(thing.get("yref") or "y").removesuffix(" domain"), y_name)))


def _is_title(note: dict[str, Any]) -> bool:
    return "domain" in str(note.get("xref")) and "domain" in str(note.get("yref")) and note["y"] >= 1


def _is_part(ref: Any) -> bool:
    """Is a place given in parts of an axis?"""
    return ref == "paper" or "domain" in str(ref)


def _placed(value: Any, ref: Any, ends: tuple[float, float] | None) -> Any:
    """A place in the units of the axis; None for a part of an axis whose ends are open."""
    if _is_part(ref):
        return None if ends is None else (1 - value) * ends[0] + value * ends[1]
    return words_of(value) if isinstance(value, str) else value


def _note(note: dict[str, Any], x_ends: tuple[float, float] | None, y_ends: tuple[float, float] | None) -> Note:
    font = note.get("font", {})
    return Note(
        _placed(note["x"], note.get("xref"), x_ends), _placed(note["y"], note.get("yref"), y_ends),
        words_of(note["text"]), font.get("color", ""), font.get("size", 13),
        note.get("xanchor", "center"), note.get("yanchor", "middle"),
        note["x"] if _is_part(note.get("xref")) else None,
        (note.get("xshift", 0.0), note.get("yshift", 0.0)))


def _shape(
    shape: dict[str, Any], x_ends: tuple[float, float] | None, y_ends: tuple[float, float] | None,
) -> dict[str, Any] | None:
    """A shape with its corners in the units of the axes, and whether it goes from bottom to top."""
    is_tall = _is_part(shape.get("yref")) and sorted((shape["y0"], shape["y1"])) == [0, 1]
    found = {**shape, "is_tall": is_tall,
             **{name: _placed(shape[name], shape.get("xref"), x_ends) for name in ("x0", "x1")},
             **{name: _placed(shape[name], shape.get("yref"), y_ends) for name in ("y0", "y1")}}
    return found if all(is_number(found[name]) for name in ("x0", "x1", "y0", "y1")) else None
