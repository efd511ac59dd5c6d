"""Why two scenarios differ: do contributions add up, are they fair, and are only valid mixes run?"""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import SHORT

from model import ensemble
from model.comparison import Interval, run_with_twin
from model.contributions import (
    Contributions,
    Mix,
    Part,
    Plan,
    all_mixes,
    drawn_orders,
    exact_shares,
    measure,
    mixes_of,
    prepare,
    sampled_shares,
)
from model.messages import Problems
from model.outputs import HEADLINES
from model.parameters import BASELINE, GROUPS, PARAMETERS, Parameters, replaced
from model.results import Array

WORLDS = 12
FIRST = replaced(BASELINE, {**SHORT, "settings.replications": WORLDS})
CHANGES = {
    "guide.budget_myuan_per_year": 3_000.0, "patience.fund_term_years": 12.0, "patience.reserves_share": 0.4,
    "investors.social_credit_share": 0.1, "exits.forced_discount": 0.3,
    "shocks.drought_depth_share": 0.9,  # there is no drought
}
OTHER = replaced(FIRST, CHANGES)
PIONEERS = "pioneers_succeeded_10"


@pytest.fixture(scope="module")
def exact() -> Contributions:
    return measure(prepare(FIRST, OTHER))


@pytest.fixture(scope="module")
def sampled() -> Contributions:
    return measure(prepare(FIRST, OTHER, most_exact=2, pairs=3))


def scale(found: Contributions, headline: str) -> float:
    row = list(HEADLINES).index(headline)
    return max(float(np.nanmax(np.abs(values[row]), initial=0.0)) for values in found.values.values())


def defined(found: Contributions) -> Iterator[str]:
    names = [name for name in HEADLINES if found.worlds(name) > 1]
    assert len(names) > 30
    yield from names


# the arithmetic, on made-up values of mixes


def by_definition(count: int, values: Mapping[Mix, Array]) -> Array:
    """What a part adds, averaged over every order in which the parts can come."""
    shares = [np.zeros_like(values[frozenset()]) for _ in range(count)]
    orders = list(itertools.permutations(range(count)))
    for order in orders:
        for place, part in enumerate(order):
            shares[part] = shares[part] + values[frozenset(order[: place + 1])] - values[frozenset(order[:place])]
    return np.array(shares) / len(orders)


numbers = st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def tables(draw: st.DrawFn, most: int = 5) -> tuple[int, dict[Mix, Array]]:
    """Values of all mixes of one to five parts in three worlds."""
    count = draw(st.integers(1, most))
    return count, {mix: np.array(draw(st.tuples(numbers, numbers, numbers))) for mix in all_mixes(count)}


def test_a_game_whose_answer_is_known() -> None:
    """Two left gloves and a right one: only a pair is worth anything, and the right one is scarce."""
    values = {mix: np.array([1.0 if 2 in mix and len(mix) > 1 else 0.0]) for mix in all_mixes(3)}
    assert exact_shares(3, values)[:, 0] == pytest.approx([1 / 6, 1 / 6, 4 / 6])


