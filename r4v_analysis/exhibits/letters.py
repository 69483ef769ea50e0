"""How wide and high a text is, put together from what its letters take.

A page measures hundreds of texts, some of them ten times over while a line is broken. Matplotlib loads every outline
of every text anew; here a letter, and the step from one to the next, is asked for once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path as Outline
from matplotlib.textpath import text_to_path

from r4v_analysis.files import PACKAGE

FONT = "R4V Sans"
"""The project's font."""

_TYPEFACES = PACKAGE / "exhibits" / "typefaces"

FONT_SCALE = text_to_path.FONT_SCALE
"""The size that outlines are measured at, in points."""

_UNIT = 64.0
"""Parts of a point that a font is measured in."""

_SIGNS = re.compile(r"[ft]+[^\W\d_]?|.", re.DOTALL)
"""What is measured as one: letters that the font may draw as one sign, which all begin with f or t, or one letter."""


_OUTER = 3
"""So many signs at either end of a text can hold its first or its last ink: none is that much wider than its step."""


class Sign(NamedTuple):
    """What one sign takes, in parts: its step to the next, how far it goes down and up."""

    step: float
    down: float
    up: float


class Typeface:
    """One weight of the project's font."""

    def __init__(self, weight: str) -> None:
        """`weight` is normal or bold."""
        self.properties = FontProperties(family=FONT, weight=weight)
        self._file = font_manager.findfont(self.properties)
        self._letters = frozenset(map(chr, self._font().get_charmap()))
        self._signs: dict[str, Sign] = {}
        self._steps: dict[tuple[str, str], float] = {}
        self._ink: dict[str, list[tuple[float, float, float]]] = {}

    def has(self, text: str) -> bool:
        """Whether it has every letter of a text."""
        return self._letters.issuperset(text)

    def size(self, text: str, points: float) -> tuple[float, float, float]:
        """Width, height and descent of a text, in points: what Matplotlib's renderer for SVG finds."""
        signs = _SIGNS.findall(text)
        taken = [self._sign(sign) for sign in signs]
        width = sum(map(self._step, signs[:-1], signs[1:])) + taken[-1].step
        down = min(sign.down for sign in taken)
        parts = (width, max(sign.up for sign in taken) - down, -down)
        width, height, descent = (part / _UNIT * (points / FONT_SCALE) for part in parts)
        return width, height, descent

    def ink(self, text: str) -> float:
        """From the first to the last ink of a text, in points, at the size FONT_SCALE."""
        signs = _SIGNS.findall(text.strip())
        starts = accumulate((self._step(before, after) / _UNIT for before, after in pairwise(signs)), initial=0.0)
        placed = list(zip(starts, signs, strict=True))
        inked = [
            (start + at + low, start + at + high)
            for start, sign in {*placed[:_OUTER], *placed[-_OUTER:]}
            for at, low, high in self._inked(sign)
        ]
        return max(high for _low, high in inked) - min(low for low, _high in inked)

    def learn(self, texts: Iterable[str]) -> None:
        """Measure what texts are put together from; those with a letter that it lacks are left out."""
        for signs in map(_SIGNS.findall, filter(self.has, texts)):
            for before, after in pairwise(signs):
                self._step(before, after)
            for sign in signs:
                self._inked(sign)

    def _step(self, before: str, after: str) -> float:
        """From one sign's start to that of the next."""
        if (before, after) not in self._steps:
            self._steps[before, after] = self._measured(before + after)[0] - self._sign(after).step
        return self._steps[before, after]

    def _sign(self, sign: str) -> Sign:
        if sign not in self._signs:
            width, height, descent = self._measured(sign)
            self._signs[sign] = Sign(width, -descent, height - descent)
        return self._signs[sign]

    def _measured(self, text: str) -> tuple[float, float, float]:
        font = self._font()
        font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
        return (*font.get_width_height(), font.get_descent())

    def _inked(self, sign: str) -> list[tuple[float, float, float]]:
        """Where each outline of a sign starts, and its first and last ink from there, in points.

        By the points that its curves are made of, which stand out of the ink by a hundredth of a letter at most.
        """
        if sign not in self._ink:
            glyphs, outlines, _rules = text_to_path.get_glyphs_with_font(self._font(), sign)
            drawn = [(at, *outlines[name]) for name, at, *_rest in glyphs if len(outlines[name][0])]
            across = [(at, vertices[np.asarray(codes) != Outline.CLOSEPOLY, 0]) for at, vertices, codes in drawn]
            self._ink[sign] = [(at, float(ends.min()), float(ends.max())) for at, ends in across]
        return self._ink[sign]

    def _font(self) -> FT2Font:
        """The open file: each process has its own, for forks share the place up to which one is read."""
        font = font_manager.get_font(self._file)
        font.set_size(FONT_SCALE, text_to_path.DPI)
        return font


@cache
def typeface(weight: str) -> Typeface:
    """The typeface of a weight."""
    for name in ("Regular", "Bold"):
        font_manager.fontManager.addfont(_TYPEFACES / f"R4VSans-{name}.ttf")
    return Typeface(weight)
