"""Where do firms die?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.bars import counted, most, moved_total
from app.charts.chart import Chart, Pair, fit_y, round_up, rounded, stage_name
from app.charts.dots import Axis, Row, dots, dots_table
from app.charts.figure import Figure
from app.charts.lines import Line, largest_move, lines, lines_table, moved_ones
from app.charts.series import HEIGHT, LARGE, window, year_mean
from model.comparison import interval
from model.declare import Unit
from model.outputs import CAUSES, GROUPS, HEADLINES, STAGES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.survival import by_year
from model.words import _

# what firms die of, in the order in which it is drawn
FUNDING = CAUSES.index("funding gap")
DRAWN = (FUNDING, *(k for k in range(len(CAUSES)) if k != FUNDING))
SHORT = tuple(f"short_runway_{stage}" for stage in STAGES)
LOST = ("false_stops", "false_continuations")
HALF = 0.5
# so much of all deaths has a place on the axis, which grows in steps of some years
NEARLY_ALL = 0.999
YEARS_STEP = 5
# more have no room for a number each
MANY_YEARS = 15
DEATHS = ("deaths_funding", "deaths_technical", "deaths_forced", "deaths_market")


def deaths(pair: Pair, colours: look.Palette) -> Chart:
    """Deaths of firms by cause, current against baseline."""
    figure, table, means = counted(pair, colours, DEATHS, "Deaths: ")
    text = _("{all} firms die by year {year} on average{moved}").format(
        all=wording.digits(sum(means.values())), year=pair.years, moved=moved_total(pair, DEATHS))
    text += most(means, "Deaths: ", _("; the most frequent cause is {what} ({share})"))
    return Chart("deaths", _("What do firms die of?"), wording.sentence(text),
                 _("Deaths from year 0 to the horizon, mean number per world"), figure, table, outputs=DEATHS)


def _marks(colours: look.Palette) -> dict[int, dict[str, Any]]:
    """How the bars of each cause of death are filled: want of money in ink, the others quieter."""
    def hatched(shape: str) -> dict[str, Any]:
        return {"color": colours.grid, "line": {"color": colours.neutral, "width": 1},
                "pattern": {"shape": shape, "fgcolor": colours.quiet, "bgcolor": colours.grid, "size": 5}}

    technical, forced, market = DRAWN[1:]
    return {FUNDING: {"color": colours.current}, technical: {"color": colours.neutral},
            forced: hatched("/"), market: hatched(".")}


def _hover(pair: Pair, axis: str) -> str:
    """What is said of a bar: its number, and the baseline's beside it."""
    beside = "" if pair.is_same else _(" (baseline {number})").format(number="%{customdata:.2f}")
    return f"%{{{axis}:.2f}}{beside}<extra>%{{fullData.name}}</extra>"


def _by_age(result: Result) -> Any:
    """Deaths of all firms founded from year 0 on [replication, cause, year of a firm's life]."""
    return sum(by_year(result.life[f"{group}_died"]) for group in GROUPS)


