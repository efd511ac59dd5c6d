"""How near the model comes to published figures, and what it cannot say."""

from app.evidence import figures, limits
from app.presentation.deck import Slide, Words
from app.presentation.material import Material
from app.presentation.storyline import Page
from model.evidence import card
from model.words import _

MOST_LIMITS = 5


def made(page: Page, material: Material) -> Slide:
    """The page: what was measured last, and the gravest limits."""
    return Slide("", "evidence", _("What can be relied on, and what cannot?"), figures.summary(card.kept()),
                 (Words(limits.sentences()[:MOST_LIMITS], is_list=True),),
                 note=_("Measured with the default assumptions in the simulated zone, whatever is changed here."))
