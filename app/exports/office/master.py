"""A wide master with four layouts: title page, chart, table, words. Colours and fonts stand in its theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.util import Inches

from app import look
from model.words import _

WIDE, HIGH = 13.333, 7.5
LEFT, ROOM = 0.6, 12.13
# latin letters in a face that every office program has, Chinese ones in a plain face of Windows or its like
LATIN, CHINESE = "Arial", "Microsoft YaHei"
THEME_COLOURS = {
    "dk1": look.LIGHT.text, "lt1": "#FFFFFF", "dk2": look.LIGHT.quiet, "lt2": "#F3F4F6", "accent1": look.LIGHT.social,
    "accent2": look.LIGHT.pioneers, "accent3": look.LIGHT.venture, "accent4": look.LIGHT.government,
    "accent5": look.LIGHT.followers, "accent6": look.LIGHT.growth, "hlink": look.LIGHT.social,
    "folHlink": look.LIGHT.quiet,
}
UNUSED_OF_PACKAGE = RELATIONSHIP_TYPE.THUMBNAIL
UNUSED_OF_DECK = RELATIONSHIP_TYPE.PRINTER_SETTINGS
TEMPLATE_LAYOUTS = {"title": 0, "chart": 5, "table": 1, "words": 6}


@dataclass(frozen=True)
class Place:
    """A placeholder: its kind and number, where it stands in inches, and its letters in points."""

    kind: str
    number: int
    name: str
    box: tuple[float, float, float, float]
    size: float
    is_bold: bool = False
    ink: str = "tx1"
    anchor: str = "t"
    align: str = "l"


TITLE = Place("title", 0, _("Title"), (LEFT, 0.4, ROOM, 0.75), 28, True, anchor="ctr")
TAKEAWAY = Place("body", 13, _("Takeaway"), (LEFT, 1.15, ROOM, 0.85), 20, ink="tx2")
BODY = (LEFT, 2.1, ROOM, 4.35)
# where no takeaway stands above
TALL = (LEFT, 1.25, ROOM, 5.2)
NOTE = Place("body", 15, _("Note"), (LEFT, 6.5, ROOM, 0.42), 11, ink="tx2", anchor="b")
FOOT = Place("ftr", 11, _("Foot"), (LEFT, 6.98, ROOM - 1.2, 0.3), 10, ink="tx2", anchor="ctr")
NUMBER = Place("sldNum", 12, _("Page"), (LEFT + ROOM - 1.0, 6.98, 1.0, 0.3), 10, ink="tx2", anchor="ctr", align="r")
FRONT_TITLE = Place("ctrTitle", 0, _("Title"), (LEFT, 0.9, ROOM, 1.9), 40, True, anchor="b")
FRONT_QUESTION = Place("subTitle", 1, _("Question"), (LEFT, 2.95, ROOM, 1.0), 22, ink="tx2")
FRONT_WORDS = Place("body", 14, _("Scenarios"), (LEFT, 4.05, ROOM, 1.35), 16)
FRONT_NOTE = Place("body", 15, _("Where the numbers come from"), (LEFT, 5.5, ROOM, 1.4), 11, ink="tx2", anchor="b")
MAIN = Place("body", 14, _("Words"), BODY, 18)
LAYOUTS: dict[str, tuple[str, tuple[Place, ...]]] = {
    "title": (_("Title page"), (FRONT_TITLE, FRONT_QUESTION, FRONT_WORDS, FRONT_NOTE, FOOT, NUMBER)),
    "chart": (_("Chart"), (TITLE, TAKEAWAY, Place("chart", 14, _("Chart"), BODY, 14), NOTE, FOOT, NUMBER)),
    "table": (_("Table"), (TITLE, TAKEAWAY, Place("tbl", 14, _("Table"), BODY, 14), NOTE, FOOT, NUMBER)),
    "words": (_("Words"), (TITLE, TAKEAWAY, MAIN, NOTE, FOOT, NUMBER)),
}


def blank() -> tuple[Deck, dict[str, Any]]:
    """A presentation without pages, and its layouts by name."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    deck.element.find(qn("p:sldSz")).attrib.pop("type", None)
    _drop(deck.part.package, UNUSED_OF_PACKAGE)
    _drop(deck.part, UNUSED_OF_DECK)
    layouts = {name: deck.slide_layouts[k] for name, k in TEMPLATE_LAYOUTS.items()}
    for layout in list(deck.slide_layouts):
        if layout not in layouts.values():
            deck.slide_layouts.remove(layout)
    _fill(deck.slide_master, (TITLE, MAIN, FOOT, NUMBER))
    _set_styles(deck.slide_master.element)
    for name, (title, places) in LAYOUTS.items():
        layout = layouts[name]
        _fill(layout, places)
        layout.element.cSld.set("name", title)
        layout.element.attrib.pop("type", None)
    _set_theme(deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME))
    return deck, layouts


