"""Numbers as people print them: `281,7K`, `$22.7M`, `% 7.1`, `1,424`, `six`.

A printed numeral can have more than one reading (`1,424` is 1424 or 1.424); all are returned,
each with half a unit of its last printed digit, and the caller picks the one that its data holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from r4v_analysis.values.spelled import spelled_numbers

_SCALES = {
    "k": 1e3,
    "mil": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "million": 1e6,
    "millones": 1e6,
    "b": 1e9,
    "billion": 1e9,
}
RAISED = r"[^\S\n\t]?(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\*{1,3}|[†‡§]|\[(?:\d{1,2}|[a-z])\]|\((?:\d{1,2}|[a-z])\))"
"""A footnote's mark, which can stand between a number and its scale."""
WORD_END = r"(?![^\W\d⁰¹²³⁴⁵⁶⁷⁸⁹]|\d{3}|\d{1,2}(?:[.,]\d|[^\W\d]))"
"""A word ends here; a footnote's mark, raised or of one or two digits, is no part of it."""
_GROUP_MARK = "[.,'’\u00a0\u202f\u2009 ]"
_NUMERAL = re.compile(
    r"(?<![\w.,])(?P<percent_before>%\s*)?(?P<digits>\d+(?:\s[.,]\d{3}|['’.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?)"
    rf"(?:(?:{RAISED})?\s{{0,2}}(?P<scale>(?i:millones|million|billion|thousand|mil)|[KkMB]){WORD_END})?"
    r"(?P<percent_after>\s*%|\s+(?i:per\s?cent|por\s+ciento)\b)?"
)


_WHOLE = re.compile(rf"\d+|\d{{1,3}}(?:{_GROUP_MARK}\d{{3}})+")
_DECIMAL = re.compile(rf"(?P<whole>{_WHOLE.pattern})(?P<mark>[.,])(?P<fraction>\d+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read one printed numeral.

    `value` is in full units, a percent as a share of 1. `half_unit` is half of the last printed
    digit where the numeral is rounded by a suffix or a percent sign, else 0: `1.5M` is 1,500,000
    give or take 50,000; `1,424` is 1424. `is_abbreviated` where the suffix is a letter, as in boxes.
    """

    text: str
    value: float
    half_unit: float
    is_abbreviated: bool = False


def readings(printed: str) -> list[Reading]:
    """Every reading of every numeral in a printed fragment, in the order of print.

    Arbitrary text gives an empty list, never an error.
    """
    return list(_readings(printed))


@lru_cache(maxsize=4096)  # several rules read the same words, row by row
def _readings(printed: str) -> tuple[Reading, ...]:
    found = [(match.start(), _digit_readings(match)) for match in _NUMERAL.finditer(printed)]
    found += [
        (spelled.start, [Reading(printed[spelled.start : spelled.end], spelled.value, spelled.half_unit)])
        for language in ("en", "es")
        for spelled in spelled_numbers(printed, (language,))
        if spelled.kind == "figure"
    ]
    return tuple(reading for _, group in sorted(found, key=lambda item: item[0]) for reading in group)


def reading_of(printed: str, value: float) -> Reading | None:
    """The reading of a fragment that gives `value`, or None where no numeral in it does."""
    for reading in _readings(printed):
        if abs(reading.value - value) <= 1e-9 * max(1.0, abs(value)):
            return reading
    return None


def _digit_readings(match: re.Match[str]) -> list[Reading]:
    is_percent = bool(match["percent_before"] or match["percent_after"])
    scale = _SCALES.get((match["scale"] or "").casefold(), 1.0)
    factor = 0.01 if is_percent else scale
    is_rounded = is_percent or match["scale"] is not None
    is_abbreviated = not is_percent and len(match["scale"] or "") == 1
    result = []
    for digits, decimals in decimal_forms(re.sub(r"\s(?=[.,])", "", match["digits"])):
        half_unit = 0.5 * 10.0**-decimals * factor if is_rounded else 0.0
        value = round(float(digits) * factor, 9)
        result.append(Reading(match.group().strip(), value, half_unit, is_abbreviated))
    return result


def decimal_forms(text: str) -> list[tuple[str, int]]:
    """The forms of `1,424`: thousands (`1424`, 0 decimals) and decimal (`1.424`, 3 decimals)."""
    plain = re.sub(r"\D", "", text)
    forms = [(plain, 0)] if _WHOLE.fullmatch(text) else []
    decimal = _DECIMAL.fullmatch(text)
    if decimal and decimal["mark"] not in decimal["whole"]:
        whole = re.sub(r"\D", "", decimal["whole"])
        forms.append((f"{whole}.{decimal['fraction']}", len(decimal["fraction"])))
    return forms
