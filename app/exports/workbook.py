"""A presentation as an Excel workbook: typed tables with units, and where their numbers come from."""

from __future__ import annotations

from xlsxwriter import Workbook

from app.exports.office import sheets
from app.exports.office.cells import book
from app.exports.office.texts import date_of, legal
from app.presentation.deck import Deck


def write(deck: Deck) -> bytes:
    """The file's content."""
    def fill(made: Workbook) -> None:
        made.set_properties({
            "title": legal(deck.title), "subject": legal(deck.question), "author": legal(deck.author),
            "comments": legal(deck.stamp.line), "created": date_of(deck.stamp.date)})
        looks, names = sheets.Looks(made), set[str]()
        for title, table in sheets.all_of(deck):
            sheets.add(made, looks, sheets.unique(title, names), table)

    return book(fill)
