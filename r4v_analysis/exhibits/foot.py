"""What a figure's file says below the drawing: its note and its source, which a page says in HTML."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from r4v_analysis.exhibits.canvas import SECONDARY, font, text_width
from r4v_analysis.exhibits.svg import FOOT, head_gid

_SIZE, _STEP, _EDGE = 8.5, 0.165, 0.06
"""Size of the letters in points; height of a line and width of the edge in inches."""


@contextmanager
def footed(figure: Figure, note: str = "", source: str = "") -> Iterator[Bbox | None]:
    """The figure with note and source in small print below it as long as the block lasts, and the box of all of it.

    They stand under the figure's own height, so that the drawing stays as it is and a page can cut them off.
    None where there is nothing to say.
    """
    width, height = map(float, figure.get_size_inches())
    lines = [
        (head_gid(kind, number), line)
        for kind, text in zip(FOOT, (note, source), strict=True)
        for number, line in enumerate(_lines(text, width - 2 * _EDGE))
    ]
    texts = [
        figure.text(
            _EDGE / width,
            -(0.06 + _STEP * number) / height,
            line,
            ha="left",
            va="top",
            size=_SIZE,
            color=SECONDARY,
            gid=mark,
            fontproperties=font("normal"),
            parse_math=False,
        )
        for number, (mark, line) in enumerate(lines)
    ]
    for text in texts:
        text.set_fontsize(_SIZE)
        text.set_in_layout(False)
    try:
        yield Bbox([[0, -(0.14 + _STEP * len(lines))], [width, height]]) if lines else None
    finally:
        for text in texts:
            text.remove()


def _lines(text: str, room: float) -> list[str]:
    """A text in lines that are no wider than the room, inches, and as long as they may be."""
    length = max(20, int(len(text) * room / text_width(text, _SIZE))) if text.strip() else 0
    while length > 20 and any(text_width(line, _SIZE) > room for line in textwrap.wrap(text, length)):
        length -= 2
    return textwrap.wrap(text, length) if length else []
