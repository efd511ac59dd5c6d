"""Does the side bar hold every parameter, take what can be, refuse the rest, and find what is sought?"""

import re
from typing import Any

import pytest
from app_runs import INVESTMENT, MAIN, PATIENCE, TERM, WORLDS, marks_up, no_trouble, numbers, started, typed, visit_of
from streamlit.runtime.scriptrunner import RerunData, RerunException
from streamlit.testing.v1 import AppTest

from app import controls, session, wording
from app.saved import shipped_scenarios as scenarios
from app.visit import Visit
from model.declare import Parameter, Role
from model.parameters import GROUPS, PARAMETERS, contradictions
from model.scenario import shipped

LEVERS = [p for p in PARAMETERS.values() if p.role is Role.LEVER]
WRONG: list[tuple[str, float, str]] = [
    (TERM, 99.0, "Fund term cannot be 99 years. Type a value from 3 to 25 years. It stays at 8 years."),
    ("guide.share_cap", -5.0,
     "Cap on the guide's share cannot be −5 %. Type a value from 0 to 100 %. It stays at 25 %."),
    (TERM, 1e300, "Fund term cannot be 1e+300 years. Type a value from 3 to 25 years. It stays at 8 years."),
]


@pytest.mark.parametrize(("path", "value", "message"), WRONG)
def test_a_wrong_value_is_refused_beside_its_lever(path: str, value: float, message: str) -> None:
    parameter = PARAMETERS[path]
    app = started()
    before = numbers(app)
    typed(app, path).set_value(value).run()
    assert [marks_up(e.value).replace(wording.NO_BREAK, " ") for e in app.error] == [message]
    assert not app.exception and not app.warning
    assert typed(app, path).value == round(parameter.default * wording.scale(parameter.unit), 10)
    assert numbers(app) == before
    app.run()
    assert not app.error, "the message is said once"


def test_a_fraction_where_a_whole_number_belongs_is_refused() -> None:
    app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
    app.session_state["visit"] = Visit({"settings.replications": WORLDS})
    app.session_state["group-setting-settings"] = True
    app.run()
    typed(app, "settings.seed").set_value(2.5).run()
    assert "Type a whole number from 0 to" in marks_up(app.error[0].value)
    assert typed(app, "settings.seed").value == 1


def side_bar() -> None:
    from app import controls, session
    session.begin()
    controls.sidebar()


