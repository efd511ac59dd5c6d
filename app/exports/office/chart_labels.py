"""Words in a native chart: its title, its legend, labels at points, and the room they need."""

from __future__ import annotations

from lxml import etree

from app.exports.office.markup import INK, Element, c, fill_of, line_of, rich, text_look
from app.exports.office.plan import Plan, Series
from app.exports.office.texts import legal, on_one_line

SWITCHES = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
TOP, LEFT, RIGHT = 0.05, 0.075, 0.02
# heights in lines of text: of the numbers below an axis, and with the axis' title
NUMBERS, TITLE = 1.9, 3.6
POINTS_PER_INCH = 72
C15 = "http://schemas.microsoft.com/office/drawing/2012/chart"


def title(text: str, size: float) -> Element:
    """A title over the chart."""
    return c("title", c("tx", rich(on_one_line(text), size, INK)), c("overlay", val="0"))


def room(plan: Plan, size: float, wide: float, high: float) -> Element:
    """Where the plot stands: left to the program, but set where names stand to its right. In points and inches."""
    if not plan.label_width:
        return c("layout")
    line = size / POINTS_PER_INCH
    bottom = line * (TITLE if plan.x.title else NUMBERS) / high
    beside = min(line * (plan.label_width + 1.2) / wide, 0.4)
    left = LEFT if plan.y.is_shown else RIGHT
    parts = {"x": left, "y": TOP, "w": 1 - left - beside, "h": 1 - TOP - bottom}
    made = c("manualLayout", c("layoutTarget", val="inner"), c("xMode", val="edge"), c("yMode", val="edge"))
    for name, part in parts.items():
        made.append(c(name, val=repr(round(part, 4))))
    return c("layout", made)


def legend(plan: Plan, size: float) -> Element:
    """Names of series above the plot; those that need none are left out."""
    made = c("legend", c("legendPos", val="t"))
    for k, one in enumerate(plan.series):
        if not one.in_legend or not one.name:
            made.append(c("legendEntry", c("idx", val=str(k)), c("delete", val="1")))
    made.extend([c("overlay", val="0"), text_look(size)])
    return made


def labels(one: Series, size: float, usual: str) -> Element | None:
    """Labels at points: the series' name, its number in a format, or words."""
    if not one.labels:
        return None
    made = c("dLbls")
    for k, label in sorted(one.labels.items()):
        ink = label.colour or INK
        form, is_name = one.formats.get(k), label.text == one.name and one.kind == "line"
        own = c("dLbl", c("idx", val=str(k)))
        made.append(own)
        if label.down:
            own.append(c("layout", c("manualLayout", c("x", val="0"), c("y", val=repr(round(label.down, 4))))))
        if not form and not is_name:
            own.append(c("tx", rich(label.text, size, ink, wrap="none")))
        if form:
            own.append(c("numFmt", formatCode=legal(form), sourceLinked="0"))
        own.extend([c("spPr", fill_of(None), line_of(None, 0)), text_look(size, ink, wrap="none")])
        at = label.at if one.kind == "line" else "ctr" if one.inside else usual
        if at:
            own.append(c("dLblPos", val=at))
        shown = "showSerName" if is_name else "showVal"
        own.extend(c(name, val="1" if name == shown else "0") for name in SWITCHES)
    made.extend(c(name, val="0") for name in SWITCHES)
    made.append(_no_leaders())
    return made



def _no_leaders() -> Element:
    """A label that was moved has no line to its point."""
    switch = etree.Element(f"{{{C15}}}showLeaderLines", nsmap={"c15": C15}, val="0")
    return c("extLst", c("ext", switch, uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"))
