"""The reference of all parameters, made from their declarations: page, list and JSON schema."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from model.declare import Group, Parameter
from model.messages import grouped
from model.migrations import SCHEMA_VERSION
from model.parameters import BASELINE, GROUPS, PARAMETERS
from model.parameters.zone import COLUMNS as COLUMNS_OF_ZONE
from model.parameters.zone import LONGEST_NAME, MOST_ROWS, Column
from model.scenario import LONGEST_SOURCE, LONGEST_TAG, MOST_SOURCES, MOST_TAGS, TEXTS
from model.values import value_text, written
from model.words import _
from model.zone.cells import range_of
from model.zone.entry import ENTRY

COLUMNS: dict[str, Callable[[list[Parameter]], str]] = {
    "name": lambda rows: f"`{_shared_path(rows)}`",
    "label": lambda rows: _(rows[0].label),
    "default": lambda rows: _defaults(rows),
    "unit": lambda rows: _(rows[0].unit.value),
    "range": lambda rows: valid_range(rows[0]),
    "slider range": lambda rows: _slider(rows[0]),
    "bands": lambda rows: _bands(rows[0]),
    "meaning": lambda rows: _(rows[0].meaning),
    "when it bites": lambda rows: _(rows[0].bites),
    "source": lambda rows: _(rows[0].source),
    "role": lambda rows: _(rows[0].role.value),
}


def valid_range(parameter: Parameter) -> str:
    """The values that a parameter may take, without its unit."""
    if parameter.choices:
        return ", ".join(parameter.choices)
    if parameter.kind is bool:
        return _("true or false")
    return _("{low} to {high}").format(low=grouped(parameter.low), high=grouped(parameter.high))


def text_rows() -> Iterator[tuple[str, ...]]:
    """All parameters for a screen, heads first: path, default, range, unit, role and label."""
    yield (_("name"), _("default"), _("range"), _("unit"), _("role"), _("label"))
    for parameter in PARAMETERS.values():
        yield (
            parameter.path,
            value_text(parameter, parameter.default),
            valid_range(parameter),
            _(parameter.unit.value),
            _(parameter.role.value),
            _(parameter.label),
        )


def markdown_lines() -> Iterator[str]:
    """The reference page: a table for each group."""
    yield "# " + _("Parameters")
    yield ""
    yield _(
        "Made from the declarations by `python -m model parameters --format markdown`. "
        "A lever is decided by a policy maker, an assumption by the world, a setting by the "
        "person who runs the model."
    )
    for name, group in GROUPS.items():
        yield from ("", f"## {name}", "", _(summary_of(group)), "")
        yield "| " + " | ".join(_(column) for column in COLUMNS) + " |"
        yield "|" + " --- |" * len(COLUMNS)
        for rows in _rows_of(name):
            cells = (cell(rows).replace("|", "\\|").replace("\n", " ") for cell in COLUMNS.values())
            yield "| " + " | ".join(cells) + " |"
    yield ""
    yield from zone_lines()


def zone_lines() -> Iterator[str]:
    """The columns of a zone of one's own: a table for each sheet."""
    yield "## zone"
    yield ""
    yield _("What a zone of one's own has at year 0, in a workbook with a sheet for each of these tables, or in one "
            "CSV file with a first column “sheet”.")
    heads = (_("column"), _("meaning"), _("what it takes"), _("an empty cell stands for"))
    for sheet, columns in COLUMNS_OF_ZONE.items():
        yield from ("", f"### {sheet}", "", "| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads))
        for column in columns.values():
            empty = _("must be filled") if column.is_required else _(column.empty)
            yield f"| `{column.name}` | {_(column.label)}: {_(column.meaning)} | {range_of(column)} | {empty} |"


def as_json() -> str:
    """Every declaration as JSON, in order, by path."""
    entries = [
        {
            "path": parameter.path,
            "label": _(parameter.label),
            "default": written(parameter, parameter.default),
            "unit": parameter.unit.value,
            "role": parameter.role.value,
            "low": parameter.low,
            "high": parameter.high,
            "slider_low": parameter.slider_low,
            "slider_high": parameter.slider_high,
            "step": parameter.step,
            "bands": dict(parameter.bands),
            "choices": list(parameter.choices),
            "meaning": _(parameter.meaning),
            "bites": _(parameter.bites),
            "source": _(parameter.source),
        }
        for parameter in PARAMETERS.values()
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False)


def scenario_schema() -> dict[str, Any]:
    """The JSON schema of a scenario file, as this program writes it."""
    changes = _block_schema("", BASELINE)
    texts: dict[str, Any] = {
        name: {"type": "string", "maxLength": longest} for name, longest in TEXTS.items()
    }
    texts["title"]["minLength"] = 1
    texts["date"] = {"type": "string", "pattern": r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _("Scenario"),
        "description": _("Named changes to the baseline."),
        "type": "object",
        "additionalProperties": False,
        "required": ["schema_version", "title"],
        "properties": {
            "schema_version": {"const": SCHEMA_VERSION},
            **texts,
            "sources": {
                "type": "array",
                "maxItems": MOST_SOURCES,
                "items": {"type": "string", "maxLength": LONGEST_SOURCE},
            },
            "tags": {
                "type": "array",
                "maxItems": MOST_TAGS,
                "uniqueItems": True,
                "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_TAG},
            },
            "changes": changes,
            ENTRY: _zone_schema(),
        },
    }


def _zone_schema() -> dict[str, Any]:
    sheets = {sheet: {
        "type": "array", "maxItems": MOST_ROWS[sheet],
        "items": {"type": "object", "additionalProperties": False,
                  "required": [name for name, column in columns.items() if column.is_required],
                  "properties": {name: _column_schema(column) for name, column in columns.items()}},
    } for sheet, columns in COLUMNS_OF_ZONE.items()}
    return {
        "type": "object", "additionalProperties": False, "required": ["name"],
        "description": _("A zone of one's own: what it has at year 0, in place of the simulated history."),
        "properties": {"name": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}, **sheets},
    }


