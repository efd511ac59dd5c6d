"""Firms at work: tests, skilled people, the shadow and what is left of the dead, as worked examples."""

import math
from typing import Any

import numpy as np
import pytest
from workbench import FIRST_FUND, STAGE_LOG_ODDS, Bench, M, firms_work, mark, set_stages, value_funds

from model import ledger, luck, shares, valuation
from model.jit import entry_point
from model.parameters import BASELINE
from model.processes import deaths, shadow, work
from model.state import (
    ANGEL,
    CONCEPT,
    FIRST_FIRM,
    FORCED,
    GROWTH,
    MARKET,
    MATURE,
    NOT_VIABLE,
    VENTURE,
    WAITING,
    WORKING,
)
from model.state import NO_MONEY as STARVED


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
def bury_firms(world: Any, p: Any) -> None:
    deaths.bury_firms(world[0], p[0])


@entry_point
def run_shadow(world: Any, p: Any) -> None:
    shadow.run_shadow(world[0], p[0])


@entry_point
def revenue_ahead(world: Any, p: Any, i: Any) -> float:
    found: float = valuation.revenue_ahead(world[0], p[0], world[0].firms[i], 0.0, 0.0)
    return found


@entry_point
def firm_value(world: Any, p: Any, i: Any, rate: Any) -> float:
    firm = world[0].firms[i]
    worth: float = valuation.firm_value(
        world[0], p[0], i, firm.stage, firm.believed, firm.believed_variance, rate, 1.0)
    return worth


@entry_point
def net_burn(world: Any, p: Any, i: Any) -> float:
    burn: float = shares.net_burn(world[0], p[0], i)
    return burn


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


def test_a_firm_that_passed_its_pilot_is_valued_at_the_revenue_it_will_have() -> None:
    bench = Bench({"firms.pilot_test_log_odds": 4.0})
    bench.w["industries"][0]["feasible"] = 1
    firm = bench.firm(VENTURE, cash=1000 * M)
    firm["quality"], firm["work_left"] = 1.0, 0.0
    firms_work(bench.world, bench.p)
    assert firm["stage"] == GROWTH and firm["revenue_fen"] == 0
    industry = bench.w["industries"][0]
    ahead = math.exp(firm["log_revenue"]) * industry["readiness"]
    assert 1 * M < ahead < industry["cap_fen"]
    assert revenue_ahead(bench.world, bench.p, np.int64(0)) == pytest.approx(ahead)
    worth = firm_value(bench.world, bench.p, np.int64(0), 0.03)
    firm["revenue_fen"] = round(ahead)
    assert worth == pytest.approx(firm_value(bench.world, bench.p, np.int64(0), 0.03)) and worth > 10 * M
    firm["revenue_fen"], firm["log_revenue"] = 0, 60.0
    assert revenue_ahead(bench.world, bench.p, np.int64(0)) == industry["cap_fen"]


@pytest.mark.parametrize(("stage", "status", "expanding", "strong"), [
    (GROWTH, WORKING, 0, True), (GROWTH, WAITING, 0, False), (MATURE, WORKING, 0, False), (MATURE, WORKING, 1, True),
])
def test_only_who_works_on_its_scale_up_grows_strongly(stage: int, status: int, expanding: int, strong: bool) -> None:
    bench = Bench({"firms.revenue_sd_per_year": 0.0})
    firm = bench.firm(stage, cash=1000 * M)
    firm["status"], firm["work_left"], firm["log_revenue"] = status, 9.0, math.log(10 * M)
    firm["expansion_until"] = bench.w["clock"]["quarter"] + expanding
    firms_work(bench.world, bench.p)
    drift = BASELINE.firms.growth_drift_per_year if strong else BASELINE.firms.mature_drift_per_year
    assert firm["log_revenue"] - math.log(10 * M) == pytest.approx(drift / 4)
    sold = 10 * M * math.exp(drift / 4) * bench.w["industries"][0]["readiness"]
    assert firm["revenue_fen"] == pytest.approx(sold, abs=2)


