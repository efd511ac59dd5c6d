"""Workbooks whose numbers keep all their digits, and in which no text can become a formula or a link."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.exports.office.texts import cut, legal

MOST_LETTERS = 32_000
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
# editing such a cell does not turn its text into a formula either
TEXT = {"quote_prefix": True, "text_wrap": False, "valign": "top"}


class Exact(float):
    """A number that is written with all its digits; the writer's own way keeps sixteen."""

    def __format__(self, _form: str) -> str:
        return repr(float(self))


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """The workbook that a function fills."""
    content = io.BytesIO()
    made = xlsxwriter.Workbook(content, PLAIN)
    fill(made)
    made.close()
    return content.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: Any, of_text: Format, of_number: Format | None = None) -> None:
    """Write one cell. What is missing or not finite stays empty; all that is no number is text."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, Exact(value) if isinstance(value, float) else value, of_number)
    else:
        text = cut(legal(value), MOST_LETTERS)
        if text:
            sheet.write_string(row, column, text, of_text)
