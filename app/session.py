"""What a visitor has chosen, and the results that were computed for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from app import wording
from model import ensemble
from model.comparison import run_with_twin, without_policy
from model.declare import Role
from model.messages import Problems
from model.outputs import SERIES
from model.parameters import BASELINE, PARAMETERS, Parameters, replaced, value_at
from model.results import Result, provenance_of
from model.scenario import Scenario, shipped
from model.values import check_value
from model.words import _

Changes = dict[str, Any]
Progress = Callable[[float, int, int], None]

MOST_RESULTS = 8
MOST_BYTES = 600_000_000
MOST_STEPS_BACK = 50
BASELINE_NAME = "baseline"
BYTES_PER_NUMBER = 4


def begin() -> None:
    """Make room for a visitor's choices."""
    state = st.session_state
    state.setdefault("changes", {})
    state.setdefault("scenario", BASELINE_NAME)
    state.setdefault("past", [])
    state.setdefault("future", [])
    state.setdefault("notices", {})
    state.setdefault("shown", None)
    state.setdefault("stopped", "")
    state.setdefault("hold_assumptions", False)


def changes() -> Changes:
    """What differs from the baseline: value by path, in the order of the declarations."""
    chosen = st.session_state.changes
    return {path: chosen[path] for path in PARAMETERS if path in chosen}


def changes_of(*roles: Role) -> Changes:
    """What differs from the baseline, of parameters with these roles."""
    return {path: v for path, v in changes().items() if PARAMETERS[path].role in roles}


def value_of(path: str) -> Any:
    """The value that is set."""
    return st.session_state.changes.get(path, PARAMETERS[path].default)


def _become(new: Changes) -> None:
    state = st.session_state
    new = {path: v for path, v in new.items() if v != PARAMETERS[path].default}
    if new != state.changes:
        state.past = [*state.past, (state.changes, state.scenario)][-MOST_STEPS_BACK:]
        state.future = []
        state.changes = new
    state.stopped = ""


def change(path: str, value: Any) -> None:
    """Set one value; what it cannot be is said beside its lever, and nothing changes."""
    notices = st.session_state.notices
    notices.pop(path, None)
    try:
        checked = check_value(PARAMETERS[path], value)
    except Problems:
        notices[path] = wording.refusal(PARAMETERS[path], value, value_of(path))
        return
    _become({**st.session_state.changes, path: checked})


def change_all(values: Changes) -> None:
    """Set several values at once, as one step."""
    _become({**st.session_state.changes, **values})


def reset(paths: Iterable[str]) -> None:
    """Bring values back to the baseline."""
    gone = set(paths)
    _become({path: v for path, v in st.session_state.changes.items() if path not in gone})


def undo() -> None:
    """Take back the last change."""
    _step("past", "future")


def redo() -> None:
    """Do again what was taken back."""
    _step("future", "past")


def _step(source: str, target: str) -> None:
    state = st.session_state
    if state[source]:
        *rest, (values, scenario) = state[source]
        state[target] = [*state[target], (state.changes, state.scenario)]
        state[source] = rest
        state.changes, state.scenario = values, scenario


@st.cache_data(max_entries=50, show_spinner=False)
def _read(path: str, changed: float) -> Scenario:
    return Scenario.load(path)


def scenarios() -> dict[str, Scenario]:
    """The shipped scenarios that can be read, baseline first."""
    found = {BASELINE_NAME: Scenario(title=_("Baseline"))}
    for name, path in shipped().items():
        try:
            found[name] = _read(str(path), path.stat().st_mtime)
        except (Problems, OSError):
            continue
    return found


def choose(name: str) -> None:
    """Set all levers and assumptions as a scenario has them; settings stay."""
    scenario = scenarios()[name]
    before = st.session_state.scenario
    _become({**changes_of(Role.SETTING), **scenario.changes})
    if st.session_state.past and before != name:
        values, _name = st.session_state.past[-1]
        st.session_state.past[-1] = (values, before)
    st.session_state.scenario = name


