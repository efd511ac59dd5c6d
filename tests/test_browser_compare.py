"""Compare, save and share in a real browser: what a person clicks, and what stands there then."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pages import CARDS, QUIET, SIZES, TERM, open_explore, settled, stamp_of, trouble, type_into
from playwright.sync_api import expect
from test_browser_access import grave, weak
from test_browser_sizes import LAYOUT

PARTS = {"numbers": "Numbers", "charts": "Charts", "levers": "What differs", "ranking": "Ranking",
         "why": "Why they differ", "firm": "One firm"}
DRAWN = "[...document.querySelectorAll('.plot')].every(e => e.ariaLabel && e.querySelector('.main-svg'))"
# said when no more worlds are on their way
ALL_WORLDS = re.compile(r"^200 worlds of each scenario on the same luck, with 95 % intervals\.$")
TITLE = "<img src=x onerror=alert(1)> =1+1 高新区"


def open_compare(page: Any, address: str) -> None:
    assert page.goto(address).ok
    page.get_by_role("link", name="Compare").click()
    page.locator(".rows").first.wait_for()
    page.get_by_text(ALL_WORLDS).wait_for()
    page.wait_for_function(QUIET)


def look_at(page: Any, part: str) -> None:
    page.locator(".st-key-compare-part").get_by_text(PARTS[part], exact=True).click()
    page.locator(f".st-key-part-{part}").wait_for()
    page.wait_for_function(QUIET)
    page.wait_for_function(DRAWN)


def choose(page: Any, title: str) -> None:
    # a long list moves below a click that comes while it scrolls; typed words leave only what is meant
    page.locator(".st-key-compare-chosen input").fill(title)
    page.wait_for_function("document.querySelectorAll('[role=option]').length === 1")
    page.get_by_role("option", name=title).click()
    page.locator(".st-key-compare-chosen [data-tag]", has_text=title).wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function(QUIET)


def numbers_on(page: Any) -> str:
    """The main numbers of Explore as they stand there."""
    return str(page.evaluate(f"({CARDS}).innerText"))


def test_three_scenarios_another_reference_and_every_part(page: Any, app_url: str) -> None:
    open_compare(page, app_url)
    choose(page, "Short money")
    rows = page.locator(".rows").first.locator("li")
    rows.nth(1).wait_for()
    assert rows.count() == 2
    page.locator(".st-key-compare-reference input").click()
    page.get_by_role("option", name="Short money").click()
    page.get_by_text("Bar: the reference, Short money.").wait_for()
    for part in PARTS:
        look_at(page, part)
        assert page.evaluate(LAYOUT)["problems"] == [], part
    assert trouble(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_compare_fits(page: Any, app_url: str, size: str) -> None:
    width, height = SIZES[size]
    open_compare(page, app_url)
    page.set_viewport_size({"width": width, "height": height})
    for part in PARTS:
        look_at(page, part)
        assert page.evaluate(LAYOUT)["problems"] == [], part
        assert page.evaluate("document.documentElement.scrollWidth") <= width, part


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_compare_can_be_used_by_everyone(page: Any, app_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    open_compare(page, app_url)
    for part in PARTS:
        look_at(page, part)
        assert grave(page) == [], part
        assert weak(page) == [], part


def test_a_link_opens_to_the_same_numbers_in_another_browser(page: Any, app_url: str, chromium: Any) -> None:
    changes = {TERM: 13.0}
    open_explore(page, app_url, changes)
    there = numbers_on(page)
    page.get_by_role("button", name="Share", exact=True).click()
    code = page.locator("[data-testid=stCode]").first
    expect(code).to_contain_text("/?s=1.")
    address = code.inner_text().replace("\n", "").strip()
    assert re.fullmatch(r"http://[\d.:]+/\?s=1\.[\w-]+", address)
    fresh = chromium.new_context(viewport={"width": 1280, "height": 800})
    try:
        other = fresh.new_page()
        assert other.goto(address).ok
        settled(other, changes)
        assert numbers_on(other) == there
        other.reload()
        settled(other, changes)
        assert numbers_on(other) == there, "a page that is loaded anew shows the link's scenario again"
        type_into(other, TERM, "14")
        settled(other, {TERM: 14.0})
        other.wait_for_function("!location.search")
    finally:
        fresh.close()


def test_a_scenario_is_saved_changed_taken_back_deleted_and_brought_back(page: Any, app_url: str) -> None:
    open_explore(page, app_url, {TERM: 12.0})
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".st-key-save-title input").fill(TITLE)
    page.keyboard.press("Tab")
    page.locator(".st-key-save-new button").click()
    page.get_by_text("Saved as").wait_for()
    page.wait_for_function(QUIET)
    type_into(page, TERM, "14")
    settled(page, {TERM: 14.0})
    page.get_by_role("button", name="(unsaved changes)").click()
    settled(page, {TERM: 12.0})
    entries = page.get_by_role("dialog").locator("[class*=st-key-entry-]")
    page.get_by_role("button", name="Saved", exact=True).click()
    entries.first.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied as").wait_for()
    for left in (1, 0):
        page.get_by_role("button", name="Saved", exact=True).click()
        expect(entries.first).to_contain_text(TITLE)
        expect(entries).to_have_count(left + 1)
        entries.last.get_by_role("button", name="Delete").click()
        page.get_by_text("was deleted").wait_for()
        page.wait_for_function(QUIET)
    for there in (0, 1):
        page.get_by_role("button", name="Saved", exact=True).click()
        expect(entries).to_have_count(there)
        page.get_by_role("button", name="Bring back").click()
        page.get_by_text("is back").wait_for()
        page.wait_for_function(QUIET)
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
    assert trouble(page) == []


def test_a_file_goes_out_and_comes_back_in(page: Any, app_url: str, tmp_path: Path) -> None:
    open_explore(page, app_url, {TERM: 11.0})
    page.get_by_role("button", name="Share", exact=True).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download my-scenario.json").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert json.loads(file.read_text(encoding="utf-8"))["changes"] == {"patience": {"fund_term_years": 11}}
    page.keyboard.press("Escape")
    type_into(page, TERM, "9")
    settled(page, {TERM: 9.0})
    page.get_by_role("button", name="Saved", exact=True).click()
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Open it").click()
    settled(page, {TERM: 11.0})
    assert stamp_of({TERM: 11.0}) in page.evaluate(f"({CARDS}).dataset.stamp")
    assert trouble(page) == []


def test_a_file_that_is_none_gets_one_message(page: Any, app_url: str, tmp_path: Path) -> None:
    open_explore(page, app_url)
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"schema_version": 2, "title": "A", "changes": {"guide": {"share_cap": 7}}}', encoding="utf-8")
    page.get_by_role("button", name="Saved", exact=True).click()
    page.locator(".st-key-upload input[type=file]").set_input_files(wrong)
    page.get_by_role("button", name="Open it").click()
    alert = page.get_by_role("dialog").get_by_role("alert")
    expect(alert).to_contain_text("guide.share_cap")
    assert "Traceback" not in alert.inner_text()
