"""Text in shapes: paragraphs with one look, and a size at which they fit."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.text.text import TextFrame
from pptx.util import Pt

from app.exports.office.markup import a
from app.exports.office.plan import Colour
from app.exports.office.texts import DOTS, legal, width

LINE = 1.2
INK = Colour("111827")
MARK = "•"
INDENT = 18


def write(
    frame: TextFrame, lines: Sequence[str], size: float, ink: Colour | None = None, is_bold: bool = False,
    align: PP_ALIGN | None = None, is_list: bool = False, after: float = 0.0,
) -> None:
    """Write lines as paragraphs; without a colour they look as the layout says."""
    for k, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if not k else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = legal(line).replace("\n", " ")
        run.font.size, run.font.bold = Pt(size), is_bold
        if ink is not None:
            run.font.color.rgb = RGBColor.from_string(ink.digits)
        if align is not None:
            paragraph.alignment = align
        if is_right_to_left(line):
            paragraph._p.get_or_add_pPr().set("rtl", "1")
            paragraph.alignment = align or PP_ALIGN.RIGHT
        if after:
            paragraph.space_after = Pt(after)
        if is_list:
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", str(INDENT * 12_700))
            properties.set("indent", str(-INDENT * 12_700))
            for old in properties.findall(qn("a:buNone")):
                properties.remove(old)
            properties.append(a("buFont", typeface="Arial"))
            properties.append(a("buChar", char=MARK))


def is_right_to_left(line: str) -> bool:
    """Is the first letter with a direction Hebrew, Arabic or the like?"""
    return next((side for side in map(unicodedata.bidirectional, line) if side in ("L", "R", "AL")), "L") != "L"


def lines_of(text: str, size: float, wide: float) -> int:
    """How many lines a text takes at a size in points and a width in inches; words too long for one are broken."""
    room = wide * 72 / size
    count, used = 1, 0.0
    for word in text.split():
        need = width(word) + (width(" ") if used else 0.0)
        if used + need <= room:
            used += need
            continue
        if need <= room:
            count, used = count + 1, need
            continue
        count += math.ceil((need - (room - used)) / room) if used < room else math.ceil(need / room)
        used = need % room
    return count


def height_of(lines: Iterable[str], size: float, wide: float, after: float = 0.0) -> float:
    """How high paragraphs are, in inches."""
    return sum(lines_of(part, size, wide) * size * LINE + after for line in lines
               for part in [line or " "]) / 72


def fitting(text: str, sizes: Sequence[float], wide: float, high: float) -> tuple[str, float]:
    """A text and the largest size at which it fits; cut with dots where even the smallest is too large."""
    for size in sizes:
        if height_of([text], size, wide) <= high:
            return text, size
    return prefix(text, sizes[-1], wide, high, DOTS).rstrip() + DOTS, sizes[-1]


def prefix(text: str, size: float, wide: float, high: float, end: str = "") -> str:
    """The longest beginning of a text that fits with an end after it, and at least one letter."""
    low, top = 1, len(text)
    while low < top:
        middle = (low + top + 1) // 2
        if height_of([text[:middle] + end], size, wide) <= high:
            low = middle
        else:
            top = middle - 1
    word = text.rfind(" ", 0, low) if low < len(text) else -1
    return text[: word + 1] if word > low // 2 else text[:low]
