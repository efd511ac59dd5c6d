"""Headlines from what a run recorded. Every headline is one value a world. Rules 71 to 80."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from model.outputs import HEADLINES
from model.rates import irr

if TYPE_CHECKING:
    from model.results import Result

Array = np.ndarray[Any, np.dtype[Any]]

QUARTILES = ("median", "low", "high")


def ratio(top: Array, bottom: Array) -> Array:
    """A ratio of totals over worlds, spread over worlds so that its error is right.

    Value r + (top - r * bottom) / mean(bottom) with r = sum(top) / sum(bottom): the mean is r, and
    the spread gives the delta-method error of r. NaN everywhere when the bottom sums to nothing.
    """
    top, bottom = np.asarray(top, np.float64), np.asarray(bottom, np.float64)
    mean = bottom.mean()
    if not np.isfinite(mean) or abs(mean) < 1e-12:
        return np.full(len(top), np.nan)
    r = top.mean() / mean
    return np.asarray(r + (top - r * bottom) / mean)


def worst_mean(values: Array, share: float) -> Array:
    """Values whose mean is the mean of the worst (highest) share of worlds. Rule 79."""
    threshold = np.quantile(values, 1 - share)
    return np.asarray(threshold + np.maximum(0.0, values - threshold) / share)


def present_value(flows: Array, rate_per_year: float) -> Array:
    """Present value at year 0 of quarterly flows [replication, quarter], paid at quarters' ends."""
    quarters = np.arange(1, flows.shape[1] + 1)
    return np.asarray((flows.astype(np.float64) * (1 + rate_per_year) ** (-quarters / 4)).sum(1))


def at_year(result: Result, name: str, year: int) -> Array:
    """A series at the end of a year counted from year 0, or at the horizon if that is earlier."""
    quarter = min(year, result.parameters.settings.horizon_years) * 4 - 1
    return result.series[name][:, quarter].astype(np.float64)


def until_year(result: Result, name: str, years: float) -> Array:
    """Total of a flow from year 0 to the end of a year, or to the horizon if that is earlier."""
    quarters = round(min(years, result.parameters.settings.horizon_years) * 4)
    return np.asarray(result.series[name][:, :quarters].astype(np.float64).sum(1))


def until_horizon(result: Result, name: str) -> Array:
    """Total of a flow from year 0 to the horizon."""
    return until_year(result, name, result.parameters.settings.horizon_years)


def fiscal_flows(result: Result) -> Array:
    """The treasury's net outflow a quarter, local taxes taken off. Rule 79."""
    s = result.series
    out = policy_outflows(result)
    return np.asarray(out - s["treasury_tax"].astype(np.float64))


def policy_outlays(result: Result) -> Array:
    """What the treasury pays for guide and supports a quarter, before anything comes back.

    Gross: calls on what the guide promised before year 0 fall due without the policies too.
    """
    names = ("treasury_to_guide", "treasury_supports", "treasury_grants", "treasury_orders",
             "treasury_administration", "treasury_credit")
    return np.asarray(sum(result.series[name].astype(np.float64) for name in names))


def policy_outflows(result: Result) -> Array:
    """The same outlays less what the guide gives back, also from older funds; taxes left out."""
    back = result.series["treasury_from_guide"].astype(np.float64)
    return np.asarray(policy_outlays(result) - back)


def social_value(result: Result) -> Array:
    """Net social value: exits, operating surplus and end values less real costs. Rule 78."""
    real = result.series["exit_value"].astype(np.float64) + result.series["revenue"]
    for cost in ("spending", "fees", "treasury_supports", "treasury_administration"):
        real = real - result.series[cost]
    rate = result.parameters.settings.discount_rate
    end = result.facts["terminal_fen"] / 1e8 * (1 + rate) ** (-real.shape[1] / 4)
    return np.asarray(present_value(real, rate) + end)


def headlines_of(result: Result) -> dict[str, Array]:
    """All headlines that one run can give alone; those that need the twin without policy are NaN."""
    found = {name: np.full(result.replications, np.nan) for name in HEADLINES}
    _pioneers(result, found)
    _money(result, found)
    _funds(result, found)
    _waste(result, found)
    rate = result.parameters.settings.discount_rate
    found["gross_fiscal_cost"] = present_value(fiscal_flows(result), rate)
    found["outlay"] = present_value(policy_outlays(result), rate)
    found["peak_outlay"] = policy_outflows(result).cumsum(1).max(1)
    found["net_social_value"] = social_value(result)
    found["followers_founded"] = (
        until_horizon(result, "entries") - until_horizon(result, "pioneer_entries"))
    last = result.parameters.settings.horizon_years
    found["jobs"] = at_year(result, "jobs", last)
    year = slice(last * 4 - 4, last * 4)
    found["revenue"] = sum(result.series[name][:, year].sum(1).astype(float) for name in ("revenue", "revenue_gone"))
    return found


