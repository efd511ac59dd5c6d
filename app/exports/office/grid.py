"""Where the charts of one figure stand beside and below each other, in parts of the room for all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from app.exports.office.panels import WHOLE, Box
from app.exports.office.plan import Plan

COLUMNS = 3
BETWEEN = 0.02


def arranged(plans: Sequence[Plan]) -> list[tuple[Plan, Box]]:
    """Charts with their places: columns fill a wide page, rows keep the heights that the figure gives them."""
    if len(plans) == 1:
        return [(plans[0], WHOLE)]
    plain = [replace(plan, has_legend=False) for plan in plans]
    if len({plan.box[0] for plan in plans}) == 1:
        total, top, found = sum(plan.box[3] for plan in plans), 0.0, []
        for plan in plain:
            high = plan.box[3] / total
            found.append((plan, (0.0, top, 1.0, high)))
            top += high
        return found
    rows = math.ceil(len(plans) / COLUMNS)
    wide, high = (1 - BETWEEN * (COLUMNS - 1)) / COLUMNS, (1 - BETWEEN * (rows - 1)) / rows
    title = next((plan.x.title for plan in plans if plan.x.title), "")
    return [(replace(plan, x=replace(plan.x, title=title)),
             (k % COLUMNS * (wide + BETWEEN), k // COLUMNS * (high + BETWEEN), wide, high))
            for k, plan in enumerate(plain)]
