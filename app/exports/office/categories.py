"""Bars, stacked areas, and lines over names as a native chart over categories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.exports.office.curves import curve, with_names
from app.exports.office.panels import Note, Panel, ends_of, is_number
from app.exports.office.plan import Colour, Label, Number, Plan, Series, axis_of, numbers_in
from app.exports.office.texts import on_one_line, words_of

Category = str | float
PATTERNS = {"/": "wdUpDiag", "\\": "wdDnDiag", ".": "pct20", "x": "diagCross", "-": "ltHorz", "|": "ltVert"}
APART = re.compile(r"\s{2,}|\n")
SHOWN_NUMBER = re.compile(r"[−-]?[\d,]+(?:\.(\d+))?")
MOST_LABELS = 24
UPRIGHT = {"bottom": "t", "top": "b"}
# what labels move away from their line, in parts of the chart's height
ASIDE = 0.03


def bars(panel: Panel) -> Plan | None:
    """Bars, with lines or points where these stand at the same places; None if the panel holds anything else."""
    drawn = [trace for trace in panel.traces if trace["type"] == "bar"]
    others = [trace for trace in panel.traces if trace["type"] != "bar" and not _is_upright(trace)]
    if not drawn or any(shape["type"] != "line" and not shape["is_tall"] for shape in panel.shapes):
        return None
    is_lying = drawn[0].get("orientation") == "h"
    places, sizes = ("y", "x") if is_lying else ("x", "y")
    across, along = (panel.y, panel.x) if is_lying else (panel.x, panel.y)
    ends = across.get("range") if not across.get("tickvals") else None
    at = [place for place in dict.fromkeys(value for trace in drawn for value in trace[places])
          if not ends or not is_number(place) or min(ends) <= place <= max(ends)]
    is_stacked = panel.layout.get("barmode") in ("stack", "relative") or any("base" in trace for trace in drawn)
    series = [one for trace in drawn for one in _bars(trace, at, places, sizes)]
    for trace in others:
        beside = _bar_beside(trace, drawn, at)
        line = _on_categories(trace, at, places, sizes)
        if beside is not None:
            k = next(k for k, one in enumerate(series) if one.name == beside.name.split(", ")[0])
            series.insert(k + 1, beside)
        elif line is not None:
            series.append(line)
        else:
            return None
    is_horizontal = is_lying and not others
    axis = axis_of(along, ends_of(along))
    if is_lying and along.get("rangemode") == "tozero":
        axis = replace(axis, low=0.0)
    names = _names(at, across)
    notes = {note.y if is_lying else note.x: note.text for note in panel.notes
             if not is_lying or is_number(note.x) and note.y in at}
    if is_lying and len(drawn) == 1 and notes:
        names = [f"{name}\n{_apart(notes[place])}" if place in notes else name
                 for name, place in zip(names, at, strict=True)]
        axis = axis_of(along, _reached(series))
    return Plan(
        tuple(series), replace(axis_of(across), is_shown=True, form="General",
                               is_reversed=is_horizontal and across.get("autorange") == "reversed"),
        replace(axis, has_grid=not is_horizontal and axis.is_shown), tuple(names), every=_every(at, across),
        is_horizontal=is_horizontal, is_stacked=is_stacked,
        gap=int(100 * panel.layout.get("bargap", 0.2) / (1 - panel.layout.get("bargap", 0.2)) + 10),
        has_legend=len([one for one in series if one.in_legend]) > 1, title=panel.title, box=panel.box,
        marks=_marks(panel))


def areas(panel: Panel) -> Plan | None:
    """Stacked areas with lines over them, from the first whole year on; None if the panel holds anything else."""
    stacked = [trace for trace in panel.traces if "stackgroup" in trace]
    others = [trace for trace in panel.traces if "stackgroup" not in trace]
    if not stacked or not all(trace["type"] == "scatter" and numbers_in(trace["x"]) and None not in trace["x"]
                              for trace in panel.traces):
        return None
    # labels are counted from the first category, so that has to be one that bears a label
    start = next((k for k, x in enumerate(stacked[0]["x"]) if x == int(x)), 0)
    at = stacked[0]["x"][start:]
    series = [Series(
        words_of(trace["name"]), "area", tuple(_value_at(trace, "x", "y", x) for x in at),
        fill=_solid(Colour.of(trace.get("fillcolor"))), in_legend=trace.get("showlegend", True)) for trace in stacked]
    for trace in others:
        line = _on_categories(trace, at, "x", "y")
        if line is None:
            return None
        series.append(line)
    return Plan(
        tuple(series), axis_of(panel.x), axis_of(panel.y, panel.y_range), tuple(at),
        every=_every(at, panel.x), is_stacked=True, has_legend=True, title=panel.title, box=panel.box,
        marks=_marks(panel))


def named_lines(panel: Panel) -> Plan | None:
    """Lines over names instead of numbers; None if the panel holds anything else."""
    at = panel.x.get("tickvals")
    if not at or not panel.x.get("ticktext") or not panel.traces:
        return None
    if not all(trace["type"] == "scatter" and "fill" not in trace and list(trace["x"]) == list(at)
               for trace in panel.traces):
        return None
    series, notes, longest = with_names([curve(trace) for trace in panel.traces], panel.notes, panel)
    series += _written(notes, at)
    return Plan(
        tuple(replace(one, x=()) for one in series), replace(axis_of(panel.x), is_shown=True),
        axis_of(panel.y, panel.y_range), tuple(_names(at, panel.x)), label_width=longest, title=panel.title,
        box=panel.box, has_drops=True)


def _written(notes: Sequence[Note], at: Sequence[float]) -> list[Series]:
    """Words above and below categories: lines that cannot be seen, with their labels."""
    rows: dict[tuple[float, str], dict[int, str]] = {}
    for note in notes:
        if note.x in at and is_number(note.y):
            row = rows.setdefault((note.y, UPRIGHT.get(note.y_anchor, "t")), {})
            row[list(at).index(note.x)] = on_one_line(note.text)
    return [Series(
        "", "line", tuple(y if k in row else None for k in range(len(at))), in_legend=False,
        labels={k: Label(text, None, side, ASIDE if side == "b" else -ASIDE) for k, text in row.items()})
        for (y, side), row in rows.items()]


def _bars(trace: dict[str, Any], at: Sequence[Category], places: str, sizes: str) -> list[Series]:
    """The bars of a trace; those that begin elsewhere than at zero stand on bars that cannot be seen."""
    marker = trace.get("marker", {})
    order = [trace[places].index(place) if place in trace[places] else -1 for place in at]

    def ordered(values: Any) -> tuple[Any, ...]:
        return tuple(values[k] if k >= 0 else None for k in order)

    colours, pattern = marker.get("color"), marker.get("pattern", {})
    fills = tuple(map(Colour.of, ordered(colours))) if isinstance(colours, list) else ()
    outline = Colour.of(marker.get("line", {}).get("color")) if marker.get("line", {}).get("width") else None
    shape = PATTERNS.get(pattern.get("shape", ""), "")
    error = trace.get("error_x") or trace.get("error_y") or {}
    texts, values = ordered(trace["text"]) if "text" in trace else (), ordered(trace[sizes])
    labels, formats = _labels(texts, values, trace)
    whole = Series(
        words_of(trace.get("name") or ""), "bar", values, fill=fills[-1] if fills else Colour.of(colours), fills=fills,
        pattern=shape, line=Colour.of(pattern.get("fgcolor")) if shape else outline, width=1.0 if outline else 0.0,
        labels=labels, formats=formats, inside=trace.get("textposition") == "inside",
        reach=ordered(error["array"]) if "array" in error else (), in_legend=trace.get("showlegend", True))
    return _floating(whole, ordered(trace["base"])) if "base" in trace else [whole]


def _floating(whole: Series, bases: Sequence[Number]) -> list[Series]:
    """A bar from its base to its end as what stands above zero and what hangs below, each on an unseen bar."""
    parts: dict[str, list[float]] = {name: [] for name in ("base", "above", "below")}
    for base, size in zip(bases, whole.y, strict=True):
        low, high = sorted((base or 0.0, (base or 0.0) + (size or 0.0)))
        parts["base"].append(low if low > 0 else min(high, 0.0))
        parts["above"].append(high - max(low, 0.0) if high > 0 else 0.0)
        parts["below"].append(low - min(high, 0.0) if low < 0 else 0.0)
    unseen = Series("", "bar", tuple(parts["base"]), in_legend=False)
    return [unseen, *(replace(whole, y=tuple(parts[name]), labels={}, formats={}, reach=(), in_legend=False)
                      for name in ("above", "below"))]


def _labels(texts: Sequence[Any], values: Sequence[Number],
            trace: dict[str, Any]) -> tuple[dict[int, Label], dict[int, str]]:
    """Words at bars: as a number format where the number stands in them, so that they follow it."""
    labels, formats = {}, {}
    colour = Colour.of(trace.get("insidetextfont", {}).get("color"))
    for k, (text, value) in enumerate(zip(texts, values, strict=False)):
        words = on_one_line(words_of(text or ""))
        if not words or value is None:
            continue
        form = _format(words, value)
        labels[k] = Label("" if form else words, colour)
        if form:
            formats[k] = form
    return labels, formats


def _format(words: str, value: float) -> str:
    """The number format that writes a value as these words; empty if there is none."""
    found = SHOWN_NUMBER.match(words)
    if not found or '"' in words:
        return ""
    decimals = len(found.group(1) or "")
    if f"{value:,.{decimals}f}".replace("-", "−") != found.group().replace("-", "−"):
        return ""
    rest = words[found.end() :]
    return "#,##0" + ("." + "0" * decimals if decimals else "") + (f'"{rest}"' if rest else "")


def _bar_beside(trace: dict[str, Any], drawn: Sequence[dict[str, Any]], at: Sequence[Category]) -> Series | None:
    """Points in the middle of bars that stand beside each other: bars of their own, outlined."""
    for bar in drawn:
        if "offset" in bar and list(trace["x"]) and len(trace["x"]) == len(bar["x"]):
            middle = bar["offset"] + bar.get("width", 0) / 2
            if all(abs(x - place - middle) < 1e-6 for x, place in zip(trace["x"], bar["x"], strict=True)):
                line = Colour.of(trace.get("marker", {}).get("line", {}).get("color"))
                return Series(f"{words_of(bar['name'])}, {words_of(trace['name'])}", "bar", tuple(trace["y"]),
                              pattern="wdUpDiag", line=line, width=1.0)
    return None


def _on_categories(trace: dict[str, Any], at: Sequence[Category], places: str, sizes: str) -> Series | None:
    """A line or points with one number for each category; steps become dashes. None if that cannot be."""
    values = [_value_at(trace, places, sizes, place) for place in at]
    if not any(value is not None for value in values):
        return None
    found = replace(curve({**trace, "x": [], "y": []}), x=(), y=tuple(values))
    is_step = trace.get("line", {}).get("shape") == "hvh" or (
        len(trace[places]) > len(at) + 1 and not set(at) <= set(trace[places]))
    if is_step or (found.marker and not found.width):
        return replace(found, width=0.0, marker="dash", marker_size=14, marker_fill=found.line)
    return found


def _value_at(trace: dict[str, Any], places: str, sizes: str, place: Category) -> Number:
    """The number of a trace at a place, also where it lies on a level stretch."""
    where, values = trace[places], trace[sizes]
    if place in where:
        return values[where.index(place)]
    if isinstance(place, str):
        return None
    for k in range(len(where) - 1):
        if is_number(where[k]) and is_number(where[k + 1]) and where[k] < place < where[k + 1]:
            return values[k] if values[k] == values[k + 1] else None
    return None


def _names(at: Sequence[Category], axis: dict[str, Any]) -> list[Category]:
    """Categories as the axis writes them."""
    if axis.get("ticktext"):
        words = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
        return [words_of(words.get(place, place)) for place in at]
    return [words_of(place) if isinstance(place, str) else place for place in at]


def _apart(words: str) -> str:
    """Words on one line; what a figure sets apart by spaces gets a comma."""
    return ", ".join(on_one_line(part) for part in APART.split(words.strip()))


def _reached(series: Sequence[Series]) -> tuple[float, float]:
    """From the lowest to the highest that bars and their intervals reach, with zero."""
    ends = [0.0]
    for k in range(len(series[0].y)):
        values = [one.y[k] or 0.0 for one in series]
        reach = next((one.reach[k] or 0.0 for one in series if one.reach), 0.0)
        ends += [sum(value for value in values if value > 0), sum(value for value in values if value < 0),
                 sum(values) + reach, sum(values) - reach]
    return min(ends), max(ends) if max(ends) > min(ends) else min(ends) + 1.0


def _every(at: Sequence[Category], axis: dict[str, Any]) -> int:
    """How many categories there are from one label to the next."""
    if len(at) < 2 or isinstance(at[0], str) or axis.get("ticktext"):
        return 1
    step = float(at[1]) - float(at[0])
    every = max(1, round((axis.get("dtick") or step) / step))
    if step < 1 and float(at[0]) % (axis.get("dtick") or 1):
        every = max(1, round(2 / step))
    while len(at) / every > MOST_LABELS:
        every *= 2
    return every


def _is_upright(trace: dict[str, Any]) -> bool:
    """A line straight up, which has no place between categories."""
    return trace["type"] == "scatter" and trace.get("mode") == "lines" and len(set(trace["x"])) == 1


def _solid(colour: Colour | None) -> Colour | None:
    return colour and Colour(colour.digits).on_white(colour.opacity)


def _marks(panel: Panel) -> tuple[str, ...]:
    """What is marked along the axis, in words, since categories have no place for lines."""
    found = []
    for note in panel.notes:
        spans = [shape for shape in panel.shapes if shape["is_tall"] and shape["x0"] == note.x]
        for shape in spans[:1]:
            ends = [f"{end:g}" for end in dict.fromkeys((shape["x0"], shape["x1"]))]
            found.append(f"{on_one_line(note.text)} {'–'.join(ends)}")
    return tuple(found)
