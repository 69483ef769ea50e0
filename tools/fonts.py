"""The fonts that pages carry, made of those that figures are measured with: python tools/fonts.py."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from r4v_analysis.exhibits.fonts import FOLDER, WEIGHTS

UNITS_PER_EM = 400
"""As fine as a tenth of a pixel in the largest title of a page."""

TOLERANCE = 0.004
"""Of an em: how far an outline may move for fewer points, a twelfth of a pixel in a page's text."""

_LETTERS = "áéíóúüñÁÉÍÓÚÜÑàâãçêôõÀÂÃÇÊÔÕ"
_SIGNS = "\u00a0¡¿«»ªº°·×÷±–—‘’“”…€←↑→↓−≈≤≥\u2009\u202f"
_CHARACTERS = [*range(0x20, 0x7F), *map(ord, _LETTERS + _SIGNS)]


def carried(path: Path) -> bytes:
    """A font as pages carry it: WOFF2 of the characters that they need, outlines of fewer points on a coarser grid.

    Half as long as the same characters as they are. Kerning and hints would be in every page for a
    hairline; digits have one width by themselves. Widths stay those that figures are measured with.
    """
    from fontTools import subset
    from fontTools.ttLib.scaleUpem import scale_upem

    options = subset.Options(flavor="woff2", hinting=False, layout_features=[], name_IDs=[0, 1, 2, 13])
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "gasp"]
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)
    _smooth(font)
    scale_upem(font, UNITS_PER_EM)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()


def _smooth(font: Any) -> None:
    """Outlines drawn anew with as few points as TOLERANCE allows; accented letters stay composed of others."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.qu2cuPen import Qu2CuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    shapes, table, tolerance = font.getGlyphSet(), font["glyf"], TOLERANCE * font["head"].unitsPerEm
    for name in font.getGlyphOrder():
        if table[name].numberOfContours > 0:
            pen = TTGlyphPen(shapes)
            shapes[name].draw(Qu2CuPen(Cu2QuPen(pen, max_err=tolerance), max_err=tolerance / 2, all_cubic=True))
            table[name] = pen.glyph(dropImpliedOnCurves=True)
            table[name].recalcBounds(table)


def main() -> None:
    """Write both weights anew."""
    for name in WEIGHTS.values():
        (FOLDER / f"{name}.woff2").write_bytes(carried(FOLDER / f"{name}.ttf"))


if __name__ == "__main__":
    main()
