"""What a visitor has chosen, and how to go back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import streamlit as st

from app import wording
from model.declare import Role
from model.messages import Problems
from model.parameters import BASELINE, PARAMETERS, Parameters, replaced, value_at
from model.scenario import Scenario, shipped
from model.values import check_value
from model.words import _

Changes = dict[str, Any]

MOST_STEPS_BACK = 50
# so long after the page set a widget, a browser may still send what stood there before
ECHO_SECONDS = 10.0
BASELINE_NAME = "baseline"
FIRST_VIEW = "pioneers"


@dataclass(frozen=True)
class Taken:
    """What is to be done because a widget took a value; an echo is no move of the visitor.

    `has_heard` says that the widget beside it already has what the page set there.
    """

    act: Callable[[], None]
    may_be_echo: bool
    has_heard: bool


def begin() -> None:
    """Make room for a visitor's choices, and do what widgets took since the last run."""
    state = st.session_state
    state.setdefault("changes", {})
    state.setdefault("scenario", BASELINE_NAME)
    state.setdefault("past", [])
    state.setdefault("future", [])
    state.setdefault("notices", {})
    state.setdefault("shown", None)
    state.setdefault("stopped", "")
    state.setdefault("hold_assumptions", False)
    state.setdefault("view", FIRST_VIEW)
    state.setdefault("replaying", False)
    state.setdefault("tours_asked", 0)
    state.setdefault("bound", {})
    state.setdefault("taken", [])
    state.setdefault("acted", False)
    _do_taken()


def look_at(view: str) -> None:
    """Show another view of the results."""
    st.session_state.acted = True
    st.session_state.view = view


def ask_for_tour() -> None:
    """Show the tour of the page again."""
    st.session_state.tours_asked += 1


def changes() -> Changes:
    """What differs from the baseline: value by path, in the order of the declarations."""
    chosen = st.session_state.changes
    return {path: chosen[path] for path in PARAMETERS if path in chosen}


def changes_of(*roles: Role) -> Changes:
    """What differs from the baseline, of parameters with these roles."""
    return {path: v for path, v in changes().items() if PARAMETERS[path].role in roles}


def value_of(path: str) -> Any:
    """The value that is set."""
    return st.session_state.changes.get(path, PARAMETERS[path].default)


def on_sliders() -> dict[str, float]:
    """Where the sliders stand of all parameters that were moved, by their names on the page."""
    state = st.session_state
    moved = {path for values, _scenario in (*state.past, *state.future) for path in values}
    return {
        path.replace(".", "-"): wording.on_slider(PARAMETERS[path], value_of(path))
        for path in moved | set(state.changes)}


def _become(new: Changes) -> None:
    state = st.session_state
    new = {path: v for path, v in new.items() if v != PARAMETERS[path].default}
    if new != state.changes:
        state.past = [*state.past, (state.changes, state.scenario)][-MOST_STEPS_BACK:]
        state.future = []
        state.changes = new
    state.stopped = ""


def bind(key: str, value: Any) -> None:
    """Let a widget show the value that is set, without disturbing the one that set it."""
    state = st.session_state
    if key not in state:
        state[key] = value
    elif state[key] != value:
        now = time.monotonic()
        recent = [(old, at) for old, at in state.bound.get(key, []) if now - at < ECHO_SECONDS]
        state.bound[key] = [*recent, (state[key], now), (value, now)]
        state[key] = value


def take(key: str, act: Callable[[], None], beside: str = "") -> None:
    """Note that a widget took a value; `act` is done when all that happened at once is known.

    A browser sends all its widgets. One that the page has just set may still have its old value then,
    which must not undo what the visitor did.
    """
    state = st.session_state
    begun = time.monotonic() - ECHO_SECONDS
    recent, recent_beside = ([value for value, at in state.bound.get(each, []) if at > begun]
                             for each in (key, beside))
    has_heard = bool(recent_beside) and state[beside] == recent_beside[-1]
    state.taken.append(Taken(act, state[key] in recent, has_heard))


