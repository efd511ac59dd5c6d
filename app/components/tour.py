"""A tour of the page in a few steps, on the first visit and when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from app.components.script import text_of
from model.words import _

_mount = st.components.v2.component(
    "tour", css=text_of("tour.css"), js=text_of("tour.js"),
    html="""<div class="tour" role="dialog" aria-labelledby="tour-title" hidden>
      <h2 id="tour-title" tabindex="-1"></h2><p></p>
      <div class="row"><span class="place"></span><button class="close" type="button"></button>
      <button class="back" type="button"></button><button class="next" type="button"></button></div>
    </div>""")


@dataclass(frozen=True)
class Step:
    """One step; `selector` finds the part of the page that it speaks of."""

    title: str
    text: str
    selector: str


def tour(steps: Sequence[Step], asked: int) -> None:
    """Show the tour on a browser's first visit, and again whenever `asked` grows."""
    _mount(key="tour", height=1, data={
        "steps": [asdict(step) for step in steps], "asked": asked,
        "place": _("Step {step} of {steps}"), "next": _("Next"), "back": _("Back"),
        "done": _("Start"), "close": _("Close")})
