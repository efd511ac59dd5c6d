"""Where do firms die?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.bars import counted, most, moved_total
from app.charts.chart import Chart, Pair, fit_y, round_up, rounded
from app.charts.dots import Axis, Row, dots, dots_table
from app.charts.figure import Figure
from app.charts.lines import Line, lines, lines_table, moved_ones
from app.charts.series import HEIGHT, LARGE, window
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
    """How the bars of each cause of death are filled."""
    technical, forced, market = DRAWN[1:]
    return {
        FUNDING: {"color": colours.current}, technical: {"color": colours.followers},
        forced: {"color": colours.neutral, "pattern": {"shape": "/", "fgcolor": colours.text, "size": 5}},
        market: {"color": colours.grid},
    }


def _by_age(result: Result) -> Any:
    """Deaths of all firms founded from year 0 on [replication, cause, age in years]."""
    return sum(by_year(result.life[f"{group}_died"]) for group in GROUPS)


def valley(pair: Pair, colours: look.Palette) -> Chart:
    """Deaths by age and cause, stacked; the baseline's total dashed."""
    now, before = _by_age(pair.current), _by_age(pair.baseline)
    means, total = now.mean(0), before.mean(0).sum(0)
    ages = np.arange(means.shape[1])
    figure = Figure(colours, LARGE)
    for cause, marker in _marks(colours).items():
        figure.bar(ages + HALF, means[cause], name=_(CAUSES[cause]), width=0.9, marker=marker,
                   hovertemplate="%{y:.2f}<extra>%{fullData.name}</extra>")
    figure.scatter(
        ages + HALF, total, name=_("baseline, all"), visible=not pair.is_same,
        line={"color": colours.baseline, "width": 2, "dash": "dash", "shape": "hvh"},
        hovertemplate="%{y:.2f}<extra>%{fullData.name}</extra>")
    figure.set(barmode="stack")
    figure.legend()
    figure.x_axis(title={"text": _("age of a firm, years")}, dtick=2, range=[0, pair.years])
    fit_y(figure, np.concatenate([means.sum(0), total]))
    columns: dict[str, Any] = {_("Age, from year"): ages}
    for side, values in ((_("current"), means), (_("baseline"), before.mean(0))):
        if side != _("current") or not pair.is_same:
            columns |= {f"{side}: {_(CAUSES[cause])}": values[cause] for cause in DRAWN}
    return Chart(
        "valley", _("Where do firms die?"), _valley_answer(pair, now, before),
        _("Deaths of firms founded from year 0 on, by age, mean number per world"), figure,
        rounded(pd.DataFrame(columns)), note=_("Means of all worlds, to the end of the run-off."),
        outputs=tuple(f"{group}_died" for group in GROUPS))


def _valley_answer(pair: Pair, now: Any, before: Any) -> str:
    starved = now[:, FUNDING].sum(1)
    everyone = now.sum((1, 2))
    if not everyone.sum():
        return _("No firm dies.")
    text = _("{share} of deaths are for want of money").format(
        share=wording.percent(starved.sum() / everyone.sum()))
    if starved.sum():
        course = np.cumsum(now[:, FUNDING].mean(0))
        text += _(", and half of those come by age {age}").format(
            age=int(np.argmax(course >= HALF * course[-1])) + 1)
    if not pair.is_same:
        change = interval(starved - before[:, FUNDING].sum(1))
        text += _("; deaths for want of money: {moved}").format(moved=wording.moved(change, Unit.COUNT))
    return wording.sentence(text)


