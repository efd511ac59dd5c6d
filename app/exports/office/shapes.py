"""A figure drawn with native shapes: outlines, lines, marks and words, grouped so that they move together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.group import GroupShape
from pptx.util import Emu, Pt

from app import look
from app.exports.office.chart_axes import GRID
from app.exports.office.curves import DASHES
from app.exports.office.markup import fill_of, line_of
from app.exports.office.panels import Note, Panel, is_number
from app.exports.office.plan import Colour
from app.exports.office.texts import width, words_of
from app.exports.office.written import write

MARKS = {
    "circle": MSO_SHAPE.OVAL, "circle-open": MSO_SHAPE.OVAL, "square": MSO_SHAPE.RECTANGLE,
    "star": MSO_SHAPE.STAR_5_POINT,
    "diamond": MSO_SHAPE.DIAMOND, "triangle-up": MSO_SHAPE.ISOSCELES_TRIANGLE, "x": MSO_SHAPE.MATH_MULTIPLY,
}
TICKS = 6
# what an axis takes below and beside, in lines of text
AXIS_LINES, BESIDE = 3.2, 4.0
# the usual letters of a figure
PIXELS = 13
QUIET = look.LIGHT.quiet
LINE, SPARE, TITLE_PIXELS = 1.25, 1.15, 22
ALIGNED = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}


@dataclass(frozen=True)
class Ground:
    """Where the axes lie on the page, in EMU."""

    panel: Panel
    left: int
    top: int
    wide: int
    high: int

    def x(self, value: float) -> int:
        """Where a value of the horizontal axis lies."""
        low, high = self.panel.x_range or (0.0, 1.0)
        return self.left + round(self.wide * (value - low) / (high - low))

    def y(self, value: float) -> int:
        """Where a value of the upright axis lies."""
        low, high = self.panel.y_range or (0.0, 1.0)
        return self.top + round(self.high * (1 - (value - low) / (high - low)))


def draw(group: GroupShape, panel: Panel, place: tuple[int, int, int, int], size: float) -> None:
    """Draw a panel into a group; `place` is left, top, width and height in EMU, `size` that of letters in points."""
    left, top, wide, high = place
    has_axis = panel.x.get("visible", True)
    below = round(Pt(size) * AXIS_LINES) if has_axis else 0
    beside = round(Pt(size) * BESIDE) if panel.y.get("visible", True) else 0
    ground = Ground(panel, left + beside, top, wide - beside, high - below)
    if panel.y.get("visible", True):
        _upright(group, ground, size)
    for shape in panel.shapes:
        _shape(group, ground, shape)
    for trace in panel.traces:
        points = [(ground.x(x), ground.y(y)) for x, y in zip(trace["x"], trace["y"], strict=True)
                  if is_number(x) and is_number(y)]
        if "markers" in trace.get("mode", "lines"):
            _marks(group, points, trace.get("marker", {}))
        elif trace.get("fill") == "tozeroy" and points:
            zero = ground.y(0)
            _outline(group, [(points[0][0], zero), *points, (points[-1][0], zero)],
                     {**trace, "fill": "toself", "line": {}})
            _outline(group, points, trace)
        elif len(points) > 1:
            _outline(group, points, trace)
    if has_axis:
        _axis(group, ground, size)
    for note in panel.notes:
        if is_number(note.x) and is_number(note.y):
            _write(group, ground, note, size)


def _outline(group: GroupShape, points: Sequence[tuple[int, int]], trace: dict[str, Any]) -> None:
    is_filled = trace.get("fill") == "toself"
    builder = group.shapes.build_freeform(*points[0], scale=1.0)
    builder.add_line_segments(points[1:], close=is_filled)
    made = builder.convert_to_shape()
    line = trace.get("line", {})
    _look(made, Colour.of(trace.get("fillcolor")) if is_filled else None, Colour.of(line.get("color")),
          line.get("width", 2) * 0.75, line.get("dash", ""))
    made.name = words_of(trace.get("name") or trace.get("text") or "")


def _shape(group: GroupShape, ground: Ground, shape: dict[str, Any]) -> None:
    x, y = sorted(map(ground.x, (shape["x0"], shape["x1"]))), sorted(map(ground.y, (shape["y0"], shape["y1"])))
    line = shape.get("line", {})
    ink = Colour.of(line.get("color"))
    if shape["type"] == "line":
        made = group.shapes.add_connector(1, Emu(x[0]), Emu(y[0]), Emu(x[1]), Emu(y[1]))
        _look(made, None, ink, line.get("width", 1), line.get("dash", ""))
    else:
        made = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(x[0]), Emu(y[0]), Emu(x[1] - x[0]), Emu(y[1] - y[0]))
        _look(made, Colour.of(shape.get("fillcolor")), ink, line.get("width", 1))


def _marks(group: GroupShape, points: Sequence[tuple[int, int]], marker: dict[str, Any]) -> None:
    side = Pt(marker.get("size", 8))
    for x, y in points:
        made = group.shapes.add_shape(MARKS.get(str(marker.get("symbol")), MSO_SHAPE.OVAL), Emu(x - side // 2),
                                      Emu(y - side // 2), side, side)
        _look(made, Colour.of(marker.get("color")), Colour.of(marker.get("line", {}).get("color")), 0.75)


def _look(made: Any, fill: Colour | None, ink: Colour | None, points: float, dash: str = "") -> None:
    """Give a shape its fill and line, and take the theme's effects from it."""
    own = made._element.spPr
    for old in own.findall(qn("a:ln")):
        own.remove(old)
    if made._element.tag != qn("p:cxnSp"):
        own.append(fill_of(fill))
    own.append(line_of(ink, points, DASHES.get(dash, "")))
    style = made._element.find(qn("p:style"))
    if style is not None:
        made._element.remove(style)


