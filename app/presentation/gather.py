"""Everything that a storyline's pages need is run: scenarios, their twins without policy, mixes of their levers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app import look
from app.compare import stories
from app.presentation.material import Material, Pair, board_of, pairs_to_explain
from app.presentation.storyline import Storyline
from model import ensemble
from model.comparison import as_its_own_twin, run_with_twin, without_policy
from model.contributions import Contributions, Plan, measure, prepare
from model.ensemble import Progress
from model.parameters import Parameters
from model.results import Result


@dataclass
class _Counter:
    """Counts the worlds of several pieces of work as one progress."""

    total: int
    progress: Progress | None
    before: int = 0

    def tell(self, done: int, _count: int) -> None:
        if self.progress is not None:
            self.progress(min(self.before + done, self.total), self.total)

    def add(self, worlds: int) -> None:
        self.before += worlds


def gather(storyline: Storyline, progress: Progress | None = None, threads: int = 2,
           results: Mapping[str, Result] | None = None, whys: Mapping[Pair, Contributions] | None = None,
           colours: look.Palette = look.LIGHT) -> Material:
    """Run what is not given. `progress(done, all)` counts worlds; whatever it raises stops the work."""
    board = board_of(storyline)
    plans = plans_of(storyline, whys or {})
    firms = any(page.kind == "firm" for page in storyline.pages)
    inputs = [one.parameters for one in board.candidates]
    twins: dict[Parameters, Result] = {}
    counter = _Counter(worlds_to_run(inputs if results is None else [], plans), progress)
    found: dict[str, Result] = dict(results or {})
    for one in board.candidates if results is None else ():
        key = without_policy(one.parameters)
        count = one.parameters.settings.replications
        if key not in twins:
            twins[key] = ensemble.run(key, threads=threads, progress=counter.tell)
            counter.add(count)
        if key == one.parameters:
            found[one.name] = as_its_own_twin(twins[key])
            continue
        found[one.name] = run_with_twin(one.parameters, threads=threads, twin=twins[key], progress=counter.tell)
        counter.add(count)
    explained = dict(whys or {})
    for pair, plan in plans.items():
        explained[pair] = measure(plan, threads=threads, progress=counter.tell)
        counter.add(plan.worlds)
    if firms:
        for one in board.candidates:
            stories.detailed(one.parameters)
    return Material(storyline, board, found, explained, colours)


def plans_of(storyline: Storyline, known: Mapping[Pair, Contributions]) -> dict[Pair, Plan]:
    """What has to be run to explain pairs of scenarios that are not explained yet."""
    board = board_of(storyline)
    return {pair: prepare(board.candidates[pair[0]].parameters, board.candidates[pair[1]].parameters)
            for pair in pairs_to_explain(storyline) if pair not in known}


def worlds_to_run(inputs: list[Parameters], plans: Mapping[Pair, Plan]) -> int:
    """Worlds of all runs; a twin that several scenarios share counts once."""
    runs = [each.settings.replications for each in inputs if without_policy(each) != each]
    twins = {without_policy(each): each.settings.replications for each in inputs}
    return sum(runs) + sum(twins.values()) + sum(plan.worlds for plan in plans.values())
