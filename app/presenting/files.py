"""Take-away files of a presentation: made when they are asked for, with their progress, then offered."""

from __future__ import annotations

import streamlit as st

from app import refinement, wording
from app.exports.formats import FORMATS
from app.presentation import compose
from app.presenting import explaining, numbers
from app.presenting.show import File, Show
from app.results import Asked
from model.file_names import file_name
from model.messages import Problems
from model.words import _


def offer(show: Show, asked: Asked) -> None:
    """Choose a kind of file, make it, take it away."""
    with st.expander(_("Take-away files"), key="files", on_change="rerun") as opened:
        if not opened.open:
            return
        ending = st.segmented_control(
            _("Kind of file"), list(FORMATS), default="pptx", key="file-ending", required=True,
            format_func=lambda key: FORMATS[key].title) or "pptx"
        st.caption(_(FORMATS[ending].meaning))
        name = f"{file_name(show.story.title)}.{ending}"
        st.download_button(
            _("The presentation itself, to open here again"), show.story.to_json(),
            f"{file_name(show.story.title)}.json", "application/json", key="file-story", on_click="ignore",
            type="tertiary", icon=":material/download:")
        if st.button(_("Make {file}").format(file=name), key="file-make", icon=":material/build:"):
            _make(show, asked, ending)
        made = show.file
        if made is not None and made.storyline == show.story and made.ending == ending:
            st.download_button(_("Download {file}").format(file=name), made.content, name, FORMATS[ending].media_type,
                               key="file-download", on_click="ignore", type="primary", icon=":material/download:")


def _make(show: Show, asked: Asked, ending: str) -> None:
    """All worlds, all explanations, then the file. Any press of the visitor stops it, and nothing is offered."""
    line = st.empty()
    st.button(_("Stop"), key="file-stop", type="tertiary")

    def say(done: int, total: int) -> None:
        refinement.let_a_move_interrupt()
        line.progress(min(done / total, 1.0), text=_("{done} of {total} worlds").format(
            done=f"{done:,}", total=f"{total:,}"))

    def draw(done: int, total: int) -> None:
        refinement.let_a_move_interrupt()
        if done:
            line.progress(min(done / total, 1.0), text=_("Part {done} of {total}").format(done=done, total=total))

    try:
        results = [asked.advance(worlds, say) for worlds in asked.steps][-1]
        explaining.work_out(show, say)
        deck = compose.deck(numbers.materials(show, results)[0])
        line.progress(0.0, text=_("The file is being written."))
        content = FORMATS[ending].write(deck, draw)
    except Problems as error:
        line.empty()
        st.error(wording.plain(error.message()))
        return
    show.file = File(show.story, ending, content)
    st.rerun()