def _years_drawn(*courses: Any) -> int:
    """The year of life by which nearly all of the deaths of every course have happened, in fives."""
    last = max(int(np.argmax(np.cumsum(course) >= NEARLY_ALL * course.sum())) for course in courses)
    return (last // YEARS_STEP + 1) * YEARS_STEP


def valley(pair: Pair, colours: look.Palette) -> Chart:
    """Deaths by age and cause, stacked; the baseline's total dashed."""
    now, before = _by_age(pair.current), _by_age(pair.baseline)
    means, means_before = now.mean(0), before.mean(0)
    total = means_before.sum(0)
    lived = np.arange(1, len(total) + 1)
    figure = Figure(colours, LARGE)
    for cause, marker in _marks(colours).items():
        figure.bar(lived, means[cause], name=_(CAUSES[cause]), width=0.9, marker=marker,
                   customdata=means_before[cause], hovertemplate=_hover(pair, "y"))
    edges = np.concatenate([[HALF], lived, [lived[-1] + HALF]])
    figure.scatter(
        edges, np.concatenate([total[:1], total, total[-1:]]), name=_("baseline, all"),
        visible=not pair.is_same, hoverinfo="skip",
        line={"color": colours.baseline, "width": 2, "dash": "dash", "shape": "hvh"})
    figure.set(barmode="stack")
    figure.legend()
    drawn = _years_drawn(means.sum(0), total)
    figure.x_axis(title={"text": _("year of a firm's life")}, tick0=1, dtick=1 if drawn <= MANY_YEARS else 2,
                  range=[HALF, drawn + HALF],
                  unifiedhovertitle={"text": _("Year {number} of life").format(number="%{x}")})
    fit_y(figure, np.concatenate([means.sum(0), total]))
    columns: dict[str, Any] = {_("Year of life"): lived}
    for side, values in _sides(pair, means, means_before):
        columns |= {f"{side}: {_(CAUSES[cause])}": values[cause] for cause in DRAWN}
    return Chart(
        "valley", _("Where do firms die?"), _valley_answer(pair, now, before),
        _("Deaths of firms founded from year 0 on, by year of their life, mean number per world"), figure,
        rounded(pd.DataFrame(columns)),
        note=_("Means of all worlds, to the end of the run-off. Firms founded late are not followed to a high age."),
        outputs=tuple(f"{group}_died" for group in GROUPS))


def _sides(pair: Pair, current: Any, baseline: Any) -> list[tuple[str, Any]]:
    """Both sides with their names, or the baseline alone where they are the same."""
    sides = [(_("current"), current), (_("baseline"), baseline)]
    return sides[1:] if pair.is_same else sides


def _valley_answer(pair: Pair, now: Any, before: Any) -> str:
    starved = now[:, FUNDING].sum(1)
    everyone = now.sum((1, 2))
    if not everyone.any():
        text = _("No firm dies")
    else:
        text = _("{share} of deaths are for want of money (the funding gap)").format(
            share=wording.percent(starved.sum() / everyone.sum()))
    if starved.any():
        course = np.cumsum(now[:, FUNDING].mean(0))
        text += _(", and half of those come by age {age}").format(
            age=int(np.argmax(course >= HALF * course[-1])) + 1)
    if not pair.is_same:
        change = interval(starved - before[:, FUNDING].sum(1))
        text += _("; deaths for want of money: {moved}").format(moved=wording.moved(change, Unit.COUNT))
    return wording.sentence(text)


def by_stage(pair: Pair, colours: look.Palette) -> Chart:
    """Deaths by stage and cause, stacked bars; the baseline's totals as open marks."""
    now, before = (sum(result.life[f"{group}_died_at"] for group in GROUPS)
                   for result in (pair.current, pair.baseline))
    means, means_before = now.mean(0), before.mean(0)
    words = [stage_name(stage).capitalize() for stage in STAGES]
    figure = Figure(colours, LARGE, right=16)
    for cause, marker in _marks(colours).items():
        figure.bar(means[:, cause], words, name=_(CAUSES[cause]), orientation="h", marker=marker,
                   customdata=means_before[:, cause], hovertemplate=_hover(pair, "x"))
    figure.scatter(
        means_before.sum(1), words, mode="markers", name=_("baseline, all"), visible=not pair.is_same,
        marker={"symbol": "line-ns-open", "size": 22, "color": colours.baseline,
                "line": {"width": 3, "color": colours.baseline}},
        hovertemplate="%{x:.2f}<extra>%{fullData.name}</extra>")
    figure.set(barmode="stack", hovermode="closest", dragmode=False, bargap=0.4)
    figure.legend()
    figure.set(margin={"t": 64})
    figure.x_axis(range=[0, round_up(max(means.sum(1).max(), means_before.sum(1).max())) or 1])
    figure.y_axis(autorange="reversed", showgrid=False, zeroline=False, ticklabelstandoff=6)
    table = pd.DataFrame({_("Stage"): words, **{
        f"{side}: {_(CAUSES[cause])}": values[:, cause]
        for side, values in _sides(pair, means, means_before) for cause in DRAWN}})
    return Chart(
        "deaths-by-stage", _("In which stage?"), _stage_answer(pair, now[:, :, FUNDING], before[:, :, FUNDING]),
        _("Deaths of firms founded from year 0 on, by stage, mean number per world"), figure,
        rounded(table, 2), note=_("Means of all worlds, to the end of the run-off."),
        outputs=tuple(f"{group}_died_at" for group in GROUPS))


def _stage_answer(pair: Pair, now: Any, before: Any) -> str:
    """Where most of those die who die for want of money [replication, stage]."""
    means = now.mean(0)
    if means.any():
        worst = int(np.argmax(means))
        text = _("For want of money (the funding gap) firms die most often in the {stage} stage: {number} on average, "
                 "{share} of such deaths").format(stage=stage_name(STAGES[worst]), number=wording.digits(means[worst]),
                                       share=wording.amount(means[worst] / means.sum(), Unit.SHARE))
    else:
        text = _("No firm dies for want of money")
    text += largest_move(
        pair, {stage_name(stage): now[:, k] - before[:, k] for k, stage in enumerate(STAGES)}, Unit.COUNT)
    return wording.sentence(text)


def runway(pair: Pair, colours: look.Palette) -> Chart:
    """Firms whose cash lasts less than a year, by stage."""
    drawn = []
    for name, stage, colour in zip(SHORT, STAGES, colours.stages, strict=True):
        years, current = window(pair.current, name)
        drawn.append(Line(stage_name(stage), colour, year_mean(current), year_mean(window(pair.baseline, name)[1])))
    years = years[QUARTERS_PER_YEAR - 1 :]
    text = _("On average {number} active firms have cash for less than four quarters in the year before "
             "year {year}").format(
        year=pair.years, number=wording.digits(sum(line.current[:, -1].mean() for line in drawn)))
    text += moved_ones(
        pair, {line.name: line.current[:, -1] - line.baseline[:, -1] for line in drawn}, Unit.COUNT)
    return Chart(
        "runway", _("Who is short of cash?"), wording.sentence(text),
        _("Active firms with a runway of less than four quarters, number, mean of four quarters"),
        lines(pair, colours, years, drawn, HEIGHT), lines_table(pair, years, drawn),
        note=_("Means of all worlds.") + ("" if pair.is_same else _(" Dashed: baseline.")), outputs=SHORT)


def lost(pair: Pair, colours: look.Palette) -> Chart:
    """Viable firms that were stopped, and money that went on to others."""
    axis = Axis([Row.of(_(HEADLINES[name].label), pair.current.headlines[name],
                        pair.baseline.headlines[name]) for name in LOST], Unit.SHARE)
    if np.isfinite(axis.rows[0].current.mean):
        text = _("{share} of viable firms die for want of money or by a forced exit").format(
            share=wording.headline(pair.current, LOST[0]))
    else:
        text = _("No firm was viable, so what is lost is undefined")
    if not pair.is_same:
        text += _("; against the baseline: {said}").format(
            said=wording.against_baseline(pair.current, pair.baseline, LOST[0]))
    return Chart(
        "lost", _("Are the right firms stopped?"), wording.sentence(text),
        _("% of viable firms, and % of bridge money after a failed test; dot: mean, line: 95 % interval"),
        dots(pair, colours, [axis]), dots_table(pair, [axis], (_("95 %: low"), _("95 %: high"))),
        note=_("Viable: would have succeeded with unlimited money on the same luck. False continuations: bridge "
               "money spent on firms that were not viable."), outputs=LOST)
