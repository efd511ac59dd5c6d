"""Files that are always whole, also when the program is killed or others write at the same time.

New content goes into a hidden file of the same folder first and takes its place in one step.
Functions raise `OSError` as the system does, unless they say otherwise.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from model.messages import Problems, reason
from model.strict_json import LARGEST_BYTES
from model.words import _

LOCK = ".lock"
UNFINISHED = ".unfinished-"
ABANDONED_SECONDS = 3_600
PATIENCE_SECONDS = 10.0
BETWEEN_TRIES_SECONDS = 0.01
# bits that not every system has
NO_LINK = getattr(os, "O_NOFOLLOW", 0)
NO_WAITING = getattr(os, "O_NONBLOCK", 0)
AS_BYTES = getattr(os, "O_BINARY", 0)

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Path, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """While the block runs, no other thread or process is in such a block for the same folder.

    Raises `Problems` when another stays in it for too long. The end of a process, however it
    comes, frees its lock.
    """
    handle = _lock_file(folder / LOCK)
    try:
        deadline = time.monotonic() + patience_seconds
        while True:
            try:
                _try_lock(handle)
                break
            except (BlockingIOError, PermissionError) as error:
                if time.monotonic() >= deadline:
                    sentence = _("Another program is writing in this folder. Try again in a moment.")
                    raise Problems([sentence]) from error
                time.sleep(BETWEEN_TRIES_SECONDS)
        yield
    finally:
        os.close(handle)


def replace_whole(path: Path, content: bytes) -> None:
    """Write a file, in place of an older one if there is any."""
    with _unfinished(path.parent, content) as unfinished:
        os.replace(unfinished, path)
        _settle(path.parent)


def create_whole(path: Path, content: bytes) -> None:
    """Write a new file. Raises `FileExistsError` if the name is taken."""
    with _unfinished(path.parent, content) as unfinished:
        try:
            os.link(unfinished, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            move_to_free_name(unfinished, path)
        _settle(path.parent)


def move_to_free_name(source: Path, target: Path) -> None:
    """Give a file another name. Raises `FileExistsError` if it is taken; hold the folder's lock."""
    if os.path.lexists(target):
        raise FileExistsError(target)
    os.rename(source, target)


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises `Problems` for what is too large, no file, or a link that leaves the folder."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        why = reason(error) if isinstance(error, OSError) else _("a link that leads to itself")
        raise Problems([_("The file cannot be read: {reason}.").format(reason=why)]) from error
    if not target.is_relative_to(path.parent.resolve()):
        raise Problems([_("This is a link to a file outside the folder. Copy the file itself into it.")])
    try:
        return _bytes_of_regular_file(target)
    except OSError as error:
        raise Problems([_("The file cannot be read: {reason}.").format(reason=reason(error))]) from error


def sweep(folder: Path) -> None:
    """Remove what killed programs left unfinished more than an hour ago."""
    for path in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            if time.time() - path.lstat().st_mtime > ABANDONED_SECONDS:
                path.unlink()


def _lock_file(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | NO_LINK, 0o666)
    except PermissionError:  # another person's file in a shared folder can be locked, not written
        return os.open(path, os.O_RDONLY | NO_LINK)


@contextmanager
def _unfinished(folder: Path, content: bytes) -> Iterator[Path]:
    """A hidden file with the content, safely on the disk; what is left of it goes at the end."""
    path = folder / f"{UNFINISHED}{secrets.token_hex(8)}"
    # not a private file as `tempfile` makes them: others who share the folder have to read it
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | AS_BYTES, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Make a new name last through a power cut, where the system lets a program ask for it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _bytes_of_regular_file(path: Path) -> bytes:
    # without waiting: the opening of a pipe would last until somebody writes into it
    handle = os.open(path, os.O_RDONLY | NO_LINK | NO_WAITING | AS_BYTES)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise Problems([_("This is not a file.")])
        if found.st_size > LARGEST_BYTES:
            raise Problems([_("The file is too large: more than {most} bytes.").format(most=LARGEST_BYTES)])
        with open(handle, "rb", closefd=False) as file:
            return file.read(LARGEST_BYTES + 1)
    finally:
        os.close(handle)
