"""What the strip of small multiples shows: every view's number, how it moved, and which moved most."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from app import wording
from app.charts.chart import Pair
from app.charts.series import window
from app.components.strip import Tile
from app.views import View
from model.comparison import paired
from model.export import verdict
from model.outputs import HEADLINES
from model.words import _

POINTS = 24


def tiles(pair: Pair, views: Iterable[View]) -> list[Tile]:
    """One tile for each view."""
    views = list(views)
    strength = {view.key: moved(pair, view.headline) for view in views}
    most = max(strength, key=lambda key: strength[key])
    return [
        Tile(view.key, view.title, _hint(pair, view), _change(pair, view.headline), _(HEADLINES[view.headline].label),
             _("moved most") if view.key == most and strength[most] > 0 else "",
             _points(pair.current, view.spark), _points(pair.baseline, view.spark))
        for view in views]


def moved(pair: Pair, name: str) -> float:
    """A headline's mean difference in standard deviations of the baseline's worlds; 0 if not detectable."""
    if pair.is_same or verdict(pair.baseline, pair.current, name) not in ("more", "less"):
        return 0.0
    spread = float(np.nanstd(pair.baseline.headlines[name]))
    change = abs(paired(pair.baseline, pair.current, name).mean)
    return change / spread if spread else np.inf


def _hint(pair: Pair, view: View) -> str:
    """What a view answers, and what its number is."""
    return _("{question} {headline}: {change}").format(
        question=view.question, headline=_(HEADLINES[view.headline].label), change=_change(pair, view.headline))


def _change(pair: Pair, name: str) -> str:
    output = HEADLINES[name]
    if pair.is_same:
        return f"{wording.headline(pair.current, name)}"
    kind = verdict(pair.baseline, pair.current, name)
    if kind in ("more", "less"):
        return wording.signed(paired(pair.baseline, pair.current, name), output.unit)
    return {"undefined": _("undefined"), "identical": _("no difference")}.get(kind, _("not detectable"))


def _points(result: object, name: str) -> list[float]:
    _years, values = window(result, name)  # type: ignore[arg-type]
    means = values.mean(0)
    means = means[np.isfinite(means)]  # a zone of one's own has no past
    keep = np.linspace(0, len(means) - 1, min(POINTS, len(means))).astype(int)
    return [float(value) for value in means[keep]]
