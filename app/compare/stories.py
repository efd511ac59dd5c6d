"""The most telling firms of two scenarios: their worlds in detail, and the chart of one firm's two lives."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from app import look
from app.charts.chart import Chart
from app.charts.life import firm_name
from app.charts.parting import parting as parting_chart
from app.charts.parting import told_apart
from app.compare.chosen import Candidate
from model import ensemble
from model.lives import TABLES, Life, life_of
from model.parameters import Parameters
from model.parting import parting
from model.results import Result
from model.telling import Story, Telling, telling

WORLDS, KEPT = 20, 8


@lru_cache(KEPT)
def detailed(given: Parameters) -> Result:
    """The first worlds of an input with the tables in which firms can be followed."""
    worlds = min(WORLDS, given.settings.replications)
    return ensemble.run(given, replications=worlds, detail=worlds, tables=TABLES)


def worlds_of(one: Candidate) -> int:
    """In how many worlds its firms are looked at."""
    return min(WORLDS, int(one.parameters.settings.replications))


def names_of(first: Candidate, other: Candidate) -> tuple[str, str]:
    """The titles of two scenarios, short and told apart."""
    return told_apart((first.title, other.title))


def stories(first: Candidate, other: Candidate) -> dict[Story, list[Telling]]:
    """The telling firms by story; stories without any are left out. Raises `Problems` if they share no luck."""
    found = telling(detailed(first.parameters), detailed(other.parameters), names=names_of(first, other))
    return {story: firms for story, firms in found.items() if firms}


def name_of(results: Sequence[Result], one: Telling) -> str:
    """A firm in words; it may have been founded in one of the two only."""
    firms = pd.concat([result.tables["firms"] for result in results])
    own = firms[(firms["firm"] == one.firm) & (firms["replication"] == one.replication)]
    return firm_name(one.firm, bool(own["is_pioneer"].iloc[0]))


def lives(first: Candidate, other: Candidate, one: Telling, colours: look.Palette) -> Chart:
    """The two lives of a firm, one above the other."""
    both = [_life(detailed(each.parameters), one) for each in (first, other)]
    return parting_chart(parting(both[0], both[1]), (first.title, other.title), colours)


def _life(result: Result, one: Telling) -> Life | None:
    """The life of a firm in one run; None if it was not founded there."""
    try:
        return life_of(result.tables, one.firm, one.replication)
    except LookupError:
        return None
