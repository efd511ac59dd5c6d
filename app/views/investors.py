"""Do investors get paid?"""

from app.charts import investors
from app.views.view import View
from model.words import _

VIEW = View(
    key="investors", title=_("Investors"), question=_("Do investors get paid?"),
    headline="social_irr", spark="distributed_social", large=investors.j_curve,
    small=(investors.quartiles, investors.multiples, investors.commitments, investors.beliefs),
    headlines=("social_irr", "social_irr_spread", "dpi_low", "dpi_median", "dpi_high",
               "tvpi_low", "tvpi_median", "tvpi_high", "irr_low", "irr_median", "irr_high"),
    series=("distributed_*", "committed_*", "raised_*", "fund_*", "funds_formed", "active_funds",
            "nav", "social_pool", "state_pool", "belief_*", "required_social", "guide_funds_*"),
)