def by_stage(pair: Pair, colours: look.Palette) -> Chart:
    """Deaths by stage and cause, stacked bars; the baseline's totals as open marks."""
    now, before = (sum(result.life[f"{group}_died_at"] for group in GROUPS).mean(0)
                   for result in (pair.current, pair.baseline))
    words = [_(stage).capitalize() for stage in STAGES]
    figure = Figure(colours, LARGE, right=16)
    for cause, marker in _marks(colours).items():
        figure.bar(now[:, cause], words, name=_(CAUSES[cause]), orientation="h", marker=marker,
                   hovertemplate="%{x:.2f}<extra>%{fullData.name}</extra>")
    figure.scatter(
        before.sum(1), words, mode="markers", name=_("baseline, all"), visible=not pair.is_same,
        marker={"symbol": "line-ns-open", "size": 22, "color": colours.baseline,
                "line": {"width": 3, "color": colours.baseline}},
        hovertemplate="%{x:.2f}<extra>%{fullData.name}</extra>")
    figure.set(barmode="stack", hovermode="closest", dragmode=False, bargap=0.4)
    figure.legend()
    figure.set(margin={"t": 64})
    figure.x_axis(range=[0, round_up(max(now.sum(1).max(), before.sum(1).max()))])
    figure.y_axis(autorange="reversed", showgrid=False, zeroline=False)
    worst = int(np.argmax(now[:, FUNDING]))
    text = _("Most firms that die for want of money die in the {stage} stage: {number} on average").format(
        stage=_(STAGES[worst]), number=wording.digits(now[worst, FUNDING]))
    table = pd.DataFrame({_("Stage"): words, **{
        f"{side}: {_(CAUSES[cause])}": values[:, cause]
        for side, values in ((_("current"), now), (_("baseline"), before)) for cause in DRAWN}})
    return Chart(
        "deaths-by-stage", _("In which stage?"), wording.sentence(text),
        _("Deaths of firms founded from year 0 on, by stage, mean number per world"), figure,
        rounded(table, 2), outputs=tuple(f"{group}_died_at" for group in GROUPS))


def runway(pair: Pair, colours: look.Palette) -> Chart:
    """Firms whose cash lasts less than a year, by stage."""
    drawn = []
    for name, stage, colour in zip(SHORT, STAGES, colours.stages, strict=True):
        years, current = window(pair.current, name)
        drawn.append(Line(_(stage), colour, current, window(pair.baseline, name)[1]))
    figure = lines(pair, colours, years, drawn, HEIGHT)
    figure.x_axis(title={"text": _("years from the start of the policies")}, dtick=5)
    at = pair.years * QUARTERS_PER_YEAR - 1
    now = {line.name: pair.current.series[name][:, at].astype(np.float64)
           for line, name in zip(drawn, SHORT, strict=True)}
    before = {line.name: pair.baseline.series[name][:, at]
              for line, name in zip(drawn, SHORT, strict=True)}
    text = _("At year {year} {number} active firms have cash for less than four quarters").format(
        year=pair.years, number=wording.digits(sum(each.mean() for each in now.values())))
    text += moved_ones(pair, {name: now[name] - before[name] for name in now}, Unit.COUNT)
    return Chart(
        "runway", _("Who is short of cash?"), wording.sentence(text),
        _("Active firms with a runway of less than four quarters, number"), figure,
        lines_table(pair, years, drawn), note=_("Means of all worlds."), outputs=SHORT)


def lost(pair: Pair, colours: look.Palette) -> Chart:
    """Viable firms that were stopped, and money that went on to others."""
    axis = Axis([Row.of(_(HEADLINES[name].label), pair.current.headlines[name],
                        pair.baseline.headlines[name]) for name in LOST], Unit.SHARE)
    text = _("{share} of viable firms die for want of money or by a forced exit").format(
        share=wording.headline(pair.current, LOST[0]))
    if not pair.is_same:
        text += _("; against the baseline: {said}").format(
            said=wording.against_baseline(pair.current, pair.baseline, LOST[0]))
    return Chart(
        "lost", _("Are the right firms stopped?"), wording.sentence(text),
        _("% of viable firms, and % of bridge money after a failed test; dot: mean, line: 95 % interval"),
        dots(pair, colours, [axis]), dots_table(pair, [axis], (_("95 %: low"), _("95 %: high"))),
        note=_("Viable: would have succeeded with unlimited money on the same luck."), outputs=LOST)
