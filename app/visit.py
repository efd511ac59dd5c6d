"""What a visitor has chosen, and how to go back.

Plain data: Streamlit may stop the script wherever it is asked for something, but not in here. So a
change is either made or not made, never half.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app import saved, wording
from model.declare import Role
from model.messages import Problems
from model.parameters import BASELINE, HISTORY, PARAMETERS, Parameters, contradictions, replaced, value_at, with_zone
from model.parameters.zone import Zone
from model.scenario import Scenario
from model.values import check_value
from model.words import _

Changes = dict[str, Any]

MOST_STEPS_BACK = 50
BASELINE_NAME = saved.BASELINE_NAME
# the scenario of a link or of a file that was sent
BROUGHT = "brought"
FIRST_VIEW = "pioneers"


class Step(NamedTuple):
    """What was set before or after a change."""

    changes: Changes
    scenario: str
    zone: Zone | None = None
    longer: tuple[int, int] | None = None


@dataclass(frozen=True)
class Heard:
    """What a visitor did: a widget took a value, or a button was pressed.

    `act` gets the value of the widget `key`, if there is one. `beside` is the other widget of the same
    lever.
    """

    act: Callable[..., None]
    is_press: bool
    key: str = ""
    beside: str = ""


@dataclass
class Visit:
    """The choices of one visitor: values by path where they differ from the baseline, and steps back.

    With a zone of one's own, year 0 is as that zone is, also for what is compared with it. `longer` holds the years
    of the opening history before and after such a zone made it longer.
    """

    changes: Changes = field(default_factory=dict)
    scenario: str = BASELINE_NAME
    past: list[Step] = field(default_factory=list)
    future: list[Step] = field(default_factory=list)
    zone: Zone | None = None
    longer: tuple[int, int] | None = None
    is_replaying: bool = False
    view: str = FIRST_VIEW
    stopped: str = ""
    holds_assumptions: bool = False
    tours_asked: int = 0
    notices: dict[str, str] = field(default_factory=dict)
    at_odds: frozenset[str] = frozenset()
    shown: Parameters | None = None
    brought: Scenario | None = None
    seen: dict[str, str] = field(default_factory=dict)
    said: str = ""
    trouble: str = ""
    heard: list[Heard] = field(default_factory=list)
    bound: dict[str, list[tuple[Any, float]]] = field(default_factory=dict)

    def ordered(self) -> Changes:
        """What differs from the baseline: value by path, in the order of the declarations."""
        return {path: self.changes[path] for path in PARAMETERS if path in self.changes}

    def changes_of(self, *roles: Role) -> Changes:
        """What differs from the baseline, of parameters with these roles."""
        return {path: v for path, v in self.ordered().items() if PARAMETERS[path].role in roles}

    def value_of(self, path: str) -> Any:
        """The value that is set."""
        return self.changes.get(path, PARAMETERS[path].default)

    def parameters(self) -> Parameters:
        """The chosen input of the model."""
        return with_zone(replaced(BASELINE, self.ordered()), self.zone)

    def reference(self, given: Parameters) -> Parameters:
        """What an input is compared with: baseline levers in the same zone, on the same luck and horizon."""
        kept = (Role.SETTING, Role.ASSUMPTION) if self.holds_assumptions else (Role.SETTING,)
        return with_zone(replaced(BASELINE, {
            path: value_at(given, path) for path, p in PARAMETERS.items() if p.role in kept}), given.zone)

    def on_sliders(self) -> dict[str, float]:
        """Where the sliders stand of all parameters that were moved, by their names on the page."""
        moved = {path for step in (*self.past, *self.future) for path in step.changes}
        return {
            path.replace(".", "-"): wording.on_slider(PARAMETERS[path], self.value_of(path))
            for path in moved | set(self.changes)}

    def change(self, path: str, value: Any) -> None:
        """Set one value; what it cannot be is said beside its lever, and nothing changes."""
        self.end_replay()
        self.notices.pop(path, None)
        try:
            checked = check_value(PARAMETERS[path], value)
        except Problems:
            self.notices[path] = wording.refusal(PARAMETERS[path], value, self.value_of(path))
            return
        self._become({**self.changes, path: checked})

    def change_all(self, values: Changes) -> None:
        """Set several values at once, as one step."""
        self.end_replay()
        self._become({**self.changes, **values})

    def reset(self, paths: Iterable[str]) -> None:
        """Bring values back to the baseline."""
        self.end_replay()
        gone = set(paths)
        self._become({path: v for path, v in self.changes.items() if path not in gone})

    def use_zone(self, zone: Zone | None) -> None:
        """Let year 0 be as a zone of one's own, or as the simulated history leaves it, as one step.

        If the zone's funds are older than the years that are kept, more years are kept, as long as it is used.
        """
        self.end_replay()
        years = self.value_of(HISTORY)
        if self.longer is not None and years == self.longer[1]:
            years = self.longer[0]
        changes = {**self.ordered(), HISTORY: years}
        kept = {path: value for found in contradictions(with_zone(replaced(BASELINE, changes), zone))
                for path, value in found.fix.items() if path == HISTORY}
        longer = (years, int(kept[HISTORY])) if kept else None
        self._become({**changes, **kept}, zone=zone, longer=longer)

    def scenarios(self) -> dict[str, Scenario]:
        """All that can be chosen, by name: shipped, saved, and what a link or a file brought."""
        found = {**saved.shipped_scenarios(), **{
            saved.key_of(entry.name): entry.document for entry in saved.entries() if entry.document is not None}}
        return found if self.brought is None else {**found, BROUGHT: self.brought}

    def choose(self, name: str) -> None:
        """Set everything as a scenario has it. Shipped ones say nothing of settings and zone, so these stay then."""
        # what is opened and the stamp it has are of one reading: somebody else may save between two
        entry = saved.entry_of(name)
        scenario = self.scenarios().get(name) if entry is None else entry.document
        if scenario is None:
            return
        self.end_replay()
        is_shipped = saved.is_shipped(name)
        kept = self.changes_of(Role.SETTING) if is_shipped else {}
        own = {} if is_shipped else {"zone": scenario.parameters.zone, "longer": None}
        zone = self.zone
        self._become({**kept, **scenario.changes}, **own)
        if zone is not None and self.zone is None:
            self.said = _("This scenario has the simulated zone, so yours, “{name}”, was put aside. Undo brings it "
                          "back.").format(name=zone.name)
        if entry is not None:
            self.seen[entry.name] = entry.stamp
        self.scenario = name

    def bring(self, scenario: Scenario) -> None:
        """Open the scenario of a link or of a file that was sent."""
        self.brought = scenario
        self.choose(BROUGHT)

    def put(self, name: str, stamp: str) -> None:
        """What is shown is now the saved scenario of this name, as it was when it had this stamp."""
        self.scenario = saved.key_of(name)
        self.seen[name] = stamp

    def undo(self) -> None:
        """Take back the last change."""
        self.end_replay()
        self._step(self.past, self.future)

    def redo(self) -> None:
        """Do again what was taken back."""
        self.end_replay()
        self._step(self.future, self.past)

    def replay(self) -> None:
        """Show what was before the last change, to show its effect again a moment later."""
        self.end_replay()
        if self.past:
            self._step(self.past, self.future)
            self.is_replaying = True

    def end_replay(self) -> None:
        """Do the last change again, if a replay took it back."""
        if self.is_replaying:
            self.is_replaying = False
            self._step(self.future, self.past)

    def look_at(self, view: str) -> None:
        """Show another view of the results."""
        self.view = view

    def ask_for_tour(self) -> None:
        """Show the tour of the page again."""
        self.tours_asked += 1

    def stop(self, fingerprint: str) -> None:
        """Compute no more worlds of this input; of any, if it is empty."""
        self.stopped = fingerprint

    def hold_assumptions(self, holds: bool) -> None:
        """Whether the baseline shares the changed assumptions."""
        self.holds_assumptions = holds

    def differs_from_scenario(self) -> bool:
        """Whether anything moved since the scenario was chosen; settings and zone count where it has its own."""
        scenario = self.scenarios().get(self.scenario)
        settled = scenario.changes if scenario else {}
        if not saved.is_shipped(self.scenario):
            return self.ordered() != settled or self.zone != (scenario.parameters.zone if scenario else None)
        kept = {path: v for path, v in settled.items() if PARAMETERS[path].role is not Role.SETTING}
        return self.changes_of(Role.LEVER, Role.ASSUMPTION) != kept

    def scenario_as_shipped(self) -> str:
        """The short title of the chosen scenario, if nothing was moved since; else nothing."""
        found = self.scenarios()
        if self.scenario == BASELINE_NAME or self.scenario not in found or self.differs_from_scenario():
            return ""
        return saved.short_title(self.scenario, found[self.scenario])

    def _become(self, new: Changes, **other: Any) -> None:
        """Other values, and another zone where one is given."""
        new = {path: v for path, v in new.items() if v != PARAMETERS[path].default}
        after = self._now()._replace(changes=new, **other)
        if (after.changes, after.zone) != (self.changes, self.zone):
            self.past = [*self.past, self._now()][-MOST_STEPS_BACK:]
            self.future = []
            self.said = ""
            self.changes, self.zone, self.longer = after.changes, after.zone, after.longer
        self.stopped = self.trouble = ""

    def _now(self) -> Step:
        return Step(self.changes, self.scenario, self.zone, self.longer)

    def _step(self, source: list[Step], target: list[Step]) -> None:
        if source:
            target.append(self._now())
            self.said = ""
            self.changes, self.scenario, self.zone, self.longer = source.pop()
