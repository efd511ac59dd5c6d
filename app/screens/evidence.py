"""Evidence: why anybody should believe the numbers, and what they cannot say."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import look, wording
from app.charts.rows import STYLE
from app.evidence import assumptions, directions, figures, limits, theories
from model.evidence import card
from model.words import _

COMMAND = "python -m model evidence --format json > model/evidence/card.json"


def show() -> None:
    """Draw the page from what was measured last; it runs nothing."""
    st.html(look.style(_("Pages")) + STYLE)
    st.title(_("Evidence"))
    try:
        measured = card.kept()
    except (OSError, ValueError, KeyError):
        st.error(wording.plain(_("The comparison with published figures cannot be read. Write it anew with: {command}"
                                 ).format(command=COMMAND)))
        return
    st.markdown(wording.plain(figures.summary(measured)))
    parts: dict[str, Callable[[], None]] = {
        _("Figures"): lambda: figures.show(measured),
        _("Literature"): directions.show,
        _("Assumptions"): assumptions.show,
        _("Theories"): theories.show,
        _("Limits"): limits.show,
    }
    for tab, draw in zip(st.tabs(list(parts)), parts.values(), strict=True):
        with tab:
            draw()
