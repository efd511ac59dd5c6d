"""The command line: what it prints, what it writes, how it ends."""

from __future__ import annotations

import gettext
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from model.command_line import commands, main
from model.command_line.tables import aligned, mean_and_interval, numbers_on_screen
from model.declare import Unit
from model.parameters import PARAMETERS
from model.scenario import Scenario

ROOT = Path(__file__).resolve().parents[1]
SMALL = ["--replications", "6", "--years", "10"]


@pytest.fixture
def patient(tmp_path: Path) -> Path:
    """A scenario that differs from the baseline, with a title that looks like a formula."""
    file = tmp_path / "patient.json"
    changes = {"patience.fund_term_years": 14.0, "guide.budget_myuan_per_year": 500.0}
    Scenario("=耐心 capital", author="A").with_changes(changes).save(file)
    return file


def rows_beginning(text: str, start: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(start)]


def test_run_without_a_file_runs_the_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    from model.outputs import HEADLINES

    assert main(["run", *SMALL, "--seed", "3"]) == 0
    said = capsys.readouterr()
    assert said.err == ""  # no progress where there is no terminal
    assert "(baseline)" in said.out
    assert "6 worlds, seed 3, 10 years" in said.out
    assert "settings.seed = 3 (baseline 1), number" in said.out
    for output in HEADLINES.values():
        assert rows_beginning(said.out, output.label), output.label


