"""How do firms leave?"""

from app.charts import exit_ages, exits
from app.views.view import View
from model.words import _

VIEW = View(
    key="exits", title=_("Exits"), question=_("How and when do firms exit?"),
    headline="forced_share", spark="exits_listing", large=exits.exits,
    small=(exits.exits_by_kind, exit_ages.exit_ages, exits.proceeds, exits.forced,
           exits.value_per_exit),
    headlines=("forced_share",),
    series=("exits_*", "exit_value", "pioneer_exits_*", "buy_backs", "secondary_sales",
            "window_open", "proceeds_*"),
)
