"""How numbers are written for a reader: units, digits, signs, intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from model.comparison import Interval, interval, paired
from model.declare import Parameter, Unit
from model.export import verdict
from model.messages import PERCENT_UNITS, number, shown
from model.outputs import HEADLINES
from model.parameters import GROUPS
from model.parameters.industries import INDUSTRY_LABELS
from model.results import Result
from model.words import _

WHOLE_PERCENT = (Unit.SHARE, Unit.PROBABILITY)
MONEY = (Unit.MYUAN, Unit.MYUAN_PER_YEAR)
# units beside a single one of them
SINGLE = {Unit.YEARS: "year", Unit.QUARTERS: "quarter", Unit.HAZARD_PER_YEAR: "event a year"}
LARGEST_IN_MILLIONS = 9_999.5
DIGITS_KEPT = 7
# half an interval of 0.8 is written with one decimal, one of 0.13 with two
LEADING = 3
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
WORD_JOINER = "\N{WORD JOINER}"
PERCENT = NO_BREAK + "%"
MARKDOWN = "\\`*_{}[]<>()#+-.!|~$:"


def plain(text: str) -> str:
    """Text that Markdown leaves as it is; no line ends between a minus sign and its number."""
    text = text.replace(MINUS, MINUS + WORD_JOINER)
    return "".join(f"\\{letter}" if letter in MARKDOWN else letter for letter in text)


def sentence(text: str) -> str:
    """Text with a full stop at its end."""
    return text if text.endswith((".", "?", ":")) else f"{text}."


def came_from(provenance: Mapping[str, Any]) -> str:
    """Where a result comes from, in one line."""
    return _("{worlds} worlds · seed {seed} · horizon {years} years · model {version} · input "
             "{fingerprint} · {date}").format(
        worlds=f"{provenance['replications']:,}", seed=provenance["seed"], years=provenance["years"],
        version=provenance["model_version"], fingerprint=provenance["fingerprint"], date=provenance["date"])


def unit_text(unit: Unit) -> str:
    """The unit beside a number that a person types; shares are typed in per cent."""
    if unit in WHOLE_PERCENT:
        return "%"
    if unit in PERCENT_UNITS:
        return _("% a year")
    if unit is Unit.MYUAN:
        return _("¥ million")
    if unit is Unit.MYUAN_PER_YEAR:
        return _("¥ million a year")
    if unit is Unit.MULTIPLE:
        return _("times")
    return "" if unit in (Unit.NUMBER, Unit.SWITCH, Unit.CHOICE, Unit.COUNT) else _(unit.value)


def scale(unit: Unit) -> int:
    """What a stored value is multiplied by to be shown."""
    return 100 if unit in PERCENT_UNITS else 1


def on_slider(parameter: Parameter, value: float) -> float:
    """Where a slider stands for a value, in the unit that is shown."""
    inside = min(max(value, parameter.slider_low), parameter.slider_high)
    return round(inside * scale(parameter.unit), 10)


def setting_text(parameter: Parameter, value: float | int | bool) -> str:
    """A parameter's value with its unit, as it was set."""
    if parameter.kind is bool:
        return _("on") if value else _("off")
    if parameter.choices:
        return _(parameter.choices[int(value)])
    return _with_unit(shown_number(parameter, value), parameter)


def _with_unit(text: str, parameter: Parameter) -> str:
    """A number, or a range of them, with the parameter's unit; counts are of what the label says."""
    if parameter.unit is Unit.COUNT_PER_YEAR:
        return _("{number} a year").format(number=text)
    unit = _(SINGLE[parameter.unit]) if text == "1" and parameter.unit in SINGLE else unit_text(parameter.unit)
    if parameter.unit in MONEY:
        return unit.replace("¥", f"¥{text}", 1)
    return f"{text}{NO_BREAK if unit.startswith('%') else ' '}{unit}".strip()


def shown_number(parameter: Parameter, value: float) -> str:
    """A parameter's value as a number in the unit that is shown."""
    inside = round(value * scale(parameter.unit), 10)
    grouped = 1_000 <= abs(inside) < 1e15 and inside == int(inside)
    return (f"{int(inside):,}" if grouped else number(inside)).replace("-", MINUS)


