"""One page on the desk, as the projector will show it."""

from __future__ import annotations

from pathlib import Path

from app.presentation.deck import Deck
from app.presenting import sheets

_mount = sheets.mounted(
    "preview", Path(__file__).with_suffix(".js").read_text(encoding="utf-8"), '<div class="sheet-preview"></div>')


def preview(deck: Deck, number: int) -> None:
    """Show a page of a deck."""
    _mount(key="preview", data=sheets.packed({"sheet": sheets.sheet(deck, number)}), height="content")
