"""Does each rule give what the paper says? Worked examples and closed forms, one process at a time.

A bench is a world in which firms, funds and stakes are placed by hand; then one process runs. Money
is put on accounts without a transfer: the checks of the ledger have tests of their own.
"""

import functools
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from worlds import SHORT, run

import model
from model import capital, ensemble, ledger, luck, shares, valuation
from model.engine import run_world
from model.jit import entry_point
from model.outputs import COLUMNS, HEADLINES, SERIES
from model.parameters import BASELINE, replaced, status_quo
from model.processes import beliefs as learning
from model.processes import (
    closing,
    deaths,
    entry,
    exits,
    fundraising,
    funds,
    guide,
    industries,
    market,
    records,
    redemption,
    rounds,
    shadow,
    term,
    treasury,
    work,
)
from model.record import to_record
from model.state import (
    ALIVE,
    ANGEL,
    CENTRAL_LP,
    CONCEPT,
    DRIFTING,
    FIRST_FIRM,
    GROWTH,
    GUIDE_LP,
    HARVEST,
    INDUSTRY_COUNT,
    INVESTING,
    KEPT,
    MA_FUND,
    MARKET,
    MATURE,
    NOT_VIABLE,
    OUTSIDE_OWNER,
    SECONDARY_OWNER,
    SOCIAL_LP,
    STATE_LP,
    VENTURE,
    VENTURE_FUND,
    allocate,
)
from model.state import NO_MONEY as STARVED

M = 100_000_000  # fen in a million yuan
FIRST_FUND = int(ledger.FIRST_FUND)
FOUNDERS_SHARES = 1_000_000.0
YEARS = st.integers(1, 40)


# ---- the numbers of the rules ----------------------------------------------------------------

FOLDER = Path(model.__file__).parent


def cited(text: str) -> set[int]:
    """Numbers of rules that a text names, also as `Rules 3, 5 and 7 to 9`."""
    found = set()
    for part in re.findall(r"Rules? ((?:\d+(?:, | and | to )?)+)", " ".join(text.split())):
        found |= {int(number) for number in re.findall(r"\d+", part)}
        for first, last in re.findall(r"(\d+) to (\d+)", part):
            found |= set(range(int(first), int(last) + 1))
    return found


def test_rules_of_code_and_outputs_are_those_of_the_description() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rules = [int(number) for number in re.findall(r"^\*\*Rule (\d+)\. ", text, re.MULTILINE)]
    assert rules == sorted(set(rules))
    used = set.union(*(cited(file.read_text(encoding="utf-8")) for file in FOLDER.rglob("*.py")))
    used |= {int(output.rule) for outputs in (HEADLINES, SERIES, *COLUMNS.values())
             for output in outputs.values()}
    assert used == set(rules)
    named = set(re.findall(r"`([\w/]+\.py)`", text))
    assert len(named) > 20 and all((FOLDER / name).is_file() for name in named)


def test_citations_are_read() -> None:
    assert cited("Rule 3. Rules 5 and\n    7 to 9, Rules 11, 12 and 20.") == {3, 5, 7, 8, 9, 11, 12, 20}


# ---- the processes that are called -----------------------------------------------------------


@entry_point
def open_zone(world: Any, p: Any) -> None:
    """Identities of the industries, first beliefs, and what stages cost and take."""
    w = world[0]
    industries.open_industries(w, p[0])
    quarter = w.clock.quarter
    w.clock.quarter = 0
    learning.update_odds(w, p[0])
    industries.set_stage_table(w, p[0])
    valuation.set_prices(w, p[0])
    w.clock.quarter = quarter


@entry_point
def set_stages(world: Any, p: Any) -> None:
    industries.set_stage_table(world[0], p[0])


@entry_point
def found(world: Any, p: Any, k: Any, slot: Any, pioneer: Any) -> None:
    w = world[0]
    entry.found_firm(w, p[0], k, slot, luck.key(w.industries[k].key, luck.FIRM, slot), pioneer)


@entry_point
def hold(world: Any, i: Any, owner: Any, cost: Any, count: Any) -> int:
    h: int = shares.new_holding(world[0], i, owner, cost, count, world[0].firms[i].stage, 0)
    return h


@entry_point
def mark(world: Any, i: Any, price: Any) -> None:
    w = world[0]
    shares.mark_firm(w, i, price)


@entry_point
def pay_owners(world: Any, i: Any, amount: Any) -> None:
    shares.pay_owners(world[0], i, ledger.ACQUIRERS, ledger.TRADE_SALE, amount)


@entry_point
def call(world: Any, p: Any, f: Any, amount: Any) -> None:
    capital.provide(world[0], p[0], f, amount)


@entry_point
def distribute(world: Any, p: Any, f: Any) -> None:
    capital.distribute(world[0], p[0], f)


@entry_point
def run_funds(world: Any, p: Any) -> None:
    funds.run_funds(world[0], p[0])


@entry_point
def value_funds(world: Any, p: Any) -> None:
    funds.value_funds(world[0], p[0])


@entry_point
def end_terms(world: Any, p: Any) -> None:
    term.end_terms(world[0], p[0])


@entry_point
def firms_work(world: Any, p: Any) -> None:
    work.firms_work(world[0], p[0])


@entry_point
def set_labour_speed(world: Any, p: Any) -> None:
    work.set_labour_speed(world[0], p[0])


@entry_point
def draw_tests(world: Any, count: Any, out: Any) -> None:
    """Each firm's draw at the test of its stage, first attempt."""
    for i in range(count):
        firm = world[0].firms[i]
        out[i] = luck.uniform(firm.key, luck.TEST, firm.stage * 64)


@entry_point
def move_market(world: Any, p: Any) -> None:
    market.move_market(world[0], p[0])


@entry_point
def refill_buyers(world: Any, p: Any) -> None:
    market.refill_buyers(world[0], p[0])


@entry_point
def learn(world: Any, p: Any) -> None:
    industries.move_knowledge_and_readiness(world[0], p[0])


@entry_point
def judge(world: Any, p: Any) -> None:
    industries.judge_establishment(world[0], p[0])


@entry_point
def wedges(world: Any, p: Any, industry: Any, stage: Any, left: Any, out: Any) -> None:
    for n in range(len(left)):
        out[n] = valuation.forced_sale_wedge(world[0], p[0], industry, stage, left[n])


@entry_point
def weigh(world: Any, p: Any, kind: Any, left: Any) -> int:
    """The first fund on the list weighs the first candidate; `left` is how long the fund lives."""
    w = world[0]
    candidate = w.candidates[0]
    candidate.bidders = 0
    bidder = w.bidders[kind, 0]
    bidder.left = left
    reason: int = rounds.weigh(w, p[0], candidate, bidder, luck.pair_key(w.firms[0].key, bidder.key))
    return reason


@entry_point
def collect_bids(world: Any, p: Any) -> None:
    rounds.collect_bids(world[0], p[0])


@entry_point
def close_rounds(world: Any, p: Any) -> None:
    closing.close_rounds(world[0], p[0])


@entry_point
def count_entrants(world: Any, p: Any, keys: Any, counts: Any, draws: Any) -> None:
    """Potential entrants of every industry in one quarter of each of these worlds."""
    w = world[0]
    for n in range(len(keys)):
        w.clock.key = keys[n]
        industries.open_industries(w, p[0])
        for k in range(INDUSTRY_COUNT):
            w.industries[k].entrants = 0
            draws[n, k] = luck.uniform(w.industries[k].key, luck.ENTRANTS, w.clock.quarter)
        entry.enter_firms(w, p[0])
        for k in range(INDUSTRY_COUNT):
            counts[n, k] = w.industries[k].entrants
        w.clock.firms = 0
        w.clock.active = 0
        w.clock.ghosts = 0


@entry_point
def use_redemptions(world: Any, p: Any) -> None:
    redemption.use_redemptions(world[0], p[0])


@entry_point
def bury_firms(world: Any, p: Any) -> None:
    deaths.bury_firms(world[0], p[0])


@entry_point
def sell_to_ma_funds(world: Any, p: Any) -> None:
    exits.collect_ma_bids(world[0], p[0])
    exits.close_ma_purchases(world[0], p[0])


@entry_point
def list_firms(world: Any, p: Any) -> None:
    exits.list_firms(world[0], p[0])


@entry_point
def cut_programmes(world: Any, p: Any, keys: Any, cut: Any) -> None:
    """Is the programme cut in the first year of each of these worlds?"""
    w = world[0]
    for n in range(len(keys)):
        w.clock.key = keys[n]
        w.guide.cut = 0
        for t in range(4):
            w.clock.quarter = w.clock.start + t
            guide.run_guide(w, p[0])
        cut[n] = w.guide.cut


@entry_point
def pay_programmes(world: Any, p: Any) -> None:
    treasury.pay_programmes(world[0], p[0])


@entry_point
def run_shadow(world: Any, p: Any) -> None:
    shadow.run_shadow(world[0], p[0])


