"""How long do pioneers live, beside the followers?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import LABEL_WIDTH, Chart, Pair, label_ends, rounded
from app.charts.figure import Figure
from app.charts.lines import SWATCH, SWATCH_PIXELS, moved_ones
from app.charts.series import HEIGHT
from model.comparison import interval
from model.declare import Unit
from model.outputs import GROUPS
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.survival import Survival, alive_by_world, survival
from model.words import _

# firms of all worlds that must still be followed at an age
FEWEST = 30
LOOK_AGE = 5
LAST_AGE = 10
OUTPUTS = tuple(f"{group}_{name}" for group in GROUPS for name in ("at_risk", "died"))


def curve(result: Result, group: str) -> Survival:
    """Share of a group's firms that live on after each age in quarters."""
    return survival(*_lives(result, group))


def _lives(result: Result, group: str) -> tuple[Any, Any]:
    """Firms of a group at risk and their deaths [replication, age]."""
    return result.life[f"{group}_at_risk"], result.life[f"{group}_died"].sum(1)


def survivals(pair: Pair, colours: look.Palette) -> Chart:
    """Survival of pioneers and followers by age, current against baseline."""
    colour = {"pioneer": colours.pioneers, "follower": colours.followers}
    words = _words()
    now = {group: curve(pair.current, group) for group in GROUPS}
    before = {group: curve(pair.baseline, group) for group in GROUPS}
    ages = _ages(pair)
    years = np.arange(ages + 1) / QUARTERS_PER_YEAR
    figure = Figure(colours, HEIGHT, right=LABEL_WIDTH + SWATCH_PIXELS // 2)
    for group in GROUPS:
        quiet: dict[str, Any] = {"line": {"width": 0}, "hoverinfo": "skip"}
        figure.scatter(years, _drawn(now[group].low, ages), name="low", **quiet)
        figure.scatter(years, _drawn(now[group].high, ages), name="high", fill="tonexty",
                       fillcolor=look.faded(colour[group], 2 * look.BAND_OPACITY), **quiet)
    for group in GROUPS:
        figure.scatter(
            years, _drawn(before[group].alive, ages), visible=not pair.is_same,
            name=_("{group}, baseline").format(group=words[group]),
            hovertemplate="%{y:.0f} %<extra>%{fullData.name}</extra>",
            line={"color": colour[group], "width": 1.5, "dash": "dash"})
        figure.scatter(
            years, _drawn(now[group].alive, ages), name=words[group],
            hovertemplate="%{y:.0f} %<extra>%{fullData.name}</extra>",
            line={"color": colour[group], "width": 2.5})
    figure.x_axis(title={"text": _("age of a firm, years")}, dtick=2, range=[0, LAST_AGE])
    figure.y_axis(range=[0, 100], ticksuffix=" %")
    label_ends(figure, float(years[-1]), [
        (f'<span style="color:{colour[group]}">{SWATCH}</span> {words[group]}',
         float(100 * np.nan_to_num(now[group].alive[ages - 1])), colours.text) for group in GROUPS], 0, 100)
    return Chart(
        "survival", _("Do pioneers live as long as followers?"), _answer(pair, now, ages),
        _("Firms that have not died by each age, % of firms founded"), figure,
        _table(pair, years, now, before, ages),
        note=_("Firms founded from year 0 on, in all worlds; pioneers may be founded in other years than followers. "
               "Those that were sold or left, and those alive at the end of the run, count as long as they were "
               "seen. Bands: 95 % intervals.")
        + ("" if pair.is_same else _(" Dashed: baseline.")),
        outputs=OUTPUTS)


def _words() -> dict[str, str]:
    return {"pioneer": _("pioneers"), "follower": _("followers")}


def _drawn(shares: Any, ages: int) -> Any:
    """Per cent from age 0, at which all firms are alive."""
    return 100 * np.concatenate([[1.0], shares[:ages]])


def _ages(pair: Pair) -> int:
    """Number of ages, whole years to the last that is drawn, at which enough firms are followed on both sides."""
    followed = np.min([result.life[f"{group}_at_risk"].sum(0)
                       for result in (pair.current, pair.baseline) for group in GROUPS], axis=0)
    enough = int(np.argmin(followed >= FEWEST)) if followed.min() < FEWEST else len(followed)
    return min(max(enough // QUARTERS_PER_YEAR, 1), LAST_AGE) * QUARTERS_PER_YEAR


def _table(
    pair: Pair, years: Any, now: dict[str, Survival], before: dict[str, Survival], ages: int,
) -> pd.DataFrame:
    yearly = slice(None, None, QUARTERS_PER_YEAR)
    columns: dict[str, Any] = {_("Age, years"): years[yearly].astype(int)}
    sides = [(_("baseline"), before)] if pair.is_same else [(_("current"), now), (_("baseline"), before)]
    for side, curves in sides:
        for group in GROUPS:
            found = curves[group]
            for head, values in ((_("alive, %"), found.alive), (_("95 %: low"), found.low),
                                 (_("95 %: high"), found.high)):
                columns[f"{side}: {_words()[group]}, {head}"] = _drawn(values, ages)[yearly]
    return rounded(pd.DataFrame(columns), 1)


def _answer(pair: Pair, now: dict[str, Survival], ages: int) -> str:
    """Both groups at one age, how far they are apart, and what moved against the baseline."""
    at = min(LOOK_AGE * QUARTERS_PER_YEAR, ages) - 1
    there = [group for group in GROUPS if np.isfinite(now[group].alive[at])]
    if not there:
        return _("No firm was founded, so nothing can be said.")
    text = _("{shares} have not died by age {age}").format(
        shares=_(" and ").join(_("{share} of {group}").format(
            share=wording.percent(now[group].alive[at]), group=_words()[group]) for group in there),
        age=wording.digits((at + 1) / QUARTERS_PER_YEAR))
    worlds = {group: alive_by_world(*_lives(pair.current, group), at) for group in there}
    if len(there) == len(GROUPS):
        text += _apart(worlds[GROUPS[0]] - worlds[GROUPS[1]])
    text += moved_ones(pair, {
        _words()[group]: worlds[group] - alive_by_world(*_lives(pair.baseline, group), at)
        for group in there}, Unit.SHARE)
    return wording.sentence(text)


def _apart(gap: Any) -> str:
    """The difference between pioneers and followers [replication], as a part of a sentence."""
    found = interval(gap)
    if not np.isfinite(found.low + found.high):
        return ""
    if found.includes_zero:
        return _(", with no detectable difference between them")
    return _(", a difference of {difference}").format(difference=wording.difference(found, Unit.SHARE))
