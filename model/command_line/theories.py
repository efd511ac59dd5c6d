"""The command `theories`: under which rival assumptions does the answer about patience hold?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from model.command_line.arguments import THEORY_WORLDS
from model.command_line.progress import ProgressLine, stoppable
from model.command_line.selection import processors, whole_number
from model.command_line.tables import aligned, mean_and_interval
from model.declare import Unit
from model.messages import Problems
from model.parameters import PARAMETERS
from model.words import _

if TYPE_CHECKING:
    from model.theories import Verdict

FEWEST_WORLDS = 2
RIGHT = (2,)


def theories(arguments: argparse.Namespace) -> None:
    """Measure what patient terms do to pioneers under each side of each theory, and print it."""
    from model.experiments import Lab
    from model.theories import as_text, verdicts

    problems: list[str] = []
    most = int(PARAMETERS["settings.replications"].high)
    worlds = whole_number("--replications", arguments.replications, FEWEST_WORLDS, most, THEORY_WORLDS, problems)
    if problems:
        raise Problems(problems)
    line = ProgressLine()
    lab = Lab(worlds, threads=processors(), progress=line.worlds)
    lab.begun = lambda number: line.begin(_("theories, run {number}").format(number=number))
    with stoppable() as cancel:
        lab.cancel = cancel
        try:
            found = list(verdicts(lab))
        finally:
            line.clear()
    if arguments.format == "json":
        print(as_text(found, worlds))
        return
    print(_("Do patient terms save pioneers? Pioneers succeeded at year 10, patient terms less the usual ones, at "
            "equal outlay, in {worlds} worlds.").format(worlds=f"{worlds:,}"))
    print()
    for text in aligned([_heads(), *_rows(found)], right=RIGHT):
        print(text)


def _heads() -> tuple[str, ...]:
    return (_("Theory"), _("Side"), _("Difference"), _("95 % interval"), _("The defaults' answer"))


def _rows(found: Sequence[Verdict]) -> Iterator[tuple[str, ...]]:
    from model.theories import THEORIES

    for one in found:
        mean, span = mean_and_interval(one.effect.mean, one.effect.low, one.effect.high, Unit.COUNT, signed=True)
        question = _(THEORIES[one.theory].question) if one.theory else _("defaults")
        yield question, _(one.side), mean, span, _(one.answer)