@pytest.mark.parametrize(("status", "share"), [(WORKING, 1.0), (WAITING, BASELINE.firms.hibernation_share)])
def test_net_burn_is_what_leaves_the_till_with_local_taxes(status: int, share: float) -> None:
    bench = Bench()
    firm = bench.firm(GROWTH, cash=1000 * M)
    firm["status"], firm["work_left"], firm["log_revenue"] = status, 9.0, math.log(10 * M)
    firms_work(bench.world, bench.p)
    gone = 1000 * M - bench.balance(FIRST_FIRM)
    burn, tax = share * bench.w["stages"][GROWTH]["burn_fen"], BASELINE.treasury
    wanted = burn * (1 + tax.wage_tax_share) + firm["revenue_fen"] * tax.revenue_tax_share - firm["margin_fen"]
    assert gone == pytest.approx(wanted, abs=3)
    assert net_burn(bench.world, bench.p, np.int64(0)) == pytest.approx(gone, abs=3)


def test_the_money_of_a_c_round_is_spent_evenly_while_its_growth_lasts() -> None:
    bench = Bench({"firms.market_death_hazard_per_year": 0.0})
    firm = bench.firm(MATURE, cash=1000 * M)
    firm["log_revenue"] = math.log(100 * M)
    firm["expansion_until"], firm["expansion_fen"] = bench.w["clock"]["quarter"] + 3, 10 * M
    extra, taxed = [], []
    for _ in range(5):
        before, tax_before = bench.balance(FIRST_FIRM), bench.balance(int(ledger.TREASURY))
        firms_work(bench.world, bench.p)
        gone = before - bench.balance(FIRST_FIRM)
        extra.append(gone - net_burn(bench.world, bench.p, np.int64(0)))
        usual = (bench.w["stages"][MATURE]["burn_fen"] * BASELINE.treasury.wage_tax_share
                 + firm["revenue_fen"] * BASELINE.treasury.revenue_tax_share)
        taxed.append(bench.balance(int(ledger.TREASURY)) - tax_before - usual)
        bench.w["clock"]["quarter"] += 1
    share = BASELINE.treasury.wage_tax_share
    assert extra == pytest.approx([10 * M] * 3 + [0] * 2, abs=3)
    assert taxed == pytest.approx([10 * M * share / (1 + share)] * 3 + [0] * 2, abs=3)


@pytest.mark.parametrize("missing", [0, 100])
def test_growth_ends_where_its_cost_would_eat_into_the_reserve_for_a_search(missing: int) -> None:
    bench = Bench({"firms.market_death_hazard_per_year": 0.0})
    firm = bench.firm(MATURE)
    firm["log_revenue"] = 0.0  # it sells nothing to speak of
    until = bench.w["clock"]["quarter"] + 3
    firm["expansion_until"], firm["expansion_fen"] = until, 10 * M
    burn = math.ceil(net_burn(bench.world, bench.p, np.int64(0)))
    quarters = 1 + BASELINE.rounds.seek_ahead_years * 4
    bench.cash(FIRST_FIRM, round(quarters * burn) + 10 * M + 50 - missing)
    firms_work(bench.world, bench.p)
    assert firm["expansion_until"] == (bench.w["clock"]["quarter"] if missing else until)
    left = round((quarters - 1) * burn) + (10 * M if missing else 0)
    assert bench.balance(FIRST_FIRM) == pytest.approx(left, abs=200)


@pytest.mark.parametrize(("since", "outcome"), [
    (0, STARVED), (1, FORCED), (2, FORCED), (3, FORCED), (4, FORCED), (5, STARVED)])
def test_a_forced_exit_is_who_runs_out_of_money_within_a_year_after_a_clause(since: int, outcome: int) -> None:
    bench = Bench()
    firm = bench.firm(VENTURE)
    firm["redeemed"], firm["broke"] = bench.w["clock"]["quarter"] - since, 1
    bury_firms(bench.world, bench.p)
    assert firm["outcome"] == outcome
    assert bench.now("deaths_forced") == (outcome == FORCED) and bench.now("deaths_funding") == (outcome == STARVED)
