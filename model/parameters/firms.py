"""Firms: entry, quality, work, tests, burn, labour and revenue."""

from model.declare import Group, Unit, assumption
from model.parameters.sources import BY_HAND as _BY_HAND
from model.parameters.sources import FITTED as _FITTED
from model.parameters.sources import NOTES as _NOTES

_PROTO = "BCG and Hello Tomorrow 2019: 1.8 to 2.1 years to a prototype, 1.4 to 2.2 more to market"
_TICKET = "derived: the next round's size spread over the stage's work"


class Entry(Group):
    """Who may enter an industry, and who does."""

    potential_entrants_count_per_year: float = assumption(
        44.0, Unit.COUNT_PER_YEAR, "Potential entrants",
        "Founders a year, over all industries, who might start a firm once industries have ramped up.",
        "derived: a strong national zone founds about 30 deep-tech ventures a year (Torch 2022; "
        "8 % deep tech is an assumption); about two thirds of those who might do",
        valid=(1.0, 400.0), slider=(12.0, 80.0, 2.0), bands={"mean zone": 12.0, "strong zone": 44.0},
    )
    pioneer_slots: int = assumption(
        10, Unit.COUNT, "Pioneers per industry",
        "The first so many potential entrants of an industry are its pioneers, in every scenario.",
        f"{_NOTES}: 5 to 20", valid=(1, 40), slider=(5, 20, 1),
    )
    ramp_years: float = assumption(
        8.0, Unit.YEARS, "Entry ramp", "Years from an industry's opening to its full flow of entrants.",
        "assumption", valid=(0.0, 30.0), slider=(2.0, 12.0, 1.0),
    )
    opening_share: float = assumption(
        0.35, Unit.SHARE, "Entry at opening",
        "Flow of potential entrants in an industry's first year, as a share of the full flow.",
        "assumption", valid=(0.0, 1.0), slider=(0.1, 0.8, 0.05),
    )
    entry_log_odds: float = assumption(
        0.6, Unit.LOG_ODDS, "Readiness to enter",
        "Log-odds that a potential entrant founds a firm when prospects are average.",
        _BY_HAND, valid=(-5.0, 5.0), slider=(-0.5, 1.5, 0.05),
    )
    money_pull: float = assumption(
        2.0, Unit.LOG_ODDS, "Pull of money",
        "Added to the log-odds of entry per unit of the odds of a first round, above one half.",
        "assumption", valid=(0.0, 10.0), slider=(0.0, 4.0, 0.25),
    )
    readiness_pull: float = assumption(
        1.5, Unit.LOG_ODDS, "Pull of a ready market",
        "Added to the log-odds of entry per unit of market readiness, above one third.",
        "assumption", valid=(0.0, 10.0), slider=(0.0, 3.0, 0.25),
    )


