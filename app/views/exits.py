"""How do firms leave?"""

from app.charts import pioneers
from app.views.view import View
from model.words import _

VIEW = View(
    key="exits", title=_("Exits"), question=_("How and when do firms exit?"),
    headline="forced_share", spark="exits_listing", large=pioneers.firms_by_stage, small=(),
    headlines=("forced_share",),
    series=("exits_*", "exit_value", "pioneer_exits_*", "buy_backs", "secondary_sales",
            "window_open", "proceeds_*"),
)
