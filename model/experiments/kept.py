"""The findings of the ten directions as they were measured last.

`python -m model experiments NAMES --replications 400 --format json` measures them anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from model.comparison import Interval
from model.declare import Unit
from model.experiments.lab import Expected, Finding

KEPT = Path(__file__).with_suffix(".json")


@dataclass(frozen=True)
class Kept:
    """An experiment with its findings and the worlds on which they rest."""

    name: str
    question: str
    source: str
    design: str
    worlds: int
    findings: tuple[Finding, ...]


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