def placeholder(place: Place, number: int, text: str = "") -> Any:
    """A placeholder as an element; the number of the page is a field."""
    left, top, wide, high = (int(Inches(part)) for part in place.box)
    shown = etree.Element(qn("a:t"))
    shown.text = text or place.name
    attributes = f'type="{place.kind}"' + (f' idx="{place.number}"' if place.number else "")
    run = ('<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="en-US"/></a:fld>'
           if place.kind == "sldNum" else '<a:r><a:rPr lang="en-US"/></a:r>')
    made = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name=""/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph {attributes}/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{place.anchor}"><a:normAutofit/></a:bodyPr>'
        f'<a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{place.align}"><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:buNone/><a:defRPr sz="{round(100 * place.size)}" b="{int(place.is_bold)}"><a:solidFill>'
        f'<a:schemeClr val="{place.ink}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle><a:p>{run}</a:p>'
        f"</p:txBody></p:sp>")
    made.find(f".//{qn('p:cNvPr')}").set("name", f"{place.name} {number - 1}")
    made.find(f".//{qn('a:p')}")[0].append(shown)
    return made


def _fill(layout: Any, places: tuple[Place, ...]) -> None:
    """Replace all that a layout holds."""
    tree = layout.shapes._spTree
    for old in list(tree.iterchildren(qn("p:sp"), qn("p:cxnSp"), qn("p:pic"), qn("p:grpSp"))):
        tree.remove(old)
    for number, place in enumerate(places, 2):
        tree.append(placeholder(place, number, "‹#›" if place.kind == "sldNum" else ""))


def _set_styles(master: Any) -> None:
    """Titles stand to the left; lists of the master are tight."""
    styles = master.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", str(round(100 * TITLE.size)))
    for level, look_ in enumerate(styles.find(qn("p:bodyStyle")), 1):
        if look_.find(qn("a:defRPr")) is not None:
            look_.find(qn("a:defRPr")).set("sz", str(round(100 * (MAIN.size if level == 1 else MAIN.size - 2))))


def _set_theme(theme: Any) -> None:
    tree = etree.fromstring(theme.blob)
    tree.set("name", "Plain")
    for element in tree.iter(qn("a:clrScheme"), qn("a:fontScheme")):
        element.set("name", "Plain")
    for name, colour in THEME_COLOURS.items():
        slot = tree.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        slot.clear()
        etree.SubElement(slot, qn("a:srgbClr"), val=colour[1:])
    for fonts in (*tree.iter(qn("a:majorFont")), *tree.iter(qn("a:minorFont"))):
        fonts.find(qn("a:latin")).set("typeface", LATIN)
        fonts.find(qn("a:ea")).set("typeface", CHINESE)
        for script in fonts.findall(qn("a:font")):
            if script.get("script") in ("Hans", "Hant"):
                script.set("typeface", CHINESE)
    # python-pptx keeps a theme as bytes and offers no other way to change them
    theme._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _drop(part: Any, kind: str) -> None:
    """Take away what the template brings and nobody needs."""
    rels = part._rels
    for name in [name for name, rel in rels.items() if rel.reltype == kind]:
        rels.pop(name)