def test_set_changes_a_parameter(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", *SMALL, "--set", "guide.share_cap=.5"]
    assert main([*words, "--set", "supports.one_fund_per_industry=on"]) == 0
    said = capsys.readouterr().out
    assert "guide.share_cap = 0.5 (baseline 0.25), share" in said
    assert "supports.one_fund_per_industry = true (baseline false), on or off" in said


def test_compare_says_identical_for_the_same_scenario_and_not_for_another(
    patient: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from model.outputs import HEADLINES

    out = tmp_path / "out"
    words = ["compare", "baseline", "baseline", str(patient), *SMALL, "--out", str(out)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "baseline_2 has the same values as baseline, so nothing can differ." in said
    assert "patient has the same" not in said
    same = rows_beginning(said, "  baseline_2")
    assert len(same) == len(HEADLINES)
    assert all(row.endswith("0 (identical)") for row in same)
    other = rows_beginning(said, "  patient ")[-len(HEADLINES) :]
    assert not all(row.endswith("0 (identical)") for row in other)
    table = pd.read_csv(out / "comparison.csv")
    assert set(table.loc[table.scenario == "baseline_2", "verdict"]) == {"identical"}
    assert (table.loc[table.verdict == "identical", "difference"].dropna() == 0).all()
    within = table[table.verdict == "no detectable difference"]
    assert ((within.difference_low <= 0) & (within.difference_high >= 0)).all()
    beyond = table[table.verdict.isin(["more", "less"])]
    assert ((beyond.difference_low > 0) | (beyond.difference_high < 0)).all()
    assert len(beyond) > 0
    assert sorted(path.name for path in out.iterdir()) == [
        "baseline", "baseline_2", "columns.csv", "comparison.csv", "manifest.json", "patient",
    ]  # fmt: skip
    assert set(pd.read_csv(out / "columns.csv")["table"]) == {"comparison"}


def test_run_writes_tables_and_a_manifest(
    patient: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from model.outputs import HEADLINES, SERIES

    out = tmp_path / "new" / "out"
    assert main(["run", str(patient), *SMALL, "--detail", "2", "--out", str(out)]) == 0
    assert f"Results are in {out}." in capsys.readouterr().out
    manifest: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    scenario = manifest["scenario"]
    assert scenario["title"] == "=耐心 capital"
    assert scenario["changes"]["patience"] == {"fund_term_years": 14}
    assert scenario["parameters"]["settings"]["replications"] == 6
    assert manifest["provenance"]["seed"] == PARAMETERS["settings.seed"].default
    tables = ["firm_quarters", "firms", "fund_quarters", "funds", "headline", "ledger", "quarters", "rounds"]
    assert [entry["file"] for entry in manifest["files"]] == ["columns.csv", *(f"{name}.csv" for name in tables)]
    for entry in manifest["files"]:
        content = (out / entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["bytes"] == len(content)
    for table in tables:
        frame = pd.read_csv(out / f"{table}.csv")
        assert list(frame.columns) == list(manifest["columns"][table]), table
    assert set(pd.read_csv(out / "firms.csv").replication) == {0, 1}
    assert list(pd.read_csv(out / "headline.csv").headline) == list(HEADLINES)
    assert set(pd.read_csv(out / "quarters.csv").series) == set(SERIES)
    assert not list(out.parent.glob(".unfinished*"))


def test_an_interrupted_run_ends_with_130_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "_run_all", stopped)
    assert main(["run", "--out", str(tmp_path / "new" / "out")]) == 130
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "Stopped. Nothing half-finished was left behind.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_leaves_early_is_no_error() -> None:
    words = [sys.executable, "-m", "model", "parameters", "--format", "json"]
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=120) == 0
    assert errors == ""


@pytest.mark.parametrize("page", ["text", "markdown", "json", "json-schema"])
def test_every_page_of_parameters_names_every_parameter(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["parameters", "--format", page]) == 0
    said = capsys.readouterr().out
    for parameter in PARAMETERS.values():
        assert parameter.name in said
    if page.startswith("json"):
        json.loads(said)


def test_validate_counts_the_changes(patient: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "baseline", str(patient)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("baseline: all right.")
    assert lines[1].endswith("(changes to the baseline: 2)")


def test_experiments_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    from model.experiments import EXPERIMENTS

    assert main(["experiments", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(EXPERIMENTS)
    assert all(
        line.endswith(experiment.question)
        for line, experiment in zip(lines, EXPERIMENTS.values(), strict=True)
    )
    assert main(["experiments", "min", "gaddy", "min", "--list", "--format", "markdown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("`")[1] for line in lines] == ["min", "gaddy"]


@pytest.mark.parametrize("page", ["text", "markdown", "json"])
def test_an_experiment_says_what_it_asked_and_what_came_out(
    page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from model.experiments import EXPERIMENTS

    words = ["experiments", "term_irrelevant", "colonnelli", "--replications", "4"]
    assert main([*words, "--format", page]) == 0
    said = capsys.readouterr()
    assert said.err == ""  # no progress where there is no terminal
    for name in ("term_irrelevant", "colonnelli"):
        experiment = EXPERIMENTS[name]
        for text in (name, experiment.question, experiment.design, experiment.source):
            assert text in said.out
    if page == "json":
        first, second = json.loads(said.out)
        assert (first["name"], second["name"]) == ("term_irrelevant", "colonnelli")
        assert first["replications"] == 4
        finding = first["findings"][0]
        assert finding == {
            "what": "Pioneers succeeded, year 10", "estimate": 0.0, "low": 0.0, "high": 0.0,
            "unit": "number", "expected": "0", "verdict": "exactly zero",
        }  # fmt: skip
        return
    assert said.out.count("Verdict") == 2
    zero = next(row for row in said.out.splitlines() if "Pioneers succeeded, year 10" in row)
    if page == "text":
        assert zero.split("  ")[-1].strip() == "exactly zero"
        assert "0.00 to 0.00" in zero
    else:
        assert zero == "| Pioneers succeeded, year 10 | 0.00 | 0.00 to 0.00 | number | 0 | exactly zero |"
        tables = [row for row in said.out.splitlines() if row.startswith("|")]
        assert {row.count("|") for row in tables} == {7}
        assert sum(row.startswith("## ") for row in said.out.splitlines()) == 2


def test_the_page_of_experiments_is_what_the_command_prints() -> None:
    """All but the findings, which take minutes."""
    from model.command_line.experiments import _heads, _markdown_lines, _page_head
    from model.experiments import EXPERIMENTS

    page = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8").splitlines()
    expected = list(_page_head([], 400))
    for experiment in EXPERIMENTS.values():
        expected += ["", *_markdown_lines(experiment, 400, [])]
    heads = (f"| {_heads()[0]} |", "| --- |")
    assert [line for line in page if not line.startswith("|") or line.startswith(heads)] == expected


def test_experiments_say_all_that_is_wrong_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["experiments", "barot"]) == 2
    assert capsys.readouterr().err == "barot is not known. Did you mean barrot?\n"
    assert main(["experiments", "barot", "zzz", "--replications", "1"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "3 problems:",
        "- barot is not known. Did you mean barrot?",
        "- zzz is not known.",
        '- --replications must be a whole number between 2 and 100,000, not "1".',
    ]


def test_a_number_without_an_interval_shows_none() -> None:
    from model.command_line.experiments import _row
    from model.experiments import Finding
    from model.experiments.lab import without_interval

    best = Finding("best term", without_interval(10.0), Unit.YEARS)
    assert _row(best) == ("best term", "10.0", "", "years", "", "")


class Marking(gettext.NullTranslations):
    """A translation that can be told from the original."""

    def gettext(self, message: str) -> str:
        return f"<{message}>"


def test_every_word_passes_the_translation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("model.words._catalogue", Marking())
    assert main(["parameters"]) == 0
    assert f"<{PARAMETERS['guide.share_cap'].label}>" in capsys.readouterr().out
    assert main(["validate", "baselin"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("<baselin: there is no such file") and "<Did you mean" in said


def test_columns_line_up_also_with_chinese_letters() -> None:
    lines = list(aligned([("耐心", "1"), ("ab", "10"), ("", "", "x")], right=(1,)))
    assert lines == ["耐心   1", "ab    10", "          x"]


def test_numbers_on_screen_carry_three_digits_and_percent() -> None:
    assert numbers_on_screen([0.1234, -0.00001], Unit.SHARE) == ["12.3", "0.0"]
    assert numbers_on_screen([1234567.0, 0.5], Unit.MYUAN) == ["1,234,567", "0"]
    assert numbers_on_screen([0.5, -2.0], Unit.COUNT, signed=True) == ["+0.50", "-2.00"]
    nan = float("nan")
    assert mean_and_interval(nan, nan, nan, Unit.MYUAN) == ("undefined", "")
    assert mean_and_interval(1.0, nan, nan, Unit.MYUAN) == ("1.00", "unknown")
