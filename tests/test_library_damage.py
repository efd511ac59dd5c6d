"""Saved scenarios that are damaged, and a system that refuses: said in plain sentences, and the rest works."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model import whole_files
from model.library import Library, scenarios, stamp_of
from model.messages import Problems
from model.scenario import Scenario, shipped

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs what POSIX has")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "saved", Scenario)


@pytest.fixture
def folder(library: Library) -> Path:
    library.folder.mkdir()
    return library.folder


def visible(library: Library) -> list[str]:
    return sorted(file.name for file in library.folder.iterdir() if not file.name.startswith("."))


def titles(library: Library) -> list[str]:
    return [entry.title for entry in library.entries()]


DAMAGED: dict[str, tuple[bytes, str]] = {
    "bad JSON": (b'{"schema_version": 2,', "the JSON is damaged"),
    "nothing": (b"", "the JSON is damaged"),
    "a list": (b"[]", "The file is one block in braces"),
    "an unknown entry": (b'{"schema_version": 2, "title": "A", "colour": 1}', "colour is not known"),
    "a newer schema": (b'{"schema_version": 99, "title": "A"}', "newer version of this program"),
    "no title": (b'{"schema_version": 2}', "title is missing"),
    "a wrong value": (
        b'{"schema_version": 2, "title": "A", "changes": {"guide": {"share_cap": 7}}}', "guide.share_cap must be"),
    "another encoding": ('{"title": "耐心"}'.encode("gb18030"), "not UTF-8 text"),
    "half a character": (b'{"schema_version": 2, "title": "\\ud800"}', "characters that cannot be shown"),
    "too large": (b" " * 1_000_001, "too large: more than 1000000 bytes"),
    "too deep": (b"[" * 100_000, "more than 20 levels deep"),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_one_entry_with_its_reason_and_the_others_load(kind: str, library: Library) -> None:
    content, reason = DAMAGED[kind]
    library.create(Scenario("Sound"))
    (library.folder / "damaged.json").write_bytes(content)
    damaged, sound = library.entries()
    assert (damaged.name, damaged.document, sound.title) == ("damaged", None, "Sound")
    assert reason in " ".join(damaged.problems)
    assert damaged.size == len(content)
    with pytest.raises(Problems, match="damaged: "):
        damaged.intact()


@given(st.binary(max_size=200) | st.text(st.sampled_from('{}[]":,\\ud1aé'), max_size=60).map(str.encode))
@example(b"\xef\xbb\xbf{}")
def test_bytes_of_any_kind_are_an_entry(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    library = Library(tmp_path_factory.mktemp("any"), Scenario)
    (library.folder / "any.json").write_bytes(content)
    (entry,) = library.entries()
    assert entry.document is None and entry.problems


@on_posix
def test_a_large_file_is_refused_without_reading(folder: Path, library: Library) -> None:
    with (folder / "large.json").open("wb") as file:
        file.truncate(2**40)
    started = time.monotonic()
    (entry,) = library.entries()
    assert "too large" in entry.problems[0] and entry.size == 2**40
    assert time.monotonic() - started < 5


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nothing.json")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def a_link_outside(path: Path) -> None:
    secret = path.parent.parent / "secret.json"
    secret.write_text(Scenario("Secret").to_json())
    path.symlink_to(secret)


def a_link_up_and_outside(path: Path) -> None:
    a_link_outside(path)
    path.unlink()
    path.symlink_to("../secret.json")


def a_link_to_a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


NO_FILES = [
    (a_folder, "not a file"), (a_pipe, "not a file"), (a_link_to_nothing, "cannot be read"),
    (a_link_to_itself, "link"), (a_link_outside, "link to a file outside"),
    (a_link_up_and_outside, "link to a file outside"), (a_link_to_a_device, "link to a file outside"),
]


@on_posix
@pytest.mark.parametrize(("make", "reason"), NO_FILES)
def test_what_is_no_file_of_the_folder_is_never_read(
    make: Callable[[Path], None], reason: str, folder: Path, library: Library
) -> None:
    library.create(Scenario("Sound"))
    make(folder / "odd.json")
    odd, sound = library.entries()
    assert (odd.name, odd.document, odd.stamp, sound.title) == ("odd", None, "", "Sound")
    assert reason in odd.problems[0]


@on_posix
@pytest.mark.parametrize(("make", "_reason"), NO_FILES)
def test_what_is_damaged_can_be_deleted_and_brought_back_but_not_written_over(
    make: Callable[[Path], None], _reason: str, folder: Path, library: Library
) -> None:
    make(folder / "odd.json")
    for write in (
        lambda: library.save("odd", Scenario("A"), ""), lambda: library.rename("odd", "A", ""),
        lambda: library.duplicate("odd"),
    ):
        with pytest.raises(Problems, match="odd: "):
            write()
    mode = (folder / "odd.json").lstat().st_mode
    deleted = library.delete("odd", "")
    assert visible(library) == []
    assert library.restore(deleted) == "odd"
    assert (folder / "odd.json").lstat().st_mode == mode


@on_posix
def test_a_link_inside_the_folder_is_followed(folder: Path, library: Library) -> None:
    library.create(Scenario("A"))
    (folder / "b.json").symlink_to("a.json")
    assert titles(library) == ["A", "A"]


def test_a_file_that_the_system_refuses_is_one_entry(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.create(Scenario("A"))
    library.create(Scenario("B"))
    opened = os.open

    def refused(path: Path, *rest: int) -> int:
        if Path(path).name == "a.json":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, *rest)

    monkeypatch.setattr(os, "open", refused)
    damaged, sound = library.entries()
    assert damaged.problems == ("The file cannot be read: permission denied.",)
    assert sound.title == "B"


def test_hidden_unfinished_and_other_files_are_ignored(folder: Path, library: Library) -> None:
    for name in (".hidden.json", ".unfinished-1", ".lock", "notes.txt", "a.json.bak", "a.schema-1.json.bak", "json"):
        (folder / name).write_text(Scenario("A").to_json())
    assert library.entries() == []


@on_posix
@pytest.mark.parametrize(
    "name", [b"\xff.json", b"a\nb.json", "a\u202eb.json".encode(), b"a:b.json", b"x" * 245 + b".json"])
def test_a_file_with_an_odd_name_is_a_damaged_entry_that_can_be_shown(
    name: bytes, folder: Path, library: Library
) -> None:
    Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text(Scenario("A").to_json())
    (entry,) = library.entries()
    assert "Rename the file" in entry.problems[0]
    assert entry.name.isprintable()


def test_a_file_dated_before_1970_is_read(folder: Path, library: Library) -> None:
    library.create(Scenario("A"))
    os.utime(folder / "a.json", (-5.0, -5.0))
    assert library.entry("a").modified == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_file_that_goes_while_the_folder_is_read_is_left_out(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.create(Scenario("A"))
    library.create(Scenario("B"))
    reading = whole_files.content_of

    def vanishing(path: Path) -> bytes:
        if path.name == "a.json":
            path.unlink()
        return reading(path)

    monkeypatch.setattr(whole_files, "content_of", vanishing)
    assert titles(library) == ["B"]


@pytest.mark.parametrize("step", ["write", "fsync", "replace", "link"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    step: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = Scenario("A")
    name = library.create(scenario)

    def full(*_given: object, **_named: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        if step == "write":
            patch.setattr(os, "fdopen", full)
        elif step == "link":
            patch.setattr(os, "link", full)
            patch.setattr(os, "rename", full)
        else:
            patch.setattr(os, step, full)
        with pytest.raises(Problems, match="cannot be written: no space left on device"):
            if step == "link":
                library.create(Scenario("B"))
            else:
                library.save(name, Scenario("A", notes="new"), stamp_of(scenario))
    assert [file.name for file in sorted(library.folder.iterdir())] == [".lock", "a.json"]
    assert library.entry(name).intact() == scenario


def test_new_files_need_no_hard_links(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*_given: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", without)
    assert [library.create(Scenario("A", notes=notes)) for notes in ("one", "two")] == ["a", "a-2"]
    with pytest.raises(FileExistsError):
        whole_files.create_whole(library.folder / "a.json", b"three")
    assert [entry.intact().notes for entry in library.entries()] == ["one", "two"]
    assert not list(library.folder.glob(".unfinished-*"))


def test_a_file_made_by_a_program_without_the_lock_is_not_overwritten(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.create(Scenario("A", notes="theirs"))
    monkeypatch.setattr(Library, "_files", lambda self: [])
    assert library.create(Scenario("A", notes="mine")) == "a-2"
    monkeypatch.undo()
    assert [entry.intact().notes for entry in library.entries()] == ["theirs", "mine"]


def test_a_folder_that_is_a_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    library = Library(tmp_path / "file", Scenario)
    for reach in (library.entries, lambda: library.entry("a"), lambda: library.create(Scenario("A")),
                  lambda: library.delete("a", "")):  # fmt: skip
        with pytest.raises(Problems, match="The folder of saved files cannot be (read|written): ") as caught:
            reach()
        assert len(caught.value.sentences) == 1


def test_a_folder_that_may_not_be_written_is_said_in_one_sentence(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.create(Scenario("A"))

    def refused(*_given: object, **_named: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(Problems, match=r"^The folder of saved files cannot be written: permission denied\.$"):
        library.create(Scenario("B"))
    monkeypatch.setattr(os, "listdir", refused)
    with pytest.raises(Problems, match=r"^The folder of saved files cannot be read: permission denied\.$"):
        library.entries()


def test_a_lock_that_another_holds_too_long_is_said_and_nothing_is_written(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = whole_files.locked
    with locked(folder):
        monkeypatch.setattr(whole_files, "locked", lambda path: locked(path, patience_seconds=0.05))
        with pytest.raises(Problems, match="Another program is writing in this folder. Try again in a moment."):
            library.create(Scenario("A"))
    assert library.create(Scenario("A")) == "a"


def test_what_killed_programs_left_is_swept_after_an_hour(library: Library, folder: Path) -> None:
    for name, age in ((".unfinished-old", 4_000), (".unfinished-new", 10)):
        (folder / name).write_text("{")
        os.utime(folder / name, (time.time() - age, time.time() - age))
    library.create(Scenario("A"))
    assert [file.name for file in sorted(folder.iterdir())] == [".lock", ".unfinished-new", "a.json"]


@on_posix
def test_saved_files_can_be_read_by_others_who_share_the_folder(library: Library) -> None:
    before = os.umask(0o022)
    try:
        library.create(Scenario("A"))
    finally:
        os.umask(before)
    assert (library.folder / "a.json").stat().st_mode & 0o777 == 0o644


def test_the_usual_folder_is_named_by_the_environment_or_beside_the_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENARIO_FOLDER", str(tmp_path))
    assert scenarios().folder == tmp_path
    for empty in ("", " "):
        monkeypatch.setenv("SCENARIO_FOLDER", empty)
        assert scenarios().folder == shipped()["baseline"].parent / "saved"
