"""Headlines of all scenarios with what can be said of their differences."""

from app import summary, wording
from app.charts.chart import Pair
from app.compare.chosen import Candidate
from app.headlines import CARDS
from app.presentation.deck import Slide, Table
from app.presentation.material import Material
from app.presentation.storyline import Page
from model.outputs import HEADLINES
from model.words import _

SAID = ("pioneers_succeeded_10", "net_fiscal_cost")
MOST_SAID = 3


def made(page: Page, material: Material) -> Slide:
    """The page."""
    names = page.numbers or CARDS
    table = Table(
        _("Headlines of all scenarios"), (_("Number"), *(one.title for one in material.board.candidates)),
        tuple((_label(name), *(_cell(material, one, name) for one in material.board.candidates)) for name in names))
    note = _("Means of all worlds. Below: the difference to {reference} on the same luck, with its 95 % interval.")
    return Slide("", "table", _("What comes out?"), takeaway(material, _said(names)), (table,),
                 note=note.format(reference=material.board.reference.title))


def _said(names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the numbers the sentence speaks of."""
    return tuple(name for name in SAID if name in names) or names[:2]


def takeaway(material: Material, names: tuple[str, ...]) -> str:
    """What can be said of a few headlines of each scenario against the reference."""
    others = material.board.others[:MOST_SAID]
    sentences = [_("{title}: {said}").format(title=one.title, said=wording.lower_first(summary.said(
        Pair(material.results[one.name], material.results[material.board.reference.name]), names)))
        for one in others]
    if len(material.board.others) > MOST_SAID:
        sentences.append(_("the others stand in the table"))
    head = _("Differences to “{reference}”").format(reference=material.board.reference.title)
    return " ".join(map(wording.sentence, (head, *sentences)))


def _label(name: str) -> str:
    return _(HEADLINES[name].label)


def _cell(material: Material, one: Candidate, name: str) -> str:
    found = material.results[one.name]
    value = wording.headline(found, name)
    if one.name == material.board.reference.name:
        return value
    return f"{value}\n{wording.against_baseline(found, material.results[material.board.reference.name], name)}"
