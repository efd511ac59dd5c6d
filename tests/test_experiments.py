"""Experiments: are they fair, do they all run, does the same luck take the error out?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from model import ensemble
from model.comparison import Interval, interval, run_with_twin
from model.declare import Unit
from model.experiments import EXPERIMENTS, Expected, Experiment, Finding, Lab, irrelevance
from model.experiments.coverage import PAIRS, covered, differences
from model.experiments.lab import NOT_MEASURED, gain, without_interval
from model.experiments.outlay import BUDGET, TOLERANCE, at_equal_outlay, outlay
from model.experiments.pairing import CHANGES, error_ratio, pioneers_sold_well, won_and_lost
from model.experiments.patience import MEASURES, PATIENT, PIONEERS, best_term
from model.experiments.public_money import COMPETING, EARLY, EARLY_WINNERS, LATE, late_winners
from model.experiments.tables import gap, mean_over_rows
from model.outputs import HEADLINES
from model.parameters import BASELINE, replaced, value_at
from model.results import Result

ROOT = Path(__file__).resolve().parents[1]
# a search for equal outlay may end without success where there are few worlds
EQUAL_OUTLAY = {"brander", "crowding", "gaddy", "term_and_premium", "terms_alone", "patience_by_industry"}
ABOVE, BELOW, ZERO, NOT_BELOW = Expected
UP, DOWN, AROUND, NOTHING = (
    Interval(2.0, 1.0, 3.0), Interval(-2.0, -3.0, -1.0), Interval(1.0, -1.0, 3.0), Interval(0.0, 0.0, 0.0))


@pytest.fixture(scope="module")
def few() -> Lab:
    return Lab(12)


@pytest.fixture(scope="module")
def some() -> Lab:
    return Lab(40)


# ---- do they run ---------------------------------------------------------------------------------


def rows_on_the_page(experiment: Experiment) -> list[str]:
    """What docs/experiments.md says of an experiment: the names of its findings."""
    page = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
    part = page.split(f"## {experiment.question}\n")[1].split("\n## ")[0]
    return [line[2:].split(" | ")[0] for line in part.splitlines() if line.startswith("| ")][2:]


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_experiment_gives_numbers(name: str, few: Lab) -> None:
    experiment = EXPERIMENTS[name]
    found = experiment.measure(few)
    assert found
    assert len({finding.what for finding in found}) == len(found)
    assert [finding.what for finding in found] == rows_on_the_page(experiment), "write docs/experiments.md anew"
    assert experiment.question.endswith("?") and experiment.design.endswith(".") and experiment.source
    for finding in found:
        estimate = finding.estimate
        if math.isnan(estimate.mean):
            assert finding.verdict == "not measured" and name in EQUAL_OUTLAY, finding.what
            continue
        assert math.isfinite(estimate.mean), finding.what
        has_interval = math.isfinite(estimate.low)
        assert math.isfinite(estimate.high) == has_interval
        assert not has_interval or estimate.low <= estimate.mean <= estimate.high
        assert isinstance(finding.unit, Unit)


def test_all_ten_directions_are_there() -> None:
    from model.experiments.directions import DIRECTIONS

    assert len({direction.name for direction in DIRECTIONS}) == 10
    assert all(EXPERIMENTS[name].name == name for name in EXPERIMENTS)
    assert {direction.name for direction in DIRECTIONS} <= set(EXPERIMENTS)


# ---- irrelevance ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["term_irrelevant", "clause_irrelevant", "guide_irrelevant"])
def test_what_must_not_matter_does_not_matter_at_all(name: str, some: Lab) -> None:
    found = EXPERIMENTS[name].measure(some)
    assert len(found) == len(irrelevance.REAL)
    for finding in found:
        assert finding.estimate == NOTHING, finding.what
        assert finding.verdict == "exactly zero"


@pytest.mark.parametrize(
    ("first", "second"),
    [({}, irrelevance.LONG_TERM),
     ({"patience.redemption_share": 0.0}, {"patience.redemption_share": 1.0}),
     ({BUDGET: 0.0}, {})],
    ids=["term", "clause", "guide"])
def test_the_same_does_matter_outside_the_limiting_case(
    first: dict[str, Any], second: dict[str, Any], some: Lab
) -> None:
    one, two = some.run(first).headlines, some.run(second).headlines
    assert not any(np.array_equal(one[name], two[name]) for name in ("net_social_value", "followers_founded"))


# ---- pairing -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many() -> Lab:
    return Lab(400)


@pytest.mark.parametrize(
    ("change", "most"),
    [("a lower fee after the term", 0.10), ("a hundredth of a point more fee", 0.10),
     ("a twentieth of a point more fee", 0.15), ("one more year of term", 1 / 3), ("patient terms", 1 / 2)])
def test_the_same_luck_takes_error_out(change: str, most: float, many: Lab) -> None:
    assert error_ratio(many, CHANGES[change]) <= most


def test_other_luck_takes_no_error_out(many: Lab) -> None:
    assert error_ratio(many, {"settings.seed": 2}) == pytest.approx(1.0, abs=0.15)


def test_firms_won_and_lost_add_up(some: Lab) -> None:
    won, lost = won_and_lost(some, PATIENT)
    before, after = (
        {tuple(row) for row in pioneers_sold_well(some.run(changes, ("firms",))).to_numpy()}
        for changes in ({}, PATIENT))
    assert won.mean * some.replications == pytest.approx(len(after - before))
    assert lost.mean * some.replications == pytest.approx(len(before - after))
    assert (won.mean - lost.mean) * some.replications == pytest.approx(len(after) - len(before))
    assert won.mean + lost.mean > 0, "so few worlds may have none on one side"
    assert won_and_lost(some, {}) == (NOTHING, NOTHING)


# ---- equal outlay --------------------------------------------------------------------------------


def test_the_search_reaches_equal_outlay(some: Lab) -> None:
    policies: dict[str, dict[str, Any]] = {
        "usual": {}, "long": {"patience.fund_term_years": 20.0}, "rival": COMPETING,
        "tolerant": {"guide.seed_loss_ceiling": 0.8, "guide.venture_loss_ceiling": 0.8, "guide.ma_loss_ceiling": 0.8}}
    runs = at_equal_outlay(some, policies)
    full = {name: outlay(some.run(changes)) for name, changes in policies.items()}
    least = min(full, key=lambda name: full[name])
    assert max(full.values()) > 1.2 * full[least], "or the test holds nothing"
    for name, run in runs.items():
        assert run is not None
        assert abs(outlay(run) / full[least] - 1) <= TOLERANCE
        changes = {**policies[name], BUDGET: value_at(run.parameters, BUDGET)}
        assert run is some.run(changes)  # nothing but the budget was changed
    assert runs[least] is some.run(policies[least])


def test_an_outlay_that_cannot_be_reached_is_not_measured(few: Lab) -> None:
    nothing = {BUDGET: 0.0}
    runs = at_equal_outlay(few, {"nothing": nothing, "platforms": {"supports.platforms": 1.0}})
    assert runs["platforms"] is None
    assert runs["nothing"] is few.run(nothing)
    missing = Finding("", gain(runs["nothing"], runs["platforms"], PIONEERS), Unit.COUNT, ABOVE)
    assert missing.verdict == "not measured"


def test_a_difference_in_fiscal_cost_is_one_in_net_fiscal_cost() -> None:
    usual, patient = (
        run_with_twin(replaced(BASELINE, {"settings.replications": 12, **changes})) for changes in ({}, PATIENT))
    gross, net = (gain(usual, patient, name) for name in ("gross_fiscal_cost", "net_fiscal_cost"))
    assert (gross.mean, gross.low, gross.high) == pytest.approx((net.mean, net.low, net.high))
    assert MEASURES["gross_fiscal_cost"] == HEADLINES["gross_fiscal_cost"].label.lower()


def test_early_and_late_grants_cost_the_same(some: Lab) -> None:
    def paid(changes: dict[str, Any], winners: float) -> float:
        run = some.run({**changes, "supports.grant_lottery_share": winners})
        return float(run.series["treasury_grants"].sum())

    winners = late_winners(some)
    assert 0 < winners < EARLY_WINNERS
    assert paid(LATE, winners) == pytest.approx(paid(EARLY, EARLY_WINNERS), rel=0.03)


# ---- the laboratory ------------------------------------------------------------------------------


def test_no_run_is_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, ...]] = []
    real = ensemble.run

    def counted(*words: Any, tables: Sequence[str] = (), **more: Any) -> Result:
        made.append(tuple(tables))
        return real(*words, tables=tables, **more)

    monkeypatch.setattr(ensemble, "run", counted)
    begun: list[int] = []
    lab = Lab(2, begun=begun.append)
    plain = lab.run()
    assert lab.run({}) is plain
    assert lab.run({"guide.share_cap": BASELINE.guide.share_cap}) is plain  # a change to what it is
    longer = {"patience.fund_term_years": 9.0, "funds.fee_share": 0.021}
    assert lab.run(longer) is lab.run(dict(reversed(longer.items())))
    assert made == [(), ()] and begun == [1, 2]
    with_firms = lab.run({}, ("firms",))  # a table that is missing is the one reason to run again
    assert lab.run() is with_firms and lab.run({}, ("firms",)) is with_firms
    both = lab.run({}, ("lives",))
    assert set(both.tables) == {"lives", "firms"} and lab.run({}, ("firms",)) is both
    assert begun == [1, 2, 3, 4] and lab.runs == len(made) == 4
    assert all(np.array_equal(plain.headlines[name], both.headlines[name], equal_nan=True)
               for name in plain.headlines)


# ---- verdicts and intervals ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "estimate", "verdict"),
    [
        (ABOVE, UP, "as expected"), (ABOVE, DOWN, "the other way"), (ABOVE, AROUND, "not detected"),
        (BELOW, DOWN, "as expected"), (BELOW, UP, "the other way"), (BELOW, AROUND, "not detected"),
        (ZERO, AROUND, "as expected"), (ZERO, NOTHING, "exactly zero"),
        (ZERO, UP, "differs from zero"), (ZERO, DOWN, "differs from zero"),
        (NOT_BELOW, UP, "as expected"), (NOT_BELOW, AROUND, "as expected"),
        (NOT_BELOW, DOWN, "the other way"), (ABOVE, NOTHING, "not detected"),
        (None, UP, ""), (None, NOTHING, ""), (None, without_interval(1.0), ""),
        (ABOVE, without_interval(1.0), "not detected"),
        (None, NOT_MEASURED, "not measured"), (ZERO, NOT_MEASURED, "not measured"),
    ])
def test_the_verdict_says_what_came_out(
    expected: Expected | None, estimate: Interval, verdict: str
) -> None:
    assert Finding("", estimate, Unit.COUNT, expected).verdict == verdict


def test_the_best_term_is_detectably_better_or_the_status_quo() -> None:
    usual = BASELINE.patience.fund_term_years
    assert best_term({6.0: AROUND, 12.0: DOWN}) == usual
    assert best_term({6.0: UP, 10.0: Interval(5.0, 4.0, 6.0), 12.0: Interval(9.0, -1.0, 19.0)}) == 10.0
    assert best_term({6.0: NOT_MEASURED}) == usual


def test_intervals_are_clustered_by_world() -> None:
    """Rows of a world that are copies of each other bring no information."""
    dice = np.random.default_rng(1)
    values, is_one = dice.normal(size=60), dice.random(60) < 0.5
    once = pd.DataFrame({"replication": np.repeat(np.arange(20), 3)})
    copied = once.loc[np.repeat(once.index, 5)]
    single = interval(gap(once, values, is_one, 20))
    assert single.mean == pytest.approx(values[is_one].mean() - values[~is_one].mean())
    fivefold = interval(gap(copied, np.repeat(values, 5), np.repeat(is_one, 5), 20))
    assert (fivefold.low, fivefold.high) == pytest.approx((single.low, single.high))
    assert np.isnan(mean_over_rows(once[:0], values[:0], 20)).all()


def test_intervals_cover_a_mean_as_often_as_they_say() -> None:
    """Of normal worlds the share is known; of intervals half as wide it is seen to be too small."""
    luck = np.random.default_rng(3)
    gaps = luck.normal(0.3, 1.0, (2000, 50))
    assert covered(gaps).mean() == pytest.approx(0.944, abs=0.015)
    narrow = gaps.mean(1, keepdims=True) + 0.5 * (gaps - gaps.mean(1, keepdims=True))
    assert covered(narrow).mean() < 0.75


def test_repeats_have_luck_of_their_own_and_are_not_kept() -> None:
    lab = Lab(8)
    gaps = differences(lab, 4, 2)
    assert all(each.shape == (2, 4) for each in gaps.values())
    assert not lab._kept and lab.runs == 2 * (1 + len(PAIRS))
    shut = gaps[("a listing window that is shut for four years", "social_irr")]
    assert (shut[0] != shut[1]).any()
