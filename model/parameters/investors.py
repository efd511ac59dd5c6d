"""Investors in funds: social capital, other state LPs, and what they believe."""

from model.declare import Group, Unit, assumption, lever
from model.parameters.sources import BY_HAND as _BY_HAND
from model.parameters.sources import NOTES as _NOTES


class Investors(Group):
    """Supply of money to funds: computed from cash returns, beliefs and terms."""

    social_pool_myuan: float = assumption(
        2_500.0, Unit.MYUAN, "Social pool at the start",
        "Money of private and institutional LPs set aside for this zone's funds, before the history.",
        _BY_HAND, valid=(0.0, 500_000.0),
        slider=(500.0, 5000.0, 100.0),
    )
    social_inflow_myuan_per_year: float = assumption(
        400.0, Unit.MYUAN_PER_YEAR, "New social money", "New social money that joins the pool each year.",
        _BY_HAND, valid=(0.0, 100_000.0), slider=(0.0, 1000.0, 20.0),
    )
    state_pool_myuan: float = assumption(
        1_800.0, Unit.MYUAN, "Other state pool at the start",
        "Money of state LPs other than the zone's guide, before the history.",
        "assumption: Zero2IPO 2024 finds three quarters of disclosed LP money state-related",
        valid=(0.0, 500_000.0), slider=(500.0, 8000.0, 250.0),
    )
    state_inflow_myuan_per_year: float = assumption(
        150.0, Unit.MYUAN_PER_YEAR, "New other state money",
        "New money of other state LPs that joins their pool each year.", "assumption",
        valid=(0.0, 100_000.0), slider=(0.0, 800.0, 20.0),
    )
    commitment_share: float = assumption(
        0.13, Unit.SHARE, "Pace of commitment",
        "Share of the pool that LPs commit in a year when expected and required return are equal.",
        f"{_NOTES}: 5 to 12 %", valid=(0.0, 1.0), slider=(0.05, 0.2, 0.01),
    )
    return_elasticity: float = assumption(
        6.0, Unit.NUMBER, "Response to return",
        "Response of commitments to expected less required return.", f"{_NOTES}: 3 to 10",
        valid=(0.0, 40.0), slider=(3.0, 10.0, 0.5),
    )
    state_elasticity: float = assumption(
        2.0, Unit.NUMBER, "Response of other state LPs",
        "The same for other state LPs, who also have mandates to fill.", "assumption",
        valid=(0.0, 40.0), slider=(0.0, 6.0, 0.5),
    )
    recommitted_share: float = assumption(
        0.75, Unit.SHARE, "Money committed again",
        "Share of distributions that LPs keep in the pool for new funds.", "assumption",
        valid=(0.0, 1.0), slider=(0.4, 1.0, 0.05),
    )
    belief_weight_share_per_year: float = assumption(
        0.25, Unit.SHARE, "Learning from cash returns",
        "Weight of the last three years' cash return in the yearly update of beliefs.",
        f"{_NOTES}: 0.15 to 0.35", valid=(0.0, 1.0), slider=(0.15, 0.35, 0.05),
    )
    opening_belief: float = assumption(
        0.11, Unit.RETURN_PER_YEAR, "First belief",
        "Net yearly return that LPs expect before the history starts.", "assumption",
        valid=(-0.5, 1.0), slider=(0.05, 0.2, 0.01),
    )
    risk_free: float = assumption(
        0.02, Unit.RETURN_PER_YEAR, "Risk-free return", "Real return without risk.", "assumption",
        valid=(-0.05, 0.2), slider=(0.0, 0.04, 0.005),
    )
    risk_premium: float = assumption(
        0.055, Unit.RETURN_PER_YEAR, "Risk premium", "Extra yearly return that LPs ask for venture risk.",
        f"{_NOTES}: 5 to 9 points", valid=(0.0, 0.5), slider=(0.05, 0.09, 0.005),
    )
    lock_up_premium: float = assumption(
        0.003, Unit.RETURN_PER_YEAR, "Lock-up premium",
        "Extra yearly return asked for each expected year of duration beyond seven.",
        f"{_NOTES}: 0 to 0.6 points", valid=(0.0, 0.05), slider=(0.0, 0.006, 0.0005),
    )
    usual_lock_up_years: float = assumption(
        7.0, Unit.YEARS, "Lock-up without a premium",
        "Expected duration of a fund up to which LPs ask no lock-up premium.", f"{_NOTES}: 7 years",
        valid=(0.0, 25.0), slider=(5.0, 9.0, 0.5),
    )
    quality_aversion: float = assumption(
        0.1, Unit.NUMBER, "Aversion to unknown managers",
        "Extra return asked per unit of spread in manager skill.", f"{_NOTES}: 0 to 0.3",
        valid=(0.0, 2.0), slider=(0.0, 0.3, 0.02),
    )
    evidence_weight_myuan: float = assumption(
        150.0, Unit.MYUAN, "Weight of what was believed before",
        "Realised cost at which LPs trust new cash returns as much as what they believed before.",
        "assumption", valid=(0.1, 10_000.0), slider=(50.0, 500.0, 25.0),
    )
    market_sensitivity: float = assumption(
        0.5, Unit.NUMBER, "Response to the market",
        "Log change of commitments per unit of log market conditions.",
        "assumption; raised money swings more than prices", valid=(0.0, 5.0), slider=(0.0, 1.5, 0.1),
    )
    largest_commitment_share: float = assumption(
        0.5, Unit.SHARE, "Most committed in a year",
        "Largest share of their free money that LPs commit to one kind of fund in a year.",
        "assumption", valid=(0.0, 1.0), slider=(0.2, 0.8, 0.05),
    )
    first_loss_worth: float = assumption(
        0.06, Unit.RETURN_PER_YEAR, "Worth of first loss",
        "What LPs think a full first loss of the guide, as large as their own part, adds to their return.",
        "assumption", valid=(0.0, 0.5), slider=(0.0, 0.12, 0.01), bites="Only with first loss.",
        needs={"guide.first_loss_share": 0.3},
    )
    interference_cost: float = assumption(
        0.15, Unit.RETURN_PER_YEAR, "Feared cost of interference",
        "What LPs think their return loses if every deal ignores the manager's signal.", "assumption",
        valid=(0.0, 1.0), slider=(0.0, 0.3, 0.01), bites="Only above the share from which officials interfere.",
        needs={"guide.share_cap": 0.6, "guide.market_orientation": 0.0},
    )
    track_record_weight: float = assumption(
        0.3, Unit.SHARE, "Weight of the track record",
        "How much a manager's earlier cash multiples move what LPs expect of the next fund.",
        "assumption", valid=(0.0, 2.0), slider=(0.0, 0.8, 0.05),
    )
    state_reinvestment_multiple: float = assumption(
        1.0, Unit.MULTIPLE, "Reinvestment duty of other state LPs",
        "Other state LPs ask for so many times their money in the zone.", "assumption",
        valid=(0.0, 3.0), slider=(0.0, 1.5, 0.1),
    )
    state_manager_share: float = assumption(
        0.3, Unit.SHARE, "State managers", "Share of managers who are state-owned and never refuse the guide.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 0.8, 0.05),
        bites="Only above the share from which officials interfere.",
        needs={"guide.share_cap": 0.6, "guide.market_orientation": 0.0},
    )
    elastic_supply: bool = assumption(
        False, Unit.SWITCH, "Perfectly elastic social supply",
        "On: social LPs fill every fund that promises the required return. For the third irrelevance test.",
        "assumption: a limiting case",
    )
    social_credit_share: float = lever(
        0.0, Unit.SHARE, "Tax credit for social LPs",
        "Share of their capital calls that the treasury pays back to social LPs.",
        "Shenzhen and others subsidise investors; none in the status quo", valid=(0.0, 0.5),
        slider=(0.0, 0.3, 0.02), bands={"none": 0.0},
    )
