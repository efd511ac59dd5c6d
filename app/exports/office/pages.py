"""Pages of a PowerPoint file: placeholders with texts that fit, and what stands below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from app.charts.chart import Chart
from app.exports.office import master, native_table
from app.exports.office.chart_xml import ChartData
from app.exports.office.flow import AFTER, GAP, Charts, Item, Paragraphs, Sheet, TableOf
from app.exports.office.grid import arranged
from app.exports.office.markup import QUIET
from app.exports.office.master import FOOT, NUMBER, Place
from app.exports.office.plan import Plan
from app.exports.office.shapes import draw
from app.exports.office.texts import legal, on_one_line
from app.exports.office.translate import Translated, Way
from app.exports.office.written import LINE, fitting, height_of, write
from app.presentation.deck import Deck, Slide, Words
from model.words import _

TITLE_SIZES = (28, 26, 24, 22, 20, 18, 16)
FRONT_SIZES = (40, 36, 32, 28, 24, 20, 16)
QUESTION_SIZES = (22, 20, 18, 16, 14, 12)
TAKEAWAY_SIZES = (20, 18, 16, 14, 12)
SMALL_SIZES = (12, 11, 10, 9, 8)
CHART_SIZE, SMALL_CHART_SIZE, DRAWING_SIZE = 14.0, 11.0, 10.5
# bars that have room for large labels
MOST_LARGE = 12
HEADING, HEADING_SIZE, LEGEND = 0.32, 14.0, 0.3


class Maker:
    """Makes the pages of one file."""

    def __init__(self, made: Any, layouts: Mapping[str, Any], deck: Deck) -> None:
        self._made, self._layouts, self._deck = made, layouts, deck

    def front(self, slide: Slide) -> None:
        """The first page: title, question, what else its page says, and where the numbers come from."""
        page = self._made.slides.add_slide(self._layouts["title"])
        full = [_into(page, master.FRONT_TITLE, slide.title, FRONT_SIZES),
                _into(page, master.FRONT_QUESTION, slide.takeaway, QUESTION_SIZES)]
        lines = [line for block in slide.blocks if isinstance(block, Words) for line in block.lines]
        full.append(_into_lines(page, master.FRONT_WORDS, lines))
        stamp = self._deck.stamp
        origin = [*stamp.inputs, stamp.limits]
        full.append(_into_lines(page, master.FRONT_NOTE, [line for line in origin if line]))
        self._finish(page, slide, full)

    def page(self, slide: Slide, sheet: Sheet, number: int, is_last: bool) -> None:
        """One page of a slide; further ones say that they go on."""
        page = self._made.slides.add_slide(self._layouts[_layout(sheet)])
        title = legal(slide.title).strip() or _("Page {number}").format(number=len(self._made.slides))
        title = title if not number else _("{title} (continued)").format(title=title)
        full = [_into(page, master.TITLE, title, TITLE_SIZES),
                _into(page, master.TAKEAWAY, slide.takeaway if not number else "", TAKEAWAY_SIZES)]
        left, top, wide, _high = master.TALL if number or not slide.takeaway else master.BODY
        for old in [each for each in page.placeholders if each.placeholder_format.idx == 14]:
            old._element.getparent().remove(old._element)
        for item in sheet.items:
            self._add(page, slide, item, left, top, wide)
            full += item.grid.full if isinstance(item, TableOf) and not number else ()
            top += item.height + GAP
        notes = [slide.note] if is_last and slide.note else []
        full.append(_into(page, master.NOTE, " ".join([*notes, *_said_below(sheet)]), SMALL_SIZES))
        self._finish(page, slide, full)

    def _add(self, page: Any, slide: Slide, item: Item, left: float, top: float, wide: float) -> None:
        if isinstance(item, Paragraphs):
            box = page.shapes.add_textbox(Inches(left), Inches(top), Inches(wide), Inches(item.height))
            box.name = _name(page, _("Words"))
            _plain_frame(box.text_frame)
            write(box.text_frame, item.lines, item.size, is_list=item.is_list, after=AFTER)
        elif isinstance(item, TableOf):
            frame = native_table.add(page.shapes, item.grid, left, top)
            _describe(page, frame, _("Table"), item.grid.table.name)
        else:
            each = (wide - GAP * (len(item.charts) - 1)) / len(item.charts)
            for k, (chart, way) in enumerate(item.charts):
                self._chart(page, slide, chart, way, (left + k * (each + GAP), top, each, item.height),
                            len(item.charts) > 1)

    def _chart(self, page: Any, slide: Slide, chart: Chart, way: Translated,
               box: tuple[float, float, float, float], is_small: bool) -> None:
        """A chart below its question, where the page has another title, and its unit."""
        left, top, wide, high = box
        heading = chart.unit if chart.question == slide.title else f"{chart.question} {chart.unit}"
        lines = 2 if is_small else 1
        _say(page, _("Unit"), [heading], (left, top, wide, lines * HEADING), HEADING_SIZE)
        top, high = top + lines * HEADING, high - lines * HEADING
        if way.way is Way.SHAPES and way.panel is not None:
            group = page.shapes.add_group_shape()
            place = tuple(int(Inches(part)) for part in (left, top, wide, high))
            draw(group, way.panel, place, DRAWING_SIZE)
            _describe(page, group, _("Drawing"), chart.name)
            return
        plans = way.plans
        if len(plans) > 1:
            _legend(page, plans, (left, top, wide, LEGEND))
            top, high = top + LEGEND, high - LEGEND
        for plan, (x, y, w, h) in arranged(plans):
            size = SMALL_CHART_SIZE if len(plans) > 1 or is_small or _is_dense(plan) else CHART_SIZE
            w, h = w * wide, h * high
            frame = page.shapes.add_chart(
                XL_CHART_TYPE.XY_SCATTER, Inches(left + x * wide), Inches(top + y * high), Inches(w), Inches(h),
                ChartData(plan, size, w, h))
            _describe(page, frame, _("Chart"), f"{on_one_line(plan.title)} {chart.name}".strip())

    def _finish(self, page: Any, slide: Slide, full: Sequence[str]) -> None:
        """Foot, page number and speaker's notes; empty placeholders go. What was cut stands in the notes whole."""
        for place in [each for each in page.placeholders if each.has_text_frame and not each.text_frame.text]:
            place._element.getparent().remove(place._element)
        tree, count = page.shapes._spTree, len(self._made.slides)
        # what stands last on the page is read last
        for place in [each for each in page.placeholders if each.placeholder_format.idx == master.NOTE.number]:
            tree.append(place._element)
        for place, text in ((FOOT, legal(self._deck.stamp.line)), (NUMBER, str(count))):
            number = 1 + max(int(each) for each in tree.xpath("//p:cNvPr/@id"))
            tree.append(master.placeholder(place, number, text))
        said = [slide.speaker, _("What the numbers say: {basis}").format(basis=slide.basis) if slide.basis else "",
                *(_("In full: {text}").format(text=text) for text in full if text)]
        notes = "\n\n".join(text for text in said if text)
        if notes:
            page.notes_slide.notes_text_frame.text = legal(notes)