@entry_point
def update_odds(world: Any, p: Any) -> None:
    learning.update_odds(world[0], p[0])


@entry_point
def raise_funds(world: Any, p: Any, past: Any) -> None:
    guide.run_guide(world[0], p[0])
    learning.update_beliefs(world[0], p[0])
    fundraising.raise_funds(world[0], p[0], past[0])


@entry_point
def record_quarter(world: Any, p: Any) -> None:
    records.record_quarter(world[0], p[0])


# ---- the bench -------------------------------------------------------------------------------


class Bench:
    """A world at a quarter counted from year 0, in which things are placed by hand."""

    def __init__(self, changes: dict[str, Any] | None = None, quarter: int = 0) -> None:
        self.parameters = replaced(BASELINE, changes or {})
        self.p = to_record(self.parameters)
        self.world = allocate()
        self.w = self.world[0]
        settings = self.parameters.settings
        clock = self.w["clock"]
        clock["start"] = 4 * settings.opening_history_years
        clock["horizon"] = clock["start"] + 4 * settings.horizon_years
        clock["last"] = clock["horizon"] + 4 * settings.run_off_years
        clock["quarter"] = clock["start"] + quarter
        clock["key"] = ensemble.world_key(1, 0)
        self.w["market"]["labour_speed"] = self.w["market"]["boom"] = 1.0
        open_zone(self.world, self.p)

    def now(self, name: str) -> float:
        """A series of this quarter."""
        return float(self.w["quarters"][self.w["clock"]["quarter"]][name])

    def firm(self, stage: int = CONCEPT, *, industry: int = 0, slot: int = 0, pioneer: int = 0,
             cash: int = 0) -> Any:
        """A firm in a stage, with nothing but this cash."""
        i = int(self.w["clock"]["firms"])
        found(self.world, self.p, np.int64(industry), np.int64(slot), np.int64(pioneer))
        self.w["firms"][i]["stage"] = stage
        self.w["firms"][i]["financed"] = stage
        self.cash(FIRST_FIRM + i, cash)
        return self.w["firms"][i]

    def fund(self, size: int = 100 * M, kind: int = VENTURE_FUND, *, age: int = 0, guide: float = 0.0,
             state: float = 0.0, central: float = 0.0) -> Any:
        """A fund with commitments of this size, of which these shares are not social."""
        clock = self.w["clock"]
        f = int(clock["funds"])
        clock["funds"] = f + 1
        self.w["active_funds"][clock["active_funds"]] = f
        clock["active_funds"] += 1
        fund = self.w["funds"][f]
        terms = self.parameters.funds
        fund["key"] = 1000 + f
        fund["kind"], fund["life"], fund["industry"] = kind, INVESTING, -1
        fund["vintage"] = clock["quarter"] - age
        fund["invest_until"] = fund["vintage"] + 4 * terms.investment_years
        fund["end"] = fund["vintage"] + 4 * terms.conventional_term_years
        fund["size_fen"] = fund["investable_fen"] = size
        fund["first_holding"] = fund["closed"] = fund["buy_out_quarter"] = -1
        fund["fee_share"], fund["carry_share"] = terms.fee_share, terms.carry_share
        fund["hurdle"] = 1.08**0.25 - 1
        fund["noise"], fund["required_return"], fund["threshold"] = 0.5, 0.05, 1.0
        fund["ticket_cap_fen"] = 1 << 60
        parts = fund["committed_fen"]
        parts[GUIDE_LP], parts[CENTRAL_LP] = round(guide * size), round(central * size)
        parts[STATE_LP] = round(state * size)
        parts[SOCIAL_LP] = size - parts.sum()
        fund["guide_share"] = guide
        return fund

    def stake(self, i: int, owner: int, cost: int, count: float) -> Any:
        """New shares of a firm for an owner."""
        h = hold(self.world, np.int64(i), np.int64(owner), np.int64(cost), float(count))
        self.w["firms"][i]["shares"] += count
        self.w["firms"][i]["raised_fen"] += cost
        return self.w["holdings"][h]

    def cash(self, account: int, amount: int) -> None:
        """Put an amount on an account."""
        self.w["balances"][account] = amount

    def balance(self, account: int) -> int:
        return int(self.w["balances"][account])


# ---- liquidation preference ------------------------------------------------------------------

# founders hold a million shares, A paid 30 million yuan for 250,000 and B 80 million for as many
SALES = [
    # both take their cost, of which there is not enough
    (90, 90 * 30 / 110, 90 * 80 / 110, 0.0),
    # both take their cost, founders get the rest
    (200, 30.0, 80.0, 90.0),
    # A converts: (300 - 80) / 1.25 = 176 yuan a share
    (300, 44.0, 80.0, 176.0),
    # both convert: 600 / 1.5 = 400 yuan a share
    (600, 100.0, 100.0, 400.0),
]


def sold(bench: Bench, stakes: list[tuple[int, float]], amount: int) -> tuple[list[int], int]:
    """What each stake (cost, shares) and the founders get when a firm is sold."""
    clock = bench.w["clock"]
    if clock["firms"] == 0:
        bench.firm(GROWTH)
    clock["holdings"] = clock["funds"] = clock["active_funds"] = 0
    firm = bench.w["firms"][0]
    firm["shares"], firm["first_holding"] = FOUNDERS_SHARES, -1
    for f, (cost, count) in enumerate(stakes):
        bench.fund()
        bench.cash(FIRST_FUND + f, 0)
        bench.stake(0, f, cost, count)
    bench.cash(int(ledger.FOUNDERS), 0)
    pay_owners(bench.world, np.int64(0), np.int64(amount))
    got = [bench.balance(FIRST_FUND + f) for f in range(len(stakes))]
    return got, bench.balance(int(ledger.FOUNDERS))


@functools.cache
def auction() -> Bench:
    return Bench()


@pytest.mark.parametrize(("price", "first", "second", "founders"), SALES)
def test_owners_take_their_cost_or_convert(
    price: int, first: float, second: float, founders: float
) -> None:
    got, rest = sold(auction(), [(30 * M, 250_000.0), (80 * M, 250_000.0)], price * M)
    assert [x / M for x in got] == pytest.approx([first, second], abs=1e-7)
    assert rest / M == pytest.approx(founders, abs=1e-7)


STAKES = st.lists(
    st.tuples(st.integers(1, 500 * M), st.floats(1e3, 1e6)), min_size=1, max_size=6)


@given(STAKES, st.integers(0, 2000 * M))
def test_nobody_would_rather_have_chosen_otherwise(
    stakes: list[tuple[int, float]], amount: int
) -> None:
    got, founders = sold(auction(), stakes, amount)
    assert sum(got) + founders == amount and min(got) >= 0 and founders >= 0
    owed = sum(cost for cost, _ in stakes)
    rounding = len(stakes) + 1e-9 * amount
    if founders > rounding:
        price = founders / FOUNDERS_SHARES
        for (cost, count), part in zip(stakes, got, strict=True):
            assert part == pytest.approx(max(cost, price * count), rel=1e-6, abs=rounding)
    elif owed >= amount:
        for (cost, _), part in zip(stakes, got, strict=True):
            assert part == pytest.approx(amount * cost / owed, rel=1e-6, abs=rounding)


# ---- calls, fees, hurdle and carry -----------------------------------------------------------


def test_calls_are_pro_rata_and_the_guides_comes_from_the_treasury() -> None:
    bench = Bench()
    fund = bench.fund(guide=0.25, state=0.15, central=0.1)
    call(bench.world, bench.p, np.int64(0), np.int64(40 * M))
    assert list(fund["paid_fen"]) == [10 * M, 4 * M, 20 * M, 6 * M]
    assert bench.balance(int(ledger.TREASURY)) == -10 * M and bench.balance(FIRST_FUND) == 40 * M
    call(bench.world, bench.p, np.int64(0), np.int64(30 * M))  # there is enough
    assert fund["called_fen"] == 40 * M


def test_fee_on_commitments_then_on_what_is_at_work_then_reduced() -> None:
    bench = Bench({"market.outside_deal_share": 0.0})
    fund = bench.fund(100 * M)
    clock = bench.w["clock"]
    first = int(clock["quarter"])
    paid = []
    for age in range(44):
        clock["quarter"] = first + age
        fund["life"] = INVESTING if age < 16 else HARVEST if age < 32 else DRIFTING
        fund["cost_fen"], fund["outside_cost_fen"] = (0, 0) if age < 8 else (50 * M, 10 * M)
        before = bench.balance(int(ledger.MANAGERS))
        run_funds(bench.world, bench.p)
        paid.append((bench.balance(int(ledger.MANAGERS)) - before) / M)
    # 2 % of 100, then 2 % of 60, then half of that, each year in advance
    assert paid[::4] == pytest.approx([2.0] * 4 + [1.2] * 4 + [0.6] * 3)
    assert sum(paid) == pytest.approx(sum(paid[::4]))
    assert fund["fees_fen"] == fund["called_fen"] == round(sum(paid) * M)


