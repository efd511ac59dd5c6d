"""Which firms tell most of the difference between two scenarios: the two lives of one firm, over many worlds."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from model.lives import Event, Kind
from model.messages import Problems, number
from model.outputs import CAUSES, EXITS, INDUSTRY_NAMES
from model.parameters import PARAMETERS, value_at
from model.parameters.industries import INDUSTRY_LABELS
from model.parting import AB, Names, told, year_text
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.state import ALIVE, LISTING, NO_MONEY, OUTCOMES, TRADE_SALE
from model.words import _

TABLES = ("firms", "lives")
"""The tables that are looked at; to follow the firms that are found, runs keep `model.lives.TABLES`."""

SAME = tuple(f"settings.{name}" for name in ("seed", "horizon_years", "opening_history_years", "run_off_years"))
"""What two runs must share, so that one firm can be followed through both to the same quarter."""

MOST = 12
EARLIER_QUARTERS = 2 * QUARTERS_PER_YEAR


class Story(StrEnum):
    """What two lives of a firm tell together; `label` says it in words. A is the first run, B the second."""

    STARVED_FOUNDER = "starved in A, founder in B"
    FOUNDER_STARVED = "founder in A, starved in B"
    DEAD_SUCCESS = "dead in A, success in B"
    SUCCESS_DEAD = "success in A, dead in B"
    ONLY_A = "only in A"
    ONLY_B = "only in B"
    A_EARLIER = "earlier in A"
    B_EARLIER = "earlier in B"

    @property
    def swapped(self) -> Story:
        """The story of the same firm when A and B change places."""
        together = list(Story)
        return together[together.index(self) ^ 1]

    def label(self, names: Names = AB) -> str:
        """The kind of story in words."""
        return _(_LABELS[self]).format(a=names[0], b=names[1], years=EARLIER_QUARTERS // QUARTERS_PER_YEAR)


_LABELS = {
    Story.STARVED_FOUNDER: "Pioneers that died for want of money in {a} and helped to found an industry in {b}",
    Story.FOUNDER_STARVED: "Pioneers that helped to found an industry in {a} and died for want of money in {b}",
    Story.DEAD_SUCCESS: "Firms that died in {a} and succeeded in {b}",
    Story.SUCCESS_DEAD: "Firms that succeeded in {a} and died in {b}",
    Story.ONLY_A: "Firms founded in {a} only",
    Story.ONLY_B: "Firms founded in {b} only",
    Story.A_EARLIER: "Firms that succeeded in both, in {a} at least {years} years earlier",
    Story.B_EARLIER: "Firms that succeeded in both, in {b} at least {years} years earlier",
}


class Telling(NamedTuple):
    """A firm, the world in which its two lives tell something, and what they tell."""

    replication: int
    firm: str
    reason: str


def telling(
    first: Result, second: Result, *, names: Names = AB, first_world: int = 0, most: int = MOST
) -> dict[Story, list[Telling]]:
    """The most telling firms over the worlds that both runs keep in detail, at most `most` a story.

    *Succeeded*: listed or sold, and sold for no less than it raised. *Helped to found an industry*: a
    pioneer that succeeded, in an industry that first counted as established when the pioneer was
    there already. A firm stands under the first story that fits. The largest difference in exit value
    comes first, no exit counting as zero; of firms that succeed in both, those that do so most quarters
    earlier. Ties go by world and name.

    `first_world` is the `first` of both runs. Raises `Problems` if the runs cannot be compared.
    """
    check_comparable(first, second)
    worlds = set(first.tables["firms"]["replication"]) & set(second.tables["firms"]["replication"])
    both = [_firms(result, worlds, first_world) for result in (first, second)]
    every = both[0].index.union(both[1].index)
    a, b = (_judged(firms.reindex(every)) for firms in both)
    sooner = np.abs(a["quarter"] - b["quarter"])
    score = np.abs(a["value"] - b["value"])
    taken = pd.Series(False, every)
    found = {}
    for story, fits in _stories(a, b).items():
        earlier = sooner if story in (Story.A_EARLIER, Story.B_EARLIER) else 0.0
        order = pd.DataFrame({"earlier": earlier, "score": score}, every)[fits & ~taken].reset_index()
        order = order.sort_values(
            ["earlier", "score", "replication", "firm"], ascending=[False, False, True, True]).head(most)
        found[story] = [
            Telling(int(world), str(firm), _reason(story, a.loc[(world, firm)], b.loc[(world, firm)], names))
            for world, firm in zip(order["replication"], order["firm"], strict=True)]
        taken |= fits
    return found


def check_comparable(first: Result, second: Result) -> None:
    """Raise `Problems` with all that keeps a firm from being followed through both runs."""
    problems = []
    for path in SAME:
        one, other = value_at(first.parameters, path), value_at(second.parameters, path)
        if one != other:
            problems.append(_("{label} is {one} in A and {other} in B. Run both with the same value.").format(
                label=_(PARAMETERS[path].label), one=number(one), other=number(other)))
    lacking = [name for name, result in zip(AB, (first, second), strict=True) if not set(TABLES) <= set(result.tables)]
    problems += [_("{name} was run without the tables of its firms. Run it again and keep details.").format(name=name)
                 for name in lacking]
    if not lacking and set(first.tables["firms"]["replication"]).isdisjoint(second.tables["firms"]["replication"]):
        problems.append(_("A and B keep no world in common in detail. Run both over the same worlds."))
    if problems:
        raise Problems(problems)


def _firms(result: Result, worlds: set[int], first_world: int) -> pd.DataFrame:
    """Firms by world and name, with the quarter in which their industry was first established."""
    firms = result.tables["firms"].merge(result.tables["lives"], on=["replication", "firm"], validate="one_to_one")
    firms = firms[firms["replication"].isin(worlds)]
    established = np.full(len(firms), np.nan)
    for industry in INDUSTRY_NAMES:
        own = (firms["industry"] == industry).to_numpy()
        quarters = _first_established(result, industry)
        established[own] = quarters[firms["replication"].to_numpy()[own] - first_world]
    firms = firms.assign(established_quarter=established)
    return firms.set_index(["replication", "firm"])


def _first_established(result: Result, industry: str) -> Any:
    """The first quarter, from year 0, in which an industry counts as established; NaN if none. [replication]"""
    name = f"established_in.{industry}"
    is_established = result.series_all[name] > 0
    start = is_established.shape[1] - result.series[name].shape[1]
    return np.where(is_established.any(1), is_established.argmax(1) - start, np.nan)


def _judged(firms: pd.DataFrame) -> pd.DataFrame:
    """What became of each firm; rows of firms that were not founded hold nothing."""
    outcome = firms["outcome"]
    succeeded = outcome.isin([OUTCOMES[LISTING], OUTCOMES[TRADE_SALE]]) & firms["is_sold_well"].eq(True)
    return firms.assign(
        is_founded=outcome.notna(),
        is_starved=outcome.eq(OUTCOMES[NO_MONEY]),
        is_dead=outcome.isin(CAUSES),
        is_success=succeeded,
        is_founder=succeeded & firms["is_pioneer"].eq(True)
        & firms["established_quarter"].ge(firms["founded_quarter"]),
        quarter=firms["outcome_quarter"].to_numpy(np.float64, na_value=np.nan),
        value=firms["exit_value_myuan"].fillna(0.0),
    )


def _stories(a: pd.DataFrame, b: pd.DataFrame) -> dict[Story, Any]:
    """Which firms are of each story, in the order of the stories."""
    both = a["is_success"] & b["is_success"]
    return {
        Story.STARVED_FOUNDER: a["is_starved"] & b["is_founder"],
        Story.FOUNDER_STARVED: a["is_founder"] & b["is_starved"],
        Story.DEAD_SUCCESS: a["is_dead"] & b["is_success"],
        Story.SUCCESS_DEAD: a["is_success"] & b["is_dead"],
        Story.ONLY_A: a["is_founded"] & ~b["is_founded"],
        Story.ONLY_B: b["is_founded"] & ~a["is_founded"],
        Story.A_EARLIER: both & (b["quarter"] - a["quarter"] >= EARLIER_QUARTERS),
        Story.B_EARLIER: both & (a["quarter"] - b["quarter"] >= EARLIER_QUARTERS),
    }


def _reason(story: Story, a: Any, b: Any, names: Names) -> str:
    """Why a firm stands under a story, from its rows."""
    ends = [told(_end(row)) if row["is_founded"] else _("it was not founded") for row in (a, b)]
    said = [_("In {name} {end}.").format(name=name, end=end) for name, end in zip(names, ends, strict=True)]
    if story in (Story.STARVED_FOUNDER, Story.FOUNDER_STARVED):
        said += [_established(row, name) for name, row in zip(names, (a, b), strict=True)]
    return " ".join(said)


def _end(row: Any) -> Event:
    """The last event of a firm, from its row."""
    outcome = str(row["outcome"])
    kind = Kind.ALIVE if outcome == OUTCOMES[ALIVE] else Kind.EXIT if outcome in EXITS else Kind.DEATH
    quarter = 0 if kind is Kind.ALIVE else int(row["outcome_quarter"])
    reason = row["dropped_reason"] if isinstance(row["dropped_reason"], str) else ""
    return Event(quarter, kind, str(row["stage"]), amount_myuan=row["value"], outcome=outcome, reason=reason)


def _established(row: Any, name: str) -> str:
    industry = _(INDUSTRY_LABELS[row["industry"]])
    if math.isnan(row["established_quarter"]):
        return _("{industry} was not established in {name}.").format(industry=industry, name=name)
    return _("{industry} was established in year {year} in {name}.").format(
        industry=industry, year=year_text(int(row["established_quarter"])), name=name)
