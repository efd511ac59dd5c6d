"""The Present page in a real browser: a presentation in a few clicks, on the projector, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import visitor, watched_page
from pages import QUIET, trouble

SIZES = [(1280, 720), (1920, 1080)]
ON_STAGE = ".projector .stage"
# nothing sticks out of its page, no page out of the window, and nothing can be scrolled
CUT = """() => {
    const found = [], stage = document.querySelector('.projector .stage'), inside = stage.getBoundingClientRect()
    const slide = stage.querySelector('.slide')
    if (slide.scrollHeight > slide.clientHeight + 1 || slide.scrollWidth > slide.clientWidth + 1) found.push('the page')
    for (const e of stage.querySelectorAll('h2, p, li, th, td, .figure, footer span')) {
        const box = e.getBoundingClientRect()
        if (box.width && (box.left < inside.left - 1 || box.right > inside.right + 1 || box.top < inside.top - 1
            || box.bottom > inside.bottom + 1)) found.push(`${e.tagName} ${e.textContent.slice(0, 40)}`)
    }
    for (const e of document.querySelectorAll('.projector .levers label, .projector .levers button')) {
        const box = e.getBoundingClientRect()
        if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1) found.push(`lever ${e.textContent}`)
    }
    const root = document.querySelector('.projector')
    if (root.scrollHeight > root.clientHeight || root.scrollWidth > root.clientWidth) found.push('the projector')
    return found
}"""
# the smallest type of words on the page, as a share of the height of the window
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.projector .stage :is(h2, .takeaway, li, td, th)')]
    .filter(e => e.textContent.trim()).map(e => parseFloat(getComputedStyle(e).fontSize))) / innerHeight"""


