"""Markets: the cycle, exits, buyers, outside deals; and shocks that a scenario schedules."""

from model.declare import Group, Unit, assumption, lever
from model.parameters.sources import BY_HAND as _BY_HAND
from model.parameters.sources import FITTED as _FITTED
from model.parameters.sources import NOTES as _NOTES


class Market(Group):
    """The market cycle, the listing window, outside deals and outside funds."""

    persistence_share_per_year: float = assumption(
        0.7, Unit.SHARE, "Persistence of the cycle", "Share of a deviation that is left after a year.",
        "assumption; raised money in China fell for four years from 2021 (Zero2IPO)",
        valid=(0.0, 0.99), slider=(0.4, 0.9, 0.05),
    )
    cycle_sd: float = assumption(
        0.3, Unit.NUMBER, "Size of the cycle", "Long-run standard deviation of log market conditions.",
        "assumption; raised money fell by a third in three years", valid=(0.0, 1.5),
        slider=(0.0, 0.6, 0.05),
    )
    window_threshold: float = assumption(
        -0.35, Unit.NUMBER, "Listing window",
        "Log market conditions below which the listing window is shut.", "assumption",
        valid=(-3.0, 3.0), slider=(-0.8, 0.2, 0.05),
    )
    outside_return_per_year: float = assumption(
        0.13, Unit.RETURN_PER_YEAR, "Return on outside deals",
        "Gross yearly return that funds get on deals outside the zone.", "assumption",
        valid=(-0.5, 1.0), slider=(0.06, 0.2, 0.01),
    )
    outside_sd: float = assumption(
        0.8, Unit.NUMBER, "Risk of outside deals", "Standard deviation of the log multiple of an outside deal.",
        "Cochrane 2005: about 0.9 a year for single firms; baskets vary less", valid=(0.0, 3.0),
        slider=(0.3, 1.2, 0.1),
    )
    outside_hold_years: float = assumption(
        5.0, Unit.YEARS, "Holding of outside deals", "Years that an outside deal is held on average.",
        "assumption", valid=(1.0, 15.0), slider=(3.0, 8.0, 0.5),
    )
    outside_deal_share: float = assumption(
        0.000395, Unit.SHARE, "Pull of outside deals",
        "Share of a fund's gap to its investment plan that it fills with outside deals in a year.",
        _FITTED, valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
    )
    outside_fund_probability: float = assumption(
        0.12, Unit.PROBABILITY, "Outside funds",
        "Chance in a quarter that a firm in search meets a fund from outside the zone.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 0.3, 0.02),
    )
    outside_required_return_per_year: float = assumption(
        0.2, Unit.RETURN_PER_YEAR, "Return asked by outside funds",
        "Gross yearly return that funds from outside ask of firms in the zone.",
        "assumption: more than zone funds, who know the firms", valid=(0.0, 1.0), slider=(0.1, 0.3, 0.01),
    )
    leave_probability: float = assumption(
        0.3, Unit.PROBABILITY, "Firms that leave",
        "Chance that a firm financed from outside moves out of the zone.", "assumption",
        valid=(0.0, 1.0), slider=(0.0, 0.8, 0.05),
    )


