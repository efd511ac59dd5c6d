"""Do investors get paid?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import LABEL_WIDTH, Chart, Pair, add_pair, fit_y, label, rounded, year_ends
from app.charts.dots import Axis, Row, dots, dots_table
from app.charts.figure import Figure
from app.charts.lines import Line, lines, lines_table, moved_ones
from app.charts.series import LARGE, YEARS_BEFORE, window, without_past
from model.comparison import Interval, interval
from model.declare import Unit
from model.metrics import ratio, until_horizon
from model.outputs import HEADLINES, MULTIPLE_CLASSES, MULTIPLE_EDGES, MULTIPLES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

FUNDS_LEFT_SHARE = 0.98
SMALL = 300
MEASURES = ("dpi", "tvpi", "irr")
QUARTILES = ("low", "median", "high")
BAR_WIDTH = 0.38
# so that eight classes have room on a phone
TICK_SIZE = 11
TENFOLD = MULTIPLE_EDGES.index(10)
BELIEFS = ("belief_angel", "belief_venture", "belief_ma")
# M&A funds are raised every second year
RAISING_QUARTERS = 2 * QUARTERS_PER_YEAR


def _age_curve(result: Result) -> tuple[Any, Any, Any]:
    """Net cash, calls and distributions by age, per yuan that an average fund calls at most."""
    funds = result.ages["funds"].sum(0)
    enough = funds >= FUNDS_LEFT_SHARE * max(funds[0], 1)
    # without any fund there is one point at zero
    last = max(int(np.argmin(enough)) if not enough.all() else len(enough), 1)
    count = np.maximum(funds[:last], 1)
    called = result.ages["called"].sum(0)[:last] / count
    distributed = result.ages["distributed"].sum(0)[:last] / count
    paid_in = max(float(called.max(initial=0.0)), 1e-9)
    return (distributed - called) / paid_in, called / paid_in, distributed / paid_in


def _net_of_worlds(result: Result, count: int) -> Any:
    """Net cash per yuan paid in at the last age that is drawn, spread over worlds as a ratio is."""
    called, distributed, funds = (
        result.ages[name][:, count - 1] for name in ("called", "distributed", "funds"))
    most = result.ages["called"][:, :count].sum(0) / np.maximum(result.ages["funds"][:, :count].sum(0), 1)
    return ratio(distributed - called, funds * most.max())


def j_curve(pair: Pair, colours: look.Palette) -> Chart:
    """Cumulative net cash of an average fund by its age."""
    current, baseline = _age_curve(pair.current), _age_curve(pair.baseline)
    count = min(len(current[0]), len(baseline[0]))
    ages = year_ends(0, count)
    figure = Figure(colours, LARGE, right=LABEL_WIDTH)
    add_pair(figure, ages, 100 * current[0][:count], 100 * baseline[0][:count], pair, colours,
             hover="%{y:.0f} %")
    figure.x_axis(title={"text": _("age of a fund, years")}, dtick=2, range=[0, ages[-1]])
    figure.y_axis(ticksuffix=" %")
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
        _j_curve_answer(pair, current[0][:count]),
        _("Cumulative distributions less calls, % of what an average fund calls"),
        figure, rounded(pd.DataFrame(table)[3::4].reset_index(drop=True), 1),
        note=_("All funds closed from year 0 on, by age since first close, as far as nearly all of "
               "them can be followed; net of fees and carry."),
        outputs=("social_irr", "social_irr_spread"))


def _break_even(net: Any) -> float | None:
    """Age in years from which net cash stays above zero; None if it ends below."""
    if not len(net) or net[-1] <= 0:
        return None
    below = np.flatnonzero(net < 0)
    return float((below[-1] + 2 if len(below) else 1) / QUARTERS_PER_YEAR)


def _j_curve_answer(pair: Pair, net: Any) -> str:
    age, lowest = _break_even(net), float(net.min(initial=0.0))
    text = _("At its lowest an average fund has yet to get {lowest} of its paid-in capital back").format(
        lowest=wording.amount(-lowest, Unit.SHARE))
    last = wording.digits(len(net) / QUARTERS_PER_YEAR, 1)
    if age is None:
        text += _(" and has not paid it all back by age {last}").format(last=last)
    else:
        text += _("; it has paid all of it back at age {age}, and {gain} on top by age {last}").format(
            age=wording.digits(age, 1), last=last, gain=wording.amount(float(net[-1]), Unit.SHARE))
    if not pair.is_same:
        found = interval(_net_of_worlds(pair.current, len(net)) - _net_of_worlds(pair.baseline, len(net)))
        text += _("; net cash at that age: {moved}").format(moved=wording.moved(found, Unit.SHARE))
    return wording.sentence(text) + " " + _social_answer(pair)


def _social_answer(pair: Pair) -> str:
    """What social LPs earn, and whether that is what they asked for."""
    earned = interval(pair.current.headlines["social_irr"])
    if not np.isfinite(earned.mean):
        return _("What social LPs earn a year is undefined: they paid nothing or got nothing.")
    spread = interval(pair.current.headlines["social_irr_spread"])
    text = _("Social LPs earn {earned} a year net, {spread}").format(
        earned=wording.amount(earned.mean, Unit.RETURN_PER_YEAR), spread=_against_asked(spread))
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, "social_irr")
        text += _("; against the baseline: {said}").format(said=said)
    return wording.sentence(text)


def _against_asked(spread: Any) -> str:
    unit = HEADLINES["social_irr_spread"].unit
    if not np.isfinite(spread.low + spread.high):
        return _("and how that compares with what they asked for cannot be said")
    if spread.includes_zero:
        return _("no detectable difference from what they asked for")
    return _("{difference} against what they asked for").format(
        difference=wording.difference(spread, unit))


def quartiles(pair: Pair, colours: look.Palette) -> Chart:
    """What single funds return: the median fund between the quartiles."""
    rows = {measure: _quartile_row(pair, measure) for measure in MEASURES}
    axes = [
        Axis([row for measure, row in rows.items() if _unit(measure) is unit], unit, paid_back)
        for unit, paid_back in ((Unit.MULTIPLE, 1.0), (Unit.RETURN_PER_YEAR, 0.0))]
    return Chart(
        "quartiles", _("What do single funds return?"), _quartile_answer(pair, rows["dpi"]),
        _("Dot: median fund; line: from the lower to the upper quartile; net, means of all worlds"),
        dots(pair, colours, axes),
        dots_table(pair, axes, (_("lower quartile"), _("upper quartile"))),
        note=_("Funds closed from year 0 on. Dotted line: paid back, and no more. DPI counts what was paid "
               "out, TVPI adds what stakes are worth; IRR is that at wind-up or at the end of the run-off."),
        outputs=tuple(f"{measure}_{part}" for measure in MEASURES for part in QUARTILES))


def _unit(measure: str) -> Unit:
    return HEADLINES[f"{measure}_median"].unit


def _quartile_row(pair: Pair, measure: str) -> Row:
    def side(result: Result) -> Interval:
        low, median, high = (
            interval(result.headlines[f"{measure}_{part}"]).mean for part in QUARTILES)
        return Interval(median, low, high)

    median = f"{measure}_median"
    name = _(HEADLINES[median].label).partition(",")[0]
    change = interval(pair.current.headlines[median] - pair.baseline.headlines[median])
    return Row(name, side(pair.current), side(pair.baseline), change)


def _quartile_answer(pair: Pair, row: Row) -> str:
    found = row.current
    if not np.isfinite(found.mean):
        return _("Undefined: no fund closed from year 0 on reaches age 10 or its end.")
    text = _("By age 10 the median fund has paid back {median} times what it called, a quarter of funds "
             "less than {low} times and a quarter more than {high} times").format(
        median=wording.amount(found.mean, Unit.MULTIPLE), low=wording.amount(found.low, Unit.MULTIPLE),
        high=wording.amount(found.high, Unit.MULTIPLE))
    if not pair.is_same:
        text += _("; median fund: {moved}").format(moved=wording.moved(row.change, Unit.MULTIPLE))
    return wording.sentence(text)


def multiples(pair: Pair, colours: look.Palette) -> Chart:
    """How many finished stakes, and how much of the money in them, returned which multiple."""
    places = np.arange(len(MULTIPLE_CLASSES))
    measures = [
        ("count", _("of stakes"), -BAR_WIDTH / 2, colours.neutral),
        ("cost", _("of money"), BAR_WIDTH / 2, colours.venture)]
    shares = {name: [_class_shares(result, name) for result in (pair.current, pair.baseline)]
              for name, *_rest in measures}
    figure = Figure(colours, SMALL)
    template = "%{y:.1f} %<extra>%{fullData.name}</extra>"
    for name, words, offset, colour in measures:
        figure.bar(places, shares[name][0], name=words, offset=offset - BAR_WIDTH / 2, width=BAR_WIDTH,
                   marker={"color": colour, "line": {"width": 0}}, hovertemplate=template)
    for name, _words, offset, _colour in measures:
        figure.scatter(
            places + offset, shares[name][1], name=_("baseline"),
            mode="markers", visible=not pair.is_same, showlegend=name == "count", hovertemplate=template,
            marker={"symbol": "line-ew", "size": 14, "line": {"color": colours.baseline, "width": 2.5}})
    figure.legend()
    figure.set(hovermode="closest")
    figure.x_axis(tickvals=places, tickangle=0, tickfont={"size": TICK_SIZE},
                  ticktext=[name.replace(_(" and more"), "+").replace(_(" to "), "–")
                            for name in MULTIPLE_CLASSES],
                  title={"text": _("returned, times what the stake cost")})
    fit_y(figure, np.concatenate([np.concatenate(both) for both in shares.values()]), 100)
    figure.y_axis(ticksuffix=" %")
    columns: dict[str, Any] = {_("Returned, times cost"): list(MULTIPLE_CLASSES)}
    for name, words, *_rest in measures:
        if not pair.is_same:
            columns[_("current: % {share}").format(share=words)] = shares[name][0]
        columns[_("baseline: % {share}").format(share=words)] = shares[name][1]
    return Chart(
        "multiples", _("What do single stakes return?"), _multiple_answer(pair),
        _("Finished stakes by what they returned, % of all"), figure, rounded(pd.DataFrame(columns), 1),
        note=_("Stakes that zone funds bought from year 0 on and that are finished, all worlds together."),
        outputs=tuple(MULTIPLES))


def _class_shares(result: Result, name: str) -> Any:
    """Per cent of all finished stakes in each class; nothing where none is finished."""
    totals = result.multiples[name].sum(0, dtype=np.float64)
    return 100 * totals / max(totals.sum(), 1e-9)


def _multiple_answer(pair: Pair) -> str:
    stakes, money = (_class_shares(pair.current, name) / 100 for name in ("count", "cost"))
    if not stakes.any():
        return _("No stake that was bought from year 0 on is finished.")
    text = _("{lost} of stakes return less than they cost, and they took {money} of the money; {best} return "
             "ten times or more").format(
        lost=wording.amount(stakes[0], Unit.SHARE), money=wording.amount(money[0], Unit.SHARE),
        best=wording.amount(float(stakes[TENFOLD:].sum()), Unit.SHARE))
    if not pair.is_same:
        losing, before = (ratio(result.multiples["count"][:, 0], result.multiples["count"].sum(1))
                          for result in (pair.current, pair.baseline))
        text += _("; losing stakes: {moved}").format(
            moved=wording.moved(interval(losing - before), Unit.SHARE))
    return wording.sentence(text)


def _raised_a_year(result: Result, name: str) -> tuple[Any, Any]:
    """Years and a flow [replication, point] per year, each the mean of the two years that end there."""
    settings = result.parameters.settings
    start = settings.opening_history_years * QUARTERS_PER_YEAR
    end = start + settings.horizon_years * QUARTERS_PER_YEAR
    sums = np.cumsum(result.series_all[name][:, :end], axis=1, dtype=np.float64)
    sums = np.pad(sums, ((0, 0), (1, 0)))
    a_year = (sums[:, RAISING_QUARTERS:] - sums[:, :-RAISING_QUARTERS]) / 2
    first = max(start - YEARS_BEFORE * QUARTERS_PER_YEAR - RAISING_QUARTERS + 1, 0)
    years = year_ends(first + RAISING_QUARTERS - 1 - start, a_year.shape[1] - first)
    return years, without_past(result, years, a_year[:, first:], RAISING_QUARTERS)


def commitments(pair: Pair, colours: look.Palette) -> Chart:
    """What social LPs commit a year, beside what managers try to raise."""
    drawn = []
    for name, words, colour in (
            ("fund_targets", _("wanted"), colours.quiet),
            ("committed_social", _("given"), colours.social)):
        years, current = _raised_a_year(pair.current, name)
        _years, baseline = _raised_a_year(pair.baseline, name)
        drawn.append(Line(words, colour, current, baseline))
    figure = lines(pair, colours, years, drawn, SMALL, "%{y:,.0f}")
    figure.y_axis(tickformat=",.0f")
    return Chart(
        "commitments", _("Do social LPs give what managers want?"), _commitment_answer(pair),
        _("¥ million a year, mean of two years"), figure, lines_table(pair, years, drawn, 0),
        note=_("Wanted: what managers try to raise from all LPs. Given: what social LPs commit. Two years, "
               "because M&A funds are raised every second year. Lines: means of all worlds."),
        outputs=("fund_targets", "committed_social"))


def _commitment_answer(pair: Pair) -> str:
    def a_year(result: Result, name: str) -> Any:
        return until_horizon(result, name) / pair.years

    wanted, given = (a_year(pair.current, name) for name in ("fund_targets", "committed_social"))
    if not wanted.any():
        return _("Managers raise no funds from year 0 on.")
    text = _("Managers want {wanted} a year from all LPs; social LPs commit {given}, {share} of it").format(
        wanted=wording.money(wanted.mean()), given=wording.money(given.mean()),
        share=wording.amount(given.sum() / wanted.sum(), Unit.SHARE))
    if not pair.is_same:
        change = interval(given - a_year(pair.baseline, "committed_social"))
        text += _("; commitments: {moved}").format(moved=wording.moved(change, Unit.MYUAN_PER_YEAR))
    return wording.sentence(text)


def beliefs(pair: Pair, colours: look.Palette) -> Chart:
    """What social LPs expect of each kind of fund, and what they get in the end."""
    drawn = []
    for name, colour in zip(BELIEFS, (colours.angel, colours.venture, colours.growth), strict=True):
        years, current = window(pair.current, name)
        _years, baseline = window(pair.baseline, name)
        drawn.append(Line(_kind(name), colour, 100 * current, 100 * baseline))
    got = [np.full((1, len(years)), 100 * interval(result.headlines["social_irr"]).mean)
           for result in (pair.current, pair.baseline)]
    if np.isfinite(got[0][0, 0]):
        drawn.append(Line(_("earned"), colours.social, *got))
    figure = lines(pair, colours, years, drawn, SMALL, "%{y:.1f} %")
    figure.y_axis(ticksuffix=" %")
    return Chart(
        "beliefs", _("Do social LPs expect what they will earn?"), _belief_answer(pair),
        _("Net return, % a year"), figure, lines_table(pair, years, drawn, 1),
        note=_("Earned: the pooled net return of social LPs in all funds of year 0 and later, "
               "to the end of the run-off. Beliefs follow cash paid back in the last three years."),
        outputs=(*BELIEFS, "social_irr"))


def _belief_answer(pair: Pair) -> str:
    at = pair.years * QUARTERS_PER_YEAR - 1
    first, last = (
        [float(pair.current.series[name][:, quarter].mean()) for name in BELIEFS] for quarter in (0, at))
    got = interval(pair.current.headlines["social_irr"]).mean
    text = _("Social LPs expect {first} a year of the three kinds of fund when the policies start and "
             "{last} at year {year}; what they earn in the end is {got}").format(
        first=_spread(first), last=_spread(last), year=pair.years,
        got=wording.amount(got, Unit.RETURN_PER_YEAR))
    if not pair.is_same:
        changes = {_kind(name): pair.current.series[name][:, at].astype(np.float64)
                   - pair.baseline.series[name][:, at] for name in BELIEFS}
        text += moved_ones(pair, changes, Unit.RETURN_PER_YEAR)
    return wording.sentence(text)


def _kind(name: str) -> str:
    """The kind of fund that a belief is about."""
    return label(name).partition(": ")[2]


def _spread(values: list[float]) -> str:
    return _("{low} to {high}").format(
        low=wording.digits(100 * min(values), 1), high=wording.amount(max(values), Unit.RETURN_PER_YEAR))
