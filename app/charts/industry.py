"""Does an industry form?"""

from __future__ import annotations

import copy
import textwrap
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
    mark_years,
    over_time,
    rounded,
    total,
)
from app.charts.figure import Figure
from app.charts.series import HEIGHT, series, timeline, window
from model.comparison import interval, paired
from model.declare import Unit
from model.outputs import INDUSTRY_NAMES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

COLUMNS = 2
PANEL_HEIGHT = 176
ROOM_FOR_TITLES = 0.37
ROOM_BETWEEN = 0.06
# so that a name fits over its panel on a phone
LETTERS_A_LINE = 19
HALF = 50


def industries(pair: Pair, colours: look.Palette) -> Chart:
    """A panel for each industry: in how many worlds it is established, and how ready its market is."""
    rows = -(-len(INDUSTRY_NAMES) // COLUMNS)
    figure = Figure(colours, rows * PANEL_HEIGHT + 90, top=30)
    years, found = _panels(pair)
    _draw_lines(figure, pair, colours, years, found)
    mark_years(figure, pair, colours, years, text="")
    _lay_out(figure, years, found, pair, rows)
    figure.legend()
    columns: dict[str, Any] = {_("Year"): years[_whole(years)].astype(int)}
    for industry in INDUSTRY_NAMES:
        for side in ("baseline",) if pair.is_same else ("current", "baseline"):
            for stem, words in _stems().items():
                head = f"{wording.title(industry)}: {words}, {_(side)}"
                columns[head] = found[stem, side, industry][_whole(years)]
    return Chart(
        "industries", _("Does an industry form?"), _answer(pair, found),
        _("% of worlds in which the industry is established, and market readiness in %"),
        figure, rounded(pd.DataFrame(columns), 1),
        note=_("Readiness is the mean of all worlds. Under each name: in how many worlds the industry "
               "is established at the horizon."),
        outputs=("industries_established", *(f"established_in.{one}" for one in INDUSTRY_NAMES),
                 *(f"readiness_in.{one}" for one in INDUSTRY_NAMES)))


def _stems() -> dict[str, str]:
    return {"established_in": _("established"), "readiness_in": _("market readiness")}


def _whole(years: Any) -> Any:
    return np.isclose(years % 1, 0)


def _panels(pair: Pair) -> tuple[Any, dict[tuple[str, str, str], Any]]:
    """Years, and what each panel draws by series, side and industry, in per cent."""
    found = {}
    for stem in _stems():
        for side, result in (("current", pair.current), ("baseline", pair.baseline)):
            for industry in INDUSTRY_NAMES:
                years, values = window(result, f"{stem}.{industry}")
                found[stem, side, industry] = 100 * values.mean(0, dtype=np.float64)
    return years, found


def _draw_lines(
    figure: Figure, pair: Pair, colours: look.Palette, years: Any, found: dict[Any, Any]
) -> None:
    looks = {
        ("readiness_in", "baseline"): {"color": colours.baseline, "width": 1.25, "dash": "dot"},
        ("readiness_in", "current"): {"color": colours.followers, "width": 2},
        ("established_in", "baseline"): {"color": colours.baseline, "width": 2, "dash": "dash"},
        ("established_in", "current"): {"color": colours.current, "width": 2.5},
    }
    for k, industry in enumerate(INDUSTRY_NAMES):
        for (stem, side), line in looks.items():
            name = f"{_stems()[stem]}, {_(side)}"
            if pair.is_same:
                name = f"{_stems()[stem]}, {_('current = baseline')}"
            figure.scatter(
                years, found[stem, side, industry], name=name[0].upper() + name[1:],
                line=line, legendrank=list(looks)[::-1].index((stem, side)),
                legendgroup=f"{stem}-{side}", showlegend=not k,
                visible=side == "current" or not pair.is_same,
                hovertemplate="%{y:.0f} %<extra>%{fullData.name}</extra>", **_axes(k))


def _axes(k: int) -> dict[str, str]:
    return {"xaxis": f"x{k + 1}", "yaxis": f"y{k + 1}"} if k else {"xaxis": "x", "yaxis": "y"}


def _lay_out(
    figure: Figure, years: Any, found: dict[Any, Any], pair: Pair, rows: int
) -> None:
    """Panels on one pair of axes, each with its name, the marks of the first in all of them."""
    axes = copy.deepcopy((figure.layout["xaxis"], figure.layout["yaxis"]))
    marks, notes = figure.layout["shapes"], figure.layout["annotations"]
    figure.set(shapes=[], annotations=[{**note, "yref": "y domain"} for note in notes])
    for k, industry in enumerate(INDUSTRY_NAMES):
        x, y = copy.deepcopy(axes)
        row, column = divmod(k, COLUMNS)
        width = (1 - ROOM_BETWEEN) / COLUMNS
        left, height = column * (width + ROOM_BETWEEN), 1 / rows
        x |= {"domain": [left, left + width], "anchor": _axes(k)["yaxis"],
              "showticklabels": row == rows - 1}
        y |= {"domain": [1 - (row + 1) * height, 1 - (row + ROOM_FOR_TITLES) * height],
              "anchor": _axes(k)["xaxis"], "range": [0, 100], "tickvals": [0, 50, 100],
              "showticklabels": not column}
        x["title"]["text"] = _("year") if row == rows - 1 else ""
        if k:
            x["matches"], y["matches"] = "x", "y"
        figure.set(**{_long(_axes(k)["xaxis"]): x, _long(_axes(k)["yaxis"]): y})
        for mark in marks:
            figure.shape(**{**mark, "xref": _axes(k)["xaxis"], "yref": f"{_axes(k)['yaxis']} domain"})
        figure.note(0, 1, _panel_title(found, industry, pair), align="left", xanchor="left", yanchor="bottom",
                    xref=f"{_axes(k)['xaxis']} domain", yref=f"{_axes(k)['yaxis']} domain",
                    font={"size": 13, "color": figure.colours.text})


def _long(axis: str) -> str:
    """The name of an axis in the layout."""
    return f"{axis[0]}axis{axis[1:]}"


def _panel_title(found: dict[Any, Any], industry: str, pair: Pair) -> str:
    now, before = (found["established_in", side, industry][-1] / 100 for side in ("current", "baseline"))
    name = "<br>".join(textwrap.wrap(wording.title(industry), LETTERS_A_LINE))
    text = f"{name}<br>{wording.amount(now, Unit.SHARE)}"
    if not pair.is_same:
        text += _(" (baseline {share})").format(share=wording.amount(before, Unit.SHARE))
    return text


def _answer(pair: Pair, found: dict[Any, Any]) -> str:
    now, before = (each.headlines["industries_established"] for each in (pair.current, pair.baseline))
    low, high = np.quantile(now, BAND, method="nearest")
    text = _("At year {year}, {mean} of {all} industries are established on average, between {low} and "
             "{high} in 80\u00a0% of worlds").format(
        year=pair.years, mean=wording.digits(now.mean()), all=len(INDUSTRY_NAMES),
        low=wording.digits(low), high=wording.digits(high))
    if not pair.is_same:
        text += f"; {wording.moved(interval(now - before), Unit.COUNT)}"
    shares = {one: found["established_in", "current", one][-1] / 100 for one in INDUSTRY_NAMES}
    first, last = max(shares, key=lambda one: shares[one]), min(shares, key=lambda one: shares[one])
    if shares[first] > shares[last]:
        text += _("; most often {first} ({most} of worlds), least often {last} ({least})").format(
            first=wording.title(first).lower(), most=wording.amount(shares[first], Unit.SHARE),
            last=wording.title(last).lower(), least=wording.amount(shares[last], Unit.SHARE))
    return wording.sentence(text)


def first_established(pair: Pair, colours: look.Palette) -> Chart:
    """In how many worlds an industry has been established by each year."""
    years = np.arange(pair.years * QUARTERS_PER_YEAR + 1) / QUARTERS_PER_YEAR
    now, before = (_by_year(each, years) for each in (pair.current, pair.baseline))
    current, baseline = 100 * now.mean(0), 100 * before.mean(0)
    figure = Figure(colours, HEIGHT, right=LABEL_WIDTH)
    add_pair(figure, years, current, baseline, pair, colours, hover="%{y:.0f} %", most=100)
    mark_years(figure, pair, colours, years, text="")
    columns: dict[str, Any] = {_("Year"): years[::QUARTERS_PER_YEAR].astype(int)}
    if not pair.is_same:
        columns[_("current, % of worlds")] = current[::QUARTERS_PER_YEAR]
    columns[_("baseline, % of worlds")] = baseline[::QUARTERS_PER_YEAR]
    return Chart(
        "first-established", _("When does the first industry form?"),
        _first_answer(pair, years, now, before),
        _("% of worlds in which an industry has been established"), figure,
        rounded(pd.DataFrame(columns), 1), outputs=("first_established_year",))


def _by_year(result: Result, years: Any) -> Any:
    """Whether the first industry came by each year [replication, year]."""
    return result.headlines["first_established_year"][:, None] <= years


def _first_answer(pair: Pair, years: Any, now: Any, before: Any) -> str:
    share = now.mean(0)
    if not share[-1]:
        text = _("No world has an established industry by year {year}").format(year=pair.years)
    else:
        text = _("{share} of worlds have an established industry by year {year}").format(
            share=wording.amount(share[-1], Unit.SHARE), year=pair.years)
    if 100 * share[-1] >= HALF:
        text += _(", half of all worlds by year {half}").format(
            half=wording.digits(float(years[np.argmax(100 * share >= HALF)]), 1))
    if pair.is_same:
        return wording.sentence(text)
    years_between = paired(pair.baseline, pair.current, "first_established_year")
    if np.isfinite(years_between.mean):
        text += _("; years to the first, where both have one: {moved}").format(
            moved=wording.moved(years_between, Unit.YEARS))
    else:
        text += f"; {wording.moved(interval(now[:, -1] * 1.0 - before[:, -1]), Unit.SHARE)}"
    return wording.sentence(text)


def established(pair: Pair, colours: look.Palette) -> Chart:
    """Industries established over time."""
    return series(pair, colours, "industries_established", _("How many industries stand at a time?"),
                  "established")


def followers(pair: Pair, colours: look.Palette) -> Chart:
    """Followers founded a year."""
    years, current = _followers(pair.current)
    _years, baseline = _followers(pair.baseline)
    now, before = (total(each, "entries", pair.years) - total(each, "pioneer_entries", pair.years)
                   for each in (pair.current, pair.baseline))
    low, high = np.quantile(now, BAND, method="nearest")
    text = _("{mean} followers are founded by year {year} on average, between {low} and {high} in 80\u00a0% "
             "of worlds").format(year=pair.years, mean=wording.digits(now.mean()),
                                 low=wording.digits(low), high=wording.digits(high))
    if not pair.is_same:
        text += f"; {wording.moved(interval(now - before), Unit.COUNT)}"
    return Chart(
        "followers", _("Do others follow the pioneers?"), wording.sentence(text),
        _("Followers founded, number, sum of four quarters"),
        timeline(pair, colours, years, current, baseline), over_time(pair, years, current, baseline),
        note=_("Line: mean of all worlds. Band: 80\u00a0% of worlds."),
        outputs=("followers_founded", "entries", "pioneer_entries"))


def _followers(result: Result) -> tuple[Any, Any]:
    years, everyone = window(result, "entries")
    return years, everyone - window(result, "pioneer_entries")[1]


def jobs(pair: Pair, colours: look.Palette) -> Chart:
    """Skilled people over time."""
    return series(pair, colours, "jobs", _("How many jobs come of it?"), "jobs")
