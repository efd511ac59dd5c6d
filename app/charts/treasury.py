"""What does it cost the treasury?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import (
    LABEL_WIDTH,
    Chart,
    Pair,
    add_pair,
    fit_y,
    label,
    mark_run_off,
    mark_shocks,
    over_time,
    round_up,
    rounded,
    year_ends,
)
from app.charts.dots import Axis, Row, dots, dots_table
from app.charts.figure import Figure
from app.charts.series import LARGE
from model.comparison import Interval, interval
from model.declare import Unit
from model.metrics import at_year, policy_outflows, ratio
from model.outputs import HEADLINES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

SMALL = 320
# room for a legend of several rows in two columns
TALL = 400
LEGEND_COLUMN = 0.48
PAID = ("treasury_to_guide", "treasury_supports", "treasury_grants", "treasury_orders",
        "treasury_administration", "treasury_credit")
RECEIVED = ("treasury_from_guide", "treasury_tax")
CASH = (*PAID, *RECEIVED)
PRESENT_VALUES = ("net_fiscal_cost", "net_fiscal_cost_6", "net_fiscal_cost_8")
BINS = 24
WORST_SHARE = 0.05
BAR_OPACITY = 0.4


def fiscal_cost(pair: Pair, colours: look.Palette) -> Chart:
    """The treasury's cumulative net outlay for guide and supports, with the present value of the cost."""
    current, baseline = (_to_the_end(policy_outflows(result), pair.end).cumsum(1)
                         for result in (pair.current, pair.baseline))
    years = year_ends(0, current.shape[1])
    figure = Figure(colours, LARGE, right=LABEL_WIDTH)
    add_pair(figure, years, current.mean(0), baseline.mean(0), pair, colours, band=current,
             hover="%{y:,.0f}")
    figure.x_axis(title={"text": _("years from the start of the policies")}, dtick=5,
                  range=[0, years[-1]])
    figure.y_axis(tickformat=",.0f")
    mark_run_off(figure, pair, colours)
    mark_shocks(figure, pair.current.parameters, colours)
    return Chart(
        "fiscal_cost", _("What does it cost the treasury?"), _fiscal_answer(pair),
        _("Cumulative net outlay for guide and supports, older funds included, ¥ million, local taxes left out"),
        figure,
        over_time(pair, years, current, baseline),
        note=_("Line: mean of all worlds. Band: 80\u00a0% of worlds. Below zero: the treasury got back more than it "
               "paid. Not discounted. Each world peaks in a year of its own, so the mean of their peaks lies above "
               "the peak of the line."),
        outputs=(*PAID, "treasury_from_guide", "peak_outlay", "net_fiscal_cost"))


def _fiscal_answer(pair: Pair) -> str:
    peak = wording.headline(pair.current, "peak_outlay")
    found = interval(pair.current.headlines["net_fiscal_cost"])
    text = _("On average {peak} is out at the peak, which each world has in a year of its own; in present value and "
             "after taxes the policies {cost}, against the same zone without them").format(
        peak=peak, cost=_cost(found))
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, "net_fiscal_cost")
        text += _("; cost against the baseline: {said}").format(said=said)
    return wording.sentence(text)


def _to_the_end(flows: Any, years: int) -> Any:
    """Quarters of flows [replication, quarter]; the closing of all that is left counts with the last one."""
    count = years * QUARTERS_PER_YEAR
    quarters = flows[:, :count].astype(np.float64)
    quarters[:, -1] += flows[:, count:].sum(1)
    return quarters


def _by_year(result: Result, name: str, years: int) -> Any:
    """A flow in each year from year 0, mean of all worlds."""
    return _to_the_end(result.series[name], years).mean(0).reshape(years, QUARTERS_PER_YEAR).sum(1)


