"""One cell of a zone's tables: the value that a person meant, or a sentence that says what is wrong with it."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from model.declare import Unit
from model.messages import PERCENT_UNITS, PLAIN_UNITS, Problems, grouped, nearest, number, shown
from model.parameters.zone import Column
from model.values import NUMBER, ungrouped
from model.words import _

FORMULA_STARTS = ("=", "@")


@dataclass(frozen=True)
class Formula:
    """A cell of a workbook that is to be worked out. It never is."""

    text: str


@dataclass(frozen=True)
class CommaNumber:
    """A number with a comma in a file whose cells are not set apart by commas: a decimal comma, or thousands."""

    text: str


NUMBERS = (
    "A number has its decimals after a point. Thousands may be set apart by commas, but not in a CSV file whose cells "
    "are set apart by semicolons or tabs: there a number with a comma is refused, since 1,500 may mean 1.5 or 1500.")
"""How numbers are written."""


def is_empty(raw: Any) -> bool:
    """Does a cell hold nothing?"""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def value_of(column: Column, raw: Any) -> Any:
    """The value of a cell in the column's own type. Raises `Problems` with one sentence on what it cannot be."""
    if is_empty(raw):
        if column.is_required:
            raise Problems([_("The cell is empty. It must hold {range}.").format(range=range_of(column))])
        return column.default
    if isinstance(raw, Formula) or (isinstance(raw, str) and raw.strip().startswith(FORMULA_STARTS)):
        raise Problems([_("The cell holds a formula, and formulas are not read. Write its value: {range}.").format(
            range=range_of(column))])
    if isinstance(raw, CommaNumber) and column.choices:
        raw = raw.text
    if isinstance(raw, CommaNumber):
        raise Problems([_("The cell holds {value}. In this file a comma in a number may stand before decimals or "
                          "thousands. Write the number with a point or without thousands, as 1.5 or 1500: {range}."
                          ).format(value=shown(raw.text), range=range_of(column))])
    if isinstance(raw, (datetime.date, datetime.time, datetime.timedelta)):
        raise Problems([_("The cell holds a date or a time. Set the format of the cell to a number and write it "
                          "again: {range}.").format(range=range_of(column))])
    text = unicodedata.normalize("NFKC", raw).strip() if isinstance(raw, str) else raw
    return _choice(column, text) if column.choices else _number(column, text)


def range_of(column: Column) -> str:
    """The values that a cell may have, with their unit."""
    if column.choices:
        return _("one of {choices}").format(choices=", ".join(column.choices))
    sentence = (_("a whole number from {low} to {high}") if column.kind is int else
                _("a number from {low} to {high}"))
    found = sentence.format(low=grouped(column.low), high=grouped(column.high))
    return found if column.unit in PLAIN_UNITS else f"{found} ({unit_of(column)})"


def unit_of(column: Column) -> str:
    """The unit of a column; a share may be written in two ways."""
    if column.unit is Unit.SHARE:
        return _("share, 0.3 or 30%")
    return _(column.unit.value)


def _choice(column: Column, given: Any) -> str:
    """A word by its name or its label, in any case of letters."""
    words = {name.casefold(): name for name in column.choices}
    words |= {label.casefold(): name for name, label in column.choices.items()}
    if isinstance(given, str) and given.casefold() in words:
        return words[given.casefold()]
    sentence = _("The cell must hold {range}, not {value}.").format(range=range_of(column), value=shown(given))
    suggestion = nearest(given[:100], words) if isinstance(given, str) else None
    if suggestion is not None:
        sentence += " " + _("Did you mean {suggestion}?").format(suggestion=words[suggestion])
    raise Problems([sentence])


def _number(column: Column, given: Any) -> float | int:
    value = _value_in(column, given) if isinstance(given, str) else given
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        value = None
    elif column.low <= value <= column.high and (column.kind is not int or value == int(value)):
        return int(value) if column.kind is int else float(value) + 0.0  # turns -0.0 into 0.0
    sentence = _("The cell must hold {range}, not {value}.").format(range=range_of(column), value=shown(given))
    if value is None:
        sentence += " " + _("Write the number alone, in the digits 0 to 9.")
    elif column.unit in PERCENT_UNITS and column.high < value <= 100 * column.high:
        sentence += " " + _("{percent} percent is written {percent}% or {share}.").format(
            percent=number(value), share=number(value / 100))
    raise Problems([sentence])


def _value_in(column: Column, text: str) -> float | None:
    """The number in a text; thousands may be set apart, a share may be in per cent. None for any other text."""
    is_percent = text.endswith("%") and column.unit is Unit.SHARE
    digits = ungrouped(text[:-1].rstrip() if is_percent else text)
    if not digits.isascii() or not re.fullmatch(NUMBER, digits):
        return None
    value = float(digits)
    if not math.isfinite(value):
        return None
    return round(value / 100, 12) if is_percent else value
