"""Is the model compiled beforehand by several processes, and what one has made used by the others?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from model import compile_ahead, engine, ensemble, jit

pytestmark = pytest.mark.skipif(not jit.COMPILED, reason="needs compiled code")

# what is no longer missing after one kernel was compiled, and how many functions that took
RUN = """
from model.compile_ahead import _compile, missing
before = missing()
count = _compile("fill_pools")
print(*set(before) - set(missing()), count)
"""


def run(cache: Path, code: str) -> str:
    """What a fresh process prints that keeps its compiled code there."""
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"MODEL_KERNEL_CACHE": str(cache)}, cwd=jit.ROOT, text=True,
        capture_output=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_what_one_process_compiled_is_there_for_the_next(tmp_path: Path) -> None:
    name, count = run(tmp_path, RUN).split()
    assert name == "fill_pools" and int(count) > 0
    assert run(tmp_path, RUN) == "0"


def test_kernels_that_are_ready_need_no_second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> None:
        raise AssertionError("a second process was started")

    compile_ahead.compile_all()
    assert compile_ahead.missing() == []
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(compile_ahead, "ProcessPoolExecutor", fail)
    compile_ahead.compile_all()


def test_one_process_makes_all_where_there_is_no_second_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def fail(*_given: object) -> None:
        seen.append("asked for more")
        raise OSError("no more processes")

    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(compile_ahead, "missing", lambda: ["fill_pools", "move_market"])
    monkeypatch.setattr(compile_ahead, "ProcessPoolExecutor", fail)
    monkeypatch.setattr(ensemble, "run", lambda *_given, **_more: seen.append("went on alone"))
    compile_ahead.compile_all()
    assert seen == ["asked for more", "went on alone"]


def test_all_that_a_quarter_calls_is_compiled_beforehand() -> None:
    called = set(engine.run_quarter.py_func.__code__.co_names)
    assert called  # the quarter is a list of groups, each a list of calls
    steps = {name for group in called for name in getattr(engine, group).py_func.__code__.co_names}
    assert {name for name in steps if compile_ahead._is_kernel(getattr(engine, name))} == steps
