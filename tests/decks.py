"""Presentations made by hand from small runs: an everyday one, and one whose every text is hostile."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
from pairs import real

from app import look
from app.charts.chart import Chart
from app.charts.figure import Figure, literal
from app.compare import drawn
from app.compare.chosen import Board, Candidate
from app.compare.numbers import matrix
from app.presentation.deck import Deck, Drawing, Slide, Stamp, Table, Words
from app.views import VIEWS
from model.outputs import HEADLINES
from model.scenario import Scenario

MATTERS = ("pioneers_succeeded_10", "industries_established", "social_irr", "social_share")
SENTENCE = "Listing windows that stay shut cost pioneers, and a few detectably."
LIMITS = "Returns come out too high, so the treasury's gain is too high as well; intervals hold luck only."


def board() -> Board:
    found = tuple(Candidate(str(k), title, result.parameters) for k, (title, result) in enumerate(
        (("Baseline", real().baseline), ("Platforms, shut window", real().current))))
    return Board(found, found[0])


def results() -> dict[str, Any]:
    return {"0": real().baseline, "1": real().current}


def charts() -> dict[str, Chart]:
    """The large chart of every view, and the comparison of all scenarios."""
    found = {key: view.large(real(), look.LIGHT) for key, view in VIEWS.items()}
    return {**found, "side-by-side": drawn.side_by_side(board(), results(), MATTERS, look.LIGHT)}


def stamp() -> Stamp:
    made = real().current.provenance
    return Stamp(
        tuple(one.title for one in board().candidates),
        tuple(str(each.provenance["fingerprint"]) for each in results().values()), made["replications"],
        made["seed"], made["years"], made["model_version"], "2026-11-26", LIMITS)


@cache
def deck() -> Deck:
    """A presentation of all kinds of pages."""
    found = charts()
    numbers = matrix(board(), results(), list(HEADLINES)[:24], "means").T.reset_index()
    rows = tuple(tuple(str(cell) for cell in row) for row in numbers.itertuples(index=False))
    slides = (
        Slide("title", "title", "Patient money for pioneers", "Is a shut listing window worse than no platforms?",
              (Words(("Planning office", "26 November 2026")),)),
        Slide("levers", "levers", "What differs", "Three levers differ from the baseline.", (
            Table("Levers that differ", ("Lever", "Baseline", "Platforms, shut window"), (
                ("Platforms\n(share of firms)", "0 %", "100 %"), ("Listing shut, years", "0", "4"),
                ("Application scenarios", "0 %", "100 %"))),)),
        *(Slide(key, "chart", chart.question, chart.answer, (Drawing(chart),), note="Small print.")
          for key, chart in found.items()),
        Slide("two", "comparison", "Two charts", SENTENCE, tuple(
            Drawing(found[key]) for key in ("pioneers", "treasury")), basis="What the numbers say: something else."),
        Slide("beside", "evidence", "A chart and words", SENTENCE, (
            Drawing(found["valley"]), Words(("First finding, said in a sentence or two.", "Second finding."), True))),
        Slide("numbers", "comparison", "All numbers", SENTENCE, (Table("Means", rows[0], rows[1:]),)),
        Slide("limits", "limits", "What it cannot say", LIMITS, (
            Words(("Returns come out too high.", "Intervals hold luck only.", "Nothing published says more."), True),)),
    )
    return Deck("Patient money for pioneers", "Is a shut listing window worse than no platforms?", "Planning office",
                slides, stamp(), tuple(Scenario(one.title, parameters=one.parameters) for one in board().candidates),
                board(), results())


HOSTILE = (
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 2'>",
    "</script><script>window.hacked = 3</script>",
    "</style></title></textarea><svg onload=window.hacked=4>",
    "\" onmouseover=\"window.hacked = 5\" style=\"display:none",
    "' autofocus onfocus='window.hacked = 6",
    "<a href=\"javascript:window.hacked = 7\">here</a>",
    "<!--<script>", "]]>", "{{7*7}} ${7*7} %{x} \\u003cb\\u003e &lt;b&gt; &amp;",
    "=HYPERLINK(\"http://example.org\",\"go\")", "@import url(http://example.org); }</style>",
    "W" * 5000, "שלום עולם ‮evil", "مرحبا بالعالم", "引导基金与社会资本的接力", "🚀👩‍🔬", "a\u2028b\u2029c",
    "bell\x07null\x00end",
)


def hostile(given: str, key: str) -> Slide:
    """A page in which every field for words holds the same text."""
    figure = Figure(look.LIGHT, 300)
    figure.scatter([1, 2, 3], [1, 3, 2], name=literal(given))
    frame = pd.DataFrame({given: [given, "b"], "n": [1.5, 2.0]})
    return Slide(key, "chart", given, given, (
        Words((given, given)), Words((given,), True), Table(given, (given, "B"), ((given, given), ("c", "1"))),
        Drawing(Chart("hostile", given, given, given, figure, frame, given))), given, given, given)


def all_hostile() -> Deck:
    """A presentation of hostile pages, whose own words are hostile too."""
    every = " ".join(HOSTILE)
    slides = tuple(hostile(text, text[:40] + str(k)) for k, text in enumerate(HOSTILE))
    found = replace(stamp(), titles=(every, every), limits=every, version=every, date=every)
    return replace(deck(), title=every, question=every, author=every, slides=slides, stamp=found)
