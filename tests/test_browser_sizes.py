"""Does every view fit its window: nothing too wide, cut, or written over something else?"""

from pathlib import Path
from typing import Any

from pages import QUIET, SIZES, TERM, look_at, open_explore, settled, type_into

from app.views import VIEWS

LAYOUT = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")
FEWEST_TEXTS = 8
# every chart is as wide as its place
FITTED = """width => innerWidth === width && [...document.querySelectorAll('.plot')].every(
    e => Math.abs(e.querySelector('.main-svg').getBoundingClientRect().width - e.clientWidth) <= 1)"""
TABLES_FITTED = """width => innerWidth === width && [...document.querySelectorAll('[data-testid=stDataFrame]')].every(
    e => e.getBoundingClientRect().right <= width)"""
NO_SIDE_BAR = "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 1"
LONG = {TERM: 15}


def assert_fits(page: Any, view: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(FITTED, arg=width)
    found = page.evaluate(LAYOUT)
    assert found["problems"] == [], (view, size)
    assert found["texts"] >= FEWEST_TEXTS
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_view_fits_a_laptop_and_a_projector(page: Any, app_url: str) -> None:
    open_explore(page, app_url, LONG)
    for view in VIEWS:
        look_at(page, view, LONG)
        assert_fits(page, view, "projector")
        assert_fits(page, view, "laptop")


def test_every_view_fits_a_phone(page: Any, app_url: str) -> None:
    page.set_viewport_size(dict(zip(("width", "height"), SIZES["phone"], strict=True)))
    open_explore(page, app_url)
    page.get_by_test_id("stExpandSidebarButton").click()
    type_into(page, TERM, "15")
    page.locator("[data-testid=stSidebarCollapseButton] button").click()
    page.wait_for_function(NO_SIDE_BAR)
    settled(page, LONG)
    for view in VIEWS:
        look_at(page, view, LONG)
        assert_fits(page, view, "phone")


def test_method_fits(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    page.get_by_role("link", name="Method").click()
    for tab in ("How the model works", "Parameters", "Outputs"):
        page.get_by_role("tab", name=tab).click()
        page.get_by_role("tabpanel", name=tab).wait_for()
        page.wait_for_function(QUIET)
        for width, height in SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_function(TABLES_FITTED, arg=width)
            assert page.evaluate(LAYOUT)["problems"] == []
