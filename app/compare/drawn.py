"""Charts of several scenarios: shared axes, headlines side by side, and what weights do to a ranking."""

from __future__ import annotations

import copy
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from app import look, saved, wording
from app.charts.chart import Chart, label_ends
from app.charts.figure import Figure, literal
from app.charts.lines import SWATCH, SWATCH_PIXELS
from app.compare import ranking
from app.compare.chosen import Board, Candidate, Results
from app.titles import shortened
from model.comparison import interval
from model.export import verdict
from model.outputs import HEADLINES
from model.words import _

HEIGHT = 420
SMALL = 260
# scores nearer than this are the same but for rounding
TIED = 1e-9
LETTER = 7.4
MOST_LETTERS = 26
LETTERS_A_LINE = 18
AXES = ("xaxis", "yaxis")


def colour_of(board: Board, colours: look.Palette) -> dict[str, str]:
    """A colour for each scenario; the reference is grey and dashed."""
    hues = iter((colours.pioneers, colours.social, colours.growth, colours.government, colours.state))
    return {one.name: colours.baseline if one.name == board.reference.name else next(hues)
            for one in board.candidates}


def dashed(board: Board, name: str) -> str:
    """How a scenario's lines are drawn."""
    return "dash" if name == board.reference.name else "solid"


def _named(title: str, colour: str) -> str:
    """A title with a dot in its line's colour before it."""
    return f'<span style="color:{colour}">{SWATCH}</span> {literal(title)}'


def against(chart: Chart, reference: Candidate) -> Chart:
    """A chart of a pair whose second is the reference: where that is not the baseline, no word calls it so."""
    if reference.name == saved.BASELINE_NAME:
        return chart
    figure = copy.copy(chart.figure)
    figure.data, figure.layout = _renamed(figure.data), _renamed(figure.layout)
    note = _("The reference is “{title}”.").format(title=reference.title)
    return replace(
        chart, answer=_renamed(chart.answer), unit=_renamed(chart.unit), figure=figure,
        table=chart.table.rename(columns=_renamed), note=f"{_renamed(chart.note)} {note}".strip())


