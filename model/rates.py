"""Internal rates of return of quarterly flows, looked for between the same two bounds."""

from __future__ import annotations

from typing import Any

import numpy as np

from model.arithmetic import exp, log
from model.jit import entry_point, inlined

Array = np.ndarray[Any, np.dtype[Any]]

# growth a year between which rates are looked for: -99 % and +1,000 %
LOWEST_GROWTH, HIGHEST_GROWTH = 0.01, 11.0
_HIGHEST_FACTOR, _LOWEST_FACTOR = LOWEST_GROWTH ** -0.25, HIGHEST_GROWTH ** -0.25
# rows that are bisected together, and how often; steps to the rate of one fund
_TOGETHER, _BISECTIONS = 256, 44
_MOST_STEPS = 60
_NEAR = 1e-6


def irr(flows: Array) -> Array:
    """Yearly internal rate of return of quarterly flows [row, quarter]; NaN if there is none.

    Bisection on log rates between -99 % and +1,000 % a year.
    """
    flows = np.asarray(flows, np.float64)
    rates = np.empty(len(flows))
    for first in range(0, len(flows), _TOGETHER):
        rows = slice(first, first + _TOGETHER)
        together = np.ascontiguousarray(flows[rows].T)
        _fill_rates(together, np.log(LOWEST_GROWTH) / 4, np.log(HIGHEST_GROWTH) / 4, rates[rows],
                    np.empty((6, together.shape[1])))
    return np.expm1(4 * rates)


@inlined
def _net_values(flows: Array, rates: Array, factors: Array, values: Array) -> None:
    """Values of the flows [quarter, row] at each row's log rate a quarter.

    Row by row within a quarter, since each addition to a row waits for the one before it.
    """
    for row in range(len(values)):
        factors[row] = exp(-rates[row])
        values[row] = 0.0
    for t in range(flows.shape[0] - 1, -1, -1):
        for row in range(len(values)):
            values[row] = values[row] * factors[row] + flows[t, row]


@entry_point
def _fill_rates(flows: Array, low: float, high: float, rates: Array, scratch: Array) -> None:
    """Log rate a quarter at which each row's value is zero; NaN where no sign changes."""
    left, right, at_left, at_right, factors, values = (
        scratch[0], scratch[1], scratch[2], scratch[3], scratch[4], scratch[5])
    left[:] = low
    right[:] = high
    rates[:] = 0.5 * (low + high)
    _net_values(flows, left, factors, at_left)
    _net_values(flows, right, factors, at_right)
    for _ in range(_BISECTIONS):
        _net_values(flows, rates, factors, values)
        for row in range(len(rates)):
            if values[row] * at_left[row] > 0.0:
                left[row] = rates[row]
            else:
                right[row] = rates[row]
            rates[row] = 0.5 * (left[row] + right[row])
    for row in range(len(rates)):
        if at_left[row] * at_right[row] >= 0.0:
            rates[row] = np.nan


def fund_returns(flows: Array) -> Array:
    """Yearly internal rates of return of funds [fund, quarter from its first], as the model's headlines take them."""
    flows = np.ascontiguousarray(flows, np.float64)
    rates = np.empty(len(flows))
    _fill_fund_returns(flows, rates)
    return rates


@entry_point
def _fill_fund_returns(flows: Array, rates: Array) -> None:
    for row in range(len(rates)):
        rates[row] = return_of_fund(flows[row], flows.shape[1])


@inlined
def return_of_fund(flows: Any, count: Any) -> Any:
    """Yearly internal rate of return of the first `count` flows, within 1e-5; -99 % if all was lost.

    Newton's steps on the discount factor of a quarter, from a rate that would be right if all money
    came in at its mean time and went out at its mean time. A step that leaves the bounds which
    earlier steps have set is replaced by half the way. A last small call, which gives a second rate,
    does no harm: the rate near the first guess is found.
    """
    x = _first_factor(flows, count)
    left, right = _LOWEST_FACTOR, _HIGHEST_FACTOR
    for _ in range(_MOST_STEPS):
        value, slope = _value_and_slope(flows, count, x)
        if value < 0.0:
            left = x
        else:
            right = x
        after = 0.5 * (left + right)
        if slope > 0.0:
            newton = x - value / slope
            if left <= newton <= right:
                after = newton
        is_near = abs(after - x) < _NEAR
        x = after
        if is_near:
            break
    return 1.0 / (x * x * x * x) - 1.0


@inlined
def _value_and_slope(flows: Any, count: Any, x: Any) -> Any:
    """Value of the flows at a discount factor, and its slope there.

    Even and odd quarters are summed apart, so that neither waits for the other.
    """
    square = x * x
    even = flows[count - 1] if count % 2 == 1 else 0.0
    odd, even_slope, odd_slope = 0.0, 0.0, 0.0
    for t in range(count - 2 - count % 2, -1, -2):
        even_slope = even_slope * square + even
        odd_slope = odd_slope * square + odd
        even = even * square + flows[t]
        odd = odd * square + flows[t + 1]
    return even + x * odd, odd + 2.0 * x * (even_slope + x * odd_slope)


@inlined
def _first_factor(flows: Any, count: Any) -> Any:
    """The discount factor of a quarter if each side's money moved at its mean time."""
    paid, paid_quarters, got, got_quarters = 0.0, 0.0, 0.0, 0.0
    for t in range(count):
        if flows[t] < 0.0:
            paid -= flows[t]
            paid_quarters -= flows[t] * t
        else:
            got += flows[t]
            got_quarters += flows[t] * t
    if got <= 0.0:
        return _HIGHEST_FACTOR
    if paid <= 0.0:
        return _LOWEST_FACTOR
    wait = max(1.0, got_quarters / got - paid_quarters / paid)
    return min(_HIGHEST_FACTOR, max(_LOWEST_FACTOR, exp(log(paid / got) / wait)))
