"""Rival theories in the side bar: one choice sets the assumptions of a side."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app import session, wording
from app.visit import Visit
from model.parameters import PARAMETERS
from model.theories import THEORIES, Theory
from model.words import _

USUAL, OWN = "usual", "own"


def show() -> None:
    """A choice for each theory; what stands there follows the values that are set."""
    st.caption(_("Nothing published settles these. A side sets some assumptions within their plausible ranges."))
    for theory in THEORIES.values():
        _choice(theory)


def _choice(theory: Theory) -> None:
    key = f"theory-{theory.name}"
    stands = side_of(theory)
    labels = {USUAL: _("defaults"), **{side.label: _(side.label) for side in theory.sides}}
    if stands == OWN:
        labels[OWN] = _("own values")
    session.bind(key, stands)
    st.selectbox(
        _(theory.question), list(labels), key=key, format_func=lambda name: labels.get(name, name),
        help=_help(theory), on_change=session.took(key, partial(choose, session.visit(), theory)))


def _help(theory: Theory) -> str:
    sides = [_("{side}: {why}").format(side=_(side.label).capitalize(), why=_(side.why)) for side in theory.sides]
    source = _("Source: {source}").format(source=wording.sentence(_(theory.source)))
    return "\n\n".join(wording.plain(text) for text in (*sides, source))


def side_of(theory: Theory) -> str:
    """The side whose values are set, `usual` for the defaults, `own` for any others."""
    now = {path: session.visit().value_of(path) for path in theory.paths}
    usual = {path: PARAMETERS[path].default for path in theory.paths}
    if now == usual:
        return USUAL
    return next((side.label for side in theory.sides if now == {**usual, **side.changes}), OWN)


def choose(visit: Visit, theory: Theory, name: str) -> None:
    """Set the assumptions of a side, or all of the theory's back to their defaults, as one change."""
    values = {path: PARAMETERS[path].default for path in theory.paths}
    for side in theory.sides:
        if side.label == name:
            values |= side.changes
    if name != OWN:
        visit.change_all(values)
