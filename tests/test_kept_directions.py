"""Are the kept findings of the directions those of the experiments, and what the model gives?"""

from dataclasses import replace

import pytest

from model.comparison import Interval
from model.declare import Unit
from model.experiments import EXPERIMENTS, Lab
from model.experiments.directions import DIRECTIONS
from model.experiments.kept import Kept, Outcome, kept
from model.experiments.lab import Expected, Finding

# the quickest: a second or two
SAMPLE = "colonnelli"
OLD = "The experiments are others now: measure model/experiments/kept.json anew"
UP, DOWN, NONE = Interval(2, 1, 3), Interval(-2, -3, -1), Interval(0, -1, 1)


def test_the_kept_directions_are_those_of_the_experiments() -> None:
    assert [one.name for one in kept()] == [direction.name for direction in DIRECTIONS], OLD
    for one, direction in zip(kept(), DIRECTIONS, strict=True):
        assert (one.question, one.source, one.design) == (direction.question, direction.source, direction.design), OLD
        assert one.worlds >= 20 and one.predictions, one.name


def test_the_kept_findings_have_the_shape_of_the_present_ones() -> None:
    lab = Lab(2)
    for one in kept():
        now = EXPERIMENTS[one.name].measure(lab)
        assert [(each.what, each.unit, each.expected) for each in now] == [
            (each.what, each.unit, each.expected) for each in one.findings], OLD


def test_a_kept_direction_is_what_the_model_gives() -> None:
    one = next(each for each in kept() if each.name == SAMPLE)
    now = EXPERIMENTS[SAMPLE].measure(Lab(one.worlds))
    for finding, before in zip(now, one.findings, strict=True):
        assert finding.verdict == before.verdict, OLD
        assert finding.estimate.mean == pytest.approx(before.estimate.mean, rel=1e-6, nan_ok=True), OLD


def made(*found: tuple[Interval, Expected | None]) -> Kept:
    findings = tuple(Finding("what", estimate, Unit.NUMBER, expected) for estimate, expected in found)
    return replace(kept()[0], findings=findings)


@pytest.mark.parametrize(("found", "outcome"), [
    ([(UP, Expected.ABOVE), (NONE, Expected.ZERO), (UP, None)], Outcome.ALL),
    ([(UP, Expected.ABOVE), (UP, Expected.ZERO)], Outcome.PART),
    ([(UP, Expected.ABOVE), (NONE, Expected.BELOW)], Outcome.PART),
    ([(DOWN, Expected.ABOVE), (NONE, Expected.ZERO)], Outcome.NONE),
    ([(NONE, Expected.ABOVE), (UP, Expected.NOT_BELOW)], Outcome.NONE)])
def test_that_nothing_differs_is_no_hit_by_itself(found: list[tuple[Interval, Expected]], outcome: Outcome) -> None:
    assert made(*found).outcome is outcome
