"""Compare: two to six scenarios on the same luck, any of them the reference."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from app import look, panel, refinement, session, wording
from app.charts.chart import Pair
from app.charts.rows import STYLE, markup
from app.compare import blocks, contributed, drawn, levers, numbers, one_firm, ranking
from app.compare.chosen import FEWEST, MOST, Board, Results, board, candidates, contradictions_in, first_choice
from app.headlines import CARDS
from app.results import Asked
from app.views import VIEWS
from app.visit import FIRST_VIEW
from model.outputs import HEADLINES
from model.words import _

# charts that need the whole width of the page
WIDE = ("capital",)


def show() -> None:
    """Draw the page."""
    st.html(look.style(_("Pages")) + STYLE)
    st.title(_("Compare"))
    chosen = _choice()
    wrong = [] if chosen is None else contradictions_in(chosen)
    if wrong:
        st.error("\n\n".join(map(wording.plain, wrong)))
        return
    if chosen is None:
        st.info(_("Choose at least {fewest} scenarios.").format(fewest=FEWEST))
        return
    if zones := levers.zones(chosen.candidates):
        st.warning(wording.plain(_("These scenarios do not have the same firms and funds at year 0 ({zones}), so "
                                   "differences are those of the zones too.").format(zones=zones)))
    asked = Asked(tuple(one.parameters for one in chosen.candidates))
    place = st.container(key="status")
    found = refinement.first_look(asked, lambda: place)
    if found is None:
        return
    results = {one.name: result for one, result in zip(chosen.candidates, found, strict=True)}
    refinement.state_of(asked, found[0].replications, _(
        "{worlds} worlds of each scenario on the same luck, with 95 % intervals."))
    parts: dict[str, tuple[str, Callable[[Board, Results], None]]] = {
        "numbers": (_("Numbers"), _numbers), "charts": (_("Charts"), _charts),
        "levers": (_("What differs"), _levers), "ranking": (_("Ranking"), _ranking),
        "why": (_("Why they differ"), contributed.show), "firm": (_("One firm"), one_firm.show)}
    part = st.segmented_control(
        _("What to compare"), list(parts), default="numbers", key="compare-part", required=True,
        format_func=lambda key: parts[key][0], label_visibility="collapsed", persist_state="session") or "numbers"
    with st.container(key=f"part-{part}"):
        parts[part][1](chosen, results)
    refinement.go_on(asked, found[0].replications)


def _choice() -> Board | None:
    """Which scenarios, and which of them the others are compared with."""
    found = candidates(session.visit())
    titles = {name: one.title for name, one in found.items()}
    first = first_choice(session.visit(), found)
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    names = left.multiselect(
        _("Scenarios"), list(found), default=[name for name in first if name in found], max_selections=MOST,
        key="compare-chosen", format_func=lambda name: titles.get(name, name), persist_state="session",
        help=_("{fewest} to {most}. All run on the same luck, with the settings of Explore.").format(
            fewest=FEWEST, most=MOST))
    if len(names) < FEWEST:
        return None
    standing = "baseline" if "baseline" in names else names[0]
    reference = right.selectbox(
        _("Reference"), names, index=names.index(standing), key="compare-reference",
        format_func=lambda name: titles.get(name, name), persist_state="session",
        help=_("Differences are those to this one. To change it computes nothing anew."))
    return board(found, names, reference or standing)


def _numbers(chosen: Board, results: Results) -> None:
    st.caption(wording.plain(_(
        "Bar: the reference, {reference}. Dot and line: the difference to it, world by world on the same luck, with "
        "its 95 % interval. ● better, ◇ worse. “Within noise”: the interval holds zero.").format(
            reference=chosen.reference.title)))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    names = left.multiselect(
        _("Numbers, in this order"), list(HEADLINES), default=list(CARDS), key="compare-headlines",
        format_func=lambda name: _(HEADLINES[name].label), persist_state="session",
        help=_("Take numbers out to hide them. They stand in the order in which they were chosen."))
    is_sorted = right.toggle(_("Best first"), key="compare-sorted", persist_state="session")
    colours = look.palette(st.context.theme.type)
    for name in names:
        st.markdown(f"#### {wording.plain(_(HEADLINES[name].label))} "
                    f":small[:gray[{wording.plain(numbers.said(chosen, results, name))}]]")
        st.html(markup(numbers.rows(chosen, results, name, is_sorted), _(HEADLINES[name].label), colours))
    _all_numbers(chosen, results)
    blocks.chart(drawn.side_by_side(chosen, results, names or CARDS, colours), results)


@st.fragment
def _all_numbers(chosen: Board, results: Results) -> None:
    """All headlines as a table that can be sorted, its columns pinned and hidden, and as a file."""
    with st.expander(_("All numbers as a table and CSV"), key="compare-table", on_change="rerun") as opened:
        if not opened.open:
            return
        content = st.segmented_control(
            _("What the table shows"), list(numbers.CONTENTS), default="gaps", key="compare-content", required=True,
            format_func=lambda key: numbers.CONTENTS[key][0], persist_state="session")
        st.caption(_("A click on a head sorts; the menu of a head pins or hides its column."))
        blocks.table(numbers.matrix(chosen, results, list(HEADLINES), content or "gaps"), _("All numbers"), "numbers",
               numbers.long_table(chosen, results, list(HEADLINES)))


def _charts(chosen: Board, results: Results) -> None:
    colours = look.palette(st.context.theme.type)
    key = st.segmented_control(
        _("View"), list(VIEWS), default=FIRST_VIEW, key="compare-view", required=True,
        format_func=lambda one: VIEWS[one].title, persist_state="session")
    view = VIEWS[key or FIRST_VIEW]
    makers = {make.__name__: make for make in (view.large, *view.small)}
    st.caption(wording.plain(_("In each chart “current” is the scenario named above it. It is held against “{title}”. "
                               "Axes are shared.").format(title=chosen.reference.title)))
    pairs = {one.name: Pair(results[one.name], results[chosen.reference.name]) for one in chosen.others}
    for name, make in makers.items():
        charts = drawn.share_axes([drawn.against(make(pair, colours), chosen.reference) for pair in pairs.values()])
        st.markdown(f"### {wording.plain(charts[0].question)}")
        columns = 1 if name in WIDE else 2
        with st.grid(columns, min_column_width=360, gap="medium"):
            for one, chart in zip(chosen.others, charts, strict=True):
                panel.under(one.title, chart, pairs[one.name], f"{one.name}-{name}")


def _levers(chosen: Board, results: Results) -> None:
    table = levers.table(chosen.candidates)
    if table.empty:
        st.info(_("These scenarios have the same levers and assumptions."))
        return
    st.markdown(f"### {wording.plain(_('In which levers and assumptions do they differ?'))}\n\n" + wording.plain(
        _("In {count} of them; all others are the same.").format(count=len(levers.paths(chosen.candidates)))))
    blocks.table(table, _("Levers and assumptions that differ"), "levers")


def _ranking(chosen: Board, results: Results) -> None:
    colours = look.palette(st.context.theme.type)
    st.markdown("### " + _("Which scenario suits what matters to you?") + "\n\n" + _(
        "How much does each of these matter to you, from 0 to 10?"))
    weights = _weights()
    places = ranking.ranking(results, weights)
    titles = {one.name: one.title for one in chosen.candidates}
    st.caption(_("Each matter goes from 0 for the worst of these scenarios to 1 for the best; the score is the "
                 "weighted mean. It depends on which scenarios are compared. “First” is how often a scenario leads "
                 "when the worlds are drawn anew."))
    blocks.table(pd.DataFrame([{
        _("Rank"): one.rank, _("Scenario"): titles[one.name], _("Score"): round(one.score, 3),
        _("First, % of draws"): round(100 * one.first, 1),
        **{_(HEADLINES[matter].label): round(part, 3) for matter, part in one.parts.items()}} for one in places]),
        _("Ranking"), "ranking")
    with st.grid(2, min_column_width=360, gap="medium"):
        for matter in ranking.MATTERS:
            blocks.chart(drawn.shift(chosen, results, weights, matter, colours), results)


def _weights() -> dict[str, float]:
    found = {}
    with st.container(horizontal=True, gap="medium"):
        for matter in ranking.MATTERS:
            found[matter] = float(st.slider(
                _(HEADLINES[matter].label), 0, 10, 5, key=f"weight-{matter}", persist_state="session",
                help=_(HEADLINES[matter].meaning), width=260))
    return found
