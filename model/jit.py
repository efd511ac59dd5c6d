"""Compiling: how plain Python functions become machine code, and where that code is kept.

`kernel`, `inlined` and `written_out` are for functions that other kernels call, `entry_point` for the one
function that Python calls. With `NUMBA_DISABLE_JIT=1` they leave the function as it is: slower, and the same bits.

numba keeps compiled code per function but looks only at the file of that function: after an edit
of a function that it calls, it would run the old code. So every file has its own folder, named
after the content of the file, of all files of `model` that it imports, and of numba's version
and settings. An edit recompiles that file and those that import it, and nothing else.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import llvmlite
import numba
import numpy as np
from numba.core import config

from model import kernel_promises, numba_shortcuts

F = TypeVar("F", bound=Callable[..., Any])

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent
COMPILED = not config.DISABLE_JIT
FOLDERS_KEPT_PER_FILE = 6
UNUSED_SECONDS = 3600.0
FINGERPRINT_LENGTH = 16

# settings of numba that change the machine code but not the name under which numba keeps it
SETTINGS = (
    "BOUNDSCHECK", "CPU_NAME", "CPU_FEATURES", "OPT", "LOOP_VECTORIZE", "SLP_VECTORIZE",
    "ENABLE_AVX", "DEBUGINFO_DEFAULT",
)

numba_shortcuts.install()
kernel_promises.install()
_functions = 0
_folders: dict[Path, Path | None] = {}
_lock = threading.Lock()


def kernel(function: F) -> F:
    """A function that only other compiled functions call.

    It may read and write records and arrays, and calls other kernels. It allocates nothing:
    no new array, list, string or dictionary. `_nrt=False` leaves out reference counting, which
    otherwise costs more than the work (numba's own option, not public: a test guards it).
    Division by zero gives infinity or NaN, as in NumPy, and costs no check.
    """
    return _decorated(function, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def inlined(function: F) -> F:
    """A kernel that becomes a part of every function that calls it: a tenth faster altogether.

    Only what many places call, or what is large, stays a function of its own.
    """
    return _decorated(
        function, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True)


def written_out(function: F) -> F:
    """A list of calls, written out where it is called and not compiled by itself.

    Each function compiled around others has all of theirs made anew: without such lists in between,
    all of the model is made once, not three times.
    """
    return numba.njit(inline="always", _nrt=False)(function) if COMPILED else function


def entry_point(function: F) -> F:
    """The function through which Python enters compiled code; other threads run meanwhile."""
    if COMPILED:
        return _decorated(function, no_cfunc_wrapper=True)

    @functools.wraps(function)
    def plain(*arguments: Any) -> Any:
        # compiled integers wrap around and compiled divisions give infinity, without a word
        with np.errstate(all="ignore"):
            return function(*arguments)

    return plain  # type: ignore[return-value]


def functions() -> int:
    """Compiled functions that are known so far."""
    return _functions


def _decorated(function: F, **options: Any) -> F:
    global _functions
    if not COMPILED:
        return function
    _functions += 1
    source = Path(function.__code__.co_filename)
    folder = cache_folder(source)
    with _lock:
        before = config.CACHE_DIR
        config.CACHE_DIR = "" if folder is None else str(folder)
        try:
            decorate = numba.njit(
                nogil=True, error_model="numpy", cache=folder is not None, **options)
            return decorate(function)  # type: ignore[no-any-return]
        finally:
            config.CACHE_DIR = before


def cache_folder(source: Path) -> Path | None:
    """The folder that keeps the compiled code of a file as it was imported; None if none can be made."""
    if source not in _folders:
        root = cache_root()
        _folders[source] = None if root is None else _made(root, source)
    return _folders[source]


def _made(root: Path, source: Path) -> Path | None:
    stem = ".".join(Path(_relative(ROOT, source)).with_suffix("").parts[1:]) or source.stem
    folder = root / f"{stem}-{fingerprint(source)}"
    try:
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
        if is_new:
            _prune(root, stem)
    except OSError:
        return None
    return folder


@functools.cache
def cache_root() -> Path | None:
    """Where compiled code is kept.

    `MODEL_KERNEL_CACHE` if set, else `.kernels` beside `model/` in a checkout, else the user's
    own cache folder; the first that can be written.
    """
    chosen = os.environ.get("MODEL_KERNEL_CACHE")
    if chosen:
        candidates = [Path(chosen).expanduser().resolve()]
    else:
        candidates = [_user_cache() / "funding-ecosystem" / "kernels"]
        if (ROOT / "pyproject.toml").exists():
            candidates.insert(0, ROOT / ".kernels")
    for candidate in candidates:
        with contextlib.suppress(OSError):
            candidate.mkdir(parents=True, exist_ok=True)
            if os.access(candidate, os.W_OK | os.X_OK):
                return candidate
    return None


def _user_cache() -> Path:
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _prune(root: Path, stem: str) -> None:
    """Remove the folders of a file that were replaced by newer ones and not used for an hour."""
    width = len(stem) + 1 + FINGERPRINT_LENGTH
    folders = [f for f in root.glob(f"{stem}-*") if len(f.name) == width and f.is_dir()]
    folders.sort(key=lambda f: f.stat().st_mtime, reverse=True)
    for folder in folders[FOLDERS_KEPT_PER_FILE:]:
        if time.time() - folder.stat().st_mtime > UNUSED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def fingerprint(source: Path) -> str:
    """A name for a file's content, that of all files of `model` it imports, and the compiler."""
    digest = hashlib.sha256()
    parts = [numba.__version__, llvmlite.__version__, np.__version__, sys.version]
    parts += [f"{name}={getattr(config, name, None)}" for name in SETTINGS]
    for file in sources(source):
        parts += [_relative(ROOT, file), _content(file, *_stamp(file))[0]]
    digest.update("\n".join(parts).encode())
    return digest.hexdigest()[:FINGERPRINT_LENGTH]


def sources(source: Path) -> list[Path]:
    """A file and all files of `model` that it imports, directly or through others, in order."""
    found = {source}
    open_files = [source]
    while open_files:
        file = open_files.pop()
        for imported in _content(file, *_stamp(file))[1]:
            if imported not in found:
                found.add(imported)
                open_files.append(imported)
    return sorted(found, key=str)


@functools.lru_cache(maxsize=1024)
def _relative(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_mtime_ns, status.st_size


_IMPORTS = re.compile(
    rf"^[ \t]*(?:from|import)[ \t]+({PACKAGE.name}\b[\w.]*)(?:[ \t]+import[ \t]*(\([^)]*\)|[^\n]*))?",
    re.MULTILINE)
_NAMES = re.compile(r"\w+")


@functools.lru_cache(maxsize=1024)
def _content(file: Path, changed: int, size: int) -> tuple[str, tuple[Path, ...]]:
    """The digest of a file and the files of `model` that it imports itself."""
    text = file.read_bytes()
    return hashlib.sha256(text).hexdigest(), tuple(sorted(imported_files(text.decode()) - {file}))


def imported_files(text: str) -> set[Path]:
    """The files of this package that a source text imports.

    Found by pattern, four times faster than by parsing; a test holds it against the parser.
    """
    found = set()
    for base, imported in _IMPORTS.findall(text):
        members = {_module_file(PACKAGE, f"{base}.{name}") for name in _NAMES.findall(imported)} or {None}
        found |= {member or _module_file(PACKAGE, base) for member in members}
    return {file for file in found if file is not None}


@functools.lru_cache(maxsize=4096)
def _module_file(package: Path, name: str) -> Path | None:
    """The file of a module of this package; None for modules of others."""
    first, *rest = name.split(".")
    if first != package.name:
        return None
    path = package.joinpath(*rest)
    if rest and path.with_suffix(".py").is_file():
        return path.with_suffix(".py")
    return path / "__init__.py" if (path / "__init__.py").is_file() else None
