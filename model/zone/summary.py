"""What a zone holds, in sentences, before it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from model.messages import grouped, number
from model.parameters import Parameters
from model.parameters.industries import INDUSTRY_LABELS
from model.parameters.zone import FUNDS, STAGES, Zone
from model.words import _

NAMED_ROWS = 5
"""So many rows of firms are named in one warning."""


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
    yield from _beyond_the_market(zone, parameters)


def _beyond_the_market(zone: Zone, parameters: Parameters) -> Iterator[str]:
    """Rows of firms with more revenue than their market gives one firm at year 0. Rule 16."""
    known = {row.industry: row.readiness for row in zone.industries}
    found = []
    for place, row in enumerate(zone.firms, 1):
        revenue, readiness = row.revenue_myuan_per_year, known.get(row.industry)
        if revenue is not None and revenue > (most := _most_revenue(row.industry, readiness, parameters)):
            sentence = _("firms, entry {row} ({industry}): {revenue}, at most {most}")
            if readiness is None:
                sentence = _("firms, entry {row} ({industry}): {revenue}, at most {most} when its market opened")
            found.append(sentence.format(row=place, industry=_(INDUSTRY_LABELS[row.industry]),
                                         revenue=grouped(round(revenue)), most=grouped(round(most))))
    if len(found) > NAMED_ROWS:
        found[NAMED_ROWS:] = [_("{count} more").format(count=len(found) - NAMED_ROWS)]
    if found:
        yield _("Revenue in million yuan a year, and what the market gives one firm of its industry: {rows}. At year 0 "
                "it is cut to that. It may be more in a readier market: give readiness in the sheet industries, or "
                "raise “Market cap on revenue”.").format(rows="; ".join(found))


def _most_revenue(industry: str, readiness: float | None, parameters: Parameters) -> float:
    """What the market gives one firm a year; where its readiness is not given, what it gave at its opening."""
    if readiness is None:
        readiness = parameters.spillovers.readiness_at_opening
    size: float = getattr(parameters.industries, industry).market_size
    return parameters.firms.revenue_cap_myuan_per_year * size * readiness


def _listed(counts: Counter[str], labels: dict[str, str]) -> str:
    parts = [f"{grouped(counts[name])} {_(label).lower() if name != 'ma' else _(label)}"
             for name, label in labels.items() if counts[name]]
    return ", ".join(parts) or _("none")
