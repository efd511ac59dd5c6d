"""Exponential, logarithm, rounding and quantiles for kernels: the same bits on every machine.

The system's own functions take other paths on other processors, and a call costs more than the
work. Only sums, products and quotients are used here, so compiled and plain Python agree to the
last bit.
"""

import math
from decimal import Decimal, localcontext

import numpy as np

from model.jit import inlined, kernel

PIECES = np.int64(64)

with localcontext() as context:
    context.prec = 40
    _LN2 = Decimal(2).ln()
    _PER_PIECE = float(int(PIECES) / _LN2)
    _PIECE = _LN2 / int(PIECES)
    # a piece in two parts: the first has zeros at its end, so its multiples are exact
    _PIECE_HIGH = math.floor(float(_PIECE) * 2.0**40) / 2.0**40
    _PIECE_LOW = float(_PIECE - Decimal(_PIECE_HIGH))
    _LN2_HIGH = math.floor(float(_LN2) * 2.0**32) / 2.0**32
    _LN2_LOW = float(_LN2 - Decimal(_LN2_HIGH))
    _ROOTS = np.array([float((_PIECE * j).exp()) for j in range(int(PIECES))])
_POWERS = np.array([2.0**k for k in range(-1020, 1021)])
_OFFSET = np.int64(1020)
# adding and taking off this rounds to a whole number
_SHIFT = 1.5 * 2.0**52
_HALF_ROOT = math.sqrt(0.5)
# distances over which values are sorted, after Ciura
_GAPS = np.array([1750, 701, 301, 132, 57, 23, 10, 4, 1])


@inlined
def exp(x):
    """e to the power of x, within 1 part in 10^15; held beyond about plus and minus 700."""
    whole = (x * _PER_PIECE + _SHIFT) - _SHIFT
    n = np.int64(whole)
    r = (x - whole * _PIECE_HIGH) - whole * _PIECE_LOW
    square = r * r
    more = (r + square * (0.5 + r * (1.0 / 6.0))) + square * square * (1.0 / 24.0 + r * (1.0 / 120.0))
    root = _ROOTS[n & (PIECES - 1)]
    return (root + root * more) * _POWERS[max(0, min(2 * _OFFSET, (n >> 6) + _OFFSET))]


@inlined
def log(x):
    """Natural logarithm of x > 0, within 1 part in 10^15 of its size or 10^-16 near x = 1."""
    mantissa, power = math.frexp(x)
    if mantissa < _HALF_ROOT:
        mantissa *= 2.0
        power -= 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square = s * s
    series = 0.0
    for odd in range(23, 1, -2):
        series = (series + 1.0 / odd) * square
    return power * _LN2_HIGH + (2.0 * s * (1.0 + series) + power * _LN2_LOW)


@inlined
def power(base, exponent):
    """A positive base to any power."""
    return exp(exponent * log(base))


@inlined
def fen(amount):
    """A float amount as whole fen, rounded half up."""
    return np.int64(math.floor(amount + 0.5))


@kernel
def sort(values, count):
    """Sort the first `count` values in place."""
    for gap in _GAPS:
        for n in range(gap, count):
            value = values[n]
            place = n
            while place >= gap and values[place - gap] > value:
                values[place] = values[place - gap]
                place -= gap
            values[place] = value


@inlined
def quantile(ordered, count, share):
    """The value below which this share of the first `count` values lies, in order as they are."""
    return float(ordered[min(count - 1, int(share * count))])
