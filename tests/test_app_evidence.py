"""The Evidence page: does it show every kept result as it was measured, and where it lies?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from app_runs import marks_up
from streamlit.testing.v1 import AppTest

from app import look, wording
from app.charts import rows, score
from app.charts.rows import Row, Track
from app.evidence import assumptions, directions, fitted, limits, theories
from app.evidence.assumptions import Basis
from app.wording import WORD_JOINER
from model.calibration import report
from model.comparison import Interval
from model.declare import Role
from model.evidence import card
from model.evidence.card import Score
from model.evidence.figures import Use, compared, figures
from model.experiments import kept as kept_directions
from model.experiments.kept import Outcome
from model.experiments.lab import Expected
from model.outputs import HEADLINES
from model.parameters import PARAMETERS
from model.parameters.sources import FITTED
from model.theories import THEORIES
from model.theories import kept as kept_theories

PATIENCE = 60
TABLES = ("figures", "directions", "assumptions", "fitted", "theories")


def page() -> None:
    from app.screens import evidence

    evidence.show()


def shown() -> AppTest:
    app = AppTest.from_function(page, default_timeout=PATIENCE)
    for key in TABLES:
        app.session_state[f"table-{key}"] = True
    return app.run()


def text_of(app: AppTest) -> str:
    """All that the page says, with the names of its drawings."""
    return " ".join((*(marks_up(each.value) for each in app.markdown),
                     *(unescape(each.proto.body) for each in app.get("html")))).replace(WORD_JOINER, "")


@pytest.fixture(scope="module")
def app() -> AppTest:
    """The page; only to look at."""
    return shown()


@pytest.fixture
def no_card(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A card file that is not there."""
    monkeypatch.setattr(card, "KEPT", tmp_path / "card.json")
    card.kept.cache_clear()
    yield tmp_path / "card.json"
    card.kept.cache_clear()


# the page

def test_the_page_says_how_many_figures_lie_inside_and_that_no_money_is_missing(app: AppTest) -> None:
    assert not app.exception and not app.error
    kept, text = card.kept(), text_of(app)
    assert "{} of {} targets".format(*kept.inside(Use.TARGET)) in text
    assert "{} of {} validation figures".format(*kept.inside(Use.VALIDATE)) in text
    assert f"0 fen missing in {kept.transfers:,} transfers, in {kept.worlds:,} worlds" in text


def test_every_figure_is_on_the_page_with_all_that_is_known_of_it(app: AppTest) -> None:
    text = text_of(app)
    for figure in compared().values():
        for told in (score.name_of(figure), figure.source, figure.year, figure.definition, figure.caveat,
                     score.quality(figure), score.published(figure)):
            assert told in text, (figure.name, told)
    fitted, others = (frame.value for frame in app.dataframe[:2])
    assert list(fitted["Figure"]) == [score.name_of(figure) for figure in compared().values()]
    assert len(others) == len(figures()) - len(compared())


def test_an_input_names_the_parameter_that_it_informs_with_its_default(app: AppTest) -> None:
    others = app.dataframe[1].value.set_index("Figure")["Informs, with its default now"]
    assert "Management fee: 2 %" in others["Management fee and carry"].replace("\xa0", " ")


def test_directions_assumptions_theories_and_limits_are_on_the_page(app: AppTest) -> None:
    text = text_of(app)
    for told in (*(one.question for one in kept_directions.kept()),
                 *(one.parameter.label for one in assumptions.weights()),
                 *(theory.question for theory in THEORIES.values()), *limits.sentences()):
        assert told in text, told
    assert len(app.dataframe) == 1 + len(TABLES)


def test_every_row_and_drawing_is_named(app: AppTest) -> None:
    parts = [each.proto.body for each in app.get("html") if 'class="rows"' in each.proto.body]
    for part in parts:
        assert re.match(r'<ul class="rows" style="[^"]+" aria-label="[^"]+">', part)
        assert all(len(name) > 20 for name in re.findall(r'role="img" aria-label="([^"]*)"', part))
    drawn = sum(part.count('role="img"') for part in parts)
    assert drawn >= len(compared()) + assumptions.SHOWN + len(kept_theories()[1])


@pytest.mark.parametrize("content", [None, "{", '{"worlds": 1, "transfers": 1, "scores": []}'])
def test_a_card_that_cannot_be_read_is_said_in_one_sentence(no_card: Path, content: str | None) -> None:
    if content is not None:
        no_card.write_text(content, encoding="utf-8")
    app = shown()
    assert not app.exception
    assert ["python -m model evidence" in marks_up(error.value) for error in app.error] == [True]


