"""Where is the baton dropped?"""

from app.charts import relay
from app.views.view import View
from model.words import _

VIEW = View(
    key="relay", title=_("Dropped batons"), question=_("Where is the baton dropped?"),
    headline="dropped_batons", spark="firms_awaiting_money", large=relay.funnel,
    small=(relay.dropped, relay.dropped_by_industry, relay.odds, relay.dry_powder),
    headlines=("dropped_batons",),
    series=("entries", "dropped_*", "tests_*", "setbacks", "searches", "refusals", "manager_refusals",
            "bridges*", "rounds_*", "firms_awaiting_money", "odds_*", "dry_powder_*"),
)