class Clicks:
    """Counts what a person has to click."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, 0

    def on(self, selector: str) -> None:
        self.count += 1
        self.page.locator(selector).first.click()


def ready(page: Any) -> None:
    page.wait_for_selector(".sheet-preview[data-key]")


def on_stage(page: Any, number: int) -> None:
    page.wait_for_selector(f"{ON_STAGE}[data-key=page-{number}]")


def made(page: Any, address: str, length: str = "5 pages") -> None:
    """A presentation of the two scenarios that are chosen already."""
    page.goto(address)
    page.get_by_role("link", name="Present").click()
    page.wait_for_selector(".st-key-present-make button")
    if length != "5 pages":
        page.get_by_role("radio", name=length).click()
        page.wait_for_timeout(500)
    page.locator(".st-key-present-make button").click()
    ready(page)
    # the page has grown to its height, and more worlds move nothing any more
    page.wait_for_function(QUIET)


def test_three_presets_become_a_presentation_in_ten_clicks(chromium: Any, app_url: str) -> None:
    """From a fresh start: nobody was here before, so the tour is in the way."""
    context = chromium.new_context(locale="en-GB")
    with watched_page(context) as page:
        page.goto(app_url)
        clicks = Clicks(page)
        clicks.on(".tour .close")
        clicks.on("nav a[href$='/present'], a[href$='/present']")
        page.wait_for_selector(".st-key-present-make button")
        clicks.on(".st-key-present-chosen input")
        page.keyboard.type("Market al")
        clicks.on("[role=option]:has-text('Market alone')")
        page.keyboard.press("Escape")
        page.wait_for_function("document.querySelectorAll('.st-key-present-chosen [data-tag]').length === 3")
        clicks.on(".st-key-present-make button")
        ready(page)
        clicks.on(".st-key-present-start button")
        on_stage(page, 1)
        words = page.locator(f"{ON_STAGE}").inner_text()
        for number in range(2, 6):
            page.keyboard.press("PageDown")
            on_stage(page, number)
        assert clicks.count <= 10
        assert all(title in words for title in ("Baseline", "Patient guide", "Market alone"))
        assert page.locator(f"{ON_STAGE} footer .page").inner_text() == "5 of 5"
        assert trouble(page) == []
    context.close()


def test_a_presentation_is_turned_and_left_by_touch(chromium: Any, app_url: str) -> None:
    context = visitor(chromium, app_url, has_touch=True, is_mobile=True)
    with watched_page(context) as page:
        made(page, app_url)
        page.set_viewport_size({"width": 844, "height": 390})
        page.locator(".st-key-present-start button").click()
        on_stage(page, 1)
        for x, number in ((700, 2), (400, 3), (100, 2)):
            page.touchscreen.tap(x, 150)
            on_stage(page, number)
        page.get_by_role("button", name="Leave the presentation").click()
        page.wait_for_selector(".projector", state="detached")
        assert trouble(page) == []
    context.close()


@pytest.fixture(scope="module")
def shown(chromium: Any, app_url: str) -> Iterator[Any]:
    """A presentation with all kinds of pages, worked out, on the projector."""
    context = visitor(chromium, app_url)
    with watched_page(context) as page:
        page.set_viewport_size({"width": 1280, "height": 720})
        made(page, app_url, "9 pages")
        page.locator(".st-key-present-why button").click()
        page.wait_for_selector(".st-key-present-why", state="detached", timeout=120_000)
        page.locator(".st-key-present-start button").click()
        on_stage(page, 1)
        yield page
    context.close()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_page_fits_the_projector_and_reads_from_the_back(shown: Any, width: int, height: int) -> None:
    shown.set_viewport_size({"width": width, "height": height})
    shown.keyboard.press("Home")
    for number in range(1, 10):
        on_stage(shown, number)
        shown.wait_for_timeout(300)
        assert shown.evaluate(CUT) == []
        assert shown.evaluate(SMALLEST) >= 0.018, f"page {number}"
        assert shown.locator(f"{ON_STAGE} footer .page").inner_text() == f"{number} of 9"
        shown.keyboard.press("ArrowRight")


def test_keys_turn_pages_and_clickers_do(shown: Any) -> None:
    shown.keyboard.press("Home")
    for key, number in (("ArrowRight", 2), ("PageDown", 3), ("ArrowDown", 4), (" ", 5), ("ArrowLeft", 4), ("PageUp", 3),
                        ("ArrowUp", 2), ("End", 9), ("ArrowRight", 9), ("Home", 1), ("ArrowLeft", 1)):
        shown.keyboard.press(key)
        on_stage(shown, number)
        assert shown.locator(f"{ON_STAGE} footer .page").inner_text() == f"{number} of 9", key


def test_b_makes_the_screen_black_and_esc_takes_that_back_first(shown: Any) -> None:
    black = shown.locator(".projector .black")
    for again in ("b", "Escape", "."):
        shown.keyboard.press("b")
        assert black.is_visible()
        shown.keyboard.press(again)
        assert not black.is_visible()
    assert shown.locator(ON_STAGE).count() == 1


def test_a_lever_moves_the_page_and_one_key_takes_it_back(shown: Any) -> None:
    shown.keyboard.press("Home")
    for number in (2, 3, 4):
        shown.keyboard.press("PageDown")
        on_stage(shown, number)
    before = shown.locator(f"{ON_STAGE} .figure").evaluate("e => e.firstChild.data.map(line => [...line.y])")
    assert shown.locator(".projector .levers .whose").inner_text() == "Levers of Patient guide"
    slider = shown.locator(".projector .levers input").first
    path = shown.locator(".projector .levers label").first.get_attribute("data-path")
    slider.focus()
    for _step in range(3):
        shown.keyboard.press("ArrowLeft")
    wanted = float(slider.input_value())
    shown.wait_for_function(
        "([path, value]) => JSON.parse(document.querySelector('.projector .stage').dataset.moved)[path] === value",
        arg=[path, wanted])
    assert "saved" in shown.locator(".projector .levers .said").first.inner_text()
    moved = shown.locator(f"{ON_STAGE} .figure").evaluate("e => e.firstChild.data.map(line => [...line.y])")
    assert moved != before
    # a clicker turns the page also while a lever is held
    shown.keyboard.press("PageDown")
    on_stage(shown, 5)
    shown.keyboard.press("PageUp")
    on_stage(shown, 4)
    shown.keyboard.press("r")
    shown.wait_for_function("document.querySelector('.projector .stage').dataset.moved === '{}'")
    shown.wait_for_function(
        "before => JSON.stringify(document.querySelector('.projector .stage .figure').firstChild.data"
        ".map(line => [...line.y])) === before", arg=json.dumps(before, separators=(",", ":")))


def test_after_a_lever_was_moved_by_hand_the_arrow_keys_turn_pages(shown: Any) -> None:
    shown.keyboard.press("Home")
    for number in (2, 3, 4):
        shown.keyboard.press("PageDown")
        on_stage(shown, number)
    slider = shown.locator(".projector .levers input").first
    box = slider.bounding_box()
    shown.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2)
    value = slider.input_value()
    shown.wait_for_function("document.querySelector('.projector .stage').dataset.moved !== '{}'")
    shown.keyboard.press("ArrowRight")
    on_stage(shown, 5)
    shown.keyboard.press("ArrowLeft")
    on_stage(shown, 4)
    assert shown.locator(".projector .levers input").first.input_value() == value
    shown.keyboard.press("r")
    shown.wait_for_function("document.querySelector('.projector .stage').dataset.moved === '{}'")


def test_the_speaker_sees_notes_and_the_next_page_in_a_window_of_their_own(shown: Any) -> None:
    shown.keyboard.press("Home")
    on_stage(shown, 1)
    with shown.context.expect_page() as opened:
        shown.keyboard.press("s")
    speaker = opened.value
    assert speaker.locator(".notes").inner_text() == "No notes for this page."
    assert speaker.locator(".coming").inner_text() == "What is compared?"
    speaker.keyboard.press("PageDown")
    on_stage(shown, 2)
    for number in (3,):
        speaker.keyboard.press("ArrowRight")
        on_stage(shown, number)
    speaker.wait_for_selector("img.picture:not([hidden])")
    assert speaker.locator(".place").inner_text() == "3 of 9"
    speaker.close()


def test_esc_leads_back_to_the_desk_at_the_page_that_was_shown(shown: Any) -> None:
    shown.set_viewport_size({"width": 1280, "height": 720})
    shown.keyboard.press("Home")
    shown.keyboard.press("PageDown")
    on_stage(shown, 2)
    shown.keyboard.press("Escape")
    shown.wait_for_selector(".sheet-preview[data-key=page-2]")
    assert shown.locator(".projector").count() == 0
    assert trouble(shown) == []


HOSTILE = "<img src=x onerror=alert(1)> {{x}} =1+1 مرحبا 你好 " + "W" * 60


def test_what_is_written_on_a_page_comes_out_literally_and_can_be_saved(page: Any, app_url: str) -> None:
    made(page, app_url)
    page.locator(".st-key-page-2 button").click()
    page.wait_for_selector(".sheet-preview[data-key=page-3]")
    page.wait_for_function(QUIET)
    for name in ("title", "sentence"):
        field = page.locator(f"[class*='st-key-page-{name}-'] :is(input, textarea)")
        field.fill(HOSTILE)
        field.press("Control+Enter")
        page.wait_for_function(
            "([name, text]) => document.querySelector(name)?.textContent === text",
            arg=[f".sheet-preview {'h2' if name == 'title' else '.takeaway'}", HOSTILE])
    assert page.locator(".sheet-preview img").count() == 0
    assert "on average with" in page.locator(".sheet-preview .basis").inner_text()
    page.locator(".st-key-present-save button").click()
    page.get_by_text("Saved as", exact=False).wait_for()
    page.wait_for_function(QUIET)
    page.locator(".st-key-present-close button").first.click()
    page.locator("[class*='st-key-present-open-'] button").first.wait_for()
    page.wait_for_function(QUIET)  # a click is lost on what moves while the page still grows
    page.locator("[class*='st-key-present-open-'] button").first.click()
    ready(page)
    assert trouble(page) == []


def test_pages_are_ordered_added_and_taken_out(page: Any, app_url: str) -> None:
    made(page, app_url)

    def titles() -> list[str]:
        return [text.strip() for text in page.locator(".st-key-pages button").all_inner_texts()]

    def becomes(wanted: list[str]) -> None:
        page.wait_for_function(
            "wanted => JSON.stringify([...document.querySelectorAll('.st-key-pages button')].map(e => "
            "e.innerText.trim())) === JSON.stringify(wanted)", arg=wanted)

    assert titles() == ["1. Title", "2. Levers that differ", "3. Chart", "4. Comparison", "5. Evidence and limits"]
    page.locator(".st-key-pages-down button").click()
    becomes(["1. Levers that differ", "2. Title", "3. Chart", "4. Comparison", "5. Evidence and limits"])
    page.locator(".st-key-pages-remove button").click()
    becomes(["1. Levers that differ", "2. Chart", "3. Comparison", "4. Evidence and limits"])
    page.locator(".st-key-pages-add button").click()
    becomes(["1. Levers that differ", "2. Chart", "3. Title", "4. Comparison", "5. Evidence and limits"])
    for wanted in (4, 5):
        page.locator(".st-key-pages-undo button").click()
        page.wait_for_function("n => document.querySelectorAll('.st-key-pages button').length === n", arg=wanted)
    assert trouble(page) == []


def test_a_long_file_can_be_stopped_and_nothing_is_offered(page: Any, app_url: str) -> None:
    """A whole presentation explains two scenarios first, which takes some seconds."""
    made(page, app_url, "9 pages")
    page.locator(".st-key-files summary").click()
    page.locator(".st-key-file-make button").click()
    page.locator(".st-key-file-stop button").wait_for()
    page.locator("[data-testid=stProgress]").first.wait_for()
    page.locator(".st-key-file-stop button").first.click()
    page.locator(".st-key-file-stop").wait_for(state="detached")
    page.wait_for_function(QUIET)
    assert page.locator(".st-key-file-download").count() == 0
    assert page.locator(".st-key-present-why").count() == 1
    assert trouble(page) == []
