"""Doubt about assumptions: are draws fair, are pairs fair, and do intervals hold what they say?"""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import ensemble, uncertainty
from model.command_line import main
from model.comparison import Z95, Interval
from model.declare import Role
from model.outputs import HEADLINES
from model.parameters import BASELINE, PARAMETERS, Parameters, contradictions, replaced, value_at
from model.results import Result
from model.uncertainty import UNSETTLED, draws, measure, mended

ASSUMPTIONS = [path for path, p in PARAMETERS.items() if p.role is Role.ASSUMPTION]
WORLDS, COUNT = 4, 3


def test_what_is_unsettled_are_assumptions() -> None:
    assert set(UNSETTLED) <= set(ASSUMPTIONS)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(0, 2**31 - 1))
def test_draws_lie_in_their_ranges_and_meet_each_part_once(count: int, seed: int) -> None:
    found = draws(ASSUMPTIONS, count, seed)
    assert len(found) == count
    for path in ASSUMPTIONS:
        parameter = PARAMETERS[path]
        values = [draw[path] for draw in found]
        assert all(parameter.slider_low <= value <= parameter.slider_high for value in values)
        assert all(type(value) is parameter.kind for value in values)
        if parameter.kind is float and parameter.slider_high > parameter.slider_low:
            places = (np.array(values) - parameter.slider_low) / (parameter.slider_high - parameter.slider_low)
            assert sorted(np.minimum(places * count, count - 1e-9).astype(int)) == list(range(count))


def test_the_same_seed_gives_the_same_draws() -> None:
    assert draws(UNSETTLED, 7, 3) == draws(UNSETTLED, 7, 3)
    assert draws(UNSETTLED, 7, 3) != draws(UNSETTLED, 7, 4)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31 - 1))
def test_a_draw_of_everything_can_be_run(seed: int) -> None:
    assert not contradictions(mended(BASELINE, draws(ASSUMPTIONS, 1, seed)[0]))


def test_the_baseline_against_itself_differs_by_exactly_zero_in_every_draw() -> None:
    for one in measure(BASELINE, count=COUNT, worlds=WORLDS):
        for span in (one.gap_luck, one.gap_both):
            ends = [end for end in (span.mean, span.low, span.high) if math.isfinite(end)]
            assert all(end == 0 for end in ends), one
        for share in (one.helps.mean, one.better, one.worse):
            assert share == 0 or math.isnan(share)


def test_ranges_of_no_width_leave_luck_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in UNSETTLED[:2]:
        parameter = PARAMETERS[path]
        usual = parameter.default
        monkeypatch.setitem(PARAMETERS, path, replace(parameter, slider_low=usual, slider_high=usual))
    policy = replaced(BASELINE, {"patience.fund_term_years": 12.0})
    for one in measure(policy, UNSETTLED[:2], count=COUNT, worlds=WORLDS):
        if not HEADLINES[one.headline].is_pooled:  # those are worked out anew from each draw's worlds
            assert (one.both.mean, one.both.low, one.both.high) == pytest.approx(
                (one.luck.mean, one.luck.low, one.luck.high), rel=1e-9)
            assert one.gap_both.mean == pytest.approx(one.gap_luck.mean, rel=1e-9, abs=1e-12)


def test_assumptions_that_matter_widen_what_is_known() -> None:
    found = {one.headline: one for one in measure(BASELINE, ["firms.revenue_sd_per_year"], count=8, worlds=WORLDS)}
    one = found["pioneers_succeeded_10"]
    assert one.both.high - one.both.low > 1.5 * (one.luck.high - one.luck.low)


