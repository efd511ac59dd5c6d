"""Do pioneers live, and how far do firms get?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.bars import HEIGHT, paired_bars
from app.charts.chart import Chart, Pair, fit_y, label, mark_shocks, mark_start, rounded, year_ends
from app.charts.figure import Figure
from app.charts.lines import largest_move
from app.charts.series import LARGE, series, without_past
from model.comparison import interval
from model.declare import Unit
from model.outputs import INDUSTRY_NAMES, SERIES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

STAGES = ("firms_concept", "firms_angel", "firms_venture", "firms_growth", "firms_mature")
PRESENT_YEARS_BEFORE = 3
FIRST_LOOK_YEAR = 10


def pioneers(pair: Pair, colours: look.Palette) -> Chart:
    """Pioneers over time."""
    chart = series(pair, colours, "pioneers_alive_or_exited", _("Will the pioneers live?"),
                   "pioneers", LARGE, FIRST_LOOK_YEAR)
    wider = _("This is a wider measure than “{succeeded}”: those alive before the growth stage count too.").format(
        succeeded=label("pioneers_succeeded"))
    return replace(chart, answer=f"{chart.answer} {wider}")


def succeeded(pair: Pair, colours: look.Palette) -> Chart:
    """Pioneers that have succeeded over time."""
    chart = series(pair, colours, "pioneers_succeeded", _("How many pioneers succeed?"),
                   "pioneers-succeeded", year=FIRST_LOOK_YEAR)
    meaning = _(SERIES["pioneers_succeeded"].meaning)
    falls = _("The line falls when one that stands there dies, is sold for less or makes no progress for long; those "
              "once sold well stay in it.")
    return replace(chart, note=f"{chart.note} {meaning} {falls}")


def by_industry(pair: Pair, colours: look.Palette) -> Chart:
    """Pioneers that have succeeded at the horizon, by industry."""
    names = [f"pioneers_succeeded_in.{industry}" for industry in INDUSTRY_NAMES]
    words = [wording.title(industry) for industry in INDUSTRY_NAMES]
    at = pair.years * QUARTERS_PER_YEAR - 1
    now = [pair.current.series[name][:, at].astype(np.float64) for name in names]
    before = [pair.baseline.series[name][:, at].astype(np.float64) for name in names]
    figure = Figure(colours, HEIGHT, right=52)
    paired_bars(figure, pair, words, [each.mean() for each in now], [each.mean() for each in before],
                lambda values: [wording.digits(value) for value in values], colours.pioneers)
    figure.x_axis(rangemode="tozero")
    best = int(np.argmax([each.mean() for each in now]))
    if now[best].any():
        text = _("At year {year} pioneers have succeeded most often in {industry}: {number} on average").format(
            year=pair.years, industry=wording.lower_first(words[best]), number=wording.digits(now[best].mean()))
    else:
        text = _("No pioneer has succeeded in any industry at year {year}").format(year=pair.years)
    text += largest_move(pair, {wording.lower_first(word): new - old for word, new, old in zip(
        words, now, before, strict=True)}, Unit.COUNT)
    gaps = [interval(new - old) for new, old in zip(now, before, strict=True)]
    table = pd.DataFrame({
        _("Industry"): words, _("current"): [each.mean() for each in now],
        _("baseline"): [each.mean() for each in before], _("difference"): [gap.mean for gap in gaps],
        _("95 %: low"): [gap.low for gap in gaps], _("95 %: high"): [gap.high for gap in gaps]})
    return Chart(
        "pioneers-by-industry", _("In which industries do they succeed?"), wording.sentence(text),
        _("Pioneers succeeded at the horizon, mean number per world"), figure, rounded(table, 2),
        outputs=tuple(names))


def _stage_means(result: Result) -> dict[str, Any]:
    """Mean number of firms in each stage at the ends of quarters to the horizon."""
    settings = result.parameters.settings
    start = settings.opening_history_years * QUARTERS_PER_YEAR
    before = min(PRESENT_YEARS_BEFORE * QUARTERS_PER_YEAR, start)
    end = start + settings.horizon_years * QUARTERS_PER_YEAR
    years = year_ends(-before, end - start + before)
    means = {name: result.series_all[name][:, start - before : end].mean(0, dtype=np.float64) for name in STAGES}
    return {name: without_past(result, years, values) for name, values in means.items()}


def firms_by_stage(pair: Pair, colours: look.Palette) -> Chart:
    """Active firms by stage, stacked; the baseline's total dashed."""
    current, baseline = _stage_means(pair.current), _stage_means(pair.baseline)
    count = len(current[STAGES[0]])
    years = year_ends(pair.years * QUARTERS_PER_YEAR - count, count)
    figure = Figure(colours, 320)
    for name, colour in zip(STAGES, colours.stages, strict=True):
        figure.scatter(
            years, current[name], name=_stage(name), stackgroup="stages",
            line={"width": 0.5, "color": colour}, fillcolor=look.faded(colour, 0.85),
            hovertemplate="%{y:.3~f}<extra>%{fullData.name}</extra>")
    everyone = sum(baseline.values())
    figure.scatter(
        years, everyone, name=_("baseline, all"), visible=not pair.is_same,
        line={"color": colours.baseline, "width": 2, "dash": "dash"},
        hovertemplate="%{y:.3~f}<extra>%{fullData.name}</extra>")
    figure.legend()
    figure.set(margin={"t": 64})
    figure.x_axis(title={"text": _("years from the start of the policies")}, dtick=5,
                  range=[years[0], years[-1]])
    fit_y(figure, np.concatenate([sum(current.values()), everyone]))
    mark_start(figure, colours, text="")
    mark_shocks(figure, pair.current.parameters, colours)
    return Chart(
        "stages", _("How far do firms get?"), _stage_answer(pair), _("Active firms, number"),
        figure, _stage_table(pair, years, current, baseline), note=_("Means of all worlds."), outputs=STAGES)


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
        text += _("; growth and mature together: {moved}").format(moved=wording.moved(found, Unit.COUNT))
    return wording.sentence(text)
