"""Scenarios: files hold changes alone, reading and writing return the same scenario."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import library, migrations
from model.command_line.selection import load_all
from model.declare import Parameter
from model.messages import Problems
from model.migrations import SCHEMA_VERSION, Entries, migrated
from model.parameters import PARAMETERS, Parameters, contradictions, value_at
from model.reference import COLUMNS, as_json, markdown_lines, scenario_schema
from model.scenario import ENTRIES, Scenario, find, shipped

SHARE = "guide.share_cap"
MARGIN = "industries.quantum_information.margin_share"


def values_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Any value that a parameter may take."""
    if parameter.kind is bool:
        return st.booleans()
    if parameter.kind is int:
        return st.integers(int(parameter.low), int(parameter.high))
    return st.floats(parameter.low, parameter.high, allow_nan=False)


def line_of_text(longest: int) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs", "Cc"])
    return st.text(letters, max_size=longest)


def alike(tag: str) -> str:
    return tag.strip().casefold()


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    paths = draw(st.lists(st.sampled_from(sorted(PARAMETERS)), unique=True, max_size=12))
    changes = {path: draw(values_of(PARAMETERS[path])) for path in paths}
    title = draw(line_of_text(40).filter(str.strip))
    scenario = Scenario(
        title=title,
        question=draw(line_of_text(60)),
        author=draw(line_of_text(20)),
        date=draw(st.one_of(st.just(""), st.dates().map(lambda day: day.isoformat()))),
        notes=draw(st.text(st.sampled_from('aé耐\n\t"\\{[='), max_size=40)),
        sources=tuple(draw(st.lists(line_of_text(30), max_size=3))),
        tags=tuple(draw(st.lists(line_of_text(40).filter(str.strip), max_size=3, unique_by=alike))),
    ).with_changes(changes, check_contradictions=False)
    for _attempt in range(3):
        for contradiction in contradictions(scenario.parameters):
            scenario = scenario.with_changes(contradiction.fix, check_contradictions=False)
    return scenario


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_reading_what_was_written_returns_the_same_scenario(scenario: Scenario) -> None:
    assert contradictions(scenario.parameters) == []  # the fixes mend what they promise to mend
    text = scenario.to_json()
    again = Scenario.from_json(text)
    assert again == scenario
    assert again.to_json() == text


def test_a_file_holds_only_what_differs_in_the_order_of_the_declarations() -> None:
    default = PARAMETERS["guide.budget_years"].default
    changes = {MARGIN: 0.4, "guide.budget_years": default, SHARE: 0.5}
    one = Scenario("A").with_changes(changes)
    other = Scenario("A").with_changes(dict(reversed(changes.items())))
    assert list(one.changes) == [SHARE, MARGIN]
    assert one.to_json() == other.to_json()
    assert json.loads(one.to_json())["changes"] == {
        "guide": {"share_cap": 0.5},
        "industries": {"quantum_information": {"margin_share": 0.4}},
    }


def test_a_change_makes_a_new_scenario_and_leaves_the_old_one() -> None:
    old = Scenario("A")
    new = old.with_changes({SHARE: 0.5})
    assert (old.changes, new.changes) == ({}, {SHARE: 0.5})
    assert value_at(old.parameters, SHARE) == PARAMETERS[SHARE].default
    with pytest.raises(dataclasses.FrozenInstanceError):
        new.title = "B"  # type: ignore[misc]


def test_an_empty_scenario_is_the_baseline() -> None:
    text = '{"schema_version": 2, "title": "A"}'
    assert Scenario.from_json(text).parameters == Parameters()


@pytest.mark.parametrize(("tags", "expected"), [
    ("patience", "tags must be a list of texts"),
    (["patience", 3], "tags must be a list of texts"),
    (None, "tags must be a list of texts"),
    ([str(number) for number in range(21)], "at most 20 tags of 40 characters"),
    (["x" * 41], "at most 20 tags of 40 characters"),
    (["a\nb"], "characters that cannot be shown"),
    (["\ud800"], "characters that cannot be shown"),
    (["patience", " "], "tags holds an empty tag"),
    (["patience", "Patience "], 'tags holds "Patience " twice. Keep one.'),
])  # fmt: skip
def test_wrong_tags_are_refused_in_files(tags: object, expected: str) -> None:
    with pytest.raises(Problems) as caught:
        Scenario.from_json(json.dumps({"schema_version": 2, "title": "A", "tags": tags}))
    (sentence,) = caught.value.sentences
    assert expected in sentence


def test_wrong_tags_are_refused_in_the_making_too() -> None:
    assert Scenario("A", tags=("x" * 40, "耐心")).tags == ("x" * 40, "耐心")
    with pytest.raises(Problems, match="twice"):
        Scenario("A", tags=("B", "b"))


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=25) | st.dictionaries(st.text(), inner, max_size=3)))
def test_tags_of_any_kind_are_read_or_refused_in_sentences(tags: Any) -> None:
    text = json.dumps({"schema_version": 2, "title": "A", "tags": tags})
    try:
        assert list(Scenario.from_json(text).tags) == tags
    except Problems as error:
        assert all(sentence.startswith("tags ") for sentence in error.sentences)


@pytest.mark.parametrize("version", [1, 1.0, 2, 2.0])
def test_a_file_of_an_older_schema_is_read_and_written_in_the_newest(version: float) -> None:
    old = {"schema_version": version, "title": "A", "changes": {"guide": {"share_cap": 0.5}}}
    read = Scenario.from_json(json.dumps(old))
    assert read == Scenario("A").with_changes({SHARE: 0.5})
    assert json.loads(read.to_json())["schema_version"] == SCHEMA_VERSION == 3


