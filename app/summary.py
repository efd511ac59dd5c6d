"""What changed against the baseline, by how much and at whose cost: sentences that the numbers carry."""

from __future__ import annotations

from collections.abc import Sequence

from app import wording
from app.charts.chart import Pair
from model.comparison import Interval, interval, paired
from model.declare import Role, Unit
from model.export import verdict
from model.outputs import HEADLINES
from model.parameters import PARAMETERS, value_at
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.words import _

NAMED_CHANGES = 3
# below this part of its budget it is said that the guide leaves money unspent
SPENT_SHARE = 0.6
# a mean difference below this is easier to picture over several zones
COUNTED_BY_ZONES = 0.5
FEW_ZONES = 5
EFFECTS = ("pioneers_succeeded_10", "industries_established")
# what is said of headlines of which no difference can be said
OTHERWISE = {
    "no detectable difference": "no detectable difference in {names}",
    "identical": "no difference at all in {names}",
    "undefined": "no difference can be stated in {names}",
}
COSTS = ("net_fiscal_cost", "social_irr")
# headlines that hold a zone against itself with neither guide nor supports
OF_POLICIES = ("additional_successes", "net_fiscal_cost")


def of(pair: Pair, scenario: str = "") -> str:
    """Two sentences in Markdown; `scenario` is the title of the one that is shown as shipped."""
    zone = pair.current.parameters.zone
    if pair.is_same and zone is not None:
        return _joined(_("This is the baseline’s policy in your zone “{name}”: move a lever to see what it changes "
                         "there").format(name=zone.name), _added(pair.current), *_caveats(pair.current))
    if pair.is_same:
        return _joined(_("This is the baseline: move a lever to see what it changes"), _added(pair.current),
                       *_caveats(pair.current))
    changes = _("Scenario “{title}”").format(title=scenario) if scenario else _changes(pair)
    moved = said(pair, (*EFFECTS, *COSTS), by_zones=True)
    against = _("Against the baseline, {said}").format(said=wording.lower_first(moved))
    return _joined(changes, against, *_caveats(pair.current))


def _joined(*sentences: str) -> str:
    return wording.plain(" ".join(wording.sentence(each) for each in sentences))


def _added(result: Result) -> str:
    """What guide and supports do to the zone that is shown."""
    parts = []
    for name in OF_POLICIES:
        found = interval(result.headlines[name])
        parts.append(_("{name}: none that could be told").format(name=_label(name)) if found.includes_zero else
                     _told(name, found, by_zones=True))
    return _("Against the same zone with neither guide nor supports, {said}").format(said="; ".join(parts))


def _caveats(result: Result) -> list[str]:
    """What a reader must know before the numbers above are taken at their word."""
    return [*_unspent(result), *_gain(result)]


def _gain(result: Result) -> list[str]:
    """A sentence if the policies bring the treasury more than they cost, since returns come out too high."""
    found = interval(result.headlines["net_fiscal_cost"])
    if found.includes_zero or found.mean > 0:
        return []
    return [_("The treasury’s gain is likely too high (Evidence, Limits)")]


def _unspent(result: Result) -> list[str]:
    """A sentence if much of the guide's budget finds no fund, so that nobody wonders why more of it does nothing."""
    years = min(result.parameters.guide.budget_years, result.parameters.settings.horizon_years)
    budget = years * result.parameters.guide.budget_myuan_per_year
    until = round(years * QUARTERS_PER_YEAR)
    committed = float(result.series["committed_guide"][:, :until].sum(1, dtype=float).mean())
    if not budget or committed >= SPENT_SHARE * budget:
        return []
    return [_("The guide commits {share} of its budget: cap, others’ offers, freezes and cuts leave the rest "
              "unspent").format(share=wording.amount(committed / budget, Unit.SHARE))]


def _changes(pair: Pair) -> str:
    given = {path: value_at(pair.current.parameters, path) for path in PARAMETERS}
    before = {path: value_at(pair.baseline.parameters, path) for path in PARAMETERS}
    changed = [p for p in PARAMETERS.values() if given[p.path] != before[p.path]]
    if all(p.role is Role.SETTING for p in changed):
        return _("Only settings differ from the baseline")
    text = ", ".join(wording.assignment(p, given[p.path]) for p in changed[:NAMED_CHANGES])
    if len(changed) > NAMED_CHANGES:
        text += _(" and {count} more").format(count=len(changed) - NAMED_CHANGES)
    return _("Set {changes}").format(changes=text)


def said(pair: Pair, names: Sequence[str], by_zones: bool = False) -> str:
    """What became of some headlines: first those that moved, then the others.

    `by_zones` tells a small part of a firm or an industry also as one in so many zones.
    """
    kinds = {name: verdict(pair.baseline, pair.current, name) for name in names}
    parts = [_moved(pair, name, by_zones) for name, kind in kinds.items() if kind in ("more", "less")]
    for kind, words in OTHERWISE.items():
        found = [_label(name) for name in names if kinds[name] == kind]
        if found:
            parts.append(_(words).format(names=_(" nor in ").join(found)))
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _moved(pair: Pair, name: str, by_zones: bool) -> str:
    return _told(name, paired(pair.baseline, pair.current, name), by_zones)


def _told(name: str, found: Interval, by_zones: bool) -> str:
    unit = HEADLINES[name].unit
    text = f"{_label(name)}: {wording.difference(found, unit)}"
    if not by_zones or unit is not Unit.COUNT or abs(found.mean) >= COUNTED_BY_ZONES:
        return text
    words = _("{said}, about one more in {count} such zones") if found.mean > 0 else \
        _("{said}, about one fewer in {count} such zones")
    count = float(f"{1 / abs(found.mean):.2g}")
    return words.format(said=text, count=wording.digits(count, 1 if count < FEW_ZONES and count % 1 else 0))


def _label(name: str) -> str:
    return wording.lower_first(_(HEADLINES[name].label))
