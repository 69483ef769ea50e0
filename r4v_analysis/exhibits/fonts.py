"""The package's font as style rules that carry it: a page fetches nothing (tools/fonts.py makes what is carried)."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

from r4v_analysis.files import PACKAGE

FAMILY = "R4V Sans"
FOLDER = PACKAGE / "exhibits" / "typefaces"
WEIGHTS = {400: "R4VSans-Regular", 700: "R4VSans-Bold"}


@lru_cache(maxsize=1)
def font_faces() -> str:
    """`@font-face` rules for both weights, as WOFF2 in data URIs, some 17 KB.

    Holds what English, Spanish and Portuguese are written with; other characters fall to the reader's
    own fonts.
    """
    return "".join(_face(weight, FOLDER / f"{name}.woff2") for weight, name in WEIGHTS.items())


def _face(weight: int, path: Path) -> str:
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-display:swap;'
        f"src:url(data:font/woff2;base64,{data})}}"
    )
