"""Funds: structure, managers, and the terms that make money patient."""

from model.declare import Group, Unit, assumption, lever
from model.parameters.sources import FITTED as _FITTED
from model.parameters.sources import NOTES as _NOTES

_SIZE = "derived: a strong zone invests about 1.04 billion yuan a year in 30 starts; scale with the zone"


class Funds(Group):
    """How many funds are raised, how large, at what cost."""

    angel_count_per_vintage: int = assumption(
        2, Unit.COUNT, "Angel funds a year", "Angel funds that managers try to raise each year.",
        _SIZE, valid=(0, 12), slider=(0, 6, 1),
    )
    venture_count_per_vintage: int = assumption(
        3, Unit.COUNT, "Venture funds a year", "Venture funds that managers try to raise each year.",
        _SIZE, valid=(0, 12), slider=(0, 6, 1),
    )
    ma_count_per_vintage: int = assumption(
        1, Unit.COUNT, "M&A funds every second year",
        "Growth and M&A funds that managers try to raise every second year.",
        _SIZE, valid=(0, 12), slider=(0, 4, 1),
    )
    angel_size_myuan: float = assumption(
        150.0, Unit.MYUAN, "Angel fund target", "Money an angel fund tries to raise.", _SIZE,
        valid=(1.0, 5000.0), slider=(30.0, 300.0, 10.0),
    )
    venture_size_myuan: float = assumption(
        380.0, Unit.MYUAN, "Venture fund target", "Money a venture fund tries to raise.", _SIZE,
        valid=(1.0, 20_000.0), slider=(100.0, 1000.0, 20.0),
    )
    ma_size_myuan: float = assumption(
        1_400.0, Unit.MYUAN, "M&A fund target", "Money a growth and M&A fund tries to raise.", _SIZE,
        valid=(1.0, 50_000.0), slider=(300.0, 4000.0, 100.0),
    )
    smallest_close_share: float = assumption(
        0.25, Unit.SHARE, "Smallest fund",
        "A fund that raises less than this share of its target is not formed.",
        "assumption", valid=(0.0, 1.0), slider=(0.1, 0.6, 0.05),
    )
    investment_years: float = assumption(
        4.0, Unit.YEARS, "Investment period",
        "Years in which a fund may make first investments.", "market convention: 3 to 5",
        valid=(1.0, 15.0), slider=(2.0, 8.0, 0.5),
    )
    conventional_term_years: float = assumption(
        8.0, Unit.YEARS, "Term without the guide",
        "Term of funds that have no guide money, and of all funds before year 0.",
        "NDRC 2025: 7 to 10 years is usual", valid=(3.0, 25.0), slider=(7.0, 12.0, 1.0),
    )
    fee_share: float = assumption(
        0.02, Unit.SHARE, "Management fee",
        "Yearly fee on commitments in the investment period, on money at work afterwards.",
        "market convention", valid=(0.0, 0.1), slider=(0.01, 0.03, 0.0025),
    )
    carry_share: float = assumption(
        0.2, Unit.SHARE, "Carry", "Manager's share of profit once the hurdle is met.",
        "market convention", valid=(0.0, 0.5), slider=(0.1, 0.3, 0.01),
    )
    hurdle_return_per_year: float = assumption(
        0.08, Unit.RETURN_PER_YEAR, "Hurdle", "Return that LPs get before any carry, with full catch-up.",
        "market convention", valid=(0.0, 0.3), slider=(0.0, 0.12, 0.01),
    )
    typical_hold_years: float = assumption(
        5.0, Unit.YEARS, "Typical holding",
        "Years that an average yuan is at work; turns returns a year into multiples and back.",
        "assumption; true fund lives in China are about 8 years", valid=(1.0, 15.0), slider=(3.0, 8.0, 0.5),
    )
    late_fee_base_share: float = assumption(
        0.4, Unit.SHARE, "Money at work after the investment period",
        "Average money at work in those years over commitments, as managers plan their fees.",
        "assumption", valid=(0.0, 1.0), slider=(0.2, 0.7, 0.05),
    )
    deployment_push_return_per_year: float = assumption(
        0.06, Unit.RETURN_PER_YEAR, "Push to invest",
        "Fall in the return that a fund asks when it has invested nothing of what its plan foresees by now; "
        "never below the return of outside deals.",
        "assumption; Gompers and Lerner 2000 find that inflows of money raise prices",
        valid=(0.0, 0.5), slider=(0.0, 0.1, 0.01),
    )
    write_down_share: float = assumption(
        0.6, Unit.SHARE, "Book value at which cheques freeze",
        "Where write-downs freeze cheques, a fund is frozen while book value and proceeds are below "
        "this share of what it invested.", "assumption: usual state audit practice",
        valid=(0.0, 1.0), slider=(0.3, 0.9, 0.05),
    )
    skill_sd: float = assumption(
        0.35, Unit.NUMBER, "Spread of manager skill",
        "Standard deviation of the log of managers' diligence error.",
        "assumption: gives a spread between good and bad funds", valid=(0.0, 2.0),
        slider=(0.0, 0.8, 0.05),
    )
    continuation_threshold: float = assumption(
        1.0, Unit.MULTIPLE, "Continuation threshold",
        "A fund bridges a firm when its value is at least so many times the bridge.",
        "assumption: 0.7 to 1.3", valid=(0.05, 10.0), slider=(0.7, 1.3, 0.05),
    )
    continuation_sd: float = assumption(
        0.25, Unit.NUMBER, "Spread of the threshold",
        "Standard deviation of the log of that threshold over managers, whatever their fund's term.",
        "assumption", valid=(0.0, 2.0), slider=(0.0, 0.5, 0.05),
    )
    bridges_allowed: int = assumption(
        3, Unit.COUNT, "Bridges in a stage", "Bridges that a firm may get within one stage.",
        "assumption", valid=(0, 20), slider=(0, 6, 1),
    )
    lead_stake_share: float = assumption(
        0.1, Unit.SHARE, "Stake of a lead",
        "A firm lives on an owner with at least this stake: if that fund lets go, the firm is wound up.",
        "assumption", valid=(0.0, 1.0), slider=(0.05, 0.3, 0.05),
        bites="Only where nobody buys the stakes of a fund that ends.",
        needs={"exits.secondary_cash_myuan_per_year": 0.0},
    )
    drift_years: float = assumption(
        3.0, Unit.YEARS, "Drift after the term",
        "Years that unsold positions drift on, without follow-on money, before they are let go.",
        "assumption", valid=(0.25, 15.0), slider=(1.0, 6.0, 0.5),
    )
    drift_fee_share: float = assumption(
        0.5, Unit.SHARE, "Fee after the term", "Share of the fee that is charged after the term.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.1),
    )


