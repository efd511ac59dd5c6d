"""The score card: every figure that the model is held against, and where the model comes out."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from model.comparison import Interval, interval, run_with_twin
from model.ensemble import Progress
from model.evidence.figures import Figure, Use, compared
from model.evidence.seen import see
from model.evidence.statistics import FROM_HEADLINES, STATISTICS
from model.evidence.worlds import SCENARIOS, world_of
from model.parameters import Parameters, replaced

KEPT = Path(__file__).with_name("card.json")
BATCH = 50
"""Worlds of which one value of a statistic is made; the interval is that of the mean over batches."""
DIGITS = 5


@dataclass(frozen=True)
class Score:
    """A figure and the model's own value, in the figure's unit, with its 95 % interval of luck."""

    figure: Figure
    model: Interval

    @property
    def is_inside(self) -> bool:
        """Does the model's whole interval lie in the figure's range? So other luck would hardly take it out again."""
        low, high = self.figure.range
        return bool(low <= self.model.low and self.model.high <= high)

    @property
    def reason(self) -> str:
        """Why the model does not lie inside the figure's range, in English; empty if it does."""
        return "" if self.is_inside else self.figure.miss


@dataclass(frozen=True)
class Card:
    """Scores of all figures, the worlds they rest on, and the transfers that the ledger checked."""

    worlds: int
    transfers: int
    scores: tuple[Score, ...]

    def inside(self, use: Use) -> tuple[int, int]:
        """How many figures of this use lie inside their range, and how many there are."""
        of_use = [score.is_inside for score in self.scores if score.figure.use is use]
        return sum(of_use), len(of_use)


def measure(
    worlds: int, *, parameters: Mapping[str, Parameters] | None = None, threads: int = 2,
    progress: Progress | None = None, cancel: threading.Event | None = None,
) -> Card:
    """Hold the model against all figures at so many worlds, a multiple of `BATCH`.

    `parameters` are those of other worlds than the shipped ones, by name. Raises `ensemble.Cancelled`.
    """
    used = {name: world_of(name) for name in SCENARIOS} | dict(parameters or {})
    total = (len(used) + 2) * worlds
    found: dict[str, Interval] = {}
    done = 0
    for name, given in used.items():
        batches: list[dict[str, float]] = []
        for first in range(0, worlds, BATCH):
            batches.append(statistics_of(name, given, first, min(BATCH, worlds - first), threads, cancel))
            done += BATCH
            if progress is not None:
                progress(min(done, total), total)
        found |= {each: interval([batch[each] for batch in batches]) for each in batches[0]}

    def later(part: int, _all: int) -> None:
        if progress is not None:
            progress(min(done + part, total), total)

    zone = run_with_twin(replaced(used["china"], {"settings.replications": worlds}), threads=threads,
                         progress=later, cancel=cancel)
    found |= {name: interval(zone.headlines[headline]) for name, headline in FROM_HEADLINES.items()}
    return Card(worlds, int(zone.facts["transfers"].sum()), _scores(found))


def statistics_of(
    world: str, parameters: Parameters, first: int, worlds: int, threads: int = 2,
    cancel: threading.Event | None = None,
) -> dict[str, float]:
    """The statistics of all figures that belong to a world, from its luck `first` and following."""
    seen = see(parameters, first=first, worlds=worlds, threads=threads, cancel=cancel)
    return {name: STATISTICS[name](seen) for name, figure in compared().items()
            if figure.world == world and name in STATISTICS}


def _scores(found: Mapping[str, Interval]) -> tuple[Score, ...]:
    return tuple(Score(figure, found[name]) for name, figure in compared().items())


def as_text(card: Card) -> str:
    """The card as JSON; `kept` reads it."""
    lines = [
        json.dumps({
            "figure": score.figure.name, "use": score.figure.use.value, "world": score.figure.world,
            "published": score.figure.number, "range": [_short(end) for end in score.figure.range],
            "unit": score.figure.unit, "model": _short(score.model.mean),
            "interval": [_short(score.model.low), _short(score.model.high)], "inside": score.is_inside,
            "reason": score.reason, "source": score.figure.source}, ensure_ascii=False)
        for score in card.scores]
    head = f'{{"worlds": {card.worlds}, "transfers": {card.transfers}, "scores": [\n '
    return head + ",\n ".join(lines) + "\n]}"


def _short(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None


@cache
def kept() -> Card:
    """The card that was measured last: `python -m model evidence --format json` measures it anew."""
    table = json.loads(KEPT.read_text(encoding="utf-8"))
    return Card(table["worlds"], table["transfers"], _scores(dict(_read(table["scores"]))))


def _read(rows: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, Interval]]:
    for row in rows:
        ends = row["interval"]
        assert isinstance(ends, list)
        yield str(row["figure"]), Interval(*(
            float("nan") if value is None else float(value) for value in (row["model"], *ends)))
