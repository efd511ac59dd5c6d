"""What may be typed after `python -m model`."""

from __future__ import annotations

import argparse

from model.messages import grouped
from model.parameters import PARAMETERS
from model.reference import valid_range
from model.words import _

# flags that are short for a setting
SETTINGS = {
    "replications": ("N", "settings.replications"),
    "seed": ("S", "settings.seed"),
    "years": ("Y", "settings.horizon_years"),
}
PAGES = ("text", "markdown", "json", "json-schema")
FORMATS = ("csv", "parquet")
REPORTS = ("text", "markdown", "json")
EXPERIMENT_WORLDS = 200
INFLUENCE_WORLDS = 200
EVIDENCE_WORLDS = 2000
THEORY_WORLDS = 400
DRAWS, DRAW_WORLDS = 100, 40
CALIBRATION_WORLDS = 100
CALIBRATION_TRIALS = 1500


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    whole = argparse.ArgumentParser(
        prog="python -m model",
        description=_("Which funding keeps pioneer firms alive long enough to found an industry?"),
        allow_abbrev=False,
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar=_("COMMAND"))
    run = _command(commands, "run", _("Run scenarios and show their headlines."))
    run.add_argument("files", nargs="*", metavar="FILE", help=_file_help() + _(" None: baseline."))
    _add_run_flags(run)
    compare = _command(commands, "compare", _("Compare scenarios on the same luck."))
    compare.add_argument("files", nargs="*", metavar="FILE", help=_file_help())
    _add_run_flags(compare)
    _add_report(commands)
    parameters = _command(commands, "parameters", _("Show the reference of all parameters."))
    parameters.add_argument("--format", choices=PAGES, default="text", help=_("default: text"))
    validate = _command(commands, "validate", _("Check scenario files without running them."))
    validate.add_argument("files", nargs="*", metavar="FILE", help=_file_help())
    _add_zone(commands)
    experiments = _command(
        commands, "experiments", _("Put the questions of the literature to the model, and show what comes out.")
    )
    _add_experiment_flags(experiments)
    influence = _command(
        commands, "influence", _("Show what every lever and assumption moves, from end to end of its slider.")
    )
    influence.add_argument("names", nargs="*", metavar="NAME", help=_("A parameter. None: all of them."))
    _add_worlds_flag(influence, INFLUENCE_WORLDS)
    influence.add_argument("--format", choices=("text", "json"), default="text", help=_("default: text"))
    evidence = _command(commands, "evidence", _("Hold the model against published figures."))
    _add_worlds_flag(evidence, EVIDENCE_WORLDS)
    evidence.add_argument("--format", choices=("text", "json"), default="text", help=_("default: text"))
    theories = _command(
        commands, "theories", _("Show under which rival assumptions patient terms save pioneers.")
    )
    _add_worlds_flag(theories, THEORY_WORLDS)
    theories.add_argument("--format", choices=("text", "json"), default="text", help=_("default: text"))
    _add_uncertainty(commands)
    _add_calibrate(commands)
    _command(commands, "bench", _("Measure how fast the model runs on this machine."))
    _command(commands, "compile", _("Compile the model once, so that later runs start at once."))
    return whole


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, summary: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=summary, description=summary, allow_abbrev=False)


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    report = _command(commands, "report", _("Make a presentation: PowerPoint, web page, PDF or workbook."))
    report.add_argument("files", nargs="*", metavar="FILE", help=_file_help() + _(
        " The first one is the reference. Or one file of a saved presentation."))
    report.add_argument("--out", action="append", default=[], metavar="FILE", help=_(
        "What to write: a name that ends in .pptx, .html, .pdf or .xlsx. May be given several times."))
    report.add_argument("--title", help=_("Title of the presentation."))
    report.add_argument("--question", help=_("The question that it answers."))
    report.add_argument("--author", help=_("Who presents."))
    report.add_argument("--short", action="store_true", help=_("Five pages; without it all kinds of pages."))
    _add_luck_flags(report)


