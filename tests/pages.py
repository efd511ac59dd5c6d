"""The Explore page in a real browser: where things are, and when it has come to rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app import wording
from app.results import fingerprint
from app.views import VIEWS
from app.visit import FIRST_VIEW
from model.parameters import BASELINE, PARAMETERS, replaced

TERM, INVESTMENT = "patience.fund_term_years", "patience.investment_years"
BUDGET, SHARE_CAP = "guide.budget_myuan_per_year", "guide.share_cap"
WORLDS = "settings.replications"
SIZES = {"projector": (1920, 1080), "laptop": (1280, 800), "phone": (390, 844)}

# nothing runs, and the scripts of all widgets have come
QUIET = """(document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid=stSkeleton]'))"""
CARDS = """document.querySelector('.st-key-headlines [data-testid=stBidiComponentIsolated]')
    ?.shadowRoot?.querySelector('dl.cards')"""
# numbers and charts all show the wanted input, the charts are those of the view, and nothing runs any more
# the levers that were changed stand, where they are shown, at their values
SETTLED = f"""([stamp, view, charts, levers]) => {{
    const stands = ([place, value]) => {{
        const slider = document.querySelector(place)
        return !slider || Math.abs(slider.value - value) <= slider.step / 2
    }}
    const plots = [...document.querySelectorAll('[class*="st-key-block-"] .plot')]
    return {QUIET} && ({CARDS})?.dataset.stamp === stamp && document.querySelector(`.st-key-numbers-${{view}}`)
        && plots.length === charts && levers.every(stands)
        && plots.every(e => e.dataset.stamp === stamp && e.dataset.drawing === undefined
            && e.querySelector('.main-svg'))
}}"""

# what the page shows, for a test that waits in vain
STANDING = f"""() => ({{
    script: document.querySelector('[data-testid=stApp]')?.dataset.testScriptState,
    skeletons: document.querySelectorAll('[data-testid=stSkeleton]').length,
    cards: ({CARDS})?.dataset.stamp,
    charts: [...document.querySelectorAll('[class*="st-key-block-"] .plot')].map(e => e.dataset.stamp),
    levers: [...document.querySelectorAll('[class*="st-key-slide-"] input')].map(
        e => `${{e.getAttribute('aria-label')}}: ${{e.value}}`),
    typed: [...document.querySelectorAll('[class*="st-key-type-"] input')].map(e => e.value),
    focus: document.activeElement?.outerHTML.slice(0, 200),
    status: document.querySelector('.st-key-status')?.innerText,
}})"""

Changes = Mapping[str, Any]


def stamp_of(changes: Changes) -> str:
    """What the page calls the input with these changes."""
    return fingerprint(replaced(BASELINE, dict(changes)))


def settled(page: Any, changes: Changes | None = None, view: str = FIRST_VIEW) -> None:
    """Wait until all that is drawn belongs to this input and this view; say what stands there if it does not."""
    from playwright.sync_api import TimeoutError as TooLong

    charts = 1 + len(VIEWS[view].small)
    levers = [(f"{part('slide', path)} input[type=range]", wording.on_slider(PARAMETERS[path], value))
              for path, value in (changes or {}).items() if PARAMETERS[path].kind in (int, float)]
    wanted = [stamp_of(changes or {}), view, charts, levers]
    try:
        page.wait_for_function(SETTLED, arg=wanted)
    except TooLong as error:
        raise AssertionError(f"The page did not come to show {wanted}. It shows {page.evaluate(STANDING)}") from error


def open_explore(page: Any, address: str, changes: Changes | None = None) -> None:
    """The Explore page at rest, after these values were typed in."""
    assert page.goto(address).ok
    settled(page)
    for path, value in (changes or {}).items():
        if path.startswith("settings."):
            page.locator(".st-key-group-setting-settings details:not([open]) > summary").click()
        type_into(page, path, str(value))
    settled(page, changes)


def part(name: str, path: str) -> str:
    """Where a part of the lever of a parameter stands: slide, type, switch, choice or notice."""
    return f".st-key-{name}-{path.replace('.', '-')}"


def slider(page: Any, path: str) -> Any:
    return page.locator(f"{part('slide', path)} input[type=range]")


def typed(page: Any, path: str) -> Any:
    return page.locator(f"{part('type', path)} input[type=number]")


def press(page: Any, path: str, key: str) -> None:
    """Press a key on the slider of a parameter."""
    slider(page, path).focus()
    page.keyboard.press(key)


def type_into(page: Any, path: str, value: str) -> None:
    field = typed(page, path)
    field.fill(value)
    field.press("Enter")


def look_at(page: Any, view: str, changes: Changes | None = None) -> None:
    """Choose a view on the strip, and wait for it."""
    page.locator(f'.st-key-views button[data-view="{view}"]').click()
    settled(page, changes, view)


def cards(page: Any) -> list[str]:
    """Values of the main numbers, and what became of them."""
    return list(page.locator(".st-key-headlines :is(.value, .change)").all_inner_texts())


def status(page: Any) -> str:
    """The sentences above the numbers."""
    return str(page.locator(".st-key-status").inner_text())


def trouble(page: Any) -> list[str]:
    """Exceptions and errors on the page."""
    found = page.locator("[data-testid=stException], [data-testid=stAlertContentError]")
    return list(found.all_inner_texts())