@pytest.mark.parametrize("version", [0, -1, 1.5, True, False, "1", None, [1], {}])
def test_a_number_of_no_schema_is_not_migrated(version: object) -> None:
    entries = {"schema_version": version, "title": "A"}
    assert migrated(entries) is entries
    with pytest.raises(Problems, match="schema_version"):
        Scenario.from_json(json.dumps(entries))


def test_a_newer_file_is_refused_before_anything_else_in_it() -> None:
    text = json.dumps({"schema_version": SCHEMA_VERSION + 1, "colour": "red"})
    with pytest.raises(Problems) as caught:
        Scenario.from_json(text)
    (sentence,) = caught.value.sentences
    assert "newer version of this program" in sentence and "colour" not in sentence


def test_migration_takes_every_step_from_the_files_schema_and_leaves_its_entries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def second(entries: Entries) -> Entries:
        return {**entries, "steps": [*entries.get("steps", []), "second"]}

    def third(entries: Entries) -> Entries:
        return {**entries, "steps": [*entries.get("steps", []), "third"]}

    monkeypatch.setattr(migrations, "STEPS", (second, third))
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", 3)
    first = {"schema_version": 1}
    assert migrated(first) == {"schema_version": 3, "steps": ["second", "third"]}
    assert migrated({"schema_version": 2}) == {"schema_version": 3, "steps": ["third"]}
    assert first == {"schema_version": 1}


def test_whole_numbers_keep_their_kind_and_minus_zero_is_zero() -> None:
    read = Scenario("A").with_changes({"settings.seed": 7.0, "guide.budget_years": -0.0})
    assert isinstance(read.parameters.settings.seed, int)
    assert '"budget_years": 0\n' in read.to_json()
    assert str(read.parameters.guide.budget_years) == "0.0"


def test_contradictions_can_be_left_for_later_and_carry_their_fix() -> None:
    with pytest.raises(Problems) as caught:
        Scenario("A").with_changes({"guide.angel_split": 0.4})
    (sentence,) = caught.value.sentences
    assert "add up to 120 %" in sentence and "guide.ma_split = 0.1" in sentence
    loose = Scenario("A").with_changes({"guide.angel_split": 0.4}, check_contradictions=False)
    assert loose.with_changes(caught.value.fix).changes["guide.ma_split"] == pytest.approx(0.1)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"\xef\xbb\xbf" + Scenario("A").to_json().encode())
    assert Scenario.load(file) == Scenario("A")


def test_saving_replaces_the_file_at_once_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.json"
    Scenario("Old").save(file)

    def full(*_paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(Problems, match="no space left"):
        Scenario("New").save(file)
    assert Scenario.load(file).title == "Old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_shipped_scenario_is_found_by_name_and_a_file_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = shipped()
    assert next(iter(names)) == "baseline"
    assert find("baseline") == names["baseline"]
    monkeypatch.chdir(tmp_path)
    Path("baseline").write_text(Scenario("Mine").to_json())
    assert Scenario.load(find("baseline")).title == "Mine"


def test_shipped_scenarios_are_complete_and_written_as_the_program_writes_them() -> None:
    for name, file in shipped().items():
        scenario = Scenario.load(file)
        assert scenario.title and scenario.question and scenario.author and scenario.date, name
        assert bool(scenario.changes) == (name != "baseline"), name
        assert scenario.to_json() == file.read_text(encoding="utf-8"), name


def schema_of(path: str) -> Mapping[str, Any]:
    schema: Any = scenario_schema()["properties"]["changes"]
    for name in path.split("."):
        assert schema["additionalProperties"] is False
        schema = schema["properties"][name]
    return schema  # type: ignore[no-any-return]


def test_the_schema_has_every_entry_and_the_newest_number() -> None:
    properties = scenario_schema()["properties"]
    assert tuple(properties) == ENTRIES
    assert properties["schema_version"] == {"const": SCHEMA_VERSION}
    assert (properties["tags"]["maxItems"], properties["tags"]["items"]["maxLength"]) == (20, 40)


def test_the_schema_has_every_parameter_with_its_range() -> None:
    for path, parameter in PARAMETERS.items():
        schema = schema_of(path)
        assert schema["title"] == parameter.label
        if parameter.kind is bool:
            assert schema["type"] == "boolean"
        else:
            assert (schema["minimum"], schema["maximum"]) == (parameter.low, parameter.high)
            assert schema["type"] == ("integer" if parameter.kind is int else "number")


def test_the_reference_page_says_everything_about_every_parameter() -> None:
    lines = list(markdown_lines())
    page = "\n".join(lines)
    for parameter in PARAMETERS.values():
        for text in (parameter.label, parameter.meaning, parameter.source, parameter.unit.value):
            assert text.replace("|", "\\|") in page, parameter.path
    rows = [line.replace("\\|", "") for line in lines[: lines.index("## zone")] if line.startswith("|")]
    assert {row.count("|") for row in rows} == {len(COLUMNS) + 1}
    assert [entry["path"] for entry in json.loads(as_json())] == list(PARAMETERS)


def test_a_saved_scenario_goes_by_its_name_after_files_and_shipped_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(library.FOLDER_VARIABLE, str(tmp_path))
    ours = library.scenarios().create(Scenario("Our zone"))
    (tmp_path / "baseline.json").write_text(Scenario("Another").to_json(), encoding="utf-8")
    read = load_all([ours, "baseline"])
    assert read[ours].title == "Our zone"
    assert read["baseline"].title == Scenario.load(shipped()["baseline"]).title != "Another"
    for hostile in ("../Our zone", ".hidden", "no such"):
        with pytest.raises(Problems, match="no such file"):
            load_all([hostile])
