"""The one place that a number is of: the one that its own words put it in; and whether others are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from r4v_analysis.data.names import folded
from r4v_analysis.intake.documents.sections import sector_of
from r4v_analysis.intake.draft.home import Home
from r4v_analysis.intake.draft.reading import Reading
from r4v_analysis.intake.draft.scope import scope
from r4v_analysis.intake.printed.date_words import MONTH_NUMBER
from r4v_analysis.intake.words import stems, words

_CAPITALS = r"[A-ZÁÉÍÓÚÑ][\w'’-]+(?:\s+(?:de\s+|del\s+|(?:de\s+)?la\s+|los\s+)?[A-ZÁÉÍÓÚÑ][\w'’-]+)*"
_DIVISION = words("divisions")
_IN = rf"(?:[Ii]n|[Ee]n|through|por|via)\s+(?:(?:the )?(?:{_DIVISION})\s+(?:of|de|with)\s+|the\s+)?"
_APART = stems("apart")
"""Words behind which a place is one of an example, of an origin or of another event."""
_JOINED = re.compile(r"\s*(?:,|and|or|y|e|o|&|/|-)\s*(?:(?:in|en)\s+)?(?:other|otr[oa]s|[A-ZÁÉÍÓÚÑ])|\s+[A-ZÁÉÍÓÚÑ]\w")
"""What follows a name of which there are more, or of which it is only a part."""
NAMED_IN = re.compile(
    r"(?<!\w)(?:[Ii]n|[Aa]t|[Aa]cross|[Tt]hroughout|[Ww]ithin|[Nn]ear|[Ee]n|[Ee]ntre|[Aa]l)\s+"
    rf"(?:(?:the|el|la|los|las)\s+)?(?:(?:[a-záéíóúñ-]+\s+){{0,4}}(?:{_DIVISION})\s+(?:of|de|del|with)\s+)?"
    rf"(?P<name>{_CAPITALS})"
)
_BARE = re.sub(r"\b(?:el|la|las|los) ", "", _DIVISION)
_OF_DIVISION = re.compile(rf"\b(?:{_BARE})\s+(?:of|de|del)\s+(?-i:[A-ZÁÉÍÓÚÑ])", re.IGNORECASE)
_NEXT = re.compile(r",|\s(?:and|y|e)\s(?=[^,]*$)")
"""Between what is said of a number and what of the next."""
_LABEL = re.compile(rf"\W*(?P<name>{_CAPITALS})\s*:")
"""A line that begins with a name: a place's, where it is no sector's."""
_COMPASS = stems("compass")
"""A part of a country by its side."""


def place_of(reading: Reading, places: Mapping[str, str], home: Home) -> str:
    """The P-code of the one place of a sentence, where the number's own words name it; else empty."""
    own = scope(reading.before, reading.after)
    lead = re.match(r"\W*(?:In|En)\s[^,\d]{3,40}?(?=,|\s\d)", reading.before)
    if len(set(_known(reading.before + reading.after, places, home))) > 1:
        return ""
    ahead = _APART.split(own.before)[-1]
    if re.search(r"\d\W*$", reading.before[: max(0, reading.before.rfind(own.before))]):  # behind another number
        ahead = _NEXT.split(ahead)[-1]
    stretches = [_APART.split(own.after)[0], ahead, lead.group() if lead else ""]
    found = [code for words in stretches for code in _named(words, places, home)]
    return found[0] if len(set(found)) == 1 and "" not in found else ""


def names_a_place(reading: Reading, own: str, place: str, places: Mapping[str, str], home: Home) -> bool:
    """Whether `own` words, the sentences before in the paragraph or the line that leads a list name another place."""
    for text in (own, reading.lead, reading.lead_in):
        if home.whose(text) == "other" or _COMPASS.search(text):
            return True
        if any(code != place for code in _known(text, places, home)) or (not place and _OF_DIVISION.search(text)):
            return True
    label = _LABEL.match(reading.paragraph.text)
    if label and sector_of(label["name"]) is None and places.get(folded(label["name"])) != place:
        return True
    named = _unknown(f"{reading.lead_in} {own}", home)
    return any(places.get(folded(name)) != place for name in named)


def names_a_part(words: str, places: Mapping[str, str], home: Home) -> bool:
    """Whether a title names a place of the country, or a department, province or the like."""
    return any(_known(words, places, home)) or bool(_OF_DIVISION.search(words))


def _known(words: str, places: Mapping[str, str], home: Home) -> Iterator[str]:
    """Codes of the places of data/ that words name, by their capitals; the country's own name is none."""
    for match in re.finditer(_CAPITALS, words):
        run = f" {folded(match.group())} "
        yield from (code for name, code in places.items() if f" {name} " in run and not home.is_called(name))


def _unknown(words: str, home: Home) -> Iterator[str]:
    """Names that words put a thing in, whatever they are: no months, no abbreviations, not the country itself."""
    for match in NAMED_IN.finditer(words):
        name = match["name"]
        if name.split()[0].casefold() in MONTH_NUMBER or name.isupper() or home.is_called(name):
            continue
        yield name


def _named(words: str, places: Mapping[str, str], home: Home) -> list[str]:
    """Codes of the places that `in` stands before; an empty one for a place that is not known, or one of several."""
    found = []
    for match in re.finditer(rf"(?<!\w){_IN}(?P<name>{_CAPITALS})", words):
        if match["name"].split()[0].casefold() in MONTH_NUMBER or home.is_called(match["name"]):
            continue
        code = places.get(folded(match["name"]), "")
        found.append("" if _JOINED.match(words, match.end()) else code)
    return found
