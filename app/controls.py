"""The side bar: scenario, search, what was changed, and a widget for every parameter."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import streamlit as st

from app import own_zone, saved, saving, session, theories, wording
from app.titles import distinct
from app.visit import BASELINE_NAME, BROUGHT, Changes
from model import influence
from model.declare import Parameter, Role
from model.outputs import HEADLINES
from model.parameters import GROUPS, PARAMETERS
from model.scenario import Scenario
from model.words import _

OPEN_GROUPS = ("guide", "patience")
# a slider's track bears a dark mark at the default and light ones at the named bands
TRACK = '.stSlider [role="group"] > [data-orientation]'
BAND_MARK = "linear-gradient(#8AA0B4, #8AA0B4)"
MARKS = f"""
{TRACK}::before, {TRACK}::after {{
  content: ""; position: absolute; top: calc(50% + 0.3rem); height: 0.5rem; pointer-events: none;
}}
{TRACK}::before {{ left: 0; right: 0; background: var(--bands, none); }}
{TRACK}::after {{ left: calc(var(--default, -9rem) - 1px); width: 2px; background: currentColor; }}
"""
TYPED_WIDTH = 96
# a slider stands beside its field by a grid: a container for each pair would be drawn anew with every move
GRID = f"""
[class*="st-key-levers-"] {{ display: grid; grid-template-columns: minmax(0, 1fr) {TYPED_WIDTH}px; gap: 0 0.75rem; }}
[class*="st-key-levers-"] > * {{ grid-column: 1 / -1; }}
[class*="st-key-levers-"] > :is([class*="st-key-slide-"], [class*="st-key-switch-"], [class*="st-key-choice-"]) {{
  padding-top: 0.5rem;
}}
[class*="st-key-levers-"] > [class*="st-key-slide-"] {{ grid-column: 1; }}
[class*="st-key-levers-"] > [class*="st-key-slide-"] label {{ width: calc(100% + {TYPED_WIDTH}px + 0.75rem); }}
[class*="st-key-levers-"] > [class*="st-key-type-"] {{ grid-column: 2; align-self: end; }}
"""
NEXT_GROUPS = ("supports", "shocks", "investors")
MOST_MATCHES = 12
MOST_MOVED = 3


@cache
def _marks() -> str:
    """The style sheet that sets out the levers and marks defaults and bands on all sliders."""
    rules = [MARKS, GRID]
    for parameter in PARAMETERS.values():
        if parameter.kind is bool or parameter.choices:
            continue
        low, high = parameter.slider_low, parameter.slider_high
        places = [f"{100 * (value - low) / (high - low):.1f}%"
                  for value in (parameter.default, *parameter.bands.values()) if low <= value <= high]
        lines = ", ".join(f"{BAND_MARK} {place} 0 / 2px 0.35rem no-repeat" for place in places[1:])
        name = f".st-key-slide-{parameter.path.replace('.', '-')}"
        rules.append(f"{name} {{ --default: {places[0]}; --bands: {lines or 'none'}; }}")
    return f"<style>{' '.join(rules)}</style>"


def sidebar() -> None:
    """Everything that a visitor can set."""
    st.html(_marks())
    _scenario()
    _changed()
    term = st.text_input(
        _("Search levers and assumptions"), key="search", type="search", live="300ms",
        label_visibility="collapsed", placeholder=_("Search levers and assumptions"),
        persist_state="session") or ""
    if term.strip():
        _matches(term)
        return
    st.markdown(f"##### {_('Levers')}", help=_("What a zone or a guidance fund can decide."))
    _groups(Role.LEVER)
    _assumptions()
    st.markdown(f"##### {_('Settings')}", help=_("How the model is run."))
    _groups(Role.SETTING)


def _scenario() -> None:
    visit = session.visit()
    found = visit.scenarios()
    if visit.scenario not in found:
        visit.scenario = BASELINE_NAME
    session.bind("preset", visit.scenario)
    labels = dict(zip(found, distinct([_in_the_box(name, found) for name in found]), strict=True))
    st.selectbox(
        _("Scenario"), list(found), key="preset",
        format_func=lambda name: labels.get(name, name),
        on_change=session.took("preset", visit.choose))
    chosen = found[visit.scenario]
    text = _scenario_title(chosen)[1] if saved.is_shipped(visit.scenario) else ""
    st.caption(wording.plain(f"{text} {_(chosen.question)}".strip()))
    if visit.differs_from_scenario() and visit.scenario != BASELINE_NAME:
        st.button(_("(unsaved changes) Back to the scenario"), key="revert", type="tertiary",
                  icon=":material/undo:", on_click=session.pressed(partial(visit.choose, visit.scenario)))
    own_zone.note()
    saving.buttons()


def _in_the_box(name: str, found: dict[str, Scenario]) -> str:
    """What a scenario is called in the box: shipped ones by their short title, others with where they are."""
    if name not in found:
        return name
    if saved.is_shipped(name):
        return _scenario_title(found[name])[0]
    words = _("{title} (from outside)") if name == BROUGHT else _("{title} (saved)")
    return words.format(title=found[name].title)


def _scenario_title(scenario: Scenario) -> tuple[str, str]:
    """The title up to its colon, short enough for the box, and the rest as a sentence."""
    short, _colon, rest = _(scenario.title).partition(": ")
    return short, wording.sentence(rest[0].upper() + rest[1:]) if rest else ""


def _changed() -> None:
    """One list of all that differs from the baseline."""
    with st.container(key="changes"):
        _changed_list(session.visit().ordered())


def _changed_list(changes: Changes) -> None:
    if not changes:
        st.caption(_("Nothing differs from the baseline."))
        return
    heads = {1: _("1 value differs from the baseline")}
    head = heads.get(len(changes), _("{count} values differ from the baseline").format(
        count=len(changes)))
    with st.expander(head, key="changes-list"):
        for path, value in changes.items():
            _changed_row(path, value)
        with st.container(horizontal=True, gap="small"):
            _reset_button(Role.LEVER, _("Reset levers"))
            _reset_button(Role.ASSUMPTION, _("Reset assumptions"))
            _reset_button(Role.SETTING, _("Reset settings"))


def _changed_row(path: str, value: Any) -> None:
    parameter = PARAMETERS[path]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.markdown(
            f"{wording.plain(wording.full_label(parameter))}: "
            f"**{wording.plain(wording.setting_text(parameter, value))}** "
            f":small[({wording.plain(wording.setting_text(parameter, parameter.default))})]",
            width="stretch")
        st.button(
            _("Reset"), key=f"reset-{path}", icon=":material/close:", type="tertiary",
            help=_("Back to the baseline"), width="content",
            on_click=session.pressed(partial(session.visit().reset, [path])))


def _reset_button(role: Role, label: str) -> None:
    paths = list(session.visit().changes_of(role))
    if paths:
        st.button(label, key=f"reset-all-{role.value}",
                  on_click=session.pressed(partial(session.visit().reset, paths)))


def _matches(term: str) -> None:
    """Levers and assumptions that fit a search, best first."""
    found = matching(term)
    if not found:
        st.caption(_("No lever or assumption fits this search."))
    with _levers("found"):
        for parameter in found[:MOST_MATCHES]:
            widget(parameter, with_group=True)
    if len(found) > MOST_MATCHES:
        st.caption(_("{count} more fit: type another word to narrow the search.").format(
            count=len(found) - MOST_MATCHES))


def matching(term: str) -> list[Parameter]:
    """Parameters that hold all words of a search, those with them in the label first."""
    words = term.lower().split()
    found: list[tuple[int, Parameter]] = []
    for parameter in PARAMETERS.values():
        label = wording.full_label(parameter).lower()
        group = wording.group_title(parameter.group).lower()
        rest = f"{label} {group} {parameter.path} {_(parameter.meaning)}".lower()
        if parameter.role is Role.SETTING or not all(word in rest for word in words):
            continue
        in_label = all(word in label for word in words)
        found.append((2 * (not in_label) + (parameter.role is not Role.LEVER), parameter))
    return [parameter for _rank, parameter in sorted(found, key=lambda pair: pair[0])]


def _assumptions() -> None:
    """All groups of assumptions in one, folded: most visitors leave the world as it is."""
    st.markdown(f"##### {_('Assumptions')}")
    with st.expander(_("What the world decides"), key="assumptions", on_change="rerun") as opened:
        _note_changes("assumptions", len(session.visit().changes_of(Role.ASSUMPTION)))
        if not opened.open:
            return
        with st.expander(_("Rival theories"), key="group-theories", on_change="rerun") as rivals:
            if rivals.open:
                theories.show()
        _groups(Role.ASSUMPTION)


def _groups(role: Role) -> None:
    for name, parameters in _groups_of(role).items():
        _group(name, role, parameters)


@cache
def _groups_of(role: Role) -> dict[str, list[Parameter]]:
    found: dict[str, list[Parameter]] = {}
    order = [*OPEN_GROUPS, *NEXT_GROUPS, *(g for g in GROUPS if g not in OPEN_GROUPS + NEXT_GROUPS)]
    for name in order:
        inside = [p for p in PARAMETERS.values() if p.group == name and p.role is role]
        if inside:
            found[name] = inside
    return found


def _group(name: str, role: Role, parameters: list[Parameter]) -> None:
    """One group, folded unless it comes first; its widgets are made when it is open."""
    changed = sum(p.path in session.visit().changes for p in parameters)
    title = wording.group_title(name)
    if role is Role.SETTING:
        title = _("Worlds, luck and horizon")
    is_open = role is Role.LEVER and name in OPEN_GROUPS
    key = f"group-{role.value}-{name}"
    with st.expander(wording.plain(title), expanded=is_open, key=key, on_change="rerun") as opened:
        _note_changes(key, changed)
        if not opened.open:
            return
        st.caption(wording.plain(wording.group_summary(name)))
        if any(len(p.path.split(".")) > 2 for p in parameters) and role is Role.ASSUMPTION:
            parameters = _of_one_industry(name, parameters)
        with _levers(key):
            for parameter in parameters:
                widget(parameter)


def _note_changes(key: str, count: int) -> None:
    """How many values were changed, in the head of a group; as part of its title it would fold the group anew."""
    if count:
        text = _("1 changed") if count == 1 else _("{n} changed").format(n=count)
        st.html(f"<style>.st-key-{key} > .stExpander > details > summary::after {{ content: {json.dumps(text)};"
                " font-size: 0.8rem; margin-left: auto; white-space: nowrap; }</style>")


def _of_one_industry(group: str, parameters: list[Parameter]) -> list[Parameter]:
    names = list(dict.fromkeys(p.path.split(".")[1] for p in parameters))
    chosen = st.selectbox(_("Industry"), names, key=f"part-{group}", format_func=wording.title,
                          persist_state="session")
    return [p for p in parameters if p.path.split(".")[1] == chosen]


def widget(parameter: Parameter, with_group: bool = False) -> None:
    """The widget for a parameter, made from its declaration."""
    if parameter.kind is bool:
        _switch(parameter)
    elif parameter.choices:
        _choice(parameter)
    else:
        _slider_and_number(parameter)
    notes = [text for text in (_defaults(parameter), _where(parameter, with_group)) if text]
    st.caption(" · ".join(notes))
    visit = session.visit()
    notice = visit.notices.pop(parameter.path, None)
    if notice or parameter.path in visit.at_odds:
        with st.container(key=f"notice-{parameter.path}"):
            if notice:
                st.error(wording.plain(notice))
            else:
                st.caption(_("**Does not fit** with another value: see the message above the numbers."))


def _levers(name: str) -> st.delta_generator.DeltaGenerator:
    """Room for widgets in which sliders stand beside their fields."""
    return st.container(key=f"levers-{name}")


def _where(parameter: Parameter, with_group: bool) -> str:
    if not with_group:
        return ""
    group = wording.plain(wording.group_title(parameter.group))
    return f"{group} ({_(parameter.role.value)})"


def _defaults(parameter: Parameter) -> str:
    """Default and named bands, and whether the value was changed."""
    text = _("default {value}").format(
        value=wording.setting_text(parameter, parameter.default))
    bands = [
        f"{_(name)} {wording.short_setting(parameter, value)}"
        for name, value in parameter.bands.items() if value != parameter.default]
    parts = [wording.plain(part) for part in (text, *bands)]
    if parameter.path in session.visit().changes:
        parts[0] = f"**{_('changed')}**, {parts[0]}"
    return " · ".join(parts)


@cache
def help_text(path: str) -> str:
    """What a parameter means, what is usual, when it bites, what it moves, and where that comes from."""
    parameter = PARAMETERS[path]
    paragraphs = [_(parameter.meaning)]
    if parameter.bites:
        paragraphs.append(_("When it bites: {text}").format(text=_(parameter.bites)))
    moves = _what_it_moves(parameter)
    if moves:
        paragraphs.append(moves)
    paragraphs.append(_("Source: {text}").format(text=_(parameter.source)))
    if parameter.kind is not bool and not parameter.choices:
        paragraphs.append(
            _("Takes values from {range}").format(range=wording.range_text(parameter)))
    return "\n\n".join(wording.plain(wording.sentence(text)) for text in paragraphs)


def _what_it_moves(parameter: Parameter) -> str:
    """The headlines that it moves most from end to end of its slider, as measured."""
    if parameter.role is Role.SETTING:
        return ""
    ends = _("From {low} to {high}").format(
        low=wording.setting_text(parameter, parameter.kind(parameter.slider_low)),
        high=wording.setting_text(parameter, parameter.kind(parameter.slider_high)))
    moved = "; ".join(
        f"{wording.lower_first(_(HEADLINES[one.headline].label))} "
        + wording.signed(one.gap, HEADLINES[one.headline].unit)
        for one in influence.kept().get(parameter.path, [])[:MOST_MOVED])
    return _("{ends} it moves: {moved}").format(
        ends=ends, moved=moved or _("none of the main numbers detectably"))


def _taking(path: str, key: str, factor: float = 1, beside: str = "") -> Callable[[], None]:
    visit = session.visit()

    def change(value: Any) -> None:
        if value is None:
            visit.reset([path])
        else:
            visit.change(path, round(value / factor, 12) if factor != 1 else value)

    return session.took(key, change, beside)


def _switch(parameter: Parameter) -> None:
    key = f"switch-{parameter.path}"
    session.bind(key, bool(session.visit().value_of(parameter.path)))
    st.toggle(wording.full_label(parameter), key=key, help=help_text(parameter.path),
              on_change=_taking(parameter.path, key))


def _choice(parameter: Parameter) -> None:
    key = f"choice-{parameter.path}"
    session.bind(key, int(session.visit().value_of(parameter.path)))
    st.selectbox(
        wording.full_label(parameter), list(range(len(parameter.choices))), key=key,
        help=help_text(parameter.path), format_func=lambda k: _(parameter.choices[k]),
        on_change=_taking(parameter.path, key))


def _slider_and_number(parameter: Parameter) -> None:
    """A slider over the usual range beside a field for any valid value.

    The field has no bounds and takes fractions: what cannot be is refused in our own words.
    """
    factor = wording.scale(parameter.unit)
    kind: type = int if parameter.kind is int and factor == 1 else float
    value, low, high, step = (round(v * factor, 10) for v in (
        session.visit().value_of(parameter.path), parameter.slider_low, parameter.slider_high,
        parameter.step))
    unit = wording.unit_text(parameter.unit)
    label = wording.full_label(parameter) + (f" ({unit})" if unit else "")
    slide, typed = f"slide-{parameter.path}", f"type-{parameter.path}"
    session.bind(slide, kind(wording.on_slider(parameter, session.visit().value_of(parameter.path))))
    session.bind(typed, float(value))
    st.slider(
        label, kind(low), kind(high), step=kind(step), key=slide, format="%d" if kind is int else "%g",
        help=help_text(parameter.path), on_change=_taking(parameter.path, slide, factor, typed))
    st.number_input(
        _("{label}, typed").format(label=label), value=None, step=float(step), key=typed,
        format="%g", label_visibility="collapsed", width=TYPED_WIDTH,
        on_change=_taking(parameter.path, typed, factor, slide))
