"""Where is the baton dropped?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.bars import counted, most, moved_total, paired_bars
from app.charts.chart import Chart, Pair, rounded, total
from app.charts.figure import Figure
from app.charts.lines import Line, largest_move, lines, lines_table, moved_ones
from app.charts.series import HEIGHT, window, year_mean
from model.comparison import interval
from model.declare import Unit
from model.outputs import INDUSTRY_NAMES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

REASONS = ("dropped_return", "dropped_no_fund", "dropped_horizon", "dropped_refused")
INDUSTRIES = tuple(f"dropped_in.{industry}" for industry in INDUSTRY_NAMES)
ROUNDS = ("seed", "a", "b")
SOLD = ("exits_listing", "exits_trade")
FUNDS = ("angel", "venture", "ma")
READY_OPACITY = 0.45
FUNNEL_HEIGHT = 470
# bars leave this part of the width to the numbers beside them
BAR_SHARE = 0.72


@dataclass(frozen=True)
class Step:
    """One step of the way: what it is called, the series that it adds up, and how it is drawn."""

    name: str
    series: tuple[str, ...]
    colour: str


def _round(name: str) -> str:
    return {"seed": _("seed round"), "a": _("A round"), "b": _("B round")}[name]


def _steps(colours: look.Palette) -> list[Step]:
    shades = dict(zip(ROUNDS, (colours.angel, colours.venture, colours.growth), strict=True))
    steps = [Step(_("Founded"), ("entries",), colours.followers)]
    for name, colour in shades.items():
        got, dropped_before = f"rounds_{name}", f"dropped_{name}"
        steps.append(Step(_("Ready for {round}").format(round=_round(name)), (got, dropped_before),
                          look.faded(colour, READY_OPACITY)))
        steps.append(Step(_("Got {round}").format(round=_round(name)), (got,), colour))
    return [*steps, Step(_("Listed or sold"), SOLD, colours.mature)]


def funnel(pair: Pair, colours: look.Palette) -> Chart:
    """How many firms come to each step of the way, and what part of those of the step before."""
    steps = _steps(colours)
    now, before = (np.array([_count(each, step.series, pair.years) for step in steps])
                   for each in (pair.current, pair.baseline))
    names = [step.name for step in steps]
    figure = Figure(colours, FUNNEL_HEIGHT)
    paired_bars(figure, pair, names, now.mean(1), before.mean(1), _texts,
                [step.colour for step in steps])
    longest = max(float(now.mean(1).max()), float(before.mean(1).max()), 1.0)
    figure.x_axis(range=[0, longest / BAR_SHARE])
    return Chart(
        "funnel", _("Where is the baton dropped?"), _funnel_answer(pair),
        _("Firms from year 0 to the horizon, mean number per world, and % of the step before"),
        figure, _funnel_table(pair, names, now, before),
        note=_("Ready: passed the test and then got the round or died for want of it; firms that still look "
            "or pay the stage themselves are left out. Whoever is still at work at the horizon has not "
            "come to the next step yet. Sold: to an acquirer."),
        outputs=("entries", *(f"{kind}_{name}" for name in ROUNDS for kind in ("rounds", "dropped")),
                 *SOLD))


def _count(result: Result, names: tuple[str, ...], years: int) -> Any:
    return sum(total(result, name, years) for name in names)


def _parts(means: Any) -> Any:
    """Each step as a part of the one before; NaN for the first, and where nobody came so far."""
    parts = np.full(len(means), np.nan)
    np.divide(means[1:], means[:-1], out=parts[1:], where=means[:-1] > 0)
    return parts


def _texts(means: Any) -> list[str]:
    """The number of a step, and its part of the step before."""
    return [wording.digits(mean) + (f"  ({wording.amount(part, Unit.SHARE)})" if np.isfinite(part) else "")
            for mean, part in zip(means, _parts(means), strict=True)]


def _funnel_table(pair: Pair, names: list[str], now: Any, before: Any) -> pd.DataFrame:
    columns: dict[str, Any] = {_("Step"): names}
    sides = [(_("baseline"), before)]
    if not pair.is_same:
        sides.insert(0, (_("current"), now))
    for side, counts in sides:
        columns[side] = counts.mean(1)
        columns[_("{side}, % of the step before").format(side=side)] = 100 * _parts(counts.mean(1))
    if not pair.is_same:
        found = [interval(row) for row in now - before]
        columns[_("difference")] = [one.mean for one in found]
        columns[_("95 %: low")] = [one.low for one in found]
        columns[_("95 %: high")] = [one.high for one in found]
    return rounded(pd.DataFrame(columns), 2)


def _funnel_answer(pair: Pair) -> str:
    """Before which round most batons are dropped, and what part of the firms that were ready for it."""
    lost = {name: total(pair.current, f"dropped_{name}", pair.years) for name in ROUNDS}
    means = {name: float(values.mean()) for name, values in lost.items()}
    ready = {name: means[name] + float(total(pair.current, f"rounds_{name}", pair.years).mean())
             for name in ROUNDS}
    if not any(ready.values()):
        return _("No firm comes as far as its first round.")
    worst = max(means, key=lambda name: means[name])
    if not means[worst]:
        return wording.sentence(_("No baton is dropped: every firm that is ready for a round gets it")
                                + moved_total(pair, tuple(f"dropped_{name}" for name in ROUNDS)))
    shares = {name: wording.amount(means[name] / ready[name], Unit.SHARE)
              for name in ROUNDS if ready[name]}
    others = [_("before the {round} {share}").format(share=share, round=_round(name))
              for name, share in shares.items() if name != worst]
    text = _("Most batons are dropped before the {round}: {lost} of the {ready} firms that are ready for it "
             "die for want of it ({shares})").format(
        round=_round(worst), ready=wording.digits(ready[worst]), lost=wording.digits(means[worst]),
        shares="; ".join([shares[worst], ", ".join(others)]) if others else shares[worst])
    return wording.sentence(text + moved_total(pair, (f"dropped_{worst}",)))


def dropped(pair: Pair, colours: look.Palette) -> Chart:
    """Firms that passed a test and found no next round, by reason."""
    figure, table, means = counted(pair, colours, REASONS, "Dropped: ")
    text = _("{all} firms on average pass a test and die for want of the next round{moved}").format(
        all=wording.digits(sum(means.values())), moved=moved_total(pair, REASONS))
    text += most(means, "Dropped: ", _("; the most frequent reason is {what} ({share})"))
    return Chart("dropped", _("Why is the baton dropped?"), wording.sentence(text),
                 _("Dropped batons from year 0 to the horizon, mean number per world"),
                 figure, table, outputs=REASONS)


def dropped_by_industry(pair: Pair, colours: look.Palette) -> Chart:
    """Dropped batons of each industry."""
    figure, table, means = counted(pair, colours, INDUSTRIES, "Dropped batons, ")
    text = most(means, "Dropped batons, ", _("No industry drops more than {what} ({share} of all)"))
    if not text:
        text = _("No baton is dropped in any industry")
    text += largest_move(
        pair, {wording.title(name.split(".")[1]).lower():
               total(pair.current, name, pair.years) - total(pair.baseline, name, pair.years)
               for name in INDUSTRIES}, Unit.COUNT)
    return Chart("dropped-industry", _("Which industries drop it?"), wording.sentence(text),
                 _("Dropped batons from year 0 to the horizon, mean number per world"),
                 figure, table, outputs=INDUSTRIES)


def odds(pair: Pair, colours: look.Palette) -> Chart:
    """What everybody believes of the chance to find the next round."""
    names = {"seed": (_("seed"), colours.angel), "a": (_("A"), colours.venture),
             "b": (_("B"), colours.growth)}
    years, drawn = _lines(pair, {f"odds_{name}": one for name, one in names.items()}, 100)
    at_end = [line.current[:, -1].mean() / 100 for line in drawn]
    text = _("At year {year} the odds of a round are taken to be {seed} for seed, {a} for A and {b} for "
             "B").format(
        year=pair.years, **{name: wording.amount(value, Unit.SHARE)
                            for name, value in zip(names, at_end, strict=True)})
    text += moved_ones(pair, _changes(drawn, 100), Unit.PROBABILITY)
    rounds = pair.current.parameters.rounds
    return Chart(
        "odds", _("How likely is the next round?"), wording.sentence(text),
        _("Believed odds of finding the round, %"),
        lines(pair, colours, years, drawn, HEIGHT, hover="%{y:.0f} %", most=100),
        lines_table(pair, years, drawn),
        note=_("Means of all worlds. Learnt from rounds found and batons dropped, but old cases fade, while the first "
               "belief of {prior} always counts as {weight} cases. So where rounds are few the odds stay nearer to "
               "it than to what firms meet.").format(
            prior=wording.amount(rounds.first_money_odds_prior, Unit.PROBABILITY),
            weight=wording.digits(rounds.prior_weight)),
        outputs=tuple(f"odds_{name}" for name in names))


def dry_powder(pair: Pair, colours: look.Palette) -> Chart:
    """Money for first investments by kind of fund."""
    names = {"angel": (_("angel"), colours.angel), "venture": (_("venture"), colours.venture),
             "ma": (_("M&A"), colours.growth)}
    years, drawn = _lines(pair, {f"dry_powder_{name}": one for name, one in names.items()}, 1)
    years, drawn = years[QUARTERS_PER_YEAR - 1 :], [
        replace(line, current=year_mean(line.current), baseline=year_mean(line.baseline))
        for line in drawn]
    values = [float(line.current[:, -1].mean()) for line in drawn]
    everything, *each = wording.money_alike(sum(values), *values)
    text = _("In the last year before year {year} funds hold {all} for first investments: {parts}").format(
        year=pair.years, all=everything,
        parts=", ".join(f"{line.name} {money}" for line, money in zip(drawn, each, strict=True)))
    if not pair.is_same:
        change = sum(_changes(drawn, 1).values())
        text += f"; {wording.moved(interval(change), Unit.MYUAN)}"
    return Chart(
        "dry-powder", _("Is there money for the next round?"), wording.sentence(text),
        _("Dry powder by kind of fund, ¥ million, mean of four quarters"),
        lines(pair, colours, years, drawn, HEIGHT, hover="%{y:,.0f}"),
        lines_table(pair, years, drawn), note=_("Means of all worlds."),
        outputs=tuple(f"dry_powder_{name}" for name in names))


def _lines(
    pair: Pair, names: dict[str, tuple[str, str]], factor: int
) -> tuple[Any, list[Line]]:
    """Years, and a line for each series with its name and colour."""
    drawn = []
    for name, (word, colour) in names.items():
        years, current = window(pair.current, name)
        drawn.append(Line(word, colour, factor * current, factor * window(pair.baseline, name)[1]))
    return years, drawn


def _changes(drawn: list[Line], factor: int) -> dict[str, Any]:
    """What each line moved by at the horizon [replication], in the unit of the model."""
    return {line.name: (line.current[:, -1] - line.baseline[:, -1]) / factor for line in drawn}
