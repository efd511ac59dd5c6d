"""Ten directions reported in the literature, in the order of the design notes.

Each is a fair experiment, where it has one with its mechanism switched off beside. `expected` is what
the source reports. Nothing is fitted so that it comes out.
"""

from model.experiments.investors import BARROT, GADDY, HOT_MARKETS, MIN, TOLERANCE
from model.experiments.public_money import BRANDER, COLONNELLI, CONCESSION, CROWDING, HOWELL

DIRECTIONS = (
    BARROT, BRANDER, CROWDING, COLONNELLI, HOT_MARKETS, TOLERANCE, GADDY, HOWELL, MIN, CONCESSION,
)
