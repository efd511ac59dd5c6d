"""Extension rounds: who asks others than its owners, for how much, and what counts."""

from typing import Any

import numpy as np
import pytest
from workbench import Bench, M, collect_bids, firms_work, mark

from model.jit import entry_point
from model.parameters import BASELINE
from model.processes import bridges, closing
from model.state import (
    ANGEL,
    FIRST_FIRM,
    GROWTH,
    GUIDE_LP,
    MATURE,
    NEVER,
    OUTSIDE_OWNER,
    VENTURE,
    WAITING,
    WORKING,
)
from model.valuation import firm_value

# nothing by chance: no outside fund, no lost market
CALM = {"market.outside_fund_probability": 0.0, "market.leave_probability": 0.0,
        "firms.market_death_hazard_per_year": 0.0}
REFUSES, AGREES = 1e9, 0.0


@entry_point
def collect_bridges(world: Any, p: Any) -> None:
    bridges.collect_bridges(world[0], p[0])


@entry_point
def close_bridges(world: Any, p: Any) -> None:
    bridges.close_bridges(world[0], p[0])


@entry_point
def close_rounds(world: Any, p: Any) -> None:
    closing.close_rounds(world[0], p[0])


@entry_point
def value_of_first(world: Any, p: Any, stage: Any, mean: Any, variance: Any, rate: Any) -> float:
    value: float = firm_value(world[0], p[0], 0, stage, mean, variance, rate, 1.0)
    return value


def running_short(stage: int = VENTURE, *, owner: float = REFUSES, changes: dict[str, Any] | None = None,
                  **state: Any) -> tuple[Bench, Any]:
    """A firm at work with hardly any cash, the fund that owns a part of it, and a quarter of work for both."""
    bench = Bench({**CALM, **(changes or {})})
    firm = bench.firm(stage, cash=2 * int(bench.w["stages"][stage]["burn_fen"]))
    firm["status"], firm["seeking_since"], firm["price"] = WORKING, -1, 100.0
    firm["work_left"] = 0.75 * bench.w["stages"][stage]["work"] + 1.0
    for name, value in state.items():
        firm[name] = value
    bench.fund()["threshold"] = owner
    bench.stake(0, 0, 10 * M, 100_000.0)
    mark(bench.world, np.int64(0), 100.0)
    bench.w["active"][0], bench.w["clock"]["active"] = 0, 1
    firms_work(bench.world, bench.p)
    return bench, firm


def asked(**given: Any) -> tuple[Bench, Any]:
    """The same firm after it asked its owners."""
    bench, firm = running_short(**given)
    assert bench.w["clock"]["short"] == 1
    collect_bridges(bench.world, bench.p)
    return bench, firm


def met(bench: Bench, firm: Any) -> Any:
    """The firm's round once it meets a fund that takes anything."""
    fund = bench.fund(1000 * M)
    fund["noise"], fund["required_return"] = 1e-6, -0.2
    firm["believed"] = firm["quality"] = 3.0
    for _quarter in range(20):
        collect_bids(bench.world, bench.p)
        if bench.w["clock"]["candidates"]:
            return bench.w["candidates"][0]
        bench.w["clock"]["quarter"] += 1
    raise AssertionError("They never met")


def test_a_firm_whose_owner_refuses_looks_elsewhere() -> None:
    bench, firm = asked()
    assert firm["seeking_since"] == bench.w["clock"]["quarter"]
    assert firm["status"] == WORKING and bench.now("bridges_refused") == 1


@pytest.mark.parametrize("given", [
    {"owner": AGREES}, {"changes": {"switches.extension_rounds": False}}, {"stage": MATURE},
    {"stage": MATURE, "financed": GROWTH, "owner_fund": 0}])
def test_who_does_not_look_elsewhere(given: dict[str, Any]) -> None:
    if "owner_fund" in given:  # bought by an M&A fund
        bench, firm = running_short(given["stage"], financed=GROWTH)
        firm["owner"] = given["owner_fund"]
        collect_bridges(bench.world, bench.p)
    else:
        _bench, firm = asked(**given)
    assert firm["seeking_since"] < 0


def test_a_mature_firm_without_a_c_round_looks_for_it_again() -> None:
    bench, firm = asked(stage=MATURE, financed=GROWTH)
    assert firm["seeking_since"] == bench.w["clock"]["quarter"]


def test_a_mature_firm_looks_again_only_once() -> None:
    _bench, firm = asked(stage=MATURE, financed=GROWTH, seeks_again=1)
    assert firm["seeking_since"] < 0


def test_one_whose_owner_has_no_money_left_in_the_end_looks_elsewhere() -> None:
    bench, firm = asked(owner=AGREES)
    assert bench.w["clock"]["candidates"] == 1 and firm["seeking_since"] < 0
    bench.w["funds"][0]["invested_fen"] = bench.w["funds"][0]["investable_fen"]  # a better firm got it
    close_bridges(bench.world, bench.p)
    assert bench.now("bridges") == 0 and firm["seeking_since"] == bench.w["clock"]["quarter"]


