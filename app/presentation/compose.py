"""From a storyline and its material to the pages that are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.evidence import limits
from app.presentation.deck import Deck, Slide, Stamp
from app.presentation.material import Material
from app.presentation.pages import MAKERS
from app.presentation.storyline import Page
from model.messages import Problems


def deck(material: Material, moved: Mapping[int, Material] | None = None) -> Deck:
    """All pages. `moved` has material of its own for pages whose levers were moved: there the numbers speak alone."""
    story, own = material.storyline, moved or {}
    slides = tuple(slide(page, number, own.get(number, material), number in own)
                   for number, page in enumerate(story.pages))
    return Deck(story.title, story.question, story.author, slides, stamp(material), story.scenarios,
                material.board, material.results)


def slide(page: Page, number: int, material: Material, is_moved: bool = False) -> Slide:
    """One page, with what a person wrote in place of the usual title and sentence."""
    try:
        found = MAKERS[page.kind](page, material)
    except Problems as error:
        found = Slide("", page.kind, page.kind, " ".join(error.sentences), ())
    written = "" if is_moved else page.sentence
    title = "" if is_moved else page.title
    return replace(
        found, key=f"page-{number + 1}", title=title or found.title, takeaway=written or found.takeaway,
        basis=found.takeaway if written and written != found.takeaway else "", speaker=page.notes,
        levers=page.levers)


def stamp(material: Material) -> Stamp:
    """Where the numbers come from."""
    results = [material.results[one.name] for one in material.board.candidates]
    made = results[0].provenance
    return Stamp(
        tuple(one.title for one in material.board.candidates),
        tuple(str(result.provenance["fingerprint"]) for result in results),
        int(made["replications"]), int(made["seed"]), int(made["years"]), str(made["model_version"]),
        str(made["date"]), limits.sentences()[0], ", ".join(dict.fromkeys(
            one.parameters.zone.name for one in material.board.candidates if one.parameters.zone is not None)))
