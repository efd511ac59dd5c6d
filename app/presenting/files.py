"""Take-away files of a presentation."""

from __future__ import annotations

import streamlit as st

from app.presentation.deck import Deck
from app.presenting.show import Show


def offer(show: Show, deck: Deck) -> None:
    """Make a file and offer it."""
    st.empty()
