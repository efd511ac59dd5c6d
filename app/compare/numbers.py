"""The numbers of the scenarios: one block for each headline, and all of them as a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from app import wording
from app.charts.rows import Row, Track
from app.compare.chosen import Board, Results
from app.compare.differences import Difference, difference
from model.comparison import Interval
from model.outputs import HEADLINES
from model.words import _

MIDDLE = 0.5
# what the farthest end of all intervals takes to either side of the middle
REACH = 0.45


def found_for(board: Board, results: Results, headline: str) -> dict[str, Difference]:
    """What can be said of a headline of each scenario but the reference, by name."""
    reference = results[board.reference.name]
    return {one.name: difference(reference, results[one.name], headline) for one in board.others}


def by_size(found: Mapping[str, Difference], headline: str) -> list[str]:
    """Names, the best difference first; what is undefined comes last."""
    good = HEADLINES[headline].good or 1
    return sorted(found, key=lambda name: -good * found[name].gap.mean
                  if math.isfinite(found[name].gap.mean) else math.inf)


def rows(board: Board, results: Results, headline: str, is_sorted: bool) -> list[Row]:
    """A row for each scenario with its difference to the reference, all of a headline on one scale."""
    found = found_for(board, results, headline)
    ends = [abs(end) for one in found.values() for end in (one.gap.low, one.gap.high) if math.isfinite(end)]
    largest = max(ends, default=0.0) or 1.0

    def place(value: float) -> float:
        return MIDDLE + REACH * value / largest

    titles = {one.name: one.title for one in board.others}
    names = by_size(found, headline) if is_sorted else list(found)
    return [Row(
        titles[name], _verdict(found[name]), _is_better(found[name]), _numbers(found[name]),
        Track(tick=MIDDLE, dot=Interval(*map(place, (found[name].gap.mean, found[name].gap.low, found[name].gap.high))),
              labels=((MIDDLE, "0"),))) for name in names]


def _is_better(one: Difference) -> bool | None:
    return {"better": True, "worse": False}.get(one.tone)


def _verdict(one: Difference) -> str:
    if one.verdict == "identical":
        return _("the same in every world")
    if one.verdict == "undefined":
        return _("no difference can be stated")
    if not one.is_told:
        return _("within noise")
    return {"better": _("better"), "worse": _("worse")}.get(one.tone) or (
        _("more") if one.verdict == "more" else _("less"))


def _numbers(one: Difference) -> tuple[str, ...]:
    unit = HEADLINES[one.headline].unit
    relative = "" if not (math.isfinite(one.relative) and one.is_told) else _(", {part} of the reference").format(
        part=("+" if one.relative > 0 else "") + wording.percent(one.relative))
    said_ = (_("{value} on average").format(value=wording.amount(one.mean.mean, unit)),
             wording.difference(one.gap, unit) + relative)
    if not math.isfinite(one.better):
        return said_
    return (*said_, _("better in {better} of worlds, worse in {worse}").format(
        better=_whole(one.better), worse=_whole(one.worse)))


def _whole(share: float) -> str:
    """A share of worlds in whole per cent; a few worlds of many never read as none."""
    if 0 < share < 0.01:
        return _("under {share}").format(share="1" + wording.PERCENT)
    return wording.digits(100 * share, 0) + wording.PERCENT


def said(board: Board, results: Results, headline: str) -> str:
    """The reference's own value, in a sentence."""
    found = results[board.reference.name]
    return _("{reference}: {value}").format(reference=board.reference.title, value=wording.headline(found, headline))


Content = Callable[[Difference], float]
CONTENTS: dict[str, tuple[str, Content]] = {
    "means": (_("Means"), lambda one: one.mean.mean),
    "gaps": (_("Differences"), lambda one: one.gap.mean),
    "low": (_("Lower ends"), lambda one: one.gap.low),
    "high": (_("Upper ends"), lambda one: one.gap.high),
    "relative": (_("Relative differences, %"), lambda one: 100 * one.relative),
    "better": (_("Better, % of worlds"), lambda one: 100 * one.better),
    "worse": (_("Worse, % of worlds"), lambda one: 100 * one.worse),
}


def matrix(board: Board, results: Results, headlines: Sequence[str], content: str) -> pd.DataFrame:
    """A row for each scenario and a column for each headline, all numbers, so that columns can be sorted."""
    take = CONTENTS[content][1]
    reference = results[board.reference.name]
    rows_ = []
    for one in board.candidates:
        is_own = one.name == board.reference.name and content != "means"
        row = {_("Scenario"): _("{title} (reference)").format(title=one.title) if is_own else one.title}
        for name in headlines:
            found = difference(reference, results[one.name], name)
            value = take(found) * _factor(name, content)
            row[f"{_(HEADLINES[name].label)}{_in_unit(name, content)}"] = np.nan if is_own else _short(value)
        rows_.append(row)
    return pd.DataFrame(rows_)


def _factor(name: str, content: str) -> float:
    return wording.scale(HEADLINES[name].unit) if content in ("means", "gaps", "low", "high") else 1.0


def _in_unit(name: str, content: str) -> str:
    unit = wording.unit_text(HEADLINES[name].unit) if content in ("means", "gaps", "low", "high") else ""
    return f", {unit}" if unit else ""


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def long_table(board: Board, results: Results, headlines: Sequence[str]) -> pd.DataFrame:
    """A row for each scenario and headline with everything that is known, in the units of the declarations."""
    reference = results[board.reference.name]
    found = []
    for name in headlines:
        output = HEADLINES[name]
        for one in board.candidates:
            each = difference(reference, results[one.name], name)
            is_own = one.name == board.reference.name
            found.append({
                _("Headline"): _(output.label), _("Unit"): _(output.unit.value), _("Scenario"): one.title,
                _("Reference"): board.reference.title, _("Mean"): each.mean.mean, _("95 %: low"): each.mean.low,
                _("95 %: high"): each.mean.high, _("Difference, paired"): 0.0 if is_own else each.gap.mean,
                _("Difference, 95 %: low"): 0.0 if is_own else each.gap.low,
                _("Difference, 95 %: high"): 0.0 if is_own else each.gap.high,
                _("Relative difference"): 0.0 if is_own else each.relative,
                _("Better in, share of worlds"): each.better, _("Worse in, share of worlds"): each.worse,
                _("Verdict"): _("reference") if is_own else _verdict(each)})
    return pd.DataFrame(found)
