"""Does every page say what its numbers carry, and no more?"""

import copy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given as drawn_from
from hypothesis import strategies as st

from app.charts import several
from app.charts.series import window
from app.presentation import compose, defaults
from app.presentation.catalogue import CHARTS, KINDS
from app.presentation.deck import Drawing, Table, Words
from app.presentation.gather import gather, worlds_to_run
from app.presentation.material import Material, board_of
from app.presentation.pages import MAKERS, table
from app.presentation.storyline import Page, Storyline, on_the_same_luck
from app.presenting import numbers
from app.presenting.show import Show
from app.titles import distinct, shortened
from model.parameters import BASELINE, PARAMETERS, replaced
from model.results import Result
from model.scenario import Scenario, shipped

WORLDS = 24
PIONEERS, COST, SERIES = "pioneers_succeeded_10", "net_fiscal_cost", "pioneers_alive_or_exited"


@pytest.fixture(scope="module")
def material() -> Material:
    given = [Scenario.load(shipped()[name]) for name in ("baseline", "patient_guide", "market_alone")]
    given = on_the_same_luck(given, replaced(BASELINE, {"settings.replications": WORLDS}))
    return gather(defaults.storyline(given, "What keeps pioneers alive?", "A. Planner"))


def test_there_is_a_page_of_every_kind(material: Material) -> None:
    assert list(MAKERS) == list(KINDS)
    deck = compose.deck(material)
    assert [slide.kind for slide in deck.slides] == list(KINDS)
    assert len({slide.key for slide in deck.slides}) == len(deck.slides)
    for slide in deck.slides:
        assert slide.title and slide.takeaway and slide.blocks
        for block in slide.blocks:
            if isinstance(block, Table):
                assert all(len(row) == len(block.head) for row in block.rows)
            elif isinstance(block, Words):
                assert all(block.lines)
            else:
                assert isinstance(block, Drawing) and len(block.chart.table)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_can_stand_on_a_page(material: Material, name: str) -> None:
    slide = compose.slide(Page(kind="chart", chart=name, other=2), 0, material)
    assert slide.title and slide.takeaway.endswith((".", "?")) and len(list(slide.charts)) == 1


def test_pages_that_are_shown_say_nothing_that_only_a_screen_can_do(material: Material) -> None:
    pages = {slide.kind: slide for slide in compose.deck(material).slides}
    assert not any("pointed at" in chart.note for slide in pages.values() for chart in slide.charts)
    assert "worlds with the default assumptions" in pages["evidence"].note
    assert " 1 such firms" not in pages["firm"].note and "such firm" in pages["firm"].note


def test_a_page_says_what_a_person_wrote_and_below_it_what_the_numbers_say(material: Material) -> None:
    usual = compose.slide(Page(kind="chart"), 3, material)
    own = compose.slide(Page(kind="chart", title="Mine", sentence="It works.", notes="Say hello."), 3, material)
    assert (own.title, own.takeaway, own.basis, own.speaker) == ("Mine", "It works.", usual.takeaway, "Say hello.")
    assert usual.basis == "" and usual.key == "page-4"
    moved = compose.slide(Page(kind="chart", sentence="It works."), 3, material, is_moved=True)
    assert moved.takeaway == usual.takeaway and moved.basis == ""


def test_the_stamp_says_where_the_numbers_come_from(material: Material) -> None:
    deck = compose.deck(material)
    assert deck.stamp.titles == ("Baseline", "Patient guide", "Market alone")
    assert (deck.stamp.worlds, deck.stamp.seed, deck.stamp.years) == (WORLDS, 1, 20)
    assert f"{WORLDS} worlds · seed 1 · horizon 20 years" in deck.stamp.line
    assert [str(material.results[str(k)].provenance["fingerprint"]) for k in range(3)] == list(deck.stamp.fingerprints)


def changed(result: Result, headline: str, values) -> Result:
    """The same result with other values of one headline."""
    found = copy.copy(result)
    found.headlines = {**result.headlines, headline: np.asarray(values, np.float64)}
    return found


