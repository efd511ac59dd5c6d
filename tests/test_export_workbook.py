"""Excel files: typed sheets, every number to its last bit, and no text that becomes a formula or a link."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from office_decks import CHINESE, HOSTILE, WORD, deck, hostile, parts
from openxml_audit import OpenXmlValidator
from zones import WORKED

from app.compare.differences import difference
from app.exports import workbook
from app.exports.office import sheets
from app.exports.office.cells import MOST_LETTERS, Exact
from app.exports.office.texts import legal
from model.declare import Role
from model.export import quarters_table
from model.outputs import HEADLINES, SERIES
from model.parameters import PARAMETERS, value_at, with_zone
from model.parameters.zone import COLUMNS, SHEETS, Zone
from model.values import written
from model.zone import csv_file

EVERY = 97


@cache
def whole_series() -> pd.DataFrame:
    return sheets.series(deck())


def small(given: Any) -> bytes:
    """The workbook with some rows of its series only, since all of them take long to write and to read."""
    titles = {one.title for one in given.board.candidates}
    few = whole_series().iloc[::EVERY]
    few = few if set(few["Scenario"]) == titles else few.assign(Scenario=min(titles))
    with patch.object(sheets, "series", lambda _deck: few):
        return workbook.write(given)


@cache
def content() -> bytes:
    return small(deck())


@cache
def book() -> Any:
    return openpyxl.load_workbook(io.BytesIO(content()))


def table(name: str) -> pd.DataFrame:
    rows = list(book()[name].iter_rows(values_only=True))
    return pd.DataFrame(rows[1:], columns=rows[0], dtype=object)


def same(cell: Any, value: float) -> bool:
    """The same number to the last bit; what is undefined is empty."""
    return pd.isna(cell) if not np.isfinite(value) else float(cell) == float(value)


def test_every_headline_of_every_scenario_has_its_numbers_to_the_last_bit() -> None:
    found = {(row["Headline"], row["Scenario"]): row for _k, row in table("Headlines").iterrows()}
    board, results = deck().board, deck().results
    assert len(found) == len(HEADLINES) * len(board.candidates)
    for name, output in HEADLINES.items():
        for one in board.candidates:
            row = found[output.label, one.title]
            each = difference(results[board.reference.name], results[one.name], name)
            assert row["Unit"] == output.unit.value
            assert same(row["Mean"], each.mean.mean)
            assert same(row["95 %: low"], each.mean.low) and same(row["95 %: high"], each.mean.high)
            if one.name != board.reference.name:
                assert same(row["Difference, paired"], each.gap.mean)
                assert same(row["Difference, 95 %: low"], each.gap.low)
                assert same(row["Difference, 95 %: high"], each.gap.high)
                assert same(row["Relative difference"], each.relative)
                assert same(row["Better in, share of worlds"], each.better)


def test_every_series_has_its_numbers_to_the_last_bit() -> None:
    read = table("Series")
    for head in ("Year", "Mean", "P10", "P50", "P90"):
        assert all(map(same, read[head], whole_series()[head].iloc[::EVERY]))
    found = whole_series()
    for one in deck().board.candidates[1:2]:
        whole = quarters_table(one.title, deck().results[one.name])
        own = found[found["Scenario"] == one.title]
        assert list(own["Series"]) == list(whole["series"])
        for head, column in (("Year", "year"), ("Mean", "mean"), ("P10", "p10"), ("P50", "p50"), ("P90", "p90")):
            assert np.array_equal(own[head].to_numpy(float), whole[column].to_numpy(float), equal_nan=True), head


def test_the_numbers_of_a_workbook_are_seen_to_differ() -> None:
    """What is written with sixteen digits is not the same number any more."""
    value = 0.1 + 0.2
    assert f"{Exact(value):.16G}" == repr(value) and float(f"{value:.16G}") != value


def test_levers_and_parameters_are_typed_and_have_units_and_sources() -> None:
    differing, whole = table("Levers"), table("Parameters")
    assert list(whole["Path"]) == list(PARAMETERS) and set(differing["Path"]) < set(PARAMETERS)
    assert not {PARAMETERS[path].role for path in differing["Path"]} & {Role.SETTING}
    for _k, row in whole.iterrows():
        parameter = PARAMETERS[row["Path"]]
        assert (row["Unit"], row["Source"]) == (parameter.unit.value, parameter.source)
        for one in deck().board.candidates:
            value = written(parameter, value_at(one.parameters, row["Path"]))
            assert row[one.title] == value and isinstance(row[one.title], bool) == isinstance(value, bool)
    assert all(isinstance(value, (int, float)) for value in differing[deck().board.reference.title])


def test_each_chart_has_a_sheet_with_its_table() -> None:
    names = [sheet.title for sheet in book()]
    assert names[:4] == ["Headlines", "Series", "Levers", "Parameters"] and names[-2:] == ["Provenance", "Columns"]
    drawn = list(deck().charts)
    assert sheets.count(deck()) == len(names) == len(drawn) + 6
    for name, chart in zip(names[4:-2], drawn, strict=True):
        read = table(name)
        assert list(read.columns) == [str(column) for column in chart.table.columns]
        for column in chart.table.columns:
            for cell, value in zip(read[column], chart.table[column], strict=True):
                assert same(cell, value) if isinstance(value, (int, float)) else (cell or "") == value


def in_zones(*zones: Zone | None) -> Any:
    """The usual presentation with scenarios in these zones; the last zone is that of all others too."""
    one, *rest = deck().board.candidates
    moved = [replace(each, parameters=with_zone(each.parameters, zone)) for each, zone in zip(
        (one, *rest), [*zones, *zones[-1:] * len(rest)], strict=False)]
    return replace(deck(), board=replace(deck().board, candidates=tuple(moved), reference=moved[0]))


def test_zones_of_ones_own_have_a_sheet_with_all_their_rows() -> None:
    made = in_zones(None, replace(WORKED, name=HOSTILE[1]), WORKED)
    read = openpyxl.load_workbook(io.BytesIO(small(made)))
    titles = [one.title for one in made.board.candidates]
    names = [sheet.title for sheet in read]
    assert names[:5] == ["Headlines", "Series", "Levers", "Parameters", "Zone"] and len(names) == sheets.count(made)
    head, *rows = read["Zone"].iter_rows(values_only=True)
    assert list(head) == ["Zone", "Scenarios", "sheet", *csv_file.NAMES]
    assert {row[:2] for row in rows} == {(HOSTILE[1], titles[1]), (WORKED.name, titles[2])}
    own = [row[2:] for row in rows if row[0] == WORKED.name]
    expected = [(sheet, *(getattr(row, name, None) for name in csv_file.NAMES)) for sheet in SHEETS
                for row in WORKED.rows(sheet)]
    assert own == expected and len(own) == 11
    first = dict(zip(*[[cell.value for cell in line] for line in list(read["Levers"])[:2]], strict=True))
    assert first["Path"] == "zone" and first[titles[0]] == "simulated" and WORKED.name in first[titles[2]]
    said = {cell.value for cell in read["Columns"]["B"]}
    assert {f"{sheet}, {name}" for sheet in SHEETS for name in COLUMNS[sheet]} <= said


def test_one_zone_for_all_scenarios_is_no_lever() -> None:
    made = in_zones(WORKED)
    assert set(sheets.zones.table(made.board.candidates)["Scenarios"]) == {
        ", ".join(one.title for one in made.board.candidates)}
    assert "zone" not in set(sheets.levers_that_differ(made)["Path"])


def test_heads_stay_in_sight_and_columns_are_described() -> None:
    for sheet in book():
        assert sheet.freeze_panes == "B2" and all(cell.font.bold for cell in sheet[1])
        assert all(4 < sheet.column_dimensions[cell.column_letter].width < 80 for cell in sheet[1])
    said = table("Columns")
    assert set(table("Headlines").columns) - {"Headline", "Unit", "Scenario", "Reference"} <= set(
        said[said["Sheet"] == "Headlines"]["Column or row"])
    assert {output.label for output in HEADLINES.values()} | set(SERIES) <= set(said["Column or row"])
    assert all(said["Meaning"])
    units = set(zip(said["Sheet"], said["Unit"], strict=True))
    assert {(chart.question, chart.unit) for chart in deck().charts} <= units


def test_the_workbook_says_where_it_comes_from() -> None:
    found = dict(zip(table("Provenance")["What"], table("Provenance")["Value"], strict=True))
    assert found == deck().provenance
    about = book().properties
    assert (about.title, about.creator, about.subject) == (deck().title, deck().author, deck().question)


@cache
def hostile_book() -> bytes:
    """Scenarios, charts and tables whose names and texts would do harm."""
    given_ = hostile()
    candidates = tuple(replace(one, title=text) for one, text in zip(
        given_.board.candidates, (HOSTILE[1], WORD, CHINESE), strict=True))
    # pandas takes no half letters as names of columns
    harmful = pd.DataFrame({text.replace("\ud800", ""): [*HOSTILE, 0.1] for text in HOSTILE}, dtype=object)
    slides = tuple(replace(slide, blocks=tuple(
        replace(block, chart=replace(block.chart, table=harmful)) if hasattr(block, "chart") else block
        for block in slide.blocks)) for slide in given_.slides)
    return small(replace(given_, slides=slides, board=replace(
        given_.board, candidates=candidates, reference=candidates[0])))


def test_hostile_texts_stay_texts() -> None:
    read = openpyxl.load_workbook(io.BytesIO(hostile_book()))
    cells = [cell for sheet in read for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s")
    assert not any(cell.hyperlink for cell in cells)
    values = {cell.value for cell in cells}
    for text in HOSTILE:
        if legal(text):
            assert legal(text)[:MOST_LETTERS] in values or text == "_x0041_" and "_x005F_x0041_" in values


def test_no_part_holds_a_formula_or_points_elsewhere() -> None:
    for name, part in parts(hostile_book()).items():
        tree = etree.fromstring(part)
        if "worksheets/sheet" in name and name.endswith(".xml"):
            assert not tree.findall(".//{*}f") and not tree.findall(".//{*}hyperlink"), name
        assert b'TargetMode="External"' not in part and "externalLink" not in name


def test_names_of_sheets_are_safe_and_unique() -> None:
    names = [sheet.title for sheet in openpyxl.load_workbook(io.BytesIO(hostile_book()))]
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) and name.strip("'") == name
               for name in names)


@given(st.lists(st.text(max_size=50), max_size=20))
def test_any_titles_give_safe_and_unique_names(titles: list[str]) -> None:
    taken: set[str] = set()
    names = [sheets.unique(title, taken) for title in titles]
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name.encode("utf-16-le")) <= 62 and legal(name) == name and name.lower() != "history"
               and not re.search(r"[\[\]:*?/\\]", name) and name.strip("' ") == name for name in names)


def test_the_file_keeps_the_schemas_of_office(tmp_path: Path) -> None:
    for name, made in (("hostile", hostile_book()), ("usual", content())):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(made)
        assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=5))
def test_every_column_of_numbers_has_a_format(found: list[float]) -> None:
    assert set(sheets.number_format(found)) <= set("#,0.E+")


def test_sheets_are_counted_and_the_work_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "series", lambda _deck: whole_series().head(10))
    told: list[tuple[int, int]] = []
    workbook.write(deck(), lambda done, count: told.append((done, count)))
    count = sheets.count(deck())
    assert told == [(done, count) for done in range(1, count + 1)]

    def stop(done: int, _count: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        workbook.write(deck(), stop)
