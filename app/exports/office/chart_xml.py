"""A native chart in the XML of DrawingML."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from app.exports.office import chart_axes, chart_labels
from app.exports.office.chart_book import Columns, Placed, place
from app.exports.office.markup import INK, C, Element, c, dotted, fill_of, line_of, text_look
from app.exports.office.plan import Plan, Series
from app.exports.office.texts import legal

X_AXIS, Y_AXIS = "111111", "222222"
MARKER_LINE = 1.5


class ChartData:
    """A plan in the form in which python-pptx takes a chart; letters in points, width and height in inches."""

    def __init__(self, plan: Plan, size: float, wide: float, high: float) -> None:
        self._plan, self._size, self._wide, self._high = plan, size, wide, high
        self._columns, self._placed = place(plan)

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook of the chart."""
        return self._columns.book()

    def xml_bytes(self, _chart_type: object) -> bytes:
        """The chart."""
        space = _space(self._plan, self._columns, self._placed, self._size,
                       chart_labels.room(self._plan, self._size, self._wide, self._high))
        return etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)


def _space(plan: Plan, columns: Columns, placed: Sequence[Placed], size: float, room: Element) -> Element:
    chart = c("chart")
    if plan.title:
        chart.append(chart_labels.title(plan.title, size))
    chart.append(c("autoTitleDeleted", val="0" if plan.title else "1"))
    area = c("plotArea", room)
    both = list(zip(plan.series, placed, strict=True))
    for kind, build in (("area", _areas), ("bar", _bars), ("line", _lines)):
        own = [(k, one, at) for k, (one, at) in enumerate(both) if one.kind == kind]
        if own:
            area.append(build(plan, own, columns, size))
    for axis in chart_axes.axes(plan, size, (X_AXIS, Y_AXIS)):
        area.append(axis)
    area.append(c("spPr", fill_of(None)))
    chart.append(area)
    if plan.has_legend:
        chart.append(chart_labels.legend(plan, size))
    chart.append(c("plotVisOnly", val="1"))
    chart.append(c("dispBlanksAs", val="gap"))
    return C("chartSpace", c("date1904", val="0"), c("roundedCorners", val="0"), chart,
             c("spPr", fill_of(None), line_of(None, 0)), text_look(size))


Own = Sequence[tuple[int, Series, Placed]]


def _areas(plan: Plan, own: Own, columns: Columns, size: float) -> Element:
    made = c("areaChart", c("grouping", val="stacked"), c("varyColors", val="0"))
    for k, one, at in own:
        made.append(_head(k, one, columns, at, c("spPr", fill_of(one.fill), line_of(None, 0)),
                          *_over_categories(plan, one, columns, at)))
    return _on_axes(made)


def _bars(plan: Plan, own: Own, columns: Columns, size: float) -> Element:
    made = c("barChart", c("barDir", val="bar" if plan.is_horizontal else "col"),
             c("grouping", val="stacked" if plan.is_stacked else "clustered"), c("varyColors", val="0"))
    for k, one, at in own:
        parts = [c("spPr", fill_of(one.fill, one.pattern, one.line), line_of(one.line, one.width)),
                 c("invertIfNegative", val="0")]
        parts += [c("dPt", c("idx", val=str(n)), c("invertIfNegative", val="0"), c("bubble3D", val="0"),
                    c("spPr", fill_of(fill, one.pattern, one.line), line_of(one.line, one.width)))
                  for n, fill in enumerate(one.fills) if fill is not None]
        labels = chart_labels.labels(one, size, "" if plan.is_stacked else "outEnd")
        if labels is not None:
            parts.append(labels)
        if one.reach:
            parts.append(_reach(one, columns, at))
        made.append(_head(k, one, columns, at, *parts, *_over_categories(plan, one, columns, at)))
    made.append(c("gapWidth", val=str(plan.gap)))
    made.append(c("overlap", val="100" if plan.is_stacked else "-8"))
    return _on_axes(made)


def _lines(plan: Plan, own: Own, columns: Columns, size: float) -> Element:
    is_over_numbers = not plan.categories
    made = (c("scatterChart", c("scatterStyle", val="lineMarker")) if is_over_numbers
            else c("lineChart", c("grouping", val="standard")))
    made.append(c("varyColors", val="0"))
    for k, one, at in own:
        parts = [c("spPr", line_of(one.line if one.width else None, one.width, one.dash)), _marker(one)]
        labels = chart_labels.labels(one, size, "r")
        if labels is not None:
            parts.append(labels)
        if is_over_numbers:
            parts += [c("xVal", _numbers(columns.body(at.x), one.x)), c("yVal", _numbers(columns.body(at.y), one.y))]
        else:
            parts += _over_categories(plan, one, columns, at)
        made.append(_head(k, one, columns, at, *parts, c("smooth", val="0")))
    if plan.has_drops:
        made.append(c("dropLines", c("spPr", line_of(chart_axes.GRID, 1.0))))
    if not is_over_numbers:
        made.append(c("marker", val="1"))
    return _on_axes(made)


def _on_axes(made: Element) -> Element:
    made.append(c("axId", val=X_AXIS))
    made.append(c("axId", val=Y_AXIS))
    return made


def _head(k: int, one: Series, columns: Columns, at: Placed, *parts: Element) -> Element:
    name = c("tx", c("strRef", dotted(columns.head(at.y)), c("strCache", c("ptCount", val="1"), _point(0, one.name))))
    return c("ser", c("idx", val=str(k)), c("order", val=str(k)), name, *parts)


def _over_categories(plan: Plan, one: Series, columns: Columns, at: Placed) -> list[Element]:
    words = any(isinstance(each, str) for each in plan.categories)
    where = columns.body(at.x)
    named = c("strRef", dotted(where), _cache("strCache", plan.categories)) if words else _numbers(
        where, plan.categories)
    return [c("cat", named), c("val", _numbers(columns.body(at.y), one.y))]


def _numbers(where: str, values: Sequence[object]) -> Element:
    return c("numRef", dotted(where), _cache("numCache", values))


def _cache(name: str, values: Sequence[object]) -> Element:
    made = c(name)
    if name == "numCache":
        form = c("formatCode")
        form.text = "General"
        made.append(form)
    made.append(c("ptCount", val=str(len(values))))
    for k, value in enumerate(values):
        if value is not None:
            made.append(_point(k, value))
    return made


def _point(k: int, value: object) -> Element:
    text = c("v")
    text.text = repr(value) if isinstance(value, (int, float)) else legal(value)
    return c("pt", text, idx=str(k))


def _marker(one: Series) -> Element:
    if not one.marker:
        return c("marker", c("symbol", val="none"))
    return c("marker", c("symbol", val=one.marker), c("size", val=str(one.marker_size)),
             c("spPr", fill_of(one.marker_fill), line_of(one.line, MARKER_LINE)))


def _reach(one: Series, columns: Columns, at: Placed) -> Element:
    """Intervals to both sides of the ends of bars."""
    ends = [c(name, _numbers(columns.body(at.reach), one.reach)) for name in ("plus", "minus")]
    return c("errBars", c("errBarType", val="both"), c("errValType", val="cust"), c("noEndCap", val="0"), *ends,
             c("spPr", line_of(one.line or INK, 1.25)))