def with_values(material: Material, headline: str, **values) -> Material:
    """The first world of the baseline in every scenario, and these gaps of a headline to it."""
    base = changed(material.results["0"], headline, np.linspace(1, 2, WORLDS))
    results = {"0": base}
    for k, gap in values.items():
        results[k.removeprefix("s")] = changed(base, headline, base.headlines[headline] + gap)
    return replace(material, results=results)


SPREAD = np.linspace(-1, 1, WORLDS)
NOTHING = np.zeros(WORLDS)
MISSING = np.full(WORLDS, np.nan)
CASES = {
    "the same in every world": (NOTHING, "no difference at all in pioneers succeeded, year 10"),
    "within noise": (SPREAD, "no detectable difference in pioneers succeeded, year 10"),
    "small": (0.01 + SPREAD / 1000, "pioneers succeeded, year 10: +0.01 (0.01\u00a0to\u00a00.01)"),
    "large": (50 + SPREAD, "pioneers succeeded, year 10: +50.00 (49.75\u00a0to\u00a050.25)"),
    "negative": (-3 + SPREAD / 10, "pioneers succeeded, year 10: \u22123.00 (\u22123.02\u00a0to\u00a0\u22122.98)"),
    "missing": (MISSING, "no difference can be stated in pioneers succeeded, year 10"),
}


@pytest.mark.parametrize(("gap", "said"), CASES.values(), ids=CASES)
def test_the_sentence_of_a_table_follows_from_its_numbers(material: Material, gap, said: str) -> None:
    given = with_values(material, PIONEERS, s1=gap, s2=NOTHING)
    text = table.takeaway(given, (PIONEERS,))
    assert f"Patient guide: {said}." in text
    assert "Market alone: no difference at all in pioneers succeeded, year 10." in text


CHART_CASES = {
    "the same in every world": (NOTHING, "no detectable difference with “Patient guide” and “Market alone”."),
    "within noise": (SPREAD, "no detectable difference with “Patient guide” and “Market alone”."),
    "small": (0.01 + SPREAD / 1000, "+0.01 (0.01\u00a0to\u00a00.01) with “Patient guide”"),
    "large": (50 + SPREAD, "+50.00 (49.75\u00a0to\u00a050.25) with “Patient guide”"),
    "negative": (-3 + SPREAD / 10, "\u22123.00 (\u22123.02\u00a0to\u00a0\u22122.98) with “Patient guide”"),
    "missing": (MISSING, "no difference can be stated with “Patient guide”."),
}


@pytest.mark.parametrize(("gap", "said"), CHART_CASES.values(), ids=CHART_CASES)
def test_the_sentence_of_bars_follows_from_their_numbers(material: Material, gap, said: str) -> None:
    given = with_values(material, PIONEERS, s1=gap, s2=NOTHING)
    chart = several.headline(given.sides, given.colours, PIONEERS)
    assert said in chart.answer and "“Baseline”" in chart.answer
    assert len(chart.figure.data[0]["x"]) == 3


@pytest.mark.parametrize(("gap", "said"), [
    (NOTHING, "no detectable difference with “Patient guide” and “Market alone”"),
    (SPREAD, "no detectable difference with “Patient guide” and “Market alone”"),
    (2 + SPREAD / 10, "+2.00 (1.98\u00a0to\u00a02.02) with “Patient guide”, no detectable"),
    (-7 + SPREAD / 10, "\u22127.00 (\u22127.02\u00a0to\u00a0\u22126.98) with “Patient guide”, no detectable"),
], ids=["nothing", "noise", "more", "less"])
def test_the_sentence_of_lines_follows_from_their_numbers(material: Material, gap, said: str) -> None:
    base = material.results["0"]
    other = copy.copy(base)
    other.series_all = {**base.series_all, SERIES: base.series_all[SERIES] + gap[:, None].astype(np.float32)}
    given = replace(material, results={"0": base, "1": other, "2": base})
    chart = several.over_time(given.sides, given.colours, SERIES, "Will they live?")
    assert said in chart.answer
    means = [np.asarray(line["y"]) for line in chart.figure.data if line.get("name") in material_titles(given)]
    assert np.allclose(means[1] - means[0], gap.mean(), atol=1e-5)


