"""Do headlines say what they hold, and nothing where there is nothing to say?"""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Any

import numpy as np
import pytest
from worlds import SHORT

from model import ensemble, metrics
from model.comparison import without_policy
from model.export import headline_table
from model.outputs import HEADLINES
from model.parameters import BASELINE, replaced
from model.rates import irr
from model.results import Result

SETTINGS = {**SHORT, "settings.replications": 8, "guide.budget_years": 5.0}


@cache
def small() -> Result:
    return ensemble.run(replaced(BASELINE, SETTINGS), threads=1)


@cache
def alone() -> Result:
    """The same zone without policy."""
    return ensemble.run(without_policy(replaced(BASELINE, SETTINGS)), threads=1)


def against_twin(**more: Any) -> dict[str, Any]:
    """Headlines of a zone that differs from its twin in some series only, by so much a quarter."""
    twin = alone()
    series = {name: values + more.get(name, 0.0) for name, values in twin.series.items()}
    result = dataclasses.replace(twin, series=series, parameters=small().parameters)
    result.headlines = metrics.headlines_of(result)
    metrics.add_twin(result, twin)
    return result.headlines


def test_outlay_is_gross_and_is_called_so() -> None:
    """Calls on what the guide promised before year 0 fall due without the policies too."""
    for name in ("outlay", "peak_outlay"):
        assert 0 < alone().headlines[name].mean() < small().headlines[name].mean()
        assert "policies" not in HEADLINES[name].label
        assert "older" in HEADLINES[name].label and "Gross: also" in HEADLINES[name].meaning


@pytest.mark.parametrize(("successes", "cost", "each"), [
    (1.0, 2.0, True), (1.0, -2.0, False), (0.0, 2.0, False), (-1.0, 2.0, False)])
def test_a_success_costs_something_only_where_there_are_more_and_they_cost(
    successes: float, cost: float, each: bool
) -> None:
    found = against_twin(pioneers_succeeded=successes, treasury_supports=cost)
    assert found["additional_successes"] == pytest.approx(successes)
    assert np.sign(found["net_fiscal_cost"].mean()) == np.sign(cost)
    assert np.isfinite(found["cost_per_success"]).all() == each
    assert each == (found["cost_per_success"] > 0).all()
    assert each or np.isnan(found["cost_per_success"]).all()


def test_crowd_in_while_the_budget_lasts_leaves_out_what_comes_later() -> None:
    quarters = np.arange(alone().series["called_social"].shape[1])
    end = round(4 * SETTINGS["guide.budget_years"])
    first = quarters == 0
    last_of_budget, late = quarters == end - 1, quarters == end
    found = against_twin(called_guide=4.0 * first, called_social=1.0 * first + 1.0 * last_of_budget + 6.0 * late)
    assert found["crowd_in_budget"].mean() == pytest.approx(0.5, rel=1e-4)
    assert found["crowd_in"].mean() == pytest.approx(2.0, rel=1e-4)


def test_what_is_worked_out_from_all_worlds_is_declared_so(monkeypatch: pytest.MonkeyPatch) -> None:
    worlds = alone().replications
    for name in ("ratio", "worst_mean"):
        monkeypatch.setattr(metrics, name, lambda *_words: np.full(worlds, -12345.0))
    found = against_twin(pioneers_succeeded=1.0, treasury_supports=1.0)
    pooled = {name for name, values in found.items() if (values == -12345.0).all()}
    assert pooled == {name for name, output in HEADLINES.items() if output.is_pooled}


def test_what_is_worked_out_from_all_worlds_has_no_percentiles() -> None:
    result = dataclasses.replace(alone(), headlines=against_twin(pioneers_succeeded=1.0, treasury_supports=1.0))
    table = headline_table("a", result).set_index("headline")
    for name, output in HEADLINES.items():
        if np.isfinite(table.loc[name, "mean"]):
            assert table.loc[name, ["p10", "p50", "p90"]].isna().all() == output.is_pooled, name
    assert np.isfinite(table.loc["worst_fiscal_cost", ["mean", "low", "high"]].astype(float)).all()


def test_an_input_without_policy_is_its_own_twin_and_has_the_numbers_of_two_runs() -> None:
    from model import ensemble
    from model.comparison import run_with_twin, without_policy
    from model.metrics import add_twin
    from model.parameters import BASELINE, replaced

    alone = without_policy(replaced(BASELINE, {"settings.replications": 6}))
    told: list[tuple[int, int]] = []
    once = run_with_twin(alone, progress=lambda done, total: told.append((done, total)))
    twice = ensemble.run(alone)
    add_twin(twice, ensemble.run(alone))
    assert told[-1] == (6, 6)
    assert once.headlines.keys() == twice.headlines.keys()
    assert all(np.array_equal(once.headlines[name], twice.headlines[name], equal_nan=True) for name in twice.headlines)
    assert not once.headlines["net_fiscal_cost"].any()


def test_tax_credits_are_part_of_what_social_lps_earn() -> None:
    steady = {**SETTINGS, "guide.unsteadiness_probability_per_year": 0.0}
    given = replaced(BASELINE, {**steady, "investors.social_credit_share": 0.2})
    result = ensemble.run(given, threads=1)
    s = result.series
    assert s["treasury_credit"].sum() > 0
    flows = s["distributed_social_new"] - 0.8 * s["called_social_new"] - s["buy_outs"]
    assert result.headlines["social_irr"] == pytest.approx(irr(flows), abs=1e-4)
    assert result.headlines["social_irr"].mean() > irr(flows - 0.2 * s["called_social_new"]).mean()
