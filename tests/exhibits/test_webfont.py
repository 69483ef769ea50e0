"""The font that pages carry."""

from __future__ import annotations

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from r4v_analysis.exhibits.fonts import FOLDER, WEIGHTS, font_faces
from tools.fonts import UNITS_PER_EM, carried


def carried_fonts() -> list[TTFont]:
    encoded = re.findall(r"data:font/woff2;base64,([A-Za-z0-9+/=]+)", font_faces())
    return [TTFont(io.BytesIO(base64.b64decode(text))) for text in encoded]


def test_both_weights_are_carried_as_woff2() -> None:
    assert [font.flavor for font in carried_fonts()] == ["woff2", "woff2"]
    assert re.findall(r"font-weight:(\d+)", font_faces()) == ["400", "700"]


def test_english_spanish_and_portuguese_can_be_written_with_it() -> None:
    text = "Ñandú, ¿cuánto? ¡Educação! “7,1 %” – 281.700 − 3 × 4 ÷ 2 ≈ ≤ ≥ … US$ €"
    for font in carried_fonts():
        assert {character for character in text if ord(character) not in font.getBestCmap()} == set()


def test_its_licence_travels_with_it() -> None:
    for font in carried_fonts():
        assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_both_weights_take_less_than_17_kilobytes_of_a_page() -> None:
    assert len(font_faces()) < 17_000


@pytest.mark.parametrize("name", WEIGHTS.values())
def test_the_files_are_what_the_fonts_of_figures_give(name: str) -> None:
    made, kept = TTFont(io.BytesIO(carried(FOLDER / f"{name}.ttf"))), TTFont(FOLDER / f"{name}.woff2")
    assert set(made.keys()) == set(kept.keys())
    for table in ("glyf", "hmtx", "cmap", "name"):
        assert made.getTableData(table) == kept.getTableData(table), table


@pytest.mark.parametrize("name", WEIGHTS.values())
def test_every_letter_is_as_wide_as_figures_take_it(name: str) -> None:
    measured, kept = TTFont(FOLDER / f"{name}.ttf"), TTFont(FOLDER / f"{name}.woff2")
    names, scale = measured.getBestCmap(), UNITS_PER_EM / measured["head"].unitsPerEm
    for code, glyph in kept.getBestCmap().items():
        assert abs(kept["hmtx"][glyph][0] - measured["hmtx"][names[code]][0] * scale) <= 0.5, chr(code)
    digits = {kept["hmtx"][kept.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
    assert len(digits) == 1
