"""A good storyline in one click: from scenarios and a question to an ordered list of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app import wording
from app.compare import levers
from app.compare.chosen import Candidate
from app.presentation.catalogue import FIRST_CHART, is_movable
from app.presentation.storyline import LONGEST_TITLE, Page, Storyline
from app.saved import shipped_scenarios, short_title
from model.declare import Role
from model.influence import kept
from model.parameters import PARAMETERS, Parameters
from model.scenario import Scenario
from model.words import _

SHORT = ("title", "levers", "chart", "table", "evidence")
WHOLE = ("title", "question", "levers", "chart", "table", "why", "firm", "evidence", "appendix")
MOVABLE = 2
MOST_IN_A_TITLE = 2


def storyline(scenarios: Sequence[Scenario], question: str = "", author: str = "", title: str = "", reference: int = 0,
              kinds: Sequence[str] = WHOLE) -> Storyline:
    """The usual pages in their usual order. Raises `Problems` if the scenarios cannot be presented together."""
    scenarios = [replace(each, title=short(each)) for each in scenarios]
    usual = _(" or ").join(each.title for each in scenarios) + _("?")
    found = Storyline(title or usual[:LONGEST_TITLE], question, author, tuple(scenarios), reference,
                      tuple(Page(kind=kind, chart=FIRST_CHART if kind == "chart" else "") for kind in kinds))
    other = found.others[0]
    moved = movable(scenarios[reference], scenarios[other])
    return replace(found, pages=tuple(page.changed(
        other=other if page.kind in ("chart", "why", "firm") else 0,
        levers=moved if page.kind == "chart" else ()) for page in found.pages))


def short(scenario: Scenario) -> str:
    """The title; that of a shipped one up to its colon."""
    key = next((key for key, each in shipped_scenarios().items() if each.title == scenario.title), "")
    return short_title(key, scenario)


def title_of(given: Parameters) -> str:
    """What a scenario without a title is called: what it sets, where that is said in a few words."""
    changes = {path: value for path, value in Scenario(_("none"), parameters=given).changes.items()
               if PARAMETERS[path].role is not Role.SETTING}
    if not 1 <= len(changes) <= MOST_IN_A_TITLE:
        return _("Our proposal")
    return ", ".join(_("{label} {value}").format(
        label=wording.full_label(PARAMETERS[path]), value=wording.setting_text(PARAMETERS[path], value))
        for path, value in changes.items())


def movable(first: Scenario, other: Scenario) -> tuple[str, ...]:
    """The levers with a slider in which two scenarios differ, those first that were measured to move most."""
    both = [Candidate(str(k), each.title, each.parameters) for k, each in enumerate((first, other))]
    found = [path for path in levers.paths(both) if is_movable(path)]
    moved = kept()
    return tuple(sorted(found, key=lambda path: -max(
        (abs(each.size) for each in moved.get(path, ())), default=0.0))[:MOVABLE])
