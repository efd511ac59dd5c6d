"""The search: CMA-ES of the package `cma`, which copes with steps and noise. It can be resumed."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from model.calibration.problem import Problem
from model.ensemble import Cancelled

FIRST_STEP = 0.15
"""First standard deviation of trials, as a part of the plausible ranges."""

Progress = Callable[[int, int, float], None]


@dataclass(frozen=True)
class Fit:
    """The best places found, their loss, and the trials made."""

    places: Any
    loss: float
    trials: int


def fit(
    problem: Problem, trials: int, *, start: Any = None, step: float = FIRST_STEP, state: Path | None = None,
    progress: Progress | None = None, cancel: threading.Event | None = None, processes: int = 1,
) -> Fit:
    """Search from `start`, by default where the shipped worlds stand, over about so many trials.

    `state` is a file from which a stopped search goes on; it is written after each generation.
    `progress(done, all, loss)` tells the best loss so far. Raises `Cancelled` once `cancel` is set.
    With several `processes` that many trials run side by side; the search is the same.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses a library for pictures, which nobody asks of it
        import cma

    if state is not None and state.exists():
        search = pickle.loads(state.read_bytes())
    else:
        first = problem.start() if start is None else np.asarray(start, float)
        search = cma.CMAEvolutionStrategy(
            list(np.clip(first, 0.02, 0.98)), step,
            {"bounds": [0, 1], "seed": problem.seed + 1, "verbose": -9})
    with _losses(problem, processes) as losses:
        while search.countevals < trials:
            if cancel is not None and cancel.is_set():
                raise Cancelled(f"stopped after {search.countevals} of {trials} trials")
            tried = search.ask()
            search.tell(tried, losses(tried))
            if state is not None:
                _write(state, pickle.dumps(search))
            if progress is not None:
                progress(min(search.countevals, trials), trials, float(search.result.fbest))
    # the middle of the last trials is less a child of their luck than the best of them
    middle = np.clip(search.result.xfavorite, 0, 1)
    candidates = {problem.loss(places): places for places in (middle, search.result.xbest)}
    loss = min(candidates)
    return Fit(np.asarray(candidates[loss]), loss, int(search.countevals))


@contextmanager
def _losses(problem: Problem, processes: int) -> Iterator[Callable[[list[Any]], list[float]]]:
    """What gives the losses of many places, in their order.

    Reading the tables of a trial takes longer than its worlds and keeps one processor busy.
    """
    if processes < 2:
        yield lambda tried: [problem.loss(places) for places in tried]
        return
    alone = replace(problem, threads=1)
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        yield lambda tried: list(pool.map(alone.loss, tried))


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(path)
