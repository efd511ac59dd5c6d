"""A line on the terminal that shows how far a run has come, and a way to stop it."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from model.words import _


class ProgressLine:
    """One line on stderr that is written over and over; nothing if stderr is no terminal."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._lock = threading.Lock()
        self._title = ""
        self._started = time.monotonic()

    def begin(self, title: str) -> None:
        """Start a new piece of work."""
        self._title = title
        self._started = time.monotonic()
        self._write(f"{title} …")

    def worlds(self, done: int, total: int) -> None:
        """So many worlds are done."""
        elapsed = time.monotonic() - self._started
        left = elapsed / done * (total - done) if done else 0.0
        text = _("{title}: {done} of {total} worlds, {left:.0f} s left")
        self._write(text.format(title=self._title, done=done, total=total, left=left))

    def trials(self, done: int, total: int, loss: float) -> None:
        """So many trials of a search are done, and the best one misses by so much."""
        elapsed = time.monotonic() - self._started
        left = elapsed / done * (total - done) if done else 0.0
        text = _("{title}: {done} of {total} trials, loss {loss:.2f}, {left:.0f} s left")
        self._write(text.format(title=self._title, done=done, total=total, loss=loss, left=left))

    def clear(self) -> None:
        """Wipe the line."""
        self._write("")

    def _write(self, text: str) -> None:
        if self._is_shown:
            with self._lock:
                sys.stderr.write(f"\r\x1b[2K{text}")
                sys.stderr.flush()


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """An event that Ctrl+C sets, so that worlds still being run end early."""
    cancel = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        cancel.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
