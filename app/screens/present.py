"""Present: from scenarios to a meeting."""

from __future__ import annotations

import streamlit as st

from app import look, refinement
from app.presentation import compose
from app.presenting import desk, explaining, files, numbers
from app.presenting.projector import projector
from app.presenting.show import Show
from model.words import _


def show() -> None:
    """Draw the page."""
    st.html(look.style(_("Pages")))
    if "show" not in st.session_state:
        st.session_state.show = Show()
    on: Show = st.session_state.show
    if on.storyline is None:
        st.title(_("Present"))
        desk.start(on)
        return
    desk.bar(on)
    place = st.container(key="status")
    asked = numbers.asked(on)
    found = refinement.first_look(asked, lambda: place)
    if found is None:
        return
    worlds = found[0].replications
    refinement.state_of(asked, worlds, _("{worlds} worlds of each scenario on the same luck, with 95 % intervals."))
    deck = compose.deck(*numbers.materials(on, found))
    if on.is_on:
        projector(deck, on)
    else:
        left, right = st.columns([1, 3], gap="medium")
        with left:
            desk.pages(on)
            explaining.offer(on)
        with right:
            desk.page(on, deck)
        files.offer(on, asked)
    refinement.go_on(asked, worlds)
