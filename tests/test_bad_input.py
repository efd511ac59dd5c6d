"""Bad input: all problems in one message of plain sentences, exit code 2, nothing written."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.command_line import main
from model.declare import Parameter, Role, Unit
from model.messages import Problems
from model.parameters import PARAMETERS
from model.scenario import Scenario
from model.values import check_value, value_in, written

ROOT = Path(__file__).resolve().parents[1]


def scenario(**changes: Any) -> str:
    return json.dumps({"schema_version": 1, "title": "A", "changes": changes})


def guide(**values: Any) -> str:
    return scenario(guide=values)


# what is wrong: (text of the file, what the message must say)
WRONG_FILES: dict[str, tuple[str | bytes, tuple[str, ...]]] = {
    "unknown parameter": (
        guide(share_capp=0.5),
        ("guide.share_capp is not known. Did you mean guide.share_cap?",),
    ),
    "unknown group": (scenario(guidee={}), ("guidee is not known. Did you mean guide?",)),
    "unknown industry": (
        scenario(industries={"quantum_informatics": {"margin_share": 0.4}}),
        ("industries.quantum_informatics", "Did you mean industries.quantum_information?"),
    ),
    "right name, wrong group": (
        scenario(patience={"share_cap": 0.5}),
        ("patience.share_cap is not known. Did you mean guide.share_cap?",),
    ),
    "a path in one piece": (
        scenario(**{"guide.share_cap": 0.5}),
        ("guide.share_cap must be written as blocks", '{"guide": {"share_cap":'),
    ),
    "unknown entry": (
        '{"schema_version": 1, "title": "A", "authors": "B"}',
        ("authors is not known. Did you mean author?",),
    ),
    "out of range": (
        guide(budget_myuan_per_year=20000),
        ("guide.budget_myuan_per_year", "between 0 and 10,000 (million yuan a year), not 20000."),
    ),
    "percent for a share": (guide(share_cap=40), ("40 percent is written 0.4.",)),
    "NaN": (guide(share_cap=float("nan")), ("guide.share_cap must be a number", "not NaN")),
    "Infinity": (guide(budget_years=float("inf")), ("not Infinity",)),
    "overflow": (
        '{"schema_version":1,"title":"A","changes":{"guide":{"share_cap":-1e999}}}',
        ("guide.share_cap must be a number", "not -Infinity"),
    ),
    "a number of 5000 digits": (
        '{"schema_version":1,"title":"A","changes":{"settings":{"seed":' + "9" * 5000 + "}}}",
        ("settings.seed must be a whole number between",),
    ),
    "text for a number": (guide(share_cap="0.5"), ("guide.share_cap must be", 'not "0.5".')),
    "true for a number": (guide(share_cap=True), ("guide.share_cap must be", "not true.")),
    "one for a switch": (
        scenario(supports={"one_fund_per_industry": 1}),
        ("supports.one_fund_per_industry must be true or false, not 1.",),
    ),
    "null": (guide(share_cap=None), ("not null.",)),
    "block for a number": (guide(share_cap={"x": 1}), ("not a block in braces.",)),
    "half for a whole number": (
        scenario(settings={"replications": 1.5}),
        ("settings.replications must be a whole number between 1 and", "not 1.5."),
    ),
    "number for a block": (scenario(guide=3), ("guide must be a block of names and values",)),
    "changes as a list": (
        '{"schema_version": 1, "title": "A", "changes": []}',
        ("changes must be a block in braces, not a list.",),
    ),
    "doubled name": (
        '{"schema_version":1,"title":"A","changes":{"guide":{"share_cap":0.1,"share_cap":0.2}}}',
        ("share_cap is given twice in the same block.",),
    ),
    "investment period longer than term": (
        scenario(patience={"investment_years": 9, "fund_term_years": 8}),
        ("investment period", "longer", "To mend it: patience.investment_years = 8."),
    ),
    "splits that do not sum to one": (
        guide(angel_split=0.3, venture_split=0.3, ma_split=0.3),
        ("add up to 90 %, not to 100 %.", "guide.ma_split = 0.4"),
    ),
    "damaged JSON": (
        '{"schema_version": 1,\n "title": "A",\n "changes": {"guide": }}',
        ("Line 3, column 23: the JSON is damaged here",),
    ),
    "empty file": ("", ("Line 1, column 1: the JSON is damaged here",)),
    "not a block": ("[1, 2]", ("The file is one block in braces, not a list.",)),
    "too large": ('{"title": "' + "x" * 1_000_001 + '"}', ("too large: more than 1000000 bytes",)),
    "too deep": ('{"changes":\n' + '{"a":' * 5000, ("Line 2", "more than 20 levels deep")),
    "too deep in lists": ("[" * 200_000, ("more than 20 levels deep",)),
    "not UTF-8": ("耐心".encode("gb18030"), ("not UTF-8 text (byte 1). Save it as UTF-8.",)),
    "newer schema": (
        '{"schema_version": 4, "title": "A", "colour": "red"}',
        ("newer version of this program (schema 4", "Update the program"),
    ),
    "no schema version": ('{"title": "A"}', ('Write "schema_version": 3.',)),
    "wrong schema version": (
        '{"schema_version": "1", "title": "A"}',
        ('schema_version must be 3, not "1".',),
    ),
    "no title": ('{"schema_version": 1}', ("title is missing.",)),
    "title is a number": ('{"schema_version": 1, "title": 3}', ("title must be text",)),
    "control codes": (
        '{"schema_version": 1, "title": "\\u001b[2J"}',
        ("title holds characters that cannot be shown",),
    ),
    "half a character": ('{"schema_version": 1, "title": "\\ud800"}', ("title holds characters",)),
    "impossible date": (
        '{"schema_version": 1, "title": "A", "date": "2026-02-30"}',
        ('date must be written like 2026-03-31, not "2026-02-30".',),
    ),
    "sources as text": (
        '{"schema_version": 1, "title": "A", "sources": "B"}',
        ("sources must be a list of texts",),
    ),
}


@pytest.mark.parametrize("kind", WRONG_FILES)
def test_a_wrong_file_gives_sentences(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, expected = WRONG_FILES[kind]
    file = tmp_path / "wrong.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["validate", str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err) < 1000
    for line in said.err.splitlines():
        assert line.startswith((f"{file}: ", f"- {file}: ")) or line.endswith("problems:")
    for text in expected:
        assert text in said.err


def test_all_problems_are_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_text(guide(share_cap=2, budget_years="long", angel_split=0.5))
    other.write_text("{")
    out = tmp_path / "out"
    words = ["run", str(one), str(other), "missing", "--seed", "x", "--set", "guide.cap=1"]
    words += ["--set", "nonsense", "--detail", "-1", "--threads", "1.5", "--out", str(one)]
    assert main(words) == 2
    said = capsys.readouterr().err
    for text in (
        "11 problems:",
        f"{one}: guide.share_cap must be",
        f"{one}: guide.budget_years must be",
        f"{one}: The guide's splits",
        f"{other}: Line 1",
        "missing: there is no such file",
        "--seed must be a whole number between",
        "guide.cap is not known",
        '"nonsense" must be written like --set group.name=value',
        "--detail must be a whole number",
        '--threads must be a whole number between 1 and 256, not "1.5"',
        f"{one} is a file",
    ):
        assert text in said
    assert not out.exists()


def test_a_wrong_value_is_not_also_called_a_contradiction() -> None:
    with pytest.raises(Problems) as caught:
        Scenario.from_json(scenario(patience={"investment_years": 9, "fund_term_years": "long"}))
    assert len(caught.value.sentences) == 1


def a_folder(place: Path) -> Path:
    return place


def a_missing_file(place: Path) -> Path:
    return place / "baselin.json"


def below_a_file(place: Path) -> Path:
    (place / "file").write_text("x")
    return place / "file" / "a.json"


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (a_folder, "This is a folder"),
        (
            a_missing_file,
            "no such file and no shipped or saved scenario of that name. Did you mean baseline",
        ),
        (below_a_file, "cannot be read: not a directory"),
    ],
)
def test_a_file_that_cannot_be_read(
    make: Callable[[Path], Path], expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", str(make(tmp_path))]) == 2
    assert expected in capsys.readouterr().err


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(Problems, match="not the name of a file"):
        Scenario.load("a\0b")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["compare", "baseline"], "compare needs at least two scenarios"),
        (["validate"], "validate needs at least one"),
        (["run", "--set", "guide.angel_split=0.9"], "add up to 170 %"),
        (["run", "--detail", "2"], "Say where with --out"),
        (["run", "--format", "parquet"], "--format is that of tables in a folder. Say where with --out"),
        (["compare", "baseline", "patient_guide", "--format", "csv"], "Say where with --out"),
        (["run", "--out", ""], "--out needs the name of a folder."),
        (["run", "--out", " "], "--out needs the name of a folder."),
        (["run", "--detail", "9", "--replications", "8", "--out", "x"], "between 0 and 8, not"),
        (["run", "--replications", "0"], 'between 1 and 100,000, not 0.'),
        (["run", "--set", "industries.quantum_information.entry_weight=9"], "a number between 0 and 5, not 9."),
        (["experiments", "--replications", "200,000"], 'between 2 and 100,000, not "200,000"'),
        (["run", "--years", "99"], "--years must be a whole number between 10 and 40 (years)"),
        (["run", "--set", "settings.seed=1", "--seed", "2"], "settings.seed is given twice"),
        (["run", "--set", "guide.share_cap=nan"], "not NaN"),
        (["run", "--set", "guide.share_kap=0.2"], "guide.share_kap is not known. Did you mean guide.share_cap?"),
        (["run", "--set", "guide.shar=0.2"], "Did you mean guide.share_cap?"),
        (["run", "--set", "share_cap=0.2"], "Did you mean guide.share_cap?"),
        (["run", "--set", "patience.share_cap=0.2"], "Did you mean guide.share_cap?"),
        (["run", "--set", "industries.quantum_informatics.margin_share=0.4"],
         "Did you mean industries.quantum_information.margin_share?"),
        (["influence", "guide.share_kap"], "Did you mean guide.share_cap?"),
        (["run", "--set", "guide.share_cap=1_0"], 'not "1_0"'),
        (["run", "--set", "supports.one_fund_per_industry=2"], "true or false"),
        (["run", "--replication", "8"], "--replication"),
        (["walk"], "walk"),
        ([], "COMMAND"),
    ],
)
def test_a_wrong_command_line(
    words: list[str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert expected in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("text", "value"), [
    ("1,500", 1500), ("10,000", 10000), ("1,500.5", 1500.5), ("0,250", "0,250"), ("1,5", "1,5"), ("12,34", "12,34")])
def test_a_number_may_be_typed_as_it_is_printed(text: str, value: object) -> None:
    assert value_in(PARAMETERS["guide.budget_myuan_per_year"], text) == value


def test_scenarios_on_different_luck_are_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.json"
    other.write_text(scenario(settings={"seed": 5}))
    assert main(["compare", "baseline", str(other)]) == 2
    assert "Give --seed and --replications" in capsys.readouterr().err


def test_the_program_itself_ends_with_two_and_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_text('{"a":' * 100_000)
    below = tmp_path / "deep.json" / "out"
    words = [sys.executable, "-m", "model", "run", str(file), "--out", str(below)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "2 problems:" in done.stderr
    assert "levels deep" in done.stderr and f"cannot be written: {file} is a file, not a folder." in done.stderr
    assert "Traceback" not in done.stderr


COLOUR = Parameter(
    path="sky.colour", default=0, unit=Unit.CHOICE, role=Role.LEVER, low=0, high=2, slider_low=0,
    slider_high=2, step=1, label="Colour", meaning="m", source="s", bites="",
    choices=("blue", "grey", "black"), kind=int,
)  # fmt: skip


def test_a_choice_is_taken_by_name_or_number_and_written_by_name() -> None:
    assert check_value(COLOUR, "grey") == check_value(COLOUR, 1) == 1
    assert check_value(COLOUR, value_in(COLOUR, "black")) == check_value(
        COLOUR, value_in(COLOUR, "2")
    )
    assert written(COLOUR, 2) == "black"
    with pytest.raises(Problems, match=r"one of blue, grey, black, not .* you mean grey"):
        check_value(COLOUR, "gray")
    for wrong in (3, -1, 0.5, True, None):
        with pytest.raises(Problems):
            check_value(COLOUR, wrong)
