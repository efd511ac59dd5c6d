"""The scenarios that visitors can open: those shipped, and those saved in the folder of this installation."""

from __future__ import annotations

import os
from functools import lru_cache

from app.titles import distinct
from model.library import Entry, Library, scenarios
from model.messages import Problems
from model.scenario import Scenario, shipped
from model.words import _

BASELINE_NAME = "baseline"
SAVED = "saved:"


def library() -> Library[Scenario]:
    """The folder of saved scenarios."""
    return scenarios()


def key_of(name: str) -> str:
    """What a saved scenario is called among all that can be opened."""
    return SAVED + name


def name_of(key: str) -> str:
    """The name of a saved scenario in its folder; empty for any other."""
    return key.removeprefix(SAVED) if key.startswith(SAVED) else ""


def is_shipped(key: str) -> bool:
    """Does this scenario come with the program?"""
    return key in shipped_scenarios()


def short_title(key: str, scenario: Scenario) -> str:
    """The title; that of a shipped one up to its colon."""
    return _(scenario.title).partition(": ")[0] if is_shipped(key) else scenario.title


def titles(apart_from: str = "") -> list[str]:
    """The titles of all shipped and saved scenarios, apart from that of this name."""
    return [short_title(key, each) for key, each in shipped_scenarios().items()] + [
        entry.title for entry in entries() if entry.name != apart_from]


def free_title(title: str) -> str:
    """The title, with a number if another scenario has it."""
    return distinct([title], distinct(titles()))[0]


def shipped_scenarios() -> dict[str, Scenario]:
    """The shipped scenarios that can be read, baseline first."""
    found = {BASELINE_NAME: Scenario(title=_("Baseline"))}
    for name, path in shipped().items():
        try:
            found[name] = _read(str(path), path.stat().st_mtime)
        except (Problems, OSError):
            continue
    return found


@lru_cache(50)
def _read(path: str, _changed: float) -> Scenario:
    return Scenario.load(path)


def entries() -> list[Entry[Scenario]]:
    """All saved scenarios, damaged ones among them; none if their folder cannot be read."""
    folder = library().folder
    try:
        with os.scandir(folder) as found:
            seen = tuple(sorted((each.name, each.stat().st_mtime_ns, each.stat().st_size) for each in found))
        return list(_entries(str(folder), seen))
    except (OSError, Problems):
        return []


@lru_cache(4)
def _entries(_folder: str, _seen: tuple[tuple[str, int, int], ...]) -> tuple[Entry[Scenario], ...]:
    return tuple(library().entries())


def entry_of(key: str) -> Entry[Scenario] | None:
    """A saved scenario as it is now; nothing for any other."""
    name = name_of(key)
    return next((entry for entry in entries() if entry.name == name), None)
