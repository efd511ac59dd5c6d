"""Saved scenarios or presentations: a folder with a file for each, which several people may use at the same time.

What is saved goes by its name, which is its file's name without ending. Every write is all or
nothing, and compares first: what somebody else wrote in the meantime is never lost.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar, cast

from model import whole_files
from model.file_names import LONGEST_BYTES, file_name, is_plain, numbered, sameness, shortened
from model.messages import Problems, printable, reason, shown
from model.scenario import SHIPPED, TEXTS, Scenario
from model.strict_json import entries_in
from model.words import _

FOLDER_VARIABLE = "SCENARIO_FOLDER"
ENDING = ".json"
TRASH = ".trash"
LAST_SECOND = 253_402_300_799  # of the year 9999


class Document(Protocol):
    """What a library keeps: a dataclass with a title and an author that reads and writes itself as JSON.

    `newest_schema` is the number of the schema that `to_json` writes; `from_json` raises `Problems`.
    """

    newest_schema: ClassVar[int]

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def author(self) -> str:
        """Who made it; may be empty."""

    def to_json(self) -> str:
        """The text of its file: always the same text for the same thing."""

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read the text of a file."""


D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Entry(Generic[D]):
    """One file of a library: what it holds, or what is wrong with it.

    `stamp` stands for the content and is empty if that could not be read; `modified` is in UTC;
    `size` is in bytes.
    """

    name: str
    document: D | None
    problems: tuple[str, ...]
    stamp: str
    modified: datetime
    size: int

    @property
    def title(self) -> str:
        """Its title, or the name of a file that is damaged."""
        return self.document.title if self.document else self.name

    def intact(self) -> D:
        """What it holds. Raises `Problems` if the file is damaged."""
        if self.document is None:
            raise Problems([f"{self.name}: {sentence}" for sentence in self.problems])
        return self.document


@dataclass(frozen=True)
class Deleted:
    """What was deleted and can still come back: its name, its title, and the name of its file in the trash."""

    name: str
    title: str
    file: str


class Conflict(Problems):
    """Somebody else wrote meanwhile; `entry` is what is there now, None if it is gone."""

    def __init__(self, name: str, entry: Entry[Any] | None) -> None:
        self.entry = entry
        super().__init__([_what_happened(name, entry)])


