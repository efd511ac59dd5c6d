"""Rows of words, a small drawing on a scale of its own, and notes, that stand below each other on a phone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from app import look
from app.wording import MINUS, WORD_JOINER
from model.comparison import Interval

STYLE = f"<style>{Path(__file__).with_suffix('.css').read_text(encoding='utf-8')}</style>"
SHADE_OPACITY = 0.3
# what lies beyond the ends of a scale stands here, as an arrow
LEFT_EDGE, RIGHT_EDGE = 0.03, 0.97
HIT, MISS = "●", "◇"


@dataclass(frozen=True)
class Track:
    """What is drawn: places go from 0 at the left end to 1 at the right one.

    `shade` is where something should lie, `tick` a value to compare with, `dot` what was found with its
    interval. `labels` are words below, with their places.
    """

    shade: tuple[float, float] | None = None
    tick: float | None = None
    dot: Interval | None = None
    labels: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Row:
    """A finding in words and drawn. `is_hit` says whether it is as it should be; None if nothing should be."""

    name: str
    verdict: str
    is_hit: bool | None
    numbers: tuple[str, ...]
    track: Track | None = None
    notes: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The row in one sentence, for those who cannot see it."""
        return f"{self.name}. {'. '.join(text for text in (*self.numbers, self.verdict) if text)}."


def markup(rows: Sequence[Row], name: str, colours: look.Palette) -> str:
    """The rows as HTML; `name` says what they are."""
    paper = "#12161C" if colours is look.DARK else "#FFFFFF"
    shades = {
        "quiet": colours.quiet, "grid": colours.grid, "mark": colours.social, "paper": paper,
        "shade": look.faded(colours.social, SHADE_OPACITY), "hit": colours.current, "miss": colours.worse}
    style = ";".join(f"--{key}:{value}" for key, value in shades.items())
    return (f'<ul class="rows" style="{style}" aria-label="{escape(name)}">'
            + "".join(map(_item, rows)) + "</ul>")


def _item(row: Row) -> str:
    tone = "miss" if row.is_hit is False else "hit"
    words = [f'<p class="name">{_text(row.name)}</p>']
    if row.verdict:
        sign = "" if row.is_hit is None else f'<span aria-hidden="true">{HIT if row.is_hit else MISS}</span> '
        words.append(f'<p class="{tone}">{sign}{_text(row.verdict)}</p>')
    numbers = "".join(f'<p class="numbers">{_text(text)}</p>' for text in row.numbers if text)
    drawn = "" if row.track is None else (
        f'<div class="track {tone}" role="img" aria-label="{escape(row.said)}">'
        + "".join(_parts(row.track, row.is_hit)) + "</div>")
    notes = "".join(f"<p>{_text(text)}</p>" for text in row.notes if text)
    # numbers stand where there is room
    left, right = (numbers, f'<div class="notes">{notes}</div>') if notes else ("", numbers)
    return f'<li><div>{"".join(words)}{left}</div><div>{drawn}</div><div>{right}</div></li>'


def _text(text: str) -> str:
    return escape(text.replace(MINUS, MINUS + WORD_JOINER))


def _parts(track: Track, is_hit: bool | None) -> list[str]:
    parts = []
    if track.shade is not None:
        low, high = track.shade
        parts.append(_part("shade", low, high - low))
    if track.tick is not None:
        parts.append(_part("tick", track.tick))
    if track.dot is not None and math.isfinite(track.dot.mean):
        low, high = (min(max(end, 0.0), 1.0) for end in (track.dot.low, track.dot.high))
        shape, at = _shape(track.dot.mean, is_hit)
        if shape not in ("left", "right") and math.isfinite(low + high):
            parts.append(_part("line", low, high - low))
        parts.append(_part(f"dot {shape}", at))
    parts += [_part("label", at, text=text) for at, text in track.labels]
    return parts


def _shape(at: float, is_hit: bool | None) -> tuple[str, float]:
    """An arrow for what is off the scale; else filled where it is as it should be, and open where not."""
    if at < LEFT_EDGE:
        return "left", LEFT_EDGE
    if at > RIGHT_EDGE:
        return "right", RIGHT_EDGE
    return ("open" if is_hit is False else "round"), at


def _part(kind: str, at: float, width: float | None = None, text: str = "") -> str:
    wide = "" if width is None else f";width:{100 * width:.2f}%"
    return f'<span class="{kind}" style="left:{100 * at:.2f}%{wide}">{_text(text)}</span>'
