"""Texts for office files: only characters that XML can hold, and the plain words of a figure's labels."""

from __future__ import annotations

import datetime
import html
import re
import unicodedata

ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
BREAK, TAG = re.compile(r"<br\s*/?>"), re.compile(r"</?(?:span|b|i|sup|sub)\b[^>]*>")
SWATCH = re.compile("^[●■]\\s*")
# about how wide letters are, in parts of their size
WIDTHS = {letter: part for letters, part in (
    ("ijlI.,:;'|!()[]/ftr- ", 0.36), ("mwMW@%—…", 0.97), ("ABCDEFGHJKLNOPQRSTUVXYZ&+=<>~", 0.73)) for letter in letters}
USUAL, WIDE = 0.57, 1.0
DOTS = "…"


def legal(text: object) -> str:
    """A text without what XML cannot hold; every line end is a plain one."""
    return ILLEGAL.sub("", LINE_END.sub("\n", str(text)))


def words_of(label: str) -> str:
    """The words of a figure's label, which Plotly reads as markup."""
    lines = TAG.sub("", BREAK.sub("\n", legal(label)))
    return SWATCH.sub("", html.unescape(lines).strip()).strip()


def on_one_line(text: str) -> str:
    """The words with single spaces between them."""
    return " ".join(text.split())


def width(text: str) -> float:
    """About how wide a line is, in parts of the size of its letters."""
    return sum(WIDE if unicodedata.east_asian_width(letter) in "WF" else WIDTHS.get(letter, USUAL) for letter in text)


def cut(text: str, most: int) -> str:
    """At most so many letters, with dots where some are missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + DOTS


def date_of(text: str) -> datetime.datetime:
    """The date of the numbers; today, if they bear none."""
    try:
        return datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
