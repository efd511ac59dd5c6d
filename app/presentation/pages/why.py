"""Why two scenarios differ: what each group of changed levers contributes."""

from app.compare import why
from app.headlines import CARDS
from app.presentation.deck import Drawing, Slide
from app.presentation.material import Material, other_of
from app.presentation.storyline import Page
from model.words import _


def made(page: Page, material: Material) -> Slide:
    """The page; without contributions it says so."""
    first, other = material.board.reference, material.other(page)
    headline = page.number or CARDS[0]
    title = _("Why does “{other}” differ from “{first}”?").format(other=other.title, first=first.title)
    if first.parameters == other.parameters:
        return Slide("", "why", title, _("They do not differ: both have the same levers and assumptions."), ())
    found = material.whys.get((material.storyline.reference, other_of(material.storyline, page)))
    if found is None:
        return Slide("", "why", title, _(
            "This is not worked out yet. “Work out why”, under the list of pages, does it."), ())
    chart = why.waterfall(found, first, other, headline, material.colours)
    return Slide("", "why", chart.question, chart.answer, (Drawing(chart),))
