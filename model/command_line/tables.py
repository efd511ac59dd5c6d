"""Tables for a screen: aligned, with units, mean and 95 % interval."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from model.declare import Unit
from model.words import _

PERCENT = (Unit.SHARE, Unit.PROBABILITY)
PERCENT_A_YEAR = (Unit.PROBABILITY_PER_YEAR, Unit.RETURN_PER_YEAR)
SIGNIFICANT_DIGITS = 3


def aligned(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> Iterator[str]:
    """Rows as lines, heads first; the columns in `right` are set flush right."""
    widths = [max(map(_width, column)) for column in zip_longest(*rows, fillvalue="")]
    for row in rows:
        cells = [
            " " * (width - _width(cell)) + cell
            if column in right
            else cell + " " * (width - _width(cell))
            for column, (cell, width) in enumerate(zip(row, widths, strict=False))
        ]
        yield "  ".join(cells).rstrip()


def unit_on_screen(unit: Unit, is_difference: bool = False) -> str:
    """The unit as it stands beside a number: shares become percent, as people say them."""
    if unit in PERCENT:
        return _("points") if is_difference else "%"
    if unit in PERCENT_A_YEAR:
        return _("points a year") if is_difference else _("% a year")
    return "" if unit is Unit.NUMBER else _(unit.value)


def numbers_on_screen(values: Sequence[float], unit: Unit, signed: bool = False) -> list[str]:
    """Numbers that belong together, all with three significant digits of the largest."""
    factor = 100 if unit in PERCENT + PERCENT_A_YEAR else 1
    scaled = [value * factor for value in values]
    finite = [abs(value) for value in scaled if math.isfinite(value) and value]
    largest = max(finite, default=1.0)
    decimals = min(max(SIGNIFICANT_DIGITS - 1 - math.floor(math.log10(largest)), 0), 6)
    return [_one_number(value, decimals, signed) for value in scaled]


def mean_and_interval(
    mean: float, low: float, high: float, unit: Unit, signed: bool = False
) -> tuple[str, str]:
    """A mean and its interval, each as text."""
    if math.isnan(mean):
        return _("undefined"), ""
    first, lower, upper = numbers_on_screen([mean, low, high], unit, signed)
    if math.isnan(low) or math.isnan(high):
        return first, _("unknown")
    return first, _("{low} to {high}").format(low=lower, high=upper)


def _one_number(value: float, decimals: int, signed: bool) -> str:
    if not math.isfinite(value):
        return _("undefined")
    rounded = round(value, decimals) + 0.0  # no negative zero
    sign = "+" if signed and rounded > 0 else ""
    return f"{sign}{rounded:,.{decimals}f}"


def _width(text: str) -> int:
    """Columns that a text takes on a terminal; Chinese characters take two."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
