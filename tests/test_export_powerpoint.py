"""PowerPoint files: native charts with the app's numbers, whole texts, sound parts, nothing beyond the edges."""

from __future__ import annotations

import math
import posixpath
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import office_decks
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from office_decks import C, cells, charts, deck, edges, native, opened, parts, shown, written
from openxml_audit import OpenXmlValidator
from pairs import empty, same, single

from app.charts.capital import capital
from app.exports import powerpoint
from app.exports.office.categories import _format
from app.exports.office.panels import panels
from app.exports.office.texts import legal, on_one_line
from app.exports.office.translate import Way, translate, translated
from app.exports.office.written import fitting, height_of
from app.look import LIGHT
from app.presentation.deck import Drawing, Slide, Table, Words
from app.views import VIEWS

MAKERS = [make for view in VIEWS.values() for make in (view.large, *view.small)]
DRAWN = {"capital", "parting"}
FILES = ("usual", "hostile", "charts")
R = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


# charts


def test_every_chart_becomes_native_charts_or_native_shapes() -> None:
    ways = {chart.key: translate(chart).way for chart in charts().values()}
    assert {key for key, way in ways.items() if way is Way.SHAPES} == DRAWN
    assert {key for key, way in ways.items() if way is Way.TABLE} == set()


@pytest.mark.parametrize("pair", [same, empty, single], ids=lambda pair: pair.__name__)
def test_charts_of_odd_results_are_written_too(pair: Any, tmp_path: Path) -> None:
    """Nothing differs, nothing ever happens, a single world."""
    # who pays whom cannot be drawn where nobody pays
    made = [make(pair(), LIGHT) for make in MAKERS if pair is not empty or make is not capital]
    content = powerpoint.write(replace(deck(), slides=tuple(
        Slide(str(k), "chart", chart.question, chart.answer, (Drawing(chart),)) for k, chart in enumerate(made))))
    assert len(opened(content).slides) >= len(made)
    assert problems(content, tmp_path) == []


def test_what_cannot_be_drawn_becomes_its_table() -> None:
    chart = next(deck().charts)
    chart.figure.plain()
    figure = {**chart.figure.plain(), "data": [{"type": "heatmap", "z": [[1.0]]}]}
    assert translated(figure).way is Way.TABLE

    class Odd:
        def plain(self) -> dict[str, Any]:
            return figure

    content = powerpoint.write(replace(deck(), slides=(
        Slide("odd", "chart", "Odd", "", (Drawing(replace(chart, figure=Odd())),)),)))
    page = opened(content).slides[1]
    assert any(getattr(shape, "has_table", False) and shape.has_table for shape in page.shapes)
    assert "PowerPoint has no chart of this kind" in office_decks.texts(content)


