"""Do the pages start, follow the levers, say what cannot be run, and lead back?"""

import re
from typing import Any

import pytest
from app_runs import (
    INVESTMENT,
    MAIN,
    PATIENCE,
    TERM,
    WORLDS,
    cards,
    given_to,
    marks_up,
    no_trouble,
    numbers,
    session_input,
    stamps,
    started,
    typed,
    under_cards,
    visit_of,
)
from streamlit.testing.v1 import AppTest

from app import headlines, results, wording
from app.charts.response import ANSWERS
from app.results import Asked
from app.views import VIEWS
from app.visit import FIRST_VIEW, Step, Visit
from model.ensemble import run as run_model
from model.outputs import HEADLINES, SERIES
from model.parameters import BASELINE, GROUPS, PARAMETERS, contradictions, replaced


@pytest.fixture(scope="module")
def baseline() -> AppTest:
    """The page as it starts; only to look at."""
    return started()


def test_the_page_starts_with_all_its_numbers_and_views(baseline: AppTest) -> None:
    no_trouble(baseline)
    assert list(numbers(baseline)) == [HEADLINES[name].label for name in headlines.CARDS]
    assert len(under_cards(baseline)) == len(headlines.CARDS)
    assert {card["tone"] for card in cards(baseline)} == {"same"}
    strip = given_to(baseline, "strip")["views"]
    assert [tile["key"] for tile in strip["tiles"]] == list(VIEWS)
    assert strip["chosen"] == FIRST_VIEW
    assert "This is the baseline" in baseline.main.markdown[1].value


@pytest.mark.parametrize("key", VIEWS)
def test_a_view_shows_its_charts_headlines_and_series(key: str) -> None:
    view = VIEWS[key]
    app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
    app.session_state["visit"] = Visit({"settings.replications": WORLDS, TERM: 12}, view=key)
    app.session_state[f"numbers-{key}"] = app.session_state[f"series-{key}"] = True
    app.run()
    no_trouble(app)
    plots = given_to(app, "plot")
    assert len(plots) == 1 + len(view.small) + 1, "large, small, and one series of its own"
    assert stamps(app) == {results.fingerprint(session_input(app))}
    own = plots.pop(f"chart-one-{key}")
    assert own["name"].startswith(SERIES[view.series_names[0]].label)
    assert [plot["name"] for plot in plots.values() if not re.fullmatch(r".+\? .+\.", plot["name"])] == []
    table = app.dataframe[0].value
    assert list(table["Headline"]) == [HEADLINES[name].label for name in view.headlines]
    assert list(table["Meaning"]) == [HEADLINES[name].meaning for name in view.headlines]
    chooser = app.selectbox(key=f"one-of-{key}")
    assert chooser.options == [SERIES[name].label for name in view.series_names]
    last = view.series_names[-1]
    chooser.select(last).run()
    no_trouble(app)
    assert SERIES[last].label in given_to(app, "plot")[f"chart-one-{key}"]["name"]


def test_the_method_page_starts() -> None:
    def page() -> None:
        from app.screens import method
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


