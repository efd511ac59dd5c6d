"""Industries: what each future industry is like, and how knowledge and readiness move."""

from model.declare import Group, Unit, assumption, lever
from model.parameters.sources import BY_HAND as _BY_HAND
from model.parameters.sources import NOTES as _NOTES


class Industry(Group):
    """One future industry."""

    opening_year: int = assumption(
        0, Unit.YEARS, "Opening year",
        "Year, counted from year 0, in which the industry's first firms may enter the zone.",
        "assumption: the zone's industries open one after the other",
        valid=(-10, 10), slider=(-8, 5, 1), bites="Later openings leave pioneers less time.",
    )
    entry_weight: float = assumption(
        1.0, Unit.NUMBER, "Entry weight",
        "Share of the zone's potential entrants that this industry draws, relative to the others.",
        "assumption: equal", valid=(0.0, 5.0), slider=(0.5, 2.0, 0.1),
    )
    difficulty: float = assumption(
        0.0, Unit.LOG_ODDS, "Technical difficulty",
        "Taken off the log-odds of every technical test in this industry.",
        "assumption: ordered after prototype times in BCG and Hello Tomorrow 2019",
        valid=(-2.0, 2.0), slider=(-0.5, 1.0, 0.05),
    )
    work_multiple: float = assumption(
        1.0, Unit.MULTIPLE, "Lead time",
        "Multiplies the work of every stage: 1.2 means a fifth longer to each milestone.",
        "derived from BCG and Hello Tomorrow 2019: years to prototype and to market, over their mean",
        valid=(0.3, 3.0), slider=(0.7, 1.8, 0.05),
    )
    capital_intensity: float = assumption(
        1.0, Unit.MULTIPLE, "Capital intensity",
        "Multiplies burn and round sizes.",
        "derived from BCG and Hello Tomorrow 2019: cost of the first prototype, over its mean",
        valid=(0.2, 4.0), slider=(0.6, 1.6, 0.05),
    )
    infeasible_probability: float = assumption(
        0.1, Unit.PROBABILITY, "Chance of infeasibility",
        "Chance that the industry's technology cannot work within the horizon, for everybody at once.",
        "assumption: some announced industries never come", valid=(0.0, 1.0), slider=(0.0, 0.4, 0.05),
    )
    acquirer_depth: float = assumption(
        1.0, Unit.MULTIPLE, "Acquirer depth",
        "Multiplies how often acquirers bid for firms of this industry.",
        "assumption; Gaddy et al. 2017 show what its absence does", valid=(0.0, 5.0),
        slider=(0.2, 2.0, 0.1),
    )
    market_size: float = assumption(
        1.0, Unit.MULTIPLE, "Market size",
        "Multiplies the revenue that a firm of average quality can reach, and the industry's cap.",
        "assumption", valid=(0.1, 5.0), slider=(0.5, 2.0, 0.1),
    )
    margin_share: float = assumption(
        0.45, Unit.SHARE, "Gross margin",
        "Share of revenue left after direct costs. Commodity industries have little.",
        "assumption; Gaddy et al. 2017 on commodity margins", valid=(0.05, 0.95),
        slider=(0.15, 0.7, 0.05),
    )
    outside_progress_drift_per_year: float = assumption(
        0.012, Unit.NUMBER, "Progress outside the zone",
        "Knowledge and market readiness that the rest of the world adds each year.",
        "assumption", valid=(0.0, 0.2), slider=(0.0, 0.06, 0.005),
    )
    fund_weight: float = lever(
        1.0, Unit.NUMBER, "Fund weight",
        "Share of fund money meant for this industry when there is one fund per industry.",
        "agenda: one fund for each key area; equal weights are an assumption",
        valid=(0.0, 5.0), slider=(0.0, 3.0, 0.1),
        bites="Only with one fund per industry.", needs={"supports.one_fund_per_industry": True},
    )


def _industry(**values: float) -> Industry:
    return Industry.model_validate(values)


class Industries(Group):
    """The six future industries of the preset zone, in the order in which they open."""

    hydrogen_storage: Industry = _industry(
        opening_year=-5, difficulty=0.0, work_multiple=1.0, capital_intensity=1.3,
        infeasible_probability=0.05, acquirer_depth=0.8, market_size=1.8, margin_share=0.35,
        outside_progress_drift_per_year=0.02,
    )
    cell_gene_technology: Industry = _industry(
        opening_year=-4, difficulty=0.35, work_multiple=1.15, capital_intensity=1.3,
        infeasible_probability=0.05, acquirer_depth=1.4, market_size=1.4, margin_share=0.6,
    )
    synthetic_biology: Industry = _industry(
        opening_year=-3, difficulty=0.2, work_multiple=1.1, capital_intensity=1.1,
        infeasible_probability=0.08, acquirer_depth=1.1, market_size=1.4, margin_share=0.45,
    )
    brain_like_intelligence: Industry = _industry(
        opening_year=-2, difficulty=0.0, work_multiple=0.9, capital_intensity=0.7,
        infeasible_probability=0.1, acquirer_depth=1.3, market_size=1.0, margin_share=0.55,
        outside_progress_drift_per_year=0.02,
    )
    quantum_information: Industry = _industry(
        opening_year=-1, difficulty=0.35, work_multiple=1.3, capital_intensity=0.9,
        infeasible_probability=0.2, acquirer_depth=0.6, market_size=1.1, margin_share=0.5,
    )
    deep_sea_aerospace: Industry = _industry(
        opening_year=0, difficulty=0.2, work_multiple=1.2, capital_intensity=1.2,
        infeasible_probability=0.1, acquirer_depth=0.6, market_size=1.5, margin_share=0.45,
    )


