"""Results that are held fixed: they move only with a line under "Numbers that moved" in the changelog.

`python tests/test_golden.py` writes them anew and prints the mark that the changelog has to name.
"""

import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest

from model import ensemble
from model.comparison import run_with_twin
from model.parameters import replaced
from model.scenario import Scenario

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).with_suffix(".json")
SCENARIOS = ("baseline", "patient_guide", "market_alone", "listing_window_shut", "one_fund_per_industry")
WORLDS = 12
SERIES_YEAR = 10


def measured(name: str) -> dict[str, Any]:
    """Headline means of a preset, defined worlds of each, and a few sums of the ledger."""
    parameters = Scenario.load(ROOT / "scenarios" / f"{name}.json").parameters
    result = run_with_twin(replaced(parameters, {"settings.replications": WORLDS}))
    headlines = {}
    for headline, values in result.headlines.items():
        known = [float(x) for x in values if not math.isnan(x)]
        headlines[headline] = [len(known), math.fsum(known) / len(known) if known else None]
    facts = {fact: float(result.facts[fact].sum()) for fact in ("transfers", "pairs", "firm_quarters")}
    return {"headlines": headlines, "facts": facts}


def mark(text: str) -> str:
    """A short name for the content of the golden file."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@pytest.mark.parametrize("name", SCENARIOS)
def test_headlines_are_those_of_the_golden_file(name: str) -> None:
    golden = json.loads(GOLDEN.read_text())[name]
    now = measured(name)
    assert now["facts"] == golden["facts"]
    assert list(now["headlines"]) == list(golden["headlines"])
    for headline, (known, mean) in golden["headlines"].items():
        expected = mean if mean is None else pytest.approx(mean, rel=1e-9, abs=1e-12)
        assert now["headlines"][headline] == [known, expected], headline


def test_the_changelog_says_why_numbers_moved() -> None:
    section = (ROOT / "CHANGELOG.md").read_text().split("### Numbers that moved")[1]
    assert mark(GOLDEN.read_text()) in section, "say in the changelog what moved, from what to what, and why"


def test_one_changed_fee_is_noticed() -> None:
    parameters = Scenario.load(ROOT / "scenarios" / "baseline.json").parameters
    changed = replaced(parameters, {"settings.replications": WORLDS, "funds.fee_share": 0.0201})
    golden = json.loads(GOLDEN.read_text())["baseline"]
    assert ensemble.run(changed).headlines["social_irr"].mean() != pytest.approx(
        golden["headlines"]["social_irr"][1], rel=1e-9)


if __name__ == "__main__":
    text = json.dumps({name: measured(name) for name in SCENARIOS}, indent=1) + "\n"
    GOLDEN.write_text(text)
    sys.stdout.write(f"{GOLDEN.name} is written. Its mark for the changelog: {mark(text)}\n")
