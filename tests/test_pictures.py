"""Are the files of a table whole, and has a picture from the dark page the colours of the light one?"""

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairs import real

from app import look
from app.charts.chart import as_parquet
from app.look import DARK, LIGHT
from app.views import VIEWS

MAKERS = {f"{key} {n}": make for key, view in VIEWS.items() for n, make in enumerate((view.large, *view.small))}
CELLS = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-2**40, 2**40),
                  st.floats(allow_nan=False), st.booleans(), st.none())


def read(table: pd.DataFrame) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(as_parquet(table)))


@pytest.mark.parametrize("name", MAKERS)
def test_the_dark_page_s_picture_is_the_light_page_s(name: str) -> None:
    make = MAKERS[name]
    dark, light = (make(real(), colours).figure.plain() for colours in (DARK, LIGHT))
    assert look.in_light(dark) == light


def test_ink_is_chosen_anew_for_the_light_colour() -> None:
    assert (look.ink(DARK.mature), look.ink(LIGHT.mature)) == ("#000000", "#FFFFFF")
    assert look.in_light({"color": look.ink(DARK.mature)}) == {"color": "#FFFFFF"}


def test_words_that_name_a_colour_keep_it() -> None:
    words = {"title": f"What is {DARK.text}?", "x": [1, None, "rgb"], "name": "#ABCDEF"}
    assert look.in_light(words) == words


@pytest.mark.parametrize("name", MAKERS)
def test_a_table_reads_back_equal(name: str) -> None:
    table = MAKERS[name](real(), LIGHT).table
    pd.testing.assert_frame_equal(read(table), table, check_dtype=False)


def test_a_column_of_words_and_numbers_becomes_words() -> None:
    found = read(pd.DataFrame({"a": ["x", 1.5, None], 2: [1, 2, 3], "c": [np.nan, 1.0, 2.0]}))
    assert list(found.columns) == ["a", "2", "c"]
    assert found["a"].tolist()[:2] == ["x", "1.5"] and pd.isna(found["a"][2])


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_any_cells_can_be_written(rows: list[tuple[Any, Any]]) -> None:
    found = read(pd.DataFrame(rows, columns=["=a", "a"]))
    assert len(found) == len(rows) and list(found.columns) == ["=a", "a"]
