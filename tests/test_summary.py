"""The sentences above the numbers say what the numbers carry."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from pairs import real

from app import summary, wording
from app.charts.chart import Pair
from model.parameters import replaced
from model.results import Result


def with_budget(result: Result, **changes: Any) -> Result:
    """The same numbers under another budget of the guide."""
    given = {f"guide.{name}": value for name, value in changes.items()}
    return dataclasses.replace(result, parameters=replaced(result.parameters, given))


@pytest.mark.parametrize(("part", "is_told"), [(0.2, True), (0.5, True), (0.7, False), (1.0, False)])
def test_a_budget_that_finds_no_funds_is_told(part: float, is_told: bool) -> None:
    pair = real()
    years = 5.0
    committed = float(pair.current.series["committed_guide"][:, :20].sum(1, dtype=float).mean())
    assert committed > 100
    given = with_budget(pair.current, budget_years=years, budget_myuan_per_year=committed / years / part)
    said = summary.of(Pair(given, pair.baseline)).replace("\\", "")
    assert (f"commits {100 * part:.0f}\N{NO-BREAK SPACE}% of its budget" in said) == is_told


def test_without_a_budget_nothing_is_unspent() -> None:
    pair = real()
    given = with_budget(pair.current, budget_myuan_per_year=0.0)
    assert "budget:" not in summary.of(Pair(given, pair.baseline)).replace("\\", "")


@pytest.mark.parametrize(("more", "words"), [
    (0.045, "about one more in 22 such zones"), (-0.125, "about one fewer in 8 such zones"),
    (0.0043, "about one more in 230 such zones"), (0.21, "about one more in 4.8 such zones"),
    (0.25, "about one more in 4 such zones"), (0.6, None), (-2.0, None), (0.0, None)])
def test_a_part_of_a_firm_is_also_told_as_one_in_so_many_zones(more: float, words: str | None) -> None:
    pair = real()
    headlines = dict(pair.baseline.headlines)
    headlines["pioneers_succeeded_10"] = headlines["pioneers_succeeded_10"] + more
    shown = Pair(dataclasses.replace(pair.baseline, headlines=headlines), pair.baseline)
    assert "such zones" not in summary.said(shown, ("pioneers_succeeded_10",))
    said = summary.said(shown, ("pioneers_succeeded_10", "social_irr"), by_zones=True)
    assert said.count("such zones") == (words is not None)
    assert words is None or words in said


@pytest.mark.parametrize(("mean", "spread", "words"), [
    (0.15, 0.01, "additional pioneer successes: +0.15 (0.14 to 0.16), about one more in 7 such zones"),
    (-0.04, 0.01, "additional pioneer successes: −0.04 (−0.05 to −0.03), about one fewer in 25 such zones"),
    (0.1, 0.2, "additional pioneer successes: none that could be told"),
    (np.nan, np.nan, "additional pioneer successes: none that could be told")])
def test_the_baseline_says_what_its_own_policies_do(mean: float, spread: float, words: str) -> None:
    result = real().baseline
    half = spread / 1.96
    values = np.array([mean - half, mean + half] * 2 + [mean]) * 1.0
    values = mean + (values - mean) * half / (values.std(ddof=1) / np.sqrt(len(values)))
    shown = dataclasses.replace(result, headlines={**result.headlines, "additional_successes": values})
    said = summary.of(Pair(shown, shown)).replace("\\", "").replace(wording.NO_BREAK, " ").replace("\u2060", "")
    assert words in said
    assert said.startswith("This is the baseline") and said.endswith(".")