def expected(figure: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of numbers that a reader of the figure would look for in its native chart."""
    found = []
    for panel in panels(figure):
        lying = any(trace.get("orientation") == "h" for trace in panel.traces)
        is_bars = any(trace["type"] == "bar" for trace in panel.traces)
        ends = panel.x.get("range") if is_bars and not lying and not panel.x.get("tickvals") else None
        start = 0
        if any("stackgroup" in trace for trace in panel.traces):
            start = next(k for k, x in enumerate(panel.traces[0]["x"]) if x == int(x))
        for trace in panel.traces:
            if "base" in trace or (is_bars and trace["type"] != "bar"):
                continue
            values = trace["x"] if lying else trace["y"]
            at = trace["y"] if lying else trace["x"]
            found.append(tuple(value if x is not None else None for value, x in zip(
                values[start:], at[start:], strict=True) if not ends or min(ends) <= x <= max(ends)))
    return found


def test_native_charts_show_the_numbers_of_the_figure_to_the_last_digit() -> None:
    """Those that the chart keeps, those in its workbook, and those of the figure are the same floats."""
    pages = list(opened(written("charts")).slides)[1:]
    for page, chart in zip(pages, charts().values(), strict=True):
        rows = []
        for space, sheet in native(page):
            for series in space.iter(f"{C}ser"):
                for name in ("val", "yVal", "xVal", "cat"):
                    if series.find(f"{C}{name}") is not None:
                        kept = shown(series, name)
                        assert kept == cells(series, name, sheet)[: len(kept)], chart.key
                        rows.append(kept)
        wanted = expected(chart.figure.plain()) if chart.key not in DRAWN else []
        assert [row for row in wanted if row and row not in rows] == [], chart.key
        assert bool(rows) == (chart.key not in DRAWN)


def numbers_in(thing: Any) -> set[float]:
    """All numbers anywhere in a plain figure."""
    if isinstance(thing, dict):
        return set().union(*map(numbers_in, thing.values()))
    if isinstance(thing, list):
        return set().union(*map(numbers_in, thing))
    return {float(thing)} if isinstance(thing, (int, float)) else set()


def test_native_charts_show_no_number_that_the_figure_does_not_have() -> None:
    for chart in charts().values():
        figure = chart.figure.plain()
        known = numbers_in(figure)
        # the parts of a waterfall are held against its ends below; points that bear words stand at ends of axes
        for one in (one for plan in translate(chart).plans for one in plan.series if one.name and chart.key != "why"):
            assert {y for y in one.y if y is not None} <= known, (chart.key, one.name)


def test_the_numbers_of_a_native_chart_are_seen_to_differ() -> None:
    figure = next(deck().charts).figure.plain()
    figure["data"][0]["y"][0] += 1e-5
    page = next(slide for slide in opened(written("usual")).slides if list(native(slide)))
    rows = [shown(series, "yVal") for space, _sheet in native(page) for series in space.iter(f"{C}ser")]
    assert expected(figure)[0] not in rows


def test_a_waterfall_adds_up_to_the_ends_of_its_bars() -> None:
    chart = next(chart for chart in deck().charts if chart.key == "why")
    trace = next(trace for trace in chart.figure.plain()["data"] if trace["type"] == "bar")
    [plan] = translate(chart).plans
    base, above, below = (one.y for one in plan.series)
    for k, (begin, size) in enumerate(zip(trace["base"], trace["x"], strict=True)):
        ends = sorted((base[k] + above[k] if above[k] else base[k] * (begin + size > 0 or begin > 0),
                       base[k] + below[k] if below[k] else base[k] * (begin + size < 0 or begin < 0)))
        low, high = sorted((begin, begin + size))
        assert above[k] - below[k] == pytest.approx(abs(size))
        assert any(math.isclose(end, other, abs_tol=1e-9) for end in ends for other in (low, high))


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_a_number_in_words_becomes_a_format_that_follows_it(value: float, decimals: int) -> None:
    words = f"{value:,.{decimals}f}  (44 %)".replace("-", "−")
    form = _format(on_one_line(words), value)
    assert form.startswith("#,##0") and form.endswith('" (44 %)"')
    assert _format("about 3", value) == ""


# pages


def test_pages_have_titles_notes_feet_and_properties() -> None:
    made, given_ = opened(written("usual")), deck()
    titles = [page.shapes.title.text_frame.text for page in made.slides]
    assert [title for title in titles if not title.endswith("(continued)")] == [one.title for one in given_.slides]
    for number, page in enumerate(made.slides, 1):
        kinds = {place.placeholder_format.type: place.text_frame.text for place in page.placeholders
                 if place.has_text_frame}
        assert any(text == given_.stamp.line for text in kinds.values())
        field = page._element.find(".//{*}fld[@type='slidenum']")
        assert field is not None and field.findtext("{*}t") == str(number)
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9, rel=1e-3)
    about = made.core_properties
    assert (about.title, about.author, about.subject) == (given_.title, given_.author, given_.question)
    assert about.created.date().isoformat() == given_.stamp.date[:10]
    first = "\n".join(shape.text_frame.text for shape in made.slides[0].shapes if shape.has_text_frame)
    assert given_.stamp.limits in first and all(one in first for one in given_.stamp.inputs)


def test_pages_are_read_from_top_to_bottom() -> None:
    """The title first, then what stands below it, the small print, the foot and the page's number."""
    for page in list(opened(written("usual")).slides)[1:]:
        tops = [shape.top for shape in page.shapes]
        assert page.shapes[0] == page.shapes.title and tops == sorted(tops)


def test_lines_from_right_to_left_are_marked() -> None:
    rtl = [paragraph for page in opened(written("hostile")).slides for shape in page.shapes if shape.has_text_frame
           for paragraph in shape.text_frame.paragraphs if paragraph._p.pPr is not None
           and paragraph._p.pPr.get("rtl") == "1"]
    assert rtl and all("שלום" in paragraph.text for paragraph in rtl)


def test_charts_and_tables_say_what_they_show() -> None:
    described = [shape for page in opened(written("charts")).slides for shape in page.shapes
                 if shape.shape_type in (3, 6, 19)]
    said = [shape._element.xpath("./*/p:cNvPr/@descr")[0] for shape in described]
    assert all(any(chart.name in text for text in said) for chart in charts().values())
    assert all(said)


def test_speaker_notes_hold_what_was_written_and_what_the_numbers_say() -> None:
    slide = replace(deck().slides[3], speaker="Say this first.", basis="The numbers say that.")
    page = opened(powerpoint.write(replace(deck(), slides=(deck().slides[0], slide)))).slides[1]
    notes = page.notes_slide.notes_text_frame.text
    assert "Say this first." in notes and "The numbers say that." in notes


@pytest.mark.parametrize("name", FILES)
def test_nothing_reaches_beyond_the_edges_of_a_page(name: str) -> None:
    made = opened(written(name))
    for page in made.slides:
        for shape in page.shapes:
            left, top, right, bottom = edges(shape)
            assert left >= 0 and top >= 0, shape.name
            assert right <= made.slide_width and bottom <= made.slide_height, shape.name


def test_a_long_table_goes_on_with_its_head() -> None:
    rows = tuple((f"row {k}", f"value {k}") for k in range(70))
    made = opened(powerpoint.write(replace(deck(), slides=(Slide("long", "table", "Long", "All of it.", (
        Table("long", ("Name", "Value"), rows),)),))))
    found = []
    for page in list(made.slides)[1:]:
        [table] = [shape.table for shape in page.shapes if getattr(shape, "has_table", False) and shape.has_table]
        read = [tuple(cell.text_frame.text for cell in row.cells) for row in table.rows]
        assert read[0] == ("Name", "Value")
        found += read[1:]
    assert tuple(found) == rows and len(made.slides) > 3


def test_charts_and_words_share_a_page_and_many_blocks_take_more() -> None:
    chart = next(deck().charts)
    blocks = (Words(("Before.",)), Drawing(chart), Drawing(chart), Words(("After.",)), Drawing(chart),
              Words(tuple("long words " * 30 for _k in range(30))))
    made = opened(powerpoint.write(replace(deck(), slides=(Slide("all", "chart", "All", "", blocks),))))
    counts = [len(list(native(page))) for page in made.slides]
    assert sum(counts) == 3 and counts[1] == 2
    assert office_decks.texts(written("usual")) != ""


# texts


@pytest.mark.parametrize("text", office_decks.HOSTILE, ids=lambda text: ascii(text)[:12])
def test_hostile_texts_come_out_as_they_are(text: str) -> None:
    found = office_decks.texts(written("hostile"))
    for line in legal(text).split("\n"):
        whole = on_one_line(line)
        assert whole in found or whole in found.replace("\n", "")


def test_no_text_becomes_a_link_or_a_formula() -> None:
    for name, part in parts(written("hostile")).items():
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in part, name
        if name.endswith(".xml"):
            assert not etree.fromstring(part).findall(".//{*}hlinkClick")
    for page in opened(written("hostile")).slides:
        for _space, sheet in native(page):
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@given(st.text(max_size=400), st.floats(1, 12), st.floats(0.3, 3))
def test_a_text_that_was_made_to_fit_fits(text: str, wide: float, high: float) -> None:
    line = on_one_line(legal(text))
    shown_, size = fitting(line, (20, 12, 8), wide, high)
    assert height_of([shown_], size, wide) <= high or len(shown_) <= 2
    assert shown_ == line or shown_.endswith("…")


# the file


def problems(content: bytes, folder: Path) -> list[str]:
    """What a check against the schemas of Office finds."""
    file = folder / "made.pptx"
    file.write_bytes(content)
    return [str(error) for error in OpenXmlValidator().validate(file).errors]


@pytest.mark.parametrize("name", FILES)
def test_the_file_keeps_the_schemas_of_office(name: str, tmp_path: Path) -> None:
    assert problems(written(name), tmp_path) == []


def test_a_broken_chart_is_found(tmp_path: Path) -> None:
    made = opened(written("usual"))
    space = next(space for page in made.slides for space, _sheet in native(page))
    series = next(space.iter(f"{C}ser"))
    series.insert(0, series[-1])
    file = tmp_path / "broken.pptx"
    made.save(file)
    assert problems(file.read_bytes(), tmp_path) != []


@pytest.mark.parametrize("name", FILES)
def test_parts_are_whole_and_named_once(name: str) -> None:
    found = parts(written(name))
    types = etree.fromstring(found["[Content_Types].xml"])
    endings = {one.get("Extension") for one in types if "Extension" in one.attrib}
    named = {one.get("PartName")[1:] for one in types if "PartName" in one.attrib}
    for part, content in found.items():
        if part.endswith((".xml", ".rels")):
            tree = etree.fromstring(content)
        if part.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(part))
            for one in tree.iter(R):
                assert posixpath.normpath(posixpath.join(base, one.get("Target"))).lstrip("/") in found
        elif part != "[Content_Types].xml":
            assert part in named or part.rsplit(".", 1)[1] in endings
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", part):
            ids = tree.xpath("//*[local-name()='cNvPr']/@id")
            names = [shape for shape in tree.xpath("/*/*/*/*/*/*[local-name()='cNvPr']/@name") if shape]
            assert len(ids) == len(set(ids)) and len(names) == len(set(names))


def test_pages_are_counted_and_the_work_can_be_stopped() -> None:
    told: list[tuple[int, int]] = []
    powerpoint.write(deck(), lambda done, count: told.append((done, count)))
    count = len(deck().slides)
    assert told == [(done, count) for done in range(count + 1)]

    def stop(done: int, _count: int) -> None:
        if done == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        powerpoint.write(deck(), stop)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("name", ["usual", "hostile"])
def test_libreoffice_opens_every_page(name: str, tmp_path: Path) -> None:
    file = tmp_path / "made.pptx"
    file.write_bytes(written(name))
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf",
                    "--outdir", str(tmp_path), str(file)], check=True, capture_output=True, timeout=300)
    pdf = (tmp_path / "made.pdf").read_bytes()
    pages = max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))
    assert pages == len(opened(written(name)).slides)


def test_presentations_without_a_first_page_get_one() -> None:
    made = opened(powerpoint.write(replace(deck(), slides=deck().slides[1:3])))
    assert made.slides[0].shapes.title.text_frame.text == deck().title