class Patience(Group):
    """Contract terms of the funds that the guide backs. Patience is these, and nothing else."""

    fund_term_years: float = lever(
        8.0, Unit.YEARS, "Fund term",
        "Years from first close to the end of a guide-backed fund, before extensions.",
        "NDRC 2025: 7 to 10 usual; Shenzhen up to 15; National VC Guidance Fund 20",
        valid=(3.0, 25.0), slider=(5.0, 20.0, 1.0),
        bands={"short": 6.0, "status quo": 8.0, "Shenzhen": 15.0, "national fund": 20.0},
        bites="New funds only: old contracts keep their terms. Longer terms cost social supply.",
    )
    extension_years: float = lever(
        2.0, Unit.YEARS, "Extension", "Years by which a guide-backed fund may extend.",
        "market convention: 1 + 1", valid=(0.0, 10.0), slider=(0.0, 5.0, 0.5),
        bands={"none": 0.0, "status quo": 2.0},
    )
    extension_probability: float = lever(
        0.6, Unit.PROBABILITY, "Consent to extension",
        "Chance that the LPs of a guide-backed fund agree to an extension at term end.",
        "assumption: 0.5 to 0.9", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
    )
    term_luck_years: float = lever(
        0.0, Unit.YEARS, "Luck in the term",
        "A fund's term is longer or shorter by this, by chance; used for the test of Barrot's finding.",
        "assumption: an experiment, zero otherwise", valid=(0.0, 5.0), slider=(0.0, 4.0, 0.5),
    )
    investment_years: float = lever(
        4.0, Unit.YEARS, "Investment period of guide-backed funds",
        "Years in which a guide-backed fund may make first investments.",
        "market convention; National VC Guidance Fund 10", valid=(1.0, 15.0), slider=(2.0, 10.0, 0.5),
    )
    required_return_relief: float = lever(
        0.0, Unit.RETURN_PER_YEAR, "Relief in required return",
        "By how much the guide asks less than social LPs for its own money.",
        "assumption: policy money accepts less", valid=(0.0, 0.2), slider=(0.0, 0.1, 0.01),
    )
    write_downs_freeze: bool = lever(
        True, Unit.SWITCH, "Write-downs freeze new cheques",
        "A guide-backed fund whose books show a large interim loss makes no first investment.",
        "assumption: usual state audit practice",
    )
    reserves_share: float = lever(
        0.2, Unit.SHARE, "Reserves", "Share of a guide-backed fund kept for follow-on and bridges.",
        "assumption: 20 to 50 % in the trade", valid=(0.0, 0.8), slider=(0.0, 0.6, 0.05),
    )
    redemption_share: float = lever(
        0.85, Unit.SHARE, "Rounds with redemption",
        "Share of a guide-backed fund's rounds that carry a redemption clause.",
        "Lifeng Law 2024: 80 to 90 % of deals", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
        bands={"none": 0.0, "status quo": 0.85},
    )
    redemption_use: float = lever(
        1.0, Unit.PROBABILITY, "Use of redemption",
        "Chance that a guide-backed fund may use a clause that is due and pays; 0 leaves all unused.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
    )
    recycling_share: float = lever(
        0.1, Unit.SHARE, "Recycling",
        "Share of commitments that a guide-backed fund may invest again out of early proceeds.",
        "market convention: 0 to 20 %; evergreen near 100 %", valid=(0.0, 2.0), slider=(0.0, 1.0, 0.05),
    )


