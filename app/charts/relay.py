"""Where is the baton dropped?"""

from __future__ import annotations

from app import look, wording
from app.charts.bars import counted, most, moved_total
from app.charts.chart import Chart, Pair
from model.words import _

DROPPED = ("dropped_return", "dropped_no_fund", "dropped_horizon", "dropped_refused")


def dropped(pair: Pair, colours: look.Palette) -> Chart:
    """Firms that passed a test and found no next round, by reason."""
    figure, table, means = counted(pair, colours, DROPPED, "Dropped: ")
    text = _("{all} firms on average pass a test and die for want of the next round{moved}").format(
        all=wording.digits(sum(means.values())), moved=moved_total(pair, DROPPED))
    text += most(means, "Dropped: ", _("; the most frequent reason is {what} ({share})"))
    return Chart("dropped", _("Why is the baton dropped?"), wording.sentence(text),
                 _("Dropped batons from year 0 to the horizon, mean number per world"),
                 figure, table)
