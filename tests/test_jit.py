"""Is compiled code the same as plain Python, and never older than its sources?"""

import ast
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numba
import numpy as np
import pytest
from numba.core import config
from numba.core.compiler import Flags

from model import compiling, jit, numba_shortcuts, state

LEAF = """
import numpy as np
from model.jit import kernel

STEP = np.int64(7)

@kernel
def grow(firms, i, share):
    firms[i].cash_fen += STEP
    firms[i].price *= 1.0 + share
"""
MIDDLE = """
from model import leaf
from model.jit import kernel

@kernel
def grow_all(w, parameters):
    for i in range(len(w.firms)):
        leaf.grow(w.firms, i, parameters.market.growth_share)
"""
BYSTANDER = """
from model.jit import kernel

@kernel
def count(w):
    w.clock[0].quarter += 1

@kernel
def look(firms, i):
    return firms[i].cash_fen
"""
WORLD = """
from typing import Any, NamedTuple
import numpy as np
from model.bystander import count, look
from model.jit import entry_point
from model.middle import grow_all

FIRM = np.dtype((np.record, [("cash_fen", "i8"), ("price", "f8"), ("kept", "f8", (3,))]))
CLOCK = np.dtype((np.record, [("quarter", "i4"), ("seen", "i8")]))
MARKET = np.dtype((np.record, [("growth_share", "f8")]))
PARAMETERS = np.dtype((np.record, [("market", MARKET), ("industries", MARKET, (2,))]))

class World(NamedTuple):
    clock: Any
    firms: Any

def table(size, dtype):
    made = np.recarray(size, dtype=dtype)
    made.view(np.uint8)[:] = 0
    return made

@entry_point
def run_world(w, table_of_parameters, quarters, index):
    parameters = table_of_parameters[0]
    for _ in range(quarters):
        grow_all(w, parameters)
        count(w)
    w.clock[0].seen = look(w.firms, index)

def main(index):
    w = World(clock=table(1, CLOCK), firms=table(5, FIRM))
    w.firms.price = np.arange(5) + 0.3
    parameters = table(1, PARAMETERS)
    parameters["market"]["growth_share"] = 0.1
    run_world(w, parameters, 9, index)
    return w
"""
RUN = """
import sys
from model import compiling, world
with compiling.compile_progress():
    w = world.main(int(sys.argv[1]))
print(w.firms[0].cash_fen, w.clock.tobytes().hex() + w.firms.tobytes().hex())
"""


class Copy:
    """A small package with a copy of the real `jit`, which can be edited and run."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.cache = folder, folder / "cache"
        self.package = folder / "model"
        self.package.mkdir()
        for name in ("compiling.py", "jit.py", "kernel_promises.py", "numba_shortcuts.py", "words.py"):
            shutil.copy(jit.PACKAGE / name, self.package)
        (self.package / "__init__.py").write_text("")
        for name, text in (("leaf", LEAF), ("middle", MIDDLE), ("bystander", BYSTANDER),
                           ("world", WORLD)):
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        (self.package / f"{name}.py").write_text(text)

    def run(self, index: int = 0, script: str = RUN, **settings: str) -> tuple[str, str]:
        """First firm's cash with all bytes of the world, and the last line of progress."""
        # the tests' own settings of numba must not leak in
        environment = {k: v for k, v in os.environ.items() if not k.startswith("NUMBA_")}
        environment |= {"PYTHONPATH": str(self.folder), "MODEL_KERNEL_CACHE": str(self.cache)}
        done = subprocess.run(
            [sys.executable, "-c", script, str(index)], env=environment | settings, text=True,
            capture_output=True, cwd=self.folder, timeout=120)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip(), done.stderr.splitlines()[-1]


def compiled(progress: str) -> int:
    found = re.match(r"Compiled (\d+) kernels", progress)
    return int(found.group(1)) if found else 0


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture
def fresh_cache(tmp_path, monkeypatch):
    """The cache of this process in an empty folder."""
    monkeypatch.setenv("MODEL_KERNEL_CACHE", str(tmp_path / "kernels"))
    monkeypatch.setattr(jit, "_folders", {})
    jit.cache_root.cache_clear()
    yield tmp_path / "kernels"
    jit.cache_root.cache_clear()


def test_plain_python_gives_the_same_bytes(copy):
    state, progress = copy.run()
    assert state.startswith("63 ")
    assert compiled(progress) == 5
    plain, progress = copy.run(NUMBA_DISABLE_JIT="1")
    assert plain == state
    assert "switched off" in progress


