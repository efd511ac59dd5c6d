"""One firm in two scenarios on the same luck: both lives on one axis of time, and where they part."""

from __future__ import annotations

import math
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from app import look, wording
from app.charts.chart import Chart, mark_start, stage_name
from app.charts.figure import Figure, literal
from app.charts.life import (
    CHARACTER_SHARE,
    LEVELS,
    MARKED,
    POINTING,
    SHIFT,
    firm_name,
    happened,
    table_of,
    year_of,
)
from app.titles import short
from model.lives import Event, Kind, Life
from model.outputs import STAGES
from model.parting import Names, Parting, Weight, year_text
from model.words import _

Lives = tuple[Life | None, Life | None]

HEIGHT = 460
# heights of the two lanes, of a band around its lane, and of the parts of a lane that hold labels
LANES = (1.0, 0.0)
BAND = 0.1
TOP, BELOW_TITLE, BOTTOM = 0.5, 0.31, -0.45
TITLE_WIDTH, TITLE_LINES = 48, 2
NAME_WIDTH = 40
END_WIDTH = 10
# parts of the axis that are free to the right of the last end and to the left
RIGHT_SHARE, LEFT_SHARE = 0.2, 0.03
# distance of labels from their band in pixels
FIRST_SHIFT = 8
# how a label stands that is beside its mark, and how far it is from there in pixels
ANCHORS = {0: "center", 1: "left", -1: "right"}
NEAR = 4
# a label that ends at a line does not lie across it
TOUCHING = 0.999
ABOVE = (Kind.ROUND, Kind.BRIDGE, Kind.PURCHASE, Kind.BUY_BACK)
BELOW = (Kind.TEST_PASSED, Kind.TEST_FAILED)
SHORT = {
    Kind.ROUND: "{round}", Kind.BRIDGE: "bridge", Kind.PURCHASE: "bought", Kind.BUY_BACK: "redemption",
    Kind.TEST_PASSED: "passed", Kind.TEST_FAILED: "failed",
}
PARTS = {
    Weight.PATH: "paths part in year {year}", Weight.MONEY: "the money first differs in year {year}",
    Weight.FOUNDING: "founded in year {year}",
}


def parting(found: Parting, titles: Names, colours: look.Palette) -> Chart:
    """Two lanes with the titles of the scenarios: stages as bands, events as marks, the parting as a line."""
    titles = told_apart(titles)
    lives = (found.first, found.second)
    figure = Figure(colours, HEIGHT, top=28)
    first, last = _years(lives)
    span = max(last - first, 1.0)
    axis = (first - LEFT_SHARE * span, first + (1 + RIGHT_SHARE) * span)
    has_start = first < 0 and found.quarter != 0
    upright = ([] if found.quarter is None else [year_of(found.quarter)]) + [0.0] * has_start
    for life, lane, title in zip(lives, LANES, titles, strict=True):
        _write_title(figure, title, lane)
        if life is None:
            figure.note(first, lane, _("not founded"), xanchor="left", xshift=6,
                        font={"size": 13, "color": colours.quiet})
        else:
            _draw_stages(figure, life, lane, axis, colours)
            _write_events(figure, life, lane, axis, upright)
            _write_end(figure, life.events[-1], lane)
    _draw_marks(figure, lives, colours)
    if found.quarter is not None:
        _mark_parting(figure, found, axis, colours)
    if has_start:
        mark_start(figure, colours, text="")
    figure.x_axis(title={"text": _("years from the start of the policies")}, range=list(axis))
    figure.y_axis(range=[LANES[1] + BOTTOM, LANES[0] + TOP], visible=False, fixedrange=True)
    figure.set(hovermode="closest")
    return Chart(
        "parting", _("Where do the two lives of this firm part?"), _answer(found, titles),
        _("Stages of the firm and what happened to it, over the years"), figure, _table(found, titles),
        note=" ".join([_("Coloured bands: the stage. Above them: money and owners; below: tests. A star ends a life."),
                       _(POINTING)]))


