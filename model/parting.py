"""The same firm in two scenarios on the same luck: where its two lives part, and what each did then."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from model.lives import Event, Kind, Life
from model.record import QUARTERS_PER_YEAR
from model.state import (
    DEAD_END,
    FORCED,
    LEFT,
    LISTING,
    MA_PURCHASE,
    MARKET,
    NO_MONEY,
    OUTCOMES,
    TRADE_SALE,
)
from model.words import _

Names = tuple[str, str]
"""What the two scenarios are called in a sentence."""

AB: Names = ("A", "B")
# million yuan from which on amounts are told in billions
BILLIONS_FROM = 10_000
MINUS = "\N{MINUS SIGN}"
# every event in words; an exit and a death are told by their outcome
HAPPENED = {
    Kind.FOUNDED: "it was founded{when}",
    Kind.TEST_PASSED: "it passed a test into the {stage} stage{when}",
    Kind.TEST_FAILED: "it failed a test in the {stage} stage{when}",
    Kind.ROUND: "it got {money} in its {round} round{when}",
    Kind.BRIDGE: "it got a bridge of {money}{when}",
    Kind.PURCHASE: "an M&A fund bought it for {money}{when}",
    Kind.BUY_BACK: "redemption clauses were used for the last time{when}",
    Kind.ALIVE: "it was alive in the {stage} stage at the end of the run",
}
ENDED = {
    OUTCOMES[DEAD_END]: "its technology came to a dead end{when}",
    OUTCOMES[NO_MONEY]: "it died for want of money{when}",
    OUTCOMES[FORCED]: "it died of a forced exit{when}",
    OUTCOMES[MARKET]: "it lost its market and died{when}",
    OUTCOMES[LISTING]: "it was listed at a value of {money}{when}",
    OUTCOMES[TRADE_SALE]: "it was sold for {money}{when}",
    OUTCOMES[MA_PURCHASE]: "it was sold to an M&A fund for {money}{when}",
    OUTCOMES[LEFT]: "it left the zone{when}, worth {money}",
}


class Weight(StrEnum):
    """How much differs between two lives, from nothing on."""

    NONE = "nothing differs"
    MONEY = "only the money differs"
    PATH = "the paths part"
    FOUNDING = "founded in one only"


@dataclass(frozen=True, eq=False)
class Parting:
    """Two lives of one firm, and where they part. A life is missing where the firm was not founded.

    Paths part at the first event that differs in quarter, kind, round, or outcome with its reason.
    Events that are alike in all that may still differ in amount, price or investors: a parting of
    money, which is weaker. `quarter`, counted from year 0, is that of the parting that `weight`
    names; `money_quarter` that of the first money that differs before the paths part. Both are None
    where nothing of the kind happens. The first `shared` events of both lives are alike but for money.

    What the records leave out is not seen: a life notes only the last use of redemption clauses.
    """

    first: Life | None
    second: Life | None
    weight: Weight
    quarter: int | None = None
    money_quarter: int | None = None
    shared: int = 0

    @property
    def at_first(self) -> tuple[Event, ...]:
        """What the first life did at the moment of the parting; empty if nothing."""
        return self._at(self.first)

    @property
    def at_second(self) -> tuple[Event, ...]:
        """What the second life did at the moment of the parting; empty if nothing."""
        return self._at(self.second)

    @property
    def ends(self) -> tuple[Event | None, Event | None]:
        """How each life ends; None where the firm was not founded."""
        return _end_of(self.first), _end_of(self.second)

    def cause(self, names: Names = AB) -> str:
        """Where the lives part, what each did then and how each ends, in plain sentences."""
        return " ".join(_cause(self, names))

    def _at(self, life: Life | None) -> tuple[Event, ...]:
        later = () if life is None else life.events[self.shared :]
        return tuple(event for event in later if event.quarter == self.quarter)


def parting(first: Life | None, second: Life | None) -> Parting:
    """Where two lives of one firm part.

    Raises `ValueError` for lives of different firms.
    """
    if first is None or second is None:
        founded = first or second
        if founded is None:
            return Parting(None, None, Weight.NONE)
        return Parting(first, second, Weight.FOUNDING, founded.events[0].quarter)
    if first.firm != second.firm:
        raise ValueError(f"{first.firm} and {second.firm} are two firms.")
    shared = _count_alike(map(_path, first.events), map(_path, second.events))
    paid = _count_alike(map(_money, first.events), map(_money, second.events))
    money_quarter = first.events[paid].quarter if paid < shared else None
    rest = (*first.events[shared : shared + 1], *second.events[shared : shared + 1])
    if rest:
        quarter = min(event.quarter for event in rest)
        return Parting(first, second, Weight.PATH, quarter, money_quarter, shared)
    if money_quarter is not None:
        return Parting(first, second, Weight.MONEY, money_quarter, money_quarter, paid)
    return Parting(first, second, Weight.NONE, shared=shared)


def _count_alike(first: Iterable[Any], second: Iterable[Any]) -> int:
    """How many things two rows have in common before the first that differs."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _path(event: Event) -> tuple[Any, ...]:
    return event.quarter, event.kind, event.round, event.outcome, event.reason


def _money(event: Event) -> tuple[Any, ...]:
    """Amount, price and investors; what does not apply is None, which equals itself as NaN does not."""
    amounts = (event.amount_myuan, event.pre_money_myuan)
    return (*(None if math.isnan(amount) else amount for amount in amounts), event.investors)