def _add_uncertainty(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    uncertainty = _command(
        commands, "uncertainty", _("Run scenarios over draws of unsettled assumptions as well as over luck.")
    )
    uncertainty.add_argument("files", nargs="*", metavar="FILE", help=_file_help())
    uncertainty.add_argument("--draws", metavar="N", help=_("Default: {draws}.").format(draws=DRAWS))
    _add_worlds_flag(uncertainty, DRAW_WORLDS)
    uncertainty.add_argument("--vary", action="append", default=[], metavar="NAME", help=_(
        "An assumption to draw; may be given several times, or all. None: those that nothing published settles."))
    uncertainty.add_argument("--format", choices=("text", "json"), default="text", help=_("default: text"))


def _add_calibrate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    calibrate = _command(
        commands, "calibrate", _("Set assumptions so that simulated figures come near the published targets.")
    )
    _add_worlds_flag(calibrate, CALIBRATION_WORLDS)
    calibrate.add_argument("--trials", metavar="N", help=_("Trials of each search; default: {trials}.").format(
        trials=CALIBRATION_TRIALS))
    calibrate.add_argument("--starts", metavar="N", help=_(
        "Searches: the first from the present values, others from points drawn around them; default: 1."))
    calibrate.add_argument("--state", metavar="DIR", help=_(
        "Keep the searches in this folder after each step, and go on from there if it holds some."))
    calibrate.add_argument("--format", choices=("text", "json"), default="text", help=_("default: text"))
    calibrate.add_argument("--write", action="store_true", help=_(
        "Write the best fit as new defaults into the declarations and the reference world."))


def _add_zone(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    zone = _command(commands, "zone", _("Check a zone of your own, or write the template for one."))
    actions = zone.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    check = _command(actions, "check", _("Say what such files hold, or every cell in them that cannot be read."))
    check.add_argument("files", nargs="+", metavar="FILE", help=_("An XLSX or CSV file made from the template."))
    template = _command(actions, "template", _("Write the template, filled with an example."))
    template.add_argument("out", metavar="OUT", help=_("The new file; its ending says which kind: .xlsx or .csv."))


def _file_help() -> str:
    return _("A scenario file, the name of a shipped scenario such as patient_guide or of a saved one, or a link.")


def _add_luck_flags(command: argparse.ArgumentParser) -> None:
    # values are read as text here, so that all that is wrong with them can be said at once
    for flag, (letter, path) in SETTINGS.items():
        parameter = PARAMETERS[path]
        meaning = _(parameter.meaning).replace("%", "%%")
        text = _("{meaning} {range}; default: {default}.").format(
            meaning=meaning, range=valid_range(parameter), default=grouped(parameter.default)
        )
        command.add_argument(f"--{flag}", metavar=letter, help=text)
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="group.name=value",
        help=_("Change a parameter in every scenario. May be given several times."),
    )
    command.add_argument("--zone", metavar="FILE", help=_(
        "Begin with a zone of your own in every scenario: an XLSX or CSV file made from the template."))
    command.add_argument("--threads", metavar="T", help=_("Default: one for each processor."))


def _add_run_flags(command: argparse.ArgumentParser) -> None:
    _add_luck_flags(command)
    command.add_argument(
        "--detail",
        metavar="K",
        help=_("Also write firms, rounds, funds and the ledger of the first K worlds."),
    )
    command.add_argument("--out", metavar="DIR", help=_("Write the results into this folder."))
    command.add_argument(
        "--format", choices=FORMATS, help=_("Of the tables in that folder. Default: csv.")
    )

def _add_experiment_flags(command: argparse.ArgumentParser) -> None:
    command.add_argument("names", nargs="*", metavar="NAME", help=_("An experiment. None: all of them."))
    _add_worlds_flag(command, EXPERIMENT_WORLDS)
    command.add_argument("--format", choices=REPORTS, default="text", help=_("default: text"))
    command.add_argument("--list", action="store_true", help=_("Only name the experiments."))


def _add_worlds_flag(command: argparse.ArgumentParser, worlds: int) -> None:
    text = _("Worlds of each run; default: {worlds}.").format(worlds=worlds)
    command.add_argument("--replications", metavar="N", help=text)
