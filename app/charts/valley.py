"""Where do firms die?"""

from __future__ import annotations

from app import look, wording
from app.charts.bars import counted, most, moved_total
from app.charts.chart import Chart, Pair
from model.words import _

DEATHS = ("deaths_funding", "deaths_technical", "deaths_forced", "deaths_market")


def deaths(pair: Pair, colours: look.Palette) -> Chart:
    """Deaths of firms by cause, current against baseline."""
    figure, table, means = counted(pair, colours, DEATHS, "Deaths: ")
    text = _("{all} firms die by year {year} on average{moved}").format(
        all=wording.digits(sum(means.values())), year=pair.years, moved=moved_total(pair, DEATHS))
    text += most(means, "Deaths: ", _("; the most frequent cause is {what} ({share})"))
    return Chart("deaths", _("What do firms die of?"), wording.sentence(text),
                 _("Deaths from year 0 to the horizon, mean number per world"), figure, table)