def test_second_start_compiles_nothing(copy):
    first, _ = copy.run()
    second, progress = copy.run()
    assert second == first
    assert progress == "Kernels are ready: nothing to compile."


def test_edited_leaf_changes_the_result_and_recompiles_its_importers_only(copy):
    copy.run()
    copy.write("leaf", LEAF.replace("np.int64(7)", "np.int64(8)"))
    state, progress = copy.run()
    assert state.startswith("72 ")
    # grow, grow_all and run_world, but neither count nor look
    assert compiled(progress) == 3
    # and back: the old code is still there
    copy.write("leaf", LEAF)
    state, progress = copy.run()
    assert state.startswith("63 ")
    assert compiled(progress) == 0


def test_numba_alone_would_run_old_code(copy):
    """The reason for the folders: with one folder for all, an edited leaf is not noticed."""
    text = (copy.package / "jit.py").read_text()
    one_folder = text.replace('f"{stem}-{fingerprint(source)}"', '"all"')
    assert one_folder != text
    (copy.package / "jit.py").write_text(one_folder)
    copy.run()
    copy.write("leaf", LEAF.replace("np.int64(7)", "np.int64(8)"))
    assert copy.run()[0].startswith("63 ")


def test_bounds_checking_has_its_own_code(copy):
    copy.run(index=10)  # unchecked, as fast code is
    with pytest.raises(RuntimeError, match="IndexError"):
        copy.run(index=10, NUMBA_BOUNDSCHECK="1")
    state, progress = copy.run()
    assert copy.run(NUMBA_BOUNDSCHECK="1")[0] == state
    assert compiled(progress) == 0


def test_no_index_counts_from_the_end(copy):
    with pytest.raises(RuntimeError, match="IndexError"):
        copy.run(index=-1, NUMBA_BOUNDSCHECK="1")


@pytest.mark.skipif(not jit.COMPILED, reason="needs compiled code")
def test_the_compiler_is_told_what_is_never_written():
    @jit.kernel
    def grow(w, p):
        w.cash += p.cash
        w.cash += p.cash

    @jit.entry_point
    def whole(worlds, tables):
        grow(worlds[0], tables[0])

    money = np.zeros(1, np.dtype((np.record, [("cash", "f8")])))
    whole(money, money.copy())
    (code,) = grow.inspect_llvm().values()
    (head,) = [line for line in code.splitlines() if line.startswith("define") and "grow" in line]
    world, parameters = head.split("(", 1)[1].split(", ")[-2:]
    assert "noalias" not in world and "noalias" in parameters


def test_code_that_is_ready_comes_without_the_compiler(copy):
    parts = ["numba.np.npyimpl", "numba.cpython.listobj"]
    script = RUN + f"print([name in sys.modules for name in {parts}])"
    compiling_run, ready_run = copy.run(script=script)[0], copy.run(script=script)[0]
    assert compiling_run.endswith("[True, True]")
    assert ready_run.endswith("[False, False]")


def test_generic_processor_gives_the_same_bytes(copy):
    state, _ = copy.run()
    generic, progress = copy.run(NUMBA_CPU_NAME="generic", NUMBA_CPU_FEATURES="")
    assert generic == state
    assert compiled(progress) == 5


def test_a_cache_that_cannot_be_written_is_done_without(copy):
    state, _ = copy.run()
    copy.cache = copy.package / "leaf.py" / "below"  # a file, not a folder
    assert copy.run()[0] == state
    assert copy.package.joinpath("leaf.py").is_file()


def counts_references(**options: object) -> bool:
    @numba.njit(**options)
    def inner(values):
        return values[0]

    @numba.njit(**options)
    def outer(values):
        kept = values
        return inner(kept) + inner(values)

    outer(np.zeros(3))
    return any("NRT_incref" in text for text in outer.inspect_llvm().values())


@pytest.mark.skipif(not jit.COMPILED, reason="needs compiled code")
def test_the_private_option_still_exists_and_matters():
    assert counts_references()
    assert not counts_references(_nrt=False)


