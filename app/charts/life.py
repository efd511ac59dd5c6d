"""The life of one firm: its cash, stages, rounds and tests, and a sentence that tells it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import Chart, fit_y, mark_start, round_range, rounded, stage_name
from app.charts.figure import Figure
from model.lives import Event, Kind, Life
from model.outputs import STAGES
from model.record import QUARTERS_PER_YEAR
from model.words import _

HEIGHT = 380
STAGE_BAND = (1.0, 1.07)
# parts of the axis: what one letter takes, and what is free to the right of the end
CHARACTER_SHARE = 0.013
RIGHT_SHARE = 0.04
# lines of labels above each other, and their distance in pixels
LEVELS = 2
SHIFT = 15
# how far marks of one moment stand above each other, as a part of the height
STEP = 0.07
# what helps a reader on a screen only
POINTING = "Marks tell their event when pointed at; the table tells all."
# what is marked on the line of cash, with its mark
MARKED = {
    "round": ("triangle-up", (Kind.ROUND,)), "bridge": ("diamond", (Kind.BRIDGE,)),
    "test passed": ("circle", (Kind.TEST_PASSED,)), "test failed": ("x", (Kind.TEST_FAILED,)),
    "redemption or purchase": ("square", (Kind.BUY_BACK, Kind.PURCHASE)),
    "end": ("star", (Kind.EXIT, Kind.DEATH, Kind.ALIVE)),
}
HAPPENED: dict[Kind, str] = {
    Kind.FOUNDED: "founded", Kind.TEST_PASSED: "test passed, now in the {stage} stage",
    Kind.TEST_FAILED: "test failed in the {stage} stage", Kind.ROUND: "{round} round", Kind.BRIDGE: "bridge",
    Kind.EXIT: "{outcome}", Kind.PURCHASE: "bought by an M&A fund",
    Kind.BUY_BACK: "redemption clause used", Kind.DEATH: "end: {outcome}",
    Kind.ALIVE: "alive at the end of the run",
}


def year_of(quarter: int) -> float:
    """A quarter in years from the start of the policies."""
    return quarter / QUARTERS_PER_YEAR


def firm_name(firm: str, is_pioneer: bool) -> str:
    """A firm in words: industry, kind and number."""
    industry, _dash, number = firm.rpartition("-")
    kind = _("pioneer {number}") if is_pioneer else _("follower {number}")
    return f"{wording.title(industry)}, {kind.format(number=number)}"


def happened(event: Event) -> str:
    """What an event was, in words."""
    return _(HAPPENED[event.kind]).format(
        stage=stage_name(event.stage), round=_(event.round), outcome=_(event.outcome)).strip()


def story(life: Life) -> str:
    """The life in a few sentences."""
    rounds = [event for event in life.events if event.kind in (Kind.ROUND, Kind.BRIDGE)]
    end = life.events[-1]
    text = _("Founded in year {year}. {money}. Tests passed: {passed}, failed: {failed}. ").format(
        year=_year(life.events[0]), money=_money_raised(rounds),
        passed=_count(life, Kind.TEST_PASSED), failed=_count(life, Kind.TEST_FAILED))
    return text + _ending(end)


def _year(event: Event) -> str:
    return wording.digits(year_of(event.quarter), 1)


def _count(life: Life, kind: Kind) -> int:
    return sum(event.kind is kind for event in life.events)


def _money_raised(rounds: list[Event]) -> str:
    if not rounds:
        return _("It raises no money")
    return _("It raises {money} (rounds and bridges: {count})").format(
        money=wording.money(sum(event.amount_myuan for event in rounds)), count=len(rounds))


def _ending(end: Event) -> str:
    if end.kind is Kind.ALIVE:
        return _("At the end of the run it is alive in the {stage} stage.").format(stage=stage_name(end.stage))
    if end.kind is Kind.EXIT:
        return _("In year {year} it exits: {how}, for {money}.").format(
            year=_year(end), how=_(end.outcome), money=wording.money(end.amount_myuan))
    text = _("In year {year} it ends in the {stage} stage: {why}").format(
        year=_year(end), stage=stage_name(end.stage), why=_(end.outcome))
    if end.reason:
        text += _("; it had passed its test and found no next round, because: {reason}").format(
            reason=_(end.reason))
    return wording.sentence(text)


def course(life: Life, colours: look.Palette) -> Chart:
    """Cash over the years, stages along the top, marks for what happened."""
    years = np.append(life.quarters / QUARTERS_PER_YEAR, year_of(life.events[-1].quarter))
    cash = np.append(life.cash_myuan, life.cash_myuan[-1:])[: len(years)]
    figure = Figure(colours, HEIGHT, top=90)
    figure.scatter(years, cash, name=_("cash"), fill="tozeroy", hovertemplate=_("¥%{y:.3~f} million"),
                   fillcolor=look.faded(colours.current, look.BAND_OPACITY),
                   line={"color": colours.current, "width": 2})
    heights = _heights(life, years, cash)
    for name, (symbol, kinds) in MARKED.items():
        places = [place for place, event in enumerate(life.events) if event.kind in kinds]
        events = [life.events[place] for place in places]
        figure.scatter(
            [year_of(event.quarter) for event in events], heights[places], mode="markers", name=_(name),
            marker={"symbol": symbol, "size": 12, "color": colours.pioneers,
                    "line": {"width": 1, "color": colours.text}},
            text=[_hover(event) for event in events], hovertemplate="%{text}<extra></extra>",
            showlegend=bool(events), cliponaxis=False)
    _draw_stages(figure, life, years, colours)
    figure.legend()
    figure.set(hovermode="closest", legend={"y": -0.28, "yanchor": "top"}, margin={"t": 60})
    span = max(float(years[-1] - years[0]), 1.0)
    figure.x_axis(title={"text": _("years from the start of the policies")},
                  range=[years[0] - 0.02 * span, years[-1] + RIGHT_SHARE * span])
    fit_y(figure, np.concatenate([cash, heights]))
    if years[0] < 0:
        mark_start(figure, colours, text="")
    return Chart(
        "life", _("How did this firm live?"), story(life), _("Cash at the end of each quarter, ¥ million"),
        figure, table_of(life),
        note=" ".join([_("Coloured along the top: the stage. Marks of one quarter stand above each other, the first "
                         "at the line."), _(POINTING)]))


def _heights(life: Life, years: Any, cash: Any) -> Any:
    """Where the mark of each event stands: on the line of cash, or above the mark before it of the same quarter."""
    low, high = round_range(cash)
    found = np.interp([year_of(event.quarter) for event in life.events], years, cash)
    marked = {kind for _symbol, kinds in MARKED.values() for kind in kinds}
    seen: Counter[int] = Counter()
    for place, event in enumerate(life.events):
        if event.kind in marked:
            found[place] += seen[event.quarter] * STEP * (high - low)
            seen[event.quarter] += 1
    return found


def _hover(event: Event) -> str:
    text = f"{_('year')} {_year(event)}: {happened(event)}"
    if np.isfinite(event.amount_myuan):
        text += f", {wording.money(event.amount_myuan)}"
    if np.isfinite(event.pre_money_myuan):
        text += _(" at {money} before the money").format(money=wording.money(event.pre_money_myuan))
    if event.investors:
        text += "<br>" + ", ".join(one.fund for one in event.investors)
    return text


def _draw_stages(figure: Figure, life: Life, years: Any, colours: look.Palette) -> None:
    """A coloured stretch along the top for each stage, its name above it where there is room."""
    changes = np.flatnonzero(np.diff(life.stages, prepend=-1))
    span = max(float(years[-1] - years[0]), 1.0)
    right = years[-1] + RIGHT_SHARE * span
    free = [-math.inf] * LEVELS
    for start, end in zip(changes, [*changes[1:], len(life.stages)], strict=True):
        figure.shape(
            type="rect", x0=years[start], x1=years[end], y0=STAGE_BAND[0], y1=STAGE_BAND[1], yref="paper",
            fillcolor=colours.stages[life.stages[start]], line={"width": 0})
        name = stage_name(STAGES[life.stages[start]])
        width = CHARACTER_SHARE * span * (len(name) + 1)
        # from where its stretch begins, or further right in it, or where the axis leaves room for it
        wanted = min(years[start], right - width)
        places = [max(wanted, taken) for taken in free]
        level = next((k for k, at in enumerate(places) if at in (wanted, min(at, years[end] - width))), None)
        if level is not None:
            free[level] = places[level] + width
            figure.note(places[level], STAGE_BAND[1], name, yref="paper", xanchor="left", yanchor="bottom",
                        yshift=SHIFT * level, font={"size": 12, "color": colours.quiet})


def table_of(life: Life) -> pd.DataFrame:
    """All events in order."""
    def column(of: Callable[[Event], Any]) -> list[Any]:
        return [of(event) for event in life.events]

    return rounded(pd.DataFrame({
        _("Year"): column(lambda event: year_of(event.quarter)), _("What happened"): column(happened),
        _("Amount, ¥ million"): column(lambda event: event.amount_myuan),
        _("Pre-money, ¥ million"): column(lambda event: event.pre_money_myuan),
        _("Investors"): column(lambda event: "; ".join(
            f"{one.fund} {wording.money(one.amount_myuan)}" for one in event.investors)),
    }), 2)
