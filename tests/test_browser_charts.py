"""Do charts change in place: the same element, zoom and hidden lines kept, no frame without a chart?"""

from typing import Any

from pages import BUDGET, look_at, open_explore, press, settled

from app.views import VIEWS
from model.parameters import PARAMETERS

MORE = {BUDGET: PARAMETERS[BUDGET].default + PARAMETERS[BUDGET].step}

# marks every chart with a number of its own, and from now on notes each frame without one of them
WATCH = """() => {
    const all = [...document.querySelectorAll('.plot')]
    all.forEach((plot, k) => { plot.mark = k; plot.querySelector('.main-svg').mark = k })
    const seen = window.seen = {frames: 0, missing: []}
    const look = () => {
        seen.frames += 1
        all.forEach((plot, k) => {
            const svg = plot.querySelector('.main-svg')
            const box = svg?.getBoundingClientRect()
            const drawn = plot.isConnected && box && box.width > 0 && box.height > 0
                && svg.querySelector('.trace, .sankey') && getComputedStyle(plot).visibility === 'visible'
            if (!drawn) seen.missing.push(`chart ${k} in frame ${seen.frames}`)
        })
        window.watching = requestAnimationFrame(look)
    }
    look()
}"""
STOP = "() => { cancelAnimationFrame(window.watching); return window.seen }"
MARKS = """() => [...document.querySelectorAll('.plot')]
    .map(plot => [plot.mark, plot.querySelector('.main-svg').mark])"""
# the first chart with a legend of lines or areas
WITH_LEGEND = """() => [...document.querySelectorAll('.plot')].findIndex(
    e => e.querySelector('.legendtoggle') && e._fullLayout.xaxis)"""
ZOOM = "k => document.querySelectorAll('.plot')[k]._fullLayout.xaxis.range"
HIDDEN = """k => document.querySelectorAll('.plot')[k]._fullData
    .filter(trace => trace.visible === 'legendonly').map(trace => trace.name)"""

# lines that do not begin where their axes say, in pixels
ASTRAY = """() => [...document.querySelectorAll('.plot')].flatMap((plot, k) => (plot.calcdata ?? []).flatMap(points => {
    const {trace} = points[0]
    const line = plot.querySelector(`.trace${trace?.uid} path.js-line`)
    const first = points.find(point => Number.isFinite(point.x) && Number.isFinite(point.y))
    if (trace?.type !== 'scatter' || !line || !first) return []
    const axis = name => plot._fullLayout[name[0] + 'axis' + name.slice(1)]
    const [x, y] = line.getAttribute('d').match(/-?[\\d.]+/g).map(Number)
    const far = Math.hypot(x - axis(trace.xaxis).c2p(first.x), y - axis(trace.yaxis).c2p(first.y))
    return far < 2 ? [] : [`chart ${k}, ${trace.name}: ${far}`]
}))"""


def test_charts_stay_in_place_in_every_view(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    for k, view in enumerate(VIEWS):
        before, after = ({}, MORE) if k % 2 == 0 else (MORE, {})
        look_at(page, view, before)
        page.evaluate(WATCH)
        press(page, BUDGET, "ArrowRight" if after else "ArrowLeft")
        settled(page, after, view)
        seen = page.evaluate(STOP)
        assert seen["frames"] > 5 and seen["missing"] == [], (view, seen)
        assert page.evaluate(ASTRAY) == [], view
        assert page.evaluate(MARKS) == [[n, n] for n in range(1 + len(VIEWS[view].small))], view


def test_zoom_and_a_hidden_line_survive_a_move(page: Any, app_url: str) -> None:
    open_explore(page, app_url)
    chart = page.evaluate(WITH_LEGEND)
    plot = page.locator(".plot").nth(chart)
    whole = page.evaluate(ZOOM, chart)
    plot.scroll_into_view_if_needed()
    box = plot.locator(".nsewdrag").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.3, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, middle, steps=4)
    page.mouse.up()
    page.wait_for_function(f"([k, before]) => ({ZOOM})(k)[0] > before[0] + 1", arg=[chart, whole])
    zoomed = page.evaluate(ZOOM, chart)
    plot.locator(".legendtoggle").first.click()
    page.wait_for_function(f"k => ({HIDDEN})(k).length === 1", arg=chart)
    hidden = page.evaluate(HIDDEN, chart)
    press(page, BUDGET, "ArrowRight")
    settled(page, MORE)
    assert page.evaluate(ZOOM, chart) == zoomed and zoomed[1] < whole[1] - 1
    assert page.evaluate(HIDDEN, chart) == hidden
    plot.locator(".nsewdrag").dblclick()
    page.wait_for_function(f"([k, before]) => ({ZOOM})(k)[0] === before[0]", arg=[chart, whole])
