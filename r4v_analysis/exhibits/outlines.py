"""A map of a country's departments, each in a shade for its number of people.

Outlines are Natural Earth's, as `tools/outlines.py` wrote them into `outlines.json`, which says source and terms.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Shape

from r4v_analysis.exhibits.canvas import GREY, SECONDARY, TEXT, axes_width, canvas, text_width
from r4v_analysis.exhibits.panels import write
from r4v_analysis.exhibits.svg import row_link
from r4v_analysis.files import PACKAGE

FILE = PACKAGE / "exhibits" / "outlines.json"

STEPS = (1, 100, 1_000, 10_000, 100_000)
"""Numbers of people from which a department has the next darker shade: the same in every country."""

MISSING, ZERO = -1, 0
"""The shade of no number recorded, and of nobody; others count from 1."""

_SHADES = ("#cde3f1", "#8fc1e1", "#4f9ed0", "#0072bc", "#0b3754")
_LOOKS: Mapping[int, Mapping[str, Any]] = {
    MISSING: {"facecolor": "#ffffff", "edgecolor": GREY, "linewidth": 0.5, "hatch": "////"},
    ZERO: {"facecolor": "#ffffff", "edgecolor": GREY, "linewidth": 0.5},
    **{at: {"facecolor": color, "edgecolor": "#ffffff", "linewidth": 0.5} for at, color in enumerate(_SHADES, 1)},
}

_STEP = 1 / 72
"""Inches of a step of the file's grid: a point, so that a drawing has whole numbers."""

_SMALL = 0.08
"""Inches below which a department is drawn upon its neighbours."""

_LINE, _SWATCH, _GAP = 0.22, 0.16, 0.15
"""Inches: from one line of the legend to the next, a colour in it, and between legend and map."""

_MARGIN = 0.14
"""Inches of the axes' margin that the legend takes, so that a phone shows more of the map."""

_LABEL = 0.46
"""Inches from one label beside the map to the next: a name, and its number below."""


@dataclass(frozen=True, slots=True)
class Outlines:
    """A country's departments by code, in inches; those far from it, which are not drawn, and those without an outline
    of their own, with the one that each lies within.
    """

    shapes: Mapping[str, Shape]
    far: Sequence[str]
    within: Mapping[str, str]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, inches."""
        across, up = np.concatenate([shape.vertices for shape in self.shapes.values()]).max(axis=0)
        return float(across), float(up)

    def is_small(self, code: str) -> bool:
        """Whether a department is so small that a neighbour's line would hide it."""
        return bool(np.ptp(self.shapes[code].vertices, axis=0).max() < _SMALL)


@dataclass(frozen=True, slots=True)
class Area:
    """A department's number of people (None: none recorded) and how it reads; the row that it leads to, if any."""

    name: str
    value: float | None
    told: str
    anchor: str = ""

    @property
    def text(self) -> str:
        """Its name, with its number where it has one."""
        return self.name if self.value is None else f"{self.name}: {self.told}"

    @property
    def shade(self) -> int:
        """MISSING, ZERO, or which of the shades it has, 1 the lightest."""
        return MISSING if self.value is None else bisect_right(STEPS, self.value)


@cache
def outlines(country_iso3: str) -> Outlines | None:
    """The outlines of a country's departments; None where the file has none."""
    found = _countries().get(country_iso3)
    if found is None:
        return None
    shapes = {code: _shape(rings) for code, rings in found["outlines"].items()}
    return Outlines(shapes, found["far"], found["within"])


@cache
def _countries() -> dict[str, Any]:
    countries: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))["countries"]
    return countries


def _shape(rings: Sequence[Sequence[int]]) -> Shape:
    """Rings of corners as x, y, x, y, … as one shape."""
    closed = [np.array([*ring, *ring[:2]], dtype=float).reshape(-1, 2) * _STEP for ring in rings]
    return Shape.make_compound_path(*(Shape(ring, closed=True) for ring in closed))


