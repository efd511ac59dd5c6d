"""Any quarterly series over time, with its band and the baseline."""

from __future__ import annotations

from typing import Any

import numpy as np

from app import look, wording
from app.charts.chart import (
    BAND,
    LABEL_WIDTH,
    Chart,
    Pair,
    add_pair,
    mark_years,
    over_time,
    year_ends,
)
from app.charts.figure import Figure
from model.comparison import interval
from model.declare import Kind, Output, Unit
from model.outputs import SERIES
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

YEARS_BEFORE = 3
HEIGHT = 300
LARGE = 360


def window(result: Result, name: str) -> tuple[Any, Any]:
    """Years and values [replication, quarter] from shortly before year 0 to the horizon.

    A stock is what stands at the end of a quarter; a flow is the sum of the last four quarters.
    """
    settings = result.parameters.settings
    start = settings.opening_history_years * QUARTERS_PER_YEAR
    end = start + settings.horizon_years * QUARTERS_PER_YEAR
    before = min(YEARS_BEFORE * QUARTERS_PER_YEAR, start)
    values = result.series_all[name]
    if SERIES[name].kind is Kind.FLOW:
        before = min(before, start - QUARTERS_PER_YEAR + 1)
        sums = np.cumsum(values[:, : end], axis=1, dtype=np.float64)
        values = sums[:, QUARTERS_PER_YEAR:] - sums[:, :-QUARTERS_PER_YEAR]
        values = np.concatenate([sums[:, QUARTERS_PER_YEAR - 1 : QUARTERS_PER_YEAR], values], axis=1)
        first = start - before - QUARTERS_PER_YEAR + 1
        years = year_ends(-before, values.shape[1] - first)
        return years, without_past(result, years, values[:, first:], QUARTERS_PER_YEAR)
    years = year_ends(-before, end - start + before)
    return years, without_past(result, years, values[:, start - before : end])


def without_past(result: Result, years: Any, values: Any, quarters: int = 0) -> Any:
    """The values [..., point], but none of those before year 0 where a zone of one's own has no past to show.

    `quarters` are those that each point sums up.
    """
    if result.parameters.zone is None:
        return values
    return np.where(years < quarters / QUARTERS_PER_YEAR, np.nan, values)


def year_mean(values: Any) -> Any:
    """Means of four quarters [replication, quarter]: what comes once a year does not show as teeth."""
    return np.lib.stride_tricks.sliding_window_view(values, QUARTERS_PER_YEAR, axis=1).mean(-1, dtype=np.float64)


def unit_of(output: Output) -> str:
    """The unit of a series as it is drawn."""
    unit = wording.unit_text(output.unit) or _("number")
    return _("{unit}, sum of four quarters").format(unit=unit) if output.kind is Kind.FLOW else unit


def series(
    pair: Pair, colours: look.Palette, name: str, question: str = "", key: str = "",
    height: int = HEIGHT, year: int | None = None,
) -> Chart:
    """One series with its band, and the baseline dashed; the answer speaks of the given year."""
    output = SERIES[name]
    factor = wording.scale(output.unit)
    years, current = window(pair.current, name)
    _years, baseline = window(pair.baseline, name)
    current, baseline = factor * current, factor * baseline
    figure = timeline(pair, colours, years, current, baseline, height)
    label = _(output.label)
    return Chart(
        key or f"series-{name}", question or label, _answer(pair, output, current, baseline, year),
        f"{label}, {unit_of(output)}", figure, over_time(pair, years, current, baseline),
        note=_("Line: mean of all worlds. Band: 80\u00a0% of worlds."), outputs=(name,))


def timeline(
    pair: Pair, colours: look.Palette, years: Any, current: Any, baseline: Any, height: int = HEIGHT
) -> Figure:
    """Values [replication, point] over the years: mean with its band, and the baseline dashed."""
    figure = Figure(colours, height, right=LABEL_WIDTH)
    add_pair(figure, years, current.mean(0), baseline.mean(0), pair, colours, band=current)
    mark_years(figure, pair, colours, years)
    return figure


def _answer(pair: Pair, output: Output, current: Any, baseline: Any, year: int | None) -> str:
    """The mean in one year, its range over worlds, and the difference to the baseline."""
    year = min(year or pair.years, pair.years)
    at = (year - pair.years) * QUARTERS_PER_YEAR - 1
    now, before = current[:, at] / wording.scale(output.unit), baseline[:, at] / wording.scale(output.unit)
    low, high = np.quantile(now, BAND, method="nearest")
    text = _("{what} at year {year}: {mean} on average, between {low} and {high} in 80\u00a0% of worlds").format(
        what=_(output.label), year=year, mean=wording.amount(now.mean(), output.unit),
        low=wording.amount(low, output.unit), high=wording.amount(high, output.unit))
    if not pair.is_same:
        unit = Unit.COUNT if output.unit is Unit.NUMBER else output.unit
        text += f"; {wording.moved(interval(now - before), unit)}"
    return wording.sentence(text)