def test_no_fee_beyond_the_commitments() -> None:
    bench = Bench()
    fund = bench.fund(100 * M)
    call(bench.world, bench.p, np.int64(0), np.int64(99 * M))
    bench.cash(FIRST_FUND, 0)
    run_funds(bench.world, bench.p)
    assert fund["fees_fen"] == 1 * M


def fund_with_capital(changes: dict[str, Any], **parts: float) -> tuple[Bench, Any]:
    """A fund that called and spent 100 million yuan and no longer invests."""
    bench = Bench({"funds.fee_share": 0.0, "market.outside_deal_share": 0.0, **changes})
    fund = bench.fund(100 * M, **parts)
    call(bench.world, bench.p, np.int64(0), np.int64(100 * M))
    fund["life"] = HARVEST
    bench.cash(FIRST_FUND, 0)
    return bench, fund


def years_pass(bench: Bench, years: int) -> None:
    for _ in range(4 * years):
        run_funds(bench.world, bench.p)


def pay_out(bench: Bench, *amounts: int) -> None:
    for amount in amounts:
        bench.cash(FIRST_FUND, amount)
        distribute(bench.world, bench.p, np.int64(0))
        assert bench.balance(FIRST_FUND) == 0


@pytest.mark.parametrize(("paid_out", "carry"), [
    (90, 0.0), (105, 0.0),  # below capital and a year's hurdle of 8 %
    (109, 1.0),  # all above 108 goes to the manager
    (110, 2.0),  # caught up: 20 % of a profit of 10
    (150, 10.0), (300, 40.0),
])
def test_hurdle_with_full_catch_up(paid_out: int, carry: float) -> None:
    bench, fund = fund_with_capital({})
    years_pass(bench, 1)
    assert fund["preferred_fen"] == pytest.approx(108 * M, abs=4)
    pay_out(bench, paid_out * M)
    assert fund["carry_fen"] == pytest.approx(carry * M, abs=4)
    assert bench.balance(int(ledger.MANAGERS)) == fund["carry_fen"]
    assert fund["returned_fen"] + fund["carry_fen"] == paid_out * M


@given(st.lists(st.integers(1, 120 * M), min_size=1, max_size=6), st.integers(0, 5))
def test_carry_depends_on_the_total_of_a_quarter(pieces: list[int], years: int) -> None:
    bench, fund = fund_with_capital({})
    years_pass(bench, years)
    hurdle = int(fund["preferred_fen"])
    assert hurdle == pytest.approx(100 * M * 1.08**years, rel=1e-7)
    pay_out(bench, *pieces)
    total = sum(pieces)
    wanted = max(0.0, min(0.2 * (total - 100 * M), total - hurdle))
    assert fund["carry_fen"] == pytest.approx(wanted, abs=len(pieces) + 1)


def test_the_hurdle_stops_on_what_was_given_back() -> None:
    bench, fund = fund_with_capital({})
    years_pass(bench, 1)
    pay_out(bench, 58 * M)
    years_pass(bench, 1)
    assert fund["preferred_fen"] == pytest.approx(50 * M * 1.08, abs=8)


# ---- first loss and concession ---------------------------------------------------------------


def lp_parts(first_loss: float, pieces: list[int]) -> list[int]:
    """What guide and social LPs get who paid 25 and 75 million yuan."""
    bench, fund = fund_with_capital({"funds.carry_share": 0.0}, guide=0.25)
    fund["first_loss"] = first_loss
    pay_out(bench, *pieces)
    return [int(fund["distributed_fen"][c]) for c in (GUIDE_LP, SOCIAL_LP)]


@pytest.mark.parametrize(("total", "guide"), [
    # with 40 % first loss, 10 of the guide's 25 million stand behind the other 90
    (45, 7.5), (90, 15.0), (95, 20.0), (100, 25.0), (120, 30.0),
])
def test_first_loss(total: int, guide: float) -> None:
    found, others = lp_parts(0.4, [total * M])
    assert (found / M, others / M) == pytest.approx((guide, total - guide), abs=1e-7)


def test_first_loss_gives_others_their_capital_first() -> None:
    assert lp_parts(1.0, [75 * M]) == [0, 75 * M]
    assert lp_parts(0.0, [76 * M]) == [19 * M, 57 * M]


@given(st.floats(0, 1), st.lists(st.integers(1, 60 * M), min_size=1, max_size=6))
def test_first_loss_depends_on_the_total_alone(share: float, pieces: list[int]) -> None:
    once, cut = lp_parts(share, [sum(pieces)]), lp_parts(share, pieces)
    assert cut == pytest.approx(once, abs=2 * len(pieces))
    # nobody but the guide bears it, and never with more than the part that it put behind
    assert once[0] <= sum(pieces) * 0.25 + 1
    assert once[0] >= min(sum(pieces), 100 * M) * 0.25 - share * 25 * M - 1


@pytest.mark.parametrize(("years", "total", "guide"), [
    (0, 150, 25 + 0.5 * 12.5),  # half of its profit of 12.5
    (1, 150, 26 + 0.5 * 11.5),  # its own 4 % come first
    (0, 80, 20.0),  # no profit, nothing to concede
])
def test_concession(years: int, total: int, guide: float) -> None:
    bench, fund = fund_with_capital({"funds.carry_share": 0.0}, guide=0.25)
    fund["concession"], fund["concession_return"] = 0.5, 1.04**0.25 - 1
    years_pass(bench, years)
    pay_out(bench, total * M)
    got = [fund["distributed_fen"][c] / M for c in (GUIDE_LP, SOCIAL_LP)]
    assert got == pytest.approx([guide, total - guide], abs=1e-6)
    assert fund["concession_fen"] / M == pytest.approx(0.25 * total - guide, abs=1e-6)


# ---- tests of firms --------------------------------------------------------------------------

STAGE_LOG_ODDS = [BASELINE.firms.concept_test_log_odds, BASELINE.firms.prototype_test_log_odds,
                  BASELINE.firms.pilot_test_log_odds, BASELINE.firms.scale_test_log_odds]


def outcomes_of_tests(changes: dict[str, Any], stage: int, industry: int, knowledge: float,
           feasible: int = 1) -> tuple[Any, Any, Any]:
    """Firms at the end of a stage: their traits, their draws, and who passed."""
    bench = Bench(changes)
    count = 300
    place = bench.w["industries"][industry]
    place["feasible"], place["knowledge"] = feasible, knowledge
    set_stages(bench.world, bench.p)
    for slot in range(count):
        firm = bench.firm(stage, industry=industry, slot=slot, cash=10_000 * M)
        firm["work_left"] = 0.0
    draws = np.empty(count)
    draw_tests(bench.world, np.int64(count), draws)
    traits = bench.w["firms"][:count][["quality", "novelty"]].copy()
    firms_work(bench.world, bench.p)
    return traits, draws, bench.w["firms"][:count]["stage"] == stage + 1


@pytest.mark.parametrize("stage", [CONCEPT, ANGEL, VENTURE, GROWTH])
@pytest.mark.parametrize(("roadmap", "knowledge"), [(0.0, 0.0), (0.0, 0.7), (1.0, 0.0)])
def test_odds_of_a_test(stage: int, roadmap: float, knowledge: float) -> None:
    changes = {"supports.technology_roadmap": roadmap}
    traits, draws, passed = outcomes_of_tests(changes, stage, 1, knowledge)
    p = BASELINE
    log_odds = (STAGE_LOG_ODDS[stage] - p.industries.cell_gene_technology.difficulty
                + p.firms.quality_test_effect * traits["quality"]
                - p.firms.novelty_difficulty * (traits["novelty"] - 0.5)
                + p.spillovers.knowledge_test_effect * (1 - math.exp(-knowledge))
                + roadmap * p.supports.technology_roadmap_effect)
    odds = 1 / (1 + np.exp(-log_odds))
    assert (passed == (draws < odds)).all()
    assert 30 < passed.sum() < 290


def test_who_passes_without_a_roadmap_passes_with_it() -> None:
    without, having = (outcomes_of_tests({"supports.technology_roadmap": x}, ANGEL, 0, 0.0)[2] for x in (0.0, 1.0))
    assert (having >= without).all() and having.sum() > without.sum() + 5


def test_nobody_passes_the_pilot_of_an_infeasible_industry() -> None:
    assert outcomes_of_tests({}, VENTURE, 0, 0.0, feasible=0)[2].sum() == 0
    assert outcomes_of_tests({}, ANGEL, 0, 0.0, feasible=0)[2].sum() > 100


def test_a_test_moves_belief_towards_what_it_shows() -> None:
    bench = Bench()
    for slot in range(100):
        bench.firm(ANGEL, slot=slot, cash=1000 * M)["work_left"] = 0.0
    firms = bench.w["firms"][:100]
    before = firms["believed"].copy()
    firms_work(bench.world, bench.p)
    passed = firms["stage"] == VENTURE
    assert (firms["believed"][passed] > before[passed]).all()
    assert (firms["believed"][~passed] < before[~passed]).all()
    assert (firms["believed_variance"] < BASELINE.firms.quality_sd**2).all()


