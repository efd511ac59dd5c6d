"""Native tables: as wide as the page, parted where a page ends, with the head repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from app.exports.office.markup import a, colour
from app.exports.office.plan import Colour
from app.exports.office.texts import legal, width
from app.exports.office.written import LINE, fitting, height_of, write
from app.presentation.deck import Table

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
SIZES = (18, 16, 14, 13, 12, 11, 10)
READABLE = 12
# what a head and a row may take of a page
HEAD_SHARE, ROW_SHARE = 0.25, 0.6
PADDING, ROW_PADDING = 0.08, 0.05
MOST_COLUMNS, MOST_SHARE, FEWEST_LETTERS = 8, 34.0, 5.0
RULE, STRONG_RULE = Colour("D1D5DB"), Colour("4B5563")
NUMBER = re.compile(r"[−+-]?¥?[\d.,]+(\s?%)?|–|")
DIGITS = 6


@dataclass(frozen=True)
class Grid:
    """A table with the widths of its columns in inches, its letters in points, and the heights of its rows.

    `full` has the texts that had to be cut, since one row has to fit a page.
    """

    table: Table
    widths: tuple[float, ...]
    size: float
    head: float
    rows: tuple[float, ...]
    full: tuple[str, ...] = ()

    def cut(self, start: int, end: int) -> Grid:
        """The same head over some of the rows."""
        return Grid(Table(self.table.name, self.table.head, self.table.rows[start:end]), self.widths, self.size,
                    self.head, self.rows[start:end], self.full)

    @property
    def height(self) -> float:
        """How high it is, in inches."""
        return self.head + sum(self.rows)


def of_numbers(name: str, frame: pd.DataFrame) -> Table:
    """A table of numbers in words."""
    return Table(name, tuple(map(str, frame.columns)),
                 tuple(tuple(map(_cell, row)) for row in frame.itertuples(index=False)))


def _cell(value: Any) -> str:
    if isinstance(value, (float, np.floating)):
        return f"{value:,.{DIGITS}g}".replace("-", "−") if np.isfinite(value) else ""
    return str(value)


def grids(table: Table, wide: float, high: float) -> Iterator[Grid]:
    """A table at the largest size at which it fits a page, or at a readable one; many columns in several parts."""
    for part in _parted(table):
        found = [_grid(part, wide, size, high) for size in SIZES]
        yield next((grid for grid in found if grid.height <= high), found[SIZES.index(READABLE)])


def _parted(table: Table) -> Iterator[Table]:
    """Columns that fit side by side, each part with the first one."""
    rest = list(range(1, len(table.head)))
    while True:
        keep, rest = [0, *rest[: MOST_COLUMNS - 1]], rest[MOST_COLUMNS - 1 :]
        yield Table(table.name, tuple(table.head[k] for k in keep),
                    tuple(tuple(row[k] if k < len(row) else "" for k in keep) for row in table.rows))
        if not rest:
            return


def _grid(table: Table, wide: float, size: float, high: float) -> Grid:
    """Columns get width by their longest line; all of them have room for a few letters."""
    columns = list(zip(table.head, *table.rows, strict=True))
    longest = [min(max((width(line) for cell in column for line in cell.split("\n")), default=0.0), MOST_SHARE)
               for column in columns]
    weights = [max(each, FEWEST_LETTERS) for each in longest]
    widths = tuple(wide * weight / sum(weights) for weight in weights)

    full: list[str] = []

    def shown(row: Sequence[str], most: float) -> tuple[str, ...]:
        cells = []
        for cell, room in zip(row, widths, strict=True):
            lines = [fitting(line, [size], room - 2 * PADDING, most)[0] for line in legal(cell).split("\n")]
            lines = lines[: max(int(most * 72 / (size * LINE)), 1)] if _high(lines, room) > most else lines
            cells.append("\n".join(lines))
            if cells[-1] != legal(cell):
                full.append(legal(cell))
        return tuple(cells)

    def _high(lines: Sequence[str], room: float) -> float:
        return height_of(lines, size, room - 2 * PADDING)

    def height(row: Sequence[str]) -> float:
        return 2 * ROW_PADDING + max(_high(cell.split("\n"), room) for cell, room in zip(row, widths, strict=True))

    head = shown(table.head, HEAD_SHARE * high)
    rows = tuple(shown(row, ROW_SHARE * high) for row in table.rows)
    return Grid(Table(table.name, head, rows), widths, size, height(head), tuple(map(height, rows)), tuple(full))


def add(shapes: Any, grid: Grid, left: float, top: float) -> Any:
    """Put a table on a page; returns its frame."""
    cells = (grid.table.head, *grid.table.rows)
    frame = shapes.add_table(len(cells), len(grid.widths), Inches(left), Inches(top), Inches(sum(grid.widths)),
                             Inches(grid.height))
    table = frame.table
    properties = table._tbl.tblPr
    properties.find(qn("a:tableStyleId")).text = NO_STYLE
    table.horz_banding = False
    for column, wide in zip(table.columns, grid.widths, strict=True):
        column.width = Inches(wide)
    is_number = [all(NUMBER.fullmatch(row[k]) for row in grid.table.rows) and bool(k) for k in range(len(grid.widths))]
    for n, (row, high) in enumerate(zip(cells, (grid.head, *grid.rows), strict=True)):
        table.rows[n].height = Inches(high)
        for k, text in enumerate(row):
            _fill(table.cell(n, k), text, grid.size, n == 0, is_number[k])
    return frame


def _fill(cell: Any, text: str, size: float, is_head: bool, is_number: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(PADDING)
    cell.margin_top = cell.margin_bottom = Inches(ROW_PADDING)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.TOP
    write(cell.text_frame, legal(text).split("\n"), size, is_bold=is_head,
          align=PP_ALIGN.RIGHT if is_number else None)
    rule, points = (STRONG_RULE, 1.25) if is_head else (RULE, 0.75)
    line = a("lnB", a("solidFill", colour(rule)), w=str(Emu(round(points * 12_700))))
    cell._tc.get_or_add_tcPr().append(line)
