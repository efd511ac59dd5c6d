"""Exports: right numbers, harmless cells, all of it in place or nothing."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from model.export import (
    DESCRIPTIONS,
    DETAIL_TABLES,
    MANIFEST,
    comparison_table,
    detail_tables,
    folder_in_place,
    headline_table,
    quarters_table,
    verdict,
    write_scenario,
    write_table,
)
from model.messages import Problems
from model.outputs import COLUMNS, HEADLINES, SERIES
from model.scenario import Scenario

WORLDS, QUARTERS = 5, 8


@dataclass
class Finished:
    """A result with numbers that the test knows."""

    headlines: dict[str, Any]
    series: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, Any] = field(default_factory=lambda: {"seed": 1})
    firms: Any = None
    firm_quarters: Any = None
    rounds: Any = None
    funds: Any = None
    fund_quarters: Any = None
    ledger: Any = None


def finished(shift: float = 0.0) -> Any:
    luck = np.random.default_rng(1)
    series = luck.random((WORLDS, QUARTERS)).astype(np.float32)
    return Finished(
        headlines={name: luck.random(WORLDS) + shift for name in HEADLINES},
        series={name: series + place for place, name in enumerate(SERIES)},
    )


def test_quarters_hold_mean_and_percentiles_of_each_series() -> None:
    result = finished()
    table = quarters_table("a", result)
    assert len(table) == len(SERIES) * QUARTERS
    for name, output in SERIES.items():
        rows = table[table.series == name]
        values = result.series[name].astype(np.float64)
        assert np.allclose(rows["mean"], values.mean(axis=0))
        assert np.allclose(rows["p10"], np.percentile(values, 10, axis=0))
        assert np.allclose(rows["p90"], np.percentile(values, 90, axis=0))
        assert list(rows.quarter) == list(range(QUARTERS))
        assert list(rows.year)[:5] == [0.25, 0.5, 0.75, 1.0, 1.25]
        assert set(rows.unit) == {output.unit.value}


def test_a_quantity_that_is_nowhere_defined_is_an_empty_cell_and_no_warning(
    tmp_path: Path,
) -> None:
    result = finished()
    name = next(iter(HEADLINES))
    result.headlines[name][:] = np.nan
    series = next(iter(SERIES))
    result.series[series] = np.full((WORLDS, QUARTERS), np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = headline_table("a", result)
        quarters = quarters_table("a", result)
    assert table.loc[0, "replications"] == 0
    assert quarters.loc[quarters.series == series, "p50"].isna().all()
    write_table(tmp_path / "a.csv", table, "csv")
    assert ",,,,,,0," in (tmp_path / "a.csv").read_text().splitlines()[1]


def test_differences_are_paired() -> None:
    first, second, same = finished(), finished(0.5), finished()
    results: Any = {"a": first, "b": second, "c": same}
    table = comparison_table(results).set_index(["headline", "scenario"])
    for headline in HEADLINES:
        row = table.loc[(headline, "b")]
        # the shift is the same in every world: paired, it is known exactly
        assert row.difference == pytest.approx(0.5)
        assert row.difference_high - row.difference_low == pytest.approx(0.0, abs=1e-9)
        assert row.verdict == "more"
        assert table.loc[(headline, "c"), "verdict"] == "identical"


def test_a_difference_is_called_by_its_interval() -> None:
    name = next(iter(HEADLINES))
    first, other = finished(), finished()
    other.headlines[name] = first.headlines[name] + np.array([1.0, -1.0, 1.0, -1.0, 0.1])
    assert verdict(first, other, name) == "no detectable difference"
    other.headlines[name] = first.headlines[name] - 1.0
    assert verdict(first, other, name) == "less"
    other.headlines[name] = np.full(WORLDS, np.nan)
    assert verdict(first, other, name) == "undefined"


def test_details_have_exactly_the_declared_columns_in_order() -> None:
    result = finished()
    result.firms = pd.DataFrame({name: [1] for name in [*reversed(COLUMNS["firms"]), "inner"]})
    tables = detail_tables(result)
    assert list(tables) == ["firms"]
    assert list(tables["firms"].columns) == list(COLUMNS["firms"])


ISSUE_COLUMNS = {
    "firms": "replication firm industry is_pioneer founded_quarter outcome outcome_quarter "
    "raised_myuan exit_value_myuan jobs",
    "firm_quarters": "replication firm quarter stage cash_myuan runway_quarters revenue_myuan setbacks "
    "value_myuan",
    "rounds": "replication firm quarter stage fund amount_myuan pre_money_myuan share_sold "
    "is_bridge realised_myuan realised_multiple",
    "funds": "replication fund stage industry vintage_quarter term_quarters closed_quarter "
    "committed_myuan government_share called_myuan distributed_myuan fees_myuan carry_myuan irr "
    "tvpi dpi",
    "fund_quarters": "replication fund quarter call_myuan distribution_myuan nav_myuan",
    "ledger": "replication quarter from to kind amount_fen",
}


def test_every_column_and_row_that_is_written_is_described(tmp_path: Path) -> None:
    result = finished()
    for table in DETAIL_TABLES:
        setattr(result, table, pd.DataFrame({name: [1] for name in COLUMNS[table]}))
    write_scenario(tmp_path, "a", Scenario("A"), result, "csv")
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    described = pd.read_csv(tmp_path / manifest["descriptions"], keep_default_na=False)
    assert list(described.columns) == ["table", "column", "label", "unit", "meaning", "rule"]
    assert manifest["descriptions"] in [entry["file"] for entry in manifest["files"]]
    assert (described[["label", "unit", "meaning"]] != "").all(axis=None)
    known = set(zip(described["table"], described["column"], strict=True))
    assert len(known) == len(described)
    written = {path.stem: pd.read_csv(path) for path in tmp_path.glob("*.csv") if path.name != DESCRIPTIONS}
    rows = {("headline", name) for name in written["headline"]["headline"]}
    rows |= {("quarters", name) for name in written["quarters"]["series"]}
    assert known == rows | {(table, name) for table, frame in written.items() for name in frame.columns}
    texts = described[described["unit"] == "text"]["column"]
    assert {"scenario", "firm", "outcome", "kind"} <= set(texts) and not texts.str.endswith("_myuan").any()
    own = described[described["table"] == "headline"].set_index("column")
    assert list(own.loc["outlay"][["meaning", "unit", "rule"]]) == [
        HEADLINES["outlay"].meaning, "million yuan", HEADLINES["outlay"].rule]


MORE_COLUMNS = {"firms": ["liquidation_myuan"], "rounds": ["is_purchase", "ended_quarter", "paid_by"],
                "funds": ["guide_share"]}


@pytest.mark.parametrize("table", ISSUE_COLUMNS)
def test_declared_columns_are_those_that_were_asked_for(table: str) -> None:
    more = MORE_COLUMNS.get(table, [])
    assert [name for name in COLUMNS[table] if name not in more] == ISSUE_COLUMNS[table].split()
    assert set(more) <= set(COLUMNS[table])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r=", " =", "＝"])
def test_no_cell_of_a_csv_file_begins_a_formula(start: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    frame = pd.DataFrame({"title": [f"{start}HYPERLINK(1)", "plain", None], "x": [-1.5, 2.0, 3.0]})
    write_table(file, frame, "csv")
    read = pd.read_csv(file)
    assert read.title[0] == f"'{start}HYPERLINK(1)".replace("\r", " ")
    assert read.title[1] == "plain"
    assert list(read.x) == [-1.5, 2.0, 3.0]
    assert frame.title[0].startswith(start)  # the caller's table is left alone


def test_parquet_and_csv_hold_the_same_numbers(tmp_path: Path) -> None:
    table = quarters_table("a", finished())
    write_table(tmp_path / "a.csv", table, "csv")
    write_table(tmp_path / "a.parquet", table, "parquet")
    pd.testing.assert_frame_equal(
        pd.read_csv(tmp_path / "a.csv"), pd.read_parquet(tmp_path / "a.parquet"),
        check_dtype=False, check_exact=True,
    )  # fmt: skip


def test_a_folder_is_in_place_only_when_everything_is_written(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b"
    with pytest.raises(ZeroDivisionError), folder_in_place(target) as folder:
        (folder / "one.csv").write_text("x")
        assert not target.exists()
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []
    with folder_in_place(target) as folder:
        (folder / "one.csv").write_text("x")
    assert [path.name for path in target.iterdir()] == ["one.csv"]
    assert [path.name for path in target.parent.iterdir()] == ["b"]


def test_a_new_run_replaces_the_files_of_the_last_one_and_no_others(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with folder_in_place(target) as folder:
        write_scenario(folder, "old", Scenario("Old"), finished(), "csv")
    with pytest.raises(ZeroDivisionError), folder_in_place(target) as folder:
        (folder / "half.csv").write_text("x")
        _ = 1 / 0
    assert json.loads((target / MANIFEST).read_text())["scenario"]["title"] == "Old"
    assert not (target / "half.csv").exists()
    with folder_in_place(target) as folder:
        write_scenario(folder, "new", Scenario("New"), finished(), "parquet")
    assert sorted(path.name for path in target.iterdir()) == [
        DESCRIPTIONS, "headline.parquet", MANIFEST, "quarters.parquet",
    ]  # fmt: skip
    (target / "thesis.docx").write_text("mine")
    with pytest.raises(Problems, match=r"holds other files \(thesis"), folder_in_place(target):
        raise AssertionError("must not begin")
    assert (target / "thesis.docx").read_text() == "mine"


def test_a_manifest_cannot_reach_files_outside_its_folder(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (tmp_path / "precious.txt").write_text("mine")
    listed = {"files": [{"file": "../precious.txt"}]}
    (target / MANIFEST).write_text(json.dumps(listed))
    with folder_in_place(target) as folder:
        (folder / "one.csv").write_text("x")
    assert (tmp_path / "precious.txt").read_text() == "mine"
    assert [path.name for path in target.iterdir()] == ["one.csv"]


def test_a_folder_that_cannot_be_written_is_said_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for target, said in (
        (tmp_path / "file", "file is a file. Name a folder"),
        (tmp_path / "file" / "below" / "it", "cannot be written: .*file is a file, not a folder"),
        (tmp_path / ("x" * 300), "cannot be written: file name too long"),
    ):
        with pytest.raises(Problems, match=said), folder_in_place(target):
            raise AssertionError("must not begin")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
