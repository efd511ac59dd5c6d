"""Groups of changed parameters that hold only together: is every mix valid, and is no more merged than must be?"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import SHORT

from model import contributions
from model.contributions import Mix, all_mixes, measure, prepare, valid_groups
from model.parameters import BASELINE, PARAMETERS, Parameters, replaced

FIRST = replaced(BASELINE, {**SHORT, "settings.replications": 8})
FUND_WEIGHTS = [path for path in PARAMETERS if path.endswith(".fund_weight")]
SWITCHES = {"guide.share_cap": 0.5, "patience.reserves_share": 0.4, "investors.lock_up_premium": 0.001,
            "exits.forced_discount": 0.3, "shocks.drought_depth_share": 0.9}
ALL_ON = replaced(FIRST, SWITCHES)
NAMES = [(path.split(".")[0],) for path in SWITCHES]


def test_groups_whose_mixes_contradict_themselves_count_as_one() -> None:
    """Only supports alone would be wrong: one fund per industry, and no industry with a weight."""
    weightless = dict.fromkeys(FUND_WEIGHTS, 0.0)
    first = replaced(FIRST, {**weightless, "exits.forced_discount": 0.3, "guide.share_cap": 0.5})
    other = replaced(FIRST, {"supports.one_fund_per_industry": True})
    plan = prepare(first, other)
    assert [part.groups for part in plan.parts] == [("guide",), ("industries", "supports"), ("exits",)]
    assert [part.is_merged for part in plan.parts] == [False, True, False]
    assert set(plan.parts[1].paths) == {*weightless, "supports.one_fund_per_industry"}
    assert prepare(other, first).parts == plan.parts
    found = measure(plan)
    (sentence,) = found.remarks("outlay")
    assert sentence.endswith("contradict themselves: industries, supports.")
    total = math.fsum(one.mean for _part, one in found.contributions("outlay"))
    assert math.isclose(total, found.gap("outlay").mean, rel_tol=1e-9)


def is_on(parameters: Parameters) -> Mix:
    """Which groups have the values of `ALL_ON`."""
    return frozenset(
        k for k, (name,) in enumerate(NAMES) if getattr(parameters, name) == getattr(ALL_ON, name))


def tied(pairs: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Groups of a model in which the two of each pair must be on the same side."""
    monkeypatch.setattr(contributions, "contradictions", lambda parameters: [
        SimpleNamespace(paths=(str(pair),), message="") for pair in pairs if len(is_on(parameters) & set(pair)) == 1])
    return valid_groups(FIRST, ALL_ON, NAMES)


@pytest.mark.parametrize(("pairs", "expected"), [
    ([], [(0,), (1,), (2,), (3,), (4,)]),
    ([(1, 3)], [(0,), (1, 3), (2,), (4,)]),
    ([(0, 4), (1, 2)], [(0, 4), (1, 2), (3,)]),
    ([(3, 4), (0, 1), (1, 4)], [(0, 1, 3, 4), (2,)]),
])
def test_only_what_is_tied_is_put_together(
    pairs: list[tuple[int, int]], expected: list[tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tied(pairs, monkeypatch) == [tuple(NAMES[k][0] for k in group) for group in expected]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.sampled_from([m for m in all_mixes(5) if 0 < len(m) < 5]), max_size=6), max_size=3))
def test_whatever_contradicts_itself_every_mix_of_the_groups_is_valid(wrong: list[set[Mix]]) -> None:
    def found(parameters: Parameters) -> list[Any]:
        return [SimpleNamespace(paths=(str(k),)) for k, mixes in enumerate(wrong) if is_on(parameters) in mixes]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contributions, "contradictions", found)
        groups = valid_groups(FIRST, ALL_ON, NAMES)
        assert sorted(name for group in groups for name in group) == sorted(name for (name,) in NAMES)
        for mix in all_mixes(len(groups)):
            names = [name for k in mix for name in groups[k]]
            assert not found(contributions.mixed(FIRST, ALL_ON, names))
        assert valid_groups(ALL_ON, FIRST, NAMES) == groups
        assert any(wrong) or len(groups) == len(NAMES)
