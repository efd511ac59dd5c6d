"""The method: how the model works, and every parameter with its meaning and source."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

import model
from app import wording
from model.outputs import HEADLINES, SERIES
from model.parameters import GROUPS, PARAMETERS
from model.reference import COLUMNS
from model.words import _

# columns for those who write scenario files, after the words for all
FOR_FILES = ("name", "slider range", "bands")
ROW_HEIGHT = 84
TABLE_HEIGHT = 560
DESCRIPTION = Path(model.__file__).with_name("README.md")


def show() -> None:
    """Draw the page."""
    st.title(_("Method"))
    model_part, parameter_part, output_part = st.tabs(
        [_("How the model works"), _("Parameters"), _("Outputs")])
    with model_part:
        if DESCRIPTION.exists():
            st.markdown(DESCRIPTION.read_text(encoding="utf-8"))
        else:
            st.caption(_("The description of the model is not there."))
    with parameter_part:
        _parameters()
    with output_part:
        _outputs()


def _parameters() -> None:
    st.markdown(_("Every parameter of the model, with its default, range, meaning and source."))
    chosen = st.selectbox(
        _("Group"), list(GROUPS), format_func=wording.group_title, key="method-group")
    st.caption(wording.plain(wording.group_summary(chosen)))
    st.caption(_("Shares and rates are parts of one here and in scenario files; Explore shows them "
                 "in per cent."))
    inside = [p for p in PARAMETERS.values() if p.group == chosen]
    heads = sorted(COLUMNS, key=lambda head: head in FOR_FILES)
    rows = [{_(head).capitalize(): COLUMNS[head]([p]).strip("`") for head in heads} for p in inside]
    _table(rows, _("Parameters of the group"))


def _outputs() -> None:
    st.markdown(_("Every headline and every quarterly series that the model reports."))
    for title, outputs in ((_("Headlines"), HEADLINES), (_("Series"), SERIES)):
        st.subheader(title)
        rows = [
            {_("Label"): _(output.label), _("Unit"): _(output.unit.value),
             _("Meaning"): _(output.meaning), _("Rule"): output.rule, _("Name"): name}
            for name, output in outputs.items()]
        _table(rows, title)


def _table(rows: list[dict[str, str]], alt: str) -> None:
    """A table whose rows are high enough for long texts to wrap."""
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt=alt,
                 row_height=ROW_HEIGHT, height=TABLE_HEIGHT)
