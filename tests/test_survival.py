"""Do life tables count what the tables of firms hold, and is the survival curve the known estimate?"""

import functools
from collections import Counter
from typing import Any

import numpy as np
import pytest
from oracle import runs

from model.comparison import Z95
from model.outputs import CAUSES, EXITS, GROUPS, LIFE, STAGES
from model.results import Result
from model.survival import by_year, survival

Spell = tuple[int, str, str]
"""Age in quarters at which a firm was seen last, what ended it then, and its stage."""


def spells(result: Result, world: int, group: str) -> list[Spell]:
    """Every firm of a group that was founded from year 0 on, from the tables of a detailed run."""
    last = result.series["entries"].shape[1] - 1
    rounds = runs.table(result.rounds, world)
    bought = rounds[rounds["is_purchase"]].groupby("firm")["quarter"].min().to_dict()
    stages = runs.table(result.lives, world).set_index("firm")["stage"].to_dict()
    found = []
    for firm in runs.table(result.firms, world).itertuples():
        if firm.founded_quarter < 0 or firm.is_pioneer != (group == "pioneer"):
            continue
        end, outcome = (last, "") if firm.outcome == "alive" else (int(firm.outcome_quarter), firm.outcome)
        if firm.firm in bought:
            end, outcome = bought[firm.firm], "M&A fund purchase"
        found.append((end - firm.founded_quarter, outcome, stages[firm.firm]))
    return found


@functools.cache
def cut_short() -> Result:
    """A run whose end finds firms alive."""
    return runs.run({"settings.run_off_years": 0})


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("make", [runs.run, cut_short])
def test_life_tables_count_the_firms_of_the_tables(make: Any, group: str) -> None:
    result = make()
    seen = 0
    for world in range(runs.WORLDS):
        firms = spells(result, world, group)
        life = {name: values[world] for name, values in result.life.items()}
        ages = life[f"{group}_at_risk"].shape[0]
        assert list(life[f"{group}_at_risk"]) == [sum(end >= age for end, _, _ in firms) for age in range(ages)]
        ends = Counter((outcome, end) for end, outcome, _ in firms)
        for names, table in ((CAUSES, f"{group}_died"), (EXITS, f"{group}_left")):
            assert life[table].tolist() == [[ends[name, age] for age in range(ages)] for name in names]
        deaths = Counter((stage, outcome) for _, outcome, stage in firms)
        assert life[f"{group}_died_at"].tolist() == [[deaths[stage, cause] for cause in CAUSES] for stage in STAGES]
        seen += len(firms)
    assert seen > 20


def test_all_causes_and_exits_are_counted() -> None:
    life = runs.run().life
    assert (life["follower_died"].sum((0, 2)) > 0).all() and (life["follower_left"].sum((0, 2)) > 0).all()


def test_life_tables_have_the_dimensions_that_they_declare() -> None:
    result = runs.run()
    settings = result.parameters.settings
    sizes = {"replication": runs.WORLDS, "cause": len(CAUSES), "exit": len(EXITS), "stage": len(STAGES),
             "age": 4 * (settings.horizon_years + settings.run_off_years) + 1}
    assert list(result.life) == list(LIFE)
    for name, output in LIFE.items():
        assert result.life[name].shape == tuple(sizes[d] for d in output.dimensions)


# ---- the curve -------------------------------------------------------------------------------


def by_hand(firms: list[Spell]) -> list[float]:
    """Kaplan and Meier's estimate, age by age, one firm at a time."""
    alive, curve = 1.0, []
    for age in range(1 + max(end for end, _, _ in firms)):
        risk = [f for f in firms if f[0] >= age]
        alive *= 1 - sum(end == age and outcome in CAUSES for end, outcome, _ in risk) / len(risk)
        curve.append(alive)
    return curve


