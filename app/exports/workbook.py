"""A presentation as an Excel workbook: typed tables with units, and where their numbers come from."""

from __future__ import annotations

from xlsxwriter import Workbook

from app.exports.office import sheets
from app.exports.office.cells import book
from app.exports.office.texts import date_of, legal
from app.presentation.deck import Deck
from model.ensemble import Progress


def write(deck: Deck, progress: Progress | None = None) -> bytes:
    """The file's content. `progress(done, all)` counts sheets; whatever it raises stops the work."""
    def fill(made: Workbook) -> None:
        made.set_properties({
            "title": legal(deck.title), "subject": legal(deck.question), "author": legal(deck.author),
            "comments": legal(deck.stamp.line), "created": date_of(deck.stamp.date)})
        looks, names = sheets.Looks(made), set[str]()
        count = sheets.count(deck)
        for done, (title, table) in enumerate(sheets.all_of(deck), 1):
            sheets.add(made, looks, sheets.unique(title, names), table)
            if progress is not None:
                progress(done, count)

    return book(fill)
