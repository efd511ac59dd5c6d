"""Charts that count: firms by stage, deaths by cause, batons dropped by reason."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from app import look, wording
from app.charts.chart import (
    Chart,
    Pair,
    label,
    mark_shocks,
    mark_start,
    rounded,
    total,
    year_ends,
)
from model.comparison import interval
from model.declare import Unit
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

STAGES = ("firms_concept", "firms_angel", "firms_venture", "firms_growth", "firms_mature")
DEATHS = ("deaths_funding", "deaths_technical", "deaths_forced", "deaths_market")
DROPPED = ("dropped_return", "dropped_no_fund", "dropped_horizon", "dropped_refused")
PRESENT_YEARS_BEFORE = 3


def _stage_means(result: Result) -> dict[str, Any]:
    """Mean number of firms in each stage at the ends of quarters to the horizon."""
    settings = result.parameters.settings
    start = settings.opening_history_years * QUARTERS_PER_YEAR
    before = min(PRESENT_YEARS_BEFORE * QUARTERS_PER_YEAR, start)
    end = start + settings.horizon_years * QUARTERS_PER_YEAR
    return {name: result.series_all[name][:, start - before : end].mean(0, dtype=np.float64)
            for name in STAGES}


def firms_by_stage(pair: Pair, colours: look.Palette) -> Chart:
    """Active firms by stage, stacked; the baseline's total dashed."""
    current, baseline = _stage_means(pair.current), _stage_means(pair.baseline)
    count = len(current[STAGES[0]])
    years = year_ends(pair.years * QUARTERS_PER_YEAR - count, count)
    figure = go.Figure()
    for name, colour in zip(STAGES, colours.stages, strict=True):
        figure.add_scatter(
            x=years, y=current[name], name=_stage(name), stackgroup="stages", mode="lines",
            line={"width": 0.5, "color": colour}, fillcolor=look.faded(colour, 0.85),
            hovertemplate="%{y:.3~f}<extra>%{fullData.name}</extra>")
    if not pair.is_same:
        figure.add_scatter(
            x=years, y=sum(baseline.values()), name=_("baseline, all"), mode="lines",
            line={"color": colours.baseline, "width": 2, "dash": "dash"},
            hovertemplate="%{y:.3~f}<extra>%{fullData.name}</extra>")
    look.framed(figure, colours, 320)
    look.legend(figure)
    figure.update_layout(margin_t=64)
    figure.update_xaxes(title_text=_("years from the start of the policies"), dtick=5,
                        range=[years[0], years[-1]])
    figure.update_yaxes(rangemode="tozero")
    mark_start(figure, colours, text="")
    mark_shocks(figure, pair.current.parameters, colours)
    return Chart(
        "stages", _("How far do firms get?"), _stage_answer(pair), _("Active firms, number"),
        figure, _stage_table(pair, years, current, baseline), note=_("Means of all worlds."))


def _stage(name: str) -> str:
    return label(name).removesuffix(_(" firms"))


def _stage_table(pair: Pair, years: Any, current: Any, baseline: Any) -> pd.DataFrame:
    keep = np.isclose(years % 1, 0)
    columns: dict[str, Any] = {_("Year"): years[keep].astype(int)}
    sides = [(_("baseline"), baseline)]
    if not pair.is_same:
        sides.insert(0, (_("current"), current))
    for side, values in sides:
        for name in STAGES:
            columns[f"{side}: {_stage(name).lower()}"] = values[name][keep]
    return rounded(pd.DataFrame(columns), 2)


def _stage_answer(pair: Pair) -> str:
    at = pair.years * QUARTERS_PER_YEAR - 1
    now = {n: pair.current.series[n][:, at].astype(np.float64) for n in STAGES}
    before = {n: pair.baseline.series[n][:, at].astype(np.float64) for n in STAGES}
    everyone, late = sum(now.values()), now[STAGES[3]] + now[STAGES[4]]
    text = _("At year {year} the zone has {all} firms on average, {late} of them in growth or "
             "mature").format(
        year=pair.years, all=wording.digits(np.mean(everyone)), late=wording.digits(late.mean()))
    if not pair.is_same:
        found = interval(late - before[STAGES[3]] - before[STAGES[4]])
        text += _("; that is {moved}").format(moved=wording.moved(found, Unit.COUNT))
    return wording.sentence(text)


def _counted(
    pair: Pair, colours: look.Palette, names: tuple[str, ...], shorten: str
) -> tuple[go.Figure, pd.DataFrame, dict[str, float]]:
    """Bars of totals from year 0 to the horizon, baseline over current, in fixed order."""
    now = {name: total(pair.current, name, pair.years) for name in names}
    before = {name: total(pair.baseline, name, pair.years) for name in names}
    words = [label(name).removeprefix(_(shorten)) for name in names]
    words = [word[0].upper() + word[1:] for word in words]
    figure = go.Figure()
    common: dict[str, Any] = {"y": words, "orientation": "h", "textposition": "outside",
                              "cliponaxis": False, "hoverinfo": "skip"}
    if not pair.is_same:
        values = [before[name].mean() for name in names]
        figure.add_bar(
            x=values, name=_("baseline"), text=[wording.digits(v) for v in values],
            marker={"color": "rgba(0,0,0,0)", "line": {"color": colours.baseline, "width": 1.5},
                    "pattern": {"shape": "/", "fgcolor": colours.baseline, "size": 6}}, **common)
    values = [now[name].mean() for name in names]
    figure.add_bar(
        x=values, name=_("baseline") if pair.is_same else _("current"),
        text=[wording.digits(v) for v in values], marker={"color": colours.current}, **common)
    look.framed(figure, colours, 300, right=52)
    figure.update_layout(hovermode=False, barmode="group", bargap=0.35, bargroupgap=0.08)
    figure.update_xaxes(rangemode="tozero", showgrid=False, showticklabels=False, ticks="",
                        showline=False)
    figure.update_yaxes(autorange="reversed", showgrid=False, zeroline=False, ticklabelstandoff=6)
    if not pair.is_same:
        look.legend(figure)
        figure.update_layout(margin_t=44)
    rows = []
    for name, word in zip(names, words, strict=True):
        found = interval(now[name] - before[name])
        rows.append({
            _("What"): word, _("current"): now[name].mean(), _("baseline"): before[name].mean(),
            _("difference"): found.mean, _("95 %: low"): found.low, _("95 %: high"): found.high})
    return figure, rounded(pd.DataFrame(rows), 2), {n: float(now[n].mean()) for n in names}


def deaths(pair: Pair, colours: look.Palette) -> Chart:
    """Deaths of firms by cause, current against baseline."""
    figure, table, means = _counted(pair, colours, DEATHS, "Deaths: ")
    text = _("{all} firms die by year {year} on average{moved}").format(
        all=wording.digits(sum(means.values())), year=pair.years, moved=_moved(pair, DEATHS))
    text += _most(means, "Deaths: ", _("; the most frequent cause is {what} ({share})"))
    return Chart("deaths", _("What do firms die of?"), wording.sentence(text),
                 _("Deaths from year 0 to the horizon, mean number per world"), figure, table)


def dropped(pair: Pair, colours: look.Palette) -> Chart:
    """Firms that passed a test and found no next round, by reason."""
    figure, table, means = _counted(pair, colours, DROPPED, "Dropped: ")
    text = _("{all} firms on average pass a test and die for want of the next round{moved}").format(
        all=wording.digits(sum(means.values())), moved=_moved(pair, DROPPED))
    text += _most(means, "Dropped: ", _("; the most frequent reason is {what} ({share})"))
    return Chart("dropped", _("Why is the baton dropped?"), wording.sentence(text),
                 _("Dropped batons from year 0 to the horizon, mean number per world"),
                 figure, table)


def _most(means: dict[str, float], shorten: str, words: str) -> str:
    """The name with the largest mean and its share of all; nothing where all are zero."""
    everyone = sum(means.values())
    if not everyone:
        return ""
    worst = max(means, key=lambda name: means[name])
    return words.format(what=label(worst).removeprefix(_(shorten)),
                        share=wording.amount(means[worst] / everyone, Unit.SHARE))


def _moved(pair: Pair, names: tuple[str, ...]) -> str:
    """What became of a total against the baseline, as a part of a sentence."""
    if pair.is_same:
        return ""
    change = sum(total(pair.current, n, pair.years) - total(pair.baseline, n, pair.years)
                 for n in names)
    return ", " + wording.moved(interval(change), Unit.COUNT)
