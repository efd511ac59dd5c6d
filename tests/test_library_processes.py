"""Saved scenarios under many processes at once, and under processes that are killed at any moment."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import threading
import time
from dataclasses import replace
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from types import ModuleType

import pytest

from model import whole_files
from model.library import Conflict, Library, stamp_of
from model.messages import Problems
from model.scenario import Scenario

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills and forks as POSIX does")

# large enough that a file takes time to write
SOURCES = ("x" * 2_000,) * 5
WRITERS, SAVES_EACH = 8, 100


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Starts processes quickly: all is imported once, in the process that they are forked from."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["model.library", "pytest"])
    return context


@pytest.fixture(autouse=True)
def plain_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of the app without a browser leaves its script as the main module, and new processes would import that."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def saved(number: int) -> Scenario:
    return Scenario(f"Plan {number % 3}", notes=str(number), sources=SOURCES)


def number_of(scenario: Scenario) -> int:
    assert scenario == saved(int(scenario.notes))
    return int(scenario.notes)


def save_on(folder: Path) -> None:
    """Save, one number after the other, from where the last process was killed."""
    library = Library(folder, Scenario)
    number, stamp = number_of(library.entry("plan-0").intact()), library.entry("plan-0").stamp
    while True:
        number += 1
        stamp = library.save("plan-0", saved(number), stamp)


def rename_and_delete_on(folder: Path) -> None:
    library = Library(folder, Scenario)
    while True:
        for entry in library.entries():
            name = library.rename(entry.name, f"Plan {random.randrange(5)}", entry.stamp)
            library.restore(library.delete(name, library.entry(name).stamp))


def killed_after(process: ForkServerProcess, seconds: float) -> None:
    process.start()
    time.sleep(seconds)
    assert process.is_alive(), "the process ended by itself"
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()


def test_kills_during_500_saves_leave_whole_files_old_or_new(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    library = Library(tmp_path, Scenario)
    library.create(saved(0))
    moments = random.Random(1)
    number = kills = 0
    deadline = time.monotonic() + 60
    while (number < 500 or kills < 10) and time.monotonic() < deadline:
        killed_after(processes.Process(target=save_on, args=(tmp_path,)), moments.uniform(0.05, 0.4))
        kills += 1
        (entry,) = library.entries()
        assert number_of(entry.intact()) >= number
        number = number_of(entry.intact())
    assert number >= 500 and kills >= 10
    others = {file.name for file in tmp_path.iterdir()} - {"plan-0.json", ".lock"}
    assert all(name.startswith(".unfinished-") for name in others)


def test_kills_during_renaming_deleting_and_restoring_lose_no_scenario(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    library = Library(tmp_path, Scenario)
    for number in range(3):
        library.create(Scenario("Plan", notes=str(number)))
    moments = random.Random(2)
    for _kill in range(20):
        killed_after(processes.Process(target=rename_and_delete_on, args=(tmp_path,)), moments.uniform(0.05, 0.2))
        trash = [Scenario.load(file) for file in (tmp_path / ".trash").glob("*.json")]
        found = [entry.intact() for entry in library.entries()] + trash
        assert {scenario.notes for scenario in found} == {"0", "1", "2"}


def create_many(folder: Path, writer: int) -> None:
    library = Library(folder, Scenario)
    for number in range(SAVES_EACH):
        title = "Plan" if number % 2 else f"Plan of {writer}"
        library.create(Scenario(title, notes=f"{writer} {number}"))


def test_eight_processes_that_save_100_scenarios_each_lose_none(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    folder = tmp_path / "made-by-the-first"
    writers = [processes.Process(target=create_many, args=(folder, writer)) for writer in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    found = [entry.intact().notes for entry in Library(folder, Scenario).entries()]
    expected = [f"{writer} {number}" for writer in range(WRITERS) for number in range(SAVES_EACH)]
    assert sorted(found) == sorted(expected)
    assert list(folder.glob(".unfinished-*")) == []


def count_up(folder: Path, times: int) -> None:
    """Add one to a number in a shared scenario; who comes second reads again and tries again."""
    library = Library(folder, Scenario)
    for _time in range(times):
        while True:
            entry = library.entry("plan-0")
            scenario = entry.intact()
            try:
                library.save(entry.name, replace(scenario, notes=str(int(scenario.notes) + 1)), entry.stamp)
                break
            except Conflict:
                continue


def test_processes_that_save_one_scenario_never_undo_each_other(
    processes: ForkServerContext, tmp_path: Path
) -> None:
    library = Library(tmp_path, Scenario)
    library.create(Scenario("Plan 0", notes="0"))
    writers = [processes.Process(target=count_up, args=(tmp_path, 25)) for _writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert library.entry("plan-0").intact().notes == "100"


def test_of_two_threads_that_save_at_once_one_is_told(tmp_path: Path) -> None:
    """Visitors of the app are threads of one process."""
    library = Library(tmp_path, Scenario)
    opened = Scenario("Plan")
    name = library.create(opened)
    told: list[Problems] = []
    together = threading.Barrier(8)

    def save(number: int) -> None:
        together.wait()
        try:
            library.save(name, replace(opened, notes=str(number)), stamp_of(opened))
        except Conflict as conflict:
            told.append(conflict)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 7


def hold(folder: Path, held: Path) -> None:
    with whole_files.locked(folder):
        held.touch()
        time.sleep(600)


def test_the_lock_of_a_killed_process_is_free(processes: ForkServerContext, tmp_path: Path) -> None:
    held = tmp_path / "held"
    holder = processes.Process(target=hold, args=(tmp_path, held))
    holder.start()
    while not held.exists():
        assert holder.is_alive()
        time.sleep(0.01)
    with pytest.raises(Problems, match="Another program"), whole_files.locked(tmp_path, patience_seconds=0.05):
        pass
    os.kill(holder.pid or 0, signal.SIGKILL)
    holder.join()
    assert Library(tmp_path, Scenario).create(Scenario("A")) == "a"
