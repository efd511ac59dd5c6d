"""How a headline answers to one lever, all else as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import Chart, fit_y, rounded
from app.charts.figure import Figure
from model.comparison import interval, paired
from model.declare import Parameter, Unit
from model.outputs import HEADLINES
from model.results import Result
from model.words import _

HEIGHT = 260
ANSWERS = ("pioneers_succeeded_10", "industries_established", "net_fiscal_cost", "social_irr")


def response(
    parameter: Parameter, values: Sequence[float], results: Sequence[Result], at: float, name: str,
    colours: look.Palette,
) -> Chart:
    """A headline's mean with its 95 % interval for several values of a parameter; `at` is set now."""
    output = HEADLINES[name]
    scale, factor = wording.scale(parameter.unit), wording.scale(output.unit)
    found = [interval(result.headlines[name]) for result in results]
    x = scale * np.asarray(values, np.float64)
    mean, low, high = (factor * np.array([getattr(each, part) for each in found])
                       for part in ("mean", "low", "high"))
    figure = Figure(colours, HEIGHT)
    quiet: dict[str, Any] = {"line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.scatter(x, low, name="low", **quiet)
    figure.scatter(x, high, name="high", fill="tonexty",
                   fillcolor=look.faded(colours.current, look.BAND_OPACITY), **quiet)
    figure.scatter(x, mean, mode="lines+markers", name=_(output.label), marker={"size": 7},
                   line={"color": colours.current, "width": 2}, hovertemplate="%{y:.3~f}<extra></extra>")
    figure.shape(type="line", x0=scale * at, x1=scale * at, y0=0, y1=1, yref="paper",
                 line={"color": colours.quiet, "width": 1, "dash": "dot"})
    figure.note(scale * at, 1, _("now"), yref="paper", xanchor="left", xshift=4, yanchor="bottom",
                font={"size": 12, "color": colours.quiet})
    unit = wording.unit_text(parameter.unit)
    figure.x_axis(title={"text": f"{wording.full_label(parameter)}{f' ({unit})' if unit else ''}"})
    fit_y(figure, np.concatenate([low, high]))
    table = rounded(pd.DataFrame({
        wording.full_label(parameter): x, _("mean"): mean, _("95 %: low"): low, _("95 %: high"): high}))
    return Chart(
        f"response-{name}", _(output.label), _answer(parameter, values, results, name),
        wording.unit_text(output.unit) or _("number"), figure, table, outputs=(name,))


def _answer(
    parameter: Parameter, values: Sequence[float], results: Sequence[Result], name: str
) -> str:
    """From one end of the slider to the other."""
    unit = HEADLINES[name].unit
    gap = paired(results[0], results[-1], name)
    start, end = (wording.setting_text(parameter, parameter.kind(values[k])) for k in (0, -1))
    if not np.isfinite(gap.low + gap.high):
        said = _("no difference can be stated")
    elif gap.includes_zero:
        said = _("no detectable difference")
    else:
        said = wording.difference(gap, Unit.COUNT if unit is Unit.NUMBER else unit)
    return _("From {start} to {end}: {said}.").format(start=start, end=end, said=said)