@pytest.mark.parametrize("group", GROUPS)
def test_the_curve_is_that_of_single_firms(group: str) -> None:
    result = cut_short()
    firms = [spell for world in range(runs.WORLDS) for spell in spells(result, world, group)]
    curve = survival(result.life[f"{group}_at_risk"], result.life[f"{group}_died"].sum(1)).alive
    expected = by_hand(firms)
    assert curve[: len(expected)] == pytest.approx(expected, abs=1e-12)
    assert np.isnan(curve[len(expected):]).all()


def test_a_known_example() -> None:
    """Six firms: deaths at ages 1, 3, 3, one exit at 2, one at 3, one seen to the end at 4."""
    at_risk, died = np.array([[6, 6, 5, 4, 1]]), np.array([[0, 1, 0, 2, 0]])
    assert survival(at_risk, died).alive == pytest.approx([1, 5 / 6, 5 / 6, 5 / 12, 5 / 12])


def test_a_constant_hazard_gives_a_power() -> None:
    ages = np.arange(40)
    at_risk = 1e6 * 0.9**ages[None, :]
    curve = survival(at_risk, 0.1 * at_risk)
    assert curve.alive == pytest.approx(0.9 ** (ages + 1))


def test_without_censoring_it_is_the_share_still_alive() -> None:
    lengths = np.random.default_rng(3).integers(0, 12, 500)
    at_risk = np.array([[(lengths >= age).sum() for age in range(12)]])
    died = np.array([[(lengths == age).sum() for age in range(12)]])
    assert survival(at_risk, died).alive == pytest.approx([(lengths > age).mean() for age in range(12)])


def test_exits_count_as_seen_and_not_as_dead() -> None:
    """Half of all firms leave at age 0; the others die at an even pace whatever was sold."""
    stay = survival(np.array([[50, 40]]), np.array([[10, 20]])).alive
    some_left = survival(np.array([[100, 40]]), np.array([[20, 20]])).alive
    assert stay == pytest.approx([0.8, 0.4])
    assert some_left == pytest.approx([0.8, 0.4])


def worlds_of_luck(worlds: int, firms: int, seed: int) -> tuple[Any, Any]:
    """Firms that die with a hazard of their world: firms of a world share their luck."""
    luck = np.random.default_rng(seed)
    hazard = luck.uniform(0.02, 0.3, worlds)
    at_risk, died = np.zeros((worlds, 10)), np.zeros((worlds, 10))
    alive = np.full(worlds, firms)
    for age in range(10):
        at_risk[:, age] = alive
        died[:, age] = luck.binomial(alive, hazard)
        alive = alive - died[:, age].astype(int)
    return at_risk, died


def test_the_interval_is_a_jackknife_over_worlds() -> None:
    at_risk, died = worlds_of_luck(12, 30, 5)
    found = survival(at_risk, died)
    left_out = np.array([
        survival(np.delete(at_risk, k, 0), np.delete(died, k, 0)).alive for k in range(12)])
    error = np.sqrt(11 / 12 * ((left_out - left_out.mean(0)) ** 2).sum(0))
    assert found.low == pytest.approx(np.maximum(0, found.alive - Z95 * error))
    assert found.high == pytest.approx(np.minimum(1, found.alive + Z95 * error))


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Mean survival of worlds with hazards of their own, weighted by firms, which are equal at age 0."""
    hits = 0
    for seed in range(300):
        found = survival(*worlds_of_luck(60, 20, seed))
        hits += found.low[0] <= 1 - 0.16 <= found.high[0]
    assert 0.91 < hits / 300 < 0.98


def test_one_world_alone_gives_no_interval() -> None:
    found = survival(np.array([[10, 8]]), np.array([[2, 1]]))
    assert np.isnan(found.low).all() and np.isnan(found.high).all()


def test_flows_by_year_keep_their_sum() -> None:
    died = runs.run().life["follower_died"]
    years = by_year(died)
    assert years.shape == (runs.WORLDS, len(CAUSES), (died.shape[-1] + 3) // 4)
    assert (years.sum(-1) == died.sum(-1)).all()
    assert list(by_year(np.arange(6))) == [6, 9]
