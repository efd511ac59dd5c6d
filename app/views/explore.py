"""Explore: move a lever, see what happens."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st

from app import charts, controls, headlines, look, session, wording
from app.charts import Chart, Pair
from model.declare import Role
from model.ensemble import Cancelled, LedgerBroken
from model.outputs import SERIES
from model.parameters import PARAMETERS, Parameters, contradictions, value_at
from model.words import _

STOP_BUTTON_WORLDS = 1_000
NAMED_CHANGES = 3
PLOT_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def show() -> None:
    """Draw the page."""
    with st.sidebar:
        controls.sidebar()
    _head()
    messages = st.container()
    chosen = session.parameters()
    with st.container(key="status"):
        status = st.empty()
    given = _given(chosen, messages)
    if given is None:
        return
    pair = _results(given, status)
    if pair is None:
        return
    if given == chosen:
        st.session_state.shown = given
    if st.session_state.stopped != session.fingerprint(given):
        status.markdown(_what_changed(pair))
    _body(pair)


def _head() -> None:
    st.html(look.style())
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        st.markdown(f"## {_('What keeps pioneers alive?')}", width="stretch")
        st.button(_("Undo"), icon=":material/undo:", shortcut="Ctrl+Z", on_click=session.undo,
                  disabled=not st.session_state.past, key="undo", type="tertiary")
        st.button(_("Redo"), icon=":material/redo:", shortcut="Ctrl+Shift+Z",
                  on_click=session.redo, disabled=not st.session_state.future, key="redo",
                  type="tertiary")


def _given(chosen: Parameters, messages: st.delta_generator.DeltaGenerator) -> Parameters | None:
    """What can be run: the chosen values, or the last ones that could if these contradict."""
    found = contradictions(chosen)
    too_large = _too_large(chosen)
    sentences = [each.message for each in found] + ([too_large] if too_large else [])
    if not sentences:
        return chosen
    last = st.session_state.shown
    sentences.append(_("Mend this to see results.") if last is None else _(
        "The numbers below belong to the previous values, before this change."))
    with messages:
        st.warning("\n\n".join(wording.plain(text) for text in sentences))
        with st.container(horizontal=True, gap="small"):
            for k, each in enumerate(found):
                _mend_button(k, dict(each.fix))
    return last


def _mend_button(number: int, fix: session.Changes) -> None:
    remedy = ", ".join(
        wording.assignment(PARAMETERS[path], value)
        for path, value in list(fix.items())[:NAMED_CHANGES])
    if len(fix) > NAMED_CHANGES:
        remedy += ", …"
    st.button(_("Mend it: set {remedy}").format(remedy=wording.plain(remedy)),
              key=f"fix-{number}", icon=":material/build:", on_click=session.change_all,
              args=(fix,))


def _too_large(chosen: Parameters) -> str:
    """What to say when the results would not fit into memory."""
    needed = session.bytes_needed(chosen)
    if needed <= session.MOST_BYTES:
        return ""
    return _("{worlds} worlds over these years would need {size} GB of memory on this page. Choose "
             "fewer worlds, or run them from the command line.").format(
        worlds=f"{chosen.settings.replications:,}", size=wording.digits(needed / 1e9, 1))


def _results(given: Parameters, status: st.delta_generator.DeltaGenerator) -> Pair | None:
    """The result and the baseline's, with a progress bar while they are computed."""
    wanted = [given, session.reference(given)]
    try:
        if any(session.known(each) is None for each in wanted):
            if st.session_state.stopped == session.fingerprint(given):
                return _stopped(status)
            with status.container():
                current, baseline = session.compute(wanted, _progress(given))
        else:
            current, baseline = session.compute(wanted, lambda _share, _done, _all: None)
    except Cancelled:
        return None
    except (LedgerBroken, MemoryError) as error:
        status.error(wording.plain(_("These values could not be run. {reason}").format(
            reason=str(error) or _("There is not enough memory."))))
        return None
    return Pair(current, baseline)


def _progress(given: Parameters) -> Callable[[float, int, int], None]:
    """A bar with the time left; a button to stop when it takes long."""
    begun = time.monotonic()
    stale = "" if st.session_state.shown is None else _(
        "; the numbers below belong to the previous values")
    bar = st.progress(0.0, text=_("Computing") + stale)
    if given.settings.replications >= STOP_BUTTON_WORLDS:
        st.button(_("Stop"), key="stop", on_click=_stop, args=(session.fingerprint(given),))

    def tell(share: float, done: int, total: int) -> None:
        text = _("{done} of {total} worlds computed").format(
            done=f"{done:,}", total=f"{total:,}") + stale
        taken = time.monotonic() - begun
        if share > 0 and taken > 1:
            left = taken * (1 - share) / share
            text += _(" · about {seconds} s left").format(seconds=round(left) or 1)
        bar.progress(min(share, 1.0), text=text)

    return tell


def _stop(fingerprint: str) -> None:
    st.session_state.stopped = fingerprint


def _go_on() -> None:
    st.session_state.stopped = ""


