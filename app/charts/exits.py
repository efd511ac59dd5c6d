"""How and when do firms exit?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.bars import counted
from app.charts.chart import LABEL_WIDTH, Chart, Pair, add_pair, fit_y, label, mark_years, rounded, total
from app.charts.figure import Figure
from app.charts.lines import Line, largest_move, lines, lines_table, moved_ones
from app.charts.series import HEIGHT, LARGE, window
from model.comparison import interval
from model.declare import Unit
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

KINDS = ("exits_listing", "exits_trade", "exits_ma", "exits_left")
# what the recorded value of exits is made of
VALUED = ("exits_listing", "exits_trade")
ROUTES = ("proceeds_listing", "proceeds_trade", "proceeds_ma", "proceeds_secondary",
          "proceeds_buy_back", "proceeds_liquidation", "proceeds_outside")
HALF = 0.5


def kind_colours(colours: look.Palette) -> tuple[str, ...]:
    """A colour for each kind of exit, in their order."""
    return (colours.mature, colours.venture, colours.growth, colours.followers)


def exits(pair: Pair, colours: look.Palette) -> Chart:
    """Exits of four quarters by kind, stacked; the baseline's total dashed."""
    current, baseline = {}, {}
    for name in KINDS:
        years, values = window(pair.current, name)
        current[name] = values.mean(0, dtype=np.float64)
        baseline[name] = window(pair.baseline, name)[1].mean(0, dtype=np.float64)
    figure = Figure(colours, LARGE)
    stack(figure, pair, years, [(label(name), current[name]) for name in KINDS],
          sum(baseline.values()), "%{y:.2f}")
    mark_years(figure, pair, colours, years, text="")
    keep = np.isclose(years % 1, 0)
    columns: dict[str, Any] = {_("Year"): years[keep].astype(int)}
    for side, values in ((_("current"), current), (_("baseline"), baseline)):
        if side != _("current") or not pair.is_same:
            columns |= {f"{side}: {wording.lower_first(label(name))}": values[name][keep] for name in KINDS}
    return Chart(
        "exits", _("How and when do firms exit?"), _answer(pair),
        _("Exits, number, sum of four quarters"), figure, rounded(pd.DataFrame(columns)),
        note=_("Means of all worlds. A firm that an M&A fund buys counts again when the fund sells it. A firm "
               "leaves the zone with money from outside."),
        outputs=KINDS)


def stack(
    figure: Figure, pair: Pair, x: Any, layers: list[tuple[str, Any]], before: Any, hover: str,
    most: float = math.inf,
) -> None:
    """Kinds of exit on one another, over them the total before, dashed."""
    colours = figure.colours
    template = f"{hover}<extra>%{{fullData.name}}</extra>"
    for (name, values), colour in zip(layers, kind_colours(colours), strict=True):
        figure.scatter(
            x, values, name=name, stackgroup="exits", line={"width": 0.5, "color": colour},
            fillcolor=look.faded(colour, 0.85), hovertemplate=template)
    common: dict[str, Any] = {"name": _("baseline, all"), "visible": not pair.is_same}
    # lighter under the dashes, so that they can be seen on every layer
    figure.scatter(x, before, showlegend=False, hoverinfo="skip",
                   line={"color": colours.grid, "width": 5}, **common)
    figure.scatter(x, before, hovertemplate=template,
                   line={"color": colours.baseline, "width": 2, "dash": "dash"}, **common)
    figure.legend()
    fit_y(figure, np.concatenate([sum(values for _name, values in layers), before]), most)


def _answer(pair: Pair) -> str:
    """How many, by which way most, and when half of them have come."""
    quarters = pair.years * QUARTERS_PER_YEAR
    flows = {name: pair.current.series[name][:, :quarters].mean(0, dtype=np.float64) for name in KINDS}
    sums = {name: float(values.sum()) for name, values in flows.items()}
    everyone = sum(sums.values())
    change = sum(total(pair.current, name, pair.years) - total(pair.baseline, name, pair.years)
                 for name in KINDS)
    moved = "" if pair.is_same else f", {wording.moved(interval(change), Unit.COUNT)}"
    if not everyone:
        return wording.sentence(_("No firm exits by year {year}").format(year=pair.years) + moved)
    course = np.cumsum(sum(flows.values()))
    half = (np.argmax(course >= HALF * course[-1]) + 1) / QUARTERS_PER_YEAR
    best = max(sums, key=lambda name: sums[name])
    return wording.sentence(_("{all} exits by year {year} on average{moved}; {share} of them are {what}, and "
                              "half of them come by year {half}").format(
        all=wording.digits(everyone), year=pair.years, moved=moved, half=wording.digits(float(half), 1),
        share=wording.amount(sums[best] / everyone, Unit.SHARE), what=wording.lower_first(label(best))))


def exits_by_kind(pair: Pair, colours: look.Palette) -> Chart:
    """All exits by kind against the baseline's."""
    figure, table, _means = counted(pair, colours, KINDS, "")
    sides = [{name: total(each, name, pair.years) for name in KINDS}
             for each in (pair.current, pair.baseline)]
    text = _("{listing} listings, {trade} trade sales and {ma} purchases by M&A funds; {left} firms leave the "
             "zone").format(**{name.removeprefix("exits_"): wording.digits(values.mean())
                               for name, values in sides[0].items()})
    text += largest_move(pair, {wording.lower_first(label(name)): sides[0][name] - sides[1][name]
                                for name in KINDS}, Unit.COUNT)
    return Chart("exits-kind", _("How many exits of each kind?"), wording.sentence(text),
                 _("Exits from year 0 to the horizon, mean number per world"), figure, table, outputs=KINDS)


