"""A zone as an XLSX workbook: a sheet each for industries, firms and funds, and one that explains the columns."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from model.messages import Problems, grouped, nearest, printable, shown
from model.parameters.zone import COLUMNS, MOST_ROWS, SHEETS, Zone
from model.words import _
from model.zone.cells import NUMBERS, Formula, is_empty, range_of
from model.zone.rows import Row, unknown_columns, zone_of

EXPLAINED = "columns"
BEGINS_WITH = b"PK"
OLD_OR_LOCKED = bytes.fromhex("d0cf11e0")
MOST_PARTS, MOST_UNPACKED_BYTES = 200, 8_000_000
MOST_SHEET_ROWS, MOST_SHEET_COLUMNS = 5_000, 100
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
WIDTH, TEXT_WIDTH = 18, 70


def read(content: bytes, name: str) -> Zone:
    """The zone in the bytes of a workbook. Raises `Problems` with all that is wrong with it."""
    book = _opened(content)
    problems: list[str] = []
    rows: dict[str, list[Row]] = {}
    known = {*SHEETS, EXPLAINED}
    by_name = {sheet.title.strip().lower(): sheet for sheet in book.worksheets}
    for title in by_name:
        if title not in known:
            sentence = _("The workbook has a sheet {title} that is not known. Delete or rename it.").format(
                title=shown(title))
            suggestion = nearest(title[:100], SHEETS)
            if suggestion is not None:
                sentence += " " + _("Did you mean {suggestion}?").format(suggestion=suggestion)
            problems.append(sentence)
    for sheet in SHEETS:
        if sheet in by_name:
            rows[sheet] = _rows(sheet, by_name[sheet], problems)
        else:
            problems.append(_("The sheet {sheet} is missing. Take the template, and keep its sheets.").format(
                sheet=sheet))
    return zone_of(name, rows, problems)


def _opened(content: bytes) -> Any:
    """The workbook with its formulas as text: nothing in it is worked out."""
    if content.startswith(OLD_OR_LOCKED):
        raise Problems([_("The workbook is in an old format or has a password. Save it as XLSX without a password.")])
    _refuse_dangerous(content)
    try:
        return load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except Exception as error:  # whatever a damaged part makes the library raise
        raise Problems([_not_read()]) from error


def _not_read() -> str:
    return _("The file cannot be read as an XLSX workbook. Open it in a spreadsheet program and save it anew as XLSX.")


def _refuse_dangerous(content: bytes) -> None:
    """Unpack every part up to a limit before anything reads it, so that no file can grow beyond it."""
    left = MOST_UNPACKED_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise Problems([_not_read()])
            for part in parts:
                with packed.open(part) as opened:
                    text = opened.read(left + 1)
                left -= len(text)
                if left < 0:
                    raise Problems([_("The workbook unpacks to more than {most} bytes. Keep only the sheets of the "
                                      "template.").format(most=grouped(MOST_UNPACKED_BYTES))])
                if any(mark in text.replace(b"\0", b"") for mark in DECLARATIONS):
                    raise Problems([_not_read()])
    except Problems:
        raise
    except Exception as error:  # damaged, locked or packed in a way that is not known
        raise Problems([_not_read()]) from error


def _rows(sheet: str, found: Any, problems: list[str]) -> list[Row]:
    """The rows of a sheet below its heads; what is wrong with its shape is added to the problems."""
    place = _("Sheet {sheet}").format(sheet=sheet)
    if not hasattr(found, "iter_rows"):
        problems.append(_("{place}: this is a chart, not a table.").format(place=place))
        return []
    if found.max_row > MOST_SHEET_ROWS or found.max_column > MOST_SHEET_COLUMNS:
        problems.append(_("{place}: it reaches to row {row} and column {column}, and at most {rows} rows and {columns} "
                          "columns are read. Delete what stands beyond the table, also empty formatted cells.").format(
            place=place, row=grouped(found.max_row), column=found.max_column, rows=grouped(MOST_SHEET_ROWS),
            columns=MOST_SHEET_COLUMNS))
        return []
    if found.merged_cells.ranges:
        merged = ", ".join(sorted(str(each) for each in found.merged_cells.ranges)[:5])
        problems.append(_("{place}: the cells {merged} are merged. Split them.").format(place=place, merged=merged))
        return []
    lines = [[_raw(cell) for cell in line] for line in found.iter_rows()]
    heads = [printable(str(head)).strip().lower() if not is_empty(head) else "" for head in (lines or [[]])[0]]
    wrong = list(unknown_columns(sheet, [head for head in heads if head], place))
    wrong += _without_heads(place, heads, lines[1:])
    problems += wrong
    if wrong:
        return []
    at = _("Sheet {sheet}, row {row}")
    return [Row(at.format(sheet=sheet, row=number), {
        head: cell for head, cell in zip(heads, line, strict=False) if head})
        for number, line in enumerate(lines[1:], 2)]


def _without_heads(place: str, heads: list[str], lines: list[list[Any]]) -> list[str]:
    bare = [get_column_letter(k + 1) for k, head in enumerate(heads)
            if not head and any(k < len(line) and not is_empty(line[k]) for line in lines)]
    return [_("{place}: column {letter} has cells but no head. Delete it, or write its head into row 1.").format(
        place=place, letter=letter) for letter in bare]


def _raw(cell: Any) -> Any:
    """What stands in a cell."""
    if cell.data_type == "f":
        return Formula(str(cell.value))
    return cell.value


def write(zone: Zone) -> bytes:
    """The zone as a workbook that explains its columns."""
    book = Workbook()
    book.remove(book.active)
    for sheet in SHEETS:
        _fill(book.create_sheet(sheet), sheet, zone)
    _explain(book.create_sheet(EXPLAINED))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(page: Any, sheet: str, zone: Zone) -> None:
    """Heads that stay in sight, a row for each of the zone's, and lists for words."""
    columns = COLUMNS[sheet]
    page.append(list(columns))
    for row in zone.rows(sheet):
        page.append([getattr(row, name) for name in columns])
    page.freeze_panes = "A2"
    for k, column in enumerate(columns.values(), 1):
        letter = get_column_letter(k)
        page.cell(1, k).font = Font(bold=True)
        page.column_dimensions[letter].width = max(WIDTH, len(column.name) + 2)
        if column.choices:
            words = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            words.add(f"{letter}2:{letter}{MOST_ROWS[sheet] + 1}")
            page.add_data_validation(words)


def _explain(page: Any) -> None:
    page.append([_("Sheet"), _("Column"), _("Meaning"), _("What it takes"), _("An empty cell stands for")])
    for sheet, columns in COLUMNS.items():
        for column in columns.values():
            empty = _("must be filled") if column.is_required else _(column.empty)
            page.append([sheet, column.name, f"{_(column.label)}: {_(column.meaning)}", range_of(column), empty])
    page.append([_("all sheets"), "", _(NUMBERS)])
    for k, width in enumerate((WIDTH, 26, TEXT_WIDTH, TEXT_WIDTH, TEXT_WIDTH), 1):
        page.column_dimensions[get_column_letter(k)].width = width
        for cell in page[get_column_letter(k)]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.cell(1, k).font = Font(bold=True)
