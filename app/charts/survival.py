"""How long do pioneers live, beside the followers?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from app import look, wording
from app.charts.chart import LABEL_WIDTH, Chart, Pair, label_ends, rounded
from app.charts.figure import Figure
from app.charts.series import HEIGHT
from model.outputs import GROUPS
from model.record import QUARTERS_PER_YEAR
from model.results import Result
from model.survival import Survival, survival
from model.words import _

# firms of all worlds that must still be followed at an age
FEWEST = 30
LOOK_AGE = 5
OUTPUTS = tuple(f"{group}_{name}" for group in GROUPS for name in ("at_risk", "died"))


def curve(result: Result, group: str) -> Survival:
    """Share of a group's firms that live on after each age in quarters."""
    return survival(result.life[f"{group}_at_risk"], result.life[f"{group}_died"].sum(1))


def survivals(pair: Pair, colours: look.Palette) -> Chart:
    """Survival of pioneers and followers by age, current against baseline."""
    colour = {"pioneer": colours.pioneers, "follower": colours.followers}
    words = {"pioneer": _("pioneers"), "follower": _("followers")}
    now = {group: curve(pair.current, group) for group in GROUPS}
    before = {group: curve(pair.baseline, group) for group in GROUPS}
    ages = _ages(pair)
    years = np.arange(1, ages + 1) / QUARTERS_PER_YEAR
    figure = Figure(colours, HEIGHT, right=LABEL_WIDTH)
    for group in GROUPS:
        quiet: dict[str, Any] = {"line": {"width": 0}, "hoverinfo": "skip"}
        figure.scatter(years, 100 * now[group].low[:ages], name="low", **quiet)
        figure.scatter(years, 100 * now[group].high[:ages], name="high", fill="tonexty",
                       fillcolor=look.faded(colour[group], 2 * look.BAND_OPACITY), **quiet)
    for group in GROUPS:
        figure.scatter(
            years, 100 * before[group].alive[:ages], visible=not pair.is_same,
            name=_("{group}, baseline").format(group=words[group]),
            hovertemplate="%{y:.0f} %<extra>%{fullData.name}</extra>",
            line={"color": colours.baseline, "width": 1.5, "dash": "dash"})
        figure.scatter(
            years, 100 * now[group].alive[:ages], name=words[group],
            hovertemplate="%{y:.0f} %<extra>%{fullData.name}</extra>",
            line={"color": colour[group], "width": 2.5})
    figure.x_axis(title={"text": _("age of a firm, years")}, dtick=2, range=[0, years[-1]])
    figure.y_axis(range=[0, 100], ticksuffix=" %")
    label_ends(figure, float(years[-1]), [
        (words[group], float(100 * np.nan_to_num(now[group].alive[ages - 1])), colours.text) for group in GROUPS],
        0, 100)
    return Chart(
        "survival", _("Do pioneers live as long as followers?"), _answer(pair, now, before, ages),
        _("Firms that have not died by each age, % of firms founded"), figure,
        _table(pair, years, words, now, before, ages),
        note=_("Firms founded from year 0 on, in all worlds. Those that were sold or left, and those alive at "
               "the end of the run, count as long as they were seen. Bands: 95 % intervals."),
        outputs=OUTPUTS)


def _ages(pair: Pair) -> int:
    """Number of ages at which enough firms of both groups are followed on both sides, at least a year."""
    followed = np.min([result.life[f"{group}_at_risk"].sum(0)
                       for result in (pair.current, pair.baseline) for group in GROUPS], axis=0)
    enough = int(np.argmin(followed >= FEWEST)) if followed.min() < FEWEST else len(followed)
    return max(enough, QUARTERS_PER_YEAR)


def _table(
    pair: Pair, years: Any, words: dict[str, str], now: dict[str, Survival],
    before: dict[str, Survival], ages: int,
) -> pd.DataFrame:
    yearly = slice(QUARTERS_PER_YEAR - 1, ages, QUARTERS_PER_YEAR)
    columns: dict[str, Any] = {_("Age, years"): years[yearly].astype(int)}
    sides = [(_("baseline"), before)] if pair.is_same else [(_("current"), now), (_("baseline"), before)]
    for side, curves in sides:
        for group in GROUPS:
            found = curves[group]
            for head, values in ((_("alive, %"), found.alive), (_("95 %: low"), found.low),
                                 (_("95 %: high"), found.high)):
                columns[f"{side}: {words[group]}, {head}"] = 100 * values[yearly]
    return rounded(pd.DataFrame(columns), 1)


def _answer(
    pair: Pair, now: dict[str, Survival], before: dict[str, Survival], ages: int
) -> str:
    """Both at one age, and whether the pioneers' share differs from the baseline's beyond both intervals."""
    at = min(LOOK_AGE * QUARTERS_PER_YEAR, ages) - 1
    share = {group: found.alive[at] for group, found in now.items()}
    if not all(np.isfinite(list(share.values()))):
        return _("No firm was founded, so nothing can be said.")
    text = _("{pioneers} of pioneers and {followers} of followers are alive at age {age}").format(
        pioneers=wording.percent(share["pioneer"]), followers=wording.percent(share["follower"]),
        age=wording.digits((at + 1) / QUARTERS_PER_YEAR, 0))
    if not pair.is_same:
        text += _("; in the baseline {pioneers} and {followers}").format(
            pioneers=wording.percent(before["pioneer"].alive[at]),
            followers=wording.percent(before["follower"].alive[at]))
    return wording.sentence(text)
