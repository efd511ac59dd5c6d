"""A chart: a question, the sentence that answers it, a figure, and the table behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.figure import Figure
from model.export import FORMULA_STARTS
from model.outputs import SERIES
from model.parameters import PARAMETERS, Parameters, value_at
from model.parameters.zone import STAGES as STAGE_TITLES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

BAND = (0.1, 0.9)
LABEL_WIDTH = 74
LINE_HEIGHT = 0.075
ROUND_STEPS = (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12.5)
ROOM_ABOVE = 1.04


@dataclass(frozen=True)
class Chart:
    """What one block of the page shows. `outputs` names the series and headlines it is made of."""

    key: str
    question: str
    answer: str
    unit: str
    figure: Figure
    table: pd.DataFrame
    note: str = ""
    outputs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the chart says, for those who cannot see it."""
        return f"{self.question} {self.answer}"

    @property
    def csv(self) -> str:
        """The table as CSV."""
        return as_csv(self.table)


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


def as_csv(table: pd.DataFrame) -> str:
    """A table as CSV in which no text can begin a formula."""
    safe = table.map(harmless)
    safe.columns = [harmless(str(column)) for column in safe.columns]
    return str(safe.to_csv(index=False))


def as_parquet(table: pd.DataFrame) -> bytes:
    """A table as Parquet; a column that mixes words and numbers becomes words."""
    plain = table.copy()
    plain.columns = [str(column) for column in plain.columns]
    for place, column in enumerate(plain.columns):
        if pd.api.types.infer_dtype(plain.iloc[:, place], skipna=True).startswith("mixed"):
            plain[column] = plain.iloc[:, place].map(str, na_action="ignore")
    return bytes(plain.to_parquet(None, engine="pyarrow", index=False))


def harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if not isinstance(cell, str):
        return cell
    line = cell.replace("\r", " ").replace("\n", " ").replace(wording.NO_BREAK, " ")
    return f"'{line}" if line.lstrip().startswith(FORMULA_STARTS) else line


def label(name: str) -> str:
    """The declared label of a series."""
    return _(SERIES[name].label)


def stage_name(stage: str) -> str:
    """What a stage is called inside a sentence; in tables of data its name is shorter."""
    return wording.lower_first(_(STAGE_TITLES.get(stage, stage)))


def year_ends(first_quarter: int, count: int) -> np.ndarray[Any, Any]:
    """Years from year 0 at the ends of quarters that begin with `first_quarter`."""
    return (np.arange(count) + first_quarter + 1) / QUARTERS_PER_YEAR


def total(result: Result, name: str, years: int | None = None) -> np.ndarray[Any, Any]:
    """A flow from year 0 to the end of a year, or of the run, world by world."""
    values = result.series[name][:, : None if years is None else years * QUARTERS_PER_YEAR]
    return np.asarray(values.astype(np.float64).sum(1))


def add_band(figure: Figure, x: Any, values: Any, colour: str) -> None:
    """The range that holds 80 % of worlds."""
    add_range(figure, x, *np.quantile(values, BAND, axis=0), colour, names=("p10", "p90"))


