"""What exists in one world: one table of records per kind of thing, and one record for each singleton.

Units: money in integer fen, time in quarters counted from the start of the opening history.
Money at hand is not here: cash is read from the ledger alone.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from model import ledger
from model.outputs import HEADLINE_RECORD, QUARTER_RECORD
from model.parameters import Parameters
from model.parameters.industries import Industries
from model.record import QUARTERS_PER_YEAR

# stages of a firm; the round that opens a stage has the stage's number
CONCEPT, ANGEL, VENTURE, GROWTH, MATURE = range(5)
STAGES = ("concept", "angel", "venture", "growth", "mature")
ROUNDS = ("founders", "seed", "A", "B", "C")
# kinds of fund
ANGEL_FUND, VENTURE_FUND, MA_FUND = range(3)
FUND_KINDS = ("angel", "venture", "M&A")
FUND_OF_ROUND = np.array([0, 0, 1, 1, 2], dtype=np.int64)
# status of a firm
WORKING, WAITING, FINISHED, LISTED = 1, 2, 3, 4
# outcome of a firm
ALIVE, DEAD_END, NO_MONEY, FORCED, MARKET, LISTING, TRADE_SALE, MA_PURCHASE, LEFT = range(9)
OUTCOMES = ("alive", "technical dead end", "funding gap", "forced exit", "market", "listing",
            "trade sale", "M&A fund purchase", "left the zone")
# why a firm that passed its test found no next fund
NO_FUND, HORIZON, RETURN, REFUSED = range(4)
REASONS = ("no dry powder", "horizon too short", "return too low", "firm refused")
# life of a fund
INVESTING, HARVEST, DRIFTING, CLOSED = 1, 2, 3, 4
# classes of LP; their accounts are LP_ACCOUNTS
GUIDE_LP, CENTRAL_LP, SOCIAL_LP, STATE_LP = range(4)
LP_CLASSES = ("guide", "central", "social", "state")
LP_ACCOUNTS = np.array([ledger.GUIDE, ledger.CENTRAL, ledger.SOCIAL, ledger.STATE], dtype=np.int64)
# owners of a holding that are not funds
OUTSIDE_OWNER, SECONDARY_OWNER = -1, -2
# viability, from the shadow pass
OPEN, VIABLE, NOT_VIABLE = range(3)


def _record(*fields: Any) -> np.dtype[Any]:
    return np.dtype((np.record, np.dtype(list(fields), align=True)))


def _same(kind: str, names: str) -> list[tuple[str, str]]:
    return [(name, kind) for name in names.split()]


FIRM = _record(
    ("key", "u8"),
    *_same("i4", "industry slot pioneer founded stage status outcome outcome_quarter financed"),
    *_same("i4", "attempt setbacks first_setback seeking_since reason bridges broke last_progress"),
    *_same("i4", "first_holding expansion_until owner owned_since redeemed first_cheque last_cheque"),
    *_same("i4", "sale_left well shadow_stage viable shadow_attempt lottery guide_backed certified"),
    *_same("i4", "passed_unfunded jobs refusals"),
    *_same("f8", "quality novelty mean variance work_left price mark shares log_revenue sale_price"),
    *_same("f8", "shadow_work shadow_log_revenue"),
    *_same("i8", "revenue_fen margin_fen public_fen raised_fen follow_on_fen exit_value_fen"),
    *_same("i8", "founder_wealth_fen first_expected_quarters"),
)
HOLDING = _record(
    *_same("i4", "firm fund quarter stage bridge open redemption next_of_firm next_of_fund used"),
    *_same("f8", "shares share_sold"),
    *_same("i8", "amount_fen cost_fen realised_fen pre_money_fen"),
)
FUND = _record(
    ("key", "u8"), ("manager", "u8"),
    *_same("i4", "kind slot vintage industry life term end extension extended invest_until closed"),
    *_same("i4", "freezes frozen first_holding buy_out_quarter bought_out direct backed positions"),
    *_same("f8", "extension_probability fee_share hurdle carry_share reserves_share redemption_share"),
    *_same("f8", "redemption_use required_return threshold noise orientation interference delay"),
    *_same("f8", "ceiling recycling_share first_loss concession concession_return buy_out_return guide_share"),
    *_same("f8", "state_share push irr skill opening_guide_share"),
    ("committed_fen", "i8", (4,)), ("paid_fen", "i8", (4,)), ("distributed_fen", "i8", (4,)),
    *_same("i8", "target_fen size_fen investable_fen invested_fen initial_fen zone_fen duty_fen"),
    *_same("i8", "recycled_fen recycling_fen ticket_cap_fen called_fen returned_fen fees_fen"),
    *_same("i8", "carry_fen preferred_fen guide_claim_fen nav_fen cost_fen outside_cost_fen"),
    *_same("i8", "proceeds_fen forced_fen concession_fen first_loss_fen room_fen"),
)
INDUSTRY = _record(
    ("key", "u8"),
    *_same("i4", "opening feasible entrants milestones demonstrations sellers counted"),
    *_same("i4", "quarters_above quarters_below established ever_established"),
    *_same("f8", "cap_fen margin_share first_revenue_fen depth lose_market"),
    *_same("f8", "knowledge readiness pace price_now price_later scale_growth"),
    *_same("i8", "revenue_fen public_fen"),
)
STAGE = _record(*_same("i8", "burn_fen ticket_fen workers"), *_same("f8", "work log_odds lead ready"))
CLOCK = _record(
    ("key", "u8"),
    *_same("i8", "quarter start horizon last first_firm_account transfers entries firms active"),
    *_same("i8", "funds active_funds holdings listed reverse milestones pairs firm_quarters"),
    *_same("i8", "fund_quarters candidates ghosts bidders"),
)
MARKET_STATE = _record(
    *_same("f8", "level discount labour_speed boom log_lead"),
    *_same("i8", "window forced_supply_fen"),
)
GUIDE_STATE = _record(
    *_same("i8", "cut recommit_fen committed_fen"),
    ("left_fen", "i8", (3,)), ("frozen_until", "i8", (3,)),
)
POOL = _record(("unfunded_fen", "i8"), ("belief", "f8", (3,)))
BELIEF = _record(("found", "f8", (5,)), ("sought", "f8", (5,)), *_same("f8", "exits at_risk"))
REALISED = _record(*_same("i8", "cost_fen proceeds_fen cost_quarters guide_cost_fen guide_loss_fen"))
ERROR = _record(*_same("i8", "problem account kind quarter"))
CANDIDATE = _record(
    *_same("i8", "firm stage bidders outside_wins bridge ticket_fen"), ("fund", "i8", (3,)),
    ("value", "f8", (3,)), *_same("f8", "score post"),
)
FUND_QUARTER = _record(
    *_same("i8", "call_fen distribution_fen nav_fen outside_cost_fen outside_proceeds_fen"))
AGE = _record(*_same("f8", "called_fen distributed_fen nav_fen funds"))

MANAGERS_TRACKED = 64
INDUSTRY_COUNT = len(Industries.model_fields)

# everything that there is one of
ZONE = _record(
    ("clock", CLOCK), ("market", MARKET_STATE), ("guide", GUIDE_STATE), ("beliefs", BELIEF),
    ("error", ERROR), ("facts", HEADLINE_RECORD),
    ("pools", POOL, (4,)),
    ("track", "i8", (3, MANAGERS_TRACKED, 2)),
    ("class_totals", "i8", (len(ledger.CLASSES),)),
)


class World(NamedTuple):
    """All tables of one world. One is allocated per thread and used again for each replication."""

    zone: Any
    industries: Any
    stages: Any
    flows: Any
    firms: Any
    active: Any
    ghosts: Any
    listed: Any
    funds: Any
    active_funds: Any
    bidders: Any
    fund_quarters: Any
    fund_books: Any
    holdings: Any
    candidates: Any
    order: Any
    realised: Any
    balances: Any
    journal: Any
    quarters: Any
    ages: Any


def entrants_limit(mean: float) -> int:
    """Most potential entrants of an industry in a quarter: six standard deviations above the mean."""
    return math.ceil(mean + 6 * math.sqrt(mean) + 6)


def _table(shape: int | tuple[int, int], dtype: np.dtype[Any]) -> Any:
    table = np.recarray(shape, dtype=dtype)
    table.view(np.uint8)[:] = 0
    return table


def sizes(parameters: Parameters) -> tuple[int, int, int]:
    """Rows needed for firms, funds and quarters by any run of these parameters."""
    settings, funds = parameters.settings, parameters.funds
    years = settings.opening_history_years + settings.horizon_years
    quarters = (years + settings.run_off_years) * QUARTERS_PER_YEAR + 1
    mean = parameters.entry.potential_entrants_count_per_year * years
    firms = math.ceil(mean + 6 * math.sqrt(mean)) + 16
    per_vintage = sum(
        max(count, INDUSTRY_COUNT) + 1
        for count in (funds.angel_count_per_vintage, funds.venture_count_per_vintage,
                      funds.ma_count_per_vintage))
    return firms, per_vintage * (years + 1), quarters


def allocate(parameters: Parameters, *, journal: int = 0) -> World:
    """Tables large enough for any run of these parameters.

    `journal` is the number of ledger entries to keep; with 0 none is kept.
    """
    settings = parameters.settings
    firms, funds, quarters = sizes(parameters)
    world = World(
        zone=_table(1, ZONE), industries=_table(INDUSTRY_COUNT, INDUSTRY),
        stages=_table(5 * INDUSTRY_COUNT, STAGE),
        flows=np.zeros((len(ledger.KINDS), len(ledger.CLASSES)), np.int64),
        firms=_table(firms, FIRM), active=np.zeros(firms, np.int64),
        ghosts=np.zeros(firms, np.int64), listed=np.zeros(firms, np.int64),
        funds=_table(funds, FUND), active_funds=np.zeros(funds, np.int64),
        bidders=np.zeros(funds, np.int64), fund_quarters=_table((quarters, funds), FUND_QUARTER),
        fund_books=np.zeros((funds, 4), np.int64),
        holdings=_table(24 * firms + 1024, HOLDING), candidates=_table(firms, CANDIDATE),
        order=np.zeros(max(firms, funds), np.int64), realised=_table(3 * quarters, REALISED),
        balances=np.zeros(ledger.FIRST_FUND + funds + firms, np.int64),
        journal=_table(journal, ledger.ENTRY),
        quarters=_table(quarters, QUARTER_RECORD), ages=_table(quarters, AGE),
    )
    clock = world.zone[0].clock
    clock.start = settings.opening_history_years * QUARTERS_PER_YEAR
    clock.horizon = clock.start + settings.horizon_years * QUARTERS_PER_YEAR
    clock.last = quarters - 1
    clock.first_firm_account = ledger.FIRST_FUND + funds
    return world


def _wipe(table: Any, rows: int) -> None:
    table.view(np.uint8).reshape(len(table), -1)[:rows] = 0


def clear(world: World, key: int, reverse: bool = False) -> None:
    """Make the tables ready for the next replication: only what the last one used is cleared."""
    old = world.zone[0].clock
    firms, funds, first_firm = int(old.firms), int(old.funds), int(old.first_firm_account)
    sizes_kept = int(old.start), int(old.horizon), int(old.last), first_firm
    _wipe(world.firms, firms)
    _wipe(world.funds, funds + 1)
    _wipe(world.holdings, int(old.holdings))
    world.flows[:] = 0
    for table in (world.zone, world.industries, world.stages, world.realised, world.quarters, world.ages):
        _wipe(table, len(table))
    world.fund_books[:funds] = 0
    world.balances[: ledger.FIRST_FUND + funds] = 0
    world.balances[first_firm : first_firm + firms] = 0
    clock = world.zone[0].clock
    clock.start, clock.horizon, clock.last, clock.first_firm_account = sizes_kept
    clock.key, clock.reverse = key, int(reverse)