class Firms(Group):
    """What firms are and what they do each quarter."""

    quality_sd: float = assumption(
        1.18, Unit.NUMBER, "Spread of quality",
        "Standard deviation of hidden quality, which moves test odds and revenue.",
        _FITTED, valid=(0.0, 3.0), slider=(0.3, 1.2, 0.05),
    )
    quality_test_effect: float = assumption(
        0.8, Unit.LOG_ODDS, "Quality and tests", "Log-odds of a technical test per unit of quality.",
        "assumption", valid=(0.0, 3.0), slider=(0.3, 1.5, 0.1),
    )
    quality_revenue_effect: float = assumption(
        0.65, Unit.NUMBER, "Quality and revenue", "Log revenue per unit of quality.",
        "assumption", valid=(0.0, 3.0), slider=(0.2, 1.2, 0.1),
    )
    novelty_difficulty: float = assumption(
        0.9, Unit.LOG_ODDS, "Novelty and odds",
        "Taken off the log-odds of a test for the most novel firm, against the least novel one.",
        "Min, Kalwani and Robinson 2006: really-new pioneers fail first; size is an assumption",
        valid=(0.0, 4.0), slider=(0.0, 1.6, 0.1),
    )
    novelty_payoff: float = assumption(
        0.9, Unit.NUMBER, "Novelty and revenue", "Added to log revenue for the most novel firm.",
        "assumption: risk is paid", valid=(0.0, 4.0), slider=(0.0, 1.6, 0.1),
    )
    novelty_noise: float = assumption(
        0.6, Unit.MULTIPLE, "Novelty and information",
        "How much wider diligence errors are for the most novel firm.",
        "assumption: novelty is slower to judge", valid=(0.0, 4.0), slider=(0.0, 1.5, 0.1),
    )
    concept_test_log_odds: float = assumption(
        0.55, Unit.LOG_ODDS, "Proof-of-concept odds", "Log-odds of an average firm's first test.",
        _BY_HAND, valid=(-4.0, 4.0), slider=(0.0, 1.8, 0.1),
    )
    prototype_test_log_odds: float = assumption(
        0.276, Unit.LOG_ODDS, "Prototype odds", "Log-odds of an average firm's prototype test.",
        _FITTED, valid=(-4.0, 4.0), slider=(0.0, 1.5, 0.05),
    )
    pilot_test_log_odds: float = assumption(
        -0.194, Unit.LOG_ODDS, "Pilot odds", "Log-odds of an average firm's pilot test.",
        _FITTED, valid=(-4.0, 4.0),
        slider=(-0.2, 1.6, 0.1),
    )
    scale_test_log_odds: float = assumption(
        1.5, Unit.LOG_ODDS, "Scale-up odds", "Log-odds of an average firm's scale-up test.",
        _BY_HAND, valid=(-4.0, 4.0), slider=(0.6, 2.2, 0.1),
    )
    dead_end_share: float = assumption(
        0.599, Unit.SHARE, "Dead ends",
        "Share of failed tests that end the technology; the others are setbacks.",
        _FITTED, valid=(0.0, 1.0), slider=(0.15, 0.6, 0.05),
    )
    rework_share: float = assumption(
        0.45, Unit.SHARE, "Rework after a setback",
        "Work to be done again after a setback, as a share of the stage's work.",
        "assumption", valid=(0.05, 1.5), slider=(0.2, 0.8, 0.05),
    )
    concept_work_years: float = assumption(
        0.75, Unit.YEARS, "Concept work", "Years of work to a proof of concept at full speed.",
        _BY_HAND, valid=(0.25, 10.0), slider=(0.5, 2.0, 0.25),
    )
    prototype_work_years: float = assumption(
        2.0, Unit.YEARS, "Prototype work", "Years of work from first round to prototype.",
        f"{_FITTED}; {_PROTO}", valid=(0.25, 10.0), slider=(0.75, 3.0, 0.25),
    )
    pilot_work_years: float = assumption(
        1.5, Unit.YEARS, "Pilot work", "Years of work from prototype to a finished pilot.",
        f"{_FITTED}; {_PROTO}", valid=(0.25, 10.0), slider=(1.0, 3.0, 0.25),
    )
    scale_work_years: float = assumption(
        1.0, Unit.YEARS, "Scale-up work", "Years of work from pilot to production at scale.",
        _FITTED, valid=(0.25, 10.0), slider=(1.0, 4.0, 0.25),
    )
    concept_burn_myuan_per_year: float = assumption(
        1.0, Unit.MYUAN_PER_YEAR, "Concept burn", "Spending in the concept stage.",
        "assumption: a few founders and a bench", valid=(0.05, 50.0), slider=(0.4, 2.0, 0.1),
    )
    prototype_burn_myuan_per_year: float = assumption(
        3.0, Unit.MYUAN_PER_YEAR, "Prototype burn", "Spending in the angel stage.",
        _TICKET, valid=(0.1, 100.0), slider=(1.5, 5.0, 0.25),
    )
    pilot_burn_myuan_per_year: float = assumption(
        14.0, Unit.MYUAN_PER_YEAR, "Pilot burn", "Spending in the early venture stage.",
        _TICKET, valid=(0.5, 300.0), slider=(8.0, 22.0, 1.0),
    )
    scale_burn_myuan_per_year: float = assumption(
        34.0, Unit.MYUAN_PER_YEAR, "Scale-up burn", "Spending in the growth stage before margins.",
        _TICKET, valid=(1.0, 600.0), slider=(20.0, 60.0, 2.0),
    )
    mature_burn_myuan_per_year: float = assumption(
        40.0, Unit.MYUAN_PER_YEAR, "Mature fixed cost", "Fixed spending of a mature firm.",
        "assumption", valid=(1.0, 600.0), slider=(20.0, 80.0, 2.0),
    )
    hibernation_share: float = assumption(
        0.5, Unit.SHARE, "Burn while waiting",
        "Share of its burn that a firm keeps spending while it waits for its next round.",
        "assumption", valid=(0.05, 1.0), slider=(0.25, 0.9, 0.05),
    )
    founder_capital_myuan: float = assumption(
        2.2, Unit.MYUAN, "Founders' capital", "What founders pay in at the start.",
        "assumption", valid=(0.0, 50.0), slider=(0.6, 4.0, 0.2),
    )
    founder_wealth_myuan: float = assumption(
        3.0, Unit.MYUAN, "Founders' other wealth",
        "What founders can be made to pay when a redemption clause is used.",
        "assumption", valid=(0.0, 100.0), slider=(0.0, 10.0, 0.5),
    )
    first_revenue_myuan_per_year: float = assumption(
        25.0, Unit.MYUAN_PER_YEAR, "First revenue",
        "Yearly revenue that an average firm could have after its pilot in a fully ready market.",
        _BY_HAND, valid=(0.1, 1000.0),
        slider=(15.0, 80.0, 5.0),
    )
    growth_drift_per_year: float = assumption(
        0.744, Unit.NUMBER, "Growth in the growth stage", "Yearly drift of log revenue while scaling up.",
        _FITTED, valid=(-0.5, 1.5), slider=(0.2, 0.8, 0.05),
    )
    mature_drift_per_year: float = assumption(
        0.14, Unit.NUMBER, "Growth when mature", "Yearly drift of log revenue when mature.",
        _BY_HAND, valid=(-0.5, 0.5),
        slider=(0.0, 0.25, 0.01),
    )
    revenue_sd_per_year: float = assumption(
        0.523, Unit.SD_PER_YEAR, "Revenue risk", "Yearly standard deviation of log revenue.",
        _FITTED,
        valid=(0.0, 2.0), slider=(0.25, 0.8, 0.05),
    )
    revenue_cap_myuan_per_year: float = assumption(
        4_000.0, Unit.MYUAN_PER_YEAR, "Market cap on revenue",
        "Largest yearly revenue of one firm in a fully ready market.",
        "assumption", valid=(50.0, 200_000.0), slider=(1000.0, 10_000.0, 500.0),
    )
    market_death_hazard_per_year: float = assumption(
        0.25, Unit.HAZARD_PER_YEAR, "Death by the market",
        "Yearly rate at which a selling firm in an unready market loses its market; falls with readiness.",
        _BY_HAND, valid=(0.0, 2.0), slider=(0.0, 0.5, 0.05),
    )
    zombie_patience_years: float = assumption(
        3.0, Unit.YEARS, "Time to be a zombie",
        "A firm that for so long has passed no test, raised at no better price and covered less than "
        "half its burn is a zombie and never counted as standing.",
        _NOTES, valid=(1.0, 10.0), slider=(2.0, 6.0, 0.5),
    )


