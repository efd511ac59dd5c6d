"""The sheets of a workbook: what stands on each, and how a table becomes a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from app import wording
from app.compare import levers, numbers
from app.exports.office import zones
from app.exports.office.cells import TEXT, put
from app.exports.office.meanings import columns_table
from app.exports.office.texts import cut, legal, width
from app.presentation.deck import Deck
from model.export import SUMMARY_COLUMNS, quarters_table
from model.outputs import HEADLINES, SERIES
from model.parameters import PARAMETERS, value_at
from model.values import written
from model.words import _

# what no name of a sheet may hold, how long one may be, and the one that Excel keeps for itself
UNSAFE, LONGEST, RESERVED = re.compile(r"[\[\]:*?/\\]"), 31, "history"
# sheets that every workbook has
FIXED = 6
FEWEST, WIDEST, LOOKED_AT = 8, 60, 200
# letters of a column's width for each part of a letter's size
LETTERS = 2
LARGE, SMALL = 1_000, 0.001
HEAD = TEXT | {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}


class Looks:
    """The looks of cells in one workbook."""

    def __init__(self, made: Workbook) -> None:
        self._made, self._numbers = made, dict[str, Format]()
        self.head, self.text = made.add_format(HEAD), made.add_format(TEXT)

    def number(self, form: str) -> Format:
        """The look of numbers in a format."""
        if form not in self._numbers:
            self._numbers[form] = self._made.add_format({"num_format": form, "valign": "top"})
        return self._numbers[form]


def all_of(deck: Deck) -> Iterator[tuple[str, pd.DataFrame]]:
    """Names and tables of all sheets."""
    yield _("Headlines"), numbers.long_table(deck.board, deck.results, list(HEADLINES))
    yield _("Series"), series(deck)
    yield _("Levers"), levers_that_differ(deck)
    yield _("Parameters"), values(deck, list(PARAMETERS))
    if zones.of(deck.board.candidates):
        yield _("Zone"), zones.table(deck.board.candidates)
    for chart in deck.charts:
        yield chart.question, chart.table
    provenance = deck.provenance
    yield _("Provenance"), pd.DataFrame({
        _("What"): list(provenance), _("Value"): pd.Series(list(provenance.values()), dtype=object)})
    yield _("Columns"), columns_table(deck.charts, has_zone=bool(zones.of(deck.board.candidates)))


def count(deck: Deck) -> int:
    """How many sheets there will be."""
    return FIXED + bool(zones.of(deck.board.candidates)) + len(list(deck.charts))


def unique(title: str, taken: set[str]) -> str:
    """A name that a sheet may bear and no other does; `taken` remembers it in small letters."""
    base = _short(" ".join(UNSAFE.sub(" ", legal(title)).split()).strip("' "), LONGEST).strip("' ") or _("Table")
    if base.lower() == RESERVED:
        base += "_"
    name, number = base, 1
    while name.lower() in taken:
        number += 1
        end = f" ({number})"
        name = _short(base, LONGEST - len(end)).rstrip("' ") + end
    taken.add(name.lower())
    return name


def _short(text: str, most: int) -> str:
    """At most so many letters as Excel counts them: some that lie outside the first plane count twice."""
    kept = text
    while len(kept.encode("utf-16-le")) // 2 > most:
        kept = cut(text, len(kept) - 1)
    return kept


def add(made: Workbook, looks: Looks, name: str, table: pd.DataFrame) -> None:
    """A sheet with a bold head that stays in sight; numbers in full, columns as wide as they need."""
    sheet = made.add_worksheet(name)
    for column, head in enumerate(table.columns):
        put(sheet, 0, column, str(head), looks.head)
        found = table.iloc[:, column].tolist()
        look = looks.number(number_format(found))
        for row, value in enumerate(found, 1):
            put(sheet, row, column, value, looks.text, look)
        sheet.set_column(column, column, _width(str(head), found))
    sheet.freeze_panes(1, 1)
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)


def number_format(found: Sequence[Any]) -> str:
    """How the numbers of a column are shown; all of their digits stay in the cells."""
    given = np.array([value for value in found if isinstance(value, (int, float, np.number))
                      and not isinstance(value, bool) and np.isfinite(value)], float)
    largest = np.abs(given).max(initial=0.0)
    if (given == np.round(given)).all():
        return "#,##0" if largest >= 10 * LARGE else "0"
    if largest >= LARGE:
        return "#,##0.0##"
    return "0.00E+00" if largest < SMALL else "0.0###"


def _width(head: str, found: Sequence[Any]) -> float:
    texts = [f"{value:,.4f}" if isinstance(value, float) else line for value in found[:LOOKED_AT]
             for line in legal(value).split("\n")]
    longest = max((LETTERS * width(text) for text in (*texts, *legal(head).split())), default=0.0)
    return min(max(longest + 2, FEWEST), WIDEST)


def series(deck: Deck) -> pd.DataFrame:
    """Every quarterly series of every scenario, with its label beside its name."""
    found = pd.concat([quarters_table(one.title, deck.results[one.name]) for one in deck.board.candidates],
                      ignore_index=True)
    found.insert(2, "label", found["series"].map({name: _(output.label) for name, output in SERIES.items()}))
    heads = {name: _(output.label) for name, output in SUMMARY_COLUMNS["quarters"].items()} | {"label": _("Label")}
    return found.rename(columns=heads)


def levers_that_differ(deck: Deck) -> pd.DataFrame:
    """Levers and assumptions in which scenarios differ; the first row is their zones, if these differ."""
    candidates = deck.board.candidates
    of_zones = []
    if len({one.parameters.zone for one in candidates}) > 1:
        names = (levers.zone_name(one.parameters) for one in candidates)
        of_zones = [(wording.group_title("zone"), _("Firms and funds at year 0"), "", *names, _("simulated"), "",
                     _("The opening state; rows of zones of one's own stand in the sheet Zone."), "", "zone")]
    return values(deck, levers.paths(candidates), of_zones)


def values(deck: Deck, paths: Sequence[str], first: Sequence[tuple[Any, ...]] = ()) -> pd.DataFrame:
    """Parameters with a value for each scenario, in the declared unit, below such rows as come first."""
    rows = [*first]
    for path in paths:
        parameter = PARAMETERS[path]
        rows.append((
            wording.group_title(parameter.group), wording.full_label(parameter), _(parameter.unit.value),
            *(written(parameter, value_at(one.parameters, path)) for one in deck.board.candidates),
            written(parameter, parameter.default), _(parameter.role.value), _(parameter.meaning),
            _(parameter.source), path))
    heads = (_("Group"), _("Parameter"), _("Unit"), *(one.title for one in deck.board.candidates), _("Default"),
             _("Role"), _("Meaning"), _("Source"), _("Path"))
    return pd.DataFrame(rows, columns=list(heads), dtype=object)