def test_a_lever_changes_the_numbers_and_their_differences(
    baseline: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.session.HEARING_SECONDS", 0)
    app = started()
    before = numbers(app)
    typed(app, TERM).set_value(20.0).run()
    no_trouble(app)
    assert app.slider(key=f"slide-{TERM}").value == 20
    assert numbers(app) != before
    lines = under_cards(app)
    pattern = re.compile(
        r"[+−]¥?[\d,.]+( points| million| billion)? \(−?[\d,.]+\sto\s−?[\d,.]+\)"
        r"|no detectable difference|no difference at all|no difference can be stated|no detectable additional success")
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


def test_a_replay_leaves_undo_and_redo_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.screens.explore.REPLAY_SECONDS", 0)
    app = started()
    assert app.button(key="replay").disabled, "there is nothing to replay"
    typed(app, TERM).set_value(15.0).run()
    typed(app, TERM).set_value(12.0).run()
    app.button(key="undo").click().run()
    before = numbers(app)
    steps = [[step.changes for step in each] for each in (visit_of(app).past, visit_of(app).future)]
    app.button(key="replay").click().run()
    no_trouble(app)
    assert (numbers(app), typed(app, TERM).value) == (before, 15)
    assert [[step.changes for step in each] for each in (visit_of(app).past, visit_of(app).future)] == steps
    assert not app.button(key="redo").disabled and not app.button(key="replay").disabled


def test_a_lever_moved_during_a_replay_keeps_the_replayed_change() -> None:
    def page() -> None:
        from app import controls, session
        session.begin()
        controls.sidebar()

    app = AppTest.from_function(page, default_timeout=PATIENCE).run()
    typed(app, TERM).set_value(15.0).run()
    app.session_state["visit"] = Visit(future=[Step({TERM: 15}, "baseline")], is_replaying=True)
    app.run()
    assert typed(app, TERM).value == 8, "what was before"
    typed(app, INVESTMENT).set_value(7.0).run()
    assert visit_of(app).changes == {TERM: 15, INVESTMENT: 7}
    assert not visit_of(app).is_replaying


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
    assert not any("Does not fit" in caption.value for caption in app.caption)


def test_two_contradictions_are_one_message_and_the_numbers_stay() -> None:
    app = started()
    before = numbers(app)
    typed(app, INVESTMENT).set_value(9.0).run()
    typed(app, "guide.angel_split").set_value(90.0).run()
    no_trouble(app)
    assert len(app.warning) == 1
    assert "belong to the previous values" in marks_up(app.warning[0].value)
    assert sum("Does not fit" in caption.value for caption in app.caption) == 5, "at each lever that has to do with it"
    assert [b.key for b in app.button if b.key and b.key.startswith("fix-")] == ["fix-0", "fix-1"]
    assert numbers(app) == before


def test_too_many_worlds_are_refused_and_nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = started()
    before = numbers(app)
    visit_of(app).changes = {"settings.replications": 100_000}
    monkeypatch.setattr("model.ensemble.run", lambda *_a, **_k: pytest.fail("something was computed"))
    app.run()
    no_trouble(app)
    assert "100,000 worlds over these years would need" in marks_up(app.warning[0].value)
    assert numbers(app) == before


@pytest.fixture
def empty_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was computed yet."""
    found = results.Store()
    monkeypatch.setattr(results, "store", lambda: found)


def test_progress_counts_all_worlds_to_the_end(empty_store: None) -> None:
    told: list[tuple[int, int]] = []
    given = replaced(BASELINE, {"settings.replications": WORLDS})
    more = replaced(given, {"guide.budget_myuan_per_year": 500.0})
    Asked((more, given)).advance(WORLDS, lambda *args: told.append(args))
    assert told == sorted(told) and told[-1] == (3 * WORLDS, 3 * WORLDS), "the twin is shared"


def test_progress_ends_with_all_worlds_where_an_earlier_step_was_not_kept(
    empty_store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "FIRST_STEP", 5)
    given = replaced(BASELINE, {"settings.replications": WORLDS, "guide.budget_myuan_per_year": 500.0})
    told: list[tuple[int, int]] = []
    Asked((given,)).advance(WORLDS, lambda *args: told.append(args))
    assert told == sorted(told) and told[-1] == (2 * WORLDS, 2 * WORLDS)


def test_all_worlds_follow_the_first_look_and_are_those_of_one_run(
    empty_store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "FIRST_STEP", 5)
    asked = []
    run = results.ensemble.run
    monkeypatch.setattr(results.ensemble, "run", lambda given, **more: asked.append(
        (more.get("first", 0), more.get("replications", given.settings.replications))) or run(given, **more))
    app = started(**{TERM: 15})
    no_trouble(app)
    once = run(session_input(app))
    assert asked == [(0, 5)] * 3 + [(5, WORLDS - 5)] * 3, "scenario, baseline, and no policy, twice"
    assert stamps(app) == {results.fingerprint(session_input(app))}
    assert any(f"Means of {WORLDS} worlds." in each.value for each in app.caption)
    label = HEADLINES["pioneers_succeeded_10"].label
    assert numbers(app)[label] == wording.headline(once, "pioneers_succeeded_10")


def test_one_lever_is_followed_from_end_to_end(empty_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FIRST_STEP", 5)
    app = started(**{TERM: 15})
    app.session_state["study"] = True
    app.run()
    no_trouble(app)
    assert any("values of this lever" in each.value for each in app.caption)
    drawn = [key for key in given_to(app, "plot") if key.startswith("chart-response")]
    assert len(drawn) == len(ANSWERS)


@pytest.mark.parametrize("part", ["life", "numbers-pioneers", "series-pioneers"])
def test_parts_that_are_folded_open_without_trouble(part: str) -> None:
    app = started(**{TERM: 15})
    before = len(list(app.main))
    app.session_state[part] = True
    app.run()
    no_trouble(app)
    assert len(list(app.main)) > before, "there is more to see"


def test_the_oldest_results_go_when_all_are_too_large() -> None:
    given = replaced(BASELINE, {"settings.replications": 1})
    result = run_model(given)
    store = results.Store(most_bytes=2 * results.bytes_needed(given))
    for name in ("first", "second"):
        store.put(name, result)
    assert store.get("first") is result, "which makes it the latest"
    store.put("third", result)
    assert len(store) == 2 and store.get("second") is None and store.get("first") is result


@pytest.fixture
def full_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """One result is already more than may be kept."""
    found = results.Store(most_bytes=1)
    monkeypatch.setattr(results, "store", lambda: found)


def test_what_a_page_shows_together_stays_however_large_it_is(
    full_store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "FIRST_STEP", 2)
    given = replaced(BASELINE, {"settings.replications": 6})
    asked = Asked((replaced(given, {TERM: 15}), given))
    for worlds in asked.steps:
        asked.advance(worlds, lambda _done, _all: None)
    monkeypatch.setattr(results.ensemble, "run", lambda *_a, **_k: pytest.fail("something was computed again"))
    found = asked.furthest()
    assert found is not None and [each.replications for each in found] == [6, 6]
    asked.advance(6, lambda _done, _all: None)


def test_a_study_of_a_lever_leaves_the_results_of_its_page(full_store: None) -> None:
    given = replaced(BASELINE, {"settings.replications": 2})
    page, other = Asked((given,)), replaced(given, {TERM: 15})
    page.advance(2, lambda _done, _all: None)
    Asked((other,), beside=page.inputs).advance(2, lambda _done, _all: None)
    assert page.at(2) is not None
    Asked((replaced(given, {TERM: 16}),)).advance(2, lambda _done, _all: None)
    assert page.at(2) is None, "nobody needs it any more"


def test_memory_counts_all_results_of_a_page_and_a_shared_twin_once() -> None:
    given = replaced(BASELINE, {"settings.replications": 7})
    pair = Asked((replaced(given, {TERM: 15}), given))
    assert pair.bytes_needed == 3 * results.bytes_needed(given)


def test_a_step_that_fails_is_said_and_the_numbers_stay(empty_store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FIRST_STEP", 5)
    run = results.ensemble.run

    def no_more(given: Any, **more: Any) -> Any:
        if more.get("first"):
            raise MemoryError
        return run(given, **more)

    monkeypatch.setattr(results.ensemble, "run", no_more)
    app = started()
    assert not app.exception
    assert [marks_up(each.value) for each in app.error] == [
        "These values could not be run. There is not enough memory."]
    assert numbers(app)


def test_a_translation_reaches_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.words._catalogue", Shouting())
    app = started()
    no_trouble(app)
    tour = given_to(app, "tour")["tour"]
    said = [e.label for e in (*app.toggle, *app.selectbox, *app.button)]
    said += [card[part] for card in cards(app) for part in ("label", "change", "meaning", "ask")]
    said += [step[part] for step in tour["steps"] for part in ("title", "text")]
    said += [tour[part] for part in ("next", "back", "done", "close")]
    assert [text for text in said if re.search(r"[a-z]{3,}", text)] == []


class Shouting:
    """A catalogue that writes everything in capitals, but for the names in braces."""

    @staticmethod
    def gettext(text: str) -> str:
        return "".join(part if part.startswith("{") else part.upper()
                       for part in re.split(r"({\w*})", text))
