"""Does Explore work for a person with a real browser: charts, levers, scenarios, messages, names?"""

import re
from typing import Any

from conftest import foreign
from pages import (
    INVESTMENT,
    QUIET,
    TERM,
    cards,
    look_at,
    open_explore,
    part,
    press,
    settled,
    status,
    trouble,
    type_into,
    typed,
)
from playwright.sync_api import expect

from app import headlines, wording
from app.views import VIEWS
from model.declare import Role
from model.outputs import HEADLINES
from model.parameters import GROUPS, PARAMETERS
from model.scenario import Scenario, shipped

# what each chart of the page has drawn
DRAWN = """() => [...document.querySelectorAll('.plot')].map(plot => {
    const box = plot.getBoundingClientRect()
    const marks = [...plot.querySelectorAll('.js-line, .js-fill, .point path, .sankey-link, .sankey-node rect')]
        .map(e => e.getBoundingClientRect()).filter(b => b.width + b.height > 0)
    return {name: plot.getAttribute('aria-label'), role: plot.getAttribute('role'), marks: marks.length,
            width: box.width, height: box.height}
})"""
# whether lines are dashed, of charts over time that compare
LINES = """() => [...document.querySelectorAll('.plot')].map(plot => [...plot.querySelectorAll('path.js-line')]
    .filter(e => parseFloat(getComputedStyle(e).strokeWidth) >= 2)
    .map(e => getComputedStyle(e).strokeDasharray === 'none' ? 'solid' : 'dashed'))"""


