"""The Evidence page in a real browser: does it fit, and can everyone use it?"""

from typing import Any

import pytest
from pages import QUIET, SIZES, trouble
from playwright.sync_api import expect
from test_browser_access import grave, weak
from test_browser_sizes import LAYOUT, NO_SIDE_BAR

TABS = ("Figures", "Literature", "Assumptions", "Fit", "Theories", "Limits")
# a drawing, and what stands outside its row or is written over something else in it
DRAWINGS = """() => {
    const seen = [...document.querySelectorAll('.track')].filter(track => track.checkVisibility())
    const box = e => e.getBoundingClientRect()
    const problems = seen.flatMap(track => {
        const row = box(track.closest('li'))
        const labels = [...track.querySelectorAll('.label')].map(box)
        const inside = [...track.children].every(e => box(e).left >= row.left - 8 && box(e).right <= row.right + 8
            && box(e).bottom <= row.bottom + 1)
        const apart = labels.every((one, k) => labels.slice(k + 1).every(
            other => one.right < other.left || other.right < one.left))
        return inside && apart ? [] : [track.getAttribute('aria-label')]
    })
    return { seen: seen.length, problems }
}"""


def open_evidence(page: Any, address: str) -> None:
    assert page.goto(address).ok
    page.get_by_role("link", name="Evidence").click()
    page.locator(".rows").first.wait_for()
    page.wait_for_function(QUIET)


def look_at(page: Any, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()
    page.get_by_role("tabpanel", name=tab).wait_for()
    page.wait_for_function(QUIET)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_evidence_can_be_used_by_everyone(page: Any, app_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    open_evidence(page, app_url)
    for tab in TABS:
        look_at(page, tab)
        assert grave(page) == [], tab
        assert weak(page) == [], tab
    assert trouble(page) == []


def test_every_drawing_is_named_by_its_message(page: Any, app_url: str) -> None:
    """By what stands beside it: what it is about, its numbers, and the verdict."""
    open_evidence(page, app_url)
    named = page.eval_on_selector_all(".rows li:has(.track)", """rows => rows.map(row => [
        row.querySelector('.track').getAttribute('aria-label'),
        [...row.querySelectorAll('.name, .numbers')].map(e => e.textContent.replaceAll('\\u2060', ''))])""")
    assert len(named) > 50
    for name, words in named:
        assert len(words) >= 2 and all(word in name for word in words), name


@pytest.mark.parametrize("size", SIZES)
def test_evidence_fits(page: Any, app_url: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    open_evidence(page, app_url) if size != "phone" else open_on_a_phone(page, app_url)
    for tab in TABS:
        look_at(page, tab)
        assert page.evaluate(LAYOUT)["problems"] == [], tab
        found = page.evaluate(DRAWINGS)
        assert found["problems"] == [] and (found["seen"] > 0 or tab == "Limits"), tab
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def open_on_a_phone(page: Any, address: str) -> None:
    """The pages stand behind a menu there."""
    assert page.goto(address).ok
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Evidence").click()
    page.locator(".rows").first.wait_for()
    if not page.evaluate(NO_SIDE_BAR):
        page.locator("[data-testid=stSidebarCollapseButton] button").click()
        page.wait_for_function(NO_SIDE_BAR)
    page.wait_for_function(QUIET)


def test_tables_open_by_keyboard_and_fit(page: Any, app_url: str) -> None:
    open_evidence(page, app_url)
    page.locator(".st-key-table-figures summary").focus()
    page.keyboard.press("Enter")
    page.locator(".st-key-table-figures [data-testid=stDataFrame] canvas").nth(1).wait_for()
    page.wait_for_function(QUIET)
    expect(page.locator(".st-key-table-figures").get_by_role("button", name="Download CSV")).to_have_count(2)
    assert page.evaluate(LAYOUT)["problems"] == []
    assert grave(page) == [] and trouble(page) == []