def test_another_kept_file_that_is_not_there_leaves_the_rest_of_the_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept_directions, "KEPT", tmp_path / "kept.json")
    kept_directions.kept.cache_clear()
    try:
        app = shown()
    finally:
        kept_directions.kept.cache_clear()
    assert not app.exception
    assert ["python -m model experiments" in marks_up(error.value) for error in app.error] == [True]
    assert limits.sentences()[0] in text_of(app)


# figures on their scales

def made(model: float, low: float = np.nan, high: float = np.nan, name: str = "cbi_second_round") -> Score:
    return Score(figures()[name], Interval(model, low, high))


@pytest.mark.parametrize(("model", "place", "verdict"), [
    (40, score.LEFT, "on an end of the range"), (54, score.RIGHT, "on an end of the range"),
    (41, 0.35 + 0.3 / 14, "inside the range"), (53, 0.65 - 0.3 / 14, "inside the range"), (47, 0.5, "inside the range"),
    (61, 0.8, "above the range"), (33, 0.2, "below the range"), (np.nan, np.nan, "undefined in the model")])
def test_a_dot_stands_where_its_range_says(model: float, place: float, verdict: str) -> None:
    row = score.row(made(model, model - 1, model + 1))
    assert row.track is not None and row.track.dot is not None
    assert row.track.shade == (score.LEFT, score.RIGHT)
    assert row.track.dot.mean == pytest.approx(place, nan_ok=True)
    assert (row.verdict, row.is_hit) == (verdict, verdict.startswith("inside"))
    assert [label for _place, label in row.track.labels] == ["40", "54"]


def test_a_range_that_nobody_published_is_called_so() -> None:
    assert score.published(figures()["cbi_second_round"]).replace("\xa0", " ") == "Published 46 % (40 to 54)"
    assert "a fifth to either side" in score.published(figures()["cbi_fourth_round"])


def drawing(at: float, is_hit: bool | None) -> str:
    row = Row("A", "b", is_hit, (), Track(dot=Interval(at, at - 0.01, at + 0.01)))
    return rows.markup([row], "Name", look.LIGHT)


def test_inside_and_outside_differ_by_shape_and_word_and_what_is_far_off_is_an_arrow() -> None:
    assert "dot round" in drawing(0.5, True) and rows.HIT in drawing(0.5, True)
    assert "dot open" in drawing(0.9, False) and rows.MISS in drawing(0.9, False)
    assert "dot left" in drawing(-3, False) and "dot right" in drawing(4, False)
    assert 'class="line"' not in drawing(4, False)
    places = [float(at) for at in re.findall(r"left:([\d.-]+)%", drawing(-3, False) + drawing(4, False))]
    assert places and all(0 <= at <= 100 for at in places)


def test_words_are_no_markup() -> None:
    row = Row("<b>", "&", True, ("<i>",), None, ('"',))
    assert "<b>" not in rows.markup([row], '"<u>', look.DARK)
    assert 'aria-label="&quot;&lt;u&gt;"' in rows.markup([row], '"<u>', look.DARK)


# directions

def test_a_prediction_is_shaded_on_the_side_where_it_should_lie() -> None:
    for one in kept_directions.kept():
        for finding in one.predictions:
            row = directions.row(finding)
            if row.track is None or row.track.dot is None or not row.track.shade:
                assert finding.expected is Expected.ZERO or row.track is None
                continue
            is_in_shade = row.track.shade[0] <= row.track.dot.mean <= row.track.shade[1]
            assert is_in_shade or finding.verdict != "as expected" or finding.expected is Expected.NOT_BELOW


def test_the_verdicts_of_directions_add_up() -> None:
    found = kept_directions.kept()
    counts = [sum(one.outcome is outcome for one in found) for outcome in Outcome]
    numbers = [int(number) for number in re.findall(r"\d+", directions.answer(found))]
    assert numbers == [counts[0], len(found), counts[1], counts[2]] and sum(counts) == len(found)


# assumptions

def test_the_heaviest_assumptions_come_first() -> None:
    found = assumptions.weights()
    assert len(found) == assumptions.SHOWN
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)
    assert all(one.parameter.role is Role.ASSUMPTION for one in found)
    for one in found:
        row = assumptions.row(one, found[0].size)
        assert HEADLINES[one.moved[0].headline].label.lower() in " ".join(row.numbers).lower()
        assert assumptions.plausible(one.parameter) in " ".join(row.numbers)


@pytest.mark.parametrize(("path", "is_known"), [
    ("funds.fee_share", True), ("firms.prototype_work_years", True), ("investors.state_pool_myuan", True),
    ("investors.opening_belief", False), ("spillovers.established_firms", False)])