def test_the_shadow_meets_the_market_when_its_firm_does() -> None:
    """The same luck: whom a ready product loses its market in its first quarter is not viable."""
    bench = Bench({"firms.market_death_hazard_per_year": 2.0, "firms.pilot_test_log_odds": 4.0})
    count = 200
    for slot in range(count):
        bench.firm(VENTURE, slot=slot, cash=1000 * M)["work_left"] = 0.0
        ghost = bench.w["ghosts"][slot]
        ghost["stage"], ghost["due"] = VENTURE, 0.0
    firms_work(bench.world, bench.p)
    run_shadow(bench.world, bench.p)
    firms = bench.w["firms"][:count]
    lost = firms["outcome"] == MARKET
    assert lost.sum() > 20
    assert (firms["viable"][lost] == NOT_VIABLE).all()


# ---- skilled people --------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "years", "talent", "speed"), [
    (1000, 0, 0.0, 1.0), (1400, 0, 0.0, 1.0), (2800, 0, 0.0, 0.5), (2800, 5, 0.0, 0.5 * 1.06**5),
    (2800, 0, 1.0, 0.5 * 1.25), (2800, 0, 0.4, 0.5 * 1.1),
])
def test_work_slows_in_proportion(people: int, years: int, talent: float, speed: float) -> None:
    assert BASELINE.labour.supply_workers == 1400
    bench = Bench({"supports.talent": talent}, quarter=4 * years)
    firms = [bench.firm(CONCEPT, slot=0, cash=100 * M), bench.firm(VENTURE, slot=1, cash=1000 * M)]
    for firm in firms:
        firm["work_left"] = 10.0
    bench.w["market"]["people"] = people
    set_labour_speed(bench.world, bench.p)
    assert bench.w["market"]["labour_speed"] == pytest.approx(speed)
    firms_work(bench.world, bench.p)
    assert [firm["work_left"] for firm in firms] == pytest.approx([10 - speed] * 2)


def test_without_the_limit_nobody_slows() -> None:
    bench = Bench({"switches.labour_limit": False})
    bench.w["market"]["people"] = 10**6
    set_labour_speed(bench.world, bench.p)
    assert bench.w["market"]["labour_speed"] == 1.0


def test_a_firm_with_half_the_money_works_half_as_fast() -> None:
    bench = Bench()
    firm = bench.firm(CONCEPT)
    burn = int(bench.w["stages"][0]["burn_fen"])
    bench.cash(FIRST_FIRM, round(burn * (1 + BASELINE.treasury.wage_tax_share) / 2))
    firm["work_left"] = 3.0
    firms_work(bench.world, bench.p)
    assert firm["work_left"] == pytest.approx(2.5) and firm["broke"] == 1
    assert bench.balance(FIRST_FIRM) == 0


# ---- forced sales and the wedge --------------------------------------------------------------


@given(st.integers(0, 10**4), st.integers(0, 10**4), st.floats(0, 1), st.floats(0, 2))
def test_forced_discount_rises_with_what_must_be_sold(
    supply: int, cash: int, base: float, slope: float
) -> None:
    bench = quiet_market()
    bench.p["exits"]["forced_discount"], bench.p["exits"]["forced_discount_slope"] = base, slope
    bench.w["market"]["forced_supply_fen"] = supply * M
    bench.p["exits"]["secondary_cash_fen_per_quarter"] = cash * M
    bench.cash(int(ledger.SECONDARY), 0)
    refill_buyers(bench.world, bench.p)
    pressure = supply * M / (supply * M + cash * M + 1)
    wanted = min(BASELINE.exits.forced_discount_cap, base + slope * pressure)
    assert bench.w["market"]["discount"] == pytest.approx(wanted)
    assert bench.w["market"]["forced_supply_fen"] == 0
    assert bench.balance(int(ledger.SECONDARY)) == cash * M


@functools.cache
def quiet_market() -> Bench:
    return Bench()


def test_buyers_keep_two_years_of_money() -> None:
    bench = Bench()
    for _ in range(20):
        refill_buyers(bench.world, bench.p)
    assert bench.balance(int(ledger.ACQUIRERS)) == 8 * 1500 * M // 4
    assert bench.balance(int(ledger.SECONDARY)) == 8 * 150 * M // 4


def drifting(secondary: int, discount: float = 0.3) -> tuple[Bench, Any, Any]:
    """A drifting fund with a stake of 25 million yuan by the books, which cost 10 million."""
    bench = Bench()
    bench.firm(GROWTH, cash=500 * M)
    fund = bench.fund(age=34)
    fund["life"], fund["end"] = DRIFTING, bench.w["clock"]["quarter"] - 1
    holding = bench.stake(0, 0, 10 * M, 250_000.0)
    mark(bench.world, np.int64(0), 10_000.0)  # 100 yuan a share
    bench.w["market"]["discount"] = discount
    bench.cash(int(ledger.SECONDARY), secondary)
    return bench, fund, holding


def test_a_drifting_fund_sells_at_the_discount() -> None:
    bench, fund, holding = drifting(1000 * M)
    end_terms(bench.world, bench.p)
    assert fund["forced_fen"] == pytest.approx(25 * M * 0.7, abs=2)
    assert holding["open"] == 0 and fund["positions"] == 0 and fund["stakes_fen"] == 0
    new = bench.w["holdings"][1]
    assert (new["fund"], new["shares"], new["cost_fen"]) == (SECONDARY_OWNER, 250_000.0, 10 * M)


def test_a_drifting_fund_sells_as_far_as_buyers_money_goes() -> None:
    bench, fund, holding = drifting(7 * M)  # of 17.5 million that it would take
    end_terms(bench.world, bench.p)
    assert fund["forced_fen"] == pytest.approx(7 * M, abs=3)
    assert holding["shares"] == pytest.approx(150_000.0) and holding["cost_fen"] == 6 * M
    assert fund["stakes_fen"] == pytest.approx(15 * M, abs=1)
    assert bench.w["market"]["forced_supply_fen"] == pytest.approx(17.5 * M, abs=2)


def test_cash_from_a_stake_sold_in_parts_is_learnt_once() -> None:
    bench, fund, _ = drifting(7 * M)
    end_terms(bench.world, bench.p)
    bench.cash(int(ledger.SECONDARY), 1000 * M)
    end_terms(bench.world, bench.p)
    learnt = bench.w["realised"][VENTURE_FUND]
    assert learnt["cost_fen"].sum() == 10 * M
    assert fund["proceeds_fen"] == pytest.approx(17.5 * M, abs=5)
    assert learnt["proceeds_fen"].sum() == fund["proceeds_fen"]


def wedge(bench: Bench, stage: int, *left: float) -> Any:
    out = np.empty(len(left))
    wedges(bench.world, bench.p, np.int64(0), np.int64(stage), np.array(left), out)
    return out


@functools.cache
def market_with_discount() -> Bench:
    bench = Bench()
    bench.w["market"]["discount"] = 0.3
    return bench


@pytest.mark.parametrize("stage", [ANGEL, VENTURE, GROWTH, MATURE])
def test_wedge_in_closed_form(stage: int) -> None:
    bench = market_with_discount()
    rework = BASELINE.firms.rework_share
    ahead = 0.0
    for s in range(stage, MATURE):
        row = bench.w["stages"][s]
        fails = 1 - 1 / (1 + math.exp(-STAGE_LOG_ODDS[s]))
        ahead += row["work"] * (1 + rework * fails)
    wait = 4 / BASELINE.exits.exit_prior_hazard_per_year
    certain = BASELINE.rounds.certain_wait_share * ahead
    for left in (0.0, certain, certain + 1, 20.0, 60.0):
        late = 1.0 if left <= certain else math.exp((certain - left) / (wait + ahead - certain))
        assert wedge(bench, stage, left)[0] == pytest.approx(0.3 * late)


@given(st.sampled_from([ANGEL, VENTURE, GROWTH, MATURE]), st.floats(0, 100), st.floats(0, 100))
def test_a_longer_fund_never_fears_its_end_more(stage: int, one: float, other: float) -> None:
    short, long = wedge(market_with_discount(), stage, min(one, other), max(one, other))
    assert 0 <= long <= short <= 0.3


def test_no_wedge_without_forced_sales() -> None:
    for change in ({"switches.forced_sale": False}, {"exits.unlimited_secondary": True}):
        bench = Bench(change)
        bench.w["market"]["discount"] = 0.3
        assert list(wedge(bench, ANGEL, 0.0, 5.0)) == [0.0, 0.0]


@functools.cache
def fund_and_firm() -> Bench:
    """A venture fund without clauses and a firm in search of an A round, in a ready market."""
    bench = Bench({"spillovers.readiness_at_opening": 0.7})
    firm = bench.firm(VENTURE, industry=1)
    bench.w["market"]["discount"] = 0.5
    bench.fund(1000 * M)["required_return"] = 0.02
    firm["financed"], firm["seeking_since"] = ANGEL, bench.w["clock"]["quarter"]
    bench.w["searchers"][0], bench.w["clock"]["searchers"] = 0, 1
    collect_bids(bench.world, bench.p)
    return bench


