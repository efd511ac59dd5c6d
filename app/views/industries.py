"""Does an industry form?"""

from app.charts import industry
from app.views.view import View
from model.words import _

VIEW = View(
    key="industries", title=_("Industries"), question=_("Does an industry form?"),
    headline="industries_established", spark="industries_established", large=industry.industries,
    small=(industry.first_established, industry.established, industry.followers, industry.jobs),
    headlines=("industries_established", "first_established_year", "followers_founded", "jobs",
               "revenue", "net_social_value"),
    series=("industries_established", "established_in.*", "readiness*", "knowledge", "entries", "pioneer_entries",
            "labour_speed", "workers", "jobs*", "revenue*", "spending", "market_level"),
)
