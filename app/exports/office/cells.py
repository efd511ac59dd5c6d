"""Cells of Excel sheets: numbers stay numbers, and no text can become a formula or a link."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from app.exports.office.texts import cut, legal

MOST_LETTERS = 32_767
# Excel reads _x0041_ in a text as the letter A
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def put(sheet: Worksheet, row: int, column: int, value: Any) -> Cell:
    """Write one cell. What is missing or not finite stays empty; all that is no number is text."""
    cell = sheet.cell(row, column)
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return cell
    if isinstance(value, (int, float)):
        cell.value = value
        return cell
    text = ESCAPED.sub("_x005F_", cut(legal(value), MOST_LETTERS))
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell
