"""Of which country a stock or an amount is: the report's own, another's, or of none that is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from r4v_analysis.intake.draft.head import Country

Whose = Literal["own", "other", ""]
_REGION = r"Latin America|América Latina|Latinoamérica|the region(?! of)|la región(?! de)|1[67] countries|1[67] países"
_PART_OF_REGION = r"Southern Cone|Cono Sur|South America|Sudamérica|Central America|Centroamérica"
_CARIBBEAN = r"(?<!and the )(?<!and )(?<!y el )(?:the )?(?:Caribbean|Caribe)"
_NO_MEMBER = r"United States|Estados Unidos|EE\.\s?UU\."
_ORIGIN = "VEN"
"""Named beside nearly every number, and no country that people are counted in."""
_THE_COUNTRY = r"the country(?! of)|(?:el|del|al) país(?! de)|in[- ]country"


@dataclass(frozen=True)
class Home:
    """The names of a report's own country or region, those of all others of the response, and some beyond it."""

    own: re.Pattern[str]
    other: re.Pattern[str]
    abroad: re.Pattern[str]

    def whose(self, words: str) -> Whose:
        """Whose a thing is by the places that its words name; another's as soon as one of these is named."""
        if self.other.search(words):
            return "other"
        return "own" if self.own.search(words) else ""

    def is_called(self, name: str) -> bool:
        """Whether a name is the report's own country or region, and no longer one such as `Panama Oeste`."""
        return bool(self.own.fullmatch(name))


def home_of(country_iso3: str, countries: Sequence[Country]) -> Home:
    """The home of a report by its code: a country, XRG for the region, XCB for the Caribbean."""
    own = {"XRG": [_REGION], "XCB": [_CARIBBEAN]}.get(country_iso3, [_THE_COUNTRY])
    other = [words for code, words in (("XRG", _REGION), ("XCB", _CARIBBEAN)) if code != country_iso3]
    other.append(_PART_OF_REGION)
    for country in countries:
        is_own = country.code == country_iso3
        if country.code not in ("XRG", "XCB") and (is_own or country.is_of_response):
            (own if is_own else other).extend(_names(country))
    if country_iso3 == "XRG":  # `Latin America and the Caribbean` is the region
        own.append(_CARIBBEAN)
        other.remove(_CARIBBEAN)
    no_members = [country for country in countries if not country.is_of_response and country.code != country_iso3]
    abroad = [name for country in no_members if country.code != _ORIGIN for name in _names(country)]
    return Home(_any(own), _any(other), _any([_NO_MEMBER, *abroad]))


def _names(country: Country) -> list[str]:
    return [re.escape(name) for name in (country.name_en, country.name_es, *country.names)]


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
