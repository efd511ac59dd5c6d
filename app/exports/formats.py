"""The take-away files that can be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.exports import html_report, pdf, powerpoint, workbook
from app.presentation.deck import Deck
from app.presentation.gather import Progress
from model.words import _


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, what it is for, its media type, and how it is made.

    `write` tells how many pages of how many are done; whatever that raises stops it.
    """

    title: str
    meaning: str
    media_type: str
    write: Callable[[Deck, Progress | None], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument."


def _in_one_go(write: Callable[[Deck], bytes]) -> Callable[[Deck, Progress | None], bytes]:
    """A file that is not made page by page."""
    return lambda deck, _progress: write(deck)


FORMATS: dict[str, Format] = {
    "pptx": Format(_("PowerPoint"), _("Charts and tables that can be edited, with the speaker's notes."),
                   _OFFICE + "presentationml.presentation", powerpoint.write),
    "html": Format(_("Web page"), _("One file that needs no internet; charts answer when pointed at."),
                   "text/html", _in_one_go(html_report.write)),
    "pdf": Format(_("PDF"), _("The web page, printed."), "application/pdf", pdf.write),
    "xlsx": Format(_("Excel"), _("Headlines, series, levers and where they come from, as typed tables."),
                   _OFFICE + "spreadsheetml.sheet", workbook.write),
}
