"""Only the levers and assumptions in which scenarios differ."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from app import wording
from app.compare.chosen import Candidate
from model.declare import Role
from model.parameters import PARAMETERS, Parameters, value_at
from model.words import _


def paths(candidates: Sequence[Candidate]) -> list[str]:
    """Parameters with more than one value among these scenarios, in the order of the declarations."""
    return [path for path, each in PARAMETERS.items() if each.role is not Role.SETTING
            and len({value_at(one.parameters, path) for one in candidates}) > 1]


def table(candidates: Sequence[Candidate]) -> pd.DataFrame:
    """A row for each such parameter, a column for each scenario; the first row is their zones, if these differ."""
    rows = []
    if zones(candidates):
        rows.append({_("Group"): wording.group_title("zone"), _("What differs"): _("Firms and funds at year 0"), **{
            one.title: zone_name(one.parameters) for one in candidates}})
    for path in paths(candidates):
        parameter = PARAMETERS[path]
        rows.append({
            _("Group"): wording.group_title(parameter.group), _("What differs"): wording.full_label(parameter),
            **{one.title: wording.setting_text(parameter, value_at(one.parameters, path)) for one in candidates}})
    return pd.DataFrame(rows)


def zones(candidates: Sequence[Candidate]) -> str:
    """The zones of these scenarios, if they differ; else nothing."""
    names = dict.fromkeys(zone_name(one.parameters) for one in candidates)
    differ = len({one.parameters.zone for one in candidates}) > 1
    return ", ".join(names) if differ else ""


def zone_name(given: Parameters) -> str:
    """What the zone of an input is called."""
    return _("simulated") if given.zone is None else _("own zone “{name}”").format(name=given.zone.name)
