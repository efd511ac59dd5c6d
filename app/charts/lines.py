"""Charts of something over time or age: pioneers, industries, the J-curve, fiscal cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from app import look, wording
from app.charts.chart import (
    BAND,
    LABEL_WIDTH,
    Chart,
    Pair,
    add_pair,
    label,
    mark_run_off,
    mark_shocks,
    mark_start,
    over_time,
    rounded,
    year_ends,
)
from model.comparison import Interval, interval
from model.declare import Unit
from model.metrics import policy_outflows
from model.outputs import HEADLINES, SERIES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

PIONEER_SERIES = ("pioneers_alive_or_exited", "pioneers_succeeded", "pioneers_alive")
YEARS_BEFORE = 3
FIRST_LOOK_YEAR = 10
FUNDS_LEFT_SHARE = 0.98


def _window(result: Result, name: str) -> tuple[Any, Any]:
    """Years and values from shortly before year 0 to the horizon."""
    settings = result.parameters.settings
    start = settings.opening_history_years * QUARTERS_PER_YEAR
    before = min(YEARS_BEFORE * QUARTERS_PER_YEAR, start)
    values = result.series_all[name]
    values = values[:, start - before : start + settings.horizon_years * QUARTERS_PER_YEAR]
    return year_ends(-before, values.shape[1]), values


def stock_over_time(
    pair: Pair, colours: look.Palette, name: str, question: str, key: str, year: int, height: int
) -> Chart:
    """A stock with its band over years, with the baseline."""
    years, current = _window(pair.current, name)
    _years, baseline = _window(pair.baseline, name)
    figure = go.Figure()
    add_pair(figure, years, current.mean(0), baseline.mean(0), pair, colours, band=current)
    look.framed(figure, colours, height, right=LABEL_WIDTH)
    figure.update_xaxes(title_text=_("years from the start of the policies"), dtick=5)
    figure.update_xaxes(range=[years[0], years[-1]])
    figure.update_yaxes(rangemode="tozero")
    mark_start(figure, colours)
    mark_shocks(figure, pair.current.parameters, colours)
    return Chart(
        key, question, _stock_answer(pair, name, year),
        _("{label}, number").format(label=label(name)), figure,
        over_time(pair, years, current, baseline),
        note=_(SERIES[name].meaning) + " " + _("Line: mean of all worlds. Band: 80 % of worlds."))


def _stock_answer(pair: Pair, name: str, year: int) -> str:
    at = year * QUARTERS_PER_YEAR - 1
    current = pair.current.series[name][:, at].astype(np.float64)
    low, high = np.quantile(current, BAND, method="nearest")
    text = _("At year {year}: {mean} {what} on average, between {low} and {high} in 80 % of "
             "worlds").format(
        year=year, mean=wording.digits(current.mean()), what=wording.lower_first(label(name)),
        low=wording.digits(low), high=wording.digits(high))
    if pair.is_same:
        return wording.sentence(text)
    found = interval(current - pair.baseline.series[name][:, at])
    return wording.sentence(f"{text}; {wording.moved(found, Unit.COUNT)}")


def pioneers(pair: Pair, colours: look.Palette, name: str = PIONEER_SERIES[0]) -> Chart:
    """Pioneers over time."""
    return stock_over_time(
        pair, colours, name, _("Will the pioneers live?"), "pioneers",
        min(FIRST_LOOK_YEAR, pair.years), 360)


def industries(pair: Pair, colours: look.Palette) -> Chart:
    """Industries established over time."""
    return stock_over_time(
        pair, colours, "industries_established", _("Do new industries take root?"), "industries",
        pair.years, 300)


def _age_curve(result: Result) -> tuple[Any, Any, Any]:
    """Net cash, calls and distributions by age, per yuan that an average fund calls at most."""
    funds = result.ages["funds"].sum(0)
    enough = funds >= FUNDS_LEFT_SHARE * max(funds[0], 1)
    last = int(np.argmin(enough)) if not enough.all() else len(enough)
    count = np.maximum(funds[:last], 1)
    called = result.ages["called"].sum(0)[:last] / count
    distributed = result.ages["distributed"].sum(0)[:last] / count
    paid_in = max(float(called.max(initial=0.0)), 1e-9)
    return (distributed - called) / paid_in, called / paid_in, distributed / paid_in


def j_curve(pair: Pair, colours: look.Palette) -> Chart:
    """Cumulative net cash of an average fund by its age."""
    current, baseline = _age_curve(pair.current), _age_curve(pair.baseline)
    count = min(len(current[0]), len(baseline[0]))
    ages = year_ends(0, count)
    figure = go.Figure()
    add_pair(figure, ages, 100 * current[0][:count], 100 * baseline[0][:count], pair, colours,
             hover="%{y:.0f} %")
    look.framed(figure, colours, 300, right=LABEL_WIDTH)
    figure.update_xaxes(title_text=_("age of a fund, years"), dtick=2, range=[0, ages[-1]])
    figure.update_yaxes(ticksuffix=" %")
    table: dict[str, Any] = {_("Age, years"): ages}
    sides = [(_("baseline"), baseline)]
    if not pair.is_same:
        sides.insert(0, (_("current"), current))
    for name, (net, called, distributed) in sides:
        table[_("{name}: called, % of paid-in").format(name=name)] = 100 * called[:count]
        table[_("{name}: distributed, % of paid-in").format(name=name)] = 100 * distributed[:count]
        table[_("{name}: net, % of paid-in").format(name=name)] = 100 * net[:count]
    return Chart(
        "j_curve", _("When do investors get their money back?"),
        _j_curve_answer(pair, current[0], baseline[0]),
        _("Cumulative distributions less calls, % of what an average fund calls"),
        figure, rounded(pd.DataFrame(table)[3::4].reset_index(drop=True), 1),
        note=_("All funds closed from year 0 on, by age since first close, as far as nearly all of "
               "them can be followed; net of fees and carry."))


def _break_even(net: Any) -> float | None:
    """Age in years from which net cash stays above zero; None if it ends below."""
    if not len(net) or net[-1] <= 0:
        return None
    below = np.flatnonzero(net < 0)
    return float((below[-1] + 2 if len(below) else 1) / QUARTERS_PER_YEAR)


def _j_curve_answer(pair: Pair, current: Any, baseline: Any) -> str:
    age, lowest = _break_even(current), float(current.min(initial=0.0))
    text = _("An average fund is deepest under water at {lowest} of its paid-in capital").format(
        lowest=wording.amount(lowest, Unit.SHARE))
    if age is None:
        text += _(" and has not paid it all back by age {last}").format(
            last=wording.digits(len(current) / QUARTERS_PER_YEAR, 0))
    else:
        text += _(" and has paid it all back at age {age}").format(
            age=wording.digits(age, 1))
    if not pair.is_same:
        before = _break_even(baseline)
        if before is not None:
            text += _("; in the baseline at age {age}").format(age=wording.digits(before, 1))
        else:
            text += _("; in the baseline not yet")
    return wording.sentence(text)


def fiscal_cost(pair: Pair, colours: look.Palette) -> Chart:
    """The treasury's cumulative net outlay for the policies, with its present value."""
    current = policy_outflows(pair.current).cumsum(1)[:, : pair.end * QUARTERS_PER_YEAR]
    baseline = policy_outflows(pair.baseline).cumsum(1)[:, : pair.end * QUARTERS_PER_YEAR]
    years = year_ends(0, current.shape[1])
    figure = go.Figure()
    add_pair(figure, years, current.mean(0), baseline.mean(0), pair, colours, band=current,
             hover="%{y:,.0f}")
    look.framed(figure, colours, 300, right=LABEL_WIDTH)
    figure.update_xaxes(
        title_text=_("years from the start of the policies"), dtick=5,
        range=[0, years[-1]])
    figure.update_yaxes(rangemode="tozero", tickformat=",.0f")
    mark_run_off(figure, pair, colours)
    mark_shocks(figure, pair.current.parameters, colours)
    return Chart(
        "fiscal_cost", _("What does it cost the treasury?"), _fiscal_answer(pair),
        _("Cumulative net outlay for the policies, ¥ million, local taxes left out"),
        figure,
        over_time(pair, years, current, baseline),
        note=_("Below zero: the treasury got back more than it paid. ")
        + _(HEADLINES["net_fiscal_cost"].meaning))


def _fiscal_answer(pair: Pair) -> str:
    peak = wording.headline(pair.current, "peak_outlay")
    found = interval(pair.current.headlines["net_fiscal_cost"])
    text = _("At most {peak} is out at once; in present value and after taxes the policies cost "
             "{cost} ({span})").format(
        peak=peak, cost=wording.money(found.mean), span=wording.span(found, Unit.MYUAN))
    if found.mean < 0:
        text = _("At most {peak} is out at once; in present value and after taxes the policies "
                 "bring in {gain} ({span})").format(
            peak=peak, gain=wording.money(-found.mean),
            span=wording.span(Interval(-found.mean, -found.high, -found.low), Unit.MYUAN))
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, "net_fiscal_cost")
        text += _("; cost against the baseline: {said}").format(said=said)
    return wording.sentence(text)