def without_pointing(chart: Chart) -> Chart:
    """The chart for a page that is shown or printed, where nobody points at marks and no table stands below."""
    return replace(chart, note=chart.note.removesuffix(_(POINTING)).rstrip())


def told_apart(titles: Names) -> Names:
    """Titles that a reader can tell apart: those that begin alike get a letter."""
    first, second = titles
    if short(first, NAME_WIDTH) != short(second, NAME_WIDTH):
        return titles
    return f"A: {first}", f"B: {second}"


def _answer(found: Parting, titles: Names) -> str:
    first, second = (f"“{short(title, NAME_WIDTH)}”" for title in titles)
    told = replace(found, first=_in_words(found.first), second=_in_words(found.second)).cause((first, second))
    life = found.first or found.second
    return told if life is None else f"{firm_name(life.firm, life.is_pioneer)}: {told}"


def _in_words(life: Life | None) -> Life | None:
    """A life whose stages have their names for readers."""
    return None if life is None else replace(
        life, events=tuple(replace(event, stage=stage_name(event.stage)) for event in life.events))


def _years(lives: Lives) -> tuple[float, float]:
    """The first and the last year of both lives."""
    ends = [life.events[place].quarter for life in lives if life is not None for place in (0, -1)]
    return year_of(min(ends, default=0)), year_of(max(ends, default=0))


def _write_title(figure: Figure, title: str, lane: float) -> None:
    is_wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in title)
    width = TITLE_WIDTH // (2 if is_wide else 1)
    lines = textwrap.wrap(short(title, TITLE_LINES * width), width, max_lines=TITLE_LINES, placeholder="…")
    figure.note(0, lane + TOP, "<br>".join(literal(line) for line in lines), xref="paper",
                xanchor="left", yanchor="top", align="left", font={"size": 13, "color": figure.colours.text})


def _draw_stages(
    figure: Figure, life: Life, lane: float, axis: tuple[float, float], colours: look.Palette
) -> None:
    """A band for each stage, named where there is room."""
    changes = [event for event in life.events if event.kind in (Kind.FOUNDED, Kind.TEST_PASSED)]
    for event, following in zip(changes, [*changes[1:], life.events[-1]], strict=True):
        start, end = year_of(event.quarter), year_of(following.quarter)
        colour = colours.stages[STAGES.index(event.stage)]
        figure.shape(type="rect", x0=start, x1=end, y0=lane - BAND, y1=lane + BAND, fillcolor=colour,
                     line={"width": 0}, layer="below")
        words = stage_name(event.stage).split()
        if end - start >= CHARACTER_SHARE * (max(map(len, words)) + 1) * (axis[1] - axis[0]):
            figure.note(start, lane, "<br>".join(words), xanchor="left", xshift=4, align="left",
                        bgcolor=colour, borderpad=0, font={"size": 12, "color": look.ink(colour)})


def _write_events(
    figure: Figure, life: Life, lane: float, axis: tuple[float, float], upright: Sequence[float]
) -> None:
    """A short name beside every mark that has room for one; none lies across an upright line."""
    letter = CHARACTER_SHARE * (axis[1] - axis[0])
    for kinds, side in ((ABOVE, 1), (BELOW, -1)):
        events = [event for event in life.events if event.kind in kinds]
        words = [_(SHORT[event.kind]).format(round=_(event.round)) for event in events]
        years = [year_of(event.quarter) for event in events]
        widths = [letter * (len(text) + 1) for text in words]
        aside = [_aside(year, width + letter / 2, upright) for year, width in zip(years, widths, strict=True)]
        levels = levels_of([year + way * width / 2 for year, way, width in zip(years, aside, widths, strict=True)],
                           widths)
        for year, text, way, level in zip(years, words, aside, levels, strict=True):
            if level is not None:
                figure.note(
                    year, lane + side * BAND, text, yanchor="bottom" if side > 0 else "top",
                    xanchor=ANCHORS[way], xshift=NEAR * way, yshift=side * (FIRST_SHIFT + SHIFT * level),
                    font={"size": 12, "color": figure.colours.quiet})


