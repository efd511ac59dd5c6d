"""Explore: move a lever, see what happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import streamlit as st

from app import controls, firm_life, guided, headlines, lever_study, look, panel, refinement, session, summary, wording
from app.charts.chart import Pair
from app.charts.series import series
from app.components.strip import strip
from app.components.tour import tour
from app.overview import tiles
from app.results import Asked
from app.views import VIEWS, View
from app.visit import Changes
from model.declare import Role
from model.outputs import SERIES
from model.parameters import PARAMETERS, Parameters, contradictions
from model.words import _

NAMED_CHANGES = 3
REPLAY_SECONDS = 1.2
TICK_SECONDS = 0.05


class _Frame:
    """What stands around the answers: the side bar, what is said of the values, sentences on what came out.

    It is drawn when it is first needed. A browser that draws takes time from the model on the same
    machine, so what a move brings is computed before.
    """

    bar: st.delta_generator.DeltaGenerator
    messages: st.delta_generator.DeltaGenerator
    status: st.delta_generator.DeltaGenerator
    is_drawn = False

    def drawn(self) -> _Frame:
        """The frame, drawn by now."""
        if not self.is_drawn:
            self.is_drawn = True
            st.html(look.style())
            self.bar = st.sidebar.container()
            _head()
            self.messages = st.container()
            self.status = st.container(key="status")
            if session.visit().trouble:
                self.messages.warning(wording.plain(session.visit().trouble))
        return self


def show() -> None:
    """Draw the page. The side bar comes last, so that the numbers come first."""
    visit, frame = session.visit(), _Frame()
    chosen = visit.parameters()
    if visit.shown is None:
        frame.drawn()
    visit.at_odds = frozenset(path for each in contradictions(chosen) for path in each.paths)
    given = chosen if not visit.at_odds and not _too_large(chosen) else visit.shown
    asked = None if given is None else Asked((given, visit.reference(given)))
    scenario = visit.scenario_as_shipped() if given == chosen else ""
    found = None if asked is None else refinement.first_look(asked, lambda: frame.drawn().status)
    if given != chosen:
        _contradictions(chosen, given, frame.drawn().messages)
    pair = None if asked is None or found is None else Pair(*found)
    if asked is not None and pair is not None:
        with frame.drawn().status:
            st.markdown(summary.of(pair, scenario))
        _body(pair, asked)
        if given == chosen:
            visit.shown = given
    with frame.drawn().bar:
        controls.sidebar()
    tour(guided.steps(), visit.tours_asked)
    if visit.is_replaying:
        _finish_replay()
    elif asked is not None and pair is not None:
        refinement.go_on(asked, pair.current.replications)


def _head() -> None:
    visit = session.visit()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        st.markdown(f"### {_('What keeps pioneers alive?')}", width="stretch")
        _step_button("undo", _("Undo"), "Ctrl+Z", visit.undo, bool(visit.past))
        _step_button("redo", _("Redo"), "Ctrl+Shift+Z", visit.redo,
                     bool(visit.future) and not visit.is_replaying)
        _step_button("replay", _("Replay"), "Alt+P", visit.replay, bool(visit.past))
        st.button(_("Tour"), icon=":material/explore:", key="tour-again", type="tertiary",
                  on_click=session.pressed(visit.ask_for_tour), help=_("A tour of this page in four steps"))


def _step_button(
    key: str, label: str, shortcut: str, act: Callable[[], None], can: bool
) -> None:
    st.button(label, icon=f":material/{key}:", shortcut=shortcut, on_click=session.pressed(act), disabled=not can,
              key=key, type="tertiary", help=shortcut)


def _finish_replay() -> None:
    """A moment after what was before the last change, the last change again."""
    until = time.monotonic() + REPLAY_SECONDS
    while time.monotonic() < until:
        time.sleep(TICK_SECONDS)
        refinement.let_a_move_interrupt()
    session.visit().end_replay()
    st.rerun()


def _contradictions(
    chosen: Parameters, last: Parameters | None, messages: st.delta_generator.DeltaGenerator
) -> None:
    """Why the chosen values cannot be run, which values the numbers belong to, and ways out."""
    found = contradictions(chosen)
    too_large = _too_large(chosen)
    sentences = [each.message for each in found] + ([too_large] if too_large else [])
    sentences.append(_("Mend this to see results.") if last is None else _(
        "The numbers below belong to the previous values, before this change."))
    with messages:
        st.warning("\n\n".join(wording.plain(text) for text in sentences))
        with st.container(horizontal=True, gap="small"):
            for k, each in enumerate(found):
                _mend_button(k, dict(each.fix))


def _mend_button(number: int, fix: Changes) -> None:
    remedy = ", ".join(
        wording.assignment(PARAMETERS[path], value)
        for path, value in list(fix.items())[:NAMED_CHANGES])
    if len(fix) > NAMED_CHANGES:
        remedy += ", …"
    st.button(_("Mend it: set {remedy}").format(remedy=wording.plain(remedy)),
              key=f"fix-{number}", icon=":material/build:",
              on_click=session.pressed(partial(session.visit().change_all, fix)))


def _too_large(chosen: Parameters) -> str:
    """What to say when the results would not fit into memory."""
    return refinement.larger_than_memory(Asked((chosen, session.visit().reference(chosen))))


def _body(pair: Pair, asked: Asked) -> None:
    colours = look.palette(st.context.theme.type)
    headlines.show(pair, colours)
    refinement.state(asked, pair)
    refinement.let_the_numbers_go()
    _assumptions_note()
    view = VIEWS[session.visit().view]
    strip(tiles(pair, VIEWS.values()), view.key, _("Views of the results"), colours,
          session.visit().look_at)
    panel.large(view.large(pair, colours), pair)
    with st.grid(2, min_column_width=360, gap="medium"):
        for make in view.small:
            panel.small(make(pair, colours), pair)
    _numbers(view, pair)
    _every_series(view, pair, colours)
    firm_life.show(pair, asked, colours)
    lever_study.show(pair, asked, colours)
    _footer(pair)


def _assumptions_note() -> None:
    visit, key = session.visit(), "hold-assumptions"
    if visit.changes_of(Role.ASSUMPTION):
        st.toggle(
            _("Let the baseline share the changed assumptions"), key=key,
            value=visit.holds_assumptions, on_change=session.pressed(visit.hold_assumptions, key),
            help=_("On: the differences come from levers only. Off: from assumptions too."))


@st.fragment
def _numbers(view: View, pair: Pair) -> None:
    """The headlines of a view with their intervals, meaning and rule."""
    with st.expander(_("The numbers of this view, with intervals, definitions and rules"),
                     key=f"numbers-{view.key}", on_change="rerun") as opened:
        if opened.open:
            headlines.table(pair, view.headlines, view.key)


@st.fragment
def _every_series(view: View, pair: Pair, colours: look.Palette) -> None:
    """Any quarterly series of a view, drawn on its own."""
    with st.expander(_("Every series behind this view, one by one"), key=f"series-{view.key}",
                     on_change="rerun") as opened:
        if opened.open:
            name = st.selectbox(
                _("Series"), view.series_names, key=f"one-of-{view.key}",
                format_func=lambda one: _(SERIES[one].label), persist_state="session")
            panel.small(series(pair, colours, name, key=f"one-{view.key}"), pair)


def _footer(pair: Pair) -> None:
    st.caption(wording.came_from(pair.current.provenance))
