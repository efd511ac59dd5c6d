"""Are zones read from XLSX, CSV and scenario files as they were meant, and every wrong cell named at once?"""

from __future__ import annotations

import datetime
import io
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from zones import WORKED, in_zone, zones

from model import link
from model.library import Library
from model.messages import Problems
from model.parameters import BASELINE
from model.parameters.zone import COLUMNS, LONGEST_NAME, SHEETS, FirmRow, FundRow, IndustryRow, Zone
from model.reference import markdown_lines
from model.scenario import Scenario
from model.zone import csv_file, files, workbook
from model.zone.cells import Formula, value_of
from model.zone.entry import as_entry, zone_in
from model.zone.summary import sentences, warnings

HOSTILE = 240


def problems(read: Callable[[], Any]) -> list[str]:
    with pytest.raises(Problems) as caught:
        read()
    assert all(sentence.endswith((".", "?")) for sentence in caught.value.sentences)
    return list(caught.value.sentences)


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


HEAD = ("sheet,industry,stage,count,age_years,cash_myuan,raised_myuan,"
        "kind,size_myuan,vintage_years,term_years,guide_share")
FUND = "funds,,,,,,,venture,300,2,8,{share}"


def book(**sheets: list[list[Any]]) -> Workbook:
    """The template's workbook with other rows in some sheets."""
    made = load_workbook(io.BytesIO(files.template("xlsx")))
    for sheet, rows in sheets.items():
        made[sheet].delete_rows(2, 1000)
        for row in rows:
            made[sheet].append(row)
    return made


def saved(made: Workbook) -> bytes:
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


# there and back


@pytest.mark.parametrize("ending", files.ENDINGS)
@pytest.mark.parametrize("zone", [WORKED, files.EXAMPLE], ids=lambda zone: zone.name)
def test_a_zone_is_the_same_after_writing_and_reading(zone: Zone, ending: str) -> None:
    assert files.read(files.write(zone, ending), f"{zone.name}.{ending}") == zone


@settings(max_examples=25)
@given(zones())
def test_any_zone_is_the_same_after_a_file_of_each_kind(zone: Zone) -> None:
    for ending in files.ENDINGS:
        assert files.read(files.write(zone, ending), f"Any.{ending}") == zone
    scenario = Scenario("A", parameters=in_zone(zone, settings__opening_history_years=20))
    text = scenario.to_json()
    assert Scenario.from_json(text) == scenario and Scenario.from_json(text).to_json() == text


def test_a_zone_of_json_is_short_and_has_whole_numbers() -> None:
    entry = as_entry(WORKED)
    assert entry["firms"][5] == {"industry": "quantum_information", "stage": "venture"}
    assert json.dumps(entry["funds"][3]) == (
        '{"kind": "ma", "size_myuan": 1000, "vintage_years": 2, "term_years": 8, "guide_share": 1}')
    assert zone_in(json.loads(json.dumps(entry))) == WORKED


@pytest.mark.parametrize("ending", files.ENDINGS)
def test_no_cell_of_the_template_starts_a_formula(ending: str) -> None:
    content = files.template(ending)
    if ending == "csv":
        cells = [cell for line in content.decode("utf-8-sig").splitlines() for cell in line.split(",")]
    else:
        cells = [cell.value for page in load_workbook(io.BytesIO(content)) for line in page for cell in line]
    assert len(cells) > 100
    assert not any(str(cell).startswith(("=", "+", "-", "@")) for cell in cells)


def test_the_template_explains_every_column() -> None:
    page = load_workbook(io.BytesIO(files.template("xlsx")))[workbook.EXPLAINED]
    told = {(line[0].value, line[1].value) for line in page}
    assert told >= {(sheet, name) for sheet in SHEETS for name in COLUMNS[sheet]}
    reference = "\n".join(markdown_lines())
    assert all(f"| `{name}` |" in reference for columns in COLUMNS.values() for name in columns)


# what people write


@pytest.mark.parametrize(("text", "value"), [
    ("30%", 0.3), ("0.3", 0.3), (" 0.30 ", 0.3), ("３０％", 0.3), ("０．３", 0.3), ("1e-1", 0.1), ("100 %", 1.0),
    ("0", 0.0), ("-0", 0.0)])
def test_shares_are_read_as_people_write_them(text: str, value: float) -> None:
    assert files.read(csv_of(HEAD, FUND.format(share=text)), "a.csv").funds[0].guide_share == value


@pytest.mark.parametrize(("text", "value"), [
    ("1,200", 1200.0), ("１２００", 1200.0), ("1200.50", 1200.5), (" 7 ", 7.0)])
