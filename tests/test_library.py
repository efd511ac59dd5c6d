"""Saved scenarios: read, saved, renamed, copied, deleted and brought back, and nothing of anybody's is lost."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from model.library import Conflict, Library, stamp_of
from model.messages import Problems
from model.scenario import Scenario, shipped

OLD = '{"schema_version": 1, "title": "Old", "changes": {"guide": {"share_cap": 0.5}}}'


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


def test_a_folder_that_is_not_there_holds_nothing_and_is_made_at_the_first_write(library: Library) -> None:
    assert library.entries() == []
    assert not library.folder.exists()
    library.create(Scenario("A"))
    assert titles(library) == ["A"]


def test_an_entry_tells_name_scenario_stamp_time_and_size(library: Library) -> None:
    scenario = Scenario("Patient money", author="Li Wei", tags=("patience",))
    before = time.time()
    name = library.create(scenario)
    (entry,) = library.entries()
    file = library.folder / "patient-money.json"
    assert (entry.name, entry.document, entry.problems) == (name, scenario, ())
    assert entry.stamp == stamp_of(scenario)
    assert entry.size == file.stat().st_size
    assert entry.modified.tzinfo is UTC and abs(entry.modified.timestamp() - before) < 60
    assert library.entry(name) == entry


def test_entries_come_by_title_whatever_the_case(library: Library) -> None:
    for title in ("banana", "Cherry", "Apple", "apple"):
        library.create(Scenario(title))
    library.save("apple-2", Scenario("Date"), stamp_of(Scenario("apple")))
    assert titles(library) == ["Apple", "banana", "Cherry", "Date"]


def test_shipped_scenarios_are_saved_and_read_back(library: Library) -> None:
    for file in shipped().values():
        scenario = Scenario.load(file)
        assert library.entry(library.create(scenario)).intact() == scenario


def test_saving_gives_the_stamp_for_the_next_save(library: Library) -> None:
    first = Scenario("A")
    name = library.create(first)
    second = replace(first, notes="more")
    stamp = library.save(name, second, stamp_of(first))
    assert stamp == stamp_of(second) == library.entry(name).stamp
    library.save(name, replace(second, title="Another title"), stamp)
    assert titles(library) == ["Another title"] and visible(library) == ["a.json"]


def test_the_second_who_saves_is_told_and_nothing_is_lost(library: Library) -> None:
    opened = Scenario("Plan")
    name = library.create(opened)
    hers = replace(opened, author="Li Wei", notes="hers")
    his = replace(opened, author="Tom", notes="his")
    library.save(name, hers, stamp_of(opened))
    for lose in (
        lambda: library.save(name, his, stamp_of(opened)),
        lambda: library.rename(name, "B", stamp_of(opened)),
        lambda: library.delete(name, stamp_of(opened)),
    ):
        with pytest.raises(Conflict) as caught:
            lose()
        (sentence,) = caught.value.sentences
        moment = library.entry(name).modified
        assert f'saved "Plan" at {moment:%Y-%m-%d %H:%M} UTC' in sentence
        assert "by Li Wei" in sentence and "Save yours as new" in sentence
        assert caught.value.entry == library.entry(name)
    assert library.entry(name).intact() == hers
    copy = library.create(his)
    assert (library.entry(name).intact(), library.entry(copy).intact()) == (hers, his)
    library.save(name, his, caught.value.entry.stamp)  # seen and decided
    assert library.entry(name).intact() == his


def test_who_saves_what_was_deleted_or_damaged_meanwhile_is_told(library: Library) -> None:
    scenario = Scenario("Plan")
    name = library.create(scenario)
    (library.folder / "plan.json").write_text("{")
    with pytest.raises(Conflict, match="Somebody saved"):
        library.save(name, scenario, stamp_of(scenario))
    library.delete(name, library.entry(name).stamp)
    with pytest.raises(Conflict, match="renamed or deleted") as caught:
        library.save(name, scenario, stamp_of(scenario))
    assert caught.value.entry is None
    assert visible(library) == []


def test_a_damaged_or_newer_file_is_not_written_over(folder: Path, library: Library) -> None:
    newer = '{"schema_version": 99, "title": "A"}'
    (folder / "a.json").write_text(newer)
    with pytest.raises(Problems, match="newer version"):
        library.save("a", Scenario("A"), library.entry("a").stamp)
    assert (folder / "a.json").read_text() == newer


def test_renaming_moves_the_file_and_changes_the_title_alone(library: Library) -> None:
    scenario = Scenario("Old name", notes="kept")
    library.create(Scenario("New name", notes="of another"))
    name = library.create(scenario)
    new = library.rename(name, "New Name", stamp_of(scenario))
    assert new == "new-name-2" and visible(library) == ["new-name-2.json", "new-name.json"]
    assert library.entry(new).intact() == replace(scenario, title="New Name")
    assert library.entry("new-name").intact().notes == "of another"


def test_a_new_title_with_the_same_name_stays_in_its_file(library: Library) -> None:
    library.create(Scenario("A"))
    second = library.create(Scenario("A"))
    assert library.rename(second, "a!", stamp_of(Scenario("A"))) == second == "a-2"
    assert titles(library) == ["A", "a!"]


@pytest.mark.parametrize("title", ["", " ", "x" * 201, "a\nb"])
def test_a_title_that_cannot_be_changes_nothing(title: str, library: Library) -> None:
    name = library.create(Scenario("A"))
    with pytest.raises(Problems, match="title"):
        library.rename(name, title, stamp_of(Scenario("A")))
    assert titles(library) == ["A"]


@pytest.mark.parametrize("title", ["A", "x" * 200, "{title} %s"])
def test_a_copy_says_so_in_its_title(title: str, library: Library) -> None:
    scenario = Scenario(title, notes="kept")
    name = library.create(scenario)
    copy = library.entry(library.duplicate(name)).intact()
    assert copy.title.endswith(" (copy)") and copy.title.startswith(title[:190]) and len(copy.title) <= 200
    assert replace(copy, title=title) == scenario == library.entry(name).intact()


def test_what_was_deleted_comes_back_as_it_was(library: Library) -> None:
    scenario = Scenario("A")
    name = library.create(scenario)
    before = library.entry(name)
    deleted = library.delete(name, before.stamp)
    assert library.entries() == []
    with pytest.raises(Problems, match="Nothing is saved"):
        library.entry(name)
    assert library.restore(deleted) == name
    assert library.entry(name) == before
    with pytest.raises(Problems, match="not in the trash"):
        library.restore(deleted)


def test_what_comes_back_never_overwrites(library: Library) -> None:
    first, second = Scenario("A", notes="first"), Scenario("A", notes="second")
    name = library.create(first)
    deleted = library.delete(name, stamp_of(first))
    again = library.delete(library.create(second), stamp_of(second))
    library.create(Scenario("A", notes="third"))
    assert [library.restore(deleted), library.restore(again)] == ["a-2", "a-3"]
    assert [entry.intact().notes for entry in library.entries()] == ["third", "first", "second"]


def test_saving_over_an_older_file_keeps_its_original_beside(folder: Path, library: Library) -> None:
    (folder / "old.json").write_text(OLD)
    old = library.entry("old")
    library.save("old", old.intact(), old.stamp)
    assert json.loads((folder / "old.json").read_text())["schema_version"] == 3
    assert (folder / "old.schema-1.json.bak").read_text() == OLD
    library.save("old", old.intact(), library.entry("old").stamp)
    assert visible(library) == ["old.json", "old.schema-1.json.bak"]
    assert titles(library) == ["Old"]


def test_every_original_of_an_older_schema_is_kept(folder: Path, library: Library) -> None:
    texts = [OLD, OLD.replace("0.5", "0.4"), OLD.replace("0.5", "0.3")]
    for text in [*texts, texts[-1]]:
        (folder / "old.json").write_text(text)
        library.save("old", Scenario("Old"), library.entry("old").stamp)
    kept = [file.read_text() for file in folder.glob("*.bak")]
    assert sorted(kept) == sorted(texts)


def test_renaming_an_older_file_keeps_its_original_too(folder: Path, library: Library) -> None:
    (folder / "old.json").write_text(OLD)
    assert library.rename("old", "New", library.entry("old").stamp) == "new"
    assert visible(library) == ["new.json", "old.schema-1.json.bak"]
    assert library.entry("new").intact().changes == {"guide.share_cap": 0.5}


def test_deleting_and_bringing_back_leaves_an_older_file_as_it_is(folder: Path, library: Library) -> None:
    (folder / "old.json").write_text(OLD)
    library.restore(library.delete("old", library.entry("old").stamp))
    assert (folder / "old.json").read_text() == OLD
    assert visible(library) == ["old.json"]
