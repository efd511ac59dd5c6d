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
RIGHT = (2, 5)


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
    print(_("Do patient terms save pioneers? Patient terms less the usual ones, at equal outlay, on the same luck, in "
            "{worlds} worlds: pioneers succeeded at year 10, and the share of pioneer slots at year 20, in points. A "
            "verdict says what becomes of the defaults' answer.").format(worlds=f"{worlds:,}"))
    print()
    for text in aligned([_heads(), *_rows(found)], right=RIGHT):
        print(text)


def _heads() -> tuple[str, ...]:
    verdict, interval = _("Verdict"), _("95 % interval")
    return (_("Theory"), _("Side"), _("Year 10"), interval, verdict, _("Year 20"), interval, verdict)


def _rows(found: Sequence[Verdict]) -> Iterator[tuple[str, ...]]:
    from model.theories import THEORIES

    for one in found:
        early = mean_and_interval(one.effect.mean, one.effect.low, one.effect.high, Unit.COUNT, signed=True)
        late = mean_and_interval(one.late.mean, one.late.low, one.late.high, Unit.SHARE, signed=True)
        question = _(THEORIES[one.theory].question) if one.theory else _("defaults")
        yield question, _(one.side), *early, _(one.answer), *late, _(one.late_answer)