INDUSTRY_LABELS = {
    "hydrogen_storage": "Hydrogen and energy storage",
    "cell_gene_technology": "Cell and gene technology",
    "synthetic_biology": "Synthetic biology",
    "brain_like_intelligence": "Brain-like intelligence",
    "quantum_information": "Quantum information",
    "deep_sea_aerospace": "Deep sea and aerospace",
}
"""What the industries are called on screen."""


class Spillovers(Group):
    """Knowledge stock, market readiness and when an industry counts as established."""

    knowledge_per_milestone: float = assumption(
        0.02, Unit.NUMBER, "Knowledge from a milestone",
        "What a passed test adds to the industry's knowledge stock, for everybody in it.",
        "assumption: nothing published identifies it", valid=(0.0, 1.0), slider=(0.0, 0.08, 0.005),
    )
    pioneer_milestone_weight: float = assumption(
        2.0, Unit.MULTIPLE, "Weight of a pioneer's milestone",
        "How much more a pioneer's milestone teaches than a follower's.",
        "assumption: first results carry most news", valid=(0.0, 10.0), slider=(1.0, 4.0, 0.25),
    )
    knowledge_fade_probability_per_year: float = assumption(
        0.08, Unit.PROBABILITY_PER_YEAR, "Fading of knowledge",
        "Share of the knowledge stock that is lost each year.",
        "assumption", valid=(0.0, 0.9), slider=(0.02, 0.2, 0.01),
    )
    knowledge_test_effect: float = assumption(
        0.5, Unit.LOG_ODDS, "Knowledge and technical tests",
        "Added to the log-odds of a test when knowledge is complete.",
        "assumption", valid=(0.0, 3.0), slider=(0.0, 1.5, 0.1),
    )
    knowledge_work_effect: float = assumption(
        0.2, Unit.SHARE, "Knowledge and work",
        "Share of the work that is saved when knowledge is complete.",
        "assumption", valid=(0.0, 0.8), slider=(0.0, 0.4, 0.05),
    )
    readiness_at_opening: float = assumption(
        0.18, Unit.SHARE, "Market readiness at opening",
        "Market readiness of an industry when it opens: 0 nobody buys, 1 a ready market.",
        _BY_HAND, valid=(0.0, 1.0), slider=(0.05, 0.5, 0.01),
    )
    readiness_per_demonstration: float = assumption(
        0.006, Unit.NUMBER, "Readiness from a demonstration",
        "Share of the missing readiness that one finished pilot or first product closes.",
        "assumption", valid=(0.0, 0.2), slider=(0.0, 0.02, 0.001),
    )
    readiness_per_seller: float = assumption(
        0.0006, Unit.NUMBER, "Readiness from firms in the market",
        "Share of the missing readiness that each selling firm closes in a quarter.",
        "assumption", valid=(0.0, 0.05), slider=(0.0, 0.002, 0.0001),
    )
    pace_fade_probability_per_year: float = assumption(
        0.185, Unit.PROBABILITY_PER_YEAR, "Learning the pace of readiness",
        "Weight of the last year in what everybody believes about how fast a market gets ready.",
        "assumption", valid=(0.0, 0.95), slider=(0.05, 0.5, 0.05),
    )
    established_firms: int = assumption(
        8, Unit.COUNT, "Firms of an established industry",
        "Standing firms with enough revenue that an established industry has.",
        f"{_NOTES}; assumption", valid=(1, 50), slider=(4, 15, 1),
    )
    established_firm_revenue_myuan_per_year: float = assumption(
        20.0, Unit.MYUAN_PER_YEAR, "Revenue of a counted firm",
        "Yearly revenue from which a firm counts towards an established industry.",
        f"{_NOTES}; assumption", valid=(0.1, 500.0), slider=(5.0, 60.0, 5.0),
    )
    established_revenue_myuan_per_year: float = assumption(
        500.0, Unit.MYUAN_PER_YEAR, "Revenue of an established industry",
        "Yearly revenue of an established industry, at most half of it from public orders.",
        f"{_NOTES}; assumption", valid=(1.0, 20_000.0), slider=(200.0, 1500.0, 50.0),
    )
