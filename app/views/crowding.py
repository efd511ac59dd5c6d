"""Does public money bring private money?"""

from app.charts import crowding
from app.views.view import View
from model.words import _

VIEW = View(
    key="crowding", title=_("Private money"), question=_("Does public money bring private money?"),
    headline="crowd_in", spark="called_social", large=crowding.calls,
    small=(crowding.social_share, crowding.leverage, crowding.crowd_in, crowding.raised),
    headlines=("crowd_in", "crowd_in_budget", "crowd_in_with_state", "leverage", "social_share", "private_side_share"),
    series=("called_guide", "called_central", "called_social*", "called_state", "committed_*", "fund_targets"),
)
