"""Do the views of the results cover all that the model declares, and name nothing else?"""

from collections import Counter
from dataclasses import replace
from fnmatch import fnmatch

import pytest
from pairs import real

from app.look import LIGHT
from app.views import VIEWS, View
from model.outputs import HEADLINES, SERIES


def uncovered(views: list[View]) -> set[str]:
    """Declared outputs that no view shows."""
    shown = {name for view in views for name in (*view.series_names, *view.headlines)}
    return (set(SERIES) | set(HEADLINES)) - shown


def empty_patterns(views: list[View]) -> list[str]:
    """Patterns of series that fit no declaration."""
    return [f"{view.key}: {pattern}" for view in views for pattern in view.series
            if not any(fnmatch(name, pattern) for name in SERIES)]


def test_every_declared_output_appears_in_a_view() -> None:
    assert uncovered(list(VIEWS.values())) == set()


def test_every_pattern_of_a_view_fits_a_series() -> None:
    assert empty_patterns(list(VIEWS.values())) == []


@pytest.mark.parametrize("key", VIEWS)
def test_a_view_names_only_what_is_declared(key: str) -> None:
    view = VIEWS[key]
    assert view.key == key and view.question.endswith("?")
    assert view.headline in HEADLINES and view.spark in SERIES
    assert set(view.headlines) <= set(HEADLINES)
    assert len(set(view.headlines)) == len(view.headlines) and len(set(view.series)) == len(view.series)


def test_no_two_charts_have_the_same_key() -> None:
    """The page could not tell them apart, nor could the names of their files."""
    keys = Counter(make(real(), LIGHT).key for view in VIEWS.values() for make in (view.large, *view.small))
    assert [key for key, count in keys.items() if count > 1] == []


def test_a_gap_and_an_empty_pattern_are_noticed() -> None:
    views = [replace(VIEWS["treasury"], series=("treasury_*", "treasure_*")), VIEWS["exits"]]
    assert {"concession", "crowd_in"} <= uncovered(views)
    assert empty_patterns(views) == ["treasury: treasure_*"]
