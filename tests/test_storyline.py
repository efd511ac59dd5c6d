"""Is a storyline read as strictly as a scenario, kept as safely, and changed without losing anything?"""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.presentation import defaults
from app.presentation.catalogue import CHARTS, KINDS, is_movable
from app.presentation.storyline import MOST_PAGES, Page, Storyline, on_the_same_luck
from app.presenting.show import Show
from model.library import Library, stamp_of
from model.messages import Problems
from model.parameters import BASELINE, replaced
from model.scenario import Scenario, shipped

TERM, BUDGET = "patience.fund_term_years", "guide.budget_myuan_per_year"


def scenarios(*names: str) -> tuple[Scenario, ...]:
    return tuple(Scenario.load(shipped()[name]) for name in names)


@pytest.fixture
def story() -> Storyline:
    return defaults.storyline(scenarios("baseline", "patient_guide", "market_alone"), "What helps?", "A. Planner")


def entries(story: Storyline) -> dict:
    return json.loads(story.to_json())


def test_the_usual_storyline_has_every_kind_of_page_once_and_movable_levers(story: Storyline) -> None:
    assert [page.kind for page in story.pages] == list(KINDS)
    assert story.title == "Baseline or Patient guide or Market alone?"
    levers = next(page.levers for page in story.pages if page.kind == "chart")
    assert levers and all(map(is_movable, levers))


@pytest.mark.parametrize("names", [(), ("baseline",), ("baseline",) * 7])
def test_too_few_or_too_many_scenarios_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(Problems, match="needs 2 to 6 scenarios"):
        Storyline("T", scenarios=scenarios(*names), pages=(Page(kind="title"),))


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


@given(title=texts.filter(str.strip), sentence=texts, notes=texts, question=texts,
       chart=st.sampled_from(sorted(CHARTS)),
       kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5), reference=st.integers(0, 1),
       term=st.floats(6, 15))
def test_a_storyline_comes_back_from_its_file(title, sentence, notes, question, chart, kinds, reference, term) -> None:
    given_ = scenarios("baseline", "patient_guide")
    pages = tuple(Page(kind=kind, title=title, sentence=sentence, notes=notes, chart=chart, levers=(TERM,))
                  for kind in kinds)
    story = Storyline(title, question, "", (given_[0], given_[1].with_changes({TERM: term})), reference, pages)
    assert Storyline.from_json(story.to_json()) == story


WRONG = {
    "no title": (lambda e: e.pop("title"), "title must be text"),
    "a newer schema": (lambda e: e.update(schema_version=9), "newer version"),
    "no schema": (lambda e: e.pop("schema_version"), "schema_version must be 1"),
    "an unknown entry": (lambda e: e.update(colour="red"), "colour is not known"),
    "pages that are none": (lambda e: e.update(pages="all"), "pages must be a list"),
    "no pages": (lambda e: e.update(pages=[]), "has 1 to 40 pages, not 0"),
    "too many pages": (lambda e: e.update(pages=[{"kind": "title"}] * (MOST_PAGES + 1)), "not 41"),
    "an unknown kind": (lambda e: e["pages"].append({"kind": "tabel"}), 'no kind of page "tabel". Did you mean table?'),
    "an unknown chart": (lambda e: e["pages"].append({"kind": "chart", "chart": "all-pioners"}), "all-pioneers"),
    "an unknown number": (lambda e: e["pages"].append({"kind": "table", "numbers": ["irr"]}), 'no number "irr"'),
    "a lever that is none": (lambda e: e["pages"].append({"kind": "chart", "levers": ["settings.seed"]}), "no lever"),
    "an unknown entry of a page": (lambda e: e["pages"].append({"kind": "title", "font": 3}), "Page 10, font"),
    "a wrong type": (lambda e: e["pages"].append({"kind": "title", "title": 3}), "Page 10, title"),
    "a page of no kind": (lambda e: e["pages"].append({}), "Page 10, kind"),
    "no such scenario": (lambda e: e["pages"].append({"kind": "why", "other": 3}), "there is no scenario 3"),
    "a lever that no slider moves": (
        lambda e: e["pages"].append({"kind": "chart", "levers": ["guide.angel_split"]}), "no lever with a slider"),
    "a contradiction": (lambda e: e["scenarios"][1]["changes"]["patience"].update(investment_years=14), "Scenario 2: "),
    "control codes": (lambda e: e["pages"].append({"kind": "title", "notes": "\x07"}), "cannot be shown"),
    "a long sentence": (lambda e: e["pages"].append({"kind": "title", "sentence": "x" * 601}), "Page 10, sentence"),
    "a wrong reference": (lambda e: e.update(reference=3), "reference must be"),
    "a reference of text": (lambda e: e.update(reference="baseline"), "reference must be"),
    "a damaged scenario": (lambda e: e["scenarios"][1]["changes"].update(guide={"budgt": 1}), "Scenario 2: "),
    "scenarios that are none": (lambda e: e.update(scenarios=[1, 2]), "scenarios must be a list"),
    "other luck": (lambda e: e["scenarios"][1]["changes"].update(settings={"seed": 7}), "differ in their settings"),
}


