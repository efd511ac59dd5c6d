"""Do the pages start, follow the levers, refuse what cannot be, and take every word from one place?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app import controls, headlines, session, wording
from model.declare import Parameter, Role
from model.outputs import HEADLINES
from model.parameters import BASELINE, GROUPS, PARAMETERS, contradictions, replaced
from model.scenario import shipped

ROOT = Path(__file__).resolve().parents[1]
WORLDS = 8
PATIENCE = 300
TERM, INVESTMENT = "patience.fund_term_years", "patience.investment_years"
LEVERS = [p for p in PARAMETERS.values() if p.role is Role.LEVER]


def started(**changes: Any) -> AppTest:
    """The app after its first run, with few worlds so that it is quick."""
    app = AppTest.from_file(str(ROOT / "app" / "main.py"), default_timeout=PATIENCE)
    app.session_state["changes"] = {"settings.replications": WORLDS} | changes
    return app.run()


def no_trouble(app: AppTest) -> None:
    assert [each.value for each in app.exception] == []
    assert [each.value for each in app.error] == []


def marks_up(text: str) -> str:
    """Text as it was before the letters that Markdown knows were escaped."""
    return re.sub(r"\\(.)", r"\1", text)


def under_cards(app: AppTest) -> list[str]:
    """What stands under each main number: an interval or a difference to the baseline."""
    found = [re.fullmatch(r":small\[:(?:gray|green|red)\[(.*)\]\]", m.value) for m in app.main.markdown]
    return [marks_up(each.group(1)) for each in found if each]


def numbers(app: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in app.metric}


def typed(app: AppTest, path: str) -> Any:
    return app.number_input(key=f"type-{path}")


@pytest.fixture(scope="module")
def baseline() -> AppTest:
    """The page as it starts; only to look at."""
    return started()


def test_the_page_starts_with_all_its_numbers_and_charts(baseline: AppTest) -> None:
    no_trouble(baseline)
    assert list(numbers(baseline)) == [HEADLINES[name].label for name in headlines.CARDS]
    assert len(under_cards(baseline)) == len(headlines.CARDS)
    charts = {each.proto.id.rsplit("-chart-", 1)[-1] for each in baseline.get("plotly_chart")}
    assert charts == {"pioneers", "stages", "deaths", "dropped", "industries", "j_curve",
                      "fiscal_cost", "capital"}


def test_the_method_page_starts() -> None:
    def page() -> None:
        from app.views import method
        method.show()

    app = AppTest.from_function(page, default_timeout=PATIENCE).run()
    no_trouble(app)
    assert [tab.label for tab in app.tabs] == ["How the model works", "Parameters", "Outputs"]
    for group in GROUPS:
        app.selectbox(key="method-group").select(group).run()
        no_trouble(app)
        listed = app.dataframe[0].value
        inside = [p for p in PARAMETERS.values() if p.group == group]
        assert list(listed["Name"]) == [p.path for p in inside]
        assert list(listed["Meaning"]) == [p.meaning for p in inside]


def test_a_lever_changes_the_numbers_and_their_differences(baseline: AppTest) -> None:
    app = started()
    before = numbers(app)
    typed(app, TERM).set_value(15.0).run()
    no_trouble(app)
    assert app.slider(key=f"slide-{TERM}").value == 15
    assert numbers(app) != before
    lines = under_cards(app)
    pattern = re.compile(
        r"[+−]¥?[\d,.]+( points| million| billion)? \(−?[\d,.]+\sto\s−?[\d,.]+\)"
        r"|no detectable difference|no difference can be stated|no detectable additional success")
    assert all(pattern.fullmatch(line) for line in lines), lines
    assert any("(" in line for line in lines)
    app.slider(key=f"slide-{TERM}").set_value(8).run()
    assert numbers(app) == before
    assert under_cards(app) == under_cards(baseline)


def test_undo_and_redo() -> None:
    app = started()
    before = numbers(app)
    typed(app, TERM).set_value(15.0).run()
    after = numbers(app)
    app.button(key="undo").click().run()
    assert (numbers(app), typed(app, TERM).value) == (before, 8)
    app.button(key="redo").click().run()
    assert (numbers(app), typed(app, TERM).value) == (after, 15)


CONTRADICTIONS: list[dict[str, Any]] = [
    {INVESTMENT: 9.0},
    {"guide.angel_split": 0.9},
    {"funds.investment_years": 9.0, "funds.conventional_term_years": 6.0},
]


@pytest.mark.parametrize("changes", CONTRADICTIONS, ids=lambda c: next(iter(c)))
def test_a_contradiction_gives_one_message_and_a_way_out(changes: dict[str, Any]) -> None:
    found = contradictions(replaced(BASELINE, changes))
    assert len(found) == 1
    app = started(**changes)
    no_trouble(app)
    assert len(app.warning) == 1 and not app.info
    assert found[0].message in marks_up(app.warning[0].value)
    button = app.button(key="fix-0")
    for path, value in found[0].fix.items():
        assert wording.full_label(PARAMETERS[path]) in marks_up(button.label)
        assert wording.setting_text(PARAMETERS[path], value) in marks_up(button.label)
    button.click().run()
    no_trouble(app)
    assert not app.warning and numbers(app)


def test_two_contradictions_are_one_message_and_the_numbers_stay() -> None:
    app = started()
    before = numbers(app)
    typed(app, INVESTMENT).set_value(9.0).run()
    typed(app, "guide.angel_split").set_value(90.0).run()
    no_trouble(app)
    assert len(app.warning) == 1
    assert "belong to the previous values" in marks_up(app.warning[0].value)
    assert [b.key for b in app.button if b.key and b.key.startswith("fix-")] == ["fix-0", "fix-1"]
    assert numbers(app) == before


def test_too_many_worlds_are_refused_and_nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = started()
    before = numbers(app)
    app.session_state["changes"] = {"settings.replications": 100_000}
    monkeypatch.setattr("model.ensemble.run", lambda *_a, **_k: pytest.fail("something was computed"))
    app.run()
    no_trouble(app)
    assert "100,000 worlds" in marks_up(app.warning[0].value)
    assert numbers(app) == before


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
    app = AppTest.from_file(str(ROOT / "app" / "main.py"), default_timeout=PATIENCE)
    app.session_state["changes"] = {"settings.replications": WORLDS}
    app.session_state["group-setting-settings"] = True
    app.run()
    typed(app, "settings.seed").set_value(2.5).run()
    assert "Type a whole number from 0 to" in marks_up(app.error[0].value)
    assert typed(app, "settings.seed").value == 1


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
        st.session_state.told = session.parameters().model_dump()

    app = AppTest.from_function(page, default_timeout=PATIENCE).run()
    app.selectbox(key="preset").select(name).run()
    no_trouble(app)
    wanted = session.scenarios()[name].parameters
    assert app.session_state.told == wanted.model_dump()
    assert contradictions(wanted) == []


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
        heads = [m for m in app.markdown if marks_up(m.value) == label]
        helps = heads[0].proto.help if heads else ""
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


def test_progress_counts_all_worlds_to_the_end() -> None:
    st.cache_resource.clear()
    told: list[tuple[float, int, int]] = []
    given = replaced(BASELINE, {"settings.replications": WORLDS})
    more = replaced(given, {"guide.budget_myuan_per_year": 500.0})
    session.compute([more, given], lambda *args: told.append(args))
    done = [each[1] for each in told]
    assert done == sorted(done) and told[-1] == (1.0, told[-1][2], told[-1][2])
    assert told[-1][2] == 3 * WORLDS, "two scenarios and the twin that they share"


# functions of Streamlit whose first argument is shown to a reader
SHOWS = {"markdown", "caption", "button", "toggle", "selectbox", "text_input", "expander", "error",
         "warning", "info", "subheader", "title", "download_button", "slider", "number_input",
         "segmented_control", "metric", "tabs", "Page", "progress", "radio", "checkbox"}
WORD = re.compile(r"[A-Za-z]{3,}")
NO_WORDS = re.compile(r":\w+\[|:material/\w+:|[#*]+")


def unspoken_words(text: str) -> Iterator[str]:
    """Words for a reader that do not pass through `_`."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        given = list(node.args[:1]) if name in SHOWS else []
        given += [k.value for k in node.keywords if k.arg in ("help", "placeholder", "alt", "title", "text",
                                                              "title_text", "label")]
        for value in given:
            yield from literal_words(value)


