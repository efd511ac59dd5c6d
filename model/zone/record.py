"""A zone of one's own in the units of the model. -1 stands for what is not known."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from model.messages import Problems
from model.parameters import HISTORY, contradictions
from model.parameters.firms import Firms
from model.parameters.industries import INDUSTRY_LABELS
from model.parameters.zone import FUNDS, MOST_FIRMS, MOST_ROWS, STAGES, FirmRow, FundRow, Zone
from model.units import FEN_PER_MYUAN, QUARTERS_PER_YEAR

UNKNOWN = -1
POOLED = -1
_INDUSTRIES, _STAGES, _FUNDS = list(INDUSTRY_LABELS), list(STAGES), list(FUNDS)


def _record(*fields: Any) -> np.dtype[Any]:
    return np.dtype((np.record, np.dtype(list(fields), align=True)))


def _same(kind: str, names: str) -> list[tuple[str, str]]:
    return [(name, kind) for name in names.split()]


_INDUSTRY = _record(*_same("f8", "readiness knowledge"))
_FIRM = _record(*_same("i8", "industry stage slot age_quarters cash_fen raised_fen revenue_fen"))
_FUND = _record(*_same("i8", "kind industry slot age_quarters term_quarters size_fen"),
                *_same("f8", "guide_share state_share called_share dpi"))
ZONE = _record(
    *_same("i8", "given firms_count funds_count"), ("industries", _INDUSTRY, (len(_INDUSTRIES),)),
    ("firms", _FIRM, (MOST_FIRMS,)), ("funds", _FUND, (MOST_ROWS["funds"],)),
)


def zone_record(parameters: Any) -> Any:
    """The zone of an input; empty where its history is simulated.

    Raises `Problems` if a fund is older than the years that are kept: kernels do not look where they write.
    """
    record = np.zeros((), ZONE)
    zone: Zone | None = getattr(parameters, "zone", None)
    if zone is None:
        return record
    too_old = [each.message for each in contradictions(parameters) if HISTORY in each.paths]
    if too_old:
        raise Problems(too_old)
    firms = _firms(zone, parameters)
    record["given"], record["firms_count"], record["funds_count"] = 1, len(firms), len(zone.funds)
    record["industries"] = UNKNOWN
    for row in zone.industries:
        known = (UNKNOWN if value is None else value for value in (row.readiness, row.knowledge))
        record["industries"][_INDUSTRIES.index(row.industry)] = tuple(known)
    record["firms"][: len(firms)] = firms
    record["funds"][: len(zone.funds)] = _funds(zone)
    return record


def _firms(zone: Zone, parameters: Any) -> list[tuple[int, ...]]:
    """A record for each firm, the oldest first; firms of an industry take its slots in that order."""
    aged = sorted(((_age(row, parameters), row) for row in zone.firms), key=lambda pair: -pair[0])
    slots: Counter[int] = Counter()
    firms: list[tuple[int, ...]] = []
    for age, row in aged:
        industry = _INDUSTRIES.index(row.industry)
        for _n in range(row.count):
            firms.append((industry, _STAGES.index(row.stage), slots[industry], age, _fen(row.cash_myuan),
                          _fen(row.raised_myuan), _fen(row.revenue_myuan_per_year, QUARTERS_PER_YEAR)))
            slots[industry] += 1
    return firms


def _age(row: FirmRow, parameters: Any) -> int:
    """Age in quarters; where it is not known, the usual work of the stages before and half of its own stage's."""
    if row.age_years is not None:
        return round(row.age_years * QUARTERS_PER_YEAR)
    firms: Firms = parameters.firms
    work = (firms.concept_work_years, firms.prototype_work_years, firms.pilot_work_years, firms.scale_work_years, 0.0)
    stage = _STAGES.index(row.stage)
    industry: Any = getattr(parameters.industries, row.industry)
    years: float = (sum(work[:stage]) + work[stage] / 2) * industry.work_multiple
    return round(years * QUARTERS_PER_YEAR)


def _fen(myuan: float | None, parts: int = 1) -> int:
    return UNKNOWN if myuan is None else round(myuan * FEN_PER_MYUAN / parts)


def _funds(zone: Zone) -> list[tuple[float, ...]]:
    """A record for each fund. The n-th fund of a kind and year is that of the n-th manager."""
    slots: Counter[tuple[str, int]] = Counter()
    funds: list[tuple[float, ...]] = []
    for row in zone.funds:
        age = _fund_age(row)
        same = (row.kind, -age // QUARTERS_PER_YEAR)
        industry = POOLED if row.industry is None else _INDUSTRIES.index(row.industry)
        called = UNKNOWN if row.called_share is None else row.called_share
        funds.append((
            _FUNDS.index(row.kind), industry, slots[same], age, round(row.term_years * QUARTERS_PER_YEAR),
            _fen(row.size_myuan), row.guide_share, row.state_share, called, row.dpi))
        slots[same] += 1
    return funds


def _fund_age(row: FundRow) -> int:
    """Age in quarters at year 0; a fund of year 0 itself was formed a quarter before."""
    return max(1, round(row.vintage_years * QUARTERS_PER_YEAR))
