"""What several tests share: hypothesis' settings, a running app, a real browser."""

import gc
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
# milliseconds; the first run on a slow machine also compiles the model
BROWSER_TIMEOUT = 30_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# one app in one browser, one browser, one set of kept experiments
TOGETHER = {
    "app": ("tests/test_browser_", "tests/test_report.py"), "browser": ("tests/test_export_", "tests/test_pictures.py"),
    "experiments": ("tests/test_experiments.py",),
}
# nobody's saved scenarios are touched
os.environ["SCENARIO_FOLDER"] = tempfile.mkdtemp(prefix="scenarios-")
# the same examples on every run: a failure that comes and goes teaches nothing
settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need a browser or the app are marked so."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "chromium" in fixtures or "app_url" in fixtures:
            item.add_marker(pytest.mark.browser)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: Python need not look through it for unused objects again and again."""
    gc.collect()
    gc.freeze()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files that share something dear share a process; all other tests go where there is room.

    The groups of pytest-xdist 3.8 are without effect under pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((group for group, starts in TOGETHER.items() if nodeid.startswith(starts)), nodeid)

    return Scheduling(config, log)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_app(log: Path) -> Iterator[str]:
    """The address of the app, started as `make app` starts it, and stopped at the end."""
    port = free_port()
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app/main.py", "--server.headless", "true",
             "--server.port", str(port)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", server, log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app that runs until the last test."""
    with running_app(tmp_path_factory.mktemp("app") / "log.txt") as address:
        yield address


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The app did not start:\n{log.read_text()}")


def find_chromium() -> str | None:
    """The browser on this machine, or the one that the variable CHROMIUM names."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser without a window; tests that need one are skipped where there is none."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=BROWSER_TIMEOUT)
    path = find_chromium()
    if path is None:
        message = "No chromium here: install it (Debian: apt install chromium) or set CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


def been_here(address: str) -> Any:
    """What the browser of a person remembers who was here before, and so is shown no tour."""
    return {"origins": [{"origin": address, "localStorage": [{"name": "tour-seen", "value": "1"}]}]}


def visitor(chromium: Any, address: str, **more: Any) -> Any:
    """A browser of its own that was here before."""
    return chromium.new_context(locale="en-GB", storage_state=been_here(address), **more)


@pytest.fixture(scope="session")
def browser(chromium: Any, app_url: str) -> Any:
    """One visitor for all tests; its pages share a cache of scripts, and each has a session of its own."""
    return visitor(chromium, app_url)


def is_late(said: Any) -> bool:
    """Is it Streamlit that misses a button's file while its dialog closes?

    It looks for the file once more then, and on a busy machine the file is gone by that time. Nobody sees it. A file
    that is missing when somebody wants it fails the test that takes it.
    """
    return "Download Button source error" in said.text or bool(
        re.search(r"/media/\w+\.(xlsx|csv)$", str(said.location["url"])))


@contextmanager
def watched_page(browser: Any) -> Iterator[Any]:
    """A fresh page of 1280 × 800; an error in its console or a call to another host fails the test."""
    opened = browser.new_page()
    opened.set_default_timeout(BROWSER_TIMEOUT)
    opened.set_viewport_size({"width": 1280, "height": 800})
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    opened.on("console", lambda said: troubles.append(f"console: {said.text} {said.location}")
              if said.type == "error" and not is_late(said) else None)
    opened.on("request", lambda asked: troubles.extend(foreign(asked.url)))
    opened.on("websocket", lambda socket: troubles.extend(foreign(socket.url)))
    yield opened
    opened.close()
    assert troubles == []


@pytest.fixture
def page(browser: Any, app_url: str) -> Iterator[Any]:
    """A watched page; what other tests left behind, such as a closed side bar, is forgotten."""
    browser.set_storage_state(been_here(app_url))
    with watched_page(browser) as opened:
        yield opened


def foreign(address: str) -> list[str]:
    """The address, if it leads to another machine."""
    parts = urllib.parse.urlsplit(address)
    is_here = parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1"
    return [] if is_here else [f"request: {address}"]
