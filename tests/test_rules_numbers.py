"""Do code, outputs and the description name the same rules?"""

import re
from pathlib import Path

import pytest

import model
from model.outputs import COLUMNS, HEADLINES, SERIES

FOLDER = Path(model.__file__).parent
TEXTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "model/README.md", "scenarios/README.md")


def cited(text: str) -> set[int]:
    """Numbers of rules that a text names, also as `Rules 3, 5 and 7 to 9`."""
    found = set()
    for part in re.findall(r"Rules? ((?:\d+(?:, | and | to )?)+)", " ".join(text.split())):
        found |= {int(number) for number in re.findall(r"\d+", part)}
        for first, last in re.findall(r"(\d+) to (\d+)", part):
            found |= set(range(int(first), int(last) + 1))
    return found


def test_rules_of_code_and_outputs_are_those_of_the_description() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rules = [int(number) for number in re.findall(r"^\*\*Rule (\d+)\. ", text, re.MULTILINE)]
    assert rules == sorted(set(rules))
    used = set.union(*(cited(file.read_text(encoding="utf-8")) for file in FOLDER.rglob("*.py")))
    used |= {int(output.rule) for outputs in (HEADLINES, SERIES, *COLUMNS.values())
             for output in outputs.values()}
    assert used == set(rules)
    named = set(re.findall(r"`([\w/]+\.py)`", text))
    assert len(named) > 20 and all((FOLDER / name).is_file() for name in named)


@pytest.mark.parametrize("name", TEXTS)
def test_lines_of_a_text_fit_into_a_window(name: str) -> None:
    lines = (FOLDER.parent / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 120 and not line.lstrip().startswith("|")] == []


def test_citations_are_read() -> None:
    assert cited("Rule 3. Rules 5 and\n    7 to 9, Rules 11, 12 and 20.") == {3, 5, 7, 8, 9, 11, 12, 20}
