"""Writing a fit: as new defaults of the declarations, and as the values of a world's scenario."""

from __future__ import annotations

import ast
import json
from pathlib import Path

from model.calibration.problem import Free, Values
from model.evidence.worlds import SCENARIOS
from model.parameters import PARAMETERS
from model.scenario import find, nested
from model.values import value_text

DECLARATIONS = Path(__file__).resolve().parents[1] / "parameters"
ZONE = "china"
"""The world whose own values are defaults, since the baseline is its scenario."""


def write(values: Values) -> list[str]:
    """Write a fit into declarations and scenario files; returns a line for each number that moved."""
    moved = []
    for free, value in values.items():
        if free.world in ("", ZONE):
            old = PARAMETERS[free.path].default
            if value != old:
                _write_default(free.path, value)
                moved.append(_line(free, old, value))
        else:
            moved += _write_scenario(free, value)
    return moved


def _write_default(path: str, value: float) -> None:
    """Replace the default in the declaration, which is its first argument."""
    group, name = path.split(".")
    for file in sorted(DECLARATIONS.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef) and node.name.lower() == group:
                for field in node.body:
                    if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) \
                            and field.target.id == name and isinstance(field.value, ast.Call):
                        file.write_text(_replaced(text, field.value.args[0], repr(value)), encoding="utf-8")
                        return
    raise LookupError(path)


def _replaced(text: str, node: ast.expr, new: str) -> str:
    lines = text.splitlines(keepends=True)
    line = lines[node.lineno - 1]
    lines[node.lineno - 1] = line[: node.col_offset] + new + line[node.end_col_offset :]
    return "".join(lines)


def _write_scenario(free: Free, value: float) -> list[str]:
    file = find(SCENARIOS[free.world])
    content = json.loads(file.read_text(encoding="utf-8"))
    group, name = free.path.split(".")
    block = content["changes"].setdefault(group, {})
    new = nested({free.path: value})[group][name]
    old = block.get(name, PARAMETERS[free.path].default)
    if new == old:
        return []
    block[name] = new
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return [_line(free, old, new)]


def _line(free: Free, old: float, new: float) -> str:
    parameter = PARAMETERS[free.path]
    return f"{free.name}: {value_text(parameter, old)} to {value_text(parameter, new)}"
