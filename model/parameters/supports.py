"""Supports beside money (the ten "ones" of the planning agenda), treasury and switches."""

from collections.abc import Mapping

from model.declare import Group, Unit, assumption, lever

_AGENDA = "planning agenda of the zones (ten ones); the level is an assumption"
_COST = "assumption: a zone programme of this kind"
_EFFECT = "assumption: nothing published identifies it"


def _level(label: str, meaning: str) -> float:
    level: float = lever(
        0.0, Unit.SHARE, label, meaning, _AGENDA, valid=(0.0, 1.0), slider=(0.0, 1.0, 0.1),
        bands={"none": 0.0, "half": 0.5, "full": 1.0},
    )
    return level


def _cost(default: float, label: str, support: str) -> float:
    cost: float = assumption(
        default, Unit.MYUAN_PER_YEAR, f"Cost of a full {label}",
        f"What a full {label} costs the treasury each year.", _COST,
        valid=(0.0, 2000.0), slider=(0.0, 3 * default, default / 10),
        bites="Only with this support.", needs={f"supports.{support}": 1.0},
    )
    return cost


class Supports(Group):
    """Non-financial supports: level (lever), cost and effect at the full level (assumptions).

    The ninth "one", the industry fund, is the choice between pooled and earmarked funds.
    """

    plan: float = _level(
        "1 Plan", "A long-term plan: makes it less likely that the guide's programme is cut.")
    policy_system: float = _level(
        "2 Policy system", "Tolerance of trial and error: raises all loss ceilings of the guide.")
    dedicated_team: float = _level(
        "3 Dedicated team", "Cuts administrative delay and raises the chance of meetings.")
    technology_roadmap: float = _level(
        "4 Technology roadmap", "Raises the odds of technical tests.")
    talent: float = _level(
        "5 Innovative talent", "More skilled people, and better firms at founding.")
    platforms: float = _level(
        "6 Innovation platforms", "Less work and cost in the concept and prototype stages.")
    pioneer_enterprises: float = _level(
        "7 Pioneer enterprises", "Grants and premises for pioneers in their first two stages.")
    application_scenarios: float = _level(
        "8 Application scenarios", "Public orders for pilot and growth firms, and market readiness.")
    one_fund_per_industry: bool = lever(
        False, Unit.SWITCH, "9 One fund per industry",
        "On: each new fund serves one industry. Off: funds are pooled.",
        "agenda: one industry fund for each key area; pooled is the status quo",
    )
    pilot_zones: float = _level(
        "10 Pilot zones", "Firms of an industry in one place: more knowledge spills over.")
    early_grant_myuan: float = lever(
        0.0, Unit.MYUAN, "Early grant", "Grant to a firm that starts its prototype, drawn by lot.",
        "Howell 2017: first-phase grants of about 1 million yuan", valid=(0.0, 100.0),
        slider=(0.0, 5.0, 0.1),
    )
    late_grant_myuan: float = lever(
        0.0, Unit.MYUAN, "Late grant", "Grant to a firm that has passed its prototype test, drawn by lot.",
        "Howell 2017: second-phase grants of about 7 million yuan", valid=(0.0, 200.0),
        slider=(0.0, 20.0, 0.5),
    )
    grant_lottery_share: float = lever(
        0.3, Unit.SHARE, "Share of winners", "Share of firms that win a grant.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05), bites="Only with a grant.",
        needs={"supports.early_grant_myuan": 1.0},
    )
    plan_cost_myuan_per_year: float = _cost(2.0, "plan", "plan")
    policy_system_cost_myuan_per_year: float = _cost(2.0, "policy system", "policy_system")
    dedicated_team_cost_myuan_per_year: float = _cost(6.0, "dedicated team", "dedicated_team")
    technology_roadmap_cost_myuan_per_year: float = _cost(10.0, "technology roadmap", "technology_roadmap")
    talent_cost_myuan_per_year: float = _cost(40.0, "talent programme", "talent")
    platforms_cost_myuan_per_year: float = _cost(60.0, "platform programme", "platforms")
    pilot_zones_cost_myuan_per_year: float = _cost(20.0, "pilot zone programme", "pilot_zones")
    plan_effect: float = assumption(
        0.8, Unit.SHARE, "Effect of a full plan", "Share of policy unsteadiness that a full plan removes.",
        _EFFECT, valid=(0.0, 1.0), slider=(0.2, 1.0, 0.1),
        bites="Only with this support.", needs={"supports.plan": 1.0},
    )
    policy_system_effect: float = assumption(
        0.3, Unit.SHARE, "Effect of a full policy system", "What a full policy system adds to the loss ceilings.",
        _EFFECT, valid=(0.0, 1.0), slider=(0.0, 0.5, 0.05),
        bites="Only with this support.", needs={"supports.policy_system": 1.0},
    )
    dedicated_team_effect: float = assumption(
        0.4, Unit.SHARE, "Effect of a full team",
        "Share of the delay that a full team removes, and of meetings that it adds.",
        _EFFECT, valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
        bites="Only with this support.", needs={"supports.dedicated_team": 1.0},
    )
    technology_roadmap_effect: float = assumption(
        0.3, Unit.LOG_ODDS, "Effect of a full roadmap", "What a full roadmap adds to the log-odds of tests.",
        _EFFECT, valid=(0.0, 2.0), slider=(0.0, 0.6, 0.05),
        bites="Only with this support.", needs={"supports.technology_roadmap": 1.0},
    )
    talent_labour_effect: float = assumption(
        0.25, Unit.SHARE, "Effect of full talent on labour", "Skilled people added by a full programme.",
        _EFFECT, valid=(0.0, 3.0), slider=(0.0, 0.6, 0.05),
        bites="Only with this support.", needs={"supports.talent": 1.0},
    )
    talent_quality_effect: float = assumption(
        0.15, Unit.NUMBER, "Effect of full talent on quality", "Mean quality added at founding by a full programme.",
        _EFFECT, valid=(0.0, 2.0), slider=(0.0, 0.4, 0.05),
        bites="Only with this support.", needs={"supports.talent": 1.0},
    )
    platforms_effect: float = assumption(
        0.25, Unit.SHARE, "Effect of full platforms",
        "Share of work and burn saved in the concept and prototype stages.",
        _EFFECT, valid=(0.0, 0.9), slider=(0.0, 0.5, 0.05),
        bites="Only with this support.", needs={"supports.platforms": 1.0},
    )
    pioneer_grant_myuan_per_year: float = assumption(
        0.8, Unit.MYUAN_PER_YEAR, "Full pioneer support",
        "Grant and premises for each pioneer in the concept and prototype stages.",
        _EFFECT, valid=(0.0, 50.0), slider=(0.0, 3.0, 0.1),
        bites="Only with this support.", needs={"supports.pioneer_enterprises": 1.0},
    )
    scenario_order_myuan_per_year: float = assumption(
        4.0, Unit.MYUAN_PER_YEAR, "Full public orders",
        "Public orders to each pilot-stage or growth-stage pioneer.",
        "assumption; first orders such as quantum links in Hefei", valid=(0.0, 200.0),
        slider=(0.0, 12.0, 0.5),
        bites="Only with this support.", needs={"supports.application_scenarios": 1.0},
    )
    follower_order_share: float = assumption(
        0.5, Unit.SHARE, "Public orders to followers", "Public orders to a follower over those to a pioneer.",
        _EFFECT, valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05), bites="Only with application scenarios.",
        needs={"supports.application_scenarios": 1.0},
    )
    scenario_readiness_effect: float = assumption(
        0.02, Unit.NUMBER, "Application scenarios and readiness",
        "Share of the missing readiness that a full programme closes each year.",
        _EFFECT, valid=(0.0, 0.5), slider=(0.0, 0.08, 0.01),
        bites="Only with this support.", needs={"supports.application_scenarios": 1.0},
    )
    pilot_zones_effect: float = assumption(
        0.5, Unit.SHARE, "Effect of full pilot zones", "Extra knowledge from each milestone.",
        _EFFECT, valid=(0.0, 5.0), slider=(0.0, 1.0, 0.1),
        bites="Only with this support.", needs={"supports.pilot_zones": 1.0},
    )


