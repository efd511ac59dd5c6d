"""What a visitor chose: the name of what is shown goes with its values, back and forth."""

from pathlib import Path

import pytest

from app import saved
from app.visit import Visit
from model.library import FOLDER_VARIABLE
from model.scenario import Scenario

TERM = "patience.fund_term_years"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


def test_undo_past_a_copy_with_the_same_values_names_what_is_shown(folder: Path) -> None:
    library = saved.library()
    mine = library.create(Scenario("Mine").with_changes({TERM: 12}))
    copy = library.duplicate(mine)
    visit = Visit()
    visit.choose(saved.key_of(mine))
    visit.choose(saved.key_of(copy))
    assert visit.scenario == saved.key_of(copy)
    visit.undo()
    assert (visit.changes, visit.scenario) == ({}, saved.BASELINE_NAME)
    visit.redo()
    assert visit.changes == {TERM: 12} and visit.scenario == saved.key_of(copy)


def test_what_was_opened_has_the_stamp_of_what_was_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = saved.library()
    name = library.create(Scenario("Mine").with_changes({TERM: 12}))
    stamp = library.entry(name).stamp
    read = saved.entries
    calls: list[str] = []

    def entries_while_a_colleague_saves() -> object:
        found = read()
        if not calls:
            calls.append(library.save(name, Scenario("Mine").with_changes({TERM: 15}), stamp))
        return found

    monkeypatch.setattr(saved, "entries", entries_while_a_colleague_saves)
    visit = Visit()
    visit.choose(saved.key_of(name))
    assert visit.changes == {TERM: 12} and visit.seen[name] == stamp
