"""Headlines of a result: cards, a table, and what moved in words."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from app import downloads, wording
from app.charts.chart import Pair
from app.components.cards import Card, cards
from app.look import Palette
from model.comparison import interval
from model.export import verdict
from model.outputs import HEADLINES
from model.words import _

CARDS = (
    "pioneers_succeeded_10", "additional_successes", "industries_established", "social_share",
    "social_irr", "net_fiscal_cost",
)


def show(pair: Pair, colours: Palette) -> None:
    """The headlines that matter most, each with its difference to the baseline."""
    cards([_card(pair, name) for name in CARDS], colours, str(pair.current.provenance["fingerprint"]))


def _card(pair: Pair, name: str) -> Card:
    output = HEADLINES[name]
    label = _(output.label)
    meaning = _("{meaning} Rule {rule} on the Method page.").format(
        meaning=_(output.meaning), rule=output.rule)
    return Card(
        label, wording.headline(pair.current, name), _change(pair, name), _tone(pair, name), meaning,
        _("What “{label}” means").format(label=label))


def _change(pair: Pair, name: str) -> str:
    """The difference to the baseline; of the baseline itself, its 95 % interval."""
    if pair.is_same:
        found = interval(pair.current.headlines[name])
        return wording.span(found, HEADLINES[name].unit) or "–"
    return wording.against_baseline(pair.current, pair.baseline, name)


def _tone(pair: Pair, name: str) -> str:
    """Better, worse, or the same where neither can be said."""
    if pair.is_same:
        return "same"
    direction = {"more": 1, "less": -1}.get(verdict(pair.baseline, pair.current, name), 0)
    return {1: "better", -1: "worse"}.get(direction * HEADLINES[name].good, "same")


def frame(pair: Pair, names: Iterable[str]) -> pd.DataFrame:
    """Headlines with intervals and paired differences, their meaning and the rule they follow."""
    rows = []
    for name in names:
        output = HEADLINES[name]
        found = interval(pair.current.headlines[name])
        row = {
            _("Headline"): _(output.label),
            _("current"): wording.amount(found.mean, output.unit),
            _("95 % interval"): wording.span(found, output.unit),
        }
        if not pair.is_same:
            row[_("baseline")] = wording.headline(pair.baseline, name)
            row[_("difference")] = wording.against_baseline(pair.current, pair.baseline, name)
        row[_("Meaning")] = _(output.meaning)
        row[_("Rule")] = output.rule
        rows.append(row)
    return pd.DataFrame(rows)


def table(pair: Pair, names: Iterable[str], key: str) -> None:
    """Headlines in a table, and as a file."""
    found = frame(pair, names)
    st.dataframe(found, hide_index=True, width="stretch", alt=_("The numbers of this view"))
    downloads.table_files(found, f"{key}-numbers-{pair.current.provenance['fingerprint']}", f"numbers-{key}")
