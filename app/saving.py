"""Saving scenarios, bringing them in and passing them on: the buttons below the box of scenarios and their dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from app import own_zone, refinement, saved, session, wording
from app.results import Asked
from app.titles import distinct
from app.visit import BROUGHT, Visit
from model import link
from model.export import as_csv, headline_table
from model.file_names import file_name
from model.library import Deleted, Entry, stamp_of
from model.messages import Problems
from model.scenario import TEXTS, Scenario
from model.strict_json import LARGEST_BYTES
from model.version import VERSION
from model.words import _

MOST_UPLOAD_MB = 1
HEADLINES_FILE = "headline.csv"


def buttons() -> None:
    """Save, share, manage, and bring a zone of one's own."""
    visit = session.visit()
    if visit.said:
        st.caption(wording.plain(visit.said))
    with st.container(horizontal=True, gap="small", key="saving"):
        if st.button(_("Save"), key="save", icon=":material/save:", type="tertiary",
                     help=_("Save what is set as a scenario of your own")):
            _save()
        if st.button(_("Share"), key="share", icon=":material/link:", type="tertiary",
                     help=_("A link, a file, or the command that gives the same numbers")):
            _share()
        if st.button(_("Saved"), key="manage", icon=":material/folder_open:", type="tertiary",
                     help=_("Open, copy or delete what was saved, or open a file. To rename one, open it and save it "
                            "under another title.")):
            _manage()
        own_zone.button()


def described(visit: Visit) -> Scenario:
    """What is set now, with the texts of the scenario that it came from."""
    found = visit.scenarios().get(visit.scenario)
    base = Scenario(title=saved.free_title(_("My scenario"))) if found is None or saved.is_shipped(
        visit.scenario) else found
    return replace(base, parameters=visit.parameters())


def own_entry(visit: Visit) -> Entry[Scenario] | None:
    """The saved scenario that was opened, if it is still there and whole."""
    name = saved.name_of(visit.scenario)
    return next((each for each in saved.entries() if each.name == name and each.document), None) if name else None


@st.dialog(_("Save this scenario"))
def _save() -> None:
    visit = session.visit()
    before, own = described(visit), own_entry(visit)
    texts = {
        "title": st.text_input(_("Title"), before.title, max_chars=TEXTS["title"], key="save-title"),
        "question": st.text_input(_("Question"), before.question, key="save-question", max_chars=TEXTS["question"],
                                  help=_("What should it answer?")),
        "author": st.text_input(_("Author"), before.author, max_chars=TEXTS["author"], key="save-author"),
        "notes": st.text_area(_("Notes"), before.notes, max_chars=TEXTS["notes"], key="save-notes"),
    }
    if texts["title"] in saved.titles(apart_from=own.name if own else ""):
        st.caption(_("Another scenario has this title. In lists the later one bears a number."))
    tags = st.text_input(_("Tags, with commas between them"), ", ".join(before.tags), key="save-tags")

    def written() -> Scenario:
        return replace(before, **texts, date=date.today().isoformat(), tags=tags_in(tags))

    with st.container(horizontal=True, gap="small"):
        if own is not None and st.button(_("Save"), key="save-over"):
            _do(lambda: save_over(visit, own, written()))
        if st.button(_("Save as new") if own is not None else _("Save"), key="save-new"):
            _do(lambda: save_new(visit, written(), own))


def tags_in(text: str) -> tuple[str, ...]:
    """Tags as a person writes them, with commas between."""
    return tuple(dict.fromkeys(tag.strip() for tag in text.replace("，", ",").split(",") if tag.strip()))


def save_new(visit: Visit, scenario: Scenario, own: Entry[Scenario] | None = None) -> str:
    """Save in a file of its own. A second one of what was opened gets a title that tells it from the first."""
    if own is not None and scenario.title == own.title:
        scenario = replace(scenario, title=saved.free_title(scenario.title))
    name = saved.library().create(scenario)
    visit.put(name, stamp_of(scenario))
    return _("Saved as “{title}”.").format(title=scenario.title)


