"""Published figures and the model's own values, each row on the scale of its figure's range."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd

from app import look
from app.charts.chart import Chart
from app.charts.figure import Figure
from app.wording import MINUS, NO_BREAK
from model.comparison import Interval
from model.evidence.card import Score
from model.words import _

ROW_PIXELS, FRAME_PIXELS = 66, 60
# the range of each figure is drawn from 0 to 1; what lies farther off than this stands at the edge
FARTHEST = 1.0
EDGE = FARTHEST + 0.15
NAME_LETTERS = 29
# of a row's height: where its words stand above its bar, and half the bar
WORDS_AT, BAR = 0.42, 0.11


def scores(key: str, question: str, answer: str, chosen: Sequence[Score], colours: look.Palette) -> Chart:
    """A bar for each figure's range, a tick for its value, and a dot with a line for the model's."""
    figure = Figure(colours, FRAME_PIXELS + ROW_PIXELS * len(chosen), right=8)
    rows = -np.arange(len(chosen))
    for row, score in zip(rows, chosen, strict=True):
        low, high = score.figure.range
        figure.shape(type="rect", x0=0, x1=1, y0=row - BAR, y1=row + BAR, layer="below", line={"width": 0},
                     fillcolor=look.faded(colours.social, 0.3))
        at = (score.figure.number - low) / (high - low)
        figure.shape(type="line", x0=at, x1=at, y0=row - 1.6 * BAR, y1=row + 1.6 * BAR,
                     line={"color": colours.social, "width": 2})
        words = {"xref": "paper", "yanchor": "middle", "font": {"size": 13, "color": colours.text}}
        figure.note(0, row + WORDS_AT, _name(score), xanchor="left", align="left", **words)
        figure.note(1, row + WORDS_AT, f"{_digits(score.model.mean)} ({_digits(low)}–{_digits(high)})",
                    xanchor="right", **words)
    for name, is_inside, symbol in ((_("model, inside the range"), True, "circle"),
                                    (_("model, outside"), False, "x")):
        which = [k for k, score in enumerate(chosen) if score.is_inside == is_inside]
        places = [_places(chosen[k]) for k in which]
        colour = colours.current if is_inside else colours.worse
        figure.scatter(
            np.array([[one.low, one.high, np.nan] for one in places], np.float64).ravel(),
            np.repeat(rows[which], 3) if which else [], name=name, legendgroup=name, showlegend=False,
            hoverinfo="skip", mode="lines", line={"color": colour, "width": 2})
        figure.scatter(
            [one.mean for one in places], rows[which] if which else [], name=name, legendgroup=name,
            mode="markers", text=[said(chosen[k]) for k in which], hovertemplate="%{text}<extra></extra>",
            marker={"color": colour, "symbol": symbol, "size": 11})
    figure.set(hovermode="closest", dragmode=False)
    figure.legend()
    figure.x_axis(range=[-EDGE - 0.12, 1 + EDGE + 0.12], tickvals=[0, 1], showline=False,
                  ticktext=[_("low end"), _("high end")], ticks="", zeroline=False)
    figure.y_axis(visible=False, range=[rows[-1] - 0.4, 0.75])
    unit = _("Bar: published range; tick: published value; dot and line: the model with its 95 % interval; right: "
             "the model's value, and the range")
    return Chart(key, question, answer, unit, figure, table(chosen))


def table(chosen: Sequence[Score]) -> pd.DataFrame:
    """All that is known of each figure, and the model's value."""
    return pd.DataFrame([{
        _("Figure"): _(score.figure.statistic), _("Unit"): score.figure.unit,
        _("Published"): score.figure.number, _("Low"): _rounded(score.figure.range[0]),
        _("High"): _rounded(score.figure.range[1]), _("Model"): _rounded(score.model.mean),
        _("Model, 95 %: low"): _rounded(score.model.low), _("Model, 95 %: high"): _rounded(score.model.high),
        _("Verdict"): verdict(score), _("Source"): score.figure.source, _("Year"): score.figure.year,
        _("Quality"): score.figure.quality, _("Definition"): _(score.figure.definition),
        _("Caveat"): _(score.figure.caveat)} for score in chosen])


def verdict(score: Score) -> str:
    """Inside or outside, in a word."""
    return _("inside") if score.is_inside else _("outside")


def said(score: Score) -> str:
    """A figure and the model's value in one sentence."""
    low, high = score.figure.range
    return _("{what}: published {value} ({low} to {high}) {unit}, model {model} ({from_} to {to}): {verdict}").format(
        what=_(score.figure.statistic), value=score.figure.value, low=_digits(low), high=_digits(high),
        unit=score.figure.unit, model=_digits(score.model.mean), from_=_digits(score.model.low),
        to=_digits(score.model.high), verdict=verdict(score))


def _places(score: Score) -> Interval:
    """The model's value and interval where the range goes from 0 to 1, held at the edges."""
    low, high = score.figure.range
    ends = ((value - low) / (high - low) for value in (score.model.mean, score.model.low, score.model.high))
    return Interval(*(float(np.clip(value, -EDGE, 1 + EDGE)) for value in ends))


def _name(score: Score) -> str:
    unit = score.figure.unit
    text = _(score.figure.statistic) + ("" if unit in ("ratio", "years") else f", {unit}")
    return "<br>".join(textwrap.wrap(text, NAME_LETTERS))


def _digits(value: float) -> str:
    return f"{value:.3g}".replace("-", MINUS).replace(" ", NO_BREAK) if np.isfinite(value) else _("undefined")


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
