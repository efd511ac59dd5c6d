"""What does it cost the treasury?"""

from __future__ import annotations

from app import look, wording
from app.charts.chart import (
    LABEL_WIDTH,
    Chart,
    Pair,
    add_pair,
    mark_run_off,
    mark_shocks,
    over_time,
    year_ends,
)
from app.charts.figure import Figure
from model.comparison import Interval, interval
from model.declare import Unit
from model.metrics import policy_outflows
from model.outputs import HEADLINES
from model.record import QUARTERS_PER_YEAR
from model.words import _


def fiscal_cost(pair: Pair, colours: look.Palette) -> Chart:
    """The treasury's cumulative net outlay for the policies, with its present value."""
    current = policy_outflows(pair.current).cumsum(1)[:, : pair.end * QUARTERS_PER_YEAR]
    baseline = policy_outflows(pair.baseline).cumsum(1)[:, : pair.end * QUARTERS_PER_YEAR]
    years = year_ends(0, current.shape[1])
    figure = Figure(colours, 300, right=LABEL_WIDTH)
    add_pair(figure, years, current.mean(0), baseline.mean(0), pair, colours, band=current,
             hover="%{y:,.0f}")
    figure.x_axis(title={"text": _("years from the start of the policies")}, dtick=5,
                  range=[0, years[-1]])
    figure.y_axis(tickformat=",.0f")
    mark_run_off(figure, pair, colours)
    mark_shocks(figure, pair.current.parameters, colours)
    return Chart(
        "fiscal_cost", _("What does it cost the treasury?"), _fiscal_answer(pair),
        _("Cumulative net outlay for the policies, ¥ million, local taxes left out"),
        figure,
        over_time(pair, years, current, baseline),
        note=_("Below zero: the treasury got back more than it paid. ")
        + _(HEADLINES["net_fiscal_cost"].meaning))


def _fiscal_answer(pair: Pair) -> str:
    peak = wording.headline(pair.current, "peak_outlay")
    found = interval(pair.current.headlines["net_fiscal_cost"])
    text = _("At most {peak} is out at once; in present value and after taxes the policies cost "
             "{cost} ({span})").format(
        peak=peak, cost=wording.money(found.mean), span=wording.span(found, Unit.MYUAN))
    if found.mean < 0:
        text = _("At most {peak} is out at once; in present value and after taxes the policies "
                 "bring in {gain} ({span})").format(
            peak=peak, gain=wording.money(-found.mean),
            span=wording.span(Interval(-found.mean, -found.high, -found.low), Unit.MYUAN))
    if not pair.is_same:
        said = wording.against_baseline(pair.current, pair.baseline, "net_fiscal_cost")
        text += _("; cost against the baseline: {said}").format(said=said)
    return wording.sentence(text)