def test_what_informs_an_assumption_is_told(path: str, is_known: bool) -> None:
    assert assumptions.is_known(PARAMETERS[path]) is is_known


@pytest.mark.parametrize(("path", "basis"), [
    ("firms.prototype_work_years", Basis.NARROWED), ("firms.quality_sd", Basis.FITTED),
    ("investors.social_inflow_myuan_per_year", Basis.BY_HAND),
    ("investors.state_inflow_myuan_per_year", Basis.INFORMED),
    ("funds.fee_share", Basis.PUBLISHED), ("industries.synthetic_biology.work_multiple", Basis.PUBLISHED),
    ("funds.angel_count_per_vintage", Basis.DERIVED), ("investors.opening_belief", Basis.ASSUMED),
    ("investors.risk_premium", Basis.ASSUMED)])
def test_what_an_assumption_rests_on_is_told(path: str, basis: Basis) -> None:
    assert assumptions.basis(PARAMETERS[path]) is basis


def test_no_assumption_that_figures_were_aimed_at_is_said_to_know_nothing_of_them() -> None:
    for one in assumptions.weights(len(PARAMETERS)):
        words = assumptions.row(one, one.size).verdict
        assert ("fitted" in words) is one.parameter.source.startswith(FITTED), one.parameter.path
        assert ("assumed" in words) <= one.parameter.source.startswith(assumptions.UNKNOWN), one.parameter.path


# the fit

def test_every_fitted_value_is_told_with_what_the_figures_say_of_it(app: AppTest) -> None:
    found, text = report.kept(), text_of(app)
    for one in found.parameters:
        row = fitted.row(one)
        assert row.is_hit is one.is_identified and row.name in text and row.numbers[0] in text
        assert row.track is not None and row.track.dot is not None
        places = np.array([fitted.LEFT, row.track.dot.low, row.track.dot.mean, row.track.dot.high, fitted.RIGHT])
        assert (np.diff(places) >= -1e-9).all()
    assert f"{sum(one.is_identified for one in found.parameters)} of {len(found.parameters)} fitted values" in text


def test_a_fitted_value_has_no_more_digits_than_help_and_its_range_has_a_unit() -> None:
    said = {one.free.name: fitted.row(one).numbers[0].replace("\xa0", " ") for one in report.kept().parameters}
    for numbers in said.values():
        assert all(len(digits) <= 2 for digits in re.findall(r"\.(\d+)", numbers))
    assert re.search(r"leave [\d.]+ to [\d.]+ %", said["market.outside_deal_share"])
    assert re.search(r"leave ¥[\d.]+ to [\d.]+ million", said["rounds.a_ticket_myuan"])


@pytest.mark.parametrize(("path", "value", "said"), [
    ("firms.scale_work_years", 1.0, "1 year"), ("firms.scale_work_years", 1.5, "1.5 years"),
    ("exits.bid_hazard_per_year", 1.0, "1 event a year"), ("rounds.a_ticket_myuan", 1.0, "¥1 million"),
    ("funds.angel_count_per_vintage", 1, "1")])
def test_one_of_a_unit_is_said_in_the_singular(path: str, value: float, said: str) -> None:
    assert wording.setting_text(PARAMETERS[path], value) == said


# theories

def test_every_side_of_every_theory_has_a_row_on_one_scale() -> None:
    _worlds, verdicts = kept_theories()
    found = theories.rows(verdicts)
    assert len(found) == 1 + sum(len(theory.sides) for theory in THEORIES.values())
    by_place = sorted((row.track.dot.mean, one.effect.mean) for row, one in zip(found, verdicts, strict=True)
                      if row.track is not None and row.track.dot is not None)
    assert [effect for _place, effect in by_place] == sorted(one.effect.mean for one in verdicts)
    for row, one in zip(found, verdicts, strict=True):
        assert row.is_hit is ((one.answer == "holds") if one.theory else None)


@pytest.mark.parametrize(("low", "high", "said"), [
    (0.1, 0.3, "Under the defaults they do:"), (-0.06, 0.02, "Under the defaults not detectably:"),
    (-0.3, -0.1, "Under the defaults they do harm:"),
])
def test_what_patient_terms_do_under_the_defaults_is_said_as_it_is(low: float, high: float, said: str) -> None:
    _worlds, verdicts = kept_theories()
    effect = Interval((low + high) / 2, low, high)
    changed = [replace(one, effect=effect) if not one.theory else one for one in verdicts]
    assert theories.answer(changed).startswith(said)
