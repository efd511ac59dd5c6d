"""Five hundred hostile files: each is refused in plain sentences or read as what it is, and nothing else happens.

As many hostile links stand in `test_link.py`.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from app import saved, saving
from app.charts.chart import as_csv
from app.compare import levers
from app.compare.chosen import Candidate
from app.visit import Visit
from model.export import FORMULA_STARTS
from model.library import FOLDER_VARIABLE, scenarios
from model.messages import Problems
from model.parameters import BASELINE, PARAMETERS, replaced
from model.scenario import SCHEMA_VERSION, Scenario

FILES = 500
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "＝1+1")
TITLES = (
    "<script>alert(1)</script>", "../../etc/passwd", "C:\\con.json", "\u202egnp.exe", "a" * 5000, "", " ", *FORMULAS)
VALUES: tuple[Any, ...] = (
    float("nan"), float("inf"), -1e308, 10**400, True, None, "7", "=1+1", [], [1], {}, {"a": {"b": 1}}, "\ud800", "é")


def whole(dice: random.Random) -> dict[str, Any]:
    """A scenario file as it should be, with a few changes."""
    blocks: dict[str, Any] = {}
    for path in dice.sample(list(PARAMETERS), 3):
        if path.count(".") == 1:
            group, name = path.split(".")
            blocks.setdefault(group, {})[name] = PARAMETERS[path].default
    return {"schema_version": SCHEMA_VERSION, "title": "A", "changes": blocks}


def hostile(number: int) -> bytes:
    """The content of one file; what is wrong with it follows from its number."""
    dice = random.Random(number)
    entries = whole(dice)
    kind = number % 10
    if kind == 0:
        entries[dice.choice(("titel", "__proto__", "changes ", "=1", "../x"))] = 1
    elif kind == 1:
        entries["changes"] = {dice.choice(("guide", "nobody", "__class__", "..")): {"share_cap": dice.choice(VALUES)}}
    elif kind == 2:
        entries[dice.choice(("title", "notes", "tags", "sources", "date", "schema_version"))] = dice.choice(VALUES)
    elif kind == 3:
        entries["title"] = dice.choice(TITLES)
    elif kind == 4:
        depth = dice.choice((50, 5_000, 100_000))
        return b'{"changes":' * depth + b"1" + b"}" * depth
    elif kind == 5:
        return json.dumps(entries).encode(dice.choice(("utf-16", "utf-32", "utf-8-sig", "cp500")))
    elif kind == 6:
        text = json.dumps(entries)
        return (text[:-1] + ', "title": "B"}').encode()
    elif kind == 7:
        content = bytearray(json.dumps(entries).encode())
        for _change in range(dice.randint(1, 8)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        return bytes(content)
    elif kind == 8:
        return json.dumps(entries).encode()[: dice.randint(0, 60)]
    else:
        entries["notes"] = "x" * dice.choice((19_999, 20_001, 2_000_000))
    return json.dumps(entries).encode("utf-8", "surrogatepass")


def is_plain(sentence: str) -> bool:
    return "Traceback" not in sentence and "Error" not in sentence and len(sentence) < 1_000


def test_uploaded_files_are_refused_in_plain_sentences_or_read_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    refused = 0
    for number in range(FILES):
        visit = Visit()
        try:
            saving.bring(visit, hostile(number))
        except Problems as error:
            refused += 1
            assert error.sentences and all(map(is_plain, error.sentences)), number
            assert visit.changes == {} and visit.brought is None
        else:
            assert Scenario.from_json(saving.described(visit).to_json()) == saving.described(visit), number
    assert refused > 0.7 * FILES
    assert list(tmp_path.iterdir()) == []


def test_a_folder_full_of_them_still_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    good = scenarios().create(Scenario("Good"))
    for number in range(FILES):
        (tmp_path / f"hostile-{number}.json").write_bytes(hostile(number))
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    entries = saved.entries()
    assert len(entries) == FILES + 1
    assert next(entry for entry in entries if entry.name == good).document == Scenario("Good")
    assert all(entry.document is not None or all(map(is_plain, entry.problems)) for entry in entries)
    assert saved.key_of(good) in Visit().scenarios()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("title", FORMULAS)
def test_no_cell_of_an_exported_table_begins_a_formula(title: str) -> None:
    candidates = (Candidate("a", title, BASELINE),
                  Candidate("b", "B", replaced(BASELINE, {"patience.fund_term_years": 9.0})))
    for line in as_csv(levers.table(candidates)).splitlines():
        for cell in line.split(","):
            assert not cell.strip('"').lstrip().startswith(FORMULA_STARTS), line