def add_range(
    figure: Figure, x: Any, low: Any, high: Any, colour: str, names: tuple[str, str] = ("low", "high")
) -> None:
    """A band between two lines that are not drawn themselves."""
    common = {"line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    figure.scatter(x, low, name=names[0], **common)
    figure.scatter(x, high, name=names[1], fill="tonexty",
                   fillcolor=look.faded(colour, look.BAND_OPACITY), **common)


def add_pair(
    figure: Figure, x: Any, current: Any, baseline: Any, pair: Pair, colours: look.Palette,
    band: Any = None, hover: str = "%{y:.3~f}", most: float = math.inf,
) -> None:
    """Current solid with its band, baseline dashed, and both named at their ends."""
    if band is not None:
        add_band(figure, x, band, colours.current)
    template = f"{hover}<extra>%{{fullData.name}}</extra>"
    # always the same traces, so that lines glide from the baseline to where a lever moves them
    figure.scatter(x, baseline, name=_("baseline"), hovertemplate=template, visible=not pair.is_same,
                   line={"color": colours.baseline, "width": 2, "dash": "dash"})
    name = _("current = baseline") if pair.is_same else _("current")
    figure.scatter(x, current, name=name, hovertemplate=template,
                   line={"color": colours.current, "width": 2.5})
    ends = [(name, float(current[-1]), colours.current)]
    if not pair.is_same:
        ends.append((_("baseline"), float(baseline[-1]), colours.baseline))
    parts = [np.asarray(current), np.asarray(baseline)]
    if band is not None:
        parts += [np.quantile(band, q, axis=0) for q in BAND]
    low, high = fit_y(figure, np.concatenate(parts), most)
    label_ends(figure, x[-1], ends, low, high)


def label_ends(
    figure: Figure, x: float, ends: Sequence[tuple[str, float, str]], low: float, high: float
) -> None:
    """Names at the ends of lines, moved apart where they would touch."""
    ends = sorted(ends, key=lambda end: end[1])
    half = [(high - low) * LINE_HEIGHT / 2] * len(ends)
    places = moved_apart([y for _name, y, _colour in ends], half, high)
    for (name, _y, colour), at in zip(ends, places, strict=True):
        figure.note(
            x, at, name.replace(" = ", " =<br>"), align="left", xanchor="left", xshift=6,
            yanchor="middle", font={"color": colour, "size": 13})


def moved_apart(wanted: Sequence[float], half: Sequence[float], top: float) -> list[float]:
    """Rising heights, each as far from the next as both need; none is above the top."""
    placed: list[float] = []
    for k, y in enumerate(wanted):
        placed.append(max(y, placed[-1] + half[k - 1] + half[k]) if k else y)
    roof = top
    for k in reversed(range(len(placed))):
        placed[k] = min(placed[k], roof)
        roof = placed[k] - half[k] - half[k - 1]
    return placed


def fit_y(figure: Figure, values: Any, most: float = math.inf) -> tuple[float, float]:
    """An upright axis that holds all values."""
    low, high = round_range(values, most)
    figure.y_axis(range=[low, high])
    return low, high


def round_range(values: Any, most: float = math.inf) -> tuple[float, float]:
    """From zero to a round number beyond all values, so that the axis seldom changes.

    `most` is what no value can exceed.
    """
    values = np.asarray(values, np.float64)
    values = values[np.isfinite(values)]
    high = min(round_up(max(0.0, float(values.max(initial=0.0)))), most)
    low = -round_up(max(0.0, -float(values.min(initial=0.0))))
    return low, (1.0 if high == low else high)


def round_up(value: float) -> float:
    """The next round number."""
    if value <= 0:
        return 0.0
    size = 10.0 ** math.floor(math.log10(value))
    return next(step for step in ROUND_STEPS if step * size >= value * ROOM_ABOVE) * size


def mark_years(
    figure: Figure, pair: Pair, colours: look.Palette, years: Any, text: str | None = None
) -> None:
    """The axis of years from year 0, with the start of the policies and the shocks marked."""
    figure.x_axis(title={"text": _("years from the start of the policies")}, dtick=5,
                  range=[years[0], years[-1]])
    mark_start(figure, colours, text)
    mark_shocks(figure, pair.current.parameters, colours)


def mark_start(figure: Figure, colours: look.Palette, text: str | None = None) -> None:
    """A line at year 0, when the scenario's policies start."""
    _mark(figure, 0, _("policies start") if text is None else text, colours)


def mark_run_off(figure: Figure, pair: Pair, colours: look.Palette) -> None:
    """A line at the horizon, after which nothing new starts."""
    _mark(figure, pair.years, _("run-off"), colours)


def _mark(figure: Figure, year: float, text: str, colours: look.Palette) -> None:
    figure.shape(type="line", x0=year, x1=year, y0=0, y1=1, yref="paper",
                 line={"color": colours.quiet, "width": 1, "dash": "dot"})
    figure.note(year, 1, text, yref="paper", xanchor="left", xshift=4, yanchor="bottom",
                font={"size": 12, "color": colours.quiet})


def mark_shocks(figure: Figure, parameters: Parameters, colours: look.Palette) -> None:
    """Scheduled shocks: shaded and named."""
    for k, (name, start, end) in enumerate(shocks(parameters)):
        figure.shape(type="rect", x0=start, x1=end, y0=0, y1=1, yref="paper", layer="below",
                     fillcolor=look.faded(colours.neutral, 0.18), line={"width": 0})
        figure.note(start, 0.98 - 0.08 * k, name, yref="paper", xanchor="left", xshift=3,
                    yanchor="top", font={"size": 12, "color": colours.quiet})


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
