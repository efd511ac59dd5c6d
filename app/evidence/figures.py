"""Published figures beside the model's own values, those that assumptions aim at apart from the others."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app import wording
from app.charts import score as charts
from app.evidence import blocks
from model.evidence.card import Card, Score
from model.evidence.figures import Figure, Use, figures
from model.parameters import PARAMETERS
from model.words import _


def topic(name: str) -> str:
    """What a topic of figures is called."""
    return {
        "funnel": _("Funnel of rounds"), "price": _("Prices of rounds"), "funds": _("Funds and angels"),
        "cycle": _("Cycle of fundraising"), "guide": _("The guide"), "outcomes": _("Outcomes of financings"),
        "exits": _("Exits"), "patient": _("A patient portfolio"), "technology": _("Technology"),
        "survival": _("Survival"), "terms": _("Terms of funds"), "zone": _("The zone"),
    }.get(name, wording.title(name))


def summary(card: Card) -> str:
    """How many figures lie inside their range, and the money check."""
    fitted, targets = card.inside(Use.TARGET)
    right, checks = card.inside(Use.VALIDATE)
    return _(
        "{fitted} of {targets} targets, figures that assumptions aim at, lie inside their range; so do {right} of "
        "{checks} validation figures, which no assumption aims at. Money check: 0 fen missing in {transfers} "
        "transfers, in {worlds} worlds.").format(
        fitted=fitted, targets=targets, right=right, checks=checks, transfers=f"{card.transfers:,}",
        worlds=f"{card.worlds:,}")


def show(card: Card) -> None:
    """All figures that the model is held against, by topic, and tables of all others."""
    parts = (
        (Use.TARGET, _("Does the model come near the figures that it aims at?"),
         _("Targets: assumptions may be set so that the model comes near them, so to hit them is no proof.")),
        (Use.VALIDATE, _("Does it come near figures that it does not aim at?"),
         _("Validation: no assumption may be set to them, so these count for more.")))
    for use, question, meaning in parts:
        inside, count = card.inside(use)
        blocks.head(question, _("{inside} of {all} lie inside their range. {meaning}").format(
            inside=inside, all=count, meaning=meaning), _how_to_read() if use is Use.TARGET else "")
        chosen = [score for score in card.scores if score.figure.use is use]
        for name in dict.fromkeys(score.figure.topic for score in chosen):
            _topic(name, [score for score in chosen if score.figure.topic == name])
    blocks.tables("figures", _("All figures as tables and CSV, with inputs and context"), {
        _("Figures that the model is held against"): charts.table(card.scores),
        _("Figures that set parameters, and figures for context"): others()})


def _how_to_read() -> str:
    return _(
        "Shade: the published range; bar: the published value; ● the model inside the range with its whole interval, ◇ "
        "not, ◀ or ▶ far outside; line: the model's 95 % interval, which holds luck only. Every row has a scale of its "
        "own.")


def _topic(name: str, chosen: Sequence[Score]) -> None:
    inside = sum(score.is_inside for score in chosen)
    said = _("{topic}: {inside} of {all} inside").format(topic=topic(name), inside=inside, all=len(chosen))
    st.markdown(f"#### {wording.plain(said)}")
    blocks.rows([charts.row(score) for score in chosen], said)


def others() -> pd.DataFrame:
    """Inputs with the parameters that they inform and their defaults now, then context."""
    chosen = [figure for use in (Use.INPUT, Use.CONTEXT) for figure in figures().values() if figure.use is use]
    return pd.DataFrame([{
        _("Figure"): charts.name_of(figure), _("Use"): _(figure.use.value), _("Topic"): topic(figure.topic),
        _("Value"): figure.value, _("Published range"): _spread(figure), _("Unit"): _(figure.unit),
        _("Informs, with its default now"): "; ".join(_default(path) for path in figure.parameters),
        _("Source"): _(figure.source), _("Year"): figure.year, _("Quality"): charts.quality(figure),
        _("Definition"): _(figure.definition), _("Caveat"): _(figure.caveat)}
        for figure in chosen])


def _spread(figure: Figure) -> str:
    if not figure.has_spread:
        return ""
    return _("{low} to {high}").format(low=wording.digits(figure.low), high=wording.digits(figure.high))


def _default(path: str) -> str:
    parameter = PARAMETERS[path]
    return f"{wording.full_label(parameter)}: {wording.setting_text(parameter, parameter.default)}"
