"""How each kind of page is made: the name of the file is that of the kind."""

from collections.abc import Callable

from app.presentation.deck import Slide
from app.presentation.material import Material
from app.presentation.pages import appendix, chart, evidence, firm, levers, question, table, title, why
from app.presentation.storyline import Page

MAKERS: dict[str, Callable[[Page, Material], Slide]] = {
    "title": title.made, "question": question.made, "levers": levers.made, "chart": chart.made, "table": table.made,
    "why": why.made, "firm": firm.made, "evidence": evidence.made, "appendix": appendix.made}
