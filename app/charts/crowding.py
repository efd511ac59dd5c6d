"""Does public money bring private money?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import (
    BAND,
    LABEL_WIDTH,
    Chart,
    Pair,
    add_pair,
    fit_y,
    label,
    mark_years,
    rounded,
    year_ends,
)
from app.charts.dots import Axis, Row, dots, dots_table
from app.charts.figure import Figure
from app.charts.series import LARGE, window
from model.comparison import Interval, interval
from model.declare import Unit
from model.metrics import ratio, until_horizon
from model.outputs import HEADLINES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

SMALL = 300
BARS = 240
# so that lines can be seen on areas
AREA_OPACITY = 0.6
HALF = 0.5
# per cent; narrower parts of a bar have no room for their number
LEAST_NAMED = 10
# in the order in which they are stacked
CLASSES = ("social", "state", "central", "guide")
CALLED = tuple(f"called_{name}" for name in CLASSES)
CROWD_IN = ("crowd_in", "crowd_in_budget", "crowd_in_with_state")


def _colours(colours: look.Palette) -> tuple[str, str, str, str]:
    return colours.social, colours.state, colours.central, colours.government


def calls(pair: Pair, colours: look.Palette) -> Chart:
    """Money called from each class of LP, stacked from social LPs up, with half of all as a line."""
    years = window(pair.current, CALLED[0])[0]
    now, before = ({name: window(result, name)[1].mean(0) for name in CALLED}
                   for result in (pair.current, pair.baseline))
    figure = Figure(colours, LARGE)
    template = "%{y:,.0f}<extra>%{fullData.name}</extra>"
    for name, colour in zip(CALLED, _colours(colours), strict=True):
        figure.scatter(
            years, now[name], name=_payer(name), stackgroup="classes", visible=bool(np.nansum(now[name]) > 0),
            hovertemplate=template, line={"width": 0.5, "color": colour},
            fillcolor=look.faded(colour, AREA_OPACITY))
    everyone = sum(now.values())
    figure.scatter(
        years, before[CALLED[0]], name=_("social LPs, baseline"), visible=not pair.is_same,
        hovertemplate=template, line={"color": colours.baseline, "width": 2, "dash": "dash"})
    figure.scatter(years, HALF * everyone, name=_("half of all"), hovertemplate=template,
                   line={"color": colours.current, "width": 2})
    fit_y(figure, np.concatenate([everyone, before[CALLED[0]]]))
    figure.y_axis(tickformat=",.0f")
    figure.legend()
    mark_years(figure, pair, colours, years, text="")
    return Chart(
        "calls", _("Is social capital the main body?"), _calls_answer(pair),
        _("Money called, ¥ million, sum of four quarters"), figure,
        _calls_table(pair, years, now, before),
        note=_("Means of all worlds. Social capital is the main body where the blue area reaches above "
               "the line."),
        outputs=(*CALLED, "social_share", "private_side_share"))


def _payer(name: str) -> str:
    """Who pays, from the label of a series."""
    words = label(name).removeprefix(_("Called from "))
    return words[0].upper() + words[1:]


def _calls_table(pair: Pair, years: Any, now: dict[str, Any], before: dict[str, Any]) -> pd.DataFrame:
    keep = np.isclose(years % 1, 0)
    columns: dict[str, Any] = {_("Year"): years[keep].astype(int)}
    sides = [(_("baseline"), before)]
    if not pair.is_same:
        sides.insert(0, (_("current"), now))
    for side, values in sides:
        for name in CALLED:
            columns[f"{side}: {wording.lower_first(_payer(name))}"] = values[name][keep]
        columns[_("{side}: half of all").format(side=side)] = HALF * sum(values.values())[keep]
    return rounded(pd.DataFrame(columns), 1)


def _calls_answer(pair: Pair) -> str:
    found = interval(pair.current.headlines["social_share"])
    if not np.isfinite(found.mean):
        return _("Undefined: nobody is called for money from year 0 on.")
    text = _("Social LPs pay {share} of all money called to year {year} ({span}), {verdict}").format(
        share=wording.amount(found.mean, Unit.SHARE), year=pair.years,
        span=wording.span(found, Unit.SHARE) or _("one world"), verdict=_main_body(found))
    private = interval(pair.current.headlines["private_side_share"])
    text += _("; with other state LPs left out they pay {share}").format(
        share=wording.amount(private.mean, Unit.SHARE))
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, "social_share")
        text += _("; share of all, against the baseline: {said}").format(said=said)
    return wording.sentence(text)


def _main_body(found: Interval) -> str:
    if found.low > HALF:
        return _("more than one half: they are the main body")
    if found.high < HALF:
        return _("less than one half: they are not the main body")
    return _("not detectably more or less than one half")


def social_share(pair: Pair, colours: look.Palette) -> Chart:
    """Social capital's part of the money called over time, beside one half."""
    years = window(pair.current, CALLED[0])[0]
    called, called_before = _social_and_all(pair.current), _social_and_all(pair.baseline)
    now, before = _ratio_over_time(*called), _ratio_over_time(*called_before)
    figure = _over_time(pair, colours, years, [100 * v for v in now], 100 * before[0], "%{y:.0f} %", 100)
    figure.y_axis(ticksuffix=" %")
    figure.shape(type="line", x0=0, x1=1, xref="paper", y0=100 * HALF, y1=100 * HALF,
                 line={"color": colours.quiet, "width": 1, "dash": "dot"})
    figure.note(years[-1], 100 * HALF, _("one half"), xanchor="right", xshift=-4, yanchor="top",
                font={"color": colours.quiet, "size": 12})
    mark_years(figure, pair, colours, years)
    last_year = (ratio(social[:, -1], everyone[:, -1]) for social, everyone in (called, called_before))
    return Chart(
        "social_share", _("Does the social share grow?"),
        _share_answer(pair, years, now[0], interval(np.subtract(*last_year))),
        _("Share of money called in four quarters, %"), figure,
        _ratio_table(pair, years, now, before, 100),
        note=_("Line: all worlds together. Band: 80\u00a0% of worlds."), outputs=(*CALLED, "social_share"))


