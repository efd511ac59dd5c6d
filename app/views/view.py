"""A view of the results: one question, the charts that answer it, and the outputs it covers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch

from app.charts.chart import Chart, Pair
from app.look import Palette
from model.outputs import SERIES

Maker = Callable[[Pair, Palette], Chart]


@dataclass(frozen=True)
class View:
    """One view. `headline` and the series `spark` stand on its tile; `large` answers the question.

    `headlines` are explained in its table of numbers; `series` (names, or patterns with `*`) can be
    drawn one by one.
    """

    key: str
    title: str
    question: str
    headline: str
    spark: str
    large: Maker
    small: tuple[Maker, ...]
    headlines: tuple[str, ...]
    series: tuple[str, ...]

    @property
    def series_names(self) -> list[str]:
        """All series of this view, in the order of their declarations."""
        return [name for name in SERIES if any(fnmatch(name, pattern) for pattern in self.series)]
