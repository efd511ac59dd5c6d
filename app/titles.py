"""Titles of scenarios that a reader can tell apart, whole or short."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from model.words import _


def short(text: str, width: int) -> str:
    """Text on one line, of so many letters at most, with dots where it is cut."""
    text = " ".join(text.split())
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def distinct(titles: Sequence[str], taken: Collection[str] = ()) -> list[str]:
    """The titles; what is taken, or an earlier one has, bears a number from 2 on."""
    found: list[str] = []
    for title in titles:
        name, number = title, 1
        while name in found or name in taken:
            number += 1
            name = _("{title} ({number})").format(title=title, number=number)
        found.append(name)
    return found


def shortened(titles: Sequence[str], width: int) -> list[str]:
    """The titles with so many letters at most; those that would then be the same begin with their number."""
    cut = [short(title, width) for title in titles]
    return [text if cut.count(text) == 1 else short(_("{number}: {title}").format(number=number, title=title), width)
            for number, (text, title) in enumerate(zip(cut, titles, strict=True), 1)]
