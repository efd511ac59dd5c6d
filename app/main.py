"""Entry point of the app: `streamlit run app/main.py`."""

from pathlib import Path

import streamlit as st

from app import saving, session, standing
from app.screens import compare, evidence, explore, method, present
from model.words import _

# a file of our own: a named symbol would be fetched from the internet
ICON = Path(__file__).with_name("icon.png")


def main() -> None:
    """Show the page that the visitor chose."""
    st.set_page_config(
        page_title=_("Guidance funds and social capital"), page_icon=str(ICON),
        layout="wide", initial_sidebar_state=360)
    session.begin(saving.open_link)
    saving.tidy_address(session.visit())
    page = st.navigation(
        [
            st.Page(explore.show, title=_("Explore"), url_path="explore", default=True),
            st.Page(compare.show, title=_("Compare"), url_path="compare"),
            st.Page(present.show, title=_("Present"), url_path="present"),
            st.Page(evidence.show, title=_("Evidence"), url_path="evidence"),
            st.Page(method.show, title=_("Method"), url_path="method"),
        ],
        position="top",
    )
    page.run()
    standing.set_aside()


main()
