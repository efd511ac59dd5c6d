"""The findings of the ten directions as they were measured last.

`python -m model experiments NAMES --replications 400 --format json` measures them anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from model.comparison import Interval
from model.declare import Unit
from model.experiments.lab import Expected, Finding

HITS = ("as expected", "exactly zero")
KEPT = Path(__file__).with_suffix(".json")


class Outcome(StrEnum):
    """What became of a direction: all its predictions came out, a predicted difference did, or none."""

    ALL = "as expected"
    PART = "in part"
    NONE = "not as expected"


@dataclass(frozen=True)
class Kept:
    """An experiment with its findings and the worlds on which they rest."""

    name: str
    question: str
    source: str
    design: str
    worlds: int
    findings: tuple[Finding, ...]

    @property
    def predictions(self) -> tuple[Finding, ...]:
        """The findings of which something was expected."""
        return tuple(finding for finding in self.findings if finding.expected is not None)

    @property
    def outcome(self) -> Outcome:
        """What became of the direction. That nothing differs where nothing should is no hit by itself."""
        hits = [finding for finding in self.predictions if is_hit(finding)]
        if len(hits) == len(self.predictions):
            return Outcome.ALL
        signs = (Expected.ABOVE, Expected.BELOW)
        return Outcome.PART if any(finding.expected in signs for finding in hits) else Outcome.NONE


def is_hit(finding: Finding) -> bool:
    """Did a prediction come out?"""
    return finding.verdict in HITS


@cache
def kept() -> tuple[Kept, ...]:
    """All kept experiments, in the order of the file."""
    return tuple(
        Kept(one["name"], one["question"], one["source"], one["design"], one["replications"],
             tuple(map(_finding, one["findings"])))
        for one in json.loads(KEPT.read_text(encoding="utf-8")))


def _finding(row: dict[str, Any]) -> Finding:
    ends = (float("nan") if row[end] is None else float(row[end]) for end in ("estimate", "low", "high"))
    expected = None if row["expected"] is None else Expected(row["expected"])
    return Finding(row["what"], Interval(*ends), Unit(row["unit"]), expected)
