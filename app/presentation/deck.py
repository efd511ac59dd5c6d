"""What a finished presentation shows: pages with plain text, tables and charts, for the screen and for every file.

All texts are plain: whoever writes them into a page or a file keeps markup and formulas in them from working.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.charts.chart import Chart
from app.compare.chosen import Board, Results
from model.scenario import Scenario
from model.words import _


@dataclass(frozen=True)
class Words:
    """Lines of text below each other; `is_list` sets a mark before each."""

    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True)
class Table:
    """A table as it is read: the first column names the rows, `rows` have a text for each column of `head`.

    Cells may hold line ends. `name` says what the table is.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """A chart; its question, answer, unit, note, figure and table are in it."""

    chart: Chart


Block = Words | Table | Drawing


@dataclass(frozen=True)
class Slide:
    """One page. `takeaway` is its sentence; `basis` what the numbers say, if a person wrote another sentence.

    `key` is unique in its deck. `levers` are paths of parameters that stay movable while the page is shown.
    `speaker` holds the speaker's notes, `note` the small print.
    """

    key: str
    kind: str
    title: str
    takeaway: str
    blocks: tuple[Block, ...]
    basis: str = ""
    note: str = ""
    speaker: str = ""
    levers: tuple[str, ...] = ()

    @property
    def charts(self) -> Iterator[Chart]:
        """The charts of this page."""
        return (block.chart for block in self.blocks if isinstance(block, Drawing))


@dataclass(frozen=True)
class Stamp:
    """Where all numbers come from: scenario titles, luck, model and date, and the sentence on limits.

    `zone` names the zones of one's own with which scenarios begin, and is empty where all begin with the simulated one.
    """

    titles: tuple[str, ...]
    fingerprints: tuple[str, ...]
    worlds: int
    seed: int
    years: int
    version: str
    date: str
    limits: str
    zone: str = ""

    @property
    def line(self) -> str:
        """All but the titles and the limits in one line, for the foot of a page."""
        text = _("{worlds} worlds · seed {seed} · horizon {years} years · model {version} · {date}").format(
            worlds=f"{self.worlds:,}", seed=self.seed, years=self.years, version=self.version, date=self.date)
        return _("{text} · zone: {zone}").format(text=text, zone=self.zone) if self.zone else text

    @property
    def inputs(self) -> tuple[str, ...]:
        """Each scenario with the short name of its input."""
        return tuple(f"{title} ({name})" for title, name in zip(self.titles, self.fingerprints, strict=True))


@dataclass(frozen=True)
class Deck:
    """A presentation with its numbers. `scenarios` stand in the order of `board.candidates`."""

    title: str
    question: str
    author: str
    slides: tuple[Slide, ...]
    stamp: Stamp
    scenarios: tuple[Scenario, ...]
    board: Board
    results: Results

    @property
    def charts(self) -> Iterator[Chart]:
        """All charts, page by page."""
        return (chart for slide in self.slides for chart in slide.charts)

    @property
    def provenance(self) -> dict[str, Any]:
        """What a file says of where it comes from, by a name for each."""
        return {
            _("Presentation"): self.title, _("Question"): self.question, _("Author"): self.author,
            **{_("Scenario {number}").format(number=k + 1): text for k, text in enumerate(self.stamp.inputs)},
            **({_("Zone"): self.stamp.zone} if self.stamp.zone else {}),
            _("Worlds"): self.stamp.worlds, _("Seed"): self.stamp.seed, _("Horizon, years"): self.stamp.years,
            _("Model version"): self.stamp.version, _("Date"): self.stamp.date, _("Limits"): self.stamp.limits}
