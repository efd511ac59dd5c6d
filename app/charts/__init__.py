"""Charts: pure functions from results to figures, sentences and tables."""

from app.charts.bars import deaths, dropped, firms_by_stage
from app.charts.chart import Chart, Pair
from app.charts.flows import capital
from app.charts.lines import PIONEER_SERIES, fiscal_cost, industries, j_curve, pioneers

__all__ = [
    "PIONEER_SERIES", "Chart", "Pair", "capital", "deaths", "dropped", "fiscal_cost",
    "firms_by_stage", "industries", "j_curve", "pioneers",
]