def weighed(left: float, ticket: int, quality: float) -> int:
    """Why the fund declines, or -1 if it bids."""
    bench = fund_and_firm()
    bench.w["firms"][0]["quality"] = quality
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, VENTURE, ticket
    return int(weigh(bench.world, bench.p, np.int64(VENTURE_FUND), left))


@given(st.floats(0, 60), st.floats(0, 60), st.floats(1, 60), st.floats(-1, 1))
def test_a_longer_fund_accepts_whatever_a_shorter_one_does(
    one: float, other: float, ticket: float, quality: float
) -> None:
    short, long = min(one, other), max(one, other)
    if weighed(short, round(ticket * M), quality) < 0:
        assert weighed(long, round(ticket * M), quality) < 0


def test_some_firms_are_declined_for_the_horizon_alone() -> None:
    tickets = [round(x * M) for x in np.geomspace(1, 300, 60)]
    outcomes = [(weighed(0.0, t, 0.0), weighed(60.0, t, 0.0)) for t in tickets]
    assert (1, -1) in outcomes  # horizon too short, but not for a long fund
    assert outcomes[0] == (-1, -1) and outcomes[-1] == (2, 2)


# ---- price and dilution ----------------------------------------------------------------------


def closed(bids: list[float], ticket: int = 30, changes: dict[str, Any] | None = None) -> tuple[Bench, Any]:
    """A round with bids (values after the money, million yuan) of investors with enough money."""
    bench = Bench({"market.leave_probability": 0.0, **(changes or {})})
    firm = bench.firm(VENTURE)
    firm["seeking_since"] = bench.w["clock"]["quarter"]
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, VENTURE, ticket * M
    candidate["bidders"] = len(bids)
    candidate["fund"][: len(bids)] = OUTSIDE_OWNER
    candidate["value"][: len(bids)] = np.array(bids) * M
    bench.w["clock"]["candidates"] = 1
    close_rounds(bench.world, bench.p)
    return bench, firm


@pytest.mark.parametrize(("bids", "post"), [
    ([100.0], 80.0),  # alone: a fifth below its own value
    ([100.0, 70.0], 80.0), ([100.0, 90.0], 90.0), ([100.0, 100.0], 100.0),
    ([62.0], 60.0),  # founders sell no more than half
])
def test_price_and_dilution_of_a_round(bids: list[float], post: float) -> None:
    bench, firm = closed(bids)
    assert firm["price"] == pytest.approx((post - 30) * M / FOUNDERS_SHARES)
    assert firm["shares"] * firm["price"] == pytest.approx(post * M)
    new = bench.w["holdings"][0]
    assert new["share_sold"] == pytest.approx(30 / post)
    assert new["shares"] / firm["shares"] == pytest.approx(30 / post)
    assert bench.balance(FIRST_FIRM) == 30 * M == firm["raised_fen"]


def test_without_price_response_rivals_do_not_bid_prices_up() -> None:
    _, firm = closed([100.0, 100.0], changes={"switches.price_response": False})
    assert firm["shares"] * firm["price"] == pytest.approx(80 * M)


def test_two_rounds_dilute_in_turn() -> None:
    bench, firm = closed([100.0, 100.0])
    first = bench.w["holdings"][0]
    candidate = bench.w["candidates"][0]
    candidate["ticket_fen"], candidate["value"][:2] = 80 * M, 400 * M
    close_rounds(bench.world, bench.p)
    # 30 % of what is left when the next round has bought a fifth
    assert first["shares"] / firm["shares"] == pytest.approx(0.3 * 0.8)
    assert FOUNDERS_SHARES / firm["shares"] == pytest.approx(0.7 * 0.8)


def financed_by(changes: dict[str, Any], money: int, guide: float = 0.0) -> tuple[Bench, Any]:
    """A round of 30 million yuan with one fund of this size, which values the firm at 125."""
    bench = Bench(changes)
    firm = bench.firm(VENTURE)
    bench.fund(money * M, guide=guide)
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, VENTURE, 30 * M
    candidate["bidders"], candidate["fund"][0], candidate["value"][0] = 1, 0, 125.0 * M
    bench.w["clock"]["candidates"] = 1
    close_rounds(bench.world, bench.p)
    return bench, firm


@pytest.mark.parametrize(("money", "closes"), [(17, False), (18, True), (24, True)])
def test_a_round_closes_with_three_fifths_of_its_money(money: int, closes: bool) -> None:
    bench, firm = financed_by({"rounds.concentration_share": 1.0}, money)
    assert firm["raised_fen"] == (money * M if closes else 0)
    if closes:  # 100 after the whole round, so 70 before it
        assert bench.w["holdings"][0]["share_sold"] == pytest.approx(money / (70 + money))
    else:
        assert firm["reason"] == 0  # no dry powder


@pytest.mark.parametrize("share", [0.05, 0.12, 0.3])
def test_concentration_limit(share: float) -> None:
    limits = {"rounds.concentration_share": share, "rounds.smallest_close_share": 0.1}
    assert financed_by(limits, 100)[1]["raised_fen"] == round(share * 100 * M)


@pytest.mark.parametrize(("guide", "least", "certified"), [
    (0.25, 0.1, True), (0.05, 0.1, False), (0.0, 0.1, False), (0.0, 0.0, False)])
def test_the_guide_certifies_firms_of_funds_in_which_it_has_a_part(
    guide: float, least: float, certified: bool
) -> None:
    _, firm = financed_by({"guide.certification_share": least}, 1000, guide)
    before = BASELINE.firms.quality_sd**2
    # a signal of a quarter of the precision that is there already
    after = before / 1.25 if certified else before
    assert firm["believed_variance"] == pytest.approx(after)
    assert (firm["believed"] != 0) == certified


# ---- entry -----------------------------------------------------------------------------------


def poisson(u: Any, mean: float) -> Any:
    """The smallest whole number whose cumulated chance reaches u."""
    chances = [math.exp(-mean)]
    for n in range(1, 40):
        chances.append(chances[-1] * mean / n)
    return np.searchsorted(np.cumsum(chances), u)


@pytest.mark.parametrize("age", [0, 8, 16, 32, 60])
def test_potential_entrants_are_poisson_and_ramp_up(age: int) -> None:
    opened = {f"industries.{name}.opening_year": 0 for name in type(BASELINE.industries).model_fields}
    bench = Bench({**opened, "entry.entry_log_odds": -5.0, "industries.quantum_information.entry_weight": 3.0},
                  quarter=age)
    keys = np.random.default_rng(3).integers(1, 2**62, 1500).astype(np.uint64)
    counts, draws = np.empty((len(keys), INDUSTRY_COUNT)), np.empty((len(keys), INDUSTRY_COUNT))
    count_entrants(bench.world, bench.p, keys, counts, draws)
    grown = min(1.0, 0.35 + 0.65 * age / 32)
    for k in range(INDUSTRY_COUNT):
        mean = grown * 44 / 4 * (3 if k == 4 else 1) / 8
        assert (counts[:, k] == poisson(draws[:, k], mean)).all()
        error = math.sqrt(mean / len(keys))
        assert abs(counts[:, k].mean() - mean) < 4 * error
        assert abs(counts[:, k].var() - mean) < 4 * mean * math.sqrt((2 + 1 / mean) / len(keys))


def test_nobody_enters_before_the_opening_or_after_the_horizon() -> None:
    for opening, quarter in ((5, 19), (0, 80)):
        opened = {f"industries.{name}.opening_year": opening for name in type(BASELINE.industries).model_fields}
        bench = Bench(opened, quarter=quarter)
        counts, draws = np.empty((50, INDUSTRY_COUNT)), np.empty((50, INDUSTRY_COUNT))
        count_entrants(bench.world, bench.p, np.arange(1, 51, dtype=np.uint64), counts, draws)
        assert counts.sum() == 0


# ---- knowledge, readiness, establishment -----------------------------------------------------


def taught(changes: dict[str, Any], quarters: int, milestones: int = 0, **start: float) -> Any:
    """An industry after so many quarters with this many hundredths of milestones each."""
    name = "industries.hydrogen_storage.outside_progress_drift_per_year"
    bench = Bench({name: 0.0, **changes}, quarter=1)
    place = bench.w["industries"][0]
    for column, value in start.items():
        place[column] = value
    for _ in range(quarters):
        place["milestones"] = milestones
        learn(bench.world, bench.p)
        assert place["milestones"] == 0
    return place


@given(st.floats(0, 0.9), st.floats(0, 5), YEARS)
@example(0.08, 1.0, 10)
def test_knowledge_fades_by_its_yearly_share(fade: float, stock: float, years: int) -> None:
    left = taught({"spillovers.knowledge_fade_probability_per_year": fade}, 4 * years, knowledge=stock)
    assert left["knowledge"] == pytest.approx(stock * (1 - fade) ** years, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("zones", "factor"), [(0.0, 1.0), (0.5, 1.25), (1.0, 1.5)])