class Library(Generic[D]):
    """What is saved in a folder, all of one kind. The folder is made at the first write.

    Every method raises `Problems` when the system refuses, and for a name under which nothing is saved.
    `seen` is the stamp of what a person last read or wrote: with another one on the disk, nothing
    is written and `Conflict` is raised.
    """

    def __init__(self, folder: Path, kind: type[D]) -> None:
        self.folder = folder
        self.kind = kind

    def entries(self) -> list[Entry[D]]:
        """All files of the library by title, damaged ones among them."""
        files = [self.folder / file for file in self._files()]
        found = [entry for entry in map(self._entry_of, files) if entry is not None]
        return sorted(found, key=lambda entry: (entry.title.casefold(), entry.name))

    def entry(self, name: str) -> Entry[D]:
        """One file of the library, damaged or not."""
        found = self._entry_of(self._path(name))
        if found is None:
            sentence = _("Nothing is saved as {name}. It may have been renamed or deleted.")
            raise Problems([sentence.format(name=shown(name))])
        return found

    def create(self, document: D) -> str:
        """Save something in a file of its own and return its name; its stamp is `stamp_of(document)`."""
        with self._writing():
            return self._place(file_name(document.title), _writer(document))

    def save(self, name: str, document: D, seen: str) -> str:
        """Save over what was seen, and return the new stamp.

        The original of a file of an older schema is kept beside. A damaged file stays as it is.
        """
        with self._writing():
            self._keep_if_older(self._as_seen(name, seen))
            whole_files.replace_whole(self._path(name), _content(document))
        return stamp_of(document)

    def rename(self, name: str, title: str, seen: str) -> str:
        """Give it another title and the name that goes with it, and return that name."""
        with self._writing():
            entry = self._as_seen(name, seen)
            renamed = _retitled(entry.intact(), title)
            self._keep_if_older(entry)
            new_name = self._place(file_name(title), _writer(renamed), own=name)
            if new_name == name:
                whole_files.replace_whole(self._path(name), _content(renamed))
            else:
                self._path(name).unlink()
        return new_name

    def duplicate(self, name: str) -> str:
        """Save a copy under a title that says so, and return its name."""
        original = self.entry(name).intact()
        copied = _("{title} (copy)")
        room = TEXTS["title"] - len(copied.format(title=""))
        return self.create(_retitled(original, copied.format(title=original.title[:room])))

    def delete(self, name: str, seen: str) -> Deleted:
        """Move a file into the trash, damaged or not. `restore` brings it back."""
        with self._writing():
            entry = self._as_seen(name, seen)
            trash = self.folder / TRASH
            trash.mkdir(exist_ok=True)
            file = f"{shortened(name, LONGEST_BYTES)}-{secrets.token_hex(8)}{ENDING}"
            whole_files.move_to_free_name(self._path(name), trash / file)
        return Deleted(name, entry.title, file)

    def restore(self, deleted: Deleted) -> str:
        """Bring a deleted file back and return its name: another one if the old one is taken by now."""
        source = self.folder / TRASH / deleted.file
        with self._writing():
            if not is_plain(deleted.file) or not os.path.lexists(source):
                sentence = _("{name} is not in the trash. Somebody may have brought it back already.")
                raise Problems([sentence.format(name=shown(deleted.name))])
            return self._place(deleted.name, lambda path: whole_files.move_to_free_name(source, path))

    def _path(self, name: str) -> Path:
        if not is_plain(name):
            raise Problems([_("{name} cannot be the name of a saved file.").format(name=shown(name))])
        return self.folder / f"{name}{ENDING}"

    def _files(self) -> list[str]:
        """The names of all files that may be meant; hidden ones are left out."""
        try:
            files = os.listdir(self.folder)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _not_read(error) from error
        return [file for file in files if file.endswith(ENDING) and not file.startswith(".")]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The folder for this thread alone; it is made if there is none yet."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with whole_files.locked(self.folder):
                whole_files.sweep(self.folder)
                yield
        except OSError as error:
            sentence = _("The folder of saved files cannot be written: {reason}.")
            raise Problems([sentence.format(reason=reason(error))]) from error

    def _place(self, name: str, put: Callable[[Path], None], own: str = "") -> str:
        """Put a file under the first free name: the name itself, then with -2, -3 and so on.

        Names that differ in the case of letters alone are the same. A file's own name counts as
        free, and nothing is put there.
        """
        taken = {sameness(file) for file in self._files()}
        for free in numbered(name):
            if free == own:
                break
            if sameness(f"{free}{ENDING}") not in taken:
                with suppress(FileExistsError):  # made just now by a program that does not know the lock
                    put(self._path(free))
                    break
        return free

    def _as_seen(self, name: str, seen: str) -> Entry[D]:
        """What is on the disk. Raises `Conflict` if it is not what was seen."""
        entry = self._entry_of(self._path(name))
        if entry is None or entry.stamp != seen:
            raise Conflict(name, entry)
        return entry

    def _keep_if_older(self, entry: Entry[D]) -> None:
        """Keep the original of a file of an older schema beside, as <name>.schema-1.json.bak."""
        entry.intact()
        content = whole_files.content_of(self._path(entry.name))
        version = entries_in(_text_in(content))[0]["schema_version"]
        if int(version) >= self.kind.newest_schema:
            return
        kept = f"{entry.name}.schema-{int(version)}"
        for file in (f"{kept}{ENDING}.bak", f"{kept}.{entry.stamp[:8]}{ENDING}.bak"):
            with suppress(FileExistsError):
                whole_files.create_whole(self.folder / file, content)
                break

    def _entry_of(self, path: Path) -> Entry[D] | None:
        """What a file holds, or what is wrong with it; None if there is no such file."""
        try:
            found = path.lstat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _not_read(error) from error
        name = path.name.removesuffix(ENDING)
        modified = datetime.fromtimestamp(min(max(found.st_mtime, 0), LAST_SECOND), UTC)
        entry = Entry[D](printable(name), None, (), "", modified, found.st_size)
        try:
            if not is_plain(name):
                raise Problems([_("The file's name holds characters that not every system takes. Rename the file.")])
            content = whole_files.content_of(path)
            entry = replace(entry, stamp=_stamp(content), size=len(content))
            return replace(entry, document=self.kind.from_json(_text_in(content)))
        except Problems as error:
            is_still_there = os.path.lexists(path)
            return replace(entry, problems=tuple(error.sentences)) if is_still_there else None


def scenarios() -> Library[Scenario]:
    """The saved scenarios of this installation."""
    return Library(folder_of_scenarios(), Scenario)


def folder_of_scenarios() -> Path:
    """The folder in the environment variable SCENARIO_FOLDER, else scenarios/saved/."""
    chosen = os.environ.get(FOLDER_VARIABLE, "").strip()
    return Path(chosen) if chosen else SHIPPED / "saved"


def stamp_of(document: Document) -> str:
    """The stamp of a file that holds this as the library writes it."""
    return _stamp(_content(document))


def _content(document: Document) -> bytes:
    """The bytes of its file. Raises `Problems` where they could not be read back."""
    text = document.to_json()
    type(document).from_json(text)
    return text.encode("utf-8")


def _writer(document: Document) -> Callable[[Path], None]:
    return lambda path: whole_files.create_whole(path, _content(document))


def _retitled(document: D, title: str) -> D:
    return cast(D, replace(cast(Any, document), title=title))


def _stamp(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _text_in(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("The file is not UTF-8 text (byte {position}). Save it as UTF-8.")
        raise Problems([sentence.format(position=error.start + 1)]) from error


def _not_read(error: OSError) -> Problems:
    return Problems([_("The folder of saved files cannot be read: {reason}.").format(reason=reason(error))])


def _what_happened(name: str, entry: Entry[Any] | None) -> str:
    """What came between a person's reading and writing, and what to do."""
    if entry is None:
        sentence = _("Somebody renamed or deleted {name} after you opened it, so nothing was written. "
                     "Save yours as new.")
        return sentence.format(name=shown(name))
    sentence = _("Somebody saved {title} at {moment} UTC after you opened it, so nothing was written. "
                 "Save yours as new, or open the other one first.")
    sentence = sentence.format(title=shown(entry.title), moment=f"{entry.modified:%Y-%m-%d %H:%M}")
    author = entry.document.author.strip() if entry.document else ""
    if author:
        sentence += " " + _("The other one is by {author}.").format(author=printable(author))
    return sentence
