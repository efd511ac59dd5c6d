"""Strict reading of a JSON file: what is damaged, doubled, too large or too deep is said."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from model.messages import Problems, printable, reason, shown
from model.words import _

LARGEST_BYTES = 1_000_000
DEEPEST_LEVELS = 20


def text_of(path: Path) -> str:
    """The text of a file. A missing file is left to the caller as FileNotFoundError."""
    try:
        if path.is_dir():
            raise Problems([_("This is a folder. Name a file.")])
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        sentence = _("The file cannot be read: {reason}.").format(reason=reason(error))
        raise Problems([sentence]) from error
    except ValueError as error:
        raise Problems([_("This is not the name of a file.")]) from error
    _refuse_large(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("The file is not UTF-8 text (byte {position}). Save it as UTF-8.")
        raise Problems([sentence.format(position=error.start + 1)]) from error


def entries_in(text: str) -> tuple[dict[str, Any], list[str]]:
    """The entries of a JSON block, and a sentence for each name that is given twice."""
    _refuse_large(text.encode("utf-8", "surrogatepass"))
    _refuse_deep(text)
    doubled: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for name, value in pairs:
            if name in entries:
                sentence = _("{name} is given twice in the same block. Keep one.")
                doubled.append(sentence.format(name=printable(name[:100])))
            entries[name] = value
        return entries

    try:
        entries = json.loads(text, object_pairs_hook=once, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        sentence = _("Line {line}, column {column}: the JSON is damaged here ({what}).")
        what = error.msg[:1].lower() + error.msg[1:]
        sentence = sentence.format(line=error.lineno, column=error.colno, what=what)
        raise Problems([sentence]) from error
    if not isinstance(entries, dict):
        sentence = _("The file is one block in braces, not {value}.")
        raise Problems([sentence.format(value=shown(entries))])
    return entries, doubled


def _refuse_large(content: bytes) -> None:
    if len(content) > LARGEST_BYTES:
        sentence = _("The file is too large: more than {most} bytes.")
        raise Problems([sentence.format(most=LARGEST_BYTES)])


def _whole_number(digits: str) -> int | float:
    """A whole number; one with hundreds of digits is as good as infinite."""
    if len(digits) < 300:
        return int(digits)
    return -math.inf if digits.startswith("-") else math.inf


def _refuse_deep(text: str) -> None:
    """Count levels before the text is read, so that no nesting can exhaust the reader."""
    depth, line, in_text, escaped = 0, 1, False, False
    for letter in text:
        line += letter == "\n"
        if in_text:
            in_text = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            in_text = True
        elif letter in "{[":
            depth += 1
            if depth > DEEPEST_LEVELS:
                sentence = _("Line {line}: the blocks are nested more than {most} levels deep.")
                raise Problems([sentence.format(line=line, most=DEEPEST_LEVELS)])
        elif letter in "}]":
            depth -= 1
