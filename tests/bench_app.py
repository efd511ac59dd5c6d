"""How fast the Explore page answers in a real browser: `make bench-app` prints it.

From the press of a key on a slider to the headline text, and to the last visible chart, over 30 moves
on levers of all kinds, warm. It runs the app and the browser on this machine. And how long Compare takes for six
scenarios at 500 worlds.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

import conftest
from pages import CARDS
from pages import slider as slider_of

from app.results import Asked
from app.saved import shipped_scenarios
from model import ensemble
from model.parameters import replaced

MOVES = 30
LEVERS = (
    "guide.budget_myuan_per_year", "patience.fund_term_years", "guide.share_cap",
    "patience.reserves_share", "guide.concession_share", "patience.investment_years",
)
PAUSE_MS = 2_000
COMPARED_WORLDS = 500

# times of what changes on the page, in milliseconds from the last key press: the main numbers and the
# sentences above them, and the charts
WATCH = f"""() => {{ const cards = {CARDS};""" + """
    const seen = window.seen = {pressed: 0, headlines: [], charts: [], inWindow: []};
    const inWindow = e => e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight;
    addEventListener('keydown', e => {
        if (e.target.getAttribute('role') !== 'slider' && e.target.type !== 'range') return;
        seen.pressed = performance.now(); seen.headlines = []; seen.charts = []; seen.inWindow = [];
    }, true);
    const later = list => list.push(performance.now() - seen.pressed);
    new MutationObserver(() => later(seen.headlines)).observe(
        cards, {attributes: true, attributeFilter: ['data-stamp']});
    new MutationObserver(changes => {
        for (const change of changes) {
            const node = change.target.nodeType === 1 ? change.target : change.target.parentElement;
            if (!node) continue;
            if (change.type === 'attributes') {
                if (node.matches('.plot')) later(seen.charts);
                if (node.matches('.plot') && inWindow(node)) later(seen.inWindow);
            }
            else if (node.closest('.st-key-status')) later(seen.headlines);
        }
    }).observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true,
                               attributeFilter: ['data-stamp']});
}"""
# charts on the page, and those of them in the window
COUNTS = """() => { const all = [...document.querySelectorAll('.plot')].filter(e => e.offsetParent);
    const inside = all.filter(e => e.getBoundingClientRect().top < innerHeight);
    return [inside.length, all.length]; }"""


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(page: Any, address: str) -> dict[str, list[float]]:
    """Milliseconds from each move to the headlines, the last chart in the window, and the last of all."""
    page.goto(address)
    page.wait_for_selector(".plot[data-stamp]")
    page.wait_for_timeout(4 * PAUSE_MS)
    page.evaluate(WATCH)
    in_window, charts = page.evaluate(COUNTS)
    names = "headline text", f"last of {in_window} charts in the window", f"last of {charts} charts on the page"
    times: dict[str, list[float]] = {name: [] for name in names}
    for move in range(MOVES + len(LEVERS)):
        lever = LEVERS[move % len(LEVERS)]
        slider = slider_of(page, lever)
        slider.focus()
        slider.press("ArrowRight")  # always on, so that no input was computed before
        page.wait_for_timeout(PAUSE_MS)
        seen = page.evaluate("window.seen")
        if move < len(LEVERS):
            continue  # the first move of each lever warms up
        if len(seen["charts"]) < charts:
            print(f"{lever}: only {len(seen['charts'])} of {charts} charts were drawn", file=sys.stderr)
            continue
        last = seen["inWindow"][in_window - 1]
        found = max((t for t in seen["headlines"] if t <= last), default=float("nan"))
        for name, value in zip(names, (found, last, seen["charts"][charts - 1]), strict=True):
            times[name].append(value)
    return times


def six_scenarios() -> float:
    """Seconds until six shipped scenarios have 500 worlds each, as Compare computes them with its progress."""
    inputs = [replaced(each.parameters, {"settings.replications": COMPARED_WORLDS})
              for each in list(shipped_scenarios().values())[:6]]
    ensemble.run(inputs[0], replications=2)
    begun = time.perf_counter()
    Asked(tuple(inputs)).advance(COMPARED_WORLDS, lambda _done, _all: None)
    return time.perf_counter() - begun


def main() -> None:
    """Start the app and the browser, move levers, print the times."""
    from playwright.sync_api import sync_playwright

    path = conftest.find_chromium()
    if path is None:
        sys.exit("No chromium here: install it (Debian: apt install chromium) or set CHROMIUM.")
    with conftest.running_app(Path("/dev/null")) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        times = measure(page, address)
        browser.close()
    print(f"six scenarios at {COMPARED_WORLDS} worlds: {six_scenarios():.1f} s")
    for name, values in times.items():
        print(f"{name}: median {statistics.median(values):.0f} ms, "
              f"95th percentile {percentile(values, 0.95):.0f} ms, worst {max(values):.0f} ms "
              f"({len(values)} moves)")


if __name__ == "__main__":
    main()