def cash(pair: Pair, colours: look.Palette) -> Chart:
    """What the treasury pays and receives in each year."""
    now, before = (
        {name: _by_year(result, name, pair.end) * (1 if name in PAID else -1) for name in CASH}
        for result in (pair.current, pair.baseline))
    years = np.arange(pair.end) + 1
    figure = Figure(colours, TALL)
    for name, (colour, pattern) in zip(CASH, _cash_colours(colours), strict=True):
        figure.bar(
            years - 0.5, now[name], name=_flow(name), visible=bool(now[name].any()),
            marker={"color": colour, "line": {"width": 0},
                    "pattern": {"shape": pattern, "fgcolor": colour, "fillmode": "replace", "size": 5}},
            hovertemplate="%{y:,.0f}<extra>%{fullData.name}</extra>")
    net, net_before = sum(now.values()), sum(before.values())
    template = "%{y:,.0f}<extra>%{fullData.name}</extra>"
    figure.scatter(
        years - 0.5, net_before, name=_("net, baseline"), visible=not pair.is_same,
        hovertemplate=template, line={"color": colours.baseline, "width": 2, "dash": "dash"})
    figure.scatter(years - 0.5, net, name=_("net"), hovertemplate=template,
                   line={"color": colours.current, "width": 2.5})
    figure.legend()
    figure.set(barmode="relative", bargap=0.15, legend={
        "entrywidth": LEGEND_COLUMN, "entrywidthmode": "fraction", "font": {"size": 12}})
    figure.x_axis(title={"text": _("years from the start of the policies")}, dtick=5,
                  range=[0, pair.end],
                  unifiedhovertitle={"text": _("year %{x:.0f}")})
    fit_y(figure, np.concatenate([sum(now[name] for name in names) for names in (PAID, RECEIVED)]
                                 + [net, net_before]))
    figure.y_axis(tickformat=",.0f")
    mark_run_off(figure, pair, colours)
    mark_shocks(figure, pair.current.parameters, colours)
    return Chart(
        "cash", _("When does the treasury pay, and when does it receive?"), _cash_answer(pair, now),
        _("¥ million a year, mean of all worlds; paid above zero, received below"), figure,
        _cash_table(pair, years, now, before),
        note=_("Local taxes are all of them, also those that would come without the policies. In the last year "
               "of the run-off all funds that are left are closed."), outputs=CASH)


def _cash_colours(colours: look.Palette) -> list[tuple[str, str]]:
    """Colour and pattern of each flow; what belongs together shares a colour."""
    return [
        (colours.government, ""), (colours.central, ""), (colours.pioneers, ""),
        (colours.pioneers, "/"), (colours.neutral, ""), (colours.neutral, "/"),
        (colours.government, "/"), (colours.followers, "")]


def _flow(name: str) -> str:
    return label(name).removesuffix(_(" of the guide"))


def _cash_table(pair: Pair, years: Any, now: dict[str, Any], before: dict[str, Any]) -> pd.DataFrame:
    columns: dict[str, Any] = {_("Year"): years}
    sides = [(_("baseline"), before)]
    if not pair.is_same:
        sides.insert(0, (_("current"), now))
    for side, flows in sides:
        for name in CASH:
            columns[f"{side}: {wording.lower_first(_flow(name))}"] = flows[name]
        columns[_("{side}: net").format(side=side)] = sum(flows.values())
    return rounded(pd.DataFrame(columns), 1)


def _cash_answer(pair: Pair, now: dict[str, Any]) -> str:
    paid = sum(float(now[name].sum()) for name in PAID)
    received = -sum(float(now[name].sum()) for name in RECEIVED)
    paid_text, received_text, tax = wording.money_alike(paid, received, -float(now["treasury_tax"].sum()))
    text = _("From year 0 to the end of the run-off the treasury pays {paid} and receives {received}, "
             "{tax} of it local taxes, all not discounted").format(
        paid=paid_text, received=received_text, tax=tax)
    net = sum(now.values())
    later = np.flatnonzero(net > 0)
    if len(later) and later[-1] + 1 < pair.end:
        text += _("; from year {year} on it receives more than it pays on average").format(
            year=later[-1] + 2)
    if not pair.is_same:
        def balance(result: Result) -> Any:
            return sum((1 if name in PAID else -1) * result.series[name].sum(1, dtype=np.float64)
                       for name in CASH)
        change = interval(balance(pair.current) - balance(pair.baseline))
        text += _("; paid less received: {moved}").format(moved=wording.moved(change, Unit.MYUAN))
    return wording.sentence(text)


