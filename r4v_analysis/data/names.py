"""Names as people spell them, brought to codes: accents, case and punctuation forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_SECTOR_ALIASES = {
    "multipurpose cbi": "mpc",
    "multipurpose cash": "mpc",
    "multipurpose cash transfers": "mpc",
    "mpc": "mpc",
    "ptm": "mpc",
    "efectivo multiproposito": "mpc",
    "asistencia monetaria multiproposito": "mpc",
    "cash and voucher assistance": "cbi",
    "cva": "cbi",
    "intersector": "intersector",
    "intersectorial": "intersector",
    "intersectoral": "intersector",
    "country level": "intersector",
    "nivel pais": "intersector",
    "agua y saneamiento": "wash",
    "ash": "wash",
    "albergue": "shelter",
    "albergues": "shelter",
    "alojamiento temporal": "shelter",
    "violencia de genero": "protection_gbv",
    "cash mpc": "mpc",
    "agua saneamiento e higiene": "wash",
    "agua saneamiento y higiene": "wash",
    "water and sanitation": "wash",
    "water sanitation and hygiene": "wash",
    "pro gbv": "protection_gbv",
    "pro cpn": "protection_child",
    "pro cpm": "protection_child",
    "pro htk": "protection_trafficking",
    "transporte": "humanitarian_transportation",
    "transport": "humanitarian_transportation",
    "humanitarian transport": "humanitarian_transportation",
}
"""R4V's spellings over the years that the code table does not hold."""

_PROTECTION = {
    "protection_gbv": r"\b(gbv|vbg|gender|genero)\b",
    "protection_child": r"\b(child|children|infancia|ninez|ninos?|ninas?|nna)\b",
    "protection_trafficking": r"\b(trafficking|smuggling|trata|trafico)\b",
    "protection_general": r"\bgeneral\b",
}
"""Words of protection's sub-sectors, in English and Spanish."""

WHOLE_COUNTRY = {
    "country level",
    "country",
    "national level",
    "national",
    "nivel nacional",
    "nivel pais",
    "a nivel nacional",
    "a nivel pais",
    "nacional",
    "todo el pais",
}
"""What R4V writes under Admin1 for rows of the whole country."""


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Small letters without accents, `&` as a word, punctuation as single blanks."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and "))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", kept.casefold()))


def joined(text: str) -> str:
    """A column's name without blanks and punctuation: `Monthly_CVA Total` is `monthlycvatotal`."""
    return folded(text).replace(" ", "")


@dataclass(frozen=True)
class Names:
    """Countries, sectors and places of a data folder by every name that they go by."""

    countries: Mapping[str, str]
    sectors: Mapping[str, str]
    places: Mapping[str, Mapping[str, str]]

    def country(self, name: str) -> str | None:
        """The code of a country by code or name (`Bolivia, Plurinational State of` is Bolivia); None: not one."""
        short = re.split(r"[,(]", name, maxsplit=1)[0]
        return self.countries.get(folded(name)) or self.countries.get(folded(short))

    def sector(self, name: str) -> str | None:
        """The code of a sector; `Protección (VBG)` is its sub-sector, an acronym behind a name says nothing new.

        None: not one.
        """
        whole, short = folded(name), folded(re.sub(r"\([A-Z]{2,6}\)", "", name))
        found = self.sectors.get(whole) or self.sectors.get(whole.removeprefix("protection "))
        if found or not re.match(r"proteccion |protection |.* protection$", whole):
            return found or self.sectors.get(short)
        parts = [code for code, words in _PROTECTION.items() if re.search(words, whole)]
        return parts[0] if len(parts) == 1 and parts[0] in self.sectors.values() else self.sectors.get(short)

    def place(self, country_iso3: str, name: str) -> str | None:
        """The code of a place of a country by a code or name of it; "" for the whole country; None: not one."""
        if folded(name) in WHOLE_COUNTRY:
            return ""
        return self.places.get(country_iso3, {}).get(folded(name))


def of_the_response(countries: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Countries and regions of the response, without those that stand in reference tables only."""
    return [row for row in countries if row.get("kind") != "other"]


def read_names(
    countries: Iterable[Mapping[str, str]], sectors: Sequence[Mapping[str, str]], places: Iterable[Mapping[str, str]]
) -> Names:
    """The names of three code tables, rows as text."""
    by_country = {
        folded(row[column]): row["country_iso3"]
        for row in of_the_response(countries)
        for column in ("country_iso3", "name_en", "name_es")
    }
    by_sector = {
        folded(row[column]): row["sector"]
        for row in sectors
        for column in ("sector", "name_en", "name_es", "label_en", "label_es")
    }
    by_sector.update({folded(row["ocha_code"]): row["sector"] for row in sectors if row.get("ocha_code")})
    known = set(by_sector.values())
    by_sector.update({name: code for name, code in _SECTOR_ALIASES.items() if code in known})
    by_place: dict[str, dict[str, str]] = {}
    for row in places:
        found = by_place.setdefault(row["country_iso3"], {})
        others = (row.get(column) or "" for column in ("name_es", "iso_3166_2", "p_code"))
        spellings = [row["name"], row["place"], *others, *(row.get("other_names") or "").split("; ")]
        found.update({folded(name): row["place"] for name in spellings if name})
    return Names(by_country, by_sector, by_place)
