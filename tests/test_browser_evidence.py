"""The Evidence page in a real browser: does it fit, can everyone use it, and does it ask nobody else?"""

from typing import Any

import pytest
from pages import QUIET, SIZES
from test_browser_access import grave, weak
from test_browser_sizes import FITTED, LAYOUT, TABLES_FITTED

CHARTS = "document.querySelectorAll('[class*=\"st-key-block-\"] .plot[data-stamp] .main-svg').length >= 2"


def open_evidence(page: Any, address: str) -> None:
    assert page.goto(address).ok
    page.get_by_role("link", name="Evidence").click()
    page.wait_for_function(CHARTS)
    page.wait_for_function(QUIET)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_evidence_can_be_used_by_everyone(page: Any, app_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    open_evidence(page, app_url)
    assert grave(page) == []
    assert weak(page) == []
    names = page.eval_on_selector_all("[role=img].plot", "all => all.map(e => e.getAttribute('aria-label'))")
    assert names and all("lie inside their range" in name for name in names)


def test_evidence_fits(page: Any, app_url: str) -> None:
    open_evidence(page, app_url)
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(FITTED, arg=width)
        page.wait_for_function(TABLES_FITTED, arg=width)
        assert page.evaluate(LAYOUT)["problems"] == []
