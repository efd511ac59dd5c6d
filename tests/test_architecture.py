"""Do imports go one way, do files stay small, do kernels give the same bits in plain Python?

Each check is a function of a list of modules, so that the tests below can show it a bad sample.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from model import kernel_promises

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 400
NEVER_WRITTEN = set(kernel_promises.NEVER_WRITTEN)

# A module may import from its own layer and from those below. The longest name that fits counts;
# modules that no name fits may stand anywhere, but nothing climbs through them.
LAYERS = {
    "model.declare": 0, "model.words": 0, "model.values": 0, "model.messages": 0, "model.jit": 0,
    "model.arithmetic": 1, "model.parameters": 1, "model.record": 1, "model.outputs": 1, "model.strict_json": 1,
    "model.migrations": 1, "model.units": 0, "model.zone.record": 1, "model.file_names": 1, "model.whole_files": 2,
    "model.state": 2, "model.ledger": 2, "model.luck": 2,
    "model.processes": 3,
    "model.opening": 4, "model.engine": 4, "model.details": 4, "model.metrics": 4, "model.results": 4,
    "model.ensemble": 5, "model.compile_ahead": 6,
    "model.experiments": 6, "model.comparison": 6, "model.export": 6,
    "model.bench": 6, "model.calibration": 6, "model.evidence": 6,
    "model.influence": 7, "model.theories": 7, "model.uncertainty": 7,
    "model.reference": 6, "model.scenario": 6, "model.zone": 6,
    "model.library": 7, "model.link": 7, "model.contributions": 7, "model.parting": 7, "model.telling": 7,
    "model.command_line": 8,
    "model": 9, "model.__main__": 9,
    "app.look": 10, "app.wording": 10,
    "app.charts": 11, "app.results": 11, "app.saved": 10, "app.visit": 11, "app.session": 12,
    "app.components": 13, "app.views": 12,
    "app.controls": 13, "app.guided": 13, "app.headlines": 13, "app.overview": 13, "app.panel": 13,
    "app.theories": 12, "app.downloads": 12, "app.evidence": 13, "app.saving": 13, "app.compare": 13,
    "app.refinement": 13, "app.own_zone": 13, "app.firm_life": 14, "app.lever_study": 14, "app.summary": 13,
    "app.presentation": 14, "app.exports": 15, "app.presenting": 16,
    "app.screens": 17,
    "app.main": 18,
}
# the one command that makes files of pages and charts reaches up for them, when it is asked to
MAY_REACH_UP = {"model.command_line.report": "app.exports.command"}
FOR_THE_EYE_ONLY = {"streamlit", "plotly", "altair", "matplotlib", "pydeck", "bokeh", "app"}
# the compiler replaces these powers, and NumPy has its own versions of these functions
UNEVEN_EXPONENTS = {0.5, *range(1, 65)}
UNEVEN_BASES = {2, 10}
UNEVEN_CALLS = {
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "power", "float_power", "cbrt",
    "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "hypot",
}


@dataclass(frozen=True)
class Module:
    """A file as its imports see it."""

    name: str
    text: str
    is_package: bool = False

    @cached_property
    def imports(self) -> set[str]:
        """Names that this file imports, with the imported member: `model.ledger.transfer`."""
        names: set[str] = set()
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                members = [alias.name for alias in node.names if not alias.name.startswith("__")]
                names.update(f"{base}.{member}" for member in members)
        return names - {MAY_REACH_UP.get(self.name)}

    def _base(self, node: ast.ImportFrom) -> str:
        if node.level == 0:
            return node.module or ""
        parts = self.name.split(".")
        parts = parts[: len(parts) - node.level + self.is_package]
        return ".".join((*parts, node.module) if node.module else parts)


def read(*folders: str) -> list[Module]:
    modules = []
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            modules.append(Module(name, file.read_text(encoding="utf-8"), is_package))
    return modules


def fitting(name: str, names: Iterable[str]) -> str | None:
    """The longest of the names that is `name` or a package around it."""
    fits = [n for n in names if name == n or name.startswith(f"{n}.")]
    return max(fits, key=len, default=None)


def layer(name: str) -> int | None:
    """The layer of a module; the bare packages `model` and `app` are not a home for the unknown."""
    key = fitting(name, LAYERS)
    if key is None or (key == "model" and name != "model"):
        return None
    return LAYERS[key]


def direct(modules: list[Module]) -> dict[str, set[str]]:
    """Which of the modules each one imports itself."""
    names = {module.name for module in modules}
    found: dict[str, set[str]] = {}
    for module in modules:
        targets = {fitting(imported, names) for imported in module.imports}
        found[module.name] = {t for t in targets if t is not None} - {module.name}
    return found


def upward_imports(modules: list[Module]) -> list[str]:
    """Imports of a higher layer, also through modules that have no layer."""
    edges = direct(modules)
    problems = []
    for name in edges:
        own = layer(name)
        if own is None:
            continue
        seen: set[str] = set()
        waiting = list(edges[name])
        while waiting:
            target = waiting.pop()
            if target in seen:
                continue
            seen.add(target)
            other = layer(target)
            if other is None:
                waiting.extend(edges[target])
            elif other > own:
                problems.append(f"{name} imports {target}, which stands above it")
    return problems


def processes_that_import_each_other(modules: list[Module]) -> list[str]:
    """Processes meet in the state, the ledger and the engine's list, never directly."""
    def process(name: str) -> str | None:
        parts = name.split(".")
        return parts[2] if parts[:2] == ["model", "processes"] and len(parts) > 2 else None

    return [
        f"process {name} imports process {target}"
        for name, targets in direct(modules).items() for target in targets
        if process(name) and process(target) and process(name) != process(target)
    ]