def differs_from_scenario() -> bool:
    """Whether levers or assumptions moved since the scenario was chosen."""
    scenario = scenarios().get(st.session_state.scenario)
    settled = scenario.changes if scenario else {}
    kept = {path: v for path, v in settled.items() if PARAMETERS[path].role is not Role.SETTING}
    return changes_of(Role.LEVER, Role.ASSUMPTION) != kept


def parameters() -> Parameters:
    """The chosen input of the model."""
    return replaced(BASELINE, changes())


def reference(given: Parameters) -> Parameters:
    """What an input is compared with: baseline levers on the same luck and horizon."""
    kept = (Role.SETTING, Role.ASSUMPTION) if st.session_state.hold_assumptions else (Role.SETTING,)
    return replaced(BASELINE, {
        path: value_at(given, path) for path, p in PARAMETERS.items() if p.role in kept})


def fingerprint(given: Parameters) -> str:
    """A short name for an input."""
    return str(provenance_of(given)["fingerprint"])


def bytes_needed(given: Parameters) -> int:
    """Memory that one result takes."""
    settings = given.settings
    years = settings.opening_history_years + settings.horizon_years + settings.run_off_years
    return settings.replications * (4 * years + 1) * len(SERIES) * BYTES_PER_NUMBER


class Store:
    """The latest results by name; the oldest go when there are too many or they are too large."""

    def __init__(self, most: int = MOST_RESULTS, most_bytes: int = MOST_BYTES) -> None:
        self.most, self.most_bytes = most, most_bytes
        self._kept: OrderedDict[str, Result] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> Result | None:
        """The result of that name, if it is still there."""
        with self._lock:
            found = self._kept.get(name)
            if found is not None:
                self._kept.move_to_end(name)
            return found

    def put(self, name: str, result: Result) -> None:
        """Keep a result; let go of the oldest."""
        with self._lock:
            self._kept[name] = result
            self._kept.move_to_end(name)
            while len(self._kept) > self.most or (self._bytes() > self.most_bytes
                                                  and len(self._kept) > 1):
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)

    def _bytes(self) -> int:
        return sum(bytes_needed(result.parameters) for result in self._kept.values())


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The results of all visitors."""
    return Store()


def known(given: Parameters) -> Result | None:
    """The result for an input, if it was computed already."""
    return store().get(fingerprint(given))


def compute(wanted: Iterable[Parameters], progress: Progress) -> list[Result]:
    """Results for several inputs; each is run with its twin without policy, and both are kept.

    `progress(share, done, all)` is told of worlds done. Whatever it raises stops the run.
    """
    wanted = list(wanted)
    plan = _Plan(wanted, progress)
    return [known(given) or plan.run(given) for given in wanted]


class _Plan:
    """The runs that are still to do, so that progress counts them all."""

    def __init__(self, wanted: list[Parameters], progress: Progress) -> None:
        self.progress = progress
        self.done = 0
        missing = {fingerprint(given): given for given in wanted if known(given) is None}
        twins = {self.twin_name(given) for given in missing.values()}
        twins = {name for name in twins if store().get(name) is None}
        worlds = max((given.settings.replications for given in missing.values()), default=0)
        self.total = worlds * (len(missing) + len(twins))

    @staticmethod
    def twin_name(given: Parameters) -> str:
        return "without policy " + fingerprint(without_policy(given))

    def tell(self, done: int, _all: int) -> None:
        worlds = min(self.done + done, self.total)
        self.progress(worlds / max(self.total, 1), worlds, self.total)

    def run(self, given: Parameters) -> Result:
        name = self.twin_name(given)
        twin = store().get(name)
        if twin is None:
            twin = ensemble.run(without_policy(given), progress=self.tell)
            self.done += given.settings.replications
            store().put(name, twin)
        result = run_with_twin(given, twin=twin, progress=self.tell)
        self.done += given.settings.replications
        store().put(fingerprint(given), result)
        return result
