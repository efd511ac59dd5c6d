"""Everything the model reports, declared once: series, headlines and columns of tables."""

from typing import Any

import numpy as np

from model.outputs.columns import COLUMNS
from model.outputs.facts import FACTS
from model.outputs.headlines import HEADLINES
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
HEADLINE_RECORD = np.dtype((np.record, [(name, "f8") for name in FACTS]))

__all__ = [
    "COLUMNS", "FACTS", "HEADLINES", "HEADLINE_RECORD", "INDUSTRY_NAMES", "QUARTER_RECORD", "SERIES",
]
