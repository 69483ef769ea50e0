"""What a number counts, by the nouns beside it, in English and Spanish."""

from __future__ import annotations

import re

from r4v_analysis.intake.words import families, words

_NOUNS = {unit: nouns if unit != "people" else f"{words(unit)}|{nouns}" for unit, nouns in families("units").items()}
_UNIT = {unit: re.compile(rf"(?:{nouns})", re.IGNORECASE) for unit, nouns in _NOUNS.items()}
WHOLE = frozenset(_NOUNS) - {"tonnes", "years", "months", "hours", "days", "weeks"}
"""Units that can't be cut: a mark with three digits after it is one of thousands."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*[²³]?|m[23]\b|[.;:!?()\n\t%]|,")
_ENDS = (
    "in", "at", "from", "during", "by", "through", "with", "who", "which", "that", "were", "was", "are", "is", "had",
    "have", "received", "reported", "on", "and", "or", "to", "while", "en", "desde", "durante", "por", "con", "que",
    "fueron", "fue", "son", "es", "recibieron", "y", "o", "a", "mientras", "para", "for",
)  # fmt: skip
_SPAN = re.compile(r"[-–](day|week|month|year|hour)s?\b|\s?h(?:rs)?\b()", re.IGNORECASE)
_MOST_WORDS = 6
SHARE_BEHIND = re.compile(r"\s*\(\s*[\d.,]+\s*(?:%|per\s?cent|por\s+ciento)\s*\)", re.IGNORECASE)
"""`1,228,266 (116 per cent) persons`: what share of something a number is, ahead of its noun."""


def unit_after(text: str, end: int) -> str:
    """The unit of the nouns after a number: of the last one before the phrase ends; empty: none known.

    `8,200 primary health care consultations` are consultations, `2,500 refugees and migrants` people.
    """
    span = _SPAN.match(text, end)
    if span:
        return f"{span[1].casefold()}s" if span[1] else "hours"
    found = ""
    aside = SHARE_BEHIND.match(text, end)
    end = aside.end() if aside else end
    for count, match in enumerate(_WORD.finditer(text, end, min(len(text), end + 120))):
        word = match.group()
        if count >= _MOST_WORDS or word in ".;:!?()\n\t%" or (word == "," and count):
            break
        folded = word.casefold()
        unit = next((unit for unit, pattern in _UNIT.items() if pattern.fullmatch(folded)), "")
        if unit:
            found = unit
            if unit == "people" or not _goes_on(text, match.end()):
                break
        elif folded in _ENDS or (found and folded in ("of", "de", "del")):
            break
    return found


def unit_before(text: str, start: int) -> str:
    """The unit of the noun before a number in brackets, as in `orientations (15,000)`; empty: none known."""
    phrase = re.search(r"((?:[^\W\d_]+[ -]){0,2}[^\W\d_]+)\s?\($", text[max(0, start - 60) : start])
    words = reversed(re.split(r"[ -]", phrase[1])) if phrase else ()
    return next((unit for word in words for unit, pattern in _UNIT.items() if pattern.fullmatch(word)), "")


def _goes_on(text: str, end: int) -> bool:
    """Whether another noun follows at once, as in `500 family kits`."""
    match = re.match(r"\s+([^\W\d_]+)", text[end : end + 40])
    return match is not None and any(pattern.fullmatch(match[1]) for pattern in _UNIT.values())