def _end_of(life: Life | None) -> Event | None:
    return None if life is None else life.events[-1]


# ---- in words --------------------------------------------------------------------------------


def told(event: Event, is_dated: bool = True) -> str:
    """An event as part of a sentence, with its year or without."""
    sentence = HAPPENED[event.kind] if event.kind in HAPPENED else ENDED[event.outcome]
    when = _(" in year {year}").format(year=year_text(event.quarter)) if is_dated else ""
    text = _(sentence).format(
        stage=_(event.stage), round=_(event.round), money=_amount(event.amount_myuan), when=when)
    if event.reason:
        text += _(" after a passed test, with no next round ({reason})").format(reason=_(event.reason))
    return text


def year_text(quarter: int) -> str:
    """A quarter in years from year 0, as charts write it."""
    return f"{quarter / QUARTERS_PER_YEAR:.1f}".replace("-", MINUS)


def _amount(myuan: float) -> str:
    if myuan >= BILLIONS_FROM:
        return _("¥{number} billion").format(number=f"{myuan / 1000:,.1f}")
    decimals = 0 if myuan >= 100 else 1 if myuan >= 10 else 2
    return _("¥{number} million").format(number=f"{myuan:,.{decimals}f}")


def _cause(found: Parting, names: Names) -> Iterator[str]:
    if found.first is None or found.second is None:
        yield _founded_in_one(found, names)
    elif found.weight is Weight.NONE:
        yield _("The same happened in both, for the same money.")
        yield from _ends(found, names)
    elif found.weight is Weight.MONEY:
        yield _the_money(found, names)
        yield from _ends(found, names)
    else:
        yield _the_moment(found)
        rests = [life.events[found.shared :] for life in (found.first, found.second)]
        for name, own, other in zip(names, rests, reversed(rests), strict=True):
            yield _("In {name} {course}.").format(name=name, course=_course(own, other, found.quarter))


def _founded_in_one(found: Parting, names: Names) -> str:
    life = found.first or found.second
    if life is None:
        return _("The firm was founded neither in {a} nor in {b}.").format(a=names[0], b=names[1])
    here, there = names if found.second is None else names[::-1]
    return _("In {here} {founded}; {end}. In {there} it was not founded.").format(
        here=here, there=there, founded=told(life.events[0]), end=told(life.events[-1]))


def _the_moment(found: Parting) -> str:
    year = year_text(found.quarter or 0)
    if not found.shared:
        return _("The paths part at once, in year {year}.").format(year=year)
    if found.money_quarter is None:
        return _("The paths part in year {year}; until then all was the same.").format(year=year)
    return _("The paths part in year {year}; until then only the money differed, first in year {first}.").format(
        year=year, first=year_text(found.money_quarter))


def _course(own: tuple[Event, ...], other: tuple[Event, ...], quarter: int | None) -> str:
    """What one life did at the parting, or its next event if it did nothing then, and how it ended."""
    now = [event for event in own if event.quarter == quarter]
    later = own[len(now) :]
    if now:
        parts = [_(" and ").join(told(event, is_dated=False) for event in now)]
    else:
        parts = [_lacking(own, other[0]), *(told(event) for event in later[:1])]
        later = later[1:]
    return "; ".join([*parts, *(told(event) for event in later[-1:])])


def _lacking(own: tuple[Event, ...], other: Event) -> str:
    """What did not happen in one life when something happened in the other."""
    if other.kind is not Kind.ROUND:
        return _("the records show no event then")
    came_later = any(event.kind is Kind.ROUND and event.round == other.round for event in own)
    sentence = _("it got no {round} round then") if came_later else _("it never got its {round} round")
    return sentence.format(round=_(other.round))


def _the_money(found: Parting, names: Names) -> str:
    """What differs in the first event with other money: amount and price, or who paid."""
    events = (found.at_first[0], found.at_second[0])
    for of in (_paid, _payers):
        one, other = map(of, events)
        if one != other:
            differ = _("{first} in {a}, {second} in {b}").format(first=one, second=other, a=names[0], b=names[1])
            break
    else:
        differ = _("by less than is shown here")
    return _("The same happened in both, only the money differed, first in year {year} ({what}): {differ}.").format(
        year=year_text(events[0].quarter), what=_name(events[0]), differ=differ)


def _name(event: Event) -> str:
    return _("{round} round").format(round=_(event.round)) if event.kind is Kind.ROUND else _(event.kind.value)


def _paid(event: Event) -> str:
    text = _amount(event.amount_myuan)
    if math.isnan(event.pre_money_myuan):
        return text
    return _("{money} at {price} pre-money").format(money=text, price=_amount(event.pre_money_myuan))


def _payers(event: Event) -> str:
    return ", ".join(
        _("{money} from {fund}").format(money=_amount(one.amount_myuan), fund=one.fund) for one in event.investors)


def _ends(found: Parting, names: Names) -> Iterator[str]:
    ends = [told(event) for event in found.ends if event is not None]
    if ends[0] == ends[1]:
        yield _("In both {end}.").format(end=ends[0])
    else:
        for name, end in zip(names, ends, strict=True):
            yield _("In {name} {end}.").format(name=name, end=end)
