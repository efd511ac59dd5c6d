"""A strip of tiles, one for each view, each with a small line; pressing one shows its view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from app import session
from app.components.script import text_of
from app.look import Palette

_mount = st.components.v2.component(
    "strip", html='<div class="root"><div class="tiles" role="group"></div></div>',
    css=text_of("strip.css"), js=text_of("moves.js", "strip.js"))


@dataclass(frozen=True)
class Tile:
    """One view on the strip, with what became of its number `what`; `now` and `base` are points of two small lines."""

    key: str
    title: str
    hint: str
    change: str
    what: str
    most: str
    now: list[float]
    base: list[float]


def strip(
    tiles: Sequence[Tile], chosen: str, name: str, colours: Palette, choose: Callable[[str], None]
) -> None:
    """Show the tiles; `choose` is told the key of the one that is pressed."""
    key = "views"
    _mount(key=key, on_view_change=session.pressed(lambda state: choose(state.view), key), data={
        "tiles": [asdict(tile) for tile in tiles], "chosen": chosen, "name": name,
        "levers": session.visit().on_sliders(), "now": colours.current, "base": colours.baseline,
        "quiet": colours.quiet})