def material_titles(given: Material) -> set[str]:
    return {side.title for side in given.sides}


def test_many_differences_are_named_by_size_and_the_rest_counted() -> None:
    from model.comparison import Interval
    from model.declare import Unit

    gaps = {name: Interval(size, size - 0.1, size + 0.1) for name, size in
            {"A": 1.0, "B": -5.0, "C": 3.0, "D": 2.0}.items()}
    text = several.told(gaps, Unit.COUNT)
    assert text.index("“B”") < text.index("“C”") < text.index("“D”")
    assert text.endswith("smaller differences with “A”")


def test_a_single_band_belongs_to_the_only_other_scenario(material: Material) -> None:
    two = several.over_time(material.sides[:2], material.colours, SERIES, "?")
    three = several.over_time(material.sides, material.colours, SERIES, "?")
    assert sum("fill" in line for line in two.figure.data) == 1 and "Band" in two.note
    assert not any("fill" in line for line in three.figure.data) and "Band" not in three.note


def test_differences_over_time_are_paired_and_have_their_intervals(material: Material) -> None:
    from model.comparison import interval

    chart = several.gaps_over_time(material.sides, material.colours, SERIES, "What changes?")
    others = [side for side in material.sides if not side.is_reference]
    reference = next(side for side in material.sides if side.is_reference)
    drawn = {line["name"]: line for line in chart.figure.data if line.get("line", {}).get("width")}
    assert set(drawn) == {side.title for side in others}, "the reference is the line at zero"
    bands = [line for line in chart.figure.data if line["name"] in ("low", "high")]
    for k, side in enumerate(others):
        gaps = window(side.result, SERIES)[1] - window(reference.result, SERIES)[1]
        found = interval(gaps[:, -1])
        assert np.isclose(drawn[side.title]["y"][-1], found.mean, atol=1e-6)
        low, high = (line["y"][-1] for line in bands[2 * k : 2 * k + 2])
        assert np.isclose([low, high], [found.low, found.high], atol=1e-6).all()
        assert np.isclose(chart.table[f"{side.title}, 95 %: high"].iloc[-1], found.high, atol=0.01)
    same = several.over_time(material.sides, material.colours, SERIES, "?").answer
    assert chart.answer.startswith(same) and chart.answer.removeprefix(same)[:5] in ("", " But ")
    assert f"“{reference.title}”" in chart.unit


def test_the_same_scenario_twice_differs_by_nothing_and_one_world_has_no_interval(material: Material) -> None:
    base = material.results["0"]
    same = replace(material, results={"0": base, "1": base, "2": base})
    chart = several.gaps_over_time(same.sides, same.colours, SERIES, "What changes?")
    assert all(not np.asarray(line["y"]).any() for line in chart.figure.data)
    assert "no detectable difference" in chart.answer
    values = np.array([[1.0, 2.0]])
    assert np.isnan(several.half_width(values)).all()
    assert np.isclose(several.half_width(np.array([[1.0], [3.0]])), 1.959964 * 2**0.5 / 2**0.5)


def test_same_titles_are_told_apart() -> None:
    given = [Scenario("A"), Scenario("A").with_changes({"patience.fund_term_years": 12}), Scenario("A (1)"),
             Scenario("Year")]
    board = board_of(Storyline("T", scenarios=tuple(given), pages=(Page(kind="title"),)))
    titles = [one.title for one in board.candidates]
    assert len(set(titles)) == 4 and "A (2)" in titles and "Year" not in titles


@drawn_from(titles=st.lists(st.sampled_from(("A", "A (1)", "A (1) (1)", "B", "Year")), max_size=6))
def test_distinct_titles_are_distinct_and_others_stay(titles: list[str]) -> None:
    found = distinct(titles, ("Year",))
    assert len(set(found)) == len(titles) and "Year" not in found
    assert all(new == old for new, old in zip(found, titles, strict=True) if titles.count(old) == 1 and old == "B")


