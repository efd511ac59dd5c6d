"""Do numbers and charts always belong to the levers: moves in quick succession, replays, many visitors?"""

import random
import re
from typing import Any

from conftest import visitor, watched_page
from pages import (
    BUDGET,
    CARDS,
    QUIET,
    SHARE_CAP,
    TERM,
    WORLDS,
    Changes,
    cards,
    open_explore,
    part,
    press,
    settled,
    slider,
    stamp_of,
    trouble,
    type_into,
    typed,
)

from app import headlines, wording
from app.results import FIRST_STEP
from app.screens.explore import REPLAY_SECONDS
from model import ensemble
from model.comparison import without_policy
from model.metrics import add_twin
from model.parameters import BASELINE, PARAMETERS, replaced
from model.results import Result

# from now on: every input whose numbers or charts appear, with the value that the slider has at that moment
RECORD = f"""where => {{
    const seen = window.seen = []
    const value = () => document.querySelector(where).value
    const watch = (name, e) => new MutationObserver(() => seen.push([name, e.dataset.stamp, value()]))
        .observe(e, {{attributes: true, attributeFilter: ['data-stamp']}})
    watch('numbers', {CARDS})
    document.querySelectorAll('.plot').forEach((plot, k) => watch(`chart ${{k}}`, plot))
}}"""
# moments after a first move at which a second one comes
MOMENTS = {
    "at once": "() => true",
    "while the first is computed":
        "() => document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'running'",
    "when the first one's numbers stand": f"stamps => stamps.includes(({CARDS}).dataset.stamp)",
    "when its first chart stands":
        "stamps => [...document.querySelectorAll('.plot')].some(e => stamps.includes(e.dataset.stamp))",
}


NUMBERS_OF = f"stamps => stamps.includes(({CARDS}).dataset.stamp)"
# nothing was computed for a while, longer than the pauses between steps
IDLE = f"""() => {{
    if (!{QUIET}) window.lastBusy = performance.now()
    return performance.now() - (window.lastBusy ??= performance.now()) > 1500
}}"""
WALK = {BUDGET: (200, 460), TERM: (5, 12), SHARE_CAP: (0.1, 0.5), "patience.reserves_share": (0.0, 0.5)}
MOVES, AT_ONCE, FEW, MANY = 50, 5, 50, 1_500
# two browsers, and other tests beside them, share the machine
BUSY_MS = 90_000


def after(moves: int, **more: Any) -> dict[str, Any]:
    """The changes after so many steps of the budget."""
    return {BUDGET: PARAMETERS[BUDGET].default + moves * PARAMETERS[BUDGET].step} | more


def stamps_after(moves: int) -> list[str]:
    """What the page calls that input, at a first look and with all worlds."""
    return [stamp_of(after(moves, **{"settings.replications": FIRST_STEP})), stamp_of(after(moves))]


def test_quick_moves_never_show_the_first_ones_numbers_under_the_second_ones_levers(
    page: Any, app_url: str
) -> None:
    open_explore(page, app_url)
    handle = slider(page, BUDGET)
    page.evaluate(RECORD, f"{part('slide', BUDGET)} input[type=range]")
    for k, (moment, reached) in enumerate(MOMENTS.items()):
        first, second = stamps_after(2 * k + 1), stamps_after(2 * k + 2)
        page.evaluate("() => { window.seen.length = 0 }")
        handle.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(reached, arg=first)
        page.keyboard.press("ArrowRight")
        settled(page, after(2 * k + 2))
        value = handle.input_value()
        seen = page.evaluate("window.seen")
        late = [each for each in seen if each[1] in first and each[2] == value]
        assert late == [], moment
        assert {each[1] for each in seen if each[2] == value} <= set(second), moment


def test_a_replay_shows_what_was_before_then_what_came_after(page: Any, app_url: str) -> None:
    open_explore(page, app_url, {TERM: 12})
    moved = cards(page)
    page.evaluate(RECORD, f"{part('slide', TERM)} input[type=range]")
    page.keyboard.press("Alt+p")
    page.wait_for_function(NUMBERS_OF, arg=[stamp_of({})])
    settled(page, {TERM: 12})
    shown = [stamp for name, stamp, _value in page.evaluate("window.seen") if name == "numbers"]
    assert shown == [stamp_of({}), stamp_of({TERM: 12})]
    assert cards(page) == moved
    assert page.locator(".st-key-undo button").first.is_enabled()
    assert page.locator(".st-key-redo button").first.is_disabled()
    page.keyboard.press("Control+z")
    settled(page)
    page.keyboard.press("Control+Shift+z")
    settled(page, {TERM: 12})


