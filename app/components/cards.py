"""Numbers side by side, each with its change and its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from app import session
from app.components.script import text_of
from app.look import Palette

_mount = st.components.v2.component(
    "cards", html='<dl class="cards"></dl>', css=text_of("cards.css"), js=text_of("moves.js", "cards.js"))


@dataclass(frozen=True)
class Card:
    """One number. `tone` is better, worse or same; `ask` names the button that shows `meaning`."""

    label: str
    value: str
    change: str
    tone: str
    meaning: str
    ask: str


def cards(given: Sequence[Card], colours: Palette, stamp: str) -> None:
    """Show the numbers; `stamp` names their input."""
    _mount(key="headlines", data={
        "cards": [asdict(card) for card in given], "stamp": stamp, "levers": session.visit().on_sliders(),
        "colours": {"quiet": colours.quiet, "better": colours.better, "worse": colours.worse}})
