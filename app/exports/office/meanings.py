"""What the columns of a workbook mean, and each headline and series in its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from app.charts.chart import Chart
from model.export import SUMMARY_COLUMNS
from model.outputs import HEADLINES, SERIES
from model.parameters.zone import COLUMNS
from model.words import _


def columns_table(charts: Iterable[Chart], has_zone: bool = False) -> pd.DataFrame:
    """A row for each column of the sheets, and for each headline, series and chart."""
    zone = _zone() if has_zone else ()
    return pd.DataFrame([*_headlines(), *_series(), *_parameters(), *zone, *_charts(charts)], columns=[
        _("Sheet"), _("Column or row"), _("Unit"), _("Meaning"), _("Rule")], dtype=object)


def _headlines() -> Iterator[tuple[str, ...]]:
    sheet, of_row, declared = _("Headlines"), _("that of the row"), SUMMARY_COLUMNS["comparison"]
    share = _("share")
    for head, unit, meaning in (
            (_("Mean"), of_row, _(declared["mean"].meaning)),
            (_("95 %: low"), of_row, _(declared["low"].meaning)),
            (_("95 %: high"), of_row, _(declared["high"].meaning)),
            (_("Difference, paired"), of_row, _("Mean difference to the reference, world by world on the same luck.")),
            (_("Difference, 95 %: low"), of_row, _("Lower end of its 95 % interval.")),
            (_("Difference, 95 %: high"), of_row, _("Upper end of its 95 % interval.")),
            (_("Relative difference"), share, _("The difference over the size of the reference's mean.")),
            (_("Better in, share of worlds"), share,
             _("Part of the worlds in which it does better than the reference. Empty where neither more nor less is "
               "better, and for what is worked out from all worlds together.")),
            (_("Worse in, share of worlds"), share, _("Part of the worlds in which it does worse.")),
            (_("Verdict"), "", _("What can be said of the difference, chance considered."))):
        yield sheet, head, unit, meaning, ""
    for output in HEADLINES.values():
        yield sheet, _(output.label), _(output.unit.value), _(output.meaning), _(output.rule)


def _series() -> Iterator[tuple[str, ...]]:
    sheet = _("Series")
    for output in SUMMARY_COLUMNS["quarters"].values():
        yield sheet, _(output.label), _(output.unit.value), _(output.meaning), _(output.rule)
    for name, output in SERIES.items():
        yield sheet, name, _(output.unit.value), _(output.meaning), _(output.rule)


def _parameters() -> Iterator[tuple[str, ...]]:
    for sheet, what in ((_("Levers"), _("Levers and assumptions in which the scenarios differ.")),
                        (_("Parameters"), _("All levers, assumptions and settings."))):
        yield sheet, _("one column for each scenario"), _("that of the row"), _("{what} As they are stored: shares "
              "from 0 to 1, money in million yuan.").format(what=what), ""


def _zone() -> Iterator[tuple[str, ...]]:
    for sheet, columns in COLUMNS.items():
        for column in columns.values():
            yield _("Zone"), f"{sheet}, {column.name}", _(column.unit.value), _(column.meaning), ""


def _charts(charts: Iterable[Chart]) -> Iterator[tuple[str, ...]]:
    for chart in charts:
        yield chart.question, _("the numbers of the chart"), chart.unit, f"{chart.answer} {chart.note}".strip(), ""
