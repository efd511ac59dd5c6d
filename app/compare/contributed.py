"""Why two of the scenarios differ: worked out when it is asked for, with its progress."""

from __future__ import annotations

import streamlit as st

from app import look, refinement, wording
from app.compare import blocks, why
from app.compare.chosen import Board, Results
from app.headlines import CARDS
from app.results import fingerprint
from model.contributions import Contributions, measure, prepare
from model.messages import Problems
from model.outputs import HEADLINES
from model.parameters import Parameters
from model.words import _

KEPT = 8


def show(chosen: Board, results: Results) -> None:
    """The waterfall of one headline."""
    other = blocks.second(chosen, "why-other")
    headline = st.selectbox(
        _("Number"), list(HEADLINES), key="why-headline", persist_state="session",
        format_func=lambda name: _(HEADLINES[name].label))
    found = _worked_out(chosen.reference.parameters, other.parameters)
    if found is None:
        return
    if not found.parts:
        st.info(_("The two have the same levers and assumptions, so nothing can differ."))
        return
    blocks.chart(why.waterfall(found, chosen.reference, other, headline or CARDS[0],
                         look.palette(st.context.theme.type)), results)


def _worked_out(first: Parameters, other: Parameters) -> Contributions | None:
    """What each group of levers contributes, worked out when it is asked for and kept for this visitor."""
    kept: dict[str, Contributions] = st.session_state.setdefault("contributions", {})
    key = f"{fingerprint(first)} {fingerprint(other)}"
    if key in kept:
        return kept[key]
    try:
        plan = prepare(first, other)
    except Problems as error:
        st.error(wording.plain(error.message()))
        return None
    runs = sum(1 + len(mixes) for mixes in plan.runs.values())
    if runs and not st.button(
            _("Work it out: {runs} runs of {worlds} worlds").format(
                runs=runs, worlds=f"{first.settings.replications:,}"), key="why-run"):
        st.caption(_("Each mix of the changed groups is run on the same luck. Whatever you do meanwhile stops it."))
        return None
    line = st.empty()

    def say(done: int, total: int) -> None:
        refinement.let_a_move_interrupt()
        line.progress(min(done / total, 1.0), text=_("{done} of {total} worlds").format(
            done=f"{done:,}", total=f"{total:,}"))

    found = measure(plan, progress=say)
    line.empty()
    while len(kept) >= KEPT:
        kept.pop(next(iter(kept)))
    kept[key] = found
    st.rerun()
