"""Values of parameters: read, checked against the declaration, and written."""

from __future__ import annotations

import numbers
import re
from typing import Any

from model.declare import Parameter
from model.messages import Problems, number, wrong_value

NUMBER = re.compile(r"[+-]?(\d{1,300}\.?\d{0,300}|\.\d{1,300})([eE][+-]?\d{1,4})?")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3}){1,100}(\.\d{1,300})?")
SWITCH_WORDS = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}


def check_value(parameter: Parameter, value: Any, name: str = "") -> Any:
    """The value in the parameter's own type. Raises `Problems` if it cannot be taken.

    A choice may be given by its name or its number. `name` is what the person called it.
    """
    refused = Problems([wrong_value(parameter, value, name)])
    if parameter.choices and isinstance(value, str) and value in parameter.choices:
        return parameter.choices.index(value)
    if parameter.kind is bool:
        if not isinstance(value, bool):
            raise refused
        return value
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise refused
    exact = int(value) if isinstance(value, numbers.Integral) else float(value)
    if not parameter.low <= exact <= parameter.high:  # also refuses NaN
        raise refused
    if parameter.kind is int or parameter.choices:
        if exact != int(exact):
            raise refused
        return int(exact)
    return float(exact) + 0.0  # turns -0.0 into 0.0


def value_in(parameter: Parameter, text: str) -> Any:
    """The value that a person typed for a parameter, not yet checked. Thousands may be set apart."""
    text = ungrouped(text.strip())
    if text in parameter.choices:
        return text
    if parameter.kind is bool:
        return SWITCH_WORDS.get(text.lower(), text)
    if re.fullmatch(r"[+-]?\d{1,300}", text):
        return int(text)
    if NUMBER.fullmatch(text) or text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return float(text)
    return text


def ungrouped(text: str) -> str:
    """A number without the commas that set thousands apart; any other text as it is."""
    return text.replace(",", "") if GROUPED.fullmatch(text) else text


def written(parameter: Parameter, value: Any) -> Any:
    """A value as it stands in a file: choices by name, whole numbers without a point."""
    if parameter.choices:
        return parameter.choices[int(value)]
    if isinstance(value, float) and value == int(value) and abs(value) < 2**53:
        return int(value)
    return value


def value_text(parameter: Parameter, value: float | int | bool) -> str:
    """A value as a person types it."""
    text = written(parameter, value)
    if isinstance(text, bool):
        return "true" if text else "false"
    return text if isinstance(text, str) else number(text)
