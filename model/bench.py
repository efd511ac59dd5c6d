"""Speed: what `python -m model bench` prints. Medians, and figures to hold against each other."""

from __future__ import annotations

import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np

from model import ensemble
from model.jit import entry_point
from model.luck import normal, uniform
from model.parameters import BASELINE, Parameters, replaced
from model.results import Result

REPEATS = 7


@entry_point
def make_draws(count: int, key: np.uint64) -> float:
    """Make so many draws and nothing else: half uniform, half normal."""
    total = 0.0
    for n in range(count // 2):
        total += uniform(key, key, n)
        total += normal(key, key, n)
    return total


def timed(parameters: Parameters) -> tuple[float, Result]:
    """Seconds and result of one run on two threads."""
    started = time.perf_counter()
    result = ensemble.run(parameters, threads=2)
    return time.perf_counter() - started, result


def median_seconds(parameters: Parameters, repeats: int = REPEATS) -> tuple[float, Result]:
    """Median of several warm runs."""
    ensemble.run(replaced(parameters, {"settings.replications": 4}), threads=2)
    taken = []
    for _ in range(repeats):
        seconds, result = timed(parameters)
        taken.append(seconds)
    return statistics.median(taken), result


def exponent(first: float, second: float, times: float) -> float:
    """Growth exponent of seconds when the size grows so many times."""
    return math.log(second / first) / math.log(times)


def report() -> Iterator[str]:
    """The lines of the benchmark, one at a time."""
    small = replaced(BASELINE, {"settings.replications": 200})
    large = replaced(BASELINE, {"settings.replications": 1000})
    seconds, result = median_seconds(small)
    work = float(result.facts["firm_quarters"].sum())
    yield f"200 worlds: {seconds:.2f} s (median of {REPEATS}, 2 threads, warm)"
    yield (f"  {work / seconds / 1e6:.1f} million active firm-quarters a second, "
           f"{seconds / work * 1e9:.0f} ns each")
    pairs, quarters = result.facts["pairs"].sum(), result.facts["fund_quarters"].sum()
    yield (f"  beside them {pairs:,.0f} pairs weighed, {quarters:,.0f} fund-quarters, "
           f"{result.facts['transfers'].sum():,.0f} transfers")
    # a lower bound of the draws: two per active firm-quarter, four per pair
    draws = int(2 * work + 4 * pairs)
    make_draws(1000, np.uint64(7))
    started = time.perf_counter()
    make_draws(draws, np.uint64(7))
    floor = (time.perf_counter() - started) / 2
    yield f"  {seconds / floor:.1f} times the time to make about the same {draws:,} draws"
    many, _ = median_seconds(large, 3)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"1,000 worlds: {many:.2f} s (median of 3), peak memory {peak:.0f} MB"
    yield f"growth exponent in replications: {exponent(seconds, many, 5):.2f}"
    double = replaced(small, {"entry.potential_entrants_count_per_year": 88.0})
    twice, more = median_seconds(double, 3)
    ratio = float(more.facts["firm_quarters"].sum()) / work
    yield f"growth exponent in firm-quarters: {exponent(seconds, twice, ratio):.2f}"
    started = time.perf_counter()
    code = "from model import ensemble; from model.parameters import BASELINE, replaced; " \
        "ensemble.run(replaced(BASELINE, {'settings.replications': 1}), threads=1)"
    subprocess.run([sys.executable, "-c", code], check=True)
    yield f"warm start to the first world: {time.perf_counter() - started:.2f} s"
