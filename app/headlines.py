"""Headlines of a result: cards, a table, and what moved in words."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from app import wording
from app.charts.chart import Pair, harmless
from model.comparison import interval
from model.export import verdict
from model.outputs import HEADLINES
from model.words import _

CARDS = (
    "pioneers_succeeded_10", "industries_established", "social_share", "social_irr",
    "net_fiscal_cost", "crowd_in", "additional_successes", "cost_per_success",
)


def cards(pair: Pair) -> None:
    """The headlines that matter most, each with its difference to the baseline."""
    with st.grid(4, min_column_width=150, gap="small"):
        for name in CARDS:
            _card(pair, name)


def _card(pair: Pair, name: str) -> None:
    output = HEADLINES[name]
    value = interval(pair.current.headlines[name]).mean
    change = _change(pair, name)
    if name == "cost_per_success" and not math.isfinite(value):
        change = _("no detectable additional success")
    colour = _colour(pair, name)
    with st.container(key=f"card-{name}", gap=None):
        st.caption(wording.plain(_(output.label)), help=wording.plain(_(output.meaning)))
        st.metric(_(output.label), wording.amount(value, output.unit),
                  label_visibility="collapsed")
        st.markdown(f":small[:{colour}[{wording.plain(change)}]]")


def _change(pair: Pair, name: str) -> str:
    """The difference to the baseline; of the baseline itself, its 95 % interval."""
    if pair.is_same:
        found = interval(pair.current.headlines[name])
        return wording.span(found, HEADLINES[name].unit) or "–"
    return wording.against_baseline(pair.current, pair.baseline, name)


def _colour(pair: Pair, name: str) -> str:
    """Green for better, red for worse, grey where neither can be said."""
    if pair.is_same:
        return "gray"
    direction = {"more": 1, "less": -1}.get(verdict(pair.baseline, pair.current, name), 0)
    return {1: "green", -1: "red"}.get(direction * HEADLINES[name].good, "gray")


def moved_in_words(pair: Pair) -> str:
    """Which of the main headlines moved detectably."""
    found: dict[str, list[str]] = {}
    for name in CARDS:
        kind = verdict(pair.baseline, pair.current, name)
        found.setdefault(kind, []).append(wording.lower_first(_(HEADLINES[name].label)))
    parts = [
        words.format(names="; ".join(found[kind]))
        for kind, words in (("more", _("Higher: {names}.")), ("less", _("Lower: {names}.")))
        if kind in found]
    if not parts:
        return _("None of the main numbers moves detectably.")
    return wording.plain(" ".join(parts))


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
    safe = found.map(harmless)
    fingerprint = pair.current.provenance["fingerprint"]
    st.download_button(
        _("Download CSV"), str(safe.to_csv(index=False)), f"{key}-numbers-{fingerprint}.csv",
        "text/csv", key=f"csv-numbers-{key}", on_click="ignore", icon=":material/download:")