def levels_of(places: Sequence[float], widths: Sequence[float]) -> list[int | None]:
    """On which of a few lines a label stands, so that none touches another; None where there is no room."""
    ends = [-math.inf] * LEVELS
    levels: list[int | None] = []
    for place, width in zip(places, widths, strict=True):
        free = next((level for level in range(LEVELS) if ends[level] <= place - width / 2), None)
        if free is not None:
            ends[free] = place + width / 2
        levels.append(free)
    return levels


def _aside(year: float, width: float, upright: Sequence[float]) -> int:
    """Where a label stands: over its mark (0), or right (1) or left (-1) of it if it would lie across a line.

    Where no place is free of all lines, the first line counts.
    """
    for lines in (upright, upright[:1]):
        for way in ANCHORS:
            if all(abs(year + way * width / 2 - line) >= TOUCHING * width / 2 for line in lines):
                return way
    return 0


def _write_end(figure: Figure, end: Event, lane: float) -> None:
    """How and when a life ended, to the right of its star."""
    lines = [*textwrap.wrap(_(end.outcome), END_WIDTH), f"{_('year')} {year_text(end.quarter)}"]
    figure.note(year_of(end.quarter), lane, "<br>".join(lines), xanchor="left", xshift=10, align="left",
                font={"size": 12, "color": figure.colours.text})


def _draw_marks(figure: Figure, lives: Lives, colours: look.Palette) -> None:
    """The same traces whatever the lives, so that marks glide."""
    for name, (symbol, kinds) in MARKED.items():
        marked = [(event, lane) for life, lane in zip(lives, LANES, strict=True) if life is not None
                  for event in life.events if event.kind in kinds]
        figure.scatter(
            [year_of(event.quarter) for event, _lane in marked],
            [lane + _height(event) for event, lane in marked], mode="markers", name=_(name),
            marker={"symbol": symbol, "size": 11, "color": colours.pioneers,
                    "line": {"width": 1, "color": colours.text}},
            text=[_hover(event) for event, _lane in marked], hovertemplate="%{text}<extra></extra>")


def _height(event: Event) -> float:
    return BAND if event.kind in ABOVE else -BAND if event.kind in BELOW else 0.0


def _hover(event: Event) -> str:
    text = f"{_('year')} {year_text(event.quarter)}: {happened(event)}"
    return text if math.isnan(event.amount_myuan) else f"{text}, {wording.money(event.amount_myuan)}"


def _mark_parting(
    figure: Figure, found: Parting, axis: tuple[float, float], colours: look.Palette
) -> None:
    """A line through both lanes, open where their titles stand, with its meaning between them."""
    year = year_of(found.quarter or 0)
    for top, bottom in ((LANES[0] + BELOW_TITLE, LANES[1] + TOP), (LANES[1] + BELOW_TITLE, LANES[1] + BOTTOM)):
        figure.shape(type="line", x0=year, x1=year, y0=bottom, y1=top,
                     line={"color": colours.worse, "width": 1.5, "dash": "dash"})
    is_left = year < sum(axis) / 2
    text = _(PARTS[found.weight]).format(year=year_text(found.quarter or 0))
    figure.note(year, LANES[1] + TOP, text, xanchor="left" if is_left else "right", xshift=5 if is_left else -5,
                yanchor="bottom", font={"size": 12, "color": colours.worse})


def _table(found: Parting, titles: Names) -> pd.DataFrame:
    """All events of both lives, and which of them are the same in both but for money."""
    tables = []
    for life, title in zip((found.first, found.second), titles, strict=True):
        table = pd.DataFrame({_("What happened"): [_("not founded")]}) if life is None else table_of(life)
        table.insert(0, _("Scenario"), title)
        table[_("Same in both")] = [_("yes") if place < found.shared else _("no") for place in range(len(table))]
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
