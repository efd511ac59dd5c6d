"""Do patient terms save pioneers under rival theories that nothing published settles?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from app import wording
from app.charts.rows import Row, Track
from app.evidence import blocks
from app.wording import NO_BREAK
from model.comparison import Interval
from model.declare import Unit
from model.parameters import PARAMETERS
from model.theories import THEORIES, Verdict, kept
from model.words import _

MIDDLE = 0.5
# what the farthest end of all intervals takes to either side of the middle
REACH = 0.45
HOLDS, APPEARS = "holds", "appears"


def show() -> None:
    """The answer under the defaults, then under each side of each theory."""
    worlds, verdicts = kept()
    blocks.head(_("Do patient terms save pioneers, whichever theory is right?"), answer(verdicts), _(
        "Pioneers succeeded at year 10, patient terms less usual ones, at equal outlay; {worlds} worlds on the same "
        "luck. Bar: no difference; shade: the 95 % interval under the defaults; dot and line: that under a side, "
        "on one scale for all rows. ● the answer holds, ◇ it does not: it flips or vanishes, or a gain or a loss "
        "appears that the defaults do not show. What is told from noise under one side may be so little that it is "
        "not under the next.").format(worlds=f"{worlds:,}"))
    blocks.rows(rows(verdicts), answer(verdicts))
    blocks.tables("theories", _("Rival theories as a table and CSV"), {
        _("The answer about patient terms under rival theories"): table(worlds, verdicts)})


def answer(verdicts: Sequence[Verdict]) -> str:
    """The answer under the defaults, and under how many sides it holds."""
    default = next(one for one in verdicts if not one.theory)
    sides = [one for one in verdicts if one.theory]
    counts = Counter(word_of(one) for one in sides)
    others = ", ".join(_("{answer} under {count}").format(answer=word, count=count)
                       for word, count in counts.items() if word != _(HOLDS))
    verdict = _("Under the defaults not detectably")
    if not default.effect.includes_zero:
        verdict = _("Under the defaults they do") if default.effect.mean > 0 else _("Under the defaults they do harm")
    return _("{verdict}: patient terms change their number at year 10 by {effect}. This holds under {holds} of {all} "
             "sides of rival theories{others}.").format(
        verdict=verdict, effect=effect(default), holds=counts[_(HOLDS)], all=len(sides),
        others=f"; {others}" if others else "")


def word_of(one: Verdict) -> str:
    """What becomes of the answer under a side; a difference that appears is a gain or a loss."""
    if one.answer != APPEARS:
        return _(one.answer)
    return _("a gain appears") if one.effect.mean > 0 else _("a loss appears")


def effect(one: Verdict) -> str:
    """The difference in pioneers with its interval."""
    return wording.difference(one.effect, Unit.COUNT).replace(" (", f"{NO_BREAK}{_('pioneers')} (", 1)


def rows(verdicts: Sequence[Verdict]) -> list[Row]:
    """A row for the defaults and for every side, all on one scale."""
    largest = max(abs(end) for one in verdicts for end in (one.effect.low, one.effect.high)) or 1.0

    def place(value: float) -> float:
        return MIDDLE + REACH * value / largest

    default = next(one for one in verdicts if not one.theory)
    shade = place(default.effect.low), place(default.effect.high)
    return [Row(
        name(one), word_of(one) if one.theory else "", one.answer == HOLDS if one.theory else None, (effect(one),),
        Track(shade=shade, tick=MIDDLE, labels=((MIDDLE, "0"),),
              dot=Interval(place(one.effect.mean), place(one.effect.low), place(one.effect.high))),
        notes(one)) for one in verdicts]


def name(one: Verdict) -> str:
    """The question of a theory with the answer of a side."""
    if not one.theory:
        return _("Under the defaults")
    side = _(one.side)
    return f"{_(THEORIES[one.theory].question)} {side[:1].upper()}{side[1:]}"


def notes(one: Verdict) -> tuple[str, ...]:
    """Where the dispute comes from, and what a side sets."""
    if not one.theory:
        return ()
    return (_("Source: {source}").format(source=wording.sentence(_(THEORIES[one.theory].source))),
            _("Sets {assumptions}.").format(assumptions=_set(one)))


def _set(one: Verdict) -> str:
    changes = next(side.changes for side in THEORIES[one.theory].sides if side.label == one.side)
    return ", ".join(wording.assignment(PARAMETERS[path], value) for path, value in changes.items())


def table(worlds: int, verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """All sides with the difference that patient terms make."""
    return pd.DataFrame([{
        _("Theory"): _(THEORIES[one.theory].question) if one.theory else _("Defaults"), _("Side"): _(one.side),
        _("Answer"): _(one.answer) if one.theory else "", _("Pioneers at year 10"): one.effect.mean,
        _("95 %: low"): one.effect.low, _("95 %: high"): one.effect.high, _("Worlds"): worlds,
        _("Sets"): _set(one) if one.theory else "",
        _("Source"): _(THEORIES[one.theory].source) if one.theory else ""} for one in verdicts])
