"""Does the page work for a person with a real browser: charts, levers, messages, sizes, themes?"""

import re
from typing import Any

import pytest
from conftest import foreign

from app import headlines
from model.declare import Role
from model.outputs import HEADLINES
from model.parameters import GROUPS, PARAMETERS

CHARTS = ("pioneers", "stages", "deaths", "dropped", "industries", "j_curve", "fiscal_cost", "capital")
WITH_BASELINE = ("pioneers", "stages", "industries", "j_curve", "fiscal_cost")
SIZES = {"projector": (1920, 1080), "laptop": (1280, 800), "phone": (390, 844)}
TERM = ".st-key-lever-patience-fund_term_years"
INVESTMENT = ".st-key-lever-patience-investment_years"

QUIET = """document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"""
# the input that the footer names, once all charts stand and nothing runs any more
SETTLED = f"""(keys) => {{
    const plots = document.querySelectorAll('.js-plotly-plot .main-svg');
    const footer = [...document.querySelectorAll('[data-testid=stCaptionContainer]')]
        .map(e => e.innerText.match(/ input ([0-9a-f]+) /)).filter(Boolean);
    const all = keys.every(k => document.querySelector(`.st-key-block-${{k}} .js-plotly-plot .main-svg`));
    return {QUIET} && all && footer.length === 1 && footer[0][1];
}}"""
OTHER_INPUT = f"([keys, before]) => {{ const now = ({SETTLED})(keys); return now && now !== before && now }}"
SAME_INPUT = f"([keys, wanted]) => ({SETTLED})(keys) === wanted"

DRAWN = """(key) => {
    const plot = document.querySelector(`.st-key-block-${key} .js-plotly-plot`);
    const points = plot.data.map(t => [...(t.x?._inputArray ?? t.x ?? [])].filter(Number.isFinite).length);
    const shapes = [...plot.querySelectorAll('path.js-line, path.js-fill, .point path')]
        .filter(p => (p.getAttribute('d') || '').length > 8)
        .map(p => p.getBoundingClientRect()).filter(b => b.width + b.height > 0);
    const box = plot.getBoundingClientRect();
    return {traces: points.length, fewest: Math.min(...points), shapes: shapes.length,
            width: box.width, height: box.height};
}"""

LINES = """(key) => [...document.querySelectorAll(`.st-key-block-${key} .js-plotly-plot path.js-line`)]
    .filter(p => parseFloat(getComputedStyle(p).strokeWidth) >= 2)
    .map(p => getComputedStyle(p).strokeDasharray === 'none' ? 'solid' : 'dashed').sort()"""

