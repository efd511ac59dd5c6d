"""Industries: knowledge, readiness and establishment, in closed form."""

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from workbench import Bench, M, firms_work, set_stages

from model.jit import entry_point
from model.processes import industries
from model.state import ANGEL, CONCEPT

YEARS = st.integers(1, 40)


@entry_point
def learn(world: Any, p: Any) -> None:
    industries.move_knowledge_and_readiness(world[0], p[0])


@entry_point
def judge(world: Any, p: Any) -> None:
    industries.judge_establishment(world[0], p[0])


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
    bench = Bench({"firms.prototype_work_years": 1.5, "firms.pilot_work_years": 1.75, "firms.scale_work_years": 2.0})
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
