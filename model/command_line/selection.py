"""The scenarios that a command line means, with everything that is wrong with it."""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model import link
from model.command_line.arguments import SETTINGS
from model.file_names import is_plain
from model.library import folder_of_scenarios
from model.messages import Problems, grouped, shown, unknown_name
from model.parameters import PARAMETERS, with_zone
from model.parameters.zone import Zone
from model.scenario import Scenario, find, shipped
from model.values import check_value, ungrouped, value_in
from model.words import _

if TYPE_CHECKING:
    from model.export import Format

BASELINE, LINK = "baseline", "link"
MOST_THREADS = 256
# names of files that stand beside the folders of the scenarios
TAKEN = ("manifest.json", "columns.csv", "comparison.csv", "comparison.parquet")


@dataclass(frozen=True)
class Selection:
    """Scenarios by a name that is unique among them, and how to run them."""

    scenarios: dict[str, Scenario]
    threads: int
    detail: int
    file_format: Format
    problems: list[str]


def selection(arguments: argparse.Namespace) -> Selection:
    """Read scenarios and flags; problems are collected, not raised."""
    problems: list[str] = []
    changes = changes_in(arguments, problems)
    zone = zone_in(arguments, problems)
    read = [(_stem(name), _load(name, problems)) for name in map(link.in_address, arguments.files)]
    if not arguments.files:
        read = [(BASELINE, _baseline(problems))]
    scenarios: dict[str, Scenario] = {}
    for name, scenario in read:
        if scenario is None:
            continue
        try:
            scenarios[_unique(name, scenarios)] = in_zone(scenario, zone).with_changes(changes)
        except Problems as error:
            prefix = f"{name}: " if len(read) > 1 else ""
            problems += [prefix + sentence for sentence in error.sentences]
    threads = whole_number("--threads", arguments.threads, 1, MOST_THREADS, processors(), problems)
    detail = _detail(arguments, scenarios, problems)
    if arguments.format and arguments.out is None:
        problems.append(_("--format is that of tables in a folder. Say where with --out DIR."))
    if arguments.out is not None and not arguments.out.strip():
        problems.append(_("--out needs the name of a folder."))
    file_format: Format = "csv" if arguments.format is None else arguments.format
    return Selection(scenarios, threads, detail, file_format, problems)


def load_all(names: list[str]) -> dict[str, Scenario]:
    """Every file read, or one `Problems` for all that is wrong in any of them."""
    problems: list[str] = []
    read = {name: _load(name, problems) for name in map(link.in_address, names)}
    if problems:
        raise Problems(problems)
    return {name: scenario for name, scenario in read.items() if scenario is not None}


def processors() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), MOST_THREADS)
    return min(os.cpu_count() or 1, MOST_THREADS)


def _load(name: str, problems: list[str]) -> Scenario | None:
    try:
        return link.decode(name) if link.is_link(name) else Scenario.load(_file_of(name))
    except Problems as error:
        problems += error.sentences
        return None


def _file_of(name: str) -> Path:
    """A file, else a shipped scenario of that name, else one that was saved under it."""
    path = find(name)
    saved = folder_of_scenarios() / f"{name}.json"
    return saved if not path.is_file() and is_plain(name) and saved.is_file() else path


def zone_in(arguments: argparse.Namespace, problems: list[str]) -> Zone | None:
    """The zone of a file; what is wrong with it is added to the problems."""
    if arguments.zone is None:
        return None
    from model.zone.files import load

    try:
        return load(arguments.zone)
    except Problems as error:
        problems += error.sentences
        return None


def in_zone(scenario: Scenario, zone: Zone | None) -> Scenario:
    """The scenario in a zone that is given, else in its own."""
    return scenario if zone is None else replace(scenario, parameters=with_zone(scenario.parameters, zone))


def _baseline(problems: list[str]) -> Scenario | None:
    path = shipped().get(BASELINE)
    return _load(str(path), problems) if path else Scenario(_("Baseline"))


def _stem(name: str) -> str:
    if link.is_link(name):
        return LINK
    return Path(name).name.removesuffix(".json") or BASELINE


def _unique(name: str, taken: dict[str, Scenario]) -> str:
    """The name, numbered if it is taken; on some systems names differ by more than case."""
    used = {*TAKEN, *(other.lower() for other in taken)}
    names = (name, *(f"{name}_{count}" for count in range(2, len(used) + 3)))
    return next(free for free in names if free.lower() not in used)


def changes_in(arguments: argparse.Namespace, problems: list[str]) -> dict[str, Any]:
    """The values that flags give, by path."""
    texts = []
    for item in arguments.set:
        path, sign, text = item.partition("=")
        if sign:
            texts.append((path.strip(), text, path.strip()))
        else:
            sentence = _("--set {item} must be written like --set group.name=value.")
            problems.append(sentence.format(item=shown(item)))
    for flag, (_letter, path) in SETTINGS.items():
        text = getattr(arguments, flag)
        if text is not None:
            texts.append((path, text, f"--{flag}"))
    changes: dict[str, Any] = {}
    for path, text, name in texts:
        if path not in PARAMETERS:
            problems.append(unknown_name(path, (), PARAMETERS))
        elif path in changes:
            problems.append(_("{path} is given twice. Keep one.").format(path=path))
        else:
            parameter = PARAMETERS[path]
            try:
                changes[path] = check_value(parameter, value_in(parameter, text), name)
            except Problems as error:
                problems += error.sentences
    return changes


def _detail(
    arguments: argparse.Namespace, scenarios: dict[str, Scenario], problems: list[str]
) -> int:
    fewest = min(
        (scenario.parameters.settings.replications for scenario in scenarios.values()),
        default=int(PARAMETERS["settings.replications"].high),
    )
    detail = whole_number("--detail", arguments.detail, 0, fewest, 0, problems)
    if detail and arguments.out is None:
        problems.append(_("--detail writes tables. Say where with --out DIR."))
    return detail


def whole_number(
    flag: str, text: str | None, low: int, high: int, default: int, problems: list[str]
) -> int:
    """The whole number that a flag gives; what is wrong with it is added to the problems."""
    if text is None:
        return default
    digits = ungrouped(text)
    if re.fullmatch(r"[+-]?\d{1,18}", digits) and low <= int(digits) <= high:
        return int(digits)
    sentence = _("{flag} must be a whole number between {low} and {high}, not {value}.")
    problems.append(sentence.format(flag=flag, low=grouped(low), high=grouped(high), value=shown(text)))
    return default
