"""What parts of the page have in common: a table with its file, a chart, the choice of a second scenario."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app import downloads, panel
from app.charts.chart import Chart, Pair
from app.compare.chosen import Board, Candidate, Results
from model.words import _

ROW_HEIGHT = 48
MOST_HEIGHT = 620


def table(given: pd.DataFrame, name: str, key: str, file: pd.DataFrame | None = None) -> None:
    """A table whose first column stays in sight, and its file, which may hold more."""
    first = {column: st.column_config.Column(pinned=True) for column in given.columns[:1]}
    st.dataframe(given, hide_index=True, width="stretch", alt=name, column_config=first, row_height=ROW_HEIGHT,
                 height=min(MOST_HEIGHT, ROW_HEIGHT * (len(given) + 1)))
    downloads.table_files(given if file is None else file, f"compare-{key}", key)


def chart(given: Chart, results: Results) -> None:
    """A chart with its question, its answer and its table."""
    first = next(iter(results.values()))
    panel.small(given, Pair(first, first))


def second(chosen: Board, key: str) -> Candidate:
    """The scenario that is held against the reference where only two are."""
    names = {one.name: one for one in chosen.others}
    name = st.selectbox(_("Held against the reference"), list(names), key=key, persist_state="session",
                        format_func=lambda one: names[one].title if one in names else one)
    return names.get(name or "", chosen.others[0])
