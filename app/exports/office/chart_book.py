"""The workbook inside a native chart: one column for each row of numbers, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from app.exports.office.cells import TEXT, book, put
from app.exports.office.plan import Plan, Series

SHEET = "Chart"


@dataclass
class Columns:
    """Columns in the order in which they were asked for; each is written once."""

    heads: list[str] = field(default_factory=list)
    values: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, head: str, values: Sequence[Any]) -> int:
        """A column's number, counted from 1."""
        self.heads.append(head)
        self.values.append(tuple(values))
        return len(self.heads)

    def shared(self, head: str, values: Sequence[Any]) -> int:
        """The number of a column with these values, if there is one, or of a new one."""
        key = tuple(values)
        for k, kept in enumerate(self.values):
            if kept == key and self.heads[k] == head:
                return k + 1
        return self.add(head, values)

    def head(self, column: int) -> str:
        """Where a head stands, as a formula writes it."""
        return f"{SHEET}!${xl_col_to_name(column - 1)}$1"

    def body(self, column: int) -> str:
        """Where the values of a column stand."""
        letter, count = xl_col_to_name(column - 1), max(len(self.values[column - 1]), 1)
        return f"{SHEET}!${letter}$2:${letter}${count + 1}"

    def book(self) -> bytes:
        """The workbook."""
        return book(self._fill)

    def _fill(self, made: Workbook) -> None:
        sheet, text = made.add_worksheet(SHEET), made.add_format(TEXT)
        for column, (head, values) in enumerate(zip(self.heads, self.values, strict=True)):
            for row, value in enumerate((head, *values)):
                put(sheet, row, column, value, text)


@dataclass(frozen=True)
class Placed:
    """The columns of a series: what it is drawn over, its numbers, and how far its intervals reach."""

    x: int
    y: int
    reach: int = 0


def place(plan: Plan) -> tuple[Columns, list[Placed]]:
    """The columns of a chart and where its series stand in them."""
    columns = Columns()
    common = columns.add(plan.x.title, plan.categories) if plan.categories else 0

    def placed(one: Series) -> Placed:
        x = common or columns.shared(plan.x.title, one.x)
        y = columns.add(one.name, one.y)
        return Placed(x, y, columns.add("±", one.reach) if one.reach else 0)

    return columns, [placed(one) for one in plan.series]