class Exits(Group):
    """Listing, trade sales, M&A funds, secondary buyers, liquidation."""

    revenue_multiple: float = assumption(
        7.68, Unit.MULTIPLE, "Price to revenue",
        "Exit value over yearly revenue for a firm with a gross margin of one half in an average market.",
        _FITTED, valid=(0.1, 50.0), slider=(2.0, 8.0, 0.5),
    )
    listing_revenue_myuan_per_year: float = assumption(
        264.0, Unit.MYUAN_PER_YEAR, "Revenue for listing", "Yearly revenue that a listing needs.",
        f"{_FITTED}; STAR market rules ask for 200 to 300 million in some routes, less in others",
        valid=(1.0, 5000.0), slider=(20.0, 300.0, 10.0),
    )
    listing_hazard_per_year: float = assumption(
        0.8, Unit.HAZARD_PER_YEAR, "Pace of listing",
        "Yearly rate at which eligible firms list while the window is open.", _BY_HAND,
        valid=(0.0, 10.0), slider=(0.2, 1.2, 0.05),
    )
    listing_sale_years: float = assumption(
        1.5, Unit.YEARS, "Sale after listing", "Years over which investors sell their listed shares.",
        f"{_NOTES}: 4 to 8 quarters", valid=(0.25, 5.0), slider=(1.0, 2.0, 0.25),
    )
    listed_price_sd_per_year: float = assumption(
        0.4, Unit.SD_PER_YEAR, "Risk of listed shares", "Yearly standard deviation of log share prices.",
        "assumption", valid=(0.0, 2.0), slider=(0.2, 0.6, 0.05),
    )
    bid_hazard_per_year: float = assumption(
        0.04, Unit.HAZARD_PER_YEAR, "Pace of acquirers' bids",
        "Yearly rate at which an acquirer bids for a selling firm.", _BY_HAND,
        valid=(0.0, 5.0), slider=(0.0, 0.3, 0.02),
    )
    bid_discount: float = assumption(
        0.1, Unit.SHARE, "Discount of a trade sale", "Trade sales pay so much less than the listed price.",
        "assumption", valid=(-1.0, 0.9), slider=(-0.1, 0.4, 0.05),
    )
    bid_sd: float = assumption(
        0.4, Unit.NUMBER, "Spread of bids", "Standard deviation of the log of acquirers' bids.",
        "assumption", valid=(0.0, 2.0), slider=(0.1, 0.8, 0.05),
    )
    acquirer_cash_myuan_per_year: float = assumption(
        1_500.0, Unit.MYUAN_PER_YEAR, "Acquirers' money", "Money that acquirers bring to the zone each year.",
        "assumption", valid=(0.0, 100_000.0), slider=(200.0, 4000.0, 100.0),
    )
    owner_return_per_year: float = assumption(
        0.17, Unit.RETURN_PER_YEAR, "Return of waiting",
        "Yearly return that owners ask for when they compare a bid with waiting. In a market that is half ready or "
        "more believed growth outweighs it.",
        "assumption", valid=(0.0, 1.0), slider=(0.08, 0.3, 0.01),
    )
    salvage_share: float = assumption(
        0.08, Unit.SHARE, "Value of a failed firm",
        "What buyers from outside the zone pay for a failed firm's technology, as a share of what it raised.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 0.25, 0.01),
    )
    ma_bid_hazard_per_year: float = assumption(
        0.1, Unit.HAZARD_PER_YEAR, "Pace of M&A funds' bids",
        "Yearly rate at which an M&A fund with money bids for a selling firm.", "assumption",
        valid=(0.0, 5.0), slider=(0.0, 0.3, 0.02),
    )
    ma_gain_share: float = assumption(
        0.2, Unit.SHARE, "Gain from combining", "By how much an M&A fund raises the revenue of a firm it combines.",
        "assumption", valid=(-0.5, 2.0), slider=(0.0, 0.5, 0.05),
    )
    ma_return_share: float = assumption(
        0.7, Unit.SHARE, "Return asked of purchases",
        "Return that an M&A fund asks of a whole firm, over what it asks of a round. In a market that is half ready "
        "or more believed growth outweighs it.",
        "assumption: selling firms are safer", valid=(0.1, 2.0), slider=(0.4, 1.0, 0.05),
    )
    ma_concentration_share: float = assumption(
        0.4, Unit.SHARE, "Largest purchase", "Largest price of a firm over the size of the M&A fund that buys it.",
        "assumption", valid=(0.05, 1.0), slider=(0.2, 0.6, 0.05),
    )
    ma_hold_years: float = assumption(
        3.0, Unit.YEARS, "Holding by M&A funds", "Years before an M&A fund sells again.",
        "assumption", valid=(0.5, 10.0), slider=(2.0, 5.0, 0.5),
    )
    secondary_cash_myuan_per_year: float = assumption(
        150.0, Unit.MYUAN_PER_YEAR, "Secondary buyers' money",
        "Money that buyers of second-hand stakes bring each year.", "assumption",
        valid=(0.0, 1_000_000.0), slider=(0.0, 600.0, 25.0),
    )
    forced_discount: float = assumption(
        0.25, Unit.SHARE, "Forced-sale discount", "Discount of a stake sold at the end of a fund's life.",
        f"{_NOTES}: 0.15 to 0.35", valid=(0.0, 0.9), slider=(0.15, 0.35, 0.01),
    )
    forced_discount_slope: float = assumption(
        0.15, Unit.NUMBER, "Discount when many sell",
        "Rise of that discount with forced supply over secondary buyers' money.",
        _NOTES, valid=(0.0, 2.0), slider=(0.0, 0.4, 0.05),
    )
    forced_discount_cap: float = assumption(
        0.7, Unit.SHARE, "Largest forced discount", "The discount never exceeds this.",
        f"{_NOTES}: 0.7", valid=(0.0, 0.95), slider=(0.4, 0.9, 0.05),
        bites="Only where many must sell at once and buyers have little money.",
        needs={"exits.secondary_cash_myuan_per_year": 0.0, "exits.forced_discount_slope": 0.4},
    )
    growth_counted_share: float = assumption(
        1.0, Unit.SHARE, "Growth counted while waiting",
        "Part of a mature firm's expected growth that investors count on while it waits for its exit.",
        "assumption", valid=(0.0, 1.0), slider=(0.5, 1.0, 0.05),
    )
    most_waiting_multiple: float = assumption(
        1.0, Unit.MULTIPLE, "Most that waiting brings",
        "No investor counts on more than so many times what an exit at once would bring.",
        "assumption: drawn many times, the model's own revenue brings one to two times as much",
        valid=(0.5, 3.0), slider=(1.0, 2.0, 0.1),
    )
    exit_prior_hazard_per_year: float = assumption(
        0.2, Unit.HAZARD_PER_YEAR, "Prior pace of exits",
        "What everybody first believes about the yearly rate of exit of selling firms.",
        "assumption; learnt from the zone's own record afterwards", valid=(0.01, 2.0),
        slider=(0.1, 0.4, 0.02),
    )
    unlimited_secondary: bool = assumption(
        False, Unit.SWITCH, "Unlimited secondary and follow-on money",
        "On: stakes can always be sold at value and funds past their term may still support their firms. "
        "For the first irrelevance test.", "assumption: a limiting case",
    )


