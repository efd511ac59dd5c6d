"""Directions that the literature reports, put to the model: expected, found, and whether they agree."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from app import wording
from app.charts.rows import Row, Track
from app.evidence import blocks
from app.wording import NO_BREAK
from model.comparison import Interval
from model.declare import Unit
from model.experiments.kept import Kept, Outcome, is_hit, kept
from model.experiments.lab import Expected, Finding
from model.words import _

MIDDLE = 0.5
# what an interval may reach to either side of the middle
REACH = 0.42


def show() -> None:
    """Every direction with its predictions."""
    directions = kept()
    blocks.head(_("Do directions of the literature come out?"), answer(directions), _(
        "Nothing was tuned to them. Middle: no difference; shade: where the source says it should lie; dot and line: "
        "the model with its 95 % interval, ● as expected, ◇ not. Every row has a scale of its own. A direction comes "
        "out in part if at least one predicted difference does; no difference where none is predicted is not enough."))
    for one in directions:
        st.markdown(f"#### {wording.plain(_(one.question))}\n\n{wording.plain(said(one))}\n\n"
                    f":small[:gray[{wording.plain(_(one.design))}]]")
        blocks.rows([row(finding) for finding in one.predictions], f"{_(one.question)} {said(one)}")
    blocks.tables("directions", _("All findings as a table and CSV, also those without a prediction"), {
        _("Findings of the experiments"): table(directions)})


def answer(directions: tuple[Kept, ...]) -> str:
    """How many directions come out, wholly, in part and not."""
    counts = {outcome: sum(one.outcome is outcome for one in directions) for outcome in Outcome}
    return _("Directions that come out as expected: {wholly} of {all}; in part: {partly}; not: {missed}.").format(
        all=len(directions), wholly=counts[Outcome.ALL], partly=counts[Outcome.PART], missed=counts[Outcome.NONE])


def said(one: Kept) -> str:
    """What became of a direction, from whom it is, and on how many worlds the answer rests."""
    hits = sum(map(is_hit, one.predictions))
    verdict = _(one.outcome.value)
    return _("{verdict}: {hits} of {all} predictions. Source: {source}. {worlds} worlds.").format(
        verdict=verdict[:1].upper() + verdict[1:], hits=hits, all=len(one.predictions),
        source=_(one.source).rstrip("."), worlds=f"{one.worlds:,}")


def row(finding: Finding) -> Row:
    """A prediction, and what came out."""
    name = _(finding.what)
    assert finding.expected is not None
    return Row(name[:1].upper() + name[1:], _(finding.verdict), is_hit(finding),
               (_("Model: {found}").format(found=found(finding)),
                _("Expected: {expected}").format(expected=_(finding.expected.value))),
               track(finding))


def found(finding: Finding) -> str:
    """An estimate with its unit and interval."""
    if finding.estimate.low == finding.estimate.high == 0:
        return _("exactly 0")
    text = wording.difference(finding.estimate, finding.unit)
    unit = {Unit.YEARS: _("years"), Unit.MULTIPLE: _("yuan for each yuan")}.get(finding.unit, "")
    return text.replace(" (", f"{NO_BREAK}{unit} (", 1) if unit else text


def track(finding: Finding) -> Track | None:
    """The estimate around zero, with the side shaded on which it should lie."""
    ends = (finding.estimate.mean, finding.estimate.low, finding.estimate.high)
    if not all(map(math.isfinite, ends)):
        return None
    largest = max(map(abs, ends)) or 1.0
    shade = {Expected.ABOVE: (MIDDLE, 1.0), Expected.NOT_BELOW: (MIDDLE, 1.0), Expected.BELOW: (0.0, MIDDLE)}
    return Track(shade=None if finding.expected is None else shade.get(finding.expected), tick=MIDDLE,
                 dot=Interval(*(MIDDLE + REACH * value / largest for value in ends)), labels=((MIDDLE, "0"),))


def table(directions: tuple[Kept, ...]) -> pd.DataFrame:
    """All findings, also those of which nothing was predicted."""
    return pd.DataFrame([{
        _("Question"): _(one.question), _("Finding"): _(finding.what), _("Estimate"): found(finding),
        _("Expected"): _(finding.expected.value) if finding.expected else "", _("Verdict"): _(finding.verdict),
        _("Mean"): finding.estimate.mean, _("95 %: low"): finding.estimate.low,
        _("95 %: high"): finding.estimate.high, _("Unit of the numbers"): _(finding.unit.value),
        _("Source"): _(one.source), _("Worlds"): one.worlds, _("Design"): _(one.design)}
        for one in directions for finding in one.findings])