def test_knowledge_settles_where_it_fades_as_fast_as_it_comes(zones: float, factor: float) -> None:
    stock = taught({"supports.pilot_zones": zones}, 2000, milestones=250)["knowledge"]
    fade = 1 - 0.92**0.25
    assert stock == pytest.approx(factor * 0.02 * 2.5 / fade)


def test_without_spillovers_milestones_teach_nothing() -> None:
    assert taught({"switches.spillovers": False}, 40, milestones=500)["knowledge"] == 0.0


def test_a_pioneers_milestone_counts_twice() -> None:
    for pioneer, switches, hundredths in ((1, {}, 200), (0, {}, 100),
                                          (1, {"switches.pioneer_spillovers": False}, 0)):
        bench = Bench({"firms.concept_test_log_odds": 4.0, "firms.quality_test_effect": 0.0, **switches})
        for slot in range(5):
            firm = bench.firm(CONCEPT, slot=slot, pioneer=pioneer, cash=100 * M)
            firm["work_left"] = 0.0
        firms_work(bench.world, bench.p)
        passed = (bench.w["firms"][:5]["stage"] == ANGEL).sum()
        assert passed >= 4
        assert bench.w["industries"][0]["milestones"] == passed * hundredths


@given(st.floats(0, 1), st.floats(0, 0.2), st.floats(0, 1), YEARS)
def test_the_gap_of_readiness_closes_in_proportion(
    start: float, outside: float, scenarios: float, years: int
) -> None:
    changes = {"industries.hydrogen_storage.outside_progress_drift_per_year": outside,
               "supports.application_scenarios": scenarios}
    ready = taught(changes, 4 * years, readiness=start)["readiness"]
    closed = outside / 4 + scenarios * 0.02 / 4
    assert 1 - ready == pytest.approx((1 - start) * (1 - closed) ** (4 * years), rel=1e-9, abs=1e-12)
    assert start - 1e-12 <= ready <= 1


@given(st.floats(0, 1), st.integers(0, 500), st.integers(0, 10**5), st.integers(0, 10**4))
def test_readiness_stays_between_nothing_and_one(
    start: float, demonstrations: int, sellers: int, graduates: int
) -> None:
    place = taught({}, 1, readiness=start, demonstrations=demonstrations, sellers=sellers,
                   graduates=graduates)
    closed = 0.006 * demonstrations + 0.0006 * (sellers + graduates)
    assert 1 - place["readiness"] == pytest.approx((1 - start) * (1 - min(0.5, closed)), abs=1e-12)
    assert (place["demonstrations"], place["sellers"], place["graduates"]) == (0, 0, graduates)


def test_knowledge_saves_work() -> None:
    bench = Bench()
    bench.w["industries"][0]["knowledge"] = 1.2
    set_stages(bench.world, bench.p)
    saved = 1 - 0.2 * (1 - math.exp(-1.2))
    work_of = bench.w["stages"][:5]["work"]
    assert list(work_of) == pytest.approx([3 * saved, 6 * saved, 7 * saved, 8 * saved, 0.0])


def standing(large: list[int]) -> list[int]:
    """Is an industry established at the end of each quarter, if it is large in these?"""
    bench = Bench()
    place = bench.w["industries"][0]
    found = []
    for is_large in large:
        place["counted"] = 8 if is_large else 7
        place["revenue_fen"], place["public_fen"] = 125 * M, 62 * M
        judge(bench.world, bench.p)
        found.append(int(place["established"] >= 0))
        bench.w["clock"]["quarter"] += 1
    return found


def test_established_after_four_quarters_and_lost_after_eight() -> None:
    assert standing([1] * 5) == [0, 0, 0, 1, 1]
    assert standing([1, 1, 1, 0, 1, 1, 1, 1]) == [0, 0, 0, 0, 0, 0, 0, 1]
    assert standing([1] * 4 + [0] * 9) == [0] * 3 + [1] * 8 + [0] * 2


@pytest.mark.parametrize(("counted", "gone", "revenue", "gone_revenue", "public", "large"), [
    (8, 0, 125, 0, 62, True), (7, 0, 125, 0, 0, False), (3, 5, 25, 100, 0, True),
    (8, 0, 124, 0, 0, False), (8, 0, 125, 0, 63, False),
])
def test_what_an_established_industry_has(
    counted: int, gone: int, revenue: int, gone_revenue: int, public: int, large: bool
) -> None:
    bench = Bench()
    place = bench.w["industries"][0]
    place["counted"], place["graduates_counted"] = counted, gone
    place["revenue_fen"], place["graduate_revenue_fen"] = revenue * M, gone_revenue * M
    place["public_fen"] = public * M
    judge(bench.world, bench.p)
    assert bool(place["quarters_above"] == 1) == large


# ---- the market ------------------------------------------------------------------------------


def levels(changes: dict[str, Any], count: int) -> tuple[Any, Any]:
    """Market conditions and the listing window, quarter by quarter from year 0."""
    bench = Bench(changes)
    level, window = np.empty(count), np.empty(count, np.int64)
    for t in range(count):
        move_market(bench.world, bench.p)
        level[t], window[t] = bench.w["market"]["level"], bench.w["market"]["window"]
        bench.w["clock"]["quarter"] += 1
    return level, window


def test_market_conditions_keep_their_spread_and_persistence() -> None:
    level, window = levels({}, 20_000)
    wide = 0.3 * math.sqrt(2 / (1 - 0.7**0.5)) / math.sqrt(20_000)
    assert abs(level.mean()) < 4 * wide and abs(level.std() - 0.3) < 4 * wide
    assert np.corrcoef(level[4:], level[:-4])[0, 1] == pytest.approx(0.7, abs=0.04)
    assert (window == (level > BASELINE.market.window_threshold)).all()


@pytest.mark.parametrize(("first", "years"), [(0.0, 1.0), (3.0, 2.5)])
def test_a_scheduled_shut_window(first: float, years: float) -> None:
    open_always = {"market.window_threshold": -3.0}
    shut = {"shocks.listing_shut_from_year": first, "shocks.listing_shut_years": years}
    window = levels(open_always | shut, 32)[1]
    quarters = set(range(round(4 * first), round(4 * (first + years))))
    assert [int(t not in quarters) for t in range(32)] == list(window)


SHUT_FROM, SHUT_FOR = 2, 4
YEARS_2_TO_6 = slice(8, 24)
SMALL: dict[str, Any] = {**SHORT, "settings.replications": 4, "settings.opening_history_years": 10}


@functools.cache
def small_run(changes: tuple[tuple[str, Any], ...] = ()) -> Any:
    return run({**SMALL, **dict(changes)}, threads=2)


def changed(changes: dict[str, Any]) -> Any:
    return small_run(tuple(sorted(changes.items())))


def test_no_listing_while_the_window_is_shut() -> None:
    shut = changed({"shocks.listing_shut_from_year": 2.0, "shocks.listing_shut_years": 4.0})
    base = changed({})
    listed, before = shut.series["exits_listing"], base.series["exits_listing"]
    assert before[:, YEARS_2_TO_6].sum() > 4
    assert listed[:, YEARS_2_TO_6].sum() == 0
    assert (listed[:, :8] == before[:, :8]).all() and listed[:, 24:].sum() > 4


@pytest.mark.parametrize(("changes", "sign"), [
    ({"shocks.drought_years": 4.0, "shocks.drought_depth_share": 1.0}, -1),
    ({"shocks.drought_years": 4.0}, -1), ({"shocks.flood_years": 4.0, "shocks.flood_share": 1.0}, 1),
], ids=["total drought", "drought", "flood"])
def test_droughts_and_floods_move_social_commitments(changes: dict[str, Any], sign: int) -> None:
    after, before = changed(changes).series["committed_social"], changed({}).series["committed_social"]
    assert (after[:, :8] == before[:, :8]).all()
    assert sign * (after[:, 8] - before[:, 8]).sum() > 0
    assert (sign * (after[:, 8] - before[:, 8]) >= 0).all()
    if changes.get("shocks.drought_depth_share") == 1.0:
        assert after[:, YEARS_2_TO_6].sum() == 0
    state, was = changed(changes).series["committed_state"], changed({}).series["committed_state"]
    assert (state[:, :8] == was[:, :8]).all()


def test_an_acquisition_boom_brings_more_bids_and_money() -> None:
    boom = {"shocks.ma_boom_from_year": 0.0, "shocks.ma_boom_years": 1.0, "shocks.ma_boom_multiple": 3.0}
    chances, money = [], []
    for changes in ({}, boom):
        bench = Bench(changes)
        move_market(bench.world, bench.p)
        refill_buyers(bench.world, bench.p)
        open_zone(bench.world, bench.p)
        chances.append(bench.w["industries"][0]["bid_chance"])
        money.append(bench.balance(int(ledger.ACQUIRERS)))
    assert 1 - chances[1] == pytest.approx((1 - chances[0]) ** 3)
    assert money[1] == pytest.approx(3 * money[0], abs=3)


