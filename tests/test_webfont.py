"""The font that pages carry."""

from __future__ import annotations

import base64
import io
import re

from fontTools.ttLib import TTFont

from r4v_analysis.webfont import font_faces


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


def test_it_takes_less_than_45_kilobytes_of_a_page() -> None:
    assert 20_000 < len(font_faces()) < 45_000


def test_a_second_computation_gives_the_same_bytes() -> None:
    first = font_faces()
    font_faces.cache_clear()
    assert font_faces() == first
