"""The report as PDF: printed by a Chrome or Chromium of this machine, with real text and vector charts."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from app.exports import html_report
from app.presentation.deck import Deck
from app.presentation.gather import Progress
from model.messages import Problems, reason
from model.words import _

COMMANDS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge",
)
MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (
    "Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe",
)
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
SECONDS, TICK = 120, 0.2
# milliseconds of its own time that a page has to draw its charts; the browser skips idle ones
DRAWING_TIME = 60_000
ARGUMENTS = (
    "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--disable-sync",
    "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check", "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1280,900", f"--virtual-time-budget={DRAWING_TIME}",
)


def write(deck: Deck, progress: Progress | None = None) -> bytes:
    """The report as the bytes of a PDF file. Raises `Problems` where no browser is found or it does not print.

    While the browser prints, `progress` hears that no page is done yet; whatever it raises stops the browser.
    """
    count = len(deck.slides)
    found = browser()
    if found is None:
        raise Problems([_("No Chrome or Chromium was found to write the PDF: take the HTML report, open it in any "
                          "browser and print it to PDF.")])
    return printed(html_report.write(deck), found, partial(progress, 0, count) if progress else _nobody)


def _nobody() -> None:
    """Tell nobody."""


def browser() -> str | None:
    """The browser that the variable CHROMIUM names, or one in a usual place."""
    return next(iter(_browsers()), None)


def _browsers() -> Iterator[str]:
    named = os.environ.get("CHROMIUM")
    if named:
        if (path := shutil.which(named)) is not None:
            yield path
        return
    yield from (path for name in COMMANDS if (path := shutil.which(name)) is not None)
    places = [Path(root) / name for root in ("/Applications", Path.home() / "Applications") for name in MAC]
    places += [Path(os.environ[root]) / name for root in WINDOWS_ROOTS if root in os.environ for name in WINDOWS]
    yield from (str(place) for place in places if place.is_file())


def printed(report: bytes, program: str, tell: Callable[[], None]) -> bytes:
    """The report, printed by a browser with a profile of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as folder:
        page, paper = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_bytes(report)
        command = [program, *ARGUMENTS, f"--user-data-dir={Path(folder, 'profile')}", f"--print-to-pdf={paper}"]
        if sys.platform != "win32" and os.geteuid() == 0:
            command.append("--no-sandbox")
        said = _run([*command, page.as_uri()], tell)
        found = paper.read_bytes() if paper.is_file() else b""
    if not found.startswith(b"%PDF"):
        raise Problems([_("{browser} did not print the report ({reason}): take the HTML report, open it in any browser "
                          "and print it to PDF.").format(browser=Path(program).name, reason=said)])
    return found


def _run(command: list[str], tell: Callable[[], None]) -> str:
    """Run the browser to its end, or stop it; what went wrong, if anything did."""
    nothing = subprocess.DEVNULL
    try:
        started = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    except OSError as error:
        return reason(error)
    deadline = time.monotonic() + SECONDS
    try:
        while time.monotonic() < deadline:
            tell()
            with suppress(subprocess.TimeoutExpired):
                return _("it ended with code {code}").format(code=started.wait(TICK))
        return _("not done after {seconds} seconds").format(seconds=SECONDS)
    finally:
        _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    """End a browser, if it still runs, with all processes that it started."""
    if started.poll() is None:
        if sys.platform == "win32":
            started.kill()
        else:
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
