"""Doubt about assumptions: a policy over draws of what nothing published settles, as well as over luck.

Each draw sets the assumptions somewhere in their plausible ranges. The policy and the baseline's policy
are then run under the same draw on the same luck, so their difference is the policy's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from model import ensemble
from model.comparison import Z95, Interval, interval, paired, run_with_twin, without_policy
from model.declare import Role
from model.influence import HEADLINES_MEASURED
from model.outputs import HEADLINES
from model.parameters import BASELINE, PARAMETERS, Parameters, contradictions, replaced, value_at

UNSETTLED = (
    "exits.forced_discount", "investors.lock_up_premium", "spillovers.knowledge_per_milestone",
    "spillovers.readiness_per_demonstration", "spillovers.readiness_per_seller", "funds.continuation_threshold",
    "guide.interference", "guide.certification", "market.outside_return_per_year", "rounds.refusal_strength",
    "spillovers.established_firms", "spillovers.established_firm_revenue_myuan_per_year",
    "spillovers.established_revenue_myuan_per_year",
)
"""Assumptions that nothing published identifies."""
RANGE = (0.05, 0.95)

Changes = Mapping[str, Any]
Progress = Callable[[int, int], None]


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
    `both` and `gap_both` are means over all draws with the range of nine tenths of them: they hold luck and doubt
    about the assumptions. `better` and `worse` are shares of draws in which the policy does detectably better or
    worse. `helps` is the share in which its mean is better, with a 95 % interval; NaN where no way is better.
    """

    headline: str
    luck: Interval
    both: Interval
    gap_luck: Interval
    gap_both: Interval
    helps: Interval
    better: float
    worse: float


def measure(
    given: Parameters, paths: Sequence[str] = UNSETTLED, *, count: int, worlds: int, threads: int = 2,
    progress: Progress | None = None, cancel: threading.Event | None = None,
) -> list[Doubt]:
    """A policy under its own assumptions and under `count` draws, each over so many worlds.

    At the assumptions as they are set it is run over `count` times as many worlds, up to their range.
    Raises `ensemble.Cancelled` once `cancel` is set.
    """
    seed = given.settings.seed
    most = int(PARAMETERS["settings.replications"].high)
    usual = _pair(replaced(given, {"settings.replications": min(count * worlds, most)}), {}, threads, cancel)
    pairs = []
    for number, draw in enumerate(draws(paths, count, seed), 1):
        pairs.append(_pair(replaced(given, {"settings.replications": worlds}), draw, threads, cancel))
        if progress is not None:
            progress(number, count)
    return [_doubt(name, usual, pairs) for name in HEADLINES_MEASURED]


def _pair(
    given: Parameters, draw: Changes, threads: int, cancel: threading.Event | None
) -> dict[str, tuple[Interval, Interval]]:
    """By headline the policy's value, and its difference to the baseline's policy, under a draw."""
    policy = mended(given, draw)
    kept = {path: value_at(policy, path) for path, p in PARAMETERS.items() if p.role is not Role.LEVER}
    reference = replaced(BASELINE, kept)
    twin = ensemble.run(without_policy(policy), threads=threads, cancel=cancel)
    before, after = (
        run_with_twin(each, twin=twin, threads=threads, cancel=cancel) for each in (reference, policy))
    return {name: (interval(after.headlines[name]), paired(before, after, name)) for name in HEADLINES_MEASURED}


def mended(given: Parameters, draw: Changes) -> Parameters:
    """The input with a draw; assumptions that contradict others stay as they were."""
    drawn = replaced(given, dict(draw))
    wrong = {path for found in contradictions(drawn) for path in found.paths}
    return replaced(given, {path: value for path, value in draw.items() if path not in wrong}) if wrong else drawn


def _doubt(
    name: str, usual: Mapping[str, tuple[Interval, Interval]],
    pairs: Sequence[Mapping[str, tuple[Interval, Interval]]],
) -> Doubt:
    gaps = [pair[name][1] for pair in pairs]
    good = HEADLINES[name].good
    return Doubt(
        name, usual[name][0], _range([pair[name][0].mean for pair in pairs]), usual[name][1],
        _range([gap.mean for gap in gaps]), _share([gap.mean * good > 0 for gap in gaps]) if good else _NOTHING,
        *(float(np.mean([not gap.includes_zero and gap.mean * good * side > 0 for gap in gaps])) if good
          else float("nan") for side in (1, -1)))


_NOTHING = Interval(np.nan, np.nan, np.nan)


def _range(values: Sequence[float]) -> Interval:
    """The mean over draws, and the range of nine tenths of them; draws without a value are left out."""
    known = np.array([value for value in values if np.isfinite(value)])
    if not len(known):
        return _NOTHING
    low, high = np.quantile(known, RANGE)
    return Interval(float(known.mean()), float(low), float(high))


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