def _renamed(found: Any) -> Any:
    """Texts, also in lists and tables of names, in which the baseline is called the reference."""
    if isinstance(found, str):
        return found.replace(_("baseline"), _("reference")).replace(_("Baseline"), _("Reference"))
    if isinstance(found, dict):
        return {key: _renamed(value) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return type(found)(map(_renamed, found))
    return found


def share_axes(charts: Sequence[Chart]) -> list[Chart]:
    """The same charts with axes that hold what all of them show."""
    found = [replace(each, figure=copy.deepcopy(each.figure)) for each in charts]
    for axis in AXES:
        ranges = [each.figure.layout[axis].get("range") for each in found]
        if all(_is_number_range(each) for each in ranges):
            low, high = min(each[0] for each in ranges), max(each[1] for each in ranges)
            for each in found:
                each.figure.layout[axis]["range"] = [low, high]
    return found


def _is_number_range(found: Any) -> bool:
    return isinstance(found, (list, tuple)) and len(found) == 2 and all(
        isinstance(end, (int, float, np.floating)) for end in found)


def side_by_side(board: Board, results: Results, headlines: Sequence[str],
                 colours: look.Palette) -> Chart:
    """Parallel coordinates: an axis for each headline from the worst scenario to the best, a line for each one."""
    means = np.array([[interval(results[one.name].headlines[name]).mean for name in headlines]
                      for one in board.candidates])
    good = means * [HEADLINES[name].good or 1 for name in headlines]
    low, high = np.nanmin(good, axis=0), np.nanmax(good, axis=0)
    reach = np.where(high > low, high - low, 1.0)
    places = np.where(high > low, (good - low) / reach, 0.5)
    hues = colour_of(board, colours)
    titles = shortened([one.title for one in board.candidates], MOST_LETTERS)
    figure = Figure(colours, HEIGHT, right=int(max(map(len, titles)) * LETTER) + SWATCH_PIXELS, top=56)
    at = list(range(len(headlines)))
    for k, one in enumerate(board.candidates):
        words = [wording.amount(means[k, n], HEADLINES[name].unit) for n, name in enumerate(headlines)]
        figure.scatter(at, places[k], name=literal(one.title), mode="lines+markers", customdata=words,
                       hovertemplate="%{customdata}<extra>%{fullData.name}</extra>", marker={"size": 8},
                       line={"color": hues[one.name], "width": 2.5, "dash": dashed(board, one.name)})
    for n, name in enumerate(headlines):
        figure.shape(type="line", x0=n, x1=n, y0=0, y1=1, line={"color": colours.grid, "width": 1}, layer="below")
        best, worst = ((high[n], low[n]) if HEADLINES[name].good >= 0 else (-high[n], -low[n]))
        for y, value, anchor in ((1, best, "bottom"), (0, worst, "top")):
            if np.isfinite(value):
                figure.note(n, y, wording.amount(float(value), HEADLINES[name].unit), yanchor=anchor,
                            yshift=4 if y else -4, font={"size": 12, "color": colours.quiet})
    figure.x_axis(tickvals=at, ticktext=["<br>".join(textwrap.wrap(_(HEADLINES[name].label), LETTERS_A_LINE))
                                     for name in headlines],
                  range=[-0.4, len(headlines) - 0.8], showline=False, ticks="")
    figure.y_axis(range=[-0.14, 1.1], showticklabels=False, showgrid=False, zeroline=False)
    figure.set(hovermode="closest")
    label_ends(figure, at[-1], [
        (_named(title, hues[one.name]), float(np.nan_to_num(places[k, -1], nan=0.5)), colours.text)
        for k, (one, title) in enumerate(zip(board.candidates, titles, strict=True))], -0.14, 1.1)
    return Chart(
        "side-by-side", _("How do the scenarios compare in all that matters?"),
        _most(board, results, headlines, places),
        _("each axis from the worst to the best of these scenarios"), figure, _table(board, headlines, means),
        note=_("Up is better on every axis; where neither is better, up is more. Axes show means, not what chance "
               "leaves open: for that see the numbers."), outputs=tuple(headlines))


def _most(board: Board, results: Results, headlines: Sequence[str], places: Any) -> str:
    """Which scenario stands at the top of how many axes, with no other within noise of it."""
    names = [one.name for one in board.candidates]
    known = np.nan_to_num(places, nan=-1.0)
    tops = dict.fromkeys((one.title for one in board.candidates), 0)
    for n, headline in enumerate(headlines):
        k = int(known[:, n].argmax())
        apart = (verdict(results[other], results[names[k]], headline) for other in names if other != names[k])
        tops[board.candidates[k].title] += all(each in ("more", "less") for each in apart)
    best = sorted(tops.items(), key=lambda each: -each[1])
    return wording.sentence("; ".join(
        _("{title} is alone at the top, beyond noise, on {count} of {all} axes").format(
            title=title, count=count, all=places.shape[1])
        for title, count in best if count) or _("No scenario is alone at the top of any axis beyond noise"))


def _table(board: Board, headlines: Sequence[str], means: Any) -> pd.DataFrame:
    return pd.DataFrame([{
        _("Scenario"): one.title,
        **{_(HEADLINES[name].label): float(f"{means[k, n] * wording.scale(HEADLINES[name].unit):.4g}")
           for n, name in enumerate(headlines)}} for k, one in enumerate(board.candidates)])


def shift(board: Board, results: Results, weights: Mapping[str, float], matter: str,
          colours: look.Palette) -> Chart:
    """Scores of all scenarios while one matter's weight goes from nothing to everything."""
    at, found = ranking.shifts(results, weights, matter)
    hues = colour_of(board, colours)
    titles = dict(zip(results, shortened([one.title for one in board.candidates], MOST_LETTERS), strict=True))
    figure = Figure(colours, SMALL, right=int(max(map(len, titles.values())) * LETTER) + SWATCH_PIXELS)
    for k, name in enumerate(results):
        figure.scatter(100 * at, found[:, k], name=literal(titles[name]),
                       hovertemplate="%{y:.2f}<extra>%{fullData.name}</extra>",
                       line={"color": hues[name], "width": 2.5, "dash": dashed(board, name)})
    total = sum(weights.values())
    if total:
        now = 100 * weights[matter] / total
        figure.shape(type="line", x0=now, x1=now, y0=0, y1=1, yref="paper",
                     line={"color": colours.quiet, "width": 1, "dash": "dot"})
        figure.note(now, 1, _("now"), yref="paper", yanchor="bottom", font={"size": 12, "color": colours.quiet})
    figure.x_axis(title={"text": _("weight, % of all")}, range=[0, 100])
    figure.y_axis(range=[0, 1.02])
    label_ends(figure, 100, [(_named(titles[name], hues[name]), float(found[-1, k]), colours.text)
                             for k, name in enumerate(results)], 0, 1.02)
    table = pd.DataFrame({_("Weight, %"): np.round(100 * at).astype(int), **{
        titles[name]: np.round(found[:, k], 3) for k, name in enumerate(results)}})
    label = wording.lower_first(_(HEADLINES[matter].label))
    return Chart(
        f"shift-{matter}", _("What if {matter} weighed more, or less?").format(matter=label),
        _leads(results, titles, at, found), _("score, from 0 to 1"), figure, table, outputs=(matter,),
        note=_("Lines: scores of the means over worlds. The column “First” of the ranking says how sure a lead is."))


def _leads(results: Results, titles: Mapping[str, str], at: Any, found: Any) -> str:
    """Who leads at which weights, by the means; ties are named."""
    names = list(results)
    leaders = [tuple(np.flatnonzero(scores >= scores.max() - TIED)) for scores in found]
    parts, begin = [], 0
    for k in range(1, len(at) + 1):
        if k == len(at) or leaders[k] != leaders[begin]:
            text = _("{title} leads from {low} to {high}") if len(leaders[begin]) == 1 else _(
                "{title} lead equally from {low} to {high}") if k - 1 > begin else _("{title} lead equally at {low}")
            parts.append(text.format(title=_(" and ").join(titles[names[n]] for n in leaders[begin]),
                                     low=_percent(at[begin]), high=_percent(at[k - 1])))
            begin = k
    return wording.sentence("; ".join(parts))


def _percent(share: float) -> str:
    return wording.digits(100 * share, 0) + wording.PERCENT
