"""A whole scenario in the address of a page: text that can be mailed, and that is read as strictly as a file.

A link is `1.`, a checksum of eight hexadecimal digits, and the scenario: the JSON of its file without spaces and
empty entries, packed by zlib and written in base64 for addresses without padding. The checksum is over the text,
so that a link which a mail program broke or cut off is told apart from one that was never right.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

from model.messages import Problems
from model.parameters import PARAMETERS
from model.scenario import Scenario
from model.strict_json import entries_in
from model.words import _

MARK = "1"
QUERY = "s"
"""Under this name a link stands in the address of the page."""
LONGEST_LINK = 6_000
"""Characters: browsers and chat programs carry longer addresses unreliably."""
LARGEST_BYTES = 200_000
"""Of the unpacked text: a few thousand characters could unpack to millions."""
MOST_NAMES = 2 * len(PARAMETERS)
"""In all blocks: a scenario has fewer even with every parameter changed, and looking for a name like each of
thousands of unknown ones would take seconds."""
CHECK_DIGITS = 8
ALPHABET = re.compile(r"[A-Za-z0-9._-]*")


def encode(scenario: Scenario) -> str:
    """The link of a scenario: always the same text for the same scenario.

    Raises `Problems` for a scenario that is too long for a link, or that could not be read back.
    """
    entries = {name: value for name, value in json.loads(scenario.to_json()).items() if value not in ("", [], {})}
    content = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
    body = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    link = f"{MARK}.{_checksum(body)}{body}"
    for length, most in ((len(link), LONGEST_LINK), (len(content), LARGEST_BYTES)):
        if length > most:
            sentence = _(
                "The scenario is too long for a link ({length} characters, and at most {most} are taken). "
                "Share its file instead, or shorten its notes and sources.")
            raise Problems([sentence.format(length=length, most=most)])
    decode(link)
    return link


def in_address(text: str) -> str:
    """The link in an address of the page, as `https://host/?s=…`; any other text as it is."""
    if "://" not in text:
        return text
    return (parse_qs(urlsplit(text).query).get(QUERY) or [text])[0]


def is_link(text: str) -> bool:
    """Does this text begin as links do? No file that this program writes is called so."""
    return text.startswith(f"{MARK}.") and not text.endswith(".json")


def decode(text: str) -> Scenario:
    """The scenario of a link. Raises `Problems` with what is wrong with the link, or with all that is wrong in it."""
    if len(text) > LONGEST_LINK:
        sentence = _("The link is too long: {length} characters, and at most {most} are taken. Copy it again, or ask "
                     "for the scenario's file.")
        raise Problems([sentence.format(length=len(text), most=LONGEST_LINK)])
    text = text.strip()
    if not text:
        raise Problems([_("The link is empty. Copy it again.")])
    if not ALPHABET.fullmatch(text):
        raise Problems([_("The link holds characters that no link has. Copy it again.")])
    mark, _dot, rest = text.partition(".")
    if mark != MARK:
        raise Problems([_(
            "The link is of a kind that this program does not know. If a newer version of the program wrote it, update "
            "this one; if not, copy it again.")])
    checksum, body = rest[:CHECK_DIGITS], rest[CHECK_DIGITS:]
    if checksum != _checksum(body):
        raise Problems([_("The link was cut off or altered. Copy it again, or ask for the scenario's file.")])
    content = _unpacked(body)
    _refuse_many_names(content)
    return Scenario.from_json(content)


def _checksum(body: str) -> str:
    return f"{zlib.crc32(body.encode()):0{CHECK_DIGITS}x}"


def _unpacked(body: str) -> str:
    """The JSON text; a link that unpacks to more than a scenario can be is not unpacked to its end."""
    unpacking = zlib.decompressobj()
    try:
        packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        content = unpacking.decompress(packed, LARGEST_BYTES + 1)
        if len(content) > LARGEST_BYTES:
            sentence = _("The link holds more text than a scenario can have: more than {most} bytes. "
                         "Ask for the scenario's file.")
            raise Problems([sentence.format(most=LARGEST_BYTES)])
        if not unpacking.eof or unpacking.unused_data:
            raise Problems([_no_scenario()])
        return content.decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError) as error:
        raise Problems([_no_scenario()]) from error


def _no_scenario() -> str:
    return _("The link holds no scenario of this program. Ask for the scenario's file.")


def _refuse_many_names(content: str) -> None:
    entries, doubled = entries_in(content)
    if _names_in(entries) + len(doubled) > MOST_NAMES:
        raise Problems([_("The link holds more values than the model has. Ask for the scenario's file.")])


def _names_in(block: dict[str, Any]) -> int:
    return len(block) + sum(_names_in(value) for value in block.values() if isinstance(value, dict))