def _is_dense(plan: Plan) -> bool:
    """Would large labels of bars that lie above each other touch?"""
    return plan.is_horizontal and not plan.is_stacked and len(plan.categories) * len(plan.series) > MOST_LARGE


def _layout(sheet: Sheet) -> str:
    kinds = {type(item) for item in sheet.items}
    return "chart" if Charts in kinds else "table" if TableOf in kinds else "words"


def _into(page: Any, place: Place, text: str, sizes: Sequence[float]) -> str:
    """Write a text into a placeholder at a size at which it fits; returns the whole text if it had to be cut."""
    found = next((each for each in page.placeholders if each.placeholder_format.idx == place.number), None)
    line = on_one_line(legal(text))
    if found is None or not line:
        return ""
    shown, size = fitting(line, sizes, place.box[2], place.box[3])
    write(found.text_frame, [shown], size, is_bold=place.is_bold)
    return "" if shown == line else line


def _into_lines(page: Any, place: Place, lines: Sequence[str]) -> str:
    """Write lines below each other, each whole if all fit; returns what had to be cut."""
    if not lines:
        return ""
    sizes = [size for size in (*QUESTION_SIZES, *SMALL_SIZES) if size <= place.size]
    found = next(each for each in page.placeholders if each.placeholder_format.idx == place.number)
    wide, high = place.box[2:]
    whole = [on_one_line(legal(line)) for line in lines]
    size = next((size for size in sizes if height_of(whole, size, wide) <= high), sizes[-1])
    shown = whole
    if height_of(whole, size, wide) > high:
        most = int(high * 72 / (size * LINE))
        shown = [fitting(line, [size], wide, size * LINE / 72)[0] for line in whole[:most]]
    write(found.text_frame, shown, size)
    return "" if shown == whole else "\n".join(whole)


def _said_below(sheet: Sheet) -> list[str]:
    """The small print of charts, what they mark where no line can stand, and what stands for a chart."""
    said = []
    for item in sheet.items:
        charts = [chart for chart, _way in item.charts] if isinstance(item, Charts) else []
        said += [chart.note for chart in charts if chart.note]
        if isinstance(item, Charts):
            marks = [mark for _chart, way in item.charts for plan in way.plans for mark in plan.marks]
            said += [_("Marked on screen: {marks}.").format(marks=", ".join(marks))] if marks else []
        if isinstance(item, TableOf) and item.chart is not None:
            said.append(_("PowerPoint has no chart of this kind, so its numbers stand here."))
    return said


def _legend(page: Any, plans: Sequence[Plan], box: tuple[float, float, float, float]) -> None:
    """The names of lines that several charts share, in their colours."""
    named = {one.name: one.line or one.fill for plan in plans for one in plan.series if one.in_legend and one.name}
    shape = _say(page, _("Legend"), [""], box, SMALL_CHART_SIZE)
    paragraph = shape.text_frame.paragraphs[0]
    for run in list(paragraph.runs):
        paragraph._p.remove(run._r)
    for name, colour in named.items():
        one = paragraph.add_run()
        one.text = f"— {name}    "
        one.font.size, one.font.bold = Pt(SMALL_CHART_SIZE), True
        if colour is not None:
            one.font.color.rgb = RGBColor.from_string(colour.digits)


def _say(page: Any, name: str, lines: Sequence[str], box: tuple[float, float, float, float], size: float) -> Any:
    left, top, wide, high = box
    shape = page.shapes.add_textbox(Inches(left), Inches(top), Inches(wide), Inches(high))
    shape.name = _name(page, name)
    _plain_frame(shape.text_frame)
    shown, found = fitting(on_one_line(legal(" ".join(lines))), (size, 12, 11, 10), wide, high)
    write(shape.text_frame, [shown], found, QUIET)
    return shape


def _plain_frame(frame: Any) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _name(page: Any, kind: str) -> str:
    """A name that no other shape of the page bears."""
    return f"{kind} {len(page.shapes)}"


def _describe(page: Any, shape: Any, kind: str, text: str) -> None:
    """The name of a shape, and what it says for those who cannot see it."""
    shape.name = _name(page, kind)
    properties = shape._element.xpath("./*/p:cNvPr")[0]
    properties.set("descr", legal(text))