def imports_of_the_eye(modules: list[Module]) -> list[str]:
    """Modules of the model that import a package for pages or charts, or the app."""
    return [
        f"{module.name} imports {imported}"
        for module in modules if fitting(module.name, ["model"])
        for imported in module.imports if imported.split(".")[0] in FOR_THE_EYE_ONLY
    ]


def views_that_import_each_other(modules: list[Module]) -> list[str]:
    return [
        f"{name} imports {target}"
        for name, targets in direct(modules).items() for target in targets
        if name.startswith("app.screens.") and target.startswith("app.screens.")
    ]


def long_files(modules: list[Module]) -> list[str]:
    return [
        f"{module.name} has {len(module.text.splitlines())} lines, {MOST_LINES} are allowed"
        for module in modules if len(module.text.splitlines()) > MOST_LINES
    ]


def shadows_of_the_package(modules: list[Module]) -> list[str]:
    """Streamlit puts `app/` on the path, where a file `app.py` would hide the package."""
    return [f"{m.name} hides a package" for m in modules if m.name in {"app.app", "app.model"}]


def uneven_arithmetic(modules: list[Module]) -> list[str]:
    """Arithmetic in kernels whose last bit differs between compiled and plain code."""
    return [
        f"{module.name}, line {node.lineno}: {ast.unparse(node)}"
        for module in modules for function in ast.walk(ast.parse(module.text))
        if isinstance(function, ast.FunctionDef) and _is_compiled(function)
        for node in ast.walk(function) if _is_uneven(node)
    ]


def _is_compiled(function: ast.FunctionDef) -> bool:
    names = {ast.unparse(decorator).split(".")[-1] for decorator in function.decorator_list}
    return bool(names & {"kernel", "inlined", "entry_point"})


