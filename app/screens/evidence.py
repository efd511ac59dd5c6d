"""Evidence: why anybody should believe the numbers, and what they cannot say."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from app import look, wording
from app.charts import score as charts
from app.charts.chart import Chart
from app.components.plot import plot
from app.weight import assumptions, known_from
from model.evidence.card import Card, kept
from model.evidence.figures import Use, figures
from model.experiments.kept import kept as kept_directions
from model.outputs import HEADLINES
from model.parameters import BASELINE, PARAMETERS, value_at
from model.words import _

TABLE_HEIGHT = 420
ROW_HEIGHT = 84
MOST_NAMED = 6


def show() -> None:
    """Draw the page from what was measured last; it runs nothing."""
    st.html(look.style(_("Pages")))
    st.title(_("Evidence"))
    try:
        card = kept()
    except OSError:
        st.error(_("The measured score card is not there. Write it with: python -m model evidence --format json > "
                   "model/evidence/card.json"))
        return
    _summary(card)
    _scores(card)
    _directions()
    _weights()
    _other_figures()
    _limits()


def _summary(card: Card) -> None:
    fitted, targets = card.inside(Use.TARGET)
    right, checks = card.inside(Use.VALIDATE)
    st.markdown(wording.plain(_(
        "The model is held against {all} published figures, each worked out from simulated firms, rounds and funds "
        "by the same definition. {fitted} of {targets} figures that its assumptions aim at lie inside their range, "
        "and {right} of {checks} that they were never set to. American figures are held against a US reference "
        "world, Chinese ones against the zone. Money check: 0 fen missing in {transfers} transfers, in {worlds} "
        "worlds.").format(
        all=len(card.scores), fitted=fitted, targets=targets, right=right, checks=checks,
        transfers=f"{card.transfers:,}", worlds=f"{card.worlds:,}")))
    st.caption(wording.plain(_(
        "Measured with the defaults by python -m model evidence. Intervals hold luck only. Where no range is "
        "published, a fifth to either side of the value counts as inside.")))


def _scores(card: Card) -> None:
    colours = look.palette(st.context.theme.type)
    for use, key, question in (
            (Use.TARGET, "targets", _("Does the model come near the figures that it aims at?")),
            (Use.VALIDATE, "checks", _("Does it come near figures that it was never set to?"))):
        chosen = [score for score in card.scores if score.figure.use is use]
        outside = [wording.lower_first(_(score.figure.statistic)) for score in chosen if not score.is_inside]
        inside = len(chosen) - len(outside)
        answer = _("{inside} of {all} lie inside their range.").format(inside=inside, all=len(chosen))
        if 0 < len(outside) <= MOST_NAMED:
            answer += " " + _("Outside: {names}.").format(names="; ".join(outside))
        _panel(charts.scores(key, question, answer, chosen, colours), str(card.worlds))


def _panel(chart: Chart, stamp: str) -> None:
    with st.container(key=f"block-{chart.key}", gap="small"):
        st.markdown(f"### {wording.plain(chart.question)}\n\n{wording.plain(chart.answer)}\n\n"
                    f":small[:gray[{wording.plain(chart.unit)}]]")
        plot(chart.figure, key=f"chart-{chart.key}", name=chart.name, stamp=stamp)
        _behind(chart)


@st.fragment
def _behind(chart: Chart) -> None:
    """Where the figures come from, made when asked for."""
    with st.expander(_("Sources, definitions and caveats"), key=f"table-{chart.key}", on_change="rerun") as opened:
        if not opened.open:
            return
        _table(chart.table, chart.question)
        st.download_button(_("Download CSV"), chart.csv, f"{chart.key}.csv", "text/csv", key=f"csv-{chart.key}",
                           on_click="ignore", icon=":material/download:")


def _directions() -> None:
    directions = kept_directions()
    st.subheader(_("Do directions of the literature come out?"))
    rows = [
        {_("Question"): _(one.question), _("Finding"): _(finding.what),
         _("Estimate"): wording.difference(finding.estimate, finding.unit), _("Expected"): finding.expected.value,
         _("Verdict"): _(finding.verdict), _("Source"): one.source}
        for one in directions for finding in one.findings if finding.expected is not None]
    right = sum(row[_("Verdict")] == _("as expected") for row in rows)
    st.markdown(wording.plain(_(
        "{right} of {all} predictions in {count} experiments come out as their source reports. None was tuned to. "
        "Each is measured on the same luck in {worlds} worlds.").format(
        right=right, all=len(rows), count=len(directions), worlds=directions[0].worlds)))
    _table(pd.DataFrame(rows), _("Predictions of the literature and what came out"))


def _weights() -> None:
    st.subheader(_("Which assumptions matter most, and what is known of them?"))
    st.markdown(wording.plain(_(
        "What an assumption moves from the low to the high end of its plausible range, in standard deviations "
        "between worlds. The first ones deserve the most doubt where nothing published informs them.")))
    rows = [
        {_("Assumption"): wording.full_label(PARAMETERS[one.path]),
         _("Default"): wording.setting_text(PARAMETERS[one.path], PARAMETERS[one.path].default),
         _("Plausible"): _("{low} to {high}").format(
             low=wording.short_setting(PARAMETERS[one.path], PARAMETERS[one.path].slider_low),
             high=wording.short_setting(PARAMETERS[one.path], PARAMETERS[one.path].slider_high)),
         _("Moves most"): _(HEADLINES[one.headline].label), _("By"): round(one.size, 2),
         _("Known from"): known_from(PARAMETERS[one.path])}
        for one in assumptions()]
    _table(pd.DataFrame(rows), _("Assumptions by what they move"))


def _other_figures() -> None:
    st.subheader(_("Which published figures went in, and which only give context?"))
    rows = []
    for figure in figures().values():
        if figure.use in (Use.INPUT, Use.CONTEXT):
            inform = "; ".join(
                f"{wording.full_label(PARAMETERS[path])}: "
                f"{wording.setting_text(PARAMETERS[path], value_at(BASELINE, path))}" for path in figure.parameters)
            rows.append({
                _("Figure"): _(figure.statistic), _("Value"): figure.value, _("Unit"): figure.unit,
                _("Use"): figure.use.value, _("Informs, and its default now"): inform,
                _("Source"): figure.source, _("Quality"): figure.quality, _("Caveat"): _(figure.caveat)})
    _table(pd.DataFrame(rows), _("Published figures that are inputs or context"))


def _limits() -> None:
    st.subheader(_("What it cannot say"))
    sentences = (
        _("Assumptions were set by hand so that rounds, dilution and multiples come near published figures, mostly "
          "American ones. They are no estimate."),
        _("Nothing published identifies the forced-sale discount, the lock-up premium, spillovers, the threshold of "
          "continuation, interference, certification, outside options or when an industry counts as established. "
          "Vary them before trusting a verdict."),
        _("Firms do not change their technology or industry, merge, or borrow. Prices and wages do not react to "
          "demand. Industries do not learn from each other."),
        _("A zone has few funds and firms, so single years swing more than a country's. The model has one zone and "
          "no rival zones."),
    )
    st.markdown("\n".join(f"- {wording.plain(text)}" for text in sentences))
    st.caption(_("The whole list stands at the end of “How the model works” on the Method page."))


def _table(content: pd.DataFrame, alt: str) -> None:
    st.dataframe(content, hide_index=True, width="stretch", alt=alt, row_height=ROW_HEIGHT,
                 height=min(TABLE_HEIGHT, ROW_HEIGHT * (len(content) + 1)))
