"""Bars that count: totals by name, current against baseline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from app import look, wording
from app.charts.chart import Pair, label, rounded, total
from app.charts.figure import Figure
from model.comparison import interval
from model.declare import Unit
from model.words import _

HEIGHT = 300
# so that the numbers of both bars of a row do not touch
ROW_PIXELS = 48
FRAME_PIXELS = 60


def counted(
    pair: Pair, colours: look.Palette, names: tuple[str, ...], shorten: str
) -> tuple[Figure, pd.DataFrame, dict[str, float]]:
    """Bars of totals from year 0 to the horizon, baseline over current, in fixed order."""
    now = {name: total(pair.current, name, pair.years) for name in names}
    before = {name: total(pair.baseline, name, pair.years) for name in names}
    words = [label(name).removeprefix(_(shorten)) for name in names]
    words = [word[0].upper() + word[1:] for word in words]
    figure = Figure(colours, max(HEIGHT, len(names) * ROW_PIXELS + FRAME_PIXELS), right=52)
    paired_bars(
        figure, pair, words, [now[name].mean() for name in names],
        [before[name].mean() for name in names],
        lambda values: [wording.digits(value) for value in values], colours.current)
    figure.x_axis(rangemode="tozero")
    rows = []
    for name, word in zip(names, words, strict=True):
        found = interval(now[name] - before[name])
        rows.append({
            _("What"): word, _("current"): now[name].mean(), _("baseline"): before[name].mean(),
            _("difference"): found.mean, _("95 %: low"): found.low, _("95 %: high"): found.high})
    return figure, rounded(pd.DataFrame(rows), 2), {n: float(now[n].mean()) for n in names}


def paired_bars(
    figure: Figure, pair: Pair, words: list[str], current: Any, baseline: Any,
    written: Callable[[Any], list[str]], fill: str | list[str],
) -> None:
    """Horizontal bars, baseline over current; always both, so that they move in place."""
    colours = figure.colours
    common: dict[str, Any] = {"orientation": "h", "textposition": "outside",
                              "constraintext": "none", "cliponaxis": False, "hoverinfo": "skip"}
    figure.bar(
        baseline, words, name=_("baseline"), text=written(baseline), visible=not pair.is_same,
        marker={"color": "rgba(0,0,0,0)", "line": {"color": colours.baseline, "width": 1.5},
                "pattern": {"shape": "/", "fgcolor": colours.baseline, "size": 6}}, **common)
    figure.bar(
        current, words, name=_("baseline") if pair.is_same else _("current"), text=written(current),
        marker={"color": fill}, **common)
    figure.set(hovermode=False, barmode="group", bargap=0.35, bargroupgap=0.08, dragmode=False)
    figure.x_axis(showgrid=False, showticklabels=False, ticks="", showline=False)
    figure.y_axis(autorange="reversed", showgrid=False, zeroline=False, ticklabelstandoff=6)
    if not pair.is_same:
        figure.legend()


def most(means: dict[str, float], shorten: str, words: str) -> str:
    """The name with the largest mean and its share of all; nothing where all are zero."""
    everyone = sum(means.values())
    if not everyone:
        return ""
    worst = max(means, key=lambda name: means[name])
    return words.format(what=label(worst).removeprefix(_(shorten)),
                        share=wording.amount(means[worst] / everyone, Unit.SHARE))


def moved_total(pair: Pair, names: tuple[str, ...]) -> str:
    """What became of a total against the baseline, as a part of a sentence."""
    if pair.is_same:
        return ""
    change = sum(total(pair.current, n, pair.years) - total(pair.baseline, n, pair.years)
                 for n in names)
    return ", " + wording.moved(interval(change), Unit.COUNT)