def _social_and_all(result: Result) -> tuple[Any, Any]:
    """Money called from social LPs and from all, four quarters at a time."""
    called = {name: window(result, name)[1] for name in CALLED}
    return called["called_social"], sum(called.values())


def _share_answer(pair: Pair, years: Any, share: Any, change: Interval) -> str:
    # in a zone of one's own nothing is known of the year before: the first full year is the first
    policy = share[years > 0] if pair.current.parameters.zone is None else share[years >= 1]
    if not np.isfinite(policy).all():
        return _("Undefined: there are years in which nobody is called for money.")
    text = _("The share is {first} when the policies start and {last} at year {year}; it is above one "
             "half in {part} of the quarters").format(
        first=wording.amount(float(policy[0]), Unit.SHARE),
        last=wording.amount(float(policy[-1]), Unit.SHARE), year=pair.years,
        part=wording.amount(float((policy > HALF).mean()), Unit.SHARE))
    if not pair.is_same:
        text += _("; in the last year: {moved}").format(moved=wording.moved(change, Unit.SHARE))
    return wording.sentence(text)


def leverage(pair: Pair, colours: look.Palette) -> Chart:
    """Social yuan called for each guide yuan called, both since year 0."""
    def found(result: Result) -> tuple[Any, Any]:
        social, guide = (
            result.series[name][:, : pair.years * QUARTERS_PER_YEAR].cumsum(1, dtype=np.float64)
            [:, QUARTERS_PER_YEAR - 1 :] for name in ("called_social", "called_guide"))
        return _ratio_over_time(social, guide)

    now, before = found(pair.current), found(pair.baseline)
    years = year_ends(QUARTERS_PER_YEAR - 1, len(now[0]))
    figure = _over_time(pair, colours, years, now, before[0], "%{y:.3~f}")
    mark_years(figure, pair, colours, years, text="")
    figure.x_axis(range=[0, years[-1]])
    return Chart(
        "leverage", _("How much social money comes with each guide yuan?"), _leverage_answer(pair),
        _("Social yuan per guide yuan, both called since year 0"), figure,
        _ratio_table(pair, years, now, before, 1),
        note=_("Line: all worlds together. Band: 80\u00a0% of worlds. The ratio says who pays, not who pays "
               "because of whom: much of the social money would come without the guide."),
        outputs=("called_social", "called_guide", "leverage"))


