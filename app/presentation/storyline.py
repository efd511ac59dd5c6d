"""A storyline: scenarios, the question they answer, and the pages on which they are presented. One JSON file each.

Its scenarios stand in it whole, so that a presentation shows the same numbers whatever becomes of the saved ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.compare.chosen import FEWEST, MOST
from app.presentation.catalogue import CHARTS, KINDS, is_movable
from model.declare import Role
from model.messages import Problems, nearest, printable, shown, unknown_name
from model.outputs import HEADLINES
from model.parameters import PARAMETERS, Parameters, contradictions, replaced, value_at
from model.scenario import TEXTS, Scenario
from model.strict_json import entries_in
from model.words import _

SCHEMA = 1
MOST_PAGES, MOST_LEVERS, MOST_NUMBERS = 40, 4, 12
LONGEST_TITLE, LONGEST_SENTENCE, LONGEST_NOTES = 200, 600, 5_000
ENTRIES = ("schema_version", "title", "question", "author", "scenarios", "reference", "pages")


class Page(BaseModel):
    """One page: its kind, what a person wrote on it, and what it shows.

    Empty texts stand for what is made from the numbers. `other` is the number of the scenario that is held against
    the reference where only two are; `chart`, `number` and `numbers` are names from the catalogue of charts and of
    headlines; `levers` are paths of parameters that stay movable.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    kind: str
    title: str = Field(default="", max_length=LONGEST_TITLE)
    sentence: str = Field(default="", max_length=LONGEST_SENTENCE)
    notes: str = Field(default="", max_length=LONGEST_NOTES)
    chart: str = ""
    number: str = ""
    numbers: tuple[str, ...] = Field(default=(), max_length=MOST_NUMBERS)
    other: int = Field(default=0, ge=0, lt=MOST)
    levers: tuple[str, ...] = Field(default=(), max_length=MOST_LEVERS)

    def changed(self, **entries: Any) -> Page:
        """The same page with other entries. Raises `Problems` for what cannot be."""
        try:
            return Page(**{**dict(self), **entries})
        except ValidationError as error:
            raise Problems([f"{where}: {what}." for where, what in _said(error)]) from error


