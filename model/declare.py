"""How a parameter or an output is declared: once, with unit, range, meaning and source.

Everything that shows, checks or reads a parameter (widgets, command line, scenario files,
reference page, tests) asks the declarations; nothing repeats them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic._internal._model_construction import ModelMetaclass
from pydantic.fields import FieldInfo


class Role(StrEnum):
    """Who decides a parameter: a policy maker, the world, or the person who runs the model."""

    LEVER = "lever"
    ASSUMPTION = "assumption"
    SETTING = "setting"


class Unit(StrEnum):
    """The closed list of units. The value is what a reader sees."""

    MYUAN = "million yuan"
    MYUAN_PER_YEAR = "million yuan a year"
    YEARS = "years"
    QUARTERS = "quarters"
    SHARE = "share"
    PROBABILITY = "probability"
    PROBABILITY_PER_YEAR = "probability a year"
    HAZARD_PER_YEAR = "events a year"
    RETURN_PER_YEAR = "return a year"
    SD_PER_YEAR = "standard deviation over a year"
    COUNT = "number"
    COUNT_PER_YEAR = "number a year"
    MULTIPLE = "multiple"
    NUMBER = "pure number"
    LOG_ODDS = "log-odds"
    SWITCH = "on or off"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True)
class Parameter:
    """One declared parameter. `path` is `group.name` (or `industries.industry.name`)."""

    path: str
    default: float | int | bool
    unit: Unit
    role: Role
    low: float
    high: float
    slider_low: float
    slider_high: float
    step: float
    label: str
    meaning: str
    source: str
    bites: str
    needs: Mapping[str, float] = field(default_factory=dict)
    bands: Mapping[str, float] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    kind: type = float

    @property
    def group(self) -> str:
        """First part of the path."""
        return self.path.split(".")[0]

    @property
    def name(self) -> str:
        """Last part of the path."""
        return self.path.rsplit(".", 1)[-1]


class Declared:
    """What `lever(...)`, `assumption(...)` and `setting(...)` leave in a group's class body."""

    def __init__(self, field_info: FieldInfo, declaration: dict[str, Any]) -> None:
        self.field_info = field_info
        self.declaration = declaration


def _declares(role: Role) -> Callable[..., Any]:
    """The function that declares a parameter with this role."""

    def declare(
        default: float | int | bool,
        unit: Unit,
        label: str,
        meaning: str,
        source: str,
        *,
        valid: tuple[float, float] | None = None,
        slider: tuple[float, float, float] | None = None,
        bands: Mapping[str, float] | None = None,
        bites: str = "",
        needs: Mapping[str, float] | None = None,
        choices: tuple[str, ...] = (),
    ) -> Any:
        """Declare a parameter.

        `valid` is the range that is taken, `slider` the plausible one with its step. `bites` says
        in words when it matters; `needs` gives values of other parameters, by path, without which
        it has no effect.
        """
        if isinstance(default, bool):
            valid, slider = (0, 1), (0, 1, 1)
        elif choices:
            valid, slider = (0, len(choices) - 1), (0, len(choices) - 1, 1)
        if valid is None:
            raise TypeError(f"{label}: give the valid range")
        for text, name in ((label, "label"), (meaning, "meaning"), (source, "source")):
            if not text.strip():
                raise TypeError(f"{label}: {name} must not be blank")
        low, high = valid
        slider_low, slider_high, step = slider or (low, high, (high - low) / 20)
        declaration = {
            "unit": unit, "role": role, "low": low, "high": high, "slider_low": slider_low,
            "slider_high": slider_high, "step": step, "label": label, "meaning": meaning,
            "source": source, "bites": bites, "needs": dict(needs or {}),
            "bands": dict(bands or {}), "choices": choices,
        }
        bounds: dict[str, Any] = {} if isinstance(default, bool) else {"ge": low, "le": high}
        described = {"unit": unit.value, "role": role.value, "source": source}
        field_info = Field(
            default=default, title=label, description=meaning,
            json_schema_extra=lambda schema: schema.update(described), **bounds)
        return Declared(field_info, declaration)

    return declare


lever = _declares(Role.LEVER)
"""Declare a parameter that a policy maker decides."""
assumption = _declares(Role.ASSUMPTION)
"""Declare a parameter that the world decides: its plausible range is `slider`."""
setting = _declares(Role.SETTING)
"""Declare a parameter that the person who runs the model decides."""


class _GroupMeta(ModelMetaclass):
    """Turns `Declared` values into pydantic fields and keeps their declarations on the class."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **kwargs: Any
    ) -> type:
        declarations: dict[str, dict[str, Any]] = {}
        for key, value in list(namespace.items()):
            if isinstance(value, Declared):
                declarations[key] = value.declaration
                namespace[key] = value.field_info
        cls = super().__new__(mcs, name, bases, namespace, **kwargs)
        cls.declarations = declarations  # type: ignore[attr-defined]
        return cls


class Group(BaseModel, metaclass=_GroupMeta):
    """A frozen group of parameters, named like the process that reads it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=False)

    title: ClassVar[str] = ""
    summary: ClassVar[str] = ""
    declarations: ClassVar[dict[str, dict[str, Any]]] = {}


def parameters_in(group: type[Group], defaults: Group, prefix: str = "") -> Iterator[Parameter]:
    """Every parameter declared in a group and the groups inside it, in order of declaration.

    `defaults` is an instance that holds the default values.
    """
    for name, info in group.model_fields.items():
        value = getattr(defaults, name)
        if isinstance(value, Group):
            yield from parameters_in(type(value), value, f"{prefix}{name}.")
        elif name in group.declarations:
            kind = info.annotation if isinstance(info.annotation, type) else float
            yield Parameter(
                path=f"{prefix}{name}", default=value, kind=kind, **group.declarations[name]
            )


class Kind(StrEnum):
    """Whether an output is measured at a moment or over a period."""

    STOCK = "stock"
    FLOW = "flow"
    RATIO = "ratio"


@dataclass(frozen=True)
class Output:
    """One declared output: a quarterly series, a headline or a column of a table."""

    name: str
    label: str
    unit: Unit
    kind: Kind
    meaning: str
    rule: str
    dimensions: tuple[str, ...] = ("replication",)
    good: int = 0
    """+1 when more is better, -1 when less is, 0 when neither can be said."""
    is_pooled: bool = False
    """Worked out from all worlds together: its values give a mean and an interval, but are those of no world."""
