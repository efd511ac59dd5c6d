"""What a presentation can show: kinds of pages, and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from app.charts import several
from app.charts.chart import Chart, Pair
from app.compare import drawn
from app.headlines import CARDS
from app.views import VIEWS
from app.views.view import Maker
from model.declare import Role
from model.outputs import HEADLINES, SERIES
from model.parameters import BASELINE, PARAMETERS, contradictions, replaced
from model.words import _

if TYPE_CHECKING:
    from app.presentation.material import Material
    from app.presentation.storyline import Page


@dataclass(frozen=True)
class Kind:
    """A kind of page: what it is called, what it is for, and which entries of a page it reads."""

    title: str
    meaning: str
    reads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A chart that can be chosen. `holds_two` says whether it shows one scenario against the reference only."""

    title: str
    make: Callable[[Material, Page], Chart]
    holds_two: bool = False


KINDS: dict[str, Kind] = {
    "title": Kind(_("Title"), _("The title, the question, the scenarios and who made it.")),
    "question": Kind(_("Question"), _("What is asked, and what each scenario stands for.")),
    "levers": Kind(_("Levers that differ"), _("In which levers and assumptions the scenarios differ.")),
    "chart": Kind(_("Chart"), _("One chart with its sentence."), ("chart", "other")),
    "table": Kind(_("Comparison"), _("Headlines of all scenarios with paired differences."), ("numbers",)),
    "why": Kind(_("Why they differ"), _("What each group of changed levers contributes to the gap."),
                ("number", "other")),
    "firm": Kind(_("One firm in two worlds"), _("The same firm followed through two scenarios."), ("other",)),
    "evidence": Kind(_("Evidence and limits"), _("How near the model comes to published figures, and what it "
                                                 "cannot say.")),
    "appendix": Kind(_("Assumptions"), _("The assumptions that matter most, with their values and sources.")),
}


@cache
def is_movable(path: str) -> bool:
    """Can this parameter be moved by a slider on the projector, alone and without a contradiction?"""
    parameter = PARAMETERS.get(path)
    if parameter is None or parameter.role is Role.SETTING or parameter.kind is bool or parameter.choices:
        return False
    values = {parameter.slider_low, parameter.slider_high} - {parameter.default}
    return any(not contradictions(replaced(BASELINE, {path: parameter.kind(value)})) for value in values)


def _over_time(series: str, question: str) -> Choice:
    return Choice(_("{label}, all scenarios over time").format(label=_(SERIES[series].label)),
                  lambda material, _page: several.over_time(material.sides, material.colours, series, question))


def _gaps_over_time(series: str, question: str) -> Choice:
    return Choice(_("{label}, differences to the reference over time").format(label=_(SERIES[series].label)),
                  lambda material, _page: several.gaps_over_time(material.sides, material.colours, series, question))


def _headline(name: str) -> Choice:
    return Choice(_("{label}, all scenarios").format(label=_(HEADLINES[name].label)),
                  lambda material, _page: several.headline(material.sides, material.colours, name))


def _side_by_side(material: Material, _page: Page) -> Chart:
    return drawn.side_by_side(material.board, material.results, CARDS, material.colours)


def _against(question: str, make: Maker) -> Choice:
    def made(material: Material, page: Page) -> Chart:
        one = material.other(page)
        pair = Pair(material.results[one.name], material.results[material.board.reference.name])
        chart = make(pair, material.colours)
        return replace(chart, note=" ".join(part for part in (chart.note, _(
            "Current: {title}. Baseline: {reference}.").format(
                title=one.title, reference=material.board.reference.title)) if part))

    return Choice(_("{question} One scenario against the reference").format(question=question), made, holds_two=True)


def _all() -> Iterator[tuple[str, Choice]]:
    drawn_already = set()
    for view in VIEWS.values():
        if view.spark not in drawn_already:
            label = _("{label} over time").format(label=_(SERIES[view.spark].label))
            yield f"all-{view.key}", _over_time(view.spark, view.question if view.key in ANSWERED else label)
            yield f"gap-{view.key}", _gaps_over_time(view.spark, _("{label}: what changes?").format(
                label=_(SERIES[view.spark].label)))
        drawn_already.add(view.spark)
    for name in CARDS:
        yield f"number-{name}", _headline(name)
    yield "side-by-side", Choice(_("All that matters, side by side"), _side_by_side)
    for view in VIEWS.values():
        yield f"view-{view.key}", _against(view.question, view.large)


# views whose question the series on their tile answers
ANSWERED = ("pioneers", "industries")
CHARTS: dict[str, Choice] = dict(_all())
FIRST_CHART = "gap-pioneers"
