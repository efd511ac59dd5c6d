"""What takes longer: why two scenarios differ, worked out when it is asked for, with its progress."""

from __future__ import annotations

import streamlit as st

from app import refinement, wording
from app.presentation.gather import Progress, plans_of
from app.presentation.material import Pair, pairs_to_explain
from app.presenting.numbers import names
from app.presenting.show import Show
from model.contributions import Plan, measure
from model.messages import Problems
from model.words import _


def offer(show: Show) -> None:
    """A button that works out what the pages still miss; any press of the visitor stops the work."""
    try:
        worlds = sum(plan.worlds for plan in _missing(show).values())
    except Problems as error:
        st.error(wording.plain(error.message()))
        return
    if not worlds or not st.button(_("Work out why ({worlds} worlds)").format(
            worlds=f"{worlds:,}"), key="present-why", icon=":material/calculate:"):
        return
    line = st.empty()

    def say(done: int, total: int) -> None:
        refinement.let_a_move_interrupt()
        line.progress(min(done / total, 1.0), text=_("{done} of {total} worlds").format(
            done=f"{done:,}", total=f"{total:,}"))

    work_out(show, say)
    st.rerun()


def work_out(show: Show, progress: Progress) -> None:
    """Work out what the pages still miss. Raises `Problems` for scenarios that cannot be mixed."""
    for pair, plan in _missing(show).items():
        show.whys = {**show.whys, names(show.story, pair): measure(plan, progress=progress)}


def _missing(show: Show) -> dict[Pair, Plan]:
    story = show.story
    known = {pair: found for pair in pairs_to_explain(story) if (found := show.whys.get(names(story, pair)))}
    return plans_of(story, known)
