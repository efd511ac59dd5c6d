"""Is the tour shown to those who come for the first time, once, and walked by keyboard?"""

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import watched_page
from pages import open_explore
from test_browser_access import grave, weak
from test_browser_keyboard import FOCUSED, reach

from app import guided

CARD = ".st-key-tour [role=dialog]"
TITLE = f"{CARD} h2"
FRAMED = "selector => document.querySelector(selector).style.outline !== ''"


@pytest.fixture
def newcomer(chromium: Any) -> Iterator[Any]:
    """A page of a browser that was never here."""
    browser = chromium.new_context(locale="en-GB")
    with watched_page(browser) as page:
        yield page
    browser.close()


def title(page: Any) -> str:
    return str(page.locator(TITLE).inner_text())


def test_the_tour_of_a_first_visit(newcomer: Any, app_url: str) -> None:
    page, steps = newcomer, guided.steps()
    open_explore(page, app_url)
    page.locator(CARD).wait_for()
    assert grave(page) == [] and weak(page) == []
    assert page.evaluate(FOCUSED) == steps[0].title, "the card has the focus, so that it is read out"
    for k, step in enumerate(steps):
        assert title(page) == step.title
        assert page.locator(f"{CARD} p").inner_text() == step.text
        assert page.evaluate(FRAMED, step.selector)
        reach(page, "Next" if k + 1 < len(steps) else "Start")
        page.keyboard.press("Enter")
    page.locator(CARD).wait_for(state="hidden")
    assert not any(page.evaluate(FRAMED, step.selector) for step in steps)
    page.reload()
    open_explore(page, app_url)
    assert page.locator(CARD).is_hidden(), "a second visit"


def test_the_tour_is_left_by_escape_and_replayed(newcomer: Any, app_url: str) -> None:
    page, steps = newcomer, guided.steps()
    open_explore(page, app_url)
    page.locator(CARD).wait_for()
    page.keyboard.press("Escape")
    page.locator(CARD).wait_for(state="hidden")
    open_explore(page, app_url)
    assert page.locator(CARD).is_hidden(), "a second visit"
    reach(page, "Tour")
    page.keyboard.press("Enter")
    page.locator(CARD).wait_for()
    reach(page, "Next")
    page.keyboard.press("Enter")
    assert title(page) == steps[1].title
    reach(page, "Back", back=True)
    page.keyboard.press("Enter")
    assert title(page) == steps[0].title
    reach(page, "Close")
    page.keyboard.press("Enter")
    page.locator(CARD).wait_for(state="hidden")
    assert page.evaluate(FOCUSED) == "Tour", "the focus is back where it was"
    page.keyboard.press("Enter")
    page.locator(CARD).wait_for()
