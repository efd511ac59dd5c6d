"""Who pays whom: capital from its sources through funds and rounds to what comes back.

The diagram is drawn here and not by Plotly, which shuffles bands when values change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import Chart, Pair, label, total
from app.charts.figure import Figure
from model.comparison import interval
from model.declare import Unit
from model.metrics import ratio
from model.results import Result
from model.words import _

SOURCES = ("called_guide", "called_central", "called_social", "called_state")
KINDS = ("called_angel", "called_venture", "called_ma")
ROUNDS = ("invested_seed", "invested_a", "invested_b", "invested_c", "invested_bridges",
          "invested_purchases", "invested_outside")
OUTCOMES = ("proceeds_listing", "proceeds_trade", "proceeds_ma", "proceeds_secondary",
            "proceeds_buy_back", "proceeds_liquidation", "proceeds_outside")
CALLS, PLACED, STAKES = "calls", "placed", "stakes"
OUTSIDE_FUNDS, FROM_PROCEEDS, FEES, NOT_PLACED = (
    "invested_outside_funds", "from_proceeds", "fees", "not_placed")
GAIN, LOST, NOT_FOLLOWED = "gain", "lost", "not_followed"
COLUMNS = (SOURCES, (CALLS,), (*KINDS, OUTSIDE_FUNDS, FROM_PROCEEDS), (PLACED,),
           (*ROUNDS, FEES, NOT_PLACED, GAIN), (STAKES,), (*OUTCOMES, NOT_FOLLOWED, LOST))
GAP = 0.03
NODE_WIDTH = 0.09
# nodes at least so high have room for their amount under their name
TWO_LINES = 0.085
CURVE_POINTS = 25


@dataclass(frozen=True)
class Link:
    """Money from one node to another, million yuan, mean of all worlds."""

    source: str
    target: str
    myuan: float


def names_of() -> dict[str, str]:
    """What the nodes are called."""
    return {
        "called_guide": _("Guide"), "called_central": _("Central money"),
        "called_social": _("Social LPs"), "called_state": _("Other state LPs"),
        CALLS: _("Calls"), "called_angel": _("Angel funds"), "called_venture": _("Venture funds"),
        "called_ma": _("M&A funds"), OUTSIDE_FUNDS: _("Outside funds"),
        FROM_PROCEEDS: _("From proceeds"), PLACED: _("Placed"),
        "invested_seed": _("Seed"), "invested_a": _("A"), "invested_b": _("B"),
        "invested_c": _("C"), "invested_bridges": _("Bridges"),
        "invested_purchases": _("Whole firms"), "invested_outside": _("Outside zone"),
        FEES: _("Fees"), NOT_PLACED: _("Not placed"), GAIN: _("Gains"), STAKES: _("Stakes"),
        "proceeds_listing": _("Listing"), "proceeds_trade": _("Trade sale"),
        "proceeds_ma": _("M&A funds"), "proceeds_secondary": _("Secondary"),
        "proceeds_buy_back": _("Buy-back"), "proceeds_liquidation": _("Liquidation"),
        "proceeds_outside": _("Outside zone"), NOT_FOLLOWED: _("Of outside funds"), LOST: _("Lost"),
    }


def links_of(result: Result) -> list[Link]:
    """All links, from year 0 to the end of the run; each is a total that the model recorded.

    Three nodes gather what goes on: calls, money placed, stakes. What does not add up there is
    shown as what it is: paid from proceeds or not placed, gains or losses.
    """
    def mean(name: str) -> float:
        return float(total(result, name).mean())

    links = [Link(name, CALLS, mean(name)) for name in SOURCES]
    links += [Link(CALLS, name, mean(name)) for name in KINDS]
    incoming = [Link(name, PLACED, mean(name)) for name in (*KINDS, OUTSIDE_FUNDS)]
    outgoing = [Link(PLACED, name, mean(name)) for name in (*ROUNDS, FEES)]
    over = _sum(incoming) - _sum(outgoing)
    incoming.append(Link(FROM_PROCEEDS, PLACED, max(-over, 0.0)))
    outgoing.append(Link(PLACED, NOT_PLACED, max(over, 0.0)))
    stakes = [Link(name, STAKES, mean(name)) for name in ROUNDS]
    back = [Link(STAKES, name, mean(name)) for name in OUTCOMES]
    # what outside funds get for their stakes is not recorded: theirs leave at cost, and neither gain nor lose here
    back.append(Link(STAKES, NOT_FOLLOWED, mean(OUTSIDE_FUNDS)))
    gain = _sum(back) - _sum(stakes)
    stakes.append(Link(GAIN, STAKES, max(gain, 0.0)))
    back.append(Link(STAKES, LOST, max(-gain, 0.0)))
    return links + incoming + outgoing + stakes + back


def _sum(links: list[Link]) -> float:
    return sum(link.myuan for link in links)


def _colour(name: str, colours: look.Palette) -> str:
    fixed = {
        "called_guide": colours.government, "called_central": colours.central,
        "called_social": colours.social, "called_state": colours.state,
        "called_angel": colours.angel, "called_venture": colours.venture,
        "called_ma": colours.growth, CALLS: colours.quiet, PLACED: colours.quiet,
        STAKES: colours.quiet,
    }
    return fixed.get(name, colours.neutral)


@dataclass(frozen=True)
class Box:
    """Where a node stands; y runs from the top."""

    x: float
    top: float
    height: float


def _boxes(values: dict[str, float]) -> tuple[dict[str, Box], float]:
    """Nodes in columns from left to right, always in the same order; and height per million."""
    shown = [[name for name in column if values.get(name)] for column in COLUMNS]
    room = min(
        (1 - GAP * (len(names) - 1)) / max(sum(values[n] for n in names), 1e-9)
        for names in shown if names) if any(shown) else 1.0
    boxes = {}
    for k, names in enumerate(shown):
        taken = sum(values[n] for n in names) * room + GAP * (len(names) - 1)
        top = (1 - taken) / 2
        for name in names:
            boxes[name] = Box(k, top, values[name] * room)
            top += values[name] * room + GAP
    return boxes, room


def _node_values(links: list[Link]) -> dict[str, float]:
    into: dict[str, float] = {}
    out: dict[str, float] = {}
    for link in links:
        into[link.target] = into.get(link.target, 0.0) + link.myuan
        out[link.source] = out.get(link.source, 0.0) + link.myuan
    return {n: max(into.get(n, 0.0), out.get(n, 0.0)) for n in {**into, **out}}


def capital(pair: Pair, colours: look.Palette) -> Chart:
    """Capital by source, kind of fund, round and outcome."""
    links = links_of(pair.current)
    before = links_of(pair.baseline)
    values, words = _node_values(links), names_of()
    boxes, room = _boxes(values)
    figure = Figure(colours, 500)
    _draw_links(figure, links, boxes, room, colours)
    for name, box in boxes.items():
        _draw_node(figure, box, words[name], values[name], _colour(name, colours))
        _name_node(figure, name, box, words[name], values[name], colours)
    figure.set(hovermode="closest", dragmode=False, margin={"l": 4, "r": 4, "t": 12, "b": 12})
    figure.x_axis(visible=False, range=[0, len(COLUMNS) - 1 + NODE_WIDTH])
    figure.y_axis(visible=False, range=[1.01, -0.1])
    return Chart(
        "capital", _("Who pays, for what, and what comes back?"), _answer(pair),
        _("Money from year 0 to the end of the run-off, mean of all worlds"),
        figure, _table(links, before, words),
        note=_("Each band is a total that the model recorded; the model does not record which "
               "source pays for which round, so all money passes through three gathering points."))


def _draw_links(
    figure: Figure, links: list[Link], boxes: dict[str, Box], room: float, colours: look.Palette
) -> None:
    """Bands, which leave and reach their nodes in the order of the columns."""
    order = {name: k for k, name in enumerate(name for column in COLUMNS for name in column)}
    words = names_of()
    left = {name: box.top for name, box in boxes.items()}
    right = dict(left)
    for link in sorted(links, key=lambda at: (order[at.source], order[at.target])):
        if link.myuan <= 0:
            continue
        source, target = boxes[link.source], boxes[link.target]
        thickness = link.myuan * room
        start, end = left[link.source], right[link.target]
        left[link.source] += thickness
        right[link.target] += thickness
        steps = np.linspace(0, 1, CURVE_POINTS)
        x = source.x + NODE_WIDTH + steps * (target.x - source.x - NODE_WIDTH)
        y = start + steps * steps * (3 - 2 * steps) * (end - start)
        text = f"{words[link.source]} → {words[link.target]}: {wording.money(link.myuan)}"
        figure.scatter(
            np.concatenate([x, x[::-1]]), np.concatenate([y, y[::-1] + thickness]),
            line={"width": 0}, fill="toself", fillcolor=_link_colour(link, colours),
            hoveron="fills", hoverinfo="text", text=text, name=text)


def _draw_node(figure: Figure, box: Box, word: str, myuan: float, colour: str) -> None:
    """A bar."""
    text = f"{word}: {wording.money(myuan)}"
    right, bottom = box.x + NODE_WIDTH, box.top + box.height
    figure.scatter(
        [box.x, right, right, box.x], [box.top, box.top, bottom, bottom],
        line={"width": 0}, fill="toself", fillcolor=colour, hoveron="fills", hoverinfo="text",
        text=text, name=text)


def _name_node(
    figure: Figure, name: str, box: Box, word: str, myuan: float, colours: look.Palette
) -> None:
    """The name and amount of a node: above those that gather, beside the others."""
    font = {"size": 13, "color": colours.text}
    if name in (CALLS, PLACED, STAKES):
        figure.note(
            box.x + NODE_WIDTH / 2, box.top, f"{word}<br>{wording.short_money(myuan)}",
            yanchor="bottom", font=font)
        return
    is_last = box.x == len(COLUMNS) - 1
    side = "right" if is_last else "left"
    figure.note(
        box.x if is_last else box.x + NODE_WIDTH, box.top + box.height / 2,
        f"{word}<br>{wording.short_money(myuan)}" if box.height >= TWO_LINES else word,
        align=side, xanchor=side, xshift=-3 if is_last else 3, yanchor="middle", font=font)


def _link_colour(link: Link, colours: look.Palette) -> str:
    ends = [n for n in (link.source, link.target) if n not in (CALLS, PLACED, STAKES)]
    return look.faded(_colour(ends[0], colours), look.LINK_OPACITY)


def _table(links: list[Link], before: list[Link], words: dict[str, str]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = [
        {_("From"): words[now.source], _("To"): words[now.target],
         _("current, ¥ million"): round(now.myuan, 1), _("baseline, ¥ million"):
         round(then.myuan, 1), _("difference, ¥ million"): round(now.myuan - then.myuan, 1)}
        for now, then in zip(links, before, strict=True)]
    return pd.DataFrame(rows)


def _answer(pair: Pair) -> str:
    called = {n: float(total(pair.current, n).mean()) for n in SOURCES}
    back = {n: float(total(pair.current, n).mean()) for n in OUTCOMES}
    paid, returned = sum(called.values()), sum(back.values())
    best = max(back, key=lambda name: back[name])
    paid_text, returned_text = wording.money_alike(paid, returned)
    text = _("From year 0 to the end of the run-off funds call {paid}, {share} of it from social LPs, and stakes "
             "bring back {returned}, the largest part {route} ({part})").format(
        paid=paid_text, returned=returned_text,
        share=_share(called["called_social"], paid), part=_share(back[best], returned),
        route=label(best)[0].lower() + label(best)[1:])
    if not pair.is_same:
        change = interval(_social_share(pair.current) - _social_share(pair.baseline))
        text += _("; social share of these calls: {moved}").format(moved=wording.moved(change, Unit.SHARE))
    return wording.sentence(text)


def _social_share(result: Result) -> Any:
    """Social capital's part of all calls to the end of the run, spread over worlds."""
    return ratio(total(result, "called_social"), np.sum([total(result, name) for name in SOURCES], axis=0))


def _share(part: float, whole: float) -> str:
    return wording.amount(part / whole if whole else np.nan, Unit.SHARE)
