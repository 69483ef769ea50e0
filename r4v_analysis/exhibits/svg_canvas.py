"""Matplotlib's canvas for SVG, but that it measures the project's font letter by letter: see `letters`."""

from __future__ import annotations

import codecs
import io
from typing import IO, Any

from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.font_manager import FontProperties

from r4v_analysis.exhibits.letters import FONT, typeface

_POINTS = 72
"""Parts of an inch that a drawing has."""


class FigureCanvas(FigureCanvasSVG):
    """What `savefig` finds by the module's name."""

    def print_svg(self, filename: IO[Any], *, metadata: Any = None, **_look: Any) -> None:
        """Draw to an open file, of bytes where Matplotlib tries a layout; nothing is drawn as pixels."""
        figure, dpi = self.figure, self.figure.dpi
        figure.dpi = _POINTS
        width, height = figure.get_size_inches() * _POINTS
        file = filename if isinstance(filename, io.TextIOBase) else codecs.getwriter("utf-8")(filename)
        renderer = _Renderer(width, height, file, image_dpi=dpi, metadata=metadata)  # type: ignore[no-untyped-call]
        figure.draw(renderer)
        renderer.finalize()  # type: ignore[no-untyped-call]


class _Renderer(RendererSVG):
    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Any other font, and what this one lacks, is measured by Matplotlib."""
        look = (prop.get_style(), prop.get_variant(), prop.get_stretch())
        if prop.get_family() == [FONT] and set(look) == {"normal"} and prop.get_weight() in ("normal", "bold"):
            face = typeface(str(prop.get_weight()))
            if face.has(s) and not ismath:
                return face.size(s, prop.get_size_in_points())
        measured: tuple[float, float, float] = super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]
        return measured
