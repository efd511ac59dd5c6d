"""Compiling the whole model before it is needed, in several processes at once.

numba compiles one function at a time in each process. What a quarter calls can be compiled each by itself and is kept
on disk; the process that compiles the quarter finds it there, and makes whatever is missing.
"""

from __future__ import annotations

import functools
import inspect
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import numba
from numba.core.dispatcher import Dispatcher

from model import engine, ensemble
from model.compiling import compile_progress, counted
from model.jit import cache_folder
from model.parameters import BASELINE
from model.record import to_record
from model.state import allocate

# each takes some 350 MB
MOST_PROCESSES = 4


def compile_all() -> None:
    """Compile what is not yet kept on disk, with a line of progress on stderr."""
    with compile_progress() as line:
        for name, count in _side_by_side(missing()):
            line.add(name, count)
        ensemble.run(BASELINE, replications=1, threads=1, detail=1)


def missing() -> list[str]:
    """Kernels that the engine calls with a world and its parameters alone, and that are not kept on disk."""
    return [name for name, each in vars(engine).items() if _is_kernel(each) and not _is_kept(each)]


def _is_kernel(each: Any) -> bool:
    """Is it a function of its own in compiled code, whose arguments are known?"""
    return (isinstance(each, Dispatcher) and "forceinline" not in each.targetoptions
            and each.targetoptions.get("inline", "never") == "never"
            and set(inspect.signature(each.py_func).parameters) <= {"w", "p", "past"})


def _is_kept(kernel: Dispatcher) -> bool:
    code = kernel.py_func.__code__
    folder = cache_folder(Path(code.co_filename))
    return folder is None or any(folder.glob(f"*/*.{code.co_name}-*.nbi"))


def _side_by_side(names: list[str]) -> Iterator[tuple[str, int]]:
    """Compile kernels in as many processes as there are processors; yields each with how many functions it took."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES, len(names))
    if processes < 2:
        return
    try:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            waiting = {pool.submit(_compile, name): name for name in names}
            for done in as_completed(waiting):
                yield waiting[done], done.result()
    except (OSError, BrokenProcessPool):
        # no second process to be had: this one makes what is missing
        return


def _compile(name: str) -> int:
    kernel = getattr(engine, name)
    with counted() as compiled:
        kernel.compile(tuple(_types()[each] for each in inspect.signature(kernel.py_func).parameters))
    return compiled.done


@functools.cache
def _types() -> dict[str, Any]:
    parameters = numba.typeof(to_record(BASELINE)).dtype
    return {"w": numba.typeof(allocate()).dtype, "p": parameters, "past": parameters}
