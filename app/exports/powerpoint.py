"""A presentation as a PowerPoint file: native charts and tables that can be edited, notes, and texts as they are."""

from __future__ import annotations

import io
from typing import Any

from app.exports.office.flow import flow
from app.exports.office.master import BODY, ROOM, TALL, blank
from app.exports.office.pages import Maker
from app.exports.office.texts import cut, date_of, legal
from app.presentation.deck import Deck, Slide
from model.ensemble import Progress

TITLE = "title"
# core properties hold no longer texts
MOST_LETTERS = 255


def write(deck: Deck, progress: Progress | None = None) -> bytes:
    """The file's content. `progress(done, all)` counts pages; whatever it raises stops the work."""
    made, layouts = blank()
    maker = Maker(made, layouts, deck)
    slides = deck.slides if deck.slides and deck.slides[0].kind == TITLE else (_front(deck), *deck.slides)
    for done, slide in enumerate(slides):
        if progress is not None:
            progress(done, len(slides))
        if done == 0:
            maker.front(slide)
            continue
        sheets = flow(slide.blocks, ROOM, (BODY if slide.takeaway else TALL)[3], TALL[3])
        for number, sheet in enumerate(sheets):
            maker.page(slide, sheet, number, is_last=number == len(sheets) - 1)
    _describe(made, deck)
    content = io.BytesIO()
    made.save(content)
    if progress is not None:
        progress(len(slides), len(slides))
    return content.getvalue()


def _front(deck: Deck) -> Slide:
    """A first page for a presentation that has none."""
    return Slide("front", TITLE, deck.title, deck.question, ())


def _describe(made: Any, deck: Deck) -> None:
    """Title, author, question and date in the file's properties."""
    about = made.core_properties
    about.title, about.author, about.subject = (
        cut(legal(text), MOST_LETTERS) for text in (deck.title, deck.author, deck.question))
    about.comments = cut(legal(deck.stamp.line), MOST_LETTERS)
    about.last_modified_by = about.author
    about.created = about.modified = date_of(deck.stamp.date)

