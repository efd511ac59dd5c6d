"""Will the pioneers live?"""

from app.charts import pioneers, survival
from app.views.view import View
from model.words import _

VIEW = View(
    key="pioneers", title=_("Pioneers"), question=_("Will the pioneers live?"),
    headline="pioneers_alive_10", spark="pioneers_alive_or_exited", large=pioneers.pioneers,
    small=(survival.survivals, pioneers.succeeded, pioneers.firms_by_stage, pioneers.by_industry),
    headlines=("pioneers_succeeded_10", "pioneer_success_share_10", "pioneer_success_share_20",
               "pioneers_alive_10", "additional_successes", "additionality"),
    series=("pioneers_*", "pioneer_entries", "firms_*", "guide_backed_alive", "zombies",
            "followers_alive", "backed_succeeded", "backed_exits_total"),
)