def test_every_view_draws_its_charts(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    assert page.locator(".st-key-head h3").inner_text() == "What keeps pioneers alive?"
    labels = page.locator(".st-key-headlines .label").all_inner_texts()
    assert labels == [HEADLINES[name].label for name in headlines.CARDS]
    assert all(re.search(r"\d", text) for text in cards(page))
    for key in VIEWS:
        look_at(page, key)
        for drawn in page.evaluate(DRAWN):
            assert drawn["role"] == "img" and re.fullmatch(r".+\? .+\.", drawn["name"]), drawn
            assert drawn["marks"] and drawn["width"] > 200 and drawn["height"] > 200, drawn
        assert trouble(page) == []


def test_a_lever_moved_by_keyboard_and_back(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    before = cards(page)
    assert not any("dashed" in lines for lines in page.evaluate(LINES)), "the baseline is its own"
    press(page, TERM, "ArrowRight")
    settled(page, {TERM: 9})
    moved = cards(page)
    assert typed(page, TERM).input_value() == "9"
    assert re.match(r"Set “Fund term” to 9 years\.", status(page))
    differences = [re.search(r"[+−]\u2060?¥?\d.*\(.*to.*\)|no .*differen|no detectable", text)
                   for text in moved[1::2]]
    assert all(differences), moved
    assert before[1::2] != moved[1::2]
    assert {"solid", "dashed"} <= set(page.evaluate(LINES)[0])
    assert page.evaluate("document.activeElement?.getAttribute('type')") == "range", "focus is kept"
    page.keyboard.press("ArrowLeft")
    settled(page)
    assert cards(page) == before
    page.keyboard.press("Control+z")
    settled(page, {TERM: 9})
    assert cards(page) == moved
    page.reload()
    settled(page)
    assert cards(page) == before and trouble(page) == []


def test_a_switch_in_a_folded_group_leaves_the_group_open(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    switch = next(p for p in PARAMETERS.values() if p.kind is bool and p.group == "supports")
    page.locator(".st-key-group-lever-supports summary").click()
    toggle = page.locator(f"{part('switch', switch.path)} [data-testid=stCheckbox] label").first
    toggle.click()
    settled(page, {switch.path: not switch.default})
    assert toggle.is_visible()
    assert f"“{switch.label}” to on" in status(page)
    note = page.evaluate("getComputedStyle(document.querySelector("
                         "'.st-key-group-lever-supports summary'), '::after').content")
    assert note == '"1 changed"'


def test_a_scenario_and_back(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    before = cards(page)
    scenario = Scenario.load(shipped()["yozma"])
    chooser = page.get_by_role("combobox", name="Scenario")
    chooser.click()
    page.get_by_role("option", name=scenario.title).click()
    settled(page, scenario.changes)
    assert scenario.title in status(page)
    chooser.click()
    page.get_by_role("option", name="Baseline").click()
    settled(page)
    assert cards(page) == before


def test_wrong_input_gets_one_message_and_a_way_out(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    before = cards(page)
    type_into(page, TERM, "99")
    message = page.locator(f"{part('notice', TERM)} [data-testid=stAlert]")
    expect(message).to_have_text("Fund term cannot be 99 years. Type a value from 3 to 25 years. It stays at 8 years.")
    settled(page)
    assert typed(page, TERM).input_value() == "8"
    type_into(page, INVESTMENT, "9")
    warning = page.locator("[data-testid=stMain] [data-testid=stAlert]")
    expect(warning).to_contain_text("(9 years) is longer than their term (8 years)")
    page.wait_for_function(QUIET)
    assert page.locator("[data-testid=stAlert]").count() == 1
    assert cards(page) == before
    page.get_by_role("button", name=f"Mend it: set “{PARAMETERS[INVESTMENT].label}” to 8 years").click()
    warning.wait_for(state="detached")
    settled(page, {INVESTMENT: 8.0})
    assert trouble(page) == []


def test_the_focus_survives_when_a_message_beside_another_lever_goes(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    type_into(page, TERM, "99")
    message = page.locator(part("notice", TERM))
    message.wait_for()
    page.wait_for_function(QUIET)
    press(page, INVESTMENT, "ArrowRight")
    message.wait_for(state="detached")
    settled(page, {INVESTMENT: 4.5})
    assert page.locator(part("slide", INVESTMENT)).evaluate("e => e.contains(document.activeElement)")
    page.keyboard.press("ArrowRight")
    settled(page, {INVESTMENT: 5.0})


def test_every_lever_is_on_the_page_under_its_declared_label(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    levers = [p for p in PARAMETERS.values() if p.role is Role.LEVER]
    for group in {p.group for p in levers}:
        page.locator(f".st-key-group-lever-{group} details:not([open]) > summary").evaluate_all(
            "all => all.forEach(e => e.click())")
    widgets = ", ".join(f"[class*='st-key-{name}-']" for name in ("slide", "switch", "choice"))
    page.wait_for_function(
        f"count => {QUIET} && document.querySelectorAll(`[data-testid=stSidebar] :is({widgets})`).length === count",
        arg=len(levers))
    names = page.locator("[data-testid=stSidebar] input").evaluate_all(
        "all => all.map(e => e.getAttribute('aria-label') || e.labels?.[0]?.innerText || '')")
    missing = [p.path for p in levers if not any(name.startswith(wording.full_label(p)) for name in names)]
    assert missing == []
    assert not [name for name in names if "\\" in name]


def test_the_method_page(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    page.get_by_role("link", name="Method").click()
    page.get_by_role("heading", name="Method", exact=True).wait_for()
    page.get_by_role("tab", name="Parameters").click()
    page.get_by_role("combobox", name="Group").wait_for()
    page.wait_for_function("document.querySelector('[data-testid=stDataFrame] canvas')?.width > 0")
    page.get_by_text(GROUPS["guide"].__doc__.splitlines()[0], exact=True).wait_for()
    assert trouble(page) == []


def test_a_call_to_another_host_is_noticed() -> None:
    assert foreign("https://fonts.example.com/a.woff2") and foreign("ws://10.0.0.1/_stcore/stream")
    assert not foreign("http://127.0.0.1:8501/") and not foreign("data:image/png;base64,")


def test_the_head_of_a_group_says_how_many_of_its_values_were_changed(page: Any, app_url: str) -> None:
    open_explore(page, app_url, {TERM: 9})
    said = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll('[data-testid=stSidebar] summary')]
        .map(e => [e.innerText.split('\\n').pop(), getComputedStyle(e, '::after').content])
        .filter(([, note]) => note !== 'none'))""")
    assert said == {"Patience": '"1 changed"'}
