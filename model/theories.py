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
from model.parameters.sources import NOTES

KEPT = Path(__file__).with_suffix(".json")
DIGITS = 4
LATE = "pioneer_success_share_20"


@dataclass(frozen=True)
class Side:
    """What one side of a theory holds, why these assumptions say so, and the assumptions, by path."""

    label: str
    why: str
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


EARLY_INTERFERENCE = {"guide.interference": 1.0, "guide.interference_threshold": 0.1}
"""At the defaults the guide's share stays at the threshold, so officials never interfere."""

THEORIES = {theory.name: theory for theory in (
    Theory("crowding", "Does the guide draw private money in?", (
        Side("it gets funds over the line",
             "Funds must raise more before they may close, so the guide's part decides whether they do.",
             {"funds.smallest_close_share": 0.4}),
        Side("it drives money away",
             "Officials are slow, so private money waits longer for a fund that the guide backs.",
             {"guide.delay_years": 0.5}),
    ), "Leleux and Surlemont 2003 against Cumming and MacIntosh 2006"),
    Theory("certification", "Does the guide tell good firms from bad?", (
        Side("it does", "Its own diligence tells as much as all that was known of a firm before.",
             {"guide.certification": 1.0}),
        Side("it does not", "Its own diligence tells nothing.", {"guide.certification": 0.0}),
    ), f"{NOTES}: a precision of 0 to 1"),
    Theory("spillovers", "Do pioneers make it easier for those who follow?", (
        Side("strongly", "Tests passed, pilots and sellers teach the industry about three times as much.", {
            "spillovers.knowledge_per_milestone": 0.08, "spillovers.readiness_per_demonstration": 0.02,
            "spillovers.readiness_per_seller": 0.002}),
        Side("not at all", "Nobody learns from others.", {
            "spillovers.knowledge_per_milestone": 0.0, "spillovers.readiness_per_demonstration": 0.0,
            "spillovers.readiness_per_seller": 0.0}),
    ), "assumption: nothing published identifies the size"),
    Theory("tail", "How thick is the tail of winners?", (
        Side("thick", "Revenue varies as much as is plausible: a few firms grow very large.",
             {"firms.revenue_sd_per_year": 0.8}),
        Side("thin", "Revenue varies less, so few firms grow very large.", {"firms.revenue_sd_per_year": 0.45}),
    ), f"{NOTES}: tail index 1.1 to 2.5"),
    Theory("discipline", "Does tolerance for losses dull discipline?", (
        Side("it does",
             "The guide tolerates more losses than the market, and funds then bridge weaker firms. Patient terms "
             "here leave loss ceilings alone.",
             {"guide.discipline_price": 1.0, "guide.conventional_loss_ceiling": 0.2}),
        Side("it does not", "Funds bridge the same firms whatever losses the guide tolerates.",
             {"guide.discipline_price": 0.0}),
    ), "Nanda and Rhodes-Kropf on financing risk"),
    Theory("breach", "What does the guide stop when losses break its ceiling?", (
        Side("all funds it has money in",
             "Funds that it backs make no first investment until the freeze ends, though their contracts run on.",
             {"guide.breach_stops_backed_funds": True}),
        Side("new money, by losses of ten years",
             "Contracts hold, and officials are judged by losses of nearly a fund's whole life.",
             {"guide.loss_window_years": 10.0}),
    ), "assumption: published rules judge losses and do not say what follows"),
    Theory("runway", "What becomes of a firm whose money runs short at work?", (
        Side("its owners decide", "Nobody else gives money to a firm in the middle of a stage.",
             {"switches.extension_rounds": False}),
        Side("it seldom runs short", "Seed rounds are as large as published: they pay for all the work and a search.",
             {"rounds.seed_ticket_myuan": 10.0}),
    ), f"{NOTES}: a firm seeks money when its runway is short; seed rounds of 3 to 10 million yuan"),
    Theory("shunning", "Do good firms shun a guide that interferes?", (
        Side("they do", "Officials interfere from a share of 10 % on, and the best refuse most.",
             {**EARLY_INTERFERENCE, "rounds.refusal_strength": 4.0}),
        Side("they do not", "Officials interfere from a share of 10 % on, but nobody refuses.",
             {**EARLY_INTERFERENCE, "rounds.refusal_strength": 0.0}),
    ), "Colonnelli, Li and Liu 2024 find the sign"),
    Theory("ends", "Does the end of a fund cost much?", (
        Side("much", "Buyers pay a third less for a stake that must be sold.", {"exits.forced_discount": 0.35}),
        Side("little", "Buyers pay little less for a stake that must be sold.", {"exits.forced_discount": 0.15}),
    ), f"{NOTES}: a discount of 15 to 35 %"),
    Theory("lock_up", "Do investors want to be paid for waiting?", (
        Side("dearly", "They ask twice as much more a year for each year beyond seven.",
             {"investors.lock_up_premium": 0.006}),
        Side("not at all", "They ask no more however long a fund lasts.", {"investors.lock_up_premium": 0.0}),
    ), f"{NOTES}: 0 to 0.6 points a year"),
)}


@dataclass(frozen=True)
class Verdict:
    """What patient terms do to pioneers under a side; under the defaults where `theory` is empty.

    `effect` is the paired difference in pioneers succeeded at year 10, `late` that in the share of pioneer slots
    that succeeded by year 20, both at equal outlay. `answer` and `late_answer` say what becomes of the defaults'.
    """

    theory: str
    side: str
    effect: Interval
    answer: str
    late: Interval
    late_answer: str


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
    default, late_default = _effects(lab, {})
    yield Verdict("", "", default, "holds", late_default, "holds")
    for theory in THEORIES.values():
        for side in theory.sides:
            yield _verdict(lab, theory, side, default, late_default)


def _verdict(lab: Lab, theory: Theory, side: Side, default: Interval, late_default: Interval) -> Verdict:
    effect, late = _effects(lab, side.changes)
    return Verdict(
        theory.name, side.label, effect, answer(default, effect), late, answer(late_default, late))


def verdict_of(lab: Lab, theory: str, side: str) -> Verdict:
    """The verdict under one side alone."""
    found = next(one for one in THEORIES[theory].sides if one.label == side)
    return _verdict(lab, THEORIES[theory], found, *_effects(lab, {}))


def _effects(lab: Lab, changes: Changes) -> tuple[Interval, Interval]:
    runs = at_equal_outlay(lab, {"usual": {**changes}, "patient": {**changes, **PATIENT}})
    return gain(runs["usual"], runs["patient"], PIONEERS), gain(runs["usual"], runs["patient"], LATE)


def as_text(found: list[Verdict], worlds: int) -> str:
    """The table as JSON, a line for each verdict; `kept` reads it."""
    lines = [json.dumps({
        "theory": one.theory, "side": one.side, "answer": one.answer, "effect": _short(one.effect),
        "late_answer": one.late_answer, "late": _short(one.late)}) for one in found]
    return f'{{"worlds": {worlds}, "verdicts": [\n ' + ",\n ".join(lines) + "\n]}"


def _short(effect: Interval) -> list[float]:
    return [float(f"{end:.{DIGITS}g}") for end in (effect.mean, effect.low, effect.high)]


@cache
def kept() -> tuple[int, tuple[Verdict, ...]]:
    """The worlds of the table that was measured last, and its verdicts."""
    table = json.loads(KEPT.read_text(encoding="utf-8"))
    return table["worlds"], tuple(
        Verdict(row["theory"], row["side"], Interval(*row["effect"]), row["answer"],
                Interval(*row["late"]), row["late_answer"]) for row in table["verdicts"])