def test_money_is_read_as_people_write_it(text: str, value: float) -> None:
    line = f'firms,hydrogen_storage,angel,1,,"{text}"'
    assert files.read(csv_of(HEAD, line), "a.csv").firms[0].cash_myuan == value


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_usual_separator_and_end_of_line_is_read(separator: str, end: str) -> None:
    text = HEAD.replace(",", separator) + end + FUND.format(share="30%").replace(",", separator) + end + end
    for content in (text.encode(), text.encode("utf-8-sig")):
        assert files.read(content, "Ours.csv") == Zone("Ours", funds=(FundRow("venture", 300.0, 2.0, 8.0, 0.3),))


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("text", ["1,500", "0,3", "1,200,000", "１，５００", "1.200,5", " 12,5 % "])
def test_a_comma_in_a_number_is_refused_where_it_may_mean_two_things(text: str, separator: str) -> None:
    lines = [HEAD.replace(",", separator), f"firms,hydrogen_storage,angel,1,,{text}".replace(",", separator, 5)]
    (sentence,) = problems(lambda: files.read("\n".join(lines).encode(), "a.csv"))
    assert sentence.startswith("Row 2, column cash_myuan: The cell holds") and "1.5 or 1500" in sentence
    assert "a number from 0 to 5,000" in sentence


def test_a_comma_in_other_cells_is_told_as_ever() -> None:
    for text, part in (("=SUM(1,2)", "holds a formula"), ("1,a", "Write the number alone")):
        found = problems(lambda text=text: files.read(  # type: ignore[misc]
            f"sheet;industry;stage;count\nfirms;hydrogen_storage;angel;{text}".encode(), "a.csv"))
        assert len(found) == 1 and part in found[0]


def test_words_are_read_in_any_case_and_by_their_labels() -> None:
    zone = files.read(csv_of("Sheet,INDUSTRY,Stage,kind,size_myuan,vintage_years,term_years,guide_share",
                             "Firms,Quantum information,Early venture", "FUNDS,,,M&A,500,1,8,0", ",,,", ""), "a.csv")
    assert zone.firms == (FirmRow("quantum_information", "venture"),)
    assert zone.funds == (FundRow("ma", 500.0, 1.0, 8.0, 0.0),)


def test_empty_rows_and_rows_of_blanks_are_passed_over() -> None:
    made = book(firms=[["hydrogen_storage", "angel"], [None, " "], [], ["hydrogen_storage", "concept"]])
    assert len(files.read(saved(made), "a.xlsx").firms) == 2


def test_a_share_in_a_cell_with_a_percent_format_is_what_the_sheet_holds() -> None:
    made = book(funds=[["venture", 300, 2, 8, 0.3]])
    made["funds"]["E2"].number_format = "0%"
    assert files.read(saved(made), "a.xlsx").funds[0].guide_share == 0.3


# what cannot be read is named, all of it at once


def test_every_wrong_cell_is_named_with_its_place_and_a_remedy() -> None:
    found = problems(lambda: files.read(csv_of(
        HEAD, "firms,hydrogn,growth,two,=1+1,-5,1e999", "firms,quantum_information,angle,1.5,NaN,三,300 million",
        "fund", "funds,,,1,,,,angle,0,,8,30", "industries,deep_sea_aerospace,angel"), "a.csv"))
    expected = [
        "Row 4, column sheet: It must be industries or firms or funds, not \"fund\". Did you mean funds?",
        "Row 5, column count: funds have no such column. Empty the cell.",
        "Row 6, column stage: industries have no such column. Empty the cell.",
        "Row 2, column industry: The cell must hold one of hydrogen_storage,",
        "Row 2, column count: The cell must hold a whole number from 1 to 500, not \"two\". Write the number alone",
        "Row 2, column age_years: The cell holds a formula, and formulas are not read. Write its value: a number",
        "Row 2, column cash_myuan: The cell must hold a number from 0 to 5,000 (million yuan), not \"-5\".",
        "Row 2, column raised_myuan: The cell must hold a number from 0 to 20,000 (million yuan), not \"1e999\".",
        "Row 3, column stage: The cell must hold one of concept, angel, venture, growth, mature, not \"angle\". Did",
        "Row 3, column count: The cell must hold a whole number from 1 to 500, not \"1.5\".",
        "Row 3, column age_years: The cell must hold a number from 0 to 40 (years), not \"NaN\". Write the number",
        "Row 3, column cash_myuan: The cell must hold a number from 0 to 5,000 (million yuan), not \"三\". Write the",
        "Row 3, column raised_myuan: The cell must hold a number from 0 to 20,000 (million yuan), not \"300 million\".",
        "Row 5, column kind: The cell must hold one of angel, venture, ma, not \"angle\". Did you mean angel?",
        "Row 5, column size_myuan: The cell must hold a number from 1 to 50,000 (million yuan), not \"0\".",
        "Row 5, column vintage_years: The cell is empty. It must hold a number from 0 to 20 (years).",
        "Row 5, column guide_share: The cell must hold a number from 0 to 1 (share, 0.3 or 30%), not \"30\". 30 "
        "percent is written 30% or 0.3.",
    ]
    assert len(found) == len(expected)
    for sentence, beginning in zip(found, expected, strict=True):
        assert sentence.startswith(beginning), sentence


