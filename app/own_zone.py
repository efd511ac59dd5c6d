"""A zone of one's own: its template, its upload with every cell that cannot be read, and the way back."""

from __future__ import annotations

from functools import partial

import streamlit as st

from app import session, wording
from app.visit import HISTORY, Visit
from model.messages import Problems
from model.parameters.zone import COLUMNS, Zone
from model.words import _
from model.zone import files
from model.zone.cells import NUMBERS, range_of
from model.zone.summary import sentences, short, warnings

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
MOST_UPLOAD_MB = 1
SHOWN_PROBLEMS = 30


def button() -> None:
    """Opens the dialog."""
    if st.button(_("Zone"), key="zone", icon=":material/domain:", type="tertiary",
                 help=_("Begin with the firms and funds of a zone of your own")):
        _dialog()


def note() -> None:
    """Says in the side bar that year 0 is that of one's own zone, with the way back."""
    visit = session.visit()
    if visit.zone is None:
        return
    with st.container(key="own-zone", gap="small"):
        st.markdown("**" + wording.plain(_("Year 0: your zone “{name}”").format(name=visit.zone.name)) + "**  \n"
                    + ":small[:gray[" + wording.plain(short(visit.zone)) + "]]")
        st.button(_("Back to the simulated zone"), key="zone-back", type="tertiary", icon=":material/undo:",
                  on_click=session.pressed(partial(use, visit, None)))


@st.dialog(_("A zone of your own"), width="medium")
def _dialog() -> None:
    visit = session.visit()
    st.markdown(wording.plain(_(
        "Year 0 then has the firms and funds of your zone, in place of the simulated history. What is compared with it "
        "has the same zone. The file is read here; its content goes with a scenario that you save, share or export.")))
    st.markdown(f"**{_('1. Take the template')}**")
    with st.container(horizontal=True, gap="small"):
        for ending in files.ENDINGS:
            st.download_button(
                _("Template ({kind})").format(kind=ending.upper()), files.template(ending),
                f"zone.{ending}", TYPES[ending], key=f"zone-template-{ending}", on_click="ignore",
                icon=":material/download:")
    st.caption(_("It is filled with an example. Put your zone in its place; leave empty what you do not know."))
    _explained()
    st.markdown(f"**{_('2. Bring it back filled')}**")
    given = st.file_uploader(_("XLSX or CSV file of a zone"), type=list(files.ENDINGS), key="zone-upload",
                             max_upload_size=MOST_UPLOAD_MB, label_visibility="collapsed")
    if given is not None:
        _read(visit, given.getvalue(), given.name)
    if visit.zone is not None and st.button(_("Back to the simulated zone"), key="zone-leave",
                                            icon=":material/undo:"):
        use(visit, None)
        st.rerun()


def _explained() -> None:
    """What each column takes."""
    with st.expander(_("What the columns mean"), key="zone-columns", type="compact"):
        st.markdown(wording.plain(_(NUMBERS)))
        for sheet, columns in COLUMNS.items():
            lines = [f"**{wording.plain(sheet)}**"]
            for column in columns.values():
                empty = "" if column.is_required else " " + _("Empty: {what}.").format(what=_(column.empty))
                text = f"{_(column.meaning)} {range_of(column).capitalize()}.{empty}"
                lines.append(f"- `{column.name}`: {wording.plain(text)}")
            st.markdown("\n".join(lines))


def _read(visit: Visit, content: bytes, file: str) -> None:
    """Say what the file holds and offer to use it, or name every cell that cannot be read."""
    try:
        zone = files.read(content, file)
    except Problems as error:
        _refuse(error)
        return
    st.success(wording.plain(_("“{name}” can be read.").format(name=zone.name)))
    for sentence in sentences(zone):
        st.markdown(wording.plain(sentence))
    for sentence in warnings(zone, visit.parameters()):
        st.warning(wording.plain(sentence))
    if st.button(_("Use this zone"), key="zone-use", type="primary"):
        use(visit, zone)
        st.rerun()


def _refuse(error: Problems) -> None:
    """Every cell that cannot be read, as plain text; the rest of a long list when it is asked for."""
    count = len(error.sentences)
    head = _("This cannot be read, so nothing changed:") if count == 1 else _(
        "{count} things cannot be read, so nothing changed:").format(count=count)
    st.error("\n".join([wording.plain(head), "", *_lines(error.sentences[:SHOWN_PROBLEMS])]))
    if count > SHOWN_PROBLEMS:
        with st.expander(_("{count} more").format(count=count - SHOWN_PROBLEMS), key="zone-more", type="compact"):
            st.markdown("\n".join(_lines(error.sentences[SHOWN_PROBLEMS:])))


def _lines(found: list[str]) -> list[str]:
    return [f"- {wording.plain(sentence)}" for sentence in found]


def use(visit: Visit, zone: Zone | None) -> None:
    """Year 0 is that of this zone from now on, or that of the simulated history. What else that moved is said."""
    before = visit.value_of(HISTORY)
    visit.use_zone(zone)
    years = visit.value_of(HISTORY)
    visit.said = ""
    if years != before:
        said = (_("The setting “Opening history” is now {years} years, so that your oldest fund fits.") if visit.longer
                else _("The setting “Opening history” is {years} years again."))
        visit.said = said.format(years=years)
