"""What the command line asks for: a storyline from files, and the files that are made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.exports.formats import FORMATS
from app.presentation import compose, defaults
from app.presentation.gather import Progress, gather
from app.presentation.storyline import Storyline, on_the_same_luck
from model.command_line.selection import in_zone, load_all
from model.messages import Problems, reason, shown
from model.parameters.zone import Zone
from model.scenario import Scenario
from model.strict_json import entries_in, text_of
from model.whole_files import replace_whole
from model.words import _


@dataclass(frozen=True)
class Changes:
    """What is changed in every scenario: values by path, and the zone that it begins with, if one is given."""

    values: Mapping[str, Any]
    zone: Zone | None

    def in_all(self, scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
        """The scenarios with these changes."""
        return tuple(in_zone(each, self.zone).with_changes(self.values) for each in scenarios)


@dataclass(frozen=True)
class Plan:
    """What is to be presented, and which files are to be written."""

    storyline: Storyline
    files: tuple[Path, ...]


def planned(names: Sequence[str], outs: Sequence[str], texts: Mapping[str, str | None], changes: Changes,
            is_short: bool) -> Plan:
    """Read the scenarios, or the saved presentation. Raises `Problems` with all that is wrong."""
    problems: list[str] = []
    files = [_file(out, problems) for out in outs]
    if not outs:
        problems.append(_("Say what to write, such as --out brief.pptx."))
    given = {name: text for name, text in texts.items() if text is not None}
    story = None
    try:
        story = _storyline(names, given, changes, is_short)
    except Problems as error:
        problems += error.sentences
    if problems or story is None:
        raise Problems(problems)
    return Plan(story, tuple(files))


def made(plan: Plan, threads: int, progress: Progress) -> list[Path]:
    """Run everything, make all files, and write them when all are made."""
    deck = compose.deck(gather(plan.storyline, progress, threads))
    contents = {path: FORMATS[path.suffix[1:].lower()].write(deck, None) for path in plan.files}
    for path, content in contents.items():
        try:
            replace_whole(path, content)
        except OSError as error:
            raise Problems([_("{path} cannot be written: {reason}.").format(
                path=path, reason=reason(error))]) from error
    return list(contents)


def _file(name: str, problems: list[str]) -> Path:
    path = Path(name)
    if path.suffix[1:].lower() not in FORMATS:
        problems.append(_("{name} must end in one of {endings}.").format(
            name=shown(name), endings=", ".join(f".{ending}" for ending in FORMATS)))
    elif not path.parent.is_dir():
        problems.append(_("{name} cannot be written: there is no folder {folder}.").format(
            name=shown(name), folder=shown(str(path.parent))))
    elif path.is_dir():
        problems.append(_("{name} is a folder. Name a file.").format(name=shown(name)))
    return path


def _storyline(names: Sequence[str], texts: Mapping[str, str], changes: Changes, is_short: bool) -> Storyline:
    found = _saved(names)
    if found is not None and is_short:
        raise Problems([_("A saved presentation has pages of its own. Leave out --short.")])
    if found is not None:
        story = replace(found, **texts)
        return replace(story, scenarios=changes.in_all(story.scenarios))
    scenarios = changes.in_all(list(load_all(list(dict.fromkeys(names))).values()))
    if scenarios:
        scenarios = on_the_same_luck(scenarios, scenarios[0].parameters)
    return defaults.storyline(scenarios, texts.get("question", ""), texts.get("author", ""), texts.get("title", ""),
                              kinds=defaults.SHORT if is_short else defaults.WHOLE)


def _saved(names: Sequence[str]) -> Storyline | None:
    """The presentation in a single file, if that is one."""
    if len(names) != 1 or not Path(names[0]).is_file():
        return None
    try:
        text = text_of(Path(names[0]))
        if "pages" not in entries_in(text)[0]:
            return None
        return Storyline.from_json(text)
    except Problems as error:
        raise Problems([f"{names[0]}: {sentence}" for sentence in error.sentences]) from error


