"""The draws again: a counter-based hash in masked Python integers, normals from the library."""

from statistics import NormalDist

MASK = (1 << 64) - 1
STEP_KIND = 0x9E3779B97F4A7C15
STEP_OCCASION = 0xD1B54A32D192ED03
STANDARD = NormalDist()

# kinds of event; a number that changes here changes everybody's luck
FEASIBLE, ENTRANTS, FIRM, ENTRY, QUALITY, NOVELTY = 3, 4, 5, 6, 7, 8
TEST, DEAD_END, REVENUE, MARKET_DEATH = 9, 10, 11, 12
LISTED_PRICE, INDUSTRY = 33, 43


def mixed(x: int) -> int:
    """The moremur finaliser."""
    x ^= x >> 27
    x = x * 0x3C79AC492BA7B653 & MASK
    x ^= x >> 33
    x = x * 0x1C69B3F74AC4AE35 & MASK
    return x ^ x >> 27


def key(parent: int, kind: int, occasion: int) -> int:
    """The key of an identity below another."""
    inner = mixed(parent + kind * STEP_KIND & MASK)
    return mixed(inner + (occasion + 1) * STEP_OCCASION & MASK)


def pair_key(first: int, second: int) -> int:
    """The key of a meeting of two identities."""
    return mixed(first ^ (second * STEP_KIND & MASK))


def uniform(identity: int, kind: int, occasion: int) -> float:
    """A uniform draw strictly between 0 and 1."""
    bits = mixed(identity + kind * STEP_KIND + (occasion + 1) * STEP_OCCASION & MASK)
    return ((bits >> 11) + 0.5) / 2**53


def normal(identity: int, kind: int, occasion: int) -> float:
    """A standard normal draw."""
    return STANDARD.inv_cdf(uniform(identity, kind, occasion))


def world_key(seed: int, replication: int) -> int:
    """The key of one world: the splitmix64 finaliser of seed and replication."""
    x = seed * STEP_KIND + replication * STEP_OCCASION + 0x632BE59BD9B4E019 & MASK
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & MASK
    x = (x ^ x >> 27) * 0x94D049BB133111EB & MASK
    return x ^ x >> 31


def industry_key(world: int, industry: int) -> int:
    """The key of an industry, by its place in the list of industries."""
    return key(world, INDUSTRY, industry)


def firm_key(world: int, industry: int, slot: int) -> int:
    """The key of a firm, by its industry and its slot in the entry list."""
    return key(industry_key(world, industry), FIRM, slot)
