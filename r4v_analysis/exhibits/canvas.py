"""What all figures share: the font, the style, a titled canvas, bars with direct labels."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.letters import FONT_SCALE, typeface
from r4v_analysis.exhibits.svg import head_gid, row_link
from r4v_analysis.files import PACKAGE
from r4v_analysis.values.metric import Metric
from r4v_analysis.values.quantity import Quantity

BLUE, LIGHT_BLUE, PALE = "#0072bc", "#8fc1e1", "#e6eef5"
GREY, TEXT, SECONDARY = "#bfbfbf", "#262626", "#5f5f5f"
RED = "#b23a25"
BAR = 0.62
"""Height of a bar in a row of 1."""

WIDTH = 6.8
"""Width of every figure, inches."""

_NAME_ROOM = 0.55 * WIDTH
"""Width of the longest row name, inches."""

_FALLBACK_ROOM = 1.08
"""A figure file opened without the page has the reader's font, not ours."""


@lru_cache(maxsize=1)
def _style() -> mpl.RcParams:
    typeface("normal")  # it brings the font
    return mpl.rc_params_from_file(PACKAGE / "exhibits" / "r4v.mplstyle", use_default_template=False)


@contextmanager
def style() -> Iterator[None]:
    """The project's figure style, for as long as the block lasts."""
    with mpl.rc_context(dict(_style())):
        yield


def canvas(
    title: str,
    subtitle: str,
    *,
    names: Sequence[str],
    rows: float,
    bars: Sequence[tuple[float, str]] = (),
    foot: float = 0.12,
) -> tuple[Figure, Axes]:
    """A figure with its title (the finding) and subtitle (measure and unit) top left, and one axes.

    The axes' left margin holds the longest of `names`. `bars` are ends (share of the axes' width)
    with their labels: the axes are as wide as leaves room for each label right of its end. `rows`
    is the axes' height in rows of 0.4 inch, `foot` the margin below it in inch.
    """
    heads, subheads = _wrapped(title, 13, "bold"), _wrapped(subtitle, 10, "normal")
    head = 0.14 + 0.25 * len(heads) + 0.19 * len(subheads) + 0.14
    height = head + 0.4 * rows + foot
    left = min(max(text_width(line, 10) for name in names for line in name.split("\n")), _NAME_ROOM) + 0.2
    room = WIDTH - left - 0.08
    width = min([room, *((room - text_width(label, 10, "bold") - 0.12) / end for end, label in bars if end > 0)])
    figure, axes = _blank()
    figure.set_size_inches(WIDTH, height)
    axes.set_position((left / WIDTH, foot / height, width / WIDTH, 0.4 * rows / height))
    top = height - 0.08
    for index, line in enumerate(heads):
        mark = head_gid("title", index)
        _text(figure, top - 0.25 * index, height, line, gid=mark, size=13, weight="bold", color=TEXT)
    for index, line in enumerate(subheads):
        mark = head_gid("subtitle", index)
        below = top - 0.25 * len(heads) - 0.04 - 0.19 * index
        _text(figure, below, height, line, gid=mark, size=10, color=SECONDARY)
    return figure, axes


_AHEAD: list[tuple[mpl.RcParams, Figure, Axes]] = []
"""Empty figures that were made ahead, with the style of that moment."""


def make_ahead(count: int) -> None:
    """Make empty figures for this process and its forks: an axes takes as long to make as to draw."""
    with style():
        _AHEAD.extend((mpl.rcParams.copy(), *_made()) for _ in range(count))


def _blank() -> tuple[Figure, Axes]:
    """An empty figure and its axes."""
    if _AHEAD and _AHEAD[-1][0] == mpl.rcParams:
        return _AHEAD.pop()[1:]
    return _made()


def _made() -> tuple[Figure, Axes]:
    figure = Figure()
    return figure, figure.add_axes((0, 0, 1, 1))


@lru_cache(maxsize=1024)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Width of a line of text, inches, with room for a fallback font that is a little wider.

    That of its ink, which is less than what Matplotlib leaves for it.
    """
    return _FALLBACK_ROOM * typeface(weight).ink(text) * size / FONT_SCALE / 72 if text.strip() else 0.0


def font(weight: str) -> FontProperties:
    """The project's font."""
    return typeface(weight).properties