@pytest.mark.parametrize(("status", "meets"), [(WORKING, False), (WAITING, True)])
def test_an_owner_takes_no_part_in_an_extension(status: int, meets: bool) -> None:
    bench, firm = running_short(status=status, financed=ANGEL, seeking_since=3)
    owner = bench.w["funds"][0]
    owner["noise"], owner["required_return"], owner["size_fen"] = 1e-6, -0.2, 1000 * M
    owner["investable_fen"] = 1000 * M
    firm["believed"] = firm["quality"] = 3.0
    met = 0
    for quarter in range(20):
        bench.w["clock"]["quarter"] += quarter > 0
        bench.w["searchers"][0], bench.w["clock"]["searchers"] = 0, 1
        collect_bids(bench.world, bench.p)
        met += int(bench.w["clock"]["candidates"])
    assert (met > 0) == meets


def test_one_that_nobody_may_bridge_any_more_looks_elsewhere_unasked() -> None:
    most = BASELINE.funds.bridges_allowed
    bench, firm = asked(owner=AGREES, bridges=most)
    assert firm["seeking_since"] >= 0 and bench.now("bridges_refused") == 0


@pytest.mark.parametrize(("share", "part"), [(0.9, 0.9), (0.5, 0.5), (0.1, BASELINE.rounds.bridge_share)])
def test_it_asks_for_the_work_that_is_left_and_no_less_than_a_bridge(share: float, part: float) -> None:
    bench, firm = asked()
    bench.w["clock"]["quarter"] += 1
    firms_work(bench.world, bench.p)
    assert bench.w["clock"]["searchers"] == 1
    stage = bench.w["stages"][VENTURE]
    firm["work_left"] = share * stage["work"]
    candidate = met(bench, firm)
    assert candidate["ticket_fen"] == pytest.approx(part * stage["ticket_fen"], abs=1)
    assert candidate["work_share"] == pytest.approx(share)


def test_one_that_waits_after_a_test_asks_for_the_whole_round() -> None:
    bench, firm = running_short(status=WAITING, financed=ANGEL, seeking_since=3)
    firm["work_left"] = 0.1
    candidate = met(bench, firm)
    assert candidate["ticket_fen"] == bench.w["stages"][VENTURE]["ticket_fen"] and candidate["work_share"] == 1.0


def test_money_from_elsewhere_ends_the_search() -> None:
    bench, firm = asked()
    bench.cash(FIRST_FIRM, 1000 * M)
    bench.w["clock"]["quarter"] += 1
    firms_work(bench.world, bench.p)
    assert (firm["seeking_since"], bench.w["clock"]["searchers"]) == (-1, 0)


@pytest.mark.parametrize(("status", "financed", "name", "sought"), [
    (WORKING, VENTURE, "rounds_extension", 0), (WORKING, ANGEL, "rounds_extension", 0),
    (WAITING, ANGEL, "rounds_a", 1)])
def test_an_extension_counts_apart(status: int, financed: int, name: str, sought: int) -> None:
    bench, firm = asked()
    firm["status"], firm["financed"] = status, financed
    before = bench.w["beliefs"]["sought"][VENTURE], bench.w["beliefs"]["found"][VENTURE]
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, VENTURE, 20 * M
    candidate["bidders"], candidate["fund"][0], candidate["value"][0] = 1, OUTSIDE_OWNER, 100.0 * M
    bench.w["clock"]["candidates"] = 1
    close_rounds(bench.world, bench.p)
    counts = {each: bench.now(each) for each in ("rounds_a", "rounds_extension")}
    assert counts == {"rounds_a": 0, "rounds_extension": 0, name: 1}
    assert bench.now("invested_a") == 20 * M
    after = bench.w["beliefs"]["sought"][VENTURE], bench.w["beliefs"]["found"][VENTURE]
    assert (after[0] - before[0], after[1] - before[1]) == (sought, sought)
    assert (firm["financed"], firm["seeking_since"], firm["status"]) == (VENTURE, -1, WORKING)


@pytest.mark.parametrize(("looked_at", "looks"), [(VENTURE, False), (ANGEL, True)])
def test_the_guide_looks_at_a_firm_once_in_a_stage(looked_at: int, looks: bool) -> None:
    bench, firm = asked(changes={"guide.certification": 1.0, "guide.certification_share": 0.1})
    firm["looked_at"] = looked_at
    backed = bench.fund(1000 * M, guide=0.2)
    assert backed["committed_fen"][GUIDE_LP] > 0
    believed = float(firm["believed_variance"])
    candidate = bench.w["candidates"][0]
    candidate["firm"], candidate["stage"], candidate["ticket_fen"] = 0, VENTURE, 20 * M
    candidate["bidders"], candidate["fund"][0], candidate["value"][0] = 1, 1, 100.0 * M
    bench.w["clock"]["candidates"] = 1
    close_rounds(bench.world, bench.p)
    assert firm["guide_backed"] == 1 and firm["first_cheque"] != NEVER
    assert (firm["believed_variance"] < believed) == looks
    assert firm["looked_at"] == VENTURE


