"""The command `evidence`: the score card of published figures and what the model gives."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from model.command_line.arguments import EVIDENCE_WORLDS
from model.command_line.progress import ProgressLine, stoppable
from model.command_line.selection import processors, whole_number
from model.command_line.tables import aligned
from model.messages import Problems
from model.parameters import PARAMETERS
from model.words import _

if TYPE_CHECKING:
    from model.evidence.card import Card, Score

FEWEST_WORLDS = 50
RIGHT = (1, 2, 3)


def evidence(arguments: argparse.Namespace) -> None:
    """Hold the model against published figures, and print the card."""
    from model.evidence.card import as_text, measure

    problems: list[str] = []
    most = int(PARAMETERS["settings.replications"].high)
    worlds = whole_number(
        "--replications", arguments.replications, FEWEST_WORLDS, most, EVIDENCE_WORLDS, problems)
    if problems:
        raise Problems(problems)
    line = ProgressLine()
    line.begin(_("evidence"))
    with stoppable() as cancel:
        try:
            card = measure(worlds, threads=processors(), progress=line.worlds, cancel=cancel)
        finally:
            line.clear()
    if arguments.format == "json":
        print(as_text(card))
        return
    for text in aligned([_heads(), *_rows(card)], right=RIGHT):
        print(text)
    print()
    for text in (*summary(card), *reasons(card)):
        print(text)


def summary(card: Card) -> Iterator[str]:
    """How many figures lie inside their range, by what they are used for, and the money check."""
    from model.evidence.figures import Use

    for use, words in ((Use.TARGET, _("Targets, which assumptions aim at: {inside} of {all} inside their range.")),
                       (Use.VALIDATE, _("Validation, which none aims at: {inside} of {all} inside their range."))):
        inside, count = card.inside(use)
        yield words.format(inside=inside, all=count)
    yield _("0 fen missing in {transfers} transfers, in {worlds} worlds.").format(
        transfers=f"{card.transfers:,}", worlds=f"{card.worlds:,}")


def reasons(card: Card) -> Iterator[str]:
    """Why the model lies outside a figure's range, a line for each figure outside."""
    outside = [score for score in card.scores if not score.is_inside]
    if outside:
        yield _("Outside, and why:")
    for score in outside:
        yield _("  {figure}: {reason}").format(
            figure=_(score.figure.statistic), reason=_(score.reason) or _("no reason is known."))


def _heads() -> tuple[str, ...]:
    return (_("Figure"), _("Published"), _("Range"), _("Model"), _("95 % interval"), "", _("Unit"), _("Use"),
            _("Source"))


def _rows(card: Card) -> Iterator[tuple[str, ...]]:
    for score in card.scores:
        figure = score.figure
        low, high = figure.range
        yield (_(figure.statistic), figure.value, _span(low, high), _digits(score.model.mean),
               _span(score.model.low, score.model.high), _verdict(score), figure.unit, figure.use.value,
               figure.source)


def _verdict(score: Score) -> str:
    return _("inside") if score.is_inside else _("outside")


def _span(low: float, high: float) -> str:
    return _("{low} to {high}").format(low=_digits(low), high=_digits(high))


def _digits(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
