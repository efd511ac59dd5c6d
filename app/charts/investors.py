"""Do investors get paid?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import LABEL_WIDTH, Chart, Pair, add_pair, rounded, year_ends
from app.charts.figure import Figure
from model.declare import Unit
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

FUNDS_LEFT_SHARE = 0.98


def _age_curve(result: Result) -> tuple[Any, Any, Any]:
    """Net cash, calls and distributions by age, per yuan that an average fund calls at most."""
    funds = result.ages["funds"].sum(0)
    enough = funds >= FUNDS_LEFT_SHARE * max(funds[0], 1)
    last = int(np.argmin(enough)) if not enough.all() else len(enough)
    count = np.maximum(funds[:last], 1)
    called = result.ages["called"].sum(0)[:last] / count
    distributed = result.ages["distributed"].sum(0)[:last] / count
    paid_in = max(float(called.max(initial=0.0)), 1e-9)
    return (distributed - called) / paid_in, called / paid_in, distributed / paid_in


def j_curve(pair: Pair, colours: look.Palette) -> Chart:
    """Cumulative net cash of an average fund by its age."""
    current, baseline = _age_curve(pair.current), _age_curve(pair.baseline)
    count = min(len(current[0]), len(baseline[0]))
    ages = year_ends(0, count)
    figure = Figure(colours, 300, right=LABEL_WIDTH)
    add_pair(figure, ages, 100 * current[0][:count], 100 * baseline[0][:count], pair, colours,
             hover="%{y:.0f} %")
    figure.x_axis(title={"text": _("age of a fund, years")}, dtick=2, range=[0, ages[-1]])
    figure.y_axis(ticksuffix=" %")
    table: dict[str, Any] = {_("Age, years"): ages}
    sides = [(_("baseline"), baseline)]
    if not pair.is_same:
        sides.insert(0, (_("current"), current))
    for name, (net, called, distributed) in sides:
        table[_("{name}: called, % of paid-in").format(name=name)] = 100 * called[:count]
        table[_("{name}: distributed, % of paid-in").format(name=name)] = 100 * distributed[:count]
        table[_("{name}: net, % of paid-in").format(name=name)] = 100 * net[:count]
    return Chart(
        "j_curve", _("When do investors get their money back?"),
        _j_curve_answer(pair, current[0], baseline[0]),
        _("Cumulative distributions less calls, % of what an average fund calls"),
        figure, rounded(pd.DataFrame(table)[3::4].reset_index(drop=True), 1),
        note=_("All funds closed from year 0 on, by age since first close, as far as nearly all of "
               "them can be followed; net of fees and carry."))


def _break_even(net: Any) -> float | None:
    """Age in years from which net cash stays above zero; None if it ends below."""
    if not len(net) or net[-1] <= 0:
        return None
    below = np.flatnonzero(net < 0)
    return float((below[-1] + 2 if len(below) else 1) / QUARTERS_PER_YEAR)


def _j_curve_answer(pair: Pair, current: Any, baseline: Any) -> str:
    age, lowest = _break_even(current), float(current.min(initial=0.0))
    text = _("An average fund is deepest under water at {lowest} of its paid-in capital").format(
        lowest=wording.amount(lowest, Unit.SHARE))
    if age is None:
        text += _(" and has not paid it all back by age {last}").format(
            last=wording.digits(len(current) / QUARTERS_PER_YEAR, 0))
    else:
        text += _(" and has paid it all back at age {age}").format(
            age=wording.digits(age, 1))
    if not pair.is_same:
        before = _break_even(baseline)
        if before is not None:
            text += _("; in the baseline at age {age}").format(age=wording.digits(before, 1))
        else:
            text += _("; in the baseline not yet")
    return wording.sentence(text)
