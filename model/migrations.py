"""Older scenario files: how the entries of each schema become those of the next.

A program refuses entries that it does not know, so every new entry is a new schema. To add one,
append its step to `STEPS`; the number of the schema follows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Entries = dict[str, Any]


def with_tags(entries: Entries) -> Entries:
    """Schema 1 to 2: a scenario may have tags. Files without any stay as they are."""
    return entries


def with_zone(entries: Entries) -> Entries:
    """Schema 2 to 3: a scenario may have a zone of its own. Files without one stay as they are."""
    return entries


# the first step leads from schema 1 to schema 2; a step leaves alone what it finds wrong
STEPS: tuple[Callable[[Entries], Entries], ...] = (with_tags, with_zone)
SCHEMA_VERSION = 1 + len(STEPS)


def is_older(version: Any) -> bool:
    """Whether this is the number of a schema before the newest."""
    return not isinstance(version, bool) and version in range(1, SCHEMA_VERSION)


def migrated(entries: Entries) -> Entries:
    """The entries of a file in the newest schema; entries without a known older one as they are."""
    version: Any = entries.get("schema_version")
    if not is_older(version):
        return entries
    for step in STEPS[int(version) - 1 :]:
        entries = step(entries)
    return {**entries, "schema_version": SCHEMA_VERSION}
