"""The command `zone`: check files that hold a zone, or write the template."""

from __future__ import annotations

import argparse
from pathlib import Path

from model.messages import Problems, reason
from model.parameters import BASELINE
from model.whole_files import create_whole
from model.words import _
from model.zone import files
from model.zone.summary import sentences, warnings


def zone(arguments: argparse.Namespace) -> None:
    """Check files of zones and say what they hold, or write the template."""
    if arguments.action == "template":
        _write_template(Path(arguments.out))
    else:
        _check(arguments.files)


def _check(names: list[str]) -> None:
    problems: list[str] = []
    found = {}
    for name in names:
        try:
            found[name] = files.load(name)
        except Problems as error:
            problems += error.sentences
    if problems:
        raise Problems(problems)
    for name, read in found.items():
        print(_("{name}: all right.").format(name=name))
        for sentence in (*sentences(read), *warnings(read, BASELINE)):
            print(f"  {sentence}")


def _write_template(path: Path) -> None:
    """Write the template, filled with an example. Nothing is written over."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in files.ENDINGS:
        raise Problems([_("{path}: the name must end in .xlsx or .csv.").format(path=path)])
    try:
        create_whole(path, files.template(ending))
    except FileExistsError as error:
        raise Problems([_("{path} is there already. Choose another name.").format(path=path)]) from error
    except OSError as error:
        raise Problems([_("{path} cannot be written: {reason}.").format(path=path, reason=reason(error))]) from error
    print(_("{path} is written. Put your zone in place of the example, then: python -m model zone check {path}"
            ).format(path=path))
