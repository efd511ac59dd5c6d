"""Rounds: who meets whom, what they see, what they pay."""

from model.declare import Group, Unit, assumption
from model.parameters.sources import BY_HAND as _BY_HAND
from model.parameters.sources import FITTED as _FITTED
from model.parameters.sources import NOTES as _NOTES


class Rounds(Group):
    """Financing rounds and bridges."""

    seed_ticket_myuan: float = assumption(
        6.0, Unit.MYUAN, "Seed round", "Size of a first round.", "assumption: 3 to 10 million yuan are published",
        valid=(0.1, 200.0), slider=(3.0, 10.0, 0.5),
    )
    a_ticket_myuan: float = assumption(
        37.0, Unit.MYUAN, "A round", "Size of an A round.", _FITTED,
        valid=(0.5, 500.0), slider=(10.0, 50.0, 2.0),
    )
    b_ticket_myuan: float = assumption(
        82.1, Unit.MYUAN, "B round", "Size of a B round.", _FITTED,
        valid=(1.0, 1000.0), slider=(40.0, 140.0, 5.0),
    )
    c_ticket_myuan: float = assumption(
        118.0, Unit.MYUAN, "C round", "Size of a C round.", _FITTED,
        valid=(1.0, 3000.0), slider=(80.0, 350.0, 10.0),
    )
    meeting_probability: float = assumption(
        0.35, Unit.PROBABILITY, "Chance of a meeting",
        "Chance that a firm in search and a fund of its stage meet in a quarter.",
        _BY_HAND, valid=(0.0, 1.0), slider=(0.3, 0.9, 0.05),
    )
    most_investors: int = assumption(
        3, Unit.COUNT, "Most investors in a round", "A round takes the best so many bids.",
        "assumption: nothing published for the zone", valid=(1, 5), slider=(2, 5, 1),
    )
    selection_noise_sd: float = assumption(
        0.973, Unit.NUMBER, "Diligence error",
        "Standard deviation of what an average manager sees around true quality.",
        _FITTED, valid=(0.05, 5.0), slider=(0.2, 1.2, 0.05),
    )
    seek_ahead_years: float = assumption(
        0.75, Unit.YEARS, "Search ahead",
        "A firm asks its owners, and then others, for money when its runway falls below this, and keeps so much for "
        "its next search.",
        "assumption: raising takes two to three quarters", valid=(0.25, 3.0), slider=(0.25, 1.5, 0.25),
    )
    expansion_search_years: float = assumption(
        3.0, Unit.YEARS, "Search for expansion money",
        "A mature firm gives up its search for a C round after this.", "assumption",
        valid=(0.25, 10.0), slider=(1.0, 5.0, 0.5),
    )
    setback_mark_multiple: float = assumption(
        0.7, Unit.MULTIPLE, "Mark after a failed test", "Multiplies a firm's book price after a failed test.",
        "assumption: usual write-downs", valid=(0.0, 1.0), slider=(0.4, 1.0, 0.05),
    )
    milestone_mark_multiple: float = assumption(
        1.3, Unit.MULTIPLE, "Mark after a passed test", "Multiplies a firm's book price after a passed test.",
        "assumption: a passed test raises value by about one over its odds", valid=(1.0, 5.0),
        slider=(1.0, 2.0, 0.05),
    )
    largest_stake_share: float = assumption(
        0.5, Unit.SHARE, "Largest stake in a round",
        "Founders refuse to sell more than this in one round, bridges apart.",
        "assumption; medians are 18 to 21 % for A rounds (Carta 2025)", valid=(0.05, 0.9),
        slider=(0.25, 0.6, 0.05),
    )
    single_bid_discount: float = assumption(
        0.2, Unit.SHARE, "Discount with a single bidder",
        "A fund without a rival pays so much less than its own valuation.",
        _BY_HAND, valid=(0.0, 0.9), slider=(0.1, 0.6, 0.05),
    )
    smallest_close_share: float = assumption(
        0.6, Unit.SHARE, "Smallest closing",
        "A round closes when the investors together bring at least this share of it.",
        "assumption", valid=(0.1, 1.0), slider=(0.4, 1.0, 0.05),
    )
    concentration_share: float = assumption(
        0.12, Unit.SHARE, "Concentration limit",
        "Largest share of its commitments that a fund puts into one round.",
        "assumption: usual partnership terms", valid=(0.02, 1.0), slider=(0.06, 0.3, 0.02),
    )
    bridge_share: float = assumption(
        0.4, Unit.SHARE, "Bridge size", "Size of a bridge round, as a share of the stage's round.",
        "assumption", valid=(0.05, 1.0), slider=(0.2, 0.7, 0.05),
    )
    bridge_discount: float = assumption(
        0.25, Unit.SHARE, "Bridge discount", "Bridges are priced so far below the last round.",
        "assumption", valid=(0.0, 0.9), slider=(0.0, 0.5, 0.05),
    )
    refusal_strength: float = assumption(
        1.5, Unit.NUMBER, "Dislike of interference",
        "How strongly managers and founders with good outside options refuse interfering money.",
        "Colonnelli, Li and Liu 2024 find the sign; size is an assumption", valid=(0.0, 20.0),
        slider=(0.0, 4.0, 0.25), bites="Only above the share from which officials interfere.",
        needs={"guide.share_cap": 0.6, "guide.market_orientation": 0.0},
    )
    first_money_odds_prior: float = assumption(
        0.55, Unit.PROBABILITY, "Prior odds of the next round",
        "What everybody first believes about the chance that a firm finds its next round.",
        "assumption; learnt from the zone's own record afterwards", valid=(0.05, 0.95),
        slider=(0.3, 0.7, 0.05),
    )
    belief_fade_probability_per_year: float = assumption(
        0.115, Unit.PROBABILITY_PER_YEAR, "Fading of experience",
        "Share of past cases about money and exits that is forgotten each year.", "assumption",
        valid=(0.0, 0.9), slider=(0.05, 0.3, 0.01),
    )
    second_attempt_odds: float = assumption(
        0.7, Unit.PROBABILITY, "Odds of a second attempt",
        "What investors believe of the chance that a firm can pay for a second attempt after a setback.",
        "assumption", valid=(0.0, 1.0), slider=(0.3, 1.0, 0.05),
    )
    certain_wait_share: float = assumption(
        0.5, Unit.SHARE, "Certain part of the wait",
        "Part of the expected work before an exit that cannot go faster; the rest is uncertain.",
        "assumption", valid=(0.0, 1.0), slider=(0.2, 0.8, 0.05),
    )
    prior_weight: float = assumption(
        30.0, Unit.COUNT, "Weight of prior beliefs",
        "Cases that prior beliefs about odds and times are worth.",
        f"{_NOTES}: about 50 firm-years", valid=(1.0, 1000.0), slider=(10.0, 100.0, 10.0),
    )
