"""The take-away files that can be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.exports import html_report, pdf
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

FORMATS: dict[str, Format] = {
    "html": Format(_("Web page"), _("One file that needs no internet; charts answer when pointed at."),
                   "text/html", lambda deck, _progress: html_report.write(deck)),
    "pdf": Format(_("PDF"), _("The web page, printed."), "application/pdf", pdf.write),
}