def choropleth(
    title: str,
    subtitle: str,
    drawn: Outlines,
    areas: Mapping[str, Area],
    legend: Mapping[int, str],
    most: Sequence[str],
) -> Figure:
    """A map of all outlines, the shades of `areas` with their legend at its left, the `most` labelled at its right.

    A department that is in no area has no number recorded. `legend` says each shade in words, in the order of its
    lines; legend and map fit a phone's width.
    """
    width, height = drawn.size
    left = _SWATCH + 0.1 + max(text_width(text, 9) for text in legend.values()) + _GAP
    high = max(height, _LINE * len(legend), _LABEL * len(most))
    figure, axes = canvas(title, subtitle, names=[""], rows=high / 0.4)
    axes.set(xlim=(_MARGIN, _MARGIN + axes_width(axes)), ylim=(0, high))
    axes.set_axis_off()
    _legend(axes, legend, high)
    place = np.array([left, (high - height) / 2])
    _areas(axes, drawn, areas, place)
    middles = {code: _middle(drawn.shapes[code]) + place for code in most}
    heights = _spread({code: middle[1] for code, middle in middles.items()}, high)
    edge = left + width + 2 * _GAP
    for code, (across, up) in middles.items():
        axes.add_artist(Line2D((across, edge - 0.06), (up, heights[code]), color=SECONDARY, linewidth=0.6))
    if middles:
        dots = Line2D(*zip(*middles.values(), strict=True), color=SECONDARY, linestyle="", marker="s", markersize=2.5)
        dots.set(markerfacecolor="#ffffff", markeredgewidth=0.6, clip_on=False)
        axes.add_artist(dots)
    for code in most:
        _label(axes, areas[code], (edge, heights[code]))
    return figure


def _legend(axes: Axes, legend: Mapping[int, str], high: float) -> None:
    for line, (shade, text) in enumerate(legend.items()):
        base = high - _LINE * (line + 1)
        look = {**_LOOKS[shade], "edgecolor": GREY if shade <= ZERO else "none"}
        axes.add_artist(Rectangle((0, base), _SWATCH, _SWATCH, clip_on=False, **look))
        write(axes, (_SWATCH + 0.1, base + _SWATCH / 2), text, 0, "left", va="center", size=9, color=TEXT)


def _areas(axes: Axes, drawn: Outlines, areas: Mapping[str, Area], place: np.ndarray) -> None:
    """Shade after shade, which makes a short file, then the smallest on top of all."""
    shades = {code: areas[code].shade if code in areas else MISSING for code in drawn.shapes}
    for code in sorted(shades, key=lambda code: (drawn.is_small(code), shades[code], code)):
        shape = Shape(drawn.shapes[code].vertices + place, drawn.shapes[code].codes)
        area = areas.get(code)
        address = row_link(area.anchor, area.text, is_seen=True) if area and area.anchor else None
        axes.add_artist(PathPatch(shape, url=address, **_LOOKS[shades[code]]))


def _middle(shape: Shape) -> np.ndarray:
    """The middle of a shape's first ring, which is its largest."""
    ring = np.asarray(shape.to_polygons()[0])
    (x, y), (next_x, next_y) = ring[:-1].T, ring[1:].T
    turn = x * next_y - next_x * y
    middle: np.ndarray = np.array([((x + next_x) * turn).sum(), ((y + next_y) * turn).sum()]) / (3 * turn.sum())
    return middle


def _spread(heights: Mapping[str, float], high: float) -> dict[str, float]:
    """The heights of labels, each near its own and none upon another, within the axes."""
    ordered = sorted(heights, key=lambda code: (-heights[code], code))
    found: dict[str, float] = {}
    for at, code in enumerate(ordered):
        above = found[ordered[at - 1]] - _LABEL if at else high - _LABEL / 2
        below = _LABEL * (len(ordered) - at - 0.5)
        found[code] = max(min(heights[code], above), below)
    return found


def _label(axes: Axes, area: Area, at: tuple[float, float]) -> None:
    """A department's name, and below it its number, beside the map."""
    write(axes, at, area.name, 2, "left", color=TEXT)
    link = row_link(area.anchor) if area.anchor else None
    write(axes, at, area.told, -2, "left", va="top", weight="bold", color=TEXT, url=link)
