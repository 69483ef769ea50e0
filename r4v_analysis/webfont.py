"""The package's font as style rules that carry it: a page fetches nothing."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path

FAMILY = "R4V Sans"

_FOLDER = Path(__file__).parent / "fonts"
_WEIGHTS = {400: "R4VSans-Regular.ttf", 700: "R4VSans-Bold.ttf"}
_PUNCTUATION = "Œœ–—‘’“”•…‰€№←↑→↓−≈≠≤≥\u2009\u202f"
_CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, _PUNCTUATION)]


@lru_cache(maxsize=1)
def font_faces() -> str:
    """`@font-face` rules for both weights, as WOFF2 in data URIs, some 42 KB.

    Holds Latin-1 and typographic signs; other characters fall to the reader's own fonts. The same
    bytes every time; computed once a process.
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

    options = subset.Options(flavor="woff2", hinting=False, layout_features=["kern", "tnum"], name_IDs=[0, 1, 2, 13])
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()
