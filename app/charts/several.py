"""One series, or one headline, of several scenarios: a line or a bar for each, named where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import (
    BAND,
    Chart,
    add_band,
    add_range,
    fit_y,
    label_ends,
    mark_start,
    round_range,
    rounded,
)
from app.charts.figure import Figure, literal
from app.charts.lines import SWATCH, SWATCH_PIXELS
from app.charts.series import LARGE, unit_of, window
from app.titles import shortened
from model.comparison import Z95, Interval, interval, paired
from model.declare import Unit
from model.export import verdict
from model.outputs import HEADLINES, SERIES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

LETTER, MOST_LETTERS = 8.4, 26
BAR_PIXELS, FRAME_PIXELS = 52, 60
WORDS_SHARE = 0.55
MOST_TOLD = 3
# a difference in one of many years is told if it is so many times half its 95 % interval
CLEARLY = 1.5


@dataclass(frozen=True)
class Side:
    """A scenario in a chart: its title, its result, its colour, and whether the others are compared with it."""

    title: str
    result: Result
    colour: str
    is_reference: bool


def over_time(sides: Sequence[Side], colours: look.Palette, name: str, question: str, year: int | None = None) -> Chart:
    """Means of a series over the years, one line for each scenario; the answer speaks of one year."""
    output, factor = SERIES[name], wording.scale(SERIES[name].unit)
    titles = shortened([side.title for side in sides], MOST_LETTERS)
    figure = Figure(colours, LARGE, right=int(max(map(len, titles)) * LETTER) + SWATCH_PIXELS)
    found = [window(side.result, name) for side in sides]
    years, drawn = found[0][0], [factor * values for _years, values in found]
    others = [values for side, values in zip(sides, drawn, strict=True) if not side.is_reference]
    # with more than one band nobody could tell whose is whose
    band = others[0] if len(others) == 1 else None
    if band is not None:
        add_band(figure, years, band, next(side.colour for side in sides if not side.is_reference))
    means = [values.mean(0) for values in drawn]
    for side, mean in zip(sides, means, strict=True):
        figure.scatter(years, mean, name=literal(side.title), hovertemplate="%{y:.3~f}<extra>%{fullData.name}</extra>",
                       line={"color": side.colour, "width": 2.5, "dash": "dash" if side.is_reference else "solid"})
    held = [*means, *([np.quantile(band, q, axis=0) for q in BAND] if band is not None else [])]
    low, high = fit_y(figure, np.concatenate(held))
    _name_and_mark(figure, colours, years, sides, titles, means, (low, high))
    label = _(output.label)
    note = _("Lines: means of all worlds.")
    if band is not None:
        note += " " + _("Band: 80\u00a0% of worlds.")
    return Chart(
        f"all-{name}", question, _answer(sides, name, year), f"{label}, {unit_of(output)}", figure,
        _table(sides, years, means), note=note, outputs=(name,))


def gaps_over_time(
    sides: Sequence[Side], colours: look.Palette, name: str, question: str, year: int | None = None
) -> Chart:
    """Paired differences of a series to the reference over the years, each with its 95 % interval.

    Where scenarios differ by less than a line is thick, this shows by how much, and whether that can be told.
    """
    output, factor = SERIES[name], wording.scale(SERIES[name].unit)
    reference = next(side for side in sides if side.is_reference)
    others = [side for side in sides if not side.is_reference]
    titles = shortened([side.title for side in others], MOST_LETTERS)
    figure = Figure(colours, LARGE, right=int(max(map(len, titles)) * LETTER) + SWATCH_PIXELS)
    years, before = window(reference.result, name)
    gaps = [factor * (window(side.result, name)[1].astype(np.float64) - before) for side in others]
    means, halves = [gap.mean(0) for gap in gaps], [half_width(gap) for gap in gaps]
    for side, mean, half in zip(others, means, halves, strict=True):
        add_range(figure, years, mean - half, mean + half, side.colour)
    for side, mean in zip(others, means, strict=True):
        figure.scatter(years, mean, name=literal(side.title), line={"color": side.colour, "width": 2.5},
                       hovertemplate="%{y:+.3~f}<extra>%{fullData.name}</extra>")
    ends = [part for mean, half in zip(means, halves, strict=True) for part in (mean - half, mean, mean + half)]
    low, high = fit_y(figure, np.concatenate(ends))
    _name_and_mark(figure, colours, years, others, titles, means, (low, high))
    figure.y_axis(zeroline=True, zerolinecolor=colours.quiet)
    label = _(output.label)
    return Chart(
        f"gap-{name}", question, _answer(sides, name, year) + _elsewhere(others, name, years, means, halves, year),
        _("{label}, difference to {title}, {unit}").format(
            label=label, title=_quoted(reference.title), unit=unit_of(output)),
        figure, _gap_table(others, years, means, halves),
        note=_("Lines: mean differences to {title} on the same luck. Bands: their 95\u00a0% intervals.").format(
            title=_quoted(reference.title)), outputs=(name,))


def _elsewhere(
    others: Sequence[Side], name: str, years: Any, means: Sequence[Any], halves: Sequence[Any], year: int | None,
) -> str:
    """A sentence on differences that cannot be told in the year of the answer, but clearly in another one."""
    whole = np.flatnonzero(np.isclose(np.asarray(years) % 1, 0) & (np.asarray(years) > 0))
    at = np.flatnonzero(np.isclose(years, year or others[0].result.parameters.settings.horizon_years))[0]
    unit = Unit.COUNT if SERIES[name].unit is Unit.NUMBER else SERIES[name].unit
    parts = []
    for side, mean, half in zip(others, means, halves, strict=True):
        with np.errstate(invalid="ignore", divide="ignore"):
            sure = np.nan_to_num(np.abs(mean) / half)
        best = whole[int(sure[whole].argmax())]
        if sure[at] < 1 and sure[best] > CLEARLY:
            gap = Interval(*(float(x) / wording.scale(SERIES[name].unit)
                             for x in (mean[best], mean[best] - half[best], mean[best] + half[best])))
            parts.append(_("{difference} at year {year} with {title}").format(
                difference=wording.difference(gap, unit), year=int(years[best]), title=_quoted(side.title)))
    return " " + wording.sentence(_("But {differences}").format(differences=", ".join(parts))) if parts else ""


def _name_and_mark(
    figure: Figure, colours: look.Palette, years: Any, sides: Sequence[Side], titles: Sequence[str],
    means: Sequence[Any], ends: tuple[float, float],
) -> None:
    """Lines named where they end, the axis of years, and the start of the policies; `ends` are those of the axis."""
    label_ends(figure, years[-1], [
        (f'<span style="color:{side.colour}">{SWATCH}</span> {literal(title)}', float(mean[-1]), colours.text)
        for side, title, mean in zip(sides, titles, means, strict=True)], *ends)
    figure.x_axis(title={"text": _("years from the start of the policies")}, dtick=5, range=[years[0], years[-1]])
    mark_start(figure, colours)


def half_width(values: Any) -> Any:
    """Half the width of the 95 % interval of a mean over worlds, for values [world, point]; NaN for one world."""
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = ((values - values.mean(0)) ** 2).sum(0)
        return Z95 * np.sqrt(squares / np.float64(len(values) - 1) / len(values))


def _gap_table(others: Sequence[Side], years: Any, means: Sequence[Any], halves: Sequence[Any]) -> pd.DataFrame:
    keep = np.isclose(np.asarray(years) % 1, 0)
    columns: dict[str, Any] = {_("Year"): np.asarray(years)[keep].astype(int)}
    for side, mean, half in zip(others, means, halves, strict=True):
        columns[side.title] = mean[keep]
        columns[_("{title}, 95 %: low").format(title=side.title)] = (mean - half)[keep]
        columns[_("{title}, 95 %: high").format(title=side.title)] = (mean + half)[keep]
    return rounded(pd.DataFrame(columns))


def _answer(sides: Sequence[Side], name: str, year: int | None) -> str:
    """The reference's mean in a year, and what can be said of the others' differences to it."""
    output = SERIES[name]
    horizon = int(sides[0].result.parameters.settings.horizon_years)
    year = min(year or horizon, horizon)
    at = (year - horizon) * QUARTERS_PER_YEAR - 1
    values = {side.title: window(side.result, name)[1][:, at] for side in sides}
    reference = next(side for side in sides if side.is_reference)
    unit = Unit.COUNT if output.unit is Unit.NUMBER else output.unit
    gaps = {side.title: interval(values[side.title] - values[reference.title])
            for side in sides if not side.is_reference}
    text = _("{what} at year {year}: {mean} on average with {reference}").format(
        what=_(output.label), year=year, mean=wording.amount(float(values[reference.title].mean()), output.unit),
        reference=_quoted(reference.title))
    return wording.sentence(f"{text}; {told(gaps, unit)}")


def told(gaps: dict[str, Interval], unit: Unit) -> str:
    """Differences to the reference that can be told, largest first, and whose cannot: a part of a sentence."""
    known = {title: gap for title, gap in gaps.items() if np.isfinite(gap.low + gap.high)}
    clear = sorted((title for title, gap in known.items() if not gap.includes_zero),
                   key=lambda title: -abs(known[title].mean))
    parts = [_("{difference} with {title}").format(
        difference=wording.difference(known[title], unit), title=_quoted(title)) for title in clear[:MOST_TOLD]]
    if len(clear) > MOST_TOLD:
        parts.append(_("smaller differences with {titles}").format(titles=_listed(clear[MOST_TOLD:])))
    unclear = [title for title in known if title not in clear]
    if unclear:
        parts.append(_("no detectable difference with {titles}").format(titles=_listed(unclear)))
    unknown = [title for title in gaps if title not in known]
    if unknown:
        parts.append(_("no difference can be stated with {titles}").format(titles=_listed(unknown)))
    return ", ".join(parts)


def _listed(titles: Sequence[str]) -> str:
    return _(" and ").join(map(_quoted, titles))


def _quoted(title: str) -> str:
    return f"“{title}”"


def _table(sides: Sequence[Side], years: Any, means: Sequence[Any]) -> pd.DataFrame:
    keep = np.isclose(np.asarray(years) % 1, 0)
    columns: dict[str, Any] = {_("Year"): np.asarray(years)[keep].astype(int)}
    for side, mean in zip(sides, means, strict=True):
        columns[side.title] = mean[keep]
    return rounded(pd.DataFrame(columns))


def headline(sides: Sequence[Side], colours: look.Palette, name: str) -> Chart:
    """Means of a headline, one bar for each scenario with its 95 % interval and its difference to the reference."""
    output, factor = HEADLINES[name], wording.scale(HEADLINES[name].unit)
    reference = next(side for side in sides if side.is_reference)
    found = [interval(side.result.headlines[name]) for side in sides]
    titles = shortened([side.title for side in sides], MOST_LETTERS)
    figure = Figure(colours, BAR_PIXELS * len(sides) + FRAME_PIXELS)
    means = [factor * one.mean for one in found]
    reach = [factor * (one.high - one.mean) for one in found]
    figure.bar(means, list(range(len(sides))), orientation="h", name="", marker={"color": [s.colour for s in sides]},
               error_x={"type": "data", "array": reach, "color": colours.text, "thickness": 1.5},
               customdata=[literal(title) for title in titles], hovertemplate="%{customdata}: %{x:.3~f}<extra></extra>")
    ends = [value for one in found for value in (factor * one.low, factor * one.high, factor * one.mean)]
    low, high = round_range(ends)
    for k, (side, one) in enumerate(zip(sides, found, strict=True)):
        top = max([0.0, *(v for v in (factor * one.high, factor * one.mean) if np.isfinite(v))])
        figure.note(top, k, literal(_beside(side, reference, name, one)), xanchor="left", xshift=8, font={"size": 13})
    figure.x_axis(range=[low, high + WORDS_SHARE * (high - low)], zeroline=True, zerolinecolor=colours.quiet)
    figure.y_axis(tickvals=list(range(len(sides))), ticktext=[literal(title) for title in titles],
                  autorange="reversed", showgrid=False, zeroline=False)
    figure.set(hovermode="closest")
    gaps = {side.title: paired(reference.result, side.result, name) for side in sides if not side.is_reference}
    label = _(output.label)
    text = _("{what}: {mean} on average with {reference}; {told}").format(
        what=label, mean=wording.headline(reference.result, name), reference=_quoted(reference.title),
        told=told(gaps, output.unit))
    table = pd.DataFrame([{
        _("Scenario"): side.title, _("mean"): factor * one.mean, _("95 %: low"): factor * one.low,
        _("95 %: high"): factor * one.high} for side, one in zip(sides, found, strict=True)])
    return Chart(
        f"number-{name}", _("{label}: which scenario brings how much?").format(label=label), wording.sentence(text),
        f"{label}, {wording.unit_text(output.unit) or _('number')}", figure, rounded(table),
        note=_("Bars: means of all worlds, with 95 % intervals. Beside them: the paired difference to {title}.").format(
            title=_quoted(reference.title)), outputs=(name,))


def _beside(side: Side, reference: Side, name: str, one: Interval) -> str:
    value = wording.amount(one.mean, HEADLINES[name].unit)
    if side.is_reference:
        return value
    kind = verdict(reference.result, side.result, name)
    if kind in ("more", "less"):
        return f"{value}  {wording.difference(paired(reference.result, side.result, name), HEADLINES[name].unit)}"
    return f"{value}  " + (_("within noise") if kind == "no detectable difference" else
                           _("the same") if kind == "identical" else _("no difference can be stated"))
