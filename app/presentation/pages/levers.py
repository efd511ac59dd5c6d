"""Only the levers and assumptions in which the scenarios differ."""

from app import wording
from app.compare import levers
from app.presentation.deck import Block, Slide, Table
from app.presentation.material import Material
from app.presentation.storyline import Page
from model.words import _

MOST_ROWS, MOST_NAMED = 10, 3


def made(page: Page, material: Material) -> Slide:
    """The page. What does not fit stands in the take-away files' lists of parameters."""
    found = levers.table(material.board.candidates)
    name = _("Levers and assumptions that differ")
    if found.empty:
        return Slide("", "levers", _("In what do they differ?"),
                     _("In nothing: all scenarios have the same levers and assumptions."), ())
    shown = found.drop(columns=found.columns[0])
    table = Table(name, tuple(map(str, shown.columns)),
                  tuple(tuple(map(str, row)) for row in shown.head(MOST_ROWS).itertuples(index=False)))
    labels = [wording.lower_first(str(label)) for label in shown.iloc[:, 0]]
    text = _("In {count}: {names}").format(
        count=_("one lever or assumption") if len(labels) == 1 else _("{count} levers and assumptions").format(
            count=len(labels)), names=", ".join(labels[:MOST_NAMED]))
    if len(labels) > MOST_NAMED:
        text += _(" and {count} more").format(count=len(labels) - MOST_NAMED)
    left = len(found) - MOST_ROWS
    note = "" if left <= 0 else _("Not on this page: {count} more.").format(count=left)
    blocks: tuple[Block, ...] = (table,)
    return Slide("", "levers", _("In what do they differ?"), wording.sentence(text), blocks, note=note)
