"""Speed: what `python -m model bench` prints. Medians, and figures to hold against each other."""

from __future__ import annotations

import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from model import ensemble
from model.jit import PACKAGE, ROOT, entry_point
from model.luck import normal, uniform
from model.parameters import BASELINE, Parameters, replaced
from model.results import Result

REPEATS = 7
THREADS = 2
SMALL, LARGE = 200, 1000
COUNTED = 1
EDITED = "processes/work.py"

# a new process inherits the peak that `resource` reports, so it is read from the system's own table
RUN = """
import pathlib, sys
from model import ensemble
from model.parameters import BASELINE, replaced
ensemble.run(replaced(BASELINE, {"settings.replications": int(sys.argv[1])}), threads=int(sys.argv[2]))
status = pathlib.Path("/proc/self/status")
print(*(status.read_text().split("VmHWM:")[1].split()[:1] if status.exists() else ()))
"""

# in plain Python every draw is a call that can be counted: each key, chance and meeting is one mixing
COUNT = """
import sys
from model import luck
calls = {"mixed": 0, "inverse_normal": 0}
def counted(name, function):
    def wrapper(x):
        calls[name] += 1
        return function(x)
    return wrapper
for name in calls:
    setattr(luck, name, counted(name, getattr(luck, name)))
from model import ensemble
from model.parameters import BASELINE, replaced
result = ensemble.run(replaced(BASELINE, {"settings.replications": int(sys.argv[1])}), threads=1)
print(calls["mixed"], calls["inverse_normal"], int(result.facts["firm_quarters"].sum()))
"""


@entry_point
def make_draws(uniforms: int, normals: int, key: np.uint64) -> float:
    """Make so many draws and nothing else."""
    total = 0.0
    for n in range(uniforms):
        total += uniform(key, key, n)
    for n in range(normals):
        total += normal(key, key, n)
    return total


def timed(parameters: Parameters) -> tuple[float, Result]:
    """Seconds and result of one run."""
    started = time.perf_counter()
    result = ensemble.run(parameters, threads=THREADS)
    return time.perf_counter() - started, result


def median_seconds(parameters: Parameters, repeats: int = REPEATS) -> tuple[float, Result]:
    """Median of several warm runs."""
    ensemble.run(replaced(parameters, {"settings.replications": 4}), threads=THREADS)
    taken = []
    for _ in range(repeats):
        seconds, result = timed(parameters)
        taken.append(seconds)
    return statistics.median(taken), result


def growth(small: Parameters, large: Parameters) -> float:
    """Exponent with which seconds grow in firm-quarters, from one input to a larger one.

    The two run in turn, so that neighbours on the machine slow both alike. Each turn gives an exponent; their median.
    """
    found = []
    for _ in range(REPEATS):
        (before, few), (after, many) = timed(small), timed(large)
        work = float(many.facts["firm_quarters"].sum() / few.facts["firm_quarters"].sum())
        found.append(math.log(after / before) / math.log(work))
    return statistics.median(found)


def in_fresh_process(*words: str, folder: Path = ROOT, **settings: str) -> tuple[float, str]:
    """Seconds that a new Python process takes in a folder, and what it prints.

    Python keeps its own compiled files there, as it does unless it is told not to.
    """
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *words], env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""} | settings, check=True, text=True,
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started, done.stdout


def draws_per_firm_quarter() -> tuple[float, float]:
    """Uniform draws and normal draws that an active firm-quarter takes altogether."""
    _, printed = in_fresh_process("-c", COUNT, str(COUNTED), NUMBA_DISABLE_JIT="1")
    mixings, normals, quarters = map(int, printed.split())
    return (mixings - normals) / quarters, normals / quarters


def draw_seconds(uniforms: int, normals: int) -> float:
    """Seconds for so many draws, shared by the threads."""
    make_draws(1, 1, np.uint64(7))
    started = time.perf_counter()
    make_draws(uniforms, normals, np.uint64(7))
    return (time.perf_counter() - started) / THREADS


def compile_seconds() -> tuple[float, float]:
    """Seconds to compile everything in an empty cache, and again after an edit of one process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(PACKAGE, folder / PACKAGE.name)
        settings = {"MODEL_KERNEL_CACHE": str(folder / "kernels"), "PYTHONPATH": name}
        cold, _ = in_fresh_process("-m", "model", "compile", folder=folder, **settings)
        with (folder / PACKAGE.name / EDITED).open("a") as file:
            file.write("# edited\n")
        edited, _ = in_fresh_process("-m", "model", "compile", folder=folder, **settings)
    return cold, edited


def report() -> Iterator[str]:
    """The lines of the benchmark, one at a time."""
    small = replaced(BASELINE, {"settings.replications": SMALL})
    large = replaced(BASELINE, {"settings.replications": LARGE})
    seconds, result = median_seconds(small)
    work = float(result.facts["firm_quarters"].sum())
    yield f"{SMALL} worlds: {seconds:.2f} s (median of {REPEATS}, {THREADS} threads, warm)"
    yield (f"  {work / seconds / 1e6:.1f} million active firm-quarters a second, "
           f"{seconds / work * 1e9:.0f} ns each")
    pairs, quarters = result.facts["pairs"].sum(), result.facts["fund_quarters"].sum()
    yield (f"  beside them {pairs:,.0f} pairs weighed, {quarters:,.0f} fund-quarters, "
           f"{result.facts['transfers'].sum():,.0f} transfers")
    uniforms, normals = draws_per_firm_quarter()
    floor = draw_seconds(int(uniforms * work), int(normals * work))
    yield (f"  {seconds / floor:.1f} times the time to make just the same draws "
           f"({uniforms:.1f} uniform and {normals:.1f} normal ones for each firm-quarter)")
    many, _ = median_seconds(large, 3)
    yield f"{LARGE:,} worlds: {many:.2f} s (median of 3)"
    for worlds in (SMALL, LARGE):
        _, peak = in_fresh_process("-c", RUN, str(worlds), str(THREADS))
        if peak.strip():
            yield f"peak memory of a new process with {worlds:,} worlds: {int(peak) / 1024:.0f} MB"
    yield f"growth exponent in replications: {growth(small, large):.2f} (median of {REPEATS} turns)"
    entrants = BASELINE.entry.potential_entrants_count_per_year
    double = replaced(small, {"entry.potential_entrants_count_per_year": 2 * entrants})
    yield f"growth exponent in firms: {growth(small, double):.2f} (median of {REPEATS} turns)"
    starts = [in_fresh_process("-c", RUN, "1", "1")[0] for _ in range(REPEATS)]
    yield f"warm start to the first world: {statistics.median(starts):.2f} s (median of {REPEATS})"
    cold, edited = compile_seconds()
    yield f"cold compile: {cold:.0f} s; after an edit of {EDITED}: {edited:.0f} s"