@settings(max_examples=60, deadline=None)
@given(tables())
def test_exact_shares_are_those_of_the_definition(table: tuple[int, dict[Mix, Array]]) -> None:
    count, values = table
    found = exact_shares(count, values)
    assert found == pytest.approx(by_definition(count, values), rel=1e-9, abs=1e-8)
    assert found.sum(0) == pytest.approx(values[frozenset(range(count))] - values[frozenset()], rel=1e-9, abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(tables(), st.integers(1, 4), st.integers(0, 1000))
def test_sampled_shares_add_up_in_every_pair_of_orders(
    table: tuple[int, dict[Mix, Array]], pairs: int, seed: int
) -> None:
    count, values = table
    orders = drawn_orders(count, pairs, seed)
    met = {mix: values[mix] for mix in mixes_of(orders)}  # no other mix is asked for
    found = sampled_shares(orders, met)
    assert found.shape == (pairs, count, 3)
    for one in found:
        assert one.sum(0) == pytest.approx(values[frozenset(range(count))] - values[frozenset()], rel=1e-9, abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(tables(), st.integers(0, 1000))
def test_a_part_that_changes_no_mix_has_exactly_nothing(table: tuple[int, dict[Mix, Array]], seed: int) -> None:
    count, values = table
    with_idle = {mix: values[mix - {count}] for mix in all_mixes(count + 1)}
    assert np.all(exact_shares(count + 1, with_idle)[count] == 0)
    assert np.all(sampled_shares(drawn_orders(count + 1, 3, seed), with_idle)[:, count] == 0)


@settings(max_examples=30, deadline=None)
@given(tables(4))
def test_sampling_all_orders_is_exact(table: tuple[int, dict[Mix, Array]]) -> None:
    count, values = table
    orders = tuple(order for one in itertools.permutations(range(count)) for order in (one, one[::-1]))
    assert sampled_shares(orders, values).mean(0) == pytest.approx(exact_shares(count, values), rel=1e-9, abs=1e-8)


def made_up(count: int, values: Mapping[Mix, Array], pairs: int = 0, seed: int = 1) -> Contributions:
    """Contributions of made-up parts to one headline with these values by world."""
    worlds = len(values[frozenset()])
    given = replaced(FIRST, {"settings.replications": worlds})
    parts = tuple(Part((name,), ()) for name in list(GROUPS)[:count])
    plan = Plan(given, given, parts, drawn_orders(count, pairs, seed) if pairs else ())
    row = list(HEADLINES).index(PIONEERS)
    blank = np.zeros((len(HEADLINES), worlds))
    found = {mix: np.insert(np.delete(blank, row, 0), row, values[mix], 0)
             for mix in (mixes_of(plan.orders) if pairs else values)}
    return Contributions(plan, found)


def test_intervals_of_sampled_contributions_hold_the_error_of_the_draw() -> None:
    luck = np.random.default_rng(5)
    inside = []
    for seed in range(60):
        values = {mix: np.full(4, luck.normal()) for mix in all_mixes(6)}  # all worlds alike: no other error
        exact = exact_shares(6, values)[:, 0]
        for k, (_part, found) in enumerate(made_up(6, values, 16, seed).contributions(PIONEERS)):
            inside.append(found.low <= exact[k] <= found.high)
    assert 0.90 < np.mean(inside) < 0.98


def test_the_errors_of_luck_and_of_the_draw_are_added_in_quadrature() -> None:
    luck = np.random.default_rng(6)
    noise, values = luck.normal(size=50), {mix: luck.normal() for mix in all_mixes(4)}
    noisy = {mix: np.full(50, value) + (noise if 0 in mix else 0) for mix, value in values.items()}
    still = {mix: np.full(50, value) for mix, value in values.items()}
    both, draw = (made_up(4, table, 16).contributions(PIONEERS)[0][1] for table in (noisy, still))
    alone = 1.959963984540054 * noise.std(ddof=1) / math.sqrt(50)
    assert both.high - both.mean == pytest.approx(math.hypot(draw.high - draw.mean, alone))
    assert draw.high > draw.mean


def test_parts_that_do_not_meet_have_no_interaction_and_others_have() -> None:
    apart = {mix: np.array([sum(mix), 2.0 * sum(mix)]) for mix in all_mixes(3)}
    assert made_up(3, apart).interaction(PIONEERS) == Interval(0.0, 0.0, 0.0)
    only_together = {mix: np.array([3.0, 5.0]) * (len(mix) == 3) for mix in all_mixes(3)}
    found = made_up(3, only_together)
    assert found.interaction(PIONEERS) == found.gap(PIONEERS)
    assert found.gap(PIONEERS).mean == 4


def test_sampling_leaves_gap_and_interaction_exact() -> None:
    luck = np.random.default_rng(8)
    values = {mix: luck.normal(size=5) for mix in all_mixes(6)}
    some, every = made_up(6, values, 2), made_up(6, values)
    assert len(some.values) < len(every.values)
    assert some.gap(PIONEERS) == every.gap(PIONEERS)
    assert some.interaction(PIONEERS) == every.interaction(PIONEERS)


def test_a_world_counts_only_where_every_mix_is_defined() -> None:
    luck = np.random.default_rng(7)
    values = {mix: luck.normal(size=8) for mix in all_mixes(2)}
    values[frozenset({1})][2] = np.nan
    values[frozenset({0})][5] = np.inf
    found = made_up(2, values)
    assert found.worlds(PIONEERS) == 6
    whole = made_up(2, {mix: np.delete(one, [2, 5]) for mix, one in values.items()})
    assert found.contributions(PIONEERS) == whole.contributions(PIONEERS)
    assert found.gap(PIONEERS) == whole.gap(PIONEERS)
    assert found.interaction(PIONEERS) == whole.interaction(PIONEERS)
    (sentence,) = found.remarks(PIONEERS)
    assert "Only 6 of 8 worlds count" in sentence
    assert whole.remarks(PIONEERS) == []


@pytest.mark.parametrize("pairs", [0, 2])
def test_a_headline_that_is_defined_nowhere_has_no_numbers(pairs: int) -> None:
    found = made_up(3, {mix: np.full(4, np.nan) for mix in all_mixes(3)}, pairs)
    assert found.worlds(PIONEERS) == 0
    for _part, one in [*found.contributions(PIONEERS), (None, found.gap(PIONEERS))]:
        assert math.isnan(one.mean) and math.isnan(one.low) and math.isnan(one.high)


# with the simulator


def test_parts_are_the_changed_groups_with_the_paths_that_differ(exact: Contributions) -> None:
    assert [part.groups for part in exact.parts] == [
        ("guide",), ("patience",), ("investors",), ("exits",), ("shocks",)]
    assert [path for part in exact.parts for path in part.paths] == list(CHANGES)
    assert exact.remarks(PIONEERS) == []
    many = {path: 0.3 for path in PARAMETERS if path.endswith(".margin_share")}
    (part,) = prepare(FIRST, replaced(FIRST, many)).parts
    assert part.groups == ("industries",) and set(part.paths) == set(many)


@pytest.mark.parametrize("way", ["exact", "sampled"])
def test_contributions_add_up_to_the_gap(way: str, request: pytest.FixtureRequest) -> None:
    found: Contributions = request.getfixturevalue(way)
    for name in defined(found):
        total = math.fsum(one.mean for _part, one in found.contributions(name))
        assert math.isclose(total, found.gap(name).mean, rel_tol=0, abs_tol=1e-9 * scale(found, name)), name
    assert any(one.mean != 0 for _part, one in found.contributions(PIONEERS))


@pytest.mark.parametrize("way", ["exact", "sampled"])
def test_a_group_that_changes_nothing_contributes_exactly_zero(way: str, request: pytest.FixtureRequest) -> None:
    found: Contributions = request.getfixturevalue(way)
    for name in defined(found):
        part, one = found.contributions(name)[-1]
        assert part.groups == ("shocks",)
        assert (one.mean, one.low, one.high) == (0, 0, 0), name


@pytest.mark.parametrize(("way", "options"), [("exact", {}), ("sampled", {"most_exact": 2, "pairs": 3})])
def test_contributions_change_their_sign_when_the_scenarios_change_places(
    way: str, options: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    there: Contributions = request.getfixturevalue(way)
    back = measure(prepare(OTHER, FIRST, **options))
    assert back.parts == there.parts
    for name in defined(there):
        assert back.worlds(name) == there.worlds(name)
        for (_, one), (_, two) in zip(there.contributions(name), back.contributions(name), strict=True):
            for end, opposite in ((one.mean, two.mean), (one.low, two.high), (one.high, two.low)):
                assert math.isclose(end, -opposite, rel_tol=0, abs_tol=1e-9 * scale(there, name)), name


def test_mixes_are_what_running_each_of_them_alone_gives(exact: Contributions) -> None:
    assert set(exact.values) == set(all_mixes(5))
    for mix in ({0}, {1, 2}, {0, 1, 2, 3, 4}):
        changes = {path: CHANGES[path] for k in mix for path in exact.parts[k].paths}
        alone = run_with_twin(replaced(FIRST, changes))
        for name, values in zip(HEADLINES, exact.values[frozenset(mix)], strict=True):
            assert np.array_equal(values, alone.headlines[name], equal_nan=True), name
    gap = exact.gap("net_fiscal_cost").mean
    costs = [run_with_twin(given).headlines["net_fiscal_cost"].mean() for given in (FIRST, OTHER)]
    assert gap == pytest.approx(costs[1] - costs[0])


def test_mixes_that_share_their_twin_share_its_run(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Parameters] = []
    real = ensemble.run

    def counted(parameters: Parameters, **options: Any) -> Any:
        runs.append(parameters)
        return real(parameters, **options)

    monkeypatch.setattr(ensemble, "run", counted)
    policies = {path: value for path, value in CHANGES.items() if path.startswith(("guide", "patience"))}
    measure(prepare(FIRST, replaced(FIRST, policies)))
    assert len(runs) == 4 + 1
    runs.clear()
    measure(prepare(FIRST, replaced(FIRST, {**policies, "exits.forced_discount": 0.3})))
    assert len(runs) == 8 + 2
    assert len(set(runs)) == len(runs)


def test_two_scenarios_that_are_the_same_need_no_run_and_differ_by_nothing() -> None:
    plan = prepare(FIRST, replaced(FIRST, {}))
    assert plan.worlds == 0
    found = measure(plan, progress=lambda done, total: pytest.fail("something was run"))
    assert found.parts == ()
    for name in HEADLINES:
        assert found.contributions(name) == []
        assert found.gap(name) == found.interaction(name) == Interval(0.0, 0.0, 0.0)
        assert found.worlds(name) == WORLDS


def test_progress_counts_all_worlds() -> None:
    plan = prepare(FIRST, replaced(FIRST, {"guide.share_cap": 0.5, "exits.forced_discount": 0.3}))
    seen: list[tuple[int, int]] = []
    measure(plan, progress=lambda done, total: seen.append((done, total)))
    assert plan.worlds == WORLDS * (4 + 2)
    assert {total for _done, total in seen} == {plan.worlds}
    assert [done for done, _total in seen] == sorted(done for done, _total in seen)
    assert seen[-1][0] == plan.worlds


def test_cancelling_stops_soon() -> None:
    cancel, seen = threading.Event(), []

    def progress(done: int, total: int) -> None:
        seen.append(done)
        if done >= 2 * WORLDS:
            cancel.set()

    with pytest.raises(ensemble.Cancelled):
        measure(prepare(FIRST, OTHER), progress=progress, cancel=cancel)
    assert max(seen) <= 3 * WORLDS
    seen.clear()
    with pytest.raises(ensemble.Cancelled):
        measure(prepare(FIRST, OTHER), progress=progress, cancel=cancel)
    assert not any(seen)


def test_many_groups_are_sampled_and_it_is_said() -> None:
    more = {"funds.carry_share": 0.15, "rounds.seed_ticket_myuan": 7.0, "firms.quality_sd": 1.0, "market.cycle_sd": 0.2}
    plan = prepare(FIRST, replaced(OTHER, more))
    assert len(plan.parts) == 9
    assert len(plan.orders) == 32
    assert all(order == plan.orders[2 * (k // 2) + 1 - k % 2][::-1] for k, order in enumerate(plan.orders))
    assert plan.worlds < WORLDS * 2 * 2**9
    assert prepare(plan.other, plan.first).orders == plan.orders


def test_what_was_sampled_is_said(sampled: Contributions) -> None:
    (sentence,) = sampled.remarks(PIONEERS)
    assert sentence.startswith("5 groups have too many orders to try all: 6 were drawn at random")


# what cannot be held against each other


@pytest.mark.parametrize(("path", "value", "reason"), [
    ("settings.seed", 5, "settings.seed is 1 in the first scenario and 5 in the other, so they are not run on"),
    ("settings.replications", 13, "not run on the same luck. Give both the same."),
    ("settings.horizon_years", 12, "settings.horizon_years is 10 in the first scenario and 12 in the other, so their"),
    ("settings.discount_rate", 0.06, "results do not mean the same. Give both the same."),
])
def test_scenarios_with_other_settings_are_refused(path: str, value: float, reason: str) -> None:
    with pytest.raises(Problems) as caught:
        prepare(FIRST, replaced(OTHER, {path: value}))
    (sentence,) = caught.value.sentences
    assert reason in sentence
    mended = replaced(replaced(OTHER, {path: value}), caught.value.fix)
    assert prepare(FIRST, mended).parts == prepare(FIRST, OTHER).parts


def test_a_scenario_that_contradicts_itself_is_refused() -> None:
    wrong = replaced(FIRST, {"guide.angel_split": 0.4})
    for first, other in ((FIRST, wrong), (wrong, FIRST), (wrong, wrong)):
        with pytest.raises(Problems, match="add up to 120 %") as caught:
            prepare(first, other)
        assert len(caught.value.sentences) == 1