def short_setting(parameter: Parameter, value: float) -> str:
    """A value beside others of the same unit: only per cent is said again."""
    return shown_number(parameter, value) + (PERCENT if scale(parameter.unit) > 1 else "")


def range_text(parameter: Parameter) -> str:
    """All values that a parameter takes, with their unit."""
    return between(parameter, parameter.low, parameter.high)


def between(parameter: Parameter, low: float, high: float) -> str:
    """A range of a parameter's values, with the unit said once, as "¥10 to 50 million"."""
    return _with_unit(_("{low} to {high}").format(
        low=shown_number(parameter, low), high=shown_number(parameter, high)), parameter)


def refusal(parameter: Parameter, value: object, kept: float | int | bool) -> str:
    """What to say of a value that cannot be set, and what can."""
    given = setting_text(parameter, value) if isinstance(value, (int, float)) else shown(value)
    kind = _("a whole number") if parameter.kind is int else _("a value")
    return _("{label} cannot be {given}. Type {kind} from {range}. It stays at {kept}.").format(
        label=full_label(parameter), given=given, kind=kind, range=range_text(parameter),
        kept=setting_text(parameter, kept))


def full_label(parameter: Parameter) -> str:
    """The label, with the industry's name where there is one for each industry."""
    parts = parameter.path.split(".")
    label = _(parameter.label)
    return f"{label}, {title(parts[1]).lower()}" if len(parts) > 2 else label


def assignment(parameter: Parameter, value: float | int | bool) -> str:
    """A parameter and its value, as they stand after "set"."""
    return _("“{label}” to {value}").format(
        label=full_label(parameter), value=setting_text(parameter, value))


def lower_first(text: str) -> str:
    """A label inside a sentence; "LPs" and its like stay as they are."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def title(name: str) -> str:
    """A name in the code as words."""
    return _(INDUSTRY_LABELS.get(name) or name.replace("_", " ").capitalize())


def group_title(name: str) -> str:
    """What a group of parameters is called; a zone of one's own counts as one."""
    if name == "zone":
        return _("Zone at year 0")
    return _(GROUPS[name].title) or title(name)


def group_summary(name: str) -> str:
    """One sentence on a group."""
    return _((GROUPS[name].__doc__ or "").strip().splitlines()[0])


