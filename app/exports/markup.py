"""A page of a presentation as HTML, the one way for the projector and for the report.

Every text is escaped, so that none of it becomes markup, an attribute, a style or a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

from app import look
from app.presentation.deck import Block, Drawing, Slide, Table, Words
from model.words import _

HERE = Path(__file__).parent
# what HTML cannot hold: control codes, halves of letters, and places that stand for no letter
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# so many letters without a space may be broken in a table, whose columns other words keep wide enough
LONG_WORD = re.compile(r"\S{24,}")
PIECE = re.compile(r"\S{12}")
NUMBER = re.compile(r"[−+-]?\d[\d.,]*\s?%?|–|")
# Arabic and Hebrew run from right to left, each text by itself
OWN_WAY = 'dir="auto"'
# the kind of page that opens a presentation
TITLE = "title"


def text(given: str) -> str:
    """A text that is shown as it is, whatever it holds."""
    return escape(printable(given))


def printable(given: str) -> str:
    """A text with a mark for each letter that cannot be shown, and one kind of line end."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", given.replace("\r\n", "\n").replace("\r", "\n"))


def section(slide: Slide, number: int, count: int, foot: str) -> str:
    """One page; `foot` stands below it, left of the page's number."""
    level = "h1" if slide.kind == TITLE else "h2"
    parts = [f"<{level} {OWN_WAY}>{text(slide.title)}</{level}>", _line("takeaway", slide.takeaway),
             f'<div class="blocks {_kinds(slide)}">{"".join(_blocks(slide))}</div>',
             _line("basis", slide.basis), _line("note", slide.note)]
    page = text(_("{number} of {count}").format(number=number, count=count))
    return (f'<section class="slide slide-{_name(slide.kind)}" data-key="{text(slide.key)}">{"".join(parts)}'
            f'<footer><span {OWN_WAY}>{text(foot)}</span><span class="page">{page}</span></footer></section>')


def figures(slide: Slide) -> dict[str, dict[str, Any]]:
    """The page's figures in the plain types of JSON, by the names that their places in the page bear."""
    return {figure_name(slide, n): chart.figure.plain() for n, chart in enumerate(slide.charts, 1)}


def figure_name(slide: Slide, number: int) -> str:
    """The name of a chart's place in its page; charts count from 1."""
    return f"{printable(slide.key)}-{number}"


def style() -> str:
    """How pages look on a projector."""
    colours = "".join(f"--{name}:{value};" for name, value in asdict(look.LIGHT).items())
    return f".slide{{{colours}--font:{look.FONT}}}\n{(HERE / 'slides.css').read_text(encoding='utf-8')}"


def script() -> str:
    """The functions `drawFigures` and `showSlide`, to be put before a script that calls them."""
    return (HERE / "slides.js").read_text(encoding="utf-8")


def table(given: Table) -> str:
    """A table with its name; the first column names the rows, and columns of numbers stand to the right."""
    numeric = [all(NUMBER.fullmatch(row[k]) for row in given.rows) for k in range(len(given.head))]
    head = "".join(f'<th scope="col"{_side(is_number)} {OWN_WAY}>{_breakable(cell)}</th>'
                   for cell, is_number in zip(given.head, numeric, strict=True))
    rows = "".join(f"<tr>{''.join(_cells(row, numeric))}</tr>" for row in given.rows)
    caption = f"<caption {OWN_WAY}>{text(given.name)}</caption>" if given.name else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(row: tuple[str, ...], numeric: list[bool]) -> Iterator[str]:
    for k, (cell, is_number) in enumerate(zip(row, numeric, strict=True)):
        tag, scope = ("th", ' scope="row"') if k == 0 else ("td", "")
        yield f"<{tag}{scope}{_side(is_number)} {OWN_WAY}>{_breakable(cell)}</{tag}>"


def _breakable(given: str) -> str:
    """A text for a narrow column: long words may be broken."""
    parts = LONG_WORD.sub(lambda word: PIECE.sub("\\g<0>\0", word[0]), printable(given))
    return "<wbr>".join(map(text, parts.split("\0")))


def _side(is_number: bool) -> str:
    return ' class="number"' if is_number else ""


def _line(name: str, given: str) -> str:
    return f'<p class="{name}" {OWN_WAY}>{text(given)}</p>' if given else ""


def _name(kind: str) -> str:
    """A kind of page as a part of a class."""
    return re.sub("[^a-z0-9]+", "-", kind.lower())


def _kinds(slide: Slide) -> str:
    """What a page is made of, for its layout."""
    kinds = {Words: "words", Table: "table", Drawing: "drawing"}
    found = dict.fromkeys(f"has-{kinds[type(block)]}" for block in slide.blocks)
    return " ".join([*found, f"drawings-{sum(1 for _chart in slide.charts)}"])


def _blocks(slide: Slide) -> Iterator[str]:
    number = 0
    is_one = sum(1 for _chart in slide.charts) == 1
    for block in slide.blocks:
        number += isinstance(block, Drawing)
        yield _block(block, figure_name(slide, number), is_one)


def _block(block: Block, name: str, is_one: bool) -> str:
    if isinstance(block, Table):
        return f'<div class="table">{table(block)}</div>'
    if isinstance(block, Drawing):
        return _drawing(block, name, is_one)
    if block.is_list:
        return f'<ul>{"".join(f"<li {OWN_WAY}>{text(line)}</li>" for line in block.lines)}</ul>'
    return f'<div class="words">{"".join(_line("line", line) for line in block.lines)}</div>'


def _drawing(block: Drawing, name: str, is_one: bool) -> str:
    """A chart's place; beside others it needs its own question, alone it has the page's title."""
    chart = block.chart
    question = "" if is_one else f"<h3 {OWN_WAY}>{text(chart.question)}</h3>"
    return (f'<div class="drawing">{question}{_line("unit", chart.unit)}'
            f'<div class="figure" role="img" aria-label="{text(chart.name)}" data-figure="{text(name)}"></div>'
            f'{_line("small", chart.note)}</div>')
