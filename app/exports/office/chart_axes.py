"""The axes of a native chart."""

from __future__ import annotations

from app.exports.office.markup import Element, c, fill_of, line_of, rich, text_look
from app.exports.office.plan import Axis, Colour, Plan

GRID = Colour("E5E7EB")
GRID_WIDTH = 0.75


def axes(plan: Plan, size: float, names: tuple[str, str]) -> list[Element]:
    """The axis of places or categories, then the axis of values."""
    across, along = names
    if plan.categories:
        first = _category(plan, size, across, along)
    else:
        first = _value(plan.x, size, across, along, "b", "autoZero")
    value = _value(plan.y, size, along, across, "b" if plan.is_horizontal else "l",
                   "max" if plan.x.is_reversed else "min", "high" if plan.x.is_reversed else "low")
    is_area = any(one.kind == "area" for one in plan.series)
    _add_between(value, "midCat" if is_area or not plan.categories else "between", plan.y)
    if not plan.categories:
        _add_between(first, "midCat", plan.x)
    return [first, value]


def _category(plan: Plan, size: float, name: str, other: str) -> Element:
    made = c("catAx", *_common(plan.x, size, name, "l" if plan.is_horizontal else "b", "none"))
    made.extend([c("crossAx", val=other), c("crosses", val="autoZero"), c("auto", val="0"), c("lblAlgn", val="ctr"),
                 c("lblOffset", val="60")])
    if plan.every > 1:
        made.extend([c("tickLblSkip", val=str(plan.every)), c("tickMarkSkip", val=str(plan.every))])
    made.append(c("noMultiLvlLbl", val="1"))
    return made


def _value(axis: Axis, size: float, name: str, other: str, side: str, crosses: str, at: str = "low") -> Element:
    ticks = "out" if side == "b" and not axis.has_grid else "none"
    made = c("valAx", *_common(axis, size, name, side, ticks, at))
    made.extend([c("crossAx", val=other), c("crosses", val=crosses)])
    return made


def _add_between(made: Element, where: str, axis: Axis) -> None:
    made.append(c("crossBetween", val=where))
    if axis.step:
        made.append(c("majorUnit", val=repr(float(axis.step))))


def _common(axis: Axis, size: float, name: str, side: str, ticks: str, at: str = "low") -> list[Element]:
    scaling = c("scaling", c("orientation", val="maxMin" if axis.is_reversed else "minMax"))
    if axis.high is not None:
        scaling.append(c("max", val=repr(float(axis.high))))
    if axis.low is not None:
        scaling.append(c("min", val=repr(float(axis.low))))
    parts = [c("axId", val=name), scaling, c("delete", val="0" if axis.is_shown else "1"), c("axPos", val=side)]
    if axis.has_grid:
        parts.append(c("majorGridlines", c("spPr", line_of(GRID, GRID_WIDTH))))
    if axis.title:
        parts.append(c("title", c("tx", rich(axis.title, size)), c("overlay", val="0")))
    parts += [c("numFmt", formatCode=axis.form, sourceLinked="0"), c("majorTickMark", val=ticks),
              c("minorTickMark", val="none"), c("tickLblPos", val=at),
              c("spPr", fill_of(None), line_of(GRID if ticks == "out" or not axis.has_grid else None, 1.0)),
              text_look(size)]
    return parts

