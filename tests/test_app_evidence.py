"""The Evidence page: does it show every figure, as it was measured, and nothing else?"""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from app import look
from app.charts import score as charts
from app.weight import SHOWN, assumptions, known_from
from model.comparison import Interval
from model.declare import Role
from model.evidence import card
from model.evidence.card import Score
from model.evidence.figures import Use, figures
from model.experiments import EXPERIMENTS, Lab
from model.experiments import kept as kept_module
from model.experiments.directions import DIRECTIONS
from model.parameters import PARAMETERS
from model.theories import THEORIES

PATIENCE = 60


def page() -> None:
    from app.screens import evidence

    evidence.show()


def shown(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    # components need a browser
    monkeypatch.setattr("app.screens.evidence.plot", lambda *_args, **_more: None)
    app = AppTest.from_function(page, default_timeout=PATIENCE)
    for key in ("table-targets", "table-checks"):
        app.session_state[key] = True
    return app.run()


def test_every_figure_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(monkeypatch)
    assert not app.exception and not app.error
    told = {str(cell) for frame in app.dataframe for cell in frame.value.iloc[:, 0]}
    assert {figure.statistic for figure in figures().values()} <= told
    fitted, targets = card.kept().inside(Use.TARGET)
    text = " ".join(each.value for each in app.markdown).replace("\\", "")
    assert f"{fitted} of {targets} figures that its assumptions aim at" in text
    assert {theory.question for theory in THEORIES.values()} <= told
    assert f"0 fen missing in {card.kept().transfers:,} transfers" in text


def test_a_card_that_is_not_there_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(card, "KEPT", tmp_path / "card.json")
    card.kept.cache_clear()
    try:
        app = shown(monkeypatch)
        assert not app.exception
        assert ["python -m model evidence" in error.value for error in app.error] == [True]
    finally:
        card.kept.cache_clear()


def made(model: float, low: float = np.nan, high: float = np.nan, name: str = "cbi_second_round") -> Score:
    return Score(figures()[name], Interval(model, low, high))


@pytest.mark.parametrize(("model", "place", "verdict"), [
    (40, 0, "inside"), (54, 1, "inside"), (47, 0.5, "inside"), (61, 1.5, "outside"), (1000, 1 + charts.EDGE, "outside"),
    (-1000, -charts.EDGE, "outside")])
def test_a_dot_stands_where_its_range_says(model: float, place: float, verdict: str) -> None:
    score = made(model, model - 1, model + 1)
    chart = charts.scores("key", "Question?", "Answer.", [score], look.LIGHT)
    dots = [trace for trace in chart.figure.data if trace["mode"] == "markers"]
    assert [x for trace in dots for x in trace["x"]] == pytest.approx([place])
    assert chart.table.iloc[0]["Verdict"] == verdict
    assert f"({40}–{54})" in " ".join(str(note["text"]) for note in chart.figure.layout["annotations"])


def test_inside_and_outside_differ_by_shape_and_not_by_colour_alone() -> None:
    chart = charts.scores("key", "Question?", "Answer.", [made(47), made(99)], look.DARK)
    dots = [trace for trace in chart.figure.data if trace["mode"] == "markers"]
    assert len({trace["marker"]["symbol"] for trace in dots}) == 2
    assert len({trace["name"] for trace in dots}) == 2


def test_the_heaviest_assumptions_come_first() -> None:
    found = assumptions()
    assert len(found) == SHOWN
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)
    assert all(PARAMETERS[one.path].role is Role.ASSUMPTION for one in found)


def test_what_informs_an_assumption_is_named() -> None:
    assert known_from(PARAMETERS["funds.fee_share"]) == "market convention"
    assert known_from(PARAMETERS["investors.opening_belief"]).startswith("nothing published: ")


def test_the_kept_directions_are_those_of_the_experiments() -> None:
    assert [one.name for one in kept_module.kept()] == [direction.name for direction in DIRECTIONS]
    for one, direction in zip(kept_module.kept(), DIRECTIONS, strict=True):
        assert (one.question, one.source, one.design) == (direction.question, direction.source, direction.design)


def test_a_kept_direction_is_what_the_model_gives() -> None:
    one = next(each for each in kept_module.kept() if each.name == "colonnelli")
    now = EXPERIMENTS[one.name].measure(Lab(one.worlds))
    for finding, before in zip(now, one.findings, strict=True):
        assert finding.what == before.what and finding.verdict == before.verdict, (
            "The model gives other numbers: measure model/experiments/kept.json anew")
        assert finding.estimate.mean == pytest.approx(before.estimate.mean, rel=1e-6, nan_ok=True)
