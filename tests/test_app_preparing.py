"""What a page says while the model is compiled, and while worlds are computed."""

from typing import Any, cast

import pytest

from app import refinement
from app.results import Asked, Progress
from model import jit

pytestmark = pytest.mark.skipif(not jit.COMPILED, reason="needs compiled code")


class Place:
    """A place on a page that keeps what is said in it."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def empty(self) -> "Place":
        return self

    def progress(self, share: float, text: str) -> None:
        assert 0.0 <= share <= 1.0
        self.said.append(text)


class FirstStart:
    """Results of a model that is compiled when they are asked for."""

    steps = (20,)
    bytes_needed = 0

    def furthest(self) -> None:
        return None

    def advance(self, worlds: int, progress: Progress) -> list[Any]:
        @jit.entry_point
        def model(x: float) -> float:
            return x + 1.0

        progress(0, worlds)
        model(1.0)
        progress(0, worlds)
        progress(5, worlds)
        return []


def test_a_page_says_that_the_model_is_compiled_and_then_how_many_worlds_are_done(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refinement, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(refinement, "let_a_move_interrupt", lambda: None)
    monkeypatch.setattr(jit, "cache_folder", lambda source: None)  # else a second run would find it compiled
    place = Place()
    found = refinement.first_look(cast(Asked, FirstStart()), cast(Any, lambda: place))
    assert found == []
    before, compiling, after = place.said
    assert before.startswith("0 of 20 worlds computed") and after.startswith("5 of 20 worlds computed")
    assert "compiled for this machine" in compiling and " 1 of " in compiling
