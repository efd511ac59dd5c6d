"""Many worlds: chunks of replications over a few threads, with progress and cancelling.

Each thread has its own tables. A world's luck depends on the seed and its own number only, so the
results are the same bits for any number of threads and any size of chunk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np

from model import ledger
from model.diary import Diary
from model.engine import keep_world, run_world, run_worlds, start_world
from model.outputs import COLUMNS
from model.parameters import Parameters, replaced, status_quo
from model.record import to_record
from model.results import Recorded, Result
from model.state import FUND_ROWS, World, allocate

CHUNK = 4
REPORT_SECONDS = 0.03
WORLDS_KEPT = 4
_GOLDEN = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_pool = threading.Lock()
_idle: list[World] = []

Progress = Callable[[int, int], None]
T = TypeVar("T")


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

    `detail` keeps the named tables of the first so many worlds: `first=r, replications=1, detail=1`
    gives those of world r. `reverse` goes through firms in the opposite order (for a test).
    `progress(done, all)` is called from this thread. Raises `Cancelled` soon after `cancel` is set,
    `LedgerBroken` if money went astray.
    """
    given = {"settings.seed": seed, "settings.replications": replications}
    parameters = replaced(parameters, {k: v for k, v in given.items() if v is not None})
    settings = parameters.settings
    count = settings.replications
    recorded = Recorded.empty(parameters, count)
    now, past = to_record(parameters), to_record(status_quo(parameters))
    details: list[Any] = [None] * min(detail, count)
    stop = cancel or threading.Event()

    keys = np.array([world_key(settings.seed, first + r) for r in range(count)], np.uint64)

    def work(start: int, end: int) -> int:
        with _tables() as world:
            if start < len(details):
                details[start] = one_in_detail(world, start)
            else:
                _raise_problem(world, run_worlds(
                    world, past, now, keys[start:end], 0, reverse, *recorded.rows(start, end)))
        return end - start

    def one_in_detail(world: World, r: int) -> Any:
        from model.details import detail_of

        diary = Diary(tables)
        start_world(world, now, keys[r], reverse, diary.keeps_entries)
        _run_with_diary(world, past, now, diary)
        keep_world(world, *recorded.rows(r, r + 1))
        return detail_of(world, diary, parameters, first + r, tables)

    chunks = [(r, r + 1) for r in range(len(details))]
    chunks += [(r, min(r + chunk, count)) for r in range(len(details), count, chunk)]
    _spread(work, chunks, threads, progress, stop)
    return Result.of(parameters, recorded, _tables_of(details))


def observe(
    parameters: Parameters,
    look: Callable[[World], T],
    *,
    first: int = 0,
    replications: int | None = None,
    threads: int = 2,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> list[T]:
    """What `look` takes from each finished world, in order of the worlds `first` and following.

    `look` runs in the thread of its world and copies what it wants to keep: the tables are used again.
    Progress, cancelling and errors are those of `run`.
    """
    settings = parameters.settings
    count = settings.replications if replications is None else replications
    now, past = to_record(parameters), to_record(status_quo(parameters))
    seen: list[Any] = [None] * count

    def work(start: int, end: int) -> int:
        with _tables() as world:
            for r in range(start, end):
                start_world(world, now, np.uint64(world_key(settings.seed, first + r)), False, False)
                _raise_problem(world, run_world(world, past, now, int(world[0]["clock"]["last"])))
                seen[r] = look(world)
        return end - start

    chunks = [(r, min(r + CHUNK, count)) for r in range(0, count, CHUNK)]
    _spread(work, chunks, threads, progress, cancel or threading.Event())
    return seen


def _tables_of(details: list[Any]) -> Any:
    """Tables of all detailed worlds; without any, pandas need not be loaded."""
    if not details:
        return {}
    from model.details import tables_of

    return tables_of(details)


def _spread(
    work: Callable[[int, int], int],
    chunks: Sequence[tuple[int, int]],
    threads: int,
    progress: Progress | None,
    stop: threading.Event,
) -> None:
    """Do all chunks on a thread pool; report progress; stop everything at the first problem."""
    waiting = iter(chunks)
    count = chunks[-1][1]
    done = [0] * max(1, threads)

    def worker(number: int) -> None:
        # taking the next chunk from a list's iterator cannot be interrupted
        for start, end in waiting:
            if stop.is_set():
                return
            done[number] += work(start, end)

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


def _run_with_diary(world: World, past: Any, now: Any, diary: Diary) -> None:
    """Run a started world; it stops after each quarter if there is something to note.

    A zone of one's own begins at the end of the last quarter before year 0.
    """
    clock = world[0]["clock"]
    first, last = int(clock["start"]) - 1 if past["zone"]["given"][0] else 0, int(clock["last"])
    for quarter in range(first, last + 1) if diary.is_quarterly else (last,):
        _raise_problem(world, run_world(world, past, now, quarter))
        diary.note(world, now)


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

