"""One firm in two of the scenarios: telling ones are found, and the two lives stand one above the other."""

from __future__ import annotations

import streamlit as st

from app import look, wording
from app.compare import blocks, stories
from app.compare.chosen import Board, Results
from model.messages import Problems
from model.words import _


def show(chosen: Board, results: Results) -> None:
    """A choice of stories, then of firms, and the two lives of one."""
    first, other = chosen.reference, blocks.second(chosen, "firm-other")
    st.caption(wording.plain(_(
        "Luck goes with the firm, so the same firm can be followed through two scenarios. Looked at: the first "
        "{worlds} worlds.").format(worlds=stories.worlds_of(first))))
    try:
        found = stories.stories(first, other)
    except Problems as error:
        st.error(wording.plain(error.message()))
        return
    if not found:
        st.info(_("No firm of these worlds has lives that differ so much."))
        return
    names = stories.names_of(first, other)
    story = st.selectbox(
        _("Which story?"), list(found), key="firm-story",
        format_func=lambda one: one.label(names) if one in found else "")
    firms = found[story or next(iter(found))]
    both = [stories.detailed(one.parameters) for one in (first, other)]
    firm = st.selectbox(
        _("Which firm?"), range(len(firms)), key=f"firm-{story}",
        format_func=lambda k: _("World {world}, {firm}: {reason}").format(
            world=firms[k].replication + 1, firm=stories.name_of(both, firms[k]), reason=firms[k].reason))
    blocks.chart(stories.lives(first, other, firms[firm or 0], look.palette(st.context.theme.type)), results)
