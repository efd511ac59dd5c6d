"""The command `calibrate`: fits assumptions to the published targets and reports what that tells."""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from model.command_line.arguments import CALIBRATION_TRIALS, CALIBRATION_WORLDS
from model.command_line.progress import ProgressLine, stoppable
from model.command_line.selection import processors, whole_number
from model.command_line.tables import aligned
from model.messages import Problems
from model.parameters import BASELINE, PARAMETERS
from model.values import value_text
from model.words import _

if TYPE_CHECKING:
    from model.calibration.problem import Problem
    from model.calibration.report import Report
    from model.calibration.search import Fit

FEWEST_WORLDS, MOST_TRIALS, MOST_STARTS = 10, 100_000, 20
# how far other searches begin from the present values, as a part of each plausible range
APART = 0.3


def calibrate(arguments: argparse.Namespace) -> None:
    """Fit, report, and write the fit where that is asked for."""
    worlds, trials, starts, folder = _checked(arguments)
    from model.calibration.problem import Problem
    from model.calibration.report import as_text, report

    line = ProgressLine()
    with stoppable() as cancel:
        line.begin(_("errors of the moments"))
        try:
            problem = Problem.usual(worlds, BASELINE.settings.seed, processors())
            fits = list(_fits(problem, trials, starts, folder, line, cancel))
            best = min(fits, key=lambda one: one.loss)
            line.begin(_("what the figures identify"))
            found = report(problem, fits, best)
        finally:
            line.clear()
    if arguments.format == "json":
        print(as_text(found))
    else:
        for text in _report(problem, best, found):
            print(text)
    if arguments.write:
        from model.calibration.writing import write

        moved = write(problem.values(best.places))
        if arguments.format == "text":
            print()
            print(_("Numbers that moved:"))
            for text in moved:
                print(f"  {text}")


def _checked(arguments: argparse.Namespace) -> tuple[int, int, int, Path | None]:
    problems: list[str] = []
    if importlib.util.find_spec("cma") is None:
        problems.append(_("calibrate needs the package cma: pip install -r requirements-test.txt."))
    most = int(PARAMETERS["settings.replications"].high)
    worlds = whole_number(
        "--replications", arguments.replications, FEWEST_WORLDS, most, CALIBRATION_WORLDS, problems)
    trials = whole_number("--trials", arguments.trials, 1, MOST_TRIALS, CALIBRATION_TRIALS, problems)
    starts = whole_number("--starts", arguments.starts, 1, MOST_STARTS, 1, problems)
    folder = Path(arguments.state) if arguments.state else None
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            problems.append(_("{folder}: cannot be made a folder ({reason}).").format(
                folder=folder, reason=error.strerror))
    if problems:
        raise Problems(problems)
    return worlds, trials, starts, folder


def _fits(
    problem: Problem, trials: int, starts: int, folder: Path | None, line: ProgressLine, cancel: Any
) -> Iterator[Fit]:
    from model.calibration.search import fit

    elsewhere = np.random.default_rng(problem.seed)
    for number in range(starts):
        line.begin(_("search {number} of {all}").format(number=number + 1, all=starts))
        apart = elsewhere.uniform(-APART, APART, len(problem.free))
        start = None if number == 0 else np.clip(problem.start() + apart, 0.0, 1.0)
        yield fit(problem, trials, start=start, progress=line.trials, cancel=cancel, processes=problem.threads,
                  state=None if folder is None else folder / f"search-{number + 1}.state")


def _report(problem: Problem, best: Fit, found: Report) -> Iterator[str]:
    yield from aligned([_figure_heads(), *_figures(problem, best)], right=(1, 2, 3, 4))
    yield ""
    yield from aligned([_parameter_heads(), *_parameters(problem, found)], right=(1, 2))
    yield ""
    unknown = [one.free.name for one in found.parameters if not one.is_identified]
    yield _("Not identified by any figure: {names}.").format(names=", ".join(unknown) or _("none"))
    for number, one in enumerate(found.searches, 1):
        yield _("Search {number}: loss {loss:.2f} after {trials} trials; farthest from the best: {name}, by "
                "{part:.0%} of its plausible range; {mean:.0%} on average.").format(
            number=number, loss=one.loss, trials=one.trials, name=one.farthest, part=one.most, mean=one.mean)


def _figure_heads() -> tuple[str, ...]:
    return (_("Figure"), _("Target"), _("Half of range"), _("Before"), _("Fit"), "")


def _figures(problem: Problem, best: Fit) -> Iterator[tuple[str, ...]]:
    from model.calibration.problem import targets

    before, after = problem.moments(problem.start()), problem.moments(best.places)
    for name, old, new in zip(problem.aims, before, after, strict=True):
        figure = targets()[name]
        low, high = figure.range
        yield (_(figure.statistic), f"{(low + high) / 2:.3g}", f"{(high - low) / 2:.3g}", f"{old:.3g}",
               f"{new:.3g}", _("inside") if low <= new <= high else _("outside"))


def _parameter_heads() -> tuple[str, ...]:
    return (_("Parameter"), _("Before"), _("Fit"), _("95 % interval"), _("Identified"), _("By"))


def _parameters(problem: Problem, found: Report) -> Iterator[tuple[str, ...]]:
    for one, old in zip(found.parameters, problem.values(problem.start()).values(), strict=True):
        parameter = PARAMETERS[one.free.path]
        span = _("{low:.3g} to {high:.3g}").format(low=one.low, high=one.high)
        yield (one.free.name, value_text(parameter, old), value_text(parameter, one.value), span,
               _("yes") if one.is_identified else _("no"), ", ".join(one.figures))