class Treasury(Group):
    """What the zone's treasury collects and spends beside the guide."""

    revenue_tax_share: float = assumption(
        0.025, Unit.SHARE, "Local tax on revenue", "Local share of value added and profit tax, over revenue.",
        "assumption", valid=(0.0, 0.3), slider=(0.0, 0.06, 0.005),
    )
    wage_tax_share: float = assumption(
        0.02, Unit.SHARE, "Local tax on spending", "Local share of wage and other taxes, over a firm's spending.",
        "assumption", valid=(0.0, 0.3), slider=(0.0, 0.05, 0.005),
    )
    administration_share: float = assumption(
        0.005, Unit.SHARE, "Administration of the guide",
        "Yearly cost of running the guide, over its money at work.", "assumption",
        valid=(0.0, 0.05), slider=(0.0, 0.015, 0.001),
    )


def _switch(label: str, meaning: str, needs: Mapping[str, float] | None = None) -> bool:
    switch: bool = assumption(
        True, Unit.SWITCH, label, meaning, "assumption: each mechanism can be switched off", needs=needs)
    return switch


class Switches(Group):
    """Mechanisms that could flatter or hurt the guide or patience, each with its own switch."""

    certification: bool = _switch("Certification", "The guide's diligence informs later investors.")
    interference: bool = _switch("Interference", "Officials may override managers.")
    refusal: bool = _switch("Refusal", "Managers and founders with good outside options refuse the guide.",
                            {"guide.share_cap": 0.6, "guide.market_orientation": 0.0})
    extension_rounds: bool = _switch("Extension rounds",
                                     "Firms that run short at work may ask others than their owners.")
    price_response: bool = _switch("Price response", "Rival bids raise prices.")
    forced_sale: bool = _switch("Forced-sale discount", "Funds near their end mark firms down.")
    lock_up_premium: bool = _switch("Lock-up premium", "LPs ask more for longer lock-up.")
    redemption: bool = _switch("Redemption", "Redemption clauses are priced and used.")
    blame: bool = _switch("Fault tolerance", "State managers fear losses above the ceiling.")
    discipline: bool = _switch("Discipline", "Tolerance lowers the continuation threshold.")
    reinvestment: bool = _switch("Reinvestment duty", "The duty pushes funds to zone deals.")
    spillovers: bool = _switch("Knowledge spillovers", "Milestones teach everybody in the industry.")
    pioneer_spillovers: bool = _switch("Pioneer spillovers", "Pioneers' milestones teach followers.")
    readiness: bool = _switch("Market readiness", "Firms and orders make the market readier.")
    labour_limit: bool = _switch("Finite labour", "Work slows when skilled people are short.")
    supply_response: bool = _switch("Supply response", "LPs respond to expected returns.")
    informative_setbacks: bool = _switch("Informative setbacks", "Test results change beliefs.")
