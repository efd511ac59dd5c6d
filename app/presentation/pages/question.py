"""What each scenario stands for."""

from app.presentation.deck import Slide, Table
from app.presentation.material import Material
from app.presentation.storyline import Page
from model.words import _


def made(page: Page, material: Material) -> Slide:
    """The page."""
    story = material.storyline
    rows = tuple((one.title, _(scenario.question) or _("No question was written for it."))
                 for one, scenario in zip(material.board.candidates, story.scenarios, strict=True))
    table = Table(_("The scenarios and what they ask"), (_("Scenario"), _("What it asks")), rows)
    return Slide("", "question", _("What is compared?"), story.question, (table,))
