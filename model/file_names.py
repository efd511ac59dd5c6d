"""Names of files for titles that people write: plain, short, and good on every system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

LONGEST_BYTES = 80
# Windows keeps these for devices, whatever ending follows
RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)}
NAMELESS = "scenario"


def file_name(title: str) -> str:
    """A name made of the letters and digits of any script in a title, with hyphens between words.

    At most 80 bytes in UTF-8, in small letters, without ending; never empty, never a device of Windows.
    """
    words = re.split(r"[\s_-]+", unicodedata.normalize("NFKC", title).lower())
    plain = ("".join(letter for letter in word if letter.isalnum()) for word in words)
    name = shortened("-".join(word for word in plain if word), LONGEST_BYTES)
    if not name:
        return NAMELESS
    return f"{NAMELESS}-{name}" if name in RESERVED else name


def numbered(name: str) -> Iterator[str]:
    """The name itself, then the name with -2, -3 and so on, without end."""
    yield name
    for number in count(2):
        ending = f"-{number}"
        yield shortened(name, LONGEST_BYTES - len(ending)) + ending


def shortened(name: str, most_bytes: int) -> str:
    """The beginning of a name, in whole characters."""
    return name.encode("utf-8", "ignore")[:most_bytes].decode("utf-8", "ignore").rstrip("-")


def sameness(name: str) -> str:
    """Equal for names that some system takes for the same file."""
    return unicodedata.normalize("NFKC", name).casefold()


def is_plain(name: str) -> bool:
    """Whether this can be the name of a file that lies in a folder and is not hidden."""
    return (
        0 < len(name.encode("utf-8", "replace")) <= 240
        and not name.startswith(".")
        and name.isprintable()
        and not set(name) & set('/\\:*?"<>|')
    )