def _leverage_answer(pair: Pair) -> str:
    found = interval(pair.current.headlines["leverage"])
    if not np.isfinite(found.mean):
        return _("Undefined: the guide pays nothing from year 0 on.")
    text = _("To year {year} social LPs pay ¥{ratio} for each yuan that the guide pays").format(
        year=pair.years, ratio=wording.digits(found.mean))
    if not until_horizon(pair.current, "committed_guide").any():
        text += _("; the guide commits nothing from year 0 on and only pays what it promised before")
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, "leverage")
        text += _("; against the baseline: {said}").format(said=said)
    return wording.sentence(text)


def _ratio_over_time(top: Any, bottom: Any) -> tuple[Any, Any]:
    """Ratio of totals over worlds at each point, and the ratio of each world [replication, point].

    NaN where there is nothing to divide by; a single world without it counts as the whole does.
    """
    whole = bottom.sum(0, dtype=np.float64)
    mean = np.divide(top.sum(0), whole, out=np.full(len(whole), np.nan), where=whole > 0)
    single = np.divide(top, bottom, out=np.tile(mean, (len(top), 1)), where=bottom > 0)
    return mean, single


def _over_time(
    pair: Pair, colours: look.Palette, years: Any, now: Any, baseline: Any, hover: str,
    most: float = np.inf,
) -> Figure:
    figure = Figure(colours, SMALL, right=LABEL_WIDTH)
    add_pair(figure, years, now[0], baseline, pair, colours, band=now[1], hover=hover, most=most)
    return figure


def _ratio_table(pair: Pair, years: Any, now: Any, before: Any, scale: int) -> pd.DataFrame:
    keep = np.isclose(years % 1, 0)
    columns: dict[str, Any] = {_("Year"): years[keep].astype(int)}
    sides = [(_("baseline"), before)]
    if not pair.is_same:
        sides.insert(0, (_("current"), now))
    for side, (mean, single) in sides:
        columns[_("{name}: all worlds").format(name=side)] = scale * mean[keep]
        low, high = scale * np.quantile(single[:, keep], BAND, axis=0)
        columns[_("{name}: 10th percentile").format(name=side)] = low
        columns[_("{name}: 90th percentile").format(name=side)] = high
    return rounded(pd.DataFrame(columns), 2)


def crowd_in(pair: Pair, colours: look.Palette) -> Chart:
    """Social money that comes because of the policies, for each guide yuan."""
    rows = [Row.of(_(HEADLINES[name].label), pair.current.headlines[name], pair.baseline.headlines[name])
            for name in CROWD_IN]
    axes = [Axis(rows, Unit.MULTIPLE)]
    return Chart(
        "crowd_in", _("Does the guide bring in social money, or push it out?"), _crowd_in_answer(pair),
        _("Additional yuan for each guide yuan; dot: mean, line: 95 % interval"),
        dots(pair, colours, axes), dots_table(pair, axes, (_("95 %: low"), _("95 %: high"))),
        note=_("Social money called, less what is called with neither guide nor supports on the same luck, for each "
               "yuan that the guide pays more than there. Above zero, public money brings social money in; "
               "below zero, it takes its place. Counted to the horizon, money is in it that funds gave back and LPs "
               "committed again. If a line reaches over zero, these worlds cannot tell."),
        outputs=CROWD_IN)


