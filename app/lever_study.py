"""One lever from end to end: what the results would be for other values, all else as it is."""

from __future__ import annotations

import numpy as np
import streamlit as st

from app import look, panel, session, wording
from app.charts.chart import Pair
from app.charts.response import ANSWERS, response
from app.results import Asked, with_worlds
from model.declare import Parameter, Role
from model.parameters import PARAMETERS, contradictions, replaced, value_at
from model.results import Result
from model.words import _

POINTS = 7
WORLDS = 80
FIRST_LEVER = "guide.budget_myuan_per_year"


def show(pair: Pair, asked: Asked, colours: look.Palette) -> None:
    """The study of a lever, computed when it is asked for."""
    with st.expander(_("What does one lever do from end to end?"), key="study",
                     on_change="rerun") as opened:
        if opened.open:
            _study(pair, asked, colours)


@st.fragment
def _study(pair: Pair, asked: Asked, colours: look.Palette) -> None:
    choices = [p.path for p in PARAMETERS.values() if p.role is not Role.SETTING]
    state = st.session_state
    if state.get("study-of") not in choices:
        state["study-of"] = next(reversed(session.visit().changes_of(Role.LEVER, Role.ASSUMPTION)), FIRST_LEVER)
    path = st.selectbox(
        _("Lever or assumption"), choices, key="study-of", persist_state="session",
        format_func=lambda one: wording.full_label(PARAMETERS[one]))
    parameter = PARAMETERS[path]
    line = st.empty()
    values, results = _runs(parameter, asked, line)
    if len(values) < 2:
        line.warning(_("Fewer than two values of this lever fit the others: change those first."))
        return
    line.caption(_("{points} values of this lever, all else as you set it, {worlds} worlds each on the "
                   "same luck; shaded: 95 % intervals.").format(
        points=len(values), worlds=results[0].replications))
    with st.grid(2, min_column_width=360, gap="medium"):
        for name in ANSWERS:
            panel.small(
                response(parameter, values, results, value_at(asked.inputs[0], path), name, colours), pair)


def _runs(
    parameter: Parameter, page: Asked, line: st.delta_generator.DeltaGenerator
) -> tuple[list[float], list[Result]]:
    """Values over the slider's range that fit the other levers, with their results."""
    given = page.inputs[0]
    worlds = min(WORLDS, given.settings.replications)
    wanted = [(value, replaced(given, {parameter.path: value})) for value in _values(parameter)]
    possible = [(value, each) for value, each in wanted if not contradictions(each)]
    results: list[Result] = []
    for k, (_value, each) in enumerate(possible):
        asked = Asked((with_worlds(each, worlds),), beside=page.inputs)
        line.progress(k / len(possible), text=_("Value {k} of {all}").format(k=k + 1, all=len(possible)))
        results += asked.at(worlds) or asked.advance(
            worlds, lambda done, total, k=k: line.progress(  # type: ignore[misc]
                (k + done / total) / len(possible),
                text=_("Value {k} of {all}").format(k=k + 1, all=len(possible))))
    return [value for value, _each in possible], results


def _values(parameter: Parameter) -> list[float]:
    """Values from end to end of the slider, on its steps."""
    if parameter.kind is bool:
        return [False, True]
    if parameter.choices:
        return list(range(len(parameter.choices)))
    ends = np.linspace(parameter.slider_low, parameter.slider_high, POINTS)
    if parameter.kind is int:
        return [int(value) for value in dict.fromkeys(np.round(ends))]
    return [round(float(value), 10) for value in ends]
