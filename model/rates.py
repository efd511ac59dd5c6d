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
_MOST_STEPS = 60
_NEAR = 1e-6


def irr(flows: Array) -> Array:
    """Yearly internal rate of return of quarterly flows [row, quarter]; NaN if there is none.

    Bisection on log rates between -99 % and +1,000 % a year.
    """
    flows = np.ascontiguousarray(flows, np.float64)
    rates = np.empty(len(flows))
    _fill_rates(flows, np.log(LOWEST_GROWTH) / 4, np.log(HIGHEST_GROWTH) / 4, rates)
    return np.expm1(4 * rates)


@inlined
def _net_value(flows: Array, row: int, rate: float) -> float:
    """Value of a row of flows at a log rate a quarter."""
    factor = exp(-rate)
    total = 0.0
    for t in range(flows.shape[1] - 1, -1, -1):
        total = total * factor + flows[row, t]
    return total


@entry_point
def _fill_rates(flows: Array, low: float, high: float, rates: Array) -> None:
    """Log rate a quarter at which each row's value is zero; NaN where no sign changes."""
    for row in range(len(rates)):
        left, right = low, high
        at_left = _net_value(flows, row, left)
        if at_left * _net_value(flows, row, right) >= 0.0:
            rates[row] = np.nan
            continue
        for _ in range(44):
            middle = 0.5 * (left + right)
            if _net_value(flows, row, middle) * at_left > 0.0:
                left = middle
            else:
                right = middle
        rates[row] = 0.5 * (left + right)


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
        value = 0.0
        slope = 0.0
        for t in range(count - 1, -1, -1):
            slope = slope * x + value
            value = value * x + flows[t]
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
