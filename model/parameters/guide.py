"""The government guidance fund."""

from model.declare import Group, Unit, assumption, lever
from model.parameters.sources import NOTES as _NOTES


class Guide(Group):
    """Size, split and terms of the government guidance fund, a fund of funds."""

    budget_myuan_per_year: float = lever(
        320.0, Unit.MYUAN_PER_YEAR, "Yearly budget",
        "Money that the guide may commit to new funds each year.",
        "derived: a quarter of about 1.3 billion yuan that a strong zone commits a year",
        valid=(0.0, 10_000.0), slider=(0.0, 1000.0, 20.0), bands={"none": 0.0, "status quo": 320.0},
        bites="Commitments are called over years, and return after more years.",
    )
    budget_years: float = lever(
        10.0, Unit.YEARS, "Years of budget", "Years from year 0 in which the guide commits.",
        f"{_NOTES}: 8 to 10 years", valid=(0.0, 40.0), slider=(0.0, 20.0, 1.0),
    )
    share_cap: float = lever(
        0.25, Unit.SHARE, "Cap on the guide's share",
        "Largest share of a fund that the guide provides.",
        "guidance funds in China: usually 20 to 30 %; a 2025 Shenzhen fund 68 %",
        valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05), bands={"none": 0.0, "status quo": 0.25, "high": 0.6},
    )
    angel_split: float = lever(
        0.2, Unit.SHARE, "Split: angel", "Share of the budget for angel funds. The three splits add up to one.",
        "assumption; the national fund asks for 70 % in seed and start-up", valid=(0.0, 1.0),
        slider=(0.0, 1.0, 0.05),
    )
    venture_split: float = lever(
        0.5, Unit.SHARE, "Split: venture", "Share of the budget for venture funds.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
    )
    ma_split: float = lever(
        0.3, Unit.SHARE, "Split: M&A", "Share of the budget for growth and M&A funds.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
    )
    concession_share: float = lever(
        0.0, Unit.SHARE, "Profit concession",
        "Share of the guide's profit above its own return that it leaves to the other LPs, most of them social.",
        "zone rules: 0 to 100 %", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
        bands={"none": 0.0, "moderate": 0.5, "all": 1.0},
    )
    concession_return_per_year: float = lever(
        0.04, Unit.RETURN_PER_YEAR, "Guide's return before concession",
        "Return that the guide keeps before it concedes any profit.", f"{_NOTES}: 3 to 8 %",
        valid=(0.0, 0.2), slider=(0.0, 0.08, 0.01), bites="Only with a profit concession.",
        needs={"guide.concession_share": 0.5},
    )
    first_loss_share: float = lever(
        0.0, Unit.SHARE, "First loss",
        "Share of its contribution that the guide gives up while the other LPs lack their capital.",
        "not permitted under central rules of 2015: no promise of principal or minimum return",
        valid=(0.0, 1.0), slider=(0.0, 0.5, 0.05), bands={"none (rules of 2015)": 0.0},
    )
    seed_loss_ceiling: float = lever(
        0.4, Unit.SHARE, "Fault tolerance: angel",
        "Losses that the guide tolerates in its angel funds, as a share of money realised.",
        "Guangzhou Development Zone 2025: seed 50 %, angel 40 %", valid=(0.0, 1.0),
        slider=(0.1, 1.0, 0.05), bands={"strict": 0.2, "status quo": 0.4, "tolerant": 0.8},
    )
    venture_loss_ceiling: float = lever(
        0.35, Unit.SHARE, "Fault tolerance: venture",
        "Losses that the guide tolerates in its venture funds.", "assumption between 30 and 40 %",
        valid=(0.0, 1.0), slider=(0.1, 1.0, 0.05),
    )
    ma_loss_ceiling: float = lever(
        0.3, Unit.SHARE, "Fault tolerance: M&A",
        "Losses that the guide tolerates in its growth and M&A funds.",
        "Guangzhou Development Zone 2025: industry funds 30 %", valid=(0.0, 1.0),
        slider=(0.1, 1.0, 0.05),
    )
    reinvestment_multiple: float = lever(
        1.5, Unit.MULTIPLE, "Reinvestment duty",
        "A fund must invest so many times the guide's money in the zone.",
        "national average 1.54 in 2022; the State Council asks to lower it (Guobanfa 2025 No. 1)",
        valid=(0.0, 4.0), slider=(0.0, 2.5, 0.1), bands={"none": 0.0, "status quo": 1.5},
    )
    buy_out_years: float = lever(
        0.0, Unit.YEARS, "Buy-out option",
        "Years from first close in which the social LPs may buy the guide's stake at cost plus interest.",
        "Yozma 1993: five years", valid=(0.0, 15.0), slider=(0.0, 8.0, 1.0),
        bands={"none": 0.0, "Yozma": 5.0},
    )
    buy_out_return_per_year: float = lever(
        0.03, Unit.RETURN_PER_YEAR, "Buy-out interest", "Interest in the price of that option.",
        f"{_NOTES}: 1 to 5 %", valid=(0.0, 0.2), slider=(0.0, 0.08, 0.01),
        bites="Only with a buy-out option.", needs={"guide.buy_out_years": 5.0},
    )
    counter_cyclical: float = lever(
        0.0, Unit.NUMBER, "Counter-cyclical budget",
        "How much the yearly budget rises when the market is low, and falls when it is high.",
        "assumption", valid=(0.0, 3.0), slider=(0.0, 2.0, 0.1),
    )
    market_orientation: float = lever(
        0.5, Unit.SHARE, "Market orientation",
        "1: professional managers choose. 0: officials may override them, with delay.",
        "agenda: market-oriented operation; the level is an assumption", valid=(0.0, 1.0),
        slider=(0.0, 1.0, 0.05), bands={"administrative": 0.0, "status quo": 0.5, "market": 1.0},
    )
    recommitted_share: float = lever(
        0.3, Unit.SHARE, "Guide money committed again",
        "Share of what comes back to the guide that it commits again while its budget lasts.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
    )
    direct_share: float = lever(
        0.0, Unit.SHARE, "Direct state fund",
        "Share of the budget that goes to a wholly state-owned fund competing with the others.",
        "Cumming and MacIntosh 2006 on subsidised funds; none in the status quo", valid=(0.0, 1.0),
        slider=(0.0, 1.0, 0.05),
    )
    central_match: float = lever(
        0.0, Unit.MULTIPLE, "Central match",
        "Central or provincial money for each yuan of the zone's guide; neither zone cost nor social capital.",
        "National VC Guidance Fund 2025: central money through regional funds", valid=(0.0, 3.0),
        slider=(0.0, 1.0, 0.1),
    )
    ticket_cap_myuan: float = lever(
        1000.0, Unit.MYUAN, "Cap on a ticket",
        "Largest cheque of a guide-backed angel or venture fund to one firm in one round.",
        "National VC Guidance Fund 2025: 50 million yuan; 1,000 means no cap", valid=(1.0, 1000.0),
        slider=(10.0, 1000.0, 10.0), bands={"national fund": 50.0, "none": 1000.0},
    )
    certification: float = assumption(
        0.5, Unit.MULTIPLE, "Certification",
        "Precision of the guide's own diligence on firms, relative to what is known of quality before.",
        f"{_NOTES}: 0 to 1", valid=(0.0, 3.0), slider=(0.0, 1.0, 0.1),
    )
    certification_share: float = assumption(
        0.1, Unit.SHARE, "Share from which the guide certifies",
        "The guide looks at the firms of funds in which it has at least this share.", f"{_NOTES}: 10 %",
        valid=(0.0, 1.0), slider=(0.05, 0.25, 0.05),
    )
    buy_out_noise: float = assumption(
        0.25, Unit.NUMBER, "Error in a buy-out's value",
        "Standard deviation of the log error with which social LPs value the guide's stake.", "assumption",
        valid=(0.0, 2.0), slider=(0.0, 0.6, 0.05), bites="Only with a buy-out option.",
        needs={"guide.buy_out_years": 5.0},
    )
    interference: float = assumption(
        0.5, Unit.PROBABILITY, "Interference",
        "Chance that a deal ignores the manager's signal, per unit of guide share above the threshold, "
        "under fully administrative choice.",
        f"{_NOTES}: 0 to 1; Colonnelli, Li and Liu 2024 find aversion to it", valid=(0.0, 1.0),
        slider=(0.0, 1.0, 0.1), bites="Only above the share from which officials interfere.",
        needs={"guide.share_cap": 0.6, "guide.market_orientation": 0.0},
    )
    interference_threshold: float = assumption(
        0.25, Unit.SHARE, "Share from which officials interfere",
        "Guide share above which interference starts.", f"{_NOTES}: 0.2 to 0.3", valid=(0.0, 1.0),
        slider=(0.1, 0.4, 0.05),
    )
    delay_years: float = assumption(
        0.25, Unit.YEARS, "Administrative delay",
        "Delay of a guide-backed closing under fully administrative choice.",
        f"{_NOTES}: up to two quarters", valid=(0.0, 2.0), slider=(0.0, 1.0, 0.25),
    )
    blame_aversion: float = assumption(
        0.5, Unit.NUMBER, "Blame aversion",
        "How strongly state managers mark down deals whose chance of loss exceeds the loss ceiling.",
        "assumption", valid=(0.0, 5.0), slider=(0.0, 1.0, 0.05),
    )
    freeze_years: float = assumption(
        1.5, Unit.YEARS, "Freeze after a breach",
        "Years for which a kind of fund gets no guide money once its losses breach the ceiling.",
        f"{_NOTES}: 4 to 8 quarters", valid=(0.0, 10.0), slider=(1.0, 2.0, 0.25),
    )
    breach_stops_backed_funds: bool = assumption(
        False, Unit.SWITCH, "A breach stops funds already backed",
        "While the guide gives a kind of fund no new money, funds of that kind that hold guide money make no first "
        "investment either. Otherwise their contracts hold and they go on; only the guide's own funds stop.",
        "assumption: published rules judge losses and do not say",
    )
    loss_window_years: float = assumption(
        3.0, Unit.YEARS, "Years of losses judged",
        "Losses realised in so many years are held against the ceiling.",
        "assumption: published rules name no years", valid=(0.25, 30.0), slider=(2.0, 10.0, 1.0),
    )
    loss_base_myuan: float = assumption(
        30.0, Unit.MYUAN, "Smallest base of a breach",
        "Losses are judged once so much cost was realised.", "assumption",
        valid=(0.0, 10_000.0), slider=(0.0, 150.0, 10.0),
    )
    discipline_price: float = assumption(
        0.5, Unit.NUMBER, "Discipline lost to tolerance",
        "Fall of the continuation threshold per unit of loss ceiling above the conventional one.",
        f"{_NOTES}: 0 to 0.3; wider here", valid=(0.0, 3.0), slider=(0.0, 1.0, 0.1),
    )
    conventional_loss_ceiling: float = assumption(
        0.35, Unit.SHARE, "Conventional loss ceiling",
        "Loss ceiling at which discipline is that of the market.", "assumption", valid=(0.0, 1.0),
        slider=(0.2, 0.5, 0.05),
    )
    reinvestment_push_return_per_year: float = assumption(
        0.1, Unit.RETURN_PER_YEAR, "Push of the reinvestment duty",
        "Fall in the required return for zone deals when a fund is fully behind its duty.",
        f"{_NOTES}: 0 to 0.3", valid=(0.0, 0.5), slider=(0.0, 0.3, 0.02),
    )
    unsteadiness_probability_per_year: float = assumption(
        0.03, Unit.PROBABILITY_PER_YEAR, "Policy unsteadiness",
        "Yearly chance that the guide's programme is cut for good.",
        f"{_NOTES}: 0 to 0.2", valid=(0.0, 0.5), slider=(0.0, 0.2, 0.01),
    )