def by_integral(bench: Bench, stage: int, mean: float, variance: float, rate: float, novelty: float) -> float:
    """The value when rounds cost nothing and are found: odds times revenue over all qualities."""
    p = bench.parameters
    places, weights = np.polynomial.hermite_e.hermegauss(100)
    quality = mean + np.sqrt(variance) * places
    again = p.rounds.second_attempt_odds * (1 - p.firms.dead_end_share)
    odds = np.ones_like(quality)
    own = np.exp(p.firms.quality_test_effect * quality - p.firms.novelty_difficulty * (novelty - 0.5))
    for s in range(stage, MATURE):
        once = own / (own + bench.w["stages"][s]["against"])
        passed = once * (1 + again * (1 - once))
        odds = odds * passed * np.exp(-rate * bench.w["stages"][s]["work"])
    effect = p.firms.quality_revenue_effect
    return float((weights * odds * np.exp(effect * quality)).sum() / weights.sum()
                 / np.exp(effect * mean + effect * effect * variance / 2))


@pytest.mark.parametrize("stage", [ANGEL, VENTURE])
@pytest.mark.parametrize("mean", [0.0, 0.7])
@pytest.mark.parametrize("novelty", [0.2, 0.8])
@pytest.mark.parametrize("variance", [0.1, 0.6, 1.3])
def test_a_better_firm_is_both_likelier_to_pass_and_sells_more(
    stage: int, mean: float, novelty: float, variance: float
) -> None:
    bench = Bench({**CALM, "firms.rework_share": 0.05})
    for s in range(5):
        bench.w["stages"][s]["ticket_fen"] = 0
    bench.w["beliefs"]["money"][:] = 1.0
    bench.w["beliefs"]["money"][MATURE] = 0.0
    bench.w["industries"][0]["cap_fen"] = 1e30
    bench.firm(stage)["novelty"] = novelty
    rate = 0.04

    def value(width: float) -> float:
        return float(value_of_first(bench.world, bench.p, np.int64(stage), mean, width, rate))

    # against the same firm of known quality the revenue differs by the mean of the tail alone
    effect = bench.parameters.firms.quality_revenue_effect
    ratio = value(variance) / value(0.0) / np.exp(effect * effect * variance / 2)
    wanted = by_integral(bench, stage, mean, variance, rate, novelty) / by_integral(
        bench, stage, mean, 0.0, rate, novelty)
    assert ratio == pytest.approx(wanted, rel=0.09)
    assert wanted > 1.0


def test_rounds_to_come_are_paid_at_the_odds_of_the_firm_itself() -> None:
    bench = Bench(CALM)
    bench.w["beliefs"]["money"][:] = 0.6
    bench.w["industries"][0]["cap_fen"] = 1e30
    bench.firm(VENTURE)["novelty"] = 0.5
    rate, variance, ticket = 0.04, 1.0, 1 * M
    values = []
    for cost in (0, ticket):
        bench.w["stages"][GROWTH]["ticket_fen"] = cost
        values.append(float(value_of_first(bench.world, bench.p, np.int64(VENTURE), 0.5, variance, rate)))
    p, stage = bench.parameters, bench.w["stages"][VENTURE]
    again = p.rounds.second_attempt_odds * (1 - p.firms.dead_end_share)

    def odds(quality: Any) -> Any:
        once = 1 / (1 + stage["against"] * np.exp(-p.firms.quality_test_effect * quality))
        return once * (1 + again * (1 - once))

    tilted = odds(0.5 + p.firms.quality_revenue_effect * variance)
    kept = np.exp(-rate * stage["work"] * (1 + p.firms.rework_share * (1 - tilted)))
    assert values[0] - values[1] == pytest.approx(ticket * 0.6 * odds(0.5) * kept)
    places, weights = np.polynomial.hermite_e.hermegauss(60)
    mean = float((weights * odds(0.5 + places)).sum() / weights.sum())
    assert odds(0.5) == pytest.approx(mean, rel=0.12)


def test_nothing_is_worth_less_than_nothing() -> None:
    bench = Bench(CALM)
    bench.firm(ANGEL)
    bench.w["stages"][VENTURE]["ticket_fen"] = 10**6 * M
    assert value_of_first(bench.world, bench.p, np.int64(ANGEL), 0.0, 1.0, 0.04) == 0.0
