"""Does Explore work by keyboard alone? Nothing here uses a mouse or fills a field by other means."""

from typing import Any

from pages import BUDGET, INVESTMENT, QUIET, TERM, cards, open_explore, settled, slider, status, trouble

from app import wording
from app.views import VIEWS
from model.parameters import PARAMETERS
from model.scenario import Scenario, shipped

MOST_TABS = 250
ASSUMPTION = "investors.lock_up_premium"
# the name of what has the focus: its label, or the first line of its text that is no name of an icon
FOCUSED = r"""() => {
    let e = document.activeElement
    while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement
    if (e === document.body || e.tagName === 'MAIN') return ''
    const icons = [...e.querySelectorAll('[data-testid=stIconMaterial]')].map(icon => icon.innerText)
    const lines = e.innerText.split('\n').filter(line => line.trim() && !icons.includes(line))
    return e.getAttribute('aria-label') || e.labels?.[0]?.innerText || lines[0] || ''
}"""


def reach(page: Any, name: str, back: bool = False) -> None:
    """Go by Tab, or back by Shift and Tab, to what has this name."""
    seen = []
    for _step in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        seen.append(page.evaluate(FOCUSED))
        if seen[-1] == name:
            return
    raise AssertionError(f"{name} cannot be reached by Tab. On the way: {dict.fromkeys(seen)}")


def name_of(path: str) -> str:
    """What a slider is called."""
    parameter = PARAMETERS[path]
    return f"{wording.full_label(parameter)} ({wording.unit_text(parameter.unit)})"


def write(page: Any, text: str) -> None:
    """Write over what the focused field holds."""
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def enter(page: Any, path: str, text: str) -> None:
    """Go to the field of a lever and write a number."""
    reach(page, f"{name_of(path)}, typed")
    write(page, text)
    page.keyboard.press("Enter")


def test_typed_values_undo_redo_and_replay(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    enter(page, TERM, "12")
    settled(page, {TERM: 12})
    reach(page, name_of(TERM), back=True)
    page.keyboard.press("ArrowRight")
    settled(page, {TERM: 13})
    page.keyboard.press("Control+z")
    settled(page, {TERM: 12})
    page.keyboard.press("Control+z")
    settled(page)
    page.keyboard.press("Control+Shift+z")
    settled(page, {TERM: 12})
    page.keyboard.press("Alt+p")
    settled_before_and_after(page)
    reach(page, "Undo")
    page.keyboard.press("Enter")
    settled(page)
    reach(page, "Redo")
    page.keyboard.press("Enter")
    settled(page, {TERM: 12})
    reach(page, "Replay")
    page.keyboard.press("Enter")
    settled_before_and_after(page)
    assert trouble(page) == []


def settled_before_and_after(page: Any) -> None:
    """A replay shows the numbers before the last change, then those after it."""
    page.wait_for_function("document.querySelector('.st-key-status').innerText.includes('This is the baseline')")
    settled(page, {TERM: 12})


def test_levers_and_assumptions_are_found_and_reset_apart(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    reach(page, "Search levers and assumptions")
    write(page, "lock-up premium")
    slider(page, ASSUMPTION).wait_for()
    enter(page, ASSUMPTION, "0.6")
    settled(page, {ASSUMPTION: 0.006})
    reach(page, "Search levers and assumptions", back=True)
    write(page, "fund term")
    slider(page, TERM).wait_for()
    enter(page, TERM, "9")
    settled(page, {TERM: 9, ASSUMPTION: 0.006})
    reach(page, "Search levers and assumptions", back=True)
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    slider(page, BUDGET).wait_for()
    reach(page, "2 values differ from the baseline", back=True)
    page.keyboard.press("Enter")
    reach(page, "Reset levers")
    page.keyboard.press("Enter")
    settled(page, {ASSUMPTION: 0.006})
    page.keyboard.press("Control+z")
    settled(page, {TERM: 9, ASSUMPTION: 0.006})
    reach(page, "Reset assumptions")
    page.keyboard.press("Enter")
    settled(page, {TERM: 9})
    assert trouble(page) == []


def test_a_scenario_is_chosen(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    scenario = Scenario.load(shipped()["yozma"])
    reach(page, "Scenario")
    write(page, "yozma")
    page.get_by_role("option", name=scenario.title).wait_for()
    page.keyboard.press("Enter")
    settled(page, scenario.changes)
    assert scenario.title in status(page)
    page.keyboard.press("Control+z")
    settled(page)


def test_a_contradiction_is_mended(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    before = cards(page)
    enter(page, INVESTMENT, "9")
    page.locator(".st-key-fix-0").wait_for()
    page.wait_for_function(QUIET)
    assert cards(page) == before
    reach(page, f"Mend it: set “{PARAMETERS[INVESTMENT].label}” to 8 years")
    page.keyboard.press("Enter")
    settled(page, {INVESTMENT: 8.0})
    assert page.locator(".st-key-fix-0").count() == 0 and trouble(page) == []


def test_a_view_a_meaning_and_a_table_are_opened(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    view = VIEWS["treasury"]
    reach(page, "What “Industries established” means")
    page.keyboard.press("Enter")
    page.locator(".st-key-headlines [popover]:popover-open").wait_for()
    page.keyboard.press("Escape")
    page.locator(".st-key-headlines [popover]:popover-open").wait_for(state="detached")
    reach(page, view.title)
    page.keyboard.press("Enter")
    settled(page, view=view.key)
    reach(page, "Table, files and how it is computed")
    page.keyboard.press("Enter")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    reach(page, "Download CSV")
    assert trouble(page) == []
