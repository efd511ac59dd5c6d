"""Does a report stand alone: no request, no script from a text, all words as they were written, on screen and paper?"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from decks import HOSTILE, all_hostile, deck, hostile
from hypothesis import given
from hypothesis import strategies as st

from app.charts.figure import literal
from app.exports import html_report, markup
from app.presentation.deck import Deck

# what a browser shows for what HTML cannot hold
SHOWN = str.maketrans({"\x07": "\N{REPLACEMENT CHARACTER}", "\0": "\N{REPLACEMENT CHARACTER}"})
PAPER = {"width": 680, "height": 1000}
FIELDS = ("h2", ".takeaway", ".words .line", "li", "caption", "thead th", "tbody th", "td", ".unit", ".small",
          ".basis", ".note")
DRAWN = """() => [...document.querySelectorAll('.figure')].map(place => {
    const { data, layout } = place.firstChild
    return [place.dataset.figure, JSON.parse(JSON.stringify({ data, layout }))]
})"""
# boxes that stick out of the page, and drawings that stick out of their place
CUT = """() => [...document.querySelectorAll('main *')].filter(each => !each.closest('details, svg, .figure'))
    .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(each => each.outerHTML.slice(0, 80))
    .concat([...document.querySelectorAll('.figure')].filter(place => {
        const [box, drawn] = [place, place.querySelector('.main-svg')].map(each => each.getBoundingClientRect())
        return drawn.right > box.right + 1 || drawn.bottom > box.bottom + 1 || drawn.width < 0.9 * box.width
    }).map(place => place.dataset.figure))
    .concat(document.documentElement.scrollWidth > innerWidth ? ['scroll bar'] : [])"""


@contextmanager
def opened(chromium: Any, folder: Path, given: Deck) -> Iterator[tuple[Any, list[str], list[str]]]:
    """The report from a file, in a browser without a network; what it asked for, and what went wrong."""
    file = folder / "report.html"
    file.write_bytes(html_report.write(given))
    context = chromium.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.goto(file.as_uri())
    until(page, "window.printReady")
    yield page, asked, wrong
    context.close()


def until(page: Any, condition: str) -> None:
    """Wait; the page's policy keeps Playwright from doing so itself."""
    deadline = time.monotonic() + 20
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, (condition, page.evaluate(condition.removesuffix(".length === 0")))
        page.wait_for_timeout(20)


@pytest.fixture(scope="module")
def everyday(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, list[str], list[str]]]:
    with opened(chromium, tmp_path_factory.mktemp("report"), deck()) as found:
        yield found


def test_it_asks_the_network_for_nothing(everyday: Any) -> None:
    page, asked, wrong = everyday
    assert [address.rpartition("/")[2] for address in asked] == ["report.html"]
    assert wrong == []


def test_its_policy_lets_no_other_script_run_and_fetches_nothing(chromium: Any, tmp_path: Path) -> None:
    with opened(chromium, tmp_path, deck()) as (page, _asked, wrong):
        page.evaluate("""() => {
            document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hacked = 1' }))
            document.body.insertAdjacentHTML('beforeend', '<img src="http://127.0.0.1/x" onerror="window.hacked = 2">')
            return fetch('http://127.0.0.1:9/').catch(() => {})
        }""")
        assert page.evaluate("window.hacked") is None
        assert len([text for text in wrong if "Content Security Policy" in text]) >= 3


def test_charts_are_drawn_as_the_app_makes_them(everyday: Any) -> None:
    wanted = {name: figure for slide in deck().slides for name, figure in markup.figures(slide).items()}
    drawn = dict(everyday[0].evaluate(DRAWN))
    assert list(drawn) == list(wanted) and len(wanted) > 10
    for name, figure in drawn.items():
        assert figure["data"] == json.loads(json.dumps(wanted[name]["data"]))
        assert figure["layout"]["width"] > 500 and holds(figure["layout"], wanted[name]["layout"])