# ---- programmes ------------------------------------------------------------------------------

COSTS = {"plan": 2.0, "policy_system": 2.0, "dedicated_team": 6.0, "technology_roadmap": 10.0,
         "talent": 40.0, "platforms": 60.0, "pilot_zones": 20.0}
STEADY = {"guide.unsteadiness_probability_per_year": 0.0}
TINY: dict[str, Any] = {**SHORT, **STEADY, "settings.opening_history_years": 5}


def paid(changes: dict[str, Any]) -> dict[str, Any]:
    """What the treasury pays for supports in a small zone, by quarter."""
    result = run({**TINY, **changes}, threads=1)
    names = ("treasury_supports", "treasury_grants", "treasury_orders")
    assert all((result.series_all[name][:, :20] == 0).all() for name in names)  # nothing before year 0
    return {name: result.series[name][0] for name in names}


def test_without_supports_nothing_is_paid() -> None:
    assert all((flow == 0).all() for flow in paid({}).values())


@pytest.mark.parametrize("support", COSTS)
def test_a_programme_costs_what_it_says_while_policy_rules(support: str) -> None:
    flows = paid({f"supports.{support}": 0.5})
    assert flows["treasury_supports"][:40] == pytest.approx(COSTS[support] / 8)
    assert (flows["treasury_supports"][40:] == 0).all()  # none in the run-off
    assert not flows["treasury_grants"].any() and not flows["treasury_orders"].any()


@pytest.mark.parametrize(("support", "flow"), [
    ("pioneer_enterprises", "treasury_grants"), ("application_scenarios", "treasury_orders")])
def test_grants_and_orders_are_paid_only_with_their_support(support: str, flow: str) -> None:
    flows = paid({f"supports.{support}": 1.0})
    assert flows[flow][:40].sum() > 1 and not flows[flow][40:].any()
    assert all(not values.any() for name, values in flows.items() if name != flow)


def test_one_fund_per_industry_costs_nothing() -> None:
    assert all((flow == 0).all() for flow in paid({"supports.one_fund_per_industry": True}).values())


def test_supports_end_when_the_programme_is_cut() -> None:
    for cut, cost in ((0, 60 * M / 4), (1, 0)):
        bench = Bench({"supports.platforms": 1.0})
        bench.w["guide"]["cut"] = cut
        pay_programmes(bench.world, bench.p)
        assert bench.balance(int(ledger.TREASURY)) == -cost
        set_stages(bench.world, bench.p)
        assert bench.w["stages"][0]["work"] == pytest.approx(3 * (0.75 if cut == 0 else 1.0))


def test_1_a_plan_makes_a_cut_less_likely() -> None:
    keys = np.arange(1, 4001, dtype=np.uint64)
    shares = []
    for plan in (0.0, 1.0):
        bench = Bench({"guide.unsteadiness_probability_per_year": 0.2, "supports.plan": plan})
        cut = np.empty(len(keys))
        cut_programmes(bench.world, bench.p, keys, cut)
        shares.append(cut.mean())
    assert shares[0] == pytest.approx(0.2, abs=4 * math.sqrt(0.16 / 4000))
    # four fifths of each quarter's chance are gone
    assert shares[1] == pytest.approx(1 - (1 - 0.2 * (1 - 0.8**0.25)) ** 4, abs=4 * math.sqrt(0.04 / 4000))


@functools.cache
def raised(*changes: tuple[str, Any]) -> Any:
    """The funds of a world's first year of policy."""
    bench = Bench({**TINY, **dict(changes)})
    past = to_record(status_quo(bench.parameters))
    bench.w["clock"]["quarter"] = -1
    assert run_world(bench.world, past, bench.p, bench.w["clock"]["start"]) == ledger.OK
    made = bench.w["funds"][: bench.w["clock"]["funds"]]
    return made[made["vintage"] == bench.w["clock"]["start"]].copy()


def test_2_a_policy_system_raises_the_loss_ceilings() -> None:
    before, after = raised(), raised(("supports.policy_system", 0.5))
    assert len(before) == len(after) >= 4
    assert after["ceiling"] == pytest.approx(before["ceiling"] + 0.15)


def met(changes: dict[str, Any], delay: float = 0.0) -> int:
    """How many of 400 funds a firm meets in its first quarter of search."""
    bench = Bench({"market.outside_fund_probability": 0.0, **changes})
    for _ in range(400):
        bench.fund(1000 * M)["delay"] = delay
    firm = bench.firm(VENTURE)
    firm["financed"], firm["seeking_since"] = ANGEL, bench.w["clock"]["quarter"]
    bench.w["searchers"][0], bench.w["clock"]["searchers"] = 0, 1
    collect_bids(bench.world, bench.p)
    return int(bench.w["clock"]["pairs"])


def test_3_a_dedicated_team_brings_meetings_and_cuts_delay() -> None:
    without, having = met({}), met({"supports.dedicated_team": 1.0})
    assert without == pytest.approx(0.35 * 400, abs=4 * math.sqrt(400 * 0.35 * 0.65))
    assert having == pytest.approx(1.4 * 0.35 * 400, abs=4 * math.sqrt(400 * 0.49 * 0.51))
    assert having > without
    slow = {"supports.dedicated_team_effect": 1.0}
    assert met(slow, delay=1.0) == 0
    # without delay a closing may still fall into the next quarter, by luck of half a quarter
    assert met(slow | {"supports.dedicated_team": 1.0}, delay=1.0) > having


def test_5_talent_is_better_at_founding() -> None:
    firms = [Bench({"supports.talent": level}).firm(slot=7) for level in (0.0, 1.0)]
    assert firms[1]["quality"] - firms[0]["quality"] == pytest.approx(0.15)
    assert firms[1]["believed"] == pytest.approx(0.15)


def test_6_platforms_save_work_and_burn_in_the_first_two_stages() -> None:
    benches = [Bench({"supports.platforms": level}) for level in (0.0, 0.8)]
    for bench in benches:
        set_stages(bench.world, bench.p)
    before, after = (bench.w["stages"][:5] for bench in benches)
    for name in ("work", "burn_fen"):
        assert list(after[name][:2]) == pytest.approx(list(before[name][:2] * 0.8), abs=1)
        assert list(after[name][2:]) == list(before[name][2:])


def supported(changes: dict[str, Any], stage: int, pioneer: int) -> tuple[float, float]:
    """Grant and order of one firm in a quarter, million yuan."""
    bench = Bench(changes)
    bench.firm(stage, pioneer=pioneer, cash=500 * M)["work_left"] = 9.0
    firms_work(bench.world, bench.p)
    return bench.now("treasury_grants") / M, bench.now("treasury_orders") / M


@pytest.mark.parametrize(("stage", "pioneer", "grant", "order"), [
    (CONCEPT, 1, 0.2, 0.0), (ANGEL, 1, 0.2, 0.0), (ANGEL, 0, 0.0, 0.0), (VENTURE, 1, 0.0, 1.0),
    (VENTURE, 0, 0.0, 0.5), (GROWTH, 1, 0.0, 1.0), (MATURE, 1, 0.0, 0.0),
])
def test_7_and_8_grants_for_pioneers_and_public_orders(
    stage: int, pioneer: int, grant: float, order: float
) -> None:
    full = {"supports.pioneer_enterprises": 1.0, "supports.application_scenarios": 1.0}
    assert supported(full, stage, pioneer) == pytest.approx((grant, order))
    assert supported({}, stage, pioneer) == (0.0, 0.0)


def test_9_one_fund_per_industry() -> None:
    pooled, split = raised(), raised(("supports.one_fund_per_industry", True))
    assert set(pooled["industry"]) == {-1}
    assert set(split["industry"]) == set(range(INDUSTRY_COUNT))
    for kind in range(2):
        targets = [made[made["kind"] == kind]["target_fen"].sum() for made in (pooled, split)]
        assert targets[1] == pytest.approx(targets[0], rel=0.25)


# supports 4 and 10 stand with the tests of firms and with knowledge


@pytest.mark.parametrize(("early", "late"), [(1.0, 0.0), (0.0, 7.0)])
def test_grants_by_lot_before_or_after_the_prototype(early: float, late: float) -> None:
    changes = {"supports.early_grant_myuan": early, "supports.late_grant_myuan": late,
               "supports.grant_lottery_share": 0.5}
    for stage in (CONCEPT, ANGEL):
        bench = Bench(changes)
        for slot in range(60):
            bench.firm(stage, slot=slot, cash=100 * M)["work_left"] = 0.0
        firms_work(bench.world, bench.p)
        firms = bench.w["firms"][:60]
        winners = ((firms["stage"] == stage + 1) & (firms["lottery"] == 1)).sum()
        assert winners > 8
        grant = early if stage == CONCEPT else late
        assert bench.now("treasury_grants") / M == pytest.approx(winners * grant)


# ---- the guide and LPs -----------------------------------------------------------------------


