"""The Compare page, run without a browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from app_runs import PATIENCE, TERM, WORLDS, marks_up, no_trouble
from streamlit.testing.v1 import AppTest

from app import results
from app.saved import key_of, shipped_scenarios
from app.visit import Visit
from model import ensemble
from model.library import FOLDER_VARIABLE, scenarios
from model.scenario import Scenario

PARTS = ("numbers", "charts", "levers", "ranking", "why", "firm")


def page() -> None:
    from app import session
    from app.screens import compare

    session.begin()
    compare.show()


def started(part: str = "numbers", names: tuple[str, ...] = ("baseline", "patient_guide"), **state: Any) -> AppTest:
    app = AppTest.from_function(page, default_timeout=PATIENCE)
    app.session_state["visit"] = Visit({"settings.replications": WORLDS} | state)
    app.session_state["compare-chosen"] = list(names)
    app.session_state["compare-part"] = part
    return app.run()


def words(app: AppTest) -> str:
    return " ".join(marks_up(each.value) for kind in (app.markdown, app.caption, app.info) for each in kind)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_page_runs(part: str) -> None:
    app = started(part)
    no_trouble(app)
    assert app.title[0].value == "Compare"


def test_six_scenarios_can_be_compared_and_one_is_too_few() -> None:
    names = tuple(shipped_scenarios())[:6]
    no_trouble(started("ranking", names))
    alone = started("numbers", ("baseline",))
    no_trouble(alone)
    assert "Choose at least 2 scenarios" in words(alone)


def test_too_many_worlds_are_refused_and_nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ensemble, "run", lambda *_a, **_k: pytest.fail("something was computed"))
    # even where a first look at these scenarios has been taken
    monkeypatch.setattr(results.Asked, "furthest", lambda _self: pytest.fail("something was shown"))
    app = started(names=tuple(shipped_scenarios())[:6], **{"settings.replications": 100_000})
    assert not app.exception
    (said,) = [marks_up(each.value) for each in app.error]
    assert said.startswith("100,000 worlds of 6 scenarios") and "GB of memory" in said


def test_another_reference_or_another_order_computes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = started()
    runs = 0
    plain = ensemble.run

    def counted(*given: Any, **more: Any) -> Any:
        nonlocal runs
        runs += 1
        return plain(*given, **more)

    monkeypatch.setattr(results.ensemble, "run", counted)
    app.selectbox(key="compare-reference").set_value("patient_guide").run()
    app.toggle(key="compare-sorted").set_value(True).run()
    app.multiselect(key="compare-headlines").set_value(["social_irr"]).run()
    no_trouble(app)
    assert runs == 0
    assert "Patient guide" in words(app)


def test_what_explore_shows_now_can_be_compared() -> None:
    app = started(names=("here", "baseline"), **{TERM: 13.0})
    no_trouble(app)
    assert "Explore now" in app.multiselect(key="compare-chosen").options


def test_why_they_differ_is_worked_out_once_and_adds_up() -> None:
    app = started("why")
    assert not contributions(app)
    app.button(key="why-run").click().run()
    no_trouble(app)
    (found,) = contributions(app).values()
    parts = found.contributions("pioneers_succeeded_10")
    assert sum(one.mean for _part, one in parts) == pytest.approx(found.gap("pioneers_succeeded_10").mean)
    assert "Gap" in words(app) or "gap" in words(app)
    app.selectbox(key="why-headline").set_value("social_irr").run()
    no_trouble(app)
    assert list(contributions(app).values()) == [found]


def contributions(app: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = app.session_state["contributions"]
    return found


def test_scenarios_that_are_the_same_have_nothing_to_explain(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    app = started("why", ("baseline", key_of(scenarios().create(Scenario("The same")))))
    no_trouble(app)
    assert "nothing can differ" in words(app)


def test_a_firm_is_called_as_people_call_it() -> None:
    app = started("firm", ("baseline", "ten_ones_package"))
    no_trouble(app)
    (firms,) = (box for box in app.selectbox if box.label == "Which firm?")
    assert firms.options and all(re.match(r"World \d+, [A-Z][a-z ,-]+(pioneer|follower) \d+: ", each)
                                 for each in firms.options)


def test_a_folder_that_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(file))
    app = AppTest.from_function(manage, default_timeout=PATIENCE).run()
    assert not app.exception
    assert ["cannot be read" in marks_up(each.value) for each in app.error] == [True]


def manage() -> None:
    from app import saving, session

    session.begin()
    saving._manage()
