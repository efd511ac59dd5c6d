"""`report`: a presentation as files, made without the app.

Pages, charts and files are those of the app, which stands above the model. This is the one place where the model
reaches up, and only when it is asked to.
"""

from __future__ import annotations

import argparse

from model.command_line.progress import ProgressLine, stoppable
from model.command_line.selection import MOST_THREADS, changes_in, processors, whole_number, zone_in
from model.messages import Problems
from model.words import _


def report(arguments: argparse.Namespace) -> None:
    """Make a presentation of scenarios, or of a saved one, and write its files."""
    from app.exports import command

    problems: list[str] = []
    changes = changes_in(arguments, problems)
    zone = zone_in(arguments, problems)
    threads = whole_number("--threads", arguments.threads, 1, MOST_THREADS, processors(), problems)
    texts = {name: getattr(arguments, name) for name in ("title", "question", "author")}
    try:
        plan = command.planned(arguments.files, arguments.out, texts, command.Changes(changes, zone), arguments.short)
    except Problems as error:
        raise Problems([*problems, *error.sentences], error.fix) from error
    if problems:
        raise Problems(problems)
    line = ProgressLine()
    line.begin(plan.storyline.title)
    with stoppable():
        try:
            written = command.made(plan, threads, line.worlds)
        finally:
            line.clear()
    for path in written:
        print(_("Written: {file}").format(file=path))