def test_a_lever_moved_during_a_replay_keeps_the_replayed_change(page: Any, app_url: str) -> None:
    open_explore(page, app_url, {TERM: 12})
    page.keyboard.press("Alt+p")
    page.wait_for_function(NUMBERS_OF, arg=[stamp_of({})])
    press(page, BUDGET, "ArrowRight")
    settled(page, after(1, **{TERM: 12}))
    page.keyboard.press("Control+z")
    settled(page, {TERM: 12})
    assert typed(page, TERM).input_value() == slider(page, TERM).get_attribute("value") == "12"
    assert trouble(page) == []


def test_a_lever_moved_before_the_browser_hears_of_a_replay_shows_the_replayed_change(page: Any, app_url: str) -> None:
    sent: list[Any] = []
    late: list[tuple[Any, Any]] = []
    is_late = False

    def route(browser: Any) -> None:
        server = browser.connect_to_server()
        browser.on_message(lambda message: (sent.append(message), server.send(message)))
        server.on_message(lambda message: late.append((browser, message)) if is_late else browser.send(message))

    page.route_web_socket("**/_stcore/stream", route)
    open_explore(page, app_url, {TERM: 12})
    is_late = True
    page.keyboard.press("Alt+p")
    # the page of the replay is drawn, and stands for a moment
    page.wait_for_timeout(1000 * REPLAY_SECONDS / 2)
    before = len(sent)
    press(page, BUDGET, "ArrowRight")
    while len(sent) == before:
        page.wait_for_timeout(10)
    assert late
    is_late = False
    for browser, message in late:
        browser.send(message)
    settled(page, after(1, **{TERM: 12}))
    assert typed(page, TERM).input_value() == "12"


def test_long_work_is_cancelled_by_a_move_and_can_be_stopped(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    page.locator(".st-key-group-setting-settings summary").click()
    page.evaluate(RECORD, f"{part('slide', BUDGET)} input[type=range]")
    many = {WORLDS: MANY}
    type_into(page, WORLDS, str(MANY))
    page.locator(".st-key-worlds").get_by_text(re.compile(r"way: \d.* worlds computed")).wait_for()
    press(page, BUDGET, "ArrowRight")
    page.wait_for_function(NUMBERS_OF, arg=[stamp_of(after(1, **{WORLDS: FIRST_STEP}))])
    page.locator(".st-key-stop button").click()
    page.locator(".st-key-worlds").get_by_text(re.compile(r"Stopped at \d+ of")).wait_for()
    page.wait_for_function(IDLE)
    stamps = {stamp for _name, stamp, _value in page.evaluate("window.seen")}
    assert not stamps & {stamp_of(many), stamp_of(after(1, **many))}
    page.locator(".st-key-go-on button").click()
    settled(page, after(1, **many))
    assert trouble(page) == []


def walk(seed: int) -> list[tuple[str, str, dict[str, Any]]]:
    """Moves of levers: which, by which key, and all changes after it."""
    dice = random.Random(seed)
    values = {path: PARAMETERS[path].default for path in WALK}
    found = []
    for _move in range(MOVES):
        path = dice.choice(list(WALK))
        low, high = WALK[path]
        up = values[path] <= low or values[path] < high and dice.random() < 0.5
        step = PARAMETERS[path].step
        values[path] = PARAMETERS[path].kind(round(values[path] + (step if up else -step), 10))
        found.append((path, "ArrowRight" if up else "ArrowLeft", {WORLDS: FEW} | values))
    return found


def result_of(changes: Changes) -> Result:
    """The same worlds, computed here."""
    given = replaced(BASELINE, dict(changes))
    result = ensemble.run(given)
    add_twin(result, ensemble.run(without_policy(given)))
    return result


def test_two_browsers_at_once_get_their_own_right_numbers(chromium: Any, app_url: str) -> None:
    browsers = [visitor(chromium, app_url) for _k in range(2)]
    with watched_page(browsers[0]) as one, watched_page(browsers[1]) as other:
        both = [(one, walk(1)), (other, walk(2))]
        for page, _moves in both:
            open_explore(page, app_url, {WORLDS: FEW})
        for k in range(MOVES):
            for page, moves in both:
                path, key, _changes = moves[k]
                press(page, path, key)
            # five moves in quick succession in each, then all numbers
            if k % AT_ONCE == AT_ONCE - 1:
                for page, moves in both:
                    page.wait_for_function(NUMBERS_OF, arg=[stamp_of(moves[k][2])], timeout=BUSY_MS)
        baseline = result_of({WORLDS: FEW})
        for page, moves in both:
            settled(page, moves[-1][2])
            own = result_of(moves[-1][2])
            wanted = [text for name in headlines.CARDS for text in (
                wording.headline(own, name), wording.against_baseline(own, baseline, name))]
            assert cards(page) == wanted
            assert trouble(page) == []
        assert cards(one) != cards(other)
    for browser in browsers:
        browser.close()
