"""The desk: a presentation is made, its pages ordered and written, and each one is seen as it will be shown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from app import saved, session, wording
from app.compare.chosen import FEWEST, MOST, candidates, first_choice
from app.presentation.catalogue import CHARTS, FIRST_CHART, KINDS, is_movable
from app.presentation.deck import Deck
from app.presentation.defaults import SHORT, WHOLE
from app.presentation.material import board_of
from app.presentation.storyline import (
    LONGEST_NOTES,
    LONGEST_SENTENCE,
    LONGEST_TITLE,
    MOST_LEVERS,
    MOST_NUMBERS,
    Page,
    Storyline,
)
from app.presenting.preview import preview
from app.presenting.show import Show, library
from model.library import Entry
from model.messages import Problems
from model.outputs import HEADLINES
from model.parameters import PARAMETERS
from model.scenario import TEXTS
from model.words import _

LENGTHS = {"short": SHORT, "whole": WHOLE}
MOST_UPLOAD_MB = 1


def start(show: Show) -> None:
    """Choose scenarios and a question, or open what was saved."""
    visit = session.visit()
    found = candidates(visit)
    st.markdown(_("Choose scenarios and say what you ask. The pages are made for you; you can change all of them."))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    names = left.multiselect(
        _("Scenarios"), list(found), default=first_choice(visit, found), max_selections=MOST,
        key="present-chosen", format_func=lambda name: found[name].title if name in found else name,
        help=_("{fewest} to {most}. All run on the same luck, with the settings of Explore.").format(
            fewest=FEWEST, most=MOST))
    if len(names) < FEWEST:
        st.info(_("Choose at least {fewest} scenarios.").format(fewest=FEWEST))
        names = []
    standing = saved.BASELINE_NAME if saved.BASELINE_NAME in names else next(iter(names), "")
    reference = right.selectbox(
        _("Reference"), names, index=names.index(standing) if names else None, key="present-reference",
        format_func=lambda name: found[name].title if name in found else name,
        help=_("The others are held against this one."))
    question = st.text_input(_("Question"), key="present-question", max_chars=TEXTS["question"],
                             placeholder=_("What should the meeting decide?"))
    length = st.segmented_control(
        _("Length"), list(LENGTHS), default="short", key="present-length", required=True,
        format_func=lambda key: _("{count} pages").format(count=len(LENGTHS[key]))) or "short"
    # not a callback: that would know what stood here before the last choice
    if names and st.button(_("Make the presentation"), key="present-make", type="primary"):
        show.begin([found[name] for name in names], visit.scenarios(), names.index(reference or standing), question,
                   LENGTHS[length])
        st.rerun()
    _said(show)
    if show.closed is not None:
        st.button(_("Back to “{title}”, which has unsaved changes").format(
            title=wording.plain(show.closed.story.title)), key="present-reopen", icon=":material/undo:",
            on_click=session.pressed(show.reopen))
    _saved_ones(show)


def _said(show: Show) -> None:
    if show.trouble:
        st.error(wording.plain(show.trouble))
    elif show.said:
        st.caption(wording.plain(show.said))


def _saved_ones(show: Show) -> None:
    """Open a file, or a presentation that was saved here."""
    st.markdown(f"#### {_('Saved presentations')}")
    given = st.file_uploader(_("A file of a presentation"), type="json", key="present-upload",
                             max_upload_size=MOST_UPLOAD_MB)
    if given is not None and st.button(_("Open it"), key="present-open-upload"):
        try:
            show.bring(given.getvalue())
        except Problems as error:
            st.error(wording.plain(error.message()))
        else:
            st.rerun()
    try:
        entries = library().entries()
    except Problems as error:
        st.error(wording.plain(error.message()))
        return
    if not entries:
        st.caption(_("Nothing is saved yet."))
    for entry in entries:
        _saved_one(show, entry)
    if show.deleted:
        st.button(_("Bring back “{title}”").format(title=wording.plain(show.deleted[-1].title)), key="present-restore",
                  icon=":material/undo:", on_click=session.pressed(show.restore))


def _saved_one(show: Show, entry: Entry[Storyline]) -> None:
    with st.container(border=True, key=f"presentation-{entry.name}"):
        when = _("saved {moment}").format(moment=session.local_time(entry.modified))
        st.markdown(f"**{wording.plain(entry.title)}**\n\n:small[:gray[{wording.plain(when)}]]")
        if entry.document is None:
            st.error(wording.plain("\n".join(entry.problems)))
        with st.container(horizontal=True, gap="small"):
            if entry.document is not None:
                st.button(_("Open"), key=f"present-open-entry-{entry.name}", type="tertiary",
                          icon=":material/open_in_new:", on_click=session.pressed(partial(show.open, entry.name)))
            if entry.stamp:
                st.button(_("Delete"), key=f"present-delete-entry-{entry.name}", type="tertiary",
                          icon=":material/delete:",
                          on_click=session.pressed(partial(show.delete, entry.name, entry.stamp)))


def bar(show: Show) -> None:
    """The title of the presentation, and what can be done with all of it."""
    story = show.story
    unsaved = " " + _("(unsaved changes)") if show.has_unsaved_changes else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        st.markdown(f"### {wording.plain(story.title)}{unsaved}", width="stretch")
        st.button(_("Present"), key="present-start", type="primary", icon=":material/slideshow:",
                  on_click=session.pressed(show.start))
        st.button(_("Save"), key="present-save", type="tertiary", icon=":material/save:",
                  on_click=session.pressed(show.save))
        if show.name:
            st.button(_("Save as new"), key="present-save-new", type="tertiary",
                      on_click=session.pressed(partial(show.save, True)))
        st.button(_("Close"), key="present-close", type="tertiary", icon=":material/close:",
                  on_click=session.pressed(show.close),
                  help=_("Back to the list of presentations"))
    _said(show)
    with st.expander(_("Title, question and author"), key="present-texts", on_change="rerun") as opened:
        if not opened.open:
            return
        _field(show, "title", _("Title"), story.title, LONGEST_TITLE)
        _field(show, "question", _("Question"), story.question, TEXTS["question"])
        _field(show, "author", _("Author"), story.author, TEXTS["author"])


def _field(show: Show, name: str, label: str, value: str, most: int) -> None:
    key = f"story-{name}-{show.edition}"
    st.text_input(label, value, max_chars=most, key=key,
                  on_change=session.pressed(partial(show.write, name), key))


def pages(show: Show) -> None:
    """The pages in their order; the one that is pressed is worked on."""
    story = show.story
    with st.container(key="pages", gap=None):
        for number, page in enumerate(story.pages):
            label = f"{number + 1}. {page.title or _(KINDS[page.kind].title)}"
            st.button(wording.plain(label), key=f"page-{number}", width="stretch",
                      type="primary" if number == show.page else "tertiary",
                      on_click=session.pressed(partial(show.choose, number)))
    with st.container(horizontal=True, gap="small"):
        for key, icon, text, act, can in (
                ("up", "arrow_upward", _("Up"), partial(show.move, show.page, -1), show.page > 0),
                ("down", "arrow_downward", _("Down"), partial(show.move, show.page, 1),
                 show.page < len(story.pages) - 1),
                ("remove", "delete", _("Remove"), partial(show.remove, show.page), len(story.pages) > 1),
                ("undo", "undo", _("Undo"), show.undo, bool(show.past))):
            st.button(text, key=f"pages-{key}", icon=f":material/{icon}:", type="tertiary", disabled=not can,
                      on_click=session.pressed(act))
    st.selectbox(_("Another page"), list(KINDS), key="another-kind", format_func=lambda one: _(KINDS[one].title))
    st.button(_("Add it"), key="pages-add", icon=":material/add:", on_click=session.pressed(show.add, "another-kind"))


def page(show: Show, deck: Deck) -> None:
    """The page that is worked on: as it will be shown, and what can be written on it."""
    number = show.page
    given, slide = show.story.pages[number], deck.slides[number]
    preview(deck, number)
    st.caption(_(KINDS[given.kind].meaning))
    _choices(show, given)
    _text(show, "title", _("Title of the page"), given.title, slide.title, LONGEST_TITLE)
    _text(show, "sentence", _("Sentence"), given.sentence, slide.basis or slide.takeaway, LONGEST_SENTENCE,
          _("Empty: it is made from the numbers. If you write your own, what the numbers say stands below it."))
    _text(show, "notes", _("Notes for the speaker"), given.notes, "", LONGEST_NOTES)


def _text(show: Show, name: str, label: str, value: str, usual: str, most: int, meaning: str = "") -> None:
    key = f"page-{name}-{show.edition}"
    field = st.text_input if name == "title" else st.text_area
    field(label, value, key=key, placeholder=usual, max_chars=most, help=meaning or None,
          on_change=session.pressed(partial(show.edit, show.page, name), key))


def _choices(show: Show, given: Page) -> None:
    """What a page of this kind shows, and which levers stay movable on it."""
    reads = KINDS[given.kind].reads
    titles = {k: one.title for k, one in enumerate(board_of(show.story).candidates)}
    if "chart" in reads:
        _choice(show, "chart", _("Chart"), {name: choice.title for name, choice in CHARTS.items()},
                given.chart or FIRST_CHART)
    if "number" in reads:
        _choice(show, "number", _("Number"), {name: _(output.label) for name, output in HEADLINES.items()},
                given.number or next(iter(HEADLINES)))
    if "numbers" in reads:
        key = f"page-numbers-{show.edition}"
        st.multiselect(_("Numbers, in this order"), list(HEADLINES), default=list(given.numbers), key=key,
                       max_selections=MOST_NUMBERS, format_func=lambda name: _(HEADLINES[name].label),
                       placeholder=_("the most important ones"),
                       on_change=session.pressed(partial(show.edit, show.page, "numbers"), key))
    if "other" in reads and len(titles) > FEWEST:
        others = {k: titles[k] for k in show.story.others}
        _choice(show, "other", _("Held against the reference"), others,
                given.other if given.other in others else show.story.others[0])
    if given.kind in ("chart", "table"):
        key = f"page-levers-{show.edition}"
        labels = {path: wording.full_label(each) for path, each in PARAMETERS.items()
                  if is_movable(path)}
        st.multiselect(_("Levers that stay movable"), list(labels), default=list(given.levers), key=key,
                       max_selections=MOST_LEVERS, format_func=lambda path: labels[path],
                       help=_("On the projector they move the scenario that is held against the reference."),
                       on_change=session.pressed(partial(show.edit, show.page, "levers"), key))


def _choice(show: Show, name: str, label: str, choices: Mapping[Any, str], chosen: str | int) -> None:
    key = f"page-{name}-{show.edition}"
    options = list(choices)
    st.selectbox(label, options, index=options.index(chosen), key=key, format_func=lambda one: choices[one],
                 on_change=session.pressed(partial(show.edit, show.page, name), key))
