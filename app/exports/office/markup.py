"""Small pieces of DrawingML: elements, fills, lines and the look of text."""

from __future__ import annotations

from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from app.exports.office.plan import Colour
from app.exports.office.texts import legal

Element = etree._Element
NAMESPACES = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
C = ElementMaker(namespace=NAMESPACES["c"], nsmap=NAMESPACES)
A = ElementMaker(namespace=NAMESPACES["a"], nsmap=NAMESPACES)
POINT = 12_700
INK, QUIET = Colour("111827"), Colour("4B5563")


def c(name: str, *children: Element, **attributes: str) -> Element:
    """An element of a chart."""
    return C(name, *children, **attributes)


def a(name: str, *children: Element, **attributes: str) -> Element:
    """An element of a drawing."""
    return A(name, *children, **attributes)


def dotted(formula: str) -> Element:
    """A reference to cells."""
    made = c("f")
    made.text = formula
    return made


def colour(given: Colour) -> Element:
    """A colour."""
    made = a("srgbClr", val=given.digits)
    if given.opacity < 1:
        made.append(a("alpha", val=str(round(100_000 * given.opacity))))
    return made


def fill_of(given: Colour | None, pattern: str = "", ink: Colour | None = None) -> Element:
    """A fill: none, solid, or hatched in a second colour."""
    if pattern and ink is not None:
        ground = given if given is not None and given != ink else Colour("FFFFFF")
        return a("pattFill", a("fgClr", colour(ink)), a("bgClr", colour(ground)), prst=pattern)
    return a("noFill") if given is None else a("solidFill", colour(given))


def line_of(given: Colour | None, points: float, dash: str = "") -> Element:
    """A line; none without a colour or a width."""
    if given is None or not points:
        return a("ln", a("noFill"))
    made = a("ln", a("solidFill", colour(given)), w=str(round(points * POINT)), cap="rnd" if not dash else "flat")
    if dash:
        made.append(a("prstDash", val=dash))
    made.append(a("round"))
    return made


def letters(name: str, points: float, ink: Colour = QUIET, is_bold: bool = False) -> Element:
    """How letters look; the fonts are those of the theme."""
    return a(name, a("solidFill", colour(ink)), a("latin", typeface="+mn-lt"), a("ea", typeface="+mn-ea"),
             sz=str(round(100 * points)), b="1" if is_bold else "0")


def text_look(points: float, ink: Colour = QUIET, **body: Any) -> Element:
    """How the text of a part of a chart looks."""
    return c("txPr", a("bodyPr", **body), a("lstStyle"), a("p", a("pPr", letters("defRPr", points, ink)),
                                                           a("endParaRPr", lang="en-US")))


def rich(text: str, points: float, ink: Colour = QUIET, is_bold: bool = False, **body: Any) -> Element:
    """Written text in a chart, one paragraph for each line."""
    made = c("rich", a("bodyPr", **body), a("lstStyle"))
    for line in legal(text).split("\n"):
        words = a("t")
        words.text = line
        run = a("r", letters("rPr", points, ink, is_bold), words)
        made.append(a("p", a("pPr", letters("defRPr", points, ink, is_bold)), run))
    return made
