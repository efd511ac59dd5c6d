"""Which runs a presentation shows: its scenarios, and for each page with moved levers one more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.presentation.material import Material, board_of, other_of
from app.presentation.storyline import LONGEST_TITLE, Storyline
from app.presenting.show import Show
from app.results import Asked, fingerprint
from model.results import Result
from model.words import _

ROOM_FOR_MOVED = 20


def moved_lines(show: Show) -> dict[int, Storyline]:
    """The storyline with the values of levers that were moved, by page; the scenario that they change says so."""
    found = {}
    for number, values in show.moved.items():
        other = other_of(show.story, show.story.pages[number])
        line = show.story.with_values(values, other)
        title = _("{title} (moved)").format(title=line.scenarios[other].title[:LONGEST_TITLE - ROOM_FOR_MOVED])
        found[number] = line.with_scenario(other, replace(line.scenarios[other], title=title))
    return found


def asked(show: Show) -> Asked:
    """All inputs, those of the storyline first."""
    story, moved = show.story, moved_lines(show)
    own = [line.scenarios[other_of(story, story.pages[number])] for number, line in moved.items()]
    return Asked(tuple(each.parameters for each in (*story.scenarios, *own)))


def materials(show: Show, results: Sequence[Result]) -> tuple[Material, dict[int, Material]]:
    """What the pages are made from: one for all, and those of pages with moved levers."""
    story, board = show.story, board_of(show.story)
    usual = {one.name: result for one, result in zip(board.candidates, results, strict=False)}
    explained = {}
    for pair in ((story.reference, other) for other in story.others):
        found = show.whys.get(names(story, pair))
        if found is not None:
            explained[pair] = found
    own = {}
    for result, (number, line) in zip(results[len(board.candidates):], moved_lines(show).items(), strict=True):
        other = str(other_of(story, story.pages[number]))
        own[number] = Material(line, board_of(line), {**usual, other: result})
    return Material(story, board, usual, explained), own


def names(story: Storyline, pair: tuple[int, int]) -> tuple[str, str]:
    """The names of the inputs of two scenarios."""
    return fingerprint(story.scenarios[pair[0]].parameters), fingerprint(story.scenarios[pair[1]].parameters)