class Shocks(Group):
    """Shocks that a scenario schedules, as drills: not forecasts."""

    listing_shut_from_year: float = lever(
        2.0, Unit.YEARS, "Listing shut from year", "First year in which the listing window is shut.",
        "assumption: a drill", valid=(0.0, 40.0), slider=(0.0, 20.0, 1.0),
        bites="Only when the shut window lasts more than 0 years.", needs={"shocks.listing_shut_years": 4.0},
    )
    listing_shut_years: float = lever(
        0.0, Unit.YEARS, "Listing shut for", "Years for which the listing window is shut.",
        "assumption: China's window narrowed in 2023 to 2025", valid=(0.0, 40.0), slider=(0.0, 10.0, 0.5),
    )
    drought_from_year: float = lever(
        2.0, Unit.YEARS, "Drought from year", "First year of the drought of social capital.",
        "assumption: a drill", valid=(0.0, 40.0), slider=(0.0, 20.0, 1.0),
        bites="Only when the drought lasts more than 0 years.", needs={"shocks.drought_years": 4.0},
    )
    drought_years: float = lever(
        0.0, Unit.YEARS, "Drought for", "Years for which social LPs commit less.",
        "Zero2IPO: funds raised fell by a third from 2021 to 2024", valid=(0.0, 40.0), slider=(0.0, 10.0, 0.5),
    )
    drought_depth_share: float = lever(
        0.5, Unit.SHARE, "Depth of the drought", "Share of social commitments that is missing meanwhile.",
        "assumption", valid=(0.0, 1.0), slider=(0.0, 1.0, 0.05),
        bites="Only when the drought lasts more than 0 years.", needs={"shocks.drought_years": 4.0},
    )
    flood_from_year: float = lever(
        2.0, Unit.YEARS, "Flood from year", "First year of the flood of social capital.",
        "assumption: a drill", valid=(0.0, 40.0), slider=(0.0, 20.0, 1.0),
        bites="Only when the flood lasts more than 0 years.", needs={"shocks.flood_years": 2.0},
    )
    flood_years: float = lever(
        0.0, Unit.YEARS, "Flood for", "Years for which social LPs commit more.",
        "Nanda and Rhodes-Kropf 2013 on hot markets", valid=(0.0, 40.0), slider=(0.0, 10.0, 0.5),
    )
    flood_share: float = lever(
        0.5, Unit.SHARE, "Size of the flood", "Extra social commitments meanwhile.",
        f"{_NOTES}: half as much again for two years", valid=(0.0, 5.0), slider=(0.0, 2.0, 0.1),
        bites="Only when the flood lasts more than 0 years.", needs={"shocks.flood_years": 2.0},
    )
    ma_boom_from_year: float = lever(
        2.0, Unit.YEARS, "M&A boom from year", "First year of a boom in acquisitions.",
        "assumption: a drill", valid=(0.0, 40.0), slider=(0.0, 20.0, 1.0),
        bites="Only when the boom lasts more than 0 years.", needs={"shocks.ma_boom_years": 4.0},
    )
    ma_boom_years: float = lever(
        0.0, Unit.YEARS, "M&A boom for", "Years for which acquirers bid more often and bring more money.",
        "assumption: a drill", valid=(0.0, 40.0), slider=(0.0, 10.0, 0.5),
    )
    ma_boom_multiple: float = lever(
        2.0, Unit.MULTIPLE, "Strength of the M&A boom", "Multiplies bids and acquirers' money meanwhile.",
        "assumption", valid=(0.0, 10.0), slider=(1.0, 4.0, 0.25),
        bites="Only when the boom lasts more than 0 years.", needs={"shocks.ma_boom_years": 4.0},
    )
