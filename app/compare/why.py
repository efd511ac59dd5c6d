"""Why do two scenarios differ? What each group of changed levers contributes to the gap, as a waterfall."""

from __future__ import annotations

import pandas as pd

from app import look, wording
from app.charts.chart import Chart, round_range
from app.charts.figure import Figure, literal
from app.compare.chosen import Candidate
from model.comparison import Interval
from model.contributions import Contributions, Part
from model.outputs import HEADLINES
from model.words import _

HEIGHT, ROW_PIXELS, FRAME_PIXELS = 240, 44, 90
ROOM_FOR_WORDS = 0.45


def title_of(part: Part) -> str:
    """What a part is called: its group, or all of those that hold only together."""
    return _(" with ").join(wording.group_title(name) for name in part.groups)


def waterfall(found: Contributions, first: Candidate, other: Candidate, headline: str, colours: look.Palette) -> Chart:
    """From nothing to the gap between two scenarios, a bar for each group of changed levers."""
    output = HEADLINES[headline]
    gap, factor = found.gap(headline), wording.scale(output.unit)
    bars: list[tuple[str, float, float, Interval, str]] = []
    at = 0.0
    for part, one in found.contributions(headline):
        bars.append((title_of(part), at, one.mean, one, _fill(one, output.good, colours)))
        at += one.mean
    bars.append((_("Gap"), 0.0, gap.mean, gap, colours.current))
    names = [literal(name) for name, *_rest in bars]
    figure = Figure(colours, max(HEIGHT, ROW_PIXELS * len(bars) + FRAME_PIXELS))
    words = [wording.difference(one, output.unit) for *_rest, one, _colour in bars]
    figure.bar([factor * size for _name, _begin, size, *_rest in bars], names,
               base=[factor * begin for _name, begin, *_rest in bars], orientation="h",
               marker={"color": [colour for *_rest, colour in bars]}, customdata=words, name="",
               hovertemplate="%{y}: %{customdata}<extra></extra>")
    ends = [factor * end for _name, begin, size, *_rest in bars for end in (begin, begin + size)]
    low, high = round_range(ends)
    for (name, begin, size, *_rest), text in zip(bars, words, strict=True):
        figure.note(factor * max(begin, begin + size), literal(name), text, xanchor="left", xshift=6, font={"size": 12})
    figure.x_axis(range=[low, high + ROOM_FOR_WORDS * (high - low)], zeroline=True, zerolinecolor=colours.quiet,
                  title={"text": literal(_("difference to {reference}").format(reference=first.title))})
    figure.y_axis(autorange="reversed", showgrid=False)
    figure.set(hovermode="closest")
    return Chart(
        "why", _("Why does “{other}” differ from “{first}”?").format(other=other.title, first=first.title),
        answer(found, headline, gap), f"{_(output.label)}, {wording.unit_text(output.unit) or _('number')}", figure,
        table(found, headline),
        note=" ".join([
            _("What a group contributes is its Shapley value: what adding it does, averaged over all orders in which "
              "the groups can be added. Contributions add up to the gap. Grey: it cannot be told from zero, or neither "
              "direction is good."),
            *found.remarks(headline)]),
        outputs=(headline,))


def _fill(one: Interval, good: int, colours: look.Palette) -> str:
    if one.includes_zero or not good:
        return colours.neutral
    return colours.better if one.mean * good > 0 else colours.worse


def answer(found: Contributions, headline: str, gap: Interval) -> str:
    """The gap, what drives it, and what comes of changing groups together."""
    unit = HEADLINES[headline].unit
    told = [(part, one) for part, one in found.contributions(headline) if not one.includes_zero]
    told.sort(key=lambda each: -abs(each[1].mean))
    start = found.start(headline).mean
    parts = [_("from {first} to {other}, a gap of {gap}").format(
        first=wording.amount(start, unit), other=wording.amount(start + gap.mean, unit),
        gap=wording.difference(gap, unit))]
    if told:
        parts.append(_("largest part: {group}, {size}").format(
            group=title_of(told[0][0]), size=wording.difference(told[0][1], unit)))
    else:
        parts.append(_("no group's part can be told from zero"))
    together = found.interaction(headline)
    if len(found.parts) > 1:
        parts.append(_("what only comes of changing groups together: {size}").format(
            size=wording.difference(together, unit) if not together.includes_zero else _("nothing detectable")))
    text = "; ".join(parts)
    return wording.sentence(text[:1].upper() + text[1:])


def table(found: Contributions, headline: str) -> pd.DataFrame:
    """Each group with its contribution, the parameters in it, the gap and the interaction."""
    factor = wording.scale(HEADLINES[headline].unit)

    def row(name: str, one: Interval, paths: str = "") -> dict[str, object]:
        return {_("Group"): name, _("Contribution"): factor * one.mean, _("95 %: low"): factor * one.low,
                _("95 %: high"): factor * one.high, _("Changed"): paths}

    rows = [row(title_of(part), one, ", ".join(part.paths)) for part, one in found.contributions(headline)]
    rows.append(row(_("Gap"), found.gap(headline)))
    rows.append(row(_("Of it, only from changing groups together"), found.interaction(headline)))
    return pd.DataFrame(rows)
