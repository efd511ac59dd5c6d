"""Files of a table: the one place where their buttons are made."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app.charts.chart import as_csv, as_parquet
from model.words import _


def table_files(table: pd.DataFrame, file: str, key: str) -> None:
    """Buttons for a table as CSV and as Parquet; `file` is the name of both without its ending."""
    with st.container(horizontal=True, gap="small", width="content"):
        st.download_button(
            _("Download CSV"), as_csv(table), f"{file}.csv", "text/csv", key=f"csv-{key}", on_click="ignore",
            icon=":material/download:")
        st.download_button(
            _("Download Parquet"), as_parquet(table), f"{file}.parquet", "application/vnd.apache.parquet",
            key=f"parquet-{key}", on_click="ignore", icon=":material/download:")
