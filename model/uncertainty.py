"""Doubt about assumptions: a policy over draws of what nothing published settles, as well as over luck.

Each draw sets the assumptions somewhere in their plausible ranges. The policy and the baseline's policy
are then run under the same draw on the same luck, so their difference is the policy's. Every draw has worlds of
its own, so that draws tell independently of each other; all their worlds together are those of the run at the
assumptions as they are set.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from model import ensemble
from model.comparison import Z95, Interval, interval, paired, without_policy
from model.declare import Role
from model.influence import HEADLINES_MEASURED
from model.metrics import add_twin
from model.outputs import HEADLINES
from model.parameters import BASELINE, PARAMETERS, Parameters, contradictions, replaced, value_at, with_zone
from model.results import Array, Result

UNSETTLED = (
    "exits.forced_discount", "investors.lock_up_premium", "spillovers.knowledge_per_milestone",
    "spillovers.readiness_per_demonstration", "spillovers.readiness_per_seller", "funds.continuation_threshold",
    "guide.interference", "guide.interference_threshold", "investors.interference_cost", "guide.certification",
    "guide.discipline_price", "guide.breach_stops_backed_funds", "market.outside_return_per_year",
    "rounds.refusal_strength", "spillovers.established_firms", "spillovers.established_firm_revenue_myuan_per_year",
    "spillovers.established_revenue_myuan_per_year",
)
"""Assumptions that nothing published identifies."""
RANGE = (0.05, 0.95)

Changes = Mapping[str, Any]
Pair = dict[str, tuple[Array, Interval]]
"""By headline the policy's value in each world, and its mean difference to the baseline's policy."""


def draws(paths: Sequence[str], count: int, seed: int) -> list[dict[str, Any]]:
    """Values of these assumptions, spread evenly over their plausible ranges (a Latin hypercube).

    Each of `count` equal parts of a range is met once. The same seed gives the same draws.
    """
    luck = np.random.default_rng(seed)
    columns = {path: _spread(path, (luck.permutation(count) + luck.random(count)) / count) for path in paths}
    return [{path: column[k] for path, column in columns.items()} for k in range(count)]


def _spread(path: str, places: Any) -> list[Any]:
    parameter = PARAMETERS[path]
    low, high = parameter.slider_low, parameter.slider_high
    if parameter.kind is float:
        return [float(low + place * (high - low)) for place in places]
    return [parameter.kind(int(low + place * (high - low + 1))) for place in places]


@dataclass(frozen=True)
class Doubt:
    """What is known of a headline of a policy, and of its difference to the baseline's policy.

    `luck` and `gap_luck` are means with 95 % intervals at the assumptions as they are set: they hold luck only.
    `both` is the mean over draws with a 95 % interval that holds luck, and how far the expected value moves from
    draw to draw: each draw is held against the same worlds at the assumptions as they are set. `gap_both` is the
    mean difference over draws with the range of nine tenths of them, which holds the luck of each draw's worlds
    too. `helps` is the share of draws whose difference is better, with a 95 % interval; `better` and `worse` are
    the shares in which that is detectable within the draw. They are NaN where no way is better, and leave out
    draws in which the difference is not defined.
    """

    headline: str
    luck: Interval
    both: Interval
    gap_luck: Interval
    gap_both: Interval
    helps: Interval
    better: float
    worse: float


@dataclass
class _Runner:
    """Runs pairs of policies, and counts the worlds that are done."""

    total: int
    threads: int
    progress: ensemble.Progress | None
    cancel: threading.Event | None
    done: int = 0

    def pair(self, policy: Parameters, first: int, worlds: int) -> Pair:
        """A policy and the baseline's policy in the same worlds, from `first` on."""
        kept = {path: value_at(policy, path) for path, p in PARAMETERS.items() if p.role is not Role.LEVER}
        twin, before, after = (
            self._run(given, first, worlds)
            for given in (without_policy(policy), with_zone(replaced(BASELINE, kept), policy.zone), policy))
        for result in (before, after):
            add_twin(result, twin)
        return {name: (after.headlines[name], paired(before, after, name)) for name in HEADLINES_MEASURED}

    def _run(self, given: Parameters, first: int, worlds: int) -> Result:
        start = self.done

        def tell(done: int, _all: int) -> None:
            if self.progress is not None:
                self.progress(start + done, self.total)

        result = ensemble.run(
            given, first=first, replications=worlds, threads=self.threads, progress=tell, cancel=self.cancel)
        self.done += worlds
        return result


