"""Amounts under a caption that scales them, as a table headed `in millions of US$` does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from r4v_analysis.intake.documents.document import Document
from r4v_analysis.intake.printed.number import SCALES, PrintedNumber
from r4v_analysis.intake.wording import about
from r4v_analysis.language.formats import N_

_MONEY = r"(?:US\s?\$|USD|(?:U\.?S\.?\s)?dollars|d[oó]lares)"
_CAPTION = re.compile(
    rf"(?<!\d)(?<!\d\s)(?P<scale>millions?|millones|thousands?|miles)\s+(?:of|de)\s+{_MONEY}|"
    rf"{_MONEY}\s*,?\s*(?:in\s+|en\s+)?(?P<then>millions?|millones|thousands|miles)\b(?!\s+\d)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\s*\W*(?:table|tabla|cuadro|figure|figura|gráfic[oa]|chart)\s+\d+\s*[.:–-]|"
    rf".*\([^()]*(?:millions?|millones|thousands?|miles)(?:\s+(?:of|de)\s+{_MONEY})?\)\s*:?$",
    re.IGNORECASE,
)
"""A line that is a title however long: numbered, or with the scale in brackets at its end."""
_SHORT = 12
"""Words of a line of a table or box; a longer one is prose, and ends what a caption holds for."""
_DOUBT = N_("a caption above it scales the amounts: it is read so")


def captioned(document: Document, numbers: Sequence[PrintedNumber]) -> list[PrintedNumber]:
    """The numbers, those of bare digits under such a caption multiplied by its scale, and in doubt."""
    scales = _scales(document) if _CAPTION.search(document.text) else {}
    return [_scaled(number, scales.get(document.start_of(number.line), "")) for number in numbers]


def unscaled(number: PrintedNumber) -> PrintedNumber:
    """A number of people or a percent in a table whose caption scales its amounts, as it is printed."""
    if not number.ambiguity.startswith(_DOUBT):
        return number
    bare = number.alternatives[-1]
    return replace(number, value=bare, low=bare, high=bare, unit_hint="", ambiguity="", alternatives=())


def _scales(document: Document) -> dict[int, str]:
    """The scale of the caption that each line stands under, by the line's place; lines without one are left out."""
    scales: dict[int, str] = {}
    scale = ""
    for line in document.lines:
        is_prose = len(line.text.split()) > _SHORT and "\t" not in line.text and not _TITLE.match(line.text)
        caption = None if is_prose else _CAPTION.search(line.text)
        if caption:
            scale = (caption["scale"] or caption["then"]).casefold()
        elif is_prose or line.is_heading:
            scale = ""
        if scale:
            scales[document.start_of(line)] = scale
    return scales


def _scaled(number: PrintedNumber, scale: str) -> PrintedNumber:
    is_bare = re.fullmatch(r"(?:US\s?\$|USD|\$)?\s?[\d.,\s]+", number.text)
    if not scale or not number.is_figure or not is_bare or number.unit_hint not in ("", "usd"):
        return number
    factor = SCALES["mil"] if scale in ("miles", "thousand", "thousands") else SCALES["million"]
    decimals = len(re.sub(r".*[.,]|^\D*\d+$", "", number.text))
    half = 0.5 * 10.0**-decimals * factor
    value = float(f"{number.value * factor:.12g}")
    return replace(
        number,
        value=value,
        low=value - half,
        high=value + half,
        unit_hint="usd",
        ambiguity=number.ambiguity or about(_DOUBT, scale),
        alternatives=(*number.alternatives, number.value),
    )
