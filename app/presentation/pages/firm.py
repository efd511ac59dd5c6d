"""The same firm in two worlds."""

from app.charts.parting import without_pointing
from app.compare import stories
from app.presentation.deck import Drawing, Slide
from app.presentation.material import Material
from app.presentation.storyline import Page
from model.words import _


def made(page: Page, material: Material) -> Slide:
    """The page: the first of the most telling stories."""
    first, other = material.board.reference, material.other(page)
    found, worlds = stories.stories(first, other), stories.worlds_of(first)
    title = _("What becomes of the same firm?")
    if not found:
        return Slide("", "firm", title, _("No firm of the first {worlds} worlds has lives that differ so much.").format(
            worlds=worlds), ())
    story, firms = next(iter(found.items()))
    chart = stories.lives(first, other, firms[0], material.colours)
    count = _("one such firm") if len(firms) == 1 else _("{count} such firms").format(count=len(firms))
    note = _("{story}: {count} in the first {worlds} worlds. This is an example, not the average.").format(
        story=story.label(stories.names_of(first, other)), count=count, worlds=worlds)
    return Slide("", "firm", title, chart.answer, (Drawing(without_pointing(chart)),), note=note)