def test_the_shortcuts_give_what_numbas_own_functions_do():
    describe_record, describe_table, values_of, are_equal = numba_shortcuts.ORIGINALS
    world = numba.from_dtype(state.WORLD)
    assert repr(world) == describe_record(world)
    table = world.typeof("firms")
    assert repr(table) == describe_table(table)

    plain, other, same = Flags(), Flags(), Flags()
    other.nrt, other.inline = True, "always"
    same.nrt = plain.nrt  # set to what it is by itself
    for flags in (plain, other, same):
        assert flags.values() == values_of(flags)
        assert all((flags == more) == are_equal(flags, more) for more in (plain, other, same))
    assert plain == same != other
    assert plain != "flags"


@pytest.mark.skipif(not jit.COMPILED, reason="needs compiled code")
def test_what_is_compiled_is_counted_and_what_is_ready_is_not():
    @jit.kernel
    def part(x):
        return x + 1.0

    @jit.entry_point
    def whole(x):
        return part(x)

    with compiling.counted() as first:
        assert not first.has_begun
        whole(2.0)
    assert first.has_begun and first.done == 2 <= first.total
    with compiling.counted() as second:
        whole(2.0)
    assert not second.has_begun and second.done == 0


def test_no_kernel_is_compiled_with_fastmath():
    @jit.kernel
    def a_kernel(x):
        return x

    @jit.entry_point
    def an_entry(x):
        return a_kernel(x)

    for function in (a_kernel, an_entry):
        assert not getattr(function, "targetoptions", {}).get("fastmath", False)
    assert an_entry(2.0) == 2.0


def test_division_by_zero_is_infinite_in_compiled_and_plain_code():
    @jit.entry_point
    def divide(values):
        return values[0] / values[1]

    assert divide(np.array([1.0, 0.0])) == np.inf


def test_sources_follow_every_form_of_import(tmp_path, monkeypatch):
    package = tmp_path / "model"
    (package / "processes").mkdir(parents=True)
    monkeypatch.setattr(jit, "ROOT", tmp_path)
    monkeypatch.setattr(jit, "PACKAGE", package)
    files = {
        "__init__.py": "from model import everything", "everything.py": "", "a.py": "", "b.py": "",
        "c.py": "from model.d import X", "d.py": "from model import c", "unused.py": "",
        "processes/__init__.py": "", "processes/deep.py": "from model.b import (\n    X,\n    Y as Z,\n)",
        "start.py": "import numpy\nimport model.a\nfrom model import c\n"
                    "def f():\n    from model.processes import deep\n",
    }
    for name, text in files.items():
        (package / name).write_text(text)
    found = {str(file.relative_to(package)) for file in jit.sources(package / "start.py")}
    assert {"start.py", "a.py", "b.py", "c.py", "d.py", "processes/deep.py"} <= found
    assert not found & {"unused.py", "everything.py"}


def test_fingerprint_changes_with_settings_and_content(tmp_path, monkeypatch):
    source = tmp_path / "sample.py"
    source.write_text("from model import words\n")
    before = jit.fingerprint(source)
    assert jit.fingerprint(source) == before
    with monkeypatch.context() as patch:
        patch.setattr(config, "BOUNDSCHECK", 1)
        assert jit.fingerprint(source) != before
    source.write_text("from model import words  # edited\n")
    assert jit.fingerprint(source) != before


def test_old_folders_are_removed_but_not_those_in_use(tmp_path, fresh_cache):
    source = tmp_path / "sample.py"
    hours_ago = time.time() - 7200
    made = []
    for version in range(jit.FOLDERS_KEPT_PER_FILE + 3):
        source.write_text(f"X = {version}\n")
        made.append(jit._made(jit.cache_root(), source))
        if version < 4:
            os.utime(made[-1], (hours_ago + version, hours_ago + version))
    kept = [folder for folder in made if folder.exists()]
    assert kept == made[3:]
    other = fresh_cache / "sample_of_another-0123456789abcdef"
    other.mkdir()
    assert jit.cache_folder(source) == made[-1] and other.exists()


@pytest.mark.parametrize("file", sorted(jit.PACKAGE.rglob("*.py")), ids=lambda f: f.stem)
def test_imports_are_found_as_the_parser_finds_them(file):
    parsed = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            parsed.update(jit._module_file(jit.PACKAGE, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            parsed.update(jit._module_file(jit.PACKAGE, f"{node.module}.{alias.name}")
                          or jit._module_file(jit.PACKAGE, node.module) for alias in node.names)
    # an example in a docstring may be found too, which does no harm
    assert parsed - {None} <= jit.imported_files(file.read_text())