def _column_schema(column: Column) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": _(column.label), "description": _(column.meaning)}
    if column.choices:
        return schema | {"type": "string"}
    kind = "integer" if column.kind is int else "number"
    return schema | {"type": kind, "minimum": column.low, "maximum": column.high}


def summary_of(group: type[Group]) -> str:
    """One sentence on a group of parameters."""
    return group.summary or inspect.cleandoc(group.__doc__ or "").split("\n\n")[0]


def _block_schema(prefix: str, group: Group) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name in type(group).model_fields:
        value = getattr(group, name)
        if isinstance(value, Group):
            properties[name] = _block_schema(f"{prefix}{name}.", value)
        elif f"{prefix}{name}" in PARAMETERS:
            properties[name] = _value_schema(PARAMETERS[f"{prefix}{name}"])
    return {
        "type": "object",
        "description": summary_of(type(group)),
        "additionalProperties": False,
        "properties": properties,
    }


def _value_schema(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "title": _(parameter.label),
        "description": _("{meaning} Unit: {unit}.").format(
            meaning=_(parameter.meaning), unit=_(parameter.unit.value)
        ),
        "default": written(parameter, parameter.default),
    }
    if parameter.choices:
        return schema | {"enum": [*parameter.choices, *range(len(parameter.choices))]}
    if parameter.kind is bool:
        return schema | {"type": "boolean"}
    kind = "integer" if parameter.kind is int else "number"
    return schema | {"type": kind, "minimum": parameter.low, "maximum": parameter.high}


def _rows_of(group: str) -> Iterable[list[Parameter]]:
    """The rows of a group's table; blocks that repeat the same declarations share their rows."""
    rows: dict[str, list[Parameter]] = {}
    for path, parameter in PARAMETERS.items():
        if parameter.group == group:
            rows.setdefault(path.rsplit(".", 1)[-1], []).append(parameter)
    return rows.values()


def _shared_path(rows: list[Parameter]) -> str:
    if len(rows) == 1:
        return rows[0].path
    return f"{rows[0].group}.*.{rows[0].name}"


def _block_name(parameter: Parameter) -> str:
    return parameter.path.split(".")[-2]


def _defaults(rows: list[Parameter]) -> str:
    texts = [value_text(parameter, parameter.default) for parameter in rows]
    if len(set(texts)) == 1:
        return texts[0]
    named = zip((_block_name(parameter) for parameter in rows), texts, strict=True)
    return "; ".join(f"{name} {text}" for name, text in named)


def _slider(parameter: Parameter) -> str:
    if parameter.choices or parameter.kind is bool:
        return valid_range(parameter)
    return _("{low} to {high}, step {step}").format(
        low=grouped(parameter.slider_low),
        high=grouped(parameter.slider_high),
        step=grouped(parameter.step),
    )


def _bands(parameter: Parameter) -> str:
    return ", ".join(
        f"{_(name)} {value_text(parameter, value)}" for name, value in parameter.bands.items()
    )
