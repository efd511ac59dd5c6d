"""Returns of funds again, from the table of their quarters and a library for IRR."""

import math
from typing import Any

import pyxirr

LOWEST, HIGHEST = -0.99, 10.0


def net_flows(fund_quarters: Any, replication: int) -> dict[str, list[float]]:
    """Distributions less calls of every fund of one world, by quarter since its vintage."""
    part = fund_quarters[fund_quarters["replication"] == replication]
    flows: dict[str, list[float]] = {}
    columns = ("fund", "call_myuan", "distribution_myuan")
    for fund, call, distribution in zip(*(part[c] for c in columns), strict=True):
        flows.setdefault(fund, []).append(distribution - call)
    return flows


def value_at(flows: list[float], rate_per_year: float) -> float:
    """Net present value of quarterly flows at a yearly rate."""
    return math.fsum(flow * (1 + rate_per_year) ** (-t / 4) for t, flow in enumerate(flows))


def has_rate(flows: list[float]) -> bool:
    """Is there a return between -99 % and +1,000 % a year at which flows balance?"""
    return value_at(flows, LOWEST) * value_at(flows, HIGHEST) < 0


def irr(flows: list[float]) -> float:
    """Yearly internal rate of return by the library; NaN if it finds none."""
    quarterly = pyxirr.irr(flows)
    return math.nan if quarterly is None else float((1 + quarterly) ** 4 - 1)
