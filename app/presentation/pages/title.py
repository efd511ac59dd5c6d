"""The first page: title, question, scenarios, author."""

from app.presentation.deck import Slide, Words
from app.presentation.material import Material
from app.presentation.storyline import Page
from model.words import _


def made(page: Page, material: Material) -> Slide:
    """The page."""
    story = material.storyline
    reference = material.board.reference
    titles = tuple(_("{title}, the reference").format(title=one.title) if one.name == reference.name else one.title
                   for one in material.board.candidates)
    blocks = [Words(titles, is_list=True)]
    if story.author:
        blocks.append(Words((story.author,)))
    return Slide("", "title", story.title, story.question, tuple(blocks))
