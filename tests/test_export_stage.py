"""Does a page fill a projector of any size, with large type, with nothing cut, and with charts that change in place?"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import plotly
import pytest
from decks import HOSTILE, MATTERS, SENTENCE, board, deck, hostile, results

from app import look
from app.compare import drawn
from app.compare.chosen import Board
from app.exports import markup
from app.presentation.deck import Drawing, Slide, Table

SIZES = [(1280, 720), (1920, 1080)]
SHOW = """async ([html, figures]) => {
    const stage = document.querySelector('.stage')
    showSlide(stage, html)
    await drawFigures(stage, figures, Plotly, { isStage: true })
}"""
# what is cut: text beyond the page, drawings beyond their places, a scroll bar
CUT = """() => {
    const slide = document.querySelector('.slide'), whole = slide.getBoundingClientRect()
    const out = (each, box) => {
        const mine = each.getBoundingClientRect()
        return mine.right > box.right + 2 || mine.bottom > box.bottom + 2 || mine.left < box.left - 2
    }
    const words = [...slide.querySelectorAll('*')].filter(each => !each.closest('.figure *') && out(each, whole))
    const drawings = [...slide.querySelectorAll('.figure')].filter(
        each => out(each.querySelector('.main-svg'), each.getBoundingClientRect()))
    const { scrollHeight, scrollWidth } = document.documentElement
    return [...words, ...drawings].map(each => each.outerHTML.slice(0, 60))
        .concat(scrollHeight > innerHeight || scrollWidth > innerWidth ? ['scroll bar'] : [])
}"""
# sizes of type as parts of the stage's height
TYPE = """() => Object.fromEntries(['h2', '.takeaway', 'td', '.figure'].map(name => {
    const each = document.querySelector(name === '.figure' ? '.figure .xtick text' : `.slide ${name}`)
    if (!each) return [name, null]
    const scale = each.getBBox ? each.getBoundingClientRect().height / each.getBBox().height : 1
    return [name, scale * parseFloat(getComputedStyle(each).fontSize) / innerHeight]
}))"""


@pytest.fixture(scope="module")
def stage(chromium: Any) -> Iterator[Any]:
    page = chromium.new_page()
    page.set_content(f'<style>body {{ margin: 0 }} {markup.style()}</style><div class="stage"></div>')
    page.add_script_tag(path=str(Path(plotly.__file__).parent / "package_data" / "plotly.min.js"))
    page.add_script_tag(content=f"{markup.script()}; Object.assign(window, {{ showSlide, drawFigures }})")
    yield page
    page.close()


def show(page: Any, slide: Slide, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(SHOW, [markup.section(slide, 3, 9, deck().stamp.line), markup.figures(slide)])


@pytest.mark.parametrize("size", [*SIZES, (1024, 768), (1280, 560)])
def test_nothing_is_cut_on_any_page(stage: Any, size: tuple[int, int]) -> None:
    for slide in deck().slides:
        show(stage, slide, size)
        assert stage.evaluate(CUT) == [], slide.key


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_is_cut_whatever_people_write(stage: Any, text: str) -> None:
    show(stage, hostile(text, "page"), SIZES[0])
    assert stage.evaluate(CUT) == [] and stage.evaluate("window.hacked") is None
    assert stage.locator("h2").inner_text().split()[:1] == markup.printable(text).split()[:1]


def test_type_is_as_large_on_every_projector(stage: Any) -> None:
    sizes = []
    for size in SIZES:
        found = {}
        for slide in deck().slides:
            show(stage, slide, size)
            found[slide.key] = stage.evaluate(TYPE)
        sizes.append(found)
    for key, small in sizes[0].items():
        for name, share in small.items():
            assert share is None or share == pytest.approx(sizes[1][key][name], rel=0.03), (key, name)
    assert sizes[0]["pioneers"]["h2"] == pytest.approx(0.05, rel=0.01)
    assert sizes[0]["pioneers"][".takeaway"] == pytest.approx(0.036, rel=0.01)
    assert sizes[0]["pioneers"][".figure"] > 0.026
    assert sizes[0]["levers"]["td"] == pytest.approx(0.032, rel=0.01)


@pytest.mark.parametrize(("rows", "low", "high"), [(5, 0.0319, 0.0321), (13, 0.0239, 0.032), (40, 0.005, 0.0239)])
def test_tables_give_up_size_before_other_words(stage: Any, rows: int, low: float, high: float) -> None:
    table = Table("Rows", ("Name", "Value"), tuple((f"row {k}", str(k)) for k in range(rows)))
    show(stage, Slide("rows", "table", "Many rows", SENTENCE, (table,)), SIZES[0])
    found = stage.evaluate(TYPE)
    assert low < found["td"] < high and stage.evaluate(CUT) == []
    assert (found[".takeaway"] > 0.0359) is (found["td"] > 0.0238)


def test_titles_stand_in_charts_as_they_were_written(stage: Any) -> None:
    title = """<b>"A" & 'B'</b> %{x} &lt;"""
    given = board()
    named = Board((given.candidates[0], replace(given.candidates[1], title=title)), given.reference)
    chart = drawn.side_by_side(named, results(), MATTERS, look.LIGHT)
    show(stage, Slide("titles", "chart", title, title, (Drawing(chart),)), SIZES[0])
    assert f"\N{BLACK CIRCLE} {title}" in stage.locator(".annotation-text").all_text_contents()


def test_a_chart_takes_the_room_that_is_left(stage: Any) -> None:
    show(stage, next(slide for slide in deck().slides if slide.key == "pioneers"), SIZES[0])
    box = stage.locator(".figure").bounding_box()
    assert box["width"] > 1100 and box["height"] > 400


def test_a_chart_stays_in_place_and_follows_the_window(stage: Any) -> None:
    first, other = (next(slide for slide in deck().slides if slide.key == key) for key in ("pioneers", "treasury"))
    show(stage, first, SIZES[0])
    stage.evaluate("document.querySelector('.figure .main-svg').mark = 1")
    show(stage, first, SIZES[0])
    assert stage.evaluate("document.querySelector('.figure .main-svg').mark") == 1
    stage.set_viewport_size({"width": 1920, "height": 1080})
    stage.wait_for_function("document.querySelector('.figure .main-svg').getBoundingClientRect().width > 1650")
    assert stage.evaluate(CUT) == []
    show(stage, other, SIZES[0])
    assert stage.evaluate("document.querySelector('.figure .main-svg').mark") is None