def _crowd_in_answer(pair: Pair) -> str:
    found = interval(pair.current.headlines["crowd_in"])
    if not np.isfinite(found.mean):
        return _("Undefined: the guide pays nothing more than without the policies.")
    text = _("By the horizon social LPs pay for each guide yuan {effect}; while the budget lasts {early}").format(
        effect=_effect(found), early=_effect(interval(pair.current.headlines["crowd_in_budget"])))
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, "crowd_in")
        text += _("; against the baseline: {said}").format(said=said)
    return wording.sentence(text)


def _effect(found: Interval) -> str:
    if not np.isfinite(found.low + found.high):
        return _("an amount more or less than without policies that one world cannot tell")
    if found.includes_zero:
        return _("not detectably more or less than with neither guide nor supports")
    words = (_("¥{number} more than with neither guide nor supports ({span}): crowding in")
             if found.mean > 0
             else _("¥{number} less than with neither guide nor supports ({span}): crowding out"))
    ends = sorted(abs(end) for end in (found.low, found.high))
    return words.format(number=wording.digits(abs(found.mean), 2),
                        span=wording.span(Interval(abs(found.mean), *ends), Unit.MULTIPLE))


def raised(pair: Pair, colours: look.Palette) -> Chart:
    """What funds raise from each class of LP, as a share of what managers try to raise."""
    sides = [(_("current"), pair.current)] * (not pair.is_same) + [(_("baseline"), pair.baseline)]
    shares = {side: _raised_shares(result) for side, result in sides}
    names = list(shares)
    figure = Figure(colours, BARS, right=24)
    for k, (name, colour) in enumerate(zip(CLASSES, _colours(colours), strict=True)):
        values = [100 * shares[side][k] for side in names]
        figure.bar(
            values, names, name=_payer(f"called_{name}"), orientation="h", visible=any(values),
            text=[wording.digits(v, 0) + wording.PERCENT if v >= LEAST_NAMED else "" for v in values],
            textposition="inside", insidetextanchor="middle", textangle=0,
            insidetextfont={"color": look.ink(colour)},
            marker={"color": colour, "line": {"width": 0}},
            hovertemplate="%{x:.1f} %<extra>%{fullData.name}</extra>")
    figure.set(barmode="stack", bargap=0.35, hovermode="closest", dragmode=False)
    figure.x_axis(range=[0, 100], ticksuffix=" %", dtick=25)
    figure.y_axis(autorange="reversed", showgrid=False, zeroline=False, ticklabelstandoff=6)
    figure.legend()
    return Chart(
        "raised", _("Do funds raise what their managers want?"), _raised_answer(pair),
        _("Commitments from year 0 to the horizon, % of what managers tried to raise"), figure,
        _raised_table(shares), note=_("What is missing to 100 % was not raised."),
        outputs=(*(f"committed_{name}" for name in CLASSES), "fund_targets", "raised_over_target"))


def _raised_shares(result: Result) -> list[float]:
    wanted = until_horizon(result, "fund_targets").sum()
    given = (until_horizon(result, f"committed_{name}").sum() for name in CLASSES)
    return [float(each / wanted) if wanted else 0.0 for each in given]


def _raised_table(shares: dict[str, list[float]]) -> pd.DataFrame:
    columns: dict[str, Any] = {
        _("Class of LP"): [*(_payer(f"called_{name}") for name in CLASSES), _("All")]}
    for side, values in shares.items():
        columns[_("{side}, % of targets").format(side=side)] = [100 * v for v in (*values, sum(values))]
    return rounded(pd.DataFrame(columns), 1)


def _raised_answer(pair: Pair) -> str:
    found = interval(pair.current.headlines["raised_over_target"])
    if not np.isfinite(found.mean):
        return _("Undefined: managers raise no funds from year 0 on.")
    social, *_others, guide = (
        wording.amount(share, Unit.SHARE) for share in _raised_shares(pair.current))
    text = _("Funds raise {all} of what their managers want: {social} come from social LPs, {guide} from "
             "the guide").format(
        all=wording.amount(found.mean, Unit.SHARE), social=social, guide=guide)
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, "raised_over_target")
        text += _("; raised against the baseline: {said}").format(said=said)
    return wording.sentence(text)
