"""Which assumptions move most, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from model.declare import Parameter, Role, Unit
from model.evidence.figures import figures
from model.influence import kept
from model.parameters import PARAMETERS
from model.words import _

SHOWN = 15


@dataclass(frozen=True)
class Weight:
    """An assumption, the headline that it moves most, and by how many standard deviations of worlds."""

    path: str
    headline: str
    size: float


def assumptions(count: int = SHOWN) -> list[Weight]:
    """The assumptions that move a main headline most, the strongest first; mechanisms' switches left out."""
    found = [Weight(path, moved[0].headline, abs(moved[0].size)) for path, moved in kept().items()
             if moved and PARAMETERS[path].role is Role.ASSUMPTION and PARAMETERS[path].unit is not Unit.SWITCH]
    return sorted(found, key=lambda one: -one.size)[:count]


def known_from(parameter: Parameter) -> str:
    """Who informs an assumption; or that nobody does."""
    informing = [figure.source for figure in figures().values() if parameter.path in figure.parameters]
    if informing:
        return "; ".join(dict.fromkeys(informing))
    source = _(parameter.source)
    return _("nothing published: {source}").format(source=source) if source.startswith("assumption") else source
