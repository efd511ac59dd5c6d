"""Who pays whom?"""

from app.charts import capital
from app.views.view import View
from model.words import _

VIEW = View(
    key="capital", title=_("Who pays whom"), question=_("Who pays, for what, and what comes back?"),
    headline="social_share", spark="called_social", large=capital.capital, small=(),
    headlines=("social_share", "private_side_share", "raised_over_target"),
    series=("called_*", "invested_*", "proceeds_*", "fees", "carry"),
)
