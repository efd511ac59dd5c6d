"""What a zone holds, in sentences, before it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from model.messages import grouped, number
from model.parameters import Parameters
from model.parameters.zone import FUNDS, STAGES, Zone
from model.words import _


def sentences(zone: Zone) -> Iterator[str]:
    """Firms by stage, funds by kind, and their money."""
    firms = Counter({stage: sum(row.count for row in zone.firms if row.stage == stage) for stage in STAGES})
    industries = len({row.industry for row in zone.firms})
    yield _("Firms: {count}, in {industries} of the six industries ({stages}).").format(
        count=grouped(zone.firm_count), industries=industries, stages=_listed(firms, STAGES))
    kinds = Counter(row.kind for row in zone.funds)
    size = sum(row.size_myuan for row in zone.funds)
    guide = sum(row.size_myuan * row.guide_share for row in zone.funds)
    yield _("Funds: {count} ({kinds}), with commitments of {size} million yuan, {guide} million of them the guide's."
            ).format(count=len(zone.funds), size=grouped(round(size)), guide=grouped(round(guide)),
                     kinds=_listed(kinds, FUNDS))
    if zone.industries:
        yield _("Industries with a row of their own: {count}.").format(count=len(zone.industries))


def short(zone: Zone) -> str:
    """How many firms and funds there are."""
    return _("Firms: {firms}, funds: {funds}, in place of the simulated history.").format(
        firms=grouped(zone.firm_count), funds=len(zone.funds))


def warnings(zone: Zone, parameters: Parameters) -> Iterator[str]:
    """What a person should know before using a zone with these assumptions."""
    labour = parameters.labour
    wanted = dict(zip(STAGES, (labour.concept_workers, labour.prototype_workers, labour.pilot_workers,
                               labour.scale_workers, labour.mature_workers), strict=True))
    people = sum(wanted[row.stage] * row.count for row in zone.firms)
    if people > labour.supply_workers and parameters.switches.labour_limit:
        yield _("These firms want {people} skilled people, and the zone has {supply}, so all work takes {times} times "
                "as long. Set “Skilled people at year 0” if there are more.").format(
            people=grouped(people), supply=grouped(labour.supply_workers),
            times=number(round(people / labour.supply_workers, 1)))
    late = sum(row.vintage_years >= row.term_years for row in zone.funds)
    if late:
        yield _("Funds past their term: {count}. In the first quarter each extends its term or begins to sell.").format(
            count=late)


def _listed(counts: Counter[str], labels: dict[str, str]) -> str:
    parts = [f"{grouped(counts[name])} {_(label).lower() if name != 'ma' else _(label)}"
             for name, label in labels.items() if counts[name]]
    return ", ".join(parts) or _("none")