RUNS_IN_PAIR = 3


def measure(
    given: Parameters, paths: Sequence[str] = UNSETTLED, *, count: int, worlds: int, threads: int = 2,
    progress: ensemble.Progress | None = None, cancel: threading.Event | None = None,
) -> list[Doubt]:
    """A policy under `count` draws, each over so many worlds, and under its own assumptions over all of these.

    Raises `ensemble.Cancelled` once `cancel` is set.
    """
    runner = _Runner(2 * RUNS_IN_PAIR * count * worlds, threads, progress, cancel)
    usual = runner.pair(given, 0, count * worlds)
    pairs = [
        runner.pair(mended(given, draw), number * worlds, worlds)
        for number, draw in enumerate(draws(paths, count, given.settings.seed))]
    return [_doubt(name, usual[name], [pair[name] for pair in pairs]) for name in HEADLINES_MEASURED]


def mended(given: Parameters, draw: Changes) -> Parameters:
    """The input with a draw; assumptions that contradict others stay as they were."""
    drawn = replaced(given, dict(draw))
    wrong = {path for found in contradictions(drawn) for path in found.paths}
    return replaced(given, {path: value for path, value in draw.items() if path not in wrong}) if wrong else drawn


def _doubt(name: str, usual: tuple[Array, Interval], pairs: Sequence[tuple[Array, Interval]]) -> Doubt:
    values, gap_luck = usual
    shifts = [interval(own - same) for (own, _gap), same in zip(pairs, np.split(values, len(pairs)), strict=True)]
    gaps = [gap for _own, gap in pairs if np.isfinite(gap.mean)]
    good = HEADLINES[name].good
    helps, better, worse = _NOTHING, np.nan, np.nan
    if good and gaps:
        helps = _share([gap.mean * good > 0 for gap in gaps])
        better, worse = (
            float(np.mean([not gap.includes_zero and gap.mean * good * side > 0 for gap in gaps])) for side in (1, -1))
    luck = interval(values)
    return Doubt(
        name, luck, _widened(luck, shifts), gap_luck, _range([gap.mean for gap in gaps]), helps, better, worse)


_NOTHING = Interval(np.nan, np.nan, np.nan)


def _widened(luck: Interval, shifts: Sequence[Interval]) -> Interval:
    """A mean with the shifts that draws bring; its 95 % interval adds the spread of shifts to luck.

    Shifts differ by their own luck too, which is taken off their spread.
    """
    known = [shift for shift in shifts if np.isfinite(shift.low)]
    if len(known) < 2:
        return _NOTHING
    means = np.array([shift.mean for shift in known])
    own_luck = np.mean([_error(shift) ** 2 for shift in known])
    spread = max(0.0, float(means.var(ddof=1) - own_luck))
    mean, half = luck.mean + float(means.mean()), Z95 * float(np.sqrt(spread + _error(luck) ** 2))
    return Interval(mean, mean - half, mean + half)


def _error(found: Interval) -> float:
    """The standard error behind a 95 % interval."""
    return (found.high - found.low) / (2 * Z95)


def _range(values: Sequence[float]) -> Interval:
    """The mean over draws, and the range of nine tenths of them."""
    if not values:
        return _NOTHING
    low, high = np.quantile(values, RANGE)
    return Interval(float(np.mean(values)), float(low), float(high))


def _share(hits: Sequence[bool]) -> Interval:
    """A share with its 95 % interval (Wilson 1927)."""
    count, share = len(hits), float(np.mean(hits))
    middle = (share + Z95**2 / (2 * count)) / (1 + Z95**2 / count)
    half = Z95 * np.sqrt(share * (1 - share) / count + Z95**2 / (4 * count**2)) / (1 + Z95**2 / count)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def as_records(found: Sequence[Doubt]) -> Iterator[dict[str, Any]]:
    """For JSON: numbers that are not defined become null."""
    for one in found:
        spans = {"luck": one.luck, "luck_and_assumptions": one.both, "difference_luck": one.gap_luck,
                 "difference_luck_and_assumptions": one.gap_both, "helps": one.helps}
        yield {"headline": one.headline, **{
            name: [_or_null(end) for end in (span.mean, span.low, span.high)] for name, span in spans.items()},
            "detectably_better": _or_null(one.better), "detectably_worse": _or_null(one.worse)}


def _or_null(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