def _is_uneven(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        base, exponent = node.left, node.right
        if isinstance(exponent, ast.UnaryOp):
            exponent = exponent.operand
        return _is_number(exponent, UNEVEN_EXPONENTS) or _is_number(base, UNEVEN_BASES)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return ast.unparse(node.func.value) in {"np", "numpy"} and node.func.attr in UNEVEN_CALLS
    return False


def written_parameters(modules: list[Module]) -> list[str]:
    """Kernels that write to the parameters, which the compiler was promised never to change."""
    return [
        f"{module.name}, line {target.lineno}: {ast.unparse(target)}"
        for module in modules for function in ast.walk(ast.parse(module.text))
        if isinstance(function, ast.FunctionDef) and _is_compiled(function)
        for target in _targets(function)
        if not isinstance(target, ast.Name) and _root(target) in NEVER_WRITTEN | _parts_of_parameters(function)
    ]


def _targets(function: ast.FunctionDef) -> Iterable[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            yield from node.targets
        elif isinstance(node, ast.AugAssign):
            yield node.target


def _parts_of_parameters(function: ast.FunctionDef) -> set[str]:
    """Local names for a part of the parameters."""
    return {
        target.id for node in ast.walk(function) if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name) and _root(node.value) in NEVER_WRITTEN
    }


def _root(node: ast.AST) -> str:
    """The name that a chain of fields and indices begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_number(node: ast.expr, values: set[float]) -> bool:
    return isinstance(node, ast.Constant) and node.value in values


CHECKS = {
    upward_imports: [
        Module("model.ledger", "from model import engine"), Module("model.engine", "")],
    processes_that_import_each_other: [
        Module("model.processes.firms", "from model.processes import funds"),
        Module("model.processes.funds", "")],
    imports_of_the_eye: [Module("model.export", "def f():\n    import plotly.graph_objects")],
    views_that_import_each_other: [
        Module("app.screens.explore", "from .compare import x"), Module("app.screens.compare", "")],
    long_files: [Module("model.engine", "x = 1\n" * (MOST_LINES + 1))],
    shadows_of_the_package: [Module("app.app", "")],
    uneven_arithmetic: [Module("model.luck", "@kernel\ndef f(x):\n    return x ** 2")],
    written_parameters: [Module("model.luck", "@kernel\ndef f(w, p):\n    p.firms.share = 1.0")],
}
MORE_BAD_SAMPLES = [
    (upward_imports, [Module("model.state", "import app.main"), Module("app.main", "")]),
    (upward_imports, [Module("model.engine", "from . import ensemble"),
                      Module("model.ensemble", "")]),
    (upward_imports, [Module("model.luck", "from model import Result"),
                      Module("model", "", is_package=True)]),
    (upward_imports, [Module("model.ledger", "import model.new"), Module("model.engine", ""),
                      Module("model.new", "from model.engine import run_world")]),
    (upward_imports, [Module("app.charts.flows", "from app.screens import explore"),
                      Module("app.screens.explore", "")]),
    (uneven_arithmetic, [Module("model.a", "@jit.kernel\ndef f(x):\n    return np.exp(x)")]),
    (uneven_arithmetic, [Module("model.a", "@entry_point\ndef f(x):\n    return x ** -1.0")]),
    (uneven_arithmetic, [Module("model.a", "@kernel\ndef f(x):\n    return 2.0 ** x")]),
    (written_parameters, [Module("model.a", "@inlined\ndef f(w, past):\n    past.industries[0].share += 1.0")]),
    (written_parameters, [Module("model.a", "@kernel\ndef f(w, p):\n    t = p.firms\n    t.share = 1.0")]),
    (imports_of_the_eye, [Module("model", "import streamlit as st", is_package=True)]),
    (imports_of_the_eye, [Module("model.export", "from app.charts import x")]),
]
GOOD_SAMPLE = [
    Module("model", "from model.ensemble import run", is_package=True),
    Module("model.ensemble", "import numpy as np\nfrom model import __version__, engine"),
    Module("model.engine", "from model.processes import firms, funds"),
    Module("model.processes.firms", "from model.ledger import transfer\nfrom model import new"),
    Module("model.processes.funds", "from ..ledger import transfer"),
    Module("model.new", "import model.ledger"),
    Module("model.luck", "def f(x):\n    return x ** 2\n@kernel\ndef g(x, y):\n    return x ** y"),
    Module("model.ledger", "x = 1\n" * MOST_LINES),
    Module("model.record", "@kernel\ndef f(w, p):\n    p = p[0]\n    w.share = p.firms.share\n"
                           "def g(p):\n    p.share = 1"),
    Module("app.screens.explore", "import streamlit\nfrom app.charts import flows"),
    Module("app.charts.flows", "import plotly\nimport model"),
]


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return read("model", "app")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_code_keeps_the_rule(check, modules):
    assert check(modules) == []


@pytest.mark.parametrize(
    ("check", "sample"), [*CHECKS.items(), *MORE_BAD_SAMPLES],
    ids=lambda value: getattr(value, "__name__", ""))
def test_the_check_fails_on_a_bad_sample(check, sample):
    assert len(check(sample)) == 1


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_check_passes_a_good_sample(check):
    assert check(GOOD_SAMPLE) == []


def test_all_files_are_read(modules):
    names = {module.name for module in modules}
    assert {"model.jit", "model.luck", "model.ledger"} <= names
    assert "model.jit" in direct(modules)["model.ledger"]


def test_no_field_of_a_record_hides_behind_a_method_of_numpy() -> None:
    """In plain Python a field named `mean` would give NumPy's method instead of its value."""
    import numpy as np

    from model.state import WORLD

    def names(dtype: np.dtype) -> set[str]:
        if dtype.subdtype is not None:
            return names(dtype.subdtype[0])
        if dtype.names is None:
            return set()
        return set(dtype.names).union(*(names(dtype.fields[name][0]) for name in dtype.names))

    assert len(names(WORLD)) > 200
    assert not names(WORLD) & set(dir(np.void))
    assert "mean" in dir(np.void)