def _do_taken() -> None:
    """Do what widgets took. An echo never comes alone: with it comes what the visitor did.

    Mostly a browser has heard of a lever's slider and its field together; but a run that is cut short
    may set one and not the other. Whoever presses a button moves no lever in the same moment.
    """
    state = st.session_state
    taken, state.taken = state.taken, []
    by_button = state.acted  # acting on what was taken sets it too
    is_alone = len(taken) == 1 and not by_button
    for each in taken:
        is_echo = each.may_be_echo and (by_button or not each.has_heard)
        if is_alone or not is_echo:
            each.act()
    state.acted = False


def change(path: str, value: Any) -> None:
    """Set one value; what it cannot be is said beside its lever, and nothing changes."""
    end_replay()
    notices = st.session_state.notices
    notices.pop(path, None)
    try:
        checked = check_value(PARAMETERS[path], value)
    except Problems:
        notices[path] = wording.refusal(PARAMETERS[path], value, value_of(path))
        return
    _become({**st.session_state.changes, path: checked})


def change_all(values: Changes) -> None:
    """Set several values at once, as one step."""
    end_replay()
    _become({**st.session_state.changes, **values})


def reset(paths: Iterable[str]) -> None:
    """Bring values back to the baseline."""
    end_replay()
    gone = set(paths)
    _become({path: v for path, v in st.session_state.changes.items() if path not in gone})


def undo() -> None:
    """Take back the last change."""
    end_replay()
    _step("past", "future")


def redo() -> None:
    """Do again what was taken back."""
    end_replay()
    _step("future", "past")


def replay() -> None:
    """Show what was before the last change, to show its effect again a moment later."""
    end_replay()
    if st.session_state.past:
        _step("past", "future")
        st.session_state.replaying = True


def end_replay() -> None:
    """Do the last change again, if a replay took it back."""
    st.session_state.acted = True
    if st.session_state.replaying:
        st.session_state.replaying = False
        _step("future", "past")


def _step(source: str, target: str) -> None:
    state = st.session_state
    if state[source]:
        *rest, (values, scenario) = state[source]
        state[target] = [*state[target], (state.changes, state.scenario)]
        state[source] = rest
        state.changes, state.scenario = values, scenario


@lru_cache(50)
def _read(path: str, _changed: float) -> Scenario:
    return Scenario.load(path)


def scenarios() -> dict[str, Scenario]:
    """The shipped scenarios that can be read, baseline first."""
    found = {BASELINE_NAME: Scenario(title=_("Baseline"))}
    for name, path in shipped().items():
        try:
            found[name] = _read(str(path), path.stat().st_mtime)
        except (Problems, OSError):
            continue
    return found


def choose(name: str) -> None:
    """Set all levers and assumptions as a scenario has them; settings stay."""
    end_replay()
    scenario = scenarios()[name]
    before = st.session_state.scenario
    _become({**changes_of(Role.SETTING), **scenario.changes})
    if st.session_state.past and before != name:
        values, _name = st.session_state.past[-1]
        st.session_state.past[-1] = (values, before)
    st.session_state.scenario = name


def differs_from_scenario() -> bool:
    """Whether levers or assumptions moved since the scenario was chosen."""
    scenario = scenarios().get(st.session_state.scenario)
    settled = scenario.changes if scenario else {}
    kept = {path: v for path, v in settled.items() if PARAMETERS[path].role is not Role.SETTING}
    return changes_of(Role.LEVER, Role.ASSUMPTION) != kept


def scenario_as_shipped() -> str:
    """The title of the chosen scenario up to its colon, if nothing was moved since; else nothing."""
    if st.session_state.scenario == BASELINE_NAME or differs_from_scenario():
        return ""
    return _(scenarios()[st.session_state.scenario].title).partition(": ")[0]


def parameters() -> Parameters:
    """The chosen input of the model."""
    return replaced(BASELINE, changes())


def reference(given: Parameters) -> Parameters:
    """What an input is compared with: baseline levers on the same luck and horizon."""
    kept = (Role.SETTING, Role.ASSUMPTION) if st.session_state.hold_assumptions else (Role.SETTING,)
    return replaced(BASELINE, {
        path: value_at(given, path) for path, p in PARAMETERS.items() if p.role in kept})
