"""The zones of their own that scenarios begin with, as one table in the columns of a zone's file."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from app.compare.chosen import Candidate
from model.parameters.zone import SHEETS, Zone
from model.words import _
from model.zone import csv_file


def of(candidates: Sequence[Candidate]) -> dict[Zone, list[str]]:
    """Each zone with the titles of the scenarios that begin with it."""
    found: dict[Zone, list[str]] = {}
    for one in candidates:
        if one.parameters.zone is not None:
            found.setdefault(one.parameters.zone, []).append(one.title)
    return found


def table(candidates: Sequence[Candidate]) -> pd.DataFrame:
    """All rows of these zones; what is not known, or is no column of a row's sheet, stays empty."""
    rows = [(zone.name, ", ".join(titles), sheet, *(getattr(row, name, None) for name in csv_file.NAMES))
            for zone, titles in of(candidates).items() for sheet in SHEETS for row in zone.rows(sheet)]
    return pd.DataFrame(rows, columns=[_("Zone"), _("Scenarios"), csv_file.SHEET, *csv_file.NAMES], dtype=object)
