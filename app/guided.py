"""What the tour of the Explore page says."""

from __future__ import annotations

from app.components.tour import Step
from model.words import _


def steps() -> list[Step]:
    """The four steps."""
    return [
        Step(_("Move a lever"),
             _("Every slider has a typed value, a mark at its default, and a help text with the "
               "source. Search finds any of them. Or start from a ready scenario above."),
             '[data-testid="stSidebar"]'),
        Step(_("Read what changed"),
             _("These sentences and numbers compare your values with the baseline on the same luck. "
               "Where chance alone could explain a difference, they say so."),
             ".st-key-status"),
        Step(_("Choose a question"),
             _("Each tile is a view of the results with its own question. The one that moved most "
               "is marked."),
             ".st-key-views"),
        Step(_("Look behind the chart"),
             _("Grey dashes are the baseline, ink is your scenario, the band holds 80 % of worlds. "
               "Below each chart: its table, a file, and the rule it follows. Ctrl+Z takes back a move."),
             '[class*="st-key-block-"]'),
    ]
