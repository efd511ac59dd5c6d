"""Zones that several tests use: a worked example, and any valid zone."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from model.parameters import BASELINE, Parameters, replaced, with_zone
from model.parameters.zone import COLUMNS, SHEETS, Column, FirmRow, FundRow, IndustryRow, Zone

# a firm of each stage with all that can be known, then firms and funds of which little is known
WORKED = Zone(
    "Worked",
    (IndustryRow("hydrogen_storage", 0.4, 0.3),),
    (
        FirmRow("hydrogen_storage", "mature", 1, 10.0, 50.0, 200.0, 80.0),
        FirmRow("hydrogen_storage", "growth", 2, 6.0, 20.0, 120.0, 15.0),
        FirmRow("synthetic_biology", "venture", 1, 4.0, 12.0, 30.0),
        FirmRow("synthetic_biology", "angel", 5, 1.5, 3.0, 6.0),
        FirmRow("deep_sea_aerospace", "concept", 3, 0.5, 1.0),
        FirmRow("quantum_information", "venture"),
    ),
    (
        FundRow("angel", 150.0, 5.0, 8.0, 0.25, 0.0, 0.8, 0.5),
        FundRow("venture", 400.0, 7.0, 9.0, 0.2, 0.3, 0.9, 1.5),
        FundRow("venture", 300.0, 1.0, 10.0, 0.0, industry="quantum_information"),
        FundRow("ma", 1000.0, 2.0, 8.0, 1.0),
    ),
)
SHORT: dict[str, Any] = {"settings.horizon_years": 10, "settings.run_off_years": 3, "settings.replications": 1}


def in_zone(zone: Zone, **changes: Any) -> Parameters:
    """The baseline in a zone, with some changes; names of paths with __ for the point."""
    given = {name.replace("__", "."): value for name, value in changes.items()}
    return with_zone(replaced(BASELINE, given), zone)


def _cell(column: Column) -> st.SearchStrategy[Any]:
    if column.choices:
        found: st.SearchStrategy[Any] = st.sampled_from(list(column.choices))
    elif column.kind is int:
        found = st.integers(int(column.low), min(40, int(column.high)))
    else:
        found = st.floats(column.low, column.high).map(lambda value: round(value, 4))
    return found if column.is_required else st.none() | found if column.default is None else st.just(
        column.default) | found


def _row(sheet: str) -> st.SearchStrategy[Any]:
    kind = SHEETS[sheet]
    return st.fixed_dictionaries({each.name: _cell(COLUMNS[sheet][each.name]) for each in fields(kind)}).map(
        lambda cells: kind(**_consistent(sheet, cells)))


def _consistent(sheet: str, cells: dict[str, Any]) -> dict[str, Any]:
    """Cells that may stand together."""
    if sheet == "firms" and cells["stage"] == "concept":
        cells["raised_myuan"] = None
    if sheet == "firms" and cells["stage"] not in ("growth", "mature"):
        cells["revenue_myuan_per_year"] = None
    if sheet == "funds":
        cells["state_share"] = min(cells["state_share"], round(1 - cells["guide_share"], 4))
        cells["dpi"] = cells["dpi"] if cells["called_share"] != 0 else 0.0
    return cells


@st.composite
def zones(draw: Any, most_firms: int = 6, most_funds: int = 6) -> Zone:
    """Any valid zone, with few rows."""
    industries = draw(st.lists(_row("industries"), max_size=6, unique_by=lambda row: row.industry))
    firms = draw(st.lists(_row("firms"), max_size=most_firms, unique=True))
    funds = draw(st.lists(_row("funds"), min_size=0 if firms else 1, max_size=most_funds))
    return Zone("Any", tuple(industries), tuple(firms), tuple(funds))
