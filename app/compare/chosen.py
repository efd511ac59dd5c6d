"""Which scenarios can be compared, and the inputs that they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app import saved
from app.titles import distinct
from app.visit import Visit
from model.declare import Role
from model.parameters import BASELINE, PARAMETERS, Parameters, contradictions, replaced, value_at, with_zone
from model.results import Result
from model.words import _

HERE = "here"
FEWEST, MOST = 2, 6
FIRST = ("baseline", "patient_guide")
# what columns are called beside those of the scenarios
HEADS = tuple(map(_, ("Year", "Group", "What differs", "Scenario", "Number", "Weight, %")))
Results = Mapping[str, Result]
"""The results of a comparison by the names of its scenarios."""


@dataclass(frozen=True)
class Candidate:
    """A scenario that can be chosen: its name, its title, and what it sets."""

    name: str
    title: str
    parameters: Parameters


@dataclass(frozen=True)
class Board:
    """Scenarios that are compared, with one number of worlds, one seed and one horizon."""

    candidates: tuple[Candidate, ...]
    reference: Candidate

    @property
    def others(self) -> tuple[Candidate, ...]:
        """All but the reference."""
        return tuple(one for one in self.candidates if one.name != self.reference.name)


def candidates(visit: Visit) -> dict[str, Candidate]:
    """All that can be chosen, by name: what Explore shows now, if it is none of them, then shipped and saved ones.

    Shipped ones say nothing of a zone, so they are in the visitor's.
    """
    found = {name: Candidate(name, saved.short_title(name, each), with_settings(
        with_zone(each.parameters, visit.zone) if saved.is_shipped(name) else each.parameters, visit))
        for name, each in visit.scenarios().items()}
    titles = distinct([one.title for one in found.values()])
    found = {name: replace(one, title=title) for (name, one), title in zip(found.items(), titles, strict=True)}
    now = visit.parameters()
    if all(now != each.parameters for each in found.values()) and not contradictions(now):
        found = {HERE: Candidate(HERE, _("Explore now"), now), **found}
    return found


def board(found: Mapping[str, Candidate], names: Sequence[str], reference: str) -> Board | None:
    """What is compared; None while too few are chosen. The first one stands in for a reference that is not."""
    chosen = told_apart([found[name] for name in names if name in found][:MOST])
    if len(chosen) < FEWEST:
        return None
    return Board(chosen, next((one for one in chosen if one.name == reference), chosen[0]))


def told_apart(given: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The scenarios with titles of their own, none of which is a head of a table."""
    titles = distinct([one.title for one in given], HEADS)
    return tuple(replace(one, title=title) for one, title in zip(given, titles, strict=True))


def first_choice(visit: Visit, found: Mapping[str, Candidate]) -> list[str]:
    """What stands in the box at first: what is set or open now, the baseline, and a package of patient terms."""
    return [name for name in dict.fromkeys((HERE, visit.scenario, *FIRST)) if name in found]


def contradictions_in(given: Board) -> list[str]:
    """What contradicts itself in a scenario with the settings that all share, with its title."""
    return [_("{title}: {sentence}").format(title=one.title, sentence=found.message)
            for one in given.candidates for found in contradictions(one.parameters)]


def with_settings(given: Parameters, visit: Visit) -> Parameters:
    """A scenario's zone, levers and assumptions with the visitor's settings, so that all share their luck."""
    return with_zone(replaced(BASELINE, {
        path: visit.value_of(path) if each.role is Role.SETTING else value_at(given, path)
        for path, each in PARAMETERS.items()}), given.zone)