def literal_words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if WORD.search(NO_WORDS.sub("", node.value)):
            yield node.value
    elif isinstance(node, (ast.JoinedStr, ast.IfExp, ast.List, ast.Tuple, ast.BinOp)):
        for child in ast.iter_child_nodes(node):
            yield from literal_words(child)


def test_all_words_pass_through_gettext() -> None:
    found = {f"{file.name}: {words}" for file in (ROOT / "app").rglob("*.py")
             for words in unspoken_words(file.read_text(encoding="utf-8"))}
    assert found == set()


@pytest.mark.parametrize("code", [
    'st.markdown("Hello there")', 'st.caption(f"## Hello {name}")', 'st.button(label, help="Hello")',
    'st.tabs([_("One"), "Three"])', 'figure.update_xaxes(title_text="years")',
])
def test_words_that_do_not_pass_through_gettext_are_found(code: str) -> None:
    assert list(unspoken_words(code))


def test_a_translation_reaches_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.words._catalogue", Shouting())
    app = started()
    no_trouble(app)
    small = [e.label for e in (*app.metric, *app.toggle, *app.selectbox, *app.button)
             if re.search(r"[a-z]{3,}", e.label)]
    assert small == []


class Shouting:
    """A catalogue that writes everything in capitals, but for the names in braces."""

    @staticmethod
    def gettext(text: str) -> str:
        return "".join(part if part.startswith("{") else part.upper()
                       for part in re.split(r"({\w*})", text))
