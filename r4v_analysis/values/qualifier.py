"""Words and signs that say how exact a printed number is, in English and Spanish."""

from __future__ import annotations

import re

BEFORE = {
    "at_least": r"over|above|more than|at least|no fewer than|no less than|not less than|in excess of|upwards of|"
    r"a minimum of|minimum of|exceed(?:s|ed|ing)|surpass(?:es|ed|ing)|m[aá]s del?|al menos|por lo menos|"
    r"por encima del?|no menos del?|"
    r"un m[ií]nimo de|m[ií]nimo de|super(?:a|an|[oó]|ando|aron|ior a)|supera(?:ndo)? (?:los|las)|"
    r"sobrepasa(?:n|ron|ndo)?|mayor a|mayor de|m[aá]s que",
    "at_most": r"almost|nearly|up to|as many as|as much as|less than|fewer than|under|below|at most|no more than|"
    r"not more than|just short of|"
    r"a maximum of|maximum of|casi|hasta|menos del?|por debajo del?|como m[aá]ximo|a lo (?:mucho|sumo)|un m[aá]ximo de|"
    r"m[aá]ximo de|inferior a|no m[aá]s del?|menor a",
    "about": r"around|some|approximately|approx\.?|about|roughly|close to|circa|ca\.|cerca del?|cerca a|unos|unas|"
    r"alrededor del?|aproximadamente|aprox\.?|en torno a",
}
"""Words before a number, by what they make of it."""
AFTER = {
    "at_least": r"or more|o m[aá]s|and above|y m[aá]s",
    "at_most": r"or (?:less|fewer)|o menos|at most|como m[aá]ximo",
    "about": r"approximately|aproximadamente|approx\.?|aprox\.?",
}
"""Words after a number."""
_SIGNS = {">": "at_least", "≥": "at_least", "<": "at_most", "≤": "at_most", "~": "about", "≈": "about", "±": "about"}
_FILLER = (
    r"(?:(?:a|un) total (?:of|de)|the|un|los|las|el|la|an? additional|additional|another|otr[oa]s|"
    r"approximately|about|some|unos|unas|only|just)"
)
_BEFORE = {
    name: re.compile(
        rf"(?<![\w-])(?P<words>{words})(?:\s+{_FILLER}){{0,2}}(?:\s+(?:al?|con|en|to|in|with))?\s+(?:US\s?\$|USD|[$€])?\s?$",
        re.IGNORECASE,
    )
    for name, words in BEFORE.items()
}
_AFTER = {
    name: re.compile(rf"\s{{0,9}}(?:[^\W\d]{{1,40}}\s{{1,9}})?\(?(?P<words>{words})(?!\w|\s+\$?\d)", re.IGNORECASE)
    for name, words in AFTER.items()
}
_SIGN = re.compile(r"(?P<sign>[<>≥≤~≈±])\s?(?:US\s?\$|USD|[$€])?\s?$")
_PLUS = re.compile(r"(?:\s?%)?\+(?![\w+])")


def qualifier_before(text: str, start: int) -> tuple[str, int, int] | None:
    """Qualifier, and the place of its words, of the number that begins at `start`; None: no word limits it."""
    window = max(0, start - 60)
    before = text[window:start]
    sign = _SIGN.search(before)
    if sign:
        return _SIGNS[sign["sign"]], window + sign.start("sign"), window + sign.end("sign")
    best: tuple[str, int, int] | None = None
    for name, pattern in _BEFORE.items():
        match = pattern.search(before)
        if match and (best is None or match.start("words") < best[1]):
            best = name, match.start("words"), match.end("words")
    if best is None or "\n\n" in before[best[2] :]:
        return None
    return best[0], window + best[1], window + best[2]


def qualifier_after(text: str, end: int) -> tuple[str, int, int] | None:
    """Qualifier, and the place of its words, of the number that ends at `end`."""
    plus = _PLUS.match(text, end)
    if plus:
        return "at_least", end, plus.end()
    for name, pattern in _AFTER.items():
        match = pattern.match(text, end)
        if match:
            return name, match.start("words"), match.end("words")
    return None
