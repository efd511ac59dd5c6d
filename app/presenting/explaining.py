"""What takes longer: why two scenarios differ, worked out when it is asked for, with its progress."""

from __future__ import annotations

import streamlit as st

from app import refinement, wording
from app.presentation.gather import plans_of
from app.presentation.material import pairs_to_explain
from app.presenting.numbers import names
from app.presenting.show import Show
from model.contributions import Plan, measure
from model.messages import Problems
from model.words import _


def offer(show: Show) -> None:
    """A button that works out what the pages still miss; any press of the visitor stops the work."""
    story = show.story
    known = {pair: found for pair in pairs_to_explain(story) if (found := show.whys.get(names(story, pair)))}
    try:
        plans = plans_of(story, known)
    except Problems as error:
        st.error(wording.plain(error.message()))
        return
    worlds = sum(plan.worlds for plan in plans.values())
    if not plans or not (worlds == 0 or st.button(_("Work out why they differ: {worlds} worlds").format(
            worlds=f"{worlds:,}"), key="present-why", icon=":material/calculate:")):
        return
    line = st.empty()
    for pair, plan in plans.items():
        _measure(show, names(story, pair), plan, line)
    line.empty()
    st.rerun()


def _measure(show: Show, name: tuple[str, str], plan: Plan, line: st.delta_generator.DeltaGenerator) -> None:
    def say(done: int, total: int) -> None:
        refinement.let_a_move_interrupt()
        line.progress(min(done / total, 1.0), text=_("{done} of {total} worlds").format(
            done=f"{done:,}", total=f"{total:,}"))

    show.whys = {**show.whys, name: measure(plan, progress=say)}
