"""A presentation on the projector: over the whole window, turned by keys, with levers that stay movable."""

from __future__ import annotations

from pathlib import Path

from app import session
from app.presentation.deck import Deck
from app.presentation.material import other_of
from app.presenting import sheets
from app.presenting.show import Show
from model.words import _

HERE = Path(__file__).parent
_mount = sheets.mounted(
    "projector", "".join((HERE / name).read_text(encoding="utf-8") for name in ("speaker.js", "projector.js")),
    f'<style>{(HERE / "projector.css").read_text(encoding="utf-8")}</style><div class="projector-mount"></div>')
KEY = "projector"


def projector(deck: Deck, show: Show) -> None:
    """Show a deck from the page that is worked on; `show` hears which levers are moved, and where it ends."""
    story = show.story
    owners = [story.scenarios[other_of(story, page)] for page in story.pages]
    pages = [{**sheets.sheet(deck, k), "levers": sheets.levers(slide, k, owners[k].parameters, show.moved),
              "whose": _("Levers of {title}").format(title=owners[k].title),
              "refused": show.refused.get(k, "")} for k, slide in enumerate(deck.slides)]
    _mount(
        key=KEY, data=sheets.packed({"pages": pages, "first": show.page, "words": words(), "edition": show.edition}),
        on_moved_change=session.pressed(lambda state: show.hear(state.moved or {}), KEY),
        on_left_change=session.pressed(lambda state: show.leave(int(state.left or 1) - 1), KEY))


def words() -> dict[str, str]:
    """What the projector says itself."""
    return {
        "presentation": _("Presentation"), "levers": _("Levers of this page"), "restore": _("Back to the saved values"),
        "place": _("{page} of {pages}"), "now": _("Now"), "next": _("Next"), "end": _("This is the last page."),
        "notes": _("Notes"), "none": _("No notes for this page."), "blocked": _(
            "The browser kept the speaker's window from opening. Allow it for this address."),
        "leave": _("Leave the presentation"),
        "touch": _("Touch the right of a page to turn on, its left to turn back"),
        "keys": _("← → turn pages · B black · S speaker's window · R saved values · F full screen · Esc leave")}
