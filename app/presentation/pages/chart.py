"""One chart with its sentence."""

from app.presentation.catalogue import CHARTS, FIRST_CHART
from app.presentation.deck import Drawing, Slide
from app.presentation.material import Material
from app.presentation.storyline import Page


def made(page: Page, material: Material) -> Slide:
    """The page."""
    chart = CHARTS[page.chart or FIRST_CHART].make(material, page)
    return Slide("", "chart", chart.question, chart.answer, (Drawing(chart),))
