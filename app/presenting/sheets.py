"""Pages as the browser gets them: markup, figures, notes, and the levers that stay movable."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from app import wording
from app.components.script import plotly_address, text_of
from app.exports import markup
from app.presentation.deck import Deck, Slide
from app.presenting.show import Moved
from model.parameters import PARAMETERS, Parameters, value_at
from model.words import _


def sheet(deck: Deck, number: int) -> dict[str, Any]:
    """One page of a deck."""
    slide = deck.slides[number]
    return {
        "key": slide.key, "title": slide.title, "takeaway": slide.takeaway, "notes": slide.speaker,
        "markup": markup.section(slide, number + 1, len(deck.slides), deck.stamp.line),
        "figures": markup.figures(slide)}


def levers(slide: Slide, number: int, saved: Parameters, moved: Moved) -> list[dict[str, Any]]:
    """What the projector needs to know of the levers on a page."""
    return [_lever(path, saved, moved.get(number, {})) for path in slide.levers]


def _lever(path: str, saved: Parameters, moved: dict[str, Any]) -> dict[str, Any]:
    parameter = PARAMETERS[path]
    before = value_at(saved, path)
    now = moved.get(path, before)
    text = wording.setting_text(parameter, now)
    return {
        "path": path, "label": wording.full_label(parameter), "low": parameter.slider_low,
        "high": parameter.slider_high, "step": parameter.step, "value": now, "saved": before,
        "said": text if now == before else _("{now}, saved {before}").format(
            now=text, before=wording.setting_text(parameter, before))}


def packed(given: dict[str, Any]) -> bytes:
    """What a component gets, with the address of the chart library and the style of pages."""
    return json.dumps({**given, "address": plotly_address(), "style": markup.style()},
                      ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def mounted(name: str, script: str, html: str) -> Any:
    """A component that shows pages by the one script that all of them share."""
    js = "\n".join((text_of("library.js"), markup.script(), script))
    return st.components.v2.component(name, html=html, js=js, isolate_styles=False)
