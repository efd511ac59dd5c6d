"""A zone as the entry of a scenario file: a block with its name and a list for each sheet."""

from __future__ import annotations

from typing import Any

from model.messages import Problems, shown, unknown_name
from model.parameters.zone import COLUMNS, LONGEST_NAME, SHEETS, Zone
from model.words import _
from model.zone.rows import Row, clean_name, zone_of

ENTRY = "zone"
MOST_NAMED = 20


def as_entry(zone: Zone) -> dict[str, Any]:
    """The block of a zone; cells that are empty or as usual are left out, and so are empty sheets."""
    found: dict[str, Any] = {"name": zone.name}
    for sheet, columns in COLUMNS.items():
        rows = [{name: _short(getattr(row, name)) for name, column in columns.items()
                 if column.is_required or getattr(row, name) != column.default} for row in zone.rows(sheet)]
        if rows:
            found[sheet] = rows
    return found


def _short(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value == int(value) else value


def zone_in(block: Any) -> Zone:
    """The zone in such a block. Raises `Problems` with all that is wrong in it."""
    if not isinstance(block, dict):
        raise Problems([_("zone must be a block in braces, not {value}.").format(value=shown(block))])
    problems = [unknown_name(f"{ENTRY}.{name}", ("name", *SHEETS)) for name in block if name not in ("name", *SHEETS)]
    name = block.get("name", "")
    if not isinstance(name, str) or name != clean_name(name):
        problems.append(_("zone.name must be a text of at most {most} characters in one line.").format(
            most=LONGEST_NAME))
        name = ""
    rows = {sheet: _rows(sheet, block.get(sheet, []), problems) for sheet in SHEETS}
    return zone_of(name, rows, problems)


def _rows(sheet: str, block: Any, problems: list[str]) -> list[Row]:
    place = f"{ENTRY}.{sheet}"
    if not isinstance(block, list) or not all(isinstance(row, dict) for row in block):
        problems.append(_("{place} must be a list of blocks in square brackets.").format(place=place))
        return []
    names = dict.fromkeys(name for row in block for name in row)
    unknown = [name for name in names if name not in COLUMNS[sheet]]
    problems += [unknown_name(f"{place}.{name}", COLUMNS[sheet]) for name in unknown[:MOST_NAMED]]
    return [Row(_("{place}, entry {number}").format(place=place, number=number), row)
            for number, row in enumerate(block, 1)]
