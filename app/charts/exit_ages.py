"""At what age do firms exit?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import Chart, Pair, label, rounded
from app.charts.exits import KINDS, stack
from app.charts.figure import Figure
from app.charts.series import HEIGHT
from model.comparison import interval
from model.declare import Unit
from model.outputs import GROUPS
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

# firms of all worlds that must still be followed at an age
FEWEST = 30
LOOK_AGE = 10
OUTPUTS = tuple(f"{group}_{name}" for group in GROUPS for name in ("at_risk", "died", "left"))


def exit_ages(pair: Pair, colours: look.Palette) -> Chart:
    """Share of firms that have exited by each age, by kind; the baseline's total dashed."""
    ages = _last_age(pair)
    current, baseline = (_drawn(each, ages) for each in (pair.current, pair.baseline))
    years = np.arange(ages + 1) / QUARTERS_PER_YEAR
    figure = Figure(colours, HEIGHT)
    stack(figure, pair, years, [(label(name), share) for name, share in zip(KINDS, current, strict=True)],
          baseline.sum(0), "%{y:.1f} %", most=100)
    figure.x_axis(title={"text": _("age of a firm, years")}, dtick=2, range=[0, max(years[-1], 1)])
    columns: dict[str, Any] = {_("Age, years"): years[::QUARTERS_PER_YEAR].astype(int)}
    for side, values in ((_("current"), current), (_("baseline"), baseline)):
        if side != _("current") or not pair.is_same:
            columns |= {
                _("{side}: {kind}, %").format(side=side, kind=wording.lower_first(label(name))):
                share[::QUARTERS_PER_YEAR] for name, share in zip(KINDS, values, strict=True)}
    return Chart(
        "exit-ages", _("At what age do firms exit?"), _answer(pair, current.sum(0), current, ages),
        _("Firms that have exited by each age, % of firms founded"), figure, rounded(pd.DataFrame(columns), 2),
        note=_("Firms founded from year 0 on, in all worlds together, each followed as long as it can be; the "
               "first exit of each."),
        outputs=OUTPUTS)


def _drawn(result: Result, ages: int) -> Any:
    """Per cent that have exited [kind, age], from age 0, at which none has."""
    return 100 * np.pad(_exited(*_lives(result))[:, :ages], ((0, 0), (1, 0)))


def _lives(result: Result) -> tuple[Any, Any, Any]:
    """Firms at risk and deaths [replication, age], first exits [replication, kind, age]."""
    life = result.life
    return (sum(life[f"{group}_at_risk"] for group in GROUPS),
            sum(life[f"{group}_died"].sum(1) for group in GROUPS),
            sum(life[f"{group}_left"] for group in GROUPS))


def _last_age(pair: Pair) -> int:
    """Number of ages at which enough firms are followed on both sides, at least one."""
    followed = np.minimum(*(_lives(each)[0].sum(0) for each in (pair.current, pair.baseline)))
    return max(int(np.argmin(followed >= FEWEST)) if followed[-1] < FEWEST else len(followed), 1)


def _exited(at_risk: Any, died: Any, left: Any) -> Any:
    """Share of firms that have left by each kind of exit at each age [kind, age], all worlds together.

    What leaves at an age, of those still there, times the share that is still there (Aalen and Johansen).
    """
    return _cumulated(at_risk.sum(0), died.sum(0), left.sum(0))


def _cumulated(at_risk: Any, died: Any, left: Any) -> Any:
    """The same of firms that are counted together already: [kind, age], or [replication, age] of one kind."""
    def part(of: Any) -> Any:
        return np.divide(of, at_risk, out=np.zeros(np.broadcast_shapes(of.shape, at_risk.shape)),
                         where=at_risk > 0)

    ended = part(died + (left.sum(0) if left.ndim > at_risk.ndim else left))
    there = np.cumprod(1 - ended, axis=-1)
    before = np.concatenate([np.ones((*there.shape[:-1], 1)), there[..., :-1]], axis=-1)
    return np.cumsum(before * part(left), axis=-1)


def _by_world(result: Result, age: int) -> Any:
    """The share that has exited at an age, with the part that each world has in its error [replication].

    The mean is the share of all worlds together, the spread that of a jackknife over worlds.
    """
    at_risk, died, left = _lives(result)
    exits = left.sum(1)
    everyone = _cumulated(*(values.sum(0) for values in (at_risk, died, exits)))[age]
    without = _cumulated(*(values.sum(0) - values for values in (at_risk, died, exits)))[:, age]
    return everyone + (len(without) - 1) * (without.mean() - without)


def _answer(pair: Pair, exited: Any, kinds: Any, ages: int) -> str:
    at = min(LOOK_AGE * QUARTERS_PER_YEAR, ages)
    years = wording.digits(at / QUARTERS_PER_YEAR)
    if not exited[at]:
        text = _("No firm has exited by age {age}").format(age=years)
    else:
        half = int(np.argmax(exited >= exited[at] / 2)) / QUARTERS_PER_YEAR
        best = int(np.argmax(kinds[:, at]))
        kind = wording.lower_first(label(KINDS[best]))
        text = _("Of 100 firms founded, {share} have exited by age {age}, half of them by age {half}; {part} of "
                 "these exits are {kind}").format(
            share=wording.digits(exited[at]), age=years, half=wording.digits(half, 1), kind=kind,
            part=wording.amount(kinds[best, at] / exited[at], Unit.SHARE))
    if not pair.is_same:
        change = _by_world(pair.current, at - 1) - _by_world(pair.baseline, at - 1)
        text += f"; {wording.moved(interval(change), Unit.SHARE)}"
    return wording.sentence(text)
