"""Rival theories: are their sides valid, do they move what they claim, and does the kept table tell the truth?"""

import numpy as np
import pytest

from model.comparison import Interval, paired, run_with_twin
from model.declare import Role
from model.experiments import Lab
from model.parameters import BASELINE, PARAMETERS, contradictions, replaced
from model.theories import THEORIES, Side, Theory, Verdict, answer, kept, verdict_of, verdicts

BOTH = [(theory, side) for theory in THEORIES.values() for side in theory.sides]
# what the first side should have more of (+1) or less of (-1) than the second
CLAIMS = {
    "crowding": ("crowd_in", 1), "spillovers": ("followers_founded", 1), "tail": ("tvpi_high", 1),
    # who waits for a round is bridged more readily; of whom more is known is less of a gamble, and gets less
    "discipline": ("dropped_batons", -1), "certification": ("pioneers_succeeded_10", -1),
    "breach": ("pioneers_succeeded_10", -1), "runway": ("pioneers_succeeded_10", -1),
    "shunning": ("pioneers_succeeded_10", -1),
    "ends": ("forced_share", -1), "lock_up": ("raised_over_target", -1),
}
FEW, MANY = 20, 400
ABOVE, BELOW, UNSURE = Interval(1, 0.5, 1.5), Interval(-1, -1.5, -0.5), Interval(0.1, -1, 1.2)


@pytest.mark.parametrize(("theory", "side"), BOTH, ids=lambda one: getattr(one, "label", getattr(one, "name", "")))
def test_a_side_sets_plausible_assumptions_only(theory: Theory, side: Side) -> None:
    assert theory.question.endswith("?") and theory.source
    assert side.changes
    for path, value in side.changes.items():
        parameter = PARAMETERS[path]
        assert parameter.role is Role.ASSUMPTION
        assert parameter.slider_low <= value <= parameter.slider_high
    assert not contradictions(replaced(BASELINE, dict(side.changes)))


@pytest.mark.parametrize("theory", THEORIES.values(), ids=lambda one: one.name)
def test_the_defaults_lie_between_the_sides(theory: Theory) -> None:
    one, other = (side.changes for side in theory.sides)
    for path in one.keys() & other.keys():
        ends = sorted((one[path], other[path]))
        if ends[0] < ends[1]:
            assert ends[0] <= PARAMETERS[path].default <= ends[1], path


@pytest.mark.parametrize("theory", THEORIES.values(), ids=lambda one: one.name)
def test_the_sides_differ_from_each_other_and_from_the_defaults(theory: Theory) -> None:
    one, other = theory.sides
    assert dict(one.changes) != dict(other.changes)
    for side in theory.sides:
        assert any(value != PARAMETERS[path].default for path, value in side.changes.items())


@pytest.mark.parametrize(("theory", "side"), BOTH, ids=lambda one: getattr(one, "label", getattr(one, "name", "")))
def test_every_assumption_that_a_side_sets_matters_in_it(theory: Theory, side: Side) -> None:
    whole = Lab(FEW).run(side.changes)
    for left_out in [path for path, value in side.changes.items() if value != PARAMETERS[path].default]:
        less = Lab(FEW).run({path: value for path, value in side.changes.items() if path != left_out})
        assert any(not np.array_equal(whole.headlines[name], less.headlines[name], equal_nan=True)
                   for name in whole.headlines), f"{left_out} does nothing"


def test_every_theory_claims_something() -> None:
    assert set(CLAIMS) == set(THEORIES)


@pytest.mark.parametrize("name", CLAIMS)
def test_the_sides_move_what_they_claim(name: str) -> None:
    headline, sign = CLAIMS[name]
    first, second = (
        run_with_twin(replaced(BASELINE, {**side.changes, "settings.replications": MANY}))
        for side in THEORIES[name].sides)
    gap = paired(second, first, headline)
    assert not gap.includes_zero and gap.mean * sign > 0, (headline, gap)


def test_no_two_theories_set_the_same_assumption() -> None:
    paths = [path for theory in THEORIES.values() for path in theory.paths]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(("default", "effect", "expected"), [
    (ABOVE, ABOVE, "holds"), (ABOVE, BELOW, "flips"), (ABOVE, UNSURE, "vanishes"), (UNSURE, ABOVE, "appears"),
    (UNSURE, UNSURE, "holds"), (BELOW, ABOVE, "flips"), (BELOW, Interval(np.nan, np.nan, np.nan), "vanishes")])
def test_what_becomes_of_an_answer(default: Interval, effect: Interval, expected: str) -> None:
    assert answer(default, effect) == expected


def test_the_kept_table_is_what_the_model_gives() -> None:
    """The defaults, the first side, and every side under which the answer does not hold."""
    worlds, before = kept()
    lab = Lab(worlds)
    assert_same(before[0], next(verdicts(lab)))
    sample = [one for n, one in enumerate(before[1:]) if n == 0 or {one.answer, one.late_answer} != {"holds"}]
    for old in sample:
        assert_same(old, verdict_of(lab, old.theory, old.side))


def assert_same(old: Verdict, new: Verdict) -> None:
    assert (new.theory, new.side, new.answer, new.late_answer) == (
        old.theory, old.side, old.answer, old.late_answer), (
        "The model gives other numbers: run python -m model theories --format json > model/theories.json")
    for one, other in ((new.effect, old.effect), (new.late, old.late)):
        assert [one.mean, one.low, one.high] == pytest.approx([other.mean, other.low, other.high], rel=1e-3)


def test_the_kept_table_has_every_side_once() -> None:
    _worlds, found = kept()
    assert [(one.theory, one.side) for one in found] == [
        ("", ""), *((theory.name, side.label) for theory, side in BOTH)]
