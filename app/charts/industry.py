"""Does an industry form?"""

from __future__ import annotations

from app import look
from app.charts.chart import Chart, Pair
from app.charts.series import LARGE, series
from model.words import _


def industries(pair: Pair, colours: look.Palette) -> Chart:
    """Industries established over time."""
    return series(pair, colours, "industries_established", _("Do new industries take root?"),
                  "industries", LARGE)
