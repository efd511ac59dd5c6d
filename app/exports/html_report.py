"""A presentation as one HTML file: it asks the network for nothing, charts answer when touched, and it prints to A4."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd
import plotly

from app.charts.chart import Chart, as_csv
from app.exports import markup
from app.exports.markup import OWN_WAY, TITLE, text
from app.presentation.deck import Deck, Table
from model.words import _

HERE = Path(__file__).parent
LANGUAGE = "en"
# what could end a script, or a line of it
UNSAFE_IN_JSON = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
DRAW = """
const figures = JSON.parse(document.getElementById('figures').textContent)
drawReport(document.querySelector('main'), figures, Plotly)
"""


def write(deck: Deck) -> bytes:
    """The report as the bytes of a file."""
    scripts = [_inlined(_plotly()), _inlined(markup.script() + _file("report.js") + DRAW)]
    figures = {name: figure for slide in deck.slides for name, figure in markup.figures(slide).items()}
    head = (f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta name="author" content="{text(deck.author)}"><title>{text(deck.title)}</title>'
            f"<style>{markup.style()}{_file('report.css')}{_page_foot(deck)}</style>")
    last = (f'<script type="application/json" id="figures">{_as_json(figures)}</script>'
            f'<script>{scripts[0]}</script><script type="module">{scripts[1]}</script>')
    whole = f'<!doctype html><html lang="{LANGUAGE}"><head>{head}</head><body>{_body(deck)}{last}</body></html>'
    return whole.encode()


def _body(deck: Deck) -> str:
    """Title, contents, all pages, and where the numbers come from."""
    count = len(deck.slides)
    sections = [f'<div class="page" id="page-{number}">{markup.section(slide, number, count, deck.stamp.line)}'
                f"{''.join(map(_behind, slide.charts))}</div>" for number, slide in enumerate(deck.slides, 1)]
    opening = deck.slides and deck.slides[0].kind == TITLE
    first = "" if opening else f"<header><h1 {OWN_WAY}>{text(deck.title)}</h1></header>"
    pages = [(f"page-{number}", slide.title) for number, slide in enumerate(deck.slides, 1) if slide.kind != TITLE]
    contents = "".join(f'<li {OWN_WAY}><a href="#{name}">{text(title)}</a></li>'
                       for name, title in [*pages, ("stamp", _came_from())])
    nav = f"<nav><h2>{text(_('Contents'))}</h2><ol>{contents}</ol></nav>"
    opened = sections[:1] if opening else []
    return f"<main>{first}{''.join(opened)}{nav}{''.join(sections[len(opened):])}{_stamp(deck)}</main>"


def _came_from() -> str:
    return _("Where the numbers come from")


def _stamp(deck: Deck) -> str:
    """Where the numbers come from: scenarios, luck, model and date, and the sentence on limits."""
    rows = "".join(f"<div><dt>{text(name)}</dt><dd {OWN_WAY}>{text(str(said))}</dd></div>"
                   for name, said in deck.provenance.items() if said != "")
    return f'<section id="stamp" class="slide"><h2>{text(_came_from())}</h2><dl>{rows}</dl></section>'


def _behind(chart: Chart) -> str:
    """The table of a chart, to be opened, and as a file."""
    data = quote(as_csv(chart.table).encode("utf-8", "replace"))
    return (f'<details class="slide"><summary>{text(_("Table: {question}").format(question=chart.question))}</summary>'
            f'<p><a href="data:text/csv;charset=utf-8,{data}" download="{text(_file_name(chart.key))}.csv">'
            f'{text(_("Download CSV"))}</a></p>{markup.table(_as_table(chart.table))}</details>')


def _file_name(key: str) -> str:
    return re.sub("[^A-Za-z0-9-]+", "-", key)[:60].strip("-") or "table"


def _as_table(frame: pd.DataFrame) -> Table:
    rows = tuple(tuple(map(_cell, row)) for row in frame.itertuples(index=False, name=None))
    return Table("", tuple(map(str, frame.columns)), rows)


def _cell(value: Any) -> str:
    """A cell as the CSV file has it, but with a dash where nothing is defined."""
    if isinstance(value, (float, np.floating)):
        return f"{value:.15g}" if math.isfinite(value) else "–"
    return str(value)


def _as_json(figures: dict[str, Any]) -> str:
    """Figures in a form in which no text can end the script that holds them."""
    plain = json.dumps(figures, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return plain.translate(UNSAFE_IN_JSON)


def _plotly() -> str:
    return (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")


def _inlined(script: str) -> str:
    """A script of ours as it may stand in a page: what would end it is written another way."""
    safe = re.sub(r"<(?=/?script|!--)", r"\\x3C", script, flags=re.IGNORECASE)
    return safe.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\\0")


def _policy(scripts: list[str]) -> str:
    """Only these scripts run, and nothing is fetched from anywhere."""
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    return (f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
            "base-uri 'none'; form-action 'none'")


def _page_foot(deck: Deck) -> str:
    """What stands at the foot of each printed page."""
    number = _("{number} of {count}").format(number="\0", count="\1")
    parts = (_quoted(part) for part in re.split("[\0\1]", number))
    return (f"@page {{ @bottom-left {{ content: {_quoted(deck.stamp.line)} }} "
            f"@bottom-right {{ content: {' '.join(_woven(list(parts)))} }} }}")


def _woven(parts: list[str]) -> list[str]:
    before, between, after = parts
    return [before, "counter(page)", between, "counter(pages)", after]


def _quoted(given: str) -> str:
    """A text in a style sheet: all but letters and digits by number."""
    return '"' + "".join(letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):06x} "
                         for letter in markup.printable(given)) + '"'


def _file(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
