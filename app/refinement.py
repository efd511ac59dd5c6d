"""From a first look to all worlds: the page draws each step, then computes the next one.

A lever that is moved meanwhile stops the work: Streamlit ends the script at the next word that it
hears of its progress.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import streamlit as st

from app import session, wording
from app.charts.chart import Pair
from app.results import MOST_BYTES_TOGETHER, Asked, Progress, fingerprint
from model.compiling import Compiled, counted
from model.ensemble import LedgerBroken
from model.results import Result
from model.words import _

PATIENCE_SECONDS = 1.0
SENDING_SECONDS = 0.02
DRAWING_SECONDS = 0.4
TICK_SECONDS = 0.02
STOP_BUTTON_WORLDS = 1_000
# a scenario and what it is held against
FEWEST_TOGETHER = 2


def first_look(asked: Asked, place: Callable[[], st.delta_generator.DeltaGenerator]) -> list[Result] | None:
    """The furthest results that are there, or those of the first step; None if they cannot be.

    `place` makes room for words of progress, should there be any.
    """
    if too_large := larger_than_memory(asked):
        place().error(wording.plain(too_large))
        return None
    found = asked.furthest()
    if found is not None:
        return found
    begun = time.monotonic()
    lines: list[st.delta_generator.DeltaGenerator] = []

    def say(done: int, total: int) -> None:
        # made when there is something to say: a browser draws each word that it hears, and answers later
        if not lines:
            lines.append(place().empty())
        if done == 0 and compiled.has_begun:
            lines[0].progress(min(compiled.done / compiled.total, 1.0), text=preparing(compiled))
        else:
            lines[0].progress(min(done / total, 1.0), text=_progress(done, total, begun))

    try:
        with counted() as compiled:
            found = asked.advance(asked.steps[0], _now_and_then(say))
    except (LedgerBroken, MemoryError) as error:
        place().error(_not_run(error))
        return None
    for line in lines:
        line.empty()
    return found


def larger_than_memory(asked: Asked) -> str:
    """What to say of results that would not fit into memory together; nothing if they do."""
    if asked.bytes_needed <= MOST_BYTES_TOGETHER:
        return ""
    text = _("{worlds} worlds over these years would need {size} GB of memory on this page. Choose fewer worlds, "
             "or run them from the command line.")
    if len(asked.inputs) > FEWEST_TOGETHER:
        text = _("{worlds} worlds of {scenarios} scenarios over these years would need {size} GB of memory on this "
                 "page. Choose fewer worlds or scenarios, or run them from the command line.")
    return text.format(worlds=f"{asked.steps[-1]:,}", size=wording.digits(asked.bytes_needed / 1e9, 1),
                       scenarios=len(asked.inputs))


def _not_run(error: Exception) -> str:
    return wording.plain(_("These values could not be run. {reason}").format(
        reason=str(error) or _("There is not enough memory.")))


def state(asked: Asked, pair: Pair) -> None:
    """How many worlds the numbers rest on, and room for what is said of the next step."""
    text = _("Means of {worlds} worlds, with 95 % intervals.")
    if not pair.is_same:
        text = _("Means of {worlds} worlds. Below them: the difference to the baseline on the same luck, with its "
                 "95 % interval.")
    state_of(asked, pair.current.replications, text)


def state_of(asked: Asked, worlds: int, text: str) -> None:
    """`text` with the number of worlds in it, how many are still to come, and room for what is said of them."""
    wanted = asked.steps[-1]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="worlds"):
        if worlds < wanted:
            text += " " + (_("Stopped at {worlds} of {wanted}.") if _is_stopped(asked) else
                           _("More are on their way: {worlds} of {wanted}."))
        st.session_state.worlds_line = st.empty()
        st.session_state.worlds_line.caption(
            text.format(worlds=f"{worlds:,}", wanted=f"{wanted:,}"), width="stretch")
        if wanted >= STOP_BUTTON_WORLDS and worlds < wanted:
            _stop_button(asked)


def _stop_button(asked: Asked) -> None:
    if _is_stopped(asked):
        st.button(_("Go on"), key="go-on", on_click=session.pressed(partial(session.visit().stop, "")), type="tertiary")
    else:
        stop = partial(session.visit().stop, fingerprint(asked.inputs[0]))
        st.button(_("Stop"), key="stop", on_click=session.pressed(stop), type="tertiary")


def _is_stopped(asked: Asked) -> bool:
    return bool(session.visit().stopped == fingerprint(asked.inputs[0]))


def go_on(asked: Asked, worlds: int) -> None:
    """Compute the step after so many worlds, if there is one, and draw the answers again."""
    further = [n for n in asked.steps if n > worlds]
    if not further or _is_stopped(asked):
        return
    _let_the_browser_draw()
    begun = time.monotonic()
    line = st.session_state.worlds_line
    try:
        asked.advance(further[0], _now_and_then(lambda done, total: line.caption(
            _("Means of {worlds} worlds. More are on their way: ").format(worlds=f"{worlds:,}")
            + _progress(done, total, begun), width="stretch")))
    except (LedgerBroken, MemoryError) as error:
        line.error(_not_run(error))
        return
    st.rerun()


def let_the_numbers_go() -> None:
    """A moment in which the server sends what was drawn: this thread would hold the interpreter for the charts."""
    time.sleep(SENDING_SECONDS)


def _let_the_browser_draw() -> None:
    """A pause: on the same machine the model would take the time that the charts need."""
    until = time.monotonic() + DRAWING_SECONDS
    while time.monotonic() < until:
        time.sleep(TICK_SECONDS)
        let_a_move_interrupt()


def let_a_move_interrupt() -> None:
    """Streamlit ends the script here if the visitor has moved something meanwhile."""
    st.session_state.get("visit")


def _now_and_then(say: Callable[[int, int], object]) -> Progress:
    """Progress that lets a move interrupt often, and says something once a second."""
    spoken = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal spoken
        let_a_move_interrupt()
        if time.monotonic() - spoken >= PATIENCE_SECONDS:
            spoken = time.monotonic()
            say(done, total)

    return tell


def preparing(compiled: Compiled) -> str:
    """What to say while the model is compiled, which `make app` does before the first visit."""
    return _("The model is being compiled for this machine, which takes about a minute and happens once: "
             "{done} of {total} parts").format(done=compiled.done, total=compiled.total)


def _progress(done: int, total: int, begun: float) -> str:
    text = _("{done} of {total} worlds computed").format(done=f"{done:,}", total=f"{total:,}")
    taken = time.monotonic() - begun
    if done and taken > PATIENCE_SECONDS:
        left = taken * (total - done) / done
        text += _(" · about {seconds} s left").format(seconds=round(left) or 1)
    return text
