"""Published figures and the model's own values, each row on the scale of its figure's range."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from app.charts.rows import Row, Track
from app.wording import NO_BREAK, digits
from model.comparison import Interval
from model.evidence.card import Score
from model.evidence.figures import Figure
from model.evidence.worlds import LABELS
from model.words import _

# a range is drawn between these places of a row
LEFT, RIGHT = 0.35, 0.65


def row(score: Score) -> Row:
    """A figure in words, its range as a shade, its value as a tick, and the model's value as a dot."""
    figure = score.figure
    low, high = figure.range
    return Row(
        name_of(figure), verdict(score), score.is_inside,
        (_("Model {value} ({low} to {high})").format(
            value=with_unit(score.model.mean, figure), low=_digits(score.model.low), high=_digits(score.model.high)),
         published(figure)),
        Track(shade=(LEFT, RIGHT), tick=place(figure.number, figure),
              dot=Interval(*(place(value, figure)
                             for value in (score.model.mean, score.model.low, score.model.high))),
              labels=((LEFT, digits(low)), (RIGHT, digits(high)))),
        (_("{source}. Held against: {world}.").format(
            source=source(figure), world=world(figure)),
         _(figure.definition), _(figure.caveat), why(score)))


def why(score: Score) -> str:
    """Why the model lies outside the range or on its end; empty inside."""
    return _("Why there: {reason}").format(reason=_(score.reason)) if score.reason else ""


def world(figure: Figure) -> str:
    """The simulated world that a figure is held against, inside a sentence."""
    text = _(LABELS[figure.world])
    return text[:1].lower() + text[1:]


def place(value: float, figure: Figure) -> float:
    """Where a value stands in a row, from 0 to 1 and beyond."""
    low, high = figure.range
    return LEFT + (RIGHT - LEFT) * (value - low) / (high - low)


def verdict(score: Score) -> str:
    """Where the model's value lies, in words."""
    low, high = score.figure.range
    if score.is_inside:
        return _("inside the range")
    if score.model.mean < low:
        return _("below the range")
    if score.model.mean > high:
        return _("above the range")
    # its mean is inside, its interval not
    return _("on an end of the range") if math.isfinite(score.model.mean) else _("undefined in the model")


def name_of(figure: Figure) -> str:
    """What is counted; ratios say that they are one, since their numbers have no unit."""
    text = _(figure.statistic)
    text = text[:1].upper() + text[1:]
    return _("{what} (ratio)").format(what=text) if figure.unit == "ratio" else text


def with_unit(value: float, figure: Figure) -> str:
    """A value with the figure's unit."""
    return _joined(_digits(value), figure)


def _joined(number: str, figure: Figure) -> str:
    unit = _(figure.unit)
    return number if unit == "ratio" else f"{number}{NO_BREAK if unit.startswith('%') else ' '}{unit}"


def published(figure: Figure) -> str:
    """The published value with its range, and where the range comes from."""
    low, high = figure.range
    words = (_("Published {value} ({low} to {high})") if figure.has_spread
             else _("Published {value} ({low} to {high}: a fifth to either side)"))
    return words.format(value=_joined(figure.value, figure), low=digits(low), high=digits(high))


def source(figure: Figure) -> str:
    """Who published a figure, when, and how close to its origin that is."""
    where = _(figure.source)
    if figure.year not in where:
        where = f"{where}, {figure.year}"
    return f"{where}; {quality(figure)}"


def quality(figure: Figure) -> str:
    """How close to its origin a source is, in words."""
    return {
        "primary": _("primary source"), "secondary": _("secondary source"), "tertiary": _("tertiary source"),
        "derived": _("derived from sources"), "assumption": _("an assumption")}[figure.quality]


def table(scores: Iterable[Score]) -> pd.DataFrame:
    """All that is known of each figure, and the model's value."""
    return pd.DataFrame([{
        _("Figure"): name_of(score.figure), _("Use"): _(score.figure.use.value), _("Unit"): _(score.figure.unit),
        _("Published"): score.figure.number, _("Low"): _short(score.figure.range[0]),
        _("High"): _short(score.figure.range[1]),
        _("Range from"): _("published") if score.figure.has_spread else _("a fifth to either side"),
        _("Model"): _short(score.model.mean), _("Model, 95 %: low"): _short(score.model.low),
        _("Model, 95 %: high"): _short(score.model.high), _("Verdict"): verdict(score),
        _("Held against"): _(LABELS[score.figure.world]), _("Source"): _(score.figure.source),
        _("Year"): score.figure.year, _("Quality"): quality(score.figure),
        _("Definition"): _(score.figure.definition), _("Caveat"): _(score.figure.caveat),
        _("Why not inside"): _(score.reason)} for score in scores])


def _digits(value: float) -> str:
    return digits(value) if math.isfinite(value) else _("undefined")


def _short(value: float) -> float:
    return float(f"{value:.4g}")
