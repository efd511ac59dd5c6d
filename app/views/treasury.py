"""What does it cost the treasury?"""

from app.charts import treasury
from app.views.view import View
from model.words import _

VIEW = View(
    key="treasury", title=_("Treasury"), question=_("What does it cost the treasury?"),
    headline="net_fiscal_cost", spark="treasury_tax", large=treasury.fiscal_cost,
    small=(treasury.cash, treasury.distribution, treasury.cost_per_pioneer,
           treasury.present_values),
    headlines=("net_fiscal_cost", "net_fiscal_cost_6", "net_fiscal_cost_8", "worst_fiscal_cost",
               "gross_fiscal_cost", "outlay", "peak_outlay", "cost_per_success"),
    series=("treasury_*", "concession", "buy_outs", "guide_freezes"),
)
