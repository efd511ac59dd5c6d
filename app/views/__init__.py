"""The views of the results, in the order of the strip."""

from app.views import capital, crowding, exits, industries, investors, pioneers, relay, treasury, valley
from app.views.view import View

VIEWS: dict[str, View] = {
    module.VIEW.key: module.VIEW
    for module in (capital, pioneers, valley, relay, industries, investors, treasury, crowding, exits)
}

__all__ = ["VIEWS", "View"]
