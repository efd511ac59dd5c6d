"""How far compiling has come: a count, and a line about it on a terminal."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Any, TextIO

from numba.core import event

from model import jit
from model.words import _


class Compiled(event.Listener):  # type: ignore[misc]
    """Counts the functions that are compiled while it listens; none that are ready from an earlier start."""

    def __init__(self) -> None:
        self.done = 0
        self.name = ""

    @property
    def total(self) -> int:
        """All functions, as far as they are known."""
        return max(jit.functions(), self.done)

    @property
    def has_begun(self) -> bool:
        """Was there anything to compile?"""
        return self.name != ""

    def on_start(self, event: Any) -> None:
        """Note which function it is."""
        self.name = event.data["dispatcher"].__name__

    def on_end(self, event: Any) -> None:
        """Count it."""
        self.done += 1


class Line(Compiled):
    """Writes a line about each function, or one every few seconds where lines cannot be drawn again."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.stream = stream
        self.redraws = stream.isatty()
        self.started = time.perf_counter()
        self.written = -1e9

    def on_start(self, event: Any) -> None:
        """Note which function it is, and say so."""
        super().on_start(event)
        self.write()

    def on_end(self, event: Any) -> None:
        """Count it, and say so."""
        super().on_end(event)
        self.write()

    def add(self, name: str, count: int) -> None:
        """Count functions that another process compiled, the last of them with this name."""
        self.name = name
        self.done += count
        self.write()

    def write(self) -> None:
        """Say how far it has come, unless that was said a moment ago."""
        now = time.perf_counter()
        if now - self.written < (0.1 if self.redraws else 5.0):
            return
        self.written = now
        text = _("Compiling kernels: {done} of {total}, {seconds:.0f} s ({name})")
        line = text.format(done=self.done, total=self.total, seconds=now - self.started, name=self.name)
        self.stream.write(f"\r{line:<78.78}" if self.redraws else f"{line}\n")
        self.stream.flush()

    def finish(self) -> None:
        """Say how many functions were compiled, and how long that took."""
        seconds = time.perf_counter() - self.started
        text = _("Compiled {done} kernels in {seconds:.0f} s.")
        if not jit.COMPILED:
            text = _("Compiling is switched off (NUMBA_DISABLE_JIT).")
        elif self.done == 0:
            text = _("Kernels are ready: nothing to compile.")
        line = text.format(done=self.done, seconds=seconds)
        self.stream.write(f"\r{line:<78}\n" if self.redraws else f"{line}\n")
        self.stream.flush()


@contextlib.contextmanager
def counted() -> Iterator[Compiled]:
    """Count what is compiled while the block runs, by whatever thread."""
    with event.install_listener("numba:compile", Compiled()) as count:
        yield count


@contextlib.contextmanager
def compile_progress(stream: TextIO | None = None) -> Iterator[Line]:
    """While the block runs, show on stderr which kernel is compiling, and how many are done."""
    line = Line(stream or sys.stderr)
    with event.install_listener("numba:compile", line):
        yield line
    line.finish()
