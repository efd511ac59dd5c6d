"""Rival theories: are their sides valid, do they move what they claim, and does the kept table tell the truth?"""

import numpy as np
import pytest

from model.comparison import Interval
from model.declare import Role
from model.experiments import Lab
from model.parameters import BASELINE, PARAMETERS, contradictions, replaced
from model.theories import THEORIES, Side, Theory, answer, kept, verdicts

BOTH = [(theory, side) for theory in THEORIES.values() for side in theory.sides]
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
def test_the_sides_differ_from_each_other_and_from_the_defaults(theory: Theory) -> None:
    one, other = theory.sides
    assert dict(one.changes) != dict(other.changes)
    for side in theory.sides:
        assert any(value != PARAMETERS[path].default for path, value in side.changes.items())


def test_no_two_theories_set_the_same_assumption() -> None:
    paths = [path for theory in THEORIES.values() for path in theory.paths]
    assert len(paths) == len(set(paths))


@pytest.mark.parametrize(("default", "effect", "expected"), [
    (ABOVE, ABOVE, "holds"), (ABOVE, BELOW, "flips"), (ABOVE, UNSURE, "vanishes"), (UNSURE, ABOVE, "appears"),
    (UNSURE, UNSURE, "holds"), (BELOW, ABOVE, "flips"), (BELOW, Interval(np.nan, np.nan, np.nan), "vanishes")])
def test_what_becomes_of_an_answer(default: Interval, effect: Interval, expected: str) -> None:
    assert answer(default, effect) == expected


def test_the_kept_table_is_what_the_model_gives() -> None:
    worlds, before = kept()
    now = verdicts(Lab(worlds))
    for old in before[:3]:
        new = next(now)
        assert (new.theory, new.side, new.answer) == (old.theory, old.side, old.answer), (
            "The model gives other numbers: run python -m model theories --format json > model/theories.json")
        assert new.effect.mean == pytest.approx(old.effect.mean, rel=1e-3)


def test_the_kept_table_has_every_side_once() -> None:
    _worlds, found = kept()
    assert [(one.theory, one.side) for one in found] == [
        ("", ""), *((theory.name, side.label) for theory, side in BOTH)]
