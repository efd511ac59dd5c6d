"""How near the model comes to published figures, and what it cannot say."""

from app.evidence import figures, limits
from app.presentation.deck import Slide, Words
from app.presentation.material import Material
from app.presentation.storyline import Page
from model.evidence import card
from model.evidence.figures import Use
from model.words import _

MOST_LIMITS = 5
ABROAD = "us"


def made(page: Page, material: Material) -> Slide:
    """The page: what was measured last, and the gravest limits."""
    targets = [score for score in card.kept().scores if score.figure.use is Use.TARGET]
    return Slide("", "evidence", _("What can be relied on, and what cannot?"), figures.summary(card.kept()),
                 (Words(limits.sentences()[:MOST_LIMITS], is_list=True),),
                 note=_("Measured in {worlds} worlds with the default assumptions, whatever is changed here: {abroad} "
                        "of {all} targets in a US reference world, the others in the simulated zone.").format(
                     worlds=f"{card.kept().worlds:,}", all=len(targets),
                     abroad=sum(score.figure.world == ABROAD for score in targets)))
