"""What every lever and assumption moves: main headlines from one end of its slider to the other.

The table is measured once and kept beside this file, so that help texts can tell; the command
`python -m model influence --format json` measures it anew.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from model import ensemble
from model.comparison import Interval, paired, run_with_twin, without_policy
from model.declare import Parameter, Role
from model.parameters import BASELINE, PARAMETERS, Parameters, contradictions, replaced
from model.results import Result

KEPT = Path(__file__).with_suffix(".json")
HEADLINES_MEASURED = (
    "pioneers_succeeded_10", "industries_established", "social_share", "crowd_in", "social_irr",
    "dropped_batons", "net_fiscal_cost", "net_social_value",
)
DIGITS = 4
TWINS_KEPT = 4


@dataclass(frozen=True)
class Influence:
    """What a parameter does to a headline from the low to the high end of its slider.

    `gap` is the paired difference; `size` is its mean in standard deviations of the worlds.
    """

    headline: str
    gap: Interval
    size: float

    @property
    def is_detectable(self) -> bool:
        """Can chance alone be excluded?"""
        return bool(np.isfinite(self.gap.mean)) and not self.gap.includes_zero


def measured() -> list[Parameter]:
    """The parameters that have an influence: all levers and assumptions."""
    return [p for p in PARAMETERS.values() if p.role is not Role.SETTING]


def ends(parameter: Parameter, worlds: int) -> tuple[Parameters, Parameters]:
    """The baseline with a parameter at either end of its slider, and with what it needs to have any effect.

    Where an end contradicts other parameters, those give way.
    """
    low, high = (
        _without_contradictions(parameter, parameter.kind(value), replaced(BASELINE, {
            **parameter.needs, parameter.path: parameter.kind(value), "settings.replications": worlds}))
        for value in (parameter.slider_low, parameter.slider_high))
    return low, high


def _without_contradictions(parameter: Parameter, value: float, given: Parameters) -> Parameters:
    """The same input with the others changed: splits share what is left, a term follows what it must hold."""
    for contradiction in contradictions(given):
        others = [path for path in contradiction.paths if path != parameter.path]
        if all(path.endswith("_split") for path in others):
            rest = (1 - value) / sum(PARAMETERS[path].default for path in others)
            mended = {path: rest * PARAMETERS[path].default for path in others}
        else:
            mended = dict.fromkeys(others, value)
        given = replaced(given, mended)
    return given


@dataclass
class Survey:
    """Measures parameters one after the other; runs that several share are made once."""

    worlds: int
    threads: int = 2
    cancel: threading.Event | None = None
    _twins: dict[str, Result] = field(default_factory=dict)

    def of(self, parameter: Parameter) -> list[Influence]:
        """What one parameter moves, the strongest first."""
        low, high = (self._result(given) for given in ends(parameter, self.worlds))
        found = []
        for name in HEADLINES_MEASURED:
            gap = paired(low, high, name)
            spread = max(_spread(low, name), _spread(high, name))
            found.append(Influence(name, gap, gap.mean / spread if spread > 0 else 0.0))
        return sorted(found, key=lambda one: -abs(one.size))

    def _result(self, given: Parameters) -> Result:
        twin = self._twin(without_policy(given))
        return run_with_twin(given, twin=twin, threads=self.threads, cancel=self.cancel)

    def _twin(self, given: Parameters) -> Result:
        """A run without policy; the first few are kept, since all policy levers share theirs."""
        name = json.dumps(given.model_dump(), sort_keys=True)
        twin = self._twins.get(name)
        if twin is None:
            twin = ensemble.run(given, threads=self.threads, cancel=self.cancel)
            if len(self._twins) < TWINS_KEPT:
                self._twins[name] = twin
        return twin


def _spread(result: Result, name: str) -> float:
    values = result.headlines[name]
    values = values[np.isfinite(values)]
    return float(values.std()) if len(values) else 0.0


def as_text(found: Iterable[tuple[Parameter, list[Influence]]], worlds: int) -> str:
    """The table as JSON, a line for each parameter: the headlines that it moves detectably, with mean, ends
    of the interval, and size; the strongest first.
    """
    lines = [
        f" {json.dumps(parameter.path)}: " + json.dumps({
            one.headline: [_short(v) for v in (one.gap.mean, one.gap.low, one.gap.high, one.size)]
            for one in influences if one.is_detectable})
        for parameter, influences in found]
    return f'{{"worlds": {worlds}, "influence": {{\n' + ",\n".join(lines) + "\n}}"


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


@cache
def worlds_kept() -> int:
    """The worlds on which the table that was measured rests."""
    return int(json.loads(KEPT.read_text(encoding="utf-8"))["worlds"])


@cache
def kept() -> dict[str, list[Influence]]:
    """The table that was measured: detectable influences by parameter, the strongest first."""
    table = json.loads(KEPT.read_text(encoding="utf-8"))["influence"]
    return {
        path: [Influence(name, Interval(*numbers[:3]), numbers[3]) for name, numbers in rows.items()]
        for path, rows in table.items()}
