"""Which statistic of simulated worlds stands beside which published figure."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from model.evidence import money, outcomes, prices
from model.evidence.funnel import SEED, A, B, C, median_gap, of_founded, of_seeded, within_two_years
from model.evidence.seen import Seen
from model.state import ANGEL_FUND, VENTURE_FUND

Statistic = Callable[[Seen], float]

STATISTICS: dict[str, Statistic] = {
    "cbi_second_round": lambda seen: of_seeded(seen, A),
    "cbi_fourth_round": lambda seen: of_seeded(seen, C),
    "carta_seed": lambda seen: of_founded(seen, SEED),
    "carta_a": lambda seen: of_founded(seen, A),
    "carta_b": lambda seen: of_founded(seen, B),
    "carta_c": lambda seen: of_founded(seen, C),
    "seed_to_a_two_years": within_two_years,
    "seed_to_a_gap": lambda seen: median_gap(seen, SEED, A),
    "a_to_b_gap": lambda seen: median_gap(seen, A, B),
    "dilution_a": lambda seen: prices.median_dilution(seen, A),
    "dilution_b": lambda seen: prices.median_dilution(seen, B),
    "premoney_ratio_a_seed": lambda seen: prices.step_up(seen, A, SEED),
    "log_return_mean": lambda seen: prices.log_return(seen)[0],
    "log_return_sd": lambda seen: prices.log_return(seen)[1],
    "deployment_24m": money.deployed,
    "fund_tvpi_90": money.best_tenth,
    "angel_hold_below_1": lambda seen: outcomes.angel_years(seen, 0, 1),
    "angel_hold_1_to_5": lambda seen: outcomes.angel_years(seen, 1, 5),
    "angel_hold_5_to_10": lambda seen: outcomes.angel_years(seen, 5, 10),
    "angel_hold_10_to_30": lambda seen: outcomes.angel_years(seen, 10, 30),
    "angel_hold_above_30": lambda seen: outcomes.angel_years(seen, 30, inf),
    "corr_below_1x": lambda seen: outcomes.financings(seen, 0, 1),
    "corr_5x": lambda seen: outcomes.financings(seen, 5, inf),
    "corr_10x": lambda seen: outcomes.financings(seen, 10, inf),
    "fundraising_cycle": money.deepest_two_years,
    "raised_over_target": money.raised_of_target,
    "exit_mix_listing": lambda seen: outcomes.exit_share(seen, outcomes.LISTINGS),
    "exit_mix_ma": lambda seen: outcomes.exit_share(seen, outcomes.ACQUISITIONS),
    "buyback_early": lambda seen: outcomes.exit_share(seen, outcomes.BUY_BACKS, ANGEL_FUND),
    "buyback_vc": lambda seen: outcomes.exit_share(seen, outcomes.BUY_BACKS, VENTURE_FUND),
    "bpc_tvpi": money.young_tvpi,
    "bpc_irr": money.young_irr,
}
"""By the name of the figure; each in the figure's unit."""

FROM_HEADLINES = {"crowd_in_china": "crowd_in"}
"""Figures that a headline answers, which needs the zone without policy beside the run."""
