"""Between Streamlit's widgets and what a visitor has chosen.

Streamlit ends the script, and its callbacks too, wherever they ask it for something while the visitor
does the next thing. What a callback had still to do would be lost. So callbacks only note what was
heard, on a list that they hold themselves, and the next run does it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

import streamlit as st

from app.visit import Heard, Visit

# so long after the page set a widget, a browser may still send what stood there before
ECHO_SECONDS = 10.0
# so long after that it has hardly heard of it yet
HEARING_SECONDS = 2.0


def visit() -> Visit:
    """What this visitor has chosen."""
    found: Visit = st.session_state.visit
    return found


def begin(first: Callable[[Visit], None] | None = None) -> None:
    """Make room for a visitor's choices, with what comes first, and do what was heard since the last run."""
    if "visit" not in st.session_state:
        st.session_state.visit = Visit()
        if first is not None:
            first(visit())
    _do_heard(visit())


def local_time(moment: datetime) -> str:
    """A moment by the visitor's clock; by UTC, and so named, where the browser does not say."""
    behind = st.context.timezone_offset
    if behind is None:
        return f"{moment:%Y-%m-%d %H:%M} UTC"
    return f"{moment.astimezone(timezone(timedelta(minutes=-behind))):%Y-%m-%d %H:%M}"


def pressed(act: Callable[..., None], key: str = "") -> Callable[[], None]:
    """A callback for what moves no lever: `act` is done, with the value of the widget `key` if it is given."""
    return partial(visit().heard.append, Heard(act, is_press=True, key=key))


def took(key: str, act: Callable[[Any], None], beside: str = "") -> Callable[[], None]:
    """A callback for a widget that took a value; `act` gets it once all that happened at once is known.

    A browser sends all its widgets. One that the page has just set may still have its old value then,
    which must not undo what the visitor did.
    """
    return partial(visit().heard.append, Heard(act, is_press=False, key=key, beside=beside))


def bind(key: str, value: Any) -> None:
    """Let a widget show the value that is set, without disturbing the one that set it.

    A browser that sends the old value, and only then hears of the one that replaced it, would go on showing
    that one when the old value is set again. So it is told again.
    """
    state, bound, now = st.session_state, visit().bound, time.monotonic()
    if key not in state:
        state[key] = value
        return
    told, before = _recent(bound.get(key, []), now), state[key]
    may_have_crossed = any(value == earlier for earlier, _at in told) and told[-1][0] != value
    if before != value or may_have_crossed:
        state[key] = value
        bound[key] = [*told, (before, now), (value, now)]


def _recent(values: list[tuple[Any, float]], now: float) -> list[tuple[Any, float]]:
    return [(value, at) for value, at in values if now - at < ECHO_SECONDS]


def _was_set_long_ago(given: Visit, key: str, now: float) -> bool:
    return key not in given.bound or now - given.bound[key][-1][1] > HEARING_SECONDS


def _do_heard(given: Visit) -> None:
    """Do what was heard. An echo seldom comes alone: with it comes what the visitor did.

    But two quick moves may end where they began, and leave the echo of a third alone. Mostly a browser
    has heard of a lever's slider and its field together; but a run that is cut short may set one and
    not the other. Whoever presses a button moves no lever in the same moment.
    """
    state, heard = st.session_state, list(given.heard)
    keys = {key for each in heard for key in (each.key, each.beside) if key}
    values = {key: state[key] for key in keys if key in state}
    # Streamlit is asked for nothing from here on
    given.heard.clear()
    now = time.monotonic()
    bound = {key: [value for value, _at in _recent(all_of, now)] for key, all_of in given.bound.items()}
    by_button = any(each.is_press for each in heard)
    is_alone = len({each.key for each in heard}) == 1
    for each in heard:
        if not each.key:
            each.act()
        elif each.key in values:
            beside = bound.get(each.beside)
            has_heard = bool(beside) and values.get(each.beside) == beside[-1]
            is_echo = values[each.key] in bound.get(each.key, []) and (by_button or not has_heard)
            is_meant = is_alone and (not each.beside or _was_set_long_ago(given, each.key, now))
            if each.is_press or is_meant or not is_echo:
                each.act(values[each.key])
