"""Which assumptions move the results most, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from app import wording
from app.charts.rows import Row, Track
from app.evidence import blocks
from model.calibration import report
from model.calibration.writing import ZONE
from model.declare import Parameter, Role, Unit
from model.evidence.figures import figures
from model.influence import Influence, kept, worlds_kept
from model.outputs import HEADLINES
from model.parameters import PARAMETERS
from model.parameters.sources import BY_HAND, FITTED, NOTES
from model.words import _

SHOWN = 12
ALSO_NAMED = 3
# the longest bar leaves room for its number
LONGEST = 0.85
# sources that are nobody's publication
UNKNOWN = ("assumption", NOTES)
# derived, but not from a publication
DERIVED = "derived:"


class Basis(StrEnum):
    """What an assumption rests on."""

    NARROWED = "fitted, and published figures narrow it down"
    PUBLISHED = "published figures inform it"
    INFORMED = "assumed; a published figure informs it"
    DERIVED = "derived from other numbers"
    FITTED = "fitted, but no published figure settles it"
    BY_HAND = "set by hand; no published figure settles it"
    ASSUMED = "assumed; no published figure settles it"


# those that rest on something published
KNOWN = (Basis.NARROWED, Basis.PUBLISHED, Basis.INFORMED)


@dataclass(frozen=True)
class Weight:
    """An assumption and the headlines that it moves, the one that it moves most first."""

    parameter: Parameter
    moved: tuple[Influence, ...]

    @property
    def size(self) -> float:
        """The most that it moves a headline, in standard deviations of worlds."""
        return abs(self.moved[0].size)


def weights(count: int = SHOWN) -> list[Weight]:
    """The assumptions that move a main headline most, the strongest first; switches of mechanisms left out."""
    found = [Weight(PARAMETERS[path], tuple(moved)) for path, moved in kept().items()
             if moved and PARAMETERS[path].role is Role.ASSUMPTION and PARAMETERS[path].unit is not Unit.SWITCH]
    return sorted(found, key=lambda one: -one.size)[:count]


def informing(parameter: Parameter) -> list[str]:
    """Who informs an assumption with a published figure."""
    return list(dict.fromkeys(
        _(figure.source) for figure in figures().values() if parameter.path in figure.parameters))


def basis(parameter: Parameter) -> Basis:
    """What an assumption rests on: figures of the fit, published inputs, or its declared source."""
    if parameter.path in narrowed():
        return Basis.NARROWED
    if informing(parameter):
        return Basis.INFORMED if parameter.source.startswith(UNKNOWN) else Basis.PUBLISHED
    starts = {FITTED: Basis.FITTED, BY_HAND: Basis.BY_HAND, DERIVED: Basis.DERIVED,
              **dict.fromkeys(UNKNOWN, Basis.ASSUMED)}
    return next((found for start, found in starts.items() if parameter.source.startswith(start)), Basis.PUBLISHED)


def is_known(parameter: Parameter) -> bool:
    """Does anything published inform an assumption?"""
    return basis(parameter) in KNOWN


def narrowed() -> set[str]:
    """The assumptions that the fit's figures narrow down."""
    return {one.free.path for one in report.kept().parameters if one.is_identified and one.free.world in ("", ZONE)}


def show() -> None:
    """The heaviest assumptions, and what each is known from."""
    found = weights()
    known = sum(is_known(one.parameter) for one in found)
    blocks.head(
        _("Which assumptions matter most, and what is known of them?"),
        _("Published figures inform {known} of the {count} that move the main results most. The others are fitted, "
          "derived or assumed, and no published figure settles them.").format(known=known, count=len(found)),
        _("Bar: what an assumption moves when it goes from the low to the high end of its plausible range, in standard "
          "deviations (sd) between worlds; that result and its difference with 95 % interval stand beside it. {worlds} "
          "worlds on the same luck.").format(worlds=worlds_kept()))
    largest = found[0].size
    blocks.rows([row(one, largest) for one in found], _("Assumptions by what they move"))
    blocks.tables("assumptions", _("All assumptions as a table and CSV"), {
        _("Assumptions by what they move"): table(weights(len(PARAMETERS)))})


def row(one: Weight, largest: float) -> Row:
    """An assumption, its plausible range, what it moves, and what is known of it."""
    parameter, most = one.parameter, one.moved[0]
    at = LONGEST * one.size / largest
    also = [wording.lower_first(_(HEADLINES[each.headline].label)) for each in one.moved[1:][:ALSO_NAMED]]
    return Row(
        wording.full_label(parameter),
        _(basis(parameter).value),
        is_known(parameter),
        (_("Plausible: {range}; default {default}").format(
            range=plausible(parameter), default=wording.setting_text(parameter, parameter.default)),
         _("Moves {headline}: {difference}").format(
             headline=wording.lower_first(_(HEADLINES[most.headline].label)), difference=moved(most))),
        Track(shade=(0.0, at), labels=((at, _("{size} sd").format(size=wording.digits(one.size))),)),
        (source(parameter), _("Moves also: {names}.").format(names="; ".join(also)) if also else "",
         _(parameter.meaning)))


def plausible(parameter: Parameter) -> str:
    """The plausible range with its unit."""
    return wording.between(parameter, parameter.slider_low, parameter.slider_high)


def moved(one: Influence) -> str:
    """A difference with its interval."""
    return wording.difference(one.gap, HEADLINES[one.headline].unit)


def source(parameter: Parameter) -> str:
    """What an assumption is known from, in words."""
    text = _("Source: {source}").format(source=wording.sentence(_(parameter.source)))
    known = informing(parameter)
    return text + (" " + _("Published: {names}.").format(names="; ".join(known)) if known else "")


def table(found: list[Weight]) -> pd.DataFrame:
    """Assumptions with what each moves most, and what is known of it."""
    return pd.DataFrame([{
        _("Assumption"): wording.full_label(one.parameter),
        _("Default"): wording.setting_text(one.parameter, one.parameter.default),
        _("Plausible range"): plausible(one.parameter), _("Moves most"): _(HEADLINES[one.moved[0].headline].label),
        _("By, standard deviations"): round(one.size, 2), _("By, with 95 % interval"): moved(one.moved[0]),
        _("What it rests on"): _(basis(one.parameter).value),
        _("Published figures"): "; ".join(informing(one.parameter)), _("Source"): _(one.parameter.source)}
        for one in found])
