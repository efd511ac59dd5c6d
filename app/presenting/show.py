"""The presentation that a visitor works on. Plain data: what is done here is done whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.compare.chosen import Candidate
from app.presentation import defaults
from app.presentation.material import other_of
from app.presentation.storyline import Page, Storyline
from model.contributions import Contributions
from model.library import Deleted, Library, folder_of_scenarios, stamp_of
from model.messages import Problems
from model.parameters import PARAMETERS
from model.scenario import Scenario
from model.values import check_value
from model.words import _

FOLDER = "presentations"
MOST_STEPS_BACK = 50
Moved = dict[int, dict[str, Any]]
"""Values of levers that were moved on the projector, by page and path."""


def library() -> Library[Storyline]:
    """The saved presentations of this installation."""
    return Library(folder_of_scenarios() / FOLDER, Storyline)


@dataclass(frozen=True)
class File:
    """A file that was made of a storyline, and its ending."""

    storyline: Storyline
    ending: str
    content: bytes


@dataclass
class Show:
    """A storyline, the page that is worked on, and what the projector did. `edition` grows with every change.

    `name` and `stamp` are those of its file, empty while there is none; `said` is what became of the last deed.
    """

    storyline: Storyline | None = None
    name: str = ""
    stamp: str = ""
    saved_as: Storyline | None = None
    page: int = 0
    is_on: bool = False
    edition: int = 0
    said: str = ""
    trouble: str = ""
    past: list[Storyline] = field(default_factory=list)
    moved: Moved = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    deleted: tuple[Deleted, ...] = ()
    closed: Show | None = None
    file: File | None = None
    whys: dict[tuple[str, str], Contributions] = field(default_factory=dict)

    @property
    def has_unsaved_changes(self) -> bool:
        """Does it differ from its file, or has it none?"""
        return self.storyline is not None and self.storyline != self.saved_as

    def begin(self, candidates: list[Candidate], scenarios: Mapping[str, Scenario], reference: int, question: str,
              kinds: tuple[str, ...]) -> None:
        """Make a presentation of these scenarios; says why not if they cannot be presented together."""
        def do() -> None:
            given = [replace(scenarios.get(one.name) or Scenario(defaults.title_of(one.parameters)),
                             parameters=one.parameters) for one in candidates]
            made = defaults.storyline(given, question, reference=reference, kinds=kinds)
            self.close()
            self.storyline = made

        self._try(do)

    def close(self) -> None:
        """Back to where presentations are made and opened."""
        closed = replace(self, closed=None) if self.has_unsaved_changes else None
        fresh = Show(edition=self.edition + 1, deleted=self.deleted, whys=self.whys, closed=closed)
        self.__dict__.update(fresh.__dict__)

    def reopen(self) -> None:
        """Bring back what was closed with unsaved changes."""
        if self.closed is not None:
            self.__dict__.update(replace(self.closed, edition=self.edition + 1).__dict__)

    def open(self, name: str) -> None:
        """Open a saved presentation."""
        def do() -> None:
            entry = library().entry(name)
            story = entry.intact()
            self.close()
            self.storyline, self.saved_as, self.name, self.stamp = story, story, name, entry.stamp

        self._try(do)

    def bring(self, content: bytes) -> None:
        """Open the presentation in the bytes of a file. Raises `Problems` with all that is wrong with it."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Problems([_("The file is not UTF-8 text. Save it as UTF-8.")]) from error
        story = Storyline.from_json(text)
        self.close()
        self.storyline = story

    def save(self, as_new: bool = False) -> None:
        """Save it in its file; what somebody else saved there meanwhile is never lost."""
        def do() -> None:
            story = self.story
            if self.name and not as_new:
                self.stamp = library().save(self.name, story, self.stamp)
            else:
                self.name = library().create(story)
                self.stamp = stamp_of(story)
            self.saved_as = story
            self.said = _("Saved as “{title}”.").format(title=story.title)

        self._try(do)

    def delete(self, name: str, stamp: str) -> None:
        """Delete a saved presentation; `restore` brings it back."""
        def do() -> None:
            self.deleted += (library().delete(name, stamp),)

        self._try(do)

    def restore(self) -> None:
        """Bring back what was deleted last."""
        def do() -> None:
            if self.deleted:
                library().restore(self.deleted[-1])
                self.said = _("“{title}” is back.").format(title=self.deleted[-1].title)
                self.deleted = self.deleted[:-1]

        self._try(do)

    @property
    def story(self) -> Storyline:
        """The storyline of a presentation that is open."""
        assert self.storyline is not None
        return self.storyline

    def choose(self, page: int) -> None:
        """Work on another page."""
        self.page = page
        self.edition += 1

    def write(self, name: str, value: Any) -> None:
        """Change the presentation's title, question or author."""
        self.change(lambda story: replace(story, **{name: value}))

    def edit(self, number: int, name: str, value: Any) -> None:
        """Change an entry of a page."""
        given = tuple(value) if isinstance(value, list) else "" if value is None else value
        self.change(lambda story: story.with_page(number, story.pages[number].changed(**{name: given})))

    def move(self, number: int, by: int) -> None:
        """Move a page up or down."""
        to = min(max(number + by, 0), len(self.story.pages) - 1)
        if self.change(lambda story: story.moved(number, to)):
            self.choose(to)

    def remove(self, number: int) -> None:
        """Take a page out; undo brings it back."""
        if self.change(lambda story: story.without(number)):
            self.choose(min(number, len(self.story.pages) - 1))

    def add(self, kind: str) -> None:
        """Put a page of some kind after the one that is worked on."""
        at = self.page + 1
        if self.change(lambda story: replace(story, pages=(*story.pages[:at], Page(kind=kind), *story.pages[at:]))):
            self.choose(at)

    def undo(self) -> None:
        """Back to what was before the last change."""
        if self.past:
            self.storyline = self.past.pop()
            self.choose(min(self.page, len(self.story.pages) - 1))

    def change(self, make: Callable[[Storyline], Storyline]) -> bool:
        """Put another storyline in place of this one; says why not if it cannot be."""
        before = self.story

        def do() -> None:
            after = make(before)
            if after != before:
                self.past = [*self.past[1 - MOST_STEPS_BACK :], before]
                self.storyline = after

        return self._try(do)

    def start(self) -> None:
        """Go on the projector, with the page that is worked on."""
        self.is_on, self.moved, self.refused = True, {}, {}

    def leave(self, page: int) -> None:
        """Come back from the projector."""
        self.is_on, self.moved, self.refused = False, {}, {}
        self.choose(min(max(page, 0), len(self.story.pages) - 1))

    def hear(self, moved: Mapping[str, Mapping[str, Any]]) -> None:
        """Take the values of levers from the projector; what cannot be is left as it was saved.

        A page whose values contradict each other is back at the saved ones, and `refused` says why.
        """
        if not self.is_on:
            return
        found: Moved = {}
        for page, values in moved.items():
            number = int(page)
            if not 0 <= number < len(self.story.pages):
                continue
            for path, value in values.items():
                if path not in self.story.pages[number].levers:
                    continue
                try:
                    parameter = PARAMETERS[path]
                    given = round(value) if parameter.kind is int else float(value)
                    found.setdefault(number, {})[path] = check_value(parameter, given)
                except (Problems, TypeError, ValueError):
                    continue
        self.refused = {}
        for number, values in list(found.items()):
            try:
                self.story.with_values(values, other_of(self.story, self.story.pages[number]))
            except Problems as error:
                self.refused[number] = error.message()
                del found[number]
        self.moved = found

    def _try(self, do: Callable[[], None]) -> bool:
        self.said = self.trouble = ""
        try:
            do()
        except Problems as error:
            self.trouble = error.message()
            return False
        return True
