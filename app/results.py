"""Results that visitors asked for: a few worlds at once, then more, kept for all visitors.

Each result is run with its twin without policy. A further step goes on where the last one ended, so
its worlds are those of one long run.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from model import ensemble
from model.comparison import as_its_own_twin, without_policy
from model.ensemble import Progress
from model.metrics import add_twin
from model.outputs import AGE_RECORD, SERIES, WORLD_RECORD
from model.parameters import Parameters, replaced
from model.record import QUARTERS_PER_YEAR
from model.results import Result, provenance_of

FIRST_STEP = 40
STEP_GROWTH = 4
# more than a small machine has processors: while the browser draws on the same ones, the model gets more of them
THREADS = 4
# of the results that are kept, and of those that one page shows together: these stay whatever they take
MOST_BYTES = 600_000_000
MOST_BYTES_TOGETHER = 1_800_000_000
BYTES_PER_NUMBER = 4
# making and naming an input takes milliseconds, and each is asked for many times
INPUTS_KEPT = 256


@lru_cache(INPUTS_KEPT)
def fingerprint(given: Parameters) -> str:
    """A short name for an input."""
    return str(provenance_of(given)["fingerprint"])


def bytes_needed(given: Parameters) -> int:
    """Memory that one result takes: its series, and what happened at each age of firms and funds."""
    settings = given.settings
    seen = QUARTERS_PER_YEAR * (settings.horizon_years + settings.run_off_years) + 1
    quarters = QUARTERS_PER_YEAR * settings.opening_history_years + seen
    each = quarters * len(SERIES) * BYTES_PER_NUMBER + seen * AGE_RECORD.itemsize + WORLD_RECORD.itemsize
    return int(settings.replications * each)


class Store:
    """The latest results by name; the oldest go when all of them are too large, but none that a page needs."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._kept: OrderedDict[str, Result] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> Result | None:
        """The result of that name, if it is still there."""
        with self._lock:
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
            return found

    def put(self, name: str, result: Result, needed: Collection[str] = ()) -> None:
        """Keep a result, and those that are `needed` beside it."""
        with self._lock:
            self._kept[name] = result
            self._kept.move_to_end(name)
            for old in [each for each in self._kept if each != name and each not in needed]:
                if self._bytes() <= self.most_bytes:
                    break
                del self._kept[old]

    def __len__(self) -> int:
        return len(self._kept)

    def _bytes(self) -> int:
        return sum(bytes_needed(result.parameters) for result in self._kept.values())


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The results of all visitors."""
    return Store()


def steps(worlds: int) -> list[int]:
    """Numbers of worlds after each step: a first look, then more, at last all that were chosen."""
    found = [min(FIRST_STEP, worlds)]
    while found[-1] < worlds:
        further = found[-1] * STEP_GROWTH
        found.append(worlds if worlds < 2 * further else further)
    return found


@lru_cache(INPUTS_KEPT)
def with_worlds(given: Parameters, worlds: int) -> Parameters:
    """The same input with another number of worlds."""
    return replaced(given, {"settings.replications": worlds})


@dataclass(frozen=True)
class Asked:
    """Inputs that are shown together, with the same number of worlds on the same luck.

    `beside` are the inputs of the page that they are a part of.
    """

    inputs: tuple[Parameters, ...]
    beside: tuple[Parameters, ...] = ()

    @property
    def steps(self) -> list[int]:
        """Numbers of worlds after each step."""
        return steps(self.inputs[0].settings.replications)

    @property
    def bytes_needed(self) -> int:
        """Memory that all results take at the last step, each twin once."""
        # the names of the first step are needed first; to name an input takes milliseconds
        names = _names_of(with_worlds(given, self.steps[0]) for given in self.inputs)
        return len(names) * bytes_needed(self.inputs[0])

    def at(self, worlds: int) -> list[Result] | None:
        """The results with so many worlds, if all of them are there."""
        found = [store().get(fingerprint(with_worlds(given, worlds))) for given in self.inputs]
        kept = [result for result in found if result is not None]
        return kept if len(kept) == len(found) else None

    def furthest(self) -> list[Result] | None:
        """The results of the largest step that is there."""
        return next((found for n in reversed(self.steps) if (found := self.at(n))), None)

    def advance(self, worlds: int, progress: Progress) -> list[Result]:
        """Run up to so many worlds; `progress(done, all)` counts worlds of all runs.

        Whatever `progress` raises stops the run; what was finished is kept.
        """
        inputs = [with_worlds(given, worlds) for given in self.inputs]
        counter = _Counter(_still_to_run(inputs), progress)
        needed = self._needed_at(worlds)
        found = []
        for given in inputs:
            result = store().get(fingerprint(given))
            if result is None:
                if _is_own_twin(given):
                    result = as_its_own_twin(_twin(given, counter, needed))
                else:
                    result = _go_on(given, fingerprint, counter)
                    add_twin(result, _twin(given, counter, needed))
                store().put(fingerprint(given), result, needed)
            found.append(result)
        return found

    def _needed_at(self, worlds: int) -> set[str]:
        """Names of the results of this step and of the one that it goes on from, and of the page beside."""
        steps_needed = {*[n for n in self.steps if n <= worlds][-2:], worlds}
        inputs = [with_worlds(given, n) for given in self.inputs for n in steps_needed]
        return _names_of([*inputs, *self.beside])


class _Counter:
    """Counts the worlds of several runs as one progress."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.total, self.progress = total, progress
        self.before = 0

    def tell(self, done: int, count: int) -> None:
        self.progress(self.before + done, self.total)
        if done == count:
            self.before += count