def save_over(visit: Visit, own: Entry[Scenario], scenario: Scenario) -> str:
    """Save over what was opened; under its new name if the title is another."""
    library = saved.library()
    stamp = library.save(own.name, scenario, visit.seen.get(own.name, own.stamp))
    name = library.rename(own.name, scenario.title, stamp) if scenario.title != own.title else own.name
    visit.put(name, stamp)
    return _("Saved “{title}”.").format(title=scenario.title)


def _do(act: Callable[[], str]) -> None:
    """Do it and close the dialog; say in it why not."""
    try:
        session.visit().said = act()
    except Problems as error:
        st.error(wording.plain(error.message()))
        return
    st.rerun()


@st.dialog(_("Share this scenario"), width="medium")
def _share() -> None:
    scenario = described(session.visit())
    file = file_name_of(scenario)
    st.markdown(f"**{_('A link')}**")
    try:
        text = link.encode(scenario)
    except Problems as error:
        st.info(wording.plain(error.message()))
    else:
        st.caption(_("It carries all that is set and opens to the same numbers in any browser that reaches this "
                     "program."))
        st.code(f"{address()}?{link.QUERY}={text}", language=None, wrap_lines=True)
    st.markdown(f"**{_('A file')}**")
    st.download_button(_("Download {file}").format(file=file), scenario.to_json(), file, "application/json",
                       key="share-file", on_click="ignore", icon=":material/download:")
    st.markdown(f"**{_('Reproduce the numbers')}**")
    st.caption(_("With the file, in the folder of the program, version {version}:").format(version=VERSION))
    st.code(f"python -m model run {file} --out results", language="bash")
    st.code(python_for(file), language="python")
    st.caption(_("Both give the numbers of this file, digit for digit; the command writes the same file into its "
                 "folder:"))
    if too_large := refinement.larger_than_memory(Asked((scenario.parameters,))):
        st.info(wording.plain(too_large))
        return
    st.download_button(_("Download {file}").format(file=HEADLINES_FILE), lambda: headlines_of(scenario),
                       HEADLINES_FILE, "text/csv", key="share-headlines", on_click="ignore",
                       icon=":material/download:")


def headlines_of(scenario: Scenario) -> bytes:
    """The file of headlines that the command line writes for the file of this scenario."""
    asked = Asked((scenario.parameters,))
    result = asked.advance(scenario.parameters.settings.replications, lambda done, count: None)[0]
    return as_csv(headline_table(file_name(scenario.title), result))


def address() -> str:
    """The address of the page without what was in its query."""
    return str(st.context.url or "").partition("?")[0].rstrip("/") + "/"


def file_name_of(scenario: Scenario) -> str:
    """A plain name for the file of a scenario."""
    return f"{file_name(scenario.title)}.json"


def python_for(file: str) -> str:
    """Three lines of Python that give the same numbers."""
    return ("from model.comparison import run_with_twin\nfrom model.scenario import Scenario\n"
            f"print(run_with_twin(Scenario.load({file!r}).parameters).headlines)")


@st.dialog(_("Saved scenarios"), width="medium")
def _manage() -> None:
    visit = session.visit()
    _upload(visit)
    st.markdown(f"**{_('In the folder')}**")
    try:
        found = saved.library().entries()
    except Problems as error:
        st.error(wording.plain(error.message()))
        return
    if not found:
        st.caption(_("Nothing is saved yet."))
    for entry, title in zip(found, distinct([entry.title for entry in found]), strict=True):
        _entry(visit, entry, title)
    gone: tuple[Deleted, ...] = st.session_state.get("deleted", ())
    if gone and st.button(_("Bring back “{title}”").format(title=wording.plain(gone[-1].title)), key="restore",
                          icon=":material/undo:"):
        _do(lambda: _restored(gone))


