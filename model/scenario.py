"""Scenarios: named changes to the baseline, and the JSON files that hold them.

A file holds only what differs from the baseline, and a zone of its own if it has one. Reading is
strict, and everything that is wrong with a file is said at once. All checks come from the declarations.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as calendar_date
from pathlib import Path
from typing import Any, ClassVar

from model.messages import Problems, nearest, printable, reason, shown, unknown_name
from model.migrations import SCHEMA_VERSION, migrated
from model.parameters import PARAMETERS, Parameters, contradictions, replaced, value_at, with_zone
from model.parameters.zone import Zone
from model.strict_json import entries_in, text_of
from model.values import check_value, value_text, written
from model.whole_files import replace_whole
from model.words import _
from model.zone.entry import ENTRY, as_entry, zone_in

SHIPPED = Path(__file__).resolve().parents[1] / "scenarios"

# longest text of each entry, in characters
TEXTS = {"title": 200, "question": 2_000, "author": 200, "date": 10, "notes": 20_000}
TEXTS_OF_SEVERAL_LINES = ("question", "notes")
MOST_SOURCES, LONGEST_SOURCE = 100, 2_000
MOST_TAGS, LONGEST_TAG = 20, 40
CONTROL_CODES = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
ENTRIES = ("schema_version", *TEXTS, "sources", "tags", "changes", ENTRY)

__all__ = ["PARAMETERS", "Parameters", "Problems", "Scenario", "find", "nested", "shipped"]


@dataclass(frozen=True)
class Scenario:
    """A named set of parameters. To change one is to make a new one."""

    title: str
    question: str = ""
    author: str = ""
    date: str = ""
    notes: str = ""
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    parameters: Parameters = field(default_factory=Parameters)
    schema_version: int = SCHEMA_VERSION

    newest_schema: ClassVar[int] = SCHEMA_VERSION

    def __post_init__(self) -> None:
        problems = list(_text_problems({name: getattr(self, name) for name in TEXTS}))
        problems += _source_problems(list(self.sources))
        problems += _tag_problems(list(self.tags))
        if problems:
            raise Problems(problems)

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from the baseline: value by path, in the order of the declarations."""
        values = {path: value_at(self.parameters, path) for path in PARAMETERS}
        return {path: value for path, value in values.items() if value != PARAMETERS[path].default}

    def with_changes(
        self, changes: Mapping[str, Any], *, check_contradictions: bool = True
    ) -> Scenario:
        """A new scenario with other values, by path. Raises `Problems` for what cannot be."""
        reading = _Reading()
        for path, value in changes.items():
            reading.take(str(path), value)
        parameters = reading.parameters(self.parameters, check_contradictions)
        return replace(self, parameters=parameters)

    def to_json(self) -> str:
        """The scenario as the text of a file: always the same text for the same scenario."""
        entries: dict[str, Any] = {"schema_version": self.schema_version}
        entries |= {name: getattr(self, name) for name in TEXTS}
        if self.sources:
            entries["sources"] = list(self.sources)
        if self.tags:
            entries["tags"] = list(self.tags)
        entries["changes"] = nested(self.changes)
        if self.parameters.zone is not None:
            entries[ENTRY] = as_entry(self.parameters.zone)
        return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"

    def save(self, path: str | Path) -> None:
        """Write the scenario to a file, all of it or nothing."""
        try:
            replace_whole(Path(path), self.to_json().encode("utf-8"))
        except OSError as error:
            sentence = _("{path} cannot be written: {reason}.")
            raise Problems([sentence.format(path=path, reason=reason(error))]) from error

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """Read the text of a scenario file of this or an older schema.

        Raises `Problems` with all that is wrong in it.
        """
        entries, doubled = entries_in(text)
        _refuse_newer(entries.get("schema_version"))
        entries = migrated(entries)
        reading = _Reading()
        reading.problems += [*doubled, *_entry_problems(entries)]
        changes = entries.get("changes", {})
        if isinstance(changes, dict):
            reading.take_block(changes)
        else:
            sentence = _("changes must be a block in braces, not {value}.")
            reading.problems.append(sentence.format(value=shown(changes)))
        parameters = reading.parameters(with_zone(Parameters(), reading.zone(entries)))
        texts = {name: entries[name] for name in TEXTS if name in entries}
        sources = tuple(entries.get("sources", ()))
        tags = tuple(entries.get("tags", ()))
        return cls(**texts, sources=sources, tags=tags, parameters=parameters)

    @classmethod
    def load(cls, path: str | Path) -> Scenario:
        """Read a scenario file. Every sentence of `Problems` begins with the file's name."""
        name = printable(str(path))
        try:
            return cls.from_json(text_of(Path(path)))
        except FileNotFoundError as error:
            sentence = _("{name}: there is no such file and no shipped or saved scenario of that name.")
            sentence = sentence.format(name=name)
            suggestion = nearest(Path(path).name.removesuffix(".json"), shipped())
            if suggestion is not None:
                sentence += " " + _("Did you mean {suggestion}?").format(suggestion=suggestion)
            raise Problems([sentence]) from error
        except Problems as error:
            sentences = [f"{name}: {sentence}" for sentence in error.sentences]
            raise Problems(sentences, error.fix) from error


