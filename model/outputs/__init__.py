"""Everything the model reports, declared once: series, headlines and columns of tables."""

import numpy as np

from model.outputs.columns import COLUMNS
from model.outputs.facts import FACTS
from model.outputs.headlines import HEADLINES
from model.outputs.series import SERIES

QUARTER_RECORD = np.dtype((np.record, [(name, "f8") for name in SERIES]))
HEADLINE_RECORD = np.dtype((np.record, [(name, "f8") for name in FACTS]))

__all__ = ["COLUMNS", "FACTS", "HEADLINES", "HEADLINE_RECORD", "QUARTER_RECORD", "SERIES"]