def test_short_titles_are_told_apart() -> None:
    long = ["Patient guide with concession, angel", "Patient guide with concession, venture", "Short"]
    found = shortened(long, 26)
    assert len(set(found)) == 3 and found[2] == "Short" and all(len(text) <= 26 for text in found)


def test_under_moved_levers_the_numbers_speak_and_the_scenario_says_so(material: Material) -> None:
    show = Show(material.storyline)
    number = next(k for k, page in enumerate(material.storyline.pages) if page.kind == "chart")
    show.edit(number, "title", "Patience saves three pioneers")
    show.start()
    path = show.story.pages[number].levers[0]
    low, high = PARAMETERS[path].slider_low, PARAMETERS[path].slider_high
    show.hear({str(number): {path: low}})
    show.hear({str(number): {path: high}} if not show.moved else {str(number): show.moved[number]})
    results = [*(material.results[str(k)] for k in range(3)), material.results["0"]]
    usual, own = numbers.materials(show, results)
    slide = compose.deck(usual, own).slides[number]
    assert slide.title == "Pioneers alive or successfully exited: what changes?"
    assert "“Patient guide (moved)”" in slide.takeaway
    assert compose.deck(usual, {}).slides[number].title == "Patience saves three pioneers"


def test_where_nobody_pays_anything_every_chart_can_be_drawn() -> None:
    nothing = {f"funds.{kind}_count_per_vintage": 0 for kind in ("angel", "venture", "ma")}
    given = on_the_same_luck([Scenario("One").with_changes(nothing), Scenario("Two")],
                             replaced(BASELINE, {"settings.replications": 4}))
    found = gather(defaults.storyline(given, kinds=("title", "chart")))
    for name in CHARTS:
        assert compose.slide(Page(kind="chart", chart=name), 0, found).takeaway.strip(".")


def test_nothing_is_best_where_all_are_the_same() -> None:
    given = on_the_same_luck([Scenario("One"), Scenario("Two")], replaced(BASELINE, {"settings.replications": 4}))
    found = gather(defaults.storyline(given, kinds=("title", "chart")))
    chart = CHARTS["side-by-side"].make(found, Page(kind="chart"))
    assert chart.answer == "No scenario is alone at the top of any axis beyond noise."


def test_scenarios_that_do_not_differ_are_said_to_be_the_same() -> None:
    given = on_the_same_luck([Scenario("One"), Scenario("Two")], replaced(BASELINE, {"settings.replications": 8}))
    deck = compose.deck(gather(defaults.storyline(given)))
    said = {slide.kind: slide.takeaway for slide in deck.slides}
    assert said["levers"].startswith("In nothing")
    assert said["why"].startswith("They do not differ")
    assert "no difference at all" in said["table"] or "no difference can be stated" in said["table"]
    assert said["firm"].startswith("No firm")


def test_what_is_not_worked_out_is_said(material: Material) -> None:
    slide = compose.slide(Page(kind="why", other=2), 0, material)
    assert slide.takeaway.startswith("This is not worked out yet.") and slide.blocks == ()


def test_progress_counts_all_worlds_and_can_stop_the_work() -> None:
    given = on_the_same_luck([Scenario("One"), Scenario("Two").with_changes({"patience.fund_term_years": 12})],
                             replaced(BASELINE, {"settings.replications": 8}))
    story = defaults.storyline(given, kinds=defaults.SHORT)
    told: list[tuple[int, int]] = []
    gather(story, lambda done, total: told.append((done, total)))
    total = worlds_to_run([each.parameters for each in given], {})
    assert told[-1] == (total, total) and total == 3 * 8
    assert [done for done, _total in told] == sorted(done for done, _total in told)

    class Enough(Exception):
        pass

    def stop(_done: int, _total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        gather(story, stop)
