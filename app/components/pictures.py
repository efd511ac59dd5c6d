"""Buttons that make a picture of a chart in the browser, with its question, its answer and where it comes from."""

from __future__ import annotations

import json

import streamlit as st

from app import look
from app.charts.chart import Chart
from app.components.script import plotly_address, text_of
from model.words import _

_mount = st.components.v2.component(
    "pictures",
    html='<div class="pictures"><button type="button" data-kind="png"></button>'
         '<button type="button" data-kind="svg"></button></div>',
    css=text_of("pictures.css"), js=text_of("library.js", "pictures.js"))


def pictures(chart: Chart, *, title: str, stamp: str, file: str, key: str) -> None:
    """Buttons for PNG and SVG, dark on white whatever the page's theme. `stamp` says where the numbers come from."""
    figure = chart.figure.plain()
    if chart.figure.colours is look.DARK:
        figure = look.in_light(figure)
    text = json.dumps({
        "figure": figure, "font": look.FONT, "ink": look.LIGHT.text, "quiet": look.LIGHT.quiet,
        "words": {"title": title, "answer": chart.answer, "unit": chart.unit, "note": chart.note, "stamp": stamp},
        "labels": {"png": _("Download PNG"), "svg": _("Download SVG")}, "file": file, "address": plotly_address(),
    }, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    _mount(key=key, data=text.encode("utf-8", "replace"), width="content", height="content")