@pytest.mark.parametrize("cap", [0.1, 0.25, 0.5])
def test_the_guide_stays_within_its_cap(cap: float) -> None:
    made = raised(("guide.share_cap", cap), ("guide.budget_myuan_per_year", 5000.0))
    shares_of_guide = made["committed_fen"][:, GUIDE_LP] / made["size_fen"]
    assert shares_of_guide.max() == pytest.approx(cap, rel=1e-6)
    assert (made["committed_fen"].sum(1) == made["size_fen"]).all()


def test_the_guide_stays_within_its_budget() -> None:
    made = raised(("guide.budget_myuan_per_year", 40.0))
    spent = [made[made["kind"] == kind]["committed_fen"][:, GUIDE_LP].sum() for kind in range(2)]
    # nothing of what came back before year 0 was kept
    assert 0 < spent[0] <= 40 * M * 0.2 and 0 < spent[1] <= 40 * M * 0.5


def test_patient_terms_bind_funds_with_guide_money_only() -> None:
    made = raised(("patience.fund_term_years", 15.0), ("guide.angel_split", 0.0), ("guide.venture_split", 0.7),
                  ("funds.conventional_term_years", 9.0))
    backed = made["committed_fen"][:, GUIDE_LP] > 0
    assert set(made["term"][backed]) == {60} and set(made["term"][~backed]) == {36}


# ---- beliefs about odds and pace -------------------------------------------------------------


def test_beliefs_start_at_their_prior_and_fade_back_to_it() -> None:
    bench = Bench(quarter=1)
    b = bench.w["beliefs"]
    assert b["found"][ANGEL] / b["sought"][ANGEL] == pytest.approx(0.55)
    b["found"][ANGEL] += 60.0
    b["sought"][ANGEL] += 60.0
    excess = [float(b["sought"][ANGEL]) - 30]
    for _ in range(8):
        update_odds(bench.world, bench.p)
        excess.append(float(b["sought"][ANGEL]) - 30)
    assert excess[8] == pytest.approx(60 * (1 - 0.115) ** 2)
    assert b["exits"] / b["at_risk"] == pytest.approx(0.05)


def test_a_firm_that_gives_up_its_search_counts_as_one_that_found_nothing() -> None:
    for years, tried in ((2.0, 0), (4.0, 1)):
        bench = Bench({"market.outside_fund_probability": 0.0})
        firm = bench.firm(MATURE)
        firm["financed"] = GROWTH
        firm["seeking_since"] = bench.w["clock"]["quarter"] - round(4 * years)
        bench.w["searchers"][0], bench.w["clock"]["searchers"] = 0, 1
        before = float(bench.w["beliefs"]["sought"][MATURE])
        collect_bids(bench.world, bench.p)
        assert (firm["seeking_since"] < 0) == (tried == 1)
        assert bench.w["beliefs"]["sought"][MATURE] - before == tried


# ---- redemption, salvage, books --------------------------------------------------------------


def redeemed(mark_price: float, cash: int = 16 * M, wait: int = 20) -> tuple[Bench, Any]:
    """A firm with two clauses whose owners' funds end in two years."""
    bench = Bench()
    firm = bench.firm(VENTURE, cash=cash)
    firm["founder_wealth_fen"] = 4 * M
    firm["clause_from"] = 0
    for f, cost in enumerate((20 * M, 10 * M)):
        fund = bench.fund(age=24)
        fund["end"] = bench.w["clock"]["quarter"] + 8
        holding = bench.stake(0, f, cost, 100_000.0)
        holding["quarter"] -= wait
        holding["redemption"] = KEPT
    mark(bench.world, np.int64(0), mark_price)
    use_redemptions(bench.world, bench.p)
    return bench, firm


def test_clauses_share_what_can_be_paid() -> None:
    bench, firm = redeemed(mark_price=1.0)
    # half of the cash and all other wealth of the founders are 12 million, for claims of 30 × 1.08^5
    assert bench.balance(FIRST_FUND) == pytest.approx(8 * M, abs=3)
    assert bench.balance(FIRST_FUND + 1) == pytest.approx(4 * M, abs=3)
    assert bench.balance(FIRST_FIRM) == pytest.approx(8 * M, abs=3)
    assert firm["founder_wealth_fen"] == pytest.approx(0, abs=3)
    assert firm["shares"] == FOUNDERS_SHARES


def test_a_clause_pays_cost_and_interest_at_most() -> None:
    bench, _ = redeemed(mark_price=1.0, cash=1000 * M)
    assert bench.balance(FIRST_FUND) == pytest.approx(20 * M * 1.08**5, abs=3)


def test_clauses_wait_until_they_are_due_and_pay() -> None:
    for bench, _ in (redeemed(1.0, wait=19), redeemed(mark_price=100_000.0)):
        assert bench.balance(FIRST_FUND) == 0 and bench.balance(FIRST_FIRM) == 16 * M


def test_what_is_left_of_a_dead_firm_is_shared_out_with_its_salvage() -> None:
    bench = Bench()
    firm = bench.firm(VENTURE, cash=1 * M)
    bench.fund()
    bench.stake(0, 0, 100 * M, 500_000.0)
    firm["outcome"] = STARVED
    bury_firms(bench.world, bench.p)
    assert bench.balance(FIRST_FUND) == round((1 + 0.08 * 100) * M)
    assert bench.balance(int(ledger.OUTSIDE)) == -8 * M  # paid from outside the zone
    assert bench.w["clock"]["active"] == 0 and bench.balance(FIRST_FIRM) == 0


def test_books_move_with_the_mark() -> None:
    bench = Bench({"firms.concept_test_log_odds": 4.0, "firms.quality_test_effect": 0.0, "firms.dead_end_share": 0.0})
    passes = bench.firm(CONCEPT, slot=1, cash=100 * M)
    fails = bench.firm(VENTURE, slot=2, cash=1000 * M)
    bench.w["industries"][0]["feasible"] = 0
    fund = bench.fund()
    for i, firm in enumerate((passes, fails)):
        firm["work_left"] = 0.0
        bench.stake(i, 0, 10 * M, 100_000.0)
        mark(bench.world, np.int64(i), 10_000.0)
    assert fund["stakes_fen"] == 20 * M
    firms_work(bench.world, bench.p)
    assert (passes["stage"], fails["stage"]) == (ANGEL, VENTURE)
    assert fund["stakes_fen"] == round(10 * M * 1.3) + round(10 * M * 0.7)
    value_funds(bench.world, bench.p)
    assert fund["nav_fen"] == fund["stakes_fen"]


@pytest.mark.parametrize(("book", "frozen"), [(59.0, 1), (60.5, 0)])
def test_write_downs_freeze_first_cheques(book: float, frozen: int) -> None:
    bench = Bench()
    bench.firm(VENTURE)
    fund = bench.fund()
    fund["freezes"], fund["invested_fen"] = 1, 100 * M
    bench.stake(0, 0, 100 * M, 1_000_000.0)
    mark(bench.world, np.int64(0), book * M / 1e6)
    value_funds(bench.world, bench.p)
    assert fund["frozen"] == frozen


# ---- exits -----------------------------------------------------------------------------------


def for_sale(owners_stake: float) -> tuple[Bench, Any]:
    """A selling firm and an M&A fund with enough money, which may own a part already."""
    bench = Bench({"exits.ma_bid_hazard_per_year": 5.0, "exits.ma_gain_share": 2.0})
    bench.fund(5000 * M, MA_FUND)
    firm = bench.firm(MATURE, cash=1 * M)
    firm["revenue_fen"] = 20 * M
    if owners_stake:
        bench.stake(0, 0, 1 * M, owners_stake)
    bench.w["sellers"][0], bench.w["clock"]["sellers"] = 0, 1
    for _ in range(40):
        sell_to_ma_funds(bench.world, bench.p)
        bench.w["clock"]["quarter"] += 1
    return bench, firm


def test_an_ma_fund_buys_a_firm_but_not_from_itself() -> None:
    bench, firm = for_sale(0.0)
    assert firm["owner"] == 0 and bench.balance(int(ledger.FOUNDERS)) > 0
    bench, firm = for_sale(1000.0)
    assert firm["owner"] == -1 and bench.balance(FIRST_FUND) == 0


@pytest.mark.parametrize("raised_first", [10, 5000])
def test_a_listing_below_invested_capital_is_no_success(raised_first: int) -> None:
    bench = Bench({"exits.listing_hazard_per_year": 10.0})
    firm = bench.firm(MATURE, pioneer=1)
    firm["raised_fen"] = raised_first * M
    firm["revenue_fen"] = 20 * M
    bench.w["market"]["window"], bench.w["market"]["listing_chance"] = 1, 1.0
    bench.w["sellers"][0], bench.w["clock"]["sellers"] = 0, 1
    list_firms(bench.world, bench.p)
    assert firm["outcome"] != ALIVE and 100 * M < firm["exit_value_fen"] < 1000 * M
    assert bench.now("pioneer_exits_well") == (raised_first == 10)
