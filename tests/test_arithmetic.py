"""Do the kernels' own exponential, logarithm, power and rounding agree with exact arithmetic?"""

import math
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model import arithmetic
from model.jit import entry_point

# what the docstrings promise
WITHIN = 1e-15
NEAR_ONE = 1e-16
# beyond this an exponential is held
MOST = 1020 * math.log(2)
MANY = 200_000


@entry_point
def exps(x: Any, out: Any) -> None:
    for n in range(len(x)):
        out[n] = arithmetic.exp(x[n])


@entry_point
def logs(x: Any, out: Any) -> None:
    for n in range(len(x)):
        out[n] = arithmetic.log(x[n])


@entry_point
def powers(x: Any, y: Any, out: Any) -> None:
    for n in range(len(x)):
        out[n] = arithmetic.power(x[n], y[n])


@entry_point
def fens(x: Any, out: Any) -> None:
    for n in range(len(x)):
        out[n] = arithmetic.fen(x[n])


def exp(*x: float) -> Any:
    out = np.empty(len(x))
    exps(np.array(x), out)
    return out if len(x) > 1 else float(out[0])


def log(*x: float) -> Any:
    out = np.empty(len(x))
    logs(np.array(x), out)
    return out if len(x) > 1 else float(out[0])


def power(x: float, y: float) -> float:
    out = np.empty(1)
    powers(np.array([x]), np.array([y]), out)
    return float(out[0])


def fen(*x: float) -> Any:
    out = np.empty(len(x), np.int64)
    fens(np.array(x), out)
    return out if len(x) > 1 else int(out[0])


def exact(what: str, x: float) -> Decimal:
    """`exp` or `ln` of a float with 50 digits."""
    with localcontext() as context:
        context.prec = 50
        return getattr(Decimal(x), what)()


def error(found: float, truth: Decimal) -> float:
    with localcontext() as context:
        context.prec = 50
        return float(abs(Decimal(found) - truth))


# ---- exponential -----------------------------------------------------------------------------


@given(st.floats(-MOST, MOST))
@example(0.0)
@example(math.log(2) / 128)  # half a piece
@example(-1e-300)
def test_exp_is_as_exact_as_promised(x: float) -> None:
    truth = exact("exp", x)
    assert error(exp(x), truth) <= WITHIN * float(truth)


def test_exp_agrees_with_the_library_everywhere() -> None:
    x = np.random.default_rng(1).uniform(-MOST, MOST, MANY)
    x[: MANY // 2] /= 100
    assert np.max(np.abs(exp(*x) / np.array([math.exp(v) for v in x]) - 1)) <= WITHIN + 2.3e-16


def test_exp_of_nothing_is_one() -> None:
    assert exp(0.0) == 1.0 and exp(-0.0) == 1.0


@given(st.floats(-690, 690), st.floats(1e-12, 1.0))
def test_exp_rises(x: float, more: float) -> None:
    assert exp(x + more) >= exp(x)


@given(st.floats(MOST + 1, 1e15))
def test_exp_is_held_at_the_ends(x: float) -> None:
    assert 2.0**1019 <= exp(x) < 2.0**1021
    assert 2.0**-1021 < exp(-x) <= 2.0**-1019


# ---- logarithm and powers --------------------------------------------------------------------


@given(st.floats(1e-300, 1e300))
@example(1.0)
@example(math.sqrt(0.5))
@example(math.nextafter(math.sqrt(0.5), 0))
@example(math.nextafter(1.0, 2))
@example(math.nextafter(1.0, 0))
def test_log_is_as_exact_as_promised(x: float) -> None:
    truth = exact("ln", x)
    assert error(log(x), truth) <= max(WITHIN * abs(float(truth)), NEAR_ONE)


@given(st.floats(-0.25, 0.25))
def test_log_near_one(d: float) -> None:
    truth = exact("ln", 1.0 + d)
    assert error(log(1.0 + d), truth) <= max(WITHIN * abs(float(truth)), NEAR_ONE)


def test_log_agrees_with_the_library_everywhere() -> None:
    x = np.exp(np.random.default_rng(2).uniform(-700, 700, MANY))
    x[: MANY // 2] **= 0.001
    truth = np.array([math.log(v) for v in x])
    assert (np.abs(log(*x) - truth) <= np.maximum((WITHIN + 2.3e-16) * np.abs(truth), NEAR_ONE)).all()


def test_log_of_one_is_nothing() -> None:
    assert log(1.0) == 0.0


@given(st.floats(-700, 700))
def test_log_undoes_exp(x: float) -> None:
    assert abs(log(exp(x)) - x) <= 3 * WITHIN * max(1.0, abs(x))


@given(st.floats(1e-6, 1e6), st.floats(-40, 40))
@example(1.08, 0.25)
@example(2.0, 0.0)
def test_power(base: float, exponent: float) -> None:
    truth = math.pow(base, exponent)
    # an error of the logarithm grows with the exponent
    assert abs(power(base, exponent) / truth - 1) <= 2 * WITHIN * (1 + abs(exponent * math.log(base)))


def test_a_quarter_of_a_yearly_return_compounds_to_the_year() -> None:
    assert power(1.08, 0.25) ** 4 == pytest.approx(1.08, rel=1e-14)


# ---- whole fen -------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "whole"), [
    (0.0, 0), (0.49, 0), (0.5, 1), (0.51, 1), (1.5, 2), (2.5, 3), (-0.5, 0), (-0.51, -1), (-1.5, -1),
    (123_456_789_012.5, 123_456_789_013), (-2.0, -2),
])
def test_fen_rounds_half_up(amount: float, whole: int) -> None:
    assert fen(amount) == whole


@given(st.integers(-(2**50), 2**50))
def test_whole_fen_stay(whole: int) -> None:
    assert fen(float(whole)) == whole
    assert fen(whole + 0.5) == whole + 1


@given(st.floats(-(2.0**50), 2.0**50))
@example(0.25)
def test_fen_is_never_more_than_half_a_fen_away(amount: float) -> None:
    assert abs(Fraction(fen(amount)) - Fraction(amount)) <= Fraction(1, 2)


@given(st.floats(0, 2.0**50), st.floats(0, 2.0**50))
def test_fen_keeps_order(one: float, other: float) -> None:
    low, high = fen(min(one, other), max(one, other))
    assert low <= high


@entry_point
def put_in_order(values: Any, count: Any, shares: Any, out: Any) -> None:
    arithmetic.sort(values, count)
    for n in range(len(shares)):
        out[n] = arithmetic.quantile(values, count, shares[n])


@given(st.lists(st.integers(-(2**60), 2**60), min_size=1, max_size=300), st.integers(0, 5))
@example(list(range(5000, 0, -1)), 3)
def test_sorting_and_quantiles(values: list[int], beyond: int) -> None:
    """Only so many values are sorted; those beyond stay where they are."""
    held = np.array(values + [7] * beyond, np.int64)
    shares, out = np.array([0.0, 0.25, 0.5, 0.75, 1.0]), np.empty(5)
    put_in_order(held, len(values), shares, out)
    ordered = sorted(values)
    assert held.tolist() == ordered + [7] * beyond
    assert list(out) == [ordered[min(len(values) - 1, int(share * len(values)))] for share in shares]