class Labour(Group):
    """Skilled people are finite."""

    concept_workers: int = assumption(
        4, Unit.COUNT, "People in a concept firm", "Skilled people that a concept-stage firm employs.",
        "assumption", valid=(0, 1000), slider=(2, 8, 1),
    )
    prototype_workers: int = assumption(
        10, Unit.COUNT, "People in an angel firm", "Skilled people in an angel-stage firm.",
        "assumption: burn over cost of a researcher", valid=(0, 1000), slider=(5, 20, 1),
    )
    pilot_workers: int = assumption(
        30, Unit.COUNT, "People in a venture firm", "Skilled people in an early venture firm.",
        "assumption: burn over cost of a researcher", valid=(0, 2000), slider=(15, 60, 5),
    )
    scale_workers: int = assumption(
        80, Unit.COUNT, "People in a growth firm", "Skilled people in a growth firm.",
        "assumption: burn over cost of a researcher", valid=(0, 5000), slider=(40, 160, 10),
    )
    mature_workers: int = assumption(
        150, Unit.COUNT, "People in a mature firm", "Skilled people in a mature firm.",
        "assumption", valid=(0, 10_000), slider=(80, 300, 10),
    )
    supply_workers: int = assumption(
        1_400, Unit.COUNT, "Skilled people at year 0",
        "Skilled people in the zone who can work in these industries.",
        "assumption", valid=(10, 1_000_000), slider=(600, 4000, 100),
    )
    supply_growth_return_per_year: float = assumption(
        0.06, Unit.RETURN_PER_YEAR, "Growth of skilled labour", "Yearly growth of that number.",
        "assumption", valid=(-0.1, 0.5), slider=(0.0, 0.12, 0.01),
    )
