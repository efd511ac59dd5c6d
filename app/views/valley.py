"""Where do firms die?"""

from app.charts import valley
from app.views.view import View
from model.words import _

VIEW = View(
    key="valley", title=_("Valley of death"), question=_("Where do firms die?"),
    headline="false_stops", spark="deaths_funding", large=valley.valley,
    small=(valley.by_stage, valley.runway, valley.deaths, valley.lost),
    headlines=("false_stops", "false_continuations", "realised_patience", "forced_share"),
    series=("deaths_*", "short_runway_*", "pioneer_deaths*", "forced_discount"),
)
