"""What the fit set, and what the figures that it aimed at say of each value."""

from __future__ import annotations

import pandas as pd

from app import wording
from app.charts.rows import Row, Track
from app.charts.score import name_of
from app.evidence import blocks
from app.evidence.assumptions import plausible
from model.calibration.identification import KNOWN_SHARE, Identified
from model.calibration.report import Report, Search, kept
from model.comparison import Interval
from model.declare import Parameter, Unit
from model.evidence.figures import figures
from model.evidence.worlds import LABELS
from model.parameters import PARAMETERS
from model.words import _

# a plausible range is drawn between these places of a row
LEFT, RIGHT = 0.1, 0.9
# so near to an end of its range, as a part of it, a value counts as at the end
END_SHARE = 0.025


def show() -> None:
    """Every fitted assumption with its interval and the figures that speak of it."""
    found = kept()
    blocks.head(_("What did the fit set, and do the figures narrow it down?"), answer(found), _(
        "Shade: the plausible range, in which the fit moves; ● a value that the figures narrow down, ◇ one that "
        "they leave open; line: what the figures leave, 95 %. Narrowed down: they leave at most {share} of the spread "
        "that the range alone has. Figures of the evidence that are inputs or validate the model have no part in "
        "it.").format(
        share=wording.amount(KNOWN_SHARE, Unit.SHARE)))
    blocks.rows([row(one) for one in found.parameters], _("Fitted assumptions"))
    blocks.tables("fitted", _("Fitted assumptions as a table and CSV"), {_("Fitted assumptions"): table(found)})


def answer(found: Report) -> str:
    """How many values the figures narrow down, and how far other searches end from the fit."""
    narrowed = sum(one.is_identified for one in found.parameters)
    own = next(one for one in found.searches if one.mean == 0)
    others = [one for one in found.searches if one is not own]
    if own.trials == 0:
        apart = " " + _taken_by_hand(own, others[0], found)
    else:
        apart = "".join(" " + _elsewhere(one, own, found) for one in others)
    strained = sum(_is_at_an_end(one) for one in found.parameters)
    ends = "" if not strained else " " + _(
        "{strained} lie at an end of their range: there the model strains to meet the figures.").format(
        strained=strained)
    return _("The figures narrow down {narrowed} of {count} fitted values; the others could be elsewhere in their "
             "ranges and fit about as well.{ends}{apart}").format(
        narrowed=narrowed, count=len(found.parameters), ends=ends, apart=apart)


def _elsewhere(one: Search, own: Search, found: Report) -> str:
    """Where another search ended."""
    return _("A search from elsewhere ends at a loss of {loss} against {best}, on average {mean} of the plausible "
             "ranges away, at most {most} ({name}).").format(
        loss=wording.digits(one.loss), best=wording.digits(own.loss),
        mean=wording.amount(one.mean, Unit.SHARE), most=wording.amount(one.most, Unit.SHARE),
        name=_searched(one.farthest, found))


def _taken_by_hand(own: Search, search: Search, found: Report) -> str:
    """How far the values that were taken lie from where the search ended."""
    return _("The search ended at a loss of {loss}. Values were then moved by hand, by up to {most} of the plausible "
             "range ({name}), so that more figures lie inside theirs; under today's rules the loss is {best}.").format(
        loss=wording.digits(search.loss), best=wording.digits(own.loss),
        most=wording.amount(search.most, Unit.SHARE), name=_searched(search.farthest, found))


def _is_at_an_end(one: Identified) -> bool:
    low, high = one.free.range
    return min(one.value - low, high - one.value) <= END_SHARE * (high - low)


def row(one: Identified) -> Row:
    """A value in its plausible range, and which figures speak of it."""
    parameter = PARAMETERS[one.free.path]
    low, high = one.free.range

    def place(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * (value - low) / (high - low)

    spoken = [wording.lower_first(name_of(figures()[figure])) for figure in one.figures]
    return Row(
        label(one), verdict(one), one.is_identified,
        (_("Fit {value}; the figures leave {range}").format(
            value=wording.setting_text(parameter, _short(one.value, parameter)),
            range=wording.between(parameter, _short(one.low, parameter), _short(one.high, parameter))),
         _("Plausible: {range}").format(range=plausible(parameter))),
        Track(shade=(LEFT, RIGHT), dot=Interval(place(one.value), place(one.low), place(one.high))),
        (_("Moves most: {names}.").format(names="; ".join(spoken)) if spoken else _("Moves no target much."),
         _(parameter.meaning)))


def verdict(one: Identified) -> str:
    """Do the figures narrow it down?"""
    return _("narrowed down by figures") if one.is_identified else _("left open by figures")


def label(one: Identified) -> str:
    """What is fitted, and in which world if not in both."""
    text = wording.full_label(PARAMETERS[one.free.path])
    world = _(LABELS[one.free.world]) if one.free.world else ""
    return f"{text} ({world[:1].lower()}{world[1:]})" if world else text


def _searched(name: str, found: Report) -> str:
    return next((wording.lower_first(label(one)) for one in found.parameters if one.free.name == name), name)


def _short(value: float, parameter: Parameter) -> float:
    """A value in the digits that a reader can use: three at most, and two behind the point of what is shown."""
    scale = wording.scale(parameter.unit)
    return round(float(f"{value * scale:.3g}"), 2) / scale


def table(found: Report) -> pd.DataFrame:
    """Every fitted value with its interval, in the units of the declarations."""
    return pd.DataFrame([{
        _("Assumption"): label(one), _("Value"): one.value, _("95 %: low"): one.low, _("95 %: high"): one.high,
        _("Plausible: low"): one.free.range[0], _("Plausible: high"): one.free.range[1],
        _("Unit"): _(PARAMETERS[one.free.path].unit.value),
        _("Narrowed down"): _("yes") if one.is_identified else _("no"),
        _("Part of the plausible spread that is left"): one.left,
        _("Figures that it moves most"): "; ".join(name_of(figures()[name]) for name in one.figures)}
        for one in found.parameters])