def distribution(pair: Pair, colours: look.Palette) -> Chart:
    """How the net fiscal cost is spread over worlds, with its mean and its worst twentieth."""
    now, before = (_known_costs(result) for result in (pair.current, pair.baseline))
    edges = _edges(np.concatenate([now, before]))
    centres = (edges[1:] + edges[:-1]) / 2
    worst = now > np.quantile(now, 1 - WORST_SHARE) if len(now) else np.zeros(0, bool)
    shares = [100 * np.histogram(values, edges)[0] / max(len(now), 1)
              for values in (now[~worst], now[worst])]
    shares_before = 100 * np.histogram(before, edges)[0] / max(len(before), 1)
    mean = interval(now).mean
    figure = Figure(colours, SMALL)
    template = "%{y:.3~f} %<extra>%{fullData.name}</extra>"
    for name, values, colour in (
            (_("baseline") if pair.is_same else _("current"), shares[0],
             look.faded(colours.current, BAR_OPACITY)),
            (_("worst twentieth"), shares[1], colours.worse)):
        figure.bar(centres, values, name=name, hovertemplate=template, visible=bool(values.any()),
                   marker={"color": colour, "line": {"width": 0}})
    figure.scatter(
        np.repeat(edges, 2), np.pad(np.repeat(shares_before, 2), 1), name=_("baseline"),
        visible=not pair.is_same, hoverinfo="skip",
        line={"color": colours.baseline, "width": 2, "dash": "dash"})
    _low, high = fit_y(figure, np.concatenate([shares[0] + shares[1], shares_before]), 100)
    figure.scatter(
        np.full(2, mean), [0, high], name=_("mean"), hoverinfo="skip", showlegend=False,
        line={"color": colours.current, "width": 2.5})
    side = "left" if mean < centres.mean() else "right"
    figure.note(mean, high, _("mean {mean}").format(mean=wording.amount(mean, Unit.MYUAN)), xanchor=side,
                xshift=5 if side == "left" else -5, yanchor="top",
                font={"color": colours.current, "size": 13})
    figure.legend()
    figure.set(barmode="stack", bargap=0.08)
    figure.x_axis(range=[edges[0], edges[-1]], tickformat=",.0f", nticks=5,
                  title={"text": _("net fiscal cost, ¥ million")})
    figure.y_axis(ticksuffix=" %")
    return Chart(
        "distribution", _("How sure is the cost?"), _distribution_answer(pair),
        _("Share of worlds by net fiscal cost in present value"), figure,
        _distribution_table(pair, edges, sum(shares), shares_before, shares[1]),
        note=_("Below zero the policies bring in money. Each world has luck of its own, and the baseline's "
               "worlds have the same."),
        outputs=("net_fiscal_cost", "worst_fiscal_cost"))


def _known_costs(result: Result) -> Any:
    """Net fiscal costs of the worlds for which they are known."""
    costs = result.headlines["net_fiscal_cost"]
    return costs[np.isfinite(costs)]


def _edges(values: Any) -> Any:
    """Round edges of classes that hold all values."""
    if not len(values):
        return np.array([0.0, 1.0])
    step = round_up(float(np.ptp(values)) / BINS) or 1.0
    return step * np.arange(np.floor(values.min() / step), np.floor(values.max() / step) + 2)


def _distribution_table(
    pair: Pair, edges: Any, now: Any, before: Any, worst: Any
) -> pd.DataFrame:
    columns: dict[str, Any] = {_("From, ¥ million"): edges[:-1], _("To, ¥ million"): edges[1:]}
    side = _("baseline") if pair.is_same else _("current")
    columns[_("{side}, % of worlds").format(side=side)] = now
    columns[_("of these in the worst twentieth, % of worlds")] = worst
    if not pair.is_same:
        columns[_("{side}, % of worlds").format(side=_("baseline"))] = before
    return rounded(pd.DataFrame(columns), 2)


def _distribution_answer(pair: Pair) -> str:
    now = _known_costs(pair.current)
    if not len(now):
        return _("Undefined: there is no zone without policies to compare with.")
    if not now.any():
        return _("The policies cost nothing and bring in nothing in any world.")
    worst = interval(pair.current.headlines["worst_fiscal_cost"])
    text = _("In {share} of worlds the policies bring in more than they cost; on average they {mean}, in "
             "the worst twentieth of worlds they {worst}").format(
        share=wording.amount(float((now < 0).mean()), Unit.SHARE), mean=_cost(interval(now)),
        worst=_cost(worst))
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, "worst_fiscal_cost")
        text += _("; worst twentieth against the baseline: {said}").format(said=said)
    return wording.sentence(text)


def _cost(found: Interval) -> str:
    """A net fiscal cost with its interval, as what the policies do."""
    if not np.isfinite(found.mean):
        return _("cost an undefined amount")
    if found.mean == 0:
        return _("cost nothing")
    if found.mean > 0:
        return _("cost {money}").format(money=_with_span(found))
    return _("bring in {money}").format(
        money=_with_span(Interval(-found.mean, -found.high, -found.low)))