def axes_width(axes: Axes) -> float:
    """Width of the axes, inches."""
    return float(axes.get_position().width) * WIDTH


def _wrapped(text: str, size: float, weight: str) -> list[str]:
    """As few lines as fit the figure's width, of about equal length."""
    width = len(text)
    lines = [text]
    while max(text_width(line, size, weight) for line in lines) > WIDTH - 0.15 and width > 20:
        count = len(lines) + 1
        width = math.ceil(len(text) / count)
        while len(lines := textwrap.wrap(text, width)) > count:
            width += 1
    return lines


def _text(figure: Figure, inches: float, height: float, text: str, **kwargs: object) -> None:
    figure.text(0.06 / WIDTH, inches / height, text, ha="left", va="top", **kwargs)  # type: ignore[arg-type]


def name_rows(axes: Axes, labels: Sequence[str], positions: Sequence[float] | None = None) -> None:
    """Row names at the left, first row on top; no numeric axis, since every mark has its label.

    A name stands where a tick's label would: a tick makes five artists of which the others draw nothing.
    """
    left, va, ha = axes.get_yaxis_text1_transform(mpl.rcParams["ytick.major.pad"])
    for place, label in zip(range(len(labels)) if positions is None else positions, labels, strict=True):
        axes.text(0, place, _shortened(label), transform=left, va=va, ha=ha, zorder=axes.yaxis.get_zorder())
    axes.set(xticks=[], yticks=[], xlabel="", ylabel="")


def _shortened(name: str) -> str:
    """A row's name, cut where it is wider than the margin may be; the data table has all of it."""
    lines = []
    for line in name.split("\n"):
        kept = line[:200]
        while text_width(kept, 10) > _NAME_ROOM:
            kept = kept[: -max(2, len(kept) // 20)].rstrip() + "…"
        lines.append(kept)
    return "\n".join(lines)


def label_bar(
    axes: Axes, x: float, y: float, text: str, *, offset: float = 5, anchor: str = "", on_lines: bool = False
) -> None:
    """A direct label right of a bar's end, `offset` points away; on a page it leads to the row with the `anchor`.

    `on_lines` is for a figure with lines of a scale: the label stands on white, so that none crosses it.
    """
    label = axes.annotate(
        text, (x, y), xytext=(offset, 0), textcoords="offset points", va="center", ha="left", weight="bold"
    )
    if on_lines:
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
    if anchor:
        label.set_url(row_link(anchor))


def add_bar(
    axes: Axes, y: float, value: float, height: float, color: str, *, edgecolor: str = "none", **look: Any
) -> None:
    """A bare bar from 0. The axes' limits are the figure's to set: Matplotlib's own bars spend most on them."""
    corner = (0, y - height / 2)
    axes.add_artist(Rectangle(corner, value, height, facecolor=color, edgecolor=edgecolor, **look))


def draw_bar(axes: Axes, y: float, quantity: Quantity, color: str, height: float = BAR) -> None:
    """A bar whose end says how sure it is: arrow for at least, dashed edge for around or at most; none for a 0."""
    value = quantity.value or 0
    is_open = quantity.qualifier in ("about", "at_most")
    edge, line = (TEXT, "--") if is_open else ("none", "-")
    add_bar(axes, y, value, height, color, edgecolor=edge, linestyle=line, linewidth=0.9)
    if quantity.qualifier == "at_least" and value:
        axes.annotate(
            "",
            (value, y),
            xytext=(-13, 0),
            textcoords="offset points",
            arrowprops={"arrowstyle": "->", "color": "white", "linewidth": 1.4, "shrinkA": 0, "shrinkB": 1},
        )


def scale_end(values: Iterable[float | None]) -> float:
    """Where an axis from 0 ends: at the largest of some values, at 1 where all are 0 or there is none."""
    return max((float(value) for value in values if value is not None and not math.isnan(value)), default=0.0) or 1.0


def bar_ends(items: Sequence[Metric], lang: str) -> list[tuple[float, str]]:
    """Bar ends as shares of the longest bar, with their labels."""
    longest = scale_end(item.quantity.value for item in items)
    return [((item.quantity.value or 0) / longest, labels.value(item, lang)) for item in items]
