"""Evidence: why anybody should believe the numbers, and what they cannot say."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import look, wording
from app.charts.rows import STYLE
from app.evidence import assumptions, directions, figures, fitted, limits, theories
from model.evidence import card
from model.words import _

# what a kept file raises that is not there, is cut short, or names what is declared no more
UNREADABLE = (OSError, ValueError, KeyError)


def show() -> None:
    """Draw the page from what was measured last; it runs nothing."""
    st.html(look.style(_("Pages")) + STYLE)
    st.title(_("Evidence"))
    try:
        measured = card.kept()
    except UNREADABLE:
        _cannot_read("evidence")
        return
    st.markdown(wording.plain(figures.summary(measured)))
    parts: dict[str, tuple[Callable[[], None], str]] = {
        _("Figures"): (lambda: figures.show(measured), "evidence"),
        _("Literature"): (directions.show, "experiments"),
        _("Assumptions"): (assumptions.show, "influence"),
        _("Fit"): (fitted.show, "calibrate"),
        _("Theories"): (theories.show, "theories"),
        _("Limits"): (limits.show, ""),
    }
    for tab, (draw, command) in zip(st.tabs(list(parts)), parts.values(), strict=True):
        with tab:
            try:
                draw()
            except UNREADABLE:
                _cannot_read(command)


def _cannot_read(command: str) -> None:
    st.error(wording.plain(_("What was measured cannot be read. The command “python -m model {command}” with “--format "
                             "json” measures it anew.").format(command=command)))