@dataclass(frozen=True)
class Storyline:
    """A presentation as it is saved. All its scenarios share their settings, and so their luck."""

    title: str
    question: str = ""
    author: str = ""
    scenarios: tuple[Scenario, ...] = ()
    reference: int = 0
    pages: tuple[Page, ...] = ()

    newest_schema: ClassVar[int] = SCHEMA

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise Problems(problems)

    def to_json(self) -> str:
        """The text of its file."""
        return json.dumps({
            "schema_version": SCHEMA, "title": self.title, "question": self.question, "author": self.author,
            "scenarios": [json.loads(each.to_json()) for each in self.scenarios], "reference": self.reference,
            "pages": [_written(page) for page in self.pages]}, indent=2, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Storyline:
        """Read the text of a file. Raises `Problems` with all that is wrong in it."""
        entries, doubled = entries_in(text)
        version = entries.get("schema_version")
        if isinstance(version, int) and version > SCHEMA:
            raise Problems([_(
                "It was written by a newer version of this program (schema {version}, and this one reads schema "
                "{known}). Update the program to open it.").format(version=shown(version), known=SCHEMA)])
        problems = [*doubled, *_entry_problems(entries)]
        scenarios = _scenarios_in(entries.get("scenarios", []), problems)
        pages = _pages_in(entries.get("pages", []), problems)
        if problems:
            raise Problems(problems)
        return cls(
            entries["title"], entries.get("question", ""), entries.get("author", ""), scenarios,
            entries.get("reference", 0), pages)

    @property
    def others(self) -> list[int]:
        """Numbers of all scenarios but the reference."""
        return [number for number in range(len(self.scenarios)) if number != self.reference]

    def with_page(self, number: int, page: Page) -> Storyline:
        """The same with another page in place of one."""
        return replace(self, pages=(*self.pages[:number], page, *self.pages[number + 1 :]))

    def moved(self, number: int, to: int) -> Storyline:
        """The same with a page at another place."""
        pages = list(self.pages)
        pages.insert(to, pages.pop(number))
        return replace(self, pages=tuple(pages))

    def without(self, number: int) -> Storyline:
        """The same without a page."""
        return replace(self, pages=(*self.pages[:number], *self.pages[number + 1 :]))

    def with_values(self, changes: Mapping[str, Any], number: int) -> Storyline:
        """The same with other values, by path, in one scenario. Raises `Problems` for what cannot be."""
        return self.with_scenario(number, self.scenarios[number].with_changes(changes))

    def with_scenario(self, number: int, scenario: Scenario) -> Storyline:
        """The same with another scenario in place of one."""
        return replace(self, scenarios=(*self.scenarios[:number], scenario, *self.scenarios[number + 1 :]))


def on_the_same_luck(scenarios: Sequence[Scenario], settings: Parameters) -> tuple[Scenario, ...]:
    """The scenarios with one set of settings, and so with the same luck."""
    values = {path: value_at(settings, path) for path in _settings()}
    return tuple(replace(each, parameters=replaced(each.parameters, values)) for each in scenarios)


def _settings() -> list[str]:
    return [path for path, each in PARAMETERS.items() if each.role is Role.SETTING]


def _written(page: Page) -> dict[str, Any]:
    """A page without what is as usual."""
    usual = Page(kind=page.kind)
    names = ("title", "sentence", "notes", "chart", "number", "numbers", "other", "levers")
    return {"kind": page.kind, **{
        name: list(value) if isinstance(value, tuple) else value
        for name in names if (value := getattr(page, name)) != getattr(usual, name)}}


def _entry_problems(entries: Mapping[str, Any]) -> Iterator[str]:
    for name in entries:
        if name not in ENTRIES:
            yield unknown_name(name, ENTRIES, ())
    if entries.get("schema_version") != SCHEMA or isinstance(entries.get("schema_version"), bool):
        yield _('schema_version must be {known}. Write "schema_version": {known}.').format(known=SCHEMA)
    for name in ("title", "question", "author"):
        if not isinstance(entries.get(name, "" if name != "title" else None), str):
            yield _("{name} must be text in quotation marks, not {value}.").format(
                name=name, value=shown(entries.get(name)))
    reference = entries.get("reference", 0)
    if not isinstance(reference, int) or isinstance(reference, bool):
        yield _("reference must be the number of a scenario, counted from 0, not {value}.").format(
            value=shown(reference))


def _scenarios_in(given: Any, problems: list[str]) -> tuple[Scenario, ...]:
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        problems.append(_("scenarios must be a list of blocks in braces, each as in a scenario file."))
        return ()
    found = []
    for number, each in enumerate(given[: MOST + 1]):
        try:
            found.append(Scenario.from_json(json.dumps(each, ensure_ascii=False)))
        except Problems as error:
            problems += [_("Scenario {number}: {sentence}").format(number=number + 1, sentence=sentence)
                         for sentence in error.sentences]
    return tuple(found)


def _pages_in(given: Any, problems: list[str]) -> tuple[Page, ...]:
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        problems.append(_("pages must be a list of blocks in braces."))
        return ()
    found = []
    for number, each in enumerate(given[: MOST_PAGES + 1]):
        try:
            # JSON knows lists only
            found.append(Page(**{
                name: tuple(value) if isinstance(value, list) else value for name, value in each.items()}))
        except ValidationError as error:
            problems += [_("Page {number}, {where}: {what}.").format(number=number + 1, where=where, what=what)
                         for where, what in _said(error)]
    return tuple(found)


def _said(error: ValidationError) -> list[tuple[str, str]]:
    """Where something is wrong with a page, and what."""
    return [(printable(".".join(map(str, one["loc"])))[:80], one["msg"])
            for one in error.errors(include_url=False, include_input=False)]


def _problems(given: Storyline) -> Iterator[str]:
    """What is wrong with the whole."""
    try:
        Scenario(title=given.title, question=given.question, author=given.author)
    except Problems as error:
        yield from error.sentences
    count = len(given.scenarios)
    if not FEWEST <= count <= MOST:
        yield _("A presentation needs {fewest} to {most} scenarios, not {count}.").format(
            fewest=FEWEST, most=MOST, count=count)
    elif not 0 <= given.reference < count:
        yield _("reference must be the number of a scenario, counted from 0, not {value}.").format(
            value=shown(given.reference))
    if len({tuple(value_at(each.parameters, path) for path in _settings()) for each in given.scenarios}) > 1:
        yield _("The scenarios differ in their settings, such as the seed or the horizon, and so in their luck. Give "
                "all of them the same settings.")
    for number, each in enumerate(given.scenarios):
        for found in contradictions(each.parameters):
            yield _("Scenario {number}: {sentence}").format(number=number + 1, sentence=found.message)
    if not 1 <= len(given.pages) <= MOST_PAGES:
        yield _("A presentation has 1 to {most} pages, not {count}.").format(most=MOST_PAGES, count=len(given.pages))
    for number, page in enumerate(given.pages):
        for sentence in _page_problems(page, given):
            yield _("Page {number}: {sentence}").format(number=number + 1, sentence=sentence)


def _page_problems(page: Page, given: Storyline) -> Iterator[str]:
    if page.kind not in KINDS:
        yield _unknown(_("kind of page"), page.kind, KINDS)
    if page.chart and page.chart not in CHARTS:
        yield _unknown(_("chart"), page.chart, CHARTS)
    for name in (*page.numbers, *([page.number] if page.number else [])):
        if name not in HEADLINES:
            yield _unknown(_("number"), name, HEADLINES)
    for path in page.levers:
        if not is_movable(path):
            yield _unknown(_("lever with a slider"), path, [one for one in PARAMETERS if is_movable(one)])
    if page.other >= max(len(given.scenarios), 1):
        yield _("there is no scenario {number}.").format(number=page.other)
    try:
        Scenario(title=page.title or _("none"), notes=page.notes, question=page.sentence)
    except Problems:
        yield _("a text holds characters that cannot be shown, such as control codes.")


def _unknown(what: str, name: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    sentence = _("there is no {what} {name}.").format(what=what, name=shown(name))
    suggestion = nearest(name, list(known))
    return sentence if suggestion is None else sentence + " " + _("Did you mean {suggestion}?").format(
        suggestion=suggestion)


assert TEXTS["title"] >= LONGEST_TITLE
