"""A chart in the page with its question, its answer, its table and how it is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from app import downloads, wording
from app.charts.chart import Chart, Pair
from app.components.pictures import pictures
from app.components.plot import plot
from model.outputs import HEADLINES, LIFE, MULTIPLES, SERIES
from model.words import _

DECLARED = {**SERIES, **HEADLINES, **LIFE, **MULTIPLES}


def large(chart: Chart, pair: Pair) -> None:
    """The chart that answers the question of a view."""
    _panel(chart, pair, "###")


def small(chart: Chart, pair: Pair) -> None:
    """One of the charts beside it."""
    _panel(chart, pair, "####")


def under(title: str, chart: Chart, pair: Pair, key: str) -> None:
    """One of several charts that answer one question, each under a title of its own."""
    own = replace(chart, key=key)
    with st.container(key=f"block-{key}", gap="small"):
        st.markdown(f"#### {wording.plain(title)}\n\n{wording.plain(chart.answer)}\n\n"
                    f":small[:gray[{wording.plain(chart.unit)}]]")
        _drawn(own, pair, title)


def _panel(chart: Chart, pair: Pair, level: str) -> None:
    with st.container(key=f"block-{chart.key}", gap="small"):
        st.markdown(f"{level} {wording.plain(chart.question)}\n\n{wording.plain(chart.answer)}\n\n"
                    f":small[:gray[{wording.plain(chart.unit)}]]")
        _drawn(chart, pair)


def _drawn(chart: Chart, pair: Pair, title: str = "") -> None:
    name = f"{title}. {chart.name}" if title else chart.name
    plot(chart.figure, key=f"chart-{chart.key}", name=name, stamp=str(pair.current.provenance["fingerprint"]))
    if chart.note:
        st.caption(wording.plain(chart.note))
    _behind(chart, pair.current.provenance, title or chart.question)


@st.fragment
def _behind(chart: Chart, provenance: Mapping[str, Any], title: str) -> None:
    """The numbers of the chart and where they come from, made when asked for."""
    with st.expander(_("Table, files and how it is computed"), key=f"table-{chart.key}",
                     on_change="rerun", type="compact") as opened:
        if not opened.open:
            return
        st.dataframe(chart.table, hide_index=True, width="stretch", alt=chart.unit)
        file = f"{chart.key}-{provenance['fingerprint']}"
        with st.container(horizontal=True, gap="small"):
            downloads.table_files(chart.table, file, chart.key)
            pictures(chart, title=title, stamp=wording.came_from(provenance), file=file, key=f"pictures-{chart.key}")
        for name in chart.outputs:
            st.caption(explained(name))


def explained(name: str) -> str:
    """What an output is, its unit, and the rule of the model that it follows."""
    output = DECLARED[name]
    unit = wording.unit_text(output.unit) or _("number")
    return _("**{label}** ({unit}; {kind}): {meaning} Rule {rule} on the Method page.").format(
        label=wording.plain(_(output.label)), unit=wording.plain(unit), kind=_(output.kind.value),
        meaning=wording.plain(_(output.meaning)), rule=output.rule)