def digits(value: float, decimals: int | None = None) -> str:
    """A number with three significant digits at most, and a true minus sign.

    Series keep about seven digits: so a mean on the edge of two roundings reads alike from series and headline.
    """
    value = float(f"{value:.{DIGITS_KEPT}g}")
    if value and abs(value) >= 1_000:
        value = round(value, 2 - math.floor(math.log10(abs(value))))
    if decimals is None and value == int(value):
        decimals = 0
    elif decimals is None:
        size = math.floor(math.log10(abs(value))) if value else 0
        decimals = min(max(2 - size, 0), 2)
    rounded = float(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0
    return f"{rounded:,.{decimals}f}".replace("-", MINUS)


def _money_scale(values: tuple[float, ...]) -> tuple[float, str]:
    largest = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    return (1_000.0, _("billion")) if largest >= LARGEST_IN_MILLIONS else (1.0, _("million"))


def _decimals(value: float) -> int:
    """Decimals for money: three significant digits, none above a hundred."""
    if not value:
        return 0
    size = math.floor(math.log10(abs(value)))
    return min(max(2 - size, 0), 1 if abs(value) < 100 else 0) if abs(value) >= 10 else 2


def money(myuan: float) -> str:
    """Million yuan as "¥211 million", from 10,000 million on in billions."""
    divisor, word = _money_scale((myuan,))
    value = myuan / divisor
    sign = MINUS if round(value, 2) < 0 else ""
    return f"{sign}¥{digits(abs(value), _decimals(abs(value)))} {word}"


def money_alike(*myuan: float) -> list[str]:
    """Amounts (million yuan, none below zero) of one sentence in one scale: all in billions if one of them is."""
    divisor, word = _money_scale(myuan)
    if divisor == 1:
        return [money(each) for each in myuan]
    return [f"¥{digits(each / divisor)} {word}" for each in myuan]


def short_money(myuan: float) -> str:
    """The same in billions with one decimal, for labels in diagrams."""
    return _("¥{number} billion").format(number=digits(myuan / 1_000, 1))


def amount(value: float, unit: Unit) -> str:
    """A result with its unit."""
    if not math.isfinite(value):
        return _("undefined")
    if unit in MONEY:
        return money(value)
    if unit in WHOLE_PERCENT:
        return digits(value * 100, 0) + PERCENT
    if unit in PERCENT_UNITS:
        return digits(value * 100, 1) + PERCENT
    if unit in (Unit.YEARS, Unit.QUARTERS):
        return f"{digits(value, 1)} {_(unit.value)}"
    return digits(value)


def percent(share: float) -> str:
    """A share in per cent with one decimal, for shares that are compared."""
    return digits(100 * share, 1) + PERCENT


def _together(values: tuple[float, float, float], unit: Unit) -> tuple[list[float], int, str]:
    """A mean and its bounds in one scale, with the decimals that their distance warrants."""
    divisor, word = _money_scale(values) if unit in MONEY else (1.0 / scale(unit), "")
    scaled = [value / divisor for value in values]
    half = (scaled[2] - scaled[1]) / 2
    decimals = min(max(-math.floor(math.log10(half / LEADING)), 0), 2) if half > 0 else 1
    # an end beside zero must not read as zero: on which side it lies decides what can be said
    hidden = any(value and not round(value, decimals) and round(value, decimals + 1) for value in scaled[1:])
    return scaled, decimals + hidden, word


def difference(found: Interval, unit: Unit) -> str:
    """A difference with its sign and its 95 % interval, as "+3.1 (2.3 to 3.9)"."""
    values = (found.mean, found.low, found.high)
    if not all(map(math.isfinite, values)):
        return _("undefined")
    (mean, low, high), decimals, word = _together(values, unit)
    yuan = "¥" if unit in MONEY else ""
    after = f" {word}" if unit in MONEY else f" {_('points')}" if unit in PERCENT_UNITS else ""
    text = digits(abs(mean), decimals)
    sign = "" if not text.strip("0.,") else "+" if mean > 0 else MINUS
    bounds = _("{low} to {high}").format(low=digits(low, decimals), high=digits(high, decimals))
    return f"{sign}{yuan}{text}{after} ({bounds.replace(' ', NO_BREAK)})"


def signed(found: Interval, unit: Unit) -> str:
    """A difference alone, with its sign, in the digits that its interval warrants."""
    return difference(found, unit).partition(" (")[0]


def span(found: Interval, unit: Unit) -> str:
    """A 95 % interval with its unit, as "¥155 to 267 million"."""
    if not math.isfinite(found.low + found.high):
        return ""
    (_mean, low, high), decimals, word = _together((found.mean, found.low, found.high), unit)
    yuan = "¥" if unit in MONEY else ""
    lower, upper = (
        digits(value, decimals).replace(MINUS, MINUS + yuan) if value < 0
        else yuan + digits(value, decimals) for value in (low, high))
    after = {MONEY[0]: f" {word}", MONEY[1]: f" {word}"}.get(
        unit, PERCENT if unit in PERCENT_UNITS else "")
    return _("{low} to {high}").format(low=lower, high=upper) + after


def against_baseline(current: Result, baseline: Result, name: str) -> str:
    """What can be said of a headline against the baseline's."""
    kind = verdict(baseline, current, name)
    if kind in ("more", "less"):
        return difference(paired(baseline, current, name), HEADLINES[name].unit)
    if kind == "undefined":
        return _("no difference can be stated")
    return _("no difference at all") if kind == "identical" else _("no detectable difference")


def headline(result: Result, name: str) -> str:
    """A headline's mean over worlds."""
    return amount(interval(result.headlines[name]).mean, HEADLINES[name].unit)


def moved(found: Interval, unit: Unit) -> str:
    """A difference between two sets of worlds, in words."""
    if not math.isfinite(found.low + found.high):
        return _("no difference can be stated")
    if found.includes_zero:
        return _("no detectable difference from the baseline")
    return _("{difference} against the baseline").format(difference=difference(found, unit))
