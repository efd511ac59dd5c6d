"""Colours and type of the charts: few, each with one meaning, for a light and a dark page."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from model.words import _

FONT = (
    "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Noto Sans SC', 'PingFang SC', "
    "'Microsoft YaHei', sans-serif"
)
BAND_OPACITY = 0.15
LINK_OPACITY = 0.35
# a colour in a figure: by itself, in the style of a word, or the parts of a faded one
COLOUR = re.compile(r'(?:^|(?<=color:))#[0-9A-F]{6}(?=$|")|(?<=^rgba\()\d+,\d+,\d+')
# what the theme cannot say: nothing fades while it waits, since that paints all of the page anew; less empty margin,
# chosen things in readable colours, figures of one width, room for the progress so that nothing below it jumps, lines
# that glide, a wide diagram and a named menu on a phone
STYLE = """<style>
.stMainBlockContainer { padding-left: 2.5rem; padding-right: 2.5rem; }
.stElementContainer, details, summary { opacity: 1 !important; transition: none !important; }
.stSlider, .stMarkdown { font-variant-numeric: tabular-nums; }
.st-key-status { min-height: 4.9rem; }
.st-key-head kbd { display: none; }
.st-key-head h3 { padding: 0; }
.stMainBlockContainer > [data-testid="stVerticalBlock"] { gap: 0.75rem; }
[class*="st-key-block-"] .stMarkdown p { margin-bottom: 0.3rem; }
@media (prefers-reduced-motion: no-preference) {
  .plot .scatterlayer path.js-line, .plot .scatterlayer path.js-fill { transition: d 250ms ease-in-out; }
}
.st-key-pages button { justify-content: flex-start; text-align: left; min-height: 2.2rem; padding: 0.2rem 0.75rem; }
.st-key-pages button > div { justify-content: flex-start; width: 100%; }
.st-key-changes { min-height: 2.75rem; justify-content: center; }
[data-testid="stSliderTickBar"] { display: none; }
[data-testid="stSidebar"] .stNumberInput button[aria-label="Clear value"] { display: none; }
[role="listbox"] [role="option"] { font-size: 0.8rem; }
button[data-variant="segmented_control"][data-selected="true"] { color: inherit !important; }
[data-tag] span, [data-tag] button { color: inherit; }
span[data-tag] { color: inherit; background-color: color-mix(in srgb, currentColor 12%, transparent); }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; }
  :is(.st-key-block-capital, .st-key-block-side-by-side, .st-key-block-parting) .plot { min-width: 880px; }
  .st-key-block-capital, .st-key-block-side-by-side, .st-key-block-parting { overflow-x: auto; }
  [data-testid="stExpandSidebarButton"] { width: auto; }
  [data-testid="stExpandSidebarButton"]::after { content: "LEVERS"; padding: 0 0.5rem; }
}
</style>"""


@dataclass(frozen=True)
class Palette:
    """The colours of one theme."""

    current: str
    baseline: str
    text: str
    quiet: str
    grid: str
    government: str
    central: str
    state: str
    social: str
    angel: str
    venture: str
    growth: str
    pioneers: str
    followers: str
    mature: str
    neutral: str
    better: str
    worse: str

    @property
    def stages(self) -> tuple[str, str, str, str, str]:
        """Stages of a firm from concept to mature, light to dark."""
        return (self.followers, self.angel, self.venture, self.growth, self.mature)


LIGHT = Palette(
    current="#111827", baseline="#6B7280", text="#111827", quiet="#4B5563", grid="#E5E7EB",
    government="#A3402A", central="#C77B68", state="#8C7A6B", social="#2F6DA8",
    angel="#8CCBC4", venture="#3E9C93", growth="#17625B", pioneers="#D9822B",
    followers="#8AA0B4", mature="#0F2F3F", neutral="#9CA3AF", better="#17713B", worse="#B42318",
)
DARK = Palette(
    current="#F3F4F6", baseline="#9CA3AF", text="#E5E7EB", quiet="#B6BDC8", grid="#2C3440",
    government="#D4705A", central="#DDA394", state="#B5A595", social="#6FA8DC",
    angel="#A9DDD7", venture="#55B5AB", growth="#2C8279", pioneers="#E89B4C",
    followers="#66788A", mature="#E3F2F0", neutral="#78828F", better="#7BD39A", worse="#FF9B8F",
)


def style(menu: str = "") -> str:
    """What the theme cannot say, as a style sheet; `menu` names what a phone's menu opens, by default levers."""
    return STYLE.replace("LEVERS", menu or _("Levers"))


def palette(theme: str | None) -> Palette:
    """The palette of the page's theme."""
    return DARK if theme == "dark" else LIGHT


def faded(colour: str, opacity: float) -> str:
    """A colour with an opacity, as Plotly writes it."""
    return f"rgba({_parts(colour)},{opacity})"


class Ink(str):
    """Black or white that remembers the colour it is to be read on."""

    on: str


def ink(colour: str) -> Ink:
    """Black or white, whichever reads better on a colour: at least 4.5 to 1 on any."""
    parts = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    luminance = sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    found = Ink("#000000" if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else "#FFFFFF")
    found.on = colour
    return found


def in_light(value: Any) -> Any:
    """A part of a figure in the colours of the dark page, in those of the light one."""
    if isinstance(value, Ink):
        return ink(in_light(value.on))
    if isinstance(value, str):
        return COLOUR.sub(lambda found: _light_ones().get(found[0], found[0]), value)
    if isinstance(value, dict):
        return {name: in_light(each) for name, each in value.items()}
    return [in_light(each) for each in value] if isinstance(value, list) else value


@cache
def _light_ones() -> dict[str, str]:
    """What each colour of the dark page is on the light one, as a whole and as the parts of a faded colour."""
    pairs = [(getattr(DARK, each.name), getattr(LIGHT, each.name)) for each in fields(Palette)]
    return {**dict(pairs), **{_parts(dark): _parts(light) for dark, light in pairs}}


def _parts(colour: str) -> str:
    """Red, green and blue, as they stand in a faded colour."""
    return ",".join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5))


def frame(colours: Palette, height: int, right: int, top: int) -> dict[str, Any]:
    """The layout that all charts share: horizontal grid only, quiet type, no title."""
    axis = {
        "automargin": True, "showgrid": False, "tickfont": {"color": colours.quiet},
        "title": {"font": {"size": 13, "color": colours.quiet}},
    }
    return {
        "height": height, "margin": {"l": 8, "r": right, "t": top, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": colours.text},
        "hoverlabel": {"font": {"family": FONT, "size": 13}},
        "hovermode": "x unified", "dragmode": "zoom", "showlegend": False, "separators": ".,",
        "uirevision": "kept", "annotations": [], "shapes": [],
        "xaxis": axis | {
            "zeroline": False, "linecolor": colours.grid, "showline": True, "ticks": "outside",
            "tickcolor": colours.grid},
        "yaxis": copy.deepcopy(axis) | {
            "showgrid": True, "gridcolor": colours.grid, "zeroline": True,
            "zerolinecolor": colours.quiet, "zerolinewidth": 1},
    }
