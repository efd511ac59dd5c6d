"""Rival theories: named sets of assumptions, and which of them an answer depends on.

Nothing published settles these questions. Each theory has two sides; a side sets assumptions to values
within their plausible ranges. The table of verdicts is measured once and kept beside this file: the
command `python -m model theories --format json` measures it anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from model.comparison import Interval
from model.experiments.lab import Changes, Lab, gain
from model.experiments.outlay import at_equal_outlay
from model.experiments.patience import PATIENT, PIONEERS

KEPT = Path(__file__).with_suffix(".json")
DIGITS = 4


@dataclass(frozen=True)
class Side:
    """What one side of a theory holds, and the assumptions that say so, by path."""

    label: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Theory:
    """A question on which people differ, its two sides, and where the dispute comes from."""

    name: str
    question: str
    sides: tuple[Side, Side]
    source: str

    @property
    def paths(self) -> tuple[str, ...]:
        """All assumptions that a side sets."""
        return tuple(dict.fromkeys(path for side in self.sides for path in side.changes))


THEORIES = {theory.name: theory for theory in (
    Theory("crowding", "Does the guide draw private money in?", (
        Side("its name draws money in", {"guide.certification": 1.0, "investors.interference_cost": 0.0}),
        Side("its hand drives money away", {"guide.certification": 0.0, "investors.interference_cost": 0.3}),
    ), "Leleux and Surlemont 2003 against Cumming and MacIntosh 2006"),
    Theory("spillovers", "Do pioneers make it easier for those who follow?", (
        Side("strongly", {
            "spillovers.knowledge_per_milestone": 0.08, "spillovers.readiness_per_demonstration": 0.02,
            "spillovers.readiness_per_seller": 0.002}),
        Side("not at all", {
            "spillovers.knowledge_per_milestone": 0.0, "spillovers.readiness_per_demonstration": 0.0,
            "spillovers.readiness_per_seller": 0.0}),
    ), "assumption: nothing published identifies the size"),
    Theory("tail", "How thick is the tail of winners?", (
        Side("thick", {"firms.revenue_sd_per_year": 0.75}),
        Side("thin", {"firms.revenue_sd_per_year": 0.45}),
    ), "design notes: tail index 1.1 to 2.5"),
    Theory("discipline", "Does tolerance for losses dull discipline?", (
        Side("it does", {"guide.discipline_price": 1.0}),
        Side("it does not", {"guide.discipline_price": 0.0}),
    ), "Nanda and Rhodes-Kropf on financing risk"),
    Theory("shunning", "Do good firms shun the guide?", (
        Side("they do", {
            "guide.interference": 1.0, "guide.interference_threshold": 0.1, "rounds.refusal_strength": 4.0}),
        Side("they do not", {"guide.interference": 0.0, "rounds.refusal_strength": 0.0}),
    ), "Colonnelli, Li and Liu 2024 find the sign"),
    Theory("ends", "Does the end of a fund cost much?", (
        Side("much", {"exits.forced_discount": 0.35}),
        Side("little", {"exits.forced_discount": 0.15}),
    ), "design notes: a discount of 15 to 35 %"),
    Theory("lock_up", "Do investors want to be paid for waiting?", (
        Side("dearly", {"investors.lock_up_premium": 0.006}),
        Side("not at all", {"investors.lock_up_premium": 0.0}),
    ), "design notes: 0 to 0.6 points a year"),
)}


@dataclass(frozen=True)
class Verdict:
    """What patient terms do to pioneers under a side; under the defaults where `theory` is empty.

    `effect` is the paired difference in pioneers succeeded at year 10 at equal outlay; `answer` says what
    becomes of the defaults' answer.
    """

    theory: str
    side: str
    effect: Interval
    answer: str


def _sign(effect: Interval) -> int:
    return 0 if effect.includes_zero else (1 if effect.mean > 0 else -1)


def answer(default: Interval, effect: Interval) -> str:
    """Whether an answer holds, flips, vanishes or appears."""
    usual, now = _sign(default), _sign(effect)
    if usual == now:
        return "holds"
    if now == 0:
        return "vanishes"
    return "appears" if usual == 0 else "flips"


def verdicts(lab: Lab) -> Iterator[Verdict]:
    """Do patient terms save pioneers: under the defaults, then under each side of each theory."""
    default = _effect(lab, {})
    yield Verdict("", "", default, "holds")
    for theory in THEORIES.values():
        for side in theory.sides:
            effect = _effect(lab, side.changes)
            yield Verdict(theory.name, side.label, effect, answer(default, effect))


def _effect(lab: Lab, changes: Changes) -> Interval:
    runs = at_equal_outlay(lab, {"usual": {**changes}, "patient": {**changes, **PATIENT}})
    return gain(runs["usual"], runs["patient"], PIONEERS)


def as_text(found: list[Verdict], worlds: int) -> str:
    """The table as JSON, a line for each verdict; `kept` reads it."""
    lines = [json.dumps({
        "theory": one.theory, "side": one.side, "answer": one.answer,
        "effect": [float(f"{end:.{DIGITS}g}") for end in (one.effect.mean, one.effect.low, one.effect.high)]})
        for one in found]
    return f'{{"worlds": {worlds}, "verdicts": [\n ' + ",\n ".join(lines) + "\n]}"


@cache
def kept() -> tuple[int, tuple[Verdict, ...]]:
    """The worlds of the table that was measured last, and its verdicts."""
    table = json.loads(KEPT.read_text(encoding="utf-8"))
    return table["worlds"], tuple(
        Verdict(row["theory"], row["side"], Interval(*row["effect"]), row["answer"]) for row in table["verdicts"])
