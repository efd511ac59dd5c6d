"""The take-away files that can be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.exports import html_report, pdf, powerpoint, workbook
from app.presentation.deck import Deck
from model.words import _


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, what it is for, its media type, and how it is made."""

    title: str
    meaning: str
    media_type: str
    write: Callable[[Deck], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument."

FORMATS: dict[str, Format] = {
    "pptx": Format(_("PowerPoint"), _("Charts and tables that can be edited, with the speaker's notes."),
                   _OFFICE + "presentationml.presentation", powerpoint.write),
    "html": Format(_("Web page"), _("One file that needs no internet; charts answer when pointed at."),
                   "text/html", html_report.write),
    "pdf": Format(_("PDF"), _("The web page, printed."), "application/pdf", pdf.write),
    "xlsx": Format(_("Excel"), _("Headlines, series, levers and where they come from, as typed tables."),
                   _OFFICE + "spreadsheetml.sheet", workbook.write),
}
