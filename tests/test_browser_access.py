"""Can everyone use the pages: the automatic check of accessibility, contrast, and names of charts?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import INVESTMENT, QUIET, TERM, look_at, open_explore, type_into

from app.views import VIEWS
from app.wording import WORD_JOINER

AXE = Axe()
GRAVE = ("serious", "critical")
MAIN = "[data-testid=stMain]"
CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
FEWEST_TEXTS = 8
# milliseconds
MOMENT = 250
# beside the name of each chart, the question and the answer that stand above it
NAMES = """() => [...document.querySelectorAll('[class*="st-key-block-"]')].map(block => [
    block.querySelector('[role=img]').getAttribute('aria-label'),
    block.querySelector('h3, h4').innerText, block.querySelector('.stMarkdown p').innerText])"""


def grave(page: Any, part: str | None = None) -> list[str]:
    """What axe finds serious or critical on the page or a part of it."""
    found = AXE.run(page, context=part).response
    # what this rule cannot see through, the test of contrast below measures
    assert "color-contrast" in {rule["id"] for rule in (*found["passes"], *found["violations"])}
    return [f"{rule['id']}: {node['target']} {node['html'][:200]}"
            for rule in found["violations"] if rule["impact"] in GRAVE for node in rule["nodes"]]


def weak(page: Any) -> list[str]:
    """Texts with too little contrast, once the page stands still: while a chart is drawn anew its parts overlap."""
    before, found = None, page.evaluate(CONTRAST)
    while found != before:
        page.wait_for_timeout(MOMENT)
        before, found = found, page.evaluate(CONTRAST)
    assert found["texts"] >= FEWEST_TEXTS
    return list(found["problems"])


@pytest.fixture(params=["light", "dark"])
def scheme(request: Any, page: Any) -> Iterator[str]:
    """The page in a light and in a dark room."""
    page.emulate_media(color_scheme=request.param)
    yield request.param


def test_explore_can_be_used_by_everyone(page: Any, app_url: str, scheme: str) -> None:
    open_explore(page, app_url, {TERM: 9})
    shade = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert (shade == "rgb(255, 255, 255)") == (scheme == "light")
    assert grave(page) == []
    for view in VIEWS:
        look_at(page, view, {TERM: 9})
        assert weak(page) == [], view
        assert grave(page, MAIN) == [], view
    page.locator(".st-key-changes summary").click()
    page.locator("[class*=st-key-table-] summary").first.click()
    page.locator("[class*=st-key-numbers-] summary").first.click()
    page.locator("[data-testid=stDataFrame] canvas").nth(1).wait_for()
    type_into(page, INVESTMENT, "12")
    page.locator(".st-key-fix-0").wait_for()
    page.wait_for_function(QUIET)
    assert grave(page) == [], "with tables open and a warning"
    assert weak(page) == [], "with tables open and a warning"


def test_method_can_be_used_by_everyone(page: Any, app_url: str, scheme: str) -> None:
    open_explore(page, app_url)
    page.get_by_role("link", name="Method").click()
    for tab in ("How the model works", "Parameters", "Outputs"):
        page.get_by_role("tab", name=tab).click()
        page.get_by_role("tabpanel", name=tab).wait_for()
        page.wait_for_function(QUIET)
        assert grave(page) == [], tab
        assert weak(page) == [], tab


def test_every_chart_is_named_by_its_message(page: Any, app_url: str) -> None:
    open_explore(page, app_url, {TERM: 9})
    for view in VIEWS:
        look_at(page, view, {TERM: 9})
        for name, question, answer in page.evaluate(NAMES):
            assert question.endswith("?") and answer.endswith(".")
            assert name.split() == f"{question} {answer}".replace(WORD_JOINER, "").split()
