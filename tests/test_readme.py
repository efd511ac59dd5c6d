"""Do the README's tables of patience say what the kept experiments found?"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOUND = "docs/experiments.md"
NUMBER = r"[−-]?[\d,]+(?:\.\d+)?"
ESTIMATE = re.compile(rf"({NUMBER}) \(({NUMBER}) to ({NUMBER})\)")
SWEEP, ALONE = "Term of guide-backed funds", "One term alone, against the usual terms"
# rows of the README that the findings call otherwise
NAMES = {
    "guide asks five points less return": "guide asks five points less",
    "12 years, extension, reserves of 35 %, no redemption": "patient terms together",
}
COLUMNS = {
    "Pioneers at year 10": "pioneers at year 10",
    "Social LPs' net return, points a year": "social LPs' net return",
    "Fiscal cost, million yuan": "fiscal cost",
}

Estimate = tuple[str, str, str]


def rows_below(file: str, heading: str) -> Iterator[list[str]]:
    """Cells of the table whose first cell is this, row by row, the heading first."""
    lines = iter((ROOT / file).read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith(f"| {heading} |"):
            yield cells(line)
            break
    for line in lines:
        if not line.startswith("|"):
            return
        if not set(line) <= set("|-: "):
            yield cells(line)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def findings() -> dict[str, Estimate]:
    """Estimate and interval of each finding that has both, by its words, as the experiments wrote them."""
    found = {}
    for line in (ROOT / FOUND).read_text(encoding="utf-8").splitlines():
        row = cells(line)
        if len(row) > 2 and " to " in row[2]:
            low, _, high = row[2].partition(" to ")
            found[row[0]] = (row[1], low, high)
    return found


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def says(text: str, found: Estimate) -> bool:
    """Does a cell give the finding, to its own last digit?"""
    told = ESTIMATE.search(text)
    return told is not None and all(
        abs(number(said) - number(kept)) <= 10.0 ** -len(said.partition(".")[2]) / 2 + 1e-9
        for said, kept in zip(told.groups(), found, strict=True))


def is_marked(text: str, found: Estimate) -> bool:
    """Is a gain whose interval leaves out zero bold, and such a loss italic?"""
    low, high = number(found[1]), number(found[2])
    mark = "**" if low > 0 else "*" if high < 0 else ""
    return text == f"{mark}{text.strip('*')}{mark}"


@pytest.mark.parametrize("row", list(rows_below("README.md", SWEEP))[1:-1], ids=lambda row: row[0])
def test_the_sweep_of_terms_is_that_of_the_experiments(row: list[str]) -> None:
    heading, kept = next(rows_below("README.md", SWEEP)), findings()
    years = int(row[0].split()[0])
    for column, text in zip(heading[1:], row[1:], strict=True):
        premium = float((re.findall(r"[\d.]+", column) or ["0"])[0])
        found = kept[f"premium {premium:.2f} points, pioneers at year 10: term {years} less 8 years"]
        assert says(text, found), (text, found)
        assert is_marked(text, found), (text, found)


@pytest.mark.parametrize("row", list(rows_below("README.md", ALONE))[1:], ids=lambda row: row[0])
def test_terms_alone_are_those_of_the_experiments(row: list[str]) -> None:
    heading, kept = next(rows_below("README.md", ALONE)), findings()
    name = re.sub("^(an|the) ", "", row[0][0].lower() + row[0][1:])
    name = NAMES.get(name, name)
    for column, text in zip(heading[1:], row[1:], strict=True):
        found = kept[f"{name}: {COLUMNS[column]}"]
        assert says(text, found), (text, found)
        if column == "Pioneers at year 10":
            assert is_marked(text, found), (text, found)


def test_the_tables_are_whole() -> None:
    assert len(list(rows_below("README.md", SWEEP))) == 1 + 5 + 1
    assert len(list(rows_below("README.md", ALONE))) == 1 + 10
