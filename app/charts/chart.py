"""A chart: a question, the sentence that answers it, a figure, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from app import look
from app.wording import NO_BREAK
from model.export import FORMULA_STARTS
from model.outputs import SERIES
from model.parameters import PARAMETERS, Parameters, value_at
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

BAND = (0.1, 0.9)
LABEL_WIDTH = 74
LINE_HEIGHT = 0.075


@dataclass(frozen=True)
class Chart:
    """What one block of the page shows."""

    key: str
    question: str
    answer: str
    unit: str
    figure: go.Figure
    table: pd.DataFrame
    note: str = ""

    @property
    def csv(self) -> str:
        """The table as CSV in which no text can begin a formula."""
        safe = self.table.map(harmless)
        safe.columns = [harmless(str(column)) for column in safe.columns]
        return str(safe.to_csv(index=False))


@dataclass(frozen=True)
class Pair:
    """The current result and the baseline's; they may be the same."""

    current: Result
    baseline: Result

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to compare."""
        return self.current.provenance["fingerprint"] == self.baseline.provenance["fingerprint"]

    @property
    def years(self) -> int:
        """Years from year 0 to the horizon."""
        return int(self.current.parameters.settings.horizon_years)

    @property
    def end(self) -> int:
        """Years from year 0 to the end of the run-off."""
        return int(self.years + self.current.parameters.settings.run_off_years)


def harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if not isinstance(cell, str):
        return cell
    line = cell.replace("\r", " ").replace("\n", " ").replace(NO_BREAK, " ")
    return f"'{line}" if line.lstrip().startswith(FORMULA_STARTS) else line


def label(name: str) -> str:
    """The declared label of a series."""
    return _(SERIES[name].label)


def year_ends(first_quarter: int, count: int) -> np.ndarray[Any, Any]:
    """Years from year 0 at the ends of quarters that begin with `first_quarter`."""
    return (np.arange(count) + first_quarter + 1) / QUARTERS_PER_YEAR


def total(result: Result, name: str, years: int) -> np.ndarray[Any, Any]:
    """A flow from year 0 to the end of a year, world by world."""
    values = result.series[name][:, : years * QUARTERS_PER_YEAR]
    return np.asarray(values.astype(np.float64).sum(1))


def add_band(figure: go.Figure, x: Any, values: Any, colour: str) -> None:
    """The range that holds 80 % of worlds."""
    low, high = np.quantile(values, BAND, axis=0)
    common = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(x=x, y=low, name="p10", **common)
    figure.add_scatter(x=x, y=high, name="p90", fill="tonexty",
                       fillcolor=look.faded(colour, look.BAND_OPACITY), **common)


def add_pair(
    figure: go.Figure, x: Any, current: Any, baseline: Any, pair: Pair, colours: look.Palette,
    band: Any = None, hover: str = "%{y:.3~f}",
) -> None:
    """Current solid with its band, baseline dashed, and both named at their ends."""
    if band is not None:
        add_band(figure, x, band, colours.current)
    template = f"{hover}<extra>%{{fullData.name}}</extra>"
    if not pair.is_same:
        figure.add_scatter(
            x=x, y=baseline, mode="lines", name=_("baseline"), hovertemplate=template,
            line={"color": colours.baseline, "width": 2, "dash": "dash"})
    name = _("current = baseline") if pair.is_same else _("current")
    figure.add_scatter(x=x, y=current, mode="lines", name=name, hovertemplate=template,
                       line={"color": colours.current, "width": 2.5})
    ends = [(name, float(current[-1]), colours.current)]
    if not pair.is_same:
        ends.append((_("baseline"), float(baseline[-1]), colours.baseline))
    parts = [np.asarray(current), np.asarray(baseline)]
    if band is not None:
        parts += [np.quantile(band, q, axis=0) for q in BAND]
    everything = np.concatenate(parts)
    label_ends(figure, x[-1], ends, float(np.ptp(np.append(everything, 0.0))))


def label_ends(
    figure: go.Figure, x: float, ends: Sequence[tuple[str, float, str]], span: float
) -> None:
    """Names at the ends of lines, moved apart where they would touch."""
    least = span * LINE_HEIGHT
    placed: list[float] = []
    for name, y, colour in sorted(ends, key=lambda end: end[1]):
        at = max(y, placed[-1] + least) if placed else y
        placed.append(at)
        figure.add_annotation(
            x=x, y=at, text=name.replace(" = ", " =<br>"), align="left", showarrow=False,
            xanchor="left", xshift=6, yanchor="middle", font={"color": colour, "size": 13})


def mark_start(figure: go.Figure, colours: look.Palette, text: str | None = None) -> None:
    """A line at year 0, when the scenario's policies start."""
    _mark(figure, 0, _("policies start") if text is None else text, colours)


def mark_run_off(figure: go.Figure, pair: Pair, colours: look.Palette) -> None:
    """A line at the horizon, after which nothing new starts."""
    _mark(figure, pair.years, _("run-off"), colours)


def _mark(figure: go.Figure, year: float, text: str, colours: look.Palette) -> None:
    figure.add_vline(x=year, line={"color": colours.quiet, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=year, y=1, yref="paper", text=text, showarrow=False, xanchor="left",
        xshift=4, yanchor="bottom", font={"size": 12, "color": colours.quiet})


def mark_shocks(figure: go.Figure, parameters: Parameters, colours: look.Palette) -> None:
    """Scheduled shocks: shaded and named."""
    for k, (name, start, end) in enumerate(shocks(parameters)):
        figure.add_vrect(x0=start, x1=end, fillcolor=look.faded(colours.neutral, 0.18),
                         line={"width": 0}, layer="below")
        figure.add_annotation(
            x=start, y=0.98 - 0.08 * k, yref="paper", text=name, showarrow=False, xanchor="left",
            xshift=3, yanchor="top", font={"size": 12, "color": colours.quiet})


def shocks(parameters: Parameters) -> list[tuple[str, float, float]]:
    """Name, first and last year of every shock that is scheduled."""
    found = []
    horizon = parameters.settings.horizon_years
    for path in PARAMETERS:
        if not (path.startswith("shocks.") and path.endswith("_from_year")):
            continue
        lasts = path.removesuffix("_from_year") + "_years"
        start, years = value_at(parameters, path), value_at(parameters, lasts)
        if years > 0 and start < horizon:
            name = _(PARAMETERS[path].label).removesuffix(_(" from year"))
            found.append((name, float(start), float(min(start + years, horizon))))
    return found


def over_time(pair: Pair, years: Any, current: Any, baseline: Any) -> pd.DataFrame:
    """The table of a line with its band, year by year, with the baseline beside it."""
    keep = np.isclose(np.asarray(years) % 1, 0)
    columns: dict[str, Any] = {_("Year"): np.asarray(years)[keep].astype(int)}
    sides = [(_("baseline"), baseline)]
    if not pair.is_same:
        sides.insert(0, (_("current"), current))
    for name, values in sides:
        kept = values[:, keep]
        columns[_("{name}: mean").format(name=name)] = kept.mean(0)
        low, high = np.quantile(kept, BAND, axis=0)
        columns[_("{name}: 10th percentile").format(name=name)] = low
        columns[_("{name}: 90th percentile").format(name=name)] = high
    return rounded(pd.DataFrame(columns))


def rounded(table: pd.DataFrame, decimals: int = 3) -> pd.DataFrame:
    """Numbers without noise digits, no negative zeros."""
    return table.map(
        lambda v: round(float(v), decimals) + 0.0 if isinstance(v, (float, np.floating)) else v)
