"""The command `uncertainty`: a policy over draws of unsettled assumptions as well as over luck."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from model.command_line.arguments import DRAW_WORLDS, DRAWS
from model.command_line.progress import ProgressLine, stoppable
from model.command_line.selection import load_all, processors, whole_number
from model.command_line.tables import aligned, mean_and_interval, unit_on_screen
from model.declare import Role
from model.messages import Problems, unknown_name
from model.outputs import HEADLINES
from model.parameters import PARAMETERS
from model.words import _

if TYPE_CHECKING:
    from model.uncertainty import Doubt

FEWEST_WORLDS, FEWEST_DRAWS, MOST_DRAWS = 2, 2, 10_000
RIGHT = (1, 3)


def uncertainty(arguments: argparse.Namespace) -> None:
    """Measure policies under doubt, and print what is known of them."""
    from model.uncertainty import UNSETTLED, as_records, measure

    problems: list[str] = []
    most = int(PARAMETERS["settings.replications"].high)
    worlds = whole_number("--replications", arguments.replications, FEWEST_WORLDS, most, DRAW_WORLDS, problems)
    count = whole_number("--draws", arguments.draws, FEWEST_DRAWS, MOST_DRAWS, DRAWS, problems)
    if not problems and count * worlds > most:
        problems.append(_("--draws times --replications may be at most {most}.").format(most=f"{most:,}"))
    known = {path: p for path, p in PARAMETERS.items() if p.role is Role.ASSUMPTION}
    paths = list(known) if arguments.vary == ["all"] else list(dict.fromkeys(arguments.vary)) or list(UNSETTLED)
    problems += [unknown_name(path, (), known) for path in paths if path not in known]
    if not arguments.files:
        problems.append(_("uncertainty needs at least one scenario file."))
    if problems:
        raise Problems(problems)
    line = ProgressLine()
    measured = {}
    with stoppable() as cancel:
        try:
            for name, scenario in load_all(arguments.files).items():
                line.begin(name)
                measured[name] = measure(
                    scenario.parameters, paths, count=count, worlds=worlds, threads=processors(),
                    progress=line.worlds, cancel=cancel)
        finally:
            line.clear()
    if arguments.format == "json":
        print(json.dumps({name: list(as_records(found)) for name, found in measured.items()}, indent=2))
        return
    for place, (name, found) in enumerate(measured.items()):
        if place:
            print()
        print(_("{name}: {count} draws of {assumptions} assumptions within their plausible ranges, {worlds} worlds "
                "of its own for each; {all_worlds} worlds where the assumptions stay as they are.").format(
            name=name, count=f"{count:,}", assumptions=len(paths), worlds=f"{worlds:,}",
            all_worlds=f"{count * worlds:,}"))
        print()
        for text in aligned([_value_heads(), *_values(found)], right=RIGHT):
            print(text)
        print()
        print(_("Differences to the baseline's policy, under the same draw on the same luck. The range over draws "
                "holds assumptions and the luck of each draw's worlds; with more worlds it narrows."))
        print()
        for text in aligned([_heads(), *_rows(found)], right=RIGHT):
            print(text)


def _value_heads() -> tuple[str, ...]:
    return (_("Headline"), _("Mean"), _("95 % interval, luck alone"), _("Mean over draws"),
            _("95 % interval, luck and assumptions"), _("Unit"))


def _values(found: Sequence[Doubt]) -> Iterator[tuple[str, ...]]:
    for one in found:
        output = HEADLINES[one.headline]
        yield (_(output.label), *mean_and_interval(one.luck.mean, one.luck.low, one.luck.high, output.unit),
               *mean_and_interval(one.both.mean, one.both.low, one.both.high, output.unit), unit_on_screen(output.unit))


def _heads() -> tuple[str, ...]:
    return (_("Headline"), _("Difference"), _("95 % interval, luck alone"), _("Mean over draws"),
            _("Nine tenths of draws"), _("Unit"), _("Helps in"), _("95 % interval"),
            _("Detectably better, worse"))


def _rows(found: Sequence[Doubt]) -> Iterator[tuple[str, ...]]:
    for one in found:
        output = HEADLINES[one.headline]
        alone, luck = mean_and_interval(
            one.gap_luck.mean, one.gap_luck.low, one.gap_luck.high, output.unit, signed=True)
        mean, both = mean_and_interval(
            one.gap_both.mean, one.gap_both.low, one.gap_both.high, output.unit, signed=True)
        helps, span, detectably = "", "", ""
        if output.good and math.isfinite(one.helps.mean):
            helps = f"{one.helps.mean:.0%}"
            span = _("{low:.0%} to {high:.0%}").format(low=one.helps.low, high=one.helps.high)
            detectably = f"{one.better:.0%}, {one.worse:.0%}"
        yield (_(output.label), alone, luck, mean, both, unit_on_screen(output.unit, is_difference=True), helps,
               span, detectably)