@pytest.mark.parametrize(("spoil", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_file_is_said(story: Storyline, spoil, said: str) -> None:
    wrong = entries(story)
    spoil(wrong)
    with pytest.raises(Problems) as caught:
        Storyline.from_json(json.dumps(wrong))
    assert said in caught.value.message()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"title": 1', "nul", '{"title": NaN}', "[" * 50])
def test_what_is_no_block_is_said(text: str) -> None:
    with pytest.raises(Problems):
        Storyline.from_json(text)


def test_scenarios_are_given_one_luck() -> None:
    settings = replaced(BASELINE, {"settings.seed": 9, "settings.replications": 50})
    given_ = on_the_same_luck(scenarios("baseline", "patient_guide"), settings)
    assert {each.parameters.settings for each in given_} == {settings.settings}
    assert given_[1].parameters.patience == Scenario.load(shipped()["patient_guide"]).parameters.patience


def test_pages_are_moved_and_taken_out(story: Storyline) -> None:
    assert [page.kind for page in story.moved(0, 2).pages][:3] == ["question", "levers", "title"]
    assert [page.kind for page in story.without(0).pages][0] == "question"


@pytest.fixture
def library(tmp_path: Path) -> Library[Storyline]:
    return Library(tmp_path / "presentations", Storyline)


def test_a_library_keeps_storylines_as_it_keeps_scenarios(story: Storyline, library: Library[Storyline]) -> None:
    name = library.create(story)
    assert library.entry(name).intact() == story
    changed = replace(story, question="Another one?")
    stamp = library.save(name, changed, stamp_of(story))
    with pytest.raises(Problems, match="after you opened it"):
        library.save(name, story, stamp_of(story))
    assert stamp == stamp_of(changed) and library.entry(name).intact() == changed
    copy = library.duplicate(name)
    assert library.entry(copy).title == f"{story.title} (copy)"
    deleted = library.delete(name, stamp)
    assert [entry.name for entry in library.entries()] == [copy]
    assert library.entry(library.restore(deleted)).intact() == changed


def test_a_damaged_presentation_is_shown_with_its_reason(library: Library[Storyline]) -> None:
    library.folder.mkdir(parents=True)
    (library.folder / "bad.json").write_text('{"schema_version": 1}')
    (entry,) = library.entries()
    assert entry.document is None and any("title" in sentence for sentence in entry.problems)


@pytest.fixture
def show(story: Storyline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    monkeypatch.setenv("SCENARIO_FOLDER", str(tmp_path))
    return Show(story)


def test_what_is_changed_can_be_undone_and_what_cannot_be_is_said(show: Show) -> None:
    before = show.storyline
    show.edit(3, "title", "Mine")
    show.edit(3, "levers", [TERM])
    show.move(3, 1)
    assert show.page == 4 and show.story.pages[4].title == "Mine" and show.story.pages[4].levers == (TERM,)
    show.edit(0, "title", "x" * 201)
    assert "title" in show.trouble and show.story.pages[0].title == ""
    show.write("title", "  ")
    assert "title is missing" in show.trouble
    for _step in range(3):
        show.undo()
    assert show.storyline == before
    show.undo()
    assert show.storyline == before


def test_pages_are_added_after_the_one_that_is_worked_on_and_the_last_one_stays(show: Show) -> None:
    show.choose(2)
    show.add("why")
    assert show.page == 3 and show.story.pages[3].kind == "why"
    while len(show.story.pages) > 1:
        show.remove(0)
    show.remove(0)
    assert show.trouble and len(show.story.pages) == 1


def test_a_presentation_is_saved_over_its_own_file_only_as_it_was_seen(show: Show) -> None:
    assert show.has_unsaved_changes
    show.save()
    assert not show.has_unsaved_changes and show.name
    other = Show()
    other.open(show.name)
    other.edit(0, "notes", "theirs")
    other.save()
    show.edit(0, "notes", "mine")
    show.save()
    assert "nothing was written" in show.trouble and show.has_unsaved_changes
    show.save(as_new=True)
    assert not show.has_unsaved_changes and show.name != other.name
    show.delete(other.name, other.stamp)
    show.close()
    show.restore()
    show.open(other.name)
    assert show.story.pages[0].notes == "theirs"


def test_only_levers_of_a_page_are_heard_and_only_values_that_can_be(show: Show) -> None:
    number = next(k for k, page in enumerate(show.story.pages) if page.kind == "chart")
    show.edit(number, "levers", [TERM])
    show.start()
    show.hear({str(number): {TERM: 14, BUDGET: 100}, "0": {TERM: 9}, "77": {TERM: 9}})
    assert show.moved == {number: {TERM: 14.0}}
    show.hear({str(number): {TERM: 1e9}})
    assert show.moved == {}
    show.hear({str(number): {TERM: "<b>"}})
    assert show.moved == {}
    show.leave(number)
    show.hear({str(number): {TERM: 14}})
    assert show.moved == {} and show.page == number and not show.is_on


def test_values_that_contradict_each_other_are_refused_with_the_reason(show: Show) -> None:
    number = next(k for k, page in enumerate(show.story.pages) if page.kind == "chart")
    show.edit(number, "levers", [TERM])
    show.start()
    show.hear({str(number): {TERM: 3.0}})
    assert show.moved == {} and "The investment period" in show.refused[number]
    show.hear({str(number): {TERM: 14}})
    assert show.moved and not show.refused


def test_what_is_closed_unsaved_can_be_brought_back(show: Show) -> None:
    show.edit(0, "notes", "mine")
    before = show.storyline
    show.close()
    assert show.storyline is None
    show.reopen()
    assert show.storyline == before and show.past
    show.save()
    show.close()
    assert show.closed is None


def test_what_explore_shows_is_called_by_what_it_sets() -> None:
    assert defaults.title_of(replaced(BASELINE, {TERM: 11.0})) == "Fund term 11 years"
    assert defaults.title_of(scenarios("patient_guide")[0].parameters) == "Our proposal"


def test_a_lever_that_nothing_moves_alone_is_not_movable() -> None:
    assert is_movable(TERM) and is_movable(BUDGET)
    assert not any(map(is_movable, ("guide.angel_split", "settings.seed", "no.such_thing")))


def test_a_file_that_is_no_presentation_changes_nothing(show: Show) -> None:
    before = show.storyline
    for content in (b"\xff", b"{}", Scenario("A").to_json().encode()):
        with pytest.raises(Problems):
            show.bring(content)
    assert show.storyline == before
    show.bring(before.to_json().encode())
    assert show.storyline == before and show.has_unsaved_changes
