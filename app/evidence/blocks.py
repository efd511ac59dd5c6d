"""What the parts of the page have in common: a head, rows, and tables made when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from app import downloads, look, wording
from app.charts.rows import Row, markup

ROW_HEIGHT = 84
MOST_HEIGHT = 560


def head(question: str, answer: str, note: str = "") -> None:
    """A question, its answer, and how to read what follows."""
    small = f":small[:gray[{wording.plain(note)}]]" if note else ""
    parts = (f"### {wording.plain(question)}", wording.plain(answer), small)
    st.markdown("\n\n".join(part for part in parts if part))


def rows(given: Sequence[Row], name: str) -> None:
    """Rows on a scale of their own; `name` says their message to those who cannot see them."""
    st.html(markup(given, name, look.palette(st.context.theme.type)))


@st.fragment
def tables(key: str, title: str, given: Mapping[str, pd.DataFrame]) -> None:
    """Tables with their names, each with a file, made when asked for."""
    with st.expander(title, key=f"table-{key}", on_change="rerun", type="compact") as opened:
        if not opened.open:
            return
        for k, (name, table) in enumerate(given.items()):
            st.markdown(f"**{wording.plain(name)}**")
            st.dataframe(table, hide_index=True, width="stretch", alt=name, row_height=ROW_HEIGHT,
                         height=min(MOST_HEIGHT, ROW_HEIGHT * (len(table) + 1)))
            downloads.table_files(table, f"evidence-{key}-{k + 1}", f"{key}-{k}")


def listed(sentences: Sequence[str]) -> None:
    """Sentences with a dot before each."""
    st.markdown("\n".join(f"- {wording.plain(text)}" for text in sentences))
