"""Are objects that stay left out of Python's search for unused ones, and only when there are new ones?"""

import gc
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import standing

MAIN = Path(__file__).parents[1] / "app" / "main.py"


@pytest.fixture(autouse=True)
def everything_searched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    gc.unfreeze()
    monkeypatch.setattr(standing, "_modules", 0)
    yield
    gc.unfreeze()


def test_what_is_there_is_left_out_once_until_modules_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    standing.set_aside()
    aside = gc.get_freeze_count()
    assert aside > 10_000
    kept = [[] for _ in range(1000)]
    standing.set_aside()
    assert gc.get_freeze_count() <= aside
    monkeypatch.setitem(sys.modules, "loaded_for_this_test", types.ModuleType("loaded_for_this_test"))
    standing.set_aside()
    assert gc.get_freeze_count() > aside + len(kept) // 2


def test_a_page_leaves_out_what_it_loaded() -> None:
    AppTest.from_file(str(MAIN), default_timeout=120).run()
    assert gc.get_freeze_count() > 100_000
