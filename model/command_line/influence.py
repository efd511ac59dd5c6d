"""The command `influence`: what every lever and assumption moves, from one end of its slider to the other."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from model.command_line.arguments import INFLUENCE_WORLDS
from model.command_line.progress import ProgressLine, stoppable
from model.command_line.selection import processors, whole_number
from model.command_line.tables import aligned, mean_and_interval, unit_on_screen
from model.declare import Parameter
from model.messages import Problems, unknown_name
from model.outputs import HEADLINES
from model.parameters import PARAMETERS
from model.words import _

if TYPE_CHECKING:
    from model.influence import Influence

FEWEST_WORLDS = 2
RIGHT = (2,)


def influence(arguments: argparse.Namespace) -> None:
    """Measure what parameters move, and print it."""
    from model.influence import as_text, measured

    known = {parameter.path: parameter for parameter in measured()}
    problems = [unknown_name(name, (), known) for name in arguments.names if name not in known]
    most = int(PARAMETERS["settings.replications"].high)
    worlds = whole_number(
        "--replications", arguments.replications, FEWEST_WORLDS, most, INFLUENCE_WORLDS, problems)
    if problems:
        raise Problems(problems)
    found = list(_found([known[name] for name in arguments.names] or list(known.values()), worlds))
    if arguments.format == "json":
        print(as_text(found, worlds))
        return
    for line in aligned([_heads(), *_rows(found)], right=RIGHT):
        print(line)


def _found(
    chosen: Sequence[Parameter], worlds: int
) -> Iterator[tuple[Parameter, list[Influence]]]:
    from model.influence import Survey

    line = ProgressLine()
    with stoppable() as cancel:
        survey = Survey(worlds, processors(), cancel)
        for place, parameter in enumerate(chosen):
            line.begin(f"{parameter.path}, {place + 1} / {len(chosen)}")
            try:
                yield parameter, survey.of(parameter)
            finally:
                line.clear()


def _heads() -> tuple[str, ...]:
    return (_("Parameter"), _("Headline"), _("Difference"), _("95 % interval"), _("Unit"))


def _rows(found: Sequence[tuple[Parameter, list[Influence]]]) -> Iterator[tuple[str, ...]]:
    for parameter, influences in found:
        moved = [one for one in influences if one.is_detectable]
        if not moved:
            yield (parameter.path, _("none detectably"), "", "", "")
        for one in moved:
            output = HEADLINES[one.headline]
            mean, span = mean_and_interval(
                one.gap.mean, one.gap.low, one.gap.high, output.unit, signed=True)
            yield (parameter.path, _(output.label), mean, span,
                   unit_on_screen(output.unit, is_difference=True))
