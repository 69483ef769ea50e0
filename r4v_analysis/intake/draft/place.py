"""The one place that a number is of: the one that its own words put it in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from r4v_analysis.data.names import folded
from r4v_analysis.intake.draft.scope import scope
from r4v_analysis.intake.printed.date_words import MONTH_NUMBER

_IN = (
    r"(?:[Ii]n|[Ee]n|through|por|via)\s+(?:(?:the )?(?:region|department|city|province|border|la región|"
    r"el departamento|la ciudad|la provincia|la frontera)\s+(?:of|de|with)\s+|the\s+)?"
)
_APART = re.compile(
    r",\s*(?:including|incluyendo|incluid[oa]s|such as|como|for example|mainly|principalmente|especially|where|donde|"
    r"who|que|which|after|tras)\b|\b(?:including|incluyendo|following|tras|after|from|desde|towards|hacia|"
    r"case of|caso de|"
    r"among others|follow-up)\b",
    re.IGNORECASE,
)
"""Words behind which a place is one of an example, of an origin or of another event."""
_JOINED = re.compile(r"\s*(?:,|and|or|y|e|o|&|/|-)\s*(?:(?:in|en)\s+)?(?:other|otr[oa]s|[A-ZÁÉÍÓÚÑ])|\s+[A-ZÁÉÍÓÚÑ]\w")
"""What follows a name of which there are more, or of which it is only a part."""


def place_of(before: str, after: str, places: Mapping[str, str]) -> str:
    """The P-code of the one place of a sentence, where the number's own words name it; else empty."""
    own = scope(before, after)
    lead = re.match(r"[\W]*(?:In|En)\s[^,\d]{3,40}?(?=,|\s\d)", before)
    sentence = f" {folded(before + after)} "
    if sum(f" {name} " in sentence for name in places) > 1:
        return ""
    stretches = [_APART.split(own.after)[0], _APART.split(own.before)[-1], lead.group() if lead else ""]
    found = [code for words in stretches for code in _named(words, places)]
    return found[0] if len(set(found)) == 1 and "" not in found else ""


def _named(words: str, places: Mapping[str, str]) -> list[str]:
    """Codes of the places that `in` stands before; an empty one for a place that is not known, or one of several."""
    found = []
    for match in re.finditer(
        rf"(?<!\w){_IN}(?P<name>[A-ZÁÉÍÓÚÑ][\w'’-]+(?:\s+(?:de\s+|del\s+|la\s+)?[A-ZÁÉÍÓÚÑ][\w'’-]+)*)", words
    ):
        if match["name"].split()[0].casefold() in MONTH_NUMBER:
            continue
        code = places.get(folded(match["name"]), "")
        found.append("" if _JOINED.match(words, match.end()) else code)
    return found
