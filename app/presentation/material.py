"""What pages are made from: results of all scenarios, and what takes longer where a page asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app import look
from app.charts.several import Side
from app.compare.chosen import Board, Candidate, Results, told_apart
from app.compare.drawn import colour_of
from app.presentation.storyline import Page, Storyline
from model.contributions import Contributions

Pair = tuple[int, int]
"""The numbers of the reference and of the scenario that is held against it."""


@dataclass(frozen=True)
class Material:
    """All that the pages of one storyline show. What is missing in `whys` is not worked out yet."""

    storyline: Storyline
    board: Board
    results: Results
    whys: Mapping[Pair, Contributions] = field(default_factory=dict)
    colours: look.Palette = look.LIGHT

    @property
    def sides(self) -> list[Side]:
        """All scenarios as charts of several want them."""
        hues = colour_of(self.board, self.colours)
        return [Side(one.title, self.results[one.name], hues[one.name], one.name == self.board.reference.name)
                for one in self.board.candidates]

    def other(self, page: Page) -> Candidate:
        """The scenario that a page holds against the reference."""
        return self.board.candidates[other_of(self.storyline, page)]


def board_of(storyline: Storyline) -> Board:
    """The scenarios as those of a comparison; same titles are told apart by their number."""
    candidates = told_apart([Candidate(str(k), each.title, each.parameters)
                             for k, each in enumerate(storyline.scenarios)])
    return Board(candidates, candidates[storyline.reference])


def other_of(storyline: Storyline, page: Page) -> int:
    """The number of the scenario that a page holds against the reference."""
    return page.other if page.other != storyline.reference else storyline.others[0]


def pairs_to_explain(storyline: Storyline) -> Iterator[Pair]:
    """Which pairs of scenarios the pages explain by their levers, each once."""
    found = [(storyline.reference, other_of(storyline, page)) for page in storyline.pages if page.kind == "why"]
    return iter(dict.fromkeys(found))
