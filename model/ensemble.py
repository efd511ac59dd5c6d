"""Many worlds: chunks of replications over a few threads, with progress and cancelling.

Each thread has its own tables. A world's luck depends on the seed and its own number only, so the
results are the same bits for any number of threads and any size of chunk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

import numpy as np

from model import ledger
from model.details import Detail, detail_of
from model.engine import run_world
from model.outputs import COLUMNS
from model.parameters import Parameters, replaced, status_quo
from model.record import to_record
from model.results import Recorded, Result
from model.state import FUND_ROWS, World, allocate, clear

CHUNK = 4
REPORT_SECONDS = 0.1
WORLDS_KEPT = 4
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_pool = threading.Lock()
_idle: list[World] = []

Progress = Callable[[int, int], None]


class Cancelled(Exception):
    """The run was stopped before all its worlds were done."""


class LedgerBroken(RuntimeError):
    """A check of the ledger failed; the run stopped and names the entry."""


def world_key(seed: int, replication: int) -> int:
    """The 64-bit key of one world: a scrambled mix of seed and replication."""
    x = (seed * _GOLDEN + replication * 0xD1B54A32D192ED03 + 0x632BE59BD9B4E019) & _MASK
    for shift, multiplier in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        x = ((x ^ (x >> shift)) * multiplier) & _MASK
    return x ^ (x >> 31)


def run(
    parameters: Parameters,
    *,
    seed: int | None = None,
    replications: int | None = None,
    first: int = 0,
    threads: int = 2,
    chunk: int = CHUNK,
    detail: int = 0,
    tables: Collection[str] = tuple(COLUMNS),
    reverse: bool = False,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Result:
    """Run a scenario over worlds `first` to `first + replications - 1`.

    `detail` keeps the named tables of the first so many worlds. `reverse` goes
    through firms in the opposite order (for a test). `progress(done, all)` is called from this
    thread. Raises `Cancelled` soon after `cancel` is set, `LedgerBroken` if money went astray.
    """
    given = {"settings.seed": seed, "settings.replications": replications}
    parameters = replaced(parameters, {k: v for k, v in given.items() if v is not None})
    settings = parameters.settings
    count = settings.replications
    recorded = Recorded.empty(parameters, count)
    now, past = to_record(parameters), to_record(status_quo(parameters))
    details: list[Detail | None] = [None] * min(detail, count)
    stop = cancel or threading.Event()

    def one(world: World, r: int) -> None:
        key = world_key(settings.seed, first + r)
        with_journal = r < len(details) and "ledger" in tables
        clear(world, parameters, key, reverse=reverse, journal=with_journal)
        journal = None
        if with_journal:
            journal = _run_with_journal(world, past, now)
        else:
            _raise_problem(world, run_world(world, past, now, world[0]["clock"]["last"]))
        if r < len(details):
            details[r] = detail_of(world, journal, parameters, r, tables)
        recorded.keep(r, world)

    def work(start: int) -> int:
        with _tables() as world:
            for r in range(start, min(start + chunk, count)):
                if stop.is_set():
                    return 0
                one(world, r)
        return min(chunk, count - start)

    _spread(work, range(0, count, chunk), threads, count, progress, stop)
    return Result.of(parameters, recorded, [d for d in details if d is not None])


def _spread(
    work: Callable[[int], int],
    starts: range,
    threads: int,
    count: int,
    progress: Progress | None,
    stop: threading.Event,
) -> None:
    """Do all chunks on a thread pool; report progress; stop everything at the first problem."""
    waiting = iter(starts)
    done = [0] * max(1, threads)

    def worker(number: int) -> None:
        # taking the next chunk from a range's iterator cannot be interrupted
        for start in waiting:
            done[number] += work(start)
            if stop.is_set():
                return

    with ThreadPoolExecutor(len(done)) as pool:
        workers = [pool.submit(worker, number) for number in range(len(done))]
        try:
            while (rest := wait(workers, timeout=REPORT_SECONDS, return_when=FIRST_EXCEPTION)).not_done:
                for future in rest.done:
                    future.result()
                if progress is not None:
                    progress(sum(done), count)
            for future in workers:
                future.result()
            if stop.is_set():
                raise Cancelled(f"stopped after {sum(done)} of {count} worlds")
            if progress is not None:
                progress(count, count)
        except BaseException:
            stop.set()
            raise


@contextmanager
def _tables() -> Iterator[World]:
    """Tables of a world: used again if an earlier run left some."""
    with _pool:
        world = _idle.pop() if _idle else None
    if world is None:
        world = allocate()
    yield world
    with _pool:
        if len(_idle) < WORLDS_KEPT:
            _idle.append(world)


def _run_with_journal(world: World, past: Any, now: Any) -> Any:
    """Run a cleared world and return all entries of its ledger, taken out quarter by quarter."""
    clock = world[0]["clock"]
    entries = []
    for quarter in range(clock["last"] + 1):
        _raise_problem(world, run_world(world, past, now, quarter))
        entries.append(world["journal"][0, : clock["entries"]].copy())
        clock["entries"] = 0
    return np.concatenate(entries)


def _raise_problem(world: World, problem: int) -> None:
    """Turn a problem code into a sentence that names the entry."""
    if problem == ledger.OK:
        return
    w = world[0]
    error = w["error"]
    account = ledger.named_in(error, FUND_ROWS)
    where = f"in quarter {error['quarter'] - w['clock']['start']}"
    sentences = {
        ledger.BELOW_ZERO: f"The account of {account} fell below zero {where}.",
        ledger.UNBALANCED: f"The balances of {account} differ from opening plus flows {where}.",
        ledger.FUND_MISMATCH: f"The books of {account} differ from its ledger flows {where}.",
        ledger.NEGATIVE_AMOUNT: f"A transfer of less than nothing from {account} {where}, "
        f"kind {ledger.KINDS[error['kind']] if error['kind'] >= 0 else 'unknown'}.",
        ledger.FULL: f"A table of the model is too small for this scenario ({account}, {where}).",
    }
    raise LedgerBroken(sentences.get(np.int64(problem), f"Problem {problem} {where}."))

