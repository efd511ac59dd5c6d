"""Does the kept table of what parameters move still tell what the model does?"""

import json

import pytest

from model.declare import Parameter
from model.influence import KEPT, Survey, ends, kept, measured
from model.parameters import PARAMETERS, contradictions, value_at

# one of each kind: a lever of the guide, one of the funds, an assumption that needs another value
SAMPLE = ("guide.budget_myuan_per_year", "patience.fund_term_years", "supports.early_grant_myuan")


def test_every_lever_and_assumption_is_in_the_table() -> None:
    assert list(kept()) == [parameter.path for parameter in measured()]


@pytest.mark.parametrize("path", [path for path in SAMPLE if path in PARAMETERS])
def test_the_kept_table_is_what_the_model_gives(path: str) -> None:
    worlds = json.loads(KEPT.read_text(encoding="utf-8"))["worlds"]
    now = [one for one in Survey(worlds).of(PARAMETERS[path]) if one.is_detectable]
    before = kept()[path]
    assert [one.headline for one in now] == [one.headline for one in before], (
        "The model gives other numbers: run python -m model influence --format json > model/influence.json")
    for one, kept_one in zip(now, before, strict=True):
        assert one.gap.mean == pytest.approx(kept_one.gap.mean, rel=1e-3)
        assert one.size == pytest.approx(kept_one.size, rel=1e-3)


@pytest.mark.parametrize("parameter", measured(), ids=lambda one: one.path)
def test_both_ends_can_be_run(parameter: Parameter) -> None:
    for given, value in zip(
            ends(parameter, 1), (parameter.slider_low, parameter.slider_high), strict=True):
        assert not contradictions(given)
        assert value_at(given, parameter.path) == parameter.kind(value)