class _Reading:
    """Values read so far, and everything found wrong on the way."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.values: dict[str, Any] = {}
        self.wrong: set[str] = set()

    def take(self, path: str, value: Any) -> None:
        """One value, by its path."""
        if path not in PARAMETERS:
            self.problems.append(unknown_name(path, (), PARAMETERS))
            return
        try:
            self.values[path] = check_value(PARAMETERS[path], value)
        except Problems as error:
            self.problems += error.sentences
            self.wrong.add(path)

    def take_block(self, block: dict[str, Any], prefix: str = "") -> None:
        """All values of a block and the blocks inside it."""
        inside = [path.removeprefix(prefix) for path in PARAMETERS if path.startswith(prefix)]
        known = list(dict.fromkeys(path.split(".")[0] for path in inside))
        for name, value in block.items():
            path = prefix + name
            if path in PARAMETERS and "." in name:
                sentence = _("{path} must be written as blocks, one inside the other: {blocks}.")
                blocks = json.dumps(nested({path: PARAMETERS[path].default}))
                self.problems.append(sentence.format(path=path, blocks=blocks))
            elif name not in known:
                self.problems.append(unknown_name(path, known, PARAMETERS))
            elif path in PARAMETERS:
                self.take(path, value)
            elif isinstance(value, dict):
                self.take_block(value, f"{path}.")
            else:
                sentence = _("{path} must be a block of names and values in braces, not {value}.")
                self.problems.append(sentence.format(path=path, value=shown(value)))

    def zone(self, entries: Mapping[str, Any]) -> Zone | None:
        """The zone among the entries of a file; none if there is none, or if it is wrong."""
        if ENTRY not in entries:
            return None
        try:
            return zone_in(entries[ENTRY])
        except Problems as error:
            self.problems += error.sentences
            return None

    def parameters(self, base: Parameters, check_contradictions: bool = True) -> Parameters:
        """The base with the values read; raises all problems together.

        Right values are also held against each other when others are wrong, so that nobody
        learns of a contradiction only at the next try.
        """
        parameters = replaced(base, self.values) if self.values else base
        problems = list(self.problems)
        fix: dict[str, Any] = {}
        for contradiction in contradictions(parameters) if check_contradictions else ():
            if self.wrong.isdisjoint(contradiction.paths):
                problems.append(_with_remedy(contradiction.message, contradiction.fix))
                fix |= contradiction.fix
        if problems:
            raise Problems(problems, fix)
        return parameters


def shipped() -> dict[str, Path]:
    """The scenarios that come with the program: file by name, baseline first."""
    files = sorted(SHIPPED.glob("*.json"), key=lambda path: (path.stem != "baseline", path.stem))
    return {path.stem: path for path in files}


def find(name: str) -> Path:
    """The file that a person means: a path, or the name of a shipped scenario."""
    path = Path(name)
    return path if os.path.isfile(name) else shipped().get(name, path)


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values by path as the blocks of a scenario file."""
    blocks: dict[str, Any] = {}
    for path, value in values.items():
        block = blocks
        *groups, name = path.split(".")
        for group in groups:
            block = block.setdefault(group, {})
        block[name] = written(PARAMETERS[path], value)
    return blocks


