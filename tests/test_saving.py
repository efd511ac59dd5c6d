"""Saving, opening, sharing: what becomes of a visitor's scenario, without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from app_runs import MAIN, PATIENCE, TERM, WORLDS, marks_up, no_trouble, visit_of
from streamlit.testing.v1 import AppTest
from zones import WORKED

from app import saved, saving
from app.visit import BROUGHT, Visit
from model import link
from model.comparison import run_with_twin
from model.library import Conflict, Library, scenarios
from model.messages import Problems
from model.parameters import BASELINE, replaced
from model.scenario import Scenario

FEW = {"settings.replications": WORLDS}


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Library]:
    monkeypatch.setenv("SCENARIO_FOLDER", str(tmp_path))
    saved._entries.cache_clear()
    yield scenarios()
    saved._entries.cache_clear()


def scenario(title: str = "Mine", **changes: Any) -> Scenario:
    return Scenario(title, parameters=replaced(BASELINE, {
        name.replace("__", "."): value for name, value in changes.items()}))


# what a visitor has open


def test_a_saved_scenario_sets_all_of_it_and_a_shipped_one_leaves_settings(library: Library) -> None:
    name = library.create(scenario(settings__seed=5, patience__fund_term_years=11.0))
    visit = Visit({"settings.seed": 9, "settings.replications": 40})
    visit.choose(saved.key_of(name))
    assert visit.changes == {"settings.seed": 5, TERM: 11.0}
    visit.choose("patient_guide")
    assert visit.changes["settings.seed"] == 5
    assert not visit.differs_from_scenario()


def test_a_zone_that_is_put_aside_is_told_and_comes_back(library: Library) -> None:
    key = saved.key_of(library.create(scenario(patience__fund_term_years=11.0)))
    visit = Visit()
    visit.use_zone(WORKED)
    visit.choose(key)
    assert visit.zone is None and WORKED.name in visit.said
    visit.undo()
    assert visit.zone == WORKED and visit.said == ""


def test_what_was_said_goes_with_the_next_change(library: Library) -> None:
    visit = Visit()
    visit.said = saving.save_new(visit, scenario())
    assert "Mine" in visit.said
    visit.change(TERM, 13.0)
    assert visit.said == ""


def test_unsaved_changes_are_noticed_and_taken_back(library: Library) -> None:
    visit = Visit()
    visit.choose(saved.key_of(library.create(scenario(patience__fund_term_years=11.0))))
    assert not visit.differs_from_scenario()
    visit.change("settings.seed", 3)
    assert visit.differs_from_scenario(), "its settings are its own"
    visit.choose(visit.scenario)
    assert not visit.differs_from_scenario() and visit.changes == {TERM: 11.0}


def test_a_scenario_that_is_gone_can_be_chosen_no_more(library: Library) -> None:
    name = library.create(scenario())
    visit = Visit()
    visit.choose(saved.key_of(name))
    library.delete(name, library.entry(name).stamp)
    visit.change(TERM, 9.0)
    visit.choose(saved.key_of(name))
    assert visit.changes == {TERM: 9.0} and visit.scenario_as_shipped() == ""


def test_a_change_of_the_folder_is_seen_at_once(library: Library) -> None:
    assert saved.entries() == []
    first = library.create(scenario("A"))
    assert [entry.title for entry in saved.entries()] == ["A"]
    library.create(scenario("B"))
    library.rename(first, "C", library.entry(first).stamp)
    assert [entry.title for entry in saved.entries()] == ["B", "C"]


# saving


def test_what_is_saved_is_what_is_set_with_its_texts(library: Library) -> None:
    visit = Visit({TERM: 12.0})
    told = saving.save_new(visit, replace(saving.described(visit), title="Long", tags=("a", "b")))
    assert "Long" in told
    entry = library.entry(saved.name_of(visit.scenario))
    assert entry.document is not None and entry.document.parameters == visit.parameters()
    assert (entry.title, entry.document.tags) == ("Long", ("a", "b"))
    assert not visit.differs_from_scenario()
    assert saving.described(visit).title == "Long"


def test_saving_over_under_another_title_renames(library: Library) -> None:
    visit = Visit({TERM: 12.0})
    saving.save_new(visit, scenario("Long", patience__fund_term_years=12.0))
    visit.change(TERM, 13.0)
    own = saving.own_entry(visit)
    assert own is not None
    saving.save_over(visit, own, replace(saving.described(visit), title="Longer"))
    assert [entry.title for entry in library.entries()] == ["Longer"]
    assert visit.scenario == saved.key_of("longer") and not visit.differs_from_scenario()
    again = saving.own_entry(visit)
    assert again is not None
    saving.save_over(visit, again, saving.described(visit))


def test_a_second_one_of_what_is_opened_can_be_told_from_the_first(library: Library) -> None:
    visit = Visit()
    saving.save_new(visit, scenario("Long"))
    own = saving.own_entry(visit)
    assert own is not None
    saving.save_new(visit, scenario("Long"), own)
    saving.save_new(visit, scenario("Longer"), own)
    assert sorted(entry.title for entry in library.entries()) == ["Long", "Long (2)", "Longer"]


def test_of_two_people_who_save_the_same_scenario_the_second_is_told_and_nothing_is_lost(library: Library) -> None:
    name = library.create(scenario("Ours"))
    one, two = Visit(), Visit()
    for visit in (one, two):
        visit.choose(saved.key_of(name))
    opened = saving.own_entry(two)
    assert opened is not None
    one.change(TERM, 10.0)
    two.change(TERM, 14.0)
    own = saving.own_entry(one)
    assert own is not None
    saving.save_over(one, own, replace(saving.described(one), author="Li"))
    later = saving.own_entry(two)
    assert later is not None
    with pytest.raises(Conflict, match="Li"):
        saving.save_over(two, later, saving.described(two))
    kept = library.entry(name).document
    assert kept is not None and kept.parameters.patience.fund_term_years == 10
    saving.save_new(two, saving.described(two))
    assert sorted(each.document.parameters.patience.fund_term_years for each in library.entries()
                  if each.document) == [10, 14]


def test_tags_are_read_as_people_write_them() -> None:
    assert saving.tags_in(" zone, 2026 ,, zone，高新区") == ("zone", "2026", "高新区")
    assert saving.tags_in("") == ()


# bringing in


def test_a_file_that_is_brought_is_open_and_not_saved(library: Library) -> None:
    visit = Visit()
    saving.bring(visit, scenario("Sent", patience__fund_term_years=9.0).to_json().encode())
    assert visit.scenario == BROUGHT and visit.changes == {TERM: 9.0} and not visit.differs_from_scenario()
    assert library.entries() == []
    assert saving.described(visit).title == "Sent"


@pytest.mark.parametrize("content", [
    b"", b"{", b"\xff\xfe", b"[1]", b"null", b'{"schema_version": 99, "title": "A"}', b"{" * 5000,
    b'{"schema_version": 1, "title": "A", "changes": {"guide": {"share_cap": "=1+1"}}}', b"x" * 2_000_000])
def test_a_file_that_is_none_changes_nothing(library: Library, content: bytes) -> None:
    visit = Visit({TERM: 9.0})
    with pytest.raises(Problems) as caught:
        saving.bring(visit, content)
    assert all(sentence.endswith(".") for sentence in caught.value.sentences)
    assert visit.changes == {TERM: 9.0} and visit.brought is None


# sharing


def test_the_lines_of_python_give_the_same_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                   capsys: pytest.CaptureFixture[str]) -> None:
    given = scenario(patience__fund_term_years=9.0, settings__replications=4)
    monkeypatch.chdir(tmp_path)
    file = saving.file_name_of(given)
    Path(file).write_text(given.to_json(), encoding="utf-8")
    exec(saving.python_for(file), {})
    assert capsys.readouterr().out == f"{run_with_twin(given.parameters).headlines}\n"


@pytest.mark.parametrize("title", ["My <b>zone</b>", "../../etc/passwd", "高新区 2026", "'; import os", "con"])
def test_the_name_of_a_file_is_plain(title: str) -> None:
    file = saving.file_name_of(Scenario(title))
    assert file.endswith(".json") and not set(file) & set("<>/\\'\";: ")


def opened(text: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
    app.query_params[link.QUERY] = text
    return app.run()


def test_a_link_opens_the_scenario_once(library: Library) -> None:
    given = scenario("Linked <i>", patience__fund_term_years=9.0, settings__replications=WORLDS)
    app = opened(link.encode(given))
    no_trouble(app)
    assert visit_of(app).parameters() == given.parameters
    assert "Opened “Linked <i>” from a link" in " ".join(marks_up(each.value) for each in app.caption)


def test_a_link_stays_in_the_address_until_something_else_is_shown(library: Library) -> None:
    given = scenario("Linked", patience__fund_term_years=9.0, settings__replications=WORLDS)
    app = opened(link.encode(given))
    assert link.QUERY in app.run().query_params, "the page can be loaded anew"
    visit_of(app).change("patience.fund_term_years", 10.0)
    assert link.QUERY not in app.run().query_params
    visit_of(app).undo()
    assert link.QUERY not in app.run().query_params
    assert visit_of(app).parameters() == given.parameters
    no_trouble(app)


def test_a_broken_link_is_said_in_one_sentence_and_opens_the_baseline(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.visit.BASELINE", replaced(BASELINE, FEW))
    app = opened(link.encode(scenario())[:-3])
    no_trouble(app)
    (said,) = (marks_up(each.value) for each in app.warning)
    assert "cut off or altered" in said and "this is the baseline" in said
    assert visit_of(app).changes == {}
    visit_of(app).change("patience.fund_term_years", 9.0)
    app.run()
    assert not app.warning


def test_a_saved_file_holds_no_more_than_the_scenario(library: Library) -> None:
    visit = Visit({TERM: 12.0})
    saving.save_new(visit, saving.described(visit))
    content = json.loads((library.folder / f"{saved.name_of(visit.scenario)}.json").read_text(encoding="utf-8"))
    assert content["changes"] == {"patience": {"fund_term_years": 12}}
