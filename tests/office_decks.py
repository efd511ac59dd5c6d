"""Presentations for the tests of office files, and how their parts are read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
from lxml import etree
from pairs import real
from pptx import Presentation
from pptx.util import Emu

from app.charts.chart import Chart
from app.compare import drawn
from app.exports import powerpoint
from app.look import LIGHT
from app.presentation import compose, defaults
from app.presentation.catalogue import CHARTS
from app.presentation.deck import Deck, Drawing, Slide, Table, Words
from app.presentation.gather import gather
from app.presentation.material import Material
from app.presentation.storyline import Page, on_the_same_luck
from app.views import VIEWS
from model.parameters import replaced
from model.scenario import Scenario, shipped

WORLDS = 8
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
HEADLINES = ("pioneers_succeeded_10", "industries_established", "social_irr", "net_fiscal_cost")
WORD = "W" * 5_000
CHINESE = "耐心资本：引导基金的期限与容错机制"
HOSTILE = (
    "<script>alert(1)</script> & <b>bold</b> </a:t>", '=HYPERLINK("http://example.org","here")', "+1-1", "-2+3",
    "@SUM(A1)", "=cmd|' /C calc'!A0", WORD, "\u202eمرحبا שלום", CHINESE, "👩\u200d🚀 🚀",
    "a\x00b\x07c\x1bd\ud800e\uffff\x85f", "", "  ", "https://example.org/", "one\ntwo\r\nthree\u2028four", "_x0041_",
    "[Sheet]:*?/\\'",
)


@cache
def material() -> Material:
    """What the usual storyline of three shipped scenarios shows."""
    names = ("baseline", "patient_guide", "short_money")
    scenarios = [Scenario.load(shipped()[name]) for name in names]
    few = replaced(scenarios[0].parameters, {"settings.replications": WORLDS})
    story = defaults.storyline(on_the_same_luck(scenarios, few), "Which terms keep pioneers alive?", "Zone office")
    return gather(story)


@cache
def deck() -> Deck:
    """All pages of the usual storyline."""
    return compose.deck(material())


@cache
def charts() -> dict[str, Chart]:
    """Every chart that pages can show: those of all views, of comparisons, and those of the usual storyline."""
    found = [make(real(), LIGHT) for view in VIEWS.values() for make in (view.large, *view.small)]
    pages = [Page(kind="chart", chart=name, other=1) for name in CHARTS]
    found += [CHARTS[page.chart].make(material(), page) for page in pages]
    board, results = deck().board, deck().results
    found += [drawn.side_by_side(board, results, HEADLINES, LIGHT),
              drawn.shift(board, results, dict.fromkeys(HEADLINES, 1.0), HEADLINES[0], LIGHT), *deck().charts]
    return {f"{k}-{chart.key}": chart for k, chart in enumerate(found)}


@cache
def hostile() -> Deck:
    """Every text that people write is one that would do harm if it were more than text."""
    usual = deck()
    pages = [Slide("front", "title", HOSTILE[0], HOSTILE[8], (Words(HOSTILE, is_list=True),))]
    pages += [Slide(f"page-{k}", "words", text, text, (Words((text, "plain"), is_list=True),), note=text, speaker=text,
                    basis=text) for k, text in enumerate(HOSTILE)]
    pages.append(Slide("table", "table", "Table", "", (
        Table("a <table>", (CHINESE, *HOSTILE[:3]), tuple((text, text, "1.5", "−3 %") for text in HOSTILE)),)))
    chart = next(usual.charts)
    pages += [Slide(f"chart-{k}", "chart", "Chart", "", (Drawing(replace(
        chart, question=text, unit=text, answer=text, note=text)),)) for k, text in enumerate(HOSTILE)]
    return replace(usual, title=HOSTILE[0], question=HOSTILE[1], author=HOSTILE[10], slides=tuple(pages),
                   stamp=replace(usual.stamp, titles=(HOSTILE[1], CHINESE, WORD)))


@cache
def written(name: str) -> bytes:
    """The PowerPoint file of one of the presentations here."""
    return powerpoint.write({"usual": deck, "hostile": hostile, "charts": all_charts}[name]())


@cache
def all_charts() -> Deck:
    """A page for each chart."""
    return replace(deck(), slides=tuple(
        Slide(key, "chart", chart.question, chart.answer, (Drawing(chart),)) for key, chart in charts().items()))


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = file.namelist()
        assert len(names) == len(set(names))
        return {name: file.read(name) for name in names}


def native(slide: Any) -> Iterator[tuple[etree._Element, Any]]:
    """The native charts of a page, with the sheet inside each."""
    for shape in slide.shapes:
        if getattr(shape, "has_chart", False) and shape.has_chart:
            part = shape.chart.part
            book = openpyxl.load_workbook(io.BytesIO(part.chart_workbook.xlsx_part.blob))
            yield shape.chart._chartSpace, book.active


def shown(series: etree._Element, name: str) -> tuple[Any, ...]:
    """The numbers or words that a chart keeps of a part of a series; None where there is none."""
    kept = next(iter(series.find(f"{C}{name}")))[1]
    found = {int(point.get("idx")): point.findtext(f"{C}v") for point in kept.iter(f"{C}pt")}
    is_number = kept.tag == f"{C}numCache"
    return tuple(None if k not in found else float(found[k]) if is_number else found[k]
                 for k in range(int(kept.find(f"{C}ptCount").get("val"))))


def cells(series: etree._Element, name: str, sheet: Any) -> tuple[Any, ...]:
    """What stands in the cells to which a part of a series refers."""
    where = next(iter(series.find(f"{C}{name}"))).findtext(f"{C}f")
    return tuple(cell.value for row in sheet[where.split("!")[1].replace("$", "")] for cell in row)


def texts(content: bytes) -> str:
    """All text of all parts, as a reader sees it."""
    found = []
    for name, part in parts(content).items():
        if name.endswith(".xml") and ("slides/" in name or "notesSlides/" in name or "charts/" in name):
            found.append("\n".join(etree.fromstring(part).itertext()))
    return "\n".join(found)


def edges(shape: Any) -> tuple[Emu, Emu, Emu, Emu]:
    return shape.left, shape.top, shape.left + shape.width, shape.top + shape.height
