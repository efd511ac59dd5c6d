"""Everything the model reports, declared once: series, headlines and columns of tables."""

from typing import Any

import numpy as np

from model.outputs.columns import COLUMNS
from model.outputs.dimensions import CAUSES, EXITS, GROUPS, MULTIPLE_CLASSES, MULTIPLE_EDGES, STAGES
from model.outputs.facts import FACTS
from model.outputs.funds import AGES, MULTIPLES
from model.outputs.headlines import HEADLINES
from model.outputs.life import LIFE
from model.outputs.series import INDUSTRY_NAMES, SERIES


def _quarter_fields() -> list[Any]:
    """One float a series; those kept for each industry lie together under their common name."""
    fields: dict[str, Any] = {}
    for name, output in SERIES.items():
        if "industry" in output.dimensions:
            stem = name.split(".")[0]
            fields[stem] = (stem, "f8", (len(INDUSTRY_NAMES),))
        else:
            fields[name] = (name, "f8")
    return list(fields.values())


QUARTER_RECORD = np.dtype((np.record, _quarter_fields()))
# what a world records once at its end, and once for each age in quarters of its funds and firms
WORLD_RECORD = np.dtype((np.record, [
    *((name, "f8") for name in FACTS),
    ("died_at", "f8", (len(GROUPS), len(STAGES), len(CAUSES))),
    ("multiples", "f8", (len(MULTIPLE_CLASSES),)), ("multiples_fen", "f8", (len(MULTIPLE_CLASSES),)),
]))
AGE_RECORD = np.dtype((np.record, [
    ("called_fen", "f8"), ("distributed_fen", "f8"), ("nav_fen", "f8"), ("funds", "f8"),
    ("at_risk", "f8", (len(GROUPS),)), ("died", "f8", (len(GROUPS), len(CAUSES))),
    ("left", "f8", (len(GROUPS), len(EXITS))),
]))

__all__ = [
    "AGES", "AGE_RECORD", "CAUSES", "COLUMNS", "EXITS", "FACTS", "GROUPS", "HEADLINES", "INDUSTRY_NAMES",
    "LIFE", "MULTIPLES", "MULTIPLE_CLASSES", "MULTIPLE_EDGES", "QUARTER_RECORD", "SERIES", "STAGES",
    "WORLD_RECORD",
]
