"""A chart in the page, drawn by Plotly's own script and changed in place."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from app import session
from app.charts.figure import Figure
from app.components.script import plotly_address, text_of

_mount = st.components.v2.component(
    "plot", html='<div class="plot" role="img" style="width: 100%"></div>',
    js=text_of("moves.js", "library.js", "plot.js"), isolate_styles=False)


def plot(figure: Figure, *, key: str, name: str, stamp: str) -> None:
    """Show a figure. `name` says its message to those who cannot see it; `stamp` names its input."""
    given: dict[str, Any] = {
        "figure": figure.plain(), "name": name, "stamp": stamp, "levers": session.visit().on_sliders(),
        "address": plotly_address()}
    text = json.dumps(given, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _mount(key=key, data=text.encode(), height=figure.height)
