"""The command `experiments`: which are asked for, how they are run, how their findings are shown.

Each experiment is printed when it is done, since all of them take minutes. JSON is one document.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from model.command_line.arguments import EXPERIMENT_WORLDS
from model.command_line.progress import ProgressLine, stoppable
from model.command_line.selection import processors, whole_number
from model.command_line.tables import aligned, mean_and_interval, unit_on_screen
from model.messages import Problems, unknown_name
from model.parameters import PARAMETERS
from model.words import _

if TYPE_CHECKING:
    from model.experiments import Experiment, Finding

# one world has no spread, and so no interval
FEWEST_WORLDS = 2
RIGHT = (1,)


def experiments(arguments: argparse.Namespace) -> None:
    """Run experiments and print what they found."""
    problems: list[str] = []
    chosen = _chosen(arguments.names, problems)
    most = int(PARAMETERS["settings.replications"].high)
    worlds = whole_number(
        "--replications", arguments.replications, FEWEST_WORLDS, most, EXPERIMENT_WORLDS, problems
    )
    if problems:
        raise Problems(problems)
    if arguments.list:
        _print_list(chosen, arguments.format)
    elif arguments.format == "json":
        done = [_as_record(experiment, worlds, found) for experiment, found in _done(chosen, worlds)]
        _print_json(done)
    else:
        is_page = arguments.format == "markdown"
        _print_now(_page_head(arguments.names, worlds) if is_page else ())
        lines_of = _markdown_lines if is_page else _text_lines
        for place, (experiment, found) in enumerate(_done(chosen, worlds)):
            if place or is_page:
                print()
            _print_now(lines_of(experiment, worlds, found))


def _print_now(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
    sys.stdout.flush()


def _chosen(names: Sequence[str], problems: list[str]) -> list[Experiment]:
    """The experiments with these names, each once; all of them where none is named."""
    from model.experiments import EXPERIMENTS

    names = list(dict.fromkeys(names)) or list(EXPERIMENTS)
    problems += [unknown_name(name, EXPERIMENTS) for name in names if name not in EXPERIMENTS]
    return [EXPERIMENTS[name] for name in names if name in EXPERIMENTS]


def _done(chosen: Sequence[Experiment], worlds: int) -> Iterator[tuple[Experiment, list[Finding]]]:
    """Each experiment with its findings, one after the other; runs that several share are made once."""
    from model.experiments import Lab

    line = ProgressLine()
    title = _("{name}, run {number}")
    lab = Lab(worlds, threads=processors(), progress=line.worlds)
    with stoppable() as cancel:
        lab.cancel = cancel
        for experiment in chosen:
            name = experiment.name
            lab.begun = lambda number, name=name: line.begin(title.format(name=name, number=number))
            try:
                found = experiment.measure(lab)
            finally:
                line.clear()
            yield experiment, found


def _text_lines(experiment: Experiment, worlds: int, found: Sequence[Finding]) -> Iterator[str]:
    yield experiment.name
    for head, text in _description(experiment, worlds):
        yield f"  {head}: {text}"
    yield ""
    yield from aligned([_heads(), *map(_row, found)], right=RIGHT)


def _page_head(names: Sequence[str], worlds: int) -> Iterator[str]:
    """The first lines of the page, with the command that writes it."""
    words = ["python -m model experiments", *names, f"--replications {worlds} --format markdown"]
    yield "# " + _("What the experiments show")
    yield ""
    yield _("`{command}` writes this page.").format(command=" ".join(words))
    yield _("What it means is said in [model/README.md](../model/README.md).")


def _markdown_lines(experiment: Experiment, worlds: int, found: Sequence[Finding]) -> Iterator[str]:
    yield f"## {_(experiment.question)}"
    yield ""
    (_question, _text), *rest = _description(experiment, worlds)
    yield f"`{experiment.name}`. " + " ".join(f"*{head}*: {text}" for head, text in rest)
    yield ""
    heads = _heads()
    yield _markdown_row(heads)
    yield _markdown_row(["---:" if place in RIGHT else "---" for place in range(len(heads))])
    for finding in found:
        yield _markdown_row(_row(finding))


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _description(experiment: Experiment, worlds: int) -> list[tuple[str, str]]:
    return [
        (_("Question"), _(experiment.question)),
        (_("Design"), _(experiment.design)),
        (_("Source"), _sentence(_(experiment.source))),
        (_("Worlds"), f"{worlds}."),
    ]


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _heads() -> tuple[str, ...]:
    return (_("Finding"), _("Estimate"), _("95 % interval"), _("Unit"), _("Expected"), _("Verdict"))


def _row(finding: Finding) -> tuple[str, ...]:
    found = finding.estimate
    mean, span = mean_and_interval(found.mean, found.low, found.high, finding.unit)
    if not math.isfinite(found.low):
        span = ""
    unit = unit_on_screen(finding.unit, is_difference=True)
    expected = _(finding.expected.value) if finding.expected else ""
    return (_(finding.what), mean, span, unit, expected, _(finding.verdict))


def _as_record(experiment: Experiment, worlds: int, found: Sequence[Finding]) -> dict[str, Any]:
    return {
        **_named(experiment),
        "design": experiment.design,
        "source": experiment.source,
        "replications": worlds,
        "findings": [
            {
                "what": finding.what,
                "estimate": _or_null(finding.estimate.mean),
                "low": _or_null(finding.estimate.low),
                "high": _or_null(finding.estimate.high),
                "unit": finding.unit.value,
                "expected": finding.expected.value if finding.expected else None,
                "verdict": finding.verdict or None,
            }
            for finding in found
        ],
    }


def _or_null(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _named(experiment: Experiment) -> dict[str, Any]:
    return {"name": experiment.name, "question": experiment.question}


def _print_json(records: Sequence[dict[str, Any]]) -> None:
    print(json.dumps(list(records), indent=2, ensure_ascii=False, allow_nan=False))


def _print_list(chosen: Sequence[Experiment], page: str) -> None:
    if page == "json":
        _print_json([_named(experiment) for experiment in chosen])
        return
    rows = [(experiment.name, _(experiment.question)) for experiment in chosen]
    lines = [f"- `{name}`: {question}" for name, question in rows] if page == "markdown" else aligned(rows)
    for line in lines:
        print(line)
