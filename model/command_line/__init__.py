"""The command line: `python -m model run`, `compare`, `parameters`, `validate`, `experiments`, …

Exit code 0 when all went well, 2 with all problems in one message for wrong input, 130 when the
person stopped it. Nothing is left half-written.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from model.command_line.arguments import parser
from model.command_line.commands import COMMANDS
from model.messages import Problems
from model.words import _

WRONG_INPUT = 2
STOPPED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a letter the terminal lacks is no reason to stop
    try:
        arguments = parser().parse_args(words)
        COMMANDS[arguments.command](arguments)
        sys.stdout.flush()
    except Problems as problems:
        print(problems.message(), file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        print(_("Stopped. Nothing half-finished was left behind."), file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        _leave_closed_pipe()
    except SystemExit as stop:  # argparse has said what is wrong, or shown its help
        return stop.code if isinstance(stop.code, int) else WRONG_INPUT
    return 0


def _leave_closed_pipe() -> None:
    """The reader has seen enough, as with `| head`: let the last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