def holds(found: Any, wanted: Any) -> bool:
    """Whether all that was wanted is there; Plotly adds to axes what it works out, also in place of a direction."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return all(name in found and holds(found[name], value) for name, value in wanted.items())
    return bool(found == wanted or wanted == "reversed")


def test_a_chart_answers_when_pointed_at(everyday: Any) -> None:
    page = everyday[0]
    place = page.locator('[data-figure="pioneers-1"]')
    place.scroll_into_view_if_needed()
    box = place.locator(".nsewdrag").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    answer = place.locator(".hoverlayer .legend, .hoverlayer .hovertext").first
    answer.wait_for()
    assert "baseline" in answer.text_content() or "current" in answer.text_content()


def test_it_is_a_document_with_headings_contents_and_tables(everyday: Any) -> None:
    page, given = everyday[0], deck()
    assert page.locator("html").get_attribute("lang") and page.title() == given.title
    assert page.locator("h1").all_inner_texts() == [given.title]
    links = page.locator("nav a").all()
    assert [link.inner_text() for link in links][:-1] == [slide.title for slide in given.slides[1:]]
    assert all(page.locator(str(link.get_attribute("href"))).count() == 1 for link in links)
    stamp = page.locator("#stamp").inner_text()
    assert all(text in stamp for text in (*given.stamp.inputs, given.stamp.limits, given.stamp.version))
    charts = list(given.charts)
    assert page.locator("details").count() == len(charts)
    page.locator("details summary").first.click()
    cells = page.locator("details").first.locator("tbody tr").first.locator("th, td").all_inner_texts()
    assert cells[0] == str(charts[0].table.iloc[0, 0]) and float(cells[-1]) == charts[0].table.iloc[0, -1]
    with page.expect_download() as downloaded:
        page.locator("details a").first.click()
    assert downloaded.value.suggested_filename == f"{charts[0].key}.csv"
    assert Path(downloaded.value.path()).read_text(encoding="utf-8") == charts[0].csv


def test_it_can_be_used_by_everyone(everyday: Any) -> None:
    found = Axe().run(everyday[0]).response
    assert [rule["id"] for rule in found["violations"]] == []
    assert "color-contrast" in {rule["id"] for rule in found["passes"]}


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_nothing_sticks_out(everyday: Any, width: int) -> None:
    page = everyday[0]
    page.set_viewport_size({"width": width, "height": 800})
    until(page, "document.querySelector('main').clientWidth <= innerWidth")
    until(page, f"({CUT})().length === 0")
    assert page.evaluate(CUT) == []


def test_on_paper_charts_have_the_paper_s_width_and_come_back(everyday: Any) -> None:
    page = everyday[0]
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(CUT) == []
    assert page.locator(".hatched").count() > 10
    assert page.evaluate("getComputedStyle(document.querySelector('details')).display") == "none"
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    until(page, f"document.querySelectorAll('.hatched').length === 0 && ({CUT})().length === 0")


def test_hostile_words_come_out_literally_and_run_nothing(chromium: Any, tmp_path: Path) -> None:
    with opened(chromium, tmp_path, all_hostile()) as (page, asked, wrong):
        assert page.evaluate("window.hacked") is None
        assert len(asked) == 1 and wrong == []
        assert page.locator("script").count() == 3
        assert page.locator("main :is(img, iframe, object, embed, textarea, title, input, form)").count() == 0
        assert page.evaluate("""() => [...document.querySelectorAll('body *')].flatMap(each => [...each.attributes])
            .filter(each => /^on|^autofocus/i.test(each.name) || /^javascript:/i.test(each.value)).length""") == 0
        assert page.title().split() == " ".join(HOSTILE).translate(SHOWN).split()
        for number, text in enumerate(HOSTILE, 1):
            part = page.locator(f"#page-{number} > section")
            for field in FIELDS:
                found = part.locator(field).first.evaluate("each => each.textContent")
                assert found == text.translate(SHOWN), (field, text)
            assert part.locator(".figure").get_attribute("aria-label") == f"{text} {text}".translate(SHOWN)
            assert part.locator(".figure > div").evaluate("each => each.data[0].name") == literal(text)
        page.set_viewport_size({"width": 800, "height": 600})
        until(page, f"({CUT})().length === 0")
        assert page.evaluate("window.hacked") is None


class Tags(HTMLParser):
    """All tags with the names of their attributes, and all classes, in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "wbr":
            self.found.append((tag, [name for name, _value in attrs], dict(attrs).get("class")))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data))


@given(st.one_of(st.text(), st.text("<>&\"'=/!-- \n{}`x"), st.sampled_from(HOSTILE)))
def test_no_text_changes_what_a_page_is_made_of(text: str) -> None:
    def tags(given: str) -> Any:
        return Tags(markup.section(hostile(given, given), 1, 2, given)).found

    made = tags(text)
    plain = tags("word" if re.fullmatch(markup.NUMBER, text) is None else "1")
    blank = tags("")
    assert made in (plain, blank)


def test_json_in_the_page_cannot_be_ended() -> None:
    text = html_report._as_json({"</script><!--": ["\u2028\u2029&<>"]})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"</script><!--": ["\u2028\u2029&<>"]}


def test_a_script_cannot_end_itself() -> None:
    made = html_report._inlined("a = '</script>'; b = '<!-- <SCRIPT'\r\n")
    assert not re.search("</?script|<!--|\r", made, re.IGNORECASE)
