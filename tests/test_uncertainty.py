"""Doubt about assumptions: are draws fair, are pairs fair, and do intervals hold what they say?"""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import uncertainty
from model.command_line import main
from model.comparison import Interval
from model.declare import Role
from model.parameters import BASELINE, PARAMETERS, contradictions, replaced, value_at
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
        assert one.better in (0, pytest.approx(float("nan"), nan_ok=True))


def test_without_assumptions_to_draw_only_luck_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = replaced(BASELINE, {"patience.fund_term_years": 12.0})
    for one in measure(policy, (), count=COUNT, worlds=WORLDS):
        spread = one.gap_both.high - one.gap_both.low
        assert math.isnan(spread) or spread == 0, "all draws are the same worlds under the same assumptions"


def test_both_policies_meet_the_same_draw_and_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = uncertainty.run_with_twin
    monkeypatch.setattr(uncertainty, "run_with_twin", lambda p, **more: (seen.append(p), real(p, **more))[1])
    policy = replaced(BASELINE, {"patience.fund_term_years": 12.0, "settings.seed": 5})
    measure(policy, count=2, worlds=WORLDS)
    assert len(seen) == 2 * 3
    for reference, other in zip(seen[::2], seen[1::2], strict=True):
        assert reference.settings.seed == other.settings.seed == 5
        for path, parameter in PARAMETERS.items():
            if parameter.role is not Role.LEVER:
                assert value_at(reference, path) == value_at(other, path)
        assert reference.patience.fund_term_years == 8 and other.patience.fund_term_years == 12
    assert len({value_at(one, "investors.lock_up_premium") for one in seen}) == 3


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
    (["uncertainty", "yozma", "--vary", "exits.forced_discont"], "exits.forced_discount"),
    (["uncertainty", "yozma", "--vary", "guide.share_cap"], "guide.share_cap"),
])
def test_bad_input_is_named(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert said in capsys.readouterr().err
