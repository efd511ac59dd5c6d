"""One firm in two of the scenarios: telling ones are found, and the two lives stand one above the other."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from app import look, wording
from app.charts.life import firm_name
from app.charts.parting import parting as parting_chart
from app.charts.parting import told_apart
from app.compare import blocks
from app.compare.chosen import Board, Results
from model import ensemble
from model.lives import TABLES, Life, life_of
from model.messages import Problems
from model.parameters import Parameters
from model.parting import parting
from model.results import Result
from model.telling import Telling, telling
from model.words import _

WORLDS, KEPT = 20, 8


def show(chosen: Board, results: Results) -> None:
    """A choice of stories, then of firms, and the two lives of one."""
    other = blocks.second(chosen, "firm-other")
    names = told_apart((chosen.reference.title, other.title))
    st.caption(wording.plain(_(
        "Luck goes with the firm, so the same firm can be followed through two scenarios. Looked at: the first "
        "{worlds} worlds.").format(worlds=WORLDS)))
    try:
        both = [_detailed(one.parameters) for one in (chosen.reference, other)]
        stories = {story: found for story, found in telling(both[0], both[1], names=names).items() if found}
    except Problems as error:
        st.error(wording.plain(error.message()))
        return
    if not stories:
        st.info(_("No firm of these worlds has lives that differ so much."))
        return
    story = st.selectbox(
        _("Which story?"), list(stories), key="firm-story",
        format_func=lambda one: one.label(names) if one in stories else "")
    found = stories[story or next(iter(stories))]
    firm = st.selectbox(
        _("Which firm?"), range(len(found)), key=f"firm-{story}",
        format_func=lambda k: _("World {world}, {firm}: {reason}").format(
            world=found[k].replication + 1, firm=_name(both, found[k]), reason=found[k].reason))
    one = found[firm or 0]
    lives = [_life(result, one) for result in both]
    blocks.chart(parting_chart(parting(lives[0], lives[1]), (chosen.reference.title, other.title),
                         look.palette(st.context.theme.type)), results)


@lru_cache(KEPT)
def _detailed(given: Parameters) -> Result:
    """The first worlds of an input with the tables in which firms can be followed."""
    worlds = min(WORLDS, given.settings.replications)
    return ensemble.run(given, replications=worlds, detail=worlds, tables=TABLES)


def _name(both: list[Result], one: Telling) -> str:
    """A firm in words; it may have been founded in one of the two only."""
    firms = pd.concat([result.tables["firms"] for result in both])
    own = firms[(firms["firm"] == one.firm) & (firms["replication"] == one.replication)]
    return firm_name(one.firm, bool(own["is_pioneer"].iloc[0]))


def _life(result: Result, one: Telling) -> Life | None:
    """The life of a firm in one run; None if it was not founded there."""
    try:
        return life_of(result.tables, one.firm, one.replication)
    except LookupError:
        return None