def _with_remedy(message: str, fix: Mapping[str, Any]) -> str:
    changes = [f"{path} = {value_text(PARAMETERS[path], value)}" for path, value in fix.items()]
    sentence = message.rstrip(".") + "."
    if changes:
        sentence += " " + _("To mend it: {changes}.").format(changes=", ".join(changes))
    return sentence


def _refuse_newer(version: Any) -> None:
    if isinstance(version, int) and version > SCHEMA_VERSION:
        sentence = _(
            "It was written by a newer version of this program (schema {version}, and this one "
            "reads schema {known}). Update the program to open it."
        )
        raise Problems([sentence.format(version=shown(version), known=SCHEMA_VERSION)])


def _entry_problems(entries: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the entries of a file, apart from the changes."""
    for name in entries:
        if name not in ENTRIES:
            yield unknown_name(name, ENTRIES, PARAMETERS)
    version = entries.get("schema_version")
    if version is None:
        sentence = _('schema_version is missing. Write "schema_version": {known}.')
        yield sentence.format(known=SCHEMA_VERSION)
    elif version != SCHEMA_VERSION or isinstance(version, bool):
        sentence = _("schema_version must be {known}, not {value}.")
        yield sentence.format(known=SCHEMA_VERSION, value=shown(version))
    texts = {name: entries[name] for name in TEXTS if name in entries}
    yield from _text_problems({"title": "", **texts})
    yield from _source_problems(entries.get("sources", []))
    yield from _tag_problems(entries.get("tags", []))


def _text_problems(texts: Mapping[str, Any]) -> Iterator[str]:
    for name, text in texts.items():
        if not isinstance(text, str):
            sentence = _("{name} must be text in quotation marks, not {value}.")
            yield sentence.format(name=name, value=shown(text))
        elif name == "title" and not text.strip():
            yield _("title is missing. Write one.")
        elif name == "date" and text and not _is_date(text):
            sentence = _("date must be written like 2026-03-31, not {value}.")
            yield sentence.format(value=shown(text))
        elif len(text) > TEXTS[name]:
            sentence = _("{name} is too long: {length} characters, and at most {most} are taken.")
            yield sentence.format(name=name, length=len(text), most=TEXTS[name])
        elif _has_control_codes(text, several_lines=name in TEXTS_OF_SEVERAL_LINES):
            sentence = _("{name} holds characters that cannot be shown, such as control codes.")
            yield sentence.format(name=name)


def _source_problems(sources: Any) -> Iterator[str]:
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        yield _("sources must be a list of texts in square brackets.")
    elif len(sources) > MOST_SOURCES or any(len(source) > LONGEST_SOURCE for source in sources):
        sentence = _("sources is too long: at most {count} sources of {length} characters.")
        yield sentence.format(count=MOST_SOURCES, length=LONGEST_SOURCE)
    elif any(_has_control_codes(source, several_lines=False) for source in sources):
        yield _("sources holds characters that cannot be shown, such as control codes.")


def _tag_problems(tags: Any) -> Iterator[str]:
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        yield _("tags must be a list of texts in square brackets.")
    elif len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        sentence = _("tags is too long: at most {count} tags of {length} characters.")
        yield sentence.format(count=MOST_TAGS, length=LONGEST_TAG)
    elif any(_has_control_codes(tag, several_lines=False) for tag in tags):
        yield _("tags holds characters that cannot be shown, such as control codes.")
    elif not all(tag.strip() for tag in tags):
        yield _("tags holds an empty tag. Remove it.")
    else:
        alike = [tag.strip().casefold() for tag in tags]
        for tag in (tag for number, tag in enumerate(tags) if alike[number] in alike[:number]):
            yield _("tags holds {tag} twice. Keep one.").format(tag=shown(tag))


def _has_control_codes(text: str, several_lines: bool) -> bool:
    """Whether text holds control codes or halves of characters, which no file can hold."""
    codes = CONTROL_CODES.finditer(text)
    return any(not several_lines or code[0] not in "\n\r\t" for code in codes)


def _is_date(text: str) -> bool:
    try:
        return calendar_date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
