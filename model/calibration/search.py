"""The search: CMA-ES of the package `cma`, which copes with steps and noise. It can be resumed."""

from __future__ import annotations

import pickle
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
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
    progress: Progress | None = None, cancel: threading.Event | None = None,
) -> Fit:
    """Search from `start`, by default where the shipped worlds stand, over about so many trials.

    `state` is a file from which a stopped search goes on; it is written after each generation.
    `progress(done, all, loss)` tells the best loss so far. Raises `Cancelled` once `cancel` is set.
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
    while search.countevals < trials:
        if cancel is not None and cancel.is_set():
            raise Cancelled(f"stopped after {search.countevals} of {trials} trials")
        tried = search.ask()
        search.tell(tried, [problem.loss(places) for places in tried])
        if state is not None:
            _write(state, pickle.dumps(search))
        if progress is not None:
            progress(min(search.countevals, trials), trials, float(search.result.fbest))
    # the middle of the last trials is less a child of their luck than the best of them
    middle = np.clip(search.result.xfavorite, 0, 1)
    candidates = {problem.loss(places): places for places in (middle, search.result.xbest)}
    loss = min(candidates)
    return Fit(np.asarray(candidates[loss]), loss, int(search.countevals))


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(path)