def test_a_browser_that_has_not_heard_of_a_move_does_not_undo_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It still sends the old value of the field whose slider was moved, with whatever comes next."""
    app = AppTest.from_function(side_bar, default_timeout=PATIENCE).run()
    app.slider(key=f"slide-{TERM}").set_value(9).run()
    typed(app, TERM).set_value(8.0)
    app.slider(key=f"slide-{TERM}").set_value(10).run()
    assert visit_of(app).changes == {TERM: 10}
    assert typed(app, TERM).value == 10
    typed(app, TERM).set_value(8.0)
    app.slider(key=f"slide-{INVESTMENT}").set_value(5.0).run()
    assert visit_of(app).changes == {TERM: 10, INVESTMENT: 5.0}
    typed(app, INVESTMENT).set_value(4.0)
    app.button(key=f"reset-{TERM}").click().run()
    assert visit_of(app).changes == {INVESTMENT: 5.0}
    app.slider(key=f"slide-{INVESTMENT}").set_value(5.5).run()
    typed(app, INVESTMENT).set_value(5.0).run()
    assert visit_of(app).changes == {INVESTMENT: 5.5}, "alone: two moves of another lever may have cancelled out"
    monkeypatch.setattr("app.session.HEARING_SECONDS", 0)
    typed(app, INVESTMENT).set_value(5.0).run()
    assert visit_of(app).changes == {INVESTMENT: 5.0}, "alone and later, it is what the visitor typed"


def test_what_was_heard_is_done_though_its_run_was_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    app = AppTest.from_function(side_bar, default_timeout=PATIENCE).run()
    do_heard, cuts = session._do_heard, [RerunException(RerunData())]

    def cut_short(given: Visit) -> None:
        if cuts:
            raise cuts.pop()
        do_heard(given)

    monkeypatch.setattr("app.session._do_heard", cut_short)
    app.slider(key=f"slide-{TERM}").set_value(9).run()
    assert not cuts and visit_of(app).changes == {TERM: 9}
    assert len(visit_of(app).past) == 1 and visit_of(app).heard == []


def test_a_value_typed_after_a_move_was_heard_of_counts() -> None:
    app = AppTest.from_function(side_bar, default_timeout=PATIENCE).run()
    typed(app, TERM).set_value(9.0).run()
    app.button(key=f"reset-{TERM}").click().run()
    app.slider(key=f"slide-{TERM}").set_value(9)
    app.slider(key=f"slide-{INVESTMENT}").set_value(5.0).run()
    assert visit_of(app).changes == {TERM: 9, INVESTMENT: 5.0}


def test_two_values_that_come_together_after_both_were_heard_of_count() -> None:
    app = AppTest.from_function(side_bar, default_timeout=PATIENCE).run()
    for path, value in ((TERM, 9.0), (INVESTMENT, 5.0)):
        typed(app, path).set_value(value).run()
        app.button(key=f"reset-{path}").click().run()
    app.slider(key=f"slide-{TERM}").set_value(9)
    app.slider(key=f"slide-{INVESTMENT}").set_value(5.0).run()
    assert visit_of(app).changes == {TERM: 9, INVESTMENT: 5.0}


def test_a_browser_that_has_heard_of_the_field_but_not_the_slider_does_not_move_it_with_a_button() -> None:
    app = AppTest.from_function(side_bar, default_timeout=PATIENCE).run()
    typed(app, TERM).set_value(9.0).run()
    app.button(key=f"reset-{TERM}").click().run()
    app.slider(key=f"slide-{INVESTMENT}").set_value(5.0).run()
    app.slider(key=f"slide-{TERM}").set_value(9)
    app.button(key=f"reset-{INVESTMENT}").click().run()
    assert visit_of(app).changes == {}


def test_an_emptied_field_goes_back_to_the_default() -> None:
    app = started(**{TERM: 15.0})
    assert typed(app, TERM).value == 15
    typed(app, TERM).set_value(None).run()
    no_trouble(app)
    assert typed(app, TERM).value == 8


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_scenario_sets_what_its_file_says(name: str) -> None:
    def page() -> None:
        import streamlit as st

        from app import controls, session
        session.begin()
        controls.sidebar()
        st.session_state.told = session.visit().parameters().model_dump()

    app = AppTest.from_function(page, default_timeout=PATIENCE).run()
    app.selectbox(key="preset").select(name).run()
    no_trouble(app)
    wanted = scenarios()[name].parameters
    assert app.session_state.told == wanted.model_dump()
    assert contradictions(wanted) == []


def test_labels_bear_no_markup() -> None:
    labels = [wording.full_label(each) + wording.unit_text(each.unit) for each in PARAMETERS.values()]
    assert [label for label in labels if re.search(r"[*_`$\[\]<>#~|\\]", label)] == []


def lever_page() -> None:
    import streamlit as st

    from app import controls, session
    from model.parameters import PARAMETERS
    session.begin()
    for path in st.session_state.paths:
        controls.widget(PARAMETERS[path])


@pytest.fixture(scope="module")
def all_widgets() -> AppTest:
    """A page with the widget of every parameter."""
    app = AppTest.from_function(lever_page, default_timeout=PATIENCE)
    app.session_state["paths"] = list(PARAMETERS)
    return app.run()


def widget_problems(app: AppTest, parameter: Parameter) -> list[str]:
    """What the widget of a parameter says otherwise than the declaration."""
    path, label, factor = parameter.path, wording.full_label(parameter), wording.scale(parameter.unit)
    shown = {"default": parameter.default * factor, "low": parameter.slider_low * factor,
             "high": parameter.slider_high * factor}
    if parameter.kind is bool:
        toggle = app.toggle(key=f"switch-{path}")
        told, helps = {toggle.label: toggle.value}, toggle.help
        wanted: dict[str, Any] = {label: parameter.default}
    elif parameter.choices:
        box = app.selectbox(key=f"choice-{path}")
        told, helps = {box.label: (box.value, tuple(box.options))}, box.help
        wanted = {label: (parameter.default, parameter.choices)}
    else:
        slider, field = app.slider(key=f"slide-{path}"), typed(app, path)
        unit = wording.unit_text(parameter.unit)
        label += f" ({unit})" if unit else ""
        helps = slider.help
        told = {slider.label: (slider.min, slider.max), field.label: field.value}
        wanted = {label: (pytest.approx(shown["low"]), pytest.approx(shown["high"])),
                  f"{label}, typed": pytest.approx(shown["default"])}
    problems = [] if told == wanted else [f"{path} shows {told}, not {wanted}"]
    said = marks_up(helps or "")
    for text in (parameter.meaning, parameter.source, parameter.bites):
        if text not in said:
            problems.append(f"{path} does not say: {text}")
    return problems


def test_every_parameter_has_a_widget_made_from_its_declaration(all_widgets: AppTest) -> None:
    no_trouble(all_widgets)
    problems = [text for p in PARAMETERS.values() for text in widget_problems(all_widgets, p)]
    assert problems == []


def test_every_lever_stands_in_its_group_and_can_be_found() -> None:
    grouped = controls._groups_of(Role.LEVER)
    assert sorted(p.path for group in grouped.values() for p in group) == sorted(p.path for p in LEVERS)
    assert all(p.group == name for name, group in grouped.items() for p in group)
    for parameter in LEVERS:
        assert parameter in controls.matching(wording.full_label(parameter))


def test_groups_keep_their_names_when_a_lever_moves() -> None:
    """A title that changes makes a new box, which folds and takes the focus from the lever."""
    app = started()
    before = {e.label for e in app.expander}
    typed(app, TERM).set_value(15.0).run()
    grown = {e.label for e in app.expander} - before
    assert all("differ" in label for label in grown), grown


def test_the_search_shows_matching_levers_only() -> None:
    app = started()
    app.text_input(key="search").set_value("fund term").run()
    assert typed(app, TERM).value == 8
    shown = [PARAMETERS[each.key.removeprefix("type-")] for each in app.number_input]
    for parameter in shown:
        words = f"{wording.full_label(parameter)} {parameter.group} {parameter.path} {parameter.meaning}"
        assert "fund" in words.lower() and "term" in words.lower(), parameter.path
    app.text_input(key="search").set_value("no such thing").run()
    no_trouble(app)
    assert len(app.number_input) == 0
    assert any("No lever" in c.value for c in app.sidebar.caption)


def test_levers_and_assumptions_are_reset_apart() -> None:
    app = started(**{TERM: 15, "market.cycle_sd": 0.9})
    app.button(key="reset-all-lever").click().run()
    assert visit_of(app).changes == {"settings.replications": WORLDS, "market.cycle_sd": 0.9}
    app.button(key="undo").click().run()
    app.button(key="reset-all-assumption").click().run()
    assert visit_of(app).changes == {"settings.replications": WORLDS, TERM: 15}
    app.button(key=f"reset-{TERM}").click().run()
    assert visit_of(app).changes == {"settings.replications": WORLDS}
    no_trouble(app)


def widget_paths(app: AppTest) -> set[str]:
    """Parameters whose widgets the page shows."""
    widgets = (*app.number_input, *app.toggle, *app.selectbox)
    parts = [str(each.key).partition("-") for each in widgets]
    return {path for kind, _dash, path in parts if kind in ("type", "switch", "choice")}


def test_every_parameter_stands_in_the_side_bar() -> None:
    found: set[str] = set()
    for role in Role:
        for group in controls._groups_of(role):
            app = AppTest.from_function(side_bar, default_timeout=PATIENCE)
            app.session_state["assumptions"] = True
            for each in GROUPS:
                app.session_state[f"group-{role.value}-{each}"] = each == group
            app.run()
            no_trouble(app)
            found |= widget_paths(app)
            part = f"part-{group}"
            for industry in next((each.options for each in app.selectbox if each.key == part), []):
                app.selectbox(key=part).select(industry).run()
                found |= widget_paths(app)
    assert found == set(PARAMETERS)
