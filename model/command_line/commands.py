"""What each command does. Results are in place before anything is printed.

`experiments` stands in a file of its own, and prints each experiment as it is done.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from model import reference
from model.command_line.calibrate import calibrate
from model.command_line.evidence import evidence
from model.command_line.experiments import experiments
from model.command_line.influence import influence
from model.command_line.progress import ProgressLine, stoppable
from model.command_line.report import report
from model.command_line.selection import Selection, load_all, selection
from model.command_line.tables import aligned, mean_and_interval, unit_on_screen
from model.command_line.theories import theories
from model.command_line.uncertainty import uncertainty
from model.command_line.zone import zone
from model.messages import Problems
from model.parameters import PARAMETERS, Parameters, value_at
from model.scenario import Scenario
from model.values import value_text
from model.words import _

if TYPE_CHECKING:
    from model.results import Result

LUCK = ("settings.seed", "settings.replications")


def run(arguments: argparse.Namespace) -> None:
    """Run scenarios, write their tables and print their headlines."""
    chosen = selection(arguments)
    results = _results(arguments, chosen)
    for place, (name, result) in enumerate(results.items()):
        if place:
            print()
        _print_scenario(name, chosen.scenarios[name], result)
        print()
        _print_lines(_headline_lines(result))
    _print_where(arguments)


def compare(arguments: argparse.Namespace) -> None:
    """Run scenarios on the same luck and print their paired differences to the first."""
    chosen = selection(arguments)
    if len(arguments.files) < 2:
        chosen.problems.append(_("compare needs at least two scenarios."))
    chosen.problems.extend(_different_luck(chosen.scenarios))
    results = _results(arguments, chosen, is_comparison=True)
    for name, result in results.items():
        _print_scenario(name, chosen.scenarios[name], result)
    _print_lines(_said_twice(chosen.scenarios))
    print()
    _print_lines(_comparison_lines(results))
    _print_where(arguments)


def parameters(arguments: argparse.Namespace) -> None:
    """Print the reference of all parameters."""
    if arguments.format == "json-schema":
        print(json.dumps(reference.scenario_schema(), indent=2, ensure_ascii=False))
    elif arguments.format == "json":
        print(reference.as_json())
    elif arguments.format == "markdown":
        _print_lines(reference.markdown_lines())
    else:
        _print_lines(aligned(list(reference.text_rows()), right=(1,)))


def validate(arguments: argparse.Namespace) -> None:
    """Check scenario files and print what they hold."""
    if not arguments.files:
        raise Problems([_("validate needs at least one scenario file.")])
    for name, scenario in load_all(arguments.files).items():
        sentence = _("{name}: all right. {title} (changes to the baseline: {count})")
        print(sentence.format(name=name, count=len(scenario.changes), title=scenario.title))


def bench(_arguments: argparse.Namespace) -> None:
    """Measure how fast the model runs on this machine."""
    from model import bench as measurement

    _print_lines(measurement.report())


def compile_model(_arguments: argparse.Namespace) -> None:
    """Compile the model once, so that later runs start at once."""
    from model.compile_ahead import compile_all

    compile_all()


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "run": run,
    "compare": compare,
    "report": report,
    "parameters": parameters,
    "validate": validate, "zone": zone,
    "experiments": experiments, "influence": influence, "evidence": evidence,
    "theories": theories, "uncertainty": uncertainty, "calibrate": calibrate,
    "bench": bench,
    "compile": compile_model,
}


def _results(
    arguments: argparse.Namespace, chosen: Selection, is_comparison: bool = False
) -> dict[str, Result]:
    """Run every scenario and write what was asked for; all problems are raised before that."""
    problems = list(chosen.problems)
    with ExitStack() as stack:
        folder = None
        if arguments.out and arguments.out.strip():
            from model.export import folder_in_place

            try:
                folder = stack.enter_context(folder_in_place(Path(arguments.out)))
            except Problems as error:
                problems += error.sentences
        if problems:
            raise Problems(problems)
        results = _run_all(chosen)
        if folder is not None:
            _write(folder, chosen, results, is_comparison)
    return results


def _run_all(chosen: Selection) -> dict[str, Result]:
    from model.comparison import run_with_twin

    results = {}
    line = ProgressLine()
    with stoppable() as cancel:
        try:
            for name, scenario in chosen.scenarios.items():
                line.begin(name)
                results[name] = run_with_twin(
                    scenario.parameters,
                    threads=chosen.threads,
                    detail=chosen.detail,
                    progress=line.worlds,
                    cancel=cancel,
                )
        finally:
            line.clear()
    return results


def _write(
    folder: Path,
    chosen: Selection,
    results: dict[str, Result],
    is_comparison: bool,
) -> None:
    from model import export

    if len(results) == 1 and not is_comparison:
        ((name, result),) = results.items()
        export.write_scenario(folder, name, chosen.scenarios[name], result, chosen.file_format)
        return
    for name, result in results.items():
        (folder / name).mkdir()
        export.write_scenario(folder / name, name, chosen.scenarios[name], result, chosen.file_format)
    tables = []
    if is_comparison:
        tables = ["comparison"]
        path = folder / f"comparison.{chosen.file_format}"
        export.write_table(path, export.comparison_table(results), chosen.file_format)
    export.write_manifest(folder, tables, {"scenarios": list(results)})


def _different_luck(scenarios: dict[str, Scenario]) -> list[str]:
    values = {
        tuple(value_at(scenario.parameters, path) for path in LUCK)
        for scenario in scenarios.values()
    }
    if len(values) < 2:
        return []
    return [
        _(
            "Scenarios are compared on the same luck, but these differ in their seed or number of "
            "worlds. Give --seed and --replications."
        )
    ]


def _said_twice(scenarios: dict[str, Scenario]) -> Iterator[str]:
    """What is compared with itself, so that nobody takes its zeros for a finding."""
    first: dict[Parameters, str] = {}
    for name, scenario in scenarios.items():
        same = first.setdefault(scenario.parameters, name)
        if same != name:
            yield _("{name} has the same values as {same}, so nothing can differ.").format(name=name, same=same)


def _print_scenario(name: str, scenario: Scenario, result: Result) -> None:
    settings = scenario.parameters.settings
    print(f"{scenario.title} ({name})")
    sentence = _("{worlds} worlds, seed {seed}, {years} years, model {version}")
    print(
        sentence.format(
            worlds=settings.replications,
            seed=settings.seed,
            years=settings.horizon_years,
            version=result.provenance["model_version"],
        )
    )
    if scenario.parameters.zone is not None:
        print(_("  zone of its own at year 0: {name}").format(name=scenario.parameters.zone.name))
    for path, value in scenario.changes.items():
        parameter = PARAMETERS[path]
        change = _("  {path} = {value} (baseline {default}), {unit}")
        print(
            change.format(
                path=path,
                value=value_text(parameter, value),
                default=value_text(parameter, parameter.default),
                unit=_(parameter.unit.value),
            )
        )


def _headline_lines(result: Result) -> Iterator[str]:
    from model.comparison import interval
    from model.outputs import HEADLINES

    rows = [(_("Headline"), _("Mean"), _("95 % interval"), _("Unit"))]
    for name, output in HEADLINES.items():
        found = interval(result.headlines[name])
        mean, span = mean_and_interval(found.mean, found.low, found.high, output.unit)
        rows.append((_(output.label), mean, span, unit_on_screen(output.unit)))
    return aligned(rows, right=(1,))


def _comparison_lines(results: dict[str, Result]) -> Iterator[str]:
    from model.comparison import interval, paired
    from model.export import verdict
    from model.outputs import HEADLINES

    (first_name, first), *_others = results.items()
    head = _("Difference to {name}, paired").format(name=first_name)
    rows = [(_("Headline"), _("Mean"), _("95 % interval"), _("Unit"), head, _("95 % interval"), "")]
    for headline, output in HEADLINES.items():
        rows.append((_(output.label), "", "", unit_on_screen(output.unit), "", "", ""))
        for name, result in results.items():
            found = interval(result.headlines[headline])
            mean, span = mean_and_interval(found.mean, found.low, found.high, output.unit)
            row = (f"  {name}", mean, span, "")
            if result is first:
                rows.append((*row, "", "", ""))
                continue
            found = paired(first, result, headline)
            said = verdict(first, result, headline)
            if said == "identical":
                rows.append((*row, _("0 (identical)"), "", ""))
                continue
            unit = unit_on_screen(output.unit, is_difference=True)
            mean, span = mean_and_interval(
                found.mean, found.low, found.high, output.unit, signed=True
            )
            rows.append((*row, f"{mean} {unit}".strip(), span, _(said)))
    return aligned(rows, right=(1, 4))


def _print_lines(lines: Iterator[str]) -> None:
    for line in lines:
        print(line)


def _print_where(arguments: argparse.Namespace) -> None:
    if arguments.out is not None:
        sys.stdout.flush()
        print(_("Results are in {folder}.").format(folder=arguments.out))