class Redemption(Group):
    """Redemption clauses: strike, trigger, recovery, and their use outside the guide."""

    conventional_share: float = assumption(
        0.85, Unit.SHARE, "Rounds with redemption, other funds",
        "Share of rounds by funds without guide money that carry a redemption clause.",
        "Lifeng Law 2024", valid=(0.0, 1.0), slider=(0.6, 0.95, 0.05),
    )
    strike_return_per_year: float = assumption(
        0.08, Unit.RETURN_PER_YEAR, "Strike interest", "Interest on cost that the clause promises.",
        f"{_NOTES}: 6 to 10 %", valid=(0.0, 0.3), slider=(0.06, 0.1, 0.01),
    )
    trigger_years: float = assumption(
        6.25, Unit.YEARS, "Redemption trigger", "Years without listing after which the clause is due.",
        f"{_FITTED}; {_NOTES}: 4 to 7", valid=(1.0, 15.0), slider=(4.0, 7.0, 0.5),
    )
    pressure_years: float = assumption(
        3.0, Unit.YEARS, "Exit pressure",
        "A fund uses its clauses only in so many last years of its term, or while it is frozen.",
        "assumption: clauses are used under exit pressure", valid=(0.0, 25.0), slider=(1.0, 6.0, 0.5),
    )
    expected_recovery_share: float = assumption(
        0.12, Unit.SHARE, "Recovery expected at entry",
        "What investors expect a used clause to bring, over cost, when they price it.",
        f"{_NOTES}: recoveries of 10 to 40 % of the strike when used", valid=(0.0, 1.0), slider=(0.05, 0.4, 0.01),
    )
    smallest_recovery_share: float = assumption(
        0.1, Unit.SHARE, "Smallest recovery",
        "Below this recovery over cost a clause is not worth the dispute.", "assumption",
        valid=(0.0, 1.0), slider=(0.0, 0.3, 0.05),
    )
    cash_share: float = assumption(
        0.595, Unit.SHARE, "Cash that can be distributed",
        "Share of a firm's cash that the law lets it pay for its own shares.",
        f"{_FITTED}; should give recoveries of 10 to 40 %", valid=(0.0, 1.0), slider=(0.2, 0.8, 0.05),
    )
    early_end_years: float = assumption(
        1.0, Unit.YEARS, "Before the fund's end",
        "The clause is also due this long before the fund's end.",
        _NOTES, valid=(0.0, 5.0), slider=(0.0, 2.0, 0.25),
    )
