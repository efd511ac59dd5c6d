"""What exists in one world: one table of records per kind of thing, and one record for each singleton.

Units: money in integer fen, time in quarters counted from the start of the opening history.
Money at hand is not here: cash is read from the ledger alone.

A world is a single record, so that handing it to a kernel hands over one address. Its tables have
room for any run within the declared ranges; memory is taken only where rows are used.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from model import ledger
from model.jit import kernel
from model.outputs import AGE_RECORD, CAUSES, EXITS, QUARTER_RECORD, WORLD_RECORD
from model.parameters import PARAMETERS
from model.parameters.industries import Industries
from model.record import QUARTERS_PER_YEAR

# stages of a firm; the round that opens a stage has the stage's number
CONCEPT, ANGEL, VENTURE, GROWTH, MATURE = map(np.int64, range(5))
ROUNDS = ("founders", "seed", "A", "B", "C")
# kinds of fund
ANGEL_FUND, VENTURE_FUND, MA_FUND = map(np.int64, range(3))
FUND_KINDS = ("angel", "venture", "M&A")
FUND_OF_ROUND = np.array([0, 0, 1, 1, 2], dtype=np.int64)
# status of a firm
WORKING, WAITING, FINISHED, LISTED = map(np.int64, range(1, 5))
# outcome of a firm
ALIVE, DEAD_END, NO_MONEY, FORCED, MARKET, LISTING, TRADE_SALE, MA_PURCHASE, LEFT = map(np.int64, range(9))
OUTCOMES = ("alive", *CAUSES, *EXITS)
# why a firm that passed its test found no next fund
# the further down, the nearer it came to a round
NO_FUND, RETURN, HORIZON, REFUSED = map(np.int64, range(4))
REASONS = ("no dry powder", "return too low", "horizon too short", "firm refused")
# life of a fund
INVESTING, HARVEST, DRIFTING, CLOSED = map(np.int64, range(1, 5))
# investors for whom a round has room
MOST_BIDDERS = np.int64(5)
# classes of LP; their accounts are LP_ACCOUNTS
GUIDE_LP, CENTRAL_LP, SOCIAL_LP, STATE_LP = map(np.int64, range(4))
LP_CLASSES = ("guide", "central", "social", "state")
LP_ACCOUNTS = np.array([ledger.GUIDE, ledger.CENTRAL, ledger.SOCIAL, ledger.STATE], dtype=np.int64)
# owners of a holding that are not funds
OUTSIDE_OWNER, SECONDARY_OWNER = np.int64(-1), np.int64(-2)
# redemption clauses that their owner would use: kept, or used this quarter
KEPT, USED = np.int64(1), np.int64(2)
# viability, from the shadow pass
OPEN, VIABLE, NOT_VIABLE = map(np.int64, range(3))
NEVER = np.int64(1 << 30)


def _record(*fields: Any) -> np.dtype[Any]:
    return np.dtype((np.record, np.dtype(list(fields), align=True)))


def _same(kind: str, names: str) -> list[tuple[str, str]]:
    return [(name, kind) for name in names.split()]


FIRM = _record(
    # what every quarter reads comes first: it shares a line of the processor's cache
    ("key", "u8"), ("declined_by", "u8"),
    *_same("i4", "industry stage status outcome seeking_since financed owner first_holding"),
    *_same("i4", "pioneer last_progress broke passed_unfunded bridges clause_from ask_again"),
    *_same("i8", "revenue_fen margin_fen public_fen"),
    *_same("f8", "work_left mark shares log_revenue price"),
    *_same("i4", "viable founded well guide_backed"),
    *_same("f8", "quality novelty believed believed_variance sale_price"),
    *_same("i4", "slot outcome_quarter attempt setbacks first_setback reason expansion_until redeemed first_owned"),
    *_same("i4", "owned_since first_cheque last_cheque sale_left lottery seeks_again looked_at"),
    ("passed", "i4", (MATURE,)),
    *_same("i8", "raised_fen follow_on_fen exit_value_fen founder_wealth_fen first_expected_quarters expansion_fen"),
)
HOLDING = _record(
    *_same("i4", "firm fund quarter stage bridge open redemption next_of_firm next_of_fund ended paid_by"),
    *_same("f8", "shares share_sold"),
    *_same("i8", "amount_fen cost_fen realised_fen noted_fen pre_money_fen book_fen"),
)
FUND = _record(
    # what every quarter reads comes first
    ("key", "u8"),
    *_same("i4", "kind life vintage end invest_until extended freezes frozen backed positions"),
    *_same("i4", "buy_out_quarter bought_out industry first_holding"),
    *_same("i8", "preferred_fen guide_claim_fen nav_fen stakes_fen outside_cost_fen proceeds_fen"),
    *_same("i8", "size_fen investable_fen invested_fen initial_fen recycled_fen called_fen returned_fen"),
    *_same("i8", "fees_fen carry_fen cost_fen"),
    *_same("f8", "hurdle concession concession_return reserves_share delay"),
    ("committed_fen", "i8", (4,)), ("paid_fen", "i8", (4,)), ("distributed_fen", "i8", (4,)),
    *_same("f8", "required_return lock_up noise guide_share state_share ceiling interference push threshold"),
    *_same("f8", "extension_probability fee_share carry_share redemption_share redemption_use"),
    *_same("f8", "recycling_share first_loss buy_out_return buy_out_cost skill opening_guide_share"),
    *_same("i8", "target_fen zone_fen duty_fen recycling_fen kept_fen ticket_cap_fen"),
    *_same("i8", "forced_fen concession_fen"),
    *_same("i4", "slot term extension closed direct"), ("manager", "u8"),
)
INDUSTRY = _record(
    ("key", "u8"),
    *_same("i4", "opening feasible entrants milestones demonstrations sellers counted"),
    *_same("i4", "quarters_above quarters_below established ever_established"),
    *_same("f8", "cap_fen margin_share first_revenue_fen hazard lose_market"),
    *_same("f8", "knowledge readiness pace price_now price_later scale_growth bid_chance ma_chance log_growth"),
    *_same("i8", "revenue_fen public_fen pioneers_well graduates graduates_counted graduate_revenue_fen"),
)
STAGE = _record(*_same("i8", "burn_fen ticket_fen workers firms short_of_cash"),
                *_same("f8", "work against lead ready certain exit_rate"))
CLOCK = _record(
    ("key", "u8"),
    *_same("i8", "quarter start horizon last transfers journal entries firms active"),
    *_same("i8", "funds active_funds holdings listed reverse milestones pairs firm_quarters"),
    *_same("i8", "fund_quarters candidates ghosts searchers short sellers meetings"), ("bidders", "i8", (3,)),
)
MARKET_STATE = _record(
    *_same("f8", "level discount labour_speed labour_done boom listing_chance"), ("peers_multiple", "f8", (3,)),
    *_same("i8", "window forced_supply_fen people policy_ruled revenue_gone_fen tax_gone_fen"),
)
GUIDE_STATE = _record(
    *_same("i8", "cut recommit_fen"),
    ("left_fen", "i8", (3,)), ("frozen_until", "i8", (3,)),
)
POOL = _record(*_same("i8", "unfunded_fen on_offer_fen"), ("belief", "f8", (3,)))
BELIEF = _record(("found", "f8", (5,)), ("sought", "f8", (5,)), ("money", "f8", (5,)),
                 *_same("f8", "exits at_risk exit_pace"))
REALISED = _record(*_same("i8", "cost_fen proceeds_fen cost_quarters guide_cost_fen guide_loss_fen"))
ERROR = _record(*_same("i8", "problem account kind quarter"))
CANDIDATE = _record(
    *_same("i8", "firm stage bidders ticket_fen"), ("fund", "i8", (MOST_BIDDERS,)),
    ("value", "f8", (MOST_BIDDERS,)), *_same("f8", "score post work_share"),
)
# a fund that may invest this quarter, and a firm's life with unlimited money
BIDDER = _record(*_same("u8", "key bit"), *_same("i4", "fund industry"), ("room_fen", "i8"),
                 *_same("f8", "delay rate left clause clause_wait hopeless"))
# with the firm's key and industry, since going to its own record for them takes longer than what is done
GHOST = _record(("key", "u8"), *_same("f8", "due log_revenue"),
                *_same("i4", "firm industry stage attempt sells_from"))
# a fund's books at the end of a quarter of its life, and its outside deals that end in a quarter
FUND_QUARTER = _record(*_same("i8", "called_fen returned_fen nav_fen"))
OUTSIDE_DEAL = _record(*_same("i8", "cost_fen cost_quarters proceeds_fen"))

MANAGERS_TRACKED = 16
INDUSTRY_COUNT = len(Industries.model_fields)
# managers who invest in all industries, then those of each industry
TRACK_ROWS = MANAGERS_TRACKED * (1 + INDUSTRY_COUNT)


def entrants_limit(mean: float) -> int:
    """Most potential entrants when so many are expected: six standard deviations more, and some."""
    return math.ceil(mean + 6 * math.sqrt(mean) + 16)


def _most(path: str) -> int:
    return math.ceil(PARAMETERS[path].high)


# rows of the tables: enough for any run within the declared ranges
ACTIVE_YEARS = _most("settings.opening_history_years") + _most("settings.horizon_years")
QUARTERS = (ACTIVE_YEARS + _most("settings.run_off_years")) * QUARTERS_PER_YEAR + 1
FIRM_ROWS = entrants_limit(_most("entry.potential_entrants_count_per_year") * ACTIVE_YEARS)
FUND_ROWS = (ACTIVE_YEARS + 1) * sum(
    max(_most(f"funds.{kind}_count_per_vintage"), INDUSTRY_COUNT) + 1
    for kind in ("angel", "venture", "ma"))
HOLDING_ROWS = 12 * FIRM_ROWS
JOURNAL_ROWS = 16 * FIRM_ROWS
FIRST_FIRM = ledger.FIRST_FUND + FUND_ROWS

WORLD = _record(
    ("clock", CLOCK), ("market", MARKET_STATE), ("guide", GUIDE_STATE), ("beliefs", BELIEF),
    ("error", ERROR), ("facts", WORLD_RECORD), ("pools", POOL, (4,)),
    ("track", "i8", (3, TRACK_ROWS, 2)),
    ("class_totals", "i8", (len(ledger.CLASSES),)),
    ("flows", "i8", (len(ledger.KINDS), len(ledger.CLASSES))),
    ("industries", INDUSTRY, (INDUSTRY_COUNT,)), ("stages", STAGE, (5 * INDUSTRY_COUNT,)),
    ("realised", REALISED, (3, QUARTERS)),
    ("quarters", QUARTER_RECORD, (QUARTERS,)), ("ages", AGE_RECORD, (QUARTERS,)),
    ("active", "i8", (FIRM_ROWS,)), ("ghosts", GHOST, (FIRM_ROWS,)), ("listed", "i8", (FIRM_ROWS,)),
    ("searchers", "i8", (FIRM_ROWS,)), ("short", "i8", (FIRM_ROWS,)),
    ("sellers", "i8", (FIRM_ROWS,)), ("met", "i8", (FUND_ROWS,)), ("order", "i8", (FIRM_ROWS,)),
    ("flows_of_fund", "f8", (QUARTERS,)), ("fund_returns", "i8", (3, FUND_ROWS)),
    ("active_funds", "i8", (FUND_ROWS,)), ("bidders", BIDDER, (3, FUND_ROWS)),
    ("fund_books", "i8", (FUND_ROWS, 4)),
    ("balances", "i8", (FIRST_FIRM + FIRM_ROWS,)),
    ("funds", FUND, (FUND_ROWS,)), ("firms", FIRM, (FIRM_ROWS,)),
    ("candidates", CANDIDATE, (FIRM_ROWS,)),
    ("fund_quarters", FUND_QUARTER, (FUND_ROWS, QUARTERS)),
    ("outside_deals", OUTSIDE_DEAL, (FUND_ROWS, QUARTERS)),
    ("holdings", HOLDING, (HOLDING_ROWS,)),
    ("journal", ledger.ENTRY, (JOURNAL_ROWS,)),
)
# what a world used: where a table begins, how long a row is (in words of 8 bytes), what counts rows
_QUARTERS, _FIRMS, _FUNDS, _HOLDINGS = range(4)


def _used(table: str, counter: int, first: int = 0) -> tuple[int, int, int]:
    dtype, offset, *_ = WORLD.fields[table]  # type: ignore[index]
    size = dtype.base.itemsize // 8 * (1 if table != "fund_books" else dtype.shape[1])
    return offset // 8 + first * size, size, counter


def offset_of(table: str) -> int:
    """Where a table begins in a world, in words of eight bytes."""
    return _used(table, 0)[0]


_USED = np.array([
    *(_used("realised", _QUARTERS, kind * QUARTERS) for kind in range(3)),
    _used("quarters", _QUARTERS), _used("ages", _QUARTERS), _used("firms", _FIRMS),
    _used("funds", _FUNDS), _used("fund_books", _FUNDS), _used("holdings", _HOLDINGS),
    _used("balances", _FUNDS, int(ledger.FIRST_FUND)), _used("balances", _FIRMS, int(FIRST_FIRM)),
])
_SINGLE = offset_of("realised")

World = Any
"""An array of one `WORLD` record."""


def allocate() -> World:
    """An empty world. One is made per thread and used again for each replication."""
    return np.zeros(1, WORLD)


def rows(world: World, table: str, count: int) -> Any:
    """The first rows of a table, as a record array whose columns are attributes."""
    return world[table][0, :count].view(np.recarray)


@kernel
def clear(w: Any, memory: Any, settings: Any, key: Any, reverse: Any, journal: Any) -> None:
    """Make a world ready for the next replication: only what the last one used is cleared.

    `memory` is the same world as plain words. `reverse` goes through firms in the opposite order;
    `journal` keeps the entries of the ledger, which have to be taken out after each quarter.
    """
    clock = w.clock
    counts = (clock.last + 1, clock.firms, clock.funds + 1, clock.holdings)
    for n in range(len(_USED)):
        first = _USED[n, 0]
        memory[first : first + _USED[n, 1] * counts[_USED[n, 2]]] = 0
    memory[:_SINGLE] = 0
    for account in range(ledger.FIRST_FUND):
        w.balances[account] = 0
    clock.start = settings.opening_history_quarters
    clock.horizon = clock.start + settings.horizon_quarters
    clock.last = clock.horizon + settings.run_off_quarters
    clock.quarter = -1
    clock.key = key
    clock.reverse = reverse
    clock.journal = journal
