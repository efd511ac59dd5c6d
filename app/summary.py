"""What changed against the baseline, in two or three sentences that the numbers carry."""

from __future__ import annotations

from app import headlines, wording
from app.charts.chart import Pair
from model.declare import Role
from model.parameters import PARAMETERS, value_at
from model.words import _

NAMED_CHANGES = 3


def of(pair: Pair) -> str:
    """The summary, in Markdown."""
    if pair.is_same:
        return _("This is the baseline: move a lever to see what it changes.")
    return f"{wording.plain(_changes(pair))} {headlines.moved_in_words(pair)}"


def _changes(pair: Pair) -> str:
    given = {path: value_at(pair.current.parameters, path) for path in PARAMETERS}
    changed = [p for p in PARAMETERS.values()
               if p.role is not Role.SETTING and given[p.path] != p.default]
    if not changed:
        return _("Only settings differ from the baseline.")
    text = ", ".join(
        wording.assignment(p, given[p.path]) for p in changed[:NAMED_CHANGES])
    if len(changed) > NAMED_CHANGES:
        text += _(" and {count} more").format(count=len(changed) - NAMED_CHANGES)
    return _("Set {changes}.").format(changes=text)
