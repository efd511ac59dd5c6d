"""The chart of who pays whom: its sentence speaks of one span of time."""

import pytest
from pairs import empty, more_of, real, same, single, small

from app import wording
from app.charts import capital
from app.charts.chart import Pair, total
from app.look import LIGHT
from model.comparison import interval
from model.declare import Unit


@pytest.mark.parametrize("pair", [real(), same(), empty(), single()], ids=["real", "same", "empty", "single"])
def test_the_sentence_is_whole_whatever_happens(pair):
    answer = capital.capital(pair, LIGHT).answer
    assert answer.endswith(".") and "nan" not in answer and "{" not in answer


def test_share_and_its_difference_are_of_the_whole_run():
    base, more = small(), more_of(small(), "called_social", by=5.0)
    answer = capital.capital(Pair(more, base), LIGHT).answer
    assert answer.startswith("From year 0 to the end of the run-off funds call")
    social, other = (
        total(each, "called_social").sum() / sum(total(each, name).sum() for name in capital.SOURCES)
        for each in (more, base))
    assert wording.amount(social, Unit.SHARE) + " of it from social LPs" in answer
    change = interval(capital._social_share(more) - capital._social_share(base))
    assert change.mean == pytest.approx(social - other)
    assert f"social share of these calls: {wording.difference(change, Unit.SHARE)}" in answer
