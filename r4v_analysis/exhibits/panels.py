"""Small multiples: panels that share one axes, in rows of a grid or in the places of a map.

Matplotlib spends more on an axes than on all that a panel draws, and more on looking for limits than on a mark: panels
share an axes, and marks are added as artists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from r4v_analysis.exhibits.canvas import GREY, SECONDARY, TEXT, canvas
from r4v_analysis.exhibits.svg import row_link

_MAP_ROWS = 3.0
"""The height of a map's cell in rows of the canvas."""

UNSEEN = (1, 1, 1, 0.001)
"""The colour of a place to point at: what is wholly clear is not written."""

WIDTH, HEIGHT, BASE = 0.88, 0.62, 0.20
"""What a panel takes of its cell, and where its base line stands in it; the rest is for names and gaps."""

PANELS = "panels"
"""Label of an axes that panels share: between whole numbers on its vertical axis stand lines of them."""

_MAP = """
MEX  .  DOM  .   .
CRI PAN ABW CUW TTO
ECU COL  .  GUY  .
PER BOL BRA  .   .
CHL ARG PRY URY  .
"""
"""The countries of the response roughly as they lie, north on top: neighbours touch where they can.

The place between Colombia and Guyana is Venezuela's and stays free.
"""

MAP = {
    code: (line, column)
    for line, codes in enumerate(_MAP.strip().splitlines())
    for column, code in enumerate(codes.split())
    if code != "."
}
"""Line and column of each country of the map."""

COLUMNS = 1 + max(column for _line, column in MAP.values())


@dataclass(frozen=True, slots=True)
class Panel:
    """Where a panel stands on the axes of its figure, whose unit is a cell.

    `left` and `base` are its origin, `steps` how many marks it has side by side, `top` the value at its upper end.
    """

    left: float
    base: float
    steps: int
    top: float

    def x(self, step: float) -> float:
        """Where a mark stands, by its index in the panel."""
        return self.left + WIDTH * (step + 0.6) / (self.steps + 0.2)

    def y(self, value: float) -> float:
        """How high a value stands."""
        return self.base + HEIGHT * value / self.top


def grid(title: str, subtitle: str, lines: int, columns: int, rows: float) -> tuple[Figure, Axes]:
    """A canvas for lines of panels, each as high as some of its rows."""
    figure, axes = canvas(title, subtitle, names=[""], rows=rows * lines)
    axes.set(xlim=(0, columns), ylim=(0, lines))
    axes.set_axis_off()
    axes.set_label(PANELS)
    return figure, axes


def places(codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The places of some countries on the map, without lines that none of them is in; whom it lacks, below it."""
    used = sorted({MAP[code][0] for code in codes if code in MAP})
    lacking = [code for code in codes if code not in MAP]
    return {
        **{code: (used.index(MAP[code][0]), MAP[code][1]) for code in codes if code in MAP},
        **{code: divmod(len(used) * COLUMNS + index, COLUMNS) for index, code in enumerate(lacking)},
    }


def country_panels(
    title: str, subtitle: str, names: Mapping[str, str], steps: int, top: float
) -> tuple[Figure, Axes, dict[str, Panel]]:
    """A panel for each country, on one scale and in its place of the map, under its name."""
    at = places(list(names))
    lines = 1 + max(line for line, _column in at.values())
    figure, axes = grid(title, subtitle, lines, COLUMNS, _MAP_ROWS)
    panels = {code: Panel(column, lines - line - 1 + BASE, steps, top) for code, (line, column) in at.items()}
    for code, panel in panels.items():
        write(axes, (panel.left, panel.base + HEIGHT), names[code], 5, "left", size=9, color=TEXT)
        base_line(axes, panel)
    return figure, axes, panels


def country_anchor(figure: str, code: str) -> str:
    """A country's row in the table behind a figure of panels."""
    return f"how-{figure}-{code}"


def levels(axes: Axes, panels: Mapping[str, Panel], values: Mapping[float, str]) -> None:
    """Thin lines across panels at some values, with their labels beside one panel that has room at its right."""
    taken = {(panel.left, panel.base) for panel in panels.values()}
    ordered = sorted(panels.values(), key=lambda panel: (-panel.base, panel.left))
    labelled = [panel for panel in ordered if (panel.left + 1, panel.base) not in taken]
    for value, text in values.items():
        for panel in panels.values():
            ends = (panel.x(-0.6), panel.x(panel.steps - 0.4))
            axes.add_artist(Line2D(ends, (panel.y(value), panel.y(value)), color=GREY, linewidth=0.5))
        for panel in labelled[:1]:
            at = (panel.x(panel.steps - 0.3), panel.y(value))
            write(axes, at, text, 0, "left", va="center", size=9, color=SECONDARY)


def told_below(axes: Axes, panel: Panel, text: str, anchor: str, end: str = "") -> None:
    """What a panel comes to, below its base line, and what its last mark is of; all its ground leads to a row."""
    at = (panel.x(-0.6), panel.base)
    write(axes, at, text, -3.5, "left", va="top", size=9, weight="bold", color=TEXT, url=row_link(anchor))
    ground = Rectangle((panel.left, panel.base), WIDTH, HEIGHT, facecolor=UNSEEN, linewidth=0, zorder=2.5)
    ground.set_url(row_link(anchor, text))
    axes.add_artist(ground)
    write(axes, (panel.x(panel.steps - 0.4), panel.base), end, -3.5, "right", va="top", size=9, color=SECONDARY)


def base_line(axes: Axes, panel: Panel) -> None:
    """The line that the marks of a panel stand on, drawn before any line of them: a short file."""
    ends = (panel.x(-0.6), panel.x(panel.steps - 0.4))
    axes.add_artist(Line2D(ends, (panel.base, panel.base), color=GREY, linewidth=0.8, clip_on=False, zorder=1.9))


def missing(axes: Axes, panel: Panel, text: str) -> None:
    """Why a panel has no marks, in their place."""
    write(axes, (panel.x(-0.5), panel.base + 0.12 * HEIGHT), text, 0, "left", size=9, color=SECONDARY)


def write(axes: Axes, place: tuple[float, float], text: str, points: float, align: str, **kwargs: object) -> None:
    """A text some points above a place on the axes."""
    offset = {"xytext": (0, points), "textcoords": "offset points", "annotation_clip": False}
    axes.annotate(text, place, ha=align, **offset, **kwargs)  # type: ignore[arg-type]