def _upload(visit: Visit) -> None:
    st.markdown(f"**{_('Open a file')}**")
    given = st.file_uploader(_("A scenario file"), type="json", key="upload", max_upload_size=MOST_UPLOAD_MB,
                             label_visibility="collapsed")
    if given is not None and st.button(_("Open it"), key="open-upload"):
        _do(lambda: bring(visit, given.getvalue()))


def bring(visit: Visit, content: bytes) -> str:
    """Open the scenario in the bytes of a file. Raises `Problems` with all that is wrong with it."""
    visit.bring(read(content))
    opened = _("Opened “{title}”. It is not saved here yet.").format(title=visit.scenarios()[visit.scenario].title)
    return f"{opened} {visit.said}".strip()


def read(content: bytes) -> Scenario:
    """The scenario in the bytes of a file."""
    if len(content) > LARGEST_BYTES:
        raise Problems([_("The file is too large for a scenario. Choose another one.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problems([_("The file is not UTF-8 text. Save it as UTF-8.")]) from error
    return Scenario.from_json(text)


def _entry(visit: Visit, entry: Entry[Scenario], title: str) -> None:
    key = f"entry-{entry.name}"
    with st.container(border=True, key=key):
        st.markdown(f"**{wording.plain(title)}**\n\n:small[:gray[{wording.plain(_about(entry))}]]")
        if entry.document is None:
            st.error(wording.plain("\n".join(entry.problems)))
        with st.container(horizontal=True, gap="small"):
            if entry.document is not None:
                if st.button(_("Open"), key=f"open-{key}", type="tertiary", icon=":material/open_in_new:"):
                    visit.choose(saved.key_of(entry.name))
                    st.rerun()
                if st.button(_("Copy"), key=f"copy-{key}", type="tertiary", icon=":material/content_copy:"):
                    _do(lambda: _copied(entry))
            if entry.stamp and st.button(_("Delete"), key=f"delete-{key}", type="tertiary", icon=":material/delete:"):
                _do(lambda: _deleted(entry))


def _about(entry: Entry[Scenario]) -> str:
    when = _("saved {moment}").format(moment=session.local_time(entry.modified))
    parts = [when]
    if entry.document is not None:
        parts += [entry.document.author, ", ".join(entry.document.tags), entry.document.question]
    return " · ".join(part for part in parts if part)


def _copied(entry: Entry[Scenario]) -> str:
    copy = saved.library().entry(saved.library().duplicate(entry.name))
    return _("Copied as “{title}”.").format(title=copy.title)


def _deleted(entry: Entry[Scenario]) -> str:
    gone = saved.library().delete(entry.name, entry.stamp)
    st.session_state["deleted"] = (*st.session_state.get("deleted", ()), gone)
    return _("“{title}” was deleted. “Saved” can bring it back.").format(title=entry.title)


def _restored(gone: tuple[Deleted, ...]) -> str:
    saved.library().restore(gone[-1])
    st.session_state["deleted"] = gone[:-1]
    return _("“{title}” is back.").format(title=gone[-1].title)


def open_link(visit: Visit) -> None:
    """Open the scenario in the page's address. It stays there, so that the page can be loaded anew."""
    text = st.query_params.get(link.QUERY)
    if text is None:
        return
    try:
        scenario = link.decode(text)
    except Problems as error:
        text = _("The address names a scenario that cannot be opened, so this is the baseline. {reason}")
        visit.trouble = text.format(reason=error.message())
    else:
        visit.bring(scenario)
        visit.said = _("Opened “{title}” from a link. It is not saved here yet.").format(title=scenario.title)


def tidy_address(visit: Visit) -> None:
    """Take a link out of the page's address once something else is shown."""
    if link.QUERY in st.query_params and (visit.scenario != BROUGHT or visit.differs_from_scenario()):
        del st.query_params[link.QUERY]