def test_formulas_dates_and_booleans_of_a_workbook_are_named() -> None:
    made = book(firms=[["hydrogen_storage", "angel", "=1+1", datetime.date(2026, 1, 3), True],
                       ["hydrogen_storage", "growth", 1, datetime.time(1, 2)]],
                funds=[["=HYPERLINK(1)", 100, 1, 8, "=0.3"]])
    found = problems(lambda: files.read(saved(made), "a.xlsx"))
    for beginning in ("Sheet firms, row 2, column count: The cell holds a formula",
                      "Sheet firms, row 2, column age_years: The cell holds a date",
                      "Sheet firms, row 2, column cash_myuan: The cell must hold a number from 0 to 5,000",
                      "Sheet firms, row 3, column age_years: The cell holds a date or a time",
                      "Sheet funds, row 2, column kind: The cell holds a formula",
                      "Sheet funds, row 2, column guide_share: The cell holds a formula"):
        assert any(sentence.startswith(beginning) for sentence in found), beginning
    assert len(found) == 6


def test_the_shape_of_a_workbook_is_checked() -> None:
    made = book()
    made["firms"].merge_cells("A1:B1")
    made["funds"]["K1"], made["funds"]["C1"] = "colour", "vintage_year"
    made["industries"]["F3"] = 7
    made.create_sheet("fonds")
    found = problems(lambda: files.read(saved(made), "a.xlsx"))
    for part in ('a sheet "fonds" that is not known. Delete or rename it. Did you mean funds?',
                 "Sheet firms: the cells A1:B1 are merged. Split them.",
                 "Sheet funds: the column colour is not known. Delete or rename it.",
                 "Sheet funds: the column vintage_year is not known. Did you mean vintage_years?",
                 "Sheet funds: the column vintage_years is missing. Take the template.",
                 "Sheet industries: column F has cells but no head."):
        assert any(part in sentence for sentence in found), part
    missing = book()
    del missing["firms"]
    assert problems(lambda: files.read(saved(missing), "a.xlsx")) == [
        "The sheet firms is missing. Take the template, and keep its sheets."]
    far = book()
    far["firms"]["A1048576"] = 1
    assert "reaches to row 1,048,576" in problems(lambda: files.read(saved(far), "a.xlsx"))[0]


@pytest.mark.parametrize(("lines", "part"), [
    ([HEAD, "industries,hydrogen_storage", "industries,Hydrogen and energy storage"], "stands in Row 2 already"),
    ([HEAD, "firms,hydrogen_storage,angel", "firms,hydrogen_storage,angel,1"], "raise its count"),
    ([HEAD, "firms,hydrogen_storage,concept,1,,,3"], "has had no round yet"),
    ([HEAD + ",revenue_myuan_per_year", "firms,hydrogen_storage,angel" + "," * 9 + ",3"], "Only growth and mature"),
    ([HEAD + ",state_share", FUND.format(share="60%") + ",60%"], "more than the whole fund"),
    ([HEAD + ",called_share,dpi", FUND.format(share="0") + ",0,1.5"], "column dpi: The fund has called nothing"),
    ([HEAD], "neither a firm nor a fund"),
    ([HEAD, "industries,hydrogen_storage"], "neither a firm nor a fund"),
    ([HEAD, *(f"firms,hydrogen_storage,angel,1,{k / 100}" for k in range(301))], "firms has 301 rows, and at most 300"),
    ([HEAD, *(f"firms,hydrogen_storage,angel,500,{k}" for k in range(5))], "has 2,500 firms, and at most 2,000"),
    ([HEAD + ",count", "firms,hydrogen_storage,angel"], "the column count stands there twice"),
    ([HEAD + ",colour"], "the column colour is not known. Delete or rename it."),
    (["firms,hydrogen_storage,angel"], 'must be “sheet”, not "firms"'),
    ([HEAD, "firms,hydrogen_storage,angel,1,1,1,1,,,,,,9"], "more cells than the first line"),
    ([HEAD, 'firms,"hydrogen_storage'], "cannot be read as CSV"),
    ([HEAD, FUND.format(share="0,3")], "more cells than the first line"),
])
def test_what_contradicts_itself_is_said(lines: list[str], part: str) -> None:
    found = problems(lambda: files.read(csv_of(*lines), "a.csv"))
    assert any(part in sentence for sentence in found), found


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return content.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(files.template("xlsx"))) as opened:
        parts = {each: opened.read(each) for each in opened.namelist()}
    return packed({**parts, name: change(parts[name])})


