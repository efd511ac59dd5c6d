"""Rival theories in the side bar: a choice sets a side's assumptions, and shows what is set."""

from app_runs import visit_of
from streamlit.testing.v1 import AppTest

from app import theories
from app.visit import Visit
from model.parameters import PARAMETERS
from model.theories import THEORIES

PATIENCE = 30
TAIL = THEORIES["tail"]
THICK, THIN = TAIL.sides
PATH = "firms.revenue_sd_per_year"


def side_bar() -> None:
    from app import controls, session

    session.begin()
    controls.sidebar()


def opened() -> AppTest:
    app = AppTest.from_function(side_bar, default_timeout=PATIENCE)
    app.session_state["assumptions"] = app.session_state["group-theories"] = True
    return app.run()


def chosen(app: AppTest, theory: str) -> str:
    return str(app.selectbox(key=f"theory-{theory}").value)


def test_a_side_sets_its_assumptions_and_the_defaults_take_them_back() -> None:
    app = opened()
    assert {chosen(app, name) for name in THEORIES} == {theories.USUAL}
    for name, theory in THEORIES.items():
        for side in theory.sides:
            app.selectbox(key=f"theory-{name}").select(side.label).run()
            assert not app.exception
            wanted = {p: v for p, v in side.changes.items() if v != PARAMETERS[p].default}
            assert visit_of(app).changes == wanted
        app.selectbox(key=f"theory-{name}").select(theories.USUAL).run()
        assert visit_of(app).changes == {}


def test_a_side_is_one_step_back_and_counts_as_an_assumption() -> None:
    app = opened()
    app.selectbox(key="theory-spillovers").select("strongly").run()
    assert len(visit_of(app).changes) == len(THEORIES["spillovers"].paths)
    assert len(visit_of(app).past) == 1
    app.button(key="reset-all-assumption").click().run()
    assert visit_of(app).changes == {} and chosen(app, "spillovers") == theories.USUAL


def test_the_help_says_why_and_where_from() -> None:
    app = opened()
    for name, theory in THEORIES.items():
        text = app.selectbox(key=f"theory-{name}").help.replace("\\", "")
        assert theory.source in text
        assert all(side.why.split("-")[0] in text for side in theory.sides)


def test_sides_of_several_theories_stand_together() -> None:
    app = opened()
    app.selectbox(key="theory-tail").select(THICK.label).run()
    app.selectbox(key="theory-ends").select("much").run()
    assert visit_of(app).changes == {PATH: THICK.changes[PATH], "exits.forced_discount": 0.35}
    assert chosen(app, "tail") == THICK.label and chosen(app, "ends") == "much"


def test_what_is_shown_follows_the_values() -> None:
    app = AppTest.from_function(side_bar, default_timeout=PATIENCE)
    app.session_state["assumptions"] = app.session_state["group-theories"] = True
    app.session_state["visit"] = Visit({PATH: 0.7})
    app.run()
    assert chosen(app, "tail") == theories.OWN
    app.selectbox(key="theory-tail").select(THIN.label).run()
    assert visit_of(app).changes == {PATH: 0.45}
    app.button(key=f"reset-{PATH}").click().run()
    assert chosen(app, "tail") == theories.USUAL


def test_an_assumption_that_is_moved_shows_as_own_values() -> None:
    app = opened()
    app.selectbox(key="theory-tail").select(THICK.label).run()
    app.session_state["visit"] = Visit({PATH: 0.5})
    app.run()
    assert chosen(app, "tail") == theories.OWN
