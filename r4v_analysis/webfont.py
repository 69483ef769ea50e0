"""The package's font as style rules that carry it: a page fetches nothing."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path

FAMILY = "R4V Sans"

_FOLDER = Path(__file__).parent / "fonts"
_WEIGHTS = {400: "R4VSans-Regular.ttf", 700: "R4VSans-Bold.ttf"}
_LETTERS = "áéíóúüñÁÉÍÓÚÜÑàâãçêôõÀÂÃÇÊÔÕ"
_SIGNS = "\u00a0¡¿«»ªº°·×÷±–—‘’“”…€←↑→↓−≈≤≥\u2009\u202f"
_CHARACTERS = [*range(0x20, 0x7F), *map(ord, _LETTERS + _SIGNS)]


@lru_cache(maxsize=1)
def font_faces() -> str:
    """`@font-face` rules for both weights, as WOFF2 in data URIs, some 26 KB.

    Holds what English, Spanish and Portuguese are written with; other characters fall to the reader's
    own fonts. The same bytes every time; computed once a process.
    """
    return "\n".join(_face(weight, _FOLDER / name) for weight, name in _WEIGHTS.items())


def _face(weight: int, path: Path) -> str:
    data = base64.b64encode(_subset(path)).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-display:swap;'
        f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
    )


def _subset(path: Path) -> bytes:
    from fontTools import subset  # here: a command's --help need not wait for it

    # Kerning would be a fifth of the font, in every page, for a hairline between a few pairs.

    options = subset.Options(flavor="woff2", hinting=False, layout_features=["tnum"], name_IDs=[0, 1, 2, 13])
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()