@pytest.mark.parametrize(("means", "low", "high"), [
    # luck of 0.1 in each draw explains a variance of 0.01; the rest adds to the luck of 0.05 in all
    ([1.0, 1.0, 1.0], 6 - Z95 * 0.05, 6 + Z95 * 0.05),
    ([0.0, 1.0, 2.0], 6 - Z95 * math.sqrt(1 - 0.01 + 0.05**2), 6 + Z95 * math.sqrt(1 - 0.01 + 0.05**2)),
])
def test_luck_and_the_spread_of_draws_add_up(means: list[float], low: float, high: float) -> None:
    luck = Interval(5.0, 5 - Z95 * 0.05, 5 + Z95 * 0.05)
    shifts = [Interval(mean, mean - Z95 * 0.1, mean + Z95 * 0.1) for mean in means]
    found = uncertainty._widened(luck, shifts)
    assert (found.mean, found.low, found.high) == (pytest.approx(6), pytest.approx(low), pytest.approx(high))


def test_draws_without_a_value_do_not_count_as_worse() -> None:
    gap, nothing, worlds = Interval(1.0, 0.5, 1.5), Interval(math.nan, math.nan, math.nan), np.arange(2.0)
    found = uncertainty._doubt(
        "social_irr", (np.arange(6.0), gap), [(worlds, gap), (worlds * math.nan, nothing), (worlds, gap)])
    assert found.helps.mean == found.better == 1 and found.worse == 0
    assert found.gap_both == Interval(1.0, 1.0, 1.0)


def test_both_policies_meet_the_same_draw_and_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = ensemble.run

    def run(given: Parameters, *, first: int, replications: int, **more: Any) -> Result:
        seen.append((given, first, replications))
        return real(given, first=first, replications=replications, **more)

    monkeypatch.setattr(ensemble, "run", run)
    policy = replaced(BASELINE, {"patience.fund_term_years": 12.0, "settings.seed": 5})
    counted: list[tuple[int, int]] = []
    measure(policy, count=3, worlds=WORLDS, progress=lambda done, total: counted.append((done, total)))
    assert [(first, worlds) for _given, first, worlds in seen[::3]] == [
        (0, 3 * WORLDS), (0, WORLDS), (WORLDS, WORLDS), (2 * WORLDS, WORLDS)], "each draw has worlds of its own"
    for twin, reference, other in zip(seen[::3], seen[1::3], seen[2::3], strict=True):
        assert twin[1:] == reference[1:] == other[1:]
        for path, parameter in PARAMETERS.items():
            if parameter.role is not Role.LEVER:
                assert value_at(reference[0], path) == value_at(other[0], path) == value_at(twin[0], path)
        assert reference[0].patience.fund_term_years == 8 and other[0].patience.fund_term_years == 12
        assert twin[0].guide.budget_myuan_per_year == 0
    assert len({value_at(given, "investors.lock_up_premium") for given, *_worlds in seen}) == 4
    assert counted == sorted(counted) and counted[-1] == (18 * WORLDS, 18 * WORLDS)


@pytest.mark.parametrize(("hits", "low", "high"), [(0, 0.0, 0.2775), (5, 0.2366, 0.7634), (10, 0.7225, 1.0)])
def test_the_interval_of_a_share_is_wilsons(hits: int, low: float, high: float) -> None:
    found = uncertainty._share([True] * hits + [False] * (10 - hits))
    assert found == Interval(pytest.approx(hits / 10), pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["uncertainty", "yozma", "--draws", "2", "--replications", "2", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert [row["headline"] for row in found["yozma"]] == list(uncertainty.HEADLINES_MEASURED)


@pytest.mark.parametrize(("words", "said"), [
    (["uncertainty"], "needs at least one scenario file"),
    (["uncertainty", "yozma", "--draws", "1"], "--draws must be a whole number between 2"),
    (["uncertainty", "yozma", "--draws", "10000", "--replications", "11"], "may be at most 100,000"),
    (["uncertainty", "yozma", "--vary", "exits.forced_discont"], "exits.forced_discount"),
    (["uncertainty", "yozma", "--vary", "guide.share_cap"], "guide.share_cap"),
])
def test_bad_input_is_named(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err