def _pioneers(result: Result, found: dict[str, Array]) -> None:
    industries = type(result.parameters.industries).model_fields
    slots = result.parameters.entry.pioneer_slots * len(industries)
    found["pioneers_succeeded_10"] = at_year(result, "pioneers_succeeded", 10)
    found["pioneer_success_share_10"] = found["pioneers_succeeded_10"] / slots
    found["pioneer_success_share_20"] = at_year(result, "pioneers_succeeded", 20) / slots
    found["pioneers_alive_10"] = at_year(result, "pioneers_alive_or_exited", 10)
    horizon = result.parameters.settings.horizon_years
    found["industries_established"] = at_year(result, "industries_established", horizon)
    year = result.facts["first_established"]
    found["first_established_year"] = np.where(year < 0, np.nan, year)


def _money(result: Result, found: dict[str, Array]) -> None:
    called = {c: until_horizon(result, f"called_{c}") for c in ("guide", "central", "social", "state")}
    everything = sum(called.values())
    found["social_share"] = ratio(called["social"], np.asarray(everything))
    found["private_side_share"] = ratio(
        called["social"], called["social"] + called["guide"] + called["central"])
    found["leverage"] = ratio(called["social"], called["guide"])
    raised = sum(until_horizon(result, f"raised_{k}") for k in ("angel", "venture", "ma"))
    found["raised_over_target"] = ratio(np.asarray(raised), until_horizon(result, "fund_targets"))


def _funds(result: Result, found: dict[str, Array]) -> None:
    s = result.series
    # a credit is the same share of all calls of a quarter
    called = s["called_social"]
    credited = np.divide(s["treasury_credit"], called, out=np.zeros(called.shape), where=called > 0)
    flows = s["distributed_social_new"] - s["called_social_new"] * (1 - credited) - s["buy_outs"]
    found["social_irr"] = irr(flows)
    asked = until_horizon(result, "required_social")
    promised = until_horizon(result, "committed_social")
    required = np.divide(asked, promised, out=np.full(len(asked), np.nan), where=promised > 0)
    found["social_irr_spread"] = found["social_irr"] - required
    for name in (f"{measure}_{place}" for measure in ("dpi", "tvpi", "irr") for place in QUARTILES):
        found[name] = result.facts[name].copy()
    found["forced_share"] = ratio(result.facts["forced_fen"], result.facts["called_fen"])


def _waste(result: Result, found: dict[str, Array]) -> None:
    facts = result.facts
    dropped = sum(
        until_horizon(result, f"dropped_{r}") for r in ("no_fund", "horizon", "return", "refused"))
    found["dropped_batons"] = ratio(
        100 * np.asarray(dropped), until_horizon(result, "tests_passed"))
    found["false_stops"] = ratio(facts["false_stops"], facts["viable"])
    found["false_continuations"] = ratio(facts["false_follow_on_fen"], facts["follow_on_fen"])
    waits = facts["realised_patience"]
    found["realised_patience"] = np.where(waits < 0, np.nan, waits)


def add_twin(result: Result, twin: Result) -> None:
    """Fill the headlines that compare with the same zone without policy, on the same luck."""
    found = result.headlines
    rate = result.parameters.settings.discount_rate
    flows = fiscal_flows(result) - fiscal_flows(twin)
    extra = present_value(flows, rate)
    found["net_fiscal_cost"] = extra
    found["net_fiscal_cost_6"] = present_value(flows, 0.06)
    found["net_fiscal_cost_8"] = present_value(flows, 0.08)
    found["worst_fiscal_cost"] = worst_mean(extra, 0.05)
    gain = {c: until_horizon(result, f"called_{c}") - until_horizon(twin, f"called_{c}")
            for c in ("guide", "social", "state")}
    found["crowd_in"] = ratio(gain["social"], gain["guide"])
    budget = result.parameters.guide.budget_years
    early = {c: until_year(result, f"called_{c}", budget) - until_year(twin, f"called_{c}", budget)
             for c in ("guide", "social")}
    found["crowd_in_budget"] = ratio(early["social"], early["guide"])
    found["crowd_in_with_state"] = ratio(gain["social"] + gain["state"], gain["guide"])
    horizon = result.parameters.settings.horizon_years
    more = (at_year(result, "pioneers_succeeded", horizon)
            - at_year(twin, "pioneers_succeeded", horizon))
    found["additional_successes"] = more
    found["additionality"] = ratio(more, at_year(result, "backed_succeeded", horizon))
    error = more.std(ddof=1) / np.sqrt(len(more)) if len(more) > 1 else np.inf
    if more.mean() > 1.96 * error and extra.mean() > 0:
        found["cost_per_success"] = ratio(extra, more)