# what reaches beyond the window and cannot be brought into it by scrolling its own box
TOO_WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(e => {
    const box = e.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || box.right <= innerWidth + 1 && box.left >= -1) return false;
    for (let p = e.parentElement; p; p = p.parentElement) {
        const around = p.getBoundingClientRect();
        if (p.dataset.testid === 'stMain') break;
        if (getComputedStyle(p).overflowX !== 'visible' && around.right <= innerWidth + 1) return false;
    }
    return true;
}).map(e => `${e.tagName} ${e.className.baseVal ?? e.className} ${e.innerText ?? ''}`.slice(0, 200))"""

CUT = """() => [...document.querySelectorAll(
        '[data-testid=stMetricValue], [data-testid=stMetricValue] *, [data-testid=stMain] p, summary, '
        + '[data-testid=stMain] button')]
    .filter(e => e.getBoundingClientRect().right > 0)
    .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden')
    .map(e => e.innerText)"""

CONTRAST = """(selector) => {
    const light = c => c.match(/[\\d.]+/g).slice(0, 3).map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
    const back = light(getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor);
    const style = getComputedStyle(document.querySelector(selector));
    const front = light(style.fill !== 'rgb(0, 0, 0)' ? style.fill : style.color);
    return [back, (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05)];
}"""


def open_explore(page: Any, address: str) -> str:
    """The Explore page with its charts drawn; answers what its footer calls the input."""
    assert page.goto(address).ok
    return str(page.wait_for_function(SETTLED, arg=CHARTS).json_value())


def after(page: Any, before: str) -> str:
    """Waits until the page shows another input than before."""
    return str(page.wait_for_function(OTHER_INPUT, arg=[CHARTS, before]).json_value())


def cards(page: Any) -> list[str]:
    return [page.locator(f".st-key-card-{name}").inner_text() for name in headlines.CARDS]


def trouble(page: Any) -> list[str]:
    """Exceptions and errors on the page."""
    found = page.locator("[data-testid=stException], [data-testid=stAlertContentError]")
    return list(found.all_inner_texts())


def type_into(page: Any, lever: str, value: str) -> None:
    field = page.locator(f"{lever} input[type=number]")
    field.fill(value)
    field.press("Enter")


def test_all_charts_are_drawn(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    for key in CHARTS:
        drawn = page.evaluate(DRAWN, key)
        assert drawn["traces"] and drawn["fewest"] > 0 and drawn["shapes"], (key, drawn)
        assert drawn["width"] > 200 and drawn["height"] > 200, (key, drawn)
    assert trouble(page) == []
    assert page.locator("h2").first.inner_text() == "What keeps pioneers alive?"
    for name, text in zip(headlines.CARDS, cards(page), strict=True):
        assert re.search(rf"{re.escape(HEADLINES[name].label)}\s.*\d.*\n.*\d.* to .*\d", text, re.S), text


def test_a_lever_moved_by_keyboard_and_back(page: Any, app_url: str) -> None:
    first = open_explore(page, app_url)
    before = cards(page)
    page.evaluate("""() => new MutationObserver(() => {
        const bar = document.querySelector('[data-testid=stProgress]');
        if (bar?.innerText) window.progress = bar.innerText;
    }).observe(document.body, {childList: true, subtree: true, characterData: true})""")
    handle = page.locator(f"{TERM} input[type=range]")
    handle.focus()
    page.keyboard.press("ArrowRight")
    second = after(page, first)
    moved = cards(page)
    assert page.locator(f"{TERM} input[type=number]").input_value() == "9"
    assert "belong to the previous values" in page.evaluate("window.progress ?? ''")
    differences = [re.search(r"[+−]¥?\d.*\(.*to.*\)|no .*differen|no detectable", text) for text in moved]
    assert all(differences), moved
    assert [b.split("\n")[-1] for b in before] != [m.split("\n")[-1] for m in moved]
    for key in WITH_BASELINE:
        assert "dashed" in page.evaluate(LINES, key), key
        assert key == "stages" or "solid" in page.evaluate(LINES, key), key
    assert page.evaluate("document.activeElement?.getAttribute('type')") == "range", "focus is kept"
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(SAME_INPUT, arg=[CHARTS, first])
    assert second != first and cards(page) == before
    page.keyboard.press("Control+z")
    page.wait_for_function(SAME_INPUT, arg=[CHARTS, second])
    assert cards(page) == moved
    page.reload()
    page.wait_for_function(SAME_INPUT, arg=[CHARTS, first])
    assert cards(page) == before and trouble(page) == []


def test_a_switch_in_a_folded_group_leaves_the_group_open(page: Any, app_url: str) -> None:
    first = open_explore(page, app_url)
    switch = next(p for p in PARAMETERS.values() if p.kind is bool and p.group == "supports")
    page.locator(".st-key-group-lever-supports summary").click()
    toggle = page.locator(f".st-key-lever-{switch.path.replace('.', '-')} [data-testid=stCheckbox] label")
    toggle.first.click()
    after(page, first)
    assert toggle.first.is_visible()
    assert f"“{switch.label}” to on" in page.locator(".st-key-status").inner_text()
    note = page.evaluate("getComputedStyle(document.querySelector("
                         "'.st-key-group-lever-supports summary'), '::after').content")
    assert note == '"1 changed"'


def test_a_scenario_and_back(page: Any, app_url: str) -> None:
    first = open_explore(page, app_url)
    before = cards(page)
    chooser = page.get_by_role("combobox", name="Scenario")
    chooser.click()
    page.get_by_role("option", name="Yozma's buy-out option").click()
    after(page, first)
    assert "“Buy-out option” to 5 years" in page.locator(".st-key-status").inner_text()
    chooser.click()
    page.get_by_role("option", name="Baseline").click()
    page.wait_for_function(SAME_INPUT, arg=[CHARTS, first])
    assert cards(page) == before


def test_wrong_input_gets_one_message_and_a_way_out(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    before = cards(page)
    type_into(page, TERM, "99")
    message = page.locator(f"{TERM} [data-testid=stAlert]")
    message.wait_for()
    said = "Fund term cannot be 99 years. Type a value from 3 to 25 years. It stays at 8 years."
    assert message.inner_text() == said
    page.wait_for_function(QUIET)
    assert page.locator(f"{TERM} input[type=number]").input_value() == "8"
    type_into(page, INVESTMENT, "9")
    warning = page.locator("[data-testid=stMain] [data-testid=stAlert]")
    warning.wait_for()
    page.wait_for_function(QUIET)
    assert "(9 years) is longer than their term (8 years)" in warning.inner_text()
    assert page.locator("[data-testid=stAlert]").count() == 1
    assert cards(page) == before
    page.get_by_role("button", name="Mend it: set “Investment period of guide-backed funds” to 8 years").click()
    warning.wait_for(state="detached")
    assert trouble(page) == []
    assert page.locator(f"{INVESTMENT} input[type=number]").input_value() == "8"


def test_names_for_screen_readers_are_the_declared_labels(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    names = page.locator("[data-testid=stSidebar] input").evaluate_all(
        "all => all.map(e => e.getAttribute('aria-label') || e.labels?.[0]?.innerText || '')")
    shown = [p for p in PARAMETERS.values() if p.role is Role.LEVER and p.group in ("guide", "patience")]
    for parameter in shown:
        assert any(name.startswith(parameter.label) for name in names), (parameter.label, names)
    assert not [name for name in names if "\\" in name]


def test_the_method_page(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    page.get_by_role("link", name="Method").click()
    page.get_by_role("heading", name="Method", exact=True).wait_for()
    page.get_by_role("tab", name="Parameters").click()
    page.get_by_role("combobox", name="Group").wait_for()
    page.wait_for_function("document.querySelector('[data-testid=stDataFrame] canvas')?.width > 0")
    assert page.get_by_text(GROUPS["guide"].__doc__.splitlines()[0], exact=True).is_visible()
    assert trouble(page) == [] and page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_window_or_cut(page: Any, app_url: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    first = open_explore(page, app_url)
    if size == "phone":
        page.get_by_test_id("stExpandSidebarButton").click()
    type_into(page, TERM, "15")
    after(page, first)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if size == "phone":
        page.locator("[data-testid=stSidebarCollapseButton] button").click()
        page.wait_for_function(
            "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 1")
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(CUT) == []


def test_the_dark_page_can_be_read(page: Any, app_url: str) -> None:
    page.emulate_media(color_scheme="dark")
    open_explore(page, app_url)
    for selector in ("[data-testid=stMetricValue]", ".st-key-block-pioneers .xtick text",
                     ".st-key-block-capital .annotation-text"):
        background, contrast = page.evaluate(CONTRAST, selector)
        assert background < 0.05 and contrast >= 4.5, (selector, background, contrast)


def test_a_call_to_another_host_is_noticed() -> None:
    assert foreign("https://fonts.example.com/a.woff2") and foreign("ws://10.0.0.1/_stcore/stream")
    assert not foreign("http://127.0.0.1:8501/") and not foreign("data:image/png;base64,")
