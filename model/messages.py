"""Sentences about wrong input, and the exception that carries all of them at once."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from typing import Any

from model.declare import Parameter, Unit
from model.words import _

SHOWN_CHARACTERS = 40
PLAIN_UNITS = (Unit.COUNT, Unit.NUMBER)
PERCENT_UNITS = (Unit.SHARE, Unit.PROBABILITY, Unit.PROBABILITY_PER_YEAR, Unit.RETURN_PER_YEAR)


class Problems(Exception):
    """Everything that is wrong with an input: one plain sentence for each problem.

    `fix` holds changes, by path, that mend the contradictions among them.
    """

    def __init__(self, sentences: Iterable[str], fix: Mapping[str, Any] | None = None) -> None:
        self.sentences = list(sentences)
        self.fix = dict(fix or {})
        super().__init__("\n".join(self.sentences))

    def message(self) -> str:
        """The sentences as one message: a single line, or a counted list."""
        if len(self.sentences) == 1:
            return self.sentences[0]
        head = _("{number} problems:").format(number=len(self.sentences))
        return "\n".join([head, *(f"- {sentence}" for sentence in self.sentences)])


def number(value: float) -> str:
    """A number as a person would type it into a scenario file."""
    if isinstance(value, int):
        return shown(value)
    if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def grouped(value: float) -> str:
    """A number in a sentence: thousands are set apart."""
    if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return number(value)


def shown(value: Any) -> str:
    """A wrong value, short enough for a sentence."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _("a block in braces")
    if isinstance(value, (list, tuple)):
        return _("a list")
    if isinstance(value, float):
        return _non_finite(value) if not math.isfinite(value) else number(value)
    if isinstance(value, int) and abs(value) >= 10**SHOWN_CHARACTERS:
        return _("a number with more than {digits} digits").format(digits=SHOWN_CHARACTERS)
    text = printable(value) if isinstance(value, str) else str(value)
    text = text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
    return f'"{text}"' if isinstance(value, str) else text


def _non_finite(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def printable(text: str) -> str:
    """Text with everything that could upset a terminal replaced by a question mark."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like a wrong one, if any is."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    begun = [candidate for candidate in by_lower if word and candidate.startswith(word.lower())]
    found = begun or difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def unknown_name(path: str, known: Iterable[str], parameters: Iterable[str] = ()) -> str:
    """A name that does not exist, with the nearest that does.

    `known` are the names that could stand in place of its last part; `parameters` are whole paths,
    in case the name is right but stands in the wrong group.
    """
    parent, _dot, name = path[:200].rpartition(".")
    suggestion = nearest(name, known)
    if suggestion is not None and parent:
        suggestion = f"{parent}.{suggestion}"
    if suggestion is None:
        suggestion = _elsewhere(path[:200], name, list(parameters))
    sentence = _("{path} is not known.").format(path=printable(path[:100]))
    if suggestion is None:
        return sentence
    return sentence + " " + _("Did you mean {suggestion}?").format(suggestion=suggestion)


def _elsewhere(path: str, name: str, parameters: list[str]) -> str | None:
    same = [parameter for parameter in parameters if parameter.rsplit(".", 1)[-1] == name]
    if same:
        return nearest(path, same) or same[0]
    by_name = {parameter.rsplit(".", 1)[-1]: parameter for parameter in reversed(parameters)}
    whole = nearest(path, parameters)
    if whole is not None:
        return whole
    found = nearest(name, by_name)
    return by_name[found] if found else None


def range_of(parameter: Parameter) -> str:
    """The values that a parameter may take, with its unit if it is more than a number."""
    if parameter.choices:
        return _("one of {choices}").format(choices=", ".join(parameter.choices))
    if parameter.kind is bool:
        return _("true or false")
    sentence = (
        _("a whole number between {low} and {high}")
        if parameter.kind is int
        else _("a number between {low} and {high}")
    )
    found = sentence.format(low=grouped(parameter.low), high=grouped(parameter.high))
    return found if parameter.unit in PLAIN_UNITS else f"{found} ({_(parameter.unit.value)})"


def wrong_value(parameter: Parameter, value: Any, name: str = "") -> str:
    """A value that a parameter cannot take. `name` is what the person called the parameter."""
    sentence = _("{name} must be {range}, not {value}.").format(
        name=name or parameter.path, range=range_of(parameter), value=shown(value)
    )
    if parameter.choices and isinstance(value, str):
        suggestion = nearest(value, parameter.choices)
        if suggestion is not None:
            sentence += " " + _("Did you mean {suggestion}?").format(suggestion=suggestion)
    if _is_percent(parameter, value):
        hint = _("{percent} percent is written {share}.")
        sentence += " " + hint.format(percent=number(value), share=number(value / 100))
    return sentence


def _is_percent(parameter: Parameter, value: Any) -> bool:
    if parameter.unit not in PERCENT_UNITS or isinstance(value, bool):
        return False
    if not isinstance(value, (int, float)) or not parameter.high < value <= 100:
        return False
    return parameter.low <= value / 100 <= parameter.high


def reason(error: OSError) -> str:
    """Why the system refused, in its own words."""
    return (error.strerror or type(error).__name__).lower()
