"""One firm's life: pick a telling firm, or any firm of a world, and follow it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd
import streamlit as st

from app import look, panel, wording
from app.charts import life as charts
from app.charts.chart import Pair
from app.results import Asked
from model import ensemble
from model.finders import FINDERS, find
from model.lives import TABLES, life_of
from model.parameters import Parameters
from model.words import _

WORLDS_SEARCHED = 20
WORLDS_KEPT = 24

Tables = Mapping[str, pd.DataFrame]


def show(pair: Pair, asked: Asked, colours: look.Palette) -> None:
    """The life of a firm, computed when it is asked for."""
    with st.expander(_("One firm's life"), key="life", on_change="rerun") as opened:
        if opened.open:
            _life(pair, asked, colours)


@lru_cache(WORLDS_KEPT)
def tables_of(given: Parameters, world: int) -> Tables:
    """The tables of one world, in which its firms can be followed."""
    return ensemble.run(given, first=world, replications=1, detail=1, tables=TABLES).tables


@st.fragment
def _life(pair: Pair, asked: Asked, colours: look.Palette) -> None:
    given, baseline = asked.inputs
    kind_column, world_column = st.columns([3, 1])
    kind = kind_column.selectbox(
        _("Which firm?"), list(FINDERS), key="life-kind", persist_state="session",
        format_func=lambda name: _(FINDERS[name].words))
    wanted = world_column.number_input(
        _("World"), 1, given.settings.replications, key="life-world", persist_state="session",
        help=_("Each world has luck of its own, the same in every scenario."))
    line = st.empty()
    found = _found(given, kind, int(wanted) - 1, line)
    if found is None:
        line.info(_("No such firm in world {first} and the next {count}. Choose another kind or world.").format(
            first=wanted, count=WORLDS_SEARCHED - 1))
        return
    world, firm = found
    tables = tables_of(given, world)
    if world != wanted - 1:
        line.caption(_("World {wanted} has no such firm; the next one is in world {world}.").format(
            wanted=wanted, world=world + 1))
    firm = _chosen(tables, firm, f"{kind}-{world}")
    life = life_of(tables, firm)
    panel.small(charts.course(life, colours), pair)
    hidden = tables["lives"].set_index("firm").loc[firm]
    st.caption(wording.plain(_(
        "What nobody in the model sees: its quality is {quality} (average firms have 0), and with unlimited "
        "money on the same luck it {verdict}.").format(
            quality=wording.digits(float(hidden["quality"]), 1),
            verdict=_("would have succeeded") if life.is_viable else _("would not have succeeded"))))
    if not pair.is_same:
        st.markdown(wording.plain(_in_the_baseline(baseline, world, firm)))


def _found(
    given: Parameters, kind: str, first: int, line: st.delta_generator.DeltaGenerator
) -> tuple[int, str] | None:
    """The world and name of the first firm of a kind, from a world on."""
    last = min(first + WORLDS_SEARCHED, given.settings.replications)
    for world in range(first, last):
        found = find(tables_of(given, world), kind)
        if found is not None:
            return world, found.firm
        line.progress((world + 1 - first) / (last - first), text=_("Looking in world {world}").format(
            world=world + 2))
    return None


def _chosen(tables: Tables, firm: str, key: str) -> str:
    """The firm to follow: the telling one unless the visitor picks another of its world."""
    firms = tables["firms"].set_index("firm")
    names = list(firms.index)
    return st.selectbox(
        _("Firm"), names, index=names.index(firm), key=f"life-firm-{key}",
        format_func=lambda name: f"{charts.firm_name(name, firms.at[name, 'is_pioneer'])}: "
                                 f"{_(firms.at[name, 'outcome'])}")


def _in_the_baseline(baseline: Parameters, world: int, firm: str) -> str:
    """The life of the same firm in the baseline."""
    try:
        told = charts.story(life_of(tables_of(baseline, world), firm))
    except LookupError:
        told = _("It was not founded.")
    return _("The same firm in the baseline, on the same luck: {story}").format(story=told)