def proceeds(pair: Pair, colours: look.Palette) -> Chart:
    """What funds got back for their stakes, by route."""
    figure, table, means = counted(pair, colours, ROUTES, "From ")
    everyone = sum(means.values())
    if not everyone:
        text = _("Funds get nothing back by year {year}").format(year=pair.years)
    else:
        best = max(means, key=lambda name: means[name])
        text = _("Funds get {all} back for their stakes by year {year}, the largest part {route} ({share})").format(
            all=wording.money(everyone), year=pair.years, route=wording.lower_first(label(best)),
            share=wording.amount(means[best] / everyone, Unit.SHARE))
    if not pair.is_same:
        change = sum(total(pair.current, name, pair.years) - total(pair.baseline, name, pair.years)
                     for name in ROUTES)
        text += f"; {wording.moved(interval(change), Unit.MYUAN)}"
    return Chart("proceeds", _("Which way does money come back?"), wording.sentence(text),
                 _("Proceeds of funds from year 0 to the horizon, ¥ million, mean per world"),
                 figure, table, outputs=ROUTES)


def forced(pair: Pair, colours: look.Palette) -> Chart:
    """Clauses used and stakes sold because a fund ends."""
    names = {"secondary_sales": (_("secondary"), colours.current), "buy_backs": (_("buy-back"), colours.venture)}
    drawn = []
    for name, (word, colour) in names.items():
        years, current = window(pair.current, name)
        drawn.append(Line(word, colour, current, window(pair.baseline, name)[1]))
    now, before = ({name: total(each, name, pair.years) for name in names}
                   for each in (pair.current, pair.baseline))
    text = _("By year {year} funds sell {sold} stakes at the end of their term and use {used} redemption "
             "clauses on average").format(
        year=pair.years, sold=wording.digits(now["secondary_sales"].mean()),
        used=wording.digits(now["buy_backs"].mean()))
    text += moved_ones(pair, {_("secondary sales"): now["secondary_sales"] - before["secondary_sales"],
                              _("buy-backs"): now["buy_backs"] - before["buy_backs"]}, Unit.COUNT)
    return Chart(
        "forced-exits", _("Who must sell?"), wording.sentence(text),
        _("Stakes sold at the end of a fund's term, and redemption clauses used; number, sum of four quarters"),
        lines(pair, colours, years, drawn, HEIGHT), lines_table(pair, years, drawn, 3),
        note=_("Means of all worlds."), outputs=tuple(names))


def value_per_exit(pair: Pair, colours: look.Palette) -> Chart:
    """Price of an average firm that is listed or sold to an acquirer."""
    years, current = _yearly_value(pair.current)
    _years, baseline = _yearly_value(pair.baseline)
    figure = Figure(colours, HEIGHT, right=LABEL_WIDTH)
    add_pair(figure, years, current, baseline, pair, colours, hover="%{y:,.0f}")
    mark_years(figure, pair, colours, years)
    keep = np.isclose(years % 1, 0)
    columns: dict[str, Any] = {_("Year"): years[keep].astype(int)}
    if not pair.is_same:
        columns[_("current, ¥ million")] = current[keep]
    columns[_("baseline, ¥ million")] = baseline[keep]
    return Chart(
        "value-per-exit", _("What is an exit worth?"), _value_answer(pair),
        _("¥ million per firm listed or sold to an acquirer, in four quarters, all owners"),
        figure, rounded(pd.DataFrame(columns), 1),
        note=_("All worlds together: value of all exits over their number. A gap: no exit in any world."),
        outputs=("exit_value", *VALUED))


def _yearly_value(result: Result) -> tuple[Any, Any]:
    """Value per exit of four quarters over all worlds; NaN where there is none."""
    years, value = window(result, "exit_value")
    count = sum(window(result, name)[1] for name in VALUED)
    return years, _ratio(value.sum(0), count.sum(0))


def _ratio(value: Any, count: Any) -> Any:
    return np.divide(value, count, out=np.full(np.shape(value), np.nan), where=count > 0)


def _value_answer(pair: Pair) -> str:
    now, before = _worth(pair.current, pair.years), _worth(pair.baseline, pair.years)
    if not np.isfinite(now).all():
        text = _("No firm is listed or sold by year {year}").format(year=pair.years)
    else:
        text = _("A firm that is listed or sold by year {year} brings its owners {value} on average").format(
            year=pair.years, value=wording.money(float(now.mean())))
    if not pair.is_same:
        text += f"; {wording.moved(interval(now - before), Unit.MYUAN)}"
    return wording.sentence(text)


def _worth(result: Result, years: int) -> Any:
    """Value over number of exits, with the part that each world has in its error [replication].

    The mean is the ratio of all worlds together, the spread that of the ratio to first order.
    """
    value = total(result, "exit_value", years)
    count = sum(total(result, name, years) for name in VALUED)
    if not count.any():
        return np.full(len(value), np.nan)
    ratio = value.sum() / count.sum()
    return ratio + (value - ratio * count) / count.mean()
