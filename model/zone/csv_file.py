"""A zone as one CSV file: a first column says of each row whether it is an industry, firms or a fund."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import Any

from model.messages import Problems, grouped, nearest, printable, shown, unknown_name
from model.parameters.zone import COLUMNS, SHEETS, Zone
from model.words import _
from model.zone.cells import CommaNumber, is_empty
from model.zone.rows import Row, zone_of

SHEET = "sheet"
SEPARATORS = (",", ";", "\t")
MOST_LINES, MOST_NAMED = 5_000, 60
NAMES = list(dict.fromkeys(name for columns in COLUMNS.values() for name in columns))
"""The columns of all sheets, each once."""


def read(content: bytes, name: str) -> Zone:
    """The zone in the bytes of a CSV file. Raises `Problems` with all that is wrong with it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("The file is not UTF-8 text (byte {position}). Save it as “CSV UTF-8”.")
        raise Problems([sentence.format(position=error.start + 1)]) from error
    separator = _separator(text)
    lines = _lines(text, separator)
    heads = [head.strip().lower() for head in lines[0]] if lines else []
    while heads and not heads[-1]:
        heads.pop()
    problems = _wrong_heads(heads)
    if problems:
        raise Problems(problems)
    rows: dict[str, list[Row]] = {sheet: [] for sheet in SHEETS}
    for number, cells in enumerate(lines[1:], 2):
        if not all(map(is_empty, cells)):
            _take(number, heads, [cells[0], *(_cell(cell, separator) for cell in cells[1:])], rows, problems)
    return zone_of(name, rows, problems)


def _separator(text: str) -> str:
    """What sets the cells of the first line apart."""
    first = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _cell(cell: str, separator: str) -> Any:
    """A cell as it is meant, or as a number whose comma may mean two things."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    return CommaNumber(plain) if separator != "," and "," in plain and re.fullmatch(r"[-+\d.,\s]+%?", plain) else cell


def _lines(text: str, separator: str) -> list[list[str]]:
    """The cells of all lines."""
    try:
        found = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=separator,
                                strict=True))
    except csv.Error as error:
        raise Problems([_("The file cannot be read as CSV: {reason}. Save it anew as “CSV UTF-8”.").format(
            reason=printable(str(error)))]) from error
    if len(found) > MOST_LINES:
        raise Problems([_("The file has {count} lines, and at most {most} are read. Delete the empty ones.").format(
            count=grouped(len(found)), most=grouped(MOST_LINES))])
    return found


def _wrong_heads(heads: list[str]) -> list[str]:
    if not heads or heads[0] != SHEET:
        return [_("The first cell of the file must be “{sheet}”, not {value}. Take the template, and keep its first "
                  "line and column.").format(sheet=SHEET, value=shown(heads[0] if heads else ""))]
    problems = []
    for head in list(dict.fromkeys(heads[1:]))[:MOST_NAMED]:
        if head not in NAMES:
            what = unknown_name(head.replace(".", "_"), NAMES) if head else _("without a head is not known.")
            problems.append(_("Row 1: the column {what}").format(what=what) + " " + _("Delete or rename it."))
        elif heads.count(head) > 1:
            problems.append(_("Row 1: the column {name} stands there twice. Keep one.").format(name=head))
    return problems


def _take(number: int, heads: list[str], cells: list[Any], rows: dict[str, list[Row]], problems: list[str]) -> None:
    """Put a line with the rows of its sheet; say what does not belong there."""
    place = _("Row {number}").format(number=number)
    if any(not is_empty(cell) for cell in cells[len(heads):]):
        problems.append(_("{place}: it has more cells than the first line. Check the separators in it.").format(
            place=place))
        return
    sheet = cells[0].strip().lower()
    if sheet not in SHEETS:
        sentence = _("{place}, column {column}: It must be {choices}, not {value}.").format(
            place=place, column=SHEET, choices=_(" or ").join(SHEETS), value=shown(cells[0]))
        suggestion = nearest(sheet[:100], SHEETS)
        if suggestion is not None:
            sentence += " " + _("Did you mean {suggestion}?").format(suggestion=suggestion)
        problems.append(sentence)
        return
    given: dict[str, Any] = dict(zip(heads[1:], cells[1:], strict=False))
    for name in [name for name, cell in given.items() if name not in COLUMNS[sheet] and not is_empty(cell)]:
        problems.append(_("{place}, column {column}: {sheet} have no such column. Empty the cell.").format(
            place=place, column=name, sheet=sheet))
    rows[sheet].append(Row(place, {name: given.get(name) for name in COLUMNS[sheet]}))


def write(zone: Zone) -> bytes:
    """The zone as a CSV file, with a mark by which spreadsheets know that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([SHEET, *NAMES])
    for sheet in SHEETS:
        for row in zone.rows(sheet):
            values = (getattr(row, name, None) if name in COLUMNS[sheet] else None for name in NAMES)
            writer.writerow([sheet, *(_written(value) for value in values)])
    return text.getvalue().encode("utf-8-sig")


def _written(value: Any) -> Any:
    """A value as a person writes it: whole numbers without a point, nothing where nothing is known."""
    if value is None:
        return ""
    return int(value) if isinstance(value, float) and value == int(value) else value