@lru_cache(INPUTS_KEPT)
def _twin_name(given: Parameters) -> str:
    return "without policy " + fingerprint(without_policy(given))


@lru_cache(INPUTS_KEPT)
def _is_own_twin(given: Parameters) -> bool:
    return without_policy(given) == given


def _names_of(inputs: Iterable[Parameters]) -> set[str]:
    """Names of all results that belong to inputs: their own and those of their twins."""
    return {name_of(each) for each in inputs for name_of in (fingerprint, _twin_name)}


def _still_to_run(inputs: Iterable[Parameters]) -> int:
    """Worlds of all runs that are not there yet; a twin that several inputs share counts once."""
    missing = [given for given in inputs if store().get(fingerprint(given)) is None]
    names = {fingerprint(given): (given, fingerprint) for given in missing if not _is_own_twin(given)}
    names |= {name: (given, _twin_name) for given in missing if store().get(name := _twin_name(given)) is None}
    return sum(given.settings.replications - _worlds_of(_step_before(given, name_of))
               for given, name_of in names.values())


def _step_before(given: Parameters, name_of: Callable[[Parameters], str]) -> Result | None:
    """The result of the step before the one that ends with these worlds, if there is one and it was kept."""
    worlds = ([0] + steps(given.settings.replications))[-2]
    return store().get(name_of(with_worlds(given, worlds))) if worlds else None


def _worlds_of(result: Result | None) -> int:
    return 0 if result is None else result.replications


def _twin(given: Parameters, counter: _Counter, needed: Collection[str]) -> Result:
    name = _twin_name(given)
    twin = store().get(name)
    if twin is None:
        twin = _go_on(without_policy(given), _twin_name, counter)
        store().put(name, twin, needed)
    return twin


def _go_on(given: Parameters, name_of: Callable[[Parameters], str], counter: _Counter) -> Result:
    """A run from where its last step ended, or from the start where that step was not kept."""
    base = _step_before(given, name_of)
    if base is None:
        return ensemble.run(given, threads=THREADS, progress=counter.tell)
    first = base.replications
    more = ensemble.run(given, first=first, replications=given.settings.replications - first, threads=THREADS,
                        progress=counter.tell)
    return base.followed_by(more)
