"""The supports: what each does and what it costs the treasury.

The numbers are those of the ten supports; 4 is tested with `test_rules_work.py`, 10 with `test_rules_industries.py`.
"""

import math
from typing import Any

import numpy as np
import pytest
from workbench import TINY, Bench, M, collect_bids, firms_work, raised, set_stages
from worlds import run

from model import ledger
from model.jit import entry_point
from model.processes import guide, treasury
from model.state import ANGEL, CONCEPT, GROWTH, GUIDE_LP, INDUSTRY_COUNT, MATURE, VENTURE


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


COSTS = {"plan": 2.0, "policy_system": 2.0, "dedicated_team": 6.0, "technology_roadmap": 10.0,
         "talent": 40.0, "platforms": 60.0, "pilot_zones": 20.0}


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


def test_2_a_policy_system_raises_the_loss_ceilings_of_the_guides_own_funds() -> None:
    few = ("guide.angel_split", 0.0), ("guide.venture_split", 0.7), ("funds.smallest_close_share", 0.1)
    before, after = raised(*few), raised(*few, ("supports.policy_system", 0.5))
    assert len(before) == len(after) >= 4
    backed = before["committed_fen"][:, GUIDE_LP] > 0
    assert 0 < backed.sum() < len(backed)
    assert after["ceiling"][backed] == pytest.approx(before["ceiling"][backed] + 0.15)
    assert after["ceiling"][~backed] == pytest.approx(before["ceiling"][~backed])


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


def test_a_firm_from_before_the_policies_draws_for_a_grant_under_their_share() -> None:
    bench = Bench({"supports.early_grant_myuan": 1.0, "supports.grant_lottery_share": 1.0})
    for slot in range(20):
        bench.firm(CONCEPT, slot=slot, cash=100 * M)["work_left"] = 0.0
    bench.w["firms"][:20]["lottery"] = 0
    firms_work(bench.world, bench.p)
    passed = int((bench.w["firms"][:20]["stage"] == ANGEL).sum())
    assert passed > 5
    assert bench.now("treasury_grants") / M == pytest.approx(passed)