def _axis(group: GroupShape, ground: Ground, size: float) -> None:
    """A line with round numbers and a title below."""
    low, high = ground.panel.x_range or (0.0, 1.0)
    line = group.shapes.add_connector(1, Emu(ground.left), Emu(ground.top + ground.high),
                                      Emu(ground.left + ground.wide), Emu(ground.top + ground.high))
    _look(line, None, Colour("9CA3AF"), 1)
    bottom = ground.panel.y_range[0] if ground.panel.y_range else 0.0
    for value in steps(low, high):
        _write(group, ground, Note(value, bottom, f"{value:g}", QUIET, PIXELS, "center", "top", shift=(0, -4)), size)
    words = words_of(str(ground.panel.x.get("title", {}).get("text") or ""))
    if words:
        title = Note((low + high) / 2, bottom, words, QUIET, PIXELS, "center", "top", shift=(0, -TITLE_PIXELS))
        _write(group, ground, title, size)


def _upright(group: GroupShape, ground: Ground, size: float) -> None:
    """Light lines across with round numbers on their left."""
    low, high = sorted(ground.panel.y_range or (0.0, 1.0))
    left = (ground.panel.x_range or (0.0, 1.0))[0]
    for value in steps(low, high):
        line = group.shapes.add_connector(1, Emu(ground.left), Emu(ground.y(value)), Emu(ground.left + ground.wide),
                                          Emu(ground.y(value)))
        _look(line, None, GRID, 0.75)
        _write(group, ground, Note(left, value, f"{value:,g}", QUIET, PIXELS, "right", "middle", shift=(-6, 0)), size)


def steps(low: float, high: float) -> list[float]:
    """A few round numbers from one end to the other."""
    step = next(one * 10.0**power for power in range(-6, 12) for one in (1, 2, 5)
                if (high - low) / (one * 10.0**power) <= 2 * TICKS)
    first = int(low // step) + (low % step > 0)
    return [k * step for k in range(first, int(high // step) + 1)]


def _write(group: GroupShape, ground: Ground, note: Note, size: float) -> None:
    """Words whose box has the anchor of the note at its place."""
    lines, own = note.text.split("\n"), size * note.size / PIXELS
    wide, high = Pt(SPARE * own * max(map(width, lines))), Pt(LINE * own * len(lines))
    right, up = (round(Pt(size) * pixels / PIXELS) for pixels in note.shift)
    across = {"left": 0, "right": -wide, "center": -wide // 2}[note.x_anchor]
    along = {"top": 0, "bottom": -high, "middle": -high // 2}[note.y_anchor]
    made = group.shapes.add_textbox(
        Emu(ground.x(note.x) + across + right), Emu(ground.y(note.y) + along - up), wide, high)
    frame = made.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.vertical_anchor = False, MSO_ANCHOR.MIDDLE
    write(frame, lines, own, Colour.of(note.colour), align=ALIGNED[note.x_anchor])
