"""What the places of an array stand for, where that is neither a world nor a time."""

STAGES = ("concept", "angel", "venture", "growth", "mature")
CAUSES = ("technical dead end", "funding gap", "forced exit", "market")
"""Causes of death."""
EXITS = ("listing", "trade sale", "M&A fund purchase", "left the zone")
"""Kinds of exit."""
GROUPS = ("pioneer", "follower")
"""Groups of firms that have life tables of their own."""
MULTIPLE_EDGES = (0, 1, 2, 5, 10, 20, 50)
"""Lower edges of the classes of realised multiples; the last class is open."""
MULTIPLE_CLASSES = (
    *(f"{low} to {high}" for low, high in zip(MULTIPLE_EDGES, MULTIPLE_EDGES[1:], strict=False)),
    f"{MULTIPLE_EDGES[-1]} and more",
)