def _with_span(found: Interval) -> str:
    span = wording.span(found, Unit.MYUAN) if found.low < found.high else ""
    return wording.money(found.mean) + (f" ({span})" if span else "")


def cost_per_pioneer(pair: Pair, colours: look.Palette) -> Chart:
    """Net fiscal cost for each additional success, and for each surviving pioneer."""
    def each_survivor(result: Result) -> Any:
        alive = at_year(result, "pioneers_alive_or_exited", pair.years)
        return ratio(result.headlines["net_fiscal_cost"], alive)

    success, survivor = (
        Row.of(name, value(pair.current), value(pair.baseline)) for name, value in (
            (_("For each additional success"), lambda result: result.headlines["cost_per_success"]),
            (_("For each surviving pioneer"), each_survivor)))
    axes = [Axis([success, survivor], Unit.MYUAN)]
    return Chart(
        "cost_per_pioneer", _("What does a pioneer cost?"), _cost_per_answer(pair, success, survivor),
        _("Net fiscal cost in present value, ¥ million; dot: mean, line: 95 % interval"),
        dots(pair, colours, axes), dots_table(pair, axes, (_("95 %: low"), _("95 %: high"))),
        note=_("Below zero the policies bring in money. Additional: more than with neither guide nor supports "
               "on the same luck. Surviving: alive or once sold well at the horizon, with or without the "
               "policies."),
        outputs=("cost_per_success", "additional_successes", "net_fiscal_cost",
                 "pioneers_alive_or_exited"))


def _cost_per_answer(pair: Pair, success: Row, survivor: Row) -> str:
    if np.isfinite(success.current.mean):
        text = _("The net fiscal cost is {cost} for each additional pioneer success").format(
            cost=_with_span(success.current))
    elif interval(pair.current.headlines["additional_successes"]).low > 0:
        text = _("What an additional pioneer success costs is undefined: the policies bring in more than they cost")
    else:
        text = _("What an additional pioneer success costs is undefined: there are not detectably more "
                 "successes than with neither guide nor supports")
    if np.isfinite(survivor.current.mean):
        text += _("; for each surviving pioneer the policies {what}").format(what=_cost(survivor.current))
    else:
        text += _("; no pioneer survives")
    if not pair.is_same:
        text += _("; cost for each survivor: {moved}").format(
            moved=wording.moved(survivor.change, Unit.MYUAN))
    return wording.sentence(text)


def present_values(pair: Pair, colours: look.Palette) -> Chart:
    """The net fiscal cost at three discount rates."""
    rows = [Row.of(name, *(result.headlines[headline] for result in (pair.current, pair.baseline)))
            for headline, name in zip(PRESENT_VALUES, _rates(pair), strict=True)]
    axes = [Axis(rows, Unit.MYUAN)]
    return Chart(
        "present_values", _("Does the discount rate matter?"), _present_answer(pair, rows),
        _("Net fiscal cost in present value, ¥ million; dot: mean, line: 95 % interval"),
        dots(pair, colours, axes), dots_table(pair, axes, (_("95 %: low"), _("95 %: high"))),
        note=_("Outlays come early, returns and taxes late: the higher the rate, the less these count."),
        outputs=PRESENT_VALUES)


def _rates(pair: Pair) -> list[str]:
    """The three rates; the first is a setting."""
    chosen = wording.digits(100 * pair.current.parameters.settings.discount_rate) + wording.PERCENT
    others = (_(HEADLINES[name].label).partition("cost ")[2] for name in PRESENT_VALUES[1:])
    return [_("At {rate} real").format(rate=chosen), *(name[:1].upper() + name[1:] for name in others)]


def _present_answer(pair: Pair, rows: list[Row]) -> str:
    if any(row.current.mean for row in rows):
        text = _("The policies {all}").format(all=_(", they ").join(
            f"{_cost(Interval(row.current.mean, np.nan, np.nan))} {wording.lower_first(row.name)}"
            for row in rows))
    else:
        text = _("The policies cost nothing at any rate")
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, PRESENT_VALUES[-1])
        text += _("; {rate} against the baseline: {said}").format(
            rate=wording.lower_first(rows[-1].name), said=said)
    return wording.sentence(text)