def _stopped(status: st.delta_generator.DeltaGenerator) -> Pair | None:
    """After Stop: the last result, marked as such."""
    with status.container():
        st.info(_("Stopped. The numbers below belong to the previous values."))
        st.button(_("Compute"), key="go-on", on_click=_go_on)
    last = st.session_state.shown
    if last is None:
        return None
    found, baseline = session.known(last), session.known(session.reference(last))
    return Pair(found, baseline) if found and baseline else None


def _body(pair: Pair) -> None:
    colours = look.palette(st.context.theme.type)
    headlines.cards(pair)
    _band_note(pair)
    series = st.session_state.get("pioneer-series") or charts.PIONEER_SERIES[0]
    with st.container(key="block-pioneers", gap="small"):
        chart = charts.pioneers(pair, colours, series)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"#### {wording.plain(chart.question)}", width="stretch")
            st.segmented_control(
                _("Pioneers"), charts.PIONEER_SERIES, key="pioneer-series", default=series,
                required=True, format_func=_pioneer_choice, label_visibility="collapsed")
        st.markdown(wording.plain(chart.answer))
        _drawing(chart, pair)
    makers = (charts.firms_by_stage, charts.deaths, charts.dropped, charts.industries,
              charts.j_curve, charts.fiscal_cost)
    with st.grid(2, min_column_width=360, gap="medium"):
        for make in makers:
            _block(make(pair, colours), pair)
    _block(charts.capital(pair, colours), pair)
    headlines.table(pair)
    _footer(pair)


def _pioneer_choice(name: str) -> str:
    text = _(SERIES[name].label).removeprefix(_("Pioneers "))
    return text[:1].upper() + text[1:]


def _what_changed(pair: Pair) -> str:
    """Two sentences: what was changed, and what moved."""
    if pair.is_same:
        return _("This is the baseline: move a lever to see what it changes.")
    return f"{wording.plain(_changes_in_words(pair))} {headlines.moved_in_words(pair)}"


def _changes_in_words(pair: Pair) -> str:
    given = {path: value_at(pair.current.parameters, path) for path in PARAMETERS}
    changed = [p for p in PARAMETERS.values()
               if p.role is not Role.SETTING and given[p.path] != p.default]
    if not changed:
        return _("Only settings differ from the baseline.")
    text = ", ".join(
        wording.assignment(p, given[p.path]) for p in changed[:NAMED_CHANGES])
    if len(changed) > NAMED_CHANGES:
        text += _(" and {count} more").format(count=len(changed) - NAMED_CHANGES)
    return _("Set {changes}.").format(changes=text)


def _band_note(pair: Pair) -> None:
    worlds = f"{pair.current.replications:,}"
    text = _("Means of {worlds} worlds, with their 95 % intervals.").format(worlds=worlds)
    if not pair.is_same:
        text = _("Means of {worlds} worlds. Below them: the difference to the baseline on the same "
                 "luck, with its 95 % interval.").format(worlds=worlds)
    st.caption(text)
    if session.changes_of(Role.ASSUMPTION):
        st.toggle(
            _("Let the baseline share the changed assumptions"), key="hold-assumptions",
            value=st.session_state.hold_assumptions, on_change=_hold,
            help=_("On: the differences come from levers only. Off: from assumptions too."))


def _hold() -> None:
    st.session_state.hold_assumptions = st.session_state["hold-assumptions"]


def _block(chart: Chart, pair: Pair) -> None:
    with st.container(key=f"block-{chart.key}", gap="small"):
        st.markdown(f"#### {wording.plain(chart.question)}")
        st.markdown(wording.plain(chart.answer))
        _drawing(chart, pair)


def _drawing(chart: Chart, pair: Pair) -> None:
    st.caption(wording.plain(chart.unit))
    st.plotly_chart(chart.figure, key=f"chart-{chart.key}", theme=None, config=PLOT_CONFIG,
                    width="stretch", alt=f"{chart.question} {chart.answer}")
    if chart.note:
        st.caption(wording.plain(chart.note))
    _table(chart, str(pair.current.provenance["fingerprint"]))


@st.fragment
def _table(chart: Chart, fingerprint: str) -> None:
    with st.expander(_("Table and CSV"), key=f"table-{chart.key}", on_change="rerun",
                     type="compact") as opened:
        if opened.open:
            st.dataframe(chart.table, hide_index=True, width="stretch", alt=chart.unit)
            st.download_button(
                _("Download CSV"), chart.csv, f"{chart.key}-{fingerprint}.csv", "text/csv",
                key=f"csv-{chart.key}", on_click="ignore", icon=":material/download:")


def _footer(pair: Pair) -> None:
    made = pair.current.provenance
    st.caption(_("{worlds} worlds · seed {seed} · horizon {years} years · model {version} · input "
                 "{fingerprint} · {date}").format(
        worlds=f"{made['replications']:,}", seed=made["seed"], years=made["years"],
        version=made["model_version"], fingerprint=made["fingerprint"], date=made["date"]))
