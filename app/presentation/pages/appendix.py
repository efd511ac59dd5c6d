"""The assumptions that move results most, with their values and sources."""

from app import wording
from app.evidence import assumptions
from app.presentation.deck import Slide, Table
from app.presentation.material import Material
from app.presentation.storyline import Page
from model.parameters import value_at
from model.words import _

SHOWN = 8


def made(page: Page, material: Material) -> Slide:
    """The page. Where scenarios differ in an assumption, each of its values stands once."""
    rows = []
    for weight in assumptions.weights(SHOWN):
        parameter = weight.parameter
        values = [wording.setting_text(parameter, value_at(one.parameters, parameter.path))
                  for one in material.board.candidates]
        rows.append((wording.full_label(parameter), " / ".join(dict.fromkeys(values)), _(parameter.source)))
    table = Table(_("Assumptions that move results most"), (_("Assumption"), _("Value"), _("Source")), tuple(rows))
    return Slide("", "appendix", _("Which assumptions matter most?"),
                 _("These {count} move the headlines most when they go from end to end of their range.").format(
                     count=len(rows)), (table,),
                 note=_("All parameters with their sources stand on the Evidence and Method pages."))
