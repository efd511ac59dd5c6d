"""Names of saved scenarios: data that never reach outside the folder, whatever the title."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.file_names import RESERVED, file_name, numbered, sameness
from model.library import Deleted, Library
from model.messages import Problems
from model.scenario import Scenario


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "saved", Scenario)


def visible(library: Library) -> list[str]:
    return sorted(file.name for file in library.folder.iterdir() if not file.name.startswith("."))


def strange_titles() -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs", "Cc"])
    pieces = st.sampled_from([
        "..", ".", "/", "\\", "../../etc/passwd", "C:\\", "<b>", "**", "{0}", "%s", "$HOME", "~", "con", "NUL", "com1",
        "耐心资本", "صندوق", "\u202e", "\u200f", "👩‍🔬", "é", "e\u0301", "ß", "İ", "ﬁ", "½", " ", "-", "_", ".json",
        "x" * 90])
    mixed = st.lists(pieces | st.text(letters, max_size=8), min_size=1, max_size=6).map("".join)
    repeated = st.sampled_from(["耐", "x", "é", "😀", "a b "])
    long = st.builds(lambda piece, times: piece * times, repeated, st.integers(1, 200))
    return (mixed | long | st.text(letters, max_size=200)).map(lambda title: title[:200]).filter(str.strip)


@given(strange_titles())
@example(".")
@example("..")
@example("CON")
@example("com¹")
@example("ＮＵＬ")
@example("../../../tmp/x")
@example("x" * 200)
@example("耐" * 200)
def test_any_title_makes_a_file_inside_the_folder_that_loads_back_equal(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    library = Library(tmp_path_factory.mktemp("outer") / "inner", Scenario)
    scenario = Scenario(title)
    name, second = library.create(scenario), library.create(scenario)
    assert {file.name for file in library.folder.parent.iterdir()} == {"inner"}
    assert visible(library) == sorted([f"{name}.json", f"{second}.json"])
    assert sameness(name) != sameness(second)
    for each in (name, second):
        assert library.entry(each).intact() == scenario
        assert 0 < len(each.encode()) <= 80
        assert each not in RESERVED and each.replace("-", "").isalnum() and each == each.lower()


@pytest.mark.parametrize(("title", "name"), [
    ("Patient guide", "patient-guide"), ("  What if: 2-year   terms?  ", "what-if-2-year-terms"),
    ("耐心资本 2026", "耐心资本-2026"), ("Ünïcode", "ünïcode"), ("a/b", "ab"), ("<i>x</i>", "ixi"), ("a – b", "a-b"),
    ("patient_guide", "patient-guide"), ("😀", "scenario"), ("...", "scenario"), ("Con", "scenario-con"),
    ("lpt9", "scenario-lpt9"), ("com", "com"),
    ("Cafe\u0301", "café"), ("ＮＵＬ", "scenario-nul"), ("com¹", "scenario-com1"),
])  # fmt: skip
def test_a_name_keeps_letters_and_digits(title: str, name: str) -> None:
    assert file_name(title) == name


def test_a_long_name_is_cut_between_characters_and_has_room_for_its_number() -> None:
    name = file_name("耐" * 200)
    assert name == "耐" * 26
    assert list(islice(numbered(name), 3)) == [name, name + "-2", name + "-3"]
    assert list(islice(numbered("x" * 80), 2)) == ["x" * 80, "x" * 78 + "-2"]


def test_names_that_differ_in_case_alone_are_the_same(library: Library) -> None:
    library.folder.mkdir()
    (library.folder / "PATIENT.json").write_text(Scenario("Mine").to_json())
    assert library.create(Scenario("Patient")) == "patient-2"
    assert library.create(Scenario("patient")) == "patient-3"
    assert library.entry("PATIENT").title == "Mine"


@pytest.mark.parametrize("name", ["", ".", "..", "../secret", "a/b", "a\\b", "/etc/passwd", "C:x", ".trash", "a\0b",
                                  "a\nb", "\ud800", "x" * 300])  # fmt: skip
def test_a_name_that_is_a_path_reaches_nothing(name: str, library: Library) -> None:
    library.create(Scenario("A"))
    (library.folder.parent / "secret.json").write_text(Scenario("Secret").to_json())
    for reach in (
        lambda: library.entry(name), lambda: library.save(name, Scenario("B"), ""),
        lambda: library.rename(name, "B", ""), lambda: library.duplicate(name), lambda: library.delete(name, ""),
        lambda: library.restore(Deleted("b", "B", name)),
    ):
        with pytest.raises(Problems):
            reach()
    assert visible(library) == ["a.json"]
    assert sorted(file.name for file in library.folder.parent.iterdir()) == ["saved", "secret.json"]