@pytest.mark.parametrize(("content", "part"), [
    (b"", "The file is empty"), (b" \n ", "The file is empty"), (b"x" * 1_000_001, "too large"),
    (b"\xff\xfeS\x00", "not UTF-8 text"), ("sheet,名".encode("gb18030"), "not UTF-8 text"),
    (bytes.fromhex("d0cf11e0a1b11ae1"), "old format or has a password"), (b"PK", "cannot be read as an XLSX"),
    (b"PK\x03\x04" + b"\0" * 100, "cannot be read as an XLSX"), (packed({"a": b"b"}), "cannot be read as an XLSX"),
    (packed({"xl/workbook.xml": b"\0" * 9_000_000}), "unpacks to more than 8,000,000 bytes"),
    (packed({f"{k}": b"" for k in range(300)}), "cannot be read as an XLSX"),
    (with_part("xl/workbook.xml", lambda text: b'<!DOCTYPE a [<!ENTITY b "c">]>' + text), "cannot be read as an XLSX"),
    (with_part("xl/worksheets/sheet2.xml", lambda text: text[: len(text) // 2]), "cannot be read as an XLSX"),
], ids=range(13))
def test_files_that_are_none_are_refused_in_a_sentence(content: bytes, part: str) -> None:
    (sentence,) = problems(lambda: files.read(content, "a.xlsx"))
    assert part in sentence


@pytest.mark.parametrize(("name", "clean"), [
    ("My zone.xlsx", "My zone"), ("../../etc/passwd.csv", "passwd"), ("C:\\data\\zone.csv", "zone"),
    ("高新区.csv", "高新区"),
    ("a\nb\x00.csv", "a b?"), ("x" * 300 + ".csv", "x" * LONGEST_NAME), (" .csv", "Own zone"), ("", "Own zone")])
def test_the_name_of_a_zone_is_plain_text(name: str, clean: str) -> None:
    zone = files.read(csv_of(HEAD, FUND.format(share=0)), name)
    assert zone.name == clean
    assert zone_in(as_entry(zone)) == zone


# two hundred and more hostile files


VALUES: tuple[Any, ...] = (
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-1e308", "1e400", "NaN", "Infinity", "TRUE", "2026-01-03", "٣",
    "三百",
    "1.200,5", "12 000", "0x10", "１e９９", "<script>alert(1)</script>", "../../x", "a" * 5000, "\u202e3", "300%",
    "--1", "1_000", "=0.3", "'3", '"', "\ud7ff", "−5")


def hostile(number: int) -> bytes:
    """A template with one thing wrong in it, which follows from its number."""
    dice = random.Random(number)
    sheet = dice.choice(list(SHEETS))
    column = dice.choice(list(COLUMNS[sheet]))
    value = dice.choice(VALUES)
    if number % 2:
        lines = [line.split(",") for line in files.template("csv").decode("utf-8-sig").splitlines()]
        line = dice.choice([line for line in lines[1:] if line[0] == sheet])
        line[lines[0].index(column)] = '"' + value.replace('"', '""') + '"' if number % 3 else value
        return "\r\n".join(",".join(line) for line in lines).encode()
    made = load_workbook(io.BytesIO(files.template("xlsx")))
    place = list(COLUMNS[sheet]).index(column) + 1
    made[sheet].cell(2, place).value = value.replace("\x00", "")
    return saved(made)


def test_hostile_cells_are_named_and_nothing_else_happens() -> None:
    named = 0
    for number in range(HOSTILE):
        try:
            files.read(hostile(number), "a")
        except Problems as error:
            assert all(sentence.isprintable() and len(sentence) < 700 for sentence in error.sentences), number
            assert not any("Traceback" in sentence for sentence in error.sentences)
            named += any("column" in sentence or "CSV" in sentence for sentence in error.sentences)
    assert named > 0.85 * HOSTILE


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_sentences(content: bytes) -> None:
    for given_bytes in (content, b"PK\x03\x04" + content, b"sheet,industry,stage\n" + content):
        try:
            files.read(given_bytes, "a")
        except Problems as error:
            assert error.sentences and all(sentence.isprintable() for sentence in error.sentences)


@settings(max_examples=150)
@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(
        st.sampled_from(["name", *SHEETS, "industry", "stage", "kind", "size_myuan"]) | st.text(max_size=5), inner,
        max_size=5), max_leaves=20))
def test_any_entry_of_a_scenario_is_read_or_refused_in_sentences(entry: Any) -> None:
    try:
        zone_in(json.loads(json.dumps(entry)))
    except Problems as error:
        assert error.sentences and all(sentence.isprintable() for sentence in error.sentences)


@pytest.mark.parametrize("raw", [Formula("=1"), datetime.timedelta(1), 10**400, b"1", [1], {"a": 1}])
def test_cells_of_any_kind_are_refused(raw: Any) -> None:
    for column in COLUMNS["funds"].values():
        assert len(problems(lambda column=column: value_of(column, raw))) == 1  # type: ignore[misc]


# scenario files, links, the folder


def scenario() -> Scenario:
    return Scenario("In our zone", parameters=in_zone(WORKED, guide__share_cap=0.4))


def test_a_scenario_file_names_wrong_cells_with_all_else_that_is_wrong() -> None:
    entries = json.loads(scenario().to_json())
    entries["zone"]["funds"][1]["guide_share"] = 30
    entries["zone"]["funds"][2]["colour"] = "red"
    entries["zone"]["fonds"] = []
    entries["changes"]["guide"]["share_cap"] = 7
    found = problems(lambda: Scenario.from_json(json.dumps(entries)))
    assert [sentence.split(" must ")[0].split(". Did")[0].rstrip(".") for sentence in found] == [
        "guide.share_cap", "zone.fonds is not known", "zone.funds.colour is not known",
        "zone.funds, entry 2, column guide_share: The cell"]
    for zone in (None, [], 3, {"name": 3}, {"name": "a\nb"}, {"name": "A"}):
        assert problems(lambda zone=zone: Scenario.from_json(  # type: ignore[misc]
            json.dumps({"schema_version": 3, "title": "A", "zone": zone})))


def test_a_link_carries_a_zone_or_says_to_send_the_file() -> None:
    text = link.encode(scenario())
    assert link.decode(text) == scenario() and len(text) < 2_000
    dice = random.Random(1)
    firms = tuple(FirmRow("hydrogen_storage", "angel", 1, *(round(dice.uniform(0, 40), 5) for _k in range(3)))
                  for _n in range(300))
    large = replace(scenario(), parameters=in_zone(Zone("Large", (), firms)))
    (sentence,) = problems(lambda: link.encode(large))
    assert "too long for a link" in sentence and "Share its file instead" in sentence
    assert Scenario.from_json(large.to_json()) == large


def test_the_folder_keeps_a_scenario_with_its_zone(tmp_path: Any) -> None:
    library = Library(tmp_path, Scenario)
    assert library.entry(library.create(scenario())).intact() == scenario()


def test_a_file_of_the_schema_before_is_read_and_its_original_kept(tmp_path: Any) -> None:
    (tmp_path / "old.json").write_text('{"schema_version": 2, "title": "Old"}', encoding="utf-8")
    library = Library(tmp_path, Scenario)
    entry = library.entry("old")
    library.save("old", replace(entry.intact(), parameters=in_zone(WORKED)), entry.stamp)
    assert library.entry("old").intact().parameters.zone == WORKED
    assert (tmp_path / "old.schema-2.json.bak").read_text(encoding="utf-8") == '{"schema_version": 2, "title": "Old"}'


# in words


def test_what_a_zone_holds_is_said_in_sentences() -> None:
    assert list(sentences(WORKED)) == [
        "Firms: 13, in 4 of the six industries (3 concept, 5 angel, 2 early venture, 2 growth, 1 mature).",
        "Funds: 4 (1 angel, 2 venture, 1 M&A), with commitments of 1,850 million yuan, 1,118 million of them the "
        "guide's.",
        "Industries with a row of their own: 1."]
    crowd = Zone("Crowd", (), (FirmRow("hydrogen_storage", "growth", 70),), (FundRow("venture", 9.0, 9.0, 8.0, 0.0),))
    found = list(warnings(crowd, BASELINE))
    assert "want 5,600 skilled people, and the zone has 1,400, so all work takes 4 times as long" in found[0]
    assert found[1].startswith("Funds past their term: 1.") and len(found) == 2
    assert list(warnings(WORKED, BASELINE)) == []
    assert csv_file.NAMES[0] == "industry" and IndustryRow("hydrogen_storage").readiness is None
