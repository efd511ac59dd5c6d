"""Luck: every draw is a function of who it is for and on which occasion, never of what came before.

A draw is keyed by (seed, replication) through the world's key, by the identity of an industry,
firm or fund, by the kind of event and by the occasion. Adding a firm, a fund or a rule that
draws changes nobody else's luck. The mixer is the "moremur" finaliser of a 64-bit counter.
"""

import math

import numpy as np

from model.arithmetic import log
from model.jit import inlined

# kinds of event
WORLD = np.uint64(1)
MARKET = np.uint64(2)
FEASIBLE = np.uint64(3)
ENTRANTS = np.uint64(4)
FIRM = np.uint64(5)
ENTRY = np.uint64(6)
QUALITY = np.uint64(7)
NOVELTY = np.uint64(8)
TEST = np.uint64(9)
DEAD_END = np.uint64(10)
REVENUE = np.uint64(11)
MARKET_DEATH = np.uint64(12)
MANAGER = np.uint64(13)
FUND = np.uint64(14)
SKILL = np.uint64(15)
THRESHOLD = np.uint64(16)
STATE_OWNED = np.uint64(17)
MANAGER_REFUSAL = np.uint64(18)
TERM_LUCK = np.uint64(19)
MEETING = np.uint64(20)
DILIGENCE = np.uint64(21)
INTERFERENCE = np.uint64(22)
DELAY = np.uint64(23)
FIRM_REFUSAL = np.uint64(24)
OUTSIDE_MEETING = np.uint64(25)
OUTSIDE_DILIGENCE = np.uint64(26)
LEAVING = np.uint64(27)
CLAUSE = np.uint64(28)
CLAUSE_USE = np.uint64(29)
CERTIFICATION = np.uint64(30)
EXTENSION = np.uint64(31)
LISTING = np.uint64(32)
LISTED_PRICE = np.uint64(33)
BID = np.uint64(34)
BID_PRICE = np.uint64(35)
MA_BID = np.uint64(36)
MA_PRICE = np.uint64(37)
OUTSIDE_DEAL = np.uint64(38)
OUTSIDE_HOLD = np.uint64(39)
BUY_OUT = np.uint64(40)
PROGRAMME_CUT = np.uint64(41)
GRANT = np.uint64(42)
INDUSTRY = np.uint64(43)
PROGRESS = np.uint64(44)

_STEP_KIND = np.uint64(0x9E3779B97F4A7C15)
_STEP_OCCASION = np.uint64(0xD1B54A32D192ED03)
_M1 = np.uint64(0x3C79AC492BA7B653)
_M2 = np.uint64(0x1C69B3F74AC4AE35)
_S27 = np.uint64(27)
_S33 = np.uint64(33)
_S11 = np.uint64(11)
_ONE = np.uint64(1)
_UNIT = 1.0 / 9007199254740992.0


@inlined
def mixed(x):
    """Scramble 64 bits (the moremur finaliser)."""
    x ^= x >> _S27
    x *= _M1
    x ^= x >> _S33
    x *= _M2
    x ^= x >> _S27
    return x


@inlined
def key(parent, kind, occasion):
    """The key of an identity below `parent`, e.g. of a firm below its world."""
    return mixed(mixed(parent + kind * _STEP_KIND) + (np.uint64(occasion) + _ONE) * _STEP_OCCASION)


@inlined
def pair_key(first, second):
    """The key of a meeting of two identities."""
    return mixed(first ^ (second * _STEP_KIND))


@inlined
def meeting_limit(chance):
    """What the 53 bits of a meeting stay below with this chance."""
    return np.uint64(chance * 9007199254740992.0)


@inlined
def meets(occasion, other, limit):
    """Do two identities meet? `occasion` is one's key for this occasion, `other` the key of the other."""
    return mixed(occasion ^ other) >> _S11 < limit


@inlined
def uniform(identity, kind, occasion):
    """A uniform draw strictly between 0 and 1 for one identity, kind of event and occasion."""
    bits = mixed(identity + kind * _STEP_KIND + (np.uint64(occasion) + _ONE) * _STEP_OCCASION)
    return (float(bits >> _S11) + 0.5) * _UNIT


@inlined
def inverse_normal(u):
    """Standard normal quantile; Acklam's rational approximation, relative error below 1.2e-9."""
    q = u - 0.5
    if abs(q) <= 0.47575:
        r = q * q
        top = (((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r
                 + 1.383577518672690e2) * r - 3.066479806614716e1) * r + 2.506628277459239)
        low = (((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r
                 + 6.680131188771972e1) * r - 1.328068155288572e1) * r + 1.0)
        return q * top / low
    tail = u if q < 0.0 else 1.0 - u
    r = math.sqrt(-2.0 * log(tail))
    top = (((((-7.784894002430293e-3 * r - 3.223964580411365e-1) * r - 2.400758277161838) * r
             - 2.549732539343734) * r + 4.374664141464968) * r + 2.938163982698783)
    low = ((((7.784695709041462e-3 * r + 3.224671290700398e-1) * r + 2.445134137142996) * r
            + 3.754408661907416) * r + 1.0)
    return top / low if q < 0.0 else -top / low


@inlined
def normal(identity, kind, occasion):
    """A standard normal draw for one identity, kind of event and occasion."""
    return inverse_normal(uniform(identity, kind, occasion))
